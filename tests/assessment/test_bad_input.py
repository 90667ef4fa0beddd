"""Bad input: a stated outcome each, never an exception, never a verdict made of nothing."""

import math
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.assessment.alkaloids import compositions
from registry.assessment.conformity import Decision, Verdict
from registry.assessment.exposure import daily_amounts, exposure
from registry.assessment.judging import judge
from registry.assessment.label import compare_labels
from registry.assessment.limits import load_pack, parse_pack
from registry.assessment.ranking import rank_brands, shares
from registry.assessment.tolerance import TOLERANCES
from registry.assessment.uncertainty import UncertaintyModel
from registry.model.measurement import Qualifier
from registry.model.units import Basis
from tests.assessment.frames import claims, results

numbers = st.sampled_from([math.nan, 0.0, -1.0, 1e-9, 0.4, 1.0, 30.0, 1e6, math.inf])
masses = st.sampled_from([math.nan, 0.0, -2.0, 0.6, 2.4])
rows = st.fixed_dictionaries(
    {
        "certificate_id": st.sampled_from(["a", "b", "c", "d"]),
        "state": st.sampled_from(["published", "superseded", "draft"]),
        "acquisition": st.sampled_from(["retail-bought", "vendor-supplied"]),
        "specimen": st.booleans(),
        "granularity": st.sampled_from(["lot", "aggregate", "", "sample mean"]),
        "brand_key": st.sampled_from(["", "x", "y", "z"]),
        "product_key": st.sampled_from(["", "p", "q", "r"]),
        "form": st.sampled_from(["powder", "liquid", "", "unknown", "tablet"]),
        "lot": st.sampled_from(["", "1", "2"]),
        "report_id": st.sampled_from(["", "R"]),
        "laboratory": st.sampled_from(["", "A", "B"]),
        "analyte_key": st.sampled_from(["mitragynine", "7oh", "lead", "arsenic", "salmonella", "tymc", "benzo_a_pyrene", "mgm15", ""]),
        "basis": st.sampled_from([basis.value for basis in Basis]),
        "qualifier": st.sampled_from([qualifier.value for qualifier in Qualifier]),
        "low": numbers,
        "high": numbers,
        "u": numbers,
        "unit_mass_g": masses,
        "serving_mass_g": masses,
        "moisture": st.sampled_from([math.nan, 0.1, 1.0, 2.0]),
        "test_portion": st.sampled_from(["", "25 g", "nothing"]),
        "row": st.integers(0, 3),
        "column": st.integers(0, 1),
        "reported": st.sampled_from([None, "2026-01-01", "2031-01-01"]),
    }
)
stated = st.fixed_dictionaries(
    {
        "product_key": st.sampled_from(["p", "q", ""]),
        "analyte_key": st.sampled_from(["mitragynine", "not_specified", "total_alkaloids"]),
        "state": st.sampled_from(["claimed", "no-claim"]),
        "amount": numbers,
        "basis": st.sampled_from([basis.value for basis in Basis]),
        "seen_on": st.sampled_from([None, "2025-12-01", "2027-01-01"]),
    }
)
frames = st.lists(rows, max_size=12).map(lambda many: results(*many))
decisions = st.builds(Decision, model=st.sampled_from(UncertaintyModel))
days = st.sampled_from([None, date(2026, 11, 1), date(1999, 1, 1)])
VERDICTS = {verdict.value for verdict in Verdict}


@settings(max_examples=60, deadline=None)
@given(
    frames,
    st.sampled_from(["US-UT", "US-FL", "US-RI", "CZ", "USP-2232", "US-federal"]),
    days,
    decisions,
    st.sampled_from([None, 5.0, 0.0, -1.0]),
)
def test_any_frame_is_judged_with_a_verdict_and_a_reason_on_every_row(
    frame: pd.DataFrame, pack: str, on: date | None, decision: Decision, grams: float | None
) -> None:
    told = judge(frame, load_pack(pack), on=on, grams_per_day=grams, decision=decision)
    assert set(told["verdict"].astype(str)) <= VERDICTS
    assert (told["reason"].astype(str) != "").all()
    assert (told["p_low"].isna() | told["p_low"].between(0, 1)).all()


@settings(max_examples=60, deadline=None)
@given(frames, st.lists(stated, max_size=5), st.sampled_from(sorted(TOLERANCES)), days, decisions)
def test_any_measurements_and_claims_are_compared_or_refused_in_words(
    frame: pd.DataFrame, many: list[dict[str, Any]], tolerance: str, on: date | None, decision: Decision
) -> None:
    compared = compare_labels(frame, claims(*many), analyte="mitragynine", tolerance=TOLERANCES[tolerance], decision=decision, on=on)
    assert compared.lots[["share_low", "claimed"]].notna().all().all()
    assert (compared.not_comparable["reason"] != "").all()
    assert not compared.lots.duplicated(["certificate_id", "row"]).any()
    ranking = rank_brands(shares(compared.lots))
    assert ranking.brands["rank"].notna().all() or (ranking.brands.loc[ranking.brands["rank"].isna(), "note"] != "").all()


@settings(max_examples=40, deadline=None)
@given(frames, decisions)
def test_any_frame_has_doses_and_compositions(frame: pd.DataFrame, decision: Decision) -> None:
    doses = exposure(frame.assign(panel="heavy_metals"), [5.0])
    assert (doses["low"].notna() | (doses["reason"] != "")).all()
    daily_amounts(frame, load_pack("USP-2232"), on=date(2026, 11, 1))
    compositions(frame, decision)


def test_a_certificate_entered_twice_is_judged_twice_and_counted_once() -> None:
    twice = results({"amount": 29, "report_id": "R", "lot": "1"}, {"amount": 29, "report_id": "R", "lot": "1"})
    compared = compare_labels(twice, claims({"amount": 30}), analyte="mitragynine", tolerance=TOLERANCES["90-110"], decision=Decision())
    assert compared.brands["measurements"].tolist() == [1]


def test_a_pack_that_contradicts_itself_is_judged_by_both_limits_and_says_so() -> None:
    rule = """
[[rule]]
id = "{id}"
origin = 1
kind = "limit"
cite = "Rule"
quantity = "amount"
analyte = "lead"
comparator = "<="
limit = {limit}
unit = "ppm"
basis = "mass_fraction"
from = "2020"
quote = "Lead"
source = "https://example.org"
"""
    pack = parse_pack('code = "X"\ntitle = "X"\n' + rule.format(id="one", limit=1) + rule.format(id="two", limit=3), where="x.toml")
    told = judge(
        results({"analyte_key": "lead", "amount": 0.002}), pack, on=date(2026, 1, 1), decision=Decision(model=UncertaintyModel.NONE)
    )
    assert told["verdict"].astype(str).tolist() == ["outside", "within"]
    assert told["rule_note"].astype(str).str.contains("both are judged").all()


@pytest.mark.parametrize("on", [None, date(2026, 11, 1)])
def test_nothing_gives_nothing(on: date | None) -> None:
    compared = compare_labels(results(), claims(), analyte="mitragynine", tolerance=TOLERANCES["90-110"], decision=Decision(), on=on)
    assert all(frame.empty for frame in (compared.lots, compared.history, compared.products, compared.brands, compared.not_comparable))
