"""What a certificate says against itself, one defect at a time; a sound one says nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.model.certificate import Dates, DraftCertificate, Panel, ReadDate, Result
from registry.model.checks import noticed
from registry.model.findings import Finding
from registry.model.measurement import Measurement
from registry.model.published import load_published
from tests.builders import draft, measurement, quantity, read_text, result

TODAY = date(2026, 11, 23)


def sound(*rows: Result, **fields: Any) -> DraftCertificate:
    given = {"lab": read_text("KCA Laboratories"), "accreditation": read_text("ISO/IEC 17025"), **fields}
    return draft(*(rows or (row("mitragynine", "12.5"),)), **given)


def row(key: str | None, *texts: str, unit: str = "mg/g", **fields: Any) -> Result:
    return result(key or "Mystery", *(measurement(text, unit) for text in texts), **{"analyte_key": key, **fields})


def codes(certificate: DraftCertificate) -> list[str]:
    return [finding.code for finding in noticed(certificate, TODAY)]


def only(certificate: DraftCertificate) -> Finding:
    (finding,) = noticed(certificate, TODAY)
    return finding


def test_a_sound_certificate_gives_no_finding() -> None:
    assert codes(sound()) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"lab": None}, "lab-missing"),
        ({"lab": read_text("Unheard Of Laboratory")}, "lab-unknown"),
        ({"accreditation": None}, "accreditation-missing"),
        ({"report_id": None}, "report-id-missing"),
        ({"lot": None}, "lot-blank"),
    ],
)
def test_what_the_head_lacks_is_noticed(fields: dict[str, Any], code: str) -> None:
    assert codes(sound(**fields)) == [code]


def test_a_sample_number_identifies_a_report_without_one() -> None:
    assert codes(sound(report_id=None, sample_id=read_text("S-1"))) == []


def test_an_invented_laboratory_of_a_specimen_need_not_be_known() -> None:
    assert codes(sound(lab=read_text("Unheard Of Laboratory"), specimen=True)) == []


def test_a_blank_lot_that_the_reader_saw_is_told_once() -> None:
    assert codes(sound(lot=None, findings=(Finding(code="lot-blank"),))) == []


def days(**named: str) -> Dates:
    return Dates.model_validate({name: ReadDate(text=text, value=date.fromisoformat(text)) for name, text in named.items()})


def test_a_date_after_the_day_of_reading_is_noticed() -> None:
    assert only(sound(dates=days(reported="2026-11-24"))).message == "The date reported is 2026-11-24, after the day it was read."
    assert codes(sound(dates=days(reported="2026-11-23"))) == []


def test_dates_out_of_order_are_noticed() -> None:
    assert codes(sound(dates=days(received="2026-03-02", completed="2026-03-01"))) == ["date-order"]
    assert codes(sound(dates=days(collected="2026-03-01", received="2026-03-01", reported="2026-03-05"))) == []


def test_an_unknown_analyte_is_noticed() -> None:
    assert only(sound(row(None, "1"))).details == {"analyte": "Mystery"}


@pytest.mark.parametrize(("unit", "code"), [("blobs/g", "unit-unknown"), ("", "unit-missing"), ("mg", "basis-unknown")])
def test_a_unit_that_cannot_be_used_is_told_once(unit: str, code: str) -> None:
    assert codes(sound(row("mitragynine", "1", unit=unit), row("7oh", "2", unit=unit))) == [code]


def test_water_activity_needs_no_unit() -> None:
    assert codes(sound(row("water_activity", "0.51", unit="", panel=Panel.WATER_ACTIVITY))) == []


def test_a_number_with_two_readings_is_noticed_until_a_person_settles_it() -> None:
    assert codes(sound(row("mitragynine", "1,234", unit="ppm"))) == ["number-ambiguous"]
    settled = result("Mitragynine", measurement("1,234", "ppm", confidence=None))
    assert codes(sound(settled)) == []


def test_limits_of_detection_in_the_wrong_order_are_noticed() -> None:
    assert codes(sound(row("mitragynine", "12.5", lod=quantity("0.5"), loq=quantity("0.1")))) == ["lod-above-loq"]
    assert codes(sound(row("mitragynine", "12.5", lod=quantity("1", "ppm"), loq=quantity("0.1", "mg/g")))) == []


def test_a_number_below_the_limit_of_quantification_is_noticed() -> None:
    assert codes(sound(row("mitragynine", "0.05", loq=quantity("0.1")))) == ["value-between-lod-loq"]
    assert codes(sound(row("mitragynine", "0.1", lod=quantity("0.1"), loq=quantity("0.1")))) == []


def test_a_limit_of_quantification_above_the_limit_is_noticed() -> None:
    found = only(sound(row("lead", "<5", unit="ppm", loq=quantity("5", "ppm"), limit=quantity("500", "ppb"))))
    assert (found.code, found.details["loq"], found.details["limit"]) == ("loq-above-limit", "5 ppm", "500 ppb")


def test_a_limit_of_zero_is_above_nothing() -> None:
    assert codes(sound(row("aldicarb", "ND", unit="ppm", loq=quantity("0.1", "ppm"), limit=quantity("0.0", "ppm")))) == []


@pytest.mark.parametrize(
    ("text", "unit", "limit", "status", "contradicts"),
    [
        ("0.9", "ppm", "0.5", "pass", True),
        ("0.4", "ppm", "0.5", "fail", True),
        ("<0.1", "ppm", "0.5", "fail", True),
        ("0.4", "ppm", "0.5", "pass", False),
        ("0.54", "ppm", "0.5", "pass", False),  # 0.54 keeps a limit of 0.5 where the rule rounds
        ("<1", "ppm", "0.5", "pass", False),  # cannot be decided, so it contradicts nothing
        ("1500", "CFU/g", "1000", "pass", False),  # a pharmacopoeia's 10^3 allows 2 000
        ("2500", "CFU/g", "1000", "pass", True),
    ],
)
def test_a_printed_verdict_is_held_against_value_and_limit(text: str, unit: str, limit: str, status: str, contradicts: bool) -> None:
    key = "lead" if unit == "ppm" else "tamc"
    found = codes(sound(row(key, text, unit=unit, limit=quantity(limit, unit), status=status)))
    assert found == (["status-contradicts-value"] if contradicts else [])


def test_a_lower_limit_is_no_upper_one() -> None:
    assert codes(sound(row("mitragynine", "95", unit="mg/g", limit=quantity("90"), limit_text="NLT 90", status="pass"))) == []


@pytest.mark.parametrize(
    ("key", "text", "unit", "panel"),
    [
        ("mitragynine", "-0.4", "mg/g", Panel.POTENCY),
        ("mitragynine", "104", "%", Panel.POTENCY),
        ("mitragynine", "700", "mg/unit", Panel.POTENCY),  # of a tablet of half a gram
        ("water_activity", "51", "aw", Panel.WATER_ACTIVITY),
    ],
)
def test_an_amount_that_cannot_be_is_noticed(key: str, text: str, unit: str, panel: Panel) -> None:
    assert codes(sound(row(key, text, unit=unit, panel=panel), unit_mass=quantity("0.5", "g"))) == ["value-doubtful"]


@pytest.mark.parametrize(
    ("percent", "other", "unit", "agree"),
    [
        ("1.25", "12.5", "mg/g", True),
        ("1.3", "12.5", "mg/g", True),  # rounded to one digit
        ("1.25", "125", "mg/g", False),
        ("1.25", "6.25", "mg/unit", True),  # a tablet of half a gram
        ("1.25", "12.5", "mg/unit", False),
        ("1.25", "30", "mg/serving", True),  # no mass of a serving is stated: nothing to compare
    ],
)
def test_two_units_of_one_row_are_compared_where_the_certificate_states_the_mass(percent: str, other: str, unit: str, agree: bool) -> None:
    both = result("Mitragynine", measurement(percent, "% w/w"), measurement(other, unit))
    assert codes(sound(both, unit_mass=quantity("0.5", "g"))) == ([] if agree else ["percent-mg-mismatch"])


def test_what_was_measured_months_later_may_differ_and_the_verdict_is_on_the_last() -> None:
    def timed(*texts: str) -> tuple[Measurement, ...]:
        return tuple(measurement(text, time_point=time) for text, time in zip(texts, ("Initial", "6 M", "12 M"), strict=True))

    limited = {"limit": quantity("15.0"), "limit_text": "NMT 15.0", "status": "pass"}
    assert codes(sound(result("Mitragynine", *timed("15.4", "15.1", "14.2"), **limited))) == []
    assert codes(sound(result("Mitragynine", *timed("14.2", "14.9", "15.4"), **limited))) == ["status-contradicts-value"]


def test_a_total_is_the_sum_of_the_rows_of_its_time() -> None:
    def timed(first: str, last: str) -> tuple[Measurement, Measurement]:
        return measurement(first, time_point="Initial"), measurement(last, time_point="12 M")

    parts = (result("Mitragynine", *timed("15.0", "14.0")), result("Paynantheine", *timed("2.0", "1.9"), analyte_key="paynantheine"))
    total = result("Total alkaloids", *timed("17.0", "15.9"), analyte_key="total_mitragyna_alkaloids")
    assert codes(sound(*parts, total)) == []


ALKALOIDS = (row("mitragynine", "14.0"), row("7oh", "0.21"), row("paynantheine", "<0.1"))


@pytest.mark.parametrize(
    ("total", "fits"),
    [("14.21", True), ("14.2", True), ("14.31", True), ("13.5", False), ("15.5", False)],  # 14.21 to 14.31, and rounding
)
def test_a_total_lies_between_the_sums_of_its_rows_bounds(total: str, fits: bool) -> None:
    found = codes(sound(*ALKALOIDS, row("total_mitragyna_alkaloids", total)))
    assert found == ([] if fits else ["total-mismatch"])


def test_a_total_over_a_row_without_a_bound_has_no_upper_end() -> None:
    rows = (*ALKALOIDS, row("corynoxine_a", "ND"))
    assert codes(sound(*rows, row("total_mitragyna_alkaloids", "20"))) == []
    assert codes(sound(*rows, row("total_mitragyna_alkaloids", "13.0"))) == ["total-mismatch"]


def test_an_alkaloid_that_the_catalogue_does_not_know_may_be_in_the_total_or_not() -> None:
    rows = (*ALKALOIDS, row(None, "2.0"))
    assert codes(sound(*rows, row("total_mitragyna_alkaloids", "16.2"))) == ["analyte-unknown"]
    assert codes(sound(*rows, row("total_mitragyna_alkaloids", "14.2"))) == ["analyte-unknown"]


def test_what_is_no_alkaloid_is_in_no_alkaloid_total() -> None:
    kava = row("total_kavalactones", "50.0")
    moisture = row("moisture", "80.0", panel=Panel.MOISTURE)
    unknown_elsewhere = row(None, "90.0", panel=Panel.OTHER)
    assert codes(sound(*ALKALOIDS, kava, moisture, row("total_mitragyna_alkaloids", "14.3"))) == []
    assert codes(sound(*ALKALOIDS, unknown_elsewhere, row("total_mitragyna_alkaloids", "60.0"))) == ["analyte-unknown", "total-mismatch"]


def test_one_row_is_no_sum() -> None:
    assert codes(sound(row("mitragynine", "14.0"), row("total_mitragyna_alkaloids", "18.0"))) == []


def test_the_sum_is_said_in_the_totals_own_unit() -> None:
    rows = (row("mitragynine", "10", unit="%"), row("7oh", "1", unit="%"), row("total_mitragyna_alkaloids", "15", unit="%"))
    assert only(sound(*rows)).details["sum"] == "11 %"


def test_aflatoxins_add_up() -> None:
    four = [row(key, "1.0", unit="ppb", panel=Panel.MYCOTOXINS) for key in ("aflatoxin_b1", "aflatoxin_b2", "aflatoxin_g1", "aflatoxin_g2")]
    assert codes(sound(*four, row("aflatoxins_total", "4.0", unit="ppb", panel=Panel.MYCOTOXINS))) == []
    assert codes(sound(*four, row("aflatoxins_total", "9.0", unit="ppb", panel=Panel.MYCOTOXINS))) == ["total-mismatch"]


def test_two_rows_of_one_analyte_that_cannot_both_be_true_are_noticed() -> None:
    assert codes(sound(row("lead", "0.2", unit="ppm"), row("lead", "0.9", unit="ppm"))) == ["row-repeated"]
    assert codes(sound(row("lead", "0.2", unit="ppm"), row("lead", "<0.5", unit="ppm"))) == []
    assert codes(sound(row("mitragynine", "1.0", method="UPLC"), row("mitragynine", "1.2", method="LC-MS/MS"))) == []


def test_a_result_by_the_dried_sample_is_compared_with_such_only() -> None:
    def by_both(key: str, wet: str, dry: str) -> Result:
        return result(key, measurement(wet), measurement(dry, dry_weight=True), analyte_key=key)

    rows = (by_both("mitragynine", "10.0", "11.0"), by_both("7oh", "1.0", "1.1"))
    assert codes(sound(*rows, by_both("total_mitragyna_alkaloids", "11.0", "12.1"))) == []
    assert codes(sound(*rows, by_both("total_mitragyna_alkaloids", "11.0", "15.0"))) == ["total-mismatch"]


def test_gas_chromatography_cannot_tell_7oh_from_its_isobar() -> None:
    assert codes(sound(row("7oh", "1.2", method="GC-MS"))) == ["method-unfit"]
    assert codes(sound(row("7oh", "1.2", method="LC-MS/MS; GC-MS screen"))) == []
    assert codes(sound(row("ethanol", "120", unit="ppm", panel=Panel.RESIDUAL_SOLVENTS, method="HS-GC-MS"))) == []


def test_published_reports_contradict_themselves_nowhere() -> None:
    """The kratom reports read in full (grade A) state everything needed; a check that fires on them needs a second look."""
    for certificate in load_published().certificates:
        if certificate.source.grade == "A":
            found = {finding.code for finding in noticed(certificate.draft, TODAY)}
            assert found <= {"accreditation-missing", "lot-blank", "report-id-missing"}, certificate.id


texts = st.sampled_from(["1.5", "0", "-3", "<0.5", "ND", "<LOQ", "1,234", ">300", "Pass", "NT", "1e30", "1e-30", "9" * 30])
units = st.sampled_from([None, "", "%", "mg/g", "ppb", "log CFU/g", "CFU/g", "mg/unit", "nonsense", "% (dry weight)"])
quantities = st.none() | st.builds(lambda v, u: quantity(v, u), st.sampled_from(["0", "0.1", "1e30", "5", "1E-28"]), units)
drawn_rows = st.builds(
    lambda key, pairs, lod, loq, limit, status: result(
        key, *(measurement(t, u) for t, u in pairs), analyte_key=key, lod=lod, loq=loq, limit=limit, status=status
    ),
    st.sampled_from(["mitragynine", "7oh", "total_mitragyna_alkaloids", "lead", "tamc"]),
    st.lists(st.tuples(texts, units), min_size=1, max_size=3),
    quantities,
    quantities,
    quantities,
    st.sampled_from([None, "pass", "fail"]),
)


@given(st.lists(drawn_rows, max_size=5), quantities)
def test_any_certificate_can_be_checked(rows: list[Result], unit_mass: Any) -> None:
    for finding in noticed(sound(*rows, unit_mass=unit_mass), TODAY):
        assert finding.message
        assert "(not stated)" not in finding.message
