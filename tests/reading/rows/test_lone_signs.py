"""A "<" that stands apart from its number is read with it, wherever it stands: without it, a bound would be an amount that was found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from registry.model.certificate import Result
from registry.model.measurement import Qualifier
from registry.reading.document import Page, Ruling, Word
from registry.reading.layout.cells import build_cells
from tests.reading.pages import grid, page_of, words_at
from tests.reading.rows.test_parted_tables import typed
from tests.reading.told import bound, printed, rows

NAMES = ("Cadmium", "Lead", "Mercury", "Arsenic")
NUMBERS = {"Cadmium": "0.005", "Lead": "0.023", "Mercury": "0.005", "Arsenic": "0.118"}
BELOW = ("Cadmium", "Mercury")
HEADINGS = {30: "Analyte", 200: "Result", 260: "Units", 320: "LOQ", 400: "Limit"}
BEHIND = {260: "mg/kg", 320: "0.005", 400: "0.5"}

Line = dict[float, str]


def metals(bounded: Line, found: Line, *, headings: Line | None = None, rulings: tuple[Ruling, ...] = ()) -> Page:
    """A table of four metals: the cells of those below the limit, and of those found; "N" is the number, "n" the name."""
    lines: list[tuple[float, Line]] = [(60.0, {30: "Heavy metals"}), (80.0, headings or {**HEADINGS})]
    for n, name in enumerate(NAMES):
        cells = bounded if name in BELOW else found
        texts = {x: text.replace("N", NUMBERS[name]).replace("n", name) for x, text in cells.items()}
        lines.append((92.0 + 12 * n, texts if 30 in texts else {30: name, **texts}))
    return page_of(*lines, rulings=rulings)


def said(result: Result) -> tuple[Qualifier, str]:
    measured = result.measurements[0]
    return measured.qualifier, str(measured.value)


def assert_read(page: Page) -> dict[str, Result]:
    found = rows(page)
    wanted = {name: (Qualifier.LT if name in BELOW else Qualifier.EQ, NUMBERS[name]) for name in NAMES}
    assert {name: said(row) for name, row in found.items()} == wanted
    return found


@pytest.mark.parametrize("gap", [2, 4, 8, 12, 20, 40, 90])
def test_a_sign_any_way_before_its_number_bounds_it(gap: float) -> None:
    found = assert_read(metals({196 - gap: "<", 200: "N", **BEHIND}, {200: "N", **BEHIND}))
    assert bound(found["Cadmium"], "loq") == ("0.005", "mg/kg")
    assert bound(found["Cadmium"], "limit") == ("0.5", "mg/kg")


@pytest.mark.parametrize("name", ["n <", "n<"])
def test_a_sign_that_ends_a_name_bounds_the_number_behind_it(name: str) -> None:
    assert_read(metals({30: name, 200: "N", **BEHIND}, {200: "N", **BEHIND}))


@pytest.mark.parametrize("unit", ["mg/kg <", "mg/kg<"])
def test_a_sign_that_ends_a_unit_bounds_the_number_behind_it(unit: str) -> None:
    headings = {30: "Analyte", 150: "Units", 200: "Result", 320: "LOQ", 400: "Limit"}
    behind = {320: "0.005", 400: "0.5"}
    found = assert_read(metals({150: unit, 200: "N", **behind}, {150: "mg/kg", 200: "N", **behind}, headings=headings))
    assert {m.unit for row in found.values() for m in row.measurements} == {"mg/kg"}


@pytest.mark.parametrize("heading", ["", "Sign", "Q", "Prefix"])
def test_a_sign_in_a_column_before_the_results_bounds_the_result(heading: str) -> None:
    headings = {**HEADINGS, **({170: heading} if heading else {})}
    assert_read(metals({172: "<", 200: "N", **BEHIND}, {200: "N", **BEHIND}, headings=headings))


@pytest.mark.parametrize("other", ["", "="])
def test_a_column_of_comparisons_leaves_what_is_equal_as_it_is(other: str) -> None:
    assert_read(metals({172: "<", 200: "N", **BEHIND}, {**({172: other} if other else {}), 200: "N", **BEHIND}))


@pytest.mark.parametrize(
    ("headings", "behind"),
    [
        ({200: "Result", 235: "Q", 260: "Units", 320: "LOQ"}, {200: "N", 235: "S", 260: "mg/kg", 320: "0.005"}),
        (
            {200: "Result", 235: "Qual", 275: "LOQ", 320: "Limit", 400: "Units"},
            {200: "N", 235: "S", 275: "0.005", 320: "0.5", 400: "mg/kg"},
        ),
        ({200: "Result", 240: "Units", 280: "Q", 320: "LOQ"}, {200: "N", 240: "mg/kg", 280: "S", 320: "0.005"}),
        ({200: "Result", 240: "Units", 320: "LOQ", 440: "Q"}, {200: "N", 240: "mg/kg", 320: "0.005", 440: "S"}),
        ({200: "Result", 260: "Units", 320: "LOQ"}, {200: "N S", 260: "mg/kg", 320: "0.005"}),
        ({200: "Result", 320: "LOQ"}, {200: "N mg/kg S", 320: "0.005"}),
        ({200: "Result", 240: "Units", 320: "LOQ"}, {200: "N", 240: "mg/kg S", 320: "0.005"}),
    ],
)
def test_a_sign_behind_the_result_bounds_it_and_no_limit_that_stands_further_on(headings: Line, behind: Line) -> None:
    bounded, found = ({x: text.replace("S", sign).strip() for x, text in behind.items()} for sign in ("<", ""))
    found = {x: text for x, text in found.items() if text}
    read = assert_read(metals(bounded, found, headings={30: "Analyte", **headings}))
    loq = read["Cadmium"].loq
    assert loq is not None
    assert loq.text == "0.005"


def test_a_sign_before_a_limit_is_the_limits() -> None:
    headings = {30: "Analyte", 200: "Result (mg/kg)", 300: "Limit (mg/kg)"}
    found = rows(metals({200: "N", 300: "<", 312: "0.5"}, {200: "N", 300: "<", 312: "0.5"}, headings=headings))
    assert {row.measurements[0].qualifier for row in found.values()} == {Qualifier.EQ}
    assert {bound(row, "limit") for row in found.values()} == {("0.5", "mg/kg")}


@pytest.mark.parametrize("walls", [(25, 160, 190, 255, 315, 395, 440), (25, 190, 255, 315, 395, 440), (25, 160, 255, 315, 395, 440)])
def test_a_line_drawn_between_a_sign_and_its_number_parts_them_for_no_reader(walls: tuple[float, ...]) -> None:
    drawn = tuple(Ruling(x, 70, x, 135) for x in walls) + tuple(Ruling(25, 71 + 12 * i, 440, 71 + 12 * i) for i in range(6))
    assert_read(metals({175: "<", 200: "N", **BEHIND}, {200: "N", **BEHIND}, rulings=drawn))


def test_a_raised_sign_in_small_print_bounds_its_number() -> None:
    page = metals({200: "N", **BEHIND}, {200: "N", **BEHIND})
    raised = [word for n in (0, 2) for word in words_at(194, 89.5 + 12 * n, "<", size=6)]
    assert_read(replace(page, words=(*page.words, *raised)))


def test_a_sign_far_before_its_number_bounds_it_without_any_heading() -> None:
    lines = [(60.0, {30: "Heavy metals (mg/kg)"})]
    lines += [(92.0 + 12 * n, {30: name, **({170: "<"} if name in BELOW else {}), 200: NUMBERS[name]}) for n, name in enumerate(NAMES)]
    assert_read(page_of(*lines))


@pytest.mark.parametrize("gap", [20, 32, 40])
def test_a_sign_between_two_numbers_under_no_heading_bounds_the_second(gap: float) -> None:
    lines: list[tuple[float, Line]] = [(60.0, {30: "Heavy metals (mg/kg)"})]
    for n, name in enumerate(NAMES):
        signs = {220 - gap: "<"} if name in BELOW else {}
        lines.append((92.0 + 12 * n, {30: name, 140: "0.5", **signs, 220: NUMBERS[name], 300: "Pass"}))
    assert_read(page_of(*lines))


@pytest.mark.parametrize("label", ["n:", "n: <"])
def test_a_sign_between_a_label_and_its_number_bounds_it(label: str) -> None:
    lines = [(60.0, {30: "Heavy metals"})]
    for n, name in enumerate(NAMES):
        apart = {100.0: "<"} if label == "n:" else {}
        cells = {30.0: label.replace("n", name), **apart} if name in BELOW else {30.0: f"{name}:"}
        lines.append((92.0 + 20 * n, {**cells, 120.0: f"{NUMBERS[name]} mg/kg"}))
    assert_read(page_of(*lines))


@pytest.mark.parametrize("gap", [6, 12, 28, 32])
def test_a_sign_before_a_number_of_a_table_on_its_side_bounds_it(gap: float) -> None:
    columns = dict(zip((120.0, 200.0, 280.0, 360.0), NAMES, strict=True))
    signs = {x - gap: "<" for x, name in columns.items() if name in BELOW}
    numbers = {x: NUMBERS[name] for x, name in columns.items()}
    page = page_of(
        (60, {30: "Heavy metals"}),
        (80, {30: "Analyte", **columns}),
        (92, {30: "Result (mg/kg)", **signs, **numbers}),
        (104, {30: "LOQ (mg/kg)", **dict.fromkeys(columns, "0.005")}),
    )
    assert_read(page)


@pytest.mark.parametrize("size", [9, 20])
def test_a_sign_before_a_large_figure_bounds_it_in_small_print_too(size: float) -> None:
    words = words_at(40, 70, "Heavy metals", size=11)
    for n, name in enumerate(NAMES):
        x = 40.0 + 140 * n
        words += words_at(x, 100, name) + words_at(x, 130, NUMBERS[name], size=20) + words_at(x, 145, "mg/kg")
        words += words_at(x - 16, 130, "<", size=size) if name in BELOW else []
    assert_read(Page(1, 612.0, 792.0, tuple(words)))


def test_a_sign_beside_the_next_table_stays_in_its_own() -> None:
    lines = [(60.0, {30.0: "Heavy metals", 330.0: "Residual solvents"})]
    lines += grid(80, (30, 120, 200, 330, 420, 500), ("Analyte", "Result (ppm)", "Limit", "Analyte", "Result (ppm)", "Limit"))
    for n, (name, solvent) in enumerate(zip(NAMES, ("Benzene", "Toluene", "Xylenes", "Methanol"), strict=True)):
        signs = {110.0: "<", 400.0: "<"} if name in BELOW else {}
        lines.append((92.0 + 12 * n, {30: name, 120: NUMBERS[name], 200: "0.5", 330: solvent, 420: NUMBERS[name], 500: "890", **signs}))
    found = rows(page_of(*lines))
    pairs = zip(NAMES, ("Benzene", "Toluene", "Xylenes", "Methanol"), strict=True)
    assert all(said(found[metal]) == said(found[solvent]) for metal, solvent in pairs)
    assert said(found["Benzene"]) == (Qualifier.LT, "0.005")


def test_a_typewriters_sign_stays_with_its_number_before_a_flag_and_a_unit() -> None:
    found = rows(
        typed(
            "Alkaloid                   Result Q Units     mg/chew      LOQ",
            "Mitragynine                 4.962   mg/g        15.13   0.0500",
            "Speciogynine               0.0196   mg/g       0.0598   0.0050",
            "Paynantheine             < 0.0050 U mg/g     < 0.0153   0.0050",
            "Mitraphylline            < 0.0050 U mg/g     < 0.0153   0.0050",
            "Total alkaloids, detected   4.982   mg/g        15.19",
        )
    )
    bounds = [("lt", "0.0050", "mg/g"), ("lt", "0.0153", "mg/chew")]
    for name in ("Paynantheine", "Mitraphylline"):
        assert [(m.qualifier.value, str(m.value), m.unit) for m in found[name].measurements] == bounds
    assert printed(found["Total alkaloids, detected"]) == [("4.982", "mg/g"), ("15.19", "mg/chew")]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ({40: "USP < 61 > and < 62 >"}, ["USP < 61 > and < 62 >"]),
        ({40: "Cadmium", 100: "<", 140: "LOQ"}, ["Cadmium", "< LOQ"]),
        ({40: "Omega 3", 100: "<", 140: "0.5"}, ["Omega 3", "< 0.5"]),
        ({40: "Benzene", 100: ">", 140: "200"}, ["Benzene", "> 200"]),
        ({40: "Benzene", 100: "≤", 140: "2"}, ["Benzene", "≤ 2"]),
        ({40: "Lead", 100: "0.1", 120: "<", 160: "analysed"}, ["Lead", "0.1", "<", "analysed"]),
    ],
)
def test_what_stands_behind_a_sign_is_one_cell_with_it_where_it_may_be_bounded(line: Line, cells: list[str]) -> None:
    assert [cell.text for cell in build_cells(page_of((100.0, line)))] == cells


def test_the_word_of_a_sign_and_its_number_has_the_place_of_the_number() -> None:
    sign, number = Word("<", 100, 94, 104, 102, 8, 100, 7, 0.6), Word("0.5", 160, 94, 172, 102, 8, 100, 9, 0.9)
    (cell,) = build_cells(Page(1, 612.0, 792.0, (number, sign)))
    assert (cell.text, cell.x0 > 150, cell.x1, cell.words[0].confidence) == ("< 0.5", True, 172, 0.6)
