"""One product: what its labels said, what laboratories measured, lot by lot."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from dashboards import address, comparison, links, session, views
from dashboards.components import interval_plot
from dashboards.components.empty import empty
from dashboards.components.markup import Html, join, link, tag
from dashboards.components.measurement import day
from dashboards.components.result_table import Column, Row, table
from dashboards.words import analyte_name, words
from registry.model.certificate import State
from registry.model.product import ClaimState, LabelClaim, Product
from registry.model.units import CANONICAL, Basis
from registry.services import Filters

PACK: Final = {
    "unit_mass_g": ("One unit weighs", "g"),
    "serving_mass_g": ("A serving weighs", "g"),
    "serving_volume_ml": ("A serving is", "mL"),
    "unit_volume_ml": ("One unit holds", "mL"),
    "package_mass_g": ("The package holds", "g"),
    "density_g_per_ml": ("Density", "g/mL"),
    "units_per_serving": ("Units in a serving", ""),
    "units_per_package": ("Units in the package", ""),
    "servings_per_package": ("Servings in the package", ""),
}


def show() -> None:
    key = address.value("key")
    if not key:
        st.html(empty("Which product?", "The address names none.", links=(("All certificates", links.address("browse")),)))
        return
    registry = session.registry()
    product = registry.product(key)
    brand = registry.brand(product.brand)
    session.match_set(specimen=brand.specimen)
    st.html(tag("p", link(brand.name, links.brand(brand.key, specimen=brand.specimen)), class_="kr kr-eyebrow"))
    st.title(product.name, anchor=False)
    st.html(_facts(product))
    _claims(registry.claims(product.key))
    _measured(product, specimen=brand.specimen)
    _certificates(product, specimen=brand.specimen)


def _facts(product: Product) -> Html:
    stated = [
        (label, f"{getattr(product.pack, name)} {unit}".strip())
        for name, (label, unit) in PACK.items()
        if getattr(product.pack, name) is not None
    ]
    pairs = [("Form", words(product.form)), *stated]
    if not stated:
        pairs.append(("The pack", "states no mass, volume or count that is on record"))
    return tag("div", tag("dl", join([join([tag("dt", name), tag("dd", value)]) for name, value in pairs])), class_="kr kr-card")


def _claims(claims: tuple[LabelClaim, ...]) -> None:
    st.subheader("What the label said", anchor=False)
    if not claims:
        st.html(tag("p", "Nobody has recorded a label of this product.", class_="kr"))
        return
    columns = (Column("Of what"), Column("Amount", number=True), Column("Counted"), Column("Seen on"), Column("Source"))
    st.html(
        table(
            columns,
            [_claim(c) for c in claims],
            "Label claims, oldest first",
            "Every version stays; a comparison uses the one in force on its date.",
        )
    )


def _claim(claim: LabelClaim) -> Row:
    amount = "no amount stated" if claim.state is ClaimState.NO_CLAIM else f"{claim.amount} {claim.unit or ''}"
    source = link("where it was seen", claim.source.url.split(" ")[0]) if claim.source.url else Html("a certificate on file")
    noted = join([source, tag("span", Html("<br>"), claim.note, class_="kr-printed")]) if claim.note else source
    return Row((analyte_name(claim.analyte), amount, claim.serving_text or words(claim.basis), day(claim.seen_on, "not dated"), noted))


def _measured(product: Product, *, specimen: bool) -> None:
    results = session.results(session.token(), Filters(specimen=specimen, products=(product.key,)))
    st.subheader("What laboratories measured", anchor=False)
    potency = results[results["panel"] == "potency"]
    analytes = [str(a) for a in potency["analyte_key"].value_counts().index if a]
    if not analytes:
        st.html(tag("p", "No alkaloid was measured in this product.", class_="kr"))
        return
    analyte = address.select("Alkaloid", "analyte", analytes, default="mitragynine", format_func=analyte_name)
    chosen = potency[potency["analyte_key"] == analyte]
    found = [str(b) for b in chosen["basis"].value_counts().index if str(b) in comparison.COUNTED]
    if not found:
        return
    chosen = chosen[(chosen["basis"] == found[0]) & chosen["low"].notna()]
    unit = CANONICAL[Basis(found[0])]
    interval_plot.show(
        _by_date(chosen), f"{analyte_name(analyte)}, {unit}, newest first", f"{len(chosen)} results of {analyte_name(analyte)} in {unit}"
    )
    st.html(table(comparison.MEASURED_COLUMNS, comparison.measured_rows(chosen), "Measured in this product"))


def _by_date(results: pd.DataFrame) -> tuple[interval_plot.Mark, ...]:
    ordered = results.sort_values("reported", ascending=False, kind="stable", na_position="last")
    return comparison.dated_marks(ordered)


def _certificates(product: Product, *, specimen: bool) -> None:
    filters = Filters(specimen=specimen, products=(product.key,), states=(State.PUBLISHED, State.SUPERSEDED))
    answer = session.registry().search("", filters, size=100)
    st.subheader("Certificates and published results", anchor=False)
    if answer.rows:
        st.html(table(views.CERTIFICATE_COLUMNS, views.certificate_rows(answer.rows), "Certificates of this product"))
        st.html(
            tag(
                "p",
                link("Judge its contaminants by a rule pack", links.address("contaminants", product=product.key, specimen=specimen)),
                class_="kr",
            )
        )
    else:
        st.html(empty("No certificate of this product", "Only its label is on record.", links=(("Add a certificate", "upload"),)))
