"""What is said of one lot, as markup: what it was tested for and what not, what was found, and what to do next; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from dashboards import links
from dashboards.components.markup import Html, join, link, tag, text
from dashboards.components.measurement import issued, outcome
from dashboards.components.result_table import Column, Row
from dashboards.words import analyte_name, words
from registry.assessment.records import records
from registry.model.analytes import load_catalogue
from registry.model.certificate import Panel, State
from registry.model.product import plain_lot
from registry.model.units import Basis
from registry.services import SearchRow

LOOKED_FOR: Final = (Panel.POTENCY, Panel.HEAVY_METALS, Panel.MICROBIALS, Panel.MYCOTOXINS, Panel.PESTICIDES)
"""What a buyer should know to be tested or not."""
COLUMNS: Final = (Column("Analyte"), Column("Measured"), Column("Limit printed"), Column("Certificate"))


def same(one: str, other: str) -> bool:
    """Whether two lot numbers are the same but for what a pack or a thumb does to them."""
    return plain_lot(one) == plain_lot(other) != ""


def looked_for(rows: Sequence[SearchRow]) -> Html:
    """What the lot was tested for, and what nobody tested it for."""
    tested = {panel for row in rows for panel in row.panels}
    there = [words(panel).lower() for panel in (*LOOKED_FOR, *sorted(tested - set(LOOKED_FOR))) if panel in tested]
    missing = [words(panel).lower() for panel in LOOKED_FOR if panel not in tested]
    facts = [tag("dt", "Tested for"), tag("dd", ", ".join(there) or "nothing that was read")]
    if missing:
        facts += [tag("dt", "Not tested for"), tag("dd", f"{', '.join(missing)}. What nobody looked for is not known.")]
    return tag("div", tag("dl", join(facts)), class_="kr")


def next_steps(rows: Sequence[SearchRow], *, specimen: bool) -> Html:
    """What to do with it: judge, compare, look at the product, or ask."""
    product = next((row.product_key for row in rows if row.product_key), "")
    ways = []
    if product:
        ways += [
            link("Judge its contaminants by rules you choose", links.address("contaminants", product=product, specimen=specimen)),
            link("Compare label and measurement", links.address("compare", product=product, specimen=specimen)),
            link("All lots of this product", links.product(product, specimen=specimen)),
        ]
    else:
        ways.append(link("Open the certificate", links.certificate(rows[0].certificate_id, specimen=specimen)))
    said = [tag("p", tag("strong", "Next: "), join(ways, " · "))]
    if any(row.state is State.SUPERSEDED for row in rows):
        said.append(tag("p", "One of the certificates was replaced by an amended report: read the newer one."))
    if any(row.disputed for row in rows):
        said.append(tag("p", "One of the certificates is disputed: the reply stands on its page."))
    return tag("div", join(said), class_="kr")


def rows(results: pd.DataFrame) -> tuple[Row, ...]:
    """One row for each printed row, by panel: what was measured, the limit printed, and the way to it."""
    order = {panel.value: n for n, panel in enumerate(LOOKED_FOR)}
    once = results.drop_duplicates(["certificate_id", "row"])
    ordered = once.assign(_order=once["panel"].astype(str).map(order).fillna(len(order))).sort_values(
        ["_order", "panel", "reported", "certificate_id", "row"], ascending=[True, True, False, True, True], kind="stable"
    )
    return tuple(_row(row) for row in records(ordered))


def _row(row: Mapping[str, Any]) -> Row:
    unit = "" if row["unit"] == Basis.PRESENCE.value else str(row["unit"])
    printed = f"{row['text']} {unit}".strip() if unit and not str(row["text"]).endswith(unit) else str(row["text"])
    figure = outcome(
        str(row["qualifier"]), float(row["low"]), float(row["high"]), str(row["basis"]), printed, str(row["test_portion"] or ""),
        traces=row["panel"] != Panel.POTENCY,
    )  # fmt: skip
    limit = str(row["limit_text"] or "")
    if unit and limit[-1:].isdigit() and not re.search(r"[^\W\d_]", limit):  # a bare number is in the unit of its row
        limit = f"{limit} {unit}"
    status = f"printed:\u00a0{row['status']}" if row["status"] else ""
    address = links.certificate(str(row["certificate_id"]), row=int(row["row"]), specimen=bool(row["specimen"]))
    where = f"{row['laboratory'] or 'laboratory not named'}, {issued(row['reported'])}"
    known, as_printed = str(row["analyte_key"]), str(row["analyte"])
    called = analyte_name(known) if known in load_catalogue() else as_printed
    under = tag("span", f"printed {as_printed}", class_="kr-printed") if as_printed.casefold() != called.casefold() else Html("")
    name = join([link(called, address), under])
    return Row(
        (name, figure, "\u00a0· ".join(p for p in (limit, status) if p) or "–", text(where)),
        group=words(str(row["panel"])),
        specimen=bool(row["specimen"]),
    )
