"""Partial pooling: what each brand's lots say of the brand, drawn towards the others as far as the spread between brands warrants.

Lot = mean of all + brand + product + lot. The posterior is exact given the two spreads (between brands, between products), each taken
in units of the spread within a product; those two are integrated over a grid with a flat prior, because plugging in one estimate
gives intervals that cover 40-95 % where 95 % is promised. Röver, J. Stat. Softw. 2020, 93(6) for the grid; Gelman et al., Bayesian Data
Analysis (2013), 5.4, for the conditional posterior; IntHout et al., BMC Med. Res. Methodol. 2014, 14:25 for Hartung-Knapp.

Arrays have runs first: (runs, brands). Real data are one run; the coverage simulation is thousands.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from registry.assessment.tolerance import t_quantile
from registry.assessment.uncertainty import Floats

GRID: Final = 120
PRODUCT_GRID: Final = 12
DRAWS: Final = 4000
STATED_PRIOR_POWER: Final = 0.2
"""The prior over the spread between brands is flat; where the spread within is stated and not estimated it falls as this power of the
spread. Both were chosen by simulation (tests/benchmarks/coverage.py): flat covers 98.1 % in one cell there, this 97.9 %."""


@dataclass(frozen=True, slots=True)
class Within:
    """The spread of lots within a product: `variance` (runs,) with `freedom` degrees of freedom; inf is a spread stated, not estimated."""

    variance: Floats
    freedom: float


@dataclass(frozen=True, slots=True)
class Level:
    """Brand means under one spread between products.

    `means` (runs, brands); `c` (brands,) their variance in units of the within variance; `residual` (runs,) the weighted squares of
    products about their brand, with `residual_freedom`; `log_weight` what the spread between products adds to the log-likelihood.
    """

    means: Floats
    c: Floats
    residual: Floats
    residual_freedom: int
    log_weight: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """Draws of the brands' true means (runs, draws, brands) and of the spread between them (runs, draws); the mean of all, its interval."""

    draws: Floats
    between: Floats
    mean: Floats
    mean_low: Floats
    mean_high: Floats

    def estimates(self) -> tuple[Floats, Floats, Floats]:
        """Median, 2.5 % and 97.5 % of every brand's true mean, each (runs, brands)."""
        low, middle, high = np.quantile(self.draws, (0.025, 0.5, 0.975), axis=1)
        return middle, low, high

    def ranks(self, badness: Floats | None = None) -> tuple[Floats, Floats, Floats, Floats]:
        """Median, lowest and highest rank (95 %, 1 is best) and the chance of being first, each (runs, brands).

        `badness` has the shape of `draws`, the smallest is best; without it the largest mean is best.
        """
        order = np.argsort(-self.draws if badness is None else badness, axis=2)
        rank = np.empty(order.shape, dtype=np.int32)
        np.put_along_axis(rank, order, np.arange(1, np.shape(order)[2] + 1, dtype=np.int32)[None, None, :], axis=2)
        ordered = np.sort(rank, axis=1)
        last = self.draws.shape[1] - 1
        low, high = ordered[:, math.floor(0.025 * last)], ordered[:, math.ceil(0.975 * last)]
        return ordered[:, last // 2].astype(float), low.astype(float), high.astype(float), (rank == 1).mean(axis=1)


def pool(levels: Sequence[Level], within: Within, random: np.random.Generator, draws: int = DRAWS) -> Pooled:
    """The posterior of the brands' true means, as draws. `levels` are the grid of spreads between products (one where there is none)."""
    likelihoods = [_likelihood(level, within) for level in levels]
    density = np.concatenate([log_p for log_p, _ in likelihoods], axis=1)
    density = np.exp(density - density.max(axis=1, keepdims=True))
    cumulative = np.cumsum(density, axis=1)
    chosen = _stratified(cumulative / cumulative[:, -1:], draws)
    runs = len(within.variance)
    grid = chosen // GRID
    ratio = np.take_along_axis(np.concatenate([grid_of for _, grid_of in likelihoods], axis=1), chosen, axis=1)
    means = np.stack([level.means for level in levels], axis=1)[np.arange(runs)[:, None], grid]
    c = np.stack([level.c for level in levels])[grid]
    squares = np.stack([level.residual for level in levels], axis=1)[np.arange(runs)[:, None], grid]
    out = _conditional(means, c, squares, levels[0].residual_freedom, ratio**2, within, random)
    middle = np.median(ratio, axis=1)
    nearest = levels[int(np.bincount(grid.ravel(), minlength=len(levels)).argmax())]
    mean, low, high = hartung_knapp(nearest.means, nearest.c[None, :] + middle[:, None] ** 2)
    return Pooled(out, ratio * np.sqrt(within.variance)[:, None], mean, low, high)


def hartung_knapp(means: Floats, variance: Floats) -> tuple[Floats, Floats, Floats]:
    """The mean of all brands and its 95 % interval: variance about the weighted mean, t with brands - 1 degrees of freedom."""
    weight = 1 / variance
    total = weight.sum(axis=1)
    mean = (weight * means).sum(axis=1) / total
    brands = means.shape[1]
    squares = (weight * (means - mean[:, None]) ** 2).sum(axis=1)
    half = t_quantile(0.975, brands - 1) * np.sqrt(squares / ((brands - 1) * total))
    return mean, mean - half, mean + half


def product_levels(values: Floats, extra: Floats, lots: Floats, brand: npt.NDArray[np.intp], within: Within) -> list[Level]:
    """The grid of spreads between products for one set of real data, with a flat prior over it.

    For each product: mean of its lots, `extra` variance from a laboratory correction (in units of the within variance), number of
    lots, brand number. Where no brand has two products, product and brand are one and the grid has one point.
    """
    brands = int(brand.max()) + 1
    if len(values) == brands:
        return [_level(values, 1 / lots + extra, brand, brands)]
    widest = 5 * max(float(values.std(ddof=1)) / math.sqrt(float(within.variance[0])), 2 * math.sqrt(float((1 / lots).mean())))
    spreads = widest * (np.arange(PRODUCT_GRID) + 0.5) ** 2 / PRODUCT_GRID**2
    steps = np.gradient(spreads)
    levels = [_level(values, spread**2 + 1 / lots + extra, brand, brands) for spread in spreads]
    return [replace(level, log_weight=level.log_weight + math.log(step)) for level, step in zip(levels, steps, strict=True)]


def _level(values: Floats, variance: Floats, brand: npt.NDArray[np.intp], brands: int) -> Level:
    weight = 1 / variance
    total = np.bincount(brand, weight, brands)
    means = np.bincount(brand, weight * values, brands) / total
    residual = float((weight * (values - means[brand]) ** 2).sum())
    log_weight = 0.5 * float(np.log(weight).sum() - np.log(total).sum())
    return Level(means[None, :], 1 / total, np.array([residual]), len(values) - brands, log_weight)


def _likelihood(level: Level, within: Within) -> tuple[Floats, Floats]:
    """Log-posterior (runs, GRID) of the spread between brands, and that grid in units of the within spread."""
    means, c = level.means, level.c
    widest = 5 * np.maximum(means.std(axis=1, ddof=1) / np.sqrt(within.variance), 2 * math.sqrt(c.mean()))
    ratio = widest[:, None] * (np.arange(GRID) + 0.5) / GRID
    weight = 1 / (c[None, None, :] + (ratio**2)[:, :, None])
    total = weight.sum(axis=2)
    mean = (weight * means[:, None, :]).sum(axis=2) / total
    squares = (weight * (means[:, None, :] - mean[:, :, None]) ** 2).sum(axis=2) + level.residual[:, None]
    shape = 0.5 * np.log(weight).sum(axis=2) - 0.5 * np.log(total) + np.log(widest)[:, None] + level.log_weight
    if math.isinf(within.freedom):
        return shape - STATED_PRIOR_POWER * np.log(ratio) - 0.5 * squares / within.variance[:, None], ratio
    freedom = within.freedom + level.residual_freedom + means.shape[1] - 1
    return shape - 0.5 * freedom * np.log(within.freedom * within.variance[:, None] + squares), ratio


def _stratified(cumulative: Floats, draws: int) -> npt.NDArray[np.intp]:
    """Grid points in proportion to their posterior, evenly spaced in probability: less noise than random ones."""
    at = (np.arange(draws) + 0.5) / draws
    return np.stack([np.minimum(np.searchsorted(row, at), cumulative.shape[1] - 1) for row in cumulative])


def _conditional(
    means: Floats, c: Floats, residual: Floats, residual_freedom: int, between: Floats, within: Within, random: np.random.Generator
) -> Floats:
    """Draws of the brands' true means given the squared spreads `between`; arrays are (runs, draws) or (runs, draws, brands)."""
    weight = 1 / (c + between[:, :, None])
    total = weight.sum(axis=2)
    centre = (weight * means).sum(axis=2) / total
    if math.isinf(within.freedom):
        variance = np.broadcast_to(within.variance[:, None], between.shape)
    else:
        squares = within.freedom * within.variance[:, None] + residual + (weight * (means - centre[:, :, None]) ** 2).sum(axis=2)
        variance = squares / random.chisquare(within.freedom + residual_freedom + means.shape[2] - 1, between.shape)
    mean = centre + random.standard_normal(between.shape) * np.sqrt(variance / total)
    kept = between[:, :, None] * weight
    noise = random.standard_normal(means.shape) * np.sqrt(variance[:, :, None] * kept * c)
    return np.asarray(kept * means + (1 - kept) * mean[:, :, None] + noise, dtype=np.float64)
