"""One lot, one claim, two methods: where the choice of method decides the verdict, that is said beside it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from registry.assessment.conformity import Verdict

_MEETS: Final = (Verdict.CONFORMS, Verdict.PROBABLY_CONFORMS, Verdict.WITHIN)
_MISSES: Final = (Verdict.DOES_NOT_CONFORM, Verdict.PROBABLY_DOES_NOT_CONFORM, Verdict.OUTSIDE)
_CLAIMED: Final = ("specimen", "acquisition", "product_key", "lot_key", "claim_key")


def decided_by_method(lots: pd.DataFrame) -> tuple[str, ...]:
    """A sentence for each lot whose verdicts against one claim fall on both sides of the tolerance by different printed methods.

    `lots` has columns.LABEL_LOTS; only exact measurements with a printed method take part. FDA measured one kratom control at
    1.041 % by UPLC/PDA and 1.140 % by LC-MS/MS (LIB 4578): the whole of one side of a 90-110 % tolerance.
    """
    exact = (lots["measured_low"] == lots["measured_high"]) & (lots["method"].fillna("") != "")
    parted = _parted(lots.loc[exact, [*_CLAIMED, "verdict", "method"]])
    if not parted.any():
        return ()
    sentences = []
    for _, group in lots[exact][parted].groupby(list(_CLAIMED), dropna=False, sort=True):
        met, missed = (group[group["verdict"].isin(_values(side))] for side in (_MEETS, _MISSES))
        said = "; ".join(_said(row) for row in pd.concat([met, missed]).to_dict("records"))
        sentences.append(f"{group['product'].iloc[0]}: {said}. The difference between the methods decides the verdict.")
    return tuple(sentences)


def _parted(exact: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which rows are of lots with verdicts on both sides, each by methods of its own: few of thousands, and only they are taken apart."""
    lots = list(zip(*(exact[name].tolist() for name in _CLAIMED), strict=True))
    methods: dict[tuple[Any, ...], tuple[set[str], set[str]]] = {}
    meets, misses = set(_values(_MEETS)), set(_values(_MISSES))
    for lot, verdict, method in zip(lots, exact["verdict"].tolist(), exact["method"].tolist(), strict=True):
        met, missed = methods.setdefault(lot, (set(), set()))
        if verdict in meets:
            met.add(method)
        elif verdict in misses:
            missed.add(method)
    parted = {lot for lot, (met, missed) in methods.items() if met and missed and not met & missed}
    return np.array([lot in parted for lot in lots], dtype=bool)


def _values(verdicts: tuple[Verdict, ...]) -> list[str]:
    return [verdict.value for verdict in verdicts]


def _said(row: Mapping[Hashable, Any]) -> str:
    share = 100 * row["share_low"]
    return f"{share:.1f} % of the claim by {row['method']} ({row['verdict']})"
