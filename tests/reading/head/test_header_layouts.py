"""Heads of every layout in `header_layouts.toml`, each with the fields that a reader of the page would name."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from registry.model.certificate import ReadText
from registry.reading.head.header import HeaderFields, read_header
from tests.reading.printed import Placed, block, document, page

LAYOUTS = tomllib.loads(Path(__file__).with_name("header_layouts.toml").read_text(encoding="utf-8"))
BODY: list[Placed] = [
    *block(40, 400, "Analyte", "Mitragynine", "7-Hydroxymitragynine", "Lead"),
    *block(240, 400, "Result", "1.42", "0.011", "0.12"),
    *block(340, 400, "Unit", "%", "%", "mg/kg"),
]


def fields_of(read: HeaderFields) -> dict[str, str | None]:
    """Texts by field, days by name of the date as YYYY-MM-DD."""
    texts = {name: value.text for name, value in read.for_draft().items() if isinstance(value, ReadText)}
    days = {name: str(printed.value) for name, printed in read.dates if printed is not None and printed.value is not None}
    return {**texts, **days, "overall_status": read.overall_status}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_head_is_read_as_its_layout_means_it(name: str) -> None:
    layout = LAYOUTS[name]
    read = fields_of(read_header(document(page(*(tuple(entry) for entry in layout["page"]), *BODY))))
    wanted = {**layout["read"], **dict.fromkeys(layout.get("not_read", []))}
    assert {field: read.get(field) for field in wanted} == wanted
