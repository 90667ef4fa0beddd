"""Reasons to look at a row again: analyte unknown, unit missing, characters doubtful, LOQ above the limit, a repeat that disagrees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from registry.errors import UnknownUnitError
from registry.model.analytes import name_key
from registry.model.certificate import Panel, Result
from registry.model.findings import Finding
from registry.model.measurement import Measurement, Qualifier
from registry.model.units import parse_unit
from registry.reading.panels import is_of_other_family

DOUBTFUL_CHARACTERS = 0.8
"""A value of lower confidence from a picture is shown to the reviewer first."""
_COUNTED = (Qualifier.EQ, Qualifier.LT, Qualifier.GT)
_WITHOUT_UNIT = (Panel.WATER_ACTIVITY, Panel.OTHER)


def doubts_about(results: Sequence[Result]) -> tuple[Finding, ...]:
    """The findings on the rows themselves, in their order."""
    return tuple(finding for result in results for finding in _of_row(result)) + tuple(_repeats(results))


def _of_row(result: Result) -> Iterator[Finding]:
    if result.analyte_key is None and result.panel in (Panel.POTENCY, Panel.OTHER) and not is_of_other_family(result.analyte):
        yield _finding("analyte-unknown", result)
    for measurement in result.measurements:
        yield from _of_measurement(result, measurement)
    loq, limit = result.loq, result.limit
    if loq and limit and loq.unit == limit.unit and loq.value > limit.value:
        yield _finding("loq-above-limit", result, loq=_said(loq.text, loq.unit), limit=_said(limit.text, limit.unit))


def _of_measurement(result: Result, measurement: Measurement) -> Iterator[Finding]:
    if measurement.qualifier in _COUNTED and measurement.unit is None and result.panel not in _WITHOUT_UNIT:
        yield _finding("unit-missing", result, measurement)
    if measurement.unit is not None and measurement.qualifier in _COUNTED and not _is_known(measurement.unit):
        yield _finding("unit-unknown", result, measurement, unit=measurement.unit)
    if measurement.approximate:
        yield _finding("value-approximate", result, measurement, text=measurement.text)
    if (measurement.confidence or 1.0) < DOUBTFUL_CHARACTERS:
        yield _finding("value-uncertain", result, measurement, text=measurement.text)


def _is_known(unit: str) -> bool:
    try:
        parse_unit(unit)
    except UnknownUnitError:
        return False
    return True


def _repeats(results: Sequence[Result]) -> Iterator[Finding]:
    """Rows of one panel and one name whose numbers in one unit and by one mass differ."""
    seen: dict[tuple[Panel, str, str | None, bool, str | None], tuple[Result, Measurement]] = {}
    for result in results:
        for measurement in result.measurements:
            if measurement.qualifier not in _COUNTED:
                continue
            key = (result.panel, name_key(result.analyte), measurement.unit, measurement.dry_weight, measurement.time_point)
            first, before = seen.setdefault(key, (result, measurement))
            if first is not result and before.value != measurement.value:
                yield _finding("row-repeated", result, measurement, text=before.text, other=measurement.text)


def _said(text: str, unit: str | None) -> str:
    return f"{text} {unit}" if unit and unit not in text else text


def _finding(code: str, result: Result, measurement: Measurement | None = None, **details: str) -> Finding:
    place = measurement.evidence if measurement else result.evidence
    return Finding(code=code, details={"analyte": result.analyte, **details}, page=result.page, evidence=place)
