"""`<` and `>` are told by their shape, and nothing else is taken for them."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from registry.reading.ocr.chevrons import chevron
from registry.reading.ocr.words import Ink, ink_of


def drawn(letter: str, size: int, narrow: float) -> Ink:
    paper = Image.new("L", (int(1.6 * size), int(1.7 * size)), 250)
    ImageDraw.Draw(paper).text((0.8 * size, 1.3 * size), letter, fill=20, font=ImageFont.load_default(size), anchor="ms")
    return ink_of(np.asarray(paper.resize((int(paper.width * narrow), paper.height))))


@pytest.mark.parametrize("size", [18, 24, 32, 48])
@pytest.mark.parametrize("narrow", [1.0, 0.75])
def test_the_two_signs_are_told_by_their_arms_and_no_letter_is_one(size: int, narrow: float) -> None:
    assert [chevron(drawn(sign, size, narrow)) for sign in "<>"] == ["<", ">"]
    others = "cCeGkKLvVxXyYzZsS247?{}()[]/&%#+*^~"
    assert not [other for other in others if chevron(drawn(other, size, narrow))]


def test_dots_and_empty_paper_are_no_sign() -> None:
    assert chevron(np.zeros((20, 20), np.bool_)) is None
    assert chevron(drawn(".", 24, 1.0)) is None
