"""Asked all at once, pdfium answers what it answers one by one; every answer stands in its own row."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pypdfium2
import pypdfium2.raw as raw
import pytest

from registry.datafiles import data_path
from registry.reading.bulk import AT_ONCE, Answers, address_of, page_objects, plain


@pytest.fixture(scope="module")
def page() -> Iterator[pypdfium2.PdfPage]:
    with pypdfium2.PdfDocument(data_path("specimens", "s01_summary_boxes.pdf")) as pdf:
        yield pdf[0]


@pytest.fixture(scope="module")
def text(page: pypdfium2.PdfPage) -> pypdfium2.PdfTextPage:
    return page.get_textpage()


def test_the_box_of_every_character_is_the_one_that_pdfium_gives_for_it_alone(text: pypdfium2.PdfTextPage) -> None:
    places = list(range(text.count_chars()))
    assert len(places) > AT_ONCE
    boxes = Answers(np.float32, 4, pointers=1).ask(plain(raw.FPDFText_GetLooseCharBox), places, address_of(text))
    assert [(left, bottom, right, top) for left, top, right, bottom in boxes.tolist()] == [
        text.get_charbox(place, loose=True) for place in places
    ]


def test_where_pdfium_has_no_answer_the_row_holds_nothing_of_an_earlier_one(text: pypdfium2.PdfTextPage) -> None:
    room, ask = Answers(np.float32, 4, pointers=1), plain(raw.FPDFText_GetLooseCharBox)
    first = next(place for place in range(text.count_chars()) if any(text.get_charbox(place, loose=True)))
    assert room.ask(ask, [first], address_of(text)).any()
    assert not room.ask(ask, [text.count_chars() + 5], address_of(text)).any()


def test_each_object_of_a_page_has_its_kind_and_bounds(page: pypdfium2.PdfPage) -> None:
    objects, alone = page_objects(page), list(page.get_objects(max_depth=1))
    assert [kind for _, kind in objects] == [item.type for item in alone]
    bounds = Answers(np.float32, 4, pointers=4).ask(plain(raw.FPDFPageObj_GetBounds), [item for item, _ in objects])
    assert list(map(tuple, bounds.tolist())) == [item.get_bounds() for item in alone]
