"""A PDF with a text layer -> Document: every word with its box, read through pdfium's bulk interface.

One call a character (its advance box), all of them into one array; a page's characters stay columns until words are made.
Baseline and size follow from the height of the advance box, which is the same for all characters of one font and size, so they
are asked once for each height.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from registry.errors import ReadingError
from registry.reading.bulk import Answers, address_of, page_objects, plain
from registry.reading.document import Document, Page, Ruling, Word
from registry.reading.layout.words import Floats, Glyphs, build_words, glyph_text
from registry.reading.quality import text_is_usable
from registry.reading.unseen import unseen_words

MEDIA_TYPE = "application/pdf"
LEVEL_TEXT = math.radians(8)
"""Text further from level than this (a watermark, a label along the margin) is no part of a table."""


_get_box = plain(raw.FPDFText_GetLooseCharBox)
_get_ink = plain(raw.FPDFText_GetCharBox)
_get_bounds = plain(raw.FPDFPageObj_GetBounds)
_get_font = plain(raw.FPDFText_GetFontInfo)
_boxes_room, _bounds_room = Answers(np.float32, 4, pointers=1), Answers(np.float32, 4, pointers=4)
_ink_room = Answers(np.float64, 4, pointers=4)

Places = NDArray[np.int64]
"""Numbers of characters in a text page."""
PageReader = Callable[[Any, int], Page]
"""Another engine: a pdfium page and its number (1-based) -> Page."""


def open_pdf(data: bytes, name: str, *, password: str | None = None, other_engine: PageReader | None = None) -> Document:
    """The pages of the PDF `data`; a page whose text layer cannot be trusted is read by `other_engine` where one is given.

    A page without text has no words and `image_only` set.

    Raises ReadingError: file-encrypted (a password is needed or wrong), file-unreadable, file-empty.
    """
    try:
        pdf = pdfium.PdfDocument(data, password=password)
    except pdfium.PdfiumError as error:
        raise _refusal(name, str(error), password) from error
    with closing(pdf):
        if len(pdf) == 0:
            raise ReadingError("The PDF has no pages.", where=name, code="file-empty")
        return Document(name, MEDIA_TYPE, tuple(read_page(pdf, number, other_engine) for number in range(1, len(pdf) + 1)))


def _refusal(name: str, message: str, password: str | None) -> ReadingError:
    if "assword" in message:
        what = "The password does not open this PDF." if password else "This PDF asks for a password."
        return ReadingError(what, where=name, next_step="Give the password with --password.", code="file-encrypted")
    return ReadingError(
        "The file is no PDF that can be opened; it may be cut short.",
        where=name,
        next_step="Get it again from its source.",
        code="file-unreadable",
    )


def read_page(pdf: pdfium.PdfDocument, number: int, other_engine: PageReader | None = None) -> Page:
    """Page `number` (1-based) with its words, from its text layer or else from its picture."""
    try:
        page = pdf[number - 1]
    except pdfium.PdfiumError as error:
        raise ReadingError("The page cannot be opened.", where=f"page {number}", code="file-unreadable") from error
    with closing(page):
        width, height = page.get_size()
        text_page = page.get_textpage()
        with closing(text_page):
            words, objects = build_words(page_glyphs(page, text_page)), page_objects(page)
            unseen = unseen_words(objects, text_page, words)
            words = [word for word in words if word.index not in unseen] if unseen else words
            bold = _set_bold(text_page, words) if number == 1 else frozenset()
        rulings = tuple(page_rulings(page, objects)) if words else ()
        read = Page(number, width, height, tuple(words), rulings, image_only=not words, bold=bold, unseen=len(unseen))
        if other_engine is not None and not (text_is_usable(read) and text_is_shown(page)):
            return replace(other_engine(page, number), image_only=not words, unseen=len(unseen))
        return read


_BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
LONGEST_FONT_NAME = 128


def _set_bold(text_page: Any, words: Sequence[Word]) -> frozenset[int]:
    """`index` of the words whose font says of itself, by name or flag, that it is bold."""
    name, flags = ctypes.create_string_buffer(LONGEST_FONT_NAME), ctypes.c_int()
    out, text, where = [], address_of(text_page), ctypes.byref(flags)
    for word in words:
        _get_font(text, word.index, name, LONGEST_FONT_NAME, where)
        if flags.value & _FORCE_BOLD or _BOLD.search(name.value):
            out.append(word.index)
    return frozenset(out)


def text_is_shown(page: Any) -> bool:
    """Whether the page's text is what is drawn on it: not where invisible text lies over a picture of the page, as scanners set it.

    Such text is another program's guess at the picture, of unknown quality. Invisible text over letters drawn as paths is
    the typesetter's own. Some objects spread over the page are asked.
    """
    count = raw.FPDFPage_CountObjects(page.raw)
    spread = sorted({*range(0, count, max(1, count // ASKED_OBJECTS)), *range(min(count, 5)), *range(max(0, count - 5), count)})
    asked = hidden = 0
    pictured = False
    for index in spread:
        item = raw.FPDFPage_GetObject(page.raw, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            asked += 1
            hidden += raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictured = pictured or _covers(item, page)
    return 2 * hidden <= asked or not pictured


def _covers(item: Any, page: Any) -> bool:
    """Whether a picture fills most of the page."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(item, *map(ctypes.byref, (left, bottom, right, top)))
    width, height = page.get_size()
    return bool((right.value - left.value) * (top.value - bottom.value) > COVERED * width * height)


class _Shown:
    """User space -> points from the top left of the page as shown."""

    def __init__(self, page: Any) -> None:
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page.raw, ctypes.byref(box))
        self.left, self.right, self.bottom, self.top = box.left, box.right, box.bottom, box.top
        self.turns = page.get_rotation() // 90

    def point(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Numbers or columns of them."""
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x


def _font_at(text: Any, index: int, shown: _Shown, bottom: float) -> tuple[float, float]:
    """Size of the font of one character, and the way from the bottom of its advance box up to the baseline; NaN where not level."""
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    raw.FPDFText_GetCharOrigin(text, index, x, y)
    raw.FPDFText_GetMatrix(text, index, matrix)
    turn = math.atan2(matrix.b, matrix.a) - shown.turns * math.pi / 2
    if abs(math.remainder(turn, 2 * math.pi)) >= LEVEL_TEXT:
        return math.nan, math.nan
    size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
    return size or 1.0, bottom - shown.point(x.value, y.value)[1]


LEAST_BOX = 0.75
"""In sizes: a box less high is no advance box (0.89 to 1.3 high), but a letter's ink."""
FONTS_TOLD = 64
"""Parts of a point in which heights of boxes tell fonts apart: bold digits raised may be nearly as high as the letters of another font."""
NO_BREAK_SPACE, HYPHEN_AT_END = 0xA0, 0x02
_DIGITS, _SIGNS = frozenset("0123456789"), frozenset("+-−")


def page_glyphs(page: Any, text_page: Any) -> Glyphs:
    """The level characters of a page in stream order."""
    text, shown = text_page.raw, _Shown(page)
    codes = np.frombuffer(_characters(text).encode("utf-32-le", "surrogatepass"), np.uint32).astype(int)
    firsts, kind = _kinds(codes)
    printed = list(map(_printed, codes[firsts].tolist()))
    places = np.flatnonzero(np.array([text not in ("", " ") for text in printed], bool)[kind])
    spaces = np.cumsum(np.array([text == " " for text in printed], bool)[kind])[places]
    x0, x1, bottom, height = _boxes(address_of(text_page), places, shown)
    size, rise = _fonts(text, places, kind[places], bottom, height, shown)
    level = np.flatnonzero(~np.isnan(size))
    alphabet = sorted(set(printed))
    glyphs = Glyphs(
        alphabet=alphabet,
        letters=np.array([alphabet.index(text) for text in printed], int)[kind[places[level]]],
        x0=x0[level],
        x1=x1[level],
        baseline=(bottom - rise)[level],
        size=size[level],
        place=places[level],
        spaced=np.diff(spaces[level], prepend=0) > 0,
    )
    _raise_exponents(address_of(text_page), glyphs, shown)
    return glyphs


MOST_KINDS = 1 << 17


def _kinds(keys: Places) -> tuple[Places, Places]:
    """Where each different key stands first, in the order of the keys, and for each key which of them it is. Keys are small numbers."""
    if not len(keys) or keys.min() < 0 or keys.max() >= MOST_KINDS:
        _, firsts, kind = np.unique(keys, return_index=True, return_inverse=True)
        return firsts, kind
    place = np.full(keys.max() + 1, -1)
    place[keys[::-1]] = np.arange(len(keys) - 1, -1, -1)
    met = np.flatnonzero(place >= 0)
    firsts = place[met]
    place[met] = np.arange(len(met))
    return firsts, place[keys]


def _printed(code: int) -> str:
    """What one character prints: " " for any space, nothing where it prints nothing."""
    return " " if code == NO_BREAK_SPACE or (code <= ord(" ") and code != HYPHEN_AT_END) else glyph_text(code)


def _boxes(text: Any, places: Places, shown: _Shown) -> tuple[Floats, Floats, Floats, Floats]:
    """Left, right and bottom of the characters' advance boxes in points from the top left of the page as shown, and their heights."""
    left, top, right, bottom = _boxes_room.ask(_get_box, places.tolist(), text).astype(float).T
    (xa, ya), (xb, yb) = shown.point(left, bottom), shown.point(right, top)
    if shown.turns == 0:
        return xa, xb, ya, top - bottom
    return np.minimum(xa, xb), np.maximum(xa, xb), np.maximum(ya, yb), np.abs(ya - yb)


def _fonts(text: Any, places: Places, letters: Places, bottom: Floats, height: Floats, shown: _Shown) -> tuple[Floats, Floats]:
    """Size of each character's font, NaN where it is not level, and the way from the bottom of its box up to the baseline.

    The height of a character's advance box is its font's size, and tells fonts apart, except where a font states no ascent and
    descent (office programs' PDFs): the box is then the letter's own ink, and a font is known by a letter and its height.
    """
    height = np.nan_to_num(height)
    by_height, by_letter = (height * FONTS_TOLD).astype(int), (letters << 32) + (height * 32).astype(int)
    for key in (by_height, by_letter):
        firsts, kind = _kinds(key)
        fonts = [_font_at(text, place, shown, y) for place, y in zip(places[firsts].tolist(), bottom[firsts].tolist(), strict=True)]
        size, rise = np.array(fonts, float).reshape(-1, 2).T
        if not (height[firsts] < LEAST_BOX * size).any():
            break
    return size[kind], rise[kind]


NARROW = 0.85
"""Of the digits of its page: digits that a font draws raised are set 0.6 to 0.75 as wide."""
RAISED = 0.15
"""In sizes: the ink of no other digit, old style figures included, ends so high above the baseline."""


def _raise_exponents(text: Any, glyphs: Glyphs, shown: _Shown) -> None:
    """Where a superscript is set with the font's own raised digits, which read like plain ones: above the baseline and smaller."""
    digit, one, zero, sign = (
        np.array([text in texts for text in glyphs.alphabet], bool)[glyphs.letters] for texts in (_DIGITS, "1", "0", _SIGNS)
    )
    behind = digit & ~glyphs.spaced
    behind[:1] = False
    width = (glyphs.x1 - glyphs.x0) / glyphs.size
    suspected = behind & (width < NARROW * np.median(width[digit])) if digit.any() else behind
    suspected[2:] |= behind[2:] & zero[1:-1] & one[:-2]
    places = np.flatnonzero(suspected)
    left, right, bottom, top = _ink_room.ask(_get_ink, glyphs.place[places].tolist(), text).T
    foot = np.maximum(shown.point(left, bottom)[1], shown.point(right, top)[1])
    raised = places[(foot < glyphs.baseline[places] - RAISED * glyphs.size[places]) & (top > bottom)]
    raised = np.concatenate((raised, raised[sign[raised - 1] & ~glyphs.spaced[raised - 1]] - 1))
    glyphs.baseline[raised] -= 0.35 * glyphs.size[raised]
    glyphs.size[raised] *= 0.6


def _characters(text: Any) -> str:
    """The character of each place of a text page, asked for all at once where pdfium leaves none out.

    Its text has one mark for a hyphen at a line's end and for a glyph without a character; those are asked for one by one.
    """
    count = raw.FPDFText_CountChars(text)
    units = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(text, 0, count, units)
    characters = bytes(units)[: 2 * (written - 1)].decode("utf-16-le", errors="surrogatepass")
    if len(characters) != count:
        characters = "\ufffe" * count
    if "\ufffe" not in characters:
        return characters
    return "".join([chr(raw.FPDFText_GetUnicode(text, n)) if c == "\ufffe" else c for n, c in enumerate(characters)])


THIN = 2.0
"""Points: a drawn path no wider than this is a line."""
SHORTEST_RULING = 6.0
ASKED_OBJECTS = 40
COVERED = 0.6


def page_rulings(page: Any, objects: Sequence[tuple[Any, int]]) -> list[Ruling]:
    """The drawn lines of a page: thin paths, horizontal or vertical, among its `objects`."""
    shown, paths = _Shown(page), [item for item, kind in objects if kind == raw.FPDF_PAGEOBJ_PATH]
    bounds = _bounds_room.ask(_get_bounds, paths).astype(float)
    sides = bounds[:, 2:] - bounds[:, :2]
    lines = bounds[(sides.min(axis=1) <= THIN) & (sides.max(axis=1) >= SHORTEST_RULING)]
    rulings = []
    for left, bottom, right, top in lines.tolist():
        (x0, y0), (x1, y1) = shown.point(left, top), shown.point(right, bottom)
        rulings.append(Ruling(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    return rulings
