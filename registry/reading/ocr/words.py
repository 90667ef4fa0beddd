"""Recognised characters of one strip -> words with boxes: parted where the ink parts, measured on the ink."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from registry.reading.layout.words import DESCENT
from registry.reading.ocr.engine import Glyph, Pixels
from registry.reading.vocabulary import begins_bound

Ink = NDArray[np.bool_]

CAP_HEIGHT: Final = 0.7
"""Of the font size: capitals and digits of the faces that certificates are set in (Helvetica 0.72, Times 0.66)."""
X_HEIGHT: Final = 0.5
BRACKET_HEIGHT: Final = 0.92
WIDE_GAP: Final = 0.55
"""In sizes: without a blank seen by the recogniser, only a gap this wide parts two words (0.1 % of gaps inside words are wider)."""
WIDE_ADVANCE: Final = 0.95
"""In sizes, from middle to middle: the widest pairs of capitals stand 0.9 apart."""
LIKELY_GAP: Final = 0.14
"""In sizes: wide enough for a word's end where the recogniser at least suspects a blank."""
LIKELY_BLANK: Final = 0.1
NO_GAP: Final = 0.1
"""In sizes: with a blank seen inside a number, a gap narrower than this does not part it."""

_DESCENDING: Final = frozenset("gjpqyQ,;()[]{}|\\µ$@ßçÇ_ąęşţ")
_RAISED: Final = frozenset("'\"’‘”“*°^™®-–—−=~+·•×⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ<>≤≥≈:÷")
_TALL: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789bdfhklß%&#!?/ΔΩβδ")
_LOW: Final = frozenset("acemnorsuvwxzαγεικνοπρστυωgpqyµ")
_SUPERSCRIPTS: Final = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_SCRIPT: Final = frozenset("0123456789+-−")
_NUMERIC: Final = frozenset("0123456789.,")
_MUDDLED: Final = re.compile(r"[<>≤≥]?(?=[\dOolI|]*[.,]?[\dOolI|]*$)(?=.*\d)[\dOolI|]+[.,][\dOolI|]+")
_MUDDLED_LIMIT: Final = re.compile(r"(?:[<>]|[KkCc«‹](?=L))?(?:B?LL?)[O0](?:[QD]|[O0]$)|[<>][Il1][O0]Q")
_MUDDLED_UNIT: Final = re.compile(r"([(\[]?)(?:[mµunp]?[gq]|[ce]fu)/(?:k?[gq]|m[Ll])([)\]]?)")
_MUDDLED_SHARE: Final = re.compile(r"([(\[]?)([wvm])[lI1|]\2([)\]]?)")
_MUDDLED_NAME: Final = re.compile(r"0[a-z]{3,}")
_POWER: Final = re.compile(r"(\d+(?:[.,]\d+)?)[-–~*.](10[⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_NON_DETECT: Final = re.compile(r"[<KkCc«‹]?L?L[O0][QD]|ND")
_ONE_READING: Final = re.compile(r"[<>≤≥±]?\d*[.,](?:\d{1,2}|\d{4,})%?|0[.,]\d+%?")
_SPECKED: Final = re.compile(r"[<>]?(?:\d+[.,]\d+·|0\.\d+\.)")
_SPECKED_BOUND: Final = re.compile(r"\d[\d.,]*\d\.")
_LIKE_PERCENT: Final = frozenset({"8", "96"})
_SHARE: Final = re.compile(r"[(\[]?[wvm]/[wvm][)\]]?", re.IGNORECASE)
_BEFORE_SPECK: Final = re.compile(r"[<>]?\d{1,3}\.\.")
_SPECK_INSIDE: Final = re.compile(r"[<>]?\d{1,3}\.\.\d+")
_FOOTNOTE: Final = re.compile(r"[^\W\d]\)[1-9]$")
_SPECK_BEFORE: Final = re.compile(r"[.,·][A-Z][a-z]+$")
_COMPANY: Final = re.compile(r"(?:Inc|Ltd|Corp):")
_GAMMA: Final = re.compile(r"y-[A-Z][a-z]{4}")
_TOUCHING: Final = re.compile(r"(?:LOD|LOQ) (?:LOD|LOQ)|(\w+/\w+|\(\S+\)) \1|\d+\.\d+ \d+\.\d+")
_TEN: Final = re.compile(r"(?:^|[^\d.,]|\d,\d+\.)10$")
_MUDDLE: Final = str.maketrans("OolI|", "00111")
SOBER: Final = 4
"""The recogniser is too sure of itself: of 1,900 words with a figure, those whose worst character had 0.95 to 0.98 were right at
0.87, 0.98 to 0.99 at 0.97, 0.995 to 0.999 at 0.99; the fourth power meets these."""
AGREEMENT: Final = 0.7
"""Weight of a second reading by the same network, which shares the first one's blind spots."""
_CORE: Final = (0.35, 0.68)
"""Of a strip's height: text crosses it, what is left of drawn lines and neighbours does not."""
ANOTHER_GROUND: Final = 60
"""Levels of grey: where edge and most of a strip differ by more, they lie on different grounds."""
FOREIGN_GAP: Final = 0.15
"""Of a strip's height: ink further than this from the rest of a character belongs to another cell."""
UNDERLINED: Final = 0.8
"""Of a strip's width: ink in one row of pixels that no row of letters reaches."""
TOUCHING_WIDTH: Final = 1.5
REACH: Final = 0.6
"""Of a strip's height: no character is wider to either side of its middle; a sign that was not read may stand there."""
_INK_COST: Final = 6.0
_BLANK_GAIN: Final = 3.0
"""How much more a wide gap counts where the recogniser saw a blank between the two characters."""
BRACKET_DESCENT: Final = 0.21
SPECKED: Final = 0.9
CORRECTED: Final = 0.5
"""Confidence of a number in which a letter was taken for the digit it looks like: a person looks at it."""


@dataclass(frozen=True, slots=True)
class StripWord:
    """A word in pixels of its strip. `size` is the font's, from the height of the ink; `confidence` from that of its worst character."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    confidence: float


@dataclass(frozen=True, slots=True)
class _Placed:
    """A character with the columns its ink fills, and the rows (top, bottom), None where it has none of its own."""

    glyph: Glyph
    x0: int
    x1: int
    rows: tuple[int, int] | None


class _Blob(NamedTuple):
    """A connected piece of ink: the middle of its columns, its rows, its width, and the height of the strip it lies on."""

    x: float
    top: int
    foot: int
    wide: int
    strip: int

    @property
    def cut(self) -> bool:
        return self.top == 0 or self.foot == self.strip


def ink_of(strip: Pixels) -> Ink:
    """Where ink lies on a strip of text, whichever of text and ground is the darker; specks and neighbours' tails left out."""
    grey = cv2.cvtColor(strip, cv2.COLOR_BGR2GRAY) if strip.ndim == 3 else strip
    away = cv2.absdiff(grey, np.full_like(grey, _ground(grey)))
    level, _ = cv2.threshold(away, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    ink = _without_underline((away > max(24.0, 0.85 * level)).astype(np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    height, width = ink.shape
    keep = np.ones(count, np.bool_)
    keep[0] = False
    for n in range(1, count):
        y, wide, high, area = (int(value) for value in stats[n][1:5])
        speck = area < 3 or area < 0.0025 * height * height
        stray = (y == 0 or y + high == height) and high < 0.3 * height
        rule = wide > 0.9 * width and (wide > 3 * height or high < 0.15 * height)
        keep[n] = not (speck or stray or rule)
    return np.asarray(keep[labels], np.bool_)


def _ground(grey: Pixels) -> int:
    """The brightness behind the text: that of the strip's edge, or of most of it where the edge lies outside a coloured bar."""
    edge = float(np.median(np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])))
    most = float(np.median(grey))
    return int(most if abs(most - edge) > ANOTHER_GROUND else edge)


def _without_underline(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The ink without a line drawn under all of the text, which joins its letters with descenders into one piece."""
    height, width = ink.shape
    full = ink.mean(axis=1) > UNDERLINED
    rest = np.where(full[:, None], np.uint8(0), ink)
    text = np.flatnonzero(rest.any(axis=1))
    thin = 0 < int(full.sum()) <= 0.15 * height
    if width < 2 * height or not thin or len(text) < 0.3 * height or np.flatnonzero(full)[0] < 0.55 * height:
        return ink
    return rest


def strip_words(glyphs: list[Glyph], ink: Ink) -> list[StripWord]:
    """The words of one strip, left to right."""
    placed = _place(glyphs, ink)
    if not placed:
        return []
    size, baseline = _measure(placed, ink)
    placed = _with_scripts(placed, size, baseline)
    filled: Pixels = np.asarray(ink.any(axis=0))
    groups = [[placed[0]]]
    for before, character in pairwise(placed):
        if _parts(before, character, size, filled):
            groups.append([character])
        else:
            groups[-1].append(character)
    parts = [part for group in groups for part in _parted(group, size)]
    words = [_corrected(_as_percent(_word(part, size, baseline), ink)) for part in parts]
    words = _with_share(_joined_over_speck(words))
    around = zip([None, *words], words, [*words[1:], None], strict=False)
    return [_without_speck(before, word, after) for before, word, after in around]


def _with_share(words: list[StripWord]) -> list[StripWord]:
    """`8 w/w`, alone on its strip, as the `% w/w` that heads a column."""
    if len(words) != 2 or words[0].text not in _LIKE_PERCENT or not _SHARE.fullmatch(words[1].text):
        return words
    return [replace(words[0], text="%"), words[1]]


def _joined_over_speck(words: list[StripWord]) -> list[StripWord]:
    """The words, a decimal number whole again that a speck beside its point was read into: "0.." and "05", or "0..05"."""
    out: list[StripWord] = []
    for word in words:
        before = out.pop() if out and _BEFORE_SPECK.fullmatch(out[-1].text) and word.text.isdigit() else None
        text = f"{before.text}{word.text}" if before is not None else word.text
        if _SPECK_INSIDE.fullmatch(text):
            sure = min(word.confidence, before.confidence if before is not None else 1.0, SPECKED)
            word = replace(word, text=text.replace("..", "."), x0=before.x0 if before is not None else word.x0, confidence=sure)
        out.append(word)
    return out


def _without_speck(before: StripWord | None, word: StripWord, after: StripWord | None) -> StripWord:
    """A number without the dot behind it that multiplies nothing: a speck of dust, the rest of a line; so is that of `NMT 100.`."""
    times = after is not None and after.text.startswith("10")
    bound = before is not None and after is None and begins_bound(before.text) and _SPECKED_BOUND.fullmatch(word.text) is not None
    if not bound and (times or not _SPECKED.fullmatch(word.text)):
        return word
    return replace(word, text=word.text[:-1], confidence=min(word.confidence, SPECKED))


def _as_percent(word: StripWord, ink: Ink) -> StripWord:
    """`96` that is not drawn as two full characters is the sign `%`, which the recogniser sometimes takes for them."""
    if word.text != "96":
        return word
    _, _, stats, _ = cv2.connectedComponentsWithStats(
        np.ascontiguousarray(ink[:, int(word.x0) : int(word.x1)]).astype(np.uint8), connectivity=8
    )
    full = sum(int(high) > 0.85 * CAP_HEIGHT * word.size and int(wide) < 0.75 * word.size for wide, high in stats[1:, 2:4])
    return word if full == 2 else replace(word, text="%")


def _parted(group: list[_Placed], size: float) -> list[list[_Placed]]:
    """Cells of a narrow table that touch, each by itself: `LODLOQ`, `µg/gµg/g`, `0.10.3` (at its widest gap)."""
    text = "".join(p.glyph.text for p in group)
    if len(text) != len(group):
        return [group]
    cuts = [n for n in range(2, len(text) - 1) if _TOUCHING.fullmatch(f"{text[:n]} {text[n:]}")]
    if not cuts:
        return [group]
    cut = max(cuts, key=lambda n: group[n].x0 - group[n - 1].x1)
    if text[0].isdigit() and group[cut].x0 - group[cut - 1].x1 < NO_GAP * size:
        return [group]  # the number of a section or a method: 7.30.1
    return [group[:cut], group[cut:]]


def _place(glyphs: list[Glyph], ink: Ink) -> list[_Placed]:
    """The characters with their ink, parted at the borders between neighbours."""
    width = ink.shape[1]
    columns = ink.sum(0) / ink.shape[0]
    middles = [min(width - 1, max(0, round(glyph.place * width))) for glyph in glyphs]
    blanks = [glyph.blank == 1.0 for glyph in glyphs[1:]]
    borders = [0, *(_border(columns, left, right, blank=b) for (left, right), b in zip(pairwise(middles), blanks, strict=True)), width]
    _, _, stats, centres = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    pieces = [
        _Blob(float(x), int(stat[1]), int(stat[1] + stat[3]), int(stat[2]), len(ink))
        for (x, _), stat in zip(centres[1:], stats[1:], strict=True)
    ]
    blobs = [blob for blob in pieces if blob.top < _CORE[1] * len(ink) and blob.foot > _CORE[0] * len(ink)]
    spans = zip(glyphs, pairwise(borders), middles, strict=False)
    return [_placed(glyph, ink, blobs, left, right, middle) for glyph, (left, right), middle in spans]


def _border(columns: NDArray[np.float64], left: int, right: int, *, blank: bool) -> int:
    """The column between two characters' middles that parts them: with little ink, near the centre, in a wide gap (a `blank`'s above all).

    The middles are known to one step of the recogniser, half a digit, so neither the centre nor the widest gap alone will do.
    """
    if right - left < 2:
        return (left + right) // 2
    part = columns[left : right + 1]
    away = np.abs(np.linspace(-1, 1, len(part)))
    edges = np.flatnonzero(np.diff(np.concatenate([[1], part > 0, [1]]).astype(np.int8)))
    gaps = np.zeros(len(part))
    for start, end in edges.reshape(-1, 2):
        gaps[start:end] = end - start
    gain = _BLANK_GAIN if blank else 1.0
    return int(left + np.argmin(_INK_COST * part + away**2 - gain * np.minimum(1.0, gaps / (right - left))))


def _placed(glyph: Glyph, ink: Ink, blobs: list[_Blob], left: int, right: int, middle: int) -> _Placed:
    """Columns from the ink between the borders that is near the character's middle; rows from the pieces that have theirs there.

    So brackets that lean over a neighbour, a neighbouring cell at the strip's end and the line above or below (whose pieces
    the strip's edge cuts) are left out.
    """
    height = len(ink)
    filled = left + np.flatnonzero(ink[:, left:right].any(axis=0))
    parts = np.split(filled, np.flatnonzero(np.diff(filled) > FOREIGN_GAP * height) + 1)
    near = min(parts, key=lambda part: np.abs(part - middle).min()) if len(filled) else filled
    near = near[np.abs(near - middle) < REACH * height]
    own = [blob for blob in blobs if left <= blob.x < right]
    own = [blob for blob in own if not blob.cut] or own
    rows = (min(blob.top for blob in own), max(blob.foot for blob in own)) if own else None
    if not len(near):
        return _Placed(glyph, middle, middle + 1, rows)
    if not own or max(blob.wide for blob in own) > TOUCHING_WIDTH * (right - left):  # letters run together: only their columns tell
        across = np.flatnonzero(ink[:, near].any(axis=1))
        rows = (int(across[0]), int(across[-1] + 1))
    return _Placed(glyph, int(near[0]), int(near[-1] + 1), rows)


def _measure(placed: list[_Placed], ink: Ink) -> tuple[float, float]:
    """Font size and baseline of a strip in pixels: letters without descender stand on the baseline, capitals and digits reach the top.

    Half a pixel at either end is the blur of an edge.
    """
    inked = [(p.glyph.text, *p.rows) for p in placed if p.rows]
    standing = [foot for text, _, foot in inked if text not in _DESCENDING and text not in _RAISED]
    if not standing:
        return _measure_hanging(inked, ink)
    foot = float(np.median(standing))
    tall = [(foot - top - 1) / CAP_HEIGHT for text, top, bottom in inked if text in _TALL and abs(bottom - foot) <= 0.15 * len(ink)]
    brackets = [(bottom - top - 1) / BRACKET_HEIGHT for text, top, bottom in inked if text in "()[]"]
    low = [(foot - top - 1) / X_HEIGHT for text, top, _ in inked if text in _LOW]
    sizes = tall or brackets or low or [len(ink) / 1.5]
    size = float(np.median(sizes))
    if any(text in "()[]" for text, _, _ in inked):  # in `(%)` the sign may have been given a bracket's ink: none is taller than that
        rows = np.flatnonzero(ink.any(axis=1))
        most = (rows[-1] - rows[0]) / BRACKET_HEIGHT
        if size > 1.1 * most:
            return max(4.0, float(most)), float(rows[-1] + 0.5 - BRACKET_DESCENT * most)
    return max(4.0, size), foot - 0.5


def _measure_hanging(inked: list[tuple[str, int, int]], ink: Ink) -> tuple[float, float]:
    """The same where nothing stands on the baseline: from letters with a descender (`µg`), else from the strip itself."""
    hanging = [(top, bottom) for text, top, bottom in inked if text in _DESCENDING and text in _LOW]
    if not hanging:
        return len(ink) / 1.5, 0.78 * len(ink)
    top, bottom = np.median(hanging, axis=0)
    size = max(4.0, float(bottom - top - 1) / (X_HEIGHT + DESCENT))
    return size, float(bottom) - 0.5 - DESCENT * size


def _with_scripts(placed: list[_Placed], size: float, baseline: float) -> list[_Placed]:
    """Small digits that hang above the baseline as superscripts: 10⁵, a footnote's mark; never inside a number."""
    out: list[_Placed] = []
    for character in placed:
        raised = character.glyph.text in _SCRIPT and character.rows is not None and _hangs(character.rows, size, baseline)
        if not raised and character.glyph.text.isdigit() and character.rows is not None and _stands_high(character.rows, size, baseline):
            raised = _is_power_of_ten([p.glyph for p in out])  # an exponent as large as its ten
        if raised and out and _takes_exponent([p.glyph for p in out]):
            glyph = replace(character.glyph, text=character.glyph.text.translate(_SUPERSCRIPTS))
            character = replace(character, glyph=glyph)
        out.append(character)
    return out


def _hangs(rows: tuple[int, int], size: float, baseline: float) -> bool:
    top, bottom = rows
    return baseline - bottom > 0.18 * size and 0.2 * size < bottom - top < 0.62 * size


def _stands_high(rows: tuple[int, int], size: float, baseline: float) -> bool:
    top, bottom = rows
    return baseline - bottom > 0.3 * size and bottom - top < 0.85 * size


def _takes_exponent(before: list[Glyph]) -> bool:
    """Whether a superscript may follow: a word does, a ten of its own (7,2·10), an exponent; a decimal number does not."""
    last = before[-1].text
    return not (last.isdigit() or last in ".,") or last in "⁰¹²³⁴⁵⁶⁷⁸⁹" or _is_power_of_ten(before)


def raised_marks(glyphs: list[Glyph], ink: Ink) -> list[tuple[int, int, int, int]]:
    """Boxes (x0, y0, x1, y1) of small raised ink behind a 10 that no character accounts for: exponents the recogniser passes over."""
    placed = _place(glyphs, ink)
    if not placed:
        return []
    size, baseline = _measure(placed, ink)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    middles = np.array([glyph.place * ink.shape[1] for glyph in glyphs])
    found = []
    for x, y, wide, high, _ in stats[1:]:
        raised = y + high < baseline - 0.22 * size and 0.25 * size < high < 0.6 * size and 0.08 * size < wide < 0.5 * size
        orphan = not np.any((middles > x - 0.1 * size) & (middles < x + wide + 0.4 * size))
        if raised and orphan and _is_power_of_ten(glyphs[: int((middles < x).sum())]):
            found.append((int(x), int(y), int(x + wide), int(y + high)))
    return found


def _is_power_of_ten(glyphs: list[Glyph]) -> bool:
    """Whether the characters end in a ten that stands for itself: `10`, `7.2 x 10`, and `7,2.10`, where the comma is the decimal sign."""
    text = "".join((" " if glyph.blank == 1.0 else "") + glyph.text for glyph in glyphs)
    return bool(_TEN.search(text))


def with_exponent(glyphs: list[Glyph], mark: Glyph) -> list[Glyph]:
    """The characters with an exponent put in its place, and the sign before the power read as the multiplication it is."""
    mark = replace(mark, text=mark.text.translate(_SUPERSCRIPTS))
    at = sum(glyph.place < mark.place for glyph in glyphs)
    joined = [*glyphs[:at], mark, *glyphs[at:]]
    if at >= 4 and [g.text for g in joined[at - 3 : at]] == ["-", "1", "0"] and joined[at - 4].text.isdigit():
        joined[at - 3] = replace(joined[at - 3], text="·", confidence=min(joined[at - 3].confidence, CORRECTED))
    return joined


def _parts(before: _Placed, after: _Placed, size: float, filled: Pixels) -> bool:
    gap, blank = _widest_gap(filled[before.x1 : after.x0]) / size, after.glyph.blank
    if blank == 1.0:
        number = before.glyph.text in _NUMERIC and after.glyph.text in _NUMERIC
        return gap > NO_GAP or not number
    apart = (after.x0 + after.x1 - before.x0 - before.x1) / (2 * size)  # of faint letters only a stem may have been seen
    return (gap > WIDE_GAP and apart > WIDE_ADVANCE) or (gap > LIKELY_GAP and blank > LIKELY_BLANK)


def _widest_gap(filled: Pixels) -> int:
    """The longest run of columns without ink: ink between two characters that neither was given is no gap."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], filled, [True]]).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _word(group: list[_Placed], size: float, baseline: float) -> StripWord:
    text = "".join(p.glyph.text for p in group)
    return StripWord(text, group[0].x0, group[-1].x1, baseline, size, _sureness(text, [p.glyph for p in group]) ** SOBER)


def _sureness(text: str, glyphs: list[Glyph]) -> float:
    """That of the worst character that could make another value of the word.

    In `ND` and `<LOQ` the last one: `<L0Q` and `KLOQ` are no words. Point or comma are one where both give the same number.
    """
    if len(text) != len(glyphs):
        return min(glyph.confidence for glyph in glyphs)
    if _NON_DETECT.fullmatch(text):
        return glyphs[-1].confidence
    if _ONE_READING.fullmatch(text):
        return min(max(glyph.confidence, glyph.separator) for glyph in glyphs)
    return min(glyph.confidence for glyph in glyphs)


def _corrected(word: StripWord) -> StripWord:
    """`O.O5` -> `0.05`, `l.2` -> `1.2` inside a decimal number, `y-Terpinene` -> `γ-Terpinene`, `(7-OH)1` -> `(7-OH)¹`,
    `3,5-10²` -> `3,5·10²`: no longer sure.

    As sure as before where no other word is possible: `L0Q`, `LOO` -> `LOQ`, `KLOQ`, `<I0Q` -> `<LOQ`, `mq/kq` -> `mg/kg`,
    `wlw` -> `w/w`, `0xamyl` -> `Oxamyl`, `Inc:` -> `Inc.`, `.Gold` -> `Gold` (a speck).
    """
    text = word.text
    if _MUDDLED_LIMIT.fullmatch(text):
        return replace(word, text=_limit_word(text))
    if _MUDDLED_UNIT.fullmatch(text):
        return replace(word, text=text.replace("q", "g").replace("ef", "cf"))
    if share := _MUDDLED_SHARE.fullmatch(text):
        return replace(word, text=f"{share[1]}{share[2]}/{share[2]}{share[3]}")
    if _MUDDLED_NAME.fullmatch(text):
        return replace(word, text="O" + text[1:])
    if _COMPANY.fullmatch(text):
        return replace(word, text=text[:-1] + ".")
    if _SPECK_BEFORE.match(text):
        return replace(word, text=text[1:])
    if _MUDDLED.fullmatch(text):
        text = text.translate(_MUDDLE)
    elif power := _POWER.fullmatch(text):
        text = f"{power[1]}·{power[2]}"
    elif _GAMMA.match(text):
        text = "γ" + text[1:]
    elif _FOOTNOTE.search(text):
        text = text[:-1] + text[-1].translate(_SUPERSCRIPTS)
    return word if text == word.text else replace(word, text=text, confidence=min(word.confidence, CORRECTED))


def _limit_word(text: str) -> str:
    sign = "<" if text[0] in "KkCc«‹" else ""
    text = (sign + text[1:] if sign else text).replace("0", "O")
    text = re.sub(r"^([<>])[Il1]", r"\1L", text)
    return text[:-1] + "Q" if text.endswith("OO") else text


def outvoted(first: list[StripWord], second: list[StripWord], third: list[StripWord]) -> list[StripWord]:
    """The words of the first reading; where two further ones see another word in its place and are both surer of it, theirs."""
    return [
        _outvoted(word, *([other for other in look if other.x0 < word.x1 and other.x1 > word.x0] for look in (second, third)))
        for word in first
    ]


def _outvoted(word: StripWord, second: list[StripWord], third: list[StripWord]) -> StripWord:
    if len(second) != 1 or len(third) != 1 or second[0].text != third[0].text or second[0].text == word.text:
        return word
    least, most = sorted((second[0].confidence, third[0].confidence))
    if least <= word.confidence:
        return word
    return replace(word, text=second[0].text, confidence=1 - (1 - least) * (1 - AGREEMENT * most))


def agreed(first: list[StripWord], second: list[StripWord]) -> list[StripWord]:
    """The words of the first reading, surer where a second one of the same strip agrees, less sure where it differs."""
    out = []
    for word in first:
        others = [other for other in second if other.x0 < word.x1 and other.x1 > word.x0]
        text = "".join(other.text for other in others)
        theirs = min((other.confidence for other in others), default=0.0)
        if text == word.text:
            out.append(replace(word, confidence=1 - (1 - word.confidence) * (1 - AGREEMENT * theirs)))
        else:
            out.append(replace(word, confidence=word.confidence * (1 - AGREEMENT * theirs)))
    return out
