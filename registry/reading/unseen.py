"""Words of a text layer that nobody sees: set in white where nothing darker than paper lies behind them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any, Final

import pypdfium2.raw as raw

from registry.reading.document import Word

WHITE: Final = 250
"""Of 255, in each of red, green and blue: from here on a colour is that of the paper."""
MOST_OBJECTS: Final = 20_000
_get_colour = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *4 * (ctypes.c_void_p,))(
    ctypes.cast(raw.FPDFText_GetFillColor, ctypes.c_void_p).value or 0
)
"""pdfium's function by its plain address, as it is asked for every word."""
Span = tuple[float, float, float, float]
"""Left, bottom, right, top in the page's own coordinates."""


def unseen_words(page: Any, text_page: Any, words: Sequence[Word]) -> frozenset[int]:
    """`index` of the words in the paper's own colour that lie on no picture, no form and no coloured area of the page.

    What lies behind a word is told by the bounds of the page's objects, whichever was drawn first: in doubt a word is seen.
    """
    colour = [ctypes.c_uint() for _ in range(4)]
    into, text, (red, green, blue, _) = [ctypes.byref(part) for part in colour], text_page.raw, colour

    def is_white(word: Word) -> bool:
        return bool(_get_colour(text, word.index, *into)) and red.value >= WHITE and green.value >= WHITE and blue.value >= WHITE

    white = [word.index for word in words if is_white(word)]
    if not white:
        return frozenset()
    grounds = list(_grounds(page))
    return frozenset(index for index in white if _is_filled(text_page, index) and not _lies_on(text_page, index, grounds))


def _is_filled(text_page: Any, index: int) -> bool:
    """Whether a character is drawn by filling alone: an outline may have a colour of its own."""
    item = raw.FPDFText_GetTextObject(text_page.raw, index)
    return bool(item) and raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_FILL


def _lies_on(text_page: Any, index: int, grounds: Sequence[Span]) -> bool:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text_page.raw, index, *map(ctypes.byref, (left, right, bottom, top)))
    x, y = (left.value + right.value) / 2, (bottom.value + top.value) / 2
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in grounds)


def _grounds(page: Any) -> Iterator[Span]:
    """The bounds of everything on the page that may show behind white letters."""
    sides = [ctypes.c_float() for _ in range(4)]
    into = [ctypes.byref(side) for side in sides]
    for n in range(min(raw.FPDFPage_CountObjects(page.raw), MOST_OBJECTS)):
        item = raw.FPDFPage_GetObject(page.raw, n)
        kind = raw.FPDFPageObj_GetType(item)
        shows = kind != raw.FPDF_PAGEOBJ_TEXT and (kind != raw.FPDF_PAGEOBJ_PATH or _is_coloured(item))
        if shows and raw.FPDFPageObj_GetBounds(item, *into):
            yield sides[0].value, sides[1].value, sides[2].value, sides[3].value


def _is_coloured(path: Any) -> bool:
    """Whether a path is filled with anything but the paper's colour; a pattern, which has no one colour, is."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    colour = [ctypes.c_uint() for _ in range(4)]
    known = raw.FPDFPageObj_GetFillColor(path, *map(ctypes.byref, colour))
    return fill.value != 0 and not (known and all(part.value >= WHITE for part in colour[:3]))
