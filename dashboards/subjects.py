"""What product, brand and laboratory pages say alike: figures over lots, what was noticed, and what was answered; pure but for caching."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboards import certificates, comparison, links, session
from dashboards.components.markup import Html, join, link, tag
from dashboards.components.measurement import amount, day, moment, number
from dashboards.components.result_table import Column, Row
from dashboards.components.trend_plot import Claim, Dot, Point
from dashboards.words import analyte_name, words
from registry.assessment.label import TOTAL_ALKALOIDS, LabelComparison
from registry.assessment.records import records
from registry.model.findings import Finding, Severity
from registry.model.product import LabelClaim
from registry.services import Filters, SearchRow

LOOKED_INTO: Final = 40
"""Certificates whose findings and replies one page gathers; it says so where there are more."""
TOLERANCE: Final = "90-110"


@st.cache_resource(max_entries=60, show_spinner=False)  # read by all sessions, changed by none
def compared(token: str, analyte: str, filters: Filters) -> LabelComparison:
    """Labelled against measured under the tolerance that pages begin with."""
    del token
    answer: LabelComparison = session.registry().compare(analyte, filters, tolerance=TOLERANCE)
    return answer


def claimed_analytes(claims: Iterable[LabelClaim]) -> tuple[str, ...]:
    """The analytes that labels name, as a comparison calls them."""
    named = {TOTAL_ALKALOIDS if claim.analyte == "total_alkaloids" else claim.analyte for claim in claims}
    return tuple(sorted(named - {"not_specified"}))


# --- figures over lots -------------------------------------------------------------------------------

FIGURES: Final = (
    Column("Of what"),
    Column("Lots", number=True),
    Column("Mean, % of the claim (95 % interval)", number=True),
    Column("Next lot, 95 %", number=True),
    Column("Spread between lots / within a lot, points", number=True),
    Column("Against 90 to 110 %"),
    Column("Label the evidence supports", number=True),
)


def figure_rows(figures: pd.DataFrame, title: str) -> tuple[Row, ...]:
    """One row for each line of columns.LABEL_FIGURES (a product's or a brand's), called `title`."""
    out = []
    for record in records(figures):
        row = comparison.figure_row(record)
        _, lots, mean, interval, ahead, standing, supported = row.cells
        spread = f"{_points(record['sd_lots'])} / {_points(record['sd_within'])}"
        with_interval = f"{mean} ({interval})" if interval != "–" else mean
        out.append(Row((title, lots, with_interval, ahead, spread, standing, supported), group=row.group, specimen=row.specimen))
    return tuple(out)


def _points(sd: float) -> str:
    return "–" if pd.isna(sd) else number(100 * float(sd), 2)


# --- over time -----------------------------------------------------------------------------------------


def in_time(results: pd.DataFrame) -> pd.DataFrame:
    """The results that have a day to stand on, oldest first: one that is still to come is an error, and would press all others together."""
    today = pd.Timestamp(datetime.now(UTC).date())
    return results[results["reported"] <= today].sort_values("reported", kind="stable")


def points(results: pd.DataFrame, unit: str) -> tuple[Point, ...]:
    """One point for each dated result of one analyte on one basis."""
    dated = in_time(results)
    made = []
    for row in records(dated):
        low, high, u = float(row["low"]), float(row["high"]), row["u"]
        whisker = (low - 2 * u, low + 2 * u) if low == high and u > 0 else None
        lot = f"lot {row['lot']}" if row["lot"] else "no lot printed"
        house = row["laboratory"] or "laboratory not named"
        said = f"{day(row['reported'])}, {lot}: {amount(low, high)} {unit}, printed {row['text']}, {house}"
        where = links.certificate(str(row["certificate_id"]), row=int(row["row"]), specimen=bool(row["specimen"]))
        made.append(Point(row["reported"].date(), low, high, where, said, whisker))
    return tuple(made)


def dots(results: pd.DataFrame) -> tuple[Dot, ...]:
    """Day and bounds of each dated result of one analyte on one basis, oldest first."""
    dated = in_time(results[["reported", "low", "high"]])
    columns = (dated["reported"].dt.date, dated["low"].astype(float), dated["high"].astype(float))
    return tuple(Dot(*dot) for dot in zip(*(column.tolist() for column in columns), strict=True))


def claim_lines(claims: Sequence[LabelClaim], frame: pd.DataFrame, analyte: str, basis: str, shown: Sequence[Dot]) -> tuple[Claim, ...]:
    """What the label said of the analyte on that basis, from each day it was seen to the next, within the days of the points."""
    if not shown:
        return ()
    amounts = dict(zip(frame["claim_key"].astype(str), frame["canonical_amount"].astype(float), strict=True))
    first, last = shown[0].day, shown[-1].day
    of_it = [c for c in claims if c.analyte == analyte and c.basis == basis and amounts.get(c.key, 0.0) > 0]
    out = []
    for n, claim in enumerate(of_it):
        since = max(first, claim.seen_on) if claim.seen_on and n else first
        until = min(last, of_it[n + 1].seen_on or last) if n + 1 < len(of_it) else last
        if since <= until:
            out.append(Claim(since, until, amounts[claim.key]))
    return tuple(out)


# --- what was noticed, and what was answered -----------------------------------------------------------


@st.cache_data(max_entries=200, show_spinner=False)
def noticed(token: str, ids: tuple[str, ...]) -> dict[str, tuple[Finding, ...]]:
    """The findings of those certificates by id, where they have any."""
    found = {key: session.certificate(token, key).current.findings for key in ids[:LOOKED_INTO]}
    return {key: findings for key, findings in found.items() if findings}


def looked_into(total: int) -> str:
    """Says that findings and replies were gathered from the newest certificates alone; empty where they are all."""
    return f"Gathered from the {LOOKED_INTO} newest of {total} certificates." if total > LOOKED_INTO else ""


def noticed_list(found: dict[str, tuple[Finding, ...]], rows: Sequence[SearchRow]) -> Html:
    """Each kind of finding once, the gravest first, with the certificates that carry it."""
    order = list(Severity)
    kinds: dict[str, tuple[Finding, list[str]]] = {}
    for key, findings in found.items():
        for finding in findings:
            where = kinds.setdefault(finding.code, (finding, []))[1]
            if key not in where:
                where.append(key)
    reports = Counter(row.report_id for row in rows)
    names = {row.certificate_id: (_called(row, several=reports[row.report_id] > 1), row.specimen) for row in rows}
    ranked = sorted(kinds.values(), key=lambda kind: (order.index(kind[0].severity), -len(kind[1])))
    items = [
        tag(
            "li",
            tag("strong", finding.title),
            f" · {len(where)} of {min(len(rows), LOOKED_INTO)} certificates: ",
            join([link(names[key][0], links.certificate(key, specimen=names[key][1])) for key in where[:6]], ", "),
            " …" if len(where) > 6 else "",
            class_=certificates.tone(finding.severity),
        )
        for finding, where in ranked
    ]
    return tag("ul", join(items), class_="kr kr-findings")


def _called(row: SearchRow, *, several: bool) -> str:
    """A certificate by its report, and by its lot where the report is about `several`."""
    if row.report_id and several and row.lot:
        return f"{row.report_id}, lot {row.lot}"
    return row.report_id or row.lot or row.certificate_id


@st.cache_data(max_entries=200, show_spinner=False)
def answered(token: str, ids: tuple[str, ...]) -> tuple[tuple[str, Any], ...]:
    """Disputes and replies that stand beside those certificates, as (certificate id, statement), oldest first."""
    del token
    said = [(key, s) for key in ids[:LOOKED_INTO] for s in session.registry().statements(key) if s.shown]
    return tuple(sorted(said, key=lambda pair: pair[1].at))


def answers(said: tuple[tuple[str, Any], ...], total: int, *, specimen: bool) -> Html:
    """The right of reply beside the figures: who said what, when, and on which of `total` certificates."""
    part = looked_into(total)
    if not said:
        way = "Anybody it concerns may dispute a certificate or reply to it, on the certificate's page; it then stands here."
        return tag(
            "p",
            tag("strong", "Right of reply. "),
            f"Nobody has disputed or answered these figures. {part} ",
            way,
            class_="kr kr-small kr-soft",
        )
    items = [
        tag(
            "li",
            tag("strong", words(said_there.kind)),
            f" by {said_there.who}, {moment(said_there.at)}, on ",
            link("this certificate", links.certificate(key, specimen=specimen)),
            f": {said_there.text}",
            class_="kr-warning",
        )
        for key, said_there in said
    ]
    return join(
        [
            tag("p", tag("strong", "Right of reply"), f". {part}" if part else None, class_="kr"),
            tag("ul", join(items), class_="kr kr-findings"),
        ]
    )


def analytes_named(results: pd.DataFrame) -> dict[str, str]:
    """The alkaloids measured, most frequent first, by key."""
    potency = results[(results["panel"] == "potency") & (results["analyte_key"] != "")]
    return {str(key): analyte_name(str(key)) for key in potency["analyte_key"].value_counts().index}
