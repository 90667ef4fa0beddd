"""Tables side by side whose names no word heads: their headings repeat, with names between them or with none, or follow analytes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from registry.reading.layout.cells import Cell
from registry.reading.layout.headings import Block, Column, block_of, columns_of
from registry.reading.panels import name_panel
from registry.reading.shapes import Shape, cell_shape, verdict
from registry.reading.vocabulary import Role, term_key

NAMES_REACH = 8
"""In sizes: how far under the headings the first names stand."""
FEWEST_NAMES = 2
MOSTLY = 0.6
"""Share of a column's names that are analytes'."""


def cut_at_repeats(block: Block, cells: Sequence[Cell]) -> list[Block]:
    """The block, or one for each of the tables side by side whose headings it holds one after another: "Result (ppb)   Result (ppb)".

    `cells` are the page's. A name's heading over the first table alone stays with that one. A table with a column less than its
    neighbour repeats the others: "Limit   Result   Status   Result   Status". Little tables under titles name nothing. Headings of other
    words begin a table where they bring a result of their own behind a column of analytes: "Found (ppm)   Limit (ppm)   Found   Limit".
    """
    columns = columns_of(block.cells)
    rest = columns[1:] if columns[0].heading.role is Role.NAME else columns
    if any(c.heading.role is Role.NAME for c in rest):
        return [block]
    texts = [term_key(c.text) for c in rest]
    cuts = _repeats(rest, texts, block, cells, named=rest is not columns) if len(set(texts)) < len(texts) else []
    cuts = cuts or _results_behind_analytes(rest, block, cells)
    if not cuts:
        return [block]  # nearly always
    edges = [rest[n].x0 for n in cuts]
    parts = [[c for c in block.cells if sum(c.middle > edge for edge in edges) == n] for n in range(len(cuts) + 1)]
    return [block_of(part) for part in parts]


def _repeats(rest: list[Column], texts: list[str], block: Block, cells: Sequence[Cell], *, named: bool) -> list[int]:
    """Where the words of headings repeat in a further table; `named`: a heading stands over the names of the first one."""
    cuts = [n for n in range(1, len(rest)) if len(_names_between(rest[n - 1], rest[n], block, cells)) >= FEWEST_NAMES]
    cuts = cuts or ([] if named else _rounds(texts))
    groups = [frozenset(texts[a:b]) for a, b in pairwise([0, *cuts, len(texts)])]
    most = max(groups, key=len)
    return cuts if all(group <= most for group in groups) else []


def _results_behind_analytes(rest: list[Column], block: Block, cells: Sequence[Cell]) -> list[int]:
    """Where headings, a result's among them, stand behind a column of analytes that no heading names, and those of a result before it."""
    found = [n for n, column in enumerate(rest) if column.heading.role is Role.RESULT]
    out: list[int] = []
    for n in range(found[0] + 1, found[-1] + 1) if len(found) > 1 else ():
        names = [c.text for c in _names_between(rest[n - 1], rest[n], block, cells) if verdict(c.text) is None]
        known = {name for name in names if name_panel(name) is not None}
        if len(known) >= max(FEWEST_NAMES, MOSTLY * len(names)):
            out.append(n)
    return out


def _rounds(texts: list[str]) -> list[int]:
    """Where several headings begin again, one after another: "Result   Limit   Result   Limit"."""
    counts = (n for n in range(2, len(texts) // 2 + 1) if len(texts) % n == 0 and texts == texts[:n] * (len(texts) // n))
    count = next(counts, len(texts))
    return list(range(count, len(texts), count))


def _names_between(left: Column, right: Column, block: Block, cells: Sequence[Cell]) -> list[Cell]:
    """The names that stand under the gap between two columns of headings."""
    below = [c for c in cells if 0 < c.baseline - block.bottom < NAMES_REACH * block.size]
    between = [c for c in below if left.x1 - block.size < c.x0 and c.x1 < right.x0 + block.size]
    return [c for c in between if cell_shape(c.text) is Shape.TEXT]
