"""Verdicts under a rule pack as tables, and the report on every product of a selection under one pack on one day."""

from __future__ import annotations

import math
from datetime import date
from functools import partial
from typing import Any, Final

import pandas as pd

from registry.assessment import verdict_parts
from registry.assessment.conformity import Decision, grounds
from registry.assessment.legal_status import NO_ADVICE, statuses_of
from registry.assessment.limits import RulePack, about, demand_in_words
from registry.assessment.records import records
from registry.assessment.verdict_parts import GRAVEST_FIRST
from registry.model.analytes import load_catalogue
from registry.reports import wording
from registry.reports.certificate import SCOPE
from registry.reports.comparison import CHOSEN_SAMPLE, DIGITS, Provenance
from registry.reports.document import Asked, Cell, Column, Report, Table, table_of

_VERDICTS: Final = (
    Column(name="brand", header="Brand", data_only=True),
    Column(name="product", header="Product", group=True),
    Column(name="acquisition", header="Source of sample", data_only=True),
    Column(name="lot", header="Lot", group=True),
    Column(name="laboratory", header="Laboratory", group=True),
    Column(name="reported", header="Issued", kind="date", group=True),
    Column(name="certificate_id", header="Certificate", group=True),
    Column(name="name", header="Analyte", width=1.35),
    Column(name="analyte", header="Analyte, as printed", data_only=True),
    Column(name="analyte_key", header="Analyte (catalogue)", data_only=True),
    Column(name="measured", header="Measured, as printed or calculated", width=1),
    Column(name="measured_low", header="Measured, lower end (unit of the limit)", kind="number", data_only=True),
    Column(
        name="measured_high", header="Measured, upper end (unit of the limit)", kind="number", data_only=True, meaning="Empty: unbounded"
    ),
    Column(name="crossing", header="How the basis was crossed", data_only=True),
    Column(name="rule", header="Rule", width=0.95),
    Column(name="limit", header="Limit (its unit)", kind="number", data_only=True),
    Column(name="limit_unit", header="Unit of the limit", data_only=True),
    Column(name="rule_source", header="Address of the rule", data_only=True),
    Column(name="from", header="Rule in force from", data_only=True),
    Column(name="to", header="Rule in force until", data_only=True),
    Column(name="verdict", header="Verdict"),
    Column(name="rounded_verdict", header="Verdict on the rounded result", data_only=True, meaning="Empty: the rule does not round"),
    Column(name="p_low", header="P (meets the rule), lower", kind="number", data_only=True),
    Column(name="p_high", header="P (meets the rule), upper", kind="number", data_only=True),
    Column(name="reason", header="Why", width=2.4),
    Column(name="cite", header="Provision", width=1.85),
    Column(name="scope", header="What the verdict is about", data_only=True),
    Column(name="uncertainty", header="Source of uncertainty", data_only=True),
    Column(name="printed_status", header="Printed status", data_only=True),
    Column(name="status_agrees", header="Printed status against verdict", data_only=True),
    Column(name="page", header="Page", kind="integer"),
    Column(name="source_url", header="Source", data_only=True),
)
ACCEPTED: Final = "Within and outside: the result meets the rule or does not, and nothing is known of its uncertainty."
_EVERY: Final = "A retest that passes hides no earlier failure: every published result is listed."
_SILENT: Final = (
    Column(name="cite", header="Provision", width=1),
    Column(name="rule", header="Says", width=1),
    Column(name="reason", header="Why it judges nothing", width=1),
    Column(name="rule_source", header="Address of the rule", data_only=True),
)
_MISSING: Final = (
    Column(name="brand", header="Brand", data_only=True),
    Column(name="product", header="Product", width=1),
    Column(name="untested", header="Limited and never tested", group=True),
)


def judged_report(
    verdicts: pd.DataFrame,
    pack: RulePack,
    asked: Asked,
    provenance: Provenance,
    *,
    narrowing: tuple[tuple[str, str], ...],
    specimen: bool,
) -> Report:
    """Products against the limits of a pack: `verdicts` as `judging.judge` answers with every missing limit listed.

    `asked` holds the day and the grams a day under which they were reached, `narrowing` the filters by name in words.
    """
    met = verdict_parts.judged(verdicts)
    counts = met["verdict"].astype(str).value_counts()
    failed = met[met["verdict"].astype(str).isin(("does not conform", "outside"))]
    products = met.loc[met["product_key"].astype(str) != "", "product_key"].nunique()
    failing = failed.loc[failed["product_key"].astype(str) != "", "product_key"].nunique()
    about = f"{wording.plural(len(met), 'verdict')} on {wording.plural(int(products), 'product')}"
    said = f"{about}; {wording.plural(int(failing), 'product')} with a result that does not conform or lies outside a limit."
    return Report(
        specimen=specimen,
        selection=asked,
        title=f"Contaminants by the rules of {pack.title}",
        summary=said,
        caveat=CHOSEN_SAMPLE,
        facts=(
            ("Rules", f"{pack.title} ({pack.code})"),
            ("As of", wording.day(asked.on)),
            *_legal(pack, asked.on),
            *((wording.in_words(name), value) for name, value in narrowing if name != "specimen"),
            ("Grams taken in a day", f"{wording.amount(asked.grams_per_day or 0)} (for limits per day; no recommendation)"),
            *((verdict.capitalize(), str(counts[verdict])) for verdict in GRAVEST_FIRST if counts.get(verdict, 0)),
        ),
        tables=(verdicts_table(verdicts), _untested(verdicts), silent_table(verdicts)),
        main="verdicts",
        method=(
            Decision().sentence(),
            *SCOPE,
            ACCEPTED,
            _EVERY,
        ),
        provenance=provenance,
    )


def _legal(pack: RulePack, on: date | None) -> tuple[tuple[str, str], ...]:
    """What is recorded of the law of the place whose rules judge, told for the day; nothing where the rules are no place's."""
    if on is None:
        return ()
    found = statuses_of(pack.code)
    said = [
        f"{row.about}: {row.kratom_status if row.subject == 'kratom' else row.seven_oh_status}. {' '.join(row.told(on))}" for row in found
    ]
    return (("Legal status", " ".join([*said, NO_ADVICE])),) if found else ()


def verdicts_table(verdicts: pd.DataFrame) -> Table:
    """Each result under each rule by certificate: the certificate with the gravest verdict first, and so within it."""
    judged = verdict_parts.judged(verdicts)
    gravity = judged["verdict"].astype(str).map(GRAVEST_FIRST.index)
    gravest = gravity.groupby(judged["certificate_id"].astype(str)).transform("min")
    rows = [_verdict(row) for row in records(judged.assign(_gravest=gravest).sort_values("_gravest", kind="stable"))]
    note = "Each verdict is for the sample tested. Probabilities and the rule's dates and address stand in the workbook and the data files."
    nothing = "No rule of this pack judges a published result of this choice on that day."
    return table_of("verdicts", "Verdicts", _VERDICTS, rows, note=note, nothing=nothing)


def silent_table(verdicts: pd.DataFrame) -> Table:
    """The rules that judge nothing, each with its reason."""
    rows = [
        {name: str(row[name]) for name in ("cite", "reason", "rule_source")} | {"rule": demand_in_words(str(row["rule"]))}
        for row in records(verdict_parts.silent(verdicts))
    ]
    return table_of("silent_rules", "Rules of this pack that judge nothing here", _SILENT, rows, nothing="Every rule judges.")


def untested_names(verdicts: pd.DataFrame) -> str:
    """What the pack limits and none of the certificates has a result for."""
    missing = verdict_parts.untested(verdicts)
    return "; ".join(f"{about(str(r['rule_id']))} ({demand_in_words(str(r['rule']))})" for r in records(missing))


def _untested(verdicts: pd.DataFrame) -> Table:
    """One row for each product whose limits were not all tested for; products that lack the same stand together."""
    rows = []
    named = verdicts[verdicts["product_key"].astype(str) != ""]
    for (brand, product), of_product in named.groupby(["brand", "product"], sort=True, observed=True):
        if names := untested_names(of_product):
            rows.append({"brand": str(brand), "product": _with_brand(str(brand), str(product)), "untested": names})
    rows.sort(key=lambda row: (row["untested"].count(";"), row["untested"]))
    return table_of("untested", "Limited here and never tested, so not known", _MISSING, rows, nothing="Every limit was tested for.")


def _with_brand(brand: str, product: str) -> str:
    return product if not brand or brand in product else f"{brand}, {product}"


def analyte_name(key: str) -> str:
    """The catalogue's name of an analyte, so that one analyte has one name in whatever language a certificate is; "" where it has none."""
    catalogue = load_catalogue()
    return catalogue.get(key).name if key in catalogue else ""


def _verdict(row: dict[str, Any]) -> dict[str, Cell]:
    unit = "" if str(row["unit"]) in ("presence", str(row["text"])) else str(row["unit"])
    out: dict[str, Cell] = {c.name: plain(row[c.name]) for c in _VERDICTS if c.name in row}
    chance = wording.chance(plain(row["p_low"]), plain(row["p_high"]))
    why = grounds(str(row["reason"]), str(row["uncertainty"]))
    return out | {
        "product": _with_brand(str(row["brand"]), str(row["product"]) or "product not linked"),
        "measured": wording.with_unit(str(row["text"]), unit) or _calculated(row),
        "name": analyte_name(str(row["analyte_key"])) or str(row["analyte"]) or about(str(row["rule_id"])),
        "rule": demand_in_words(str(row["rule"])),
        "lot": str(row["lot"]) or "no lot printed",
        "reason": ". ".join(filter(None, (chance, why))),
    }


def _calculated(row: dict[str, Any]) -> str:
    """What no row of the certificate prints and its results give together, to two digits: a share, a ratio; or that there is none."""
    low, high = float(row["measured_low"]), float(row["measured_high"])
    if math.isnan(low) or math.isnan(high):
        return "no amount"
    said = wording.bounds(low, None if math.isinf(high) else high, partial(wording.amount, digits=2))
    return said if said == wording.NO_BOUND else f"{wording.with_unit(said, str(row['limit_unit']))}, calculated"


def plain(value: Any) -> Cell:
    """A value of a frame as a cell: what is missing or without bound is empty."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    bare = value.item() if hasattr(value, "item") else value
    if isinstance(bare, float):
        return float(f"{bare:.{DIGITS}g}") if math.isfinite(bare) else None
    return bare if isinstance(bare, str | int) else str(bare)
