"""One laboratory, as its certificates show it: methods, accreditation as printed, limits, and whom it tested for."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboards import address, links, session, views
from dashboards.components.empty import empty
from dashboards.components.markup import join, link, tag
from dashboards.components.measurement import number
from dashboards.components.result_table import Column, Row, table
from dashboards.words import analyte_name, words
from registry.model.certificate import State
from registry.model.units import CANONICAL, Basis
from registry.services import Filters


def show() -> None:
    name, specimen = address.value("name"), session.show_specimens()
    filters = Filters(specimen=specimen, laboratories=(name,), states=(State.PUBLISHED, State.SUPERSEDED))
    answer = session.registry().search("", filters, size=200) if name else None
    if answer is None or not answer.rows:
        st.title("Laboratory", anchor=False)
        st.html(
            empty(
                "No certificate of this laboratory", "Check the name, or look at all certificates.", links=(("All certificates", "browse"),)
            )
        )
        return
    st.html(tag("p", "Laboratory, by its name as printed", class_="kr kr-eyebrow"))
    st.title(name, anchor=False)
    results = session.results(session.token(), filters)
    brands = sorted({(row.brand, row.brand_key) for row in answer.rows if row.brand_key})
    methods = sorted({str(m) for m in results["method"].dropna() if m})
    pairs = [
        ("Certificates here", str(answer.total)),
        (
            "Tested for",
            join([link(brand, links.brand(key, specimen=specimen)) for brand, key in brands], ", ") if brands else "no brand linked",
        ),
        ("Methods as printed", ", ".join(methods) or "none printed"),
    ]
    st.html(tag("div", tag("dl", join([join([tag("dt", label), tag("dd", value)]) for label, value in pairs])), class_="kr kr-card"))
    st.html(
        tag(
            "p",
            "Accreditation holds for a method, not for a house: look it up with the accreditor under the number on the certificate.",
            class_="kr kr-small kr-soft",
        )
    )
    _limits(results)
    st.subheader("Certificates and published results", anchor=False)
    st.html(table(views.CERTIFICATE_COLUMNS, views.certificate_rows(answer.rows), "Certificates of this laboratory"))


def _limits(results: pd.DataFrame) -> None:
    """The limits of quantification it prints, from the lowest to the highest, for each analyte."""
    printed = results[results["loq"].notna() & (results["analyte_key"] != "")]
    if printed.empty:
        return
    rows = [
        Row(
            (analyte_name(str(analyte)), _range(group["loq"].min(), group["loq"].max()), CANONICAL[Basis(str(basis))], str(len(group))),
            group=words(str(panel)),
        )
        for (panel, analyte, basis), group in printed.groupby(["panel", "analyte_key", "basis"], sort=True)
    ]
    columns = (Column("Analyte"), Column("LOQ as printed", number=True), Column("Unit"), Column("Results", number=True))
    st.subheader("How little it can see", anchor=False)
    with st.expander(f"Limits of quantification of {len(rows)} analytes", expanded=len(rows) <= 15):
        st.html(table(columns, rows, "Limits of quantification"))


def _range(low: float, high: float) -> str:
    return number(low) if low == high else f"{number(low)} to {number(high)}"
