"""Every page opens, on a filled and on an empty registry, and its main paths work without a browser."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pikepdf
import pytest
from streamlit.testing.v1 import AppTest

import dashboards
from dashboards import scope, session
from registry.datafiles import data_path
from registry.model.certificate import State
from registry.services import LOCAL_REVIEWER, Filters, Registry
from tests.dashboards.demonstration import DRAFT, GUMMY, POWDER
from tests.dashboards.opening import id_of, opened, said_by

SCREENS = sorted(path.stem for path in Path(dashboards.__file__).with_name("screens").glob("*.py") if path.stem != "__init__")
APP = Path(dashboards.__file__).with_name("app.py")


def test_every_page_has_an_address() -> None:
    written = APP.read_text(encoding="utf-8")
    assert [name for name in SCREENS if f"{name}.show" not in written] == []


@pytest.mark.parametrize("name", SCREENS)
def test_a_page_opens_on_an_empty_registry_and_says_what_to_do(name: str, empty_home: Path) -> None:
    test = opened(name)
    assert not test.exception
    assert "This page has a fault" not in said_by(test)
    assert said_by(test)


@pytest.mark.parametrize("name", SCREENS)
def test_a_page_opens_on_specimens(name: str, home: Path) -> None:
    test = opened(name, specimens="1")
    assert not test.exception
    assert "This page has a fault" not in said_by(test)


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
    test = opened(name, specimens="1", **NONSENSE)
    assert not test.exception
    assert "This page has a fault" not in said_by(test)
    assert "<b>" not in said_by(test)


@pytest.mark.parametrize("query", [{}, NONSENSE], ids=["bare", "made-up"])
@pytest.mark.parametrize("name", SCREENS)
def test_a_page_has_one_title_whatever_its_address_says(name: str, query: dict[str, str], home: Path) -> None:
    test = opened(name, **query)
    assert len(test.title) + said_by(test).count("<h1>") == 1


@pytest.mark.parametrize("value", ["results.99999", "results.-1", "results.x.y", "dates.nonsense", "lot.", "../../etc"])
def test_a_value_that_a_certificate_does_not_have_lights_nothing(value: str, home: Path, registry: Registry) -> None:
    for screen, file in (("certificate", GUMMY), ("review", DRAFT)):
        said = said_by(opened(screen, specimens="1", id=id_of(registry, file), value=value, page="77"))
        assert "This page has a fault" not in said


def test_a_fault_shows_a_code_and_neither_the_error_nor_a_traceback(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("the password is in here")

    monkeypatch.setattr(Registry, "head", broken)
    said = said_by(opened("compare"))
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
    said = said_by(opened("home", specimens="1"))
    assert "1 of 3 products on record have no certificate here" in said
    assert "invented specimen" in said
    found = said_by(opened("home", specimens="1", q="never tested"))
    assert "Specimen Heron Never Tested" in found
    assert "No certificate for “never tested”" in found


def test_specimens_stay_out_of_sight_until_they_are_asked_for(home: Path) -> None:
    assert "Specimen Heron" not in said_by(opened("browse"))
    assert "Specimen Heron" in said_by(opened("browse", specimens="1"))


def test_a_search_narrows_and_an_empty_answer_says_what_to_do(home: Path) -> None:
    assert "Specimen Heron" not in said_by(opened("browse", specimens="1", q="lantern"))
    nothing = said_by(opened("browse", specimens="1", q="nothing of that name"))
    assert "No certificate matches" in nothing
    assert "Narrow down" not in nothing


def test_the_way_from_a_search_to_a_lot_stays_in_the_set_that_is_on_show(home: Path) -> None:
    assert "lot?number=XX-77&amp;specimens=1" in said_by(opened("home", specimens="1", q="XX-77"))
    assert "HG-2601" in said_by(opened("home", specimens="1", q="hg2601"))


def test_a_certificate_that_does_not_exist_is_said_to_be_missing(home: Path) -> None:
    said = said_by(opened("certificate", id="000000000000-1"))
    assert "Not in this registry" in said
    assert "Traceback" not in said


def test_a_lot_is_tested_or_only_its_sisters_are_or_nothing_is_known(home: Path, registry: Registry) -> None:
    product = registry.products(specimen=True)[0].key
    assert "was tested" in said_by(opened("lot", specimens="1", number="hg 2601"))
    assert "was not tested, as far as this registry knows" in said_by(opened("lot", specimens="1", number="HG-9999", product=product))
    assert "Nothing is known of lot HG-9999" in said_by(opened("lot", specimens="1", number="HG-9999"))


@pytest.mark.parametrize("typed", ["HG-2601", "hg 2601", "hg2601", "Lot: HG-2601", "HG-26O1", " hg/2601 "])
def test_a_lot_is_found_however_it_is_typed(typed: str, home: Path) -> None:
    said = said_by(opened("lot", specimens="1", number=typed))
    assert "Lot HG-2601 was tested" in said
    assert "Not tested for" in said


def test_a_lot_can_be_handed_on_as_a_code_and_a_link(home: Path) -> None:
    page = opened("lot", specimens="1", number="HG-2601")
    assert "QR code that leads to lot HG-2601" in said_by(page)
    assert "lot?number=HG-2601&amp;specimens=1</code>" in said_by(page)


def test_two_products_stand_head_to_head_at_an_address_of_their_own(home: Path, registry: Registry) -> None:
    first, second = (product.key for product in registry.products(specimen=True)[:2])
    said = said_by(opened("compare", specimens="1", a=first, b=second))
    assert "Specimen Heron Green Vein Powder and Specimen Lantern Gummies 25 mg" in said
    assert "What is known of each" in said
    assert "Head" not in said_by(opened("compare", specimens="1", a=first, b=first))


def test_a_comparison_says_that_it_is_a_chosen_sample_and_what_it_refuses(home: Path) -> None:
    said = said_by(opened("compare", specimens="1", view="refused"))
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
    said = said_by(opened("compare", specimens="1", view=view))
    assert "This page has a fault" not in said
    assert holds in said
    assert ('Labelled against measured"' in said) == (view == "measurements")


def test_what_an_address_narrows_to_counts_while_its_fields_are_folded(home: Path, registry: Registry) -> None:
    brand = registry.brands(specimen=True)[0]
    said = said_by(opened("compare", specimens="1", brand=brand.key))
    others = [other.name for other in registry.brands(specimen=True)[1:]]
    assert brand.name in said
    assert not any(other in said for other in others)


def test_a_comparison_names_the_right_share_of_the_claim(home: Path) -> None:
    # 1.482 % by weight is 14.82 mg/g; a serving of 2 g holds 29.64 mg of the 30 mg claimed: 98.8 %
    said = said_by(opened("compare", specimens="1"))
    assert "98.8 %" in said
    assert "29.64" in said


def test_a_certificate_says_what_it_leaves_open(home: Path, registry: Registry) -> None:
    page = opened("certificate", specimens="1", id=id_of(registry, GUMMY))
    assert any("worth knowing" in expander.label for expander in page.expander)
    assert "none is an accusation" in said_by(page)


def test_a_certificate_is_held_beside_the_others_and_leads_to_the_one_it_repeats(home: Path, registry: Registry) -> None:
    copy = (data_path("specimens") / POWDER).read_bytes() + b"\n% the same report, sent again by somebody else"
    (again,) = registry.add(copy, "again.pdf", "a visitor", specimen=True).certificate_ids
    page = opened("certificate", specimens="1", id=id_of(registry, POWDER))
    next(b for b in page.button if b.label.startswith("Hold it beside")).click().run()
    assert f"certificate?id={again}" in said_by(page)


def test_a_certificate_is_judged_on_its_own_page_and_told_what_the_rules_ask_of_it(home: Path, registry: Registry) -> None:
    gummy = id_of(registry, GUMMY)
    page = opened("certificate", specimens="1", id=gummy, pack="US-UT", on="2026-11-23")
    assert "Utah Admin Code" in said_by(page)
    assert "Gravest verdict" in said_by(page)
    assert any("What these rules ask of a certificate" in expander.label for expander in page.expander)
    assert "Demands on the certificate" in said_by(page)


def test_a_report_that_was_handed_on_can_be_checked(home: Path, registry: Registry) -> None:
    report = registry.report("xlsx", "mitragynine", Filters(specimen=True))
    test = opened("data")
    test.file_uploader[0].upload("report.xlsx", report, "application/octet-stream").run()
    assert "The report was made again and is the same" in said_by(test) or "gives the same data" in said_by(test)
    test.file_uploader[0].upload("holiday.pdf", b"%PDF-1.4 nothing of ours", "application/pdf").run()
    assert test.error


def test_what_a_brand_answered_stands_beside_its_figures(home: Path, registry: Registry) -> None:
    powder = id_of(registry, POWDER)
    registry.reply(powder, "Specimen Heron Botanicals", "The scoop holds 2.1 g.", sender=LOCAL_REVIEWER)
    subject = registry.certificate(powder).subject
    assert subject is not None
    for screen, key in (("product", subject.product), ("brand", subject.brand)):
        said = said_by(opened(screen, key=key, specimens="1"))
        assert "The scoop holds 2.1 g." in said
        assert said.index("98.8") < said.index("The scoop holds 2.1 g."), "beside the figure, and after it"


def test_a_laboratory_is_shown_as_its_certificates_show_it(home: Path, registry: Registry) -> None:
    name = next(row.laboratory for row in registry.search("HG-2601", Filters(specimen=True)).rows)
    said = said_by(opened("laboratory", name=name, specimens="1"))
    for part in ("Accreditation as printed", "Methods as printed", "Specimen Heron Botanicals (1)"):
        assert part in said


def test_a_dispute_stands_beside_the_figures_and_removes_none(home: Path, registry: Registry) -> None:
    shown = opened("certificate", id=id_of(registry, GUMMY), specimens="1")
    next(t for t in shown.text_input if t.label == "Who says so").set_value("Specimen Lantern Company")
    next(t for t in shown.text_area if t.label == "What is to be said").set_value("The lead result was repeated.")
    next(b for b in shown.button if b.label == "Publish it").click().run()
    said = said_by(shown)
    assert "Disputed" in said
    assert "The lead result was repeated." in said
    assert registry.certificate(id_of(registry, GUMMY)).state is State.PUBLISHED


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
    assert "No such upload" in said_by(opened("upload", batch="none"))


def test_an_unreadable_file_says_why_and_the_rest_go_on(home: Path, registry: Registry) -> None:
    test = opened("upload", specimens="1")
    good = (data_path("specimens") / DRAFT).read_bytes() + b"\n%another copy"
    test.file_uploader[0].upload("broken.pdf", b"%PDF-1.7 cut short", "application/pdf")
    test.file_uploader[0].upload("tablet.pdf", good, "application/pdf")
    said = said_by(_sent(test, registry))
    assert "Not readable" in said
    assert "code file-" in said
    assert "tablet.pdf" in said
    assert [len(file.certificates) for file in registry.batch(_asked(test, "batch")).files] == [0, 1]
    assert {f.file_name for f in registry.unread_files(specimen=True)} == {"broken.pdf"}


def test_a_locked_file_asks_for_its_password_on_the_page(home: Path, registry: Registry) -> None:
    locked = io.BytesIO()
    with pikepdf.open(data_path("specimens") / DRAFT) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="o", user="secret"))
    test = opened("upload", specimens="1")
    test.file_uploader[0].upload("locked.pdf", locked.getvalue(), "application/pdf")
    said = said_by(_sent(test, registry))
    assert "Type its password in the form below" in said
    assert "--password" not in said


def test_an_archive_that_holds_nothing_is_named(home: Path) -> None:
    packed = io.BytesIO()
    zipfile.ZipFile(packed, "w").close()
    test = opened("upload", specimens="1")
    test.file_uploader[0].upload("lots.zip", packed.getvalue(), "application/zip")
    next(b for b in test.button if b.label == "Read and keep").click().run()
    assert "lots.zip holds no file" in said_by(test)


def test_the_same_file_twice_is_recognised(home: Path, registry: Registry) -> None:
    test = opened("upload", specimens="1")
    test.file_uploader[0].upload("again.pdf", (data_path("specimens") / DRAFT).read_bytes(), "application/pdf")
    assert "Already here" in said_by(_sent(test, registry))
    assert len(registry.queue(specimen=True)) == 1


def test_a_large_registry_is_compared_a_part_at_a_time_and_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scope, "WHOLE", 0)
    monkeypatch.setattr(scope, "AT_ONCE", 1)
    first, second = said_by(opened("compare", specimens="1")), said_by(opened("compare", specimens="1", part="2"))
    for said in (first, second):
        assert "This page has a fault" not in said
        assert "results of 2 products answer this" in said
    assert "1 to 1 of 2 products" in first
    assert "2 to 2 of 2 products" in second


def test_with_many_products_the_brand_is_chosen_first(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scope, "OFFERED", 0)
    for name in ("contaminants", "lot", "compare"):
        page = opened(name, specimens="1")
        assert "This page has a fault" not in said_by(page)
    assert [field.label for field in opened("contaminants", specimens="1").selectbox][:2] == ["Brand", "Product"]


def test_a_field_lists_the_first_of_many_brands_and_finds_the_others_as_they_are_typed(
    home: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboards.scope.LISTED", 1)
    first, *_, last = [choice.value for choice in registry.search("", Filters(specimen=True)).facets["brand"]]
    test = opened("contaminants", specimens="1", view="all")
    (listed,) = test.multiselect(key="address:brand").options
    key = last if registry.brand(last).name != listed else first
    test.multiselect(key="address:brand").set_value([registry.brand(key).name.upper()]).run()
    assert test.query_params["brand"] == key
    assert test.multiselect(key="address:brand").value == [key]
    test.multiselect(key="address:brand").set_value([key, "Nobody's Leaf"]).run()
    assert test.query_params["brand"] == key
    assert "Nobody&#x27;s Leaf” is in no name here" in said_by(test)


def test_a_widget_follows_the_address_and_keeps_what_it_shows_where_that_is_the_same(home: Path) -> None:
    test = opened("browse", specimens="1", sort="brand")
    assert test.selectbox(key="address:sort").value == "brand"
    test.selectbox(key="address:sort").set_value("product").run()
    assert test.query_params["sort"] == "product"
    assert not test.selectbox(key="address:sort").proto.set_value
    test.query_params["sort"] = "laboratory"  # as the browser's back does
    assert test.run().selectbox(key="address:sort").value == "laboratory"


def test_the_law_of_every_place_can_be_narrowed_by_the_address(home: Path) -> None:
    said = said_by(opened("legal", q="utah", on="2026-11-01"))
    assert "Recorded from 14 May 2019 on (Title 4 ch. 45)." in said
    assert "not legal advice" in said
    assert "Tennessee" not in said
    assert "Tennessee" in said_by(opened("legal", status="banned"))
    assert "No place on record matches" in said_by(opened("legal", q="atlantis"))


def test_a_status_is_not_told_for_a_day_that_its_record_does_not_reach(home: Path) -> None:
    said = said_by(opened("contaminants", specimens="1", pack="US-TN", on="1999-01-01"))
    assert "what held on 1 Jan 1999 is not known here. As it was recorded: Kratom:" in said
    assert "As it was recorded" not in said_by(opened("contaminants", specimens="1", pack="US-TN", on="2026-11-01"))


def test_the_place_whose_rules_are_chosen_tells_its_legal_status_for_that_day(home: Path) -> None:
    said = said_by(opened("contaminants", specimens="1", pack="US-KY", on="2027-02-01"))
    assert "Legal status of Kentucky, told for 1 Feb 2027" in said
    assert "Changed since it was gathered" in said
    assert "Legal status" not in said_by(opened("contaminants", specimens="1", pack="USP-2232"))


def test_what_nobody_has_accepted_is_read_by_no_visitor(home: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "who", lambda: session.VISITOR)
    certificate = id_of(registry, GUMMY)
    registry.dispute(certificate, "Rival Incorporated", "Everybody there is a crook.", sender=session.VISITOR)
    for said in (said_by(opened("data")), said_by(opened("certificate", id=certificate, specimens="1"))):
        assert "Rival" not in said
        assert "crook" not in said


@pytest.mark.parametrize(("view", "part"), [("amounts", "measured"), ("measurements", "page"), ("products", "part")])
def test_another_question_begins_at_the_first_part_of_its_answer(home: Path, view: str, part: str) -> None:
    page = opened("compare", specimens="1", view=view, **{part: "2"})
    analyte = next(box for box in page.selectbox if box.label == "Analyte")
    analyte.set_value("7oh" if analyte.value == "mitragynine" else "mitragynine").run()
    assert not page.exception
    assert "analyte" in page.query_params
    assert part not in page.query_params


def test_a_report_is_made_on_click_and_then_offered(home: Path, registry: Registry) -> None:
    page = opened("product", key=registry.products(specimen=True)[0].key)
    assert not [button for button in page.button if button.label == "Make the CSV"]
    page.query_params["report"] = "1"  # as the way under the fold's label does
    page.run()
    next(button for button in page.button if button.label == "Make the CSV").click().run()
    assert not page.exception
    assert any("Save the CSV report" in str(element.proto) for element in page.get("download_button"))


def test_a_comparison_is_narrowed_to_how_near_the_figures_stand_to_their_reports(home: Path) -> None:
    assert "Specimen Heron" in said_by(opened("compare", specimens="1", grade="on-file"))
    assert "No label comparison for this choice" in said_by(opened("compare", specimens="1", grade="C"))


def test_the_feed_of_other_rules_and_another_day_is_shown_by_its_address(home: Path) -> None:
    said = said_by(opened("data"))
    assert "those that do not meet the rules of Utah" in said
    assert "feed.atom?failing=1&amp;rules=US-CO&amp;date=2026-11-01" in said


def test_a_laboratory_counts_its_analytes_and_says_one_limit_once(home: Path) -> None:
    page = opened("laboratory", name="Specimen Analytical Works", specimens="1")
    (limits,) = [e for e in page.expander if e.label.startswith("Limits of quantification")]
    said = said_by(page)
    assert "0.036 mg/g" in said
    assert "0.036 mg/g – 0.036 mg/g" not in said
    assert limits.label.endswith("analytes")
