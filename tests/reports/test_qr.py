"""A QR code drawn here is read by a reader."""

from __future__ import annotations

import re

import numpy as np
import pytest
import zxingcpp

from registry.reports.qr import qr_svg


def _pixels(svg: str, size: int = 4) -> np.ndarray:
    """The picture as a camera sees it: `size` pixels a module."""
    side = int(re.search(r'viewBox="0 0 (\d+) \d+"', svg)[1])  # type: ignore[index]
    picture = np.full((side, side), 255, dtype=np.uint8)
    for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", svg):
        picture[int(y), int(x)] = 0
    return np.kron(picture, np.ones((size, size), dtype=np.uint8))


@pytest.mark.parametrize("text", ["http://127.0.0.1:8501/lot?number=HG-2601", "https://registry.example/lot?number=Ž", "x" * 800])
def test_a_reader_finds_what_was_drawn(text: str) -> None:
    (found,) = zxingcpp.read_barcodes(_pixels(qr_svg(text)))
    assert found.text == text


def test_the_picture_holds_nothing_of_the_text_as_markup() -> None:
    assert "<script" not in qr_svg("<script>alert(1)</script>")
