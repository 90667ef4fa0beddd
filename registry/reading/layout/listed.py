"""Lists that titles part, often after every line: names set left, each with its value and unit set right, and no heading over them.

A line that stands under the names and values of enough others holds a result too, whatever its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from registry.reading.head.fields import label_key, load_fields
from registry.reading.layout.cells import Cell, lines_of, place
from registry.reading.layout.loose import LONGEST_LABEL, Statement, is_value
from registry.reading.layout.tables import Table
from registry.reading.shapes import Shape, cell_shape
from registry.reading.vocabulary import is_other_label

FEWEST_BESIDE = 3
"""So many results make a list to whose names and values others may be set."""
SAME_EDGE = 1.0
"""In points: edges of what stands in one column."""
MOST_WORDS = 7

Pair = tuple[Cell, Cell]
"""A name and its value."""


def mark_listed(statements: Sequence[Statement], tables: Sequence[Table], cells: Sequence[Cell]) -> list[Statement]:
    """The statements, those marked that stand in a list, with those further ones among `cells` whose names nobody knows."""
    known = [(s.name, s.values[0]) for s in statements if not s.boxed and len(s.values) == 1]
    known += [(r.name, c) for t in tables if t.unheaded and len(t.columns) == 1 for r in t.rows if r.name for c in r.cells.values()]
    if len(known) <= FEWEST_BESIDE:
        return list(statements)
    for statement in statements:
        statement.listed = not statement.boxed and _is_listed((statement.name, statement.values[0]), known)
    held = {place(word) for pair in known for cell in pair for word in cell.words}
    further = (pair for pair in _pairs(cells) if held.isdisjoint(place(word) for cell in pair for word in cell.words))
    return [*statements, *(Statement(name, [value], listed=True) for name, value in further if _is_listed((name, value), known))]


def _is_listed(pair: Pair, known: Iterable[Pair]) -> bool:
    name, value = pair
    beside = [n for n, v in known if n is not name and _same(n.x0, name.x0) and (_same(v.x1, value.x1) or _same(v.x0, value.x0))]
    return len(beside) >= FEWEST_BESIDE


def _same(one: float, other: float) -> bool:
    return abs(one - other) < SAME_EDGE


def _pairs(cells: Sequence[Cell]) -> Iterator[Pair]:
    """Names of which nobody knows whether they are an analyte's, each right before a number with its unit."""
    for line in lines_of(cells):
        for name, value in pairwise(line):
            if cell_shape(value.text) is Shape.NUMBER and is_value(value.text) and _may_be_name(name):
                yield name, value


def _may_be_name(cell: Cell) -> bool:
    plain = cell_shape(cell.text) is Shape.TEXT and len(cell.text) <= LONGEST_LABEL and len(cell.words) <= MOST_WORDS
    return plain and not is_other_label(cell.text) and label_key(cell.text) not in load_fields().labels
