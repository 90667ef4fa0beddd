"""Sums, shares and ratios as bounds, worked by hand."""

import math
from typing import Any

import pandas as pd
import pytest

from registry.assessment.alkaloids import COMPOSITION, compositions, single_alkaloids
from registry.assessment.conformity import Decision
from registry.assessment.uncertainty import UncertaintyModel
from tests.assessment.frames import results

PRINTED = Decision(model=UncertaintyModel.PRINTED)


def alkaloid(key: str, low: float, high: float | None = None, **more: Any) -> dict[str, Any]:
    """A result in % w/w of one certificate, kept as mg/g."""
    censored = {} if high is None else {"qualifier": "lt"}
    return {"certificate_id": "c", "analyte_key": key, "low": low * 10, "high": (low if high is None else high) * 10, **censored, **more}


def composed(*rows: dict[str, Any], complete: bool = False, decision: Decision = PRINTED) -> pd.Series:
    frame = compositions(results(*rows), decision, complete=complete)
    assert len(frame) == 1
    return frame.iloc[0]


def test_a_non_detect_below_0_01_percent_beside_0_495_percent_is_at_most_1_98_percent_of_the_alkaloids() -> None:
    share = composed(alkaloid("7oh", 0, 0.01), alkaloid("mitragynine", 0.495))
    assert share["share_high"] == pytest.approx(1.98, abs=0.001)
    assert share["share_low"] == 0


def test_only_a_complete_panel_bounds_the_share_from_below() -> None:
    rows = (alkaloid("7oh", 0.02), alkaloid("mitragynine", 0.9), alkaloid("paynantheine", 0, 0.08))
    assert composed(*rows)["share_low"] == pytest.approx(0.02)  # as % w/w of the product
    assert composed(*rows, complete=True)["share_low"] == pytest.approx(100 * 0.02 / (0.02 + 0.98))
    assert composed(*rows)["share_high"] == pytest.approx(100 * 0.02 / 0.92)


def test_a_concentrate_exceeds_a_share_by_its_own_mass_fraction() -> None:
    assert composed(alkaloid("7oh", 60.0))["share_low"] == pytest.approx(60.0)
    assert composed(alkaloid("7oh", 60.0))["share_high"] == pytest.approx(100.0)


def test_a_printed_total_enlarges_the_denominator() -> None:
    share = composed(alkaloid("7oh", 0.02), alkaloid("mitragynine", 0.9), alkaloid("total_mitragyna_alkaloids", 1.5))
    assert share["share_high"] == pytest.approx(100 * 0.02 / 1.5)


def test_a_non_detect_without_a_limit_leaves_the_share_open() -> None:
    share = composed(alkaloid("7oh", 0, math.inf), alkaloid("mitragynine", 0.9))
    assert (share["share_low"], share["share_high"]) == (0, 100)


def test_without_7_oh_there_is_no_share() -> None:
    assert math.isnan(composed(alkaloid("mitragynine", 0.9))["share_high"])


def test_the_sum_carries_bounds() -> None:
    total = composed(alkaloid("7oh", 0, 0.01), alkaloid("mitragynine", 1.5), alkaloid("paynantheine", 0, 0.05))
    assert (total["sum_low"], total["sum_high"]) == pytest.approx((15.0, 15.6))
    assert total["alkaloids"] == 3


def test_the_white_leafs_ratio_is_100_plus_or_minus_18() -> None:
    # 1.6 ± 0.2 and 0.016 ± 0.002 % (k = 2): RSD 6.25 % each, of the ratio sqrt(2) · 6.25 = 8.84 %
    ratio = composed(alkaloid("mitragynine", 1.6, u=1.0), alkaloid("7oh", 0.016, u=0.01))
    assert ratio["ratio_low"] == ratio["ratio_high"] == pytest.approx(100)
    assert 2 * ratio["u_ratio_low"] == pytest.approx(17.7, abs=0.05)


def test_a_ratio_over_a_non_detect_has_no_upper_bound() -> None:
    ratio = composed(alkaloid("mitragynine", 1.6), alkaloid("7oh", 0, 0.01))
    assert ratio["ratio_low"] == pytest.approx(160)
    assert math.isinf(ratio["ratio_high"])


def test_the_shares_uncertainty_is_propagated_from_both() -> None:
    # s = 0.02, u = s(1-s)·sqrt(0.05² + 0.04²) of h = 0.02 ± 5 % and o = 0.98 ± 4 %
    share = composed(alkaloid("7oh", 0.02, u=0.01), alkaloid("mitragynine", 0.98, u=0.392))
    assert share["u_share_high"] == pytest.approx(100 * 0.02 * 0.98 * math.hypot(0.05, 0.04))


def test_one_contributor_without_uncertainty_leaves_none() -> None:
    share = composed(alkaloid("7oh", 0.02, u=0.01), alkaloid("mitragynine", 0.98))
    assert share["source"] == 0


def test_amounts_in_other_bases_are_not_added() -> None:
    share = composed(
        alkaloid("7oh", 0.02),
        alkaloid("mitragynine", 0.98),
        alkaloid("paynantheine", 50.0, basis="per_unit"),
        alkaloid("7oh", 3.0, basis="per_unit"),
    )
    assert share["basis"] == "mass_fraction"
    assert share["share_high"] == pytest.approx(2.0)


def test_an_analyte_printed_twice_is_one_amount() -> None:
    assert composed(alkaloid("mitragynine", 1.5, row=0), alkaloid("mitragynine", 1.5, row=7))["sum_low"] == pytest.approx(15)


def test_synthetic_markers_are_named_where_found() -> None:
    markers = composed(alkaloid("mitragynine", 0, 0.01), alkaloid("mgm15", 2.0), alkaloid("mgm16", 0, 0.01))
    assert markers["markers_found"] == "mgm15"
    assert markers["markers_tested"] == 2


def test_a_printed_share_stands_in_where_no_amount_is_printed() -> None:
    row = {"certificate_id": "c", "analyte_key": "derived:7oh_pct_of_alkaloids", "basis": "share_of_alkaloids", "amount": 92}
    assert composed(row)["share_low"] == composed(row)["share_high"] == 92


def test_no_alkaloids_give_an_empty_frame_of_the_same_shape() -> None:
    frame = compositions(results({"analyte_key": "lead", "amount": 1}), PRINTED)
    assert frame.empty
    assert list(frame) == list(COMPOSITION)


def test_totals_and_kava_are_no_single_alkaloids() -> None:
    assert {"mitragynine", "7oh", "mgm15"} <= single_alkaloids()
    assert not single_alkaloids() & {"total_mitragyna_alkaloids", "total_kavalactones", "flavokawain_c", "derived:pct_of_label_claim"}
