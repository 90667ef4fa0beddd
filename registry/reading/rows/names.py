"""Names of analytes mended by the catalogue: accents that pictures lose, and raised footnote numbers that a text layer makes digits of."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from registry.model.analytes import load_catalogue

FEWEST_PLAIN: Final = 3
"""Letters without accent that must be there to tell a name by."""


@lru_cache(maxsize=4096)
def accented_name(name: str) -> str:
    """`rtuf` -> `rtuť`: the one name of the catalogue that differs in its accented letters alone; `name` itself where there is none."""
    if load_catalogue().match(name) is not None:
        return name
    found = {known for pattern, known in _accented() if pattern.fullmatch(name)}
    if len(found) != 1:
        return name
    (known,) = found
    return known[0].upper() + known[1:] if name[:1].isupper() else known


@lru_cache(maxsize=4096)
def without_mark(name: str) -> str:
    """`7-Hydroxymitragynine1` -> `7-Hydroxymitragynine`: a digit glued to a name that the catalogue knows without it alone."""
    glued = len(name) > FEWEST_PLAIN and name[-1].isdigit() and (name[-2].islower() or name[-2] == ")")
    if not glued or load_catalogue().match(name) is not None or load_catalogue().match(name[:-1]) is None:
        return name
    return name[:-1]


@cache
def _accented() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Names that hold accented letters, each with a pattern that lets any letter, or none, stand for those."""
    names = {name for analyte in load_catalogue() for name in analyte.synonyms if not name.isascii() and name.isalpha()}
    told = [name for name in sorted(names) if sum(letter.isascii() for letter in name) >= FEWEST_PLAIN]
    return tuple((re.compile("".join(c if c.isascii() else r"\w?" for c in name), re.IGNORECASE), name.lower()) for name in told)
