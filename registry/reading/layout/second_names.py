"""Names over two lines, each in its own language, in rows that no rule and no wider gap sets apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from registry.model.analytes import load_catalogue
from registry.reading.heading_roles import read_heading
from registry.reading.layout.cells import Cell, join_cells
from registry.reading.panels import name_panel, title_panel
from registry.reading.shapes import Shape, cell_shape
from registry.reading.vocabulary import Role

Line = tuple[list[Cell], list[Cell], list[Cell]]
"""The cells of a line, those of its name, and the others."""
FEWEST: Final = 2
"""So many lines of names alone are needed to tell where they belong."""
FEWEST_STRANGE: Final = 3
"""So many rows, each with a second name, tell of a language that nobody knows."""
SAME_START: Final = 0.3
"""In sizes: how far from each other both lines of a name begin."""
SAME_ANALYTE, SAME_PANEL = 2, 1
"""How much two names speak for being one: both are known to mean it, or both tell of one panel and one of them is not known further."""


def second_names(lines: Sequence[Line], size: float) -> dict[int, int]:
    """Each line that holds a name alone -> the line of values whose name it is too, above it or below it; empty where nothing tells.

    They stand all above their values or all below them: on the side where the names mean the same.
    """
    alone = [n for n, (_, names, others) in enumerate(lines) if names and not others]
    if len(alone) < FEWEST:
        return {}  # nearly always
    alone = [n for n in alone if _is_plain(lines, n, size)]
    valued = [n for n, (_, names, others) in enumerate(lines) if names and others]
    if not FEWEST <= len(alone) <= len(valued) or 2 * len(alone) < len(valued):
        return {}
    held = frozenset(valued)
    sides = [{n: n + step for n in alone if n + step in held} for step in (-1, 1)]
    each = len(alone) == len(valued) >= FEWEST_STRANGE
    scores = [sum(_alike(lines[n][1], lines[row][1], strange=each) for n, row in side.items()) for side in sides]
    whole = [len(side) == len(alone) for side in sides]
    first, second = (1, 0) if scores[1] > scores[0] or (scores[1] == scores[0] and whole[1] and not whole[0]) else (0, 1)
    clear = scores[first] > scores[second] or (whole[first] and not whole[second])
    return sides[first] if clear and 2 * scores[first] >= len(alone) else {}


def _is_plain(lines: Sequence[Line], n: int, size: float) -> bool:
    """Whether a name alone is set as those of the rows beside it are, and is no title of a group."""
    lead = lines[n][1][0]
    beside = [lines[i][1][0] for i in (n - 1, n + 1) if 0 <= i < len(lines) and lines[i][1] and lines[i][2]]
    text = join_cells(lines[n][1]).text
    return (
        bool(beside)
        and not titles_group(text)
        and not names_kind(text)
        and cell_shape(text) is Shape.TEXT
        and all(abs(lead.x0 - c.x0) < SAME_START * size for c in beside)
    )


def titles_group(text: str) -> bool:
    """Whether a name alone is a panel's, and no analyte's."""
    return title_panel(text) is not None and load_catalogue().match(text) is None and name_panel(text) is None


def names_kind(text: str) -> bool:
    """Whether a line is what a column of names may be headed with, and so no name: "Alkaloids"."""
    heading = read_heading(text)
    return heading.role is Role.NAME and heading.exact and load_catalogue().match(text) is None


def _alike(one: Sequence[Cell], other: Sequence[Cell], *, strange: bool) -> int:
    """How much two names speak for being one; `strange`: whether one of them may be a word that nobody knows."""
    texts = [join_cells(names).text for names in (one, other)]
    known = [load_catalogue().match(text) for text in texts]
    if known[0] is not None and known[1] is not None:
        return SAME_ANALYTE if known[0].key == known[1].key else 0
    panels = [name_panel(text) for text in texts]
    same = panels[0] is not None and panels[0] is panels[1]
    return SAME_PANEL if same or (strange and known != [None, None] and None in panels) else 0
