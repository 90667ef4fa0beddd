"""Tables with more than one column of limits: laws, guidance, levels of action."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from registry.reading.document import Word
from tests.reading.pages import grid, page_of
from tests.reading.told import bound, printed, rows

ROWS = (("Lead", "0.12", "0.5", "1.0"), ("Arsenic", "0.31", "–", "0.2"), ("Nickel", "1.2", "", "5.0"), ("Mercury", "ND", "0.1", "–"))
LIMITS = {"Lead": ("0.5", "ppm"), "Arsenic": None, "Nickel": None, "Mercury": ("0.1", "ppm")}


@pytest.mark.parametrize(
    "further",
    [
        "Guidance value (ppm)",
        "Guideline (ppm)",
        "Action level (ppm)",
        "Action limit",
        "Warning level (ppm)",
        "Alert limit (ppm)",
        "Ingestion limit (ppm)",
        "Recommended (ppm)",
        "Richtwert (ppm)",
        "Orientation value",
        "Precautionary value (ppm)",
        "Zzq level (ppm)",
        "Valeur guide (ppm)",
    ],
)
@pytest.mark.parametrize("columns", [(40, 140, 260, 380), (40, 420, 140, 260)])
def test_of_two_columns_of_limits_the_first_counts_even_where_it_states_none(further: str, columns: tuple[float, ...]) -> None:
    found = rows(page_of(*grid(100, columns, ("Analyte", "Result (ppm)", "Limit (ppm)", further), *ROWS)))
    assert {name: bound(row, "limit") for name, row in found.items()} == LIMITS
    assert [printed(row) for row in found.values()] == [[(value, "ppm")] for _, value, _, _ in ROWS]


@pytest.mark.parametrize(
    ("heading", "unit"), [("Value per capsule (mg/capsule)", "mg/capsule"), ("Dry basis value (ppm)", "ppm"), ("Value per tablet", "ppm")]
)
def test_a_value_on_another_basis_is_a_second_result(heading: str, unit: str) -> None:
    lines = (("Analyte", "Result (ppm)", heading), ("Mitragynine", "14.2", "7.1"), ("Speciogynine", "1.9", "0.95"))
    found = rows(page_of(*grid(100, (40, 140, 260), *lines)))
    assert [value for value, _ in printed(found["Mitragynine"])] == ["14.2", "7.1"]
    assert printed(found["Speciogynine"])[0] == ("1.9", "ppm")
    assert unit in {stated for _, stated in printed(found["Speciogynine"])}


def test_the_only_level_beside_a_result_is_its_limit() -> None:
    lines = (("Analyte", "Result (ppm)", "Level"), ("Lead", "0.12", "0.5"), ("Arsenic", "0.31", "0.2"))
    found = rows(page_of(*grid(100, (40, 140, 260), *lines)))
    assert {name: (printed(row), bound(row, "limit")) for name, row in found.items()} == {
        "Lead": ([("0.12", "ppm")], ("0.5", "ppm")), "Arsenic": ([("0.31", "ppm")], ("0.2", "ppm")),
    }  # fmt: skip


def typed(y: float, line: str) -> list[Word]:
    """The words of a line as a typewriter prints it: each letter and each space 6 points wide."""
    return [Word(m[0], 40 + 6.0 * m.start(), y - 7, 40 + 6.0 * m.end(), y + 2, 10.0, y, m.start()) for m in re.finditer(r"\S+", line)]


def test_the_word_of_a_limit_stays_with_its_number_where_the_cells_of_other_rows_begin_at_the_number() -> None:
    lines = (
        "TEST            RESULT %    LIMIT %    LOQ %",
        "MITRAGYNINE         1.31       none     0.01",
        "MITRAPHYLLINE       0.02   NMT 0.05     0.01",
        "PAYNANTHEINE        0.20       none     0.01",
        "SPECIOGYNINE        0.15       none     0.01",
    )
    found = rows(replace(page_of(), words=tuple(word for n, line in enumerate(lines) for word in typed(100 + 14 * n, line))))
    assert bound(found["MITRAPHYLLINE"], "limit") == ("0.05", "%")
    assert bound(found["MITRAGYNINE"], "limit") is None
