"""Headings that nobody knows by their words: a sample's number or name over its results, a verdict's word over verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from registry.reading.heading_roles import read_heading
from registry.reading.layout.cells import LINE_JITTER, Cell
from registry.reading.layout.sample_names import heads_sample
from registry.reading.panels import title_panel
from registry.reading.shapes import VALUE_SHAPES, Shape, cell_shape, heads_verdicts, verdict
from registry.reading.vocabulary import Role

VALUES_REACH = 6
"""In sizes: how far under a heading the values stand that an unknown word over them heads."""
SAMPLE_REACH = 25
"""In sizes: how far the columns of samples lie apart, or behind the last known heading."""
TITLE_REACH = 4
"""In sizes: how far under its title a table's headings stand."""
LONGEST_NAME = 34
"""Characters of a sample's name over its column."""


def unknown_headings(headings: Sequence[Cell], cells: Sequence[Cell], right: float) -> list[Cell]:
    """What stands on the line of the `headings`, before `right`, over a column of its own though no heading is known by its words.

    The sample's number or name behind them, over its results among the `cells`; a verdict's word ("Complies") over verdicts.
    """
    name = next((c for c in headings if read_heading(c.text).role is Role.NAME), None)
    if name is None:
        return []
    held = {id(c) for c in headings}
    level = [c for c in cells if name.x1 < c.x0 < right and abs(c.baseline - name.baseline) < LINE_JITTER * c.size and id(c) not in held]
    if not level:
        return []
    edge, bottom = max(c.x1 for c in headings), max(c.baseline for c in headings)
    level.sort(key=lambda c: c.x0)
    out: list[Cell] = []
    for cell in level:
        heads_own = heads_verdicts(cell.text) and _over_verdicts(cell, bottom, name.size, cells)
        if cell.x0 > edge:
            shape = cell_shape(cell.text)
            plain = heads_own or shape in (Shape.TEXT, Shape.BLANK) or heads_sample(cell.text)
            if cell.x0 - edge > SAMPLE_REACH * name.size or not plain or len(cell.text) > LONGEST_NAME or _titles_table(cell, cells):
                break
            edge = cell.x1
            heads_own = heads_own or (shape is not Shape.BLANK and holds_values(cell, bottom, name.size, cells))
        if heads_own:
            out.append(cell)
    return out


def _titles_table(cell: Cell, cells: Sequence[Cell]) -> bool:
    """Whether a cell is the title of a table beside the headings, which begins below their line: it has headings of its own."""
    if title_panel(cell.text) is None:
        return False
    below = [c for c in cells if 0 < c.baseline - cell.baseline < TITLE_REACH * cell.size and c.x1 > cell.x0]
    return any(c.overlap(cell.x0, cell.x1) > 0 and (h := read_heading(c.text)).exact and h.role is Role.NAME for c in below)


def _over_verdicts(heading: Cell, bottom: float, size: float, cells: Sequence[Cell]) -> bool:
    """Whether what stands first under a cell, right below the headings that end at `bottom`, is a verdict.

    A verdict like those above and below it is one of a table beside the headings.
    """
    near = [c for c in cells if abs(c.baseline - bottom) < VALUES_REACH * size and c.overlap(heading.x0, heading.x1) > 0]
    below = [c for c in near if c.baseline > bottom and c is not heading]
    alike = [c.baseline > heading.baseline for c in near if c.text == heading.text and c is not heading]
    return bool(below) and verdict(min(below, key=lambda c: c.baseline).text) is not None and not (True in alike and False in alike)


def holds_values(heading: Cell, bottom: float, size: float, cells: Sequence[Cell]) -> bool:
    """True where values stand under a cell, right below the headings that end at `bottom`."""
    return any(
        0 < c.baseline - bottom < VALUES_REACH * size and c.overlap(heading.x0, heading.x1) > 0 and cell_shape(c.text) in VALUE_SHAPES
        for c in cells
    )
