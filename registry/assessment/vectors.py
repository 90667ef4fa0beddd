"""The numbers of a certificate as one vector, and which certificates share it.

Only quantified amounts count, so panels in which nothing was found say nothing; values are equal where they agree to the
coarser of their two roundings; and there must be enough digits between them that chance is no explanation.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import Final

from registry.model.certificate import DraftCertificate
from registry.model.measurement import Measurement

MINIMUM_VALUES: Final = 4
MINIMUM_DIGITS: Final = 9
"""Significant digits that agree in all: by chance about one in 10^9."""
_STEPS_PER_DECADE: Final = 40
"""Amounts whose steps differ by at most one may be the same number in two roundings."""
_WINDOWS_PER_PANEL: Final = 3
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Value:
    """A quantified amount in the canonical unit of its basis, half a unit of its last printed digit, and its significant digits."""

    amount: float
    half: float
    digits: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """Quantified amounts by panel, analyte and basis; the one with most digits where an analyte is printed twice in one basis."""

    values: dict[Key, Value] = field(default_factory=dict)


def numbers_of(draft: DraftCertificate) -> Numbers:
    """The quantified amounts of a certificate. An analyte outside the catalogue counts by its printed name."""
    values: dict[Key, Value] = {}
    for result in draft.results:
        for measurement in result.measurements:
            found = _value(measurement)
            if found is not None:
                key = (result.panel.value, result.analyte_key or result.analyte.casefold(), found[0])
                if key not in values or found[1].digits > values[key].digits:
                    values[key] = found[1]
    return Numbers(values)


def _value(measurement: Measurement) -> tuple[str, Value] | None:
    interval, unit = measurement.interval(), measurement.known_unit
    if interval is None or not interval.exact or unit is None or measurement.value is None or not interval.low > 0 or unit.log10:
        return None
    printed = measurement.value
    exponent = printed.as_tuple().exponent
    digit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    half = float(abs(unit.amount(digit))) / 2
    significant = len(str(abs(int(printed.scaleb(-digit.adjusted())))).strip("0")) or 1
    return interval.basis.value, Value(float(interval.low), half, significant)


def same_vectors(entries: Sequence[tuple[str, Numbers]]) -> Iterator[tuple[str, str, int]]:
    """Later id, earlier id and number of equal values, for every two certificates whose common analytes all agree.

    At least MINIMUM_VALUES values with MINIMUM_DIGITS digits agree, no common value differs, and they are at least four fifths of the
    smaller certificate's. Candidates share neighbouring coarse values, so the time grows with the matches and not with the pairs.
    """
    index: defaultdict[int, list[int]] = defaultdict(list)
    for position, (name, numbers) in enumerate(entries):
        kept, sought = _marks(numbers)
        for earlier in sorted({candidate for mark in sought if mark in index for candidate in index[mark]}):
            if count := agreeing(numbers, entries[earlier][1]):
                yield name, entries[earlier][0], count
        for mark in kept:
            index[mark].append(position)


def _marks(numbers: Numbers) -> tuple[set[int], set[int]]:
    """Hashes of coarse values that stand beside each other in a panel, to be kept and to be looked for.

    Four of a panel where it has four; a panel of three is looked for among the threes of every panel. Across panels where no panel has
    three.
    """
    panels: defaultdict[str, list[Key]] = defaultdict(list)
    for key in sorted(numbers.values):
        panels[key[0]].append(key)
    kept: set[int] = set()
    sought: set[int] = set()
    for keys in [keys for keys in panels.values() if len(keys) >= 3] or [sorted(numbers.values)]:
        steps = [math.floor(math.log10(numbers.values[key].amount) * _STEPS_PER_DECADE) for key in keys]
        small = len(keys) == 3
        for size, keep, seek in ((4, "four", "four"), (3, "any three", "any three" if small else "three alone")):
            for n in range(min(len(keys) - size + 1, _WINDOWS_PER_PANEL)):
                window, at = keys[n : n + size], steps[n : n + size]
                kept.add(hash((keep, *window, *at)))
                if small:
                    kept.add(hash(("three alone", *window, *at)))
                sought |= {hash((seek, *window, *near)) for near in product(*((s - 1, s, s + 1) for s in at))}
    return kept, sought


def agreeing(one: Numbers, other: Numbers) -> int:
    """How many values agree, 0 where one differs or they are too few to mean anything."""
    fewer, more = sorted((one.values, other.values), key=len)
    count = digits = 0
    for key, a in fewer.items():
        b = more.get(key)
        if b is None:
            continue
        if abs(a.amount - b.amount) > max(a.half, b.half) * (1 + 1e-9):
            return 0
        count, digits = count + 1, digits + min(a.digits, b.digits)
    return count if count >= max(MINIMUM_VALUES, 0.8 * len(fewer)) and digits >= MINIMUM_DIGITS else 0
