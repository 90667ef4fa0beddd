"""From a picture as it was taken to one that lies flat, upright and level, and back: geometry and light, no text.

Pictures are BGR arrays. A 3 × 3 matrix maps points of the picture as shown to points of the straightened one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from registry.reading.ocr.engine import Floats, Pixels

Matrix = NDArray[np.float64]

MIN_PAGE_SHARE: Final = 0.3
"""A sheet on a table fills at least this share of a photograph, or it is not taken for the page."""
MAX_SLOPE: Final = 0.27
"""Lines steeper than 15 degrees say nothing about the skew of a page."""
WORTH_TURNING: Final = 0.001
"""A slope of one in a thousand moves the end of a row by a tenth of a line."""

_SHEET_STEP: Final = 18
_BAND_APART: Final = 12.0
"""Steps of colour (a and b of CIELAB in bytes) between a printed band and the table: grains of wood and its shadows differ by less."""
_LEAST_BAND, _MOST_BAND = 0.025, 0.4
"""Of the sheet's height or width: how deep such a band is."""
_INK: Final = 28
_DENSE: Final = 0.85
_BLANK_SHARE: Final = 0.00004
_MARGIN: Final = 0.03


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn line in pixels, with its thickness."""

    x0: float
    y0: float
    x1: float
    y1: float
    thick: float


def background(grey: Pixels) -> Pixels:
    """The paper without its ink, as bright as it is lit at each place."""
    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    size = max(3, (min(small.shape) // 12) | 1)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), size / 3)
    return np.asarray(cv2.resize(paper, grey.shape[::-1], interpolation=cv2.INTER_LINEAR), np.uint8)


def even_light(picture: Pixels) -> Pixels:
    """The picture as if lit evenly: each channel divided by the paper's brightness there."""
    paper = background(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)).astype(np.float32)
    gain = 240.0 / np.maximum(paper, 24.0)
    return np.clip(picture.astype(np.float32) * gain[:, :, None], 0, 255).astype(np.uint8)


def sharpened(strip: Pixels) -> Pixels:
    """A strip twice as large, its edges steeper and its paper white: another look at the same characters."""
    large = cv2.resize(strip, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    soft = cv2.GaussianBlur(large, (0, 0), 2.5)
    steep = cv2.addWeighted(large, 1.8, soft, -0.8, 0)
    return np.asarray(cv2.normalize(steep, np.empty_like(steep), 0, 255, cv2.NORM_MINMAX), np.uint8)


def unevenly_lit(picture: Pixels) -> bool:
    """Whether the paper's brightness varies so much that a fixed idea of dark and light fails."""
    small = cv2.resize(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (32, 32), interpolation=cv2.INTER_AREA)
    paper = cv2.dilate(small, np.ones((5, 5), np.uint8))
    return bool(np.percentile(paper, 95) - np.percentile(paper, 5) > 50)


def is_blank(picture: Pixels) -> bool:
    """Whether the sheet bears nothing worth reading: less ink than half a short line of text, its margins left out."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    scale = 1100 / max(grey.shape)
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    top, left = (max(1, round(side * _MARGIN)) for side in grey.shape)
    inside = grey[top:-top, left:-left]
    if min(inside.shape) < 16:
        return False
    away = cv2.absdiff(cv2.GaussianBlur(inside, (3, 3), 0), background(inside))
    return float((away > _INK).mean()) < _BLANK_SHARE


def page_outline(picture: Pixels) -> Floats | None:
    """Corners of the sheet in a photograph, clockwise from the top left, shape (4, 2); None where no sheet is clear to see.

    Sheets are looked for as the largest bright area under three thresholds (uneven light moves the right one) and as the
    largest area within edges; the largest that is brighter than the table all along its sides is taken.
    """
    scale = 640 / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (5, 5), 0)
    otsu, _ = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    areas: list[Pixels] = [(smooth > otsu * share).astype(np.uint8) for share in (0.6, 0.8, 1.0)]
    areas.append(1 - cv2.dilate(cv2.Canny(smooth, 30, 90), np.ones((3, 3), np.uint8)) // 255)
    sheets = [corners for area in areas if (corners := _largest_sheet(area, smooth)) is not None]
    if not sheets:
        return None
    return np.asarray(_with_bands(max(sheets, key=cv2.contourArea), small) / scale, np.float32)


def _with_bands(corners: Floats, small: Pixels) -> Floats:
    """The corners of a sheet, each side moved out over a band of another colour that is printed along it and no brighter than the table.

    Colour alone tells such a band, which goes on between the two sides beside it: a shadow has the table's.
    """
    colours = cv2.cvtColor(cv2.GaussianBlur(small, (9, 9), 0), cv2.COLOR_BGR2LAB).astype(np.float32)[:, :, 1:]
    grown = corners.copy()
    for n in range(4):
        before, start, end, behind = (corners[(n + k) % 4] for k in (-1, 0, 1, 2))
        out, tall = np.stack([start - before, end - behind]), float(np.linalg.norm(start - before))
        out /= np.linalg.norm(out, axis=1)[:, None]
        deep = _band_depth(np.stack([start, end]), out, colours, _MOST_BAND * tall)
        if deep > _LEAST_BAND * tall:
            grown[n], grown[(n + 1) % 4] = start + deep * out[0], end + deep * out[1]
    return grown


def _band_depth(side: Floats, out: Floats, colours: Floats, most: float) -> int:
    """How many pixels beyond `side`, along the directions `out` of its two ends, all colours are others than those beyond these ends.

    0 where it reaches over `most` or to the end of the picture, where nothing tells the table's colour.
    """
    height, width = colours.shape[:2]
    share = np.concatenate([np.linspace(0.04, 0.96, 40), [-0.03, 1.03]])[:, None]
    for deep in range(1, int(most)):
        start, end = side + deep * out
        x, y = np.round(start + (end - start) * share).astype(int).T
        held = (x >= 0) & (y >= 0) & (x < width) & (y < height)
        if not held[:-2].all() or not held[-2:].any():
            return 0
        ends = [colours[v, u] for u, v in zip(x[-2:][held[-2:]], y[-2:][held[-2:]], strict=True)]
        table = ends[0] + (ends[-1] - ends[0]) * share[:-2]
        if (np.linalg.norm(colours[y[:-2], x[:-2]] - table, axis=1) > _BAND_APART).mean() < _DENSE:
            return deep - 1
    return 0


def _largest_sheet(area: Pixels, grey: Pixels) -> Floats | None:
    closed = cv2.morphologyEx(area, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    shapes = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
    if not shapes:
        return None
    shape = max(shapes, key=cv2.contourArea)
    corners = _four_corners(shape)
    return corners if corners is not None and _is_sheet(corners, shape, grey) else None


def _four_corners(shape: Pixels) -> Floats | None:
    hull = cv2.convexHull(shape)
    around = cv2.arcLength(hull, closed=True)
    for tolerance in (0.015, 0.02, 0.03, 0.04):
        found = cv2.approxPolyDP(hull, tolerance * around, closed=True).reshape(-1, 2).astype(np.float32)
        if len(found) == 4:
            by_sum, by_difference = found.sum(1), found[:, 0] - found[:, 1]
            order = [int(by_sum.argmin()), int(by_difference.argmax()), int(by_sum.argmax()), int(by_difference.argmin())]
            return found[order] if len(set(order)) == 4 else None
    return None


def _is_sheet(corners: Floats, shape: Pixels, grey: Pixels) -> bool:
    """A sheet fills its four corners, leaves some of the picture to the table, and is brighter than that all along its sides."""
    height, width = grey.shape
    area = float(cv2.contourArea(corners))
    if not MIN_PAGE_SHARE < area / (height * width) < 0.97 or float(cv2.contourArea(cv2.convexHull(shape))) < 0.93 * area:
        return False
    middle = corners.mean(0)
    steps = [_step(corners[n], corners[(n + 1) % 4], middle, grey) for n in range(4)]
    seen = [step for step in steps if step is not None]
    return len(seen) >= 2 and min(seen) > _SHEET_STEP


def _step(start: Floats, end: Floats, middle: Floats, grey: Pixels) -> float | None:
    """By how much the picture is brighter inside this side than outside, along nine tenths of it; None where the side is the picture's."""
    height, width = grey.shape
    along = start + (end - start) * np.linspace(0.05, 0.95, 40)[:, None]
    inwards = middle - (start + end) / 2
    inwards = 7 * inwards / max(1e-6, float(np.linalg.norm(inwards)))
    outside, inside = np.round(along - inwards).astype(int), np.round(along + inwards).astype(int)
    held = ((outside >= 0) & (outside < [width, height]) & (inside >= 0) & (inside < [width, height])).all(1)
    if held.mean() < 0.5:
        return None
    x, y = outside[held].T
    u, v = inside[held].T
    return float(np.percentile(grey[v, u].astype(int) - grey[y, x].astype(int), 15))


def flatten(corners: Floats) -> tuple[Matrix, tuple[int, int]]:
    """The matrix that lays the sheet flat, and its width and height in pixels (sides as long as they are shown)."""
    a, b, c, d = corners
    width = round(float(max(np.linalg.norm(b - a), np.linalg.norm(c - d))))
    height = round(float(max(np.linalg.norm(d - a), np.linalg.norm(c - b))))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return cv2.getPerspectiveTransform(corners, flat).astype(np.float64), (width, height)


def quarter_turn(turns: int, size: tuple[int, int]) -> tuple[Matrix, tuple[int, int]]:
    """The matrix of `turns` quarter turns clockwise of a picture of `size` (width, height), and the size after it."""
    width, height = size
    match turns % 4:
        case 1:
            return np.array([[0, -1, height], [1, 0, 0], [0, 0, 1]], float), (height, width)
        case 2:
            return np.array([[-1, 0, width], [0, -1, height], [0, 0, 1]], float), size
        case 3:
            return np.array([[0, 1, 0], [-1, 0, width], [0, 0, 1]], float), (height, width)
    return np.eye(3), size


def level(boxes: Floats, picture: Pixels) -> tuple[Matrix, tuple[int, int]]:
    """The matrix that makes rows level and columns upright, and the size of the result.

    Rows show their slope in wide boxes of text and in drawn lines. In the picture plane, with the origin in its
    middle, a level line at height v appears with slope p·v - b and an upright one at u with slope q·u - a, to first
    order in the four; they are the terms of [[1, a, 0], [b, 1, 0], [p, q, 1]] (own derivation).
    """
    height, width = picture.shape[:2]
    middle, unit = np.array([width / 2, height / 2]), max(width, height) / 2
    across, down = _drawn_slopes(picture, middle, unit)
    b, p = _slope_trend(np.vstack([_text_slopes(boxes, middle, unit), across]))
    a, q = _slope_trend(down) if down[:, 2].sum() > 0.4 else (-b, 0.0)
    if abs(a + b) > 0.03:  # upright lines that contradict the rows are a photograph's or a logo's
        a, q = -b, 0.0
    if max(abs(a), abs(b), abs(p), abs(q)) < WORTH_TURNING:
        return np.eye(3), (width, height)
    to_unit = np.array([[1 / unit, 0, -middle[0] / unit], [0, 1 / unit, -middle[1] / unit], [0, 0, 1]])
    matrix = np.linalg.inv(to_unit) @ np.array([[1, a, 0], [b, 1, 0], [p, q, 1]]) @ to_unit
    return _onto_canvas(matrix, (width, height))


def _onto_canvas(matrix: Matrix, size: tuple[int, int]) -> tuple[Matrix, tuple[int, int]]:
    width, height = size
    corners = move(np.array([[0, 0], [width, 0], [width, height], [0, height]], float), matrix)
    low, high = corners.min(0), corners.max(0)
    shift = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1]])
    return shift @ matrix, (int(np.ceil(high[0] - low[0])), int(np.ceil(high[1] - low[1])))


def _text_slopes(boxes: Floats, middle: NDArray[np.float64], unit: float) -> NDArray[np.float64]:
    """Rows (position across the line's direction, slope, weight) of boxes at least four times as wide as high."""
    along = (boxes[:, 1] + boxes[:, 2] - boxes[:, 0] - boxes[:, 3]) / 2
    high = np.linalg.norm(boxes[:, 3] - boxes[:, 0], axis=1)
    length = np.linalg.norm(along, axis=1)
    wide = (length > 4 * high) & (np.abs(along[:, 1]) < MAX_SLOPE * np.abs(along[:, 0]))
    at = (boxes.mean(1)[wide] - middle) / unit
    slope = along[wide, 1] / along[wide, 0]
    return np.column_stack([at[:, 1], slope, (length[wide] / unit) ** 2])


def _drawn_slopes(picture: Pixels, middle: NDArray[np.float64], unit: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The same rows for drawn lines: nearly level ones, and nearly upright ones."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    scale = min(1.0, 1408 / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found: Any = cv2.createLineSegmentDetector().detect(small)[0]
    if found is None:  # OpenCV gives None where it finds no line, whatever its stubs say
        return np.zeros((0, 3)), np.zeros((0, 3))
    ends = found.reshape(-1, 2, 2).astype(float) / scale
    inside = ((ends > 4) & (ends < np.array(grey.shape[::-1]) - 4)).all((1, 2))
    ends = (ends[inside] - middle) / unit
    step = ends[:, 1] - ends[:, 0]
    weight = (step**2).sum(1)
    at = ends.mean(1)
    across = (weight > 0.15**2) & (np.abs(step[:, 1]) < MAX_SLOPE * np.abs(step[:, 0]))
    down = (weight > 0.06**2) & (np.abs(step[:, 0]) < MAX_SLOPE * np.abs(step[:, 1]))
    return (
        np.column_stack([at[across, 1], step[across, 1] / step[across, 0], weight[across]]),
        np.column_stack([at[down, 0], step[down, 0] / step[down, 1], weight[down]]),
    )


def _slope_trend(rows: NDArray[np.float64]) -> tuple[float, float]:
    """(-slope at 0, its change with position) over rows of position, slope and weight; outliers left out in three rounds."""
    if not len(rows):
        return 0.0, 0.0
    order = rows[np.argsort(rows[:, 1])]
    start = order[np.searchsorted(np.cumsum(order[:, 2]), order[:, 2].sum() / 2), 1]
    base, change = float(start), 0.0
    for tolerance in (0.03, 0.012, 0.006):
        near = rows[np.abs(rows[:, 1] - base - change * rows[:, 0]) < tolerance]
        if not len(near):
            break
        weight = near[:, 2]
        # A ridge keeps the change at nothing where the lines do not spread over the page.
        system = np.array([[weight.sum(), weight @ near[:, 0]], [weight @ near[:, 0], weight @ near[:, 0] ** 2 + 0.02 * weight.sum()]])
        base, change = (float(term) for term in np.linalg.solve(system, [weight @ near[:, 1], weight @ (near[:, 0] * near[:, 1])]))
    return -base, change


def move(points: NDArray[np.floating], matrix: Matrix) -> NDArray[np.float64]:
    """Points of any shape (..., 2) through a 3 × 3 matrix."""
    flat = np.column_stack([points.reshape(-1, 2), np.ones(points.size // 2)]) @ matrix.T
    return np.asarray((flat[:, :2] / flat[:, 2:]).reshape(points.shape))


def warp(picture: Pixels, matrix: Matrix, size: tuple[int, int]) -> Pixels:
    return np.asarray(cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def drawn_lines(picture: Pixels, boxes: Floats, dots_per_point: float) -> tuple[list[Line], Pixels]:
    """Level and upright lines of a straightened picture, and a mask of their ink.

    A line is longer than any stroke of a letter (24 points across, 20 down), thinner than 3 points, darker than what
    lies on its two sides nearly without a break, and not the middle of a box of text.
    """
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    mask = level = np.zeros_like(grey)
    lines: list[Line] = []
    for upright, points in ((False, 24), (True, 20)):
        long, thick = max(8, round(points * dots_per_point)), max(3, round(2.4 * dots_per_point))
        run, side = max(3, long // 3), np.ones((1, thick) if upright else (thick, 1), np.uint8)
        smooth = cv2.blur(grey, (1, 3) if upright else (3, 1))
        dark = (cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, side) > _INK).astype(np.uint8) * 255
        if upright:  # a line that crosses level ones has no sides there
            dark = np.maximum(dark, cv2.dilate(level, np.ones((5, 1), np.uint8)) * 255)
        dense = (cv2.blur(dark, (1, run) if upright else (run, 1)) > _DENSE * 255).astype(np.uint8)
        strokes = cv2.morphologyEx(dense, cv2.MORPH_OPEN, np.ones((long, 1) if upright else (1, long), np.uint8))
        count, labels, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
        thin = [n for n in range(1, count) if _is_line(stats[n], upright, long, dots_per_point)]
        if not upright:
            thin = [n for n in thin if not _strikes(_line(stats[n], upright), boxes)]
        lines += [_line(stats[n], upright) for n in thin]
        keep = np.zeros(count, np.uint8)
        keep[thin] = 1
        level = keep[labels]
        # The ends of a line are less dense than its middle: its mask goes on as far as the ink does.
        grown = cv2.dilate(level, np.ones((run, 1) if upright else (1, run), np.uint8))
        mask = np.maximum.reduce([mask, level, np.minimum(grown, dark // 255)])
    return lines, mask


def _is_line(stat: NDArray[np.int32], upright: bool, long: int, dots_per_point: float) -> bool:
    across, down, area = stat[cv2.CC_STAT_WIDTH], stat[cv2.CC_STAT_HEIGHT], stat[cv2.CC_STAT_AREA]
    length, breadth = (down, across) if upright else (across, down)
    return bool(length >= long * 0.9 and area / max(length, 1) <= 3 * dots_per_point and breadth <= max(4 * dots_per_point, length / 12))


def _strikes(line: Line, boxes: Floats) -> bool:
    """Whether the line is the row of strokes that runs through the middle of a text, which no drawn line does."""
    low, high = boxes.min(1), boxes.max(1)
    tall = high[:, 1] - low[:, 1]
    through = (line.y0 > low[:, 1] + 0.2 * tall) & (line.y0 < high[:, 1] - 0.2 * tall)
    shared = np.minimum(high[:, 0], line.x1) - np.maximum(low[:, 0], line.x0)
    return bool(np.any(through & (shared > 0.7 * (line.x1 - line.x0))))


def _line(stat: NDArray[np.int32], upright: bool) -> Line:
    x, y, across, down, area = (float(value) for value in stat[:5])
    if upright:
        return Line(x + across / 2, y, x + across / 2, y + down, area / down)
    return Line(x, y + down / 2, x + across, y + down / 2, area / across)


def parted_at_lines(boxes: Floats, lines: list[Line], clean: Pixels) -> Floats:
    """The boxes of level text, those that a drawn upright line crosses parted there: cells of a ruled table that stand close.

    A word that reaches over the line into the next cell stays whole: in `clean`, the picture without lines, ink is beside the line.
    """
    upright = [line for line in lines if line.x0 == line.x1]
    grey = cv2.cvtColor(clean, cv2.COLOR_BGR2GRAY)
    parts: list[Floats] = []
    for box in boxes:
        (left, top), (right, foot) = box.min(0), box.max(0)
        cuts = sorted(line.x0 for line in upright if _crosses(line, left, right, top, foot) and _is_clear(grey, line.x0, top, foot))
        ends = [left, *cuts, right]
        parts += [_between(box, (start - left) / (right - left), (end - left) / (right - left)) for start, end in pairwise(ends)]
    return np.array(parts, np.float32).reshape(-1, 4, 2)


def _crosses(line: Line, left: float, right: float, top: float, foot: float) -> bool:
    tall = foot - top
    inside = left + 0.6 * tall < line.x0 < right - 0.6 * tall
    return inside and min(line.y1, foot) - max(line.y0, top) > 0.7 * tall and line.y1 - line.y0 > 1.6 * tall


def _is_clear(grey: Pixels, x: float, top: float, foot: float) -> bool:
    """Whether no ink lies beside an upright line in the middle of a line of text (its edges reach into the neighbours')."""
    tall = foot - top
    y0, y1, x0, x1 = round(top + 0.2 * tall), round(foot - 0.2 * tall), round(x - 0.12 * tall), round(x + 0.12 * tall) + 1
    beside = grey[max(0, y0) : y1, max(0, x0) : x1]
    around = grey[max(0, round(top - 0.3 * tall)) : round(foot + 0.3 * tall), max(0, round(x - tall)) : round(x + tall)]
    return bool(beside.size) and float(np.percentile(around, 90)) - float(beside.min()) < 2 * _INK


def _between(box: Floats, start: float, end: float) -> Floats:
    """The part of a box from `start` to `end` of its length."""
    a, b, c, d = box
    return np.array([a + (b - a) * start, a + (b - a) * end, d + (c - d) * end, d + (c - d) * start], np.float32)


def without(picture: Pixels, mask: Pixels) -> Pixels:
    """The picture with the masked ink painted over by the paper beside it."""
    wide = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    if not wide.any():
        return picture
    paper = cv2.medianBlur(cv2.dilate(picture, np.ones((5, 5), np.uint8)), 5)
    clean = picture.copy()
    clean[wide > 0] = paper[wide > 0]
    return clean


def lone_marks(picture: Pixels, boxes: Floats, line_ink: Pixels) -> tuple[Floats, NDArray[np.bool_]]:
    """Boxes of small marks in the rows of text that the detector passes over: a dash, an `x`, a `<` alone in its cell.

    Second result: which of them are dashes by their shape. A mark counts only where its row has text of its size, and
    where few others are near: a drawing or a bar code is full of them.
    """
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    low, high = boxes.min(1), boxes.max(1)
    tall = high[:, 1] - low[:, 1]
    size = float(np.median(tall)) / 1.5 if len(boxes) else 0.0
    if size < 6:
        return np.zeros((0, 4, 2), np.float32), np.zeros(0, np.bool_)
    side = np.ones((round(1.6 * size), round(1.6 * size)), np.uint8)
    dark = cv2.morphologyEx(cv2.GaussianBlur(grey, (3, 3), 0), cv2.MORPH_BLACKHAT, side) > 1.6 * _INK
    dark &= cv2.dilate(line_ink, np.ones((5, 5), np.uint8)) == 0
    _, _, stats, middles = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    wide, deep = stats[:, cv2.CC_STAT_WIDTH] / size, stats[:, cv2.CC_STAT_HEIGHT] / size
    dash = (wide > 0.18) & (wide < 1.6) & (deep < 0.24) & (wide > 1.7 * deep)
    letter = (deep > 0.35) & (deep < 1.3) & (wide > 0.06) & (wide < 1.5)
    chosen = [n for n in range(1, len(stats)) if (dash[n] or letter[n]) and not _within(middles[n], low, high)]
    at = middles[chosen]
    crowd = (np.abs(at[:, None] - at[None]) < 2.5 * size).all(2).sum(1)
    kept = [n for n, near in zip(chosen, crowd, strict=True) if near <= 3 and _has_row(middles[n], low, high, tall, size)]
    x, y, w, h = (stats[kept, k].astype(np.float32) for k in range(4))
    middle, half, margin = y + h / 2, np.maximum(h / 2 + 0.25 * size, 0.7 * size), 0.25 * size
    corners = np.stack(
        [
            np.stack([x - margin, middle - half], 1), np.stack([x + w + margin, middle - half], 1),
            np.stack([x + w + margin, middle + half], 1), np.stack([x - margin, middle + half], 1),
        ],
        1,
    )  # fmt: skip
    return corners.astype(np.float32), dash[kept]


def _within(point: Pixels, low: Floats, high: Floats) -> bool:
    return bool(np.any((point >= low - 1).all(1) & (point <= high + 1).all(1)))


def _has_row(point: Pixels, low: Floats, high: Floats, tall: Floats, size: float) -> bool:
    level = np.abs((low[:, 1] + high[:, 1]) / 2 - point[1]) < 0.4 * size
    return int(np.sum(level & (tall < 2.2 * size))) >= 2
