"""Real published results and label claims, put through the assessment; each expectation is worked out from the source's own numbers."""

import csv
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from registry.assessment.conformity import Decision
from registry.assessment.judging import judge
from registry.assessment.label import LabelComparison, compare_labels
from registry.assessment.limits import load_pack
from registry.assessment.methods import decided_by_method
from registry.assessment.patterns import exchanged_claims
from registry.assessment.ranking import rank_brands
from registry.assessment.tolerance import tolerance_named
from registry.assessment.uncertainty import UncertaintyModel
from registry.assessment.verdict_frame import printed_verdict
from registry.datafiles import data_path
from registry.errors import RecordError
from registry.model.measurement import Measurement, Uncertainty, parse_printed, parse_quantity
from registry.model.units import parse_unit
from tests.assessment.frames import claims, results

SIMPLE = Decision(model=UncertaintyModel.NONE)
TABLETS = ("Sour Apple", "Green Apple", "Fruit Punch")


def published(name: str, wanted: Callable[[dict[str, str]], bool]) -> list[dict[str, str]]:
    with data_path("published", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if wanted(row)]


def measured(rows: list[dict[str, str]]) -> pd.DataFrame:
    """Published rows as a RESULTS frame: the number grammar reads the text, nothing else is added."""
    return results(*(_result(number, row) for number, row in enumerate(rows)))


def _result(number: int, row: dict[str, str]) -> dict[str, Any]:
    printed = parse_printed(row["text"], decimal_comma="," in row["text"] or None)
    spread = parse_quantity(row["uncertainty"], row["unit"], True).value if row["uncertainty"] else None
    u = Uncertainty(value=spread, k=row["coverage"]) if spread is not None else None
    one = Measurement(text=row["text"], qualifier=printed.qualifier, value=printed.value, unit=row["unit"], uncertainty=u)
    interval, unit = one.interval(), parse_unit(row["unit"])
    return {
        "certificate_id": row["report_id"] or f"published-{number}",
        "report_id": row["report_id"],
        "laboratory": row["laboratory"],
        "method": row["method"],
        "acquisition": row["acquisition"],
        "granularity": row["granularity"],
        "brand": row["brand"],
        "brand_key": row["brand"],
        "product": row["product"],
        "product_key": row["product"] if row["brand"] else "",
        "form": row["form"],
        "lot": row["lot"],
        "reported": row["report_date"] if len(row["report_date"]) == 10 else None,
        "analyte_key": row["analyte_key"],
        "text": row["text"],
        "qualifier": printed.qualifier.value,
        "unit": row["unit"],
        "basis": unit.basis.value,
        "low": float(interval.low) if interval else None,
        "high": (float("inf") if interval.high is None else float(interval.high)) if interval else None,
        "u": float(unit.amount(u.value) / u.k) if u and u.k else None,
        "u_source": f"printed U, k = {u.k}" if u else "",
        "status": row["status"],
        "row": number,
    }


def claimed(rows: list[dict[str, str]]) -> pd.DataFrame:
    return claims(
        *(
            {
                "brand_key": row["brand"],
                "product_key": row["product"],
                "product": row["product"],
                "analyte_key": row["analyte"],
                "amount": float(row["amount"]),
                "unit": row["unit"],
                "basis": row["basis"],
                "seen_on": row["seen_on"],
                "source_url": row["source_url"],
            }
            for row in rows
        )
    )


class TestThreeTablets:
    """22.78, 27.40 and 30.05 mg of 7-OH a tablet, against 45, then 30, 30 and 45, then 27, 23 and 30."""

    rows = measured(published("results", lambda row: row["product"] in TABLETS))
    labels = claimed(published("claims", lambda row: row["product"] in TABLETS))

    def compared(self, on: date | None = None) -> LabelComparison:
        return compare_labels(self.rows, self.labels, analyte="7oh", tolerance=tolerance_named("90-110"), decision=SIMPLE, on=on)

    def shares(self, on: date) -> dict[str, float]:
        lots = self.compared(on).lots
        return {product: round(100 * share, 1) for product, share in zip(lots["product"], lots["share_low"], strict=True)}

    def test_against_the_specification_of_45(self) -> None:
        assert self.shares(date(2025, 2, 25)) == {"Sour Apple": 50.6, "Green Apple": 60.9, "Fruit Punch": 66.8}

    def test_against_the_shop_of_27_february(self) -> None:
        assert self.shares(date(2025, 2, 27)) == {"Sour Apple": 75.9, "Green Apple": 91.3, "Fruit Punch": 66.8}

    def test_against_the_shop_of_1_march(self) -> None:
        assert self.shares(date(2025, 3, 1)) == {"Sour Apple": 84.4, "Green Apple": 119.1, "Fruit Punch": 100.2}

    def test_nine_meetings_are_shown_and_three_measurements_are_counted(self) -> None:
        comparison = self.compared(date(2026, 11, 1))
        assert len(comparison.history) == 9
        assert sorted(comparison.history["claimed"]) == [23, 27, 30, 30, 30, 45, 45, 45, 45]
        assert comparison.brands["measurements"].tolist() == [3]
        assert len(comparison.lots) == 3

    def test_the_exchange_of_sour_and_green_is_said(self) -> None:
        found = exchanged_claims(self.compared(date(2026, 11, 1)).history)
        assert [finding.details for finding in found] == [{"product": "Green Apple", "other": "Sour Apple"}]

    def test_each_tablet_exceeds_a_milligram_a_serving(self) -> None:
        frame = judge(self.rows, load_pack("US-RI"), on=date(2026, 11, 1), decision=SIMPLE)
        assert frame.loc[frame["rule_id"] == "7oh-per-serving", "verdict"].tolist() == ["outside"] * 3


class TestWhiteLeaf:
    """1.6 ± 0.2 % mitragynine and 0.016 ± 0.002 % 7-OH (k = 2): a ratio of 100 ± 18."""

    rows = measured(published("results", lambda row: row["lot"] == "L10202501" and row["analyte_key"] in ("mitragynine", "7oh")))

    def test_it_cannot_be_decided_against_a_hundred_to_one(self) -> None:
        frame = judge(self.rows, load_pack("US-FL"), on=date(2026, 11, 1))
        ratio = frame[frame["rule_id"] == "mitragynine-to-7oh"].iloc[0]
        assert ratio["measured_low"] == ratio["measured_high"] == pytest.approx(100)
        assert (ratio["verdict"], ratio["uncertainty"]) == ("cannot decide", "printed U")


def test_fdas_one_control_by_two_methods_falls_on_both_sides_of_a_tolerance() -> None:
    rows = measured(published("results", lambda row: row["product"] == "Kratom Thai leaf positive control"))
    named = rows.assign(
        brand_key="hypothetical", product_key="hypothetical", lot_key=rows["text"], certificate_id=rows["text"], report_id=""
    )
    label = claims({"brand_key": "hypothetical", "product_key": "hypothetical", "amount": 1.0, "canonical_amount": 10.0, "unit": "%"})
    compared = compare_labels(named, label, analyte="mitragynine", tolerance=tolerance_named("90-110"), decision=Decision())
    lots = compared.lots.set_index("text")
    assert lots.loc["1.041", "verdict"] == "probably conforms"
    assert lots.loc["1.041", "p_low"] == pytest.approx(0.92, abs=0.005)
    assert lots.loc["1.140", "verdict"] == "probably does not conform"
    assert lots.loc["1.140", "p_low"] == pytest.approx(0.19, abs=0.006)
    (said,) = decided_by_method(compared.lots.assign(lot_key="one control"))
    assert "104.1 % of the claim by UPLC/PDA (probably conforms); 114.0 % of the claim by LC-MS/MS (probably does not conform)" in said
    assert said.endswith("The difference between the methods decides the verdict.")
    assert decided_by_method(compared.lots) == ()  # two lots may differ for other reasons
    one_method = compared.lots.assign(lot_key="one control", method="HPLC")
    assert decided_by_method(one_method) == ()  # nor does a method that found both decide between them


class TestReportsWithVerdicts:
    red = published(
        "results", lambda row: row["lot"] == "L08202501" and row["analyte_key"] in ("mitragynine", "7oh", "lead", "mercury", "nickel")
    )
    green = published("results", lambda row: row["lot"] == "L08202504" and row["analyte_key"] in ("mitragynine", "7oh", "lead", "mercury"))

    def test_a_report_whose_letters_are_all_x_is_not_evaluated(self) -> None:
        assert all(row["not_evaluated"] == "yes" for row in self.red)
        assert printed_verdict(measured(self.red)["status"]) == "not evaluated"

    def test_one_whose_letters_are_all_v_passes(self) -> None:
        assert printed_verdict(measured(self.green)["status"]) == "pass"

    def test_our_verdicts_agree_with_the_printed_ones_under_the_czech_decree(self) -> None:
        frame = judge(measured(self.green), load_pack("CZ"), on=date(2026, 1, 22))
        told = frame[(frame["printed_status"] == "pass") & (frame["limit_unit"] == "mg/g")]
        assert len(told) == 4
        assert (told["status_agrees"] == "agrees").all()


def test_aggregates_and_unbranded_rows_never_enter_a_brands_figure() -> None:
    # an aggregate has no text that is one number, so only its place in the frame matters
    rows = published("results", lambda row: row["analyte_key"] == "mitragynine" and row["statement"] == "result" and bool(row["unit"]))
    frame = measured([row for row in rows if _readable(row)])
    ranking = rank_brands(frame[frame["basis"] == "mass_fraction"])
    assert "" not in ranking.brands["brand_key"].tolist()
    comparison = compare_labels(frame, claims(), analyte="mitragynine", tolerance=tolerance_named("90-110"), decision=Decision())
    unbranded = int((frame["brand_key"] == "").sum())
    assert unbranded > 20
    told = comparison.not_comparable["reason_code"].value_counts()
    assert told["unbranded"] + told.get("aggregate", 0) >= unbranded


def _readable(row: dict[str, str]) -> bool:
    try:
        _result(0, row)
    except RecordError:  # a range, a share, a unit in words: the number grammar's business, not this test's
        return False
    return True
