"""Carrying amounts from one basis into another, for whole frames: by the facts of each row, or not at all.

The rules are `registry.model.units.convert`; here each distinct set of facts is converted once, however many rows share it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from registry.assessment.uncertainty import Floats
from registry.errors import BasisError
from registry.model.units import CANONICAL, Basis, PackFacts, convert

FACTS: Final = tuple(PackFacts.model_fields)
Words = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Crossing:
    """For each row the factor from its canonical unit to the wanted one (NaN: refused) and the number of its route; words by route."""

    factor: Floats
    route: npt.NDArray[np.intp]
    routes: tuple[tuple[str, str], ...]
    """How it was crossed, and why it was refused; "" where it was not. Route 0 stays in its basis."""

    @cached_property
    def said(self) -> Words:
        """For each row how it was crossed, "" where it was not."""
        return np.array([said for said, _ in self.routes], dtype=object)[self.route]

    @cached_property
    def refusal(self) -> Words:
        """For each row why it was refused, "" where it was not."""
        return np.array([refusal for _, refusal in self.routes], dtype=object)[self.route]


def crossings(frame: pd.DataFrame, to: pd.Series | Basis, *, grams_per_day: float | None = None) -> Crossing:
    """How each row's amount (columns basis and FACTS) is counted in the basis `to`, one for all rows or one for each.

    A basis per day goes through the mass fraction and `grams_per_day`.
    """
    wanted = np.full(len(frame), to.value, dtype=object) if isinstance(to, Basis) else to.to_numpy(dtype=object)
    return cross(frame["basis"].to_numpy(dtype=object), wanted, facts_of(frame), grams_per_day=grams_per_day)


def facts_of(frame: pd.DataFrame) -> dict[str, Floats]:
    """The facts that at least one row states, by name; NaN where a row does not."""
    columns = {name: frame[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in FACTS}
    return {name: column for name, column in columns.items() if not np.isnan(column).all()}


def cross(basis: Words, wanted: Words, facts: dict[str, Floats], *, grams_per_day: float | None = None) -> Crossing:
    """`crossings` of bare columns."""
    size = len(basis)
    factor = np.where(basis == wanted, 1.0, np.nan)
    route = np.zeros(size, dtype=np.intp)
    rows = np.flatnonzero(np.isnan(factor))
    if not rows.size:
        return Crossing(factor, route, (("", ""),))
    columns = {"basis": basis[rows], "wanted": wanted[rows]} | {name: fact[rows] for name, fact in facts.items()}
    varying = [column for column in columns.values() if not (column == column[0]).all()]
    number = np.zeros(rows.size, dtype=np.int64)
    for n, column in enumerate(varying):
        codes, found = pd.factorize(column, use_na_sentinel=False)
        number = codes if n == 0 else pd.factorize(number * len(found) + codes)[0]
    first = np.zeros(int(number.max()) + 1, dtype=np.intp)
    first[number[::-1]] = np.arange(rows.size)[::-1]
    answers = [_crossed({name: column[n] for name, column in columns.items()}, grams_per_day) for n in first]
    factor[rows] = np.array([answer[0] for answer in answers])[number]
    route[rows] = number + 1
    return Crossing(factor, route, (("", ""), *((said, refusal) for _, said, refusal in answers)))


def _crossed(row: dict[str, object], grams_per_day: float | None) -> tuple[float, str, str]:
    basis, to = Basis(str(row["basis"])), Basis(str(row["wanted"]))
    stated = {name: Decimal(repr(value)) for name in FACTS if (value := _positive(row.get(name))) is not None}
    daily = to is Basis.PER_DAY
    try:
        factor = float(convert(Decimal(1), basis, Basis.MASS_FRACTION if daily else to, PackFacts(**stated)))
    except BasisError as refused:
        return np.nan, "", refused.what
    if not daily:
        return factor, f"{CANONICAL[basis]} × {factor:.6g} = {CANONICAL[to]}, by what certificate or label states", ""
    if grams_per_day is None:
        return np.nan, "", "An amount cannot be compared with one per day: the grams taken per day are not stated."
    return factor * grams_per_day, f"× {grams_per_day:g} g a day", ""


def _positive(value: object) -> float | None:
    """A stated fact, or None: a mass or a count of zero or less is no fact."""
    return float(value) if isinstance(value, float) and np.isfinite(value) and value > 0 else None
