"""Tables side by side whose names no word heads: their headings repeat, with names between them or with no names at all."""

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

    `cells` are the page's. A name's heading over the first table alone stays with that one. A table with a column less than its
    neighbour repeats the others: "Limit   Result   Status   Result   Status". Little tables under titles name nothing.
    """
    columns = columns_of(block.cells)
    rest = columns[1:] if columns[0].heading.role is Role.NAME else columns
    if any(c.heading.role is Role.NAME for c in rest):
        return [block]
    texts = [term_key(c.text) for c in rest]
    if len(set(texts)) == len(texts):
        return [block]  # nearly always
    cuts = [n for n in range(1, len(rest)) if _names_between(rest[n - 1], rest[n], block, cells)]
    cuts = cuts or (_rounds(texts) if rest is columns else [])
    groups = [frozenset(texts[a:b]) for a, b in pairwise([0, *cuts, len(texts)])]
    most = max(groups, key=len)
    if not cuts or any(not group <= most for group in groups):
        return [block]
    edges = [rest[n].x0 for n in cuts]
    parts = [[c for c in block.cells if sum(c.middle > edge for edge in edges) == n] for n in range(len(groups))]
    return [block_of(part) for part in parts]


def _rounds(texts: list[str]) -> list[int]:
    """Where several headings begin again, one after another: "Result   Limit   Result   Limit"."""
    counts = (n for n in range(2, len(texts) // 2 + 1) if len(texts) % n == 0 and texts == texts[:n] * (len(texts) // n))
    count = next(counts, len(texts))
    return list(range(count, len(texts), count))


def _names_between(left: Column, right: Column, block: Block, cells: Sequence[Cell]) -> bool:
    """Whether names stand under the gap between two columns of headings."""
    below = [c for c in cells if 0 < c.baseline - block.bottom < NAMES_REACH * block.size]
    between = [c for c in below if left.x1 - block.size < c.x0 and c.x1 < right.x0 + block.size]
    return sum(cell_shape(c.text) is Shape.TEXT for c in between) >= FEWEST_NAMES
