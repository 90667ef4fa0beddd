"""Whether a page's text layer can be trusted, or its picture must be read instead.

Text layers go wrong in four ways that show in the words alone: there is none (a scan), glyphs map to the wrong characters
(`&HUWLILFDWH` for `Certificate`), words fall apart into letters, or the words do not lie on the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal

from registry.reading.document import Page, Word

Problem = Literal["no-text", "garbled", "letter-spaced", "misplaced"]

FEW_LETTERS: Final = 80
"""Fewer letters than this prove nothing about their spelling."""
STRANGE_SHARE: Final = 0.12
"""Of all characters: private-use codes, control codes and scripts that certificates are not set in."""
VOWEL_SHARE: Final = (0.24, 0.55)
"""Of all letters in longer words: 0.35 to 0.48 in every language written with Latin letters, chemical names included."""
UNSPEAKABLE_SHARE: Final = 0.3
"""Of longer words: without a vowel, or with a sign inside, as codes and abbreviations are in small number."""
SINGLE_SHARE: Final = 0.6
FEW_WORDS: Final = 20
"""Fewer words than this prove nothing about their spacing."""
OUTSIDE_SHARE: Final = 0.5

_VOWELS: Final = frozenset("aeiouyAEIOUY")
_LATIN_WORD: Final = re.compile(r"[A-Za-z\u00C0-\u017F]{4,}")
_SIGN_INSIDE: Final = re.compile(r"[A-Za-z][!\"#$&+;<=>?@\[\\\]^`{|}~]+[A-Za-z]")
_MARKS_OF_THE_TRADE: Final = frozenset("✓✔✕✗✘☐☑☒■□▪▫●○◦•→←↑↓▲▼◆★☆⁄")


def text_is_usable(page: Page) -> bool:
    """Whether the words of this page can be read as they are."""
    return text_problem(page) is None


def text_problem(page: Page) -> Problem | None:
    """What is wrong with the page's words; None where nothing shows.

    `no-text` is also a blank page: reading its picture then finds nothing, at little cost.
    """
    if not page.words:
        return "no-text"
    if _is_misplaced(page):
        return "misplaced"
    if _is_letter_spaced(page.words):
        return "letter-spaced"
    if _is_garbled([word.text for word in page.words]):
        return "garbled"
    return None


def _is_misplaced(page: Page) -> bool:
    right, bottom = 2 * page.width + 2, 2 * page.height + 2
    inside = sum([-2 <= w.x0 + w.x1 <= right and -2 <= w.y0 + w.y1 <= bottom for w in page.words])
    return len(page.words) - inside > OUTSIDE_SHARE * len(page.words)


def _is_letter_spaced(words: Sequence[Word]) -> bool:
    """Most words are single letters; cells that hold one figure or sign are no sign of it."""
    single = sum([len(w.text) == 1 and w.text.isalpha() for w in words])
    if single <= SINGLE_SHARE * FEW_WORDS:
        return False
    lettered = sum(any(map(str.isalpha, w.text)) for w in words)
    return lettered >= FEW_WORDS and single > SINGLE_SHARE * lettered


def _is_garbled(texts: Sequence[str]) -> bool:
    characters = Counter("".join(texts))
    if _count(characters, _is_strange) > STRANGE_SHARE * characters.total():
        return True
    latin = _count(characters, lambda c: c.isascii() and c.isalpha())
    foreign = _count(characters, lambda c: not c.isascii() and c.isalpha() and "LATIN" not in unicodedata.name(c, ""))
    if latin < FEW_LETTERS or foreign > latin:
        return False
    together = " ".join(texts)
    words = _LATIN_WORD.findall(together)
    plain = list(map(_plain, words))
    letters = Counter("".join(plain))
    if not letters:
        return True  # many letters and never four together
    vowels = _count(letters, _VOWELS.__contains__)
    signed = sum(map(bool, map(_SIGN_INSIDE.search, set(texts)))) if _SIGN_INSIDE.search(together) else 0
    different = set(plain)  # one abbreviation in every row, the method's perhaps, is one word
    unspeakable = sum(map(_VOWELS.isdisjoint, different)) + signed
    return not VOWEL_SHARE[0] <= vowels / letters.total() <= VOWEL_SHARE[1] or unspeakable > UNSPEAKABLE_SHARE * len(different)


def _count(characters: Mapping[str, int], kind: Callable[[str], bool]) -> int:
    """How many of the characters are of a kind."""
    return sum(count for character, count in characters.items() if kind(character))


def _is_strange(character: str) -> bool:
    category = unicodedata.category(character)
    if category in ("Co", "Cn", "Cc", "Cs") or character == "\ufffd":
        return True
    return category == "So" and character not in _MARKS_OF_THE_TRADE and ord(character) > 0xFF


def _plain(word: str) -> str:
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
