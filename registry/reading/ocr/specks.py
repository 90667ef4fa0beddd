"""Specks of dust that were read as points of numbers, told by the column that the number stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from registry.reading.document import Word
from registry.reading.ocr.words import CORRECTED, SPECKED

FEWEST: Final = 3
"""So many results over and under it that end where a word does tell that it is one of their column."""
SAME_END: Final = 0.3
"""In sizes: how far from each other the results of one column end."""
_RESULT: Final = re.compile(r"[<>]?\d+[.,]\d+|<?LO[QD]|ND")
_WITH_SPECK: Final = re.compile(rf"({_RESULT.pattern})[.·]")
_COLON_FOR_POINT: Final = re.compile(r"(\d{1,3}):(\d{2,3})")


def without_specks(words: Sequence[Word]) -> list[Word]:
    """The words, `7.60.` and `ND.` without the speck at their end and `1:19` as `1.19` where a column holds such results.

    Elsewhere the first may be a day or the number of a heading, the last an hour. A person looks at what was a colon.
    """
    doubtful = [n for n, word in enumerate(words) if _WITH_SPECK.fullmatch(word.text) or _COLON_FOR_POINT.fullmatch(word.text)]
    out = list(words)
    results = [word for word in words if _RESULT.fullmatch(word.text)] if doubtful else []
    for n in doubtful:
        word = _read_anew(out[n])
        others = [w for w in results if abs(w.baseline - word.baseline) > 0.5 * word.size]
        ends = (word.x1, out[n].x1)  # a speck's ink may have widened the word, or not
        if any(sum(abs(w.x1 - end) < SAME_END * word.size for w in others) >= FEWEST for end in ends):
            out[n] = word
    return out


def _read_anew(word: Word) -> Word:
    """The word as a result, as wide as what is left of it."""
    if (specked := _WITH_SPECK.fullmatch(word.text)) is not None:
        end = word.x1 - (word.x1 - word.x0) / len(word.text)
        return replace(word, text=specked[1], x1=end, confidence=min(word.confidence, SPECKED))
    return replace(word, text=word.text.replace(":", "."), confidence=min(word.confidence, CORRECTED))
