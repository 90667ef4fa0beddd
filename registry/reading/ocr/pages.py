"""A picture of a page -> Page: lay it straight, find the lines, read them, measure the words. The stages in order are `read_page`."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Final

import cv2
import numpy as np
from PIL import Image

from registry.errors import ReadingError
from registry.model.evidence import Stage
from registry.reading import render
from registry.reading.document import Document, Page, Ruling, Word
from registry.reading.layout.words import ASCENT, DESCENT
from registry.reading.limits import allow_ocr
from registry.reading.ocr import engine, imaging
from registry.reading.ocr.chevrons import chevron
from registry.reading.ocr.dust import without_dust
from registry.reading.ocr.engine import Floats, Glyph, Pixels
from registry.reading.ocr.imaging import Matrix
from registry.reading.ocr.overprint import without_overprint
from registry.reading.ocr.specks import without_specks
from registry.reading.ocr.typewriter import on_grid
from registry.reading.ocr.words import CORRECTED, Ink, StripWord, agreed, ink_of, outvoted, raised_marks, strip_words, with_exponent
from registry.reading.warp import Warp

RENDER_DPI: Final = 200
DEFAULT_DPI: Final = 200
"""Of a picture that does not say its resolution."""
MAX_SIDE: Final = 3400
"""Pixels: 11 inches at 300 dpi; larger photographs are made smaller first."""
NARROW: Final = 1000
"""Pixels across: a letter page of 120 dpi, the least that small print needs."""
TOO_NARROW: Final = 500
LIKELY_DPI: Final = (96, 1200)
MAX_INCHES: Final = 17
UPRIGHT_SAMPLE: Final = 6
UPRIGHT_LENGTH: Final = 10
"""Of the longest lines, so many, and of each so much (in its heights), tell which way is up."""
DASH: Final = 0.99
SURE: Final = 0.9
"""A mark alone in its cell is taken from this sureness on; lines less sure than this may be upside down."""
DOUBT: Final = 0.97
"""A figure or a word for a non-detect less sure than this is read again, wider; where that leaves doubt, once more, sharpened."""
VALUE_WORD: Final = re.compile(r"^(?:<?B?L{1,2}[O0][QDO]|N[DRTA]|BLQ|pass|fail)$|[<>±%/]", re.IGNORECASE)
LONE: Final = frozenset("-<>%*+±✓✔×023456789ABCDEFGHJKLMNOPQRSTUVWXYZabcdefghjkmnopqrstuvwxyz1")
"""What may stand alone in a cell; `I`, `l`, `i` and `|` alone are rather pieces of a drawn line."""
SIGN: Final = 1.5
"""Of its height: a strip less wide holds one sign at most."""
SIGNS: Final = frozenset("%")
SIGN_STRETCH, SIGN_SURE = 1.7, 0.8
"""How much wider than it is a sign alone is shown, and how sure of it the recogniser must be (it was of no letter, in any grain)."""
BEFORE_NUMBER: Final = 1.5
"""In sizes: how far before its number a sign ends."""
TWO_LINES: Final = 1.35
"""Of the usual height of a box: a taller one may hold two lines."""
SECOND_STRETCH: Final = 1.25
CLOSER: Final = (0.95, 0.3)
"""In sizes, over and under the baseline: what a closer look at a strip shows."""
MIN_CLOSER: Final = 8
BEARING: Final = 0.037
"""In sizes: from the ink of a word to the edge of its type (median over 1,800 words of five certificates, either side)."""
ALIKE: Final = 0.13
ROW_ALIKE: Final = 0.2
"""Within one row fonts differ by more than this (a title beside small print) or not at all: two heights of ink may be a pixel off each."""
SAME_ROW: Final = 0.15
BETWEEN_STRIPS: Final = 10
"""Characters of a text layer follow each other by one within a cell; the words of two strips never do."""
READABLE: Final = 0.5
"""A strip whose characters are less sure than this on average is a drawing or a signature."""


@dataclass(frozen=True, slots=True)
class _Straight:
    """A page laid straight, the boxes of its lines of text, and the matrix from the picture as shown to it."""

    picture: Pixels
    boxes: Floats
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class _Strip:
    """One line cut out: its pixels and the way from them to the straightened page (origin and the unit vectors along and down)."""

    pixels: Pixels
    origin: tuple[float, float]
    slope: float


def read_image(data: bytes, name: str) -> Document:
    """Every page of a picture file (JPEG, PNG, TIFF, WebP, HEIC) as words.

    Raises ReadingError (file-unreadable, file-type-unknown, page-too-large), and ConfigurationError (heic-decoder-missing) whose
    text says how to get it.
    """
    media_type = _media_type(data, name)
    frames, *size = render.picture_size(data, media_type, name)
    pages = []
    notes = _too_long((size[0], size[1]), name, 1)  # before it is unpacked
    for number in range(1, frames + 1):
        picture = render.picture(data, media_type, number)
        notes = notes or _too_long(picture.size, name, number)
        dpi = _resolution(data, number, picture.size)
        pages.append(ocr_page(picture, number, picture.width * 72 / dpi, picture.height * 72 / dpi))
    return Document(name, media_type, tuple(pages), notes)


def _too_long(size: tuple[int, int], name: str, number: int) -> tuple[str, ...]:
    """A note where a long strip (a screen that was scrolled) loses small print by being made smaller; ReadingError where it loses all."""
    scale = min(1.0, MAX_SIDE / max(size))
    across = min(size) * scale
    if scale == 1 or across >= NARROW:
        return ()
    if across < TOO_NARROW:
        raise ReadingError(
            f"The picture is {max(size)} pixels long and {min(size)} across: a strip too long to be read in one piece.",
            where=f"{name}, page {number}",
            next_step="Cut it into pages and send those.",
            code="page-too-large",
        )
    return ("picture-reduced",)


def ocr_pdf_page(page: Any, number: int) -> Page:
    """The words of one page of a PDF (a pypdfium2 page), read from its picture."""
    width, height = page.get_size()
    scale = min(RENDER_DPI / 72, (render.MAX_PIXELS / max(1.0, width * height)) ** 0.5)
    with render.PDFIUM:
        picture: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
    return ocr_page(picture.convert("RGB"), number, width, height)


def ocr_page(image: Image.Image, number: int, width_pt: float, height_pt: float) -> Page:
    """The words and rulings of one picture of a page that is shown `width_pt` by `height_pt` points large.

    A blank page gives no words, and the engine does not see it. Coordinates are those of the page laid straight; `Page.box`
    leads back to the picture as shown.
    """
    allow_ocr(1)
    shown = np.asarray(image.convert("RGB"))[:, :, ::-1]
    scale = min(1.0, MAX_SIDE / max(shown.shape[:2]))
    if scale < 1:
        shown = cv2.resize(shown, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    shown = without_dust(np.ascontiguousarray(shown, np.uint8))
    if imaging.is_blank(shown):
        return Page(number, width_pt, height_pt, (), stage=Stage.OCR, image_only=True)
    straight = _straighten(shown)
    dots_per_point = shown.shape[1] / width_pt
    lines, line_ink = imaging.drawn_lines(straight.picture, straight.boxes, dots_per_point)
    clean, boxes = _bared(imaging.without(straight.picture, line_ink), straight.boxes)
    boxes = imaging.parted_at_lines(boxes, lines, clean)
    words = _read_lines(clean, boxes, line_ink, dots_per_point)
    rulings = tuple(Ruling(*(end / dots_per_point for end in (line.x0, line.y0, line.x1, line.y1))) for line in lines)
    height, width = straight.picture.shape[:2]
    back = _way_back(straight.matrix, shown.shape[1], shown.shape[0], dots_per_point)
    return Page(number, width / dots_per_point, height / dots_per_point, words, rulings, Stage.OCR, image_only=True, warp=back)


def _bared(clean: Pixels, boxes: Floats) -> tuple[Pixels, Floats]:
    """The picture without stamps over its text, and the boxes of its lines, found again where a stamp was taken out."""
    bare = without_overprint(clean, boxes)
    return (clean, boxes) if bare is clean else (bare, engine.detect(bare)[0])


def _way_back(matrix: Matrix, width: int, height: int, dots_per_point: float) -> Warp | None:
    if np.allclose(matrix, np.eye(3)):
        return None
    terms = np.diag([1 / width, 1 / height, 1.0]) @ np.linalg.inv(matrix) @ np.diag([dots_per_point, dots_per_point, 1.0])
    return Warp(tuple(float(term) for term in (terms / terms[2, 2]).ravel()))


def _straighten(shown: Pixels) -> _Straight:
    """Flat (the sheet cut out of a photograph), evenly lit, upright, level: each only where it is needed."""
    matrix, picture = np.eye(3), shown
    outline = imaging.page_outline(picture)
    if outline is not None:
        matrix, size = imaging.flatten(outline)
        picture = imaging.warp(shown, matrix, size)
    if imaging.unevenly_lit(picture):
        picture = imaging.even_light(picture)
    boxes, _ = engine.detect(picture)
    turns = _quarter_turns(picture, boxes)
    if turns:
        turn, size = imaging.quarter_turn(turns, (picture.shape[1], picture.shape[0]))
        matrix, picture = turn @ matrix, np.ascontiguousarray(np.rot90(picture, -turns))
        boxes = _ordered(imaging.move(boxes, turn)) if turns == 2 else engine.detect(picture)[0]
    correction, size = imaging.level(boxes, picture)
    if not np.allclose(correction, np.eye(3)):
        matrix = correction @ matrix
        picture = imaging.warp(picture, correction, size)
        boxes = np.asarray(imaging.move(boxes, correction), np.float32)
    return _Straight(picture, boxes, matrix)


def _ordered(boxes: Any) -> Floats:
    return np.asarray(boxes[:, [2, 3, 0, 1]], np.float32)


def _quarter_turns(picture: Pixels, boxes: Floats) -> int:
    """Quarter turns clockwise that set the page upright: lines of text run across, and read better this way than upside down."""
    if not len(boxes):
        return 0
    wide, high = _sides(boxes)
    sideways = float(np.sum(wide * high * (high > 2 * wide))) > float(np.sum(wide * high * (wide > 2 * high)))
    length = np.maximum(wide, high)
    strips = [_cut(picture, boxes[n], sideways=sideways).pixels for n in np.argsort(-length)[:UPRIGHT_SAMPLE]]
    strips = [np.ascontiguousarray(strip[:, : UPRIGHT_LENGTH * strip.shape[0]]) for strip in strips]
    upright = float(np.mean([_sureness(engine.recognise(strip)) for strip in strips]))
    if upright < SURE:
        upside_down = float(np.mean([_sureness(engine.recognise(np.ascontiguousarray(strip[::-1, ::-1]))) for strip in strips]))
        if upside_down > upright + 0.1:
            return 3 if sideways else 2
    return 1 if sideways else 0


def _sides(boxes: Floats) -> tuple[Floats, Floats]:
    return np.linalg.norm(boxes[:, 1] - boxes[:, 0], axis=1), np.linalg.norm(boxes[:, 3] - boxes[:, 0], axis=1)


def _sureness(glyphs: list[Glyph]) -> float:
    return sum(g.confidence for g in glyphs) / len(glyphs) if glyphs else 0.0


def _read_lines(picture: Pixels, boxes: Floats, line_ink: Pixels, dots_per_point: float) -> tuple[Word, ...]:
    wide, high = _sides(boxes)
    level = boxes[high < 2.2 * wide]
    marks, dashes = imaging.lone_marks(picture, boxes, line_ink)
    strips = [part for box in level for part in _single_lines(_cut(picture, box), float(np.median(high)))]
    lone = [_cut(picture, box) for box in marks]
    with ThreadPoolExecutor(engine.threads()) as crew:
        lines = list(crew.map(_read_strip, [strip.pixels for strip in strips]))
        lines += crew.map(_read_mark, [strip.pixels for strip in lone], dashes)
    strips += lone
    words: list[Word] = []
    index = 0
    for n in sorted(range(len(strips)), key=lambda n: (round(strips[n].origin[1]), strips[n].origin[0])):
        for word in lines[n]:
            words.append(_on_page(word, strips[n], dots_per_point, index))
            index += len(word.text) + 1
        index += BETWEEN_STRIPS
    unread = [strip for strip, line in zip(strips, lines, strict=True) if not line and _may_be_sign(strip.pixels)]
    words = [
        replace(word, confidence=min(word.confidence, CORRECTED)) if _follows(word, unread, dots_per_point) else word for word in words
    ]
    return tuple(without_specks(on_grid(_with_even_sizes(words))))


def _may_be_sign(pixels: Pixels) -> bool:
    """Whether a strip holds one mark at most, and that no piece of a drawn line."""
    return pixels.shape[1] < SIGN * pixels.shape[0] and not _is_bar(ink_of(pixels))


def _follows(word: Word, unread: Sequence[_Strip], dots_per_point: float) -> bool:
    """Whether a number stands right behind a mark that was not read: it may be the `<` of `< 10`."""
    if not word.text[0].isdigit():
        return False
    ends = ((s.origin[0] + s.pixels.shape[1], s.origin[1], s.origin[1] + s.pixels.shape[0]) for s in unread)
    x0, middle, size = word.x0 * dots_per_point, (word.baseline - word.size / 3) * dots_per_point, word.size * dots_per_point
    return any(-0.5 * size < x0 - end < BEFORE_NUMBER * size and top < middle < foot for end, top, foot in ends)


def _with_even_sizes(words: list[Word]) -> tuple[Word, ...]:
    """Sizes measured to the pixel differ by a tenth within one font: each becomes the median of its row, then of those near it."""
    words = _with_row_sizes(words)
    sizes = np.array([word.size for word in words])
    even = {size: float(np.median(sizes[np.abs(sizes - size) < ALIKE * size])) for size in set(sizes.tolist())}
    return tuple(
        replace(w, size=even[w.size], y0=w.baseline - ASCENT * even[w.size], y1=w.baseline + DESCENT * even[w.size]) for w in words
    )


def _with_row_sizes(words: list[Word]) -> list[Word]:
    sizes, feet = np.array([word.size for word in words]), np.array([word.baseline for word in words])
    out = []
    for word in words:
        row = sizes[(np.abs(feet - word.baseline) < SAME_ROW * word.size) & (np.abs(sizes - word.size) < ROW_ALIKE * word.size)]
        out.append(replace(word, size=float(np.median(row))))
    return out


def _single_lines(strip: _Strip, usual: float) -> list[_Strip]:
    """The strip, or its two lines where it is too tall for one: parted at an inkless row, or where it cannot be read whole
    at the row that fewest strokes cross (a descender that reaches the line below).
    """
    height = strip.pixels.shape[0]
    if height < TWO_LINES * usual or strip.slope:
        return [strip]
    filled: Any = ink_of(strip.pixels).sum(1)
    outer = round(0.35 * height)
    cut = outer + int(np.argmin(filled[outer:-outer] + np.abs(np.linspace(-0.9, 0.9, height - 2 * outer))))
    upper, lower = filled[:cut], filled[cut:]
    if min(int(np.sum(upper > 0)), int(np.sum(lower > 0))) < 0.25 * usual:
        return [strip]
    crossed = filled[cut] > 0.3 * min(upper.max(), lower.max())
    if crossed or (filled[cut] and _sureness(engine.recognise(strip.pixels)) > SURE):
        return [strip]
    left, top = strip.origin
    return [_Strip(strip.pixels[:cut], strip.origin, 0.0), _Strip(strip.pixels[cut:], (left, top + cut), 0.0)]


def _cut(picture: Pixels, box: Floats, *, sideways: bool = False) -> _Strip:
    """The strip of one box; a short one is cut level, because its own angle is chance."""
    if sideways:
        low, high = np.floor(box.min(0)).astype(int), np.ceil(box.max(0)).astype(int)
        part = picture[max(0, low[1]) : high[1], max(0, low[0]) : high[0]]
        return _Strip(np.ascontiguousarray(np.rot90(part, -1)), (0.0, 0.0), 0.0)
    along = (box[1] + box[2] - box[0] - box[3]) / 2
    tall = float(np.linalg.norm(box[3] - box[0] + box[2] - box[1])) / 2
    slope = float(along[1] / along[0]) if along[0] > 5 * tall else 0.0
    left, right = float(box[:, 0].min()) - 1, float(box[:, 0].max()) + 1
    middle = float(box[:, 1].mean())
    half = tall / 2 if slope else float(box[:, 1].max() - box[:, 1].min()) / 2
    top = middle - half - slope * (right - left) / 2
    width, height = max(4, round(right - left)), max(4, round(2 * half))
    matrix = np.array([[1, 0, left], [slope, 1, top]], np.float64)
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    pixels = cv2.warpAffine(picture, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return _Strip(np.asarray(pixels, np.uint8), (left, top), slope)


def _read_strip(pixels: Pixels) -> list[StripWord]:
    """The words of one strip; doubtful numbers are read again, closer and wider, and agreement makes them surer."""
    glyphs = engine.recognise(pixels)
    ink = ink_of(pixels)
    if pixels.shape[1] < SIGN * pixels.shape[0] and (_sureness(glyphs) < READABLE or chevron(ink)):
        return strip_words(_read_sign(pixels, ink), ink)
    if _sureness(glyphs) < READABLE:
        return []
    for mark in raised_marks(glyphs, ink):
        glyphs = _with_mark(glyphs, pixels, mark)
    words = strip_words(glyphs, ink)
    if any(_is_doubtful(word) for word in words):
        closer = _closer(pixels, words)
        looks = (strip_words(engine.recognise(closer, stretch), ink_of(closer)) for stretch in (1.0, SECOND_STRETCH))
        words = outvoted(words, *looks)
    for picture, stretch in ((pixels, SECOND_STRETCH), (None, 1.0)):
        if not any(_is_doubtful(word) for word in words):
            break
        again = imaging.sharpened(pixels) if picture is None else picture
        words = agreed(words, strip_words(engine.recognise(again, stretch), ink))
    return words


def _read_sign(pixels: Pixels, ink: Ink) -> list[Glyph]:
    """A sign alone that the recogniser does not know: by its shape, or shown without the paper over and under it, and wider."""
    rows: Any = np.flatnonzero(ink.any(1))
    columns: Any = np.flatnonzero(ink.any(0))
    if not len(rows):
        return []
    place = float(columns.mean()) / pixels.shape[1]
    if (sign := chevron(ink)) is not None:
        return [Glyph(sign, place, SURE)]
    paper = np.median(np.concatenate([pixels[0], pixels[-1]]), axis=0).tolist()
    soft = cv2.GaussianBlur(pixels, (3, 3), 0)
    some = len(rows) // 6
    for picture, margin in ((pixels, some), (soft, some), (soft, 0)):
        tight = picture[max(0, rows[0] - margin) : rows[-1] + 1 + margin]
        wide = cv2.copyMakeBorder(tight, 0, 0, len(tight), len(tight), cv2.BORDER_CONSTANT, value=paper)
        glyphs = engine.recognise(wide, SIGN_STRETCH)
        if len(glyphs) == 1 and glyphs[0].text in SIGNS and glyphs[0].confidence >= SIGN_SURE:
            return [replace(glyphs[0], place=place)]
    return []


def _closer(pixels: Pixels, words: Sequence[StripWord]) -> Pixels:
    """The strip without the paper over and under its text, which is shown the recogniser as large as it can be: points come out clearer."""
    size, baseline = max(word.size for word in words), words[0].baseline
    top, foot = round(baseline - CLOSER[0] * size), round(baseline + CLOSER[1] * size)
    return np.ascontiguousarray(pixels[max(0, top) : max(top + MIN_CLOSER, foot)])


def _is_doubtful(word: StripWord) -> bool:
    return word.confidence < DOUBT and (any(c.isdigit() for c in word.text) or bool(VALUE_WORD.search(word.text)))


def _with_mark(glyphs: list[Glyph], pixels: Pixels, mark: tuple[int, int, int, int]) -> list[Glyph]:
    x0, y0, x1, y1 = mark
    margin = max(2, (y1 - y0) // 4)
    part = pixels[max(0, y0 - margin) : y1 + margin, max(0, x0 - margin) : x1 + margin]
    edge = np.concatenate([pixels[0], pixels[-1]])
    read = engine.recognise(cv2.copyMakeBorder(part, 2, 2, 6, 6, cv2.BORDER_CONSTANT, value=np.median(edge, axis=0).tolist()))
    if len(read) != 1 or not read[0].text.isdigit():
        return glyphs
    return with_exponent(glyphs, Glyph(read[0].text, (x0 + x1) / 2 / pixels.shape[1], min(read[0].confidence, SURE)))


def _read_mark(pixels: Pixels, dash: bool) -> list[StripWord]:
    """A mark alone in its cell: a dash by its shape, anything else only if the recogniser is sure of it."""
    ink = ink_of(pixels)
    glyphs = [Glyph("-", 0.5, DASH)] if dash else engine.recognise(pixels)
    if not dash and (len(glyphs) != 1 or glyphs[0].confidence < SURE or chevron(ink)):
        glyphs = _read_sign(pixels, ink)
    if not glyphs or glyphs[0].text not in LONE or _is_bar(ink):
        return []
    return [replace(word, size=pixels.shape[0] / 1.5, baseline=_standing(ink, glyphs[0].text)) for word in strip_words(glyphs, ink)]


def _is_bar(ink: Ink) -> bool:
    """Whether a mark is nothing, or so narrow that it may as well be a piece of a drawn line as a 1."""
    rows: Any = np.flatnonzero(ink.any(1))
    columns: Any = np.flatnonzero(ink.any(0))
    return not len(rows) or len(columns) < 0.28 * len(rows)


def _standing(ink: Ink, text: str) -> float:
    """The baseline of a lone mark in its strip: its foot, or for a dash a third of the size below it."""
    rows: Any = np.flatnonzero(ink.any(1))
    if text == "-":
        return float(rows.mean() + ink.shape[0] / 1.5 * 0.27)
    return float(rows[-1] + 1)


def _on_page(word: StripWord, strip: _Strip, dots_per_point: float, index: int) -> Word:
    left, top = strip.origin
    x0, x1 = (left + word.x0 - BEARING * word.size) / dots_per_point, (left + word.x1 + BEARING * word.size) / dots_per_point
    baseline = (top + word.baseline + strip.slope * (word.x0 + word.x1) / 2) / dots_per_point
    size = word.size / dots_per_point
    return Word(word.text, x0, baseline - ASCENT * size, x1, baseline + DESCENT * size, size, baseline, index, round(word.confidence, 4))


def _media_type(data: bytes, name: str) -> str:
    from registry.reading import intake

    media_type = intake.sniff(data, name)
    if media_type not in intake.PICTURES:
        raise ReadingError("The file is no picture.", where=name, next_step="Open it as what it is.", code="file-type-unknown")
    return media_type


def _resolution(data: bytes, number: int, size: tuple[int, int]) -> float:
    """Dots per inch: as stated where that makes a likely sheet, else 200; never a sheet longer than 17 inches."""
    with Image.open(io.BytesIO(data)) as image:
        image.seek(number - 1)
        stated = max(float(side or 0.0) for side in image.info.get("dpi", (0.0, 0.0)))
    dpi = stated if LIKELY_DPI[0] <= stated <= LIKELY_DPI[1] else DEFAULT_DPI
    return max(dpi, max(size) / MAX_INCHES)
