"""Words of a page in typewriter's print, set to the grid of its letters: there every letter and every blank is equally wide.

Ink alone parts such words badly: the blank between two of them is as wide as the gap between columns elsewhere, and a comma
leaves gaps inside a number that are wider than many a space.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from registry.reading.document import Word
from registry.reading.layout.cells import lines_of

SHORTEST: Final = 3
"""Letters of a word whose width tells the pitch."""
FEWEST: Final = 20
ALIKE: Final = 0.1
"""Of the usual size: print that differs more has a pitch of its own."""
EVEN: Final = 0.09
"""In sizes: half the widths of a typewriter's words lie nearer to their count of letters (0.05), those of other print do not (0.16)."""
SEARCH: Final = 0.03
STEPS: Final = 121
OFF_GRID: Final = 0.35
"""In pitches: a word that stands further from the grid is no word of it (larger print, a stamp)."""
OTHER_WIDTH: Final = 0.75
"""In pitches: a word whose ink is that much wider or narrower than its letters has some that were not read."""

Floats = NDArray[np.float64]


def on_grid(words: Sequence[Word]) -> list[Word]:
    """The words of a typewriter's page as wide as their letters, those between which there is no blank as one; other pages' as they are."""
    pitch = _pitch(words)
    if pitch is None:
        return list(words)
    usual = float(np.median([word.size for word in words]))
    return [word for line in lines_of(words) for word in _joined(_snapped(line, pitch, usual), pitch)]


def _pitch(words: Sequence[Word]) -> float | None:
    """How far apart the letters of a typewriter's page stand, in points; None for any other print."""
    if len(words) < FEWEST:
        return None
    usual = float(np.median([word.size for word in words]))
    told = [word for word in words if len(word.text) >= SHORTEST and abs(word.size - usual) < ALIKE * usual]
    if len(told) < FEWEST:
        return None
    letters = np.array([[len(word.text), 1.0] for word in told])
    widths = np.array([word.x1 - word.x0 for word in told])
    fit = np.linalg.lstsq(letters, widths, rcond=None)[0]
    if fit[0] <= 0 or float(np.median(np.abs(widths - letters @ fit))) > EVEN * usual:
        return None
    lines = lines_of(told)
    pitches = float(fit[0]) * np.linspace(1 - SEARCH, 1 + SEARCH, STEPS)
    return float(max(pitches, key=lambda pitch: sum(abs(_phase(line, pitch)) for line in lines)))


def _phase(line: Sequence[Word], pitch: float) -> complex:
    """Where the grid lies under a line, as an angle, and how well its words agree on it (0 to their count)."""
    starts = np.array([_start(word, pitch) for word in line])
    return complex(np.exp(2j * np.pi * starts / pitch).sum())


def _start(word: Word, pitch: float) -> float:
    """Where the first letter's place begins: told by the middle, because the ink of the first and of the last letter ends anywhere."""
    return (word.x0 + word.x1 - len(word.text) * pitch) / 2


def _snapped(line: Sequence[Word], pitch: float, usual: float) -> list[Word]:
    fit = [word for word in line if abs(word.size - usual) < ALIKE * usual and _is_whole(word, pitch)]
    if not fit:
        return list(line)
    phase = float(np.angle(_phase(fit, pitch))) / (2 * np.pi) * pitch
    out = []
    for word in line:
        start = phase + round((_start(word, pitch) - phase) / pitch) * pitch
        if word in fit and abs(start - _start(word, pitch)) < OFF_GRID * pitch:
            word = replace(word, x0=start, x1=start + len(word.text) * pitch)
        out.append(word)
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
