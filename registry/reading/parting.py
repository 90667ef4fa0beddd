"""Several things in one text: where a heading that names them, and a cell that holds them, may be parted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from registry.datafiles import words_of

MOST_TOGETHER = 4
"""So many things stand in one column."""

_SPACED_STROKE = re.compile(r"\s+[/|¦]\s+")
_STROKE = re.compile(r"\s*[/|¦;]\s*")
_IN_BRACKETS = re.compile(r"(?P<before>[^()\[\]]+?)\s*[(\[](?P<inside>[^()\[\]]+)[)\]](?P<behind>[^()\[\]]*)")


def ways_to_part(text: str) -> Iterator[list[str]]:
    """The parts of a text by each sign that may stand between them: strokes set apart, any strokes, words, a comma, brackets.

    What stands behind the brackets belongs to the part inside them.
    """
    for pattern in (_SPACED_STROKE, _STROKE, _between_words(), _COMMA):
        parts = pattern.split(text.strip())
        if 1 < len(parts) <= MOST_TOGETHER and all(parts):
            yield parts
    if (bracketed := _IN_BRACKETS.fullmatch(text.strip())) is not None:
        behind = bracketed["behind"].strip(" ,")
        yield [bracketed["before"], f"{bracketed['inside']} {behind}" if behind else bracketed["inside"]]


_COMMA = re.compile(r"\s*,\s+")


@cache
def _between_words() -> re.Pattern[str]:
    words = "|".join(map(re.escape, words_of("tables")["together"]["words"]))
    return re.compile(rf"\s+(?:{words})\.?\s+", re.IGNORECASE)
