"""Contaminants: a product or a certificate under one rule pack, on a day, for so many grams a day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

import pandas as pd
import streamlit as st

from dashboards import address, certificates, judgement, links, session
from dashboards.components.empty import empty, note
from dashboards.components.markup import join, link, tag
from dashboards.components.measurement import number
from dashboards.components.result_table import table
from registry.assessment.conformity import Decision
from registry.assessment.exposure import exposure
from registry.assessment.judging import DEFAULT_GRAMS_PER_DAY, judge
from registry.assessment.limits import load_pack
from registry.model.certificate import Panel
from registry.services import Filters

VIEWS: Final = {"one": "One product", "all": "All products at a glance"}
AT_A_GLANCE: Final = 100_000
"""Results that the map of all products judges in one go; a larger registry is asked brand by brand."""
DAILY: Final = f"Limits per day need it. {DEFAULT_GRAMS_PER_DAY:g} g, four servings of 2.4 g, is only where this begins; no recommendation."
FIRST_PACK: Final = "US-UT"
"""The pack shown first: the one with limits for metals and microbes that was written for kratom."""


@st.cache_resource(max_entries=60, show_spinner="Judging …")  # read by all sessions, changed by none
def _judged(token: str, pack: str, certificate: str | None, product: str | None, on: date | None, grams: float) -> pd.DataFrame:
    del token
    frame: pd.DataFrame = session.registry().judge(pack, certificate=certificate, product=product, on=on, grams_per_day=grams)
    return frame


def show() -> None:
    specimen = session.show_specimens()
    st.title("Contaminants and limits", anchor=False)
    lead = "One product, or one certificate, under the rules of one place on one day. The verdict is for the samples tested."
    st.html(tag("p", lead, class_="kr kr-lead"))
    certificate = address.value("certificate") or None
    if certificate:
        session.match_set(specimen=certificates.invented(session.certificate(session.token(), certificate)))
    products = {} if certificate else _products(specimen=specimen)
    if not certificate and not products:
        ways = (("Upload certificates", "upload"), ("Try it on specimens", links.address("contaminants", specimen=True)))
        st.html(empty("No product to judge yet", "This set holds no product.", links=ways))
        return
    view = "one" if certificate else address.segments("Show", "view", ["one", "all"], format_func=VIEWS.__getitem__)
    product, pack, on, grams = _controls(products if view == "one" else {}, certificate)
    if view == "all":
        _map(products, pack, on, grams, specimen=specimen)
        return
    _verdicts(_judged(session.token(), pack, certificate, product, on, grams), certificate, specimen=specimen)
    if product is not None:
        _doses(product, grams, specimen=specimen)


def _products(*, specimen: bool) -> dict[str, str]:
    """Names of all products by key, with their brand where the name does not say it."""
    brands = {brand.key: brand.name for brand in session.registry().brands(specimen=specimen)}
    return {
        p.key: p.name if brands[p.brand] in p.name else f"{p.name} ({brands[p.brand]})"
        for p in session.registry().products(specimen=specimen)
    }


def _first() -> str | None:
    """The product of the newest report on metals: a page that opens on something to see."""
    filters = Filters(specimen=session.show_specimens(), panels=(Panel.HEAVY_METALS,))
    return next((row.product_key for row in session.registry().search("", filters, size=10).rows if row.product_key), None)


def _controls(products: dict[str, str], certificate: str | None) -> tuple[str | None, str, date | None, float]:
    packs = dict(session.registry().rule_packs())
    one, two = st.columns(2)
    product = None
    with one:
        if certificate:
            where = link(f"certificate {certificate}", links.certificate(certificate))
            st.html(tag("p", "Judging ", where, ". ", link("Choose a product instead", "contaminants"), class_="kr"))
        elif products:
            by_name = sorted(products, key=lambda key: products[key].casefold())
            product = address.select("Product", "product", by_name, default=_first(), format_func=products.__getitem__)
        else:
            brands = {brand.key: brand.name for brand in session.registry().brands(specimen=session.show_specimens())}
            address.several("Brand", "brand", list(brands), format_func=brands.__getitem__, placeholder="All")
    with two:
        pack = address.select("Rules", "pack", list(packs), default=FIRST_PACK, format_func=packs.__getitem__)
    three, four = st.columns(2)
    with three:
        today = datetime.now(UTC).date()
        on = address.day("As of", "on", today, help="Rules are dated: only those in force on this day judge.")
    with four:
        grams = address.number("Grams taken in a day", "grams", DEFAULT_GRAMS_PER_DAY, 0.1, 100.0, 0.5, help=DAILY)
    return product, pack, on, grams


def _verdicts(frame: pd.DataFrame, certificate: str | None, *, specimen: bool) -> None:
    met, missing, silent = judgement.judged(frame), judgement.untested(frame), judgement.silent(frame)
    if met.empty:
        sentences = ["No published result of this choice meets a rule of this pack on that day."]
        if len(missing):
            sentences.append("Nobody tested it for: " + "; ".join(judgement.untested_names(missing)) + ".")
        st.html(empty("Nothing to judge", *sentences, links=(("All certificates", links.address("browse", specimen=specimen)),)))
    else:
        st.subheader(f"Gravest verdict: {judgement.headline(met).lower()}", anchor=False)
        st.html(judgement.counted(met, missing))
        st.html(table(judgement.COLUMNS, judgement.rows(met), "Verdicts", Decision().sentence()))
    if len(missing) and not met.empty:
        st.subheader("Limited by these rules and never tested", anchor=False)
        st.html(tag("div", tag("ul", join([tag("li", name) for name in judgement.untested_names(missing)])), class_="kr"))
        st.html(note("What nobody looked for is not absent: it is not known."))
    if len(silent):
        with st.expander(f"{len(silent)} rules of this pack that judge nothing here, and why"):
            st.html(table(judgement.SHOWN_COLUMNS, judgement.silent_rows(silent), "Rules that judge nothing"))
    if certificate:
        st.html(tag("p", link("Back to the certificate", links.certificate(certificate, specimen=specimen)), class_="kr"))


def _map(products: dict[str, str], pack: str, on: date | None, grams: float, *, specimen: bool) -> None:
    """Every product by every panel."""
    results = session.results(session.token(), Filters(specimen=specimen, brands=tuple(address.values("brand"))))
    if len(results) > AT_A_GLANCE:
        st.html(note(f"{len(results)} results are too many for one table. Choose one or a few brands."))
        return
    met = judgement.judged(judge(results, load_pack(pack), on=on, grams_per_day=grams, list_missing=False))
    columns, rows = judgement.coverage(products, results, met, specimen=specimen)
    if rows:
        st.html(table(columns, rows, "Products and what they were tested for", "The gravest verdict on any published result."))
    else:
        st.html(empty("No product was tested", "No published result of a named product stands in this choice."))


def _doses(product: str, grams: float, *, specimen: bool) -> None:
    """Heavy metals as micrograms a day."""
    doses = exposure(session.results(session.token(), Filters(specimen=specimen, products=(product,))), [grams])
    if doses.empty:
        return
    st.subheader(f"As a dose, at {number(grams, 2)} g a day", anchor=False)
    caption = "From non-detects at zero to non-detects at their limit. A total is not its inorganic part."
    st.html(table(judgement.DOSE_COLUMNS, judgement.dose_rows(doses), "Micrograms a day", caption))
