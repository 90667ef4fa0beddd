"""One lot, one claim, two methods: where the choice of method decides the verdict, that is said beside it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Final

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
    exact = lots[(lots["measured_low"] == lots["measured_high"]) & (lots["method"].fillna("") != "")]
    sentences = []
    for _, group in _on_both_sides(exact).groupby(list(_CLAIMED), dropna=False, sort=True):
        met, missed = (group[group["verdict"].isin(_values(side))] for side in (_MEETS, _MISSES))
        if not set(met["method"]) & set(missed["method"]):
            said = "; ".join(_said(row) for row in pd.concat([met, missed]).to_dict("records"))
            sentences.append(f"{group['product'].iloc[0]}: {said}. The difference between the methods decides the verdict.")
    return tuple(sentences)


def _on_both_sides(exact: pd.DataFrame) -> pd.DataFrame:
    """The rows of lots with verdicts on both sides by more than one method: few of thousands, so that the rest is never taken apart."""
    sides = exact.assign(met=exact["verdict"].isin(_values(_MEETS)), missed=exact["verdict"].isin(_values(_MISSES)))
    lots = sides.groupby(list(_CLAIMED), dropna=False, sort=False)
    both = lots["met"].transform("any") & lots["missed"].transform("any") & (lots["method"].transform("nunique") > 1)
    return exact[both.astype(bool)]


def _values(verdicts: tuple[Verdict, ...]) -> list[str]:
    return [verdict.value for verdict in verdicts]


def _said(row: Mapping[Hashable, Any]) -> str:
    share = 100 * row["share_low"]
    return f"{share:.1f} % of the claim by {row['method']} ({row['verdict']})"
