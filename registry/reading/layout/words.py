"""Glyphs of a text layer -> words, with the repairs that real certificates need.

What goes wrong in text layers, each met on a real certificate: superscripts that read as plain digits (10⁵ as 105), letter-spaced
text (`P a s s`), the same text printed twice to look bold, Greek letters as codes of the Symbol font, cells that touch (`0.10.0005`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from registry.reading.document import Word


class Glyph(NamedTuple):
    """One printed character: advance box in points from the top left of the page as shown, size and baseline."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    place: int


WORD_GAP = 0.15
"""In sizes: a space is 0.2 to 0.3 wide, kerning stays under 0.1."""
BASELINE_JITTER = 0.2
"""In sizes: neighbours on one line differ by rounding only."""
SCRIPT_SIZE = 0.87
"""A superscript or subscript is set at 0.5 to 0.84 of the size beside it (browsers: five sixths)."""
LEVEL = 0.04
"""In sizes: smaller print that stands less off the baseline goes on on the line; it is no superscript or subscript."""
SCRIPT_RISE = 0.15
"""In sizes: a smaller glyph above this rise is a superscript."""
ASCENT, DESCENT = 0.74, 0.22
"""In sizes: height of capitals and depth of descenders, for boxes that fit the ink of any font."""

_SUPERSCRIPTS = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
# Codes of Adobe's Symbol font as they reach the text layer (private use area, U+F000 + code).
_SYMBOL = {
    0x44: "Δ", 0x61: "α", 0x62: "β", 0x64: "δ", 0x65: "ε", 0x67: "γ", 0x6D: "µ", 0x77: "ω",
    0xA3: "≤", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB0: "°", 0x25: "%", 0x28: "(", 0x29: ")", 0x2D: "-",
}  # fmt: skip
# A common web font maps its Greek letters 0x233 too low; before a hyphen ("ž-Pinene") these stand for nothing else.
_SHIFTED_GREEK = {"ž": "α", "ſ": "β", "ƀ": "γ", "Ɓ": "δ"}
_ONE_VALUE = re.compile(r"[<>]?(?:\d+\.\d+|ND|NR|NT|LOQ|LOD)", re.IGNORECASE)
_GLUED = re.compile(rf"(?:{_ONE_VALUE.pattern})+", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})")
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
    return chr(code)


def build_words(glyphs: Sequence[Glyph]) -> list[Word]:
    """The words that `glyphs`, in stream order, print; overprinted copies once."""
    runs = _runs(glyphs)
    runs = _join_letter_spaced(runs)
    words = [_word(part) for run in runs for part in _unglue(run)]
    return _without_copies(words)


def _runs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs without a gap between them; superscripts already as superscript characters."""
    runs: list[list[Glyph]] = []
    run: list[Glyph] = []
    spaced = True
    base = size = end = close = level = 0.0
    last = ""
    last_x = 0.0
    for glyph in glyphs:
        text, x0, x1, baseline, glyph_size, _ = glyph
        if text == " ":
            spaced = True
            continue
        if not spaced and text != last and -close < x0 - end < close and -level < baseline - base < level and glyph_size == size:
            run.append(glyph)  # nine of ten: the next letter of the word
            end, last, last_x = x1, text, x0
            continue
        if run and text == last and abs(x0 - last_x) < 0.12 * size and abs(baseline - base) < 0.12 * size:
            continue  # printed twice, a hair apart, to look bold
        drop = baseline - base
        if not run or spaced or not -0.6 * size < x0 - end < WORD_GAP * size or abs(drop) > BASELINE_JITTER * size:
            if (
                run
                and glyph_size < SCRIPT_SIZE * size
                and -0.3 * size < x0 - end < 0.3 * size
                and -0.7 * size < drop < 0.45 * size
                and abs(drop) > LEVEL * size
            ):
                raised = drop < -SCRIPT_RISE * size
                run.append(glyph._replace(text=text.translate(_SUPERSCRIPTS)) if raised else glyph)
                end, last, last_x, spaced = x1, text, x0, False
                continue
            run = [glyph]
            runs.append(run)
            base, size = baseline, glyph_size
            close, level = WORD_GAP * size, BASELINE_JITTER * size
        else:
            if glyph_size < SCRIPT_SIZE * size and drop < -SCRIPT_RISE * size:
                glyph = glyph._replace(text=text.translate(_SUPERSCRIPTS))
            run.append(glyph)
        end, last, last_x, spaced = x1, text, x0, False
    return runs


def _join_letter_spaced(runs: list[list[Glyph]]) -> list[list[Glyph]]:
    """`P a s s` -> `Pass`: a line of single characters at even gaps; a gap half as wide again parts two words."""
    out: list[list[Glyph]] = []
    i = 0
    while i < len(runs):
        j = i + 1
        if len(runs[i]) <= 2:
            while j < len(runs) and len(runs[j]) <= 2 and _adjoins(runs[j - 1][-1], runs[j][0]):
                j += 1
        if j - i >= 3 and _is_spaced_out(runs[i:j]):
            out += _regroup([glyph for run in runs[i:j] for glyph in run])
        else:
            out += runs[i:j]
        i = j
    return out


def _is_spaced_out(runs: list[list[Glyph]]) -> bool:
    """True for single characters, or for letters mostly single: two that were set closer do not make words of the rest."""
    singles = sum(len(run) == 1 for run in runs)
    return singles == len(runs) or (len(runs) >= 4 and singles >= 0.6 * len(runs) and all(g.text.isalpha() for run in runs for g in run))


def _adjoins(left: Glyph, right: Glyph) -> bool:
    return abs(left.baseline - right.baseline) < BASELINE_JITTER * left.size and 0 <= right.x0 - left.x1 < left.size


def _regroup(glyphs: list[Glyph]) -> list[list[Glyph]]:
    gaps = [b.x0 - a.x1 for a, b in pairwise(glyphs)]
    wide = 1.5 * sorted(gaps)[len(gaps) // 2] + 0.05 * glyphs[0].size
    groups = [[glyphs[0]]]
    for gap, glyph in zip(gaps, glyphs[1:], strict=True):
        if gap > wide:
            groups.append([glyph])
        else:
            groups[-1].append(glyph)
    return groups


def _unglue(run: list[Glyph]) -> list[list[Glyph]]:
    """Cells that touch, parted: `0.10.0005` at the widest gap that leaves a number on either side, a long name before a number."""
    if len(run) < 4:
        return [run]
    text = "".join([g[0] for g in run])
    words = "ND" in text or "LO" in text
    if len(text) != len(run) or not (words or "." in text):
        return [run]
    if text[-1].isdigit() and (match := _NAME_AND_NUMBER.fullmatch(text)):
        return [run[: match.end(1)], run[match.end(1) :]]
    if (text.count(".") < 2 and not words) or not _GLUED.fullmatch(text) or _DATE.fullmatch(text):
        return [run]
    cuts = [i for i in range(2, len(run) - 1) if _ONE_VALUE.fullmatch(text[:i]) and _GLUED.fullmatch(text[i:])]
    if not cuts:
        return [run]
    cut = max(cuts, key=lambda i: run[i].x0 - run[i - 1].x1)
    return [run[:cut], *_unglue(run[cut:])]


def _word(run: list[Glyph]) -> Word:
    first = run[0]
    size, baseline = first.size, first.baseline
    text = "".join([g[0] for g in run])
    if first.text in _SHIFTED_GREEK and text[1:2] == "-":
        text = _SHIFTED_GREEK[first.text] + text[1:]
    return Word(text, first.x0, baseline - ASCENT * size, run[-1].x1, baseline + DESCENT * size, size, baseline, first.place)


def _without_copies(words: list[Word]) -> list[Word]:
    """Each word once: a copy lies within a third of the size of the first."""
    seen: dict[str, list[Word]] = {}
    out = []
    for word in words:
        twins = seen.setdefault(word.text, [])
        reach = 0.3 * word.size
        if not any(abs(t.x0 - word.x0) < reach and abs(t.baseline - word.baseline) < reach for t in twins):
            twins.append(word)
            out.append(word)
    return out
