"""Rows of a table whose cells wrap: the lines drawn between them say where each ends."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter

from registry.reading.document import Ruling
from registry.reading.layout.cells import Cell
from registry.reading.shapes import VALUE_SHAPES, cell_shape

LINE_PITCH = 1.6
"""In sizes: lines of one cell stand closer than this."""
ALIKE = 2
"""Columns in which both of two bands hold values, from which on each is a row."""
AMID = 0.3
"""Of the rows' pitch: how far from their middle a cell stands that is set in the middle of them."""
RULED = 0.9
"""Share of a table's rows over which a line is drawn, from which on these lines alone part its rows."""


def between_rules(bands: list[tuple[list[Cell], bool]], rules: Sequence[Ruling]) -> list[list[Cell]] | None:
    """The bands (each with whether it is a row by itself) joined where no line is drawn between them; None where lines part no rows."""
    if not rules:
        return None
    rules = sorted(rules, key=attrgetter("y0"))
    parted = [_is_ruled(above, below, rules) for (above, _), (below, _) in pairwise(bands)]
    rows = [line for line, (_, whole) in zip(parted, bands[1:], strict=True) if whole]
    if len(rows) < 2 or sum(rows) < RULED * len(rows) or all(parted):
        return None
    last = max(n for n, line in enumerate(parted) if line)
    over = not bands[last + 1][1]  # what stands below the last drawn line is no row: the table has ended there
    out, held = [list(bands[0][0])], bands[0][1]
    for n, (line, (band, whole)) in enumerate(zip(parted, bands[1:], strict=True)):
        apart = min(c.baseline for c in band) - max(c.baseline for c in out[-1]) > LINE_PITCH * band[0].size
        if line or apart or (over and n > last) or (held and whole and _hold_values_alike(out[-1], band)):
            out.append(list(band))
            held = whole
        else:
            out[-1] += band
            held = held or whole
    return out


def _hold_values_alike(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether two bands hold values in the same columns: rows between which a line was drawn that a picture shows too faintly."""
    upper = [c for c in above if cell_shape(c.text) in VALUE_SHAPES]
    return sum(cell_shape(c.text) in VALUE_SHAPES and any(c.overlap(u.x0, u.x1) > 0 for u in upper) for c in below) >= ALIKE


def merged_over(cell: Cell, rows: Sequence[tuple[Cell, float]], rules: Sequence[Ruling]) -> list[Cell]:
    """Of the rows, each its name and where its last cell ends, the names of those beside a cell that is drawn over several rows.

    Lines part those rows, and none crosses the cell's column. Of each line a picture may show but a part, over any cell of the row; then
    the cell stands in the middle of the rows. Empty for a cell of one row, and where the rows are not parted by lines.
    """
    middle = cell.middle
    crossing = [r.y0 for r in rules if r.x0 < middle < r.x1]
    top = max([y for y in crossing if y < cell.baseline - 0.5 * cell.size], default=None)
    bottom = min([y for y in crossing if y > cell.baseline], default=None)
    if top is None or bottom is None:
        return []
    beside = sorted([(name, end) for name, end in rows if top < name.baseline < bottom], key=lambda row: row[0].baseline)
    if len(beside) < 2:
        return []
    first, last = beside[0][0].baseline, beside[-1][0].baseline
    amid = abs(cell.baseline - (first + last) / 2) < AMID * (last - first) / (len(beside) - 1)
    parted = all(
        any(a.baseline < r.y0 < b.baseline and r.x0 < (end if amid else a.x1) and r.x1 > a.x0 for r in rules)
        for (a, end), (b, _) in pairwise(beside)
    )
    return [name for name, _ in beside] if parted else []


def _is_ruled(above: list[Cell], below: list[Cell], rules: Sequence[Ruling]) -> bool:
    """Whether one of the rules, which are in order, is drawn between two bands."""
    x0, x1 = min([c.x0 for c in above + below]), max([c.x1 for c in above + below])
    top, bottom = max([c.baseline for c in above]), min([c.baseline - 0.5 * c.size for c in below])
    first, last = bisect_right(rules, top - 1, key=attrgetter("y0")), bisect_left(rules, bottom, key=attrgetter("y0"))
    return any(r.x0 < x1 and r.x1 > x0 for r in rules[first:last])
