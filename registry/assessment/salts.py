"""Results and claims that are printed as a salt, as amounts of the free base that limits, labels and shares speak of."""

from __future__ import annotations

import numpy as np
import pandas as pd

from registry.model.salts import Salt, salts
from registry.model.units import Basis

CROSSED = "free_base"
"""Further column of results with salts among them: how the row was crossed to its free base, "" where it was not one."""


def with_free_bases(results: pd.DataFrame) -> pd.DataFrame:
    """`results` and, below them, the free base of each salt on a certificate that does not print the base itself.

    Where the salt has no cited molar mass the row has the basis UNKNOWN, so that nothing counts it, and CROSSED says why.
    """
    found = set(results["analyte_key"].unique()) & set(salts())
    if not found:
        return results
    made = [rows for key in sorted(found) if len(rows := _free_base(results, salts()[key]))]
    return pd.concat([results.assign(**{CROSSED: ""}), *made], ignore_index=True)


def _free_base(results: pd.DataFrame, salt: Salt) -> pd.DataFrame:
    printed = results.loc[results["analyte_key"] == salt.free_base, "certificate_id"]
    rows = results[(results["analyte_key"] == salt.salt) & ~results["certificate_id"].isin(printed)]
    crossed = rows.assign(**{"analyte_key": salt.free_base, CROSSED: salt.sentence})
    if (share := salt.base_share) is None:
        return crossed.assign(basis=Basis.UNKNOWN.value)
    by_mass = crossed["basis"].isin([basis.value for basis in _AMOUNTS])
    for name in ("low", "high", "loq", "u"):
        crossed[name] = np.where(by_mass, crossed[name] * float(share), crossed[name])
    return crossed


def claims_of_free_base(claims: pd.DataFrame, analyte: str) -> pd.DataFrame:
    """`claims` with those on a salt of `analyte` as claims on the free base, and the crossing in their note.

    A claim on a salt without a cited molar mass loses its amount.
    """
    for salt in salts().values():
        on_salt = claims["analyte_key"] == salt.salt
        if salt.free_base != analyte or not on_salt.any():
            continue
        share = np.nan if salt.base_share is None else float(salt.base_share)
        note = (claims["note"].fillna("") + " " + salt.sentence).str.strip()
        claims = claims.assign(
            analyte_key=claims["analyte_key"].mask(on_salt, analyte),
            canonical_amount=claims["canonical_amount"].mask(on_salt, claims["canonical_amount"] * share),
            note=claims["note"].mask(on_salt, note),
        )
    return claims


_AMOUNTS = (
    Basis.MASS_FRACTION, Basis.MASS_FRACTION_DRY, Basis.PER_VOLUME, Basis.PER_SERVING, Basis.PER_UNIT, Basis.PER_PACKAGE, Basis.PER_DAY,
)  # fmt: skip
