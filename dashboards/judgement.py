"""Verdicts under a rule pack as table rows and sentences; pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from dashboards import links
from dashboards.components.markup import Html, join, link, tag, text
from dashboards.components.measurement import amount, digits_of, issued, outcome, readable, stated
from dashboards.components.result_table import Column, Row
from dashboards.components.verdict import badge, look_of
from dashboards.words import analyte_name, demand, spoken, words
from registry.assessment.conformity import grounds
from registry.assessment.limits import about, subject_of
from registry.assessment.records import records
from registry.assessment.verdict_frame import LOT
from registry.assessment.verdict_parts import GRAVEST_FIRST
from registry.model.analytes import load_catalogue
from registry.model.certificate import Panel

COLUMNS: Final = (Column("Analyte and rule"), Column("Measured"), Column("Limit"), Column("Verdict"), Column("Evidence"))
SHOWN_COLUMNS: Final = (Column("Rule"), Column("Says"), Column("Why it judges nothing"))
PANELS: Final = ("potency", "heavy_metals", "microbials", "mycotoxins", "pesticides", "residual_solvents")


def counted(met: pd.DataFrame, missing: pd.DataFrame) -> Html:
    """The verdicts with how often each was reached, the gravest first."""
    counts = met["verdict"].astype(str).value_counts()
    parts = [join([tag("span", str(counts[v]), class_="kr-amount kr-num"), Html(" "), badge(v)]) for v in GRAVEST_FIRST if counts.get(v, 0)]
    if len(missing):
        parts.append(join([tag("span", str(len(missing)), class_="kr-amount kr-num"), Html(" "), badge("not tested")]))
    return tag("ul", join([tag("li", part) for part in parts]), class_="kr kr-key")


_PLACE: Final = ["certificate_id", "row", "column"]
_STATED: Final[dict[str, Any]] = {"qualifier": "", "low": math.nan, "high": math.nan, "basis": "", "test_portion": "", "panel": ""}
"""What is read of a result besides its verdict, as it is where the result is not at hand."""


def rows(met: pd.DataFrame, results: pd.DataFrame) -> tuple[Row, ...]:
    """One row for each result under each rule, grouped by certificate; `results` (columns.RESULTS) says how each was stated."""
    asked = results["certificate_id"].isin(met["certificate_id"]) & results["row"].isin(met["row"])
    stated = {_place(result): result for result in reversed(records(results.loc[asked, [*_PLACE, *_STATED]]))}
    return tuple(_row(verdict, stated.get(_place(verdict), _STATED)) for verdict in records(met))


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in _PLACE)


def _row(row: Mapping[str, Any], stated: Mapping[str, Any]) -> Row:
    lot = f"lot {row['lot']}" if row["lot"] else "no lot printed"
    who = f"{row['product'] or 'product not linked'} · {lot} · {row['laboratory'] or 'laboratory not named'} · {issued(row['reported'])}"
    found = int(row["row"]) if row["text"] else None
    evidence = link("see the value" if found is not None else "see the certificate", _address(row, found))
    cite = link(row["cite"], row["rule_source"]) if row["rule_source"] else text(row["cite"])
    return Row(
        (
            join([text(_name(row)), tag("span", cite, class_="kr-printed")]),
            _measured(row, stated),
            join([tag("span", demand(row["rule"]), class_="kr-num"), _species(row), _daily(row)]),
            badge(str(row["verdict"]), _why(row)),
            evidence,
        ),
        group=who,
        specimen=bool(row["specimen"]),
    )


def _address(row: Mapping[str, Any], found: int | None) -> str:
    return links.certificate(str(row["certificate_id"]), row=found, specimen=bool(row["specimen"]))


def _name(row: Mapping[str, Any]) -> str:
    """The analyte's one name, in whatever language the certificate prints it."""
    known = str(row["analyte_key"])
    return analyte_name(known) if known in load_catalogue() else str(row["analyte"]) or about(str(row["rule_id"]))


def _measured(row: Mapping[str, Any], stated: Mapping[str, Any]) -> Html:
    """What was measured, as it was printed, and what the rule compares where that took a crossing."""
    printed = f"{row['text']} {_unit(row)}".strip()
    crossed = "" if math.isnan(float(row["measured_low"])) and math.isnan(float(row["measured_high"])) else _crossed(row)
    if not row["text"]:
        return tag("span", crossed or "no amount", class_="kr-amount kr-num")
    said = str(stated["qualifier"]), float(stated["low"]), float(stated["high"]), str(stated["basis"])
    parts = [outcome(*said, printed, str(stated["test_portion"]), traces=stated["panel"] != Panel.POTENCY)]
    if row["crossing"] and crossed:
        parts.append(tag("span", f"{crossed} ({row['crossing']})", class_="kr-printed"))
    return join(parts)


def _unit(row: Mapping[str, Any]) -> str:
    """The printed unit; "presence" is what a presence test counts in, and no unit that anybody prints."""
    return "" if str(row["unit"]) == "presence" else str(row["unit"])


def _crossed(row: Mapping[str, Any]) -> str:
    low, high, unit = readable(float(row["measured_low"]), float(row["measured_high"]), str(row["limit_unit"]), traces=True)
    return f"{amount(low, high, digits_of(str(row['text']), low, high))} {unit}".strip()


def _species(row: Mapping[str, Any]) -> Html:
    """Whose limit it is, where a total is held against the limit of its species."""
    other = str(row["reason"]).startswith(("The total bounds", "Only the total"))
    return tag("span", f"for {spoken(subject_of(str(row['rule_id'])))}", class_="kr-printed") if other else Html("")


def _daily(row: Mapping[str, Any]) -> Html:
    grams = float(row["grams_per_day"])
    return Html("") if math.isnan(grams) else tag("span", f"at {stated(grams)} g a day", class_="kr-printed")


def _why(row: Mapping[str, Any]) -> str:
    said = grounds(str(row["reason"]), str(row["uncertainty"]))
    rounded = str(row["rounded_verdict"])
    if rounded not in ("", str(row["verdict"])):
        said += f" On the rounded result: {rounded}."
    return f"{said} The certificate prints {row['printed_status']}." if str(row["status_agrees"]) == "differs" else said


def untested_names(missing: pd.DataFrame) -> list[str]:
    """What the pack limits and nobody has tested."""
    pairs = zip(missing["rule_id"], missing["rule"], strict=True)
    return [f"{about(str(rule))} ({demand(str(said))})" for rule, said in pairs]


def silent_rows(frame: pd.DataFrame) -> tuple[Row, ...]:
    """The rules that judge nothing, with the reason for each."""
    out = []
    for record in records(frame):
        cite = link(record["cite"], record["rule_source"]) if record["rule_source"] else text(f"{record['cite']} (source not recorded)")
        out.append(Row((cite, join([text(demand(record["rule"])), tag("span", record["quote"], class_="kr-why")]), str(record["reason"]))))
    return tuple(out)


def scope(met: pd.DataFrame) -> str:
    """Which verdicts are about more than the sample received: those whose certificate names a sampling plan. "" where none does."""
    of_lots = met["scope"].astype(str) == LOT
    if not of_lots.any():
        return ""
    if of_lots.all():
        return "The certificate names a sampling plan: each verdict is about the lot too."
    lots = sorted({str(lot) or "not printed" for lot in met.loc[of_lots, "lot"]})
    return f"Where a certificate names a sampling plan, its verdicts are about the lot too: lot {', '.join(lots)}."


def headline(met: pd.DataFrame) -> str:
    """The gravest verdict reached, "" where nothing was judged."""
    reached = set(met["verdict"].astype(str))
    return next((look_of(v).words for v in GRAVEST_FIRST if v in reached), "")


# --- all products at a glance ----------------------------------------------------------------------


Place = tuple[str, str]
"""A product's key and a panel."""


def gravest(met: pd.DataFrame) -> dict[Place, str]:
    """The gravest verdict on each panel of each product; `met` is what `judged` answers."""
    # three columns of forty: somebody waits for this
    ranks = pd.Categorical(met["verdict"], categories=GRAVEST_FIRST).codes
    worst = pd.Series(ranks).groupby([met["product_key"].to_numpy(), met["panel"].to_numpy()]).min()
    products, panels = (worst.index.get_level_values(level) for level in (0, 1))
    return {(str(product), str(panel)): GRAVEST_FIRST[rank] for product, panel, rank in zip(products, panels, worst, strict=True)}


def coverage(
    products: Mapping[str, str], tested: pd.DataFrame, verdicts: Mapping[Place, str], pack: str, *, specimen: bool
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """A table of product by panel: the gravest verdict, tested without a limit to judge by, or never tested; and on how many lots.

    `products` are names by key, `tested` has columns.RESULTS, `verdicts` are the `gravest`. Products without any result come last.
    """
    own_lot = tested["lot"].fillna("").mask(lambda lot: lot == "", tested["certificate_id"])
    lots = own_lot.groupby([tested["product_key"].to_numpy(), tested["panel"].to_numpy()]).nunique().to_dict()
    rows = []
    for key in sorted(products, key=lambda k: (not any((k, panel) in lots for panel in PANELS), products[k].casefold())):
        cells = [_coverage_cell(verdicts.get((key, panel)), lots.get((key, panel), 0)) for panel in PANELS]
        name = link(products[key], links.address("contaminants", product=key, pack=pack, specimen=specimen))
        rows.append(Row((name, *cells), specimen=specimen))
    return (Column("Product"), *(Column(words(panel)) for panel in PANELS)), tuple(rows)


def _coverage_cell(verdict: str | None, lots: int) -> Html:
    if not lots:
        return badge("not tested")
    counted = tag("span", f"{lots} {'lot' if lots == 1 else 'lots'}", class_="kr-printed")
    return join([badge(verdict or "no limit here"), counted])
