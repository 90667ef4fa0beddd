"""Pictures of certificates read with the recognition engine: what is printed, where it stands, in any state it arrives in."""

from __future__ import annotations

import io
import json
import logging
from collections import Counter
from functools import cache
from typing import Any

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from registry.datafiles import data_path
from registry.errors import ReadingError
from registry.model.evidence import Stage
from registry.reading import pdf
from registry.reading.document import Page
from registry.reading.ocr import engine, imaging, ocr_page, ocr_pdf_page, pages, read_image
from registry.reading.ocr.words import CORRECTED, StripWord

DPI = 200
POINTS = 72 / DPI
HALF = 0.5
"""The upper half of a page holds its tables, and takes half the time."""


@cache
def printed(specimen: str) -> tuple[np.ndarray, Page]:
    """The upper half of a specimen's first page as a picture, and the words of its text layer there."""
    document = pypdfium2.PdfDocument(data_path("specimens", f"{specimen}.pdf"))
    picture = document[0].render(scale=DPI / 72).to_numpy()[:, :, :3]
    rows = int(picture.shape[0] * HALF)
    page = pdf.read_page(document, 1)
    words = tuple(word for word in page.words if word.y1 < rows * POINTS - 2)
    return np.ascontiguousarray(picture[:rows]), Page(1, page.width, rows * POINTS, words)


def read(picture: np.ndarray) -> Page:
    height, width = picture.shape[:2]
    return ocr_page(Image.fromarray(picture[:, :, ::-1]), 1, width * POINTS, height * POINTS)


def numbers(page: Page) -> Counter[str]:
    return Counter(word.text for word in page.words if any(c.isdigit() for c in word.text))


def skewed(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scanned askew by two degrees, grainy, and stored as a poor JPEG."""
    height, width = picture.shape[:2]
    matrix = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), 2.0, 0.94), [0, 0, 1]])
    turned = cv2.warpPerspective(picture, matrix, (width, height), borderValue=(250, 250, 250))
    grainy = np.clip(turned + np.random.default_rng(0).normal(0, 8, turned.shape), 0, 255).astype(np.uint8)
    stored = cv2.imdecode(cv2.imencode(".jpg", grainy, [cv2.IMWRITE_JPEG_QUALITY, 50])[1], cv2.IMREAD_COLOR)
    return stored, matrix


def photographed(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """On a dark table, at an angle, in the shade on one side."""
    height, width = picture.shape[:2]
    corners = np.array([[0.09, 0.05], [0.92, 0.08], [0.96, 0.95], [0.05, 0.93]], np.float32) * [width, height]
    square = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(square, corners.astype(np.float32))
    shown = cv2.warpPerspective(picture, matrix, (width, height), borderValue=(60, 70, 80))
    return (shown * np.linspace(0.55, 1, width)[None, :, None]).astype(np.uint8), matrix


@pytest.mark.ocr
@pytest.mark.parametrize("distort", [skewed, photographed])
def test_a_poor_picture_gives_every_number_of_the_text_layer_where_it_is_shown(distort: Any) -> None:
    picture, truth = printed("s01_summary_boxes")
    shown, matrix = distort(picture)
    page = read(shown)
    assert page.stage is Stage.OCR
    missed = numbers(truth) - numbers(page)
    assert sum(missed.values()) <= 0.02 * sum(numbers(truth).values()), missed
    height, width = shown.shape[:2]
    for word in _unique(truth):
        (seen,) = [other for other in page.words if other.text == word.text]
        box = page.box(seen.x0, seen.y0, seen.x1, seen.y1)
        middle = imaging.move(np.array([(word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2]) / POINTS, matrix)
        assert np.hypot((box.x0 + box.x1) / 2 * width - middle[0], (box.y0 + box.y1) / 2 * height - middle[1]) < 12  # pixels of 200 dpi


def _unique(truth: Page) -> list[Any]:
    """Words with a figure whose text stands once on the page."""
    once = {text for text, times in Counter(word.text for word in truth.words).items() if times == 1}
    return [word for word in truth.words if word.text in once and len(word.text) > 4 and any(c.isdigit() for c in word.text)][:8]


@pytest.mark.ocr
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_on_its_side_or_head_is_set_upright(turns: int) -> None:
    picture, truth = printed("s09_tablet_claim")
    top = np.ascontiguousarray(picture[: picture.shape[0] // 2])
    page = read(np.ascontiguousarray(np.rot90(top, turns)))
    assert page.width > page.height
    above = {word.text for word in truth.words if word.y1 < 0.45 * truth.height and len(word.text) > 3}
    assert len(above & {word.text for word in page.words}) >= 0.9 * len(above)


@pytest.mark.ocr
def test_the_scanned_specimen_gives_its_results_in_rows() -> None:
    document = pypdfium2.PdfDocument(data_path("specimens", "s15_scan.pdf"))
    page = ocr_pdf_page(document[0], 1)
    expected = json.loads(data_path("specimens", "expected", "s15_scan.json").read_text("utf-8"))
    for row in (row for row in expected["results"] if row["panel"] == "potency"):  # moisture stands in a box
        name = row["analyte"].split()[0]
        named = [word for word in page.words if word.text.startswith(name)]
        for value in row["values"]:
            beside = [w for w in page.words if w.text == value["text"] and any(abs(w.baseline - n.baseline) < 0.3 * n.size for n in named)]
            assert beside, (row["analyte"], value["text"])
    assert sum(ruling.horizontal for ruling in page.rulings) >= 3


@pytest.mark.ocr
def test_the_photographed_specimen_is_read_without_a_word_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        document = read_image(data_path("specimens", "s16_photograph.jpg").read_bytes(), "s16_photograph.jpg")
    assert document.media_type == "image/jpeg"
    assert {"9.239", "mg/serv", "15", "118640"} <= {word.text for word in document.pages[0].words}
    assert not [record for record in caplog.records if record.name.startswith(("rapidocr", "onnxruntime"))]


@pytest.mark.ocr
@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_every_kind_of_picture_is_read_page_by_page(kind: str) -> None:
    frames = [_card("Lot A-17"), _card("LOQ 0.05 mg/g")]
    file = io.BytesIO()
    more: dict[str, Any] = {"save_all": True, "append_images": frames[1:]} if kind == "TIFF" else {}
    frames[0].save(file, kind, dpi=(DPI, DPI), **more)
    document = read_image(file.getvalue(), f"card.{kind.lower()}")
    texts = [" ".join(word.text for word in page.words) for page in document.pages]
    assert texts == (["Lot A-17", "LOQ 0.05 mg/g"] if kind == "TIFF" else ["Lot A-17"])
    assert document.pages[0].width == pytest.approx(600 * POINTS, abs=3)


def _card(text: str) -> Image.Image:
    picture = np.full((200, 600, 3), 255, np.uint8)
    cv2.putText(picture, text, (60, 110), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (0, 0, 0), 3)
    return Image.fromarray(picture)


@pytest.mark.ocr
@pytest.mark.parametrize("text", ["<0.05", "0.176", "1,234", "12.5%", "mg/g", "(ND)", "26-0417", "7-OH"])
def test_the_signs_that_change_a_result_are_seen(text: str) -> None:
    from PIL import ImageDraw, ImageFont

    strip = Image.new("RGB", (40 + 22 * len(text), 56), "white")
    ImageDraw.Draw(strip).text((20, 8), text, fill="black", font=ImageFont.load_default(32))
    glyphs = engine.recognise(np.asarray(strip))
    assert "".join(glyph.text for glyph in glyphs) == text


def test_a_blank_page_is_never_sent_to_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "detect", lambda picture: pytest.fail("the engine saw a blank page"))
    page = ocr_page(Image.new("RGB", (850, 1100), (248, 246, 240)), 3, 612, 792)
    assert (page.number, page.words, page.image_only) == (3, (), True)


def test_a_file_that_is_no_picture_is_refused() -> None:
    with pytest.raises(ReadingError):
        read_image(b"%PDF-1.7 not a picture", "certificate.pdf")


@pytest.mark.parametrize(
    ("stated", "size", "dpi"),
    [((300, 300), (2550, 3300), 300), (None, (1700, 2200), 200), ((72, 72), (1700, 2200), 200), (None, (3024, 4032), 4032 / 17)],
    ids=["as stated", "none stated", "a camera's 72", "never longer than 17 inches"],
)
def test_points_follow_the_resolution_where_it_makes_sense(stated: Any, size: tuple[int, int], dpi: float) -> None:
    file = io.BytesIO()
    Image.new("L", size).save(file, "PNG", **({"dpi": stated} if stated else {}))
    assert pages._resolution(file.getvalue(), 1, size) == pytest.approx(dpi, rel=1e-3)


def strip(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (width, height), 255).save(out, "PNG")
    return out.getvalue()


def test_a_scrolled_screen_is_read_with_a_note_or_refused_where_nothing_could_be_read() -> None:
    assert read_image(strip(1600, 3300), "page.png").notes == ()
    assert read_image(strip(6600, 9300), "fine scan.png").notes == ()
    assert read_image(strip(1600, 6800), "screen.png").notes == ("picture-reduced",)
    with pytest.raises(ReadingError, match="18500 pixels long") as error:
        read_image(strip(1080, 18_500), "screen.png")
    assert error.value.code == "page-too-large"
    assert error.value.next_step


def grainy_sign(letter: str, size: int, grain: float, seed: int) -> np.ndarray:
    """One letter, as narrow as a typewriter sets a percent sign, on grainy paper."""
    paper = Image.new("L", (int(1.3 * size), int(1.5 * size)), 235)
    ImageDraw.Draw(paper).text((0.65 * size, 1.2 * size), letter, fill=60, font=ImageFont.load_default(size), anchor="ms")
    narrow = paper.resize((int(0.7 * paper.width), paper.height))
    drawn = cv2.GaussianBlur(np.asarray(narrow).astype(float), (3, 3), 0)
    drawn += np.random.default_rng(seed).normal(0, grain, drawn.shape)
    return cv2.cvtColor(np.clip(drawn, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2BGR)


@pytest.mark.parametrize(("size", "grain", "seed"), [(16, 15, 0), (18, 10, 2), (18, 15, 0), (18, 15, 1), (22, 30, 0), (22, 30, 2)])
def test_a_percent_sign_alone_in_its_cell_is_read_through_grain(size: int, grain: float, seed: int) -> None:
    assert [word.text for word in pages._read_strip(grainy_sign("%", size, grain, seed))] == ["%"]
    for other in "o&#8":
        assert "%" not in [word.text for word in pages._read_strip(grainy_sign(other, size, grain, seed))]


@pytest.mark.parametrize(("sign", "size", "grain", "seed"), [("<", 24, 10, 0), ("<", 24, 20, 0), (">", 24, 10, 1), (">", 24, 20, 1)])
def test_the_sign_of_a_bound_alone_in_its_cell_is_read_through_grain(sign: str, size: int, grain: float, seed: int) -> None:
    for read_alone in (pages._read_strip, lambda pixels: pages._read_mark(pixels, dash=False)):
        assert [word.text for word in read_alone(grainy_sign(sign, size, grain, seed))] == [sign]
    for other in "cCKVLx(":
        assert sign not in [word.text for word in pages._read_strip(grainy_sign(other, size, grain, seed))]


@pytest.mark.ocr
def test_dust_all_over_a_fax_hides_neither_points_nor_signs() -> None:
    lines = ["LEAD        1.43  %", "COLIFORMS   < 10  CFU/G", "ETHANOL    0.052  PPM", "MOLD        < 50  CFU/G"]
    sheet = Image.new("L", (1000, 700), 255)
    for n, line in enumerate(lines):
        for place, letter in enumerate(line):
            ImageDraw.Draw(sheet).text((120 + 20 * place, 80 + 90 * n), letter, fill=0, font=ImageFont.load_default(28), anchor="ma")
    clean = np.asarray(sheet)
    dice = np.random.default_rng(5).random(clean.shape)
    dusty = np.where(dice < 0.002, 0, np.where(dice > 0.995, 255, np.where(clean > 128, 255, 0))).astype(np.uint8)
    dusty[250:251, dice[250] < 0.5] = 0
    page = read(np.ascontiguousarray(np.repeat(dusty[:, :, None], 3, axis=2)))
    assert Counter(word.text for word in page.words) >= Counter(["1.43", "0.052", "%", "<", "<", "10", "50"])
    assert not {"-", "--"} & {word.text for word in page.words}


def test_a_number_behind_a_mark_that_was_not_read_is_one_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = np.full((120, 400, 3), 255, np.uint8)
    cv2.circle(picture, (60, 60), 10, (0, 0, 0), 3)
    boxes = np.array([[[x0, 40], [x1, 40], [x1, 80], [x0, 80]] for x0, x1 in ((40, 80), (90, 150), (300, 360))], np.float32)
    ten = [StripWord("10", 2, 50, 30, 28, 0.999)]
    monkeypatch.setattr(pages, "_read_strip", lambda pixels: [] if pixels.shape[1] < 50 else ten)
    monkeypatch.setattr(imaging, "lone_marks", lambda *_: (np.zeros((0, 4, 2), np.float32), np.zeros(0, bool)))
    behind, alone = pages._read_lines(picture, boxes, np.zeros((120, 400), np.uint8), 1.0)
    assert (behind.text, alone.text) == ("10", "10")
    assert behind.confidence <= CORRECTED < alone.confidence
