"""Measurement: one printed result, and the interval it stands for.

A non-detect is a bound, never a number: nothing is substituted for it. The grammar that reads printed text is
`registry.model.printed`; its names are offered here too.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from registry.errors import NumberFormatError, UnknownUnitError
from registry.model.evidence import Evidence, Record
from registry.model.printed import ParsedLimit, Printed, guess_decimal_comma, parse_limit, parse_printed
from registry.model.result_words import Qualifier
from registry.model.units import Basis, Unit, parse_unit

__all__ = [
    "CENSORED",
    "Interval",
    "Measurement",
    "ParsedLimit",
    "Printed",
    "Qualifier",
    "Quantity",
    "Uncertainty",
    "guess_decimal_comma",
    "parse_limit",
    "parse_printed",
    "parse_quantity",
]

UNQUANTIFIED = frozenset({Qualifier.LT_LOQ, Qualifier.LT_LOD, Qualifier.ND})
"""Below a limit of detection or quantification, as words say: the limit itself is printed elsewhere."""
CENSORED = UNQUANTIFIED | {Qualifier.LT}
"""Left-censored: the amount lies below a bound."""


class Quantity(Record):
    """A number with its unit as printed; exact digits. `evidence` and `confidence` where it was read."""

    value: Decimal
    unit: str | None = None
    text: str = ""
    evidence: Evidence | None = None
    confidence: float | None = None

    @property
    def printed(self) -> str:
        """The number and its unit as printed, the unit once where the text holds it already."""
        number, unit = self.text or f"{self.value:f}", self.unit or ""
        return number if unit in number else f"{number} {unit}"


class Uncertainty(Quantity):
    """Expanded uncertainty as printed; `k` is the coverage factor, None where not printed."""

    k: Decimal | None = None


def parse_quantity(text: str, unit: str | None = None, decimal_comma: bool | None = None) -> Quantity:
    """The plain number that `text` prints, with the unit that follows it or else `unit` (a column's).

    Raises NumberFormatError on text that is no plain number (a non-detect, a limit, words).
    """
    printed = parse_printed(text, decimal_comma=decimal_comma)
    if printed.qualifier is not Qualifier.EQ or printed.value is None:
        raise NumberFormatError(
            f"The text {text!r} is a result in words or a bound, not a plain number.", next_step="Enter the number as printed."
        )
    return Quantity(value=printed.value, unit=printed.unit_text or unit, text=text)


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the true amount lies, in the canonical unit of `basis`. `high` None is unbounded above."""

    low: Decimal
    high: Decimal | None
    basis: Basis

    @property
    def exact(self) -> bool:
        return self.high is not None and self.low == self.high


_ZERO = Decimal(0)
_LARGEST_LOGARITHM = 20
"""A gram holds fewer than 10^20 organisms: a larger number is no logarithm of a count."""


class Measurement(Record):
    """One printed result of one analyte in one unit.

    `value` is the number printed (for `<0.5` it is 0.5), None where none is printed; with RANGE it is the lower number and
    `value_high` the upper one. `lod` and `loq` stand here only where they are given in a unit of the same basis.
    `confidence` (0..1) is the reader's, None for a person's entry.
    """

    text: str
    qualifier: Qualifier
    value: Decimal | None = None
    value_high: Decimal | None = None
    unit: str | None = None
    lod: Quantity | None = None
    loq: Quantity | None = None
    uncertainty: Uncertainty | None = None
    test_portion: str | None = None
    """E.g. ``25 g`` for "absent in 25 g"."""
    dry_weight: bool = False
    """Counted by the mass of the dried sample, where heading or name say so and the unit does not."""
    approximate: bool = False
    """Printed as about so much: "~0.5", "ca. 12"."""
    time_point: str | None = None
    """At which time the kept sample was tested, as printed ("12 M"), where its row holds a value for each of several times."""
    evidence: Evidence | None = None
    confidence: float | None = None

    @property
    def known_unit(self) -> Unit | None:
        """The unit, or None where none is printed or the unit table does not know it."""
        unit = _known_unit(self.unit)
        return unit.for_dried() if unit is not None and self.dry_weight else unit

    def interval(self, *, liquid: bool = False, separate_nd: bool = False) -> Interval | None:
        """Where the true amount lies, in the canonical unit of the unit's own basis; None where the result is no amount.

        `liquid` gives a bare %, ppm or ppb an unknown basis. `separate_nd` says that the certificate has a token of its own
        for "not detected", so that its "<LOQ" lies above the LOD (`DraftCertificate.separates_nd`).
        A number without a known unit has the basis UNKNOWN and its printed digits. Absent, present, pass, fail, not tested,
        not reported and illegible are no amounts, and neither is "not detected" of a presence test or in a test portion.
        """
        unit = self.known_unit
        if unit is not None and liquid:
            unit = unit.for_liquid()
        bounds = self._bounds(unit, separate_nd=separate_nd)
        if bounds is None or (unit is not None and unit.basis is Basis.PRESENCE):
            return None
        return Interval(bounds[0], bounds[1], unit.basis if unit else Basis.UNKNOWN)

    def _bounds(self, unit: Unit | None, *, separate_nd: bool) -> tuple[Decimal, Decimal | None] | None:
        value = _amount(self.value, unit)
        lod, loq = self._limit(self.lod, unit), self._limit(self.loq, unit)
        match self.qualifier:
            case Qualifier.EQ:
                return None if value is None else (value, value)
            case Qualifier.RANGE:
                return None if value is None else (value, _amount(self.value_high, unit))
            case Qualifier.LT:
                return _ZERO, _first(value, loq)
            case Qualifier.LT_LOQ:
                top = _first(value, loq)
                seen = separate_nd and lod is not None and (top is None or lod <= top)
                return (lod if seen and lod is not None else _ZERO), top
            case Qualifier.LT_LOD:
                return _ZERO, _first(value, lod, loq)
            case Qualifier.ND:
                return None if self.test_portion else (_ZERO, _first(value, lod, loq))
            case Qualifier.GT:
                return None if value is None else (value, None)
            case Qualifier.TNTC:
                return _first(value, loq, _ZERO) or _ZERO, None
            case _:
                return None

    def _limit(self, limit: Quantity | None, unit: Unit | None) -> Decimal | None:
        """A LOD or LOQ in the canonical unit; None where it is of another basis. Without a unit it has the result's own."""
        if limit is None:
            return None
        if limit.unit is None or limit.unit == self.unit:
            return _amount(limit.value, unit)
        own = _known_unit(limit.unit)
        if own is None or unit is None:
            return None
        if own.ambiguous and unit.basis is Basis.UNKNOWN:
            own = own.for_liquid()
            return limit.value if own.symbol == unit.symbol else None
        return _amount(limit.value, own) if own.basis is unit.basis and unit.basis is not Basis.UNKNOWN else None


def _known_unit(text: str | None) -> Unit | None:
    try:
        return parse_unit(text) if text else None
    except UnknownUnitError:
        return None


def _amount(value: Decimal | None, unit: Unit | None) -> Decimal | None:
    if value is None or unit is None:
        return value
    if unit.log10 and abs(value) > _LARGEST_LOGARITHM:
        return None
    return unit.amount(value)


def _first(*amounts: Decimal | None) -> Decimal | None:
    return next((a for a in amounts if a is not None), None)
