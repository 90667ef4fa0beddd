"""A PDF with a text layer -> Document: every word with its box, read through pdfium's bulk interface.

One call a character (its advance box). Baseline and size follow from the height of the advance box, which is the same for all
characters of one font and size, so they are asked once for each height.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from registry.errors import ReadingError
from registry.reading.document import Document, Page, Ruling, Word
from registry.reading.layout.words import Glyph, build_words, glyph_text
from registry.reading.quality import text_is_usable

MEDIA_TYPE = "application/pdf"
LEVEL_TEXT = math.radians(8)
"""Text further from level than this (a watermark, a label along the margin) is no part of a table."""


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
            words = build_words(page_glyphs(page, text_page))
            bold = _set_bold(text_page, words) if number == 1 else frozenset()
        read = Page(number, width, height, tuple(words), tuple(page_rulings(page)) if words else (), image_only=not words, bold=bold)
        if other_engine is not None and not (text_is_usable(read) and text_is_shown(page)):
            return replace(other_engine(page, number), image_only=not words)
        return read


_BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
LONGEST_FONT_NAME = 128


def _set_bold(text_page: Any, words: Sequence[Word]) -> frozenset[int]:
    """`index` of the words whose font says of itself, by name or flag, that it is bold."""
    name, flags = ctypes.create_string_buffer(LONGEST_FONT_NAME), ctypes.c_int()
    out = []
    for word in words:
        raw.FPDFText_GetFontInfo(text_page.raw, word.index, name, LONGEST_FONT_NAME, flags)
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

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x


def _font_at(text: Any, index: int, shown: _Shown, bottom: float) -> tuple[float, float] | None:
    """Size of the font of one character, and the way from the bottom of its advance box up to the baseline; None where not level."""
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    raw.FPDFText_GetCharOrigin(text, index, x, y)
    raw.FPDFText_GetMatrix(text, index, matrix)
    turn = math.atan2(matrix.b, matrix.a) - shown.turns * math.pi / 2
    if abs(math.remainder(turn, 2 * math.pi)) >= LEVEL_TEXT:
        return None
    size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
    return size or 1.0, bottom - shown.point(x.value, y.value)[1]


def page_glyphs(page: Any, text_page: Any, *, by_letter: bool = False) -> list[Glyph]:
    """The level characters of a page in stream order.

    The height of a character's advance box is its font's size, and tells fonts apart, except where a font states no ascent and
    descent (office programs' PDFs): the box is then the letter's own ink, and a font is known by a letter and its height (`by_letter`).
    """
    text, shown = text_page.raw, _Shown(page)
    rect = raw.FS_RECTF()
    where = ctypes.byref(rect)
    get_box = raw.FPDFText_GetLooseCharBox
    left, top, upright, point = shown.left, shown.top, shown.turns == 0, shown.point
    fonts: dict[int | tuple[str, int], tuple[float, float] | None] = {}
    texts: dict[str, str] = {}
    glyphs: list[Glyph] = []
    add, new = glyphs.append, tuple.__new__  # half the time of the named constructor, 3000 times a page
    for index, character in enumerate(_characters(text)):
        if character <= " " and character != "\x02":
            add(_SPACE)
            continue
        printed = texts.get(character)
        if printed is None:
            printed = texts[character] = glyph_text(ord(character))
        if not printed:
            continue
        get_box(text, index, where)
        if upright:
            bottom = rect.bottom
            x0, x1, y1, height = rect.left - left, rect.right - left, top - bottom, rect.top - bottom
        else:
            (xa, ya), (xb, yb) = point(rect.left, rect.bottom), point(rect.right, rect.top)
            x0, x1, y1, height = min(xa, xb), max(xa, xb), max(ya, yb), abs(ya - yb)
        key = (printed, int(height * 32)) if by_letter else int(height * 8)
        if key in fonts:
            font = fonts[key]
        else:
            font = _font_at(text, index, shown, y1)
            if font and not by_letter and height < LEAST_BOX * font[0]:
                return page_glyphs(page, text_page, by_letter=True)
            if key:
                fonts[key] = font
        if font is None:
            continue
        size, rise = font
        baseline = y1 - rise
        exponent = "0" <= printed <= "9" and glyphs and "0" <= glyphs[-1][0] <= "9" and _may_be_exponent(glyphs)
        if exponent and _is_raised(text, index, shown, baseline, size):
            baseline, size = baseline - 0.35 * size, 0.6 * size
        add(_SPACE if printed == "\u00a0" else new(Glyph, (printed, x0, x1, baseline, size, index)))
    return glyphs


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


def _may_be_exponent(glyphs: list[Glyph]) -> bool:
    """True after "·10", where a superscript set with the font's own raised digits reads like a plain digit."""
    if glyphs[-1].text != "0" and (len(glyphs) < 2 or glyphs[-1].size >= 0.8 * glyphs[-2].size):
        return False  # nearly always
    last = "".join([g.text for g in glyphs[-4:]]).replace(" ", "")
    return len(last) > 2 and (
        (last.endswith("10") and last[-3] in "·×x.⋅*") or (last[-1].isdigit() and glyphs[-1].size < 0.8 * glyphs[-2].size)
    )


def _is_raised(text: Any, index: int, shown: _Shown, baseline: float, size: float) -> bool:
    """True where the ink of a character ends well above its baseline."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    return baseline - shown.point(left.value, bottom.value)[1] > 0.15 * size


LEAST_BOX = 0.75
"""In sizes: a box less high is no advance box (0.89 to 1.3 high), but a letter's ink."""
_SPACE = Glyph(" ", 0.0, 0.0, 0.0, 0.0, -1)


THIN = 2.0
"""Points: a drawn path no wider than this is a line."""
SHORTEST_RULING = 6.0
MOST_OBJECTS = 20_000
ASKED_OBJECTS = 40
COVERED = 0.6


def page_rulings(page: Any) -> list[Ruling]:
    """The drawn lines of a page: thin paths, horizontal or vertical."""
    shown = _Shown(page)
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    refs = [ctypes.byref(side) for side in (left, bottom, right, top)]
    get_type, get_bounds, get_object = raw.FPDFPageObj_GetType, raw.FPDFPageObj_GetBounds, raw.FPDFPage_GetObject
    rulings = []
    for index in range(min(raw.FPDFPage_CountObjects(page.raw), MOST_OBJECTS)):
        item = get_object(page.raw, index)
        if get_type(item) != raw.FPDF_PAGEOBJ_PATH or not get_bounds(item, *refs):
            continue
        width, height = right.value - left.value, top.value - bottom.value
        if min(width, height) <= THIN and max(width, height) >= SHORTEST_RULING:
            (x0, y0), (x1, y1) = shown.point(left.value, top.value), shown.point(right.value, bottom.value)
            rulings.append(Ruling(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    return rulings
