"""Verdicts: worked by hand from the normal table, the Horwitz-Thompson function and the design's own examples."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.assessment.conformity import (
    REASONS,
    UNCERTAINTIES,
    VERDICTS,
    Decision,
    DecisionRule,
    Observation,
    Requirement,
    Verdict,
    judge,
)
from registry.assessment.conformity_columns import Bounds, Columns, judge_columns
from registry.assessment.uncertainty import UncertaintyModel, horwitz_rsd, horwitz_rsd_columns
from registry.errors import AssessmentError

HORWITZ = Decision()
SIMPLE = Decision(model=UncertaintyModel.NONE)


def percent(value: float, **more: object) -> Observation:
    """A result in % w/w as the registry keeps it: mg/g, with its mass fraction known."""
    return observed(value * 10, value * 10, **more)


def ppm(low: float, high: float | None = None, **more: object) -> Observation:
    return observed(low / 1000, (low if high is None else high) / 1000, **more)


def observed(low: float, high: float, **more: object) -> Observation:
    return Observation(low, high, mass_fraction_factor=1e-3, **more)  # type: ignore[arg-type]


def at_most(ppm_limit: float, *, strict: bool = False) -> Requirement:
    return Requirement(upper=ppm_limit / 1000, upper_strict=strict)


@pytest.mark.parametrize(
    ("mass_fraction", "rsd"),
    [
        (1e-8, 0.22),
        (1.19e-7, 0.22),
        (1e-6, 0.1600),  # 2 * (1e-6)^-0.1505 = 2 * 10^0.903 = 15.997 %
        (0.01, 0.0400),  # 2 * 10^0.301 = 3.9999 %
        (0.138, 0.02694),
        (0.25, 0.02),  # 0.25^-0.5 = 2 %
        (1.0, 0.01),
    ],
)
def test_the_horwitz_function_as_thompson_states_it(mass_fraction: float, rsd: float) -> None:
    assert horwitz_rsd(mass_fraction) == pytest.approx(rsd, rel=1e-3)
    assert horwitz_rsd_columns(np.array([mass_fraction]))[0] == pytest.approx(rsd, rel=1e-3)


def test_a_mass_fraction_of_zero_has_no_horwitz_rsd() -> None:
    assert math.isnan(horwitz_rsd(0.0))
    assert np.isnan(horwitz_rsd_columns(np.array([0.0, -1.0, np.nan]))).all()


class TestFdaControl:
    """One FDA control at 1.041 % and 1.140 % against a claim of 1.0 % with 90-110 %: z = 1.43 and -0.90 under Horwitz."""

    tolerance = Requirement(lower=9.0, upper=11.0)

    def test_the_pda_result_probably_conforms(self) -> None:
        verdict = judge(percent(1.041), self.tolerance, HORWITZ)
        assert verdict.verdict is Verdict.PROBABLY_CONFORMS
        assert verdict.probability == pytest.approx(0.92, abs=0.005)
        assert "Horwitz" in verdict.uncertainty

    def test_the_mass_spectrometer_result_probably_does_not(self) -> None:
        verdict = judge(percent(1.140), self.tolerance, HORWITZ)
        assert verdict.verdict is Verdict.PROBABLY_DOES_NOT_CONFORM
        assert verdict.probability == pytest.approx(0.19, abs=0.006)


class TestLeadInLeaf:
    """1.2 ppm of lead: the Horwitz RSD is 15.5 %, so the distribution is log-normal with median 1.2."""

    def test_equality_with_a_strict_limit_is_outside_under_simple_acceptance(self) -> None:
        assert judge(ppm(1.2), at_most(1.2, strict=True), SIMPLE).verdict is Verdict.OUTSIDE
        assert judge(ppm(1.2), at_most(1.2), SIMPLE).verdict is Verdict.WITHIN

    def test_a_result_at_the_limit_has_an_even_chance(self) -> None:
        verdict = judge(ppm(1.2), at_most(1.2, strict=True), HORWITZ)
        assert verdict.verdict is Verdict.CANNOT_DECIDE
        assert verdict.probability == pytest.approx(0.5)

    @pytest.mark.parametrize(
        ("grams_per_day", "verdict", "p"),
        [(9.6, Verdict.PROBABLY_DOES_NOT_CONFORM, 0.180), (12.0, Verdict.DOES_NOT_CONFORM, 0.009)],
    )
    def test_ten_micrograms_a_day(self, grams_per_day: float, verdict: Verdict, p: float) -> None:
        result = judge(ppm(1.2), at_most(10 / grams_per_day), HORWITZ)
        assert result.verdict is verdict
        assert result.probability == pytest.approx(p, abs=0.001)


class TestNonDetects:
    def test_a_limit_of_quantification_above_the_requirement_cannot_decide(self) -> None:
        for decision in (HORWITZ, SIMPLE):
            verdict = judge(ppm(0, 2.0, censored=True), at_most(1.2), decision)
            assert verdict.verdict is Verdict.CANNOT_DECIDE
            assert verdict.reason == REASONS[3]

    def test_a_non_detect_without_a_limit_cannot_decide(self) -> None:
        verdict = judge(ppm(0, math.inf, censored=True), at_most(1.2), HORWITZ)
        assert verdict.verdict is Verdict.CANNOT_DECIDE
        assert "no limit of detection" in verdict.reason

    def test_a_non_detect_well_below_conforms_at_both_ends(self) -> None:
        verdict = judge(ppm(0, 0.1, censored=True), at_most(1.2), HORWITZ)
        assert verdict.verdict is Verdict.CONFORMS
        assert judge(ppm(0, 0.1, censored=True), at_most(1.2), SIMPLE).verdict is Verdict.WITHIN

    def test_below_the_very_limit_meets_a_strict_limit_without_uncertainty(self) -> None:
        assert judge(ppm(0, 1.2, censored=True), at_most(1.2, strict=True), SIMPLE).verdict is Verdict.WITHIN
        assert judge(ppm(0, 1.2, censored=False), at_most(1.2, strict=True), SIMPLE).verdict is Verdict.CANNOT_DECIDE

    def test_a_non_detect_of_something_forbidden_in_any_amount_cannot_decide(self) -> None:
        assert judge(ppm(0, 0.1, censored=True), at_most(0), HORWITZ).verdict is Verdict.CANNOT_DECIDE
        assert judge(ppm(0.1), at_most(0), HORWITZ).verdict is Verdict.DOES_NOT_CONFORM

    def test_not_tested_is_not_evaluated(self) -> None:
        assert judge(Observation(None, None), at_most(1.2), HORWITZ).verdict is Verdict.NOT_EVALUATED
        assert judge(ppm(1.0), Requirement(), HORWITZ).verdict is Verdict.NOT_EVALUATED

    def test_above_range_does_not_meet_an_upper_limit_that_it_passed(self) -> None:
        assert judge(observed(3e4, math.inf, count=True), Requirement(upper=1e3), HORWITZ).verdict is Verdict.DOES_NOT_CONFORM

    def test_an_interval_that_spans_a_tolerance_from_side_to_side_cannot_decide(self) -> None:
        assert judge(observed(1.0, 20.0), Requirement(lower=9.0, upper=11.0), HORWITZ).verdict is Verdict.CANNOT_DECIDE


class TestUncertainty:
    def test_a_printed_uncertainty_comes_before_an_assumption(self) -> None:
        # lead 0.64 ± 0.08 mg/kg (k = 2) against 0.70: u = 0.04, z = 1.5, P = 0.933
        verdict = judge(ppm(0.64, u=0.04 / 1000, u_source="printed U, k = 2"), at_most(0.70), HORWITZ)
        assert verdict.uncertainty == "printed U, k = 2"
        assert verdict.probability == pytest.approx(0.9332, abs=1e-4)

    def test_without_a_stated_mass_horwitz_has_nothing_to_say(self) -> None:
        verdict = judge(Observation(25.0, 25.0), Requirement(lower=27.0, upper=33.0), HORWITZ)
        assert verdict.verdict is Verdict.OUTSIDE
        assert verdict.probability is None

    def test_a_fixed_rsd_needs_no_mass(self) -> None:
        # 25 ± 1.25 against at least 27: z = -1.6
        verdict = judge(Observation(25.0, 25.0), Requirement(lower=27.0), Decision(model=UncertaintyModel.FIXED, fixed_rsd=0.05))
        assert verdict.probability == pytest.approx(0.0548, abs=1e-4)

    def test_a_count_is_judged_on_the_log_scale(self) -> None:
        # log10(1e5) - log10(1e4.5) = 0.5 = two assumed standard deviations of 0.25
        verdict = judge(observed(10**4.5, 10**4.5, count=True), Requirement(upper=1e5), HORWITZ)
        assert verdict.probability == pytest.approx(0.97725, abs=1e-5)
        assert "without a verified source" in verdict.uncertainty

    def test_a_guard_band_of_one_expanded_uncertainty_narrows_the_limit(self) -> None:
        guarded = Decision(model=UncertaintyModel.PRINTED, rule=DecisionRule.ACCEPTANCE, guard_band=1.0)
        # 0.64 + 0.08 = 0.72
        assert judge(ppm(0.64, u=0.04 / 1000), at_most(0.73), guarded).verdict is Verdict.WITHIN
        assert judge(ppm(0.64, u=0.04 / 1000), at_most(0.71), guarded).verdict is Verdict.OUTSIDE

    def test_a_decision_rule_whose_thresholds_do_not_rise_is_refused(self) -> None:
        with pytest.raises(AssessmentError, match="thresholds"):
            Decision(conforms=0.7, probably_conforms=0.8)

    def test_the_decision_rule_is_said_in_words(self) -> None:
        assert "0.975" in HORWITZ.sentence()
        assert "simple acceptance" in SIMPLE.sentence()


amounts = st.one_of(st.floats(1e-9, 1e8), st.just(0.0))
bounds = st.one_of(st.none(), st.floats(1e-9, 1e8), st.just(0.0))
decisions = st.builds(
    Decision,
    model=st.sampled_from(UncertaintyModel),
    rule=st.sampled_from(DecisionRule),
    fixed_rsd=st.floats(0.01, 0.5),
    guard_band=st.sampled_from([0.0, 0.5, 1.0]),
)


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    low = draw(amounts)
    width = draw(st.one_of(st.just(0.0), st.floats(1e-9, 1e6), st.just(math.inf)))
    missing = draw(st.integers(0, 19)) == 0
    return Observation(
        None if missing else low,
        None if missing else low + width,
        u=draw(st.one_of(st.none(), st.floats(1e-9, 1e6), st.just(0.0))),
        mass_fraction_factor=draw(st.one_of(st.none(), st.just(1e-3), st.just(1e-5))),
        count=draw(st.booleans()),
        censored=draw(st.booleans()),
    )


def as_columns(observation: Observation) -> Columns:
    def one(value: float | None) -> np.ndarray:
        return np.array([math.nan if value is None else value])

    o = observation
    return Columns(one(o.low), one(o.high), one(o.u), one(o.mass_fraction_factor), np.array([o.count]), np.array([o.censored]))


@given(observations(), bounds, bounds, st.booleans(), st.booleans(), decisions)
def test_one_result_and_a_column_of_results_get_the_same_verdict(
    observation: Observation, lower: float | None, upper: float | None, lower_strict: bool, upper_strict: bool, decision: Decision
) -> None:
    one = judge(observation, Requirement(lower, upper, lower_strict, upper_strict), decision)
    nan = math.nan
    many = judge_columns(
        as_columns(observation),
        Bounds(nan if lower is None else lower, nan if upper is None else upper, lower_strict, upper_strict),
        decision,
    )
    assert VERDICTS[many.verdict[0]] is one.verdict
    assert REASONS[many.reason[0]] == one.reason
    assert UNCERTAINTIES[many.uncertainty[0]] == one.uncertainty
    for p, q in ((one.p_low, many.p_low[0]), (one.p_high, many.p_high[0])):
        assert (p is None and math.isnan(q)) or p == pytest.approx(q, abs=1e-9)


@given(observations(), bounds, bounds, decisions)
def test_the_chance_is_a_probability(observation: Observation, lower: float | None, upper: float | None, decision: Decision) -> None:
    one = judge(observation, Requirement(lower, upper), decision)
    assert one.p_low is None or 0 <= one.p_low <= 1
    assert isinstance(one.verdict, Verdict)
