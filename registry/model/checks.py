"""What one certificate tells about itself: findings from its own fields and figures, without any other certificate or rule.

A check compares what is printed with what is printed, and says what does not fit. It never says why: a missed column, another basis
and a misprint look the same from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations, pairwise
from typing import Final

from registry.errors import BasisError, NumberFormatError
from registry.model.analytes import load_catalogue
from registry.model.crossing import PackFacts, convert
from registry.model.draft import Dates, DraftCertificate, Panel, ReadDate, Result
from registry.model.evidence import Evidence
from registry.model.findings import Finding
from registry.model.laboratory import load_laboratories
from registry.model.measurement import Interval, Measurement, Qualifier, Quantity, guess_decimal_comma, parse_limit, parse_printed
from registry.model.salts import salts
from registry.model.units import COUNTS, Basis

_ZERO: Final = Decimal(0)
_ROUNDING: Final = Decimal("0.005")
"""Share by which two figures of one certificate may differ through rounding on the way."""
_CROSSING: Final = Decimal("0.02")
"""The same where a mass or a density of few digits stands between them."""
_COUNT_FACTOR: Final = 2
"""Pharmacopoeias read a limit of 10^3 as at most 2 000 colonies, so a pass up to twice the printed limit is no contradiction."""
_SUMS: Final = {
    "aflatoxins_total": ("aflatoxin_b1", "aflatoxin_b2", "aflatoxin_g1", "aflatoxin_g2"),
    "pah4": ("benzo_a_pyrene", "benz_a_anthracene", "benzo_b_fluoranthene", "chrysene"),
}
_TOTAL_ALKALOIDS: Final = "total_mitragyna_alkaloids"
_NO_ALKALOIDS: Final = ("derived:", "total_kavalactones", "flavokawain_c", _TOTAL_ALKALOIDS)
_SAME_TO_GAS_CHROMATOGRAPHY: Final = {
    "7oh": "mitragynine pseudoindoxyl",
    "mitragynine_pseudoindoxyl": "7-hydroxymitragynine",
    "mgm15": "mitragynine",
}
"""Isobars, and one that reverts in the inlet: CFSRE monographs, as quoted at https://github.com/quitting7oh/quitting7oh.org
(src/content/compounds/mgm15.md)."""
_WITHOUT_UNIT: Final = frozenset({Panel.WATER_ACTIVITY, Panel.FOREIGN_MATTER})


def noticed(draft: DraftCertificate, today: date) -> tuple[Finding, ...]:
    """Everything that does not fit within `draft`, head first, then its rows in order; `today` is the day of reading."""
    return (
        *_head(draft),
        *_dates(draft.dates, today),
        *_units(draft),
        *_ambiguous(draft),
        *(finding for result in draft.results for finding in _row(draft, result)),
        *_repeated(draft),
        *_totals(draft),
    )


# --- head ---------------------------------------------------------------------------------------------------------------------------


def _head(draft: DraftCertificate) -> Iterator[Finding]:
    if draft.lab is None:
        yield Finding(code="lab-missing")
    elif not draft.specimen and load_laboratories().match(draft.lab.text) is None:
        yield _finding("lab-unknown", draft.lab.evidence, lab=draft.lab.text)
    if draft.accreditation is None:
        yield Finding(code="accreditation-missing")
    if draft.report_id is None and draft.sample_id is None:
        yield Finding(code="report-id-missing")
    if draft.lot is None and not any(finding.code == "lot-blank" for finding in draft.findings):
        yield Finding(code="lot-blank")


def _dates(dates: Dates, today: date) -> Iterator[Finding]:
    named = [(name, getattr(dates, name)) for name in Dates.model_fields]
    known: list[tuple[str, ReadDate, date]] = [(name, read, read.value) for name, read in named if read is not None and read.value]
    for name, read, day in known:
        if day > today:
            yield _finding("date-future", read.evidence, field=name, date=day.isoformat())
    for (earlier, first, day), (later, _, next_day) in pairwise(known):
        if day > next_day:
            order = {"earlier_field": earlier, "earlier": day.isoformat(), "later_field": later, "later": next_day.isoformat()}
            yield _finding("date-order", first.evidence, **order)


# --- units and numbers as printed ---------------------------------------------------------------------------------------------------


def _units(draft: DraftCertificate) -> Iterator[Finding]:
    """One finding for each unit that cannot be used, on the first row that prints it."""
    told: set[str | None] = set()
    for result, measurement in _measurements(draft):
        unit = measurement.known_unit
        numeric = measurement.value is not None and measurement.qualifier in (Qualifier.EQ, Qualifier.LT, Qualifier.GT)
        if measurement.unit in told or not numeric:
            continue
        code = None
        if not measurement.unit:
            code = None if result.panel in _WITHOUT_UNIT else "unit-missing"
        elif unit is None:
            code = "unit-unknown"
        elif unit.basis is Basis.UNKNOWN:
            code = "basis-unknown"
        if code:
            told.add(measurement.unit)
            yield _finding(code, measurement.evidence, analyte=result.analyte, unit=measurement.unit or "")


def _ambiguous(draft: DraftCertificate) -> Iterator[Finding]:
    comma = guess_decimal_comma(measurement.text for _, measurement in _measurements(draft))
    for result, measurement in _measurements(draft):
        if measurement.confidence is None or measurement.value is None:
            continue  # a person's entry is settled
        try:
            doubtful = parse_printed(measurement.text, decimal_comma=comma).ambiguous
        except NumberFormatError:
            continue
        if doubtful:
            taken = f"{measurement.value:f}"
            yield _finding("number-ambiguous", measurement.evidence, text=measurement.text, analyte=result.analyte, reading=taken)


def _measurements(draft: DraftCertificate) -> Iterator[tuple[Result, Measurement]]:
    return ((result, measurement) for result in draft.results for measurement in result.measurements)


# --- one row ------------------------------------------------------------------------------------------------------------------------


def _row(draft: DraftCertificate, result: Result) -> Iterator[Finding]:
    if result.analyte_key is None:
        yield _finding("analyte-unknown", result.evidence, analyte=result.analyte)
    other = _SAME_TO_GAS_CHROMATOGRAPHY.get(result.analyte_key or "")
    if other and re.search(r"\bGC\b", result.method or "") and not re.search(r"\bU?H?P?LC\b", result.method or ""):
        yield _finding("method-unfit", result.evidence, analyte=result.analyte, method=result.method or "", other=other)
    for measurement in result.bounded:
        yield from _limits_of_detection(result, measurement)
        yield from _possible(draft, result, measurement)
    for _, measurement in result.latest:
        yield from _against_limit(result, measurement)
    yield from _two_units(draft, result)


def _limits_of_detection(result: Result, measurement: Measurement) -> Iterator[Finding]:
    lod, loq = _amount(measurement.lod, measurement), _amount(measurement.loq, measurement)
    if lod is not None and loq is not None and lod > loq:
        yield _finding(
            "lod-above-loq", measurement.evidence, analyte=result.analyte, lod=_said(measurement.lod), loq=_said(measurement.loq)
        )
    value = measurement.interval()
    if measurement.qualifier is Qualifier.EQ and value and loq is not None and value.low < loq:
        yield _finding(
            "value-between-lod-loq", measurement.evidence, analyte=result.analyte, text=measurement.text, loq=_said(measurement.loq)
        )


def _against_limit(result: Result, measurement: Measurement) -> Iterator[Finding]:
    limit, loq, value = _amount(result.limit, measurement), _amount(measurement.loq, measurement), measurement.interval()
    if limit is None or result.limit is None or not _is_upper(result):
        return
    if loq is not None and loq > limit > 0:  # a limit of zero says "none may be found", which no method can show
        details = {"analyte": result.analyte, "loq": _said(measurement.loq), "limit": _said(result.limit)}
        yield _finding("loq-above-limit", measurement.evidence, **details)
    if value is None or result.status is None:
        return
    highest = limit * _COUNT_FACTOR if value.basis in COUNTS else limit
    passed_above = result.status == "pass" and _rounded(value.low, limit) > highest
    failed_within = result.status == "fail" and value.high is not None and value.high <= limit and _rounded(value.high, limit) <= limit
    if passed_above or failed_within:
        details = {"analyte": result.analyte, "status": result.status, "text": _shown(measurement), "limit": _said(result.limit)}
        yield _finding("status-contradicts-value", measurement.evidence, **details)


def _is_upper(result: Result) -> bool:
    """Whether the limit is one that must not be exceeded."""
    try:
        limit = parse_limit(result.limit_text) if result.limit_text else None
    except NumberFormatError:
        return True
    return limit is None or (limit.minimum is None and limit.comparator not in (">", ">="))


def _rounded(value: Decimal, limit: Decimal) -> Decimal:
    """`value` with the limit's digits: 0.204 keeps a limit of 0.2 where the rule rounds."""
    exponent = limit.as_tuple().exponent
    return value.quantize(limit, ROUND_HALF_UP) if isinstance(exponent, int) and exponent > -20 and abs(value) < 10**7 else value


def _possible(draft: DraftCertificate, result: Result, measurement: Measurement) -> Iterator[Finding]:
    value = measurement.interval()
    detail = None
    if value is None:
        return
    if value.low < 0:
        detail = "an amount is never below zero"
    elif value.basis in (Basis.MASS_FRACTION, Basis.MASS_FRACTION_DRY) and value.low > 1000:
        detail = "more than the whole sample"
    elif result.panel is Panel.WATER_ACTIVITY and value.basis is Basis.PURE_NUMBER and value.low > 1:
        detail = "water activity never exceeds 1"
    elif value.basis is Basis.PER_UNIT and (mass := _facts(draft).unit_mass_g) and value.low > mass * 1000:
        detail = f"more than the {mass} g of one unit"
    if detail:
        details = {"analyte": result.analyte, "text": measurement.text, "unit": measurement.unit or "", "detail": detail}
        yield _finding("value-doubtful", measurement.evidence, **details)


def _two_units(draft: DraftCertificate, result: Result) -> Iterator[Finding]:
    facts, liquid = _facts(draft), draft.density is not None
    for one, other in combinations([m for m in result.measurements if m.qualifier is Qualifier.EQ], 2):
        if one.time_point != other.time_point:
            continue  # what was measured months later may differ
        first, second = one.interval(liquid=liquid), other.interval(liquid=liquid)
        if first is None or second is None or Basis.UNKNOWN in (first.basis, second.basis):
            continue
        try:
            crossed = convert(second.low, second.basis, first.basis, facts)
            step = convert(_step(other), second.basis, first.basis, facts)
        except BasisError:
            continue
        share = _ROUNDING if first.basis is second.basis else _CROSSING
        if abs(first.low - crossed) > _step(one) + step + share * max(abs(first.low), abs(crossed)):
            yield _finding("percent-mg-mismatch", one.evidence, analyte=result.analyte, text=_shown(one), other=_shown(other))


# --- rows together ------------------------------------------------------------------------------------------------------------------


def _repeated(draft: DraftCertificate) -> Iterator[Finding]:
    """Two rows of one analyte in one unit and by one mass, by one method, that cannot both be true."""
    seen: dict[tuple[str, str, str, bool, str | None], Measurement] = {}
    for result in draft.results:
        for measurement in result.bounded:
            key = (result.analyte_key or "", measurement.unit or "", result.method or "", measurement.dry_weight, measurement.time_point)
            value = measurement.interval()
            if not result.analyte_key or value is None:
                continue
            earlier = seen.setdefault(key, measurement)
            if earlier is not measurement and _apart(earlier.interval(), value):
                details = {"analyte": result.analyte, "text": _shown(earlier), "other": _shown(measurement)}
                yield _finding("row-repeated", measurement.evidence, **details)


def _apart(one: Interval | None, other: Interval) -> bool:
    if one is None:
        return False
    return (one.high is not None and one.high < other.low) or (other.high is not None and other.high < one.low)


def _totals(draft: DraftCertificate) -> Iterator[Finding]:
    for result in draft.results:
        for total in result.bounded:
            parts = list(_parts(draft, result, total))
            value = total.interval()
            if len(parts) < 2 or value is None or total.qualifier is not Qualifier.EQ:
                continue
            low, high = _summed(parts)
            slack = _step(total) * (len(parts) + 1) + _ROUNDING * value.low
            if value.low < low - slack or (high is not None and value.low > high + slack):
                said = " to ".join(dict.fromkeys((_in_unit(low, total), "any amount" if high is None else _in_unit(high, total))))
                yield _finding("total-mismatch", total.evidence, analyte=result.analyte, text=_shown(total), sum=said)


def _parts(draft: DraftCertificate, total: Result, measurement: Measurement) -> Iterator[Interval]:
    """The intervals, in the total's unit, of the rows that it adds up."""
    named = _SUMS.get(total.analyte_key or "")
    for result in draft.results:
        if result is total or result.panel is not total.panel:
            continue
        alkaloid = total.analyte_key == _TOTAL_ALKALOIDS and _is_alkaloid(result)
        if alkaloid or (named and result.analyte_key in named):
            same = next((m for m in result.bounded if _counted(m) == _counted(measurement)), None)
            interval = same.interval() if same else None
            if interval is not None:
                yield Interval(_ZERO, interval.high, interval.basis) if result.analyte_key is None else interval


def _counted(measurement: Measurement) -> tuple[str | None, bool, str | None]:
    """In what a measurement is stated, by which mass and of which time: what adds up has these in common."""
    return measurement.unit, measurement.dry_weight, measurement.time_point


def _is_alkaloid(result: Result) -> bool:
    """A single alkaloid, or a row of the potency table whose name the catalogue does not know and which may be one."""
    if result.analyte_key is None:
        return not re.match(r"(?i)\W*(total|sum|celk)", result.analyte)
    single = not result.analyte_key.startswith(_NO_ALKALOIDS) and result.analyte_key not in salts()
    return single and load_catalogue().get(result.analyte_key).panel is Panel.POTENCY


def _summed(parts: Iterable[Interval]) -> tuple[Decimal, Decimal | None]:
    low, high = _ZERO, _ZERO
    unbounded = False
    for part in parts:
        low += part.low
        unbounded |= part.high is None
        high += part.high or _ZERO
    return low, None if unbounded else high


# --- amounts ------------------------------------------------------------------------------------------------------------------------


def _amount(quantity: Quantity | None, measurement: Measurement) -> Decimal | None:
    """A printed quantity in the canonical unit of the measurement's basis; None where it is of another basis."""
    if quantity is None:
        return None
    found = Measurement(text="", qualifier=Qualifier.EQ, value=quantity.value, unit=quantity.unit or measurement.unit).interval()
    unit = measurement.known_unit
    return found.low if found and unit and found.basis is unit.basis and unit.basis is not Basis.UNKNOWN else None


def _step(measurement: Measurement) -> Decimal:
    """Half a unit of the last printed digit, in the canonical unit."""
    exponent = measurement.value.as_tuple().exponent if measurement.value is not None else 0
    digit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2
    unit = measurement.known_unit
    return digit * unit.factor if unit else digit


def _in_unit(amount: Decimal, measurement: Measurement) -> str:
    """A canonical amount in the unit that the measurement prints."""
    unit = measurement.known_unit
    return " ".join(filter(None, (f"{(amount / unit.factor if unit else amount).normalize():f}", measurement.unit)))


def _facts(draft: DraftCertificate) -> PackFacts:
    def grams(quantity: Quantity | None) -> Decimal | None:
        factor = (
            {"g": Decimal(1), "mg": Decimal("0.001"), "kg": Decimal(1000)}.get((quantity.unit or "").strip().lower()) if quantity else None
        )
        return quantity.value * factor if quantity and factor else None

    density = draft.density.value if draft.density else None
    return PackFacts(unit_mass_g=grams(draft.unit_mass), serving_mass_g=grams(draft.serving_mass), density_g_per_ml=density)


def _said(quantity: Quantity | None) -> str:
    if quantity is None:
        return ""
    return " ".join(filter(None, (f"{quantity.value:f}", quantity.unit)))


def _shown(measurement: Measurement) -> str:
    unit = measurement.unit or ""
    return measurement.text if not unit or measurement.text.endswith(unit) else f"{measurement.text} {unit}"


def _finding(code: str, evidence: Evidence | None, **details: str) -> Finding:
    return Finding(code=code, details=details, page=evidence.page if evidence else None, evidence=evidence)
