"""Verdicts chosen by a mark: an "X" under "Pass" or under "Fail"."""

from __future__ import annotations

from dataclasses import replace

from registry.reading.layout.columns import TableColumn
from registry.reading.layout.tables import Table
from registry.reading.rows.roles import ColumnRole
from registry.reading.shapes import verdict
from registry.reading.vocabulary import Role, is_mark, is_unmarked


def with_choices(table: Table, roles: list[ColumnRole]) -> list[ColumnRole]:
    """The roles; columns of marks under a good verdict and a bad one are of verdicts, though only one of both may hold a mark.

    What a mark chooses then stands in place of it in the rows of the table, and nothing where two are marked or none is.
    """
    first = table
    while first.continues is not None:
        first = first.continues
    if first.block is None or not first.block.chooses:
        return roles  # nearly always
    told = {n: words for n, column in enumerate(table.columns) if (words := _verdict_over(column)) and _holds_marks(table, n)}
    for row in table.rows:
        marked = [n for n in told if n in row.cells and is_mark(row.cells[n].text)]
        chosen = {n: replace(row.cells[n], text=told[n]) for n in marked if len(marked) == 1}
        row.cells = {n: cell for n, cell in row.cells.items() if n not in told} | chosen
    return [replace(role, role=Role.STATUS, sure=1.0) if n in told else role for n, role in enumerate(roles)]


def _verdict_over(column: TableColumn) -> str | None:
    """The words over a column that are a verdict: all of them, or the lower ones below a head for both."""
    cells = column.heading.cells if column.heading else []
    texts = [column.text, *(" ".join(c.text for c in cells[n:]) for n in range(1, len(cells)))]
    return next((text for text in texts if verdict(text) is not None), None)


def _holds_marks(table: Table, column: int) -> bool:
    """Whether a column holds marks, and nothing but what leaves it open beside them."""
    texts = [row.cells[column].text for row in table.rows if column in row.cells]
    return any(map(is_mark, texts)) and all(is_mark(text) or is_unmarked(text) for text in texts)
