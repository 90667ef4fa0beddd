"""Rows whose names stand on two lines, each in its own language, at one and the same distance from line to line."""

from __future__ import annotations

import pytest

from tests.reading.pages import grid, page_of
from tests.reading.told import bound, printed, rows

COLUMNS = (40, 240, 330, 420)
HEADINGS = ("Parameter", "Ergebnis", "Einheit", "Grenzwert")
GERMAN = (
    ("Mitragynin", "Mitragynine", "14,2", "g/kg", ""),
    ("Blei", "Lead", "0,12", "mg/kg", "3,0"),
    ("Arsen", "Arsenic", "0,31", "mg/kg", "1,0"),
    ("Feuchte", "Moisture", "6,2", "%", "10"),
)
POLISH = (
    ("Ołów", "Lead", "0,12", "mg/kg", "3,0"),
    ("Kadm", "Cadmium", "<0,02", "mg/kg", "1,0"),
    ("Ogólna liczba drobnoustrojów", "Total aerobic count", "1200", "CFU/g", "10000"),
)
CZECH = (("Olovo", "Lead", "0,12", "mg/kg", "3,0"), ("Rtuť", "Mercury", "<0,01", "mg/kg", "0,1"))
Told = tuple[tuple[str, str, str, str, str], ...]


def lines(told: Told, on: int) -> list[tuple[str, str, str, str]]:
    """Two lines for each row, the values on the first or the second."""
    out = []
    for first, second, *values in told:
        for n, name in enumerate((first, second)):
            out.append((name, *(values if n == on else ("", "", ""))))
    return out


@pytest.mark.parametrize("told", [GERMAN, POLISH, CZECH])
@pytest.mark.parametrize("on", [0, 1], ids=["first line", "second line"])
@pytest.mark.parametrize("pitch", [9.5, 12.0, 16.0])
def test_both_lines_of_a_name_are_of_one_row_on_whichever_its_values_stand(told: Told, on: int, pitch: float) -> None:
    found = rows(page_of(*grid(100, COLUMNS, HEADINGS, *lines(told, on), pitch=pitch)))
    assert {name: printed(row)[0] for name, row in found.items()} == {f"{a} {b}": (value, unit) for a, b, value, unit, _ in told}
    limits = [bound(row, "limit") is not None for row in found.values()]
    assert limits == [bool(limit) for *_, limit in told]


@pytest.mark.parametrize("first", ["Schwermetalle", "Metals by ICP-MS"])
def test_titles_of_groups_of_one_row_each_are_no_second_names(first: str) -> None:
    body = ((first, "", "", ""), ("Blei", "0,12", "mg/kg", "3,0"), ("Mikrobiologie", "", "", ""), ("Hefen", "120", "KBE/g", "1000"))
    assert list(rows(page_of(*grid(100, COLUMNS, HEADINGS, *body)))) == ["Blei", "Hefen"]


def test_the_last_names_second_line_is_the_last_rows_though_the_next_table_follows() -> None:
    page = page_of(
        *grid(100, COLUMNS, HEADINGS, *lines(GERMAN, 0)), *grid(240, COLUMNS, HEADINGS, ("Asche", "5,1", "%", "10"), ("pH", "5,4", "", ""))
    )
    assert list(rows(page))[:4] == [f"{first} {second}" for first, second, *_ in GERMAN]


def test_a_groups_title_as_near_as_the_next_line_is_no_part_of_a_name_that_is_known() -> None:
    lines: list[tuple[float, dict[float, str]]] = grid(100, COLUMNS, HEADINGS)
    y = 112.0
    for title, told in (("Metale ciężkie / Heavy metals", POLISH[:2]), ("Mikrobiologia / Microbiology", POLISH[2:])):
        lines.append((y, {40: title}))
        for first, second, value, unit, _ in told:
            lines += [(y + 11, {40: first}), (y + 16.5, {240: value, 330: unit}), (y + 22, {40: second})]
            y += 22
        y += 11
    found = rows(page_of(*lines))
    assert {name: printed(row)[0] for name, row in found.items()} == {f"{a} {b}": (value, unit) for a, b, value, unit, _ in POLISH}


STRANGE = (
    ("Plwmix", "Lead", "0,12", "mg/kg", "3,0"),
    ("Cadwmix", "Cadmium", "<0,02", "mg/kg", "1,0"),
    ("Merkwix", "Mercury", "0,03", "mg/kg", "0,1"),
)


@pytest.mark.parametrize("on", [0, 1], ids=["first line", "second line"])
@pytest.mark.parametrize("known_first", [True, False])
def test_the_known_one_of_two_names_decides_what_a_row_is(on: int, known_first: bool) -> None:
    told = tuple((b, a, *rest) if known_first else (a, b, *rest) for a, b, *rest in STRANGE)
    found = rows(page_of(*grid(100, COLUMNS, HEADINGS, *lines(told, on))))
    assert {name: printed(row)[0] for name, row in found.items()} == {f"{a} {b}": (value, unit) for a, b, value, unit, _ in told}
    assert [row.analyte_key for row in found.values()] == ["lead", "cadmium", "mercury"]


def test_names_over_two_lines_that_mean_one_analyte_are_that_one() -> None:
    found = rows(page_of(*grid(100, COLUMNS, HEADINGS, *lines(GERMAN, 0))))
    assert [row.analyte_key for row in found.values()][:3] == ["mitragynine", "lead", "arsenic"]


def test_words_alone_over_some_rows_are_no_second_names_though_the_rows_are_known() -> None:
    body = [("Gizmos", "", "", ""), ("Blei", "0,12", "mg/kg", "3,0"), ("Cadmium", "0,02", "mg/kg", "1,0")]
    body += [("Widgets", "", "", ""), ("Hefen", "120", "KBE/g", "1000"), ("Schimmel", "10", "KBE/g", "1000")]
    assert [row.analyte_key for row in rows(page_of(*grid(100, COLUMNS, HEADINGS, *body))).values()][:2] == ["lead", "cadmium"]
