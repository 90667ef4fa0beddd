"""Signs that bound a number ("<") and stand apart from it: each becomes one word with its number, which no later step can part.

A "<" that is lost turns "less than 0.005" into an amount that was found. It is lost where it stands at the left edge of its column and
the number at the right one, in a column of its own, near enough to a name or a unit to look like the last word of it, or raised.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from operator import attrgetter
from typing import Final

from registry.reading.document import Page, Word
from registry.reading.shapes import Shape, cell_shape

SIGNS: Final = frozenset({"<", ">", "≤", "≥", "<=", ">=", "=<", "=>"})
_ENDS: Final = frozenset("<>≤≥=")
_AT_END: Final = re.compile(r"(?P<head>[^<>≤≥]*(?:[^\W\d_]|[%:)\]*]))(?P<sign>[<>≤≥]=?)")
"""A name or a unit that the sign of the number behind it touches."""
_NUMBER: Final = re.compile(r"[.,]?\d[\d.,]*\S{0,3}")
_BOUNDED: Final = frozenset({Shape.NUMBER, Shape.WORD, Shape.PAIR})
"""What a sign and what stands behind it look like together: "< 0.005", "< LOQ", "< 0.1/0.2"."""
SPACE: Final = 0.95
"""In sizes: so far apart stand two words of one text at most, a typewriter's too."""
ONE_SPACE: Final = 0.5
"""In sizes: the words of a name stand no further apart."""
SHORTEST_NAME: Final = 4
"""Letters of a name, where fewer are a flag or somebody's initials."""
NEARER: Final = 0.5
"""Of the way back to the number before it: so near to the one behind it, a sign belongs to that."""
AT_NUMBER: Final = 0.25
"""In sizes: the space between a sign and its number."""
MIDDLE: Final = 0.3
"""In sizes above the baseline: the middle of a sign."""
ABOVE, BELOW = 0.74, 0.22
"""In sizes above and below the baseline: how far print reaches."""


def with_signs(page: Page) -> Sequence[Word]:
    """The words of a page, each sign one with the number that it bounds, but for signs that may belong to the numbers of two columns."""
    signs = [word for word in page.words if word.text[-1:] in _ENDS and (word.text in SIGNS or _AT_END.fullmatch(word.text))]
    if not signs:
        return page.words
    binding = _Binding(page, sorted([(r.x0, min(r.y0, r.y1), max(r.y0, r.y1)) for r in page.rulings if not r.horizontal]))
    for sign in sorted(signs, key=lambda word: word.x0):
        binding.bind(sign)
    return [held for word in page.words for held in binding.made.get(id(word), (word,))]


@dataclass(slots=True)
class _Binding:
    """What has become of the words of a page so far."""

    page: Page
    walls: Sequence[tuple[float, float, float]]
    """The lines drawn downwards: where, from where on, how far."""
    made: dict[int, list[Word]] = field(default_factory=dict)
    """By the `id` of a word that was a sign, ended in one, or is bounded by one: the words in its place."""

    def bind(self, sign: Word) -> None:
        """Bind a sign to the number behind it, or to the one right before it where none is near behind."""
        middle = sign.baseline - MIDDLE * sign.size
        level = [w for w in self.page.words if w.baseline - ABOVE * w.size < middle < w.baseline + BELOW * w.size and w is not sign]
        behind = min([w for w in level if w.x0 > sign.x0], key=_left, default=None)
        head, bare = _parted(sign)
        before = [*head, *sorted([w for w in level if w.x0 <= sign.x0], key=_left, reverse=True)]
        number = _number_before(before)
        if number and number.text.startswith("<") and bare.text.startswith(">"):
            return  # brackets, as in "USP < 61 >"
        left = bare.x0 - before[0].x1 if number else float("inf")
        right = behind.x0 - bare.x1 if behind else float("inf")
        reach = SPACE * sign.size
        walled = number is not None and any(bare.x1 - 1 <= x <= bare.x1 + right + 1 and y0 < middle < y1 for x, y0, y1 in self.walls)
        near = number is None or right < NEARER * left or right <= min(left, reach)
        if behind and near and not walled and _may_be_bounded(bare.text, behind.text) and id(behind) not in self.made:
            self.made |= {id(sign): head, id(behind): [_bound(bare, behind)]}
        elif number and left < min(reach, right) and id(number) not in self.made and (number is before[0] or _is_unit_behind(before)):
            self.made |= {id(sign): head, id(number): [_bound(bare, number)]}


def _is_unit_behind(before: Sequence[Word]) -> bool:
    """Whether the words before a sign end in a number and its unit."""
    return cell_shape(before[0].text) is Shape.UNIT and cell_shape(before[1].text) is Shape.NUMBER


_left: Final = attrgetter("x0")


def _parted(sign: Word) -> tuple[list[Word], Word]:
    """The name or unit that a sign touches, if any, and the sign alone."""
    found = _AT_END.fullmatch(sign.text) if sign.text not in SIGNS else None
    if found is None:
        return [], sign
    edge = sign.x1 - (sign.x1 - sign.x0) * len(found["sign"]) / len(sign.text)
    return [replace(sign, text=found["head"], x1=edge)], replace(sign, text=found["sign"], x0=edge)


def _may_be_bounded(sign: str, text: str) -> bool:
    """Whether a text is what a sign bounds: a number, a flag or a note's mark behind it or none, or the name of a limit."""
    shape = cell_shape(f"{sign} {text}")
    return shape in _BOUNDED or (_NUMBER.fullmatch(text) is not None and cell_shape(text) is not Shape.DATE)


def _number_before(before: Sequence[Word]) -> Word | None:
    """The last number that stands behind a name in the words before a sign, which are given from right to left; None where none does.

    A number that ends a name, as in "Omega 3", is none.
    """
    for word, further in zip_longest(before, before[1:]):
        shape = cell_shape(word.text)
        ends_name = further is not None and word.x0 - further.x1 < ONE_SPACE * word.size and cell_shape(further.text) is Shape.TEXT
        if shape is Shape.NUMBER and not ends_name:
            return word
        if shape is Shape.NUMBER or (shape is Shape.TEXT and len(word.text) >= SHORTEST_NAME):
            return None
    return None


def _bound(sign: Word, number: Word) -> Word:
    """A sign and its number as one word, the sign first; one from afar is set right before it."""
    far = number.x0 - sign.x1 > SPACE * number.size
    return Word(
        f"{sign.text} {number.text}",
        number.x0 - (sign.x1 - sign.x0) - AT_NUMBER * number.size if far else min(sign.x0, number.x0),
        min(sign.y0, number.y0),
        max(sign.x1, number.x1),
        max(sign.y1, number.y1),
        number.size,
        number.baseline,
        min(sign.index, number.index),
        min(sign.confidence, number.confidence),
    )
