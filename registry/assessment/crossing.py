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
    wanted = pd.Series(to.value, index=frame.index) if isinstance(to, Basis) else to
    factor = np.where((frame["basis"] == wanted).to_numpy(dtype=bool), 1.0, np.nan)
    said, refusal = np.full(len(frame), "", dtype=object), np.full(len(frame), "", dtype=object)
    rows = np.flatnonzero(np.isnan(factor))
    if not rows.size:
        return Crossing(factor, said, refusal)
    columns = ["basis", "wanted", *FACTS]
    others = frame.iloc[rows].assign(wanted=wanted.iloc[rows])[columns]
    number = others.groupby(columns, dropna=False, sort=False).ngroup().to_numpy()
    _, first = np.unique(number, return_index=True)
    answers = [_crossed(row, grams_per_day) for row in others.iloc[first].itertuples(index=False, name=None)]
    factor[rows] = np.array([answer[0] for answer in answers])[number]
    said[rows] = np.array([answer[1] for answer in answers], dtype=object)[number]
    refusal[rows] = np.array([answer[2] for answer in answers], dtype=object)[number]
    return Crossing(factor, said, refusal)


def _crossed(row: tuple[object, ...], grams_per_day: float | None) -> tuple[float, str, str]:
    basis, to = Basis(str(row[0])), Basis(str(row[1]))
    stated = {name: Decimal(repr(value)) for name, value in zip(FACTS, map(_positive, row[2:]), strict=True) if value is not None}
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
