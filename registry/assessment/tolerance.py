"""Named tolerance rules for a label claim, and what a label could honestly say.

None of the rules is "the" kratom rule; each is shown with its source and what limits it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from scipy.special import stdtrit

from registry.errors import AssessmentError

SUPPORTED_FROM_LOTS: Final = 4
"""Fewer lots say too little to name a label."""
UNITS_PER_FDA_COMPOSITE: Final = 12
_MANY_LOTS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far the measured amount may lie from the claim, as shares of it (None: no bound), both bounds included."""

    key: str
    name: str
    lower: float | None
    upper: float | None
    source: str
    caveat: str = ""

    def __post_init__(self) -> None:
        if self.lower is None and self.upper is None:
            raise AssessmentError(f"The tolerance {self.key!r} has no bound.", next_step="Give it a lower or an upper share of the claim.")

    def sentence(self) -> str:
        return f"{self.name} ({self.source}). {self.caveat}".strip()


TOLERANCES: Final[dict[str, Tolerance]] = {
    tolerance.key: tolerance
    for tolerance in (
        Tolerance(
            "90-110",
            "90 to 110 % of the claim",
            0.9,
            1.1,
            "JAMA cannabidiol label study, PMC5818782; many monographs",
            "An option chosen for comparison: no kratom law sets it.",
        ),
        Tolerance(
            "fda-class-1",
            "At least 100 % of the claim, by analogy with FDA class I (added)",
            1.0,
            None,
            "21 CFR 101.9(g)",
            "An analogy only: FDA holds kratom not lawful as a dietary ingredient, and the rule judges a composite of 12 units, "
            "so one certificate never shows non-compliance.",
        ),
        Tolerance(
            "fda-class-2",
            "At least 80 % of the claim, by analogy with FDA class II (naturally occurring)",
            0.8,
            None,
            "21 CFR 101.9(g)",
            "An analogy only: FDA holds kratom not lawful as a dietary ingredient, and the rule judges a composite of 12 units, "
            "so one certificate never shows non-compliance.",
        ),
    )
}


def tolerance_named(key: str) -> Tolerance:
    """The tolerance rule of that key. Raises AssessmentError naming the keys that exist."""
    try:
        return TOLERANCES[key]
    except KeyError:
        raise AssessmentError(
            f"There is no tolerance rule {key!r}.", next_step=f"Choose one of {', '.join(TOLERANCES)}.", code="tolerance-unknown"
        ) from None


def supported_label(mean: float, sd: float, lots: int, *, units_per_composite: int = 1, k: int = UNITS_PER_FDA_COMPOSITE) -> float | None:
    """The claim that this evidence supports under FDA's class II rule, in the unit of `mean`; None below four lots.

    (mean - t(0.95, n-1) · sqrt(c/k + 1/n) · s) · 5/4 with c units per analysed composite, never more than the mean (that cap is ours:
    *check*) and never below zero. FDA, Guide for Developing and Using Data Bases for Nutrition Labeling (1998), chapter II; its
    broccoli example (protein: mean 4.6003, s 0.6165770, n 12, c 12) gives 4.310.
    """
    if lots < SUPPORTED_FROM_LOTS or not (math.isfinite(mean) and math.isfinite(sd)) or mean <= 0 or sd < 0:
        return None
    predicted = (mean - t_quantile(0.95, lots - 1) * math.sqrt(units_per_composite / k + 1 / lots) * sd) * 5 / 4
    return max(0.0, min(predicted, mean))


def lots_until_settled(mean: float, sd: float, lots: int, tolerance: Tolerance) -> int | None:
    """How many lots in all until the 95 % interval of the mean leaves the nearest tolerance limit, at today's spread.

    The smallest n (at least 2) with t(0.975, n-1) · s / sqrt(n) below the distance; not above `lots` where today's lots already settle it.
    None where there is no spread to go by, or where more than 10 000 would be needed because the mean sits on the limit.
    """
    if lots < 2 or not math.isfinite(mean) or not math.isfinite(sd):
        return None
    distance = min(abs(mean - limit) for limit in (tolerance.lower, tolerance.upper) if limit is not None)

    def settles(n: int) -> bool:
        return t_quantile(0.975, n - 1) * sd / math.sqrt(n) < distance

    if not settles(_MANY_LOTS):
        return None
    low, high = 1, _MANY_LOTS  # the half-width falls with n
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if settles(middle) else (middle, high)
    return high


def t_quantile(p: float, df: float) -> float:
    """Student's t quantile."""
    return float(stdtrit(df, p))
