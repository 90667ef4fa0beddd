"""Dust on a page, as a fax or a worn copier leaves it: dots all over the sheet, far smaller than print, taken out of a picture."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np

from registry.reading.ocr.engine import Pixels

BLACK: Final = 128
PAPER: Final = 200
"""Levels of grey: dust is dark on a bright sheet; what is darker is a photograph's, and its grain."""
LARGEST: Final = 5
"""In pixels: at 200 dpi the point of 6 point type is as large."""
RARE: Final = 0.01
"""Of the dots of one pixel: where larger ones are as few, they are no more dust than points of print."""
LETTER: Final = 12
"""In pixels: what is larger may be part of a letter."""
REACH: Final = 41
"""Pixels across: dots closer to a letter than half of it may be its own."""
TILES: Final = 16
"""Parts of either side of the sheet."""
MOST: Final = 0.5
"""Of these parts so many hold dust of their own where it lies all over the sheet."""
STREAK: Final = 14
"""In pixels: what a dirty lens draws breaks into pieces of one pixel's thickness, no longer than this."""


def without_dust(picture: Pixels) -> Pixels:
    """The picture without its dust and with the pinholes in its print filled; the same picture where none lies all over the sheet."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    ink = (grey < BLACK).astype(np.uint8)
    if np.median(grey) < PAPER:
        return picture
    _, labels, stats, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    area = stats[:, cv2.CC_STAT_AREA]
    letters = cv2.dilate((area > LETTER).astype(np.uint8)[labels] * ink, np.ones((REACH, REACH), np.uint8))
    x, y = middles[area == 1].astype(int).T
    if not _is_all_over(x[letters[y, x] == 0], y[letters[y, x] == 0], ink.shape):
        return picture
    sizes = np.bincount(np.minimum(area[1:], LARGEST + 1), minlength=LARGEST + 2)
    largest = next((size for size in range(2, LARGEST + 1) if sizes[size] < RARE * sizes[1]), LARGEST + 1) - 1
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    dust = (area <= largest) | ((np.minimum(wide, high) == 1) & (np.maximum(wide, high) <= STREAK))
    dust[0] = False
    clean = picture.copy()
    clean[dust[labels]] = 255
    clean[_pinholes(ink)] = 0
    return clean


def _is_all_over(x: Any, y: Any, shape: tuple[int, ...]) -> bool:
    """Whether dots lie in most parts of the sheet."""
    parts = set(zip((x * TILES // shape[1]).tolist(), (y * TILES // shape[0]).tolist(), strict=True))
    return len(parts) > MOST * TILES * TILES


def _pinholes(ink: Pixels) -> Pixels:
    """Where a single dot of paper shows within print."""
    around = cv2.filter2D(ink, -1, np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], np.uint8), borderType=cv2.BORDER_CONSTANT)
    return np.asarray((ink == 0) & (around == 4), np.bool_)
