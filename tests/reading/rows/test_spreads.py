"""Uncertainties that a sentence under a table states for one of its rows."""

from __future__ import annotations

import pytest

from tests.reading.pages import grid, page_of
from tests.reading.told import rows


def spread(sentence: str) -> dict[str, tuple[str, str | None] | None]:
    """The uncertainty of each row of a table over this sentence."""
    lines = grid(
        100, (48, 220, 340), ("Alkaloid", "Result (%)", "Result (mg/g)"), ("Mitragynine", "1.31", "13.1"), ("Speciogynine", "0.21", "2.1")
    )
    found = rows(page_of(*lines, (160, {48: sentence})))
    return {name: (str(row.uncertainty.value), row.uncertainty.unit) if row.uncertainty else None for name, row in found.items()}


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("Measurement uncertainty of Mitragynine: ± 0.08 % (k = 2, 95 % confidence).", "0.08", "%"),
        ("The expanded uncertainty for mitragynine is ± 0.8 mg/g.", "0.8", "mg/g"),
        ("Messunsicherheit für Mitragynine: ± 0.08 %", "0.08", "%"),
        ("Uncertainty of the mitragynine = +/- 0.08 %", "0.08", "%"),
    ],
)
def test_an_uncertainty_in_a_sentence_is_that_of_the_row_it_names(sentence: str, value: str, unit: str) -> None:
    assert spread(sentence) == {"Mitragynine": (value, unit), "Speciogynine": None}


@pytest.mark.parametrize(
    "sentence",
    [
        "Measurement uncertainty of Mitragynine: ± 12 % (k = 2).",
        "Measurement uncertainty of Mitragynine: ± 0.5 % relative.",
        "Measurement uncertainty of the method: ± 0.08 %",
        "Measurement uncertainty of Mitragynine: ± 0.5 ppm",
    ],
)
def test_a_share_of_the_result_and_what_is_said_of_something_else_is_no_rows_uncertainty(sentence: str) -> None:
    assert spread(sentence) == {"Mitragynine": None, "Speciogynine": None}
