"""Two columns of marks, one headed by a good verdict and one by a bad one: "Pass | Fail" over crosses, ticks or boxes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Literal

from registry.reading.heading_roles import read_heading
from registry.reading.layout.cells import LINE_JITTER, Cell, join_cells
from registry.reading.shapes import heads_verdicts, verdict, verdict_of_itself
from registry.reading.vocabulary import Role, is_mark, is_unmarked

Verdict = Literal["pass", "fail"]
REACH = 3.4
"""In sizes: how far from the other headings those of the choice stand, under a head for both and over two lines."""
PITCH = 1.8
"""In sizes: how far from each other the lines of one of them stand at most."""
MARKS_REACH = 14.0
"""In sizes: how far below the headings the marks are looked at."""


def choice_headings(headings: Sequence[Cell], cells: Sequence[Cell], left: float, right: float) -> list[Cell] | None:
    """The headings of a choice beside the `headings`, between `left` and `right`, where nothing but marks stands below both; None where
    there is no such choice, nothing new where its words are among the headings."""
    top, bottom = min(c.baseline for c in headings), max(c.baseline for c in headings)
    size = max(c.size for c in headings)
    near = [c for c in cells if top - REACH * size <= c.baseline <= bottom + REACH * size and left < c.x0 < right]
    if not any(verdict(c.text) == "pass" for c in near):
        return None  # nearly always
    heads = _verdict_heads(near)
    good, bad = ([parts for parts, said in heads if said == wanted] for wanted in ("pass", "fail"))
    for one, other in product(good, sorted(bad, key=len, reverse=True)):
        apart = not any(part in one for part in other) and abs(one[-1].baseline - other[-1].baseline) < PITCH * size
        asks = all(verdict_of_itself(join_cells(parts).text) for parts in (one, other)) or _under_question([*one, *other], near)
        if apart and asks and _over_marks([*one, *other], max(bottom, one[-1].baseline, other[-1].baseline), size, cells):
            return [part for part in (*one, *other) if part not in headings]
    return None


def _under_question(heads: Sequence[Cell], near: Sequence[Cell]) -> bool:
    """Whether what stands over answers ("Yes", "No") asks for a verdict: they may say whether a method is accredited."""
    x0, x1, top = min(h.x0 for h in heads), max(h.x1 for h in heads), min(h.baseline for h in heads)
    over = [c for c in near if c.baseline < top - LINE_JITTER * c.size and c.overlap(x0, x1) > 0]
    return bool(over) and all(heads_verdicts(c.text) or read_heading(c.text).role is Role.STATUS for c in over)


def _verdict_heads(cells: Sequence[Cell]) -> list[tuple[tuple[Cell, ...], Verdict]]:
    """The verdicts among headings, on one line or on two: "Pass", "Does not" over "comply"."""
    heads = [((c,), said) for c in cells if (said := verdict(c.text)) is not None]
    stacked = (
        (a, b) for a in cells for b in cells if 0.5 * a.size < b.baseline - a.baseline < PITCH * a.size and any(map(str.isalpha, b.text))
    )
    return heads + [(p, said) for p in stacked if p[0].overlap(p[1].x0, p[1].x1) > 0 and (said := verdict(join_cells(p).text)) is not None]


def _over_marks(heads: Sequence[Cell], bottom: float, size: float, cells: Sequence[Cell]) -> bool:
    """Whether marks stand below the heads of a choice, and nothing else."""
    below = [c for c in cells if bottom < c.baseline < bottom + MARKS_REACH * size and any(c.overlap(h.x0, h.x1) > 0 for h in heads)]
    marks = [c for c in below if is_mark(c.text)]
    return bool(marks) and len(marks) + sum(is_unmarked(c.text) for c in below) == len(below)
