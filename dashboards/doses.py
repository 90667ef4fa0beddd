"""Metals as a dose: micrograms a day as a band, the limits per day beside it, and which metal limits the daily amount; pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from dashboards import links
from dashboards.components.markup import Html, join, link, tag, text
from dashboards.components.measurement import number, outcome, stated
from dashboards.components.result_table import Column, Row
from dashboards.words import analyte_name, spoken
from registry.assessment.exposure import daily_amounts, exposure
from registry.assessment.limits import Kind, Quantity, Rule, RulePack, load_pack
from registry.assessment.records import records
from registry.model.numerals import significant_digits
from registry.model.units import Basis

REFERENCE: Final = "USP-2232"
"""The pack whose limits per day stand beside a dose where the chosen rules set none."""
COLUMNS: Final = (
    Column("Metal"),
    Column("Measured"),
    Column("A day, µg", number=True),
    Column("Limit a day, µg", number=True),
    Column("Of the limit, %", number=True),
    Column("Grams a day within it", number=True),
)
CAPTION: Final = (
    "A band runs from non-detects at zero to non-detects at their limit. A total is not its inorganic part. "
    "It is arithmetic on one metal: it calls no amount safe and advises nobody to take any."
)


def limits_of(rules: RulePack) -> RulePack:
    """The rules themselves where they limit a daily amount, else those of REFERENCE."""
    daily = any(rule.basis is Basis.PER_DAY and rule.quantity is Quantity.AMOUNT and rule.route == "oral" for rule in rules.rules)
    return rules if daily else load_pack(REFERENCE)


@dataclass(frozen=True, slots=True)
class Doses:
    """`every` makes a row for each metal measured and each limit on it, by certificate, `count` of them; `highest` has the certificate
    with the highest dose of each metal; `first` says which metal limits the daily amount, "" where no limit is met.
    """

    count: int
    every: Callable[[], tuple[Row, ...]]
    highest: tuple[Row, ...]
    first: str


def of(results: pd.DataFrame, rules: RulePack, *, on: date | None, grams: float, kinds: frozenset[Kind]) -> Doses:
    """The doses of `results` (columns.RESULTS) at `grams` a day beside the limits per day of `rules`."""
    taken = exposure(results, [grams])
    if taken.empty:
        return Doses(0, tuple, (), "")
    limits = limits_of(rules)
    daily = daily_amounts(results, limits, on=on, kinds=kinds)
    named = {rule.id: rule for rule in limits.rules}
    met: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in records(daily):
        met.setdefault((row["certificate_id"], row["analyte_key"]), []).append(row)
    printed = {(r["certificate_id"], r["analyte_key"], r["text"]): r for r in records(results[results["panel"] == "heavy_metals"])}

    def made(rows: pd.DataFrame) -> tuple[Row, ...]:
        out: list[Row] = []
        for row in records(rows):
            result = printed[row["certificate_id"], row["analyte_key"], row["text"]]
            against = met.get((row["certificate_id"], row["analyte_key"]), [])
            out += [_row(row, result, limit, named) for limit in against] or [_row(row, result, None, named)]
        return tuple(out)

    worst = taken.sort_values(["high", "low"], ascending=False, kind="stable", na_position="last").drop_duplicates("analyte_key")
    by_certificate = worst.sort_values("certificate_id", kind="stable")
    places = zip(taken["certificate_id"], taken["analyte_key"], strict=True)
    count = sum(max(1, len(met.get((str(certificate), str(metal)), ()))) for certificate, metal in places)
    return Doses(count, lambda: made(taken), made(by_certificate), _first(daily[daily["limiting"]], named))


def _row(row: Mapping[str, Any], result: Mapping[str, Any], limit: Mapping[str, Any] | None, named: Mapping[str, Rule]) -> Row:
    printed = f"{row['text']} {row['unit']}".strip()
    address = links.certificate(str(row["certificate_id"]), row=int(result["row"]), specimen=bool(result["specimen"]))
    measured = outcome(str(result["qualifier"]), float(result["low"]), float(result["high"]), str(result["basis"]), printed)
    low, high = float(row["low"]), float(row["high"])
    digits = significant_digits(str(row["text"]))
    cells: list[Html] = [text("no limit here"), text("–"), text("–")]
    if limit is not None:
        amount_a_day, within = float(limit["limit"]), float(limit["grams_within"])
        whose = _whose(named[str(limit["rule_id"])], str(row["analyte_key"]))
        cells = [
            join([text(stated(amount_a_day)), tag("span", whose, class_="kr-printed")]) if whose else text(stated(amount_a_day)),
            text(band(_two_digits(100 * low / amount_a_day), _two_digits(100 * high / amount_a_day), 2)),
            text("any" if math.isinf(within) else "not known: nothing bounds it above" if within == 0 else f"up to {_within(within)}"),
        ]
    dose = text(str(row["reason"])) if math.isnan(low) else tag("span", band(low, high, digits), class_="kr-amount")
    lot = f"lot {row['lot']}" if row["lot"] else "no lot printed"
    house = f"{result['laboratory'] or 'laboratory not named'} {result['report_id'] or ''}".strip()
    group = f"{row['product'] or 'product not linked'} · {lot} · {house}"
    return Row((link(analyte_name(str(row["analyte_key"])), address), measured, dose, *cells), group=group)


def _whose(rule: Rule, metal: str) -> str:
    """Whose limit it is: a species held against a total, a group of people; "" for the metal itself and everybody."""
    species = f"{spoken(rule.analyte)}, held against the total" if rule.analyte != metal else ""
    return ", ".join(part for part in (species, rule.population) if part)


def band(low: float, high: float, digits: int = 3) -> str:
    """A dose with both its ends: ``0 – 0.19`` for a non-detect, one number where both are the same."""
    if math.isnan(low):
        return "–"
    if math.isinf(high):
        return f"{number(low, digits)} or more, unbounded"
    return number(low, digits) if low == high else f"{number(low, digits)} – {number(high, digits)}"


def _two_digits(value: float) -> float:
    return float(f"{value:.1e}")


def _within(grams: float) -> str:
    """Grams a day that stay within a limit, to two digits and never more than there are."""
    step = 10.0 ** (math.floor(math.log10(grams)) - 1)
    return number(math.floor(grams / step * (1 + 1e-12)) * step, 2)


def _first(limiting: pd.DataFrame, named: Mapping[str, Rule]) -> str:
    """Which metal limits the daily amount in the certificate that allows least, and in how many others it does."""
    if limiting.empty:
        return ""
    ordered = limiting.sort_values("grams_within", kind="stable").drop_duplicates("certificate_id")
    row = records(ordered.head(1))[0]
    rule, within = named[str(row["rule_id"])], float(row["grams_within"])
    lot = f"lot {row['lot']}" if row["lot"] else "a certificate without a lot"
    metal = spoken(rule.analyte)
    limit = f"{stated(float(row['limit']))} µg a day"
    if within == 0:
        return f"In {lot} nothing bounds {metal} above, so no amount is shown to stay within {limit}."
    held = f"up to {_within(within)} g a day stay within {limit} of {metal}, the metal that limits first"
    if len(ordered) == 1:
        return f"By {lot}, {held}."
    same = int((ordered["rule_id"] == row["rule_id"]).sum())
    return f"The strictest is {lot}: {held}. {metal.capitalize()} limits first in {same} of {len(ordered)} certificates with metals."
