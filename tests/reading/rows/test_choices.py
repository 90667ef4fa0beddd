"""Verdicts that a mark chooses: one column for the good ones, one for the bad ones."""

from __future__ import annotations

import pytest

from tests.reading.pages import grid, page_of
from tests.reading.told import bound, printed, rows

COLUMNS = (40, 150, 240, 330, 420)
JUDGED = (("Lead", "0.12", "0.5", True), ("Arsenic", "0.31", "0.2", False), ("Cadmium", "<0.05", "0.3", True))
TOLD = {"Lead": "pass", "Arsenic": "fail", "Cadmium": "pass"}
Lines = list[tuple[float, dict[float, str]]]


def chosen(mark: str, blank: str = "", columns: tuple[float, ...] = COLUMNS, top: float = 112) -> Lines:
    """Rows of results that a `mark` judges in the last two columns."""
    body = [(name, value, limit, *((mark, blank) if good else (blank, mark))) for name, value, limit, good in JUDGED]
    return grid(top, columns, *body)


def under(good: str, bad: str, columns: tuple[float, ...] = COLUMNS) -> Lines:
    return grid(100, columns, ("Analyte", "Result (ppm)", "Limit (ppm)", good, bad))


def verdicts(*lines: tuple[float, dict[float, str]]) -> dict[str, str | None]:
    found = rows(page_of(*lines))
    assert [(row.measurements[0].text, bound(row, "limit")) for row in found.values()] == [
        (value, (limit, "ppm")) for _, value, limit, _ in JUDGED
    ]
    return {name: row.status for name, row in found.items()}


@pytest.mark.parametrize(
    ("mark", "blank"),
    [("X", ""), ("x", ""), ("✓", ""), ("●", ""), ("■", ""), ("X", "–"), ("●", "○"), ("☑", "☐"), ("☒", "☐"), ("[X]", "[ ]")],
)
def test_a_mark_says_what_stands_over_it(mark: str, blank: str) -> None:
    assert verdicts(*under("Pass", "Fail"), *chosen(mark, blank)) == TOLD


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("Complies", "Does not comply"),
        ("Conforms", "Does not conform"),
        ("Acceptable", "Not acceptable"),
        ("entspricht", "entspricht nicht"),
        ("Cumple", "No cumple"),
        ("Vyhovuje", "Nevyhovuje"),
        ("Conforme", "Non conforme"),
    ],
)
@pytest.mark.parametrize("columns", [COLUMNS, (40, 300, 400, 130, 200), (200, 300, 400, 40, 110)])
def test_the_words_of_the_choice_and_its_place_do_not_matter(good: str, bad: str, columns: tuple[float, ...]) -> None:
    assert verdicts(*under(good, bad, columns), *chosen("X", columns=columns)) == TOLD


def test_the_words_may_stand_on_two_lines_under_a_head_for_both() -> None:
    heads: Lines = [
        (90, {40: "Analyte", 150: "Result (ppm)", 240: "Limit (ppm)", 360: "Conclusion"}),
        (100, {330: "Complies", 420: "Does not"}),
        (110, {420: "comply"}),
    ]
    assert verdicts(*heads, *chosen("X", top=122)) == TOLD


@pytest.mark.parametrize(
    ("head", "told"), [("Complies", TOLD), ("Meets limit", TOLD), ("Accredited", dict.fromkeys(TOLD)), ("Zzq", dict.fromkeys(TOLD))]
)
def test_answers_are_verdicts_under_a_head_that_asks_for_them(head: str, told: dict[str, str | None]) -> None:
    heads: Lines = [(90, {40: "Analyte", 150: "Result (ppm)", 240: "Limit (ppm)", 360: head}), (100, {330: "Yes", 420: "No"})]
    assert verdicts(*heads, *chosen("X")) == told


def test_two_marks_in_one_row_choose_nothing() -> None:
    both = grid(112, COLUMNS, ("Lead", "0.12", "0.5", "X", ""), ("Arsenic", "0.31", "0.2", "X", "X"), ("Cadmium", "<0.05", "0.3", "", "X"))
    assert verdicts(*under("Pass", "Fail"), *both) == {"Lead": "pass", "Arsenic": None, "Cadmium": "fail"}


def test_numbers_under_the_words_are_no_marks() -> None:
    counts = grid(112, COLUMNS, *((name, value, limit, "12", "1") for name, value, limit, _ in JUDGED))
    assert verdicts(*under("Pass", "Fail"), *counts) == dict.fromkeys(TOLD)


def test_the_mark_is_the_result_where_nothing_else_is_printed() -> None:
    lines = (
        ("Test", "Specification", "Pass", "Fail"), ("Appearance", "Green powder", "X", ""), ("Lead", "NMT 0.5 ppm", "", "X"),
    )  # fmt: skip
    found = rows(page_of(*grid(100, (40, 150, 330, 420), *lines)))
    assert {name: (printed(row), row.status) for name, row in found.items()} == {
        "Appearance": ([("Pass", None)], "pass"),
        "Lead": ([("Fail", None)], "fail"),
    }
    assert bound(found["Lead"], "limit") == ("0.5", "ppm")


@pytest.mark.parametrize("unit", ["mg/", "µg/"])
def test_a_unit_that_goes_on_below_its_heading_does_not_hide_it(unit: str) -> None:
    rest = {"mg/": "kg)", "µg/": "g)"}[unit]
    heads = grid(90, COLUMNS, ("Analyte", f"Result ({unit}", f"Limit ({unit}", "Pass", "Fail"), ("", rest, rest, "", ""), pitch=10)
    found = rows(page_of(*heads, *chosen("X")))
    whole = {"mg/": "mg/kg", "µg/": "µg/g"}[unit]
    assert {name: (row.measurements[0].unit, row.status) for name, row in found.items()} == {n: (whole, told) for n, told in TOLD.items()}
