import math
from datetime import date, timedelta

from registry.assessment.conformity import Decision
from registry.assessment.label import compare_labels
from registry.assessment.patterns import bunching, drift, exchanged_claims
from registry.assessment.tolerance import tolerance_named
from tests.assessment.frames import claims, results

DAYS = [date(2025, 1, 1) + timedelta(days=20 * n) for n in range(30)]


def test_results_that_crowd_within_a_limit() -> None:
    # 12 within and 1 beyond: 14 of 8192 coin tosses
    values = [0.98] * 12 + [1.05] + [0.3] * 10
    found = bunching(values, 1.0, analyte="Lead", limit_text="1 ppm")
    assert found is not None
    assert found.message.startswith("12 of 23 results of Lead lie just within 1 ppm and 1 just beyond")


def test_crowding_is_not_told_below_twenty_results_or_where_chance_explains_it() -> None:
    assert bunching([0.98] * 19, 1.0, analyte="Lead", limit_text="1 ppm") is None
    assert bunching([0.98] * 6 + [1.02] * 4 + [0.3] * 15, 1.0, analyte="Lead", limit_text="1 ppm") is None
    assert bunching([math.nan] * 30, 1.0, analyte="Lead", limit_text="1 ppm") is None
    assert bunching([0.98] * 30, 0.0, analyte="Lead", limit_text="0") is None


def test_lots_that_fall_with_time() -> None:
    found = drift([30 - 0.3 * n for n in range(30)], DAYS, analyte="7-OH")
    assert found is not None
    assert "falls over 30 lots from 2025-01-01" in found.message


def test_no_drift_is_told_from_few_lots_equal_lots_or_a_single_day() -> None:
    assert drift(list(range(19)), DAYS[:19], analyte="7-OH") is None
    assert drift([1.0] * 30, DAYS, analyte="7-OH") is None
    assert drift(list(range(30)), [DAYS[0]] * 30, analyte="7-OH") is None
    assert drift([1.0, 2.0] * 15, DAYS, analyte="7-OH") is None


def test_two_labels_that_fit_each_others_results() -> None:
    sour = {"product_key": "sour", "product": "Sour Apple", "analyte_key": "7oh", "basis": "per_serving", "unit": "mg"}
    green = sour | {"product_key": "green", "product": "Green Apple"}
    measured = results(sour | {"amount": 22.78}, green | {"amount": 27.40})
    seen = {"seen_on": "2025-03-01"}
    claimed = claims(sour | seen | {"amount": 27}, green | seen | {"amount": 23})
    comparison = compare_labels(measured, claimed, analyte="7oh", tolerance=tolerance_named("90-110"), decision=Decision())
    assert [finding.code for finding in exchanged_claims(comparison.history)] == ["claims-exchanged"]
    right = compare_labels(measured, claims(sour | seen | {"amount": 23}, green | seen | {"amount": 27}), analyte="7oh",
                           tolerance=tolerance_named("90-110"), decision=Decision())  # fmt: skip
    assert exchanged_claims(right.history) == ()
