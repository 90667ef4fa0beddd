"""What people decide stands beside what was read, and never over it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import NumberFormatError, RecordError
from registry.model.certificate import Certificate, Correction, DraftCertificate, Panel
from registry.model.corrections import corrected
from registry.model.evidence import Stamp
from registry.model.measurement import Qualifier
from tests.builders import certificate, draft, measurement, quantity, read_text, result

STAMP = Stamp(who="reviewer", when=datetime(2026, 3, 1, tzinfo=UTC))


def correction(path: str, after: str | None, before: str | None = None) -> Correction:
    return Correction(path=path, before=before, after=after, stamp=STAMP)


def apply(path: str, after: str | None, on: DraftCertificate | None = None) -> DraftCertificate:
    return corrected(on or draft(), correction(path, after))


def test_the_observation_is_never_overwritten() -> None:
    as_read = draft()
    kept = as_read.model_dump_json()
    certified = certificate(as_read, corrections=(correction("lot", "L-7"), correction("results.0.measurements.0", "ND")))
    assert certified.current.lot is not None
    assert certified.current.lot.text == "L-7"
    assert certified.draft.model_dump_json() == kept


def test_corrections_apply_in_their_order() -> None:
    certified = certificate(corrections=(correction("lot", "L-7"), correction("lot", None), correction("lot", "L-8")))
    assert certified.current.lot is not None
    assert certified.current.lot.text == "L-8"


def test_without_corrections_the_current_draft_is_the_draft() -> None:
    certified = certificate()
    assert certified.current is certified.draft


def test_a_corrected_text_keeps_its_place_and_has_no_readers_confidence() -> None:
    before, after = draft(lot=read_text("L-1")).lot, apply("lot", "L-7").lot
    assert before is not None
    assert after is not None
    assert (after.evidence, after.confidence) == (before.evidence, None)


def test_a_field_that_is_not_printed_becomes_none() -> None:
    assert apply("lot", None).lot is None


@pytest.mark.parametrize(
    ("text", "qualifier", "value", "unit"),
    [
        ("0.62", Qualifier.EQ, "0.62", "mg/g"),
        ("<0.5", Qualifier.LT, "0.5", "mg/g"),
        ("ND", Qualifier.ND, None, "mg/g"),
        ("1.2 %", Qualifier.EQ, "1.2", "%"),
    ],
)
def test_a_corrected_number_goes_through_the_grammar(text: str, qualifier: Qualifier, value: str | None, unit: str) -> None:
    changed = apply("results.0.measurements.0", text).results[0].measurements[0]
    assert (changed.text, changed.qualifier, changed.value, changed.unit) == (text, qualifier, value and Decimal(value), unit)


def test_the_certificates_other_numbers_decide_an_ambiguous_correction() -> None:
    czech = draft(result("a", measurement("1,5")), result("b", measurement("0,62")))
    assert apply("results.0.measurements.0", "1,234", czech).results[0].measurements[0].value == Decimal("1.234")


def test_an_ambiguous_correction_is_sent_back() -> None:
    plain = draft(result("a", measurement("15")))
    with pytest.raises(NumberFormatError, match="two ways"):
        apply("results.0.measurements.0", "1,234", plain)


def test_a_unit_is_corrected_by_itself() -> None:
    changed = apply("results.0.measurements.0.unit", "%").results[0].measurements[0]
    assert (changed.unit, changed.text) == ("%", "12.5")


def test_a_corrected_name_is_looked_up_again() -> None:
    changed = apply("results.0.analyte", "7-OH-Mitragynine").results[0]
    assert (changed.analyte, changed.analyte_key) == ("7-OH-Mitragynine", "7oh")
    assert apply("results.0.analyte", "Something else").results[0].analyte_key is None


def test_limits_and_verdicts_are_corrected_by_row() -> None:
    row = apply("results.0.loq", "0,05 %").results[0]
    assert (row.loq and (row.loq.value, row.loq.unit)) == (Decimal("0.05"), "%")
    row = apply("results.0.limit", "NMT 15.0").results[0]
    assert (row.limit and row.limit.value, row.limit_text) == (Decimal("15.0"), "NMT 15.0")
    row = apply("results.0.limit", "Absent in 25 g").results[0]
    assert (row.limit, row.limit_text) == (None, "Absent in 25 g")
    assert apply("results.0.status", "FAIL").results[0].status == "fail"
    assert apply("results.0.status", None).results[0].status is None
    assert apply("results.0.panel", "heavy_metals").results[0].panel is Panel.HEAVY_METALS


def test_a_date_is_read_where_it_names_one_day() -> None:
    assert apply("dates.received", "2026-01-16").dates.received.value == date(2026, 1, 16)  # type: ignore[union-attr]
    assert apply("dates.received", "16. 1. 2026").dates.received.value == date(2026, 1, 16)  # type: ignore[union-attr]
    assert apply("dates.received", "01/02/2026").dates.received.value is None  # type: ignore[union-attr]
    assert apply("dates.reported", None).dates.reported is None


def test_a_row_that_is_not_printed_keeps_its_number() -> None:
    changed = apply("results.0", None, draft(result("a"), result("b")))
    assert [r.analyte for r in changed.results] == ["a", "b"]
    assert changed.results[0].measurements == ()


def test_a_missed_row_is_entered_name_first() -> None:
    entered = draft()
    for path, text in [("results.1.analyte", "Lead"), ("results.1.measurements.0", "0.64"), ("results.1.measurements.0.unit", "mg/kg")]:
        entered = apply(path, text, entered)
    row = entered.results[1]
    assert (row.panel, row.analyte_key) == (Panel.HEAVY_METALS, "lead")
    assert (row.measurements[0].value, row.measurements[0].unit) == (Decimal("0.64"), "mg/kg")


@pytest.mark.parametrize(
    ("path", "after"),
    [
        ("file", "x"),
        ("", "x"),
        ("dates.expiry", "2026-01-01"),
        ("dates.received", "2026-02-30"),
        ("results", "x"),
        ("results.9.analyte", "x"),
        ("results.-1.analyte", "x"),
        ("results.0.evidence", "x"),
        ("results.0.analyte", None),
        ("results.0.analyte", ""),
        ("results.1.measurements.0", "1"),
        ("results.0.measurements.5", "1"),
        ("results.0.measurements.0", "hello"),
        ("results.0.measurements.0.text", "1"),
        ("results.0.status", "maybe"),
        ("results.0.panel", "astrology"),
        ("results.0.loq", "ND"),
        ("unit_mass", "half a gram"),
    ],
)
def test_a_correction_that_names_nothing_or_says_nothing_is_our_error(path: str, after: str | None) -> None:
    with pytest.raises(RecordError) as caught:
        apply(path, after)
    assert caught.value.next_step


@given(
    st.sampled_from(["", "lot", "dates", "dates.received", "results", "results.0", "density", "overall_status"]),
    st.lists(st.sampled_from([".0", ".1", ".analyte", ".measurements", ".unit", ".lod", ".limit", "."]), max_size=3).map("".join),
    st.none() | st.text(max_size=12) | st.sampled_from(["1,5", "ND", "pass", "2026-01-01", "5 %"]),
)
def test_any_correction_gives_a_draft_or_our_error(path: str, more: str, after: str | None) -> None:
    as_read = draft()
    try:
        changed = apply(path + more, after, as_read)
    except RecordError:
        return
    assert DraftCertificate.model_validate_json(changed.model_dump_json()) == changed


def test_a_certificate_survives_json_exactly() -> None:
    before = certificate(draft(result("a", measurement("0.10", lod=quantity("1E-7", "%")))), corrections=(correction("lot", None),))
    after = Certificate.model_validate_json(before.model_dump_json())
    assert after == before
    assert str(after.draft.results[0].measurements[0].value) == "0.10"
