"""Names of analytes as pictures give them: letters whose accents recognition loses or takes for other letters, put back."""

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


@cache
def _accented() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Names that hold accented letters, each with a pattern that lets any letter, or none, stand for those."""
    names = {name for analyte in load_catalogue() for name in analyte.synonyms if not name.isascii() and name.isalpha()}
    told = [name for name in sorted(names) if sum(letter.isascii() for letter in name) >= FEWEST_PLAIN]
    return tuple((re.compile("".join(c if c.isascii() else r"\w?" for c in name), re.IGNORECASE), name.lower()) for name in told)
