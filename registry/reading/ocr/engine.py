"""The two neural networks that ship in the rapidocr package, run with onnxruntime: where text stands, and what a strip says.

rapidocr's own pipeline is not used: it detects at full size (6 times the time and 3 times the memory for the same boxes)
and keeps neither the probability nor the place of a character, from which word boxes and confidences are made here.
Models, preprocessing and the reading of the detector's map follow PP-OCR (rapidocr 3.10, `ch_ppocr_det`, `ch_ppocr_rec`).
"""

from __future__ import annotations

import importlib.util
import os
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from registry.errors import ConfigurationError

# OpenCV's type stubs promise no more than "integer or floating", so the element type stands in the name only.
Pixels = NDArray[Any]
Floats = NDArray[Any]

STRIP_HEIGHT: Final = 48
"""Height in pixels of the strips the recogniser reads; one step of its output is 8 pixels wide."""
STEP: Final = 8
MAX_THREADS: Final = 2
DETECTION_SIDE: Final = 1408
"""Long side in pixels of the picture the detector sees: about 125 dpi for a letter page."""
FINE_DETECTION_SIDE: Final = 1792
SMALL_TYPE: Final = 17.5
"""Pixels of the detector's picture: median height of boxes on pages set in 4.5 point is 15 to 17, in 7 point 19 and more."""

_NOTHING, _BLANK = 0, 1
_MASK_LEVEL: Final = 0.3
_BOX_LEVEL: Final = 0.5
_UNCLIP: Final = 1.6
_MIN_SIDE: Final = 3.0
_MAX_BOXES: Final = 3000
_MAX_STRIP: Final = 3200
_WIDTH_QUANTUM: Final = 32
_ACCENTED: Final = "ąćęłńśźżĄĆĘŁŃŚŹŻčďěňřšťůžČĎĚŇŘŠŤŮŽőűŐŰœŒğışĞİŞăâîșțĂÂÎȘȚ"
# Letters of the Latin and Greek alphabets, digits and signs of the trade; the network also knows 18,000 Chinese characters.
_SIGNS: Final = "¢£§©®°±²³¹µ·º×÷–—‘’“”†‡•…‰′″⁰⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ₀₁₂₃₄₅₆₇₈₉€™−∞≈≠≤≥Δ■□▪●○✓✔✕✗☐☑☒"
_DOUBLES: Final = {
    "μ": "µ",
    "∶": ":",
    "∕": "/",
    "。": ".",
    "、": ",",
    "〈": "<",
    "〉": ">",
    "∙": "·",
    "⋅": "·",
    "∆": "Δ",
    "―": "—",
    "∼": "~",
}


@dataclass(frozen=True, slots=True)
class Glyph:
    """One recognised character: `place` is its middle along the strip (0 to 1), `confidence` that exactly it stands there.

    `blank` is the highest chance of a blank between it and the character before, 1 where the best reading has one.
    `separator` is, for a point or comma, the confidence that one of the two stands there.
    """

    text: str
    place: float
    confidence: float
    blank: float = 0.0
    separator: float = 0.0


def detect(picture: Pixels) -> tuple[Floats, Floats]:
    """Boxes of text lines, shape (n, 4, 2): corners from the top left clockwise, in pixels of `picture` (BGR); and their scores.

    A page of small type is looked at a second time, larger, because its lines run together.
    """
    boxes, scores = _detect(picture, DETECTION_SIDE)
    scale = DETECTION_SIDE / max(picture.shape[:2])
    if scale < 1 and len(boxes) and np.median(np.linalg.norm(boxes[:, 3] - boxes[:, 0], axis=1)) * scale < SMALL_TYPE:
        return _detect(picture, FINE_DETECTION_SIDE)
    return boxes, scores


def _detect(picture: Pixels, side: int) -> tuple[Floats, Floats]:
    height, width = picture.shape[:2]
    scale = min(2.0, side / max(height, width))
    rows, columns = (max(32, round(length * scale / 32) * 32) for length in (height, width))
    small = cv2.resize(picture, (columns, rows), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    blob = np.ascontiguousarray((small.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[None])
    heat: Floats = _session("det").run(None, {"x": blob})[0][0, 0]
    boxes, scores = _boxes(heat)
    boxes *= np.array([width / columns, height / rows], np.float32)
    return boxes, scores


def _boxes(heat: Floats) -> tuple[Floats, Floats]:
    mask = cv2.dilate((heat > _MASK_LEVEL).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0][:_MAX_BOXES]
    boxes, scores = [], []
    for outline in outlines:
        middle, (wide, high), angle = cv2.minAreaRect(outline)
        if min(wide, high) < _MIN_SIDE:
            continue
        score = _mean_inside(heat, cv2.boxPoints((middle, (wide, high), angle)))
        if score < _BOX_LEVEL:
            continue
        grow = wide * high * _UNCLIP / (wide + high)  # both sides: twice the area over the perimeter
        boxes.append(_clockwise(cv2.boxPoints((middle, (wide + grow, high + grow), angle))))
        scores.append(score)
    return np.array(boxes, np.float32).reshape(-1, 4, 2), np.array(scores, np.float32)


def _mean_inside(heat: Floats, corners: Floats) -> float:
    low = np.clip(np.floor(corners.min(0)).astype(int), 0, None)
    high = np.ceil(corners.max(0)).astype(int) + 1
    part = heat[low[1] : high[1], low[0] : high[0]]
    if not part.size:
        return 0.0
    mask = np.zeros(part.shape, np.uint8)
    cv2.fillPoly(mask, [np.round(corners - low).astype(np.int32)], (1,))
    return float(cv2.mean(part, mask)[0])


def _clockwise(corners: Floats) -> Floats:
    """The corners as top left, top right, bottom right, bottom left."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = by_x[:2], by_x[2:]
    (a, d), (b, c) = left[np.argsort(left[:, 1])], right[np.argsort(right[:, 1])]
    return np.array([a, b, c, d], np.float32)


def recognise(strip: Pixels, stretch: float = 1.0) -> list[Glyph]:
    """The characters of one line of text, left to right; blanks are no characters, but their chance stands with the next one.

    `strip` is BGR or grey of any height; `stretch` widens it before reading, which gives a second opinion.
    """
    if strip.ndim == 2:
        strip = cv2.cvtColor(strip, cv2.COLOR_GRAY2BGR)
    height, width = strip.shape[:2]
    across = min(_MAX_STRIP, max(16, round(width * STRIP_HEIGHT / height * stretch)))
    shown = cv2.resize(strip, (across, STRIP_HEIGHT), interpolation=cv2.INTER_CUBIC if height < STRIP_HEIGHT else cv2.INTER_AREA)
    # A width of few kinds lets onnxruntime reuse its memory; the network was trained with zeros behind the text.
    blob = np.zeros((1, 3, STRIP_HEIGHT, -(-across // _WIDTH_QUANTUM) * _WIDTH_QUANTUM), np.float32)
    blob[0, :, :, :across] = (shown.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)
    chances: Floats = _session("rec").run(None, {"x": blob})[0][0]
    return _decode(_of_this_trade(chances), across / STEP)


def _of_this_trade(chances: Floats) -> Floats:
    """Chances of blank and of the characters in use, with those of their full-width and other doubles added to them."""
    columns, doubles, places = _alphabet()[1:]
    kept = chances[:, columns].copy()
    np.add.at(kept.T, places, chances[:, doubles].T)
    return kept


def _decode(chances: Floats, steps: float) -> list[Glyph]:
    """The best path of connectionist temporal classification, with the chance that its neighbours do not change the text."""
    letters = _alphabet()[0]
    separators = [letters.index("."), letters.index(",")]
    best = chances.argmax(1)
    runs = _runs(best)
    glyphs = []
    for n, (start, end) in enumerate(runs):
        letter = best[start]
        if letter == _BLANK:
            continue
        weights = chances[start:end, letter]
        place = float((np.arange(start, end) + 0.5) @ weights / weights.sum())
        after, following = (runs[n + 1][0], best[runs[n + 1][0]]) if n + 1 < len(runs) else (len(best), _NOTHING)
        calm = chances[end:after, _NOTHING] + chances[end:after, letter] + (chances[end:after, following] if following else 0.0)
        confidence = min(1.0, float(weights.max()), float(calm.min(initial=1.0)))
        before = next((e for s, e in reversed(runs[:n]) if best[s] != _BLANK), 0)
        seen = n > 0 and best[runs[n - 1][0]] == _BLANK
        blank = 1.0 if seen else float(chances[before:start, _BLANK].max(initial=0.0))
        either = 0.0
        if letter in separators:
            others = chances[end:after, separators].sum(1) - chances[end:after, letter]
            either = min(1.0, float(chances[start:end, separators].sum(1).max()), float((calm + others).min(initial=1.0)))
        glyphs.append(Glyph(letters[letter], min(1.0, place / steps), confidence, blank, either))
    return glyphs


def _runs(best: NDArray[np.int64]) -> list[tuple[int, int]]:
    """First step and step after the last of each character of the path."""
    edges = np.flatnonzero(np.diff(best, prepend=-1, append=-1))
    return [(int(start), int(end)) for start, end in pairwise(edges) if best[start] != _NOTHING]


@cache
def _alphabet() -> tuple[list[str], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The characters in use (blank first), their columns in the output, and columns to be added with the place they go to."""
    known = ["", *_session("rec").get_modelmeta().custom_metadata_map["character"].splitlines(), " "]
    place = {"": _NOTHING, " ": _BLANK}
    columns = [0, len(known) - 1]
    for column, letter in enumerate(known[1:-1], 1):
        if _in_use(letter):
            place[letter] = len(columns)
            columns.append(column)
    others = [(column, _double(letter)) for column, letter in enumerate(known[1:-1], 1) if letter not in place]
    doubles = [(column, place[letter]) for column, letter in others if letter in place]
    letters = sorted(place, key=place.__getitem__)
    return letters, np.array(columns), np.array([c for c, _ in doubles], np.int64), np.array([p for _, p in doubles], np.int64)


def _in_use(letter: str) -> bool:
    if len(letter) != 1:
        return False
    code = ord(letter)
    latin = 0x21 <= code <= 0x7E or 0xC0 <= code <= 0xFF or letter in _ACCENTED
    greek = 0x391 <= code <= 0x3C9 and letter not in "μ"
    return latin or greek or letter in _SIGNS


def _double(letter: str) -> str:
    """The character in use that `letter` is another form of: full-width signs, Greek mu for the micro sign, foreign accents."""
    if letter in _DOUBLES:
        return _DOUBLES[letter]
    plain = unicodedata.normalize("NFKC", letter)
    return plain if len(plain) != 1 or _in_use(plain) else unicodedata.normalize("NFD", plain)[0]


def threads() -> int:
    return max(1, min(MAX_THREADS, os.cpu_count() or 1))


@cache
def _session(kind: str) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads() if kind == "det" else 1  # strips are read side by side instead
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    # Waiting threads sleep instead of spinning: readers run beside one another.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(_model(kind)), options, providers=["CPUExecutionProvider"])


def _model(kind: str) -> Path:
    package = importlib.util.find_spec("rapidocr")
    folder = Path(package.origin).parent / "models" if package and package.origin else None
    found = sorted(folder.glob(f"*_{kind}_*.onnx")) if folder else []
    if not found:
        raise ConfigurationError(
            "Pictures cannot be read: the recognition models are missing from this installation.",
            next_step="Install rapidocr in the version that constraints.txt names.",
            code="ocr-models-missing",
        )
    return found[0]
