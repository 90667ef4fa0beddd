"""Results, limits and findings that are broken over two lines in tables without rules."""

from __future__ import annotations

import pytest

from tests.reading.pages import grid, page_of
from tests.reading.told import bound, printed, rows

COLUMNS = (50.0, 200.0, 290.0, 370.0)
HEADINGS = ("Analyte", "Result", "Limit", "Status")
Lines = list[tuple[float, dict[float, str]]]


def table(*lines: tuple[float, tuple[str, str, str, str]]) -> Lines:
    return [row for y, cells in ((96.0, HEADINGS), *lines) for row in grid(y, COLUMNS, cells)]


def read(lines: Lines) -> dict[str, tuple[str, str | None, tuple[str, str | None] | None]]:
    """The first value, its unit and the limit of each row, by name."""
    return {name: (*printed(row)[0], bound(row, "limit")) for name, row in rows(page_of(*lines)).items()}


@pytest.mark.parametrize(
    ("upper", "lower", "told"),
    [
        (("Not", "10 CFU/g"), ("Detected", ""), ("Not Detected", None, ("10", "CFU/g"))),
        (("Below", "10 CFU/g"), ("LOQ", ""), ("Below LOQ", None, ("10", "CFU/g"))),
        (("< 10", "1000"), ("CFU/g", "CFU/g"), ("< 10 CFU/g", "CFU/g", ("1000", "CFU/g"))),
        (("0.12", "1.0"), ("mg/kg", "mg/kg"), ("0.12 mg/kg", "mg/kg", ("1.0", "mg/kg"))),
        (("120 CFU/g", "NMT"), ("", "1000 CFU/g"), ("120 CFU/g", "CFU/g", ("1000", "CFU/g"))),
        (("Absent", "Absent"), ("in 25 g", "in 25 g"), ("Absent in 25 g", None, None)),
    ],
)
@pytest.mark.parametrize("name", [("Zygomycetes count", ""), ("Zygomycetes", "count")])
@pytest.mark.parametrize("pitch", [18.0, 25.0])
def test_a_line_that_only_completes_the_one_above_is_no_row_of_its_own(
    name: tuple[str, str], upper: tuple[str, str], lower: tuple[str, str], told: tuple[str, str | None, object], pitch: float
) -> None:
    lines = table((112, (name[0], *upper, "Pass")), (121, (name[1], *lower, "")), (112 + pitch, ("Yeast", "20 CFU/g", "100 CFU/g", "Pass")))
    found = read([(80.0, {50.0: "Microbiology"}), *lines])
    assert found == {"Zygomycetes count": told, "Yeast": ("20 CFU/g", "CFU/g", ("100", "CFU/g"))}


def test_units_in_their_own_column_complete_nothing() -> None:
    body = (("Lead", "0.12", "mg/kg"), ("Cadmium", "", "mg/kg"), ("Mercury", "ND", "mg/kg"))
    lines = grid(96, (50, 200, 290), ("Analyte", "Result", "Unit"), *body, pitch=9)
    assert {name: printed(row) for name, row in rows(page_of(*lines)).items()} == {
        "Lead": [("0.12", "mg/kg")], "Mercury": [("ND", "mg/kg")],
    }  # fmt: skip


def test_a_row_below_a_word_that_it_would_complete_further_away_is_a_row() -> None:
    lines = table((112, ("Salmonella", "Not Detected", "", "Pass")), (124, ("E. coli", "Detected", "", "Fail")))
    assert [row.measurements[0].qualifier.value for row in rows(page_of(*lines)).values()] == ["nd", "present"]


def test_names_and_criteria_in_words_go_on_together_on_the_next_line() -> None:
    columns = (54, 138, 222, 306, 474)
    lines = [
        *grid(100, columns, ("Test", "Method", "Acceptance Criteria", "Result", "Disposition")),
        *grid(112, columns, ("Botanical Identity,", "QX-M-201, USP", "Conforms to", "Conforms", "Pass")),
        *grid(121, columns, ("Microscopic", "<563>", "reference", "", "")),
        *grid(142, columns, ("FT-IR Spectrum", "QX-M-215, USP", "Conforms to", "Conforms", "Pass")),
        *grid(151, columns, ("", "<197A>", "reference spectrum", "", "")),
        *grid(172, columns, ("Odor", "Organoleptic", "Typical", "Conforms", "Pass")),
    ]
    assert list(rows(page_of(*lines))) == ["Botanical Identity, Microscopic", "FT-IR Spectrum", "Odor"]


@pytest.mark.parametrize("method", [("TM24:", "Culture", "plating"), ("USP: <2021>", "plate", "count"), ("In-house:", "MPN", "method")])
def test_a_method_over_several_lines_whose_first_ends_in_a_colon_ends_no_table(method: tuple[str, str, str]) -> None:
    columns = (50, 154, 226, 390)
    lines = [
        *grid(100, columns, ("Contaminant", "Method", "LOD", "Result")),
        *grid(118, columns, ("Salmonella", "PCR", "1 CFU/25 g", "Absent")),
    ]
    for n, name in enumerate((("Total Yeast and", "Mold"), ("Total Aerobic", "Count"))):
        y = 136 + 30 * n
        lines += [(y, {154: method[0]}), (y + 4, {50: name[0], 226: "10", 390: "None"}), (y + 8, {154: method[1]})]
        lines += [(y + 12, {50: name[1], 226: "CFU/g", 390: "Detected"}), (y + 16, {154: method[2]})]
    found = rows(page_of(*lines))
    assert list(found) == ["Salmonella", "Total Yeast and Mold", "Total Aerobic Count"]
    assert {row.measurements[0].text for row in found.values()} == {"Absent", "None Detected"}


def test_a_row_of_words_as_far_below_the_last_as_any_other_is_a_row() -> None:
    columns = (54, 138, 222, 306)
    body = (("Loss on Drying", "QX-1", "7.4 %", "Pass"), ("Color", "Visual", "Olive", "Pass"), ("Odor", "Sensory", "Typical", ""))
    found = rows(page_of(*grid(100, columns, ("Test", "Method", "Result", "Status"), *body, ("Ash", "QX-2", "8.1 %", "Pass"), pitch=10)))
    assert [name for name in found if name != "Odor"] == ["Loss on Drying", "Color", "Ash"]


@pytest.mark.parametrize(("step", "name"), [(10.5, "TOTAL FOUND ALKALOIDS"), (14, "TOTAL FOUND")], ids=["closer than rows", "as a title"])
def test_a_panels_name_right_under_the_last_name_heads_nothing_and_goes_on_with_it(step: float, name: str) -> None:
    body = (("Mitragynine", "0.06", "0.25"), ("Speciogynine", "ND", "ND"), ("Paynantheine", "ND", "ND"), ("TOTAL FOUND", "5.02", "20.2"))
    lines = grid(100, (49, 198, 320), ("Alkaloid", "Result (mg/g)", "mg/serving"), *body, pitch=12)
    assert list(rows(page_of(*lines, (148 + step, {49: "ALKALOIDS"}))))[-1] == name
