"""What a person decides: attributed, reversible, and only by a reviewer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from registry.errors import NotFound, NotPermitted, RecordError
from registry.model.certificate import Acquisition, AcquisitionKind, Dates, ReadDate, State, Subject
from registry.model.measurement import Quantity
from registry.services import Registry
from registry.services.review import text_at
from tests.builders import draft, measurement, read_text, result
from tests.services.stand_in import REVIEWER, UPLOADER, VENDOR, file_of, publish, subject

SPECIMEN = Acquisition(kind=AcquisitionKind.SPECIMEN)


@pytest.fixture
def waiting(registry: Registry) -> str:
    """The id of a draft in the queue."""
    return registry.add(file_of(draft()), "leaf.pdf", UPLOADER).certificate_ids[0]


DECISIONS: list[Callable[[Registry, str], object]] = [
    lambda registry, waiting: registry.correct(waiting, "lot", "L-2", UPLOADER),
    lambda registry, waiting: registry.accept_value(waiting, "lot", UPLOADER),
    lambda registry, waiting: registry.undo(waiting, UPLOADER),
    lambda registry, waiting: registry.send_back(waiting, UPLOADER, "blurred"),
    lambda registry, waiting: registry.withdraw(waiting, UPLOADER, "wrong"),
    lambda registry, waiting: registry.publish(waiting, Subject(brand="acme", product="acme/gold"), VENDOR, UPLOADER),
    lambda registry, waiting: registry.create_brand("Acme", UPLOADER),
    lambda registry, waiting: registry.import_claims("", UPLOADER),
]


@pytest.mark.parametrize("decide", DECISIONS)
def test_only_a_reviewer_decides(registry: Registry, waiting: str, decide: Callable[[Registry, str], object]) -> None:
    with pytest.raises(NotPermitted, match="not a reviewer"):
        decide(registry, waiting)
    assert [entry.action for entry in registry.history(waiting)] == ["add"]


def test_publishing_links_the_certificate_and_is_journaled(registry_on_both: Registry) -> None:
    about = subject(registry_on_both)
    certificate_id = publish(registry_on_both, draft(), about)
    certificate = registry_on_both.certificate(certificate_id)
    assert (certificate.state, certificate.subject, certificate.acquisition) == (State.PUBLISHED, about, VENDOR)
    assert registry_on_both.queue() == ()
    last = registry_on_both.history(certificate_id)[-1]
    assert (last.actor, last.action, last.payload["product"]) == (REVIEWER, "publish", about.product)


def test_a_correction_shows_in_the_current_record_and_not_in_the_draft(registry: Registry, waiting: str) -> None:
    corrected = registry.correct(waiting, "results.0.measurements.0", "<0.5", REVIEWER, why="the point was lost")
    assert text_at(corrected.current, "results.0.measurements.0") == "<0.5"
    assert text_at(corrected.draft, "results.0.measurements.0") == "12.5"
    (correction,) = corrected.corrections
    assert (correction.before, correction.after, correction.why, correction.stamp.who) == ("12.5", "<0.5", "the point was lost", REVIEWER)


def test_a_correction_reaches_lists_and_figures(registry: Registry) -> None:
    certificate_id = publish(registry, draft())
    registry.correct(certificate_id, "results.0.measurements.0", "<0.5", REVIEWER, "the page prints it so")
    frame = registry.results_frame()
    assert frame[["low", "high", "qualifier"]].to_numpy().tolist() == [[0.0, 0.5, "lt"]]


def test_an_undone_correction_leaves_the_value_as_read(registry: Registry, waiting: str) -> None:
    before = registry.certificate(waiting).current
    registry.correct(waiting, "lot", "L-2", REVIEWER)
    registry.correct(waiting, "results.0.measurements.0", "99", REVIEWER)
    assert text_at(registry.undo(waiting, REVIEWER).current, "lot") == "L-2"
    assert registry.undo(waiting, REVIEWER).current == before
    with pytest.raises(NotFound, match="no correction"):
        registry.undo(waiting, REVIEWER)
    assert [entry.action for entry in registry.history(waiting)] == ["add", "correct", "correct", "undo", "undo"]


def test_any_correction_can_be_taken_back_and_what_came_after_it_stays(registry: Registry, waiting: str) -> None:
    registry.correct(waiting, "lot", "L-2", REVIEWER)
    registry.correct(waiting, "results.0.measurements.0", "99", REVIEWER)
    (lot, _), (value, _) = registry.corrections(waiting)
    certificate = registry.undo(waiting, REVIEWER, lot)
    assert text_at(certificate.current, "lot") == text_at(certificate.draft, "lot")
    assert text_at(certificate.current, "results.0.measurements.0") == "99"
    assert [number for number, _ in registry.corrections(waiting)] == [value]
    with pytest.raises(NotFound, match=f"no correction of the number {lot}"):
        registry.undo(waiting, REVIEWER, lot)
    assert registry.verify().sound


def test_what_a_later_correction_stands_on_is_not_taken_back_from_under_it(registry: Registry, waiting: str) -> None:
    registry.correct(waiting, "results.1.analyte", "7-Hydroxymitragynine", REVIEWER)
    registry.correct(waiting, "results.1.measurements.0", "0.02 mg/g", REVIEWER)
    (row, _), _ = registry.corrections(waiting)
    with pytest.raises(RecordError, match="later correction stands on this one"):
        registry.undo(waiting, REVIEWER, row)
    assert len(registry.corrections(waiting)) == 2


def test_what_is_published_changes_for_a_reason_alone_and_what_stood_there_stays_on_record(registry: Registry) -> None:
    certificate_id = publish(registry, draft())
    with pytest.raises(RecordError, match="for a reason"):
        registry.correct(certificate_id, "lot", "L-2", REVIEWER)
    registry.correct(certificate_id, "lot", "L-2", REVIEWER, "page 1 prints L-2")
    entry = registry.history(certificate_id)[-1]
    assert (entry.action, entry.payload["before"], entry.payload["after"], entry.payload["why"]) == (
        "correct", "L-1", "L-2", "page 1 prints L-2",
    )  # fmt: skip
    ((number, _),) = registry.corrections(certificate_id)
    with pytest.raises(RecordError, match="for a reason"):
        registry.undo(certificate_id, REVIEWER, number)
    assert text_at(registry.undo(certificate_id, REVIEWER, number, "it was page 2 of another lot").current, "lot") == "L-1"


def test_an_accepted_value_stays_as_read_and_is_no_longer_doubtful(registry: Registry) -> None:
    doubtful = draft(result("Mitragynine", measurement("12.5", confidence=0.4)))
    (certificate_id,) = registry.add(file_of(doubtful), "leaf.pdf", UPLOADER).certificate_ids
    assert registry.queue()[0].doubtful == 1
    accepted = registry.accept_value(certificate_id, "results.0.measurements.0", REVIEWER)
    assert text_at(accepted.current, "results.0.measurements.0") == "12.5"
    assert registry.queue()[0].doubtful == 0


@pytest.mark.parametrize("path", ["results.0.measurements.0", "dates.reported", "serving_mass"])
def test_accepting_keeps_what_was_read_where_the_text_alone_could_be_read_otherwise(registry: Registry, path: str) -> None:
    ambiguous = draft(
        result("Mitragynine", measurement("1,234", confidence=0.4)),
        dates=Dates(reported=ReadDate(text="03/04/2026", value=date(2026, 4, 3), confidence=0.4)),
        serving_mass=Quantity(value=Decimal("2.5"), unit="g", text="2,500", confidence=0.4),
    )
    (certificate_id,) = registry.add(file_of(ambiguous), "leaf.pdf", UPLOADER).certificate_ids
    before = registry.certificate(certificate_id).draft
    accepted = registry.accept_value(certificate_id, path, REVIEWER).current
    assert accepted.dates.reported is not None
    assert accepted.dates.reported.value == date(2026, 4, 3)
    assert accepted.serving_mass is not None
    assert accepted.serving_mass.value == Decimal("2.5")
    assert accepted.results[0].measurements[0].value == before.results[0].measurements[0].value


@pytest.mark.parametrize(
    ("path", "after"),
    [
        ("nowhere", "x"),
        ("results.7.analyte", "x"),
        ("results.0.measurements.0", "12,5 or so"),
        ("results.x", "1"),
        ("dates.received", "2026-02-31"),
        ("", "x"),
    ],
)
def test_a_correction_that_makes_no_record_is_refused_and_leaves_nothing(registry: Registry, waiting: str, path: str, after: str) -> None:
    with pytest.raises(RecordError):
        registry.correct(waiting, path, after, REVIEWER)
    assert registry.certificate(waiting).corrections == ()


def test_a_row_that_the_reader_missed_can_be_added(registry: Registry, waiting: str) -> None:
    registry.correct(waiting, "results.1.analyte", "7-Hydroxymitragynine", REVIEWER)
    certificate = registry.correct(waiting, "results.1.measurements.0", "0.02 mg/g", REVIEWER)
    assert certificate.current.results[1].measurements[0].text == "0.02 mg/g"


def test_a_draft_that_was_sent_back_still_waits_and_can_be_published(registry: Registry, waiting: str) -> None:
    registry.send_back(waiting, REVIEWER, "page 2 is missing")
    assert registry.queue()[0].state is State.SENT_BACK
    assert registry.history(waiting)[-1].payload["why"] == "page 2 is missing"
    assert registry.publish(waiting, subject(registry), VENDOR, REVIEWER).state is State.PUBLISHED


def test_a_withdrawn_certificate_leaves_the_figures_and_keeps_its_reason(registry: Registry) -> None:
    certificate_id = publish(registry, draft())
    assert len(registry.results_frame()) == 1
    registry.withdraw(certificate_id, REVIEWER, "not this lot")
    assert len(registry.results_frame()) == 0
    assert registry.history(certificate_id)[-1].payload["why"] == "not this lot"
    with pytest.raises(RecordError, match="withdrawn"):
        registry.withdraw(certificate_id, REVIEWER, "again")


def test_an_amended_report_supersedes_and_both_stay_in_the_chain(registry: Registry) -> None:
    first = publish(registry, draft())
    (second,) = registry.add(file_of(draft(report_id=read_text("R-1 rev. 2"))), "second.pdf", UPLOADER).certificate_ids
    registry.publish(second, subject(registry), VENDOR, REVIEWER, supersedes=first)
    for asked in (first, second):
        assert [(c.id, c.state) for c in registry.versions(asked)] == [(first, State.SUPERSEDED), (second, State.PUBLISHED)]
    assert registry.results_frame()["certificate_id"].tolist() == [second]


def test_a_certificate_does_not_supersede_itself_or_a_draft(registry: Registry, waiting: str) -> None:
    published = publish(registry, draft(lot=read_text("L-9")))
    for earlier in (published, waiting):
        with pytest.raises(RecordError, match="superseded"):
            registry.publish(published, subject(registry), VENDOR, REVIEWER, supersedes=earlier)


def test_a_specimen_never_becomes_evidence_about_a_real_brand(registry: Registry) -> None:
    (invented,) = registry.add(file_of(draft(specimen=True)), "specimen.pdf", UPLOADER).certificate_ids
    with pytest.raises(RecordError, match="SPECIMEN"):
        registry.publish(invented, subject(registry), VENDOR, REVIEWER)
    with pytest.raises(RecordError, match="specimen brand"):
        registry.publish(invented, subject(registry), SPECIMEN, REVIEWER)
    registry.publish(invented, subject(registry, "Specimen Heron", specimen=True), SPECIMEN, REVIEWER)


def test_a_real_certificate_never_goes_under_a_specimen_brand(registry: Registry, waiting: str) -> None:
    with pytest.raises(RecordError, match="specimen brand"):
        registry.publish(waiting, subject(registry, "Specimen Heron", specimen=True), VENDOR, REVIEWER)


def test_brand_product_and_lot_belong_together(registry: Registry, waiting: str) -> None:
    acme, other = subject(registry), subject(registry, "Other")
    with pytest.raises(RecordError, match="not one of"):
        registry.publish(waiting, Subject(brand=acme.brand, product=other.product), VENDOR, REVIEWER)
    with pytest.raises(RecordError, match="another product"):
        registry.publish(waiting, Subject(brand=acme.brand, product=acme.product, lot=other.lot), VENDOR, REVIEWER)
    with pytest.raises(NotFound, match="brand"):
        registry.publish(waiting, Subject(brand="nobody", product=acme.product), VENDOR, REVIEWER)


def test_anybody_may_look_at_what_happened(registry: Registry, waiting: str) -> None:
    assert [entry.actor for entry in registry.history(waiting)] == [UPLOADER]
    with pytest.raises(NotFound):
        registry.history("nothing")
