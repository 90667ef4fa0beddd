"""The scale that a plot is drawn against: where it ends, where its round numbers stand, and places on it in percent."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

_ROUND: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_STEPS: Final = 6


def end(values: Iterable[float], beyond: float) -> float:
    """The end of an axis that begins at zero: the largest finite value times `beyond`; 1 times it where nothing is above zero."""
    return (max((value for value in values if math.isfinite(value)), default=1.0) or 1.0) * beyond


def ticks(top: float) -> tuple[tuple[float, str], ...]:
    """The round numbers from zero to `top`, seven at most: each with its place in percent of the axis, and as it is written there."""
    power = math.floor(math.log10(top / _STEPS))
    step = next(size for size in (number.scaleb(power) for number in _ROUND) if float(size) * _STEPS >= top * (1 - 1e-9))
    exponent = step.normalize().as_tuple().exponent
    digits = max(0, -exponent) if isinstance(exponent, int) else 0
    count = int(top / float(step) * (1 + 1e-9))
    return tuple((100 * n * float(step) / top, f"{n * step:,.{digits}f}") for n in range(count + 1))


def percent(value: float, top: float) -> str:
    """The place of `value` on an axis that ends at `top`, as a length of CSS within the axis."""
    return f"{min(100.0, max(0.0, 100 * value / top)):.2f}%"
