"""Tables side by side whose names no word heads: their headings repeat, and names stand between."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from registry.reading.layout.cells import Cell
from registry.reading.layout.headings import Block, Column, block_of, columns_of
from registry.reading.shapes import Shape, cell_shape
from registry.reading.vocabulary import Role, term_key

NAMES_REACH = 8
"""In sizes: how far under the headings the first names stand."""
FEWEST_NAMES = 2


def cut_at_repeats(block: Block, cells: Sequence[Cell]) -> list[Block]:
    """The block, or one for each of the tables side by side whose headings it holds one after another: "Result (ppb)   Result (ppb)".

    `cells` are the page's. A name's heading over the first table alone stays with that one.
    """
    columns = columns_of(block.cells)
    named = columns[0].heading.role is Role.NAME
    rest = columns[1:] if named else columns
    if any(c.heading.role is Role.NAME for c in rest):
        return [block]
    texts = [term_key(c.text) for c in rest]
    for count in range(1, len(rest) // 2 + 1):
        groups = [rest[at : at + count] for at in range(0, len(rest), count)]
        repeated = len(rest) % count == 0 and texts == texts[:count] * len(groups)
        if repeated and all(_names_between(left[-1], right[0], block, cells) for left, right in pairwise(groups)):
            edges = [group[0].x0 for group in groups[1:]]
            parts = [[c for c in block.cells if sum(c.middle > edge for edge in edges) == n] for n in range(len(groups))]
            return [block_of(part) for part in parts]
    return [block]


def _names_between(left: Column, right: Column, block: Block, cells: Sequence[Cell]) -> bool:
    """Whether names stand under the gap between two columns of headings."""
    below = [c for c in cells if 0 < c.baseline - block.bottom < NAMES_REACH * block.size]
    between = [c for c in below if left.x1 - block.size < c.x0 and c.x1 < right.x0 + block.size]
    return sum(cell_shape(c.text) is Shape.TEXT for c in between) >= FEWEST_NAMES
