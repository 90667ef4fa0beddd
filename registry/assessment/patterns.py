"""Patterns over many results of one analyte: crowding just within a limit, and drift from lot to lot.

Both are told only from 20 results on, with the count beside them and an open explanation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from scipy.special import bdtrc, ndtr

from registry.assessment.columns import AGGREGATES, RETIRED
from registry.assessment.limits import Quantity, Rule
from registry.model.analytes import load_catalogue
from registry.model.findings import Finding

MINIMUM_RESULTS: Final = 20
_NEAR: Final = 0.1
_RARE: Final = 0.01
"""Told only where chance alone would give it less often than this."""


def patterns_of(results: pd.DataFrame, rules: Iterable[Rule] = ()) -> tuple[Finding, ...]:
    """Drift of each product's lots, then crowding of each brand's results within the upper limits among `rules`.

    `results` has columns.RESULTS and holds one set (real or specimen). Kinds of acquisition and bases stay apart, and a certificate counts
    once for an analyte; bounds, aggregates, retired reports and results whose source is lost do not enter.
    """
    exact = results[(results["low"] == results["high"]) & (results["low"] > 0) & (results["brand_key"].fillna("") != "")]
    entering = exact["source_found"].astype(bool) & ~exact["state"].isin(RETIRED) & ~exact["granularity"].isin(AGGREGATES)
    rows = exact[entering].drop_duplicates(["certificate_id", "analyte_key", "basis"])
    found = [
        drift(group["low"].tolist(), group["reported"].tolist(), analyte=_name(analyte))
        for analyte, group in _groups(rows, ["brand_key", "product_key"])
    ]
    limits = [rule for rule in rules if rule.quantity is Quantity.AMOUNT and rule.comparator in ("<", "<=") and rule.canonical_limit]
    for rule in limits:
        of_rule = rows[(rows["analyte_key"] == rule.analyte) & (rows["basis"] == rule.basis)]
        for analyte, group in _groups(of_rule, ["brand_key"]):
            limit = float(rule.canonical_limit or 0)
            found.append(bunching(group["low"].tolist(), limit, analyte=_name(analyte), limit_text=f"{rule.words} [{rule.cite}]"))
    return tuple(one for one in found if one is not None)


def _groups(rows: pd.DataFrame, keys: list[str]) -> Iterator[tuple[str, pd.DataFrame]]:
    """The analyte and the rows of each group that is large enough to tell a pattern of."""
    grouped = rows.groupby(["acquisition", *keys, "analyte_key", "basis"], sort=True)
    large = rows[grouped["low"].transform("size") >= MINIMUM_RESULTS]
    for _, group in large.groupby(["acquisition", *keys, "analyte_key", "basis"], sort=True):
        yield str(group["analyte_key"].iloc[0]), group


def _name(analyte: str) -> str:
    return load_catalogue().get(analyte).name if analyte in load_catalogue() else analyte


def bunching(values: Sequence[float], limit: float, *, analyte: str, limit_text: str) -> Finding | None:
    """Whether results crowd just within an upper limit: those within 10 % below against those within 10 % above (one-sided binomial test).

    None below 20 quantified results, without a limit above zero, or where chance explains it.
    """
    known = np.asarray([value for value in values if np.isfinite(value)], dtype=np.float64)
    if len(known) < MINIMUM_RESULTS or not limit > 0:
        return None
    within = int(((known > limit * (1 - _NEAR)) & (known <= limit)).sum())
    beyond = int(((known > limit) & (known <= limit * (1 + _NEAR))).sum())
    if within == 0 or float(bdtrc(within - 1, within + beyond, 0.5)) >= _RARE:
        return None
    details = {"within": str(within), "beyond": str(beyond), "total": str(len(known)), "analyte": analyte, "limit": limit_text}
    return Finding(code="bunching-at-limit", details=details)


def drift(values: Sequence[float], days: Sequence[date | pd.Timestamp], *, analyte: str) -> Finding | None:
    """Whether lots rise or fall with time (Mann-Kendall test, two-sided). None below 20 dated results or where chance explains it."""
    rows = pd.DataFrame(
        {"value": np.asarray(values, dtype=np.float64), "day": pd.to_datetime(pd.Series(days, dtype=object), errors="coerce")}
    )
    rows = rows.dropna().sort_values("day", kind="stable")
    n = len(rows)
    if n < MINIMUM_RESULTS:
        return None
    value, day = rows["value"].to_numpy(), rows["day"].to_numpy().astype("datetime64[D]").astype(np.int64)
    signs = np.sign(value[None, :] - value[:, None]) * np.sign(day[None, :] - day[:, None])
    score = float(np.triu(signs, 1).sum())
    spread = n * (n - 1) * (2 * n + 5) - _ties(value) - _ties(day)
    z = (score - np.sign(score)) / np.sqrt(spread / 18) if spread > 0 else 0.0
    if 2 * float(ndtr(-abs(z))) >= _RARE:
        return None
    shown = {"direction": "rises" if score > 0 else "falls", "total": str(n), "analyte": analyte}
    ends = {"first": str(rows["day"].iloc[0].date()), "last": str(rows["day"].iloc[-1].date())}
    return Finding(code="lots-drift", details=shown | ends)


def _ties(values: np.ndarray) -> float:
    counts = np.unique(values, return_counts=True)[1]
    return float((counts * (counts - 1) * (2 * counts + 5)).sum())


def exchanged_claims(history: pd.DataFrame) -> tuple[Finding, ...]:
    """Labels of two products of one brand, seen on one day, that fit each other's results and not their own.

    `history` is that of a label comparison. A label fits a result that rounds to it.
    """
    rows = history[(history["measured_low"] == history["measured_high"]) & (history["brand_key"] != "")]
    found: dict[tuple[str, ...], Finding] = {}
    for (_, seen), group in rows.groupby(["brand_key", "claim_seen_on"], sort=True, dropna=False):
        products = group.drop_duplicates("product_key").sort_values("product_key")
        table = list(products[["product", "claimed", "measured_low"]].itertuples(index=False, name=None))
        for n, (one, claim, measured) in enumerate(table):
            for other, other_claim, other_measured in table[n + 1 :]:
                crossed = _fits(claim, other_measured) and _fits(other_claim, measured)
                if crossed and not _fits(claim, measured) and not _fits(other_claim, other_measured):
                    found[str(seen), one, other] = Finding(code="claims-exchanged", details={"product": one, "other": other})
    return tuple(found.values())


def _fits(claim: float, measured: float) -> bool:
    """Whether the result rounds to the claim at the claim's own digits."""
    decimals = next((d for d in range(6) if abs(round(claim, d) - claim) < 1e-9), 6)
    return abs(measured - claim) <= 0.5 * 10.0**-decimals + 1e-9
