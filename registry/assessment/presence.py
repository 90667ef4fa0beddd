"""Organisms that must be absent from a stated test portion.

"Absent" means something only with its portion: absence in 10 g says nothing about 25 g, absence in 25 g includes 10 g.
A count speaks to the same rule, because one organism in m grams is 1/m per gram.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from registry.assessment.conformity import Conformity, Verdict
from registry.model.measurement import CENSORED, Qualifier

_PORTION: Final = re.compile(r"(?<![\d.,])(\d{1,4}(?:[.,]\d+)?)\s*(g|mg|kg)\b", re.IGNORECASE)
_GRAMS: Final = {"g": Decimal(1), "mg": Decimal("0.001"), "kg": Decimal(1000)}


def portion_in_grams(text: str | None) -> float | None:
    """The test portion that a text names ("25 g", "absent in 10 g"), in grams; None where it names none or a volume."""
    found = _PORTION.search(text or "")
    if found is None:
        return None
    grams = Decimal(found[1].replace(",", ".")) * _GRAMS[found[2].lower()]
    return float(grams) if grams > 0 else None


@dataclass(frozen=True, slots=True)
class AbsenceRule:
    """Absent in `portion_g` grams; None where the rule prints no portion."""

    portion_g: float | None


def judge_absence(qualifier: str, portion_g: float | None, count: tuple[float, float] | None, rule: AbsenceRule) -> Conformity:
    """Within, outside, "cannot decide" or "not evaluated": a presence test has no probability.

    `portion_g` is the portion the laboratory tested, `count` the interval of a count per gram where the organism was counted
    instead. "Not detected" from a presence test is read as absent. An organism found is outside whatever the portion.
    """
    if qualifier in (Qualifier.PRESENT, Qualifier.FAIL) or (count is not None and count[0] > 0):
        tested = f" in {portion_g:g} g" if portion_g and count is None else ""
        return _said(Verdict.OUTSIDE, f"The organism was found{tested}; the rule asks for absence{_asked(rule)}.")
    if qualifier in (Qualifier.NOT_TESTED, Qualifier.NOT_REPORTED, Qualifier.ILLEGIBLE):
        return _said(Verdict.NOT_EVALUATED, "The organism was not tested for, or the result cannot be read.")
    if count is not None and qualifier in CENSORED:
        return _said(Verdict.CANNOT_DECIDE, f"A count below its limit does not show absence{_asked(rule)}.")
    if qualifier not in (Qualifier.ABSENT, Qualifier.ND, Qualifier.PASS):
        return _said(Verdict.NOT_EVALUATED, "The result neither says absent nor present.")
    if rule.portion_g is None:
        return _said(Verdict.WITHIN, "Reported absent; the rule prints no test portion.")
    if portion_g is None:
        return _said(Verdict.CANNOT_DECIDE, f"Reported absent without a test portion; the rule asks for absence{_asked(rule)}.")
    if portion_g < rule.portion_g:
        return _said(Verdict.CANNOT_DECIDE, f"Absent in {portion_g:g} g is less than the rule asks: absence{_asked(rule)}.")
    return _said(Verdict.WITHIN, f"Absent in {portion_g:g} g; the rule asks for absence{_asked(rule)}.")


def _asked(rule: AbsenceRule) -> str:
    return "" if rule.portion_g is None else f" in {rule.portion_g:g} g"


def _said(verdict: Verdict, reason: str) -> Conformity:
    return Conformity(verdict, None, None, "none", reason)
