"""Brands beside each other as marks, rows and sentences: pooled estimates and ranks, each an interval; pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from dashboards import links
from dashboards.components.interval_plot import Mark
from dashboards.components.markup import Html, join, link, tag, text
from dashboards.components.measurement import number
from dashboards.components.result_table import Column, Row
from dashboards.components.source import kind_name
from dashboards.words import words
from registry.assessment.ranking import MINIMUM_LOTS, Ranking
from registry.assessment.records import records

COLUMNS: Final = (
    Column("Brand"),
    Column("Products", number=True),
    Column("Lots", number=True),
    Column("Its own mean, %", number=True),
    Column("Pooled estimate, % (95 % interval)", number=True),
    Column("Place, 95 % interval", number=True),
)


def in_one_group(ranking: Ranking, acquisition: str) -> pd.DataFrame:
    """The brands of one kind of evidence, best first, those without a place last."""
    return ranking.brands[ranking.brands["acquisition"] == acquisition]


def marks(brands: pd.DataFrame) -> tuple[Mark, ...]:
    """One mark for each brand that has a pooled estimate, with its 95 % interval, in percent of the claim."""
    return tuple(_mark(row) for row in records(brands) if math.isfinite(float(row["estimate"])))


def _mark(row: Mapping[str, Any]) -> Mark:
    estimate, low, high = (100 * float(row[name]) for name in ("estimate", "low", "high"))
    lots = f"{int(row['lots'])} {'lot' if int(row['lots']) == 1 else 'lots'}"
    place = place_of(row)
    said = f"{row['brand']}: {number(estimate)} % of the claim, 95 % interval {number(low)} to {number(high)}; {lots}; {place}"
    label = f"{row['brand']} · {lots}, {place}"
    return Mark(label, estimate, estimate, links.brand(str(row["brand_key"]), specimen=bool(row["specimen"])), said, 100.0, (low, high))


def place_of(row: Mapping[str, Any]) -> str:
    """``place 1 to 3``, ``place 2``, or that there is none."""
    if pd.isna(row["rank_low"]):
        return "no place"
    low, high = int(row["rank_low"]), int(row["rank_high"])
    return f"place {low}" if low == high else f"place {low} to {high}"


def rows(brands: pd.DataFrame) -> tuple[Row, ...]:
    """One row for each brand; a figure that the evidence does not allow is a dash with its reason."""
    return tuple(_row(row) for row in records(brands))


def _row(row: Mapping[str, Any]) -> Row:
    specimen = bool(row["specimen"])
    note = tag("span", str(row["note"]), class_="kr-printed") if row["note"] else None
    pooled = text("–")
    if math.isfinite(float(row["estimate"])):
        estimate, low, high = (number(100 * float(row[name])) for name in ("estimate", "low", "high"))
        pooled = join([tag("span", estimate, class_="kr-amount"), text(f" ({low} – {high})")])
    return Row(
        (
            join([link(str(row["brand"]), links.brand(str(row["brand_key"]), specimen=specimen)), *([note] if note else [])]),
            str(int(row["products"])),
            str(int(row["lots"])),
            number(100 * float(row["raw_mean"])),
            pooled,
            place_of(row).removeprefix("place ") if not pd.isna(row["rank_low"]) else "–",
        ),
        specimen=specimen,
    )


def summary(ranking: Ranking, acquisition: str) -> Html:
    """What holds for all brands of one kind of evidence: their mean, how far they lie apart, and what the laboratories do to it."""
    row = records(ranking.groups[ranking.groups["acquisition"] == acquisition])[0]
    said = [str(row["note"])] if row["note"] else []
    if math.isfinite(float(row["mean"])):
        mean, low, high = (number(100 * float(row[name])) for name in ("mean", "mean_low", "mean_high"))
        said.append(
            f"Over {row['brands']} brands and {row['lots']} lots the mean is {mean} % of the claim (95 % interval {low} to {high})."
        )
        between, within = number(100 * float(row["sd_between"]), 2), number(100 * float(row["sd_within"]), 2)
        said.append(f"Brands differ by a standard deviation of {between} points, lots of one product by {within}.")
    if int(row["left_out"]):
        said.append(f"{row['left_out']} lots known only as a bound do not enter.")
    said.append(str(row["laboratory"]))
    return tag("p", tag("strong", kind_name(acquisition)), ": ", " ".join(said), class_="kr kr-small")


def gaps(ranking: Ranking) -> tuple[str, ...]:
    """How far two kinds of evidence lie apart over the brands seen in both, as sentences."""
    said = []
    for row in records(ranking.gaps):
        pair = f"{words(str(row['first']))} against {words(str(row['second'])).lower()}"
        if not math.isfinite(float(row["difference"])):
            said.append(f"{pair}: {row['note']}")
            continue
        interval = f" (95 % interval {number(100 * row['low'])} to {number(100 * row['high'])})" if math.isfinite(row["low"]) else ""
        said.append(f"{pair}: {number(100 * row['difference'])} points over {row['brands']} brands{interval}. {row['note']}".strip())
    return tuple(said)


METHOD: Final = (
    "Pooled estimate: lots within products within brands, each brand drawn towards the others by how little is known of it. "
    "Place: 95 % interval of the rank."
)
MINIMUM: Final = (
    f"Places are intervals: a brand with fewer than {MINIMUM_LOTS} lots has none, and brands whose intervals overlap cannot be told apart."
)
