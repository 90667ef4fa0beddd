"""Tables on their side whose lines are labelled: "Test" (or nothing) before the names, then "Method", "Units", "Result", each a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from registry.reading.heading_roles import Heading, read_heading
from registry.reading.layout.cells import Cell, join_cells, lines_of, nearest
from registry.reading.layout.columns import TableColumn
from registry.reading.layout.headings import Block, Column
from registry.reading.layout.rows import Row
from registry.reading.layout.tables import Table
from registry.reading.shapes import Shape, cell_shape
from registry.reading.vocabulary import Role

LEAST_NAMES = 3
BAND = 1.3
"""In sizes: how far above or below its label's line a part of a name stands."""
LINE_REACH = 4.5
"""In sizes: the widest gap between two lines of one table."""
SAME_LEFT = 1.0
NAMES_REACH = 3.5
"""In sizes: how far over the first line names may begin that no word announces."""
_NO_RESULT = frozenset({Role.QC, Role.ASIDE})
_WITHOUT_VALUES = frozenset({Role.METHOD, Role.UNIT})


def find_labelled(page: int, cells: Sequence[Cell], is_name: Callable[[str], bool]) -> list[Table]:
    """The tables among `cells` that begin with a line of names behind the word for them, as tables whose rows are those names."""
    lines = lines_of(cells)
    tables: list[Table] = []
    for i, line in enumerate(lines):
        lead, heading = line[0], read_heading(line[0].text)
        if not heading.exact or any(table.top <= lead.baseline <= table.bottom for table in tables):
            continue
        if heading.role is Role.NAME:
            rest = [following for following in lines[i + 1 :] if following[0].baseline - lead.baseline > BAND * lead.size]
        elif heading.role in _WITHOUT_VALUES and len(line) > LEAST_NAMES:  # names that no word announces, over "Method" or "Units"
            rest = lines[i:]
        else:
            continue
        below = _labelled_lines(lead, rest)
        if any(label.role is Role.RESULT for _, label in below):
            table = _read(page, lead, below, cells, is_name)
            tables += [table] if table is not None else []
    return tables


def _labelled_lines(lead: Cell, lines: Sequence[list[Cell]]) -> list[tuple[list[Cell], Heading]]:
    """The lines below `lead` that begin under it with a heading, each with what it says."""
    out: list[tuple[list[Cell], Heading]] = []
    last = lead.baseline
    for line in lines:
        heading = read_heading(line[0].text)
        under = abs(line[0].x0 - lead.x0) < SAME_LEFT * lead.size
        if not under or len(line) < 2 or heading.role in (None, Role.NAME) or line[0].baseline - last > LINE_REACH * lead.size:
            break
        out.append((line, heading))
        last = line[0].baseline
    return out


def _read(
    page: int, lead: Cell, lines: Sequence[tuple[list[Cell], Heading]], cells: Sequence[Cell], is_name: Callable[[str], bool]
) -> Table | None:
    """The table of these lines; None where what stands over the values names no analytes."""
    anchors = max((line[1:] for line, _ in lines), key=len)
    if lead is lines[0][0][0]:
        above = [c for c in cells if 0.5 * lead.size < lead.baseline - c.baseline < NAMES_REACH * lead.size and c.x0 > lead.x1]
    else:
        above = [c for c in cells if c is not lead and abs(c.baseline - lead.baseline) < BAND * lead.size and c.x0 > lead.x1]
    names = [_name_over(anchor, anchors, above) for anchor in anchors]
    known = sum(name is not None and is_name(name.text) for name in names)
    if known < LEAST_NAMES or known < 0.6 * len(anchors):
        return None
    left, right = min(c.x0 for c in anchors), max(c.x1 for c in anchors)
    columns: list[TableColumn] = []
    found: list[dict[int, Cell]] = [{} for _ in anchors]
    for line, heading in lines:
        if heading.role in _NO_RESULT:
            continue
        columns.append(TableColumn(left, right, Column([line[0]], line[0].x0, line[0].x1)))
        for cell in line[1:]:
            found[nearest(cell, anchors)][len(columns) - 1] = cell
    rows = [Row(name, held, name.baseline) for name, held in zip(names, found, strict=True) if name is not None and held]
    bottom = lines[-1][0][0].baseline
    held = Block([lead, *(cell for line, _ in lines for cell in line)], lead.x0, right, lead.baseline, bottom, lead.size)
    top = min([lead.baseline, *(name.baseline for name in names if name is not None)])
    return Table(page, columns, rows, None, lead.x0, right, top, bottom, lead.size, held)


def _name_over(anchor: Cell, anchors: Sequence[Cell], above: Sequence[Cell]) -> Cell | None:
    mine = [c for c in above if anchors[nearest(c, anchors)] is anchor and cell_shape(c.text) is not Shape.NUMBER]
    return join_cells(sorted(mine, key=lambda c: (round(c.baseline), c.x0))) if mine else None
