"""The review page: what a reviewer and an uploader do with a draft, with what is published, and with what was said of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit as st

from dashboards import session
from registry.datafiles import data_path
from registry.model.certificate import Acquisition, AcquisitionKind, State, Subject
from registry.services import LOCAL_REVIEWER, Proposal, Registry
from tests.dashboards.demonstration import DRAFT, GUMMY, POWDER
from tests.dashboards.opening import id_of, opened, said_by


def test_accepting_a_draft_publishes_it_under_the_product_chosen(home: Path, registry: Registry) -> None:
    draft = id_of(registry, DRAFT)
    test = opened("review", id=draft)
    test.selectbox(key=f"brand:{draft}").set_value("Specimen Heron Botanicals").run()
    test.selectbox(key=f"product:{draft}:{registry.brands(specimen=True)[0].key}").set_value("Specimen Heron Green Vein Powder").run()
    next(b for b in test.button if b.label == "Accept and publish").click().run()
    certificate = registry.certificate(draft)
    assert certificate.state is State.PUBLISHED
    assert certificate.subject is not None
    assert registry.product(certificate.subject.product).name == "Specimen Heron Green Vein Powder"


def test_a_correction_stands_beside_what_was_read_and_can_be_undone(home: Path, registry: Registry) -> None:
    draft = id_of(registry, DRAFT)
    test = opened("review", id=draft, value="lot")
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
    draft = id_of(registry, DRAFT)
    test = opened("review", id=draft)
    next(b for b in test.button if b.label == "Send it back").click().run()
    assert registry.certificate(draft).state is State.DRAFT
    assert [error.value for error in test.error] == ["Say why: the reason stands beside the decision."]
    test.text_area(key=f"why-back:{draft}").set_value("The second page is missing.")
    next(b for b in test.button if b.label == "Send it back").click().run()
    assert registry.certificate(draft).state is State.SENT_BACK
    assert "Sent back: The second page is missing." in said_by(opened("review", id=draft))


def test_a_product_known_by_the_printed_name_is_suggested(home: Path, registry: Registry) -> None:
    copy = (data_path("specimens") / POWDER).read_bytes() + b"\n% the same report, sent again by somebody else"
    (again,) = registry.add(copy, "again.pdf", "a visitor", specimen=True).certificate_ids
    test = opened("review", id=again)
    assert test.selectbox(key=f"brand:{again}").value == "Specimen Heron Botanicals"
    assert next(s for s in test.selectbox if s.label == "Product").value == "Specimen Heron Green Vein Powder"


def test_an_amended_report_offers_the_one_it_replaces(home: Path, registry: Registry) -> None:
    product = registry.products(specimen=True)[0]
    (first,) = registry.add((data_path("specimens") / "s21_first_issue.pdf").read_bytes(), "s21.pdf", "a visitor").certificate_ids
    subject = Subject(brand=product.brand, product=product.key)
    registry.publish(first, subject, Acquisition(kind=AcquisitionKind.SPECIMEN), LOCAL_REVIEWER)
    (second,) = registry.add((data_path("specimens") / "s22_revised.pdf").read_bytes(), "s22.pdf", "a visitor").certificate_ids
    test = opened("review", id=second)
    assert next(s for s in test.selectbox if s.label.startswith("It says it replaces")).value == first


def test_what_an_uploader_proposes_stands_in_the_fields_before_the_reviewer(home: Path, registry: Registry) -> None:
    draft, settings = id_of(registry, DRAFT), home / "registry.toml"
    named = settings.read_text(encoding="utf-8")
    settings.write_text("reviewers = []\n", encoding="utf-8")
    st.cache_resource.clear()
    test = opened("review", id=draft)
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
    seen = opened("review", id=draft)
    assert "visitor proposed what stands below" in said_by(seen)
    chosen = {s.label: s.value for s in seen.selectbox}
    assert (chosen["Brand"], chosen["Product"]) == ("Specimen Proposed Brand", "Specimen Proposed Tablet")
    assert next(t for t in seen.text_input if t.label == "Lot on the pack").value == "PT-9"


def test_a_draft_that_was_sent_back_is_answered_and_waits_again(home: Path, registry: Registry) -> None:
    draft = id_of(registry, DRAFT)
    registry.send_back(draft, LOCAL_REVIEWER, "Which lot is it?")
    test = opened("review", id=draft)
    next(t for t in test.text_area if t.label.startswith("Your answer")).set_value("OC-0419, as on the pack.")
    next(b for b in test.button if b.label.startswith("Answer")).click().run()
    assert registry.certificate(draft).state is State.DRAFT
    assert "Answered: OC-0419, as on the pack." in said_by(test)


def test_the_queue_is_narrowed_by_its_address(home: Path, registry: Registry) -> None:
    draft = id_of(registry, DRAFT)
    assert draft in said_by(opened("review", specimens="1", q="s09"))
    assert "No draft is like that" in said_by(opened("review", specimens="1", kind="sent-back"))


def test_what_was_typed_is_kept_without_publishing(home: Path, registry: Registry) -> None:
    draft = id_of(registry, DRAFT)
    test = opened("review", id=draft)
    test.selectbox(key=f"brand:{draft}").set_value("Specimen Heron Botanicals").run()
    next(s for s in test.selectbox if s.label == "Product").set_value("Specimen Heron Green Vein Powder").run()
    next(b for b in test.button if b.label.startswith("Keep brand")).click().run()
    assert registry.certificate(draft).state is State.DRAFT
    product = next(p for p in registry.products(specimen=True) if p.name == "Specimen Heron Green Vein Powder")
    assert len(registry.lots(product.key)) == 2


def test_somebody_who_is_no_reviewer_reads_and_does_not_publish(home: Path, registry: Registry) -> None:
    (home / "registry.toml").write_text("reviewers = []\n", encoding="utf-8")
    test = opened("review", id=id_of(registry, DRAFT))
    assert "need a reviewer" in said_by(test)
    assert not any(b.label == "Accept and publish" for b in test.button)


def test_somebody_at_another_machine_is_a_visitor(home: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.ip_address", "192.0.2.7")
    assert "need a reviewer" in said_by(opened("review", id=id_of(registry, DRAFT)))


def test_a_reviewer_withdraws_a_certificate_only_for_a_reason_which_stays_with_it(home: Path, registry: Registry) -> None:
    key = id_of(registry, POWDER)
    page = opened("certificate", id=key)
    pressed = "Withdraw it, with this reason"
    next(b for b in page.button if b.label == pressed).click().run()
    assert registry.certificate(key).state is State.PUBLISHED
    page.text_area(key=f"why-withdraw:{key}").set_value("The laboratory says that it never issued it.")
    next(b for b in page.button if b.label == pressed).click().run()
    assert registry.certificate(key).state is State.WITHDRAWN
    after = opened("certificate", id=key)
    assert said_by(after).count("The laboratory says that it never issued it.") == 2, "at its head and in its history"
    assert not any(b.label == pressed for b in after.button)


def test_a_reviewer_withholds_a_file_for_a_reason_and_shows_it_again(home: Path, registry: Registry) -> None:
    key = id_of(registry, POWDER)
    page = opened("certificate", id=key)
    page.text_area(key=f"why-withhold:{key}").set_value("Order of the district court.")
    next(b for b in page.button if b.label == "Withhold the file, with this reason").click().run()
    after = opened("certificate", id=key)
    assert "The file is withheld" in said_by(after)
    assert "Order of the district court." in said_by(after)
    assert "Results as published" in said_by(after), "without the page they stood on"
    after.text_area(key=f"why-release:{key}").set_value("The order was lifted.")
    next(b for b in after.button if b.label == "Show the file again, with this reason").click().run()
    assert "Values and the page they stand on" in said_by(opened("certificate", id=key))


def test_a_reviewer_amends_what_is_published_and_what_was_read_stays_in_sight(home: Path, registry: Registry) -> None:
    certificate = id_of(registry, GUMMY)
    page = opened("certificate", id=certificate, specimens="1", value="lot")
    before = registry.certificate(certificate).current.lot
    assert before is not None
    next(i for i in page.text_input if i.label == "What the page prints").set_value("LG-99")
    button = next(b for b in page.button if b.label.startswith("Correct it, in the journal"))
    button.click().run()
    assert any("corrected for a reason" in error.value for error in page.error)
    next(i for i in page.text_input if i.label == "Why" and i.placeholder.startswith("e.g. page 2")).set_value("page 1 prints LG-99")
    next(b for b in page.button if b.label.startswith("Correct it, in the journal")).click().run()
    said = said_by(page)
    assert f"{before.text} → LG-99" in said
    assert "after publishing" in said
    assert registry.history(certificate)[-1].action == "correct"


def test_any_decision_about_a_draft_can_be_taken_back_by_itself(home: Path, registry: Registry) -> None:
    draft = id_of(registry, DRAFT)
    registry.correct(draft, "lot", "A-1", LOCAL_REVIEWER)
    registry.correct(draft, "report_id", "R-1", LOCAL_REVIEWER)
    (lot, _), _ = registry.corrections(draft)
    page = opened("review", id=draft, specimens="1")
    page.button(key=f"take-back:{draft}:{lot}").click().run()
    assert [c.path for _, c in registry.corrections(draft)] == ["report_id"]


def test_a_history_names_what_was_accepted_and_corrected_as_people_call_it(home: Path, registry: Registry) -> None:
    draft = id_of(registry, DRAFT)
    for path in ("lab", "lot"):
        registry.accept_value(draft, path, LOCAL_REVIEWER)
    registry.correct(draft, "report_id", "R-1", LOCAL_REVIEWER)
    said = said_by(opened("certificate", id=draft, specimens="1"))
    assert said.count("Accepted as read") == 1
    assert "</strong>: Laboratory, Lot · " in said
    assert re.search(r"Corrected</strong>: Report number, .* → R-1 · ", said)


def test_a_visitor_sees_corrections_and_is_offered_none(home: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = id_of(registry, GUMMY)
    registry.correct(certificate, "lot", "LG-99", LOCAL_REVIEWER, "page 1 prints LG-99")
    monkeypatch.setattr(session, "who", lambda: session.VISITOR)
    page = opened("certificate", id=certificate, specimens="1")
    assert "→ LG-99" in said_by(page)
    assert not any(b.label.startswith("Correct it") for b in page.button)


def test_an_unknown_name_is_mapped_once_for_every_next_certificate(home: Path, registry: Registry) -> None:
    defects = (data_path("specimens") / "s20_defects.pdf").read_bytes()
    (draft,) = registry.add(defects, "s20.pdf", "a visitor", specimen=True).certificate_ids
    rows = registry.certificate(draft).current.results
    index = next(n for n, row in enumerate(rows) if row.analyte_key is None)
    page = opened("review", id=draft, specimens="1", value=f"results.{index}")
    next(s for s in page.selectbox if "not in the catalogue" in s.label).set_value("Speciogynine")
    next(c for c in page.checkbox if c.label.startswith("Map this name")).set_value(True)
    next(b for b in page.button if b.label == "Save correction").click().run()
    assert [(s.name, s.analyte) for s in registry.synonyms()] == [(rows[index].analyte, "speciogynine")]
    queue = opened("review", specimens="1")
    assert f"“{rows[index].analyte}” is Speciogynine" in said_by(queue)
    queue.button(key=f"unmap:{rows[index].analyte}").click().run()
    assert registry.synonyms() == ()


def test_a_reviewer_finds_what_was_said_reads_the_contact_and_deletes_it(home: Path, registry: Registry) -> None:
    certificate = id_of(registry, GUMMY)
    said = registry.dispute(certificate, "Acme", "Not our lot.", sender=session.VISITOR, contact="quality@acme.example")
    assert "1 statement waits to be read" in said_by(opened("review", specimens="1"))
    page = opened("certificate", id=certificate, specimens="1")
    assert any("quality@acme.example" in code.value for code in page.code)
    page.button(key=f"forget:{said.seq}").click().run()
    assert not any("quality@acme.example" in code.value for code in page.code)
    page.text_input(key=f"why-hide:{said.seq}").set_value("no facts")
    page.button(key=f"hide:{said.seq}").click().run()
    assert "waits to be read" not in said_by(opened("review", specimens="1"))


def test_a_visitor_reads_no_contact(home: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = id_of(registry, GUMMY)
    said = registry.dispute(certificate, "Acme", "Not our lot.", sender=session.VISITOR, contact="quality@acme.example")
    registry.show_statement(certificate, said.seq, LOCAL_REVIEWER)
    monkeypatch.setattr(session, "who", lambda: session.VISITOR)
    page = opened("certificate", id=certificate, specimens="1")
    assert "Not our lot." in said_by(page)
    assert not any("quality@acme.example" in code.value for code in page.code)


def test_a_draft_that_waits_takes_the_names_mapped_since_on_a_click(home: Path, registry: Registry) -> None:
    defects = (data_path("specimens") / "s20_defects.pdf").read_bytes()
    (draft,) = registry.add(defects, "s20.pdf", "a visitor", specimen=True).certificate_ids
    rows = registry.certificate(draft).current.results
    index = next(n for n, row in enumerate(rows) if row.analyte_key is None)
    registry.map_name(rows[index].analyte, "speciogynine", LOCAL_REVIEWER)
    page = opened("review", id=draft, specimens="1")
    assert f"Mapped for every certificate since this draft was read: “{rows[index].analyte}” is Speciogynine." in said_by(page)
    page.button(key=f"names:{draft}").click().run()
    assert registry.certificate(draft).current.results[index].analyte_key == "speciogynine"
    assert "since this draft was read" not in said_by(page)
