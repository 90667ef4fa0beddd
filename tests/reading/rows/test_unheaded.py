"""Rows without a heading that anybody knows: read where their cells tell which number is the result, noted where nothing does."""

from __future__ import annotations

import pytest

from registry.model.certificate import Panel
from registry.reading.rows.results import read_results
from tests.reading.pages import document_of, grid, page_of
from tests.reading.told import bound, printed, rows

COLUMNS = (50.0, 230.0, 330.0, 430.0)
METALS = (("Lead", "0.21", "mg/kg"), ("Cadmium", "<0.02", "mg/kg"), ("Mercury", "ND", "mg/kg"))
ALKALOIDS = grid(
    96, COLUMNS, ("Analyte", "Result", "Unit", "LOQ"), ("Mitragynine", "1.42", "%", "0.01"), ("Paynantheine", "0.21", "%", "0.01")
)


def values(*lines: tuple[float, dict[float, str]]) -> dict[str, list[tuple[str, str | None]]]:
    return {name: printed(result) for name, result in rows(page_of(*lines)).items()}


def noted(*lines: tuple[float, dict[float, str]]) -> list[str]:
    return [f.code for f in read_results(document_of(page_of(*lines)))[1]]


def test_rows_without_headings_under_a_title_below_a_table_are_rows_of_their_own_panel() -> None:
    page = page_of((80, {50: "Alkaloids"}), *ALKALOIDS, (200, {50: "Heavy metals"}), *grid(214, COLUMNS[:3], *METALS))
    found = rows(page)
    assert [printed(found[name]) for name, *_ in METALS] == [[("0.21", "mg/kg")], [("<0.02", "mg/kg")], [("ND", "mg/kg")]]
    assert {found[name].panel for name, *_ in METALS} == {Panel.HEAVY_METALS}
    assert max(result.confidence or 0 for result in found.values() if result.panel is Panel.HEAVY_METALS) < 0.9


def test_a_bound_in_words_is_the_limit_wherever_it_stands() -> None:
    behind = [(*row, most) for row, most in zip(METALS, ("NMT 1.0", "NMT 0.5", "NMT 0.1"), strict=True)]
    before = [(name, most, value, unit) for name, value, unit, most in behind]
    for body in (behind, before):
        found = rows(page_of((80, {50: "Heavy metals"}), *grid(96, COLUMNS, *body)))
        assert [bound(found[name], "limit") for name, *_ in METALS] == [("1.0", "mg/kg"), ("0.5", "mg/kg"), ("0.1", "mg/kg")]
        assert printed(found["Cadmium"]) == [("<0.02", "mg/kg")]


def test_round_numbers_above_the_results_of_judged_rows_are_their_limits() -> None:
    lines = grid(
        96, COLUMNS, ("Total plate count", "1200 CFU/g", "100000 CFU/g", "Pass"), ("E. coli", "<10 CFU/g", "10 CFU/g", "Pass"),
        ("Salmonella", "Absent in 25 g", "Absent in 25 g", "Pass"),
    )  # fmt: skip
    found = rows(page_of((80, {50: "Microbiology"}), *lines))
    assert printed(found["Total plate count"]) == [("1200 CFU/g", "CFU/g")]
    assert (bound(found["E. coli"], "limit"), found["E. coli"].status) == (("10", "CFU/g"), "pass")
    assert [m.qualifier.value for m in found["Salmonella"].measurements] == ["absent"]


def test_one_amount_in_two_units_is_two_results_and_a_unit_in_the_title_counts_for_all() -> None:
    assert values(*grid(96, COLUMNS[:3], ("Mitragynine", "1.42 %", "14.2 mg/g"), ("Paynantheine", "0.21 %", "2.1 mg/g"))) == {
        "Mitragynine": [("1.42 %", "%"), ("14.2 mg/g", "mg/g")], "Paynantheine": [("0.21 %", "%"), ("2.1 mg/g", "mg/g")],
    }  # fmt: skip
    assert values((80, {50: "Alkaloids (mg/g)"}), *grid(96, COLUMNS[:2], ("Mitragynine", "14.2"), ("Paynantheine", "2"))) == {
        "Mitragynine": [("14.2", "mg/g")], "Paynantheine": [("2", "mg/g")],
    }  # fmt: skip


ESTONIAN = ("Uuritav näitaja", "Mõõdetud väärtus", "Mõõtühik", "Piirväärtus")


def test_headings_in_a_language_that_nobody_knows_leave_the_column_that_says_not_detected() -> None:
    body = [(*row, most) for row, most in zip(METALS, ("1.0", "0.5", "0.1"), strict=True)]
    found = rows(page_of(*grid(96, COLUMNS, ESTONIAN, *body)))
    assert [printed(found[name]) for name, *_ in METALS] == [[("0.21", "mg/kg")], [("<0.02", "mg/kg")], [("ND", "mg/kg")]]
    assert all((result.confidence or 0) < 0.8 for result in found.values())
    assert {bound(result, "limit") for result in found.values()} == {None}


@pytest.mark.parametrize(("heading", "role"), [("LOQ (mg/kg)", "loq"), ("Limit (mg/kg)", "limit")])
def test_one_known_heading_among_unknown_ones_says_what_its_column_holds(heading: str, role: str) -> None:
    lines = grid(96, COLUMNS[:3], ("Vizsgált", heading, "Mért (mg/kg)"), ("Lead", "0.5", "0.142"), ("Cadmium", "0.1", "0.012"))
    found = rows(page_of(*lines))
    assert printed(found["Lead"]) == [("0.142", "mg/kg")]
    assert bound(found["Cadmium"], role) == ("0.1", "mg/kg")


@pytest.mark.parametrize(
    "lines",
    [
        grid(96, COLUMNS, ESTONIAN, ("Lead", "0.213", "0.10", "0.34"), ("Cadmium", "0.047", "0.50", "0.41")),
        [(80, {50: "Action limits"}), *grid(96, COLUMNS[:2], ("Lead", "0.5 mg/kg"), ("Cadmium", "0.2 mg/kg"))],
        [(80, {50: "Limits of quantitation"}), *grid(96, COLUMNS[:2], ("Lead", "0.5 mg/kg"), ("Cadmium", "0.2 mg/kg"))],
    ],
)
def test_numbers_of_which_nothing_says_that_they_are_results_are_none_and_are_noted(lines: list[tuple[float, dict[float, str]]]) -> None:
    assert (values(*lines), noted(*lines)) == ({}, ["table-not-understood"])


def test_a_column_of_recoveries_or_a_title_of_quality_control_leaves_nothing() -> None:
    assert not values(*grid(96, COLUMNS[:3], ("Vizsgált", "Recovery (%)", "Mért"), ("Lead", "98.5", "0.142"), ("Cadmium", "101.1", "0.01")))
    assert not values((80, {50: "Spike recovery"}), *grid(96, COLUMNS[:2], ("Lead", "98.1 %"), ("Cadmium", "101.2 %")))


def test_a_figure_in_larger_print_beside_a_block_is_no_value_of_its_row() -> None:
    small = page_of(*grid(96, COLUMNS[:2], ("Mitragynine", "1.42 %"), ("Paynantheine", "0.21 %")))
    large = page_of((96, {330: "1.93 %"}), size=14)
    found = rows(small.__class__(1, small.width, small.height, (*small.words, *large.words)))
    assert printed(found["Mitragynine"]) == [("1.42 %", "%")]


def test_numbers_in_no_unit_that_anybody_knows_are_noted_unless_another_table_holds_them() -> None:
    bare = grid(200, COLUMNS[:2], ("Mitragynine", "7.84"), ("Paynantheine", "6.91"), ("Speciogynine", "ND"))
    assert "table-not-understood" in noted((180, {50: "Alkaloids"}), *bare)
    assert noted((80, {50: "Alkaloids"}), *ALKALOIDS, (180, {50: "Alkaloid chart"}), *bare[:2]) == []


def test_rows_set_otherwise_under_a_title_are_no_rows_of_the_table_above() -> None:
    metals = grid(96, (50, 170, 255, 340), ("Analyte", "Result (mg/kg)", "Limit (mg/kg)", "Status"), ("Lead", "0.31", "1.0", "Pass"))
    counts = grid(140, (50, 170, 255, 340), ("Total plate count", "1200", "CFU/g", "NMT 100000"), ("Yeast", "< 10", "CFU/g", "NMT 1000"))
    cards = [(180.0, {50.0: "Moisture", 170.0: "Water Activity"}), (192.0, {50.0: "8.4 %", 170.0: "0.52 Aw"})]
    found = rows(page_of((80, {50: "Heavy metals"}), *metals, (126, {50: "Microbiology"}), *counts, *cards))
    assert {name: printed(row) for name, row in found.items()} == {
        "Lead": [("0.31", "mg/kg")], "Total plate count": [("1200", "CFU/g")], "Yeast": [("< 10", "CFU/g")],
        "Moisture": [("8.4 %", "%")], "Water Activity": [("0.52 Aw", "Aw")],
    }  # fmt: skip
    assert bound(found["Yeast"], "limit") == ("1000", "CFU/g")


def test_a_total_stated_behind_a_note_on_its_line_is_named_by_itself() -> None:
    page = page_of(
        (80, {50: "Alkaloids"}), *ALKALOIDS, (140, {50: "LOD for all analytes:", 140: "0.001 %. Total Alkaloids:", 240: "1.63 %"})
    )
    found = rows(page)
    assert printed(found["Total Alkaloids"]) == [("1.63 %", "%")]
    assert (bound(found["Mitragynine"], "lod"), bound(found["Total Alkaloids"], "lod")) == (("0.001", "%"), None)


def test_what_a_measured_number_may_reach_is_no_limit_of_quantitation_though_it_stands_under_one() -> None:
    found = rows(page_of(*ALKALOIDS, (146, {50: "Physical tests"}), *grid(158, COLUMNS, ("Moisture", "8.4", "%", "< 12"))))
    assert (printed(found["Moisture"]), bound(found["Moisture"], "loq")) == ([("8.4", "%")], None)
    assert bound(found["Mitragynine"], "loq") == ("0.01", "%")


HALVES = (50.0, 150.0, 210.0, 320.0, 420.0, 480.0)
LISTED = (
    ("Lead", "0.12", "0.5", "Arsenic", "0.41", "1.5"),
    ("Cadmium", "0.05", "0.3", "Mercury", "0.01", "0.1"),
    ("Nickel", "1.2", "5", "Chromium", "0.73", "2.0"),
)


@pytest.mark.parametrize(("at", "over"), [(0, ("Lead", "0.62", "0.5")), (3, ("Arsenic", "2.41", "1.5"))])
def test_the_other_half_of_a_list_tells_the_result_where_one_is_over_its_limit(at: int, over: tuple[str, ...]) -> None:
    first = (*over, *LISTED[0][3:]) if at == 0 else (*LISTED[0][:3], *over)
    read = values((80, {50: "Heavy metals (mg/kg)"}), *grid(96, HALVES, first, *LISTED[1:]))
    assert read == {row[i]: [(row[i + 1], "mg/kg")] for row in (first, *LISTED[1:]) for i in (0, 3)}


def test_a_list_over_its_limit_is_told_by_no_other_on_other_lines() -> None:
    half = grid(96, HALVES[:3], ("Lead", "0.62", "0.5"), *(row[:3] for row in LISTED[1:]))
    lower = grid(103, HALVES[3:], *(row[3:] for row in LISTED))
    assert "Lead" not in values((80, {50: "Heavy metals (mg/kg)"}), *half, *lower)


def test_a_limit_of_detection_that_says_so_in_its_row_is_that_rows_and_no_others() -> None:
    body = ("Lead", "0.517", "mg/kg", "LOQ: 0.005"), ("Nickel", "2.30", "mg/kg", "LOQ: 0.05"), ("Mercury", "<0.005", "mg/kg", "")
    found = rows(page_of((80, {50: "Elements by ICP-MS"}), *grid(94, COLUMNS, *body)))
    assert [bound(found[name], "loq") for name, *_ in body] == [("0.005", "mg/kg"), ("0.05", "mg/kg"), None]
    assert all((row.loq.confidence or 0) > 0.5 for row in found.values() if row.loq)


def test_a_limit_of_detection_that_says_so_counts_though_only_one_of_the_rows_has_it() -> None:
    body = [(f"Aflatoxin {kind}", "<0.5", "µg/kg", "") for kind in ("B1", "B2", "G1", "G2")]
    found = rows(page_of((80, {50: "Mycotoxins"}), *grid(94, COLUMNS, *body, ("Ochratoxin A", "1.8", "µg/kg", "LOQ: 1.0"))))
    assert {name: bound(row, "loq") for name, row in found.items() if row.loq} == {"Ochratoxin A": ("1.0", "µg/kg")}


def test_a_limit_of_detection_that_says_so_counts_under_a_heading_that_nobody_knows() -> None:
    lines = grid(
        96, COLUMNS, ("Element", "Result", "Zzq", "Unit"), ("Lead", "0.5", "LOD 0.02", "mg/kg"), ("Cadmium", "ND", "LOD 0.01", "mg/kg")
    )
    found = rows(page_of((80, {50: "Heavy metals"}), *lines))
    assert [bound(found[name], "lod") for name in ("Lead", "Cadmium")] == [("0.02", "mg/kg"), ("0.01", "mg/kg")]


@pytest.mark.parametrize("said", ["LOQ: 0.005", "(LOQ 0.005)"])
def test_a_limit_of_detection_that_says_so_behind_the_only_result_of_a_block_is_its_own(said: str) -> None:
    blocks = (("Lead by ICP-MS", "Lead", "0.517", "mg/kg"), ("Glyphosate by LC-MS/MS", "Glyphosate", "<0.010", "mg/kg"))
    lines = [(80 + 40 * n, {50: title}) for n, (title, *_) in enumerate(blocks)]
    lines += [
        (104 + 40 * n, dict(zip((50.0, 230.0, 300.0, 430.0), (*row, said) if n == 0 else row, strict=False)))
        for n, (_, *row) in enumerate(blocks)
    ]
    found = rows(page_of(*lines))
    assert (bound(found["Lead"], "loq"), bound(found["Glyphosate"], "loq")) == (("0.005", "mg/kg"), None)


TERPENES = (
    ("Limonene", "1.96", "Terpinolene", "ND", "Nerolidol", "ND"),
    ("Linalool", "0.74", "Guaiol", "0.39", "Camphene", "<LOQ"),
    ("α-Humulene", "1.22", "β-Pinene", "0.51", "Fenchol", "0.17"),
)


def test_names_with_their_numbers_in_several_columns_take_unit_and_limit_of_the_bar_over_the_first() -> None:
    bar = (86, {45: "Terpenes, GC-MS", 155: "all results in mg/g", 240: "LOQ 0.10 mg/g"})
    found = rows(page_of(bar, *grid(101, (36, 180, 216, 360, 397, 545), *TERPENES)))
    told = {name: text for line in TERPENES for name, text in zip(line[::2], line[1::2], strict=True)}
    assert {name: printed(row) for name, row in found.items()} == {name: [(text, "mg/g")] for name, text in told.items()}
    assert {bound(row, "loq") for row in found.values()} == {("0.10", "mg/g")}
