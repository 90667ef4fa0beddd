"""One brand: its products, and what is known of each."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

import streamlit as st

from dashboards import address, certificates, links, passport, session, subjects, views
from dashboards.components.empty import empty, note
from dashboards.components.markup import Html, headed, join, link, tag
from dashboards.components.measurement import issued
from dashboards.components.result_table import Column, Row, table
from dashboards.components.source import KINDS
from dashboards.words import analyte_name, words
from registry.model.certificate import State
from registry.model.findings import Finding
from registry.model.product import LabelClaim, Product
from registry.services import Filters, SearchPage

MOST: Final = 50
PRODUCTS: Final = 200
"""Certificates and products that the page lists."""


def show() -> None:
    key = address.value("key")
    if not key:
        st.title("Brand", anchor=False)
        st.html(empty("Which brand?", "The address names none.", links=(("All certificates", links.address("browse")),)))
        return
    registry = session.registry()
    brand = registry.brand(key)
    session.match_set(specimen=brand.specimen)
    st.html(headed("Brand", brand.name))
    if brand.manufacturer and brand.manufacturer != brand.name:
        st.html(tag("p", f"Made by {brand.manufacturer}, as stated.", class_="kr kr-soft"))
    filters = Filters(specimen=brand.specimen, brands=(key,), states=(State.PUBLISHED, State.SUPERSEDED))
    answer = registry.search("", filters, size=MOST)
    products = registry.products(key, specimen=brand.specimen)
    claims = {product.key: registry.claims(product.key, specimen=brand.specimen) for product in products[:PRODUCTS]}
    st.html(_facts(len(products), answer))
    st.html(_ways(key, specimen=brand.specimen))
    _against_labels(key, claims, answer, specimen=brand.specimen)
    _products(products, claims, answer, specimen=brand.specimen)
    patterns = _patterns(session.token(), key)
    if patterns:
        st.subheader("What many results show together", anchor=False)
        st.html(certificates.findings(patterns))
    found = subjects.noticed(session.token(), tuple(row.certificate_id for row in answer.rows))
    if found:
        st.subheader("What was noticed on its certificates", anchor=False)
        if part := subjects.looked_into(answer.total):
            st.html(tag("p", part, class_="kr kr-small kr-soft"))
        st.html(subjects.noticed_list(found, answer.rows))
    st.subheader("Certificates and published results", anchor=False)
    if answer.rows:
        st.html(note("Published certificates are a chosen sample: they do not rank a brand."))
        part = f"The newest {len(answer.rows)} of {answer.total}." if answer.total > len(answer.rows) else ""
        st.html(table(views.CERTIFICATE_COLUMNS, views.certificate_rows(answer.rows), "Certificates of this brand", part))
    else:
        st.html(empty("No certificate of this brand", "Only its labels are on record.", links=(("Add a certificate", "upload"),)))


@st.cache_data(max_entries=100, show_spinner=False)
def _patterns(token: str, key: str) -> tuple[Finding, ...]:
    """Drift from lot to lot, crowding within limits, labels that fit another product."""
    del token
    return session.registry().patterns(key)


def _facts(products: int, answer: SearchPage) -> Html:
    dated = [row.reported for row in answer.rows if row.reported]
    kinds = ", ".join(f"{KINDS[kind.value]} ({kind.count})" for kind in answer.facets.get("acquisition", ()))
    tested = {panel.value for panel in answer.facets.get("panel", ())}
    missing = [words(panel).lower() for panel in passport.LOOKED_FOR if panel not in tested]
    pairs = [
        ("Products known", str(products)),
        ("Certificates", str(answer.total)),
        ("Newest report", issued(max(dated)) if dated else "no date printed"),
        ("Samples", kinds or "none tested"),
        ("Laboratories", ", ".join(f"{house.label} ({house.count})" for house in answer.facets.get("laboratory", ())[:6]) or "not named"),
        ("Never tested for", ", ".join(missing) if answer.rows else "anything, as far as is known"),
    ]
    body = join([tag("div", tag("dt", name), tag("dd", value)) for name, value in pairs if value])
    return tag("div", tag("dl", body, class_="kr-facts"), class_="kr kr-card")


def _ways(key: str, *, specimen: bool) -> Html:
    ways = [
        link("Compare its labels with measurements", links.address("compare", brand=key, specimen=specimen)),
        link("What its products were tested for", links.address("contaminants", view="all", brand=key, specimen=specimen)),
        link("All its certificates", links.address("browse", brand=key, specimen=specimen)),
    ]
    return tag("p", join(ways, " · "), class_="kr")


def _against_labels(key: str, claims: dict[str, tuple[LabelClaim, ...]], answer: SearchPage, *, specimen: bool) -> None:
    """Figures over the lots of all its products against their labels, and beside them what the brand answered."""
    st.subheader("Against its labels", anchor=False)
    analytes = subjects.claimed_analytes(claim for of_product in claims.values() for claim in of_product)
    filters = Filters(specimen=specimen, brands=(key,))
    rows = [
        row
        for analyte in analytes
        for row in subjects.figure_rows(subjects.compared(session.token(), analyte, filters).brands, analyte_name(analyte))
    ]
    if rows:
        caption = "Mean and 95 % t interval over lots, over product means where there are several products."
        st.html(table(subjects.FIGURES, sorted(rows, key=lambda row: row.group), "Figures against the labels", caption))
    else:
        st.html(tag("p", "No label of this brand can be compared with a measurement.", class_="kr"))
    ids = tuple(row.certificate_id for row in answer.rows)
    st.html(subjects.answers(subjects.answered(session.token(), ids), answer.total, specimen=specimen))


def _products(products: tuple[Product, ...], claims: dict[str, tuple[LabelClaim, ...]], answer: SearchPage, *, specimen: bool) -> None:
    st.subheader("Products", anchor=False)
    tested = Counter(row.product_key for row in answer.rows)
    newest: dict[str, date] = {}
    for row in answer.rows:
        if row.reported and row.reported > newest.get(row.product_key, date.min):
            newest[row.product_key] = row.reported
    ordered = sorted(products, key=lambda p: (-tested[p.key], p.name.casefold()))[:PRODUCTS]
    rows = [
        Row(
            (
                link(product.name, links.product(product.key, specimen=specimen)),
                words(product.form),
                str(tested[product.key]) if tested[product.key] else "never tested here",
                issued(newest.get(product.key), "–"),
                _label(claims.get(product.key, ())),
            ),
            specimen=specimen,
        )
        for product in ordered
    ]
    columns = (Column("Product"), Column("Form"), Column("Certificates", number=True), Column("Newest report"), Column("Newest label seen"))
    part = f"The first {len(rows)} of {len(products)}." if len(products) > len(rows) else ""
    st.html(table(columns, rows, "Products of this brand", part))


def _label(claims: tuple[LabelClaim, ...]) -> str:
    """What the newest label says, in a few words."""
    if not claims:
        return "no label seen"
    newest = claims[-1]
    if newest.amount is None:
        return "states no amount"
    return f"{newest.amount} {newest.unit or ''} {analyte_name(newest.analyte)}, {newest.serving_text or words(newest.basis)}"
