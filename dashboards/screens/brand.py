"""One brand: its products, and what is known of each."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from dashboards import address, links, session, views
from dashboards.components.empty import empty, note
from dashboards.components.markup import link, tag
from dashboards.components.result_table import Column, Row, table
from dashboards.words import words
from registry.model.certificate import State
from registry.services import Filters


def show() -> None:
    key = address.value("key")
    if not key:
        st.html(empty("Which brand?", "The address names none.", links=(("All certificates", links.address("browse")),)))
        return
    registry = session.registry()
    brand = registry.brand(key)
    session.match_set(specimen=brand.specimen)
    st.html(tag("p", "Brand", class_="kr kr-eyebrow"))
    st.title(brand.name, anchor=False)
    if brand.manufacturer and brand.manufacturer != brand.name:
        st.html(tag("p", f"Made by {brand.manufacturer}, as stated.", class_="kr kr-soft"))
    answer = registry.search("", Filters(specimen=brand.specimen, brands=(key,), states=(State.PUBLISHED, State.SUPERSEDED)), size=200)
    products = registry.products(key, specimen=brand.specimen)
    tested = Counter(row.product_key for row in answer.rows)
    claims = Counter(claim.product for product in products for claim in registry.claims(product.key))
    st.subheader("Products", anchor=False)
    rows = [
        Row(
            (
                link(product.name, links.product(product.key, specimen=brand.specimen)),
                words(product.form),
                str(tested[product.key]) if tested[product.key] else "never tested here",
                str(claims[product.key]) if claims[product.key] else "no label seen",
            )
        )
        for product in products
    ]
    st.html(
        table(
            (Column("Product"), Column("Form"), Column("Certificates", number=True), Column("Label claims", number=True)),
            rows,
            "Products of this brand",
        )
    )
    st.subheader("Certificates and published results", anchor=False)
    if answer.rows:
        st.html(note("Published certificates are a chosen sample: they do not rank a brand."))
        st.html(table(views.CERTIFICATE_COLUMNS, views.certificate_rows(answer.rows), "Certificates of this brand"))
        st.html(
            tag(
                "p", link("Compare its labels with measurements", links.address("compare", brand=key, specimen=brand.specimen)), class_="kr"
            )
        )
    else:
        st.html(empty("No certificate of this brand", "Only its labels are on record.", links=(("Add a certificate", "upload"),)))
