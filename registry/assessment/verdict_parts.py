"""The parts of a verdict frame: results that met a rule, limits nobody has tested, and rules that judge nothing."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from registry.assessment.limits import Kind, RulePack

GRAVEST_FIRST: Final = (
    "does not conform",
    "outside",
    "probably does not conform",
    "cannot decide",
    "probably conforms",
    "within",
    "conforms",
    "not evaluated",
)
NO_RESULT: Final = "The certificate has no result for it."
"""Why a limit judges nothing on a certificate that was not tested for it."""
OF_RULE: Final = ["rule_id", "cite", "rule", "rule_source", "quote", "reason"]
"""What is told of a rule that judged nothing: each has its row without a result, whose other columns say nothing."""
_ADVICE: Final = frozenset({Kind.GUIDANCE, Kind.VENDOR})


def judging_kinds(pack: RulePack) -> frozenset[Kind]:
    """Limits judge; guidance and a vendor's own rules do so only in a pack that holds nothing else, which is chosen for them."""
    limits = frozenset({Kind.LIMIT})
    return limits if any(rule.kind is Kind.LIMIT for rule in pack.rules) else limits | _ADVICE


def judged(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows where a result met a rule, the gravest verdict first within each certificate, newest certificate first."""
    met = np.flatnonzero(_of_certificates(frame) & ~_without_result(frame))
    # three arrays are sorted and each row of forty columns is moved once: a page of verdicts waits for this
    oldest_last = ~frame["reported"].to_numpy(dtype="datetime64[ns]")[met].view(np.int64)  # turned round; a day not known is the oldest
    certificates, _ = pd.factorize(frame["certificate_id"].to_numpy(dtype=object)[met], sort=True)
    ranks = pd.Categorical(frame["verdict"], categories=GRAVEST_FIRST).codes[met]
    return frame.iloc[met[np.lexsort((ranks, certificates, oldest_last))]]


def untested(frame: pd.DataFrame) -> pd.DataFrame:
    """One row for each limit that none of the certificates has a result for: OF_RULE."""
    told, without = _of_certificates(frame), _without_result(frame)
    rules = frame["rule_id"]
    missing = told & without & ~rules.isin(rules[told & ~without]).to_numpy()
    return frame[OF_RULE].iloc[_first_of_each(rules, missing)]


def silent(frame: pd.DataFrame) -> pd.DataFrame:
    """The rules of the pack that judge nothing here, each once: OF_RULE."""
    return frame[OF_RULE].iloc[_first_of_each(frame["rule_id"], ~_of_certificates(frame))]


def _of_certificates(frame: pd.DataFrame) -> npt.NDArray[np.bool_]:
    return (frame["certificate_id"] != "").to_numpy(dtype=bool)


def _without_result(frame: pd.DataFrame) -> npt.NDArray[np.bool_]:
    return (frame["reason"] == NO_RESULT).to_numpy(dtype=bool)


def _first_of_each(rules: pd.Series[str], chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """The places of the `chosen` rows, the first of each rule."""
    places = np.flatnonzero(chosen)
    return places[~rules.iloc[places].duplicated().to_numpy()]
