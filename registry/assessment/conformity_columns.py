"""Conformity of millions of results at once: the arithmetic of `conformity.judge`, in arrays.

Everything is in the canonical unit of each result's own basis: a limit in another basis is carried into the result's
basis first, so that one formula serves every rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtr

from registry.assessment.coded import Coded, coded
from registry.assessment.conformity import (
    LOGNORMAL_ABOVE_RSD,
    REASONS,
    SAME,
    UNCERTAINTIES,
    VERDICTS,
    Decision,
    DecisionRule,
    ReasonCode,
    SourceCode,
    Verdict,
)
from registry.assessment.crossing import facts_of
from registry.assessment.uncertainty import (
    COUNT_BASES,
    COUNT_LOG10_SD,
    Floats,
    UncertaintyModel,
    horwitz_rsd_columns,
    mass_fraction_factor,
)
from registry.model.measurement import CENSORED

Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]
_CODE = {verdict: code for code, verdict in enumerate(VERDICTS)}
_COUNT_LN_SD = float(np.log(10) * COUNT_LOG10_SD)


@dataclass(frozen=True, slots=True)
class Columns:
    """The results to judge, one element each; what each field means stands at `conformity.Observation` (NaN for None there)."""

    low: Floats
    high: Floats
    u: Floats
    mass_fraction_factor: Floats
    count: Flags
    censored: Flags

    def take(self, rows: npt.NDArray[np.intp]) -> Columns:
        return Columns(
            self.low[rows], self.high[rows], self.u[rows], self.mass_fraction_factor[rows], self.count[rows], self.censored[rows]
        )  # fmt: skip

    def part(self, at: slice) -> Columns:
        return Columns(self.low[at], self.high[at], self.u[at], self.mass_fraction_factor[at], self.count[at], self.censored[at])


def columns_of(results: pd.DataFrame) -> Columns:
    """The columns that conformity needs of a RESULTS frame, row by row."""
    amounts = {name: results[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in AMOUNTS}
    return columns_from(amounts, coded(results["basis"]), coded(results["qualifier"]), facts_of(results))


AMOUNTS: Final = ("low", "high", "u")


def columns_from(amounts: Mapping[str, Floats], basis: Coded, qualifier: Coded, facts: Mapping[str, Floats]) -> Columns:
    """The same from bare columns: `amounts` are low, high and u, `facts` as `crossing.facts_of` gives them."""
    low, high, u = (amounts[name] for name in AMOUNTS)
    return Columns(low, high, u, mass_fraction_factor(basis, facts), basis.among(COUNT_BASES), qualifier.among(CENSORED))


@dataclass(frozen=True, slots=True)
class Bounds:
    """The requirement of each result (or one for all): NaN is no bound; strictness is the rule's and the same for all rows."""

    lower: Floats | float = np.nan
    upper: Floats | float = np.nan
    lower_strict: bool = False
    upper_strict: bool = False

    def part(self, at: slice) -> Bounds:
        lower, upper = (bound if isinstance(bound, float) else bound[at] for bound in (self.lower, self.upper))
        return Bounds(lower, upper, self.lower_strict, self.upper_strict)


@dataclass(frozen=True, slots=True)
class Judged:
    """Codes into conformity.VERDICTS, UNCERTAINTIES and REASONS; probabilities are NaN under acceptance."""

    verdict: Codes
    p_low: Floats
    p_high: Floats
    uncertainty: Codes
    reason: Codes

    def frame(self, index: pd.Index | None = None) -> pd.DataFrame:
        """Columns verdict, p_low, p_high, uncertainty, reason; the words are categories, so that millions of rows stay small."""
        return pd.DataFrame(
            {
                "verdict": _words(self.verdict, [v.value for v in VERDICTS]),
                "p_low": self.p_low,
                "p_high": self.p_high,
                "uncertainty": _words(self.uncertainty, UNCERTAINTIES),
                "reason": _words(self.reason, REASONS),
            },
            index=index,
        )


def _words(codes: Codes, words: Sequence[str]) -> pd.Categorical[str]:
    return pd.Categorical.from_codes(codes, pd.Index(list(words)))


CHUNK: Final = 32_768
"""Results judged at a time: the dozen arrays of a chunk stay in the processor's cache, which more than halves the time."""


def judge_columns(columns: Columns, bounds: Bounds, decision: Decision) -> Judged:
    """The verdict of every result: equal to `conformity.judge` of each."""
    size = len(columns.low)
    if size <= CHUNK:
        return _judge_chunk(columns, bounds, decision)
    parts = [_judge_chunk(columns.part(at), bounds.part(at), decision) for at in (slice(n, n + CHUNK) for n in range(0, size, CHUNK))]
    return Judged(*(np.concatenate([getattr(part, name) for part in parts]) for name in Judged.__dataclass_fields__))


def _judge_chunk(columns: Columns, bounds: Bounds, decision: Decision) -> Judged:
    return judge_ends(ends_of(columns, decision), bounds, decision)


@dataclass(frozen=True, slots=True)
class Ends:
    """Intervals with a standard uncertainty at each end (0: certain). `source` codes into UNCERTAINTIES; NONE is acceptance."""

    low: Floats
    high: Floats
    u_low: Floats
    u_high: Floats
    source: Codes
    censored: Flags


def ends_of(columns: Columns, decision: Decision) -> Ends:
    """The intervals of the results with the standard uncertainty that the decision gives each end."""
    source = uncertainty_source(columns, decision)
    u_low = standard_uncertainty(columns, columns.low, source, decision)
    u_high = u_low.copy()
    rows = np.flatnonzero(columns.low != columns.high)
    u_high[rows] = standard_uncertainty(columns.take(rows), columns.high[rows], source[rows], decision)
    return Ends(columns.low, columns.high, u_low, u_high, source, columns.censored)


def judge_ends(ends: Ends, bounds: Bounds, decision: Decision) -> Judged:
    """The verdict of every interval, judged at both ends; different verdicts there are "cannot decide"."""
    size, source = ends.low.shape, ends.source.copy()
    lower, upper = np.broadcast_to(bounds.lower, size), np.broadcast_to(bounds.upper, size)
    interval = ends.low != ends.high
    graded = (source != SourceCode.NONE) & (decision.rule is DecisionRule.PROBABILITY)
    at_low, p_low = _at_end(ends.low, ends.u_low, np.zeros(size, dtype=bool), source, graded, lower, upper, bounds, decision)
    at_high, p_high = at_low.copy(), p_low.copy()
    rows = np.flatnonzero(interval)
    if rows.size:
        at_high[rows], p_high[rows] = _at_end(
            ends.high[rows], ends.u_high[rows], ends.censored[rows], source[rows], graded[rows], lower[rows], upper[rows], bounds, decision
        )
    guarded = (source != SourceCode.NONE) & (decision.guard_band > 0) & ~graded
    reason = np.where(graded, ReasonCode.JUDGED, np.where(guarded, ReasonCode.GUARDED, ReasonCode.SIMPLE)).astype(np.int8)
    verdict = at_low.copy()
    across = interval & (ends.low < lower) & (ends.high > upper)
    differ = interval & ((at_low != at_high) | across)
    reason[interval & ~differ] = ReasonCode.BOTH_ENDS
    verdict[differ] = _CODE[Verdict.CANNOT_DECIDE]
    blind = np.where(np.isinf(ends.high[differ]), ReasonCode.UNBOUNDED, ReasonCode.BLIND)
    reason[differ] = np.where(ends.censored[differ], blind, ReasonCode.ENDS_DIFFER)
    for missing, why in (
        (np.isnan(lower) & np.isnan(upper), ReasonCode.NO_REQUIREMENT),
        (np.isnan(ends.low) | np.isnan(ends.high), ReasonCode.NO_AMOUNT),
    ):
        verdict[missing], reason[missing], source[missing] = _CODE[Verdict.NOT_EVALUATED], why, SourceCode.NONE
        p_low[missing] = p_high[missing] = np.nan
    return Judged(verdict, np.minimum(p_low, p_high), np.maximum(p_low, p_high), source, reason)


def uncertainty_source(columns: Columns, decision: Decision) -> Codes:
    """Which uncertainty applies to each result: the printed one first, else the chosen assumption where it has what it needs."""
    source = np.zeros(columns.low.shape, dtype=np.int8)
    if decision.model is UncertaintyModel.NONE:
        return source
    if decision.model is not UncertaintyModel.PRINTED:
        sized = np.where(np.isinf(columns.high), columns.low, columns.high) > 0
        if decision.model is UncertaintyModel.FIXED:
            source[sized] = SourceCode.FIXED
        else:
            source[sized & (columns.mass_fraction_factor > 0)] = SourceCode.HORWITZ
        source[sized & columns.count] = SourceCode.COUNT
    source[(columns.u > 0) & np.isfinite(columns.u)] = SourceCode.PRINTED
    return source


def _at_end(
    x: Floats,
    u: Floats,
    below: Flags,
    source: Codes,
    graded: Flags,
    lower: Floats,
    upper: Floats,
    bounds: Bounds,
    decision: Decision,
) -> tuple[Codes, Floats]:
    """Verdict code and probability (NaN under acceptance) where every result is taken as `x`; `below`: it lies under x, not at it."""
    p = np.full(x.shape, np.nan)
    verdict = np.empty(x.shape, dtype=np.int8)
    uncertain = graded & (u > 0) & np.isfinite(x)
    rows: npt.NDArray[np.intp] | slice = slice(None) if uncertain.all() else np.flatnonzero(uncertain)
    p[rows] = _probability(x[rows], u[rows], source[rows], lower[rows], upper[rows])
    certain = np.flatnonzero(graded & ~uncertain)
    if certain.size:
        p[certain] = _meets(x[certain], lower[certain], upper[certain], bounds, below[certain])
    verdict[:] = _graded(p, decision)
    plain = np.flatnonzero(~graded)
    if plain.size:
        guard = 2 * decision.guard_band * u[plain]
        meets = _meets(x[plain], lower[plain] + guard, upper[plain] - guard, bounds, below[plain])
        verdict[plain] = np.where(meets, _CODE[Verdict.WITHIN], _CODE[Verdict.OUTSIDE])
    return verdict, p


def standard_uncertainty(columns: Columns, x: Floats, source: Codes, decision: Decision) -> Floats:
    """u of each result taken as `x`, in its unit; 0 where none applies or a relative one meets an amount of zero."""
    u = np.zeros(x.shape)
    sized = (x > 0) & np.isfinite(x)
    present = np.bincount(source, minlength=len(SourceCode))
    if present[SourceCode.HORWITZ]:
        rows = np.flatnonzero(sized & (source == SourceCode.HORWITZ))
        of = x[rows]
        u[rows] = of * horwitz_rsd_columns(of * columns.mass_fraction_factor[rows])
    for code, relative in ((SourceCode.FIXED, decision.fixed_rsd), (SourceCode.COUNT, _COUNT_LN_SD)):
        if present[code]:
            rows = np.flatnonzero(sized & (source == code))
            u[rows] = x[rows] * relative
    if present[SourceCode.PRINTED]:
        rows = np.flatnonzero(source == SourceCode.PRINTED)
        u[rows] = columns.u[rows]
    return u


def _probability(x: Floats, u: Floats, source: Codes, lower: Floats, upper: Floats) -> Floats:
    """P(lower <= true value <= upper) for amounts with an uncertainty above zero; NaN is no bound."""
    sized = x > 0
    rsd = np.divide(u, x, out=np.zeros_like(u), where=sized)
    count = (source == np.int8(SourceCode.COUNT)) & sized
    logarithmic = count | (rsd > LOGNORMAL_ABOVE_RSD)
    some, every = bool(logarithmic.any()), bool(logarithmic.all())
    sigma = np.where(count, _COUNT_LN_SD, np.where(logarithmic, np.sqrt(np.log1p(rsd**2)), u)) if some else u
    ln_x = np.log(x) if every else x

    def below(bound: Floats) -> Floats:
        if every:
            with np.errstate(divide="ignore"):  # nothing lies below a bound of zero on this scale
                return np.asarray(ndtr((np.log(np.maximum(bound, 0.0)) - ln_x) / sigma), dtype=np.float64)
        z = (bound - x) / sigma
        if some:
            positive = logarithmic & (bound > 0)
            z[positive] = np.log(bound[positive] / x[positive]) / sigma[positive]
            z[logarithmic & ~(bound > 0)] = -np.inf
        return np.asarray(ndtr(z), dtype=np.float64)

    unbounded = np.isnan(upper)
    top = np.where(unbounded, 1.0, below(upper)) if unbounded.any() else below(upper)
    unbounded = np.isnan(lower)
    return top if unbounded.all() else np.maximum(0.0, top - np.where(unbounded, 0.0, below(lower)))


def _meets(x: Floats, lower: Floats, upper: Floats, bounds: Bounds, below: Flags) -> Flags:
    met_at_upper = below if bounds.upper_strict else np.ones_like(below)
    under = np.where(_same(x, upper), met_at_upper, ~(x > upper))
    if isinstance(bounds.lower, float) and np.isnan(bounds.lower):
        return np.asarray(under, dtype=bool)
    over = np.where(_same(x, lower), not bounds.lower_strict, ~(x < lower))
    return np.asarray(under & over, dtype=bool)


def _same(x: Floats, bound: Floats) -> Flags:
    with np.errstate(invalid="ignore"):
        return np.asarray((x == bound) | (np.abs(x - bound) <= SAME * np.maximum(np.abs(x), np.abs(bound))) & np.isfinite(x), dtype=bool)


_GRADES: Final = np.array(
    [
        _CODE[verdict]
        for verdict in (
            Verdict.DOES_NOT_CONFORM,
            Verdict.PROBABLY_DOES_NOT_CONFORM,
            Verdict.CANNOT_DECIDE,
            Verdict.PROBABLY_CONFORMS,
            Verdict.CONFORMS,
        )
    ],
    dtype=np.int8,
)


def _graded(p: Floats, decision: Decision) -> Codes:
    """The five verdicts, by how many thresholds a probability has passed."""
    step = (p > 1 - decision.conforms).astype(np.intp)
    step += p > 1 - decision.probably_conforms
    step += p >= decision.probably_conforms
    step += p >= decision.conforms
    return np.asarray(_GRADES[step], dtype=np.int8)
