"""Numbers as reports write them."""

from __future__ import annotations

import pytest

from registry.reports.wording import chance, unbroken


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.78, 0.78, "P = 0.78"),
        (1.0, 1.0, "P above 0.99"),
        (0.0001, 0.0001, "P below 0.01"),
        (0.0, 1.0, "P from below 0.01 to above 0.99"),
        (0.9, 0.2, "P from 0.20 to 0.90"),
        (None, None, ""),
    ],
)
def test_no_probability_is_printed_as_certain(low: float | None, high: float | None, said: str) -> None:
    assert chance(low, high) == said


@pytest.mark.parametrize(
    ("said", "set_as"),
    [
        ("absence in 100 g", "absence in 100\u00a0g"),
        ("lead (< 0.4 ppm)", "lead (<\u00a00.4\u00a0ppm)"),
        ("\u2264 2 % of alkaloids", "\u2264\u00a02\u00a0% of alkaloids"),
    ],
)
def test_no_line_ends_between_a_number_and_its_unit(said: str, set_as: str) -> None:
    assert unbroken(said) == set_as
