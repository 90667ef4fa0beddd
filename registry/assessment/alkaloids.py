"""Sum and shares of alkaloids, as bounds: what a certificate shows of the 7-OH share, the mitragynine ratio, and synthetic markers.

A statute's share has the alkaloid fraction as its denominator, and a certificate measures only some alkaloids. With h the
7-OH interval and o the intervals of the others (own derivation):

- upper bound of the share: h_high / (h_high + Σ o_low), because anything not measured can only enlarge the denominator;
- lower bound: h_low / (h_low + Σ o_high) where the panel is declared complete, and never less than 7-OH as % w/w of the
  product, because alkaloids cannot exceed the product.

Check: 7-OH below 0.01 % and mitragynine 0.495 % give an upper bound of 1.98 %. No comparison with a natural profile is made:
no cited profile of the plant is on file, so there is not enough data for one.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from registry.assessment.conformity import Decision, SourceCode
from registry.assessment.conformity_columns import columns_of, standard_uncertainty, uncertainty_source
from registry.assessment.uncertainty import Floats
from registry.model.analytes import load_catalogue
from registry.model.certificate import Panel
from registry.model.units import Basis

MITRAGYNINE: Final = "mitragynine"
SEVEN_OH: Final = "7oh"
TOTAL: Final = "total_mitragyna_alkaloids"
PRINTED_SHARE: Final = "derived:7oh_pct_of_alkaloids"
SYNTHETIC_MARKERS: Final = ("mgm15", "mgm16", "7acetoxymitragynine", "11f_mitragynine", "mitragynine_pseudoindoxyl")
"""Compounds not found in leaf above a trace: a quantified one says that something was made, its absence says nothing."""
_BASES: Final = (
    Basis.MASS_FRACTION,
    Basis.MASS_FRACTION_DRY,
    Basis.PER_VOLUME,
    Basis.PER_SERVING,
    Basis.PER_UNIT,
    Basis.PER_PACKAGE,
)

COMPOSITION: Final[dict[str, str]] = {
    "certificate_id": "string",
    "basis": "string",  # the basis the amounts are in: the first of the usual ones that 7-OH is printed in
    "alkaloids": "int64",  # how many single alkaloids have a result
    "sum_low": "float64",  # canonical unit of `basis`
    "sum_high": "float64",
    "share_low": "float64",  # 7-OH as % of the alkaloids
    "share_high": "float64",
    "u_share_low": "float64",  # standard uncertainty of each bound, 0 where none is known
    "u_share_high": "float64",
    "ratio_low": "float64",  # mitragynine : 7-OH
    "ratio_high": "float64",
    "u_ratio_low": "float64",
    "u_ratio_high": "float64",
    "source": "int8",  # conformity.SourceCode
    "markers_found": "string",  # synthetic markers with a quantified amount, by catalogue key
    "markers_tested": "int64",
}


@cache
def single_alkaloids() -> frozenset[str]:
    """Catalogue keys of single alkaloids: the potency panel without totals, derived figures and kava."""
    not_one = ("total_", "derived:", "flavokawain")
    return frozenset(a.key for a in load_catalogue() if a.panel is Panel.POTENCY and not a.key.startswith(not_one))


def compositions(results: pd.DataFrame, decision: Decision, *, complete: bool = False) -> pd.DataFrame:
    """One row (COMPOSITION) for each certificate that reports an alkaloid. `complete`: the panel is declared to hold every alkaloid.

    A bound that does not exist is NaN (no 7-OH result), a ratio without an upper bound is inf. Amounts of one certificate in
    different bases are not added: the first basis in which 7-OH is printed counts.
    """
    amounts = _amounts(results, decision)
    if amounts.empty:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COMPOSITION.items()})
    by_certificate = amounts.groupby("certificate_id", sort=True)
    table = by_certificate.agg(basis=("basis", "first")).join(_sums(amounts)).join(_markers(amounts))
    for name, key in (("h", SEVEN_OH), ("m", MITRAGYNINE), ("t", TOTAL), ("p", PRINTED_SHARE)):
        one = amounts[amounts["analyte_key"] == key].set_index("certificate_id")
        table = table.join(one[["low", "high", "u_low", "u_high", "source"]].add_prefix(f"{name}_"))
    table = table.assign(**_share(table, complete=complete), **_ratio(table), source=_source(table))
    table = table.fillna({"alkaloids": 0, "markers_tested": 0, "markers_found": "", "sum_low": 0.0, "sum_high": np.inf})
    return table.reset_index()[list(COMPOSITION)].astype(COMPOSITION)


def _amounts(results: pd.DataFrame, decision: Decision) -> pd.DataFrame:
    """Amounts of alkaloids in one basis for each certificate, one row for each analyte, with u at both ends."""
    keys = single_alkaloids() | {TOTAL, PRINTED_SHARE}
    rows = results[results["analyte_key"].isin(keys)]
    rank = rows["basis"].map({basis.value: n for n, basis in enumerate(_BASES)} | {Basis.SHARE_OF_ALKALOIDS.value: -1})
    low = rows["low"].to_numpy(dtype=np.float64, na_value=np.nan)
    rows = rows.assign(rank=rank)[(rank.notna() & ~np.isnan(low)).to_numpy()]
    is_share = rows["rank"] == -1
    wanted = rows["rank"].where((rows["analyte_key"] == SEVEN_OH) & ~is_share, rows["rank"] + len(_BASES)).where(~is_share)
    chosen = wanted.groupby(rows["certificate_id"]).transform("min") % len(_BASES)
    rows = rows[(is_share & (rows["analyte_key"] == PRINTED_SHARE)) | (rows["rank"] == chosen)]
    columns = columns_of(rows)
    source = uncertainty_source(columns, decision)
    rows = rows.assign(
        u_low=standard_uncertainty(columns, columns.low, source, decision),
        u_high=standard_uncertainty(columns, columns.high, source, decision),
        source=source,
    )
    # The same analyte twice in one certificate (a summary and a table) is one amount with the wider bounds.
    merged = rows.sort_values("rank", ascending=False, kind="stable").groupby(["certificate_id", "analyte_key"], sort=True)
    one: pd.DataFrame = merged.agg(
        basis=("basis", "first"),
        low=("low", "min"),
        high=("high", "max"),
        u_low=("u_low", "max"),
        u_high=("u_high", "max"),
        source=("source", "min"),
    ).reset_index()
    return one


def _sums(amounts: pd.DataFrame) -> pd.DataFrame:
    single = amounts[amounts["analyte_key"].isin(single_alkaloids())]
    others = single[single["analyte_key"] != SEVEN_OH]
    others = others.assign(
        square_low=others["u_low"] ** 2,
        square_high=others["u_high"] ** 2,
        worst=others["source"].where(others["low"] > 0, SourceCode.COUNT),  # a bound of 0 brings no uncertainty with it
        best=others["source"].where(others["low"] > 0, SourceCode.NONE),
    )
    summed = others.groupby("certificate_id", sort=True).agg(
        o_low=("low", "sum"),
        o_high=("high", "sum"),
        o_square_low=("square_low", "sum"),
        o_square_high=("square_high", "sum"),
        o_worst=("worst", "min"),
        o_best=("best", "max"),
    )
    every = single.groupby("certificate_id", sort=True).agg(alkaloids=("low", "size"), sum_low=("low", "sum"), sum_high=("high", "sum"))
    return every.join(summed)


def _markers(amounts: pd.DataFrame) -> pd.DataFrame:
    marker = amounts[amounts["analyte_key"].isin(SYNTHETIC_MARKERS)]
    found = marker["analyte_key"].where(marker["low"] > 0)
    return pd.DataFrame(
        {
            "markers_tested": marker.groupby("certificate_id", sort=True).size(),
            "markers_found": found.groupby(marker["certificate_id"], sort=True).agg(lambda keys: ", ".join(sorted(keys.dropna()))),
        }
    )


def _column(table: pd.DataFrame, name: str) -> Floats:
    return table[name].to_numpy(dtype=np.float64, na_value=np.nan)


def _share(table: pd.DataFrame, *, complete: bool) -> dict[str, Floats]:
    """The bounds of 7-OH as % of the alkaloids; a printed total can only make the denominator larger, and a printed share stands in."""
    h_low, h_high = _column(table, "h_low"), _column(table, "h_high")
    o_low, o_high = (np.nan_to_num(_column(table, f"o_{end}"), posinf=np.inf) for end in ("low", "high"))
    total_rest = np.nan_to_num(_column(table, "t_low") - h_high, nan=0.0, neginf=0.0)
    rest = np.maximum(o_low, total_rest)
    with np.errstate(invalid="ignore", divide="ignore"):
        high = np.where(np.isinf(h_high), 1.0, h_high / (h_high + rest))
        u_high = (
            np.sqrt((rest * _column(table, "h_u_high")) ** 2 + h_high**2 * np.nan_to_num(_column(table, "o_square_low")))
            / (h_high + rest) ** 2
        )
        low = np.where(np.isinf(o_high) | (h_low + o_high == 0), 0.0, h_low / (h_low + o_high)) if complete else np.zeros(len(table))
        u_low = (
            np.sqrt((o_high * _column(table, "h_u_low")) ** 2 + h_low**2 * np.nan_to_num(_column(table, "o_square_high")))
            / (h_low + o_high) ** 2
        )
    by_mass = (table["basis"] == Basis.MASS_FRACTION).to_numpy()
    of_product = np.where(by_mass, h_low / 1000, 0.0)
    product_wins = of_product >= low
    shares = {
        "share_low": np.where(product_wins, of_product, low) * 100,
        "share_high": high * 100,
        "u_share_low": np.nan_to_num(np.where(product_wins, np.where(by_mass, _column(table, "h_u_low") / 1000, 0.0), u_low)) * 100,
        "u_share_high": np.nan_to_num(u_high) * 100,
    }
    printed = np.isnan(h_low) & ~np.isnan(_column(table, "p_low"))
    for name, stated in zip(shares, ("p_low", "p_high", "p_u_low", "p_u_high"), strict=True):
        shares[name] = np.where(printed, _column(table, stated), np.where(np.isnan(h_low), np.nan, shares[name]))
    return shares


def _ratio(table: pd.DataFrame) -> dict[str, Floats]:
    """Bounds of mitragynine : 7-OH; inf above where 7-OH may be absent."""
    out: dict[str, Floats] = {}
    for end, other in (("low", "high"), ("high", "low")):
        m, h = _column(table, f"m_{end}"), _column(table, f"h_{other}")
        u_m, u_h = _column(table, f"m_u_{end}"), _column(table, f"h_u_{other}")
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = np.where(np.isinf(h), 0.0, m / h)
            relative = np.sqrt((u_m / m) ** 2 + (u_h / h) ** 2)
            out[f"ratio_{end}"] = ratio
            out[f"u_ratio_{end}"] = np.where(np.isfinite(ratio) & np.isfinite(relative), ratio * relative, 0.0)
    return out


def _source(table: pd.DataFrame) -> Floats:
    """The uncertainty that the figures rest on: none where one contributor has none; of a printed and an assumed one the assumed."""
    own = _column(table, "h_source")
    worst, best = _column(table, "o_worst"), _column(table, "o_best")
    known = (own > 0) & ~(worst == SourceCode.NONE)
    return np.where(known, np.fmax(own, best), np.where(np.isnan(own), np.nan_to_num(_column(table, "p_source")), SourceCode.NONE))
