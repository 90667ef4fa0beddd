"""Where a reading differs from what was set: an empty list is an exact reading."""

from __future__ import annotations

import re
from typing import Any

from registry.errors import UnknownUnitError
from registry.model.units import parse_unit

HEADER = ("lab", "accreditation", "report_id", "sample_id", "product_name", "client", "lot", "matrix", "overall_status")
AMOUNTS = ("lod", "loq", "limit", "uncertainty", "label_claim")


def differences(expected: dict[str, Any], read: dict[str, Any]) -> list[str]:
    """Every header field, row, value, unit, qualifier, limit and status that is not what was set, as one line each."""
    found = [
        f"{name}: set {expected[name]!r}, read {read.get(name)!r}" for name in HEADER if _words(expected[name]) != _words(read.get(name))
    ]
    dates = read.get("dates") or {}
    found += [f"dates.{name}: set {day}, read {dates.get(name)}" for name, day in expected["dates"].items() if dates.get(name) != day]
    return found + _rows(expected["results"], read.get("results") or [])


def _rows(wanted: list[dict[str, Any]], given: list[dict[str, Any]]) -> list[str]:
    left = list(given)
    found: list[str] = []
    for row in wanted:
        twin = next((r for r in left if _words(r["analyte"]) == _words(row["analyte"]) and r["panel"] == row["panel"]), None)
        twin = twin or next((r for r in left if _words(r["analyte"]) == _words(row["analyte"])), None)
        if twin is None:
            found.append(f"row {row['panel']} {row['analyte']!r} not read")
            continue
        left.remove(twin)
        found += [f"{row['analyte']!r}: {said}" for said in _row(row, twin)]
    return found + [f"row {r['panel']} {r['analyte']!r} read, never set: {[v['text'] for v in r['values']]}" for r in left]


def _row(row: dict[str, Any], read: dict[str, Any]) -> list[str]:
    found = [f"{k} set {row[k]!r}, read {read.get(k)!r}" for k in ("panel", "page", "status") if row[k] != read.get(k)]
    wanted, given = [[_value(v) for v in r["values"]] for r in (row, read)]
    if wanted != given:
        found.append(f"values set {wanted}, read {given}")
    found += [f"{kind} set {row.get(kind)}, read {read.get(kind)}" for kind in AMOUNTS if _amount(row.get(kind)) != _amount(read.get(kind))]
    return found


def _value(v: dict[str, Any]) -> tuple[str, float | None, str]:
    """Qualifier, number, unit; the unit of a result in words carries nothing, and a test portion stands in several places."""
    counted = v["qualifier"] in ("eq", "lt", "gt")
    return v["qualifier"], None if v["value"] is None else float(v["value"]), _unit(v["unit"]) if counted else ""


def _amount(a: dict[str, Any] | None) -> tuple[float, str, int | None] | None:
    return (float(a["value"]), _unit(a["unit"]), a.get("k")) if a else None


def _unit(text: str | None) -> str:
    if not text:
        return ""
    try:
        unit = parse_unit(text)
    except UnknownUnitError:
        return text.strip().casefold()
    return f"{unit.factor} {unit.canonical}"


def _words(text: str | None) -> str | None:
    return re.sub(r"[\s\-\u00ad\ufffe]+", "", text).casefold() if text else None
