"""Summaries of non-detects: held against lifelines, statsmodels and scipy, and a small case by hand."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.assessment.censored import Method, fit_lognormal, kaplan_meier, log_likelihood, ros, share_above, summarise

# Helsel's arsenic data from Oahu streams (Nondetects and Data Analysis, 2005): 24 results, 13 of them below three limits
OAHU = np.array([1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 0.9, 0.5, 0.5, 0.5, 0.6, 0.7, 0.7, 0.9, 1.5, 1.7, 2.8, 3.2])
BELOW = np.array([True] * 13 + [False] * 11)


def intervals(value: np.ndarray, censored: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.where(censored, 0.0, value), value.astype(float)


def draws(seed: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Log-normal values below one of three limits, rounded so that ties occur."""
    random = np.random.default_rng(seed)
    value = np.round(random.lognormal(0, 1, size), 1) + 0.1
    limit = random.choice([0.3, 0.6, 1.0], size)
    censored = value < limit
    return np.where(censored, limit, value), censored


SAMPLES = [(OAHU, BELOW), *(draws(seed, size) for seed, size in ((1, 12), (2, 40), (3, 200)))]


class TestKaplanMeier:
    def test_by_hand(self) -> None:
        # 5, 3, <3, 2, <1: at 5 one of 5, at 3 one of 4 (the limit 3 lies under the value 3), at 2 one of 2
        curve = kaplan_meier(np.array([5.0, 3, 3, 2, 1]), np.array([False, False, True, False, True]))
        assert curve.values.tolist() == [2, 3, 5]
        assert curve.mass.tolist() == pytest.approx([0.8 * 0.75 * 0.5, 0.8 * 0.25, 0.2])
        assert curve.below == pytest.approx(0.3)

    @pytest.mark.parametrize(("value", "censored"), SAMPLES)
    def test_it_equals_lifelines(self, value: np.ndarray, censored: np.ndarray) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # lifelines imports with deprecation warnings of its own
            from lifelines import KaplanMeierFitter

            reference = KaplanMeierFitter().fit_left_censoring(value, ~censored).cumulative_density_.iloc[:, 0]
        curve = kaplan_meier(value, censored)
        ours = curve.below + np.cumsum(curve.mass)
        assert np.abs(ours - reference.loc[curve.values].to_numpy()).max() < 1e-9

    def test_the_mean_is_an_interval_from_zero_to_the_lowest_limit(self) -> None:
        value, censored = np.array([5.0, 4, 3, 3, 2, 2, 2, 1]), np.array([False] * 7 + [True])
        summary = summarise(*intervals(value, censored))
        assert summary.mean_low == pytest.approx(21 / 8)
        assert summary.mean_high == pytest.approx(22 / 8)

    def test_without_non_detects_it_is_the_plain_mean_and_standard_deviation(self) -> None:
        value = np.arange(1.0, 11)
        summary = summarise(value, value)
        assert summary.mean_low == summary.mean_high == pytest.approx(5.5)
        assert summary.sd == pytest.approx(value.std(ddof=1))
        assert summary.median == 5


class TestRos:
    @pytest.mark.parametrize(("value", "censored"), SAMPLES)
    def test_it_equals_statsmodels(self, value: np.ndarray, censored: np.ndarray) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from statsmodels.imputation.ros import impute_ros

            reference = impute_ros(value, censored)
        assert np.abs(np.sort(ros(value, censored)) - np.sort(reference)).max() < 1e-9

    def test_helsels_mean_of_the_oahu_data(self) -> None:
        # Helsel (2005) prints 0.972 for robust ROS
        assert ros(OAHU, BELOW).mean() == pytest.approx(0.972, abs=0.005)


class TestMaximumLikelihood:
    @pytest.mark.parametrize(("value", "censored"), SAMPLES)
    def test_its_likelihood_is_not_below_scipys(self, value: np.ndarray, censored: np.ndarray) -> None:
        from scipy import stats

        data = stats.CensoredData(uncensored=value[~censored], left=value[censored])
        sigma, _, scale = stats.lognorm.fit(data, floc=0)
        ours = log_likelihood(value, censored, *fit_lognormal(value, censored))
        assert ours >= log_likelihood(value, censored, math.log(scale), sigma) - 1e-9

    def test_its_fit_is_shown(self) -> None:
        summary = summarise(*intervals(OAHU, BELOW), method=Method.MAXIMUM_LIKELIHOOD)
        assert summary.log_likelihood is not None
        assert "Log-likelihood" in summary.sentence

    def test_equal_values_have_no_distribution(self) -> None:
        value = np.full(9, 2.0)
        assert "equal" in summarise(value, value, method=Method.MAXIMUM_LIKELIHOOD).sentence


class TestRefusals:
    def test_too_few_results_give_range_and_share_only(self) -> None:
        summary = summarise(*intervals(np.arange(1.0, 8), np.zeros(7, dtype=bool)))
        assert summary.mean_low is None
        assert (summary.minimum, summary.maximum) == (1, 7)
        assert "Too few" in summary.sentence

    def test_above_seventy_percent_censored_there_is_no_mean(self) -> None:
        censored = np.array([False] * 3 + [True] * 8)
        summary = summarise(*intervals(np.arange(1.0, 12), censored))
        assert summary.mean_low is None
        assert summary.sd is None
        assert summary.maximum == 3
        assert "Too censored" in summary.sentence

    def test_a_non_detect_without_a_limit_is_left_out_and_counted(self) -> None:
        value = np.arange(1.0, 11)
        summary = summarise(np.append(value, 0), np.append(value, np.inf))
        assert (summary.results, summary.left_out) == (10, 1)
        assert "1 without" in summary.sentence

    @pytest.mark.parametrize("method", list(Method))
    @pytest.mark.parametrize(("low", "high"), [([], []), ([0.0] * 9, [1.0] * 9), ([math.nan] * 9, [math.nan] * 9)])
    def test_nothing_and_nothing_but_non_detects(self, low: list[float], high: list[float], method: Method) -> None:
        summary = summarise(np.array(low), np.array(high), method=method)
        assert summary.mean_low is None
        assert summary.sentence


def test_the_share_above_a_limit_has_bounds() -> None:
    assert share_above(np.array([0.0, 2, 0]), np.array([0.5, 2, math.inf]), 1.0) == pytest.approx((1 / 3, 2 / 3))
    assert share_above(np.array([math.nan]), np.array([math.nan]), 1.0) is None


@given(st.lists(st.tuples(st.floats(1e-3, 1e3), st.booleans()), max_size=40), st.sampled_from(Method))
def test_any_results_give_a_summary_of_finite_figures(rows: list[tuple[float, bool]], method: Method) -> None:
    value, censored = np.array([row[0] for row in rows]), np.array([row[1] for row in rows], dtype=bool)
    summary = summarise(*intervals(value, censored), method=method)
    figures = (summary.mean_low, summary.mean_high, summary.sd, summary.median)
    assert all(figure is None or math.isfinite(figure) for figure in figures)
    assert summary.sentence
