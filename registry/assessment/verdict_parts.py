"""The parts of a verdict frame: results that met a rule, limits nobody has tested, and rules that judge nothing."""

from __future__ import annotations

from typing import Final

import pandas as pd

from registry.assessment.conformity import REASONS, ReasonCode
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
_ADVICE: Final = frozenset({Kind.GUIDANCE, Kind.VENDOR})


def judging_kinds(pack: RulePack) -> frozenset[Kind]:
    """Limits judge; guidance and a vendor's own rules do so only in a pack that holds nothing else, which is chosen for them."""
    limits = frozenset({Kind.LIMIT})
    return limits if any(rule.kind is Kind.LIMIT for rule in pack.rules) else limits | _ADVICE


def judged(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows where a result met a rule, the gravest verdict first within each certificate, newest certificate first."""
    met = frame[(frame["certificate_id"] != "") & ~frame["reason"].astype(str).eq(NO_RESULT)]
    keys = pd.DataFrame(
        {
            "day": met["reported"].fillna(pd.Timestamp.min),
            "certificate": met["certificate_id"],
            "rank": met["verdict"].astype(str).map({verdict: position for position, verdict in enumerate(GRAVEST_FIRST)}),
            "place": range(len(met)),
        }
    )
    # the keys alone are sorted: a row has forty columns, which are moved once
    return met.iloc[keys.sort_values(["day", "certificate", "rank"], ascending=[False, True, True], kind="stable")["place"].to_numpy()]


def untested(frame: pd.DataFrame) -> pd.DataFrame:
    """One row for each limit that none of the certificates has a result for."""
    told = frame[frame["certificate_id"] != ""]
    missing = told["reason"].astype(str).eq(NO_RESULT)
    return told[missing & ~told["rule_id"].isin(told.loc[~missing, "rule_id"])].drop_duplicates("rule_id")


def silent(frame: pd.DataFrame) -> pd.DataFrame:
    """The rules of the pack that judge nothing here, each once."""
    return frame[frame["certificate_id"] == ""].drop_duplicates("rule_id")


def grounds(reason: str, uncertainty: str) -> str:
    """Why a verdict is what it is: the reason and what its probability rests on, the usual course of things left unsaid."""
    uncertainty = uncertainty.replace(" RSD of the mass fraction", "")
    rests = f"Uncertainty {uncertainty}." if uncertainty not in ("", "none", "nan") else ""
    said = reason.replace(REASONS[ReasonCode.JUDGED], "").strip() if rests else reason
    return " ".join(part for part in (said, rests) if part)
