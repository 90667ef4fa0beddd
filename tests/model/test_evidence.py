"""Where a value comes from is never nowhere, and never outside the page."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from registry.model.evidence import Box, Evidence, Source
from registry.model.measurement import Measurement, Qualifier


def test_a_source_is_a_file_or_an_address() -> None:
    assert Source(url="https://example.org").sha256 is None
    assert Source(sha256="a" * 64).url is None
    with pytest.raises(ValidationError):
        Source(file_name="certificate.pdf")


@pytest.mark.parametrize("sha256", ["", "A" * 64, "a" * 63])
def test_a_file_is_named_by_a_whole_hash(sha256: str) -> None:
    with pytest.raises(ValidationError):
        Source(sha256=sha256)


@pytest.mark.parametrize("corners", [(0.5, 0.1, 0.4, 0.2), (0.1, 0.5, 0.2, 0.4), (-0.1, 0, 1, 1), (0, 0, 1.1, 1)])
def test_a_box_lies_on_the_page_the_right_way_round(corners: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValidationError):
        Box(**dict(zip(("x0", "y0", "x1", "y1"), corners, strict=True)))


def test_pages_count_from_one() -> None:
    with pytest.raises(ValidationError):
        Evidence(page=0)


@pytest.mark.parametrize("fields", [{"value": "NaN"}, {"value": "Infinity"}, {"value": "1_000x"}, {"colour": "red"}])
def test_a_record_refuses_what_it_does_not_know(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Measurement(text="1", qualifier=Qualifier.EQ, **fields)


def test_a_record_cannot_be_changed() -> None:
    measurement = Measurement(text="1", qualifier=Qualifier.EQ)
    with pytest.raises(ValidationError):
        measurement.text = "2"
