"""Print over print: a stamp, a watermark or a pen's stroke that lies over the text and is lighter than it, taken out of a picture."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from registry.reading.ocr.engine import Floats, Pixels

DARK: Final = 0.6
"""Of the text's darkness: what is darker is text, whatever lies on it."""
LIGHT: Final = 0.16
"""The same: what is lighter is paper."""
LARGE: Final = 1.2
"""In sizes: longer than any stroke of a letter that came out light."""
CONTACT: Final = 0.12
"""In sizes, the least length of an edge at which lighter ink touches the text that it lies on."""
TONE: Final = 0.18
"""Of the text's darkness: pieces of one stamp are as dark as each other."""
NEAR: Final = 1.2
"""In sizes: pieces of one stamp lie so close to another."""
FAINTEST: Final = 60
"""Levels of grey between paper and text: less says nothing of two inks."""


def without_overprint(picture: Pixels, boxes: Floats) -> Pixels:
    """The picture without lighter ink that lies on its text; the same picture where there is none.

    Lighter text beside darker stays: it touches none. Bands of colour are no ink here: they are wider than any stroke.
    """
    if not len(boxes):
        return picture
    size = max(8.0, float(np.median(boxes[:, :, 1].max(1) - boxes[:, :, 1].min(1))) / 1.8)
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    side = round(size) | 1
    depth = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((side, side), np.uint8))
    marked = depth[depth > FAINTEST / 2]
    text = float(np.percentile(marked, 90)) if marked.size else 0.0
    if text < FAINTEST:
        return picture
    core = (depth > DARK * text).astype(np.uint8)
    near = cv2.dilate(core, np.ones((5, 5), np.uint8))
    lighter = ((depth > LIGHT * text) & (near == 0)).astype(np.uint8)
    lighter[_inside([box for box in boxes if _is_negative(grey, box)], grey.shape) > 0] = 0
    beside_text = np.minimum(cv2.dilate(near, np.ones((3, 3), np.uint8)), _inside(boxes, grey.shape))
    mask = _overprinted(lighter, beside_text, depth, size, text)
    if mask is None:
        return picture
    free = 1 - cv2.dilate(core, np.ones((3, 3), np.uint8))
    grown = np.minimum(cv2.dilate(mask, np.ones((5, 5), np.uint8)), free)
    paper = cv2.morphologyEx(picture, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    clean = picture.copy()
    clean[grown > 0] = paper[grown > 0]
    return clean


def _inside(boxes: Iterable[Floats], shape: tuple[int, ...]) -> Pixels:
    """Where the lines of text lie: an edge of the sheet or a drawn line is none."""
    area = np.zeros(shape, np.uint8)
    for box in boxes:
        area[_around(box)] = 1
    return area


def _around(box: Floats) -> tuple[slice, slice]:
    """The rows and columns of a line of text."""
    (left, top), (right, foot) = np.maximum(0, box.min(0)).astype(int), np.ceil(box.max(0)).astype(int)
    return slice(top, foot), slice(left, right)


def _is_negative(grey: Pixels, box: Floats) -> bool:
    """Whether a line is set light on a dark band, whose colour then looks like lighter ink between the letters."""
    part = grey[_around(box)]
    dark, usual, light = np.percentile(part, (5, 50, 95)) if part.size else (0, 0, 0)
    return bool(light - usual > max(FAINTEST / 2, usual - dark))


def _overprinted(lighter: Pixels, beside_text: Pixels, depth: Pixels, size: float, text: float) -> Pixels | None:
    """The pieces of lighter ink that lie on text, and what belongs to them: as dark, and near; None where there are none."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lighter, connectivity=8)
    if count < 2:
        return None
    longest = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    contact = np.bincount(labels[(beside_text & lighter) > 0], minlength=count)
    chosen: NDArray[np.bool_] = (longest > LARGE * size) & (contact > CONTACT * size)
    chosen[0] = False
    if not chosen.any():
        return None
    tone: Any = np.bincount(labels.ravel(), depth.ravel(), minlength=count) / np.maximum(1, stats[:, cv2.CC_STAT_AREA])
    reach = np.ones((2 * round(NEAR * size) + 1,) * 2, np.uint8)
    around = cv2.dilate(chosen[labels].astype(np.uint8), reach)
    beside = np.bincount(labels[around > 0], minlength=count) > 0
    alike = np.abs(tone - np.median(tone[chosen])) < TONE * text
    chosen |= beside & alike
    chosen[0] = False
    return np.asarray(chosen[labels], np.uint8)
