"""Heads that stand over several headings and say what these columns have in common: "As received" over "Result" and "U".

Nothing drawn tells how far a head reaches, its print does: it begins where its first heading begins, ends where its last one ends, or
stands over the middle of them all, and the heads of one line all do so in the same way.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from registry.reading.heading_roles import read_heading
from registry.reading.layout.cells import Cell, misfit
from registry.reading.layout.headings import Column
from registry.reading.vocabulary import BOUNDS, Role, says_basis, term_key

FURTHEST = 2.5
"""In sizes, for each heading under it: how far a head may stand off the place that is its own."""
ALIGNED = 0.8
"""In sizes: how far the lines of one heading stand off each other."""
_TELLING = BOUNDS | {Role.CLAIM, Role.UNCERTAINTY}
"""Roles of heads that make something else of the results under them."""
_HEADING = _TELLING | {Role.RESULT}


@dataclass(slots=True, eq=False)
class Under:
    """A column under a line of heads: the span of its cells and of its own headings, and what those say; None where it has none."""

    x0: float
    x1: float
    own: Column | None

    @property
    def key(self) -> str:
        return term_key(self.own.text) if self.own else ""


def may_span(cell: Cell) -> bool:
    """Whether a heading's words may be those of a head over several others: a result, a limit, a unit, or of what it is counted."""
    heading = read_heading(cell.text)
    return (heading.exact and (heading.role in _HEADING or heading.role is None)) or says_basis(cell.text)


def spans_of(line: Sequence[Cell], columns: Sequence[Under]) -> list[tuple[Cell, range]]:
    """The heads of a line, left to right, each with the run of `columns` under it, where one at least stands over several; else none.

    A column whose own heading stands on that line is under none, nor one under words that head no others.
    """
    closed = {n for n, column in enumerate(columns) if column.own is None}
    if len(columns) - len(closed) < 2:
        return []  # nearly always
    heads = sorted((cell for cell in line if may_span(cell)), key=lambda c: c.middle)
    closed |= {n for cell in line if cell not in heads for n in _over(cell, columns)}
    heads = [head for head in heads if not (over := _over(head, columns)) or not closed.issuperset(over)]
    if not heads or len(columns) - len(closed) <= len(heads):
        return []  # nearly always: each has a column of its own
    if turns := _in_turn(heads, columns, closed):
        return list(zip(heads, turns, strict=True))
    runs = min((_shared_out(heads, columns, closed, how) for how in (_at_middle, _at_left, _at_right)), key=lambda f: f[0])[1]
    return [(head, run) for head, run in zip(heads, runs, strict=True) if run] if any(len(run) > 1 for run in runs) else []


def _in_turn(heads: Sequence[Cell], columns: Sequence[Under], closed: set[int]) -> list[range]:
    """The run of each of several heads, where the same headings follow each other once for every head, wherever over them it is set."""
    keys = ["" if n in closed else column.key for n, column in enumerate(columns)]
    for width in range(len(keys) // len(heads) if len(heads) > 1 else 0, 1, -1):
        for start in range(len(keys) - width * len(heads) + 1):
            own = keys[start : start + width]
            runs = [range(at, at + width) for at in range(start, start + width * len(heads), width)]
            if "" in own or len(set(own)) < width or any(keys[run.start : run.stop] != own for run in runs[1:]):
                continue
            middles = [[_centre(columns[n]) for n in run] for run in runs]
            before, after = [float("-inf"), *(m[-1] for m in middles[:-1])], [*(m[0] for m in middles[1:]), float("inf")]
            if all(a < head.middle < b for a, head, b in zip(before, heads, after, strict=True)):
                return runs
    return []


def _centre(column: Under) -> float:
    return (column.x0 + column.x1) / 2


def _over(cell: Cell, columns: Sequence[Under]) -> list[int]:
    return [n for n, column in enumerate(columns) if cell.overlap(column.x0, column.x1) > 0]


_Misfit = Callable[[Cell, Sequence[Under]], float]
"""How far a head stands off where it would over a run of columns."""


def _at_left(head: Cell, run: Sequence[Under]) -> float:
    return abs(head.x0 - run[0].own.x0) if run[0].own else float("inf")


def _at_right(head: Cell, run: Sequence[Under]) -> float:
    return abs(head.x1 - run[-1].own.x1) if run[-1].own else float("inf")


def _at_middle(head: Cell, run: Sequence[Under]) -> float:
    """Less for several columns, whose cells may all stand at one side of them."""
    return abs(head.middle - (run[0].x0 + run[-1].x1) / 2) / len(run)


_COVERED = 0.01
"""What a column under a head is worth, in points of misfit: of two ways to share them the one that leaves fewer out."""


def _shared_out(heads: Sequence[Cell], columns: Sequence[Under], closed: set[int], off: _Misfit) -> tuple[float, list[range]]:
    """The best way to share the columns out among all the heads, and how badly it fits; no run is interrupted by a closed column."""
    middles = [float("-inf"), *(head.middle for head in heads), float("inf")]
    centres = [_centre(column) for column in columns]
    reach = [range(bisect_right(centres, middles[n]), bisect_left(centres, middles[n + 2])) for n in range(len(heads))]
    keys = [column.key for column in columns]

    def fits(n: int, run: range) -> bool:
        head, under = heads[n], columns[run.start : run.stop]
        if not closed.isdisjoint(run):
            return False
        alone = off is not _at_middle or any(_heads_one(head, column) for column in under)
        reaches = len(run) == 1 or (_may_share(head, under) and (not alone or _says_more(head, under) or _repeated(run, keys)))
        return reaches and off(head, under) < FURTHEST * head.size

    @cache
    def best(n: int, start: int) -> tuple[float, list[range]]:
        if n == len(heads):
            return 0.0, []
        cost, rest = best(n + 1, start)
        ways = [(FURTHEST * heads[n].size + cost, [range(0), *rest])]  # one over none of them
        for i in range(max(start, reach[n].start), reach[n].stop):
            for j in range(i + 1, reach[n].stop + 1):
                if fits(n, run := range(i, j)):
                    cost, rest = best(n + 1, j)
                    ways.append((off(heads[n], columns[i:j]) - _COVERED * len(run) + cost, [run, *rest]))
        return min(ways, key=lambda way: way[0])

    return best(0, 0)


def _heads_one(head: Cell, column: Under) -> bool:
    """Whether a head stands over one column as the first line of its heading does."""
    return column.own is not None and head.overlap(column.own.x0, column.own.x1) > 0 and misfit(head, column.own) < ALIGNED * head.size


def _may_share(head: Cell, run: Sequence[Under]) -> bool:
    """Whether a head may say something of all these columns: that they are results, or limits; one unit twice tells none apart."""
    roles = {column.own.heading.role for column in run if column.own}
    units = [column.key for column in run if column.own and column.own.heading.role is None]
    if len(set(units)) < len(units):
        return False
    return read_heading(head.text).role not in _TELLING or roles <= {Role.RESULT, None} or roles <= BOUNDS


def _says_more(head: Cell, run: Sequence[Under]) -> bool:
    """Whether a head adds a unit or a basis to headings that say what their columns are."""
    heading = read_heading(head.text)
    tells = heading.unit is not None or says_basis(head.text)
    return tells and all(column.own is not None and column.own.heading.exact and column.own.heading.role is not None for column in run)


def _repeated(run: range, keys: Sequence[str]) -> bool:
    """Whether the same headings follow each other once more beside the run, as they do under every basis."""
    own = list(keys[run.start : run.stop])
    others = (keys[i : i + len(own)] for i in range(len(keys) - len(own) + 1) if i + len(own) <= run.start or i >= run.stop)
    return len(set(own)) == len(own) and any(list(other) == own for other in others)
