"""Verdicts chosen by a mark: an "X" under "Pass" or under "Fail"."""

from __future__ import annotations

from dataclasses import replace

from registry.reading.layout.cells import Cell
from registry.reading.layout.choices import verdict_heads
from registry.reading.layout.columns import TableColumn
from registry.reading.layout.rows import Row
from registry.reading.layout.tables import Table
from registry.reading.rows.roles import ColumnRole
from registry.reading.shapes import verdict
from registry.reading.vocabulary import Role, is_mark, is_unmarked


def with_choices(roles: list[ColumnRole], table: Table) -> list[ColumnRole]:
    """The roles; columns of marks under a good verdict and a bad one are of verdicts, though only one of both may hold a mark."""
    told = {n: words for n, column in enumerate(table.columns) if (words := _verdict_over(column)) and _holds_marks(table, n)}
    if not told or {said for _, said in verdict_heads(table.block.cells if table.block else ())} != {"pass", "fail"}:
        return roles
    return [replace(role, role=Role.STATUS, sure=1.0, chooses=told[n]) if n in told else role for n, role in enumerate(roles)]


def with_chosen(row: Row, roles: list[ColumnRole]) -> dict[int, Cell]:
    """The row's cells, of those that choose a verdict only the marked one, which then says what its heading does; none where two are."""
    choices = [n for n in row.cells if roles[n].chooses]
    if not choices:
        return row.cells
    marked = [n for n in choices if is_mark(row.cells[n].text)]
    others = {n: cell for n, cell in row.cells.items() if n not in choices}
    chosen = {n: replace(row.cells[n], text=roles[n].chooses or "") for n in marked if len(marked) == 1}
    return others | chosen


def _verdict_over(column: TableColumn) -> str | None:
    """The words over a column that are a verdict: all of them, or the lower ones below a head for both."""
    cells = column.heading.cells if column.heading else []
    texts = [column.text, *(" ".join(c.text for c in cells[n:]) for n in range(1, len(cells)))]
    return next((text for text in texts if verdict(text) is not None), None)


def _holds_marks(table: Table, column: int) -> bool:
    """Whether a column holds marks, and nothing but what leaves it open beside them."""
    texts = [row.cells[column].text for row in table.rows if column in row.cells]
    return any(map(is_mark, texts)) and all(is_mark(text) or is_unmarked(text) for text in texts)
