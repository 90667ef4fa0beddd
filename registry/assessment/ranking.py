"""Ranking brands by interval: partial pooling of lots in products in brands, kinds of acquisition apart, and the gap between them.

Small samples put the best next to the worst (Goldstein and Spiegelhalter 1996), so a rank is an interval, a brand with one lot is never
ranked, and where the design cannot separate brand from laboratory that is said.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

import numpy as np
import pandas as pd

from registry.assessment.columns import AGGREGATES
from registry.assessment.laboratories import LaboratoryEffect, laboratory_effect
from registry.assessment.pooling import Pooled, Within, pool, product_levels
from registry.assessment.tolerance import t_quantile
from registry.assessment.uncertainty import Floats

MINIMUM_LOTS: Final = 2
"""A brand with fewer lots is listed without a rank."""
MINIMUM_BRANDS: Final = 3
MOST_BOUNDS: Final = 0.2
"""Where more than this share of the lots is known only as a bound, leaving them out would bend the ranking: refused."""
SEED: Final = 20240
"""Draws are the same on every machine and day."""
Better = Literal["high", "low", "near"]

RANKED: Final[dict[str, str]] = {
    "specimen": "bool",
    "acquisition": "string",
    "brand_key": "string",
    "brand": "string",
    "products": "int64",
    "lots": "int64",
    "raw_mean": "float64",  # mean of its product means
    "estimate": "float64",  # drawn towards the others; NaN where no pooling was possible
    "low": "float64",  # 95 % interval of the brand's true mean
    "high": "float64",
    "rank": "Int64",  # median rank, 1 is best; missing for a brand below the minimum
    "rank_low": "Int64",
    "rank_high": "Int64",
    "first": "float64",  # chance of being best
    "note": "string",
}
GROUPS: Final[dict[str, str]] = {
    "specimen": "bool",
    "acquisition": "string",
    "brands": "int64",
    "lots": "int64",
    "left_out": "int64",  # lots known only as a bound
    "mean": "float64",  # over brands, Hartung-Knapp
    "mean_low": "float64",
    "mean_high": "float64",
    "sd_between": "float64",  # median of the spread between brands, with its 95 % interval
    "sd_between_low": "float64",
    "sd_between_high": "float64",
    "sd_within": "float64",
    "laboratory": "string",  # whether a laboratory effect could be separated
    "note": "string",
}
GAPS: Final[dict[str, str]] = {
    "specimen": "bool",
    "first": "string",
    "second": "string",
    "brands": "int64",  # brands seen in both
    "difference": "float64",  # first minus second
    "low": "float64",
    "high": "float64",
    "note": "string",
}


@dataclass(frozen=True)
class Ranking:
    """`brands` (RANKED, best first within its kind of acquisition), `groups` (GROUPS), `gaps` (GAPS), and the method in sentences."""

    brands: pd.DataFrame
    groups: pd.DataFrame
    gaps: pd.DataFrame
    method: tuple[str, ...]


def rank_brands(lots: pd.DataFrame, *, better: Better = "high", target: float = 1.0, within_sd: float | None = None) -> Ranking:
    """Rank the brands of a frame with one row a measurement, all in one basis: RESULTS of one analyte, or `shares` of a label comparison.

    Its columns: specimen, acquisition, granularity, brand_key, brand, product_key, lot_key, certificate_id, laboratory, low, high.
    `better` says what is best: the largest, the smallest, or nearest to `target`. `within_sd` is a stated spread of lots within a
    product, used where no product has two lots. Rows without a brand or an amount, aggregates, and results whose source is lost do not
    enter. Nothing raises: a group that cannot be ranked says why.
    """
    rows = lots[(lots["brand_key"].fillna("") != "") & lots["low"].notna() & ~lots["granularity"].fillna("").isin(AGGREGATES)]
    if "source_found" in rows:  # the lots of a label comparison have left them out already
        rows = rows[rows["source_found"].astype(bool)]
    brands, groups = [], []
    for (specimen, acquisition), group in rows.groupby(["specimen", "acquisition"], sort=True):
        one = _Group(group)
        table, summary = one.ranked(better, target, within_sd)
        named: dict[str, object] = {"specimen": bool(specimen), "acquisition": str(acquisition)}
        brands.append(table.assign(specimen=bool(specimen), acquisition=str(acquisition)))
        groups.append(named | summary)
    ranked = pd.concat(brands, ignore_index=True) if brands else pd.DataFrame(columns=list(RANKED))
    summaries = pd.DataFrame(groups, columns=list(GROUPS)).astype(GROUPS)
    return Ranking(ranked[list(RANKED)].astype(RANKED), summaries, _gaps(ranked), _method(better, target))


def shares(comparison_lots: pd.DataFrame) -> pd.DataFrame:
    """The lots of a label comparison in the shape that `rank_brands` takes: each measurement as a share of its claim."""
    return comparison_lots.assign(low=comparison_lots["share_low"], high=comparison_lots["share_high"])


class _Group:
    """The lots of one kind of acquisition, with brands and products numbered."""

    def __init__(self, rows: pd.DataFrame) -> None:
        lots = _lot_values(rows)
        exact = lots["low"] == lots["high"]
        self.left_out, self.total = int((~exact).sum()), len(lots)
        self.lots = lots[exact].reset_index(drop=True)
        self.names = rows.groupby("brand_key", sort=True)["brand"].first()
        self.effect: LaboratoryEffect = laboratory_effect(self.lots)
        value = self.lots["low"].to_numpy(dtype=np.float64) - self.effect.correction
        lots = self.lots.assign(value=value, extra=self.effect.extra)
        of_product = lots.groupby(["brand_key", "product_key"], sort=True)
        lots["square"] = (lots["value"] - of_product["value"].transform("mean")) ** 2
        self.products = of_product.agg(
            value=("value", "mean"), extra=("extra", "first"), lots=("lot", "nunique"), size=("value", "size"), squares=("square", "sum")
        ).reset_index()

    def ranked(self, better: Better, target: float, within_sd: float | None) -> tuple[pd.DataFrame, dict[str, object]]:
        table = self.products.groupby("brand_key", sort=True).agg(
            products=("value", "size"), lots=("lots", "sum"), raw_mean=("value", "mean")
        )
        table = table.join(self.names).reset_index()
        within, refusal = self.within(within_sd)
        summary: dict[str, object] = {
            "brands": len(table),
            "lots": len(self.lots),
            "left_out": self.left_out,
            "laboratory": self.effect.sentence,
            "note": refusal,
            "sd_within": math.sqrt(float(within.variance[0])) if within else math.nan,
        }
        if within is None or refusal:
            return _unranked(table, refusal), summary
        products = self.products
        brand = pd.factorize(products["brand_key"], sort=True)[0]
        value, extra, size = (products[name].to_numpy(dtype=np.float64) for name in ("value", "extra", "size"))
        pooled = pool(product_levels(value, extra, size, brand, within), within, np.random.default_rng(SEED))
        return _ranked(table, pooled, better, target), summary | _spreads(pooled)

    def within(self, stated: float | None) -> tuple[Within | None, str]:
        """The spread of lots within a product, estimated or stated, or why there is none to rank by."""
        freedom = len(self.lots) - len(self.products) - self.effect.parameters
        squares = float(self.products["squares"].sum())
        if self.total and self.left_out > MOST_BOUNDS * self.total:
            return None, f"{self.left_out} of {self.total} lots are known only as a bound: too many to rank by the others."
        if self.products["brand_key"].nunique() < MINIMUM_BRANDS:
            return None, f"Fewer than {MINIMUM_BRANDS} brands: nothing to rank."
        if freedom > 0 and squares > 0:
            return Within(np.array([squares / freedom]), float(freedom)), ""
        if stated is not None and stated > 0:
            return Within(np.array([stated**2]), math.inf), ""
        return None, "No product has two lots that differ and no spread within products is stated: brands cannot be told apart."


def _lot_values(rows: pd.DataFrame) -> pd.DataFrame:
    """One row for each lot and laboratory: the mean of its certificates. A lot without a number is its certificate."""
    lot = rows["lot_key"].fillna("").mask(lambda key: key == "", rows["certificate_id"])
    keys = ["brand_key", "product_key", "lot", "laboratory", "certificate_id"]
    named = rows.assign(lot=lot, laboratory=rows["laboratory"].fillna(""))
    certificates = named.groupby(keys, sort=True)[["low", "high"]].mean()
    return certificates.groupby(keys[:-1], sort=True).mean().reset_index()


def _unranked(table: pd.DataFrame, why: str) -> pd.DataFrame:
    empty = dict.fromkeys(("estimate", "low", "high", "rank", "rank_low", "rank_high", "first"), math.nan)
    return table.assign(**empty, note=why)


def _ranked(table: pd.DataFrame, pooled: Pooled, better: Better, target: float) -> pd.DataFrame:
    """Estimates for every brand, ranks among those with enough lots; those without come last."""
    estimate, low, high = (figure[0] for figure in pooled.estimates())
    low = np.maximum(low, 0.0)
    enough = (table["lots"] >= MINIMUM_LOTS).to_numpy()
    note = np.where(enough, "", f"Fewer than {MINIMUM_LOTS} lots: listed, not ranked.")
    unranked = dict.fromkeys(("rank", "rank_low", "rank_high", "first"), math.nan)
    out = table.assign(estimate=estimate, low=low, high=high, note=note, **unranked)
    if enough.sum() >= MINIMUM_BRANDS:
        draws = pooled.draws[:, :, enough]
        badness = {"high": -draws, "low": draws, "near": np.abs(draws - target)}[better]
        rank, rank_low, rank_high, first = (figure[0] for figure in pooled.ranks(badness))
        for name, figure in (("rank", rank), ("rank_low", rank_low), ("rank_high", rank_high), ("first", first)):
            out.loc[enough, name] = figure
    else:
        out.loc[enough, "note"] = f"Fewer than {MINIMUM_BRANDS} brands with {MINIMUM_LOTS} lots: not ranked."
    worth = {"high": -estimate, "low": estimate, "near": np.abs(estimate - target)}[better]
    return out.assign(_last=~enough, _worth=worth).sort_values(["_last", "_worth"], kind="stable").drop(columns=["_last", "_worth"])


def _spreads(pooled: Pooled) -> dict[str, object]:
    low, middle, high = np.quantile(pooled.between[0], (0.025, 0.5, 0.975))
    mean, mean_low, mean_high = (float(figure[0]) for figure in (pooled.mean, np.maximum(pooled.mean_low, 0.0), pooled.mean_high))
    between = {"sd_between": float(middle), "sd_between_low": float(low), "sd_between_high": float(high)}
    return {"mean": mean, "mean_low": mean_low, "mean_high": mean_high, **between}


def _gaps(brands: pd.DataFrame) -> pd.DataFrame:
    """For every two kinds of acquisition: the mean difference over the brands seen in both, with a 95 % t interval."""
    rows = []
    for specimen, group in brands.groupby("specimen", sort=True):
        wide = group.pivot_table(index="brand_key", columns="acquisition", values="raw_mean", aggfunc="first")
        for first, second in combinations(wide.columns, 2):
            difference = (wide[first] - wide[second]).dropna().to_numpy(dtype=np.float64)
            rows.append({"specimen": specimen, "first": first, "second": second, "brands": len(difference)} | _interval(difference))
    return pd.DataFrame(rows, columns=list(GAPS)).astype(GAPS)


def _interval(difference: Floats) -> dict[str, object]:
    n = len(difference)
    if not n:
        return {"difference": math.nan, "low": math.nan, "high": math.nan, "note": "No brand was seen in both: the gap cannot be told."}
    mean = float(difference.mean())
    if n == 1:
        return {"difference": mean, "low": math.nan, "high": math.nan, "note": "One brand was seen in both: no interval."}
    half = t_quantile(0.975, n - 1) * float(difference.std(ddof=1)) / math.sqrt(n)
    return {"difference": mean, "low": mean - half, "high": mean + half, "note": ""}


def _method(better: Better, target: float) -> tuple[str, ...]:
    best = {
        "high": "the largest",
        "low": "the smallest",
        "near": f"nearest to {target:g} (of shares of a claim: to {100 * target:g} % of what the label says)",
    }[better]
    return (
        "A lot is the mean of its certificates; lots lie in products, products in brands, and each brand is drawn towards the others.",
        "Intervals of brands and ranks are 95 %, from the posterior over a 120-point grid of the spread between brands.",
        "No brand holds less than nothing: an interval that would reach below 0 ends at 0.",
        "The mean of all brands has a Hartung-Knapp interval.",
        f"Best is {best}. A brand with fewer than {MINIMUM_LOTS} lots is listed without a rank.",
        "Kinds of acquisition are ranked apart; their gap is over brands seen in both.",
        "Published certificates are a sample chosen by whoever published them.",
    )
