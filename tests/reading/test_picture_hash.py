"""Hashes of pictures are those of the imagehash package, bit for bit, as registries keep them; alike pictures have alike ones."""

from __future__ import annotations

from pathlib import Path

import imagehash
import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from registry.assessment.reuse import PICTURE_BITS
from registry.datafiles import data_path
from registry.reading import render
from registry.reading.picture_hash import perceptual_hash


def bits_apart(one: Image.Image, other: Image.Image) -> int:
    return (int(perceptual_hash(one), 16) ^ int(perceptual_hash(other), 16)).bit_count()


def noise(width: int, height: int, seed: int) -> Image.Image:
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, (height, width), np.uint8))


@pytest.mark.parametrize("path", sorted(data_path("specimens").glob("s*.pdf")), ids=lambda path: path.stem)
@pytest.mark.parametrize("dpi", [48, 144])
def test_a_drawn_page_has_the_hash_that_the_package_gives_it(path: Path, dpi: int) -> None:
    with pypdfium2.PdfDocument(path) as pdf:
        image = render.pdf_page_image(pdf, 1, dpi=dpi)
    assert perceptual_hash(image) == str(imagehash.phash(image.convert("L")))


@pytest.mark.parametrize(
    "image",
    [
        noise(400, 300, 1),
        noise(33, 31, 2),
        noise(20, 17, 3),
        noise(1, 500, 4),
        Image.new("L", (300, 200), 77),
        Image.new("RGB", (300, 200), "white"),
        Image.new("1", (300, 200), 1),
        Image.merge("CMYK", [noise(300, 200, seed) for seed in range(4)]),
        Image.merge("RGBA", [noise(300, 200, seed) for seed in range(4)]),
    ],
    ids=["noise", "small", "smaller than 32", "one pixel wide", "grey", "white", "black and white", "CMYK", "transparent"],
)
def test_any_kind_of_picture_has_the_hash_that_the_package_gives_it(image: Image.Image) -> None:
    assert perceptual_hash(image) == str(imagehash.phash(image.convert("L")))


def test_the_hash_stays_alike_when_a_picture_is_scaled_and_differs_for_another() -> None:
    sheet, other = Image.new("L", (850, 1100), "white"), Image.new("L", (850, 1100), "white")
    drawing = ImageDraw.Draw(sheet)
    for row in range(12):
        drawing.rectangle((100, 300 + 40 * row, 300 + 37 * row, 315 + 40 * row), fill=40)
    other.paste("black", (0, 700, 850, 1100))
    assert bits_apart(sheet, sheet.resize((425, 550))) <= PICTURE_BITS
    assert bits_apart(sheet, other) > 16
