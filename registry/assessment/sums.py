"""Sums that a rule limits and a certificate may leave to the reader: PAH4 and total aflatoxins, with bounds.

A sum is made only where every member was measured in one basis; its interval is the sum of theirs. PAH4 is the sum of
benz[a]anthracene, chrysene, benzo[b]fluoranthene and benzo[a]pyrene (Regulation (EU) 2023/915, note *check*).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

MEMBERS: Final[dict[str, tuple[str, ...]]] = {
    "pah4": ("benz_a_anthracene", "chrysene", "benzo_b_fluoranthene", "benzo_a_pyrene"),
    "aflatoxins_total": ("aflatoxin_b1", "aflatoxin_b2", "aflatoxin_g1", "aflatoxin_g2"),
}


def with_sums(results: pd.DataFrame, wanted: set[str]) -> pd.DataFrame:
    """`results` and, below them, one row for each wanted sum that a certificate does not print but whose members it reports."""
    made = [_made(results, key) for key in sorted(wanted & set(MEMBERS))]
    made = [rows for rows in made if len(rows)]
    return pd.concat([results, *made], ignore_index=True) if made else results


def _made(results: pd.DataFrame, key: str) -> pd.DataFrame:
    members = MEMBERS[key]
    reported = results["analyte_key"].isin(members)
    if not reported.any():
        return results.head(0)
    rows = results[reported & results["low"].notna()]
    printed = results.loc[results["analyte_key"] == key, "certificate_id"]
    rows = rows[~rows["certificate_id"].isin(printed)]
    if rows.empty:
        return rows
    rows = rows.drop_duplicates(["certificate_id", "basis", "analyte_key"])
    grouped = rows.groupby(["certificate_id", "basis"], sort=True)
    whole = grouped["analyte_key"].transform("size") == len(members)
    rows = rows[whole]
    rows = rows.assign(square=rows["u"] ** 2, unknown=rows["u"].isna() & (rows["low"] > 0))
    grouped = rows.groupby(["certificate_id", "basis"], sort=True)
    sums = grouped.agg(low=("low", "sum"), high=("high", "sum"), square=("square", "sum"), unknown=("unknown", "any"))
    u = np.where(sums["unknown"] | (sums["square"] == 0), np.nan, np.sqrt(sums["square"]))
    return grouped.head(1).sort_values(["certificate_id", "basis"]).assign(
        analyte_key=key,
        analyte=f"Sum of {len(members)}",
        text="",
        qualifier=np.where(sums["low"] == sums["high"], "eq", "lt"),
        value=np.nan,
        low=sums["low"].to_numpy(),
        high=sums["high"].to_numpy(),
        loq=np.nan,
        u=u,
        u_source=np.where(np.isnan(u), "", "sum of the members' printed U"),
        limit_text="",
        status="",
    )[list(results.columns)]  # fmt: skip
