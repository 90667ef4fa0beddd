"""Printed text -> Measurement, and the interval it stands for. The one number grammar lives here.

A non-detect is a bound, never a number: nothing is substituted for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from registry.model.evidence import Evidence, Record
from registry.model.units import Basis


class Qualifier(StrEnum):
    """What kind of statement a printed result is."""

    EQ = "eq"
    LT = "lt"
    """Below the number printed with it."""
    LT_LOQ = "lt_loq"
    LT_LOD = "lt_lod"
    ND = "nd"
    GT = "gt"
    TNTC = "tntc"
    """Too numerous to count, or above the range."""
    ABSENT = "absent"
    PRESENT = "present"
    PASS = "pass"
    FAIL = "fail"
    NOT_TESTED = "not_tested"
    NOT_REPORTED = "not_reported"
    ILLEGIBLE = "illegible"


CENSORED = frozenset({Qualifier.LT, Qualifier.LT_LOQ, Qualifier.LT_LOD, Qualifier.ND})
"""Left-censored: the amount lies below a bound."""


class Quantity(Record):
    """A number with its unit as printed; exact digits. `evidence` and `confidence` where it was read."""

    value: Decimal
    unit: str | None = None
    text: str = ""
    evidence: Evidence | None = None
    confidence: float | None = None


class Uncertainty(Quantity):
    """Expanded uncertainty as printed; `k` is the coverage factor, None where not printed."""

    k: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the true amount lies, in the canonical unit of `basis`. `high` None is unbounded above."""

    low: Decimal
    high: Decimal | None
    basis: Basis

    @property
    def exact(self) -> bool:
        return self.high is not None and self.low == self.high


class Measurement(Record):
    """One printed result of one analyte in one unit.

    `value` is the number printed (for `<0.5` it is 0.5), None where none is printed. `lod` and `loq` stand here only
    where they are given in a unit of the same basis. `confidence` (0..1) is the reader's, None for a person's entry.
    """

    text: str
    qualifier: Qualifier
    value: Decimal | None = None
    unit: str | None = None
    lod: Quantity | None = None
    loq: Quantity | None = None
    uncertainty: Uncertainty | None = None
    test_portion: str | None = None
    """E.g. ``25 g`` for "absent in 25 g"."""
    evidence: Evidence | None = None
    confidence: float | None = None
