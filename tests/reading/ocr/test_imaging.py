"""Laying a picture straight: geometry and light, checked against pictures whose distortion is known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from registry.reading.document import Page
from registry.reading.ocr import imaging
from registry.reading.warp import Warp

WIDTH, HEIGHT = 1275, 1650  # a letter page at 150 dpi


def sheet(width: int = WIDTH, height: int = HEIGHT, paper: int = 245) -> np.ndarray:
    """A page with a ruled table and grey bars where lines of text would be."""
    picture = np.full((height, width, 3), paper, np.uint8)
    for y in range(200, height - 200, 60):
        cv2.rectangle(picture, (160, y), (160 + 400 + (y * 7) % 400, y + 14), (40, 40, 40), -1)
    cv2.line(picture, (120, 150), (width - 120, 150), (0, 0, 0), 2)
    cv2.line(picture, (120, 150), (120, height - 150), (0, 0, 0), 2)
    return picture


def bars(picture: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """The boxes of the bars of `sheet`, moved by `matrix`: what a detector of text would find."""
    lines = [(160, y, 160 + 400 + (y * 7) % 400, y + 14) for y in range(200, picture.shape[0] - 200, 60)]
    corners = np.array([[[a, b], [c, b], [c, d], [a, d]] for a, b, c, d in lines], float)
    return imaging.move(corners, matrix).astype(np.float32)


def turned(degrees: float) -> np.ndarray:
    """The matrix of a turn about the middle of the page."""
    two_rows = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), degrees, 1.0)
    return np.vstack([two_rows, [0, 0, 1]])


def keystone(share: float) -> np.ndarray:
    start = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
    inset = np.array([[share * WIDTH, 0], [-share * WIDTH, share * HEIGHT / 2], [0, 0], [0, -share * HEIGHT / 2]], np.float32)
    return cv2.getPerspectiveTransform(start, start + inset)


@pytest.mark.parametrize(
    "distortion",
    [turned(2.0), turned(-1.2), turned(0.5), keystone(0.02), turned(1.0) @ keystone(0.015)],
    ids=["2° left", "1.2° right", "half a degree", "keystone", "both"],
)
def test_rows_are_level_and_columns_upright_after_levelling(distortion: np.ndarray) -> None:
    picture = cv2.warpPerspective(sheet(), distortion, (WIDTH, HEIGHT), borderValue=(245, 245, 245))
    matrix, _ = imaging.level(bars(picture, distortion), picture)
    whole = matrix @ distortion
    rows = imaging.move(np.array([[[120.0, y], [1150.0, y]] for y in (200, 800, 1400)]), whole)
    column = imaging.move(np.array([[150.0, 200.0], [150.0, 1400.0]]), whole)
    assert np.abs(rows[:, 0, 1] - rows[:, 1, 1]).max() < 4  # of 1,030 pixels; a line of text is 20 high
    assert abs(column[0, 0] - column[1, 0]) < 8  # of 1,200


def test_a_level_page_is_left_alone() -> None:
    matrix, size = imaging.level(bars(sheet(), np.eye(3)), sheet())
    assert np.array_equal(matrix, np.eye(3))
    assert size == (WIDTH, HEIGHT)


TABLE, WOOD = (50, 60, 70), (35, 60, 90)


def photograph(shade: bool = False, page: np.ndarray | None = None, table: tuple[int, int, int] = TABLE) -> tuple[np.ndarray, np.ndarray]:
    """A sheet, or this `page`, on a dark `table`, seen at an angle, and the corners it has there."""
    corners = np.array([[90, 70], [1190, 110], [1230, 1590], [60, 1540]], np.float32)
    matrix = cv2.getPerspectiveTransform(np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32), corners)
    picture = cv2.warpPerspective(sheet() if page is None else page, matrix, (WIDTH, HEIGHT), borderValue=table)
    if shade:
        light = np.linspace(0.5, 1, WIDTH)[None, :, None] * np.linspace(1, 0.7, HEIGHT)[:, None, None]
        picture = (picture * light).astype(np.uint8)
    return picture, corners


@pytest.mark.parametrize("shade", [False, True], ids=["even light", "shade"])
def test_the_outline_of_a_sheet_on_a_table_is_found(shade: bool) -> None:
    picture, corners = photograph(shade)
    found = imaging.page_outline(picture)
    assert found is not None
    assert np.abs(found - corners).max() < 12


@pytest.mark.parametrize("colour", [(140, 70, 20), (120, 20, 90), (25, 95, 15)], ids=["blue", "purple", "green"])
@pytest.mark.parametrize("place", ["top", "foot", "side"])
@pytest.mark.parametrize("shade", [False, True], ids=["even light", "shade"])
def test_a_band_of_dark_colour_along_a_side_belongs_to_the_sheet(colour: tuple[int, int, int], place: str, shade: bool) -> None:
    page = sheet()
    page[{"top": np.s_[:150], "foot": np.s_[-150:], "side": np.s_[:, :140]}[place]] = colour
    picture, corners = photograph(shade, page, WOOD)
    found = imaging.page_outline(picture)
    assert found is not None
    assert np.abs(found - corners).max() < 16


def test_the_shadow_of_a_sheet_is_none_of_it() -> None:
    picture, corners = photograph(table=WOOD)
    dark = cv2.fillConvexPoly(np.zeros(picture.shape[:2], np.uint8), np.round(corners + np.array([18, 50])).astype(np.int32), 1)
    bare = cv2.fillConvexPoly(dark.copy(), np.round(corners).astype(np.int32), 0)
    picture[bare > 0] = (16, 27, 41)
    found = imaging.page_outline(picture)
    assert found is not None
    assert np.abs(found - corners).max() < 12


@pytest.mark.parametrize("picture", [sheet(), np.full((600, 400, 3), 128, np.uint8)], ids=["a scan without margin", "plain grey"])
def test_no_outline_is_invented(picture: np.ndarray) -> None:
    assert imaging.page_outline(picture) is None


def test_shade_over_a_bare_scan_is_no_outline() -> None:
    light = np.linspace(0.45, 1, WIDTH)[None, :, None] * np.linspace(1, 0.7, HEIGHT)[:, None, None]
    assert imaging.page_outline((sheet() * light).astype(np.uint8)) is None


def test_even_light_makes_shaded_paper_white_everywhere() -> None:
    light = np.linspace(0.4, 1, WIDTH)[None, :, None]
    shaded = (sheet() * light).astype(np.uint8)
    assert imaging.unevenly_lit(shaded)
    lit = imaging.even_light(shaded)
    assert not imaging.unevenly_lit(lit)
    assert lit[100, 40].min() > 215
    assert lit[100, -40].min() > 215


def test_a_blank_sheet_is_told_from_one_short_line() -> None:
    noise = np.random.default_rng(0).normal(240, 6, (HEIGHT, WIDTH, 3)).clip(0, 255).astype(np.uint8)
    assert imaging.is_blank(noise)
    cv2.putText(noise, "Page 2 of 2", (500, 1500), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0, 0, 0), 2)
    assert not imaging.is_blank(noise)


def test_drawn_lines_are_found_and_rows_of_text_are_not() -> None:
    picture = np.full((800, 1200, 3), 250, np.uint8)
    cv2.line(picture, (100, 100), (1100, 100), (0, 0, 0), 2)
    cv2.line(picture, (400, 60), (400, 140), (90, 90, 90), 2)
    for n in range(20):
        cv2.putText(picture, "Hill minimum illumination", (110, 200 + 28 * n), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0, 0, 0), 2)
    lines, ink = imaging.drawn_lines(picture, np.zeros((0, 4, 2), np.float32), 200 / 72)
    assert len(lines) == 2
    level, upright = lines
    assert (level.x0, level.x1) == pytest.approx((100, 1100), abs=6)
    assert (level.y0, level.y1) == pytest.approx((100, 100), abs=2)
    assert (upright.y0, upright.y1) == pytest.approx((60, 140), abs=8)
    assert not ink[150:].any()


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_quarter_turn_of_the_matrix_is_that_of_the_picture(turns: int) -> None:
    picture = np.zeros((30, 50), np.uint8)
    picture[4, 41] = 255
    matrix, size = imaging.quarter_turn(turns, (50, 30))
    there = np.argwhere(np.rot90(picture, -turns))[0][::-1]
    assert np.rot90(picture, -turns).shape == size[::-1]
    assert imaging.move(np.array([41.5, 4.5]), matrix) == pytest.approx(there + 0.5)


def test_the_box_of_a_straightened_page_lights_up_where_it_was_shown() -> None:
    # Shown upside down: the top left tenth of the straight page is the bottom right tenth of the shown one.
    upside_down = Warp((-1 / 600, 0, 1, 0, -1 / 800, 1, 0, 0, 1))
    box = Page(1, 600, 800, (), warp=upside_down).box(0, 0, 60, 80)
    assert (box.x0, box.y0, box.x1, box.y1) == (0.9, 0.9, 1.0, 1.0)


def ruled_row(*words: tuple[int, int], line: int = 200) -> tuple[np.ndarray, np.ndarray]:
    """A strip of text 20 high with words from x to x, and an upright line at `line`: the picture without the line, and one box over all."""
    clean = np.full((120, 400, 3), 250, np.uint8)
    for x0, x1 in words:
        clean[50:64, x0:x1] = 20
    return clean, np.array([[[words[0][0] - 4, 46], [words[-1][1] + 4, 46], [words[-1][1] + 4, 68], [words[0][0] - 4, 68]]], np.float32)


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        (((60, 194), (206, 340)), [(56, 200), (200, 344)]),  # two cells that touch but for the line
        (((60, 340),), [(56, 344)]),  # a name that runs over the line
        (((60, 180),), [(56, 184)]),  # beside the line
    ],
)
def test_text_is_parted_at_a_drawn_line_that_no_ink_crosses(words: tuple[tuple[int, int], ...], ends: list[tuple[int, int]]) -> None:
    clean, boxes = ruled_row(*words)
    parts = imaging.parted_at_lines(boxes, [imaging.Line(200, 10, 200, 110, 2)], clean)
    assert [(round(float(part[:, 0].min())), round(float(part[:, 0].max()))) for part in parts] == ends


def test_a_short_stroke_as_high_as_a_letter_parts_no_text() -> None:
    clean, boxes = ruled_row((60, 194), (206, 340))
    assert len(imaging.parted_at_lines(boxes, [imaging.Line(200, 46, 200, 68, 2)], clean)) == 1
