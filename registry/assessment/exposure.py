"""Contaminants as a dose: micrograms a day for any grams a day, and which of them limits the daily amount.

Exposure is a band: non-detects at zero below, at their limit above (unbounded where no limit is stated). The reader sets the
grams per day; nothing here recommends one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from registry.assessment.crossing import crossings
from registry.assessment.laid_out import BOUNDED_BY_TOTAL
from registry.assessment.limits import InForce, Kind, Quantity, RulePack
from registry.assessment.uncertainty import Floats
from registry.errors import AssessmentError
from registry.model.certificate import Panel
from registry.model.units import Basis

MICROGRAMS: Final = 1000.0  # in a milligram
SOURCE_LOST: Final = "The source of this result cannot be looked up again, so no figure is made of it."
_IDENTITY: Final = ["certificate_id", "product", "lot", "analyte_key", "analyte", "text", "unit", "source_url", "page"]

Words = npt.NDArray[np.object_]

EXPOSURE: Final[dict[str, str]] = {
    **dict.fromkeys(("certificate_id", "product", "lot", "analyte_key", "analyte", "text", "unit", "source_url"), "string"),
    "page": "Int64",
    "grams_per_day": "float64",
    "low": "float64",  # µg a day with non-detects at zero; NaN where refused
    "high": "float64",  # µg a day with non-detects at their limit; inf where none is stated
    "reason": "string",  # why there is no dose, "" where there is
}
DAILY_AMOUNT: Final[dict[str, str]] = {
    **EXPOSURE,
    "rule_id": "string",
    "limit": "float64",  # µg a day
    "grams_within": "float64",  # up to here the upper bound stays within the limit; 0 where nothing bounds it, inf where nothing is there
    "grams_beyond": "float64",  # above here even the lower bound exceeds it; inf where it may be zero
    "limiting": "bool",  # the smallest grams_within of its certificate
    "note": "string",
}


def exposure(results: pd.DataFrame, grams_per_day: Sequence[float], *, panel: Panel = Panel.HEAVY_METALS) -> pd.DataFrame:
    """EXPOSURE: one row for each result of the panel and each amount of grams a day.

    An amount per serving or per unit needs the mass of that serving or unit; without it the row says what is missing. A result whose
    source is lost has no dose. Raises AssessmentError for grams that are not above zero.
    """
    grams = np.asarray(grams_per_day, dtype=np.float64)
    if not grams.size or not (np.isfinite(grams) & (grams > 0)).all():
        raise AssessmentError("Grams per day must be above zero.", next_step="Enter how many grams are taken in a day, e.g. 5.")
    per_gram = _per_gram(results[(results["panel"] == panel.value) & results["low"].notna()])
    repeated = per_gram.loc[per_gram.index.repeat(grams.size)].reset_index(drop=True)
    dose = np.tile(grams, len(per_gram))
    out = repeated.assign(grams_per_day=dose, low=repeated["low"] * dose, high=repeated["high"] * dose)
    return out[list(EXPOSURE)].astype(EXPOSURE)


def daily_amounts(
    results: pd.DataFrame, pack: RulePack, *, on: date | None, kinds: frozenset[Kind] = frozenset({Kind.LIMIT})
) -> pd.DataFrame:
    """DAILY_AMOUNT: for each certificate and each limit per day of the pack, how many grams a day stay within it, and what limits first.

    Only limits that may judge on that day count (`on` None: those without an end). A species limit met by a total is met by the species.
    """
    rules = [
        rule
        for rule in pack.rules
        if rule.basis is Basis.PER_DAY and rule.quantity is Quantity.AMOUNT and rule.kind in kinds and rule.route == "oral"
        if rule.supports_verdicts and (rule.end is None if on is None else rule.in_force(on) is InForce.YES)
    ]
    wanted = {rule.analyte for rule in rules} | {BOUNDED_BY_TOTAL.get(rule.analyte, "") for rule in rules}
    per_gram = _per_gram(results[results["analyte_key"].isin(wanted) & results["low"].notna()])
    analyte, certificate = (per_gram[name].to_numpy(dtype=object) for name in ("analyte_key", "certificate_id"))
    places, counts = [], []
    for rule in rules:
        own = np.flatnonzero(analyte == rule.analyte)
        total = np.flatnonzero((analyte == BOUNDED_BY_TOTAL.get(rule.analyte)) & ~np.isin(certificate, certificate[own]))
        places += [own, total]
        counts += [own.size, total.size]
    met = per_gram.take(np.concatenate(places) if places else np.zeros(0, dtype=np.intp))
    limits = [float(rule.canonical_limit or 0) * MICROGRAMS for rule in rules for _ in range(2)]
    names, notes = [rule.id for rule in rules for _ in range(2)], ["", "the total stands for the species"] * len(rules)
    named, noted, limited = (np.repeat(np.array(each), counts) for each in (names, notes, limits))
    table = _grams(met, named.astype(object), noted.astype(object), limited.astype(np.float64)).reset_index(drop=True)
    first = table.groupby("certificate_id")["grams_within"].transform("min") if len(table) else table["grams_within"]
    table["limiting"] = (table["grams_within"] == first) & np.isfinite(table["grams_within"].astype(float))
    return table[list(DAILY_AMOUNT)].astype(DAILY_AMOUNT)


def _per_gram(rows: pd.DataFrame) -> pd.DataFrame:
    """Amounts in µg/g, one for each printed row, with the reason where the basis cannot be crossed."""
    found, lost = crossings(rows, Basis.MASS_FRACTION), ~rows["source_found"].to_numpy(dtype=bool)
    factor = np.where(lost, np.nan, found.factor * MICROGRAMS)
    out = rows[_IDENTITY].assign(
        row=rows["row"],
        order=np.where(np.isnan(factor), 2, found.said != ""),
        low=rows["low"].to_numpy(dtype=np.float64) * factor,
        high=rows["high"].to_numpy(dtype=np.float64) * factor,
        reason=np.where(lost, SOURCE_LOST, found.refusal),
    )
    return out.sort_values("order", kind="stable").drop_duplicates(["certificate_id", "row"]).sort_index().reset_index(drop=True)


def _grams(per_gram: pd.DataFrame, rule_ids: Words, notes: Words, limits: Floats) -> pd.DataFrame:
    """How many grams a day stay within the limit that each row is held against."""
    low, high = per_gram["low"].to_numpy(dtype=np.float64), per_gram["high"].to_numpy(dtype=np.float64)
    with np.errstate(divide="ignore"):
        within, beyond = limits / high, limits / low
    unbounded = np.where(np.isinf(high), "no limit of detection is stated: nothing bounds it above", notes)
    said = np.where(np.isnan(high), per_gram["reason"], unbounded)
    return per_gram.assign(
        grams_per_day=1.0, rule_id=rule_ids, limit=limits, grams_within=within, grams_beyond=beyond, note=said, limiting=False
    )
