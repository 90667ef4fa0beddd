"""Columns of amounts that are no second result: amounts of one thing in two units keep one ratio from row to row, limits do not."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from registry.model.measurement import CENSORED, Qualifier
from registry.model.printed import Printed
from registry.reading.layout.cells import Cell
from registry.reading.rows.values import parsed

Pairs = Sequence[tuple[Cell, Cell]]
"""The cells of two columns, row by row, where both print something."""

SLACK = Decimal("1.05")
"""Times: how far two ratios of the same units may lie apart, beyond what their rounding allows."""


def keep_no_ratio(pairs: Pairs) -> bool:
    """Whether the second column cannot count what the first one does: it has a number where that found nothing, or another ratio.

    Each number may be off by half of its last digit, and the ratio by as much as labels round a serving; zeros tell nothing.
    """
    read = [(first, second) for a, b in pairs if (first := _printed(a)) is not None and (second := _printed(b)) is not None]
    if any(first.qualifier in CENSORED and second.qualifier is Qualifier.EQ for first, second in read):
        return True
    ratios = [
        ratio
        for first, second in read
        if first.qualifier is second.qualifier is Qualifier.EQ and (ratio := _ratio(first.value, second.value)) is not None
    ]
    return bool(ratios) and max(low for low, _ in ratios) > SLACK * min(high for _, high in ratios)


def _printed(cell: Cell) -> Printed | None:
    said = parsed(cell.text)
    return None if said is None or said.ambiguous else said


def _ratio(first: Decimal | None, second: Decimal | None) -> tuple[Decimal, Decimal] | None:
    """The least and the greatest ratio of two numbers as they are rounded; None where one may be zero."""
    if not first or not second:
        return None
    (a, b), (c, d) = _rounded(first), _rounded(second)
    return (c / b, d / a) if a > 0 and c > 0 else None


def _rounded(value: Decimal) -> tuple[Decimal, Decimal]:
    """The least and the greatest amount that is printed so; zeros at the end of a whole number may be rounded ones."""
    whole = value.normalize() if value == value.to_integral_value() else value
    half = Decimal(5).scaleb(int(whole.as_tuple().exponent) - 1)
    return value - half, value + half
