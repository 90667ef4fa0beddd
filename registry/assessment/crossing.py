"""Carrying amounts from one basis into another, for whole frames: by the facts of each row, or not at all.

The rules are `registry.model.crossing.convert`; here each distinct set of facts is converted once, however many rows share it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from registry.assessment.coded import Coded, coded, one_word
from registry.assessment.uncertainty import Floats
from registry.errors import BasisError
from registry.model.crossing import PackFacts, convert
from registry.model.units import CANONICAL, Basis

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
    wanted = one_word(to.value, len(frame)) if isinstance(to, Basis) else coded(to)
    return cross(coded(frame["basis"]), wanted, facts_of(frame), grams_per_day=grams_per_day)


def facts_of(frame: pd.DataFrame) -> dict[str, Floats]:
    """The facts that at least one row states, by name; NaN where a row does not."""
    columns = {name: frame[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in FACTS}
    return {name: column for name, column in columns.items() if not np.isnan(column).all()}


def cross(
    basis: Coded,
    wanted: Coded,
    facts: dict[str, Floats],
    *,
    rows: npt.NDArray[np.intp] | None = None,
    grams_per_day: float | None = None,
) -> Crossing:
    """`crossings` of bare columns. With `rows` the facts are those of a longer table, of which these are the rows."""
    size = len(basis.codes)
    is_same = np.array([[own == other for other in (*wanted.words, None)] for own in (*basis.words, "")], dtype=bool)
    factor = np.where(is_same[basis.codes, wanted.codes], 1.0, np.nan)
    route = np.zeros(size, dtype=np.intp)
    open_ = np.flatnonzero(np.isnan(factor))
    if not open_.size:
        return Crossing(factor, route, (("", ""),))
    stated = open_ if rows is None else rows[open_]
    own, to = basis.codes[open_], wanted.codes[open_]
    columns = {"basis": own, "wanted": to} | {name: fact[stated] for name, fact in facts.items()}
    varying = [column for column in columns.values() if not (column == column[0]).all()]
    number = np.zeros(open_.size, dtype=np.int64)
    for n, column in enumerate(varying):
        codes, found = pd.factorize(column, use_na_sentinel=False)
        number = codes if n == 0 else pd.factorize(number * len(found) + codes)[0]
    first = np.zeros(int(number.max()) + 1, dtype=np.intp)
    first[number[::-1]] = np.arange(open_.size)[::-1]
    answers = []
    for at in first:
        named = {name: float(fact[stated[at]]) for name, fact in facts.items()}
        answers.append(_crossed(Basis(basis.words[own[at]]), Basis(wanted.words[to[at]]), named, grams_per_day))
    factor[open_] = np.array([answer[0] for answer in answers])[number]
    route[open_] = number + 1
    return Crossing(factor, route, (("", ""), *((said, refusal) for _, said, refusal in answers)))


def _crossed(basis: Basis, to: Basis, facts: dict[str, float], grams_per_day: float | None) -> tuple[float, str, str]:
    """Factor, how it was crossed, why it was refused. A mass or a count of zero or less is no fact."""
    stated = {name: Decimal(repr(value)) for name, value in facts.items() if np.isfinite(value) and value > 0}
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
