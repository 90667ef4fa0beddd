"""Does a result meet a requirement? Five verdicts with their probability, or "within"/"outside" where nothing is known of the uncertainty.

ISO/IEC 17025:2017 clause 7.8.6, ILAC-G8:09/2019 and JCGM 106:2012: a statement of conformity names the result, the
requirement, the decision rule and its scope. The scope here is always the sample received, not the lot.

`judge` takes one result; `conformity_columns.judge_columns` takes arrays of them, and a test holds the two together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from registry.assessment.uncertainty import COUNT_LOG10_SD, UncertaintyModel, horwitz_rsd
from registry.errors import AssessmentError

LOGNORMAL_ABOVE_RSD: Final = 0.15
"""Up to this relative standard deviation the true value is taken as normal about the result, above it as log-normal."""
SAME: Final = 1e-12
"""Relative difference below which two amounts are the same printed number after unit conversion."""


class Verdict(StrEnum):
    CONFORMS = "conforms"
    PROBABLY_CONFORMS = "probably conforms"
    CANNOT_DECIDE = "cannot decide"
    PROBABLY_DOES_NOT_CONFORM = "probably does not conform"
    DOES_NOT_CONFORM = "does not conform"
    WITHIN = "within"
    """Simple acceptance: the number meets the requirement; nothing is said about probability."""
    OUTSIDE = "outside"
    NOT_EVALUATED = "not evaluated"
    """There is no amount or no requirement to judge; never a pass."""


class DecisionRule(StrEnum):
    PROBABILITY = "probability"
    """Five verdicts by the probability that the true value meets the requirement; simple acceptance where no uncertainty is known."""
    ACCEPTANCE = "acceptance"
    """Within or outside, with a guard band of `guard_band` expanded uncertainties (ILAC-G8 4.2); zero is simple acceptance."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision rule, shown with every verdict. `fixed_rsd` is a fraction and used by the FIXED model only."""

    model: UncertaintyModel = UncertaintyModel.HORWITZ
    rule: DecisionRule = DecisionRule.PROBABILITY
    conforms: float = 0.975
    probably_conforms: float = 0.8
    fixed_rsd: float = 0.05
    guard_band: float = 0.0
    """In expanded uncertainties U = 2u; 1 is ILAC-G8's w = U."""

    def __post_init__(self) -> None:
        if not 0.5 < self.probably_conforms <= self.conforms < 1:
            raise AssessmentError(
                "The thresholds of a decision rule must rise: 0.5 < probably conforms <= conforms < 1.",
                next_step="Choose e.g. 0.8 and 0.975.",
            )
        if not self.fixed_rsd > 0 or self.guard_band < 0:
            raise AssessmentError("A fixed RSD must be above zero and a guard band not below it.", next_step="Choose e.g. 0.05 and 0.")

    def sentence(self) -> str:
        """The decision rule in words, for pages and reports."""
        stand_in = {
            UncertaintyModel.PRINTED: "uncertainty as printed on the certificate, else none (simple acceptance)",
            UncertaintyModel.HORWITZ: "uncertainty as printed, else assumed by Horwitz-Thompson (counts: log10 SD 0.25, assumed)",
            UncertaintyModel.FIXED: f"uncertainty as printed, else an assumed RSD of {self.fixed_rsd:.3g}",
            UncertaintyModel.NONE: "no uncertainty",
        }[self.model]
        if self.rule is DecisionRule.ACCEPTANCE or self.model is UncertaintyModel.NONE:
            band = f"guard band {self.guard_band:g} U" if self.guard_band else "simple acceptance, guard band zero"
            return f"Within or outside by {band} (ILAC-G8 4.2); {stand_in}; for the sample received."
        return (
            f"Conforms where the probability P that the limit is met is ≥ {self.conforms:g}, "
            f"probably conforms where P ≥ {self.probably_conforms:g}, "
            f"probably does not conform where P ≤ {1 - self.probably_conforms:.3g}, "
            f"does not conform where P ≤ {1 - self.conforms:.3g} (JCGM 106); {stand_in}; "
            "sampling is not included; for the sample received."
        )


@dataclass(frozen=True, slots=True)
class Requirement:
    """What is demanded, as bounds in the canonical unit of the result's basis. None is no bound; a strict bound is not met by equality."""

    lower: float | None = None
    upper: float | None = None
    lower_strict: bool = False
    upper_strict: bool = False


@dataclass(frozen=True, slots=True)
class Observation:
    """One result as conformity sees it: its interval and what is known of its uncertainty.

    `low` and `high` in the canonical unit of the basis (None: no amount was measured; `high` inf: unbounded above). `u` is
    the printed standard uncertainty in that unit. `mass_fraction_factor` times the amount is its mass fraction in g/g, None
    where no stated mass leads there. `censored`: the amount lies below `high`, not at it.
    """

    low: float | None
    high: float | None
    u: float | None = None
    u_source: str = ""
    mass_fraction_factor: float | None = None
    count: bool = False
    censored: bool = False


@dataclass(frozen=True, slots=True)
class Conformity:
    """A verdict with what it rests on. `p_low` and `p_high` are the probabilities at the two ends (None under acceptance)."""

    verdict: Verdict
    p_low: float | None
    p_high: float | None
    uncertainty: str
    reason: str

    @property
    def probability(self) -> float | None:
        """The probability that the requirement is met, None where the two ends of the interval disagree or nothing is known."""
        return self.p_low if self.p_low is not None and self.p_low == self.p_high else None


UNCERTAINTIES: Final = (
    "none",
    "printed U",
    "assumed: Horwitz-Thompson RSD of the mass fraction",
    "assumed: fixed RSD",
    "assumed: SD 0.25 on the log10 scale, without a verified source",
)


class SourceCode(IntEnum):
    """Positions in UNCERTAINTIES."""

    NONE, PRINTED, HORWITZ, FIXED, COUNT = range(5)


REASONS: Final = (
    "The result is judged with its uncertainty.",
    "No uncertainty is known: simple acceptance.",
    "Both ends of the interval give this verdict.",
    "Not detected, but the limit of detection or quantification lies too close to the requirement or above it.",
    "Not detected and no limit of detection is stated: nothing bounds the amount above.",
    "The two ends of the interval give different verdicts.",
    "No amount was measured.",
    "There is no requirement with a number to judge by.",
    "The guard band is part of the acceptance limit.",
)


class ReasonCode(IntEnum):
    """Positions in REASONS."""

    JUDGED, SIMPLE, BOTH_ENDS, BLIND, UNBOUNDED, ENDS_DIFFER, NO_AMOUNT, NO_REQUIREMENT, GUARDED = range(9)


VERDICTS: Final = tuple(Verdict)


def grounds(reason: str, uncertainty: str) -> str:
    """Why a verdict is what it is: the reason and what its probability rests on, the usual course of things left unsaid."""
    uncertainty = uncertainty.replace(" RSD of the mass fraction", "")
    rests = f"Uncertainty {uncertainty}." if uncertainty not in ("", "none", "nan") else ""
    said = reason.replace(REASONS[ReasonCode.JUDGED], "").strip() if rests else reason
    return " ".join(part for part in (said, rests) if part)


# --- one result --------------------------------------------------------------------------------------------------


def judge(observation: Observation, requirement: Requirement, decision: Decision) -> Conformity:
    """The verdict on one result. Never raises: a missing amount or requirement is "not evaluated" with its reason."""
    low, high = observation.low, observation.high
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return Conformity(Verdict.NOT_EVALUATED, None, None, UNCERTAINTIES[SourceCode.NONE], REASONS[ReasonCode.NO_AMOUNT])
    if all(bound is None or math.isnan(bound) for bound in (requirement.lower, requirement.upper)):
        return Conformity(Verdict.NOT_EVALUATED, None, None, UNCERTAINTIES[SourceCode.NONE], REASONS[ReasonCode.NO_REQUIREMENT])
    source = _source(observation, decision)
    named = observation.u_source or UNCERTAINTIES[source] if source == SourceCode.PRINTED else UNCERTAINTIES[source]
    if decision.rule is DecisionRule.ACCEPTANCE or source == SourceCode.NONE:
        ends = [_accepts(x, observation, requirement, decision, source, at_top=top) for x, top in ((low, False), (high, True))]
        at_ends = [Verdict.WITHIN if end else Verdict.OUTSIDE for end in ends]
        p_low = p_high = None
        reason: int = ReasonCode.GUARDED if source != SourceCode.NONE and decision.guard_band else ReasonCode.SIMPLE
    else:
        chances = [_probability(x, observation, requirement, decision, source, at_top=top) for x, top in ((low, False), (high, True))]
        at_ends = [_graded(p, decision) for p in chances]
        p_low, p_high = min(chances), max(chances)
        reason = ReasonCode.JUDGED
    verdict, reason = _together(low, high, at_ends, requirement, observation, reason)
    return Conformity(verdict, p_low, p_high, named, REASONS[reason])


def _together(
    low: float, high: float, at_ends: Sequence[Verdict], requirement: Requirement, observation: Observation, reason: int
) -> tuple[Verdict, int]:
    if low == high:
        return at_ends[0], reason
    across = requirement.lower is not None and requirement.upper is not None and low < requirement.lower and high > requirement.upper
    if at_ends[0] is at_ends[1] and not across:
        return at_ends[0], ReasonCode.BOTH_ENDS
    if math.isinf(high) and observation.censored:
        return Verdict.CANNOT_DECIDE, ReasonCode.UNBOUNDED
    return Verdict.CANNOT_DECIDE, ReasonCode.BLIND if observation.censored else ReasonCode.ENDS_DIFFER


def _source(observation: Observation, decision: Decision) -> int:
    """Which uncertainty applies: the printed one first, else the chosen assumption where it has what it needs."""
    if decision.model is UncertaintyModel.NONE:
        return SourceCode.NONE
    if observation.u is not None and observation.u > 0 and math.isfinite(observation.u):
        return SourceCode.PRINTED
    assert observation.high is not None
    assert observation.low is not None
    at = observation.low if math.isinf(observation.high) else observation.high
    if decision.model is UncertaintyModel.PRINTED or not at > 0:
        return SourceCode.NONE
    if observation.count:
        return SourceCode.COUNT
    if decision.model is UncertaintyModel.FIXED:
        return SourceCode.FIXED
    factor = observation.mass_fraction_factor
    return SourceCode.HORWITZ if factor is not None and factor > 0 else SourceCode.NONE


def _standard_uncertainty(x: float, observation: Observation, decision: Decision, source: int) -> float:
    """u at the amount x, in its unit; 0 where a relative uncertainty meets an amount of zero."""
    if source == SourceCode.PRINTED:
        assert observation.u is not None
        return observation.u
    if not x > 0 or math.isinf(x) or source == SourceCode.NONE:
        return 0.0
    if source == SourceCode.HORWITZ:
        assert observation.mass_fraction_factor is not None
        return x * horwitz_rsd(x * observation.mass_fraction_factor)
    if source == SourceCode.FIXED:
        return x * decision.fixed_rsd
    return x * math.log(10) * COUNT_LOG10_SD


def _probability(x: float, observation: Observation, requirement: Requirement, decision: Decision, source: int, *, at_top: bool) -> float:
    """P(requirement met) where x is the result.

    Normal about x up to an RSD of 15 %; log-normal above, with median x and log standard deviation sqrt(ln(1 + RSD²)), so that
    a result at the limit has P = 0.5; counts on the log10 scale about log10 x.
    """
    u = _standard_uncertainty(x, observation, decision, source)
    if u == 0 or math.isinf(x):
        return float(_meets(x, requirement, below=observation.censored and at_top))
    logarithmic = source == SourceCode.COUNT or (x > 0 and u / x > LOGNORMAL_ABOVE_RSD)
    sigma = math.log(10) * COUNT_LOG10_SD if source == SourceCode.COUNT else math.sqrt(math.log1p((u / x) ** 2)) if logarithmic else u

    def below(bound: float) -> float:
        if logarithmic:
            return _phi(math.log(bound / x) / sigma) if bound > 0 else 0.0
        return _phi((bound - x) / sigma)

    upper = 1.0 if requirement.upper is None or math.isnan(requirement.upper) else below(requirement.upper)
    lower = 0.0 if requirement.lower is None or math.isnan(requirement.lower) else below(requirement.lower)
    return max(0.0, upper - lower)


def _accepts(x: float, observation: Observation, requirement: Requirement, decision: Decision, source: int, *, at_top: bool) -> bool:
    guard = 2 * decision.guard_band * _standard_uncertainty(x, observation, decision, source) if decision.guard_band else 0.0
    narrowed = Requirement(
        None if requirement.lower is None else requirement.lower + guard,
        None if requirement.upper is None else requirement.upper - guard,
        requirement.lower_strict,
        requirement.upper_strict,
    )
    return _meets(x, narrowed, below=observation.censored and at_top)


def _meets(x: float, requirement: Requirement, *, below: bool) -> bool:
    """Whether the number meets the bounds; `below`: the amount is under x, so a strict bound at x is met."""
    lower, upper = requirement.lower, requirement.upper
    if upper is not None and not math.isnan(upper):
        equal = math.isclose(x, upper, rel_tol=SAME)
        if not (equal and (below or not requirement.upper_strict)) and (equal or x > upper):
            return False
    if lower is not None and not math.isnan(lower):
        equal = math.isclose(x, lower, rel_tol=SAME)
        if (equal and requirement.lower_strict) or (not equal and x < lower):
            return False
    return True


def _graded(p: float, decision: Decision) -> Verdict:
    if p >= decision.conforms:
        return Verdict.CONFORMS
    if p >= decision.probably_conforms:
        return Verdict.PROBABLY_CONFORMS
    if p <= 1 - decision.conforms:
        return Verdict.DOES_NOT_CONFORM
    if p <= 1 - decision.probably_conforms:
        return Verdict.PROBABLY_DOES_NOT_CONFORM
    return Verdict.CANNOT_DECIDE


def _phi(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))
