"""Which of several columns of numbers holds the results: instrument's columns, deviations, shares of the claim, spanning heads."""

from __future__ import annotations

from decimal import Decimal

import pytest

from registry.model.certificate import Result
from registry.reading.rows.results import read_results
from tests.reading.pages import document_of, grid, page_of


def rows(*lines: tuple[float, dict[float, str]]) -> dict[str, Result]:
    return {result.analyte: result for result in read_results(document_of(page_of(*lines)))[0]}


def printed(result: Result) -> list[tuple[Decimal | None, str | None]]:
    return [(m.value, m.unit) for m in result.measurements]


@pytest.mark.parametrize(
    ("headings", "first", "second"),
    [
        (
            ("Alkaloid", "RT (min)", "m/z", "Mean ± SD (mg/g)", "RSD (%)"),
            ("9.31", "399.2", "15.26 ± 0.31", "2.0"),
            ("8.94", "399.2", "2.07 ± 0.05", "2.4"),
        ),
        (
            ("Compound", "Ret. Time", "Transition", "Average +/- SD (mg/g)", "CV (%)"),
            ("9.31", "399.2", "15.26 ± 0.31", "2.0"),
            ("8.94", "399.2", "2.07 ± 0.05", "2.4"),
        ),
        (
            ("Alkaloid", "Peak Area", "RT", "Gehalt ± Standardabweichung (mg/g)", "n"),
            ("88120", "9.31", "15.26 ± 0.31", "3"),
            ("9012", "8.94", "2.07 ± 0.05", "3"),
        ),
        (
            ("Alcaloide", "m/z", "Contenido ± DE (mg/g)", "RSD (%)", "RT"),
            ("399.2", "15.26 ± 0.31", "2.0", "9.31"),
            ("399.2", "2.07 ± 0.05", "2.4", "8.94"),
        ),
    ],
)
def test_a_mean_with_its_deviation_is_the_result_and_the_deviation_no_uncertainty(
    headings: tuple[str, ...], first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    found = rows(*grid(100, (40, 140, 210, 300, 480), headings, ("Mitragynine", *first), ("Speciogynine", *second)))
    assert {name: printed(r) for name, r in found.items()} == {
        "Mitragynine": [(Decimal("15.26"), "mg/g")],
        "Speciogynine": [(Decimal("2.07"), "mg/g")],
    }
    assert found["Mitragynine"].measurements[0].uncertainty is None


@pytest.mark.parametrize("heading", ["Result ± U (mg/g)", "Ergebnis ± U (mg/g)", "Content ± uncertainty (mg/g)"])
def test_a_result_with_its_expanded_uncertainty_keeps_both(heading: str) -> None:
    found = rows(*grid(100, (40, 200), ("Alkaloid", heading), ("Mitragynine", "15.26 ± 0.31"), ("Speciogynine", "2.07 ± 0.05")))
    stated = found["Mitragynine"].measurements[0]
    assert (stated.value, stated.uncertainty and stated.uncertainty.value) == (Decimal("15.26"), Decimal("0.31"))
