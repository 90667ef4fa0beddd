"""A page as a scanner or a telephone would see it: turned, noisy, unevenly lit, in perspective; the same each time."""

from __future__ import annotations

import io
import time

import numpy as np
from PIL import Image

_SET_ON = time.gmtime(1_767_225_600)  # 2026-01-01, so that the same scan has the same bytes


def scan(page: bytes, dpi: int, turned: float = 0.6, noise: float = 6, seed: int = 7) -> bytes:
    """A PNG page as an image-only PDF: turned by `turned` degrees, with grey-level `noise`."""
    image = Image.open(io.BytesIO(page)).convert("L")
    image = image.rotate(turned, resample=Image.Resampling.BICUBIC, fillcolor=252)
    out = io.BytesIO()
    _noisy(image, noise, seed).save(out, "PDF", resolution=dpi, quality=70, creationDate=_SET_ON, modDate=_SET_ON)
    return out.getvalue()


def photograph(page: bytes, seed: int = 11) -> bytes:
    """A PNG page as a JPEG taken at a slant under a lamp: the page lies on a table, darker on one side."""
    sheet = Image.open(io.BytesIO(page)).convert("RGB")
    width, height = sheet.size
    canvas = Image.new("RGB", (int(width * 1.08), int(height * 1.06)), (104, 92, 80))
    left, top = int(width * 0.04), int(height * 0.03)
    canvas.paste(sheet, (left, top))
    corners = [(0, 0), (canvas.width, 0), (canvas.width, canvas.height), (0, canvas.height)]
    slant = [(18, 6), (canvas.width - 6, 0), (canvas.width - 26, canvas.height - 4), (0, canvas.height)]
    canvas = canvas.transform(
        canvas.size, Image.Transform.PERSPECTIVE, _perspective(slant, corners), Image.Resampling.BICUBIC, fillcolor=(104, 92, 80)
    )
    light = np.linspace(1.0, 0.78, canvas.width)[None, :] * np.linspace(1.0, 0.93, canvas.height)[:, None]
    pixels = np.asarray(canvas, dtype=float) * light[:, :, None]
    out = io.BytesIO()
    _noisy(Image.fromarray(pixels.astype(np.uint8)), 4, seed).save(out, "JPEG", quality=74)
    return out.getvalue()


def _noisy(image: Image.Image, noise: float, seed: int) -> Image.Image:
    pixels = np.asarray(image, dtype=float)
    grain = np.random.default_rng(seed).normal(0, noise, pixels.shape[:2])
    return Image.fromarray(np.clip(pixels + (grain if pixels.ndim == 2 else grain[:, :, None]), 0, 255).astype(np.uint8))


def _perspective(to: list[tuple[int, int]], source: list[tuple[int, int]]) -> list[float]:
    """The eight coefficients with which PIL looks up, for a point of the output, the point of the source."""
    rows, values = [], []
    for (x, y), (u, v) in zip(to, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(c) for c in np.linalg.solve(np.array(rows, dtype=float), np.array(values, dtype=float))]
