"""One product: what its labels said, what laboratories measured, lot by lot."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from dashboards import address, comparison, links, passport, reports, session, subjects, views
from dashboards.components import interval_plot, trend_plot
from dashboards.components.empty import empty
from dashboards.components.markup import Html, join, link, tag, text
from dashboards.components.measurement import day
from dashboards.components.result_table import Column, Row, table
from dashboards.glossary import term
from dashboards.words import analyte_name, words
from registry.model.certificate import State
from registry.model.product import ClaimState, LabelClaim, Product
from registry.model.units import CANONICAL, Basis
from registry.services import Filters, SearchPage

MOST: Final = 100
"""Certificates that the page lists."""
SHOWN: Final = 40
"""Results in its table."""
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
        st.title("Product", anchor=False)
        st.html(empty("Which product?", "The address names none.", links=(("All certificates", links.address("browse")),)))
        return
    registry = session.registry()
    product = registry.product(key)
    brand = registry.brand(product.brand)
    session.match_set(specimen=brand.specimen)
    st.html(tag("p", link(brand.name, links.brand(brand.key, specimen=brand.specimen)), class_="kr kr-eyebrow"))
    st.title(product.name, anchor=False)
    filters = Filters(specimen=brand.specimen, products=(product.key,), states=(State.PUBLISHED, State.SUPERSEDED))
    answer = registry.search("", filters, size=MOST)
    claims = registry.claims(product.key, specimen=brand.specimen)
    st.html(_facts(product, answer))
    st.html(_ways(product.key, specimen=brand.specimen))
    _against_label(product, claims, answer, specimen=brand.specimen)
    _measured(product, claims, specimen=brand.specimen)
    _claims(claims)
    _noticed(answer)
    _certificates(answer)
    reports.offer_product(product.key, specimen=brand.specimen)


def _ways(key: str, *, specimen: bool) -> Html:
    ways = [
        link("Compare with other products", links.address("compare", a=key, specimen=specimen)),
        link("Judge its contaminants by rules you choose", links.address("contaminants", product=key, specimen=specimen)),
        link("Look up a lot of it", links.address("lot", product=key, specimen=specimen)),
    ]
    return tag("p", join(ways, " · "), class_="kr")


def _against_label(product: Product, claims: tuple[LabelClaim, ...], answer: SearchPage, *, specimen: bool) -> None:
    """Figures over the lots against the label, and beside them what the brand or the laboratory answered."""
    st.subheader("Against its label", anchor=False)
    token = session.token()
    filters = Filters(specimen=specimen, products=(product.key,))
    rows = [
        row
        for analyte in subjects.claimed_analytes(claims)
        for row in subjects.figure_rows(subjects.compared(token, analyte, filters).products, analyte_name(analyte))
    ]
    if rows:
        said = " of the mean over lots. Between lots, the spread holds product and laboratory. See also "
        caption = join([term("interval"), text(said), term("next-lot"), text(", "), term("spread"), text(" and "), term("supported-label")])
        st.html(table(subjects.FIGURES, sorted(rows, key=lambda row: row.group), "Figures against the label", caption))
    else:
        said = "No label of it can be compared with a measurement." if claims else "Nobody has recorded a label of this product."
        st.html(tag("p", said, class_="kr"))
    ids = tuple(row.certificate_id for row in answer.rows)
    st.html(subjects.answers(subjects.answered(token, ids), answer.total, specimen=specimen))


def _facts(product: Product, answer: SearchPage) -> Html:
    stated = [
        (label, f"{getattr(product.pack, name)} {unit}".strip())
        for name, (label, unit) in PACK.items()
        if getattr(product.pack, name) is not None
    ]
    tested = {panel for row in answer.rows for panel in row.panels}
    missing = [words(panel).lower() for panel in passport.LOOKED_FOR if panel not in tested]
    dated = [row.reported for row in answer.rows if row.reported]
    lots = {row.lot for row in answer.rows if row.lot}
    pairs = [
        ("Form", words(product.form)),
        ("Certificates", str(answer.total)),
        ("Lots tested", str(len(lots)) if lots else "no lot is named"),
        ("Reports", f"{day(min(dated))} to {day(max(dated))}" if len(set(dated)) > 1 else day(dated[0]) if dated else "no date printed"),
        ("Laboratories", ", ".join(sorted({row.laboratory for row in answer.rows if row.laboratory})) or "not named"),
        ("Never tested for", ", ".join(missing) if answer.rows else "anything, as far as is known"),
        *stated,
    ]
    if not stated:
        pairs.append(("The pack", "states no mass, volume or count that is on record"))
    body = join([tag("div", tag("dt", name), tag("dd", value)) for name, value in pairs if value])
    return tag("div", tag("dl", body, class_="kr-facts"), class_="kr kr-card")


def _claims(claims: tuple[LabelClaim, ...]) -> None:
    if not claims:
        return
    st.subheader("What the label said", anchor=False)
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
    noted = join([source, tag("span", claim.note, class_="kr-printed")]) if claim.note else source
    return Row((analyte_name(claim.analyte), amount, claim.serving_text or words(claim.basis), day(claim.seen_on, "not dated"), noted))


def _measured(product: Product, claims: tuple[LabelClaim, ...], *, specimen: bool) -> None:
    token = session.token()
    results = session.results(token, Filters(specimen=specimen, products=(product.key,)))
    st.subheader("What laboratories measured", anchor=False)
    names = subjects.analytes_named(results)
    if not names:
        st.html(tag("p", "No alkaloid was measured in this product.", class_="kr"))
        return
    one, two = st.columns(2)
    with one:
        analyte = address.select("Alkaloid", "analyte", list(names), default="mitragynine", format_func=names.__getitem__)
    chosen = comparison.singles(results[results["analyte_key"] == analyte])
    found = comparison.bases(chosen)
    if not found:
        st.html(tag("p", "No result of it says what its amount is counted against.", class_="kr"))
        return
    with two:
        basis = address.segments("Counted", "basis", found, format_func=words)
    chosen = chosen[chosen["basis"] == basis]
    _over_time(chosen, claims, analyte, basis, specimen=specimen)
    part = f"{SHOWN} of {len(chosen)}, by kind of evidence, the highest first; the report holds all." if len(chosen) > SHOWN else ""
    st.html(table(comparison.MEASURED_COLUMNS, comparison.measured_rows(chosen, SHOWN), "Measured in this product", part, dense=True))


def _over_time(chosen: pd.DataFrame, claims: tuple[LabelClaim, ...], analyte: str, basis: str, *, specimen: bool) -> None:
    unit = CANONICAL[Basis(basis)]
    points = subjects.points(chosen, unit)
    if len({point.day for point in points}) > 1:
        frame = session.registry().claims_frame(Filters(specimen=specimen, products=(str(chosen["product_key"].iloc[0]),)))
        lines = subjects.claim_lines(claims, frame, analyte, basis, points)
        st.html(interval_plot.key(claims=bool(lines)))
        told = f"{len(points)} dated results of {analyte_name(analyte)} in {unit} over time; the table below holds the same numbers."
        trend_plot.show(points, lines, f"{analyte_name(analyte)}, {unit}", told)
        undated = len(chosen) - len(points)
        if undated:
            st.html(tag("p", f"{undated} more results print no date and are not drawn.", class_="kr kr-small kr-soft"))
    else:
        interval_plot.show(
            _by_date(chosen),
            f"{analyte_name(analyte)}, {unit}, newest first",
            f"{len(chosen)} results of {analyte_name(analyte)} in {unit}",
        )


def _by_date(results: pd.DataFrame) -> tuple[interval_plot.Mark, ...]:
    ordered = results.sort_values("reported", ascending=False, kind="stable", na_position="last")
    return comparison.dated_marks(ordered)


def _noticed(answer: SearchPage) -> None:
    ids = tuple(row.certificate_id for row in answer.rows)
    found = subjects.noticed(session.token(), ids)
    if not found:
        return
    st.subheader("What was noticed on its certificates", anchor=False)
    st.html(subjects.noticed_list(found, answer.rows))
    part = subjects.looked_into(answer.total)
    st.html(
        tag(
            "p",
            part,
            " " if part else None,
            "Each finding may have an honest cause; the certificate's page tells it in full.",
            class_="kr kr-small kr-soft",
        )
    )


def _certificates(answer: SearchPage) -> None:
    st.subheader("Certificates and published results", anchor=False)
    if answer.rows:
        part = f"The newest {len(answer.rows)} of {answer.total}." if answer.total > len(answer.rows) else ""
        st.html(table(views.CERTIFICATE_COLUMNS, views.certificate_rows(answer.rows), "Certificates of this product", part))
    else:
        st.html(empty("No certificate of this product", "Only its label is on record.", links=(("Add a certificate", "upload"),)))
