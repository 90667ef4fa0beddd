"""Summaries of results that are partly non-detects: Kaplan-Meier first, robust regression on order statistics, maximum likelihood.

Nothing is substituted for a non-detect. Kaplan-Meier needs no distribution and was best below 70 % censoring; maximum likelihood is far
worse on small samples (comparison in PubMed 18546715), so it is used only where asked for, with its fit shown.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import log_ndtr, ndtri

from registry.assessment.columns import AGGREGATES, RETIRED
from registry.assessment.uncertainty import Floats

MINIMUM_RESULTS: Final = 8
MINIMUM_QUANTIFIED: Final = 3
MOST_CENSORED: Final = 0.7
Flags = npt.NDArray[np.bool_]


class Method(StrEnum):
    KAPLAN_MEIER = "Kaplan-Meier"
    ROS = "robust regression on order statistics"
    MAXIMUM_LIKELIHOOD = "maximum likelihood, log-normal"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a set of results says. A figure that is None is not shown; `sentence` says why, and which method stands behind the rest.

    `results` count what entered; `left_out` non-detects without any stated limit, results above range and amounts below zero.
    `mean_low` and `mean_high` differ under Kaplan-Meier: what remains below the lowest detected value is taken at zero, then at the
    lowest limit.
    """

    results: int
    quantified: int
    left_out: int
    method: Method | None
    sentence: str
    minimum: float | None = None
    """Lowest quantified value."""
    maximum: float | None = None
    mean_low: float | None = None
    mean_high: float | None = None
    sd: float | None = None
    median: float | None = None
    """None also where it lies among the non-detects."""
    log_likelihood: float | None = None
    log_mean: float | None = None
    log_sd: float | None = None

    @property
    def censored(self) -> float:
        """The censored share of the results that entered."""
        return 1 - self.quantified / self.results if self.results else math.nan


def summarise(low: Floats, high: Floats, *, method: Method = Method.KAPLAN_MEIER) -> Summary:
    """A summary of intervals (RESULTS low and high, one basis): exact ones are values, the others lie below their upper end.

    Refusals, each with its sentence: fewer than 8 results or 3 quantified gives range and share only; above 70 % censored no mean or SD.
    """
    low, high = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    usable = np.isfinite(low) & np.isfinite(high) & (low >= 0) & (high > 0)
    exact = usable & (low == high)
    value, censored = high[usable], ~exact[usable]
    values = value[~censored]
    counted = Summary(
        results=len(value),
        quantified=len(values),
        left_out=int(len(low) - usable.sum()),
        method=None,
        sentence="",
        minimum=float(values.min()) if values.size else None,
        maximum=float(values.max()) if values.size else None,
    )
    refusal = _refusal(counted)
    if refusal:
        return _with(counted, sentence=refusal)
    if method is Method.KAPLAN_MEIER:
        return _by_kaplan_meier(counted, value, censored)
    if method is Method.ROS:
        filled = ros(value, censored)
        mean, sd, median = float(filled.mean()), float(filled.std(ddof=1)), float(np.median(filled))
        return _with(counted, method=method, sentence=_said(counted, method), mean_low=mean, mean_high=mean, sd=sd, median=median)
    return _by_maximum_likelihood(counted, value, censored)


def summaries(results: pd.DataFrame, *, method: Method = Method.KAPLAN_MEIER) -> tuple[tuple[str, str, Summary], ...]:
    """(kind of acquisition, basis, summary) of the results of one analyte; kinds and bases are never mixed.

    `results` has columns.RESULTS. Aggregates, retired reports and results whose source is lost do not enter; a row of a certificate
    counts once in a basis. Figures are in the canonical unit of the basis.
    """
    entering = results["source_found"].astype(bool) & ~results["state"].isin(RETIRED) & ~results["granularity"].isin(AGGREGATES)
    rows = results[entering & results["low"].notna()].drop_duplicates(["certificate_id", "row", "basis"])
    return tuple(
        (str(acquisition), str(basis), summarise(group["low"].to_numpy(), group["high"].to_numpy(), method=method))
        for (acquisition, basis), group in rows.groupby(["acquisition", "basis"], sort=True)
    )


def share_above(low: Floats, high: Floats, limit: float) -> tuple[float, float] | None:
    """The share of results above a limit, as bounds: surely above, and possibly above. None without any result with an amount."""
    low, high = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    known = ~np.isnan(low) & ~np.isnan(high)
    if not known.any():
        return None
    return float((low[known] > limit).mean()), float((high[known] > limit).mean())


def _refusal(counted: Summary) -> str:
    left = f" {counted.left_out} without a usable amount or limit were left out." if counted.left_out else ""
    found = f"{counted.quantified} of {counted.results} results are quantified."
    if not counted.results:
        return f"No results with an amount or a limit.{left}"
    if counted.results < MINIMUM_RESULTS or counted.quantified < MINIMUM_QUANTIFIED:
        return f"Too few to summarise: range and share only. {found}{left}"
    return f"Too censored to summarise. {found}{left}" if counted.censored > MOST_CENSORED else ""


def _said(counted: Summary, method: Method) -> str:
    left = f" {counted.left_out} without a usable amount or limit were left out." if counted.left_out else ""
    return f"By {method.value}; {counted.quantified} of {counted.results} results are quantified.{left}"


def _with(summary: Summary, **fields: object) -> Summary:
    stated = {name: getattr(summary, name) for name in Summary.__dataclass_fields__}
    return Summary(**(stated | fields))


# --- Kaplan-Meier by flipping ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LeftCensoredCurve:
    """Distribution of left-censored values: `mass` at each detected value (ascending), `below` is left under the lowest of them."""

    values: Floats
    mass: Floats
    below: float


def kaplan_meier(value: Floats, censored: Flags) -> LeftCensoredCurve:
    """The Kaplan-Meier estimate of left-censored values (`value` is the limit where `censored`), as if time ran downwards from the largest.

    At a tie of value and limit the value lies above. Helsel, Nondetects and Data Analysis (2005), chapter 6; equal to lifelines' fit of
    left-censored durations.
    """
    detected, events = np.unique(value[~censored], return_counts=True)
    at_risk = np.searchsorted(np.sort(value), detected, side="right")
    below_each = np.cumprod((1 - events / at_risk)[::-1])[::-1]
    above = np.append(below_each[1:], 1.0)
    return LeftCensoredCurve(detected, above * events / at_risk, float(below_each[0]) if below_each.size else 1.0)


def _by_kaplan_meier(counted: Summary, value: Floats, censored: Flags) -> Summary:
    curve = kaplan_meier(value, censored)
    lowest = float(value[censored].min()) if censored.any() else 0.0
    mean = float(curve.values @ curve.mass)
    high = mean + curve.below * lowest
    below = np.cumsum(np.append(curve.below, curve.mass))[1:]
    median = float(curve.values[np.searchsorted(below, 0.5 - 1e-12)]) if curve.below < 0.5 else None
    # The spread needs a place for what remains below: the lowest limit, as the mean's upper end has it.
    variance = float((curve.values - high) ** 2 @ curve.mass + (lowest - high) ** 2 * curve.below)
    sd = math.sqrt(variance * counted.results / (counted.results - 1))
    said = _said(counted, Method.KAPLAN_MEIER)
    return _with(counted, method=Method.KAPLAN_MEIER, sentence=said, mean_low=mean, mean_high=high, sd=sd, median=median)


# --- robust regression on order statistics -----------------------------------------------------------------------


def ros(value: Floats, censored: Flags) -> Floats:
    """Values with the non-detects imputed from the log-normal line through the detected ones, for means and spreads only.

    Non-detects first, ascending; a limit above the largest detected value says nothing and is dropped. Helsel and Cohn (1988) plotting
    positions as in Helsel (2005), chapter 6; equal to statsmodels' impute_ros.
    """
    if not censored.any():
        return np.sort(value)
    exceedance, limits, above, equal = _exceedance(value, censored)
    detected = np.sort(value[~censored])
    missing = np.sort(value[censored])
    missing = missing[missing <= detected[-1]]
    positions = _positions(detected, limits)
    step = (exceedance[positions] - exceedance[positions + 1]) * _ranks(positions) / (above[positions] + 1)
    z = ndtri((1 - exceedance[positions]) + step)
    slope, intercept = _line(z, np.log(detected))
    at = _positions(missing, limits)
    z_missing = ndtri(np.sort((1 - exceedance[at]) * _ranks(at) / (equal[at] + 1)))
    return np.concatenate([np.exp(slope * z_missing + intercept), detected])


def _exceedance(value: Floats, censored: Flags) -> tuple[Floats, Floats, Floats, Floats]:
    """For each detection limit: chance of exceeding it (and 0 at the end), the limit, detected values above it, non-detects at it."""
    limits = np.unique(value[censored])
    if value.min() < limits[0]:
        limits = np.append(value.min(), limits)
    edges = np.append(limits, np.inf)
    detected, missing = np.sort(value[~censored]), np.sort(value[censored])
    above = np.diff(np.searchsorted(detected, edges, side="left")).astype(np.float64)
    below = np.searchsorted(missing, limits, side="right") + np.searchsorted(detected, limits, side="left")
    equal = np.searchsorted(missing, limits, side="right") - np.searchsorted(missing, limits, side="left")
    exceedance = np.zeros(len(limits) + 1)
    for j in range(len(limits) - 1, -1, -1):
        exceedance[j] = exceedance[j + 1] + (1 - exceedance[j + 1]) * above[j] / (above[j] + below[j])
    return exceedance, limits, above, equal.astype(np.float64)


def _positions(value: Floats, limits: Floats) -> npt.NDArray[np.intp]:
    return np.searchsorted(limits, value, side="right") - 1


def _ranks(group: npt.NDArray[np.intp]) -> Floats:
    """1, 2, 3 ... within each run of equal groups."""
    starts = np.r_[True, group[1:] != group[:-1]] if group.size else np.zeros(0, dtype=bool)
    first = np.maximum.accumulate(np.where(starts, np.arange(group.size), 0))
    return (np.arange(group.size) - first + 1).astype(np.float64)


def _line(x: Floats, y: Floats) -> tuple[float, float]:
    dx = x - x.mean()
    slope = float(dx @ (y - y.mean()) / (dx @ dx))
    return slope, float(y.mean() - slope * x.mean())


# --- maximum likelihood ------------------------------------------------------------------------------------------


def log_likelihood(value: Floats, censored: Flags, log_mean: float, log_sd: float) -> float:
    """Log-likelihood of left-censored log-normal values."""
    z = (np.log(value) - log_mean) / log_sd
    density = -0.5 * z[~censored] ** 2 - np.log(value[~censored]) - math.log(log_sd) - 0.5 * math.log(2 * math.pi)
    return float(density.sum() + log_ndtr(z[censored]).sum())


def fit_lognormal(value: Floats, censored: Flags) -> tuple[float, float]:
    """Mean and standard deviation of the logarithm that maximise the likelihood.

    Newton's method in Olsen's parameters 1/σ and μ/σ, in which the log-likelihood is concave (Olsen, Econometrica 1978, 46, 1211).
    """
    y = np.log(value)
    seen, limits = y[~censored], y[censored]
    theta = 1 / max(float(seen.std()), 1e-6)
    parameters = np.array([theta, float(y.mean()) * theta])
    current = _olsen(parameters, seen, limits)
    for _ in range(200):
        gradient, hessian = _derivatives(parameters, seen, limits)
        step = np.linalg.solve(hessian, gradient)
        scale, gained = 1.0, -math.inf
        while scale > 1e-12:
            trial = parameters - scale * step
            gained = _olsen(trial, seen, limits) if trial[0] > 0 else -math.inf
            if gained >= current:
                break
            scale /= 2
        if gained <= current + 1e-14 * abs(current):
            break
        parameters, current = parameters - scale * step, gained
    return float(parameters[1] / parameters[0]), float(1 / parameters[0])


def _olsen(parameters: Floats, seen: Floats, limits: Floats) -> float:
    theta, gamma = parameters
    return float(len(seen) * math.log(theta) - 0.5 * ((theta * seen - gamma) ** 2).sum() + log_ndtr(theta * limits - gamma).sum())


def _derivatives(parameters: Floats, seen: Floats, limits: Floats) -> tuple[Floats, Floats]:
    theta, gamma = parameters
    z, c = theta * seen - gamma, theta * limits - gamma
    mills = np.exp(-0.5 * c**2 - 0.5 * math.log(2 * math.pi) - log_ndtr(c))
    bend = -mills * (c + mills)
    gradient = np.array([len(seen) / theta - (z * seen).sum() + (mills * limits).sum(), z.sum() - mills.sum()])
    cross = seen.sum() - (bend * limits).sum()
    hessian = np.array(
        [[-len(seen) / theta**2 - (seen**2).sum() + (bend * limits**2).sum(), cross], [cross, -len(seen) + bend.sum()]]
    )  # fmt: skip
    return gradient, hessian


def _by_maximum_likelihood(counted: Summary, value: Floats, censored: Flags) -> Summary:
    method = Method.MAXIMUM_LIKELIHOOD
    if np.ptp(value[~censored]) == 0:
        return _with(counted, sentence=f"All quantified results are equal: no distribution can be fitted. {_said(counted, method)}")
    mu, sigma = fit_lognormal(value, censored)
    mean = math.exp(mu + sigma**2 / 2)
    fit = log_likelihood(value, censored, mu, sigma)
    said = f"{_said(counted, method)} Log-likelihood {fit:.4g}, log mean {mu:.4g}, log SD {sigma:.4g}."
    return _with(
        counted, method=method, sentence=said, mean_low=mean, mean_high=mean, sd=mean * math.sqrt(math.expm1(sigma**2)),
        median=math.exp(mu), log_likelihood=fit, log_mean=mu, log_sd=sigma,
    )  # fmt: skip
