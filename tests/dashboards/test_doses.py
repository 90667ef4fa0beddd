"""Metals as a dose: bands, limits per day beside them, and the metal that limits first."""

from __future__ import annotations

import math
from datetime import date

import pytest

from dashboards import doses
from registry.assessment.columns import RESULTS
from registry.assessment.limits import Kind, load_pack
from tests.dashboards.frames import frame, result

DAY = date(2026, 3, 17)
LIMITS = frozenset({Kind.LIMIT})


def _metal(key: str, text: str, low: float, high: float, **given: object) -> dict[str, object]:
    """So many micrograms a gram; RESULTS holds mg/g."""
    stated = {"panel": "heavy_metals", "analyte_key": key, "analyte": key, "text": text, "unit": "ppm", "low": low / 1000}
    return result(**{**stated, "high": high / 1000, "row": len(text), **given})


def _doses(*metals: dict[str, object], pack: str = "USP-2232", grams: float = 10.0) -> doses.Doses:
    return doses.of(frame(RESULTS, *metals), load_pack(pack), on=DAY, grams=grams, kinds=LIMITS)


def test_a_number_is_a_dose_beside_its_limit_and_the_grams_that_stay_within_it() -> None:
    (row,) = _doses(_metal("lead", "0.25", 0.25, 0.25)).every()  # 10 g of 0.25 µg/g are 2.5 µg; USP <2232> allows 5 µg a day
    assert ">2.5</span>" in str(row.cells[2])
    assert str(row.cells[3]).startswith("5")
    assert row.cells[4] == "50"
    assert row.cells[5] == "up to 20"


def test_grams_and_shares_have_two_digits_and_no_gram_too_many() -> None:
    (row,) = _doses(_metal("lead", "0.80", 0.80, 0.80), grams=10.8).every()  # 5 / 0.80 = 6.25 g; 8.64 of 5 µg are 172.8 %
    assert row.cells[4:] == ("170", "up to 6.2")
    (row,) = _doses(_metal("lead", "0.008", 0.008, 0.008)).every()
    assert row.cells[5] == "up to 620"  # 625 g


def test_a_non_detect_is_a_band_from_zero_to_its_limit() -> None:
    (row,) = _doses(_metal("lead", "<0.10", 0.0, 0.10)).every()
    assert "0 – 1.0" in str(row.cells[2])
    assert row.cells[4] == "0 – 20"


def test_a_non_detect_without_a_limit_bounds_no_amount() -> None:
    found = _doses(_metal("lead", "ND", 0.0, math.inf))
    assert "unbounded" in str(found.every()[0].cells[2])
    assert "nothing bounds lead above" in found.first


def test_the_metal_that_limits_first_is_named_with_its_grams() -> None:
    # lead: 5 / 0.25 = 20 g; cadmium: 5 / 0.5 = 10 g
    found = _doses(_metal("lead", "0.25", 0.25, 0.25), _metal("cadmium", "0.5", 0.5, 0.5))
    assert "up to 10 g a day stay within 5 µg a day of cadmium" in found.first
    both = _doses(_metal("lead", "0.25", 0.25, 0.25), _metal("lead", "0.5", 0.5, 0.5, certificate_id="bb-1"))
    assert both.first.startswith("The strictest is lot ")
    assert both.first.endswith("Lead limits first in 2 of 2 certificates with metals.")


def test_rules_without_a_limit_per_day_lend_the_limits_of_the_reference() -> None:
    assert doses.limits_of(load_pack("US-UT")).code == doses.REFERENCE
    assert doses.limits_of(load_pack("USP-232")).code == "USP-232"
    (row,) = _doses(_metal("lead", "0.25", 0.25, 0.25), pack="US-UT").every()
    assert row.cells[4] == "50"


def test_of_many_certificates_the_highest_dose_of_a_metal_is_shown_first() -> None:
    found = _doses(_metal("lead", "0.25", 0.25, 0.25), _metal("lead", "0.40", 0.40, 0.40, certificate_id="bb-1"))
    assert len(found.every()) == 2
    assert ["4.0" in str(row.cells[2]) for row in found.highest] == [True]


@pytest.mark.parametrize(("low", "high", "said"), [(math.nan, math.nan, "–"), (1.0, 1.0, "1.0"), (0.0, 0.5, "0 – 0.50")])
def test_a_band_says_both_its_ends(low: float, high: float, said: str) -> None:
    assert doses.band(low, high, 2) == said
