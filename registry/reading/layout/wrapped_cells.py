"""Results over two lines in a row that no rule closes: "Not" over "Detected", "< 10" over "CFU/g", "Absent" over "in 25 g"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile
from operator import attrgetter

from registry.reading.layout.cells import Cell
from registry.reading.layout.ends import SMALLER
from registry.reading.layout.loose import stated_bound
from registry.reading.shapes import VALUE_SHAPES, Shape, cell_shape, verdict

PITCH = (0.8, 1.75)
"""In sizes: how far under one line of a row the next one stands."""
_WHOLE = frozenset({Shape.NUMBER, Shape.WORD, Shape.VERDICT})


def joined_bands(bands: Sequence[list[Cell]]) -> list[list[Cell]]:
    """The lines of a table's rows, those joined with the line above whose every value only completes what stands over it there."""
    out: list[list[Cell]] = []
    valued = [band[0].baseline for band in bands if any(cell_shape(c.text) in VALUE_SHAPES for c in band)]
    pitch = min((b - a for a, b in pairwise(valued) if b > a), default=0.0)
    for band in bands:
        if out and (_goes_on(out[-1], band) or _goes_on_in_words(out[-1], band, pitch)):
            out[-1] = out[-1] + band
        else:
            out.append(band)
    return out


TIGHT = 0.75
"""Of the least distance of rows with values: lines of one row follow each other closer."""
SET_LEFT = 0.3
"""In sizes: how far from the line above the next line of a cell begins."""


def _goes_on_in_words(above: Sequence[Cell], band: Sequence[Cell], pitch: float) -> bool:
    """Whether a line of words alone goes on with several cells of the row above: "Identity," and "Conforms to", both over two lines."""
    if len(band) < 2 or any(cell_shape(c.text) is not Shape.TEXT or verdict(c.text) or stated_bound(c.text) for c in band):
        return False  # "NMT 8 %" and "Yes" are a row's own
    last = max(c.words[-1].baseline for c in above)
    near = PITCH[0] * band[0].size < band[0].baseline - last < TIGHT * pitch
    return near and all(any(abs(c.x0 - over.x0) < SET_LEFT * c.size for over in above) for c in band)


def _goes_on(above: Sequence[Cell], band: Sequence[Cell]) -> bool:
    """Whether a line completes cells of the one above; words left of them may go on with its name.

    Its cells are asked from the right: the last one of a new row, as nearly all lines are, completes nothing.
    """
    cells = sorted(band, key=attrgetter("x0"), reverse=True)
    completing = list(takewhile(lambda cell: _completes_one(above, cell), cells))
    if not completing or len(completing) > len(above):
        return False
    left = completing[-1].x0
    others = cells[len(completing) :]
    return all(c.x1 < left and cell_shape(c.text) is Shape.TEXT and not _completes_one(above, c) for c in others)


def _completes_one(above: Sequence[Cell], cell: Cell) -> bool:
    return any(_completes(over, cell) for over in above)


def _completes(above: Cell, below: Cell) -> bool:
    """Whether two cells under one another are one result, limit or verdict, which the upper one is not or only in part."""
    near = 0.5 * above.size
    left, right = above.x0 - below.x0, above.x1 - below.x1  # asked of most cells of a table: no calls
    if abs(left) >= near and abs(left + right) >= 2 * near and abs(right) >= near:
        return False
    step = (below.baseline - above.words[-1].baseline) / max(above.size, below.size)
    if not PITCH[0] < step < PITCH[1]:
        return False
    upper, lower, whole = cell_shape(above.text), cell_shape(below.text), f"{above.text} {below.text}"
    if _open_brackets(above.text) > 0 and _open_brackets(whole) == 0:
        return True  # "[9.1 x 10^3; 1.9 x" over "10^4]"
    if upper is Shape.TEXT:
        begins = stated_bound(above.text) is None or lower is Shape.UNIT  # "NMT" over "10 CFU/g", "NMT 10" over "CFU/g"
        return cell_shape(whole) in _WHOLE or (stated_bound(whole) is not None and begins)
    if upper is lower:
        return upper in _SAID and below.size < SMALLER * above.size and cell_shape(whole) is upper
    return upper in (Shape.NUMBER, Shape.WORD) and lower not in VALUE_SHAPES and cell_shape(whole) is upper


def _open_brackets(text: str) -> int:
    return text.count("(") + text.count("[") - text.count(")") - text.count("]")


_SAID = frozenset({Shape.WORD, Shape.VERDICT})
"""Findings that stand once more under themselves in smaller print, in another language: "zgodny" over "compliant"."""
