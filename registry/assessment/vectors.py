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
_STEPS_PER_DECADE: Final = 20
_TRIPLES_PER_PANEL: Final = 3
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
    smaller certificate's. Candidates share three neighbouring coarse values, so the time grows with the matches and not with the pairs.
    """
    index: defaultdict[int, list[int]] = defaultdict(list)
    for position, (name, numbers) in enumerate(entries):
        marks = _marks(numbers)
        for earlier in sorted({candidate for mark in marks for candidate in index[mark]}):
            if count := _agreeing(numbers, entries[earlier][1]):
                yield name, entries[earlier][0], count
        for mark in marks:
            index[mark].append(position)


def _marks(numbers: Numbers) -> set[int]:
    """Hashes of coarse values, three neighbours of a panel at a time; across panels where no panel has three."""
    panels: defaultdict[str, list[Key]] = defaultdict(list)
    for key in sorted(numbers.values):
        panels[key[0]].append(key)
    runs = [keys for keys in panels.values() if len(keys) >= 3] or [sorted(numbers.values)]
    triples = [keys[n : n + 3] for keys in runs for n in range(min(len(keys) - 2, _TRIPLES_PER_PANEL))]
    return {hash((*triple, *cells)) for triple in triples for cells in product(*(_cells(numbers.values[key].amount) for key in triple))}


def _cells(amount: float) -> tuple[int, int]:
    """Two overlapping grids on the logarithm: amounts that differ by rounding share a cell of at least one of them."""
    at = math.log10(amount) * _STEPS_PER_DECADE
    return 2 * math.floor(at), 2 * math.floor(at + 0.5) + 1


def _agreeing(one: Numbers, other: Numbers) -> int:
    """How many values agree, 0 where one differs or they are too few to mean anything."""
    common = one.values.keys() & other.values.keys()
    pairs = [(one.values[key], other.values[key]) for key in common]
    if any(abs(a.amount - b.amount) > max(a.half, b.half) * (1 + 1e-9) for a, b in pairs):
        return 0
    digits = sum(min(a.digits, b.digits) for a, b in pairs)
    enough = len(pairs) >= max(MINIMUM_VALUES, 0.8 * min(len(one.values), len(other.values)))
    return len(pairs) if enough and digits >= MINIMUM_DIGITS else 0
