"""The drawn page shows a box where a value was read."""

from __future__ import annotations

import io

from PIL import Image

from registry.datafiles import data_path
from registry.reading.overlay import COLOURS, evidence_of, overlay_png
from registry.reading.pipeline import read_document

SPECIMEN = data_path("specimens", "s01_summary_boxes.pdf")


def test_a_value_is_framed_in_its_colour() -> None:
    data = SPECIMEN.read_bytes()
    draft = read_document(data, "s01.pdf")[0]
    image = Image.open(io.BytesIO(overlay_png(data, draft, 1, width=800)))
    place = draft.results[0].measurements[0].evidence
    assert place is not None
    assert place.box is not None
    middle = int((place.box.x0 + place.box.x1) / 2 * image.width)
    top = int(place.box.y0 * image.height)
    assert "#{:02x}{:02x}{:02x}".format(*image.getpixel((middle, top))) == COLOURS["value"]


def test_every_kind_of_evidence_is_shown() -> None:
    draft = read_document(SPECIMEN.read_bytes(), "s01.pdf")[0]
    assert {kind for kind, _ in evidence_of(draft)} >= {"field", "name", "value", "detection"}
