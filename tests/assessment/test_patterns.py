import math
from datetime import date, timedelta
from typing import Any

from registry.assessment.conformity import Decision
from registry.assessment.label import compare_labels
from registry.assessment.limits import load_pack
from registry.assessment.patterns import bunching, drift, exchanged_claims, patterns_of
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


def lots(*amounts: float, **more: Any) -> list[dict[str, Any]]:
    named = {"analyte_key": "lead", "panel": "heavy_metals", **more}
    return [{"certificate_id": f"{n}{more}", "amount": amount, "reported": DAYS[n], **named} for n, amount in enumerate(amounts)]


def test_patterns_of_a_frame_are_told_by_product_and_by_brand() -> None:
    # Utah: lead below 1.2 ppm; 21 lots at 1.15 ppm crowd within it, and every one falls a little
    falling = lots(*(1.19e-3 - n * 1e-6 for n in range(21)))
    found = patterns_of(results(*falling), load_pack("US-UT").rules)
    assert [finding.code for finding in found] == ["lots-drift", "bunching-at-limit"]
    assert "21 of 21 results of Lead lie just within < 1.2 ppm" in found[1].message


def test_fewer_than_twenty_results_of_one_kind_show_no_pattern() -> None:
    few = lots(*(1.19e-3 - n * 1e-6 for n in range(19)))
    others = [
        *lots(1.1e-3, 1.0e-3, acquisition="vendor-supplied"),
        *lots(1.1e-3, source_found=False),
        *lots(1.1e-3, granularity="aggregate"),
        *lots(1.1e-3, state="superseded"),
    ]
    assert patterns_of(results(*few, *others), load_pack("US-UT").rules) == ()
