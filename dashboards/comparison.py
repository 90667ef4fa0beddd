"""A comparison as marks, table rows and sentences; pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from dashboards import links
from dashboards.components.interval_plot import Mark
from dashboards.components.markup import Html, join, link, tag, text
from dashboards.components.measurement import NO_BREAK, amount, day, issued, number, shown, stated
from dashboards.components.result_table import Column, Row
from dashboards.components.source import kind_name, line, specimen_tag
from dashboards.components.verdict import badge
from dashboards.views import UNBROKEN
from registry.assessment.conformity import grounds
from registry.assessment.label import REFUSALS, LabelComparison
from registry.assessment.records import records
from registry.model.units import CANONICAL, Basis

LABEL_COLUMNS: Final = (
    Column("Product and lot"),
    Column("Label says", number=True),
    Column("Measured", number=True),
    Column("Share of the claim, and verdict"),
    Column("Evidence"),
)
MEASURED_COLUMNS: Final = (Column("Product and lot"), Column("Measured", number=True), Column("What it stands for"), Column("Evidence"))
COUNTED: Final = frozenset(basis.value for basis in Basis if basis is not Basis.UNKNOWN)
"""Bases that an axis can have."""
STATED: Final = ", by what certificate or label states"
"""The end of every crossing's sentence: a caption says it once for a table."""
ROWS: Final = 100
"""Rows of one table on a page; a report holds all."""
SINGLE: Final = ("", "lot", "sample", "product", "replicate", "composite", "certificate")
"""Granularities of a figure that stands for one sample of one product; the others are aggregates."""


def _named(row: Mapping[str, Any]) -> str:
    """Product, lot and brand in one line; what matters least stands last, where a narrow screen cuts."""
    parts = (_said(row["product"]) or "product not named", _said(row["lot"]), _said(row["brand"]))
    return " · ".join(part for part in parts if part)


def _said(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]


def _evidence(row: Mapping[str, Any]) -> str:
    """The address of the row's value."""
    return links.certificate(_said(row["certificate_id"]), row=int(row["row"]), specimen=bool(row["specimen"]))


def _name_cell(row: Mapping[str, Any]) -> Html:
    specimen = bool(row["specimen"])
    product = link(_said(row["product"]) or "product not named", links.product(_said(row["product_key"]), specimen=specimen))
    brand = (
        link(_said(row["brand"]), links.brand(_said(row["brand_key"]), specimen=specimen))
        if _said(row["brand_key"])
        else text(_said(row["brand"]))
    )
    lot = _said(row["lot"])
    named = tag("span", f"lot {lot}" if lot else "no lot printed", class_="kr-nowrap" if len(lot) < UNBROKEN else None)
    under = tag("span", brand, " · ", named, class_="kr-small kr-soft")
    return join([product, Html("<br>"), under, Html(" "), specimen_tag()] if specimen else [product, Html("<br>"), under])


def _source_cell(row: Mapping[str, Any]) -> Html:
    return line(
        _said(row["laboratory"]),
        "",
        None if pd.isna(row["reported"]) else row["reported"],
        _said(row["acquisition"]),
        _said(row["grade"]),
        _evidence(row),
        "see the value",
    )


# --- labelled against measured -------------------------------------------------------------------


def in_order(lots: pd.DataFrame) -> pd.DataFrame:
    """Comparisons by how the sample came to be tested, the lowest share first within each kind."""
    return lots.sort_values(["acquisition", "share_high", "product"], kind="stable")


def label_marks(lots: pd.DataFrame) -> tuple[Mark, ...]:
    """Comparisons as marks in percent of the claim, in the order given."""
    return tuple(_label_mark(row) for row in records(lots))


def _label_mark(row: Mapping[str, Any]) -> Mark:
    low, high, spread = 100 * float(row["share_low"]), 100 * float(row["share_high"]), 200 * float(row["share_u"])
    whisker = (low - spread, low + spread) if low == high and spread > 0 else None
    measured = amount(float(row["measured_low"]), float(row["measured_high"]))
    said = f"{_named(row)}: measured {measured} {row['unit']}, label {stated(float(row['claimed']))} {row['unit']}; {row['verdict']}"
    return Mark(_named(row), low, high, _evidence(row), said, 100.0, whisker)


def label_rows(lots: pd.DataFrame) -> tuple[Row, ...]:
    """The same comparisons, which are `in_order`, as a table of at most ROWS rows, grouped by how the sample came to be tested."""
    return tuple(_label_row(row) for row in records(lots.head(ROWS)))


def _label_row(row: Mapping[str, Any]) -> Row:
    claim = _claim(row)
    seen = _said(row["claim_source_url"])
    dated = f"seen {day(row['claim_seen_on']).replace(' ', NO_BREAK)}" if not pd.isna(row["claim_seen_on"]) else "not dated"
    origin = tag("span", link(dated, seen.split(" ")[0]) if seen else dated, class_="kr-printed")
    share = amount(100 * float(row["share_low"]), 100 * float(row["share_high"]))
    share = f"{share} %" if math.isfinite(float(row["share_high"])) else share
    crossed = _said(row["crossing"]).removesuffix(STATED)
    crossing = tag("span", crossed, class_="kr-printed") if crossed else None
    measured = shown(
        float(row["measured_low"]), float(row["measured_high"]), _said(row["unit"]), f"{row['text']} {_said(row['measured_unit'])}".strip()
    )
    why = grounds(_said(row["reason"]), _said(row["uncertainty"]))
    return Row(
        (
            _name_cell(row),
            join([claim, origin]),
            join([measured, crossing] if crossing else [measured]),
            join(
                [
                    tag("span", share, class_="kr-amount kr-num"),
                    Html(" "),
                    badge(_said(row["verdict"]), why),
                ]
            ),
            _source_cell(row),
        ),
        group=kind_name(_said(row["acquisition"])),
        specimen=bool(row["specimen"]),
    )


def _claim(row: Mapping[str, Any]) -> Html:
    amount_of_claim = tag("span", stated(float(row["claimed"])), class_="kr-amount")
    return join([amount_of_claim, Html("\u202f"), tag("span", row["unit"], class_="kr-unit")])


FIGURE_COLUMNS: Final = (
    Column("Product"),
    Column("Lots", number=True),
    Column("Mean, % of the claim", number=True),
    Column("95 % interval of the mean", number=True),
    Column("Next lot, 95 %", number=True),
    Column("Against the tolerance"),
    Column("Label the evidence supports", number=True),
)


def figure_rows(figures: pd.DataFrame) -> tuple[Row, ...]:
    """One row for each product within a kind of evidence; a figure that too few lots allow is a dash, and the note says why."""
    return tuple(figure_row(row) for row in records(figures.sort_values(["acquisition", "brand", "product"], kind="stable").head(ROWS)))


def figure_row(row: Mapping[str, Any]) -> Row:
    """The row of one record of columns.LABEL_FIGURES."""
    settled = _said(row["settled"])
    needed = "" if pd.isna(row["lots_needed"]) else f"{_some(int(row['lots_needed']))} lots in all would settle it"
    why = needed if settled == "not settled" and needed else _said(row["note"])
    standing = badge(settled if settled in ("within", "outside") else "cannot decide", why)
    supported = "–" if pd.isna(row["supported"]) else f"{number(float(row['supported']))} {_said(row['unit'])}"
    return Row(
        (
            link(_said(row["product"]) or _said(row["brand"]), links.product(_said(row["product_key"]), specimen=bool(row["specimen"]))),
            _lots(row),
            _percent(row["mean_low"], row["mean_high"]),
            _percent(row["interval_low"], row["interval_high"], spread=True),
            _percent(row["next_low"], row["next_high"], spread=True),
            standing,
            supported,
        ),
        group=kind_name(_said(row["acquisition"])),
        specimen=bool(row["specimen"]),
    )


def _some(lots: int) -> str:
    """How many lots, in words that do not count an estimate of hundreds to the last one."""
    return str(lots) if lots < 100 else f"about {stated(float(f'{lots:.1e}'))}"


def _lots(row: Mapping[str, Any]) -> str:
    bounds = int(row["bounds"])
    return f"{int(row['lots'])}" + (f" ({bounds} only a bound)" if bounds else "")


def _percent(low: float, high: float, *, spread: bool = False) -> str:
    """A share or a pair of shares as percent, a dash where there is none."""
    if math.isnan(low) or math.isnan(high):
        return "–"
    if math.isinf(high):
        return f"{number(100 * low)} or more"
    if low == high:
        return number(100 * low)
    return f"{number(100 * max(0.0, low) if spread else 100 * low)} – {number(100 * high)}"


# --- measured potency ------------------------------------------------------------------------------


def bases(single: pd.DataFrame) -> list[str]:
    """The bases that the `singles` are measured in, most frequent first."""
    counts = single["basis"].value_counts()
    return [str(basis) for basis in counts.index if str(basis) in COUNTED]


def singles(results: pd.DataFrame, analyte: str = "") -> pd.DataFrame:
    """Results that stand for one sample of a named product and give an amount, of one analyte where it is named; a row printed in two
    units of one basis counts once.
    """
    asked = results["analyte_key"] == analyte if analyte else results["low"].notna()
    at = np.flatnonzero(asked.to_numpy(dtype=bool))
    seen = results[["granularity", "product_key", "low", "certificate_id", "row", "basis"]].iloc[at].reset_index(drop=True)
    fits = seen["granularity"].fillna("").isin(SINGLE) & (seen["product_key"].fillna("") != "") & seen["low"].notna()
    once = seen[fits].drop_duplicates(["certificate_id", "row", "basis"])
    return results.iloc[at[once.index]]  # forty columns are moved once: a page waits for this


def highest_first(results: pd.DataFrame) -> pd.DataFrame:
    """Results by how the sample came to be tested, the highest first within each kind."""
    return results.sort_values(["acquisition", "high", "low", "product"], ascending=[True, False, False, True], kind="stable")


def measured_marks(results: pd.DataFrame) -> tuple[Mark, ...]:
    """Results (all of one basis) as marks, in the order given."""
    return tuple(_measured_mark(row, _named(row)) for row in records(results))


def dated_marks(results: pd.DataFrame) -> tuple[Mark, ...]:
    """One mark for each result of one product, named by lot and date, in the order given."""
    return tuple(_measured_mark(row, f"lot {_said(row['lot']) or 'not printed'} · {issued(row['reported'])}") for row in records(results))


def _measured_mark(row: Mapping[str, Any], name: str) -> Mark:
    low, high, u = float(row["low"]), float(row["high"]), row["u"]
    whisker = (low - 2 * u, low + 2 * u) if low == high and u > 0 else None
    said = f"{name}: {amount(low, high)} {CANONICAL[Basis(row['basis'])]}, printed {row['text']}"
    return Mark(name, low, high, _evidence(row), said, None, whisker)


def measured_rows(results: pd.DataFrame) -> tuple[Row, ...]:
    """The same results, the `highest_first`, as rows of a table, grouped by how the sample came to be tested."""
    return tuple(_measured_row(row) for row in records(results))


def _measured_row(row: Mapping[str, Any]) -> Row:
    unit = CANONICAL[Basis(row["basis"])]
    printed = f"{row['text']} {_said(row['unit'])}".strip()
    stands_for = _said(row["granularity"]) or "lot on the certificate"
    return Row(
        (_name_cell(row), shown(float(row["low"]), float(row["high"]), unit, printed), stands_for, _source_cell(row)),
        group=kind_name(_said(row["acquisition"])),
        specimen=bool(row["specimen"]),
    )


# --- what cannot be compared -------------------------------------------------------------------------


def claims_refused(claims: pd.DataFrame, comparisons: Mapping[str, LabelComparison]) -> tuple[int, dict[str, int]]:
    """How many of `claims` meet a measurement, and the others counted by reason (in words).

    `comparisons` holds one comparison for each analyte that a claim names; each claim is counted once.
    """
    compared = {str(key) for c in comparisons.values() for key in c.history["claim_key"]}
    reasons: dict[str, str] = {}
    for comparison in comparisons.values():
        refused = comparison.not_comparable
        for key, reason in zip(refused["claim_key"], refused["reason"], strict=True):
            if _said(key):
                reasons.setdefault(_said(key), _said(reason))
    counts: dict[str, int] = {}
    for key, state in zip(claims["claim_key"], claims["state"], strict=True):
        if str(key) not in compared:
            reason = REFUSALS["no-claim"] if state == "no-claim" else reasons.get(str(key), REFUSALS["no-measurement"])
            counts[reason] = counts.get(reason, 0) + 1
    return sum(str(key) in compared for key in claims["claim_key"]), dict(sorted(counts.items(), key=lambda item: -item[1]))


def measurements_refused(comparison: LabelComparison) -> dict[str, int]:
    """Measurements of the analyte that meet no claim, counted by reason, most frequent first."""
    refused = comparison.not_comparable
    counts = refused[refused["what"] == "measurement"]["reason"].value_counts()
    return {str(reason): int(count) for reason, count in counts.items()}


def counted(reasons: Mapping[str, int]) -> Html:
    """Reasons with their counts as a list."""
    items = [tag("li", tag("strong", str(count), class_="kr-num"), " ", reason) for reason, count in reasons.items()]
    return tag("div", tag("ul", join(items)), class_="kr kr-small")


def part_of(rows: int, most: int = ROWS) -> str:
    """What a table that holds only its first rows says of the rest, "" where it holds all."""
    return f" The first {most} of {rows} rows; narrow down, or take the report: it holds all." if rows > most else ""
