"""A page with what was read drawn on it: a box for each name, value, limit and header field, coloured by what it was taken for."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from registry.model.certificate import DraftCertificate
from registry.model.evidence import Evidence

COLOURS: Final = {
    "name": "#1f77b4",
    "value": "#2ca02c",
    "detection": "#9467bd",
    "limit": "#d62728",
    "field": "#ff7f0e",
    "statement": "#8c564b",
    "code": "#17becf",
}
_WORDS: Final = {
    "name": "analyte",
    "value": "result",
    "detection": "LOD, LOQ, uncertainty",
    "limit": "limit or claim",
    "field": "header field",
    "statement": "statement",
    "code": "QR code",
}
_FIELDS: Final = (
    "lab", "accreditation", "report_id", "sample_id", "product_name", "client", "lot", "matrix",
    "supersedes", "revision", "serving_mass", "unit_mass", "density",
)  # fmt: skip
LEGEND_HEIGHT: Final = 26


class Place(NamedTuple):
    """Where something was read: a key of COLOURS, and the role in words where the colour does not say it ("lot", "LOQ")."""

    kind: str
    role: str
    evidence: Evidence


def overlay_png(shown: bytes, drafts: Sequence[DraftCertificate], page: int) -> bytes:
    """`shown` (page `page`, 1-based, as PNG) with the boxes of what `drafts` took from it, and a legend under it; as PNG."""
    with Image.open(io.BytesIO(shown)) as opened:
        image = opened.convert("RGB")
    canvas = Image.new("RGB", (image.width, image.height + LEGEND_HEIGHT), "white")
    canvas.paste(image, (0, 0))
    draw = ImageDraw.Draw(canvas)
    for kind, role, place in (entry for draft in drafts for entry in places_of(draft)):
        box = place.box
        if place.page == page and box is not None:
            corners = (box.x0 * image.width - 1, box.y0 * image.height - 1, box.x1 * image.width + 1, box.y1 * image.height + 1)
            draw.rectangle(corners, outline=COLOURS[kind], width=2)
            if role:
                _write(draw, (corners[2] + 3, (corners[1] + corners[3]) / 2 - 6), role, COLOURS[kind])
    _draw_legend(draw, image.height)
    out = io.BytesIO()
    canvas.save(out, "PNG")
    return out.getvalue()


def places_of(draft: DraftCertificate) -> Iterator[Place]:
    """Every place that the draft took something from."""
    return (Place(kind, role, place) for kind, role, place in (*_of_head(draft), *_of_results(draft)) if place is not None)


def _of_head(draft: DraftCertificate) -> Iterator[tuple[str, str, Evidence | None]]:
    for name in _FIELDS:
        if (read := getattr(draft, name)) is not None:
            yield "field", name.replace("_", " "), read.evidence
    for name in type(draft.dates).model_fields:
        if (day := getattr(draft.dates, name)) is not None:
            yield "field", name, day.evidence
    for statement in draft.statements:
        yield "statement", statement.kind.value.replace("_", " "), statement.evidence
    for code in draft.authenticity.qr_codes:
        yield "code", "", code.evidence


def _of_results(draft: DraftCertificate) -> Iterator[tuple[str, str, Evidence | None]]:
    for result in draft.results:
        yield "name", "", result.evidence
        for measurement in result.measurements:
            yield "value", "", measurement.evidence
        for kind, role in (
            ("detection", "lod"),
            ("detection", "loq"),
            ("detection", "uncertainty"),
            ("limit", "limit"),
            ("limit", "label_claim"),
        ):
            if (quantity := getattr(result, role)) is not None:
                yield kind, "", quantity.evidence


def _draw_legend(draw: ImageDraw.ImageDraw, top: int) -> None:
    x = 8.0
    for kind, words in _WORDS.items():
        draw.rectangle((x, top + 7, x + 18, top + 19), outline=COLOURS[kind], width=2)
        draw.text((x + 23, top + 5), words, fill="black", font=_FONT)
        x += 23 + draw.textlength(words, font=_FONT) + 16


def _write(draw: ImageDraw.ImageDraw, at: tuple[float, float], role: str, colour: str) -> None:
    draw.rectangle(draw.textbbox(at, role, font=_SMALL), fill="white")
    draw.text(at, role, fill=colour, font=_SMALL)


_FONT: Final = ImageFont.load_default(13)
_SMALL: Final = ImageFont.load_default(10)
