"""The drawn page shows a box where a value was read, and says what each colour means."""

from __future__ import annotations

import io

from PIL import Image

from registry.datafiles import data_path
from registry.reading.overlay import COLOURS, LEGEND_HEIGHT, overlay_png, places_of
from registry.reading.pipeline import read_document
from registry.reading.render import page_png

SPECIMEN = data_path("specimens", "s01_summary_boxes.pdf").read_bytes()


def colour_at(image: Image.Image, x: float, y: float) -> str:
    return "#{:02x}{:02x}{:02x}".format(*image.getpixel((int(x), int(y))))


def test_a_value_is_framed_in_its_colour_and_the_legend_stands_under_the_page() -> None:
    draft = read_document(SPECIMEN, "s01.pdf")[0]
    shown = page_png(SPECIMEN, "application/pdf", 1, width=800)
    height = Image.open(io.BytesIO(shown)).height
    image = Image.open(io.BytesIO(overlay_png(shown, [draft], 1)))
    place = draft.results[0].measurements[0].evidence
    assert place is not None
    assert place.box is not None
    assert colour_at(image, (place.box.x0 + place.box.x1) / 2 * image.width, place.box.y0 * height) == COLOURS["value"]
    assert image.height == height + LEGEND_HEIGHT
    assert colour_at(image, 12, height + 7) == COLOURS["name"]


def test_another_page_bears_no_boxes() -> None:
    draft = read_document(SPECIMEN, "s01.pdf")[0]
    shown = page_png(SPECIMEN, "application/pdf", 1, width=400)
    height = Image.open(io.BytesIO(shown)).height
    drawn = Image.open(io.BytesIO(overlay_png(shown, [draft], 2))).crop((0, 0, 400, height))
    assert drawn.tobytes() == Image.open(io.BytesIO(shown)).convert("RGB").tobytes()


def test_every_kind_of_evidence_is_shown() -> None:
    draft = read_document(SPECIMEN, "s01.pdf")[0]
    assert {place.kind for place in places_of(draft)} >= {"field", "name", "value", "detection", "statement"}
    assert {place.role for place in places_of(draft)} >= {"lab", "lot", "reported"}
