"""Carrying amounts from one basis into another, for whole frames: by the facts of each row, or not at all.

The rules are `registry.model.units.convert`; here each distinct set of facts is converted once, however many rows share it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from registry.assessment.uncertainty import Floats
from registry.errors import BasisError
from registry.model.units import CANONICAL, Basis, PackFacts, convert

FACTS: Final = tuple(PackFacts.model_fields)
Words = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Crossing:
    """For each row: the factor from its canonical unit to the wanted one (NaN: refused); how it was crossed and why refused ("" else)."""

    factor: Floats
    said: Words
    refusal: Words


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
    said, refusal = np.full(size, "", dtype=object), np.full(size, "", dtype=object)
    rows = np.flatnonzero(np.isnan(factor))
    if not rows.size:
        return Crossing(factor, said, refusal)
    columns = {"basis": basis[rows], "wanted": wanted[rows]} | {name: fact[rows] for name, fact in facts.items()}
    number = np.zeros(rows.size, dtype=np.int64)
    for column in columns.values():
        codes, found = pd.factorize(column, use_na_sentinel=False)
        number = pd.factorize(number * max(len(found), 1) + codes)[0]
    _, first = np.unique(number, return_index=True)
    answers = [_crossed({name: column[n] for name, column in columns.items()}, grams_per_day) for n in first]
    factor[rows] = np.array([answer[0] for answer in answers])[number]
    said[rows] = np.array([answer[1] for answer in answers], dtype=object)[number]
    refusal[rows] = np.array([answer[2] for answer in answers], dtype=object)[number]
    return Crossing(factor, said, refusal)


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
