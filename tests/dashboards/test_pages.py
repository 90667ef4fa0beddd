"""Every page opens, on a filled and on an empty registry, and its main paths work without a browser."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import dashboards
from dashboards import scope, session
from dashboards.components.measurement import day
from registry.datafiles import data_path
from registry.model.certificate import Acquisition, AcquisitionKind, State, Subject
from registry.services import LOCAL_REVIEWER, Filters, Proposal, Registry
from tests.dashboards.demonstration import DRAFT, GUMMY, POWDER

SCREENS = sorted(path.stem for path in Path(dashboards.__file__).with_name("screens").glob("*.py") if path.stem != "__init__")
APP = Path(dashboards.__file__).with_name("app.py")


def _page(name: str, /, **query: str) -> AppTest:
    """The page of that name, run once with the address given."""
    script = f"from dashboards import faults\nfrom dashboards.screens.{name} import show\nfaults.guarded(show)()\n"
    test = AppTest.from_string(script, default_timeout=60)
    for key, value in query.items():
        test.query_params[key] = value
    return test.run()


def _said(test: AppTest) -> str:
    """Everything the page says in its own markup and in headings."""
    markup = [element.proto.body for element in test.get("html")]
    return "\n".join([*markup, *(h.value for h in test.header), *(h.value for h in test.subheader), *(t.value for t in test.title)])


def _id(registry: Registry, file: str) -> str:
    """The certificate read from `file`."""
    drafts = {e.file_name: e.certificate_id for e in registry.queue(specimen=True)}
    published = {
        r.certificate_id: registry.certificate(r.certificate_id).source.file_name for r in registry.search("", Filters(specimen=True)).rows
    }
    return {**{str(name): key for key, name in published.items()}, **drafts}[file]


def test_every_page_has_an_address() -> None:
    written = APP.read_text(encoding="utf-8")
    assert [name for name in SCREENS if f"{name}.show" not in written] == []


@pytest.mark.parametrize("name", SCREENS)
def test_a_page_opens_on_an_empty_registry_and_says_what_to_do(name: str, empty_home: Path) -> None:
    test = _page(name)
    assert not test.exception
    assert "This page has a fault" not in _said(test)
    assert _said(test)


@pytest.mark.parametrize("name", SCREENS)
def test_a_page_opens_on_specimens(name: str, home: Path) -> None:
    test = _page(name, specimens="1")
    assert not test.exception
    assert "This page has a fault" not in _said(test)


NONSENSE = dict.fromkeys(
    (
        "q",
        "sort",
        "page",
        "brand",
        "laboratory",
        "form",
        "kind",
        "panel",
        "analyte",
        "tolerance",
        "basis",
        "since",
        "pack",
        "on",
        "grade",
        "status",
    ),
    "<b>’ OR 1=1 -- ½",
) | dict.fromkeys(("grams", "after", "value", "view", "what", "number", "product", "a", "b", "measured", "until"), "NaN")


@pytest.mark.parametrize("name", SCREENS)
def test_an_address_that_somebody_made_up_gives_a_page_and_no_fault(name: str, home: Path) -> None:
    test = _page(name, specimens="1", **NONSENSE)
    assert not test.exception
    assert "This page has a fault" not in _said(test)
    assert "<b>" not in _said(test)


@pytest.mark.parametrize("value", ["results.99999", "results.-1", "results.x.y", "dates.nonsense", "lot.", "../../etc"])
def test_a_value_that_a_certificate_does_not_have_lights_nothing(value: str, home: Path, registry: Registry) -> None:
    for screen, file in (("certificate", GUMMY), ("review", DRAFT)):
        said = _said(_page(screen, specimens="1", id=_id(registry, file), value=value, page="77"))
        assert "This page has a fault" not in said


def test_a_fault_shows_a_code_and_neither_the_error_nor_a_traceback(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("the password is in here")

    monkeypatch.setattr(Registry, "head", broken)
    said = _said(_page("compare"))
    assert "This page has a fault" in said
    assert "Code: F-" in said
    assert "password" not in said


def test_the_whole_application_opens(home: Path) -> None:
    test = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not test.exception
    assert test.title[0].value == "What is in the kratom?"


def test_the_start_says_how_much_evidence_there_is_and_what_nobody_tested(home: Path, registry: Registry) -> None:
    brand = registry.brands(specimen=True)[0]
    registry.create_product(brand.key, "Specimen Heron Never Tested", LOCAL_REVIEWER)
    said = _said(_page("home", specimens="1"))
    assert "1 of 3 products on record have no certificate here" in said
    assert "invented specimen" in said
    found = _said(_page("home", specimens="1", q="never tested"))
    assert "Specimen Heron Never Tested" in found
    assert "No certificate for “never tested”" in found


def test_specimens_stay_out_of_sight_until_they_are_asked_for(home: Path) -> None:
    assert "Specimen Heron" not in _said(_page("browse"))
    assert "Specimen Heron" in _said(_page("browse", specimens="1"))


def test_a_search_narrows_and_an_empty_answer_says_what_to_do(home: Path) -> None:
    assert "Specimen Heron" not in _said(_page("browse", specimens="1", q="lantern"))
    assert "No certificate matches" in _said(_page("browse", specimens="1", q="nothing of that name"))


def test_the_way_from_a_search_to_a_lot_stays_in_the_set_that_is_on_show(home: Path) -> None:
    assert "lot?number=XX-77&amp;specimens=1" in _said(_page("home", specimens="1", q="XX-77"))
    assert "HG-2601" in _said(_page("home", specimens="1", q="hg2601"))


def test_a_certificate_that_does_not_exist_is_said_to_be_missing(home: Path) -> None:
    said = _said(_page("certificate", id="000000000000-1"))
    assert "Not in this registry" in said
    assert "Traceback" not in said


def test_a_lot_is_tested_or_only_its_sisters_are_or_nothing_is_known(home: Path, registry: Registry) -> None:
    product = registry.products(specimen=True)[0].key
    assert "was tested" in _said(_page("lot", specimens="1", number="hg 2601"))
    assert "was not tested, as far as this registry knows" in _said(_page("lot", specimens="1", number="HG-9999", product=product))
    assert "Nothing is known of lot HG-9999" in _said(_page("lot", specimens="1", number="HG-9999"))


@pytest.mark.parametrize("typed", ["HG-2601", "hg 2601", "hg2601", "Lot: HG-2601", "HG-26O1", " hg/2601 "])
def test_a_lot_is_found_however_it_is_typed(typed: str, home: Path) -> None:
    said = _said(_page("lot", specimens="1", number=typed))
    assert "Lot HG-2601 was tested" in said
    assert "Not tested for" in said


def test_a_lot_can_be_handed_on_as_a_code_and_a_link(home: Path) -> None:
    page = _page("lot", specimens="1", number="HG-2601")
    assert "QR code that leads to lot HG-2601" in _said(page)
    assert page.code[0].value.endswith("lot?number=HG-2601&specimens=1")


def test_two_products_stand_head_to_head_at_an_address_of_their_own(home: Path, registry: Registry) -> None:
    first, second = (product.key for product in registry.products(specimen=True)[:2])
    said = _said(_page("compare", specimens="1", a=first, b=second))
    assert "Specimen Heron Green Vein Powder and Specimen Lantern Gummies 25 mg" in said
    assert "What is known of each" in said
    assert "Head" not in _said(_page("compare", specimens="1", a=first, b=first))


def test_a_comparison_says_that_it_is_a_chosen_sample_and_what_it_refuses(home: Path) -> None:
    said = _said(_page("compare", specimens="1", view="refused"))
    assert "Published certificates are a chosen sample" in said
    assert "label claims cannot be compared" in said


@pytest.mark.parametrize(
    ("view", "holds"),
    [
        ("measurements", "Labelled against measured"),
        ("products", "Figures by product"),
        ("brands", "By how near the lots of a brand come"),
        ("amounts", "Measured potency"),
        ("refused", "label claims cannot be compared"),
    ],
)
def test_each_view_of_a_comparison_has_an_address_and_stands_alone(home: Path, view: str, holds: str) -> None:
    said = _said(_page("compare", specimens="1", view=view))
    assert "This page has a fault" not in said
    assert holds in said
    assert ('Labelled against measured"' in said) == (view == "measurements")


def test_what_an_address_narrows_to_counts_while_its_fields_are_folded(home: Path, registry: Registry) -> None:
    brand = registry.brands(specimen=True)[0]
    said = _said(_page("compare", specimens="1", brand=brand.key))
    others = [other.name for other in registry.brands(specimen=True)[1:]]
    assert brand.name in said
    assert not any(other in said for other in others)


def test_a_comparison_names_the_right_share_of_the_claim(home: Path) -> None:
    # 1.482 % by weight is 14.82 mg/g; a serving of 2 g holds 29.64 mg of the 30 mg claimed: 98.8 %
    said = _said(_page("compare", specimens="1"))
    assert "98.8 %" in said
    assert "29.64" in said


def test_a_metal_is_judged_by_the_chosen_pack(home: Path, registry: Registry) -> None:
    said = _said(_page("contaminants", specimens="1", certificate=_id(registry, GUMMY), pack="US-UT", on="2026-11-23"))
    assert "Utah Admin Code" in said
    assert "0.61 µg/g" in said
    assert "Conforms" in said


def test_the_map_explains_the_signs_that_it_shows_and_no_others(home: Path) -> None:
    said = _said(_page("contaminants", specimens="1", view="all", pack="US-UT", on="2026-11-23"))
    legend = said[said.index("The signs of this map") :].split("</ul>")[0]
    assert "Conforms" in legend
    assert "Not tested" in legend
    assert "Does not conform" not in legend


def test_rules_judge_on_the_day_they_are_in_force_and_not_after(home: Path, registry: Registry) -> None:
    # Utah's text of 2019 capped 7-hydroxymitragynine at 2 % of the alkaloids; it no longer stands in 2026
    powder = _id(registry, POWDER)
    then = _page("contaminants", specimens="1", certificate=powder, pack="US-UT", on="2020-06-01")
    now = _page("contaminants", specimens="1", certificate=powder, pack="US-UT", on="2026-11-23")
    share = "≤ 2 % of alkaloids"
    assert share in _said(then)
    assert share not in _said(now)


def test_a_certificate_says_what_it_leaves_open(home: Path, registry: Registry) -> None:
    page = _page("certificate", specimens="1", id=_id(registry, GUMMY))
    assert any("worth knowing" in expander.label for expander in page.expander)
    assert "none is an accusation" in _said(page)


def test_a_certificate_is_held_beside_the_others_and_leads_to_the_one_it_repeats(home: Path, registry: Registry) -> None:
    copy = (data_path("specimens") / POWDER).read_bytes() + b"\n% the same report, sent again by somebody else"
    (again,) = registry.add(copy, "again.pdf", "a visitor", specimen=True).certificate_ids
    page = _page("certificate", specimens="1", id=_id(registry, POWDER))
    next(b for b in page.button if b.label.startswith("Hold it beside")).click().run()
    assert f"certificate?id={again}" in _said(page)


def test_a_certificate_is_judged_on_its_own_page_and_told_what_the_rules_ask_of_it(home: Path, registry: Registry) -> None:
    gummy = _id(registry, GUMMY)
    page = _page("certificate", specimens="1", id=gummy, pack="US-UT", on="2026-11-23")
    assert "Utah Admin Code" in _said(page)
    assert "Gravest verdict" in _said(page)
    assert any("What these rules ask of a certificate" in expander.label for expander in page.expander)
    assert "Demands on the certificate" in _said(page)


def test_a_report_that_was_handed_on_can_be_checked(home: Path, registry: Registry) -> None:
    report = registry.report("xlsx", "mitragynine", Filters(specimen=True))
    test = _page("data")
    test.file_uploader[0].upload("report.xlsx", report, "application/octet-stream").run()
    assert "The report was made again and is the same" in _said(test) or "gives the same data" in _said(test)
    test.file_uploader[0].upload("holiday.pdf", b"%PDF-1.4 nothing of ours", "application/pdf").run()
    assert test.error


def test_accepting_a_draft_publishes_it_under_the_product_chosen(home: Path, registry: Registry) -> None:
    draft = _id(registry, DRAFT)
    test = _page("review", id=draft)
    test.selectbox(key=f"brand:{draft}").set_value("Specimen Heron Botanicals").run()
    test.selectbox(key=f"product:{draft}:{registry.brands(specimen=True)[0].key}").set_value("Specimen Heron Green Vein Powder").run()
    next(b for b in test.button if b.label == "Accept and publish").click().run()
    certificate = registry.certificate(draft)
    assert certificate.state is State.PUBLISHED
    assert certificate.subject is not None
    assert registry.product(certificate.subject.product).name == "Specimen Heron Green Vein Powder"


def test_a_correction_stands_beside_what_was_read_and_can_be_undone(home: Path, registry: Registry) -> None:
    draft = _id(registry, DRAFT)
    test = _page("review", id=draft, value="lot")
    read = registry.certificate(draft).current.lot
    field = next(t for t in test.text_input if t.label == "Lot")
    field.set_value("OC-0419-D")
    next(b for b in test.button if b.label == "Save correction").click().run()
    corrected = registry.certificate(draft)
    assert corrected.current.lot is not None
    assert corrected.current.lot.text == "OC-0419-D"
    assert corrected.draft.lot == read
    assert corrected.corrections[-1].stamp.who == LOCAL_REVIEWER
    next(b for b in test.button if b.label.startswith("Undo")).click().run()
    assert registry.certificate(draft).current.lot == read


def test_a_draft_is_sent_back_with_its_reason(home: Path, registry: Registry) -> None:
    draft = _id(registry, DRAFT)
    test = _page("review", id=draft)
    test.text_area[0].set_value("The second page is missing.").run()
    next(b for b in test.button if b.label == "Send it back").click().run()
    assert registry.certificate(draft).state is State.SENT_BACK
    assert "Sent back: The second page is missing." in _said(_page("review", id=draft))


def test_a_product_known_by_the_printed_name_is_suggested(home: Path, registry: Registry) -> None:
    copy = (data_path("specimens") / POWDER).read_bytes() + b"\n% the same report, sent again by somebody else"
    (again,) = registry.add(copy, "again.pdf", "a visitor", specimen=True).certificate_ids
    test = _page("review", id=again)
    assert test.selectbox(key=f"brand:{again}").value == "Specimen Heron Botanicals"
    assert next(s for s in test.selectbox if s.label == "Product").value == "Specimen Heron Green Vein Powder"


def test_an_amended_report_offers_the_one_it_replaces(home: Path, registry: Registry) -> None:
    product = registry.products(specimen=True)[0]
    (first,) = registry.add((data_path("specimens") / "s21_first_issue.pdf").read_bytes(), "s21.pdf", "a visitor").certificate_ids
    subject = Subject(brand=product.brand, product=product.key)
    registry.publish(first, subject, Acquisition(kind=AcquisitionKind.SPECIMEN), LOCAL_REVIEWER)
    (second,) = registry.add((data_path("specimens") / "s22_revised.pdf").read_bytes(), "s22.pdf", "a visitor").certificate_ids
    test = _page("review", id=second)
    assert next(s for s in test.selectbox if s.label.startswith("It says it replaces")).value == first


def test_what_an_uploader_proposes_stands_in_the_fields_before_the_reviewer(home: Path, registry: Registry) -> None:
    draft, settings = _id(registry, DRAFT), home / "registry.toml"
    named = settings.read_text(encoding="utf-8")
    settings.write_text("reviewers = []\n", encoding="utf-8")
    st.cache_resource.clear()
    test = _page("review", id=draft)
    test.selectbox(key=f"brand:{draft}").set_value("Specimen Heron Botanicals").run()
    next(s for s in test.selectbox if s.label == "Product").set_value("Specimen Heron Green Vein Powder").run()
    next(t for t in test.text_input if t.label == "Lot on the pack").set_value("PT-9").run()
    next(b for b in test.button if b.label.startswith("Propose")).click().run()
    assert test.success
    assert registry.certificate(draft).subject is None
    made = registry.proposal(draft)
    assert made is not None
    assert (made.who, made.proposal.brand, made.proposal.lot) == ("visitor", "Specimen Heron Botanicals", "PT-9")
    new = {"brand": "Specimen Proposed Brand", "product": "Specimen Proposed Tablet", "lot": "PT-9"}
    registry.propose(draft, Proposal(**new), "visitor")
    settings.write_text(named, encoding="utf-8")
    st.cache_resource.clear()
    seen = _page("review", id=draft)
    assert "visitor proposed what stands below" in _said(seen)
    chosen = {s.label: s.value for s in seen.selectbox}
    assert (chosen["Brand"], chosen["Product"]) == ("Specimen Proposed Brand", "Specimen Proposed Tablet")
    assert next(t for t in seen.text_input if t.label == "Lot on the pack").value == "PT-9"


def test_a_draft_that_was_sent_back_is_answered_and_waits_again(home: Path, registry: Registry) -> None:
    draft = _id(registry, DRAFT)
    registry.send_back(draft, LOCAL_REVIEWER, "Which lot is it?")
    test = _page("review", id=draft)
    next(t for t in test.text_area if t.label.startswith("Your answer")).set_value("OC-0419, as on the pack.")
    next(b for b in test.button if b.label.startswith("Answer")).click().run()
    assert registry.certificate(draft).state is State.DRAFT
    assert "Answered: OC-0419, as on the pack." in _said(test)


def test_the_queue_is_narrowed_by_its_address(home: Path, registry: Registry) -> None:
    draft = _id(registry, DRAFT)
    assert draft in _said(_page("review", specimens="1", q="s09"))
    assert "No draft is like that" in _said(_page("review", specimens="1", kind="sent-back"))


def test_what_was_typed_is_kept_without_publishing(home: Path, registry: Registry) -> None:
    draft = _id(registry, DRAFT)
    test = _page("review", id=draft)
    test.selectbox(key=f"brand:{draft}").set_value("Specimen Heron Botanicals").run()
    next(s for s in test.selectbox if s.label == "Product").set_value("Specimen Heron Green Vein Powder").run()
    next(b for b in test.button if b.label.startswith("Keep brand")).click().run()
    assert registry.certificate(draft).state is State.DRAFT
    product = next(p for p in registry.products(specimen=True) if p.name == "Specimen Heron Green Vein Powder")
    assert len(registry.lots(product.key)) == 2


def test_somebody_who_is_no_reviewer_reads_and_does_not_publish(home: Path, registry: Registry) -> None:
    (home / "registry.toml").write_text("reviewers = []\n", encoding="utf-8")
    test = _page("review", id=_id(registry, DRAFT))
    assert "need a reviewer" in _said(test)
    assert not any(b.label == "Accept and publish" for b in test.button)


def test_somebody_at_another_machine_is_a_visitor(home: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.ip_address", "192.0.2.7")
    assert "need a reviewer" in _said(_page("review", id=_id(registry, DRAFT)))


def test_what_a_brand_answered_stands_beside_its_figures(home: Path, registry: Registry) -> None:
    powder = _id(registry, POWDER)
    registry.reply(powder, "Specimen Heron Botanicals", "The scoop holds 2.1 g.", sender=LOCAL_REVIEWER)
    subject = registry.certificate(powder).subject
    assert subject is not None
    for screen, key in (("product", subject.product), ("brand", subject.brand)):
        said = _said(_page(screen, key=key, specimens="1"))
        assert "The scoop holds 2.1 g." in said
        assert said.index("98.8") < said.index("The scoop holds 2.1 g."), "beside the figure, and after it"


def test_a_laboratory_is_shown_as_its_certificates_show_it(home: Path, registry: Registry) -> None:
    name = next(row.laboratory for row in registry.search("HG-2601", Filters(specimen=True)).rows)
    said = _said(_page("laboratory", name=name, specimens="1"))
    for part in ("Accreditation as printed", "Methods as printed", "Specimen Heron Botanicals (1)"):
        assert part in said


def test_a_dispute_stands_beside_the_figures_and_removes_none(home: Path, registry: Registry) -> None:
    shown = _page("certificate", id=_id(registry, GUMMY), specimens="1")
    next(t for t in shown.text_input if t.label == "Who says so").set_value("Specimen Lantern Company")
    shown.text_area[0].set_value("The lead result was repeated.")
    next(b for b in shown.button if b.label == "Publish it").click().run()
    said = _said(shown)
    assert "Disputed" in said
    assert "The lead result was repeated." in said
    assert registry.certificate(_id(registry, GUMMY)).state is State.PUBLISHED


def _asked(test: AppTest, name: str) -> str:
    """What the page's address says of `name`."""
    found = test.query_params[name]
    return found if isinstance(found, str) else found[0]


def _sent(test: AppTest, registry: Registry) -> AppTest:
    """The page of an upload once all of it is read, which happens behind the page."""
    next(b for b in test.button if b.label == "Read and keep").click().run()
    key = _asked(test, "batch")
    end = time.monotonic() + 120
    while registry.batch(key).reading:
        assert time.monotonic() < end, "the reading behind the page did not end"
        time.sleep(0.2)
    return test.run()


def test_an_upload_that_nobody_knows_says_so(home: Path) -> None:
    assert "No such upload" in _said(_page("upload", batch="none"))


def test_an_unreadable_file_says_why_and_the_rest_go_on(home: Path, registry: Registry) -> None:
    test = _page("upload", specimens="1")
    good = (data_path("specimens") / DRAFT).read_bytes() + b"\n%another copy"
    test.file_uploader[0].upload("broken.pdf", b"%PDF-1.7 cut short", "application/pdf")
    test.file_uploader[0].upload("tablet.pdf", good, "application/pdf")
    said = _said(_sent(test, registry))
    assert "Not readable" in said
    assert "code file-" in said
    assert "tablet.pdf" in said
    assert [len(file.certificates) for file in registry.batch(_asked(test, "batch")).files] == [0, 1]
    assert {f.file_name for f in registry.unread_files(specimen=True)} == {"broken.pdf"}


def test_the_same_file_twice_is_recognised(home: Path, registry: Registry) -> None:
    test = _page("upload", specimens="1")
    test.file_uploader[0].upload("again.pdf", (data_path("specimens") / DRAFT).read_bytes(), "application/pdf")
    assert "Already here" in _said(_sent(test, registry))
    assert len(registry.queue(specimen=True)) == 1


def test_a_large_registry_is_compared_a_part_at_a_time_and_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scope, "WHOLE", 0)
    monkeypatch.setattr(scope, "AT_ONCE", 1)
    first, second = _said(_page("compare", specimens="1")), _said(_page("compare", specimens="1", part="2"))
    for said in (first, second):
        assert "This page has a fault" not in said
        assert "results of 2 products answer this" in said
    assert "1 to 1 of 2 products" in first
    assert "2 to 2 of 2 products" in second


def test_with_many_products_the_brand_is_chosen_first(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scope, "OFFERED", 0)
    for name in ("contaminants", "lot", "compare"):
        page = _page(name, specimens="1")
        assert "This page has a fault" not in _said(page)
    assert [field.label for field in _page("contaminants", specimens="1").selectbox][:2] == ["Brand", "Product"]


def test_the_law_of_every_place_can_be_narrowed_by_the_address(home: Path) -> None:
    said = _said(_page("legal", q="utah", on="2026-11-01"))
    assert "Recorded from 2019-05-14 (Title 4 ch. 45) on." in said
    assert "not legal advice" in said
    assert "Tennessee" not in said
    assert "Tennessee" in _said(_page("legal", status="banned"))
    assert "No place on record matches" in _said(_page("legal", q="atlantis"))


def test_the_place_whose_rules_are_chosen_tells_its_legal_status_for_that_day(home: Path) -> None:
    said = _said(_page("contaminants", specimens="1", pack="US-KY", on="2027-02-01"))
    assert "Legal status of Kentucky, told for 1 Feb 2027" in said
    assert "Changed since it was gathered" in said
    assert "Legal status" not in _said(_page("contaminants", specimens="1", pack="USP-2232"))


def test_what_nobody_has_accepted_is_read_by_no_visitor(home: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "who", lambda: session.VISITOR)
    certificate = _id(registry, GUMMY)
    registry.dispute(certificate, "Rival Incorporated", "Everybody there is a crook.", sender=session.VISITOR)
    for said in (_said(_page("data")), _said(_page("certificate", id=certificate, specimens="1"))):
        assert "Rival" not in said
        assert "crook" not in said


def test_a_cleared_day_is_today_on_the_page_as_in_its_report(home: Path) -> None:
    page = _page("contaminants", specimens="1", pack="US-UT", on="2025-01-01")
    assert "told for 1 Jan 2025" in _said(page)
    page.date_input[0].set_value(None).run()
    assert f"told for {day(datetime.now(UTC).date())}" in _said(page)


def test_a_report_is_made_on_click_and_then_offered(home: Path, registry: Registry) -> None:
    page = _page("product", key=registry.products(specimen=True)[0].key)
    next(button for button in page.button if button.label == "Make the CSV").click().run()
    assert not page.exception
    assert any("Save the CSV report" in str(element.proto) for element in page.get("download_button"))


def test_a_reviewer_amends_what_is_published_and_what_was_read_stays_in_sight(home: Path, registry: Registry) -> None:
    certificate = _id(registry, GUMMY)
    page = _page("certificate", id=certificate, specimens="1", value="lot")
    before = registry.certificate(certificate).current.lot
    assert before is not None
    next(i for i in page.text_input if i.label == "What the page prints").set_value("LG-99")
    button = next(b for b in page.button if b.label.startswith("Correct it, in the journal"))
    button.click().run()
    assert any("corrected for a reason" in error.value for error in page.error)
    next(i for i in page.text_input if i.label == "Why" and i.placeholder.startswith("e.g. page 2")).set_value("page 1 prints LG-99")
    next(b for b in page.button if b.label.startswith("Correct it, in the journal")).click().run()
    said = _said(page)
    assert f"{before.text} → LG-99" in said
    assert "after publishing" in said
    assert registry.history(certificate)[-1].action == "correct"


def test_any_decision_about_a_draft_can_be_taken_back_by_itself(home: Path, registry: Registry) -> None:
    draft = _id(registry, DRAFT)
    registry.correct(draft, "lot", "A-1", LOCAL_REVIEWER)
    registry.correct(draft, "report_id", "R-1", LOCAL_REVIEWER)
    (lot, _), _ = registry.corrections(draft)
    page = _page("review", id=draft, specimens="1")
    page.button(key=f"take-back:{draft}:{lot}").click().run()
    assert [c.path for _, c in registry.corrections(draft)] == ["report_id"]


def test_a_visitor_sees_corrections_and_is_offered_none(home: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = _id(registry, GUMMY)
    registry.correct(certificate, "lot", "LG-99", LOCAL_REVIEWER, "page 1 prints LG-99")
    monkeypatch.setattr(session, "who", lambda: session.VISITOR)
    page = _page("certificate", id=certificate, specimens="1")
    assert "→ LG-99" in _said(page)
    assert not any(b.label.startswith("Correct it") for b in page.button)


def test_an_unknown_name_is_mapped_once_for_every_next_certificate(home: Path, registry: Registry) -> None:
    defects = (data_path("specimens") / "s20_defects.pdf").read_bytes()
    (draft,) = registry.add(defects, "s20.pdf", "a visitor", specimen=True).certificate_ids
    rows = registry.certificate(draft).current.results
    index = next(n for n, row in enumerate(rows) if row.analyte_key is None)
    page = _page("review", id=draft, specimens="1", value=f"results.{index}")
    next(s for s in page.selectbox if "not in the catalogue" in s.label).set_value("Speciogynine")
    next(c for c in page.checkbox if c.label.startswith("Map this name")).set_value(True)
    next(b for b in page.button if b.label == "Save correction").click().run()
    assert [(s.name, s.analyte) for s in registry.synonyms()] == [(rows[index].analyte, "speciogynine")]
    queue = _page("review", specimens="1")
    assert f"“{rows[index].analyte}” is Speciogynine" in _said(queue)
    queue.button(key=f"unmap:{rows[index].analyte}").click().run()
    assert registry.synonyms() == ()


def test_a_reviewer_finds_what_was_said_reads_the_contact_and_deletes_it(home: Path, registry: Registry) -> None:
    certificate = _id(registry, GUMMY)
    said = registry.dispute(certificate, "Acme", "Not our lot.", sender=session.VISITOR, contact="quality@acme.example")
    assert "1 statement waits to be read" in _said(_page("review", specimens="1"))
    page = _page("certificate", id=certificate, specimens="1")
    assert any("quality@acme.example" in code.value for code in page.code)
    page.button(key=f"forget:{said.seq}").click().run()
    assert not any("quality@acme.example" in code.value for code in page.code)
    page.text_input(key=f"why-hide:{said.seq}").set_value("no facts").run()
    page.button(key=f"hide:{said.seq}").click().run()
    assert "waits to be read" not in _said(_page("review", specimens="1"))


def test_a_visitor_reads_no_contact(home: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = _id(registry, GUMMY)
    said = registry.dispute(certificate, "Acme", "Not our lot.", sender=session.VISITOR, contact="quality@acme.example")
    registry.show_statement(certificate, said.seq, LOCAL_REVIEWER)
    monkeypatch.setattr(session, "who", lambda: session.VISITOR)
    page = _page("certificate", id=certificate, specimens="1")
    assert "Not our lot." in _said(page)
    assert not any("quality@acme.example" in code.value for code in page.code)


def test_a_comparison_is_narrowed_to_how_near_the_figures_stand_to_their_reports(home: Path) -> None:
    assert "Specimen Heron" in _said(_page("compare", specimens="1", grade="on-file"))
    assert "No label comparison for this choice" in _said(_page("compare", specimens="1", grade="C"))


def test_the_feed_of_other_rules_and_another_day_is_shown_by_its_address(home: Path) -> None:
    said = _said(_page("data"))
    assert "those that do not meet the rules of Utah" in said
    assert "feed.atom?failing=1&amp;rules=US-CO&amp;date=2026-11-01" in said
