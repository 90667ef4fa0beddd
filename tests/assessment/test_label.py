"""Labelled against measured: what is compared, what is refused and why, and the figures over lots."""

import math
from datetime import date

import pandas as pd
import pytest

from registry.assessment.columns import LABEL_FIGURES, LABEL_LOTS, NOT_COMPARABLE
from registry.assessment.conformity import Decision
from registry.assessment.label import LabelComparison, compare_labels
from registry.assessment.tolerance import tolerance_named
from registry.assessment.uncertainty import UncertaintyModel
from tests.assessment.frames import claims, results

SIMPLE = Decision(model=UncertaintyModel.NONE)


def compared(
    measured: pd.DataFrame, claimed: pd.DataFrame, *, on: date | None = None, tolerance: str = "90-110", **more: object
) -> LabelComparison:
    return compare_labels(
        measured,
        claimed,
        analyte=str(more.get("analyte", "mitragynine")),
        tolerance=tolerance_named(tolerance),
        decision=more.get("decision", SIMPLE),  # type: ignore[arg-type]
        on=on,
    )


def reasons(comparison: LabelComparison) -> list[tuple[str, str]]:
    frame = comparison.not_comparable
    return list(zip(frame["what"], frame["reason_code"], strict=True))


def test_a_measurement_meets_its_claim_as_a_share_of_it() -> None:
    comparison = compared(results({"amount": 27.4}), claims({"amount": 30}))
    lot = comparison.lots.iloc[0]
    assert lot["share_low"] == pytest.approx(27.4 / 30)
    assert lot["verdict"] == "within"
    assert comparison.not_comparable.empty


def test_the_frames_have_the_columns_that_are_drawn() -> None:
    for comparison in (compared(results({"amount": 27.4}), claims({"amount": 30})), compared(results(), claims())):
        assert {name: str(kind) for name, kind in comparison.lots.dtypes.items()} == LABEL_LOTS
        assert {name: str(kind) for name, kind in comparison.products.dtypes.items()} == LABEL_FIGURES
        assert {name: str(kind) for name, kind in comparison.brands.dtypes.items()} == LABEL_FIGURES
        assert {name: str(kind) for name, kind in comparison.not_comparable.dtypes.items()} == NOT_COMPARABLE


class TestCrossing:
    def test_a_mass_fraction_meets_a_claim_per_unit_by_the_mass_of_the_unit(self) -> None:
        comparison = compared(results({"amount": 50, "unit_mass_g": 0.6}), claims({"amount": 30, "unit": "mg", "basis": "per_unit"}))
        assert comparison.lots.iloc[0]["measured_low"] == pytest.approx(30)
        assert "mg/unit" in comparison.lots.iloc[0]["crossing"]

    def test_a_claim_per_package_is_crossed_by_mass_and_count(self) -> None:
        comparison = compared(
            results({"amount": 50, "unit_mass_g": 0.6, "units_per_package": 7}),
            claims({"amount": 210, "unit": "mg", "basis": "per_package"}),
        )
        assert comparison.lots.iloc[0]["share_low"] == pytest.approx(1.0)

    def test_without_a_stated_mass_the_comparison_is_refused_with_the_missing_fact(self) -> None:
        comparison = compared(results({"amount": 50}), claims({"amount": 30, "unit": "mg", "basis": "per_unit"}))
        assert comparison.lots.empty
        assert "mass of one unit" in comparison.not_comparable.iloc[0]["reason"]

    @pytest.mark.parametrize("mass", [0.0, -1.0, math.nan])
    def test_a_mass_that_is_no_mass_is_not_used(self, mass: float) -> None:
        comparison = compared(results({"amount": 50, "unit_mass_g": mass}), claims({"amount": 30, "unit": "mg", "basis": "per_unit"}))
        assert comparison.lots.empty

    def test_of_a_row_in_two_units_the_one_in_the_claims_basis_is_used_once(self) -> None:
        measured = results(
            {"certificate_id": "c", "amount": 50, "unit_mass_g": 0.6, "column": 0},
            {"certificate_id": "c", "amount": 29, "unit": "mg/unit", "basis": "per_unit", "unit_mass_g": 0.6, "column": 1},
        )
        comparison = compared(measured, claims({"amount": 30, "unit": "mg", "basis": "per_unit"}))
        assert comparison.lots["measured_low"].tolist() == [29]
        assert comparison.lots["crossing"].tolist() == [""]
        assert comparison.products["measurements"].tolist() == [1]

    def test_horwitz_needs_the_mass_of_the_unit(self) -> None:
        claim = claims({"amount": 30, "unit": "mg", "basis": "per_unit"})
        measured = results({"amount": 29, "unit": "mg/unit", "basis": "per_unit"})
        assert compared(measured, claim, decision=Decision()).lots.iloc[0]["verdict"] == "within"
        with_mass = results({"amount": 29, "unit": "mg/unit", "basis": "per_unit", "unit_mass_g": 0.6})
        assert "Horwitz" in compared(with_mass, claim, decision=Decision()).lots.iloc[0]["uncertainty"]


class TestClaims:
    def test_the_claim_in_force_is_the_latest_seen_by_the_day(self) -> None:
        history = claims(
            {"amount": 45, "seen_on": "2025-02-25"}, {"amount": 30, "seen_on": "2025-02-27"}, {"amount": 27, "seen_on": "2025-03-01"}
        )
        measured = results({"amount": 22.78, "reported": "2025-02-25"})
        for day, claimed in ((date(2025, 2, 25), 45), (date(2025, 2, 28), 30), (date(2026, 1, 1), 27)):
            assert compared(measured, history, on=day).lots["claimed"].tolist() == [claimed]

    def test_every_version_of_the_claim_stays_visible_and_the_measurement_counts_once(self) -> None:
        history = claims({"amount": 45, "seen_on": "2025-02-25"}, {"amount": 30, "seen_on": "2025-02-27"})
        comparison = compared(results({"amount": 22.78, "reported": "2025-02-25"}), history)
        assert sorted(comparison.history["claimed"]) == [30, 45]
        assert comparison.lots["claimed"].tolist() == [45]
        assert comparison.products["measurements"].tolist() == [1]

    def test_without_a_day_the_certificates_own_date_decides(self) -> None:
        history = claims({"amount": 45, "seen_on": "2025-01-01"}, {"amount": 30, "seen_on": "2026-01-01"})
        measured = results({"amount": 40, "reported": "2025-06-01"}, {"amount": 31, "reported": "2026-06-01"})
        assert sorted(compared(measured, history).lots["claimed"]) == [30, 45]

    def test_a_label_first_seen_after_the_certificate_is_used_and_said(self) -> None:
        comparison = compared(results({"amount": 29, "reported": "2025-06-01"}), claims({"amount": 30, "seen_on": "2026-01-01"}))
        assert "first seen after" in comparison.lots.iloc[0]["claim_note"]

    def test_asked_for_a_day_before_any_label_nothing_is_compared(self) -> None:
        comparison = compared(results({"amount": 29}), claims({"amount": 30, "seen_on": "2026-01-01"}), on=date(2025, 1, 1))
        assert comparison.lots.empty
        assert reasons(comparison) == [("measurement", "no-claim-then")]

    def test_no_claim_is_a_state_of_its_own(self) -> None:
        assert reasons(compared(results({"amount": 29}), claims({"state": "no-claim"}))) == [("measurement", "no-claim")]
        assert reasons(compared(results({"amount": 29}), claims())) == [("measurement", "no-label")]

    def test_a_label_that_no_longer_states_an_amount_ends_the_claim(self) -> None:
        history = claims({"amount": 30, "seen_on": "2025-01-01"}, {"state": "no-claim", "seen_on": "2026-01-01"})
        measured = results({"amount": 29})
        assert reasons(compared(measured, history, on=date(2026, 6, 1))) == [("measurement", "no-claim")]
        assert len(compared(measured, history, on=date(2025, 6, 1)).lots) == 1

    def test_a_later_label_that_cannot_be_compared_is_not_passed_over_for_an_earlier_one(self) -> None:
        unknown = {"amount": 30, "basis": "unknown", "canonical_amount": math.nan, "seen_on": "2026-01-01"}
        comparison = compared(results({"amount": 29}), claims({"amount": 30, "seen_on": "2025-01-01"}, unknown), on=date(2026, 6, 1))
        assert comparison.lots.empty
        assert ("measurement", "claim-basis") in reasons(comparison)
        per_unit = {"amount": 30, "basis": "per_unit", "seen_on": "2026-01-01"}
        comparison = compared(results({"amount": 29}), claims({"amount": 30, "seen_on": "2025-01-01"}, per_unit), on=date(2026, 6, 1))
        assert comparison.lots.empty
        assert "mass of one unit" in comparison.not_comparable["reason"].tolist()[0]
        assert len(comparison.history) == 1

    @pytest.mark.parametrize(
        ("claim", "code"),
        [
            ({"amount": 210, "unit": "mg", "basis": "unknown", "canonical_amount": math.nan}, "claim-basis"),
            ({"amount": 0}, "claim-amount"),
            ({"amount": -30}, "claim-amount"),
            ({"amount": math.nan}, "claim-amount"),
            ({"amount": 30, "analyte_key": "not_specified"}, "claim-analyte"),
        ],
    )
    def test_a_claim_that_cannot_be_compared_says_why(self, claim: dict[str, object], code: str) -> None:
        comparison = compared(results({"amount": 29}), claims(claim))
        assert comparison.lots.empty
        assert ("claim", code) in reasons(comparison)
        assert all(reason for reason in comparison.not_comparable["reason"])

    def test_a_claim_nobody_measured_is_listed(self) -> None:
        assert reasons(compared(results(), claims({"amount": 30}))) == [("claim", "no-measurement")]

    def test_total_alkaloids_meet_only_the_measured_total(self) -> None:
        claim = claims({"amount": 30, "analyte_key": "total_alkaloids"})
        total = results({"amount": 29, "analyte_key": "total_mitragyna_alkaloids"})
        assert len(compared(total, claim, analyte="total_mitragyna_alkaloids").lots) == 1
        assert compared(results({"amount": 29}), claim).lots.empty


class TestWhatEntersAFigure:
    @pytest.mark.parametrize(
        ("row", "code"),
        [
            ({"granularity": "aggregate"}, "aggregate"),
            ({"granularity": "brand range"}, "aggregate"),
            ({"brand_key": "", "product_key": ""}, "unbranded"),
            ({"state": "superseded"}, "retired"),
            ({"source_found": False}, "source-lost"),
            ({"basis": "unknown"}, "measured-basis"),
            ({"amount": None, "qualifier": "not_tested"}, "no-amount"),
        ],
    )
    def test_a_row_that_may_not_enter_says_why(self, row: dict[str, object], code: str) -> None:
        comparison = compared(results({"amount": 29} | row), claims({"amount": 30}))
        assert comparison.products.empty
        assert comparison.brands.empty
        assert ("measurement", code) in reasons(comparison)

    def test_kinds_of_acquisition_stay_apart(self) -> None:
        comparison = compared(results({"amount": 29}, {"amount": 20, "acquisition": "vendor-supplied"}), claims({"amount": 30}))
        assert comparison.brands["acquisition"].tolist() == ["retail-bought", "vendor-supplied"]
        assert comparison.brands["lots"].tolist() == [1, 1]

    def test_a_specimen_never_meets_a_real_claim(self) -> None:
        assert compared(results({"amount": 29, "specimen": True}), claims({"amount": 30})).lots.empty

    def test_the_same_report_entered_twice_counts_once(self) -> None:
        row = {"amount": 22.78, "report_id": "128640"}
        comparison = compared(results(dict(row), dict(row)), claims({"amount": 30}))
        assert comparison.products["measurements"].tolist() == [1]
        assert ("measurement", "repeated") in reasons(comparison)

    def test_a_report_on_file_takes_the_place_of_its_published_copy(self) -> None:
        measured = {"amount": 22.78, "reported": "2025-02-25"}
        copy = measured | {"report_id": "ID 128640", "grade": "A", "certificate_id": "copy"}
        file = measured | {"report_id": "", "certificate_id": "file"}
        comparison = compared(results(copy, file), claims({"amount": 30}))
        assert comparison.lots["certificate_id"].tolist() == ["file"]
        assert ("measurement", "repeated") in reasons(comparison)

    def test_two_report_numbers_of_one_day_are_two_measurements(self) -> None:
        rows = [{"amount": 29, "lot": "A", "reported": "2026-01-01", "report_id": number} for number in ("1", "2")]
        assert compared(results(*rows), claims({"amount": 30})).products.iloc[0]["measurements"] == 2

    def test_a_retest_counts_whether_it_passes_or_fails(self) -> None:
        measured = results({"amount": 29, "lot": "A", "report_id": "1"}, {"amount": 20, "lot": "A", "report_id": "2"})
        product = compared(measured, claims({"amount": 30})).products.iloc[0]
        assert (product["lots"], product["measurements"], product["outside"]) == (1, 2, 1)


class TestFigures:
    # four lots at 96, 98, 102 and 104 % of the claim: mean 100, s = sqrt(40/3) = 3.651, t(0.975, 3) = 3.1824
    measured = results(*({"amount": amount, "lot": str(amount)} for amount in (96, 98, 102, 104)))
    product = compared(measured, claims({"amount": 100})).products.iloc[0]

    def test_the_interval_of_the_mean_is_a_t_interval_over_lots(self) -> None:
        assert self.product["mean_low"] == self.product["mean_high"] == pytest.approx(1.0)
        assert self.product["interval_high"] - self.product["interval_low"] == pytest.approx(2 * 3.1824 * 0.036515 / 2, rel=1e-4)
        assert self.product["settled"] == "within"

    def test_the_next_lot_is_predicted_more_widely(self) -> None:
        assert self.product["next_high"] - 1 == pytest.approx(3.1824 * 0.036515 * math.sqrt(1.25), rel=1e-4)

    def test_the_label_the_evidence_supports_is_in_the_claims_unit(self) -> None:
        # (100 - 2.3534 · sqrt(1/12 + 1/4) · 3.6515) · 1.25 = 118.8, capped at the mean
        assert self.product["supported"] == pytest.approx(100)
        assert self.product["unit"] == "mg/g"

    def test_no_interval_of_a_share_reaches_below_nothing(self) -> None:
        # lots at 10 and 90 %: mean 50, s = 56.57, t(0.975, 1) = 12.706, so the plain interval is -458 to 558
        measured = results({"amount": 10, "lot": "A"}, {"amount": 90, "lot": "B"})
        compared_with = compared(measured, claims({"amount": 100}))
        for figures in (compared_with.products, compared_with.brands):
            one = figures.iloc[0]
            assert (one["interval_low"], one["next_low"]) == (0.0, 0.0)
            assert one["interval_high"] == pytest.approx(0.5 + 12.7062 * 0.4, rel=1e-4)
        assert any("below 0" in sentence for sentence in compared_with.method)

    def test_lots_needed(self) -> None:
        # t(0.975, 3) · 3.651/2 = 5.81 is under 10, t(0.975, 2) · 3.651/sqrt(3) = 9.07 too, t(0.975, 1) is far off
        assert self.product["lots_needed"] == 3

    def test_one_lot_has_no_spread_and_says_so(self) -> None:
        product = compared(results({"amount": 29}), claims({"amount": 30})).products.iloc[0]
        assert math.isnan(product["interval_low"])
        assert "One lot" in product["note"]

    def test_a_lot_known_as_a_bound_makes_the_mean_a_range(self) -> None:
        bound = {"low": 0.0, "high": 10.0, "qualifier": "lt", "lot": "B"}
        product = compared(results({"amount": 30, "lot": "A"}, bound), claims({"amount": 30})).products.iloc[0]
        assert (product["mean_low"], product["mean_high"]) == pytest.approx((0.5, 2 / 3))
        assert math.isnan(product["interval_low"])
        assert "bound" in product["note"]

    def test_within_lot_spread_needs_the_same_lot_on_several_days(self) -> None:
        days = results(
            {"amount": 29, "lot": "A", "reported": "2026-01-01"},
            {"amount": 31, "lot": "A", "reported": "2026-02-01"},
            {"amount": 25, "lot": "B", "reported": "2026-02-01"},
        )
        product = compared(days, claims({"amount": 30})).products.iloc[0]
        assert product["sd_within"] == pytest.approx(math.sqrt(2) / 30)
        one_day = days.assign(reported=pd.Timestamp("2026-01-01").as_unit("ns"))
        assert math.isnan(compared(one_day, claims({"amount": 30})).products.iloc[0]["sd_within"])

    def test_a_brands_interval_is_over_its_products(self) -> None:
        measured = results(
            *({"amount": amount, "lot": str(amount)} for amount in (29, 30, 31)), {"amount": 24, "product_key": "other", "lot": "C"}
        )
        brand = compared(measured, claims({"amount": 30}, {"amount": 30, "product_key": "other"})).brands.iloc[0]
        assert brand["mean_low"] == pytest.approx((1.0 + 0.8) / 2)
        assert "product means" in brand["note"]

    def test_the_method_names_tolerance_and_decision_rule(self) -> None:
        said = " ".join(compared(results({"amount": 29}), claims({"amount": 30})).method)
        assert "JAMA" in said
        assert "simple acceptance" in said
