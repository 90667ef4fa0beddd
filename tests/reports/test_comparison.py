"""The record behind every report: what it takes from assessment, and the fingerprint that ties a report to a state of the registry."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from registry.assessment.columns import LABEL_LOTS, NOT_COMPARABLE
from registry.assessment.label import LabelComparison
from registry.assessment.ranking import rank_brands, shares
from registry.assessment.tolerance import tolerance_named
from registry.errors import ReportError
from registry.reports import wording
from registry.reports.comparison import Compared, Comparison, Selection, canonical_json, comparison_of
from tests.reports.building import compared, comparison, figures, non_detect

LOT = {
    "specimen": False,
    "acquisition": "vendor-supplied",
    "brand_key": "b",
    "brand": "Some Brand",
    "product_key": "p",
    "product": "Powder",
    "form": "powder",
    "lot_key": "l",
    "lot": "A1",
    "certificate_id": "0123456789ab-1",
    "row": 0,
    "column": 0,
    "page": 1,
    "text": "ND",
    "measured_unit": "mg/g",
    "laboratory": "Lab",
    "method": "",
    "reported": pd.NaT,
    "grade": "",
    "granularity": "lot",
    "source_url": None,
    "claim_key": "c",
    "claim_amount": 30.0,
    "claim_unit": "mg",
    "claim_basis": "per_serving",
    "claim_seen_on": pd.Timestamp("2025-11-17"),
    "claim_source_url": "",
    "claim_note": "",
    "in_force": True,
    "unit": "mg/serving",
    "claimed": 30.0,
    "measured_low": 0.0,
    "measured_high": float("inf"),
    "share_low": 0.0,
    "share_high": float("inf"),
    "crossing": "",
    "verdict": "cannot decide",
    "p_low": float("nan"),
    "p_high": float("nan"),
    "uncertainty": "none",
    "reason": "",
}


def frame(columns: dict[str, str], *rows: dict[str, object]) -> pd.DataFrame:
    made = pd.DataFrame(list(rows), columns=list(columns))
    return made.astype(columns)


def answer(*lots: dict[str, object]) -> LabelComparison:
    found = frame(LABEL_LOTS, *lots)
    return LabelComparison(found, found, lambda: frame(NOT_COMPARABLE), ("How.",), tolerance_named("90-110"))


def made_of(said: LabelComparison, *, specimen: bool = False) -> Comparison:
    ask = Selection(analyte="mitragynine", analyte_name="Mitragynine")
    return comparison_of(
        said, rank_brands(shares(said.lots), better="near"), tolerance_named("90-110"), ask, comparison().provenance, specimen=specimen
    )


def test_a_non_detect_without_a_limit_stays_unbounded_above() -> None:
    (row,) = made_of(answer(LOT)).compared
    assert (row.measured_low, row.measured_high, row.share_high) == (0.0, None, None)
    assert row.bound
    assert wording.measured_share(row) == "no bound"


def test_what_is_missing_in_a_frame_is_none_or_empty_in_the_record_never_nan() -> None:
    (row,) = made_of(answer(LOT)).compared
    assert (row.reported, row.p_low, row.source_url) == (None, None, "")
    assert row.claim_seen_on == date(2025, 11, 17)


def test_specimens_and_real_data_never_stand_in_one_report() -> None:
    with pytest.raises(ReportError, match="never stand in one report"):
        made_of(answer(LOT, LOT | {"specimen": True}))


def test_the_order_of_rows_does_not_depend_on_the_order_of_the_frame() -> None:
    other = LOT | {"lot": "A0", "certificate_id": "ffff456789ab-1"}
    assert made_of(answer(LOT, other)) == made_of(answer(other, LOT))


def test_the_same_question_to_the_same_state_has_the_same_fingerprint_on_any_day() -> None:
    today = comparison()
    later = comparison(provenance=today.provenance.model_copy(update={"made_on": date(2027, 1, 1)}))
    assert today.fingerprint == later.fingerprint


@pytest.mark.parametrize(
    "changes",
    [
        {"compared": (compared(text="14.83"), non_detect())},
        {"selection": Selection(analyte="7oh", analyte_name="7-OH")},
        {"provenance": comparison().provenance.model_copy(update={"journal_head": "00" * 32})},
        {"method": ("Another method.",)},
    ],
)
def test_any_change_of_data_question_method_or_state_changes_the_fingerprint(changes: dict[str, object]) -> None:
    assert comparison(**changes).fingerprint != comparison().fingerprint


def test_a_comparison_survives_its_own_json() -> None:
    made = comparison()
    assert Comparison.model_validate_json(canonical_json(made.model_dump(mode="json"))) == made


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (compared(), "98.8 %"),
        (non_detect(), "below 2.0 %"),
        (compared(share_low=0.1, share_high=0.2), "10.0 % to 20.0 %"),
        (compared(share_low=1.5, share_high=None), "at least 150.0 %"),
        (compared(share_low=0.0, share_high=None), "no bound"),
        (compared(share_low=12.3456, share_high=12.3456), "1235 %"),
    ],
)
def test_a_share_is_said_as_a_number_an_interval_or_a_bound(row: Compared, words: str) -> None:
    assert wording.measured_share(row) == words


@pytest.mark.parametrize(
    ("value", "text"), [(30.0, "30"), (0.0214, "0.0214"), (1234567.0, "1235000"), (0.00000123, "0.00000123"), (14.8249, "14.82")]
)
def test_an_amount_has_four_digits_and_no_exponent(value: float, text: str) -> None:
    assert wording.amount(value) == text


def test_a_tolerance_with_one_bound_is_said_with_one() -> None:
    assert wording.tolerance(comparison()) == "90 % to 110 % of the claim"
    assert wording.tolerance(comparison(tolerance_lower=0.8, tolerance_upper=None)) == "at least 80 % of the claim"
    assert wording.tolerance(comparison(tolerance_lower=None)) == "at most 110 % of the claim"


def test_what_was_asked_names_analyte_tolerance_date_and_filters_in_words() -> None:
    asked = Selection(
        analyte="7oh", analyte_name="7-OH", on=date(2026, 1, 2), tolerance="90-110", filters=(("reported_from", "2025-01-01"),)
    )
    assert wording.asked(comparison(selection=asked)) == (
        ("Analyte", "7-OH"),
        ("Label claims", "as seen by 2026-01-02"),
        ("Tolerance", "90 % to 110 % of the claim (rule 90-110)"),
        ("Reported from", "2025-01-01"),
    )


def test_probabilities_that_differ_at_the_two_ends_are_both_said() -> None:
    assert wording.probability(compared(p_low=0.1, p_high=0.9)) == "P from 0.10 to 0.90"
    assert wording.probability(compared(p_low=None, p_high=None)) == ""


def test_a_mean_without_an_interval_shows_a_dash() -> None:
    assert wording.interval(figures(interval_low=None, interval_high=None)) == "-"
    assert wording.interval(figures()) == "90.0 to 100.2 %"
