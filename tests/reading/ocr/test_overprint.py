"""Lighter ink over darker: a stamp goes, grey text beside black text, bands of colour and rulings' rests stay."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from registry.reading.ocr.overprint import without_overprint

PAPER, TINT, STAMP, GREY, BLACK = 250, 222, 165, 120, 30
ROWS = ("Mitragynine 1.637", "Paynantheine 0.296", "Speciogynine 0.241", "Total 2.174")


def sheet(level: int = BLACK) -> tuple[np.ndarray, np.ndarray]:
    """A sheet with four rows of text, one of them on a tinted band, and the boxes around them."""
    picture = np.full((400, 700, 3), PAPER, np.uint8)
    picture[205:245] = TINT
    boxes = []
    for n, text in enumerate(ROWS):
        foot = 80 + 50 * n
        cv2.putText(picture, text, (60, foot), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (level,) * 3, 2, cv2.LINE_AA)
        boxes.append([[55, foot - 28], [420, foot - 28], [420, foot + 12], [55, foot + 12]])
    return picture, np.array(boxes, np.float32)


def stamped(picture: np.ndarray) -> np.ndarray:
    out = picture.copy()
    for start, end in (((150, 40), (520, 110)), ((150, 40), (120, 190)), ((120, 190), (490, 260))):
        cv2.line(out, start, end, (STAMP,) * 3, 6, cv2.LINE_AA)
    return np.minimum(out, picture)


def apart(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one.astype(int) - other).max(2).mean())


def test_a_stamp_over_the_text_is_taken_out_and_the_text_stays() -> None:
    bare, boxes = sheet()
    under = stamped(bare)
    clean = without_overprint(under, boxes)
    assert apart(clean, bare) < 0.2 * apart(under, bare)
    dark = bare[:, :, 0] < 80
    assert (clean[:, :, 0][dark] < 120).mean() > 0.99


@pytest.mark.parametrize("level", [BLACK, GREY])
def test_text_on_paper_and_on_a_band_is_left_as_it_is(level: int) -> None:
    picture, boxes = sheet(level)
    assert without_overprint(picture, boxes) is picture


@pytest.mark.parametrize("band", [80, 110, 125, 135, 140, 160])
def test_light_text_on_a_dark_band_is_left_as_it_is(band: int) -> None:
    picture, boxes = sheet()
    picture[300:340] = np.random.default_rng(7).normal(band, 8, (40, 700, 1)).astype(np.uint8)  # as a photograph shows it
    cv2.putText(picture, "Heavy Metals (ppm)", (60, 328), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (PAPER,) * 3, 2, cv2.LINE_AA)
    lines = np.concatenate([boxes, [[[55, 300], [420, 300], [420, 340], [55, 340]]]]).astype(np.float32)
    assert without_overprint(picture, lines) is picture


def test_grey_text_beside_black_text_is_no_overprint() -> None:
    picture, boxes = sheet()
    for n in range(4):
        cv2.putText(picture, "of the leaf as received", (430, 80 + 50 * n), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (STAMP,) * 3, 2, cv2.LINE_AA)
    assert without_overprint(picture, boxes) is picture


def test_a_page_without_text_is_left_as_it_is() -> None:
    picture = np.full((100, 100, 3), PAPER, np.uint8)
    assert without_overprint(picture, np.zeros((0, 4, 2), np.float32)) is picture
