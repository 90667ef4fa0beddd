"""Columns that hold a result with what it is judged by: "0.4 / 1.5" under "Result / Limit"."""

from __future__ import annotations

import pytest

from registry.reading.heading_roles import headings_together, read_heading
from registry.reading.vocabulary import Role
from tests.reading.pages import grid, page_of
from tests.reading.told import bound, printed, rows


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Result / Limit", [("result", None), ("limit", None)]),
        ("Found/Allowed", [("result", None), ("limit", None)]),
        ("Result (Limit)", [("result", None), ("limit", None)]),
        ("Result | Spec.", [("result", None), ("limit", None)]),
        ("Ergebnis / Grenzwert", [("result", None), ("limit", None)]),
        ("Limit / Result", [("limit", None), ("result", None)]),
        ("Result / LOQ / Limit", [("result", None), ("loq", None), ("limit", None)]),
        ("Result / Limit / Status", [("result", None), ("limit", None), ("status", None)]),
        ("Result/Limit (mg/kg)", [("result", "mg/kg"), ("limit", "mg/kg")]),
        ("Result (ppm) / Limit (mg/day)", [("result", "ppm"), ("limit", "mg/day")]),
        ("Result (limit), ppm", [("result", "ppm"), ("limit", "ppm")]),
        ("Found of allowed", [("result", None), ("limit", None)]),
        ("Result (mg/kg)", []),
        ("Result / Unit", []),
        ("LOQ / Limit", []),
        ("Max. (dry basis)", []),
        ("Level of detection", []),
    ],
)
def test_a_heading_tells_what_its_column_holds_together(text: str, told: list[tuple[str, str | None]]) -> None:
    assert [(heading.role, heading.unit) for heading in headings_together(text)] == told
    if told:
        assert (read_heading(text).role, read_heading(text).exact) == (Role.RESULT, True)


def read(heading: str, cell: str, *others: str) -> tuple[list[tuple[str, str | None]], str | None, str | None]:
    """Values, limit and its text of the first row of a table whose cells under `heading` print these texts."""
    names = ("Lead", "Cadmium", "Mercury", "Arsenic")
    entries = [(name, text, "ppm", "Pass") for name, text in zip(names, (cell, *others), strict=False)]
    found = rows(page_of((80, {48: "Heavy Metals"}), *grid(100, (48, 220, 400, 480), ("Metal", heading, "Unit", "Verdict"), *entries)))
    row = found["Lead"]
    limit = bound(row, "limit")
    return printed(row), limit[0] if limit else None, row.limit_text


@pytest.mark.parametrize(
    ("heading", "cell", "value", "limit", "text"),
    [
        ("Result / Limit", "0.31 / 1.2", "0.31", "1.2", "1.2"),
        ("Result / Limit", "0.31/1.2", "0.31", "1.2", "1.2"),
        ("Result / Limit", "ND / 1.2", "ND", "1.2", "1.2"),
        ("Result / Limit", "ND/1.2", "ND", "1.2", "1.2"),
        ("Result / Limit", "0.31 / NLT 0.20", "0.31", None, "NLT 0.20"),
        ("Result / Limit", "0.31 / Report", "0.31", None, "Report"),
        ("Result / Limit", "0.31 / --", "0.31", None, None),
        ("Result / Limit", "0.31 ppm / 1.2 ppm", "0.31 ppm", "1.2", "1.2 ppm"),
        ("Result / Limit", "0.31mg/kg/1.2mg/kg", "0.31mg/kg", "1.2", "1.2mg/kg"),
        ("Result / Limit", "0.31 NMT 1.2", "0.31", "1.2", "NMT 1.2"),
        ("Result (Limit)", "0.31 (1.2)", "0.31", "1.2", "1.2"),
        ("Result (Limit)", "<0.05 (NMT 1.2)", "<0.05", "1.2", "NMT 1.2"),
        ("Result | Spec", "0.31 | 1.2", "0.31", "1.2", "1.2"),
        ("Found of allowed", "0.31 of 1.2", "0.31", "1.2", "1.2"),
        ("Limit / Result", "1.2 / 0.31", "0.31", "1.2", "1.2"),
        ("Result / Limit", "NT", "NT", None, None),
    ],
)
def test_a_result_and_its_limit_in_one_cell_are_each_read(heading: str, cell: str, value: str, limit: str | None, text: str | None) -> None:
    beside = heading.replace("Limit", "0.7").replace("Result", "0.05").replace("Spec", "0.7").replace("Found of allowed", "0.05 of 0.7")
    values, found, printed_limit = read(heading, cell, beside, beside)
    assert [said for said, _ in values] == [value]
    assert (found, printed_limit) == (limit, text)


def test_a_third_thing_in_the_cell_is_the_verdict_or_the_bound_that_the_heading_names() -> None:
    lines = grid(100, (48, 220), ("Metal", "Result / LOQ / Limit (ppm)"), ("Lead", "0.31 / 0.02 / 1.2"), ("Cadmium", "ND / 0.02 / 0.5"))
    lead = rows(page_of(*lines))["Lead"]
    assert (printed(lead), bound(lead, "loq"), bound(lead, "limit")) == ([("0.31", "ppm")], ("0.02", "ppm"), ("1.2", "ppm"))
    lines = grid(100, (48, 220), ("Metal", "Result / Limit / Status"), ("Lead", "1.31 / 1.2 / Fail"), ("Cadmium", "ND / 0.5 / Pass"))
    assert {name: row.status for name, row in rows(page_of(*lines)).items()} == {"Lead": "fail", "Cadmium": "pass"}


@pytest.mark.parametrize("heading", [("Result /", "Limit"), ("Result", "Limit"), ("Result", "(Limit)")])
@pytest.mark.parametrize("name_between", [False, True], ids=["beside the first line", "between both lines"])
def test_result_and_limit_may_stand_on_two_lines_of_the_cell(heading: tuple[str, str], name_between: bool) -> None:
    drop = 5 if name_between else 0
    lines: list[tuple[float, dict[float, str]]] = [(100, {220: heading[0]}), (110, {220: heading[1]})]
    lines.append((100 + drop, {48: "Metal", 400: "Verdict"}))
    for n, (name, result, limit) in enumerate((("Lead", "0.31", "1.2"), ("Cadmium", "ND", "0.5"), ("Mercury", "0.02", "0.3"))):
        y = 130 + 28 * n
        lines += [(y, {220: result}), (y + drop, {48: name, 400: "Pass"}), (y + 10, {220: limit})]
    found = rows(page_of(*lines))
    assert {name: ([text for text, _ in printed(row)], (bound(row, "limit") or ("",))[0]) for name, row in found.items()} == {
        "Lead": (["0.31"], "1.2"),
        "Cadmium": (["ND"], "0.5"),
        "Mercury": (["0.02"], "0.3"),
    }


def test_each_half_of_a_cell_keeps_the_place_of_its_own_words() -> None:
    lines = grid(100, (48, 220), ("Metal", "Result / Limit (ppm)"), ("Lead", "0.31 / 1.2"), ("Cadmium", "ND / 0.5"))
    lead = rows(page_of(*lines))["Lead"]
    limit = lead.limit
    assert limit is not None
    places = [place.box for place in (lead.measurements[0].evidence, limit.evidence) if place is not None]
    assert places[0].x1 < places[1].x0


def test_findings_in_portions_under_a_heading_of_both_are_parted_at_the_stroke_between_them() -> None:
    entries = (("Salmonella", "Absent in 25 g / Absent in 25 g", "Pass"), ("Yeast & Mold", "<10/1000", "Pass"))
    found = rows(page_of((80, {48: "Microbiology"}), *grid(100, (48, 220, 420), ("Test", "Result / Limit", "Verdict"), *entries)))
    assert [text for text, _ in printed(found["Salmonella"])] == ["Absent in 25 g"]
    assert found["Salmonella"].limit_text == "Absent in 25 g"
    assert (printed(found["Yeast & Mold"])[0][0], found["Yeast & Mold"].limit_text) == ("<10", "1000")


@pytest.mark.parametrize("text", ["1/2", "12/08/2026"])
def test_a_fraction_or_a_date_under_a_heading_of_results_alone_is_no_result_with_a_limit(text: str) -> None:
    lines = grid(100, (48, 220, 400), ("Metal", "Result (ppm)", "Verdict"), ("Lead", text, "Pass"), ("Cadmium", "0.5", "Pass"))
    assert list(rows(page_of((80, {48: "Heavy Metals"}), *lines))) == ["Cadmium"]


def test_a_date_under_a_heading_of_both_is_neither() -> None:
    lines = grid(100, (48, 220), ("Metal", "Result / Limit"), ("Lead", "12/08/2026"), ("Cadmium", "0.1 / 0.5"), ("Arsenic", "ND / 1.0"))
    assert sorted(rows(page_of((80, {48: "Heavy Metals"}), *lines))) == ["Arsenic", "Cadmium"]
