"""The coverage factor stated once for all expanded uncertainties of a certificate."""

from __future__ import annotations

from decimal import Decimal

import pytest

from registry.reading.rows.values import coverage_factor


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("Rozšířená nejistota je uvedena pro koeficient rozšíření k = 2.", "2"),
        ("expanded uncertainty, coverage factor k=2, 95 %", "2"),
        ("erweiterte Messunsicherheit (k = 1,96)", "1.96"),
        ("k = 2 for potency and k = 3 for metals", None),  # which of them counts for a row is not said
        ("k = 2 on page 1 and k = 2 on page 2", "2"),
        ("bulk = 2", None),
        ("k = 25", None),
        ("no uncertainty is stated", None),
    ],
)
def test_the_factor_is_the_one_the_certificate_states(text: str, factor: str | None) -> None:
    assert coverage_factor(text.split()) == (Decimal(factor) if factor else None)
