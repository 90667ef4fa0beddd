"""Words behind a unit that leave room for others: "CFU/g or as stated", "mg/kg unless otherwise noted"."""

from __future__ import annotations

import re
from functools import cache

from registry.datafiles import words_of
from registry.remembered import remembered


@remembered(4096)
def without_exceptions(text: str) -> str:
    """A heading or title without such words: "Result (CFU/g or as stated)" -> "Result (CFU/g)"."""
    return _otherwise().sub("", text) if " " in text else text


@cache
def _otherwise() -> re.Pattern[str]:
    words = sorted(words_of("tables")["sentences"]["otherwise"], key=len, reverse=True)
    any_of = "|".join(re.escape(word) + (r"\b" if word[-1].isalpha() else "") for word in words)
    return re.compile(rf"\s*\((?:{any_of})[^()]*\)|[,;]?\s+(?:{any_of})[^()\[\]]*(?=[)\]]|$)", re.IGNORECASE)
