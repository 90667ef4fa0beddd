"""Rows that say the same again: a summary's, a box's; and rows that say it in other units, which are one row."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from registry.model.analytes import name_key
from registry.model.certificate import Panel, Result
from registry.model.measurement import Measurement
from registry.reading.rows.values import one_unit


def without_repeats(results: Sequence[Result]) -> list[Result]:
    """Each row once: of two rows of one name whose values agree (a summary rounds), the more detailed one, else the first.

    A row that only gives the values of an earlier one in units of another kind (by weight, where that is by volume) is part of it.
    """
    kept: list[Result | None] = []
    places: dict[tuple[Panel, str], list[int]] = {}
    for result in results:
        mine = places.setdefault((result.panel, name_key(result.analyte)), [])
        held = [(i, other) for i in mine if (other := kept[i]) is not None]
        twin = next((i for i, other in held if _agree(result, other) or _agree(other, result)), None)
        partner = next(((i, other) for i, other in held if _in_other_units(result, other)), None)
        if twin is None and partner is not None:
            kept[partner[0]] = _joined(partner[1], result)
            continue
        if twin is not None:
            other = kept[twin]
            if other is not None and _detail(result) <= _detail(other):
                continue
            kept[twin] = None
        mine.append(len(kept))
        kept.append(result)
    return [result for result in kept if result is not None]


FEWEST_TWICE = 2
"""So many results that stand twice in a table, one right after the other, make it one in two languages."""


def in_one_language(rows: Sequence[Result]) -> list[Result]:
    """The rows of a table; of one that prints most results twice, under the name in each of two languages, each once under both."""
    out: list[Result] = []
    twice = 0
    for row in rows:
        before = out[-1] if out else None
        if before is not None and _says_again(row, before):
            twice += 1
            if name_key(row.analyte) != name_key(before.analyte):
                out[-1] = before.model_copy(update={"analyte": f"{before.analyte} / {row.analyte}"})
        else:
            out.append(row)
    return out if twice >= FEWEST_TWICE and 2 * twice > len(out) else list(rows)


def _says_again(row: Result, before: Result) -> bool:
    """Whether a row prints all that the one before it does, of the same analyte."""
    if row.analyte_key is None or row.analyte_key != before.analyte_key:
        return False
    bounds = (row.lod, row.loq, row.limit), (before.lod, before.loq, before.limit)
    alike = all((a and a.value) == (b and b.value) for a, b in zip(*bounds, strict=True)) and row.status == before.status
    return alike and _agree(row, before) and _agree(before, row)


def _in_other_units(a: Result, b: Result) -> bool:
    """True where `a` only says again what `b` says, in units of which none is common: without limits or a verdict of its own."""
    if _detail(a)[1]:
        return False
    units, others = ([m.unit for m in r.measurements] for r in (a, b))
    return all(units) and all(others) and not any(one_unit(u, o) for u in units for o in others)


def _joined(first: Result, more: Result) -> Result:
    """The first row with the other's values behind its own, and of its limits those that the first does not print."""
    other = {name: getattr(more, name) for name in ("lod", "loq", "limit", "limit_text", "uncertainty", "label_claim", "status", "method")}
    missing = {name: value for name, value in other.items() if getattr(first, name) is None}
    confidence = min(first.confidence or 0.0, more.confidence or 0.0)
    return first.model_copy(update={"measurements": (*first.measurements, *more.measurements), "confidence": confidence, **missing})


def repeats(loose: Result, row: Result) -> bool:
    """True for a box that shows a table's row under a shorter or longer name."""
    if loose.panel is not row.panel or any(m.value is None for m in loose.measurements) or not _agree(loose, row):
        return False
    a, b = name_key(loose.analyte), name_key(row.analyte)
    if ("total" in a) is not ("total" in b):
        return False  # "Total CBD" may agree with CBD
    same = loose.analyte_key is not None and loose.analyte_key == row.analyte_key
    return same or a in b or b in a or "total" in a


def says_more(loose: Result, row: Result) -> bool:
    """True for a card that shows a table's row with further values: "26.7 %" over "936 mg", where the table says 26.7 %."""
    same = loose.panel is row.panel and name_key(loose.analyte) == name_key(row.analyte)
    return same and len(loose.measurements) > len(row.measurements) and _agree(row, loose)


def _agree(few: Result, many: Result) -> bool:
    """True where each value of `few` is printed among those of `many`, rounded or not."""
    return all(any(_alike(a, b) for b in many.measurements) for a in few.measurements)


def _alike(a: Measurement, b: Measurement) -> bool:
    if a.qualifier is not b.qualifier or not one_unit(a.unit, b.unit):
        return False
    if a.value is None or b.value is None:
        return a.value is b.value
    step = max(Decimal(1).scaleb(min(0, int(v.as_tuple().exponent))) for v in (a.value, b.value))
    return abs(a.value - b.value) <= step * Decimal("0.51")


def _detail(result: Result) -> tuple[int, int]:
    limits = sum(q is not None for q in (result.lod, result.loq, result.limit, result.uncertainty, result.status))
    return len(result.measurements), limits
