"""Glyphs of a text layer -> words, with the repairs that real certificates need.

What goes wrong in text layers, each met on a real certificate: superscripts that read as plain digits (10⁵ as 105), letter-spaced
text (`P a s s`), the same text printed twice to look bold, Greek letters as codes of the Symbol font, cells that touch (`0.10.0005`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from registry.reading.document import Word

Floats = NDArray[np.float64]


class Glyph(NamedTuple):
    """One printed character: advance box in points from the top left of the page as shown, size and baseline; " " is a space."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    place: int


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The printed characters of a page in stream order, as columns: three thousand a page, so they are looked at all at once.

    Elsewhere here a glyph is its number in these columns, and a run a list of such numbers. `letters`: the number in `alphabet` of what
    each prints. `spaced`: behind a space.
    """

    alphabet: list[str]
    """Each text once."""
    letters: NDArray[np.int64]
    x0: Floats
    x1: Floats
    baseline: Floats
    size: Floats
    place: NDArray[np.int64]
    spaced: NDArray[np.bool_]

    @classmethod
    def of(cls, glyphs: Sequence[Glyph]) -> Glyphs:
        """The glyphs as columns, their spaces as marks on what follows."""
        printed = [n for n, glyph in enumerate(glyphs) if glyph.text != " "]
        spaced = [n > 0 and glyphs[n - 1].text == " " for n in printed]
        x0, x1, baseline, size, place = (np.array([glyphs[n][side] for n in printed], float) for side in range(1, 6))
        alphabet = sorted({glyphs[n].text for n in printed})
        letters = np.array([alphabet.index(glyphs[n].text) for n in printed], int)
        return cls(alphabet, letters, x0, x1, baseline, size, place.astype(int), np.array(spaced, bool))


WORD_GAP = 0.15
"""In sizes: a space is 0.2 to 0.3 wide, kerning stays under 0.1."""
BASELINE_JITTER = 0.2
"""In sizes: neighbours on one line differ by rounding only."""
SAME_BASELINE = 1e-3
"""In points: letters of one word differ by less, rounding included."""
SCRIPT_SIZE = 0.87
"""A superscript or subscript is set at 0.5 to 0.84 of the size beside it (browsers: five sixths)."""
LEVEL = 0.04
"""In sizes: smaller print that stands less off the baseline goes on on the line; it is no superscript or subscript."""
EXPONENT_SIZE, EXPONENT_RISE = 0.98, 0.3
"""In sizes: one raised so high, and a figure lowered so far, is hardly smaller on some pages."""
SCRIPT_RISE = 0.05
"""In sizes: a smaller glyph above this rise is a superscript; one whose top is level with the text's rises by 0.06 to 0.16."""
BAND = 10.0
"""In points: copies are looked for in bands of the page so high."""
ASCENT, DESCENT = 0.74, 0.22
"""In sizes: height of capitals and depth of descenders, for boxes that fit the ink of any font."""

_OWN_TEN = re.compile(r"(?:^|[^\d.,])10[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_TWICE = frozenset("ft")
"""Letters of which two make a ligature."""
_FIGURES = frozenset("0123456789")
_RAISABLE = _FIGURES | frozenset("+-−")
_SUPERSCRIPTS = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
# Codes of Adobe's Symbol font as they reach the text layer (private use area, U+F000 + code).
_SYMBOL = {
    0x44: "Δ", 0x61: "α", 0x62: "β", 0x64: "δ", 0x65: "ε", 0x67: "γ", 0x6D: "µ", 0x77: "ω",
    0xA3: "≤", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB0: "°", 0x25: "%", 0x28: "(", 0x29: ")", 0x2D: "-",
}  # fmt: skip
# What fonts without a sign for "less than" set in its place.
_SIGNS = {
    **dict.fromkeys((0x2039, 0x276E, 0x2329, 0x27E8, 0x3008, 0x2C2, 0xFE64, 0xFF1C), "<"),
    **dict.fromkeys((0x203A, 0x276F, 0x232A, 0x27E9, 0x3009, 0x2C3, 0xFE65, 0xFF1E), ">"),
    **dict.fromkeys((0x2266, 0x2A7D), "≤"),
    **dict.fromkeys((0x2267, 0x2A7E), "≥"),
}
# A common web font maps its Greek letters 0x233 too low; before a hyphen ("ž-Pinene") these stand for nothing else.
_SHIFTED_GREEK = {"ž": "α", "ſ": "β", "ƀ": "γ", "Ɓ": "δ"}
_ONE_VALUE = re.compile(r"[<>]?(?:\d+\.\d+|ND|NR|NT|LOQ|LOD)", re.IGNORECASE)
_GLUED = re.compile(rf"(?:{_ONE_VALUE.pattern})+", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})")
_THOUSANDS = re.compile(r"[<>]?[1-9]\d{0,2}(?:\.\d{3}){2,}")
"""A number with points between its thousands: "1.000.000"."""
_NAMED_SIGN = re.compile(r"&(?:lt|gt|le|ge);")
EVEN = 0.01
"""In sizes: gaps of one number differ by less."""
_NAME_AND_NUMBER = re.compile(r"([A-Za-z][A-Za-z-]*[a-z]{4})(\d+\.\d+)")


def glyph_text(code: int) -> str:
    """The text of one character code of a text layer; empty for codes that print nothing."""
    if code < 0x20 or code in (0xFFFE, 0xFFFF, 0xFFFD, 0x200B, 0xFEFF):
        return "-" if code in (0x02, 0xFFFE) else ""  # pdfium's mark for a hyphen at a line's end
    if code < 0x7F:
        return chr(code)
    if code == 0xAD:
        return "-"
    if 0xF020 <= code <= 0xF0FF:
        return _SYMBOL.get(code - 0xF000, chr(code - 0xF000))
    if 0xFB00 <= code <= 0xFB06:
        return unicodedata.normalize("NFKC", chr(code))
    return _SIGNS.get(code) or chr(code)


def build_words(glyphs: Glyphs) -> list[Word]:
    """The words that `glyphs` print; overprinted copies once."""
    runs, texts = _Setting(glyphs).words()
    if "&" in glyphs.alphabet:  # a web page's signs, printed as their names: "&lt;0.005"
        texts = [unescape(text) if _NAMED_SIGN.search(text) else text for text in texts]
    first, last = (np.array([run[end] for run in runs], int) for end in (0, -1))
    left, right, size, baseline = glyphs.x0[first], glyphs.x1[last], glyphs.size[first], glyphs.baseline[first]
    columns = left, baseline - ASCENT * size, right, baseline + DESCENT * size, size, baseline, glyphs.place[first]
    return _with_exponents(_without_copies(list(map(Word, texts, *(column.tolist() for column in columns)))))


class _Setting:
    """One page's glyphs while words are made of them."""

    def __init__(self, glyphs: Glyphs) -> None:
        self.texts = list(map(glyphs.alphabet.__getitem__, glyphs.letters.tolist()))
        self.x0, self.x1, self.baseline, self.size = (column.tolist() for column in (glyphs.x0, glyphs.x1, glyphs.baseline, glyphs.size))
        self.spaced, self.strand_ends = glyphs.spaced.tolist(), _strand_ends(glyphs)

    def words(self) -> tuple[list[list[int]], list[str]]:
        """The glyphs and the text of each word."""
        runs, texts = [], []
        for run in self._join_letter_spaced(self._runs()):
            first, last = run[0], run[-1]
            together = last - first + 1 == len(run)  # in the stream too, as nearly always
            text = "".join(self.texts[first : last + 1] if together else [self.texts[glyph] for glyph in run])
            if len(run) >= 4 and len(text) == len(run) and ("." in text or "ND" in text or "LO" in text):
                while cut := self._cut(run, text):  # cells that touch
                    runs.append(run[:cut])
                    texts.append(text[:cut])
                    run, text = run[cut:], text[cut:]
            if text[0] in _SHIFTED_GREEK and text[1:2] == "-":
                text = _SHIFTED_GREEK[text[0]] + text[1:]
            runs.append(run)
            texts.append(text)
        return runs, texts

    def _runs(self) -> list[list[int]]:
        """Glyphs without a gap between them; superscripts already as superscript characters."""
        texts, lefts, rights, baselines, sizes, ends = self.texts, self.x0, self.x1, self.baseline, self.size, self.strand_ends
        runs: list[list[int]] = []
        run: list[int] = []
        base = size = end = last_x = 0.0
        last, skipped, at = "", False, 0
        while at < len(texts):
            text, x0, glyph_size, spaced = texts[at], lefts[at], sizes[at], self.spaced[at] or skipped
            drop, gap, following = baselines[at] - base, x0 - end, at + 1
            skipped = bool(run) and text == last and abs(x0 - last_x) < 0.12 * size and abs(drop) < 0.12 * size
            skipped = skipped and not self._is_ligature(at)
            if skipped:  # printed twice, a hair apart, to look bold
                skipped, at = spaced, following
                continue
            apart = not run or spaced or not -0.6 * size < gap < WORD_GAP * size or abs(drop) > BASELINE_JITTER * size
            apart = apart and not (run and x0 == last_x and rights[at] == end and not spaced)  # the letters of a ligature share its box
            far = drop <= -EXPONENT_RISE * size or (drop >= EXPONENT_RISE * size and text in _FIGURES)
            smaller = bool(run) and glyph_size < (EXPONENT_SIZE if far else SCRIPT_SIZE) * size
            smaller = smaller or (apart and abs(gap) < 0.1 * size and -0.6 * size < drop < -0.25 * size and self._is_power(runs, at))
            beside = smaller and abs(gap) < 0.3 * size and -0.7 * size < drop < 0.45 * size and abs(drop) > LEVEL * size
            if apart and not beside:
                run = []
                runs.append(run)
                base, size, drop = baselines[at], glyph_size, 0.0
            elif smaller and drop < -SCRIPT_RISE * size:
                texts[at] = text.translate(_SUPERSCRIPTS)
            run.append(at)
            if glyph_size == size and abs(drop) < 0.9 * BASELINE_JITTER * size and ends[at] > following:
                following = ends[at]  # nine of ten: the rest of the word at once
                run += range(at + 1, following)
                text, x0 = texts[following - 1], lefts[following - 1]
            end, last, last_x, at = rights[following - 1], text, x0, following
        return runs

    def _is_power(self, runs: list[list[int]], at: int) -> bool:
        """Whether a digit or sign stands behind a "10" of its own, or behind another raised there: an exponent in full size."""
        return self.texts[at] in _RAISABLE and _OWN_TEN.search("".join([self.texts[glyph] for glyph in runs[-1]])) is not None

    def _is_ligature(self, at: int) -> bool:
        """Whether this letter and the one before it are of one glyph, as "ff" is: in one box, and no letter beside them stands twice."""
        here = self.texts[at] in _TWICE and self._repeats(at) and self.x0[at] == self.x0[at - 1] and self.x1[at] == self.x1[at - 1]
        return here and not self._repeats(at - 2) and not self._repeats(at + 2)

    def _repeats(self, at: int) -> bool:
        """Whether a letter stands where the same letter stood right before it."""
        inside = 0 < at < len(self.texts) and self.texts[at] == self.texts[at - 1]
        return inside and abs(self.x0[at] - self.x0[at - 1]) < 0.12 * self.size[at]

    def _join_letter_spaced(self, runs: list[list[int]]) -> list[list[int]]:
        """`P a s s` -> `Pass`: a line of single characters at even gaps; a gap half as wide again parts two words."""
        out: list[list[int]] = []
        i = 0
        while i < len(runs):
            j = i + 1
            if len(runs[i]) <= 2:
                while j < len(runs) and len(runs[j]) <= 2 and self._adjoins(runs[j - 1][-1], runs[j][0]):
                    j += 1
            if j - i >= 3 and self._is_spaced_out(runs[i:j]):
                out += self._regroup([glyph for run in runs[i:j] for glyph in run])
            else:
                out += runs[i:j]
            i = j
        return out

    def _is_spaced_out(self, runs: list[list[int]]) -> bool:
        """True for single characters, or for letters mostly single: two that were set closer do not make words of the rest."""
        singles = sum(len(run) == 1 for run in runs)
        letters = all(self.texts[glyph].isalpha() for run in runs for glyph in run)
        if singles == len(runs):
            return letters or not self._is_typewritten([run[0] for run in runs])
        return len(runs) >= 4 and singles >= 0.6 * len(runs) and letters

    def _is_typewritten(self, glyphs: list[int]) -> bool:
        """Whether characters and the gaps between them are equally wide: a typewriter's words of one letter, with spaces ("< 2 U")."""
        widths = [self.x1[glyph] - self.x0[glyph] for glyph in glyphs]
        widths += [self.x0[b] - self.x1[a] for a, b in pairwise(glyphs)]
        return bool(max(widths) - min(widths) < EVEN * self.size[glyphs[0]])

    def _adjoins(self, left: int, right: int) -> bool:
        size = self.size[left]
        level = abs(self.baseline[left] - self.baseline[right]) < BASELINE_JITTER * size
        return bool(level and 0 <= self.x0[right] - self.x1[left] < size)

    def _regroup(self, glyphs: list[int]) -> list[list[int]]:
        gaps = [self.x0[b] - self.x1[a] for a, b in pairwise(glyphs)]
        wide = 1.5 * sorted(gaps)[len(gaps) // 2] + 0.05 * self.size[glyphs[0]]
        groups = [[glyphs[0]]]
        for gap, glyph in zip(gaps, glyphs[1:], strict=True):
            if gap > wide:
                groups.append([glyph])
            else:
                groups[-1].append(glyph)
        return groups

    def _cut(self, run: list[int], text: str) -> int:
        """Where a touching cell begins: `0.10.0005` at the widest gap that leaves a number on either side, a long name before a
        number; 0 where none does."""
        if text[-1].isdigit() and (match := _NAME_AND_NUMBER.fullmatch(text)):
            return match.end(1)
        words = "ND" in text or "LO" in text
        if (text.count(".") < 2 and not words) or not _GLUED.fullmatch(text) or _DATE.fullmatch(text):
            return 0
        if _THOUSANDS.fullmatch(text) and self._evenly_set(run):
            return 0
        cuts = [i for i in range(2, len(run) - 1) if _ONE_VALUE.fullmatch(text[:i]) and _GLUED.fullmatch(text[i:])]
        return max(cuts, key=lambda i: self.x0[run[i]] - self.x1[run[i - 1]], default=0)

    def _evenly_set(self, run: list[int]) -> bool:
        """Whether no gap of a run is wider than the others: the letters of one number, where a cell that touches begins anywhere."""
        gaps = sorted(self.x0[b] - self.x1[a] for a, b in pairwise(run))
        return bool(gaps[-1] - gaps[len(gaps) // 2] < EVEN * self.size[run[0]])


def _strand_ends(glyphs: Glyphs) -> list[int]:
    """For each glyph, behind which one the letters end that follow it right away, in one size on one baseline, and no two alike."""
    x0, x1, baseline, size = glyphs.x0, glyphs.x1, glyphs.baseline, glyphs.size
    if not (count := len(x0)):
        return []
    close = np.abs(x0[1:] - x1[:-1]) < WORD_GAP * size[1:]
    level = (np.abs(np.diff(baseline)) < SAME_BASELINE) & (size[1:] == size[:-1])
    alike = glyphs.letters[1:] == glyphs.letters[:-1]
    starts = np.flatnonzero(~(close & level) | alike | glyphs.spaced[1:]) + 1
    bounds = np.concatenate(([0], starts, [count]))
    ends: list[int] = np.repeat(bounds[1:], np.diff(bounds)).tolist()
    return ends


def _with_exponents(words: list[Word]) -> list[Word]:
    """The words, each ten with the small raised figure behind it that is drawn on its own, after the rest of the cell."""
    tens = [word for word in words if word.text.endswith("10") and _OWN_TEN.search(word.text)]
    smallest = max((word.size for word in tens), default=0.0) * SCRIPT_SIZE
    figures = [word for word in words if word.size < smallest and _FIGURE.fullmatch(word.text)] if tens else []
    raised = {id(ten): figure for ten in tens for figure in figures if _stands_raised(figure, ten)}
    if not raised:
        return words
    held = {id(figure) for figure in raised.values()}
    return [
        replace(word, text=word.text + raised[id(word)].text.translate(_SUPERSCRIPTS), x1=raised[id(word)].x1)
        if id(word) in raised
        else word
        for word in words
        if id(word) not in held
    ]


_FIGURE = re.compile(r"[-−]?\d{1,2}")


def _stands_raised(figure: Word, ten: Word) -> bool:
    """Whether a figure is set small, above the baseline and right behind a ten."""
    rise = ten.baseline - figure.baseline
    beside = -0.1 * ten.size < figure.x0 - ten.x1 < 0.3 * ten.size
    return beside and figure.size < SCRIPT_SIZE * ten.size and SCRIPT_RISE * ten.size < rise < 0.7 * ten.size


def _without_copies(words: list[Word]) -> list[Word]:
    """Each word once: a copy lies within a third of the size of the first."""
    bands: dict[str, dict[float, list[Word]]] = {text: {} for text, times in Counter([w.text for w in words]).items() if times > 1}
    return [word for word in words if word.text not in bands or not _is_copy(word, bands[word.text])]


def _is_copy(word: Word, bands: dict[float, list[Word]]) -> bool:
    """Whether one of the words before that say the same lies there already; else it is put beside them.

    They are kept by height on the page: a table says "ND" a hundred times.
    """
    reach, band = 0.3 * word.size, word.baseline // BAND
    for height in (band, band - 1, band + 1) if reach < BAND else tuple(bands):
        for twin in bands.get(height, ()):
            if abs(twin.x0 - word.x0) < reach and abs(twin.baseline - word.baseline) < reach:
                return True
    bands.setdefault(band, []).append(word)
    return False
