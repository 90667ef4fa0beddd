"""What the rows of a certificate say of themselves and of each other: limits, units, totals, printed verdicts, methods."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise

from registry.assessment.alkaloids import TOTAL, single_alkaloids
from registry.assessment.judging import BOUNDED_BY_TOTAL
from registry.assessment.sums import MEMBERS
from registry.datafiles import data_path
from registry.errors import UnknownUnitError
from registry.model.certificate import DraftCertificate, Result
from registry.model.findings import Finding
from registry.model.measurement import Measurement, Qualifier, Quantity
from registry.model.units import Basis, Unit, parse_unit

CLOSE_TO_LIMIT = Decimal("0.1")
"""A printed verdict within this share of its limit depends on the uncertainty."""
_ISOBARIC = {"7oh": "mitragynine pseudoindoxyl", "mitragynine_pseudoindoxyl": "7-hydroxymitragynine", "mgm15": "mitragynine"}
"""What gas chromatography cannot tell apart: 7-OH and pseudoindoxyl are isobaric, MGM-15 turns into mitragynine in the inlet."""
_ROUND_FROM = 8
_ROUND_SHARE = 0.8


def row_findings(draft: DraftCertificate) -> Iterator[Finding]:
    """Findings about the rows of a certificate, in the order of its rows."""
    for result in draft.results:
        for measurement in result.bounded:
            yield from _limits_of_detection(result, measurement)
            yield from _impossible(result, measurement)
        yield from _printed_verdict(result)
        yield from _two_units(result)
        yield from _unfit_method(result)
        yield from _no_portion(result)
    yield from _totals(draft)
    yield from _species(draft)
    yield from _by_panel(draft)
    yield from _overall(draft)
    yield from _round_numbers(draft)
    yield from _no_mass(draft)


def amount(quantity: Quantity | None, unit: str | None = None) -> tuple[Decimal, Basis] | None:
    """A quantity in the canonical unit of its basis, with `unit` where it prints none; None where the unit is unknown."""
    known = _unit(quantity.unit or unit) if quantity is not None else None
    return (known.amount(quantity.value), known.basis) if quantity is not None and known is not None else None


def _unit(text: str | None) -> Unit | None:
    try:
        return parse_unit(text) if text else None
    except UnknownUnitError:
        return None


def _measured(measurement: Measurement) -> tuple[Decimal, Basis] | None:
    """A quantified measurement in the canonical unit of its basis."""
    interval = measurement.interval()
    exact = interval is not None and interval.exact and interval.basis is not Basis.UNKNOWN
    return (interval.low, interval.basis) if exact and interval is not None else None


def _found(result: Result, code: str, **details: str) -> Finding:
    return Finding(code=code, details={"analyte": result.analyte} | details, page=result.page, evidence=result.evidence)


def _shown(quantity: Quantity | None) -> str:
    return "" if quantity is None else f"{quantity.text or quantity.value} {quantity.unit or ''}".strip()


# --- one row ------------------------------------------------------------------------------------------------------


def _limits_of_detection(result: Result, measurement: Measurement) -> Iterator[Finding]:
    lod, loq = amount(measurement.lod, measurement.unit), amount(measurement.loq, measurement.unit)
    limit, value = amount(result.limit, measurement.unit), _measured(measurement)
    if lod and loq and lod[1] is loq[1] and lod[0] > loq[0]:
        yield _found(result, "lod-above-loq", lod=_shown(measurement.lod), loq=_shown(measurement.loq))
    if loq and limit and loq[1] is limit[1] and loq[0] > limit[0]:
        yield _found(result, "loq-above-limit", loq=_shown(measurement.loq), limit=result.limit_text or _shown(result.limit))
    if not value or value[0] == 0:
        return
    if lod and lod[1] is value[1] and value[0] < lod[0]:
        yield _found(result, "value-below-lod", text=measurement.text, lod=_shown(measurement.lod))
    elif loq and loq[1] is value[1] and value[0] < loq[0]:
        yield _found(result, "value-between-lod-loq", text=measurement.text, loq=_shown(measurement.loq))


def _impossible(result: Result, measurement: Measurement) -> Iterator[Finding]:
    value = _measured(measurement)
    if value is None:
        return
    unit = measurement.unit or ""
    if value[0] < 0:
        yield _found(result, "value-doubtful", text=measurement.text, unit=unit, detail="an amount below zero")
    elif value[0] == 0 and value[1] in (Basis.MASS_FRACTION, Basis.PER_VOLUME, Basis.PER_SERVING, Basis.PER_UNIT):
        yield _found(result, "zero-result", text=measurement.text)
    elif value[1] is Basis.MASS_FRACTION and value[0] > 1000:
        yield _found(result, "value-doubtful", text=measurement.text, unit=unit, detail="more than the whole sample")


def _printed_verdict(result: Result) -> Iterator[Finding]:
    """The printed verdict beside the value and the limit: contradiction, or too close to be told without an uncertainty."""
    if result.status is None or result.limit is None:
        return
    for measurement in result.bounded:
        value, limit = _measured(measurement), amount(result.limit, measurement.unit)
        if value is None or limit is None or value[1] is not limit[1]:
            continue
        shown = {"status": result.status, "text": measurement.text, "limit": result.limit_text or _shown(result.limit)}
        if (result.status == "pass") == (value[0] > limit[0]) and value[0] != limit[0]:
            yield _found(result, "status-contradicts-value", **shown)
        elif abs(value[0] - limit[0]) <= CLOSE_TO_LIMIT * limit[0] and not (measurement.uncertainty or result.uncertainty):
            yield _found(result, "uncertainty-missing", **shown)
        return


def _two_units(result: Result) -> Iterator[Finding]:
    """One row printed in % and in mg/g must be one amount, to the rounding of both."""
    exact = [(m, value) for m in result.measurements if (value := _measured(m)) and value[1] is Basis.MASS_FRACTION]
    for (first, one), (second, other) in pairwise(exact):
        if first.unit != second.unit and abs(one[0] - other[0]) > _rounding(first) + _rounding(second):
            texts = (f"{m.text} {m.unit or ''}".strip() for m in (first, second))
            yield _found(result, "percent-mg-mismatch", text=next(texts), other=next(texts))


def _rounding(measurement: Measurement) -> Decimal:
    """Half a unit of the last digit printed, in the canonical unit, and a little for a laboratory that cuts instead of rounding."""
    unit = _unit(measurement.unit)
    if unit is None or measurement.value is None:
        return Decimal(0)
    exponent = measurement.value.as_tuple().exponent
    digit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return abs(unit.amount(digit)) * Decimal("1.01")


def _unfit_method(result: Result) -> Iterator[Finding]:
    if result.analyte_key in _ISOBARIC and result.method and _gas_chromatography(result.method):
        yield _found(result, "method-unfit", method=result.method, other=_ISOBARIC[result.analyte_key])


def _gas_chromatography(method: str) -> bool:
    text = method.casefold()
    liquid = re.search(r"\b(hp|up|uhp)?lc\b", text)
    return liquid is None and any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in _gas_words())


@cache
def _gas_words() -> tuple[str, ...]:
    table = tomllib.loads(data_path("vocabulary", "health.toml").read_text(encoding="utf-8"))
    return tuple(table["methods"]["gas_chromatography"])


def _no_portion(result: Result) -> Iterator[Finding]:
    for measurement in result.measurements:
        if measurement.qualifier is Qualifier.ABSENT and not measurement.test_portion and not re.search(r"\d", result.limit_text or ""):
            yield _found(result, "portion-missing")
            return


# --- rows beside each other ---------------------------------------------------------------------------------------


def _totals(draft: DraftCertificate) -> Iterator[Finding]:
    """A printed total against its rows: it may not lie outside what its rows can add up to."""
    members = {TOTAL: single_alkaloids(), **{key: frozenset(names) for key, names in MEMBERS.items()}}
    for total in draft.results:
        if total.analyte_key not in members:
            continue
        rows = [row for row in draft.results if row.analyte_key in members[total.analyte_key]]
        for column, measurement in enumerate(total.measurements):
            value = _measured(measurement)
            if value is None or len(rows) < 2:
                continue
            low, high, slack = _summed(rows, measurement, column)
            if value[0] < low - slack or (high is not None and value[0] > high + slack):
                shown = f"{low}" if high == low else f"{low} to {'any amount' if high is None else high}"
                yield _found(total, "total-mismatch", text=f"{measurement.text} {measurement.unit or ''}".strip(), sum=f"{shown} in mg/g")


def _summed(rows: list[Result], like: Measurement, column: int) -> tuple[Decimal, Decimal | None, Decimal]:
    """Bounds of the sum of the rows in the unit and column of the total, and how far rounding can move it."""
    low, high, slack = Decimal(0), Decimal(0), _rounding(like)
    bounded = True
    for row in rows:
        same = [m for n, m in enumerate(row.bounded) if m.unit == like.unit and (n == column or len(row.measurements) == 1)]
        interval = same[0].interval() if same else None
        if interval is None:
            bounded = False
            continue
        low += interval.low
        high += interval.high or 0
        bounded = bounded and interval.high is not None
        slack += _rounding(same[0])
    return low, high if bounded else None, slack


def _species(draft: DraftCertificate) -> Iterator[Finding]:
    by_key = {result.analyte_key: result for result in draft.results if result.measurements}
    for species, total in BOUNDED_BY_TOTAL.items():
        part, whole = by_key.get(species), by_key.get(total)
        if part is None or whole is None:
            continue
        one, other = _measured(part.measurements[0]), _measured(whole.measurements[0])
        if one and other and one[1] is other[1] and one[0] > other[0]:
            shown = {"text": part.measurements[0].text, "total": whole.analyte, "other": whole.measurements[0].text}
            yield _found(part, "species-above-total", **shown)


def _by_panel(draft: DraftCertificate) -> Iterator[Finding]:
    panels: defaultdict[str, list[Result]] = defaultdict(list)
    for result in draft.results:
        panels[result.panel.value.replace("_", " ")].append(result)
    for panel, rows in panels.items():
        blind = sum(any(_unbounded(m) for m in row.bounded) for row in rows)
        silent = sum(row.status is not None and row.limit is None and not row.limit_text for row in rows)
        place = {"page": rows[0].page}
        if blind:
            yield Finding(code="nd-without-limit", details={"panel": panel, "count": str(blind)}, **place)
        if silent:
            yield Finding(code="verdict-without-limit", details={"panel": panel, "count": str(silent)}, **place)
        if not any(row.method for row in rows):
            yield Finding(code="method-missing", details={"panel": panel}, **place)


def _unbounded(measurement: Measurement) -> bool:
    interval = measurement.interval()
    return measurement.qualifier in (Qualifier.ND, Qualifier.LT_LOD, Qualifier.LT_LOQ) and interval is not None and interval.high is None


def _overall(draft: DraftCertificate) -> Iterator[Finding]:
    if draft.overall_status == "pass" and (failed := next((row for row in draft.results if row.status == "fail"), None)):
        yield _found(failed, "overall-contradicts-rows", status="pass", row_status="fail")


def _round_numbers(draft: DraftCertificate) -> Iterator[Finding]:
    """Many quantified results with one last digit: laboratories that round hard exist, so it is a note."""
    printed = [m.text.strip() for row in draft.results for m in row.measurements[:1] if m.qualifier is Qualifier.EQ and _measured(m)]
    digits = Counter(text[-1] for text in printed if text and text[-1].isdigit())
    if len(printed) < _ROUND_FROM or not digits:
        return
    digit, count = digits.most_common(1)[0]
    if count >= _ROUND_SHARE * len(printed):
        yield Finding(code="too-round", details={"count": str(count), "total": str(len(printed)), "detail": f"last digit {digit}"})


def _no_mass(draft: DraftCertificate) -> Iterator[Finding]:
    bases = {unit.basis for row in draft.results for m in row.measurements if (unit := _unit(m.unit)) is not None}
    for basis, mass, word in ((Basis.PER_SERVING, draft.serving_mass, "serving"), (Basis.PER_UNIT, draft.unit_mass, "unit")):
        if basis in bases and mass is None:
            yield Finding(code="serving-mass-missing", details={"basis": word})
