"""Words of a text layer that nobody sees: set in white where nothing darker than paper lies behind them."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from registry.reading.bulk import Answers, address_of, plain
from registry.reading.document import Word
from registry.reading.layout.words import Floats

WHITE: Final = 250
"""Of 255, in each of red, green and blue: from here on a colour is that of the paper."""
_get_colour, _get_path_colour = plain(raw.FPDFText_GetFillColor), plain(raw.FPDFPageObj_GetFillColor)
_get_mode, _get_bounds = plain(raw.FPDFPath_GetDrawMode), plain(raw.FPDFPageObj_GetBounds)
_colours, _modes, _bounds = Answers(np.uint32, 4, pointers=4), Answers(np.int32, 2, pointers=2), Answers(np.float32, 4, pointers=4)


def unseen_words(objects: Sequence[tuple[Any, int]], text_page: Any, words: Sequence[Word]) -> frozenset[int]:
    """`index` of the words in the paper's own colour that lie on no picture, no form and no coloured area of the page.

    What lies behind a word is told by the bounds of the page's `objects`, whichever was drawn first: in doubt a word is seen.
    """
    places = [word.index for word in words]
    colours = _colours.ask(_get_colour, places, address_of(text_page))
    white = [places[n] for n in np.flatnonzero((colours[:, :3] >= WHITE).all(axis=1)).tolist()]
    if not white:
        return frozenset()
    grounds = _grounds(objects)
    return frozenset(index for index in white if _is_filled(text_page, index) and not _lies_on(text_page, index, grounds))


def _is_filled(text_page: Any, index: int) -> bool:
    """Whether a character is drawn by filling alone: an outline may have a colour of its own."""
    item = raw.FPDFText_GetTextObject(text_page.raw, index)
    return bool(item) and raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_FILL


def _lies_on(text_page: Any, index: int, grounds: Floats) -> bool:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text_page.raw, index, *map(ctypes.byref, (left, right, bottom, top)))
    x, y = (left.value + right.value) / 2, (bottom.value + top.value) / 2
    x0, y0, x1, y1 = grounds.T
    return bool(((x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)).any())


def _grounds(objects: Sequence[tuple[Any, int]]) -> Floats:
    """Left, bottom, right and top of everything on the page that may show behind white letters."""
    paths = [item for item, kind in objects if kind == raw.FPDF_PAGEOBJ_PATH]
    shown = [item for item, kind in objects if kind not in (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH)]
    shown += [paths[n] for n in np.flatnonzero(_coloured(paths)).tolist()]
    return _bounds.ask(_get_bounds, shown).astype(float)


def _coloured(paths: Sequence[Any]) -> NDArray[np.bool_]:
    """Which paths are filled with anything but the paper's colour; a pattern, which has no one colour, is."""
    filled = _modes.ask(_get_mode, paths)[:, 0] != 0
    white = (_colours.ask(_get_path_colour, paths)[:, :3] >= WHITE).all(axis=1)
    coloured: NDArray[np.bool_] = filled & ~white
    return coloured
