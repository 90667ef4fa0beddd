"""Verdicts under a rule pack as table rows and sentences; pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from dashboards import links
from dashboards.components.markup import Html, join, link, tag, text
from dashboards.components.measurement import amount, day, number
from dashboards.components.result_table import Column, Row
from dashboards.components.verdict import badge, look_of
from dashboards.words import analyte_name, demand, words

COLUMNS: Final = (Column("Analyte and rule"), Column("Measured"), Column("Limit"), Column("Verdict"), Column("Evidence"))
SHOWN_COLUMNS: Final = (Column("Rule"), Column("Says"), Column("Why it judges nothing"))
GRAVEST_FIRST: Final = (
    "does not conform",
    "outside",
    "probably does not conform",
    "cannot decide",
    "probably conforms",
    "within",
    "conforms",
    "not evaluated",
)
PANELS: Final = ("potency", "heavy_metals", "microbials", "mycotoxins", "pesticides", "residual_solvents")
_FINE: Final = 0.01
"""Below this many milligrams a figure reads better in micrograms."""


def judged(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows where a result met a rule, the gravest verdict first within each certificate."""
    met = frame[(frame["certificate_id"] != "") & ~frame["reason"].astype(str).str.startswith("The certificate has no result")]
    return _ordered(met)


def untested(frame: pd.DataFrame) -> pd.DataFrame:
    """One row for each limit that none of the certificates has a result for."""
    met = set(judged(frame)["rule_id"].astype(str))
    missing = frame["reason"].astype(str).str.startswith("The certificate has no result") & ~frame["rule_id"].astype(str).isin(met)
    return frame[(frame["certificate_id"] != "") & missing].drop_duplicates("rule_id")


def silent(frame: pd.DataFrame) -> pd.DataFrame:
    """The rules of the pack that judge nothing here, each once."""
    return frame[frame["certificate_id"] == ""].drop_duplicates("rule_id")


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    rank = frame["verdict"].astype(str).map({verdict: position for position, verdict in enumerate(GRAVEST_FIRST)})
    keyed = frame.assign(_rank=rank, _day=frame["reported"].fillna(pd.Timestamp.min))
    return keyed.sort_values(["_day", "certificate_id", "_rank"], ascending=[False, True, True], kind="stable").drop(
        columns=["_rank", "_day"]
    )


def counted(met: pd.DataFrame, missing: pd.DataFrame) -> Html:
    """The verdicts with how often each was reached, the gravest first."""
    counts = met["verdict"].astype(str).value_counts()
    parts = [join([tag("span", str(counts[v]), class_="kr-amount kr-num"), Html(" "), badge(v)]) for v in GRAVEST_FIRST if counts.get(v, 0)]
    if len(missing):
        parts.append(join([tag("span", str(len(missing)), class_="kr-amount kr-num"), Html(" "), badge("not tested")]))
    return tag("ul", join([tag("li", part) for part in parts]), class_="kr kr-key")


def rows(met: pd.DataFrame) -> tuple[Row, ...]:
    """One row for each result under each rule, grouped by certificate."""
    return tuple(_row({str(k): v for k, v in record.items()}) for record in met.to_dict("records"))


def _row(row: Mapping[str, Any]) -> Row:
    lot = f"lot {row['lot']}" if row["lot"] else "no lot printed"
    who = f"{row['product'] or 'product not linked'} · {lot} · {row['laboratory'] or 'laboratory not named'} · {day(row['reported'])}"
    found = int(row["row"]) if row["text"] else None
    evidence = link("see the value" if found is not None else "see the certificate", _address(row, found))
    cite = link(row["cite"], row["rule_source"]) if row["rule_source"] else text(row["cite"])
    return Row(
        (
            join([text(_name(row)), tag("span", cite, class_="kr-printed")]),
            _measured(row),
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
    return str(row["analyte"]) or analyte_name(str(row["rule_id"]))


def _measured(row: Mapping[str, Any]) -> Html:
    """As printed, and in the rule's unit where that took a crossing."""
    low, high, unit = _readable(float(row["measured_low"]), float(row["measured_high"]), str(row["limit_unit"]))
    printed = f"{row['text']} {row['unit']}".strip()
    crossed = "" if math.isnan(low) and math.isnan(high) else f"{amount(low, high)} {unit}".strip()
    if not printed:
        return tag("span", crossed or "no amount", class_="kr-amount kr-num")
    parts = [tag("span", printed, class_="kr-amount kr-num")]
    if crossed and row["crossing"]:
        parts.append(tag("span", f"{crossed} ({row['crossing']})", class_="kr-printed"))
    return join(parts)


def _readable(low: float, high: float, unit: str) -> tuple[float, float, str]:
    finite = [v for v in (low, high) if math.isfinite(v)]
    if unit.startswith("mg/") and finite and max(finite) < _FINE:
        return low * 1000, high * 1000, "µ" + unit[1:]
    return low, high, unit


def _species(row: Mapping[str, Any]) -> Html:
    """Whose limit it is, where a total is held against the limit of its species."""
    limited = analyte_name(str(row["rule_id"]))
    other = str(row["reason"]).startswith(("The total bounds", "Only the total")) and limited
    return tag("span", f"for {limited}", class_="kr-printed") if other else Html("")


def _daily(row: Mapping[str, Any]) -> Html:
    grams = float(row["grams_per_day"])
    return Html("") if math.isnan(grams) else tag("span", f"at {number(grams)} g a day", class_="kr-printed")


def _why(row: Mapping[str, Any]) -> str:
    uncertainty = str(row["uncertainty"])
    said = str(row["reason"]) + (f" Uncertainty: {uncertainty}." if uncertainty not in ("", "none", "nan") else "")
    if str(row["status_agrees"]) == "differs":
        said += f" The certificate prints {row['printed_status']}."
    return said


def untested_names(missing: pd.DataFrame) -> list[str]:
    """What the pack limits and nobody has tested."""
    return [f"{analyte_name(str(rule))} ({demand(str(said))})" for rule, said in zip(missing["rule_id"], missing["rule"], strict=True)]


def silent_rows(frame: pd.DataFrame) -> tuple[Row, ...]:
    """The rules that judge nothing, with the reason for each."""
    out = []
    for record in frame.to_dict("records"):
        cite = link(record["cite"], record["rule_source"]) if record["rule_source"] else text(f"{record['cite']} (source not recorded)")
        out.append(Row((cite, join([text(record["rule"]), tag("span", record["quote"], class_="kr-printed")]), str(record["reason"]))))
    return tuple(out)


def headline(met: pd.DataFrame) -> str:
    """The gravest verdict reached, "" where nothing was judged."""
    reached = set(met["verdict"].astype(str))
    return next((look_of(v).words for v in GRAVEST_FIRST if v in reached), "")


# --- all products at a glance ----------------------------------------------------------------------


def coverage(
    products: Mapping[str, str], tested: pd.DataFrame, met: pd.DataFrame, *, specimen: bool
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """A table of product by panel: the gravest verdict, tested without a limit to judge by, or never tested.

    `products` are names by key, `tested` has product_key and panel of every result, `met` is what `judged` answers.
    """
    ranked = met.assign(_rank=met["verdict"].astype(str).map({v: n for n, v in enumerate(GRAVEST_FIRST)}))
    gravest = ranked.sort_values("_rank", kind="stable").drop_duplicates(["product_key", "panel"])
    verdicts = {(str(p), str(n)): str(v) for p, n, v in zip(gravest["product_key"], gravest["panel"], gravest["verdict"], strict=True)}
    seen = {(str(p), str(n)) for p, n in zip(tested["product_key"], tested["panel"], strict=True)}
    rows = []
    for key in sorted(products, key=lambda k: products[k].casefold()):
        cells = [_coverage_cell(verdicts.get((key, panel)), tested=(key, panel) in seen) for panel in PANELS]
        if any((key, panel) in seen for panel in PANELS):
            name = link(products[key], links.address("contaminants", product=key, specimen=specimen))
            rows.append(Row((name, *cells), specimen=specimen))
    return (Column("Product"), *(Column(words(panel)) for panel in PANELS)), tuple(rows)


def _coverage_cell(verdict: str | None, *, tested: bool) -> Html:
    if verdict:
        return badge(verdict)
    return tag("span", "tested, no limit here" if tested else "not tested", class_="kr-small" if tested else "kr-small kr-soft")


# --- as a dose ---------------------------------------------------------------------------------------

DOSE_COLUMNS: Final = (Column("Metal"), Column("Lot"), Column("As printed"), Column("A day, µg", number=True))


def dose_rows(doses: pd.DataFrame) -> tuple[Row, ...]:
    """Micrograms a day for each metal measured; what cannot be carried to a day says why."""
    out = []
    for row in doses.to_dict("records"):
        printed = f"{row['text']} {row['unit']}".strip()
        dose = str(row["reason"]) if math.isnan(float(row["low"])) else amount(float(row["low"]), float(row["high"]))
        out.append(Row((str(row["analyte"]), str(row["lot"] or "not printed"), printed, dose)))
    return tuple(out)
