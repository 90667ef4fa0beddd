"""From answers of the registry to what a page shows: table rows, labels, charts. Nothing here knows Streamlit."""

from __future__ import annotations

from typing import Final

from dashboards import links
from dashboards.components import source
from dashboards.components.markup import Html, join, link, tag, text
from dashboards.components.measurement import issued
from dashboards.components.result_table import Column, Row
from dashboards.words import words
from registry.model.certificate import Panel, State
from registry.services import SearchRow

CERTIFICATE_COLUMNS: Final = (
    Column("Product"),
    Column("Lot"),
    Column("Laboratory and report"),
    Column("Issued"),
    Column("Tested for"),
    Column("Printed verdict"),
)


_PANELS: Final = [panel.value for panel in Panel]
UNBROKEN: Final = 24
"""Signs of a lot number that stand on one line; a longer one is broken, so that it leaves room for what stands beside it."""


def lot_cell(lot: str) -> Html:
    """A lot number in a table, or that none is printed."""
    return tag("span", lot or "not printed", class_="kr-nowrap" if len(lot) <= UNBROKEN else "kr-breaks")


def certificate_rows(rows: tuple[SearchRow, ...]) -> tuple[Row, ...]:
    """One row for each certificate; the product leads to the certificate, the brand to the brand."""
    return tuple(_certificate_row(row) for row in rows)


def _certificate_row(row: SearchRow) -> Row:
    name = link(row.product or "Product not linked", links.certificate(row.certificate_id, specimen=row.specimen))
    brand = link(row.brand, links.brand(row.brand_key, specimen=row.specimen)) if row.brand_key else text(row.brand or "brand not named")
    marks = [source.specimen_tag()] if row.specimen else []
    if row.state is not State.PUBLISHED:
        marks.append(tag("span", words(row.state), class_="kr-tag"))
    if row.disputed:
        marks.append(tag("span", "Disputed", class_="kr-tag"))
    under = join([tag("span", brand, class_="kr-small"), *marks], " ")
    laboratory = (
        join([link(row.laboratory, links.laboratory(row.laboratory, specimen=row.specimen))])
        if row.laboratory
        else text("laboratory not named")
    )
    report = tag("span", Html("<br>"), row.report_id, class_="kr-small kr-soft") if row.report_id else None
    printed = {"pass": "pass", "fail": "fail"}.get(str(row.overall_status), "none printed")
    tested = ", ".join(words(panel) for panel in sorted(row.panels, key=_PANELS.index))
    grade = f" · grade {row.grade[:1]}" if row.grade else ""
    about = f"{row.results} {'result' if row.results == 1 else 'results'}{grade}".replace(" ", "\u00a0")  # in one line
    counted = tag("span", Html("<br>"), about, class_="kr-small kr-soft")
    return Row(
        (
            join([name, Html("<br>"), under]),
            lot_cell(row.lot),
            tag("span", join([laboratory, report] if report else [laboratory]), class_="kr-house"),
            text("\u00a0".join(issued(row.reported, "no date").split(" ", 2))),
            join([text(tested), counted]),
            printed,
        ),
        specimen=row.specimen,
    )
