"""Signs ("<") that stand alone between two numbers: which of both they bound, by what heads their columns, or the one behind them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from registry.reading.layout.cells import Cell, cell_of, lines_of
from registry.reading.layout.columns import TableColumn
from registry.reading.layout.rows import Row
from registry.reading.layout.signs import SIGNS
from registry.reading.shapes import Shape, cell_shape
from registry.reading.vocabulary import Role


def give_signs(rows: Sequence[Row], columns: Sequence[TableColumn]) -> None:
    """Set each sign that stands alone in a row before the number that it bounds; none is left over while the row holds a number."""
    alone = []
    for row in rows:
        for i, cell in row.cells.items():
            if cell.text in SIGNS:
                alone.append((row, i))
    for row, i in alone:
        home = _bounded_by(i, row, columns)
        if home is not None:
            sign, number = row.cells.pop(i), row.cells[home]
            row.cells[home] = _with_sign(sign, number)


def with_signs_before(cells: list[Cell]) -> list[Cell]:
    """The cells outside of tables with headings, each sign that stands alone one with the number behind it on its line, if there is one."""
    signs = {id(cell) for cell in cells if cell.text in SIGNS}
    if not signs:
        return cells
    behind = {id(sign): number for line in lines_of(cells) for sign, number in pairwise(line) if id(sign) in signs and _is_number(number)}
    bounded = {id(number): sign for sign in cells if (number := behind.get(id(sign))) is not None}
    return [_with_sign(bounded[id(c)], c) if id(c) in bounded else c for c in cells if id(c) not in behind]


def _is_number(cell: Cell) -> bool:
    return cell.text[:1] not in SIGNS and cell_shape(cell.text) is Shape.NUMBER


def _with_sign(sign: Cell, number: Cell) -> Cell:
    whole = cell_of([*sign.words, *number.words])
    whole.text, whole.size, whole.baseline = f"{sign.text} {number.text}", number.size, number.baseline
    return whole


def _bounded_by(at: int, row: Row, columns: Sequence[TableColumn]) -> int | None:
    """The column of the number that the sign in column `at` bounds; None where the row holds no number without a sign.

    A sign under a heading of its own ("Qualifier") speaks of the last result before it, if there is one. Any other bounds the number
    behind it; but where that is of a limit, the nearer of both, and where it is of an LOQ, the result before.
    """
    numbers = [i for i, cell in row.cells.items() if _is_number(cell)]
    before, behind = max([i for i in numbers if i < at], default=None), min([i for i in numbers if i > at], default=None)
    results = [i for i in numbers if i < at and _role(columns[i]) in (Role.RESULT, None)]
    if behind is None or (results and _heads_itself(columns[at], columns[behind])):
        return max(results, default=before)
    if before not in results or _role(columns[behind]) in (Role.RESULT, None) or _share_heading(columns[at], columns[behind]):
        return behind
    sign = row.cells[at]
    nearer = row.cells[behind].x0 - sign.x1 < sign.x0 - row.cells[before].x1
    return behind if nearer and _role(columns[behind]) is Role.LIMIT else before


def _role(column: TableColumn) -> Role | None:
    return column.heading.heading.role if column.heading is not None else None


def _share_heading(column: TableColumn, other: TableColumn) -> bool:
    if column.heading is None or other.heading is None:
        return False
    return any(a is b for a in column.heading.cells for b in other.heading.cells)


def _heads_itself(column: TableColumn, other: TableColumn) -> bool:
    return column.heading is not None and not _share_heading(column, other)
