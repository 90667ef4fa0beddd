"""What the values of one certificate say about each other: numbers that confirm one another are surer, numbers a power of ten apart less.

Each value is first as sure as the characters it was read from and the role of its column (`values.py`). Two columns that state
one amount in two units, and rows that add up to the total printed under them, are second readings that share neither the place nor
the characters of the first, and prove the units as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Final

from registry.errors import UnknownUnitError
from registry.model.certificate import Panel, Result
from registry.model.measurement import UNQUANTIFIED, Measurement, Qualifier
from registry.model.units import Basis, parse_unit
from registry.reading.rows.values import SURE
from registry.reading.vocabulary import word_key

SAME_AMOUNT: Final = 0.9
"""Share of the doubt that goes where another unit states the same amount: three digits agree by chance once in a thousand."""
SAME_WORD: Final = 0.5
"""The same for two columns that both print a non-detect: the words are one engine's, and say nothing of the units."""
SAME_SUM: Final = 0.7
SAME_FORM: Final = 0.8
"""Share of the doubt about a non-detect word that goes where the certificate surely prints that word again and again."""
FEWEST_REPEATS: Final = 4
DOUBTFUL_COLUMN: Final = 0.72
"""Up to here a value may owe its doubt to its column instead of its characters."""
POWER_OF_TEN: Final = 0.5
"""Left of the confidence where two amounts are 10, 100 or 1000 apart: a unit or a decimal point was misread."""
IN_PROPORTION: Final = Decimal("0.1")
"""By how much the rounding of small amounts moves the proportion of two columns."""
FEWEST_ROWS: Final = 3
_SURELY: Final = 0.95
_PLAIN_SUM: Final = re.compile(r"^(?:total|sum)\b.*\b(?:alkaloids|cannabinoids|terpenes)\b|^total$", re.IGNORECASE)
_TOTAL: Final = re.compile(r"^(?:total|sum)\b", re.IGNORECASE)


def weighed(results: Sequence[Result]) -> list[Result]:
    """The rows with the confidence of their values after what they say about each other; nothing else changes."""
    summed = set(_summed(results))
    rows = [
        _weighed_row(result, [(index, m.unit, m.time_point) in summed for m in result.measurements])
        for index, result in enumerate(_in_proportion(results))
    ]
    forms = _own_non_detects(rows)
    return [_with_known_form(row, forms) for row in rows] if forms else rows


def _own_non_detects(results: Sequence[Result]) -> frozenset[str]:
    """The words for a non-detect that the certificate surely prints again and again (as `word_key` writes them).

    Of words a letter apart, `<LOD` and `<LOQ`, neither: one may be the other misread.
    """
    seen = Counter(
        word_key(m.text) for r in results for m in r.measurements if m.qualifier in UNQUANTIFIED and (m.confidence or 0.0) >= _SURELY
    )
    alike = {one for one in seen for other in seen if one != other and _a_letter_apart(one, other)}
    return frozenset(word for word, count in seen.items() if count >= FEWEST_REPEATS and word not in alike)


def _a_letter_apart(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _with_known_form(result: Result, forms: frozenset[str]) -> Result:
    measurements = tuple(
        m.model_copy(update={"confidence": round(_surer(m.confidence, SAME_FORM), 3)})
        if m.qualifier in UNQUANTIFIED and word_key(m.text) in forms and DOUBTFUL_COLUMN < (m.confidence or 0.0) < _SURELY and m.confidence
        else m
        for m in result.measurements
    )
    if measurements == result.measurements:
        return result
    return result.model_copy(update={"measurements": measurements, "confidence": min(m.confidence or 0.0 for m in measurements)})


def _weighed_row(result: Result, confirmed: Sequence[bool]) -> Result:
    sure = [measurement.confidence or 0.0 for measurement in result.measurements]
    for (a, one), (b, other) in combinations(enumerate(result.measurements), 2):
        if one.time_point != other.time_point:
            continue  # no second reading of one amount
        for index in (a, b):
            sure[index] = _after(sure[index], one, other)
    sure = [
        _surer(s, SAME_SUM) if summed and m.qualifier is Qualifier.EQ else s
        for s, m, summed in zip(sure, result.measurements, confirmed, strict=True)
    ]
    return _as_sure(result, sure)


def _as_sure(result: Result, sure: Sequence[float]) -> Result:
    """The row with its values as sure as that."""
    if list(sure) == [measurement.confidence or 0.0 for measurement in result.measurements]:
        return result
    measurements = tuple(m.model_copy(update={"confidence": round(s, 3)}) for m, s in zip(result.measurements, sure, strict=True))
    return result.model_copy(update={"measurements": measurements, "confidence": min(m.confidence or 0.0 for m in measurements)})


def _in_proportion(results: Sequence[Result]) -> list[Result]:
    """The rows, those less sure whose columns are not in the proportion of the rows around them: mg/mL, % by mass and mg/bottle of one
    liquid differ by its density and its volume, which no row can change.

    Where two columns of such a row keep theirs, only the third is in doubt.
    """
    out = list(results)
    tables: dict[tuple[Panel, int, tuple[str | None, ...]], list[int]] = {}
    for n, result in enumerate(results):
        units = tuple(m.unit for m in result.measurements)
        if len(set(units)) > 1:
            tables.setdefault((result.panel, result.page, units), []).append(n)
    for (_, _, units), members in tables.items():
        kept: dict[tuple[int, int], bool] = {}
        doubted: list[tuple[int, int, int]] = []
        for a, b in combinations(range(len(units)), 2):
            usual = _usual_proportion([results[n] for n in members], a, b)
            for n in members if usual else ():
                factor = _proportion(results[n], a, b)
                if factor is None or usual is None:
                    continue
                if _near(factor, usual):
                    kept[n, a] = kept[n, b] = True
                elif any(_near(factor, usual * Decimal(10) ** power) for power in (-3, -2, -1, 1, 2, 3)):
                    doubted.append((n, a, b))
        for n in {n for n, _, _ in doubted}:
            columns = {column for m, a, b in doubted if m == n for column in (a, b) if not kept.get((n, column))}
            sure = [(m.confidence or 0.0) * (POWER_OF_TEN if i in columns else 1.0) for i, m in enumerate(results[n].measurements)]
            out[n] = _as_sure(results[n], sure)
    return out


def _usual_proportion(rows: Sequence[Result], a: int, b: int) -> Decimal | None:
    """The proportion of two columns that most of the rows keep; None where too few print both or no one proportion is theirs."""
    factors = sorted(factor for row in rows if (factor := _proportion(row, a, b)) is not None)
    if len(factors) < FEWEST_ROWS:
        return None
    usual = factors[len(factors) // 2]
    return usual if 2 * sum(_near(factor, usual) for factor in factors) > len(factors) else None


def _proportion(row: Result, a: int, b: int) -> Decimal | None:
    one, other = row.measurements[a], row.measurements[b]
    if one.qualifier is not Qualifier.EQ or other.qualifier is not Qualifier.EQ or not one.value or not other.value:
        return None
    return one.value / other.value


def _near(factor: Decimal, usual: Decimal) -> bool:
    return abs(factor - usual) <= IN_PROPORTION * usual


def _after(sure: float, one: Measurement, other: Measurement) -> float:
    """How sure either of two values of one row is after it was compared with the other."""
    if one.value is None or other.value is None:
        same = one.qualifier is other.qualifier and one.value is None and other.value is None
        return _surer(sure, SAME_WORD) if same else sure
    amounts = [amount for amount in map(_amount, (one, other)) if amount is not None]
    if one.qualifier is not other.qualifier or len(amounts) < 2:
        return sure
    (first, play), (second, other_play) = amounts
    if one.unit != other.unit and abs(first - second) <= play + other_play:
        return _surer(sure, SAME_AMOUNT)
    powers = (Decimal(10) ** n for n in (-3, -2, -1, 1, 2, 3))
    if first and second and any(abs(first - second * power) <= play + other_play * power for power in powers):
        return sure * POWER_OF_TEN
    return sure


def _surer(sure: float, share: float) -> float:
    """`sure` with this share of its doubt gone; nothing is surer than a sound text layer."""
    return max(sure, min(SURE, 1 - (1 - sure) * (1 - share)))


def _amount(measurement: Measurement) -> tuple[Decimal, Decimal] | None:
    """A mass fraction in its canonical unit and half a unit of its last printed digit; None for another basis or an unknown unit."""
    if measurement.unit is None or measurement.value is None or len(measurement.value.as_tuple().digits) < 2:
        return None
    try:
        unit = parse_unit(measurement.unit)
    except UnknownUnitError:
        return None
    if unit.basis is not Basis.MASS_FRACTION:
        return None
    last = measurement.value.as_tuple().exponent
    half = Decimal(5).scaleb(last - 1) if isinstance(last, int) else Decimal(0)
    return unit.amount(measurement.value), unit.amount(half)


def _summed(results: Sequence[Result]) -> Iterator[tuple[int, str | None, str | None]]:
    """Places of the rows whose numbers add up to their panel's total in one unit, and of that total, each with this unit and time."""
    for at, total in enumerate(results):
        if not _PLAIN_SUM.search(total.analyte) or total.panel not in (Panel.POTENCY, Panel.TERPENES):
            continue
        parts = [n for n, r in enumerate(results) if r.panel is total.panel and not _TOTAL.match(r.analyte)]
        for measurement in total.measurements:
            unit, time = measurement.unit, measurement.time_point
            found = {
                n: m
                for n in parts
                for m in results[n].measurements
                if m.unit == unit and m.time_point == time and m.qualifier is Qualifier.EQ
            }
            if len(found) >= FEWEST_ROWS and _adds_up(measurement, list(found.values())):
                yield from ((n, measurement.unit, measurement.time_point) for n in (at, *found))


def _adds_up(total: Measurement, parts: Sequence[Measurement]) -> bool:
    amounts = [_amount(part) for part in (total, *parts)]
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts):
        return False
    (whole, play), *rest = known
    return whole > 0 and abs(whole - sum(amount for amount, _ in rest)) <= play + sum(half for _, half in rest)
