"""Figures over lots: mean deviation from the claim with its interval, its parts, the next lot, the label the evidence supports.

Means and spreads are shares of the claim (1.0 is the claim). A lot is one number: the mean of its certificates, each the
mean of its rows. A lot whose number nobody printed is one lot for each certificate.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from pandas.api.types import pandas_dtype
from scipy.special import stdtrit

from registry.assessment.columns import LABEL_FIGURES
from registry.assessment.conformity import Verdict
from registry.assessment.tolerance import SUPPORTED_FROM_LOTS, Tolerance, lots_until_settled, supported_label

_BRAND: Final = ["specimen", "acquisition", "brand_key"]
_PRODUCT: Final = [*_BRAND, "product_key"]
_LOT: Final = [*_PRODUCT, "own_lot"]
_NUMBER: Final = "number"
_MET: Final = [Verdict.WITHIN.value, Verdict.CONFORMS.value, Verdict.PROBABLY_CONFORMS.value]
_NOT_MET: Final = [Verdict.OUTSIDE.value, Verdict.DOES_NOT_CONFORM.value, Verdict.PROBABLY_DOES_NOT_CONFORM.value]
_AMOUNTS: Final = ["share_low", "share_high", "measured_low"]


def product_figures(lots: pd.DataFrame, means: pd.DataFrame, tolerance: Tolerance) -> pd.DataFrame:
    """columns.LABEL_FIGURES, one row for each product within a kind of acquisition.

    `lots` has columns.LABEL_LOTS, `means` are its lots as `by_lot` gives them.
    """
    if lots.empty:
        return _shaped(pd.DataFrame(columns=list(LABEL_FIGURES)))
    lots, means = _numbered(lots, _PRODUCT), _numbered(means, _PRODUCT)
    table = _counts(lots, means).assign(products=1).join(_spread(means, tolerance)).join(_within_lots(lots), how="left")
    of_product = lots.groupby(_NUMBER, sort=True)
    named = of_product[["brand", "product", "unit"]].first().assign(units=of_product["unit"].nunique())
    seen = lots[[_NUMBER, "claim_seen_on", "claimed"]].sort_values("claim_seen_on", kind="stable", na_position="first")
    table = table.join(named).join(seen.groupby(_NUMBER, sort=True)["claimed"].last())
    one_unit = table["units"] == 1
    table["claimed"] = table["claimed"].where(one_unit)
    table["unit"] = table["unit"].where(one_unit, "")
    table["supported"] = _supported(means).where(one_unit)
    return _shaped(_keys(lots, _PRODUCT).join(table.assign(note=_notes(table, several=np.zeros(len(table), dtype=bool)))))


def brand_figures(lots: pd.DataFrame, means: pd.DataFrame, tolerance: Tolerance) -> pd.DataFrame:
    """The same for each brand. With several products the interval is over product means: lots of one product resemble each other."""
    if lots.empty:
        return _shaped(pd.DataFrame(columns=list(LABEL_FIGURES)))
    by_product = _numbered(means.groupby(_PRODUCT, sort=True)[_AMOUNTS].mean().reset_index(), _BRAND)
    lots, means = _numbered(lots, _BRAND), _numbered(means, _BRAND)
    products = by_product.groupby(_NUMBER, sort=True).size()
    several = products > 1
    spread = _spread(means, tolerance).where(~several, _spread(by_product, tolerance))
    table = _counts(lots, means).assign(products=products).join(spread).join(lots.groupby(_NUMBER, sort=True)[["brand"]].first())
    table = table.assign(product_key="", product="", unit="", claimed=np.nan, supported=np.nan, sd_within=np.nan)
    return _shaped(_keys(lots, _BRAND).join(table.assign(note=_notes(table, several=several.to_numpy()))))


def by_lot(lots: pd.DataFrame) -> pd.DataFrame:
    """Means of every lot, with its keys (_LOT), whether one of its measurements failed and whether all of them passed."""
    own_lot = lots["lot_key"].fillna("").mask(lambda key: key == "", lots["certificate_id"])
    rows = lots[[*_PRODUCT, "certificate_id", *_AMOUNTS]].assign(
        own_lot=own_lot, met=lots["verdict"].isin(_MET), failed=lots["verdict"].isin(_NOT_MET)
    )
    return _averaged(_averaged(rows, [*_LOT, "certificate_id"]), _LOT).reset_index()


def _numbered(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The rows with the number of what they are of, in the order of its `keys`: by a number they are grouped in a fifth of the time."""
    return frame.assign(**{_NUMBER: frame.groupby(keys, sort=True).ngroup()})


def _keys(numbered: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The keys by the number that `_numbered` gave them."""
    return numbered[[_NUMBER, *keys]].drop_duplicates(_NUMBER).set_index(_NUMBER).sort_index()


def _averaged(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    groups = rows.groupby(keys, sort=True)
    return groups[_AMOUNTS].mean().assign(met=groups["met"].all(), failed=groups["failed"].any())


def _counts(lots: pd.DataFrame, means: pd.DataFrame) -> pd.DataFrame:
    """Every result of a lot counts: one outside is enough for the lot to be outside."""
    counted = means.assign(
        lots=1, bounds=means["share_low"] != means["share_high"], within=means["met"], outside=means["failed"],
        undecided=~means["met"] & ~means["failed"],
    ).groupby(_NUMBER, sort=True)  # fmt: skip
    table = counted[["lots", "bounds", "within", "outside", "undecided"]].sum()
    return table.assign(measurements=lots.groupby(_NUMBER, sort=True).size())


def _spread(level: pd.DataFrame, tolerance: Tolerance) -> pd.DataFrame:
    """Mean, 95 % t interval, prediction interval, lots needed. NaN where a spread does not exist; the note says why.

    No lot holds less than nothing, so both intervals end at 0 where t would carry them below it: the part cut off holds no mean that can
    be true and no lot that can be, so the rest holds the truth exactly as often.
    """
    level = level.assign(exact=level["share_low"] == level["share_high"])
    groups = level.groupby(_NUMBER, sort=True)
    means = groups[["share_low", "share_high"]].mean().rename(columns={"share_low": "mean_low", "share_high": "mean_high"})
    table = means.assign(n=groups.size(), sd=groups["share_low"].std(), exact=groups["exact"].all())
    n = table["n"].to_numpy(dtype=float)
    usable = table["exact"].to_numpy() & (n >= 2)
    sd = np.where(usable, table["sd"].to_numpy(dtype=float), np.nan)
    t = np.where(usable, stdtrit(np.maximum(n - 1, 1), 0.975), np.nan)
    mean = table["mean_low"].to_numpy(dtype=float)
    half, ahead = t * sd / np.sqrt(n), t * sd * np.sqrt(1 + 1 / n)
    lower = -np.inf if tolerance.lower is None else tolerance.lower
    upper = np.inf if tolerance.upper is None else tolerance.upper
    inside = (mean - half >= lower) & (mean + half <= upper)
    beyond = (mean + half < lower) | (mean - half > upper)
    needed = [lots_until_settled(m, s, int(k), tolerance) if ok else None for m, s, k, ok in zip(mean, sd, n, usable, strict=True)]
    return pd.DataFrame(
        {
            "mean_low": mean,
            "mean_high": table["mean_high"].to_numpy(dtype=float),
            "interval_low": np.maximum(mean - half, 0.0),
            "interval_high": mean + half,
            "next_low": np.maximum(mean - ahead, 0.0),
            "next_high": mean + ahead,
            "sd_lots": sd,
            "settled": np.where(inside, "within", np.where(beyond, "outside", "not settled")),
            "lots_needed": pd.array(needed, dtype="Int64"),
        },
        index=table.index,
    )


def _supported(means: pd.DataFrame) -> pd.Series:
    """The label each product's lots support, in the canonical unit of its claim; NaN where nothing is named."""
    groups = means.assign(exact=means["share_low"] == means["share_high"]).groupby(_NUMBER, sort=True)
    amount = groups["measured_low"]
    table = amount.mean().to_frame("mean").assign(sd=amount.std(), n=groups.size(), exact=groups["exact"].all())
    columns = (table[name].tolist() for name in ("mean", "sd", "n", "exact"))
    named = [supported_label(mean, sd, n) if all_exact else None for mean, sd, n, all_exact in zip(*columns, strict=True)]
    return pd.Series(named, index=table.index, dtype=float)


def _within_lots(lots: pd.DataFrame) -> pd.DataFrame:
    """`sd_within`: pooled SD between certificates of one lot that were issued on different days; NaN where no lot has two such days.

    It holds method and sampling. What is left between lots holds product and day-to-day laboratory variation together.
    """
    told = [_NUMBER, "lot_key", "certificate_id", "share_low", "reported"]
    exact = lots.loc[(lots["share_low"] == lots["share_high"]) & (lots["lot_key"].fillna("") != ""), told]
    keys = [_NUMBER, "lot_key"]
    exact = exact[exact.duplicated(keys, keep=False)]  # a lot with one result has no two days
    if exact.empty:
        return exact.set_index(_NUMBER)[["share_low"]].rename(columns={"share_low": "sd_within"})
    of_certificate = exact.groupby([*keys, "certificate_id"], sort=True)
    days = of_certificate["share_low"].mean().to_frame("share").assign(day=of_certificate["reported"].first())
    of_lot = days.groupby(keys, sort=True)
    per_lot = of_lot["share"].var().to_frame("variance").assign(size=of_lot.size(), days=of_lot["day"].nunique())
    replicated = per_lot[per_lot["days"] > 1]
    squares = (replicated["variance"] * (replicated["size"] - 1)).groupby(_NUMBER, sort=True).sum()
    freedom = (replicated["size"] - 1).groupby(_NUMBER, sort=True).sum()
    return (squares / freedom).pow(0.5).to_frame("sd_within")


def _notes(table: pd.DataFrame, several: np.ndarray) -> list[str]:
    columns = (table[name].to_numpy() for name in ("lots", "bounds", "interval_low"))
    impossible = table["lots_needed"].isna().to_numpy()
    return [_note(*row) for row in zip(*columns, several, impossible, strict=True)]


def _note(lots: int, bounds: int, interval: float, several: bool, impossible: bool) -> str:
    if bounds:
        return f"{bounds} of {lots} lots are known only as a bound: the mean is a range, without an interval."
    if lots < 2 or np.isnan(interval):
        return "One lot: no spread, no interval, no prediction."
    said = []
    if several:
        said.append("The interval is over product means.")
    if lots < SUPPORTED_FROM_LOTS:
        said.append(f"Fewer than {SUPPORTED_FROM_LOTS} lots: no supported label is named.")
    if impossible:
        said.append("The mean sits on a tolerance limit: more than 10 000 lots would be needed to settle it.")
    return " ".join(said)


def _shaped(table: pd.DataFrame) -> pd.DataFrame:
    columns = {name: table[name].astype(pandas_dtype(kind)) for name, kind in LABEL_FIGURES.items()}
    return pd.DataFrame(columns).reset_index(drop=True)
