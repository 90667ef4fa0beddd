"""Words of a page in typewriter's print, as wide as their letters: there every letter and every blank is equally wide.

Ink alone parts such words badly: the blank between two of them is as wide as the gap between columns elsewhere, and a comma
leaves gaps inside a number that are wider than many a space. A printed form that a typewriter filled in holds both kinds of print.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np

from registry.reading.document import Word
from registry.reading.layout.cells import lines_of

SHORTEST: Final = 3
"""Letters of a word whose width tells the pitch."""
FEWEST: Final = 20
ALIKE: Final = 0.1
"""Of the usual size or width of a letter: print that differs more has a pitch of its own."""
MOST: Final = 0.6
"""Of a typewriter's words so many have the usual width of a letter (measured: 0.8; other print 0.4 to 0.8)."""
BLANK: Final = 0.5
"""In sizes: half the gaps between a typewriter's words are wider (measured: 0.73; other print 0.22 to 0.3)."""
GAPS: Final = 1.0
"""In sizes: a wider gap is one between columns."""
FORM_ALIKE: Final = 0.05
"""Of the commonest width of a letter: what a typewriter's words differ by at most, among those of other print."""
FEWEST_BLANKS: Final = 8
OFF_GRID: Final = 0.35
"""In pitches: what is less from one blank, or from none, is one, or none."""
OTHER_WIDTH: Final = 0.75
"""In pitches: a word whose ink is that much wider or narrower than its letters has some that were not read."""


def on_grid(words: Sequence[Word]) -> list[Word]:
    """The words of a typewriter's page as wide as their letters, those between which there is no blank as one; other pages' as they are.

    In a form that a typewriter filled in, only words one blank apart are moved to the grid.
    """
    usual = float(np.median([word.size for word in words])) if words else 0.0
    lines = lines_of(words)
    pitch = _pitch(lines, usual) if len(words) >= FEWEST else None
    if pitch is not None:
        return [word for line in lines for word in _joined(_spaced(line, pitch, usual), pitch)]
    pitch = _pitch_of_answers(lines, usual) if len(words) >= FEWEST else None
    return list(words) if pitch is None else [word for line in lines for word in _answered(line, pitch, usual)]


def _pitch(lines: Sequence[Sequence[Word]], usual: float) -> float | None:
    """How far apart the letters of a typewriter's page stand, in points; None for any other print."""
    gaps = [(b.x0 - a.x1) / max(a.size, b.size) for line in lines for a, b in pairwise(line)]
    spaces = [gap for gap in gaps if 0 < gap < GAPS]
    if not spaces or float(np.median(spaces)) < BLANK:
        return None
    told = [word for line in lines for word in line if len(word.text) >= SHORTEST and abs(word.size - usual) < ALIKE * usual]
    if len(told) < FEWEST:
        return None
    letters, widths = np.array([len(word.text) for word in told]), np.array([word.x1 - word.x0 for word in told])
    near = np.abs(widths / letters / np.median(widths / letters) - 1) < ALIKE  # not what is set smaller below a title
    if near.mean() < MOST:
        return None
    slope = np.polyfit(letters[near], widths[near], 1)[0] if len(set(letters[near].tolist())) > 1 else 0.0
    return float(slope) if slope > 0 else None


def _pitch_of_answers(lines: Sequence[Sequence[Word]], usual: float) -> float | None:
    """The same for a printed form that a typewriter filled in: many words of one width of a letter, and one blank between the near ones."""
    told = [word for line in lines for word in line if len(word.text) > SHORTEST and abs(word.size - usual) < ALIKE * usual]
    letters, widths = np.array([len(word.text) for word in told], float), np.array([word.x1 - word.x0 for word in told])
    each = np.sort(widths / letters)
    most = max(each, key=lambda width: int(np.sum(np.abs(each / width - 1) < FORM_ALIKE)), default=0.0)
    near = np.abs(widths / letters - most) < FORM_ALIKE * most
    if near.sum() < FEWEST or len(set(letters[near].tolist())) < 2:
        return None
    pitch = float(np.polyfit(letters[near], widths[near], 1)[0])
    pairs = [(a, b) for line in lines for a, b in pairwise(line) if _is_typed(a, pitch, usual) and _is_typed(b, pitch, usual)]
    close = [(a, b) for a, b in pairs if b.x0 - a.x1 < GAPS * usual]
    apart = sum(_is_blank(a, b, pitch) for a, b in close)
    return pitch if pitch > 0 and apart >= FEWEST_BLANKS and apart > MOST * len(close) else None


def _answered(line: Sequence[Word], pitch: float, usual: float) -> Iterator[Word]:
    """A form's line, its typed words that stand one blank apart at that distance."""
    end: float | None = None
    for n, word in enumerate(line):
        typed = _is_typed(word, pitch, usual)
        width = len(word.text) * pitch
        behind = typed and n > 0 and end is not None and _is_blank(line[n - 1], word, pitch)
        before = typed and n + 1 < len(line) and _is_typed(line[n + 1], pitch, usual) and _is_blank(word, line[n + 1], pitch)
        if behind or before:
            x0 = end + pitch if behind and end is not None else (word.x0 + word.x1 - width) / 2
            end = x0 + width
            yield replace(word, x0=x0, x1=end)
        else:
            end = None
            yield word


def _is_typed(word: Word, pitch: float, usual: float) -> bool:
    return abs(word.size - usual) < ALIKE * usual and _is_whole(word, pitch)


def _is_blank(one: Word, other: Word, pitch: float) -> bool:
    """Whether one blank is between two words, each told by its middle."""
    between = (other.x0 + other.x1 - one.x0 - one.x1) / 2 - (len(one.text) + len(other.text)) / 2 * pitch
    return abs(between / pitch - 1) < OFF_GRID


def _spaced(line: Sequence[Word], pitch: float, usual: float) -> list[Word]:
    """A line's words as wide as their letters, each whole blanks behind the one before where none or one is between them."""
    out: list[Word] = []
    end = placed = float("-inf")  # of the word before: by its own ink, and as placed
    for word in line:
        if not (abs(word.size - usual) < ALIKE * usual and _is_whole(word, pitch)):
            end = placed = float("-inf")
            out.append(word)
            continue
        width = len(word.text) * pitch
        start = (word.x0 + word.x1 - width) / 2  # told by the middle: the ink of the first and of the last letter ends anywhere
        blanks = (start - end) / pitch
        x0 = next((placed + n * pitch for n in (0, 1) if abs(blanks - n) < OFF_GRID), start)
        end, placed = start + width, x0 + width
        out.append(replace(word, x0=x0, x1=placed))
    return out


def _is_whole(word: Word, pitch: float) -> bool:
    return abs(word.x1 - word.x0 - len(word.text) * pitch) < OTHER_WIDTH * pitch


def _joined(line: Sequence[Word], pitch: float) -> Iterator[Word]:
    """The words of a line, those that follow each other on the grid without a blank made one."""
    before: Word | None = None
    for word in line:
        if before is not None and abs(word.x0 - before.x1) < 0.01 * pitch:
            sure = min(before.confidence, word.confidence)
            before = replace(before, text=before.text + word.text, x1=word.x1, confidence=sure)
            continue
        if before is not None:
            yield before
        before = word
    if before is not None:
        yield before
