"""Certificates of a brand or a supplier: what was specified or expected, and whether the product conforms to it."""

from __future__ import annotations

import pytest

from registry.model.certificate import Result
from registry.reading.document import Page
from tests.reading.pages import grid, page_of
from tests.reading.told import bound, printed, rows

COLUMNS = (40, 170, 320, 430)
SPECIFIED = (
    ("Description", "Fine green powder"),
    ("Identification", "Matches reference"),
    ("Mitragynine", "NLT 1.2 %"),
    ("Moisture", "NMT 8.0 %"),
    ("Lead", "NMT 0.5 ppm"),
    ("Total aerobic count", "NMT 1000 CFU/g"),
)


def table(*lines: tuple[str, ...]) -> list[tuple[float, dict[float, str]]]:
    """Lines of a table of as many columns as each has cells."""
    return grid(100, COLUMNS[: len(lines[0])], *lines)


def said(result: Result) -> tuple[list[str], str | None]:
    """The qualifiers of a row's values, and its verdict."""
    return [m.qualifier.value for m in result.measurements], result.status


def judged(heading: str, *answers: str) -> dict[str, Result]:
    """The rows of a table that says of each test what was specified, and under `heading` whether it was met."""
    body = [(*row, answer) for row, answer in zip(SPECIFIED, answers, strict=True)]
    return rows(page_of(*table(("Test", "Specification", heading), *body)))


@pytest.mark.parametrize(
    ("heading", "good", "bad"),
    [
        ("Complies", "Yes", "No"),
        ("Complies (Yes/No)", "Yes", "No"),
        ("Conforms (Y/N)", "Y", "N"),
        ("Meets specification", "Yes", "No"),
        ("Result", "Conforms", "Does not conform"),
        ("Result", "Complies", "Does not comply"),
        ("Result", "Pass", "Fail"),
        ("Result", "Meets", "Exceeds"),
        ("Result", "Within specification", "Out of specification"),
    ],
)
def test_a_verdict_is_the_result_where_the_table_says_nothing_else(heading: str, good: str, bad: str) -> None:
    found = judged(heading, good, good, good, good, bad, good)
    passed = (["pass"], "pass")
    assert {name: said(row) for name, row in found.items()} == {**{name: passed for name, _ in SPECIFIED}, "Lead": (["fail"], "fail")}
    assert bound(found["Lead"], "limit") == ("0.5", "ppm")
    assert bound(found["Total aerobic count"], "limit") == ("1000", "CFU/g")


@pytest.mark.parametrize("answer", ["Yes", "No", "✓", "Ja", "tidak"])
def test_an_answer_under_result_does_not_say_of_what(answer: str) -> None:
    page = page_of(*table(("Test", "Result", "Method"), ("Foreign hair", answer, "Visual"), ("Moisture", "5.1 %", "Oven")))
    assert {name: printed(row) for name, row in rows(page).items()} == {"Moisture": [("5.1 %", "%")]}


@pytest.mark.parametrize("columns", [COLUMNS, (40, 320, 170, 430)])
@pytest.mark.parametrize("heading", ["Complies", "Complies?", "Pass/Fail", "Status"])
def test_verdicts_among_the_results_leave_the_column_of_verdicts_what_it_is(heading: str, columns: tuple[float, ...]) -> None:
    page = page_of(
        *grid(
            100,
            columns,
            ("Test", "Specification", "Result", heading),
            ("Appearance", "Green powder", "Conforms", "Pass"),
            ("Odour", "Leafy", "Conforms", "Pass"),
            ("Identity", "Matches reference", "Complies", "Pass"),
            ("Mitragynine", "NLT 1.2 %", "1.44 %", "Pass"),
            ("Lead", "NMT 0.5 ppm", "0.90 ppm", "Fail"),
        )
    )
    read = {name: ([m.text for m in row.measurements], row.status) for name, row in rows(page).items()}
    assert read == {
        "Appearance": (["Conforms"], "pass"), "Odour": (["Conforms"], "pass"), "Identity": (["Complies"], "pass"),
        "Mitragynine": (["1.44 %"], "pass"), "Lead": (["0.90 ppm"], "fail"),
    }  # fmt: skip


def test_the_only_verdict_in_the_middle_of_the_results_is_that_of_its_own_row() -> None:
    body = (("Mitragynine", "1.44 %"), ("Arsenic", "Meets specification"), ("Lead", "0.20 ppm"))
    read = rows(page_of(*table(("Test", "Result"), *body)))
    assert {name: row.status for name, row in read.items()} == {"Mitragynine": None, "Arsenic": "pass", "Lead": None}


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (("Test", "Result", "Method"), ("Appearance", "Conforms", "Visual")),
        (("Test", "Specification", "Result"), ("Description", "Fine green powder", "Meets")),
        (("Test", "Specification", "Result"), ("Characteristics", "Fine green powder", "Within limits")),
    ],
)
def test_a_first_row_that_reads_like_headings_is_a_row(headings: tuple[str, ...], row: tuple[str, ...]) -> None:
    read = rows(page_of(*table(headings, row, ("Ash", "5.1 %", "6.0 %"), ("Moisture", "5.1 %", "6.0 %"))))
    assert said(read[row[0]]) == (["pass"], "pass")
    assert len(read) == 3


CONTENTS = (("Mitragynine", "45.2", "45"), ("7-Hydroxymitragynine", "0.38", "0.4"))


def expecting(headings: tuple[str, ...], title: str = "Alkaloids", unit: str = "") -> Page:
    """A page on what was measured and what was expected."""
    body = [(name, f"{value}{unit}", f"{expected}{unit}") for name, value, expected in CONTENTS]
    return page_of((80, {40: title}), *table(headings, *body))


@pytest.mark.parametrize(
    ("headings", "title", "unit"),
    [
        (("Analyte", "Result (mg/g)", "Expected (mg/g)"), "Alkaloids", ""),
        (("Analyte", "Result (mg/g)", "Theoretical (mg/g)"), "Alkaloids", ""),
        (("Analyte", "Result", "Expected"), "Alkaloids", " mg/g"),
        (("Analyte", "Result", "Expected"), "Alkaloids (mg/g)", ""),
        (("Analyte (mg/g)", "Result", "Expected"), "Alkaloids", ""),
    ],
)
def test_what_was_expected_of_a_product_stands_behind_its_result_and_is_no_limit(headings: tuple[str, ...], title: str, unit: str) -> None:
    found = rows(expecting(headings, title, unit))
    assert {name: (printed(row), bound(row, "limit")) for name, row in found.items()} == {
        name: ([(f"{value}{unit}", "mg/g")], None) for name, value, _ in CONTENTS
    }


@pytest.mark.parametrize("headings", [("Analyte", "{}", "Result"), ("Analyte", "Result", "{}")])
def test_what_was_expected_of_a_serving_is_its_claim_wherever_it_stands(headings: tuple[str, ...]) -> None:
    named = tuple(("Expected" if h == "{}" else h) + (" (mg/serving)" if n else "") for n, h in enumerate(headings))
    found = rows(page_of((80, {40: "Alkaloids"}), *table(named, ("Mitragynine", "44", "44"), ("Speciogynine", "5", "5"))))
    assert bound(found["Mitragynine"], "label_claim") == ("44", "mg/serving")
    assert printed(found["Speciogynine"]) == [("5", "mg/serving")]


@pytest.mark.parametrize(
    ("headings", "title"),
    [
        (("Analyte", "Result", "Expected"), "Alkaloids"),
        (("Analyte", "Expected (mg/g)", "Found (mg/g)"), "Alkaloids"),
        (("Analyte", "Result (mg/g)", "True value (mg/g)"), "Alkaloids"),
        (("Analyte", "Result (mg/g)", "Expected (mg/g)"), "Check standard"),
        (("Analyte", "Result (mg/g)", "Expected (mg/g)"), "Spiked sample, series 17"),
        (("Analyte", "Result (mg/g)", "Expected (mg/g)"), "Continuing calibration verification"),
        (("Analyte", "LCS result (mg/g)", "Expected (mg/g)"), "Alkaloids"),
    ],
)
def test_what_was_put_into_a_control_is_no_result(headings: tuple[str, ...], title: str) -> None:
    assert rows(expecting(headings, title)) == {}


def test_what_was_expected_tells_nothing_of_the_product_where_another_table_holds_its_panel() -> None:
    own = page_of((80, {40: "Alkaloids"}), *table(("Analyte", "Result (mg/g)", "LOQ"), ("Paynantheine", "5.1", "0.1")))
    assert list(rows(own, expecting(("Analyte", "Result (mg/g)", "Expected (mg/g)")))) == ["Paynantheine"]


SUPPLIED = (
    ("Appearance", "Fine powder", "Conforms", "Visual"),
    ("Odour", "Characteristic", "Conforms", "Organoleptic"),
    ("Loss on drying", "≤5.0 %", "3.21 %", "Oven"),
    ("Lead", "≤2.0 ppm", "Conforms", "ICP-MS"),
    ("Cadmium", "≤1.0 ppm", "Conforms", "ICP-MS"),
    ("Total plate count", "≤1000 CFU/g", "Conforms", "Plate"),
    ("E. coli", "Negative", "Negative", "Plate"),
)
TOLD = {name: result for name, _, result, _ in SUPPLIED}


def first_values(page: Page) -> dict[str, str]:
    return {name: row.measurements[0].text for name, row in rows(page).items()}


@pytest.mark.parametrize(
    "headings",
    [
        ("Items", "Standards", "Results", "Methods"),
        ("Inspection Item", "Quality Standard", "Inspection Result", "Test Method"),
        ("Zzq", "Specification", "Results", "Methods"),
        ("Zzq", "Qqz", "Results", "Methods"),
    ],
)
def test_the_first_column_holds_the_names_whoever_knows_its_heading(headings: tuple[str, ...]) -> None:
    found = rows(page_of(*table(headings, *SUPPLIED)))
    assert {name: row.measurements[0].text for name, row in found.items()} == TOLD
    assert {name: bound(row, "limit") for name, row in found.items() if row.limit} == {
        "Loss on drying": ("5.0", "%"), "Lead": ("2.0", "ppm"), "Cadmium": ("1.0", "ppm"), "Total plate count": ("1000", "CFU/g"),
    }  # fmt: skip


@pytest.mark.parametrize("space", [0.28, 0.33, 0.35])
def test_a_title_of_two_words_that_are_headings_elsewhere_is_one_in_types_with_wide_spaces(space: float) -> None:
    half = table(("Items", "Specification", "Results", "Methods"), *SUPPLIED[:3])
    title = {40.0: "Chemical", 40.0 + 8 * len("Chemical") * 0.5 + 8 * space: "Control"}
    page = page_of(*half, (148, title), *((y + 60, line) for y, line in table(*SUPPLIED[3:])))
    assert first_values(page) == TOLD


def test_what_is_allowed_is_no_result_in_a_table_that_nobody_heads() -> None:
    found = rows(page_of((90, {40: "Microbiology"}), *table(*(row[:3] for row in SUPPLIED[3:]))))
    assert not any("≤" in m.text for row in found.values() for m in row.measurements)


def test_what_is_allowed_is_the_limit_beside_a_result_outside_tables() -> None:
    found = rows(page_of((100, {40: "Moisture", 170: "≤5.0 %", 240: "3.21 %"})))
    assert {name: (printed(row), bound(row, "limit")) for name, row in found.items()} == {"Moisture": ([("3.21 %", "%")], ("5.0", "%"))}


def test_a_specification_by_itself_is_no_result() -> None:
    assert rows(page_of((100, {40: "Moisture: ≤5.0 %"}), (130, {40: "Lead", 170: "≤2.0 ppm"}))) == {}
