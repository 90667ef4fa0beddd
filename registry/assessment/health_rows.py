"""What the rows of a certificate leave open: bounds, portions, uncertainties, methods and masses that are not stated."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

from registry.assessment.laid_out import BOUNDED_BY_TOTAL
from registry.errors import UnknownUnitError
from registry.model.certificate import DraftCertificate, Result
from registry.model.findings import Finding
from registry.model.measurement import UNQUANTIFIED, Measurement, Qualifier, Quantity
from registry.model.units import Basis, Unit, parse_unit

CLOSE_TO_LIMIT = Decimal("0.1")
"""A printed verdict within this share of its limit depends on the uncertainty."""
_ROUND_FROM = 8
_ROUND_SHARE = 0.8


def row_findings(draft: DraftCertificate) -> Iterator[Finding]:
    """What the rows leave open, beyond what `model.checks` notices: in the order of the rows, then panel by panel."""
    for result in draft.results:
        for measurement in result.bounded:
            yield from _no_amount(result, measurement)
        yield from _close_to_limit(result)
        yield from _no_portion(result)
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


def _no_amount(result: Result, measurement: Measurement) -> Iterator[Finding]:
    """Numbers that are none: below the limit of detection, or zero."""
    lod, value = amount(measurement.lod, measurement.unit), _measured(measurement)
    if value is None:
        return
    if value[0] == 0 and value[1] in (Basis.MASS_FRACTION, Basis.PER_VOLUME, Basis.PER_SERVING, Basis.PER_UNIT):
        yield _found(result, "zero-result", text=measurement.text)
    elif lod and lod[1] is value[1] and 0 < value[0] < lod[0]:
        yield _found(result, "value-below-lod", text=measurement.text, lod=_shown(measurement.lod))


def _close_to_limit(result: Result) -> Iterator[Finding]:
    """A printed verdict so close to the limit that it depends on an uncertainty nobody states."""
    if result.status is None or result.limit is None:
        return
    for _, measurement in result.latest:
        value, limit = _measured(measurement), amount(result.limit, measurement.unit)
        if value is None or limit is None or value[1] is not limit[1]:
            continue
        if abs(value[0] - limit[0]) <= CLOSE_TO_LIMIT * limit[0] and not (measurement.uncertainty or result.uncertainty):
            shown = {"status": result.status, "text": measurement.text, "limit": result.limit_text or _shown(result.limit)}
            yield _found(result, "uncertainty-missing", **shown)
        return


def _no_portion(result: Result) -> Iterator[Finding]:
    for measurement in result.measurements:
        if measurement.qualifier is Qualifier.ABSENT and not measurement.test_portion and not re.search(r"\d", result.limit_text or ""):
            yield _found(result, "portion-missing")
            return


# --- rows beside each other ---------------------------------------------------------------------------------------


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
    return measurement.qualifier in UNQUANTIFIED and interval is not None and interval.high is None


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
