"""A page with what was read drawn on it: a box for each name, value, limit and header field, coloured by what it was taken for."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

from PIL import ImageDraw

from registry.model.certificate import DraftCertificate
from registry.model.evidence import Evidence
from registry.reading.render import page_image

COLOURS: Final = {"name": "#1f77b4", "value": "#2ca02c", "limit": "#d62728", "detection": "#9467bd", "field": "#ff7f0e"}


def overlay_png(data: bytes, draft: DraftCertificate, page: int, *, width: int = 1200, password: str | None = None) -> bytes:
    """Page `page` (1-based) of the file that `draft` was read from, as PNG with the boxes of its evidence.

    Raises ReadingError where the page cannot be drawn.
    """
    image = page_image(data, draft.media_type, page, width=width, password=password).convert("RGB")
    draw = ImageDraw.Draw(image)
    for kind, place in evidence_of(draft):
        if place.page == page and place.box is not None:
            box = place.box
            corners = (box.x0 * image.width - 1, box.y0 * image.height - 1, box.x1 * image.width + 1, box.y1 * image.height + 1)
            draw.rectangle(corners, outline=COLOURS[kind], width=2)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def evidence_of(draft: DraftCertificate) -> Iterator[tuple[str, Evidence]]:
    """Every place that the draft took something from, with what it was taken for (a key of COLOURS)."""
    fields = (draft.lab, draft.accreditation, draft.report_id, draft.sample_id, draft.product_name, draft.client, draft.lot, draft.matrix)
    dates = (draft.dates.collected, draft.dates.received, draft.dates.completed, draft.dates.reported)
    places: list[tuple[str, Evidence | None]] = [("field", read.evidence) for read in (*fields, *dates) if read is not None]
    for result in draft.results:
        places.append(("name", result.evidence))
        places += [("value", measurement.evidence) for measurement in result.measurements]
        places += [("detection", quantity.evidence) for quantity in (result.lod, result.loq, result.uncertainty) if quantity]
        places += [("limit", quantity.evidence) for quantity in (result.limit, result.label_claim) if quantity]
    return ((kind, place) for kind, place in places if place is not None)
