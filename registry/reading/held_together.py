"""What a text under a heading of several things holds of each: "0.4 / 1.5" under "Result / Limit"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from registry.reading.heading_roles import Heading
from registry.reading.parting import ways_to_part
from registry.reading.shapes import Shape, cell_shape, is_portion, states_bound, verdict
from registry.reading.vocabulary import Role

PAIR = 2


def parted_text(text: str, kinds: Sequence[Heading]) -> Sequence[str]:
    """What a text holds of each kind, in their order; nothing where it holds less, as "NT" does, or anything else."""
    return next((texts for texts in _texts(text, len(kinds)) if may_be_of(texts, kinds)), ())


def _texts(text: str, count: int) -> Iterator[Sequence[str]]:
    """The ways in which a text may be `count` texts; the strokes of units are put back: "0.4mg/kg/1.5mg/kg"."""
    for parts in ways_to_part(text):
        for cuts in combinations(range(1, len(parts)), count - 1):
            yield ["/".join(parts[a:b]) for a, b in pairwise((0, *cuts, len(parts)))]
    words = text.split()
    for n in range(1, len(words) if count == PAIR else 0):
        if states_bound(behind := " ".join(words[n:])):
            yield [" ".join(words[:n]), behind]  # "0.4 NMT 1.5"


_DIGIT = re.compile(r"\d")
_WORDS = re.compile(r"[^\W\d_]{3}")
_FOUND = frozenset({Shape.NUMBER, Shape.WORD, Shape.BLANK})
_BOUND = frozenset({Shape.NUMBER, Shape.WORD, Shape.BLANK, Shape.RANGE})


def may_be_of(texts: Sequence[str], kinds: Sequence[Heading]) -> bool:
    """Whether each of the texts may be of its kind; some number or finding is among the results."""
    return all(_may_be(kind.role, text) for kind, text in zip(kinds, texts, strict=True))


def _may_be(role: Role | None, text: str) -> bool:
    shape = cell_shape(text)
    if is_portion(text) and shape is not Shape.NUMBER:
        return False  # "Absent / 25 g"
    in_words = shape is Shape.TEXT and _DIGIT.search(text) is None and _WORDS.search(text) is not None
    match role:
        case Role.RESULT:
            return shape in _FOUND or in_words
        case Role.LIMIT:
            return shape in _BOUND or in_words or states_bound(text)
        case Role.STATUS:
            return shape is Shape.BLANK or verdict(text) is not None
        case _:
            return shape in (Shape.NUMBER, Shape.BLANK)
