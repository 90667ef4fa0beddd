"""Dust on a sheet is told from the small parts of print, and taken out where it lies all over."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from registry.reading.ocr.dust import without_dust

GREY = 120


def sheet(*, paper: int = 255, dots: int = 0, corner: float = 1.0) -> np.ndarray:
    """A letter with a point beside it, and dots of one pixel over so much of the sheet."""
    picture = np.full((800, 600, 3), paper, np.uint8)
    cv2.putText(picture, "E", (300, 400), cv2.FONT_HERSHEY_SIMPLEX, 1, (0, 0, 0), 3)
    picture[396:400, 330:334] = 0
    x, y = (np.random.default_rng(1).random((2, dots)) * [[600 * corner], [800 * corner]]).astype(int)
    picture[y, x] = 0
    return picture


def test_dots_all_over_a_sheet_go_and_print_stays() -> None:
    clean, dusty = sheet(), sheet(dots=1500)
    dusty[298:303, 98:112] = 255
    dusty[300, 100:110] = 0  # a piece of a streak
    dusty[390, 304] = 255  # a pinhole within the letter
    left = without_dust(dusty)
    far = np.ones(clean.shape[:2], bool)
    far[360:410, 290:345] = False
    assert (left[far] == 255).all()
    assert (left[396:400, 330:334] == 0).all()
    assert (left[390, 304] == 0).all()


@pytest.mark.parametrize(
    "picture",
    [sheet(), sheet(dots=100), sheet(dots=1500, corner=0.3), sheet(paper=GREY + 20, dots=1500)],
    ids=["a clean one", "a few dots", "a dotted picture in a corner", "a dark one, as a photograph of it"],
)
def test_other_sheets_stay_as_they_are(picture: np.ndarray) -> None:
    assert without_dust(picture) is picture
