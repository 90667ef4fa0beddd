"""One laboratory, as its certificates show it: methods, accreditation as printed, limits, and whom it tested for."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from dashboards import address, links, session, subjects, views
from dashboards.components.empty import empty
from dashboards.components.markup import Html, headed, join, link, tag, text
from dashboards.components.measurement import number, readable, span
from dashboards.components.result_table import Column, Row, table
from dashboards.words import analyte_name, words
from registry.assessment.records import records
from registry.model.certificate import Panel, State
from registry.model.units import CANONICAL, Basis
from registry.services import Filters, SearchPage

MOST: Final = 50
"""Certificates that the page lists."""
BRANDS: Final = 12
LOQ_CAPTION: Final = (
    "In the canonical unit of each basis. A result below its LOQ is a bound: the lower the LOQ, the more a non-detect says."
)


def show() -> None:
    name, specimen = address.value("name"), session.show_specimens()
    filters = Filters(specimen=specimen, laboratories=(name,), states=(State.PUBLISHED, State.SUPERSEDED))
    answer = session.registry().search("", filters, size=MOST) if name else None
    if answer is None or not answer.rows:
        st.title("Laboratory", anchor=False)
        st.html(
            empty(
                f"No certificate of {name}" if name else "Which laboratory?",
                "Check the name, or look at all certificates.",
                links=(("All certificates", "browse"),),
            )
        )
        return
    st.html(headed("Laboratory, by its name as printed", name))
    results = session.results(
        session.token(), filters.model_copy(update={"certificates": tuple(row.certificate_id for row in answer.rows)})
    )
    st.html(_facts(answer, results, specimen=specimen))
    holds = "Accreditation holds for a method, not for a house: look it up with the accreditor under the number on the certificate."
    st.html(tag("p", holds, class_="kr kr-small kr-soft"))
    if answer.total > len(answer.rows):
        st.html(tag("p", f"What follows is read from its newest {len(answer.rows)} certificates.", class_="kr kr-small kr-soft"))
    _accreditation(answer)
    _methods(results)
    _limits(results)
    found = subjects.noticed(session.token(), tuple(row.certificate_id for row in answer.rows))
    if found:
        st.subheader("What was noticed on its certificates", anchor=False)
        if part := subjects.looked_into(answer.total):
            st.html(tag("p", part, class_="kr kr-small kr-soft"))
        st.html(subjects.noticed_list(found, answer.rows))
    st.subheader("Certificates and published results", anchor=False)
    part = f"The newest {len(answer.rows)} of {answer.total}." if answer.total > len(answer.rows) else ""
    st.html(table(views.CERTIFICATE_COLUMNS, views.certificate_rows(answer.rows), "Certificates of this laboratory", part))


def _facts(answer: SearchPage, results: pd.DataFrame, *, specimen: bool) -> Html:
    brands = answer.facets.get("brand", ())
    named = [link(f"{brand.label} ({brand.count})", links.brand(brand.value, specimen=specimen)) for brand in brands[:BRANDS]]
    more = f" and {len(brands) - BRANDS} more" if len(brands) > BRANDS else ""
    dated = [row.reported for row in answer.rows if row.reported]
    panels = [f"{words(panel.value)} ({panel.count})" for panel in answer.facets.get("panel", ())]
    bounded = results[results["low"].notna()]
    below = int((bounded["low"] < bounded["high"]).sum())
    newest = f" on its newest {len(answer.rows)} certificates" if answer.total > len(answer.rows) else ""
    pairs: list[tuple[str, Html | str]] = [
        ("Certificates here", str(answer.total)),
        ("Reports", span(dated)),
        ("Tested", ", ".join(panels)),
        ("For the brands", join([join(named, ", "), text(more)]) if named else "no brand linked"),
        ("Results that are bounds", f"{below} of {len(bounded)}{newest}" if len(bounded) else "no amounts"),
    ]
    body = join([tag("div", tag("dt", label), tag("dd", value)) for label, value in pairs])
    return tag("div", tag("dl", body, class_="kr-facts"), class_="kr kr-card")


def _accreditation(answer: SearchPage) -> None:
    """What its certificates print about accreditation, each wording with how often and where."""
    printed: dict[str, list[str]] = {}
    for row in answer.rows[: subjects.LOOKED_INTO]:
        read = session.certificate(session.token(), row.certificate_id).current.accreditation
        printed.setdefault(read.text if read else "", []).append(row.certificate_id)
    st.subheader("Accreditation as printed", anchor=False)
    specimen = answer.rows[0].specimen
    rows = [
        Row((wording or "none printed", str(len(where)), link("one of them", links.certificate(where[0], specimen=specimen))))
        for wording, where in sorted(printed.items(), key=lambda item: -len(item[1]))
    ]
    columns = (Column("Wording"), Column("Certificates", number=True), Column("Example"))
    st.html(table(columns, rows, "Accreditation as printed", subjects.looked_into(answer.total)))


def _methods(results: pd.DataFrame) -> None:
    """The methods it prints, by what they were used for."""
    printed = results[results["method"].fillna("") != ""]
    st.subheader("Methods as printed", anchor=False)
    if printed.empty:
        st.html(tag("p", "None of its certificates here prints a method with its results.", class_="kr"))
        return
    counted = printed.groupby(["panel", "method"], sort=True).agg(results=("row", "size"), analytes=("analyte", "nunique")).reset_index()
    rows = [Row((str(r["method"]), str(r["analytes"]), str(r["results"])), group=words(str(r["panel"]))) for r in records(counted)]
    st.html(
        table((Column("Method"), Column("Analytes", number=True), Column("Results", number=True)), rows, "Methods as printed", dense=True)
    )


def _limits(results: pd.DataFrame) -> None:
    """The limits of quantification it prints, from the lowest to the highest, for each analyte."""
    printed = results[results["loq"].notna() & (results["analyte_key"] != "")]
    if printed.empty:
        return
    rows = [
        Row(
            (
                analyte_name(str(analyte)),
                _readable(group["loq"].median(), str(panel), str(basis)),
                _range(group["loq"], str(panel), str(basis)),
                str(len(group)),
            ),
            group=words(str(panel)),
        )
        for (panel, analyte, basis), group in printed.groupby(["panel", "analyte_key", "basis"], sort=True)
    ]
    columns = (
        Column("Analyte"),
        Column("Usual LOQ (median)", number=True),
        Column("Lowest – highest", number=True),
        Column("Results", number=True),
    )
    st.subheader("How little it can see", anchor=False)
    analytes = printed["analyte_key"].nunique()
    with st.expander(f"Limits of quantification of {analytes} {'analyte' if analytes == 1 else 'analytes'}", expanded=len(rows) <= 15):
        st.html(table(columns, rows, "Limits of quantification", LOQ_CAPTION, dense=True))


def _range(loqs: pd.Series, panel: str, basis: str) -> str:
    """The lowest and the highest limit, one where they are the same."""
    ends = dict.fromkeys(_readable(loq, panel, basis) for loq in (loqs.min(), loqs.max()))
    return " – ".join(ends)


def _readable(loq: float, panel: str, basis: str) -> str:
    low, _, unit = readable(loq, loq, CANONICAL[Basis(basis)], traces=panel != Panel.POTENCY)
    return f"{number(low, 2)} {unit}".strip()
