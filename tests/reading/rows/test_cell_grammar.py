"""What one cell of a result table says besides a plain number: verdicts, bounds, bases, times, and numbers that are about so much."""

from __future__ import annotations

from decimal import Decimal

import pytest

from registry.model.certificate import Panel, Result
from registry.model.measurement import Measurement
from registry.model.units import Basis
from registry.reading.layout.cells import build_cells, join_cells
from registry.reading.rows.results import read_results
from registry.reading.rows.values import ValueReader
from registry.reading.shapes import Shape, cell_shape, without_verdict
from registry.reading.vocabulary import says_dry
from tests.reading.pages import document_of, grid, page_of
from tests.reading.told import bound, rows


def one(text: str, *, heading: str = "Result", loq: str = "0.5") -> tuple[Result, Measurement]:
    """The row and the measurement that a table gives whose result cell prints `text`."""
    lines = grid(100, (40, 220, 420), ("Analyte", heading, "LOQ (ppm)"), ("Lead", text, loq), ("Arsenic", "0.7", "0.5"))
    row = rows(page_of(*lines))["Lead"]
    return row, row.measurements[0]


@pytest.mark.parametrize(
    ("text", "qualifier", "value", "status"),
    [
        ("ND / PASS", "nd", None, "pass"),
        ("ND/Pass", "nd", None, "pass"),
        ("<LOQ Pass", "lt_loq", None, "pass"),
        ("0.02 / Pass", "eq", "0.02", "pass"),
        ("0.62 (Fail)", "eq", "0.62", "fail"),
        ("Pass (ND)", "nd", None, "pass"),
        ("PASS / <0.5", "lt", "0.5", "pass"),
        ("ND no conforme", "nd", None, "fail"),
        ("9.8% - Pass", "eq", "9.8", "pass"),
    ],
)
def test_a_value_and_its_verdict_in_one_cell_are_both_read(text: str, qualifier: str, value: str | None, status: str) -> None:
    row, measured = one(text)
    assert (measured.qualifier.value, str(measured.value) if measured.value is not None else None) == (qualifier, value)
    assert row.status == status


@pytest.mark.parametrize("text", ["Non-conforming", "Conforms to USP 5", "Does not comply", "Pass", "Not detected"])
def test_words_that_are_a_verdict_or_a_finding_by_themselves_are_not_parted(text: str) -> None:
    assert without_verdict(text) == (text, None)


@pytest.mark.parametrize(("text", "value"), [("~0.5", "0.5"), ("ca. 0.5", "0.5"), ("approx. 12", "12"), ("≈ 3.1", "3.1"), ("env. 5", "5")])
def test_a_number_that_is_about_so_much_is_read_and_said_to_be_approximate(text: str, value: str) -> None:
    _, measured = one(text)
    assert (measured.qualifier.value, measured.value, measured.text, measured.approximate) == ("eq", Decimal(value), text, True)
    lines = grid(100, (40, 220, 330), ("Analyte", "Result (ppm)", "LOQ (ppm)"), ("Lead", text, "0.1"))
    assert "value-approximate" in {finding.code for finding in read_results(document_of(page_of(*lines)))[1]}


def test_a_plain_number_is_not_said_to_be_approximate() -> None:
    assert not one("0.5")[1].approximate


@pytest.mark.parametrize(
    ("text", "qualifier", "value"), [("<0.05 (LOQ)", "lt", "0.05"), (">300 (TNTC)", "gt", "300"), ("2.0x10E3", "eq", "2000")]
)
def test_a_bound_may_be_named_behind_its_number(text: str, qualifier: str, value: str) -> None:
    _, measured = one(text)
    assert (measured.qualifier.value, measured.value) == (qualifier, Decimal(value))


@pytest.mark.parametrize("text", ["25 ND", "25ND", "25 (ND)", "0.5 NT", "25 LD", "25 <LOQ", "25 0.7", "25 N/A", "0.5 BLQ"])
def test_what_two_columns_print_is_never_one_value(text: str) -> None:
    cell = build_cells(page_of((100, {40: text})))
    reader = ValueReader(None)
    assert reader.measurement(join_cells(cell), "ppm", page_of(), 1.0) == (None, None)


@pytest.mark.parametrize(("text", "value"), [("0.034 J", "0.034"), ("0.5 (B)", "0.5"), ("12 E", "12")])
def test_the_flag_of_a_laboratory_is_left_off_its_value(text: str, value: str) -> None:
    assert one(text)[1].value == Decimal(value)


def test_a_time_is_a_number_of_minutes_and_no_amount_of_anything() -> None:
    lines = grid(
        100, (40, 220, 330), ("Test", "Result", "Specification"), ("Disintegration", "14 min", "NMT 30 min"), ("pH", "5.1", "4 - 7")
    )
    found = rows(page_of((80, {40: "Physical tests"}), *lines))["Disintegration"]
    assert [(str(m.value), m.unit) for m in found.measurements] == [("14", "min")]
    interval = found.measurements[0].interval()
    assert interval is not None
    assert interval.basis is Basis.UNKNOWN


@pytest.mark.parametrize("heading", ["WEIGHT % (DRY)", "% dry weight", "Dry Weight %", "% (dry basis)"])
def test_an_amount_by_the_dried_sample_keeps_its_basis(heading: str) -> None:
    lines = grid(
        100, (40, 220, 420), ("Alkaloid", "% as received", heading), ("Mitragynine", "1.38", "1.52"), ("Speciogynine", "0.20", "0.22")
    )
    received, dried = rows(page_of((80, {40: "Alkaloids"}), *lines))["Mitragynine"].measurements
    assert [m.unit and m.unit[0] for m in (received, dried)] == ["%", "%"]
    bases = [i.basis for i in (received.interval(), dried.interval()) if i is not None]
    assert bases == [Basis.MASS_FRACTION, Basis.MASS_FRACTION_DRY]


def test_a_row_named_dry_is_counted_by_the_dried_sample_and_loss_on_drying_is_not() -> None:
    lines = grid(100, (40, 220), ("Alkaloid", "Result (%)"), ("Total Alkaloids (DRY)", "1.9"), ("Mitragynine", "1.4"))
    found = rows(page_of((80, {40: "Alkaloids"}), *lines))
    assert [found[name].measurements[0].dry_weight for name in ("Total Alkaloids (DRY)", "Mitragynine")] == [True, False]
    assert not says_dry("Loss on drying")


@pytest.mark.parametrize("text", ["14 min", "~ 12 CFU/g", "22.78 (± 1.2)", "12 µg/g Pass"])
def test_such_cells_have_the_shape_of_numbers(text: str) -> None:
    assert cell_shape(text) is Shape.NUMBER


def test_a_limit_may_carry_the_verdict() -> None:
    lines = grid(
        100, (40, 220, 330), ("Metal", "Result (ppm)", "Limit (ppm)"), ("Lead", "0.3", "0.5 / Pass"), ("Arsenic", "0.3", "0.2 / Fail")
    )
    found = rows(page_of((80, {40: "Heavy Metals"}), *lines))
    assert [(str(found[n].limit and found[n].limit.value), found[n].status) for n in ("Lead", "Arsenic")] == [
        ("0.5", "pass"),
        ("0.2", "fail"),
    ]
    assert found["Lead"].panel is Panel.HEAVY_METALS


@pytest.mark.parametrize("text", ["Absent", "Not detected", "Negative", "Present"])
@pytest.mark.parametrize(("unit", "portion"), [("per 10 g", "10 g"), ("in 25 g", "25 g"), ("/25 g", "25 g"), ("25 g", "25 g")])
def test_the_portion_beside_a_finding_is_no_unit_of_it(text: str, unit: str, portion: str) -> None:
    lines = grid(100, (40, 220, 330), ("Organism", "Result", "Unit"), ("Salmonella", text, unit), ("Yeasts", "<10", "CFU/g"))
    found = rows(page_of((80, {40: "Microbials"}), *lines))
    assert [(m.unit, m.test_portion) for m in found["Salmonella"].measurements] == [(None, portion)]
    assert [(m.unit, m.test_portion) for m in found["Yeasts"].measurements] == [("CFU/g", None)]


@pytest.mark.parametrize(
    ("text", "qualifier", "portion"),
    [
        ("Not Detected in One Gram", "nd", "1 g"),
        ("No detection in 1 gram", "nd", "1 g"),
        ("Absent in twenty-five grams", "absent", "25 g"),
        ("Ausencia en un gramo", "absent", "1 g"),
        ("Detected in one gram", "present", "1 g"),
    ],
)
def test_a_test_portion_may_be_written_in_words(text: str, qualifier: str, portion: str) -> None:
    lines = grid(100, (40, 220, 330, 440), ("Organism", "Status", "Criteria", "Result"), ("Salmonella", "Pass", "Detect in 1 gram", text))
    row = rows(page_of((80, {40: "Microbials"}), *lines))["Salmonella"]
    assert [(m.qualifier.value, m.test_portion) for m in row.measurements] == [(qualifier, portion)]
    assert row.status == "pass"


@pytest.mark.parametrize("text", [">1 in 3 g", "1 per 3 g", "≤ 1 in 3 grams"])
def test_a_count_in_a_portion_is_a_limit(text: str) -> None:
    lines = grid(100, (40, 250, 350), ("Analyte", "Result", "Limit"), ("Insect fragments", "0", text), ("Rodent hair", "0", text))
    found = read_results(document_of(page_of(*lines)))[0]
    assert [str(row.limit.value) for row in found if row.limit is not None] == ["1", "1"]


@pytest.mark.parametrize(
    ("text", "qualifier", "value", "lod", "loq"),
    [
        ("Not detected (LOD = 0.3)", "nd", None, ("0.3", "µg/kg"), None),
        ("Less than 0.010 (LOQ = 0.010)", "lt", "0.010", None, ("0.010", "µg/kg")),
        ("n.n. (NG: 0,2 mg/kg)", "nd", None, ("0.2", "mg/kg"), None),
        ("< 0.5 [LOQ 0.5]", "lt", "0.5", None, ("0.5", "µg/kg")),
        ("1.4 (LOQ 0.5)", "eq", "1.4", None, ("0.5", "µg/kg")),
        ("ND (<0.5)", "nd", "0.5", None, None),
    ],
)
def test_a_bound_that_a_result_names_in_its_own_cell_is_the_rows(
    text: str, qualifier: str, value: str | None, lod: tuple[str, str] | None, loq: tuple[str, str] | None
) -> None:
    lines = grid(100, (40, 220, 420), ("Test Item", "Result", "Unit"), ("Aflatoxin B1", text, "µg/kg"), ("Ochratoxin A", "0.7", "µg/kg"))
    row = rows(page_of(*lines))["Aflatoxin B1"]
    measured = row.measurements[0]
    assert (measured.qualifier.value, str(measured.value) if measured.value is not None else None) == (qualifier, value)
    assert measured.text == text
    assert (bound(row, "lod"), bound(row, "loq")) == (lod, loq)
