"""Columns that hold several things, as their heading says: "0.4 / 1.5" under "Result / Limit", parted into a column for each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from registry.reading.heading_roles import Heading, headings_together, read_heading
from registry.reading.held_together import PAIR, may_be_of, parted_text
from registry.reading.layout.cells import Cell, cell_of, join_cells, lines_of
from registry.reading.layout.columns import TableColumn
from registry.reading.layout.headings import Column
from registry.reading.layout.rows import Row
from registry.reading.layout.tables import Table
from registry.reading.shapes import Shape, cell_shape, states_bound
from registry.reading.vocabulary import Role

MOST_HELD = 0.5
"""Share of a column's cells that print anything: so many hold as much as the heading says, else it only speaks of it."""


def with_parted_columns(table: Table) -> Table:
    """The table; where a heading names several things and its cells hold them, a column for each of them in place of that one."""
    told = {n: kinds for n, column in enumerate(table.columns) if (kinds := _held_together(column))}
    if not told:
        return table  # nearly always
    rows = _with_second_lines(table.rows, told)
    parted = {n: kinds for n, kinds in told.items() if _hold(rows, n, kinds)}
    if not parted:
        return table
    columns: list[TableColumn] = []
    places: dict[int, int] = {}
    for n, column in enumerate(table.columns):
        places[n] = len(columns)
        columns += _one_for_each(column, parted[n]) if n in parted else [column]
    return replace(table, columns=columns, rows=[_with_parts(row, parted, places) for row in rows])


def _held_together(column: TableColumn) -> tuple[Heading, ...]:
    """What a column's heading names together, on one line or one above the other; nothing under any other heading."""
    if column.heading is None or (len(column.heading.cells) == 1 and column.heading.cells[0].text.isalpha()):
        return ()  # nearly always
    if told := headings_together(column.text):
        return told
    stacked = [read_heading(cell.text) for cell in column.heading.cells]
    together = len(stacked) == PAIR and {heading.role for heading in stacked} == {Role.RESULT, Role.LIMIT}
    return tuple(stacked) if together and all(heading.exact for heading in stacked) and not column.heading.heading.exact else ()


SECOND_LINE = 1.7
"""In sizes: how far below the first line of a cell its second one stands."""


def _with_second_lines(rows: Sequence[Row], told: Collection[int]) -> list[Row]:
    """The rows; what stands alone under a cell of several things is that cell's second line."""
    out: list[Row] = []
    for row in rows:
        n, cell = next(iter(row.cells.items()), (-1, None))
        above = out[-1].cells.get(n) if out and n in told else None
        alone = row.name is None and len(row.cells) == 1
        if alone and cell is not None and above is not None and cell.baseline - above.words[-1].baseline < SECOND_LINE * cell.size:
            out[-1] = replace(out[-1], cells={**out[-1].cells, n: join_cells([above, cell])})
        else:
            out.append(row)
    return out


def _hold(rows: Sequence[Row], column: int, kinds: Sequence[Heading]) -> bool:
    """Whether most cells of a column hold something of each kind."""
    cells = [row.cells[column] for row in rows if column in row.cells]
    printed = [cell for cell in cells if cell_shape(cell.text) is not Shape.BLANK]
    held = sum(len(parted_cell(cell, kinds)) == len(kinds) for cell in printed)
    return held > 0 and held >= MOST_HELD * len(printed)


def _one_for_each(column: TableColumn, kinds: Sequence[Heading]) -> list[TableColumn]:
    """A column for each kind, under a heading that says it and nothing else, side by side in the place of the one."""
    width = (column.x1 - column.x0) / len(kinds)
    spans = [(column.x0 + n * width, column.x0 + (n + 1) * width) for n in range(len(kinds))]
    over = column.heading.cells[0] if column.heading else None
    return [
        TableColumn(x0, x1, Column([replace(over, text=_words(kind), x0=x0, x1=x1)], x0, x1) if over else None)
        for kind, (x0, x1) in zip(kinds, spans, strict=True)
    ]


def _words(kind: Heading) -> str:
    """A heading in one word that every reader of headings knows, and its unit."""
    said = kind.role.value if kind.role else ""
    return f"{said} ({kind.unit})" if kind.unit else said


def _with_parts(row: Row, parted: dict[int, tuple[Heading, ...]], places: dict[int, int]) -> Row:
    cells: dict[int, Cell] = {}
    for n, cell in row.cells.items():
        if n not in parted:
            cells[places[n]] = cell
            continue
        kinds = parted[n]
        texts = parted_cell(cell, kinds)
        if len(texts) == len(kinds):
            cells |= {places[n] + i: part for i, part in enumerate(texts)}
        else:
            wanted = Role.LIMIT if states_bound(cell.text) and cell_shape(cell.text) is not Shape.WORD else Role.RESULT
            at = next((i for i, kind in enumerate(kinds) if kind.role is wanted), 0)
            cells[places[n] + at] = cell
    return replace(row, cells=cells)


def parted_cell(cell: Cell, kinds: Sequence[Heading]) -> list[Cell]:
    """What the cell holds of each kind, in their order; nothing where it holds less, as "NT" does, or anything else."""
    lines = [cell_of(line) for line in lines_of(cell.words)] if len(cell.words) > 1 else []
    lines = [replace(line, text=line.text.strip(_SIGNS)) for line in lines]
    if len(lines) == len(kinds) and may_be_of([line.text for line in lines], kinds):
        return lines
    return _in_their_places(cell, texts) if (texts := parted_text(cell.text, kinds)) else []


_SIGNS = "()[]/|¦; "
"""What parts the things of a cell, and belongs to none of them."""


def _in_their_places(cell: Cell, texts: Sequence[str]) -> list[Cell]:
    """The parts of a cell, each with the words that print it; with the whole cell's where it is a part of one word."""
    out, start = [], 0
    for text in texts:
        ends = ((a, b) for a in range(start, len(cell.words)) for b in range(a + 1, len(cell.words) + 1))
        own = next(((a, b) for a, b in ends if " ".join([w.text for w in cell.words[a:b]]).strip(_SIGNS) == text.strip(_SIGNS)), None)
        start = own[1] if own is not None else start
        out.append(replace(cell if own is None else cell_of(cell.words[own[0] : own[1]]), text=text))
    return out
