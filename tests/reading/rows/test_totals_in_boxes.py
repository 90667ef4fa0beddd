"""Totals set right under a table, in a bar or a box of their own: values with their units, wherever they stand."""

from __future__ import annotations

import pytest

from tests.reading.pages import grid, page_of
from tests.reading.told import bound, printed, rows

FOUND = (("Linalool", "0.0335", "0.335"), ("Guaiol", "ND", "ND"), ("Nerolidol", "<LOQ", "<LOQ"), ("Eucalyptol", "0.05", "0.5"))
TABLES = {
    "plain": grid(100, (60, 300, 430), ("Terpene", "%", "mg/g"), *FOUND),
    "bounds": grid(100, (60, 250, 330, 430), ("Terpene", "LOQ (%)", "%", "mg/g"), *((name, "0.01", a, b) for name, a, b in FOUND)),
    "judged": grid(
        100, (60, 250, 330, 430), ("Terpene", "Result (%)", "Result (mg/g)", "Status"), *((*row, "Pass") for row in FOUND)
    ),
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    ("total", "values"),
    [
        ({300: "Total Terpenes", 380: "0.3438 %", 430: "3.438 mg/g"}, [("0.3438 %", "%"), ("3.438 mg/g", "mg/g")]),
        ({240: "Total Terpenes", 330: "0.3438 %", 390: "3.438 mg/g"}, [("0.3438 %", "%"), ("3.438 mg/g", "mg/g")]),
        ({60: "Total Terpenes", 330: "3.438 mg/g", 400: "0.3438 %"}, [("0.3438 %", "%"), ("3.438 mg/g", "mg/g")]),
        ({60: "Total Terpenes", 200: "0.3438 %", 400: "3.438 mg/g"}, [("0.3438 %", "%"), ("3.438 mg/g", "mg/g")]),
        ({280: "Total Terpenes", 390: "0.3438 %"}, [("0.3438 %", "%")]),
    ],
)
def test_a_total_stands_in_the_columns_of_its_units_wherever_its_box_is_set(
    table: str, total: dict[float, str], values: list[tuple[str, str]]
) -> None:
    found = rows(page_of((78, {60: "Terpene profile"}), *TABLES[table], (162, total)))
    assert printed(found["Total Terpenes"]) == values
    assert [printed(found[name]) for name, _, _ in FOUND] == [[(a, "%"), (b, "mg/g")] for _, a, b in FOUND]
    assert bound(found["Total Terpenes"], "loq") is None


def test_words_under_a_table_that_name_no_analyte_make_no_row_of_the_numbers_behind_them() -> None:
    found = rows(page_of((78, {60: "Terpene profile"}), *TABLES["plain"], (162, {300: "Weighed in", 380: "250 mg", 430: "10 mL"})))
    assert set(found) == {name for name, _, _ in FOUND}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("baseline", [152, 162, 175])
def test_a_total_whose_box_reaches_over_the_right_edge_of_its_table_is_read_whole(table: str, baseline: float) -> None:
    total = {430: "Total Terpenes", 500: "0.3438 %", 550: "3.438 mg/g"}
    found = rows(page_of((78, {60: "Terpene profile"}), *TABLES[table], (baseline, total)))
    assert printed(found["Total Terpenes"]) == [("0.3438 %", "%"), ("3.438 mg/g", "mg/g")]
    assert [printed(found[name]) for name, _, _ in FOUND] == [[(a, "%"), (b, "mg/g")] for _, a, b in FOUND]


def test_a_figure_beside_a_table_takes_no_row_from_it() -> None:
    found = rows(page_of((78, {60: "Terpene profile"}), *TABLES["plain"], (112, {540: "3.438 mg/g"}), (162, {60: "Thujone", 300: "0.2 %"})))
    assert [printed(found[name]) for name, _, _ in FOUND] == [[(a, "%"), (b, "mg/g")] for _, a, b in FOUND]
