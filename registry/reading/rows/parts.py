"""What one cell holds: several values, a value in two units, or the halves of a column that says two things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from registry.reading.layout.cells import Cell, cell_of, join_cells, lines_of
from registry.reading.layout.columns import has_own_unit
from registry.reading.layout.loose import named_detection
from registry.reading.layout.rows import Row
from registry.reading.rows.roles import ColumnRole
from registry.reading.shapes import Shape, cell_shape, value_parts, with_named_bound
from registry.reading.vocabulary import PAIRED, Role


def parts(cell: Cell) -> list[Cell]:
    """The cell, or one for each of the values it holds: on lines of their own, or one after another in one text at one place."""
    lines = [cell_of(words) for words in lines_of(cell.words)] if len(cell.words) > 1 else []
    whole = cell_shape(cell.text) is Shape.WORD  # "None" over "Detected"
    if len(lines) > 1 and not whole and all(cell_shape(line.text) in (Shape.NUMBER, Shape.WORD) for line in lines):
        return [part for line in lines for part in parts(line)]
    texts = value_parts(cell.text)
    return [replace(cell, text=text) for text in texts] if len(texts) > 1 else [cell]


def halves(cell: Cell, role: Role) -> list[tuple[Cell, Role]]:
    """A row's cell with its role; of a column of two roles each half with its own, none where a cell does not tell them apart.

    So is a result with the bound that it names: "Not detected (LOD = 0.3)". A cell that says of itself which limit it is ("LOQ: 0.01")
    is that under any heading that nobody knows, or none.
    """
    if role is Role.RESULT and (bounded := with_named_bound(cell.text)) is not None:
        return [(replace(cell, text=bounded[0]), role), (replace(cell, text=bounded[2]), bounded[1])]
    if role is Role.ASIDE and (named := named_detection(cell.text)) is not None:
        return [(replace(cell, text=named[1]), named[0])]
    if role not in PAIRED:
        return [(cell, role)]
    texts = cell.text.split(" / ") if " / " in cell.text else cell.text.split("/")
    return [(replace(cell, text=text.strip()), half) for text, half in zip(texts, PAIRED[role], strict=True)] if len(texts) == 2 else []


def with_unit_behind(row: Row, roles: Sequence[ColumnRole]) -> Row:
    """The row, its result with the unit that stands alone behind it: under no heading of units it is of this row and of no other.

    "Moisture   3.4   %" below rows of solvents in ppm.
    """
    cells = sorted(row.cells.items())
    for (n, result), (k, unit) in pairwise(cells):
        if cell_shape(unit.text) is not Shape.UNIT or roles[k].role is Role.UNIT:
            continue
        holds = roles[n].role is Role.RESULT or roles[n].sure == 0  # set aside in no column of the table
        if holds and cell_shape(result.text) is Shape.NUMBER and not has_own_unit(result):
            joined = join_cells([result, unit])
            return replace(row, cells={i: joined if i == n else cell for i, cell in cells if i != k})
    return row


_BRACKETED_VALUE = re.compile(r"([^()]*\d[^()]*?)\s*\(([^()]*\d[^()]*)\)")


def in_two_units(cell: Cell, role: ColumnRole) -> list[tuple[Cell, str | None]]:
    """Both values of a cell, each with its unit, under a heading that names two: "0.87 (8.7)" under "% w/w (mg/g)"."""
    both = _BRACKETED_VALUE.fullmatch(cell.text) if role.units else None
    if both is None or role.units is None or not all(cell_shape(text) is Shape.NUMBER for text in both.groups()):
        return []
    return [(replace(cell, text=text), unit) for text, unit in zip(both.groups(), role.units, strict=True)]
