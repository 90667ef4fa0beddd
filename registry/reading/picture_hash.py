"""Perceptual hashes: 64 bits of a picture that stay alike when it is scaled or saved again.

The hash is pHash as the imagehash package defines it (C. Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions,
2010): the picture in grey, 32 by 32 pixels, its cosine transform, and of the 8 by 8 lowest frequencies which lie above their median.
Registries keep such hashes for years, so the bits must stay those of that package. A page has two million pixels and the result a
thousand: what takes the time is making it small, which is done here as two products of matrices.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import fftpack

SIDE: Final = 32
FREQUENCIES: Final = 8
LOBES: Final = 3
"""Of the Lanczos kernel, on either side."""
ROWS_AT_ONCE: Final = 64
"""Rows that become floating-point numbers at a time: few enough to stay in the processor's cache."""


def perceptual_hash(image: Image.Image) -> str:
    """The picture's hash as 16 hex digits."""
    low = _cosines(_cosines(_shrunk(np.asarray(image.convert("L"))), 0), 1)[:FREQUENCIES, :FREQUENCIES]
    bits = (low > np.median(low)).ravel()
    return np.packbits(bits).tobytes().hex()


def _cosines(numbers: NDArray[Any], axis: int) -> NDArray[Any]:
    transformed: NDArray[Any] = fftpack.dct(numbers, axis=axis)
    return transformed


def _shrunk(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A picture at 32 by 32 pixels, by Lanczos' kernel, first across and then down, rounded to whole levels after each, as Pillow does."""
    height, width = grey.shape
    across, narrow = _weights(width), np.empty((height, SIDE), np.float32)
    for top in range(0, height, ROWS_AT_ONCE):
        rows = grey[top : top + ROWS_AT_ONCE].astype(np.float32)
        np.matmul(rows, across, out=narrow[top : top + ROWS_AT_ONCE])
    return _levels(_weights(height).T @ _levels(narrow).astype(np.float32))


def _levels(numbers: NDArray[np.float32]) -> NDArray[np.uint8]:
    levels: NDArray[np.uint8] = np.clip(np.floor(numbers + 0.5), 0, 255).astype(np.uint8)
    return levels


@lru_cache(maxsize=16)
def _weights(length: int) -> NDArray[np.float32]:
    """What each of `length` pixels adds to each of 32: Lanczos' kernel as wide as what one of them covers, its weights summing to 1."""
    weights = np.zeros((length, SIDE), np.float32)
    step = length / SIDE
    reach = LOBES * max(step, 1.0)
    for place in range(SIDE):
        centre = (place + 0.5) * step
        first, last = max(0, int(centre - reach + 0.5)), min(length, int(centre + reach + 0.5))
        away = (np.arange(first, last) - centre + 0.5) / max(step, 1.0)
        kernel = np.where(np.abs(away) < LOBES, np.sinc(away) * np.sinc(away / LOBES), 0.0)
        weights[first:last, place] = kernel / kernel.sum()
    return weights
