"""One product: what its labels said, what laboratories measured, lot by lot."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from dashboards import address, comparison, links, passport, reports, session, subjects, views
from dashboards.components import interval_plot, trend_plot
from dashboards.components.empty import empty
from dashboards.components.markup import Html, headed, heading, join, link, stack, tag, text
from dashboards.components.measurement import day, span
from dashboards.components.pager import SHOWN, page_asked, pager
from dashboards.components.result_table import Column, Row, table
from dashboards.faults import guarded
from dashboards.glossary import term
from dashboards.words import analyte_name, words
from registry.model.certificate import State
from registry.model.product import ClaimState, LabelClaim, Product
from registry.model.units import CANONICAL, Basis
from registry.services import Filters, SearchPage, SearchRow

MOST: Final = 100
"""The newest certificates, whose findings and replies the page gathers."""
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
    maker = link(brand.name, links.brand(brand.key, specimen=brand.specimen))
    token = session.token()
    about = [_facts(product, _newest(token, product.key, specimen=brand.specimen)), _ways(product.key, specimen=brand.specimen)]
    against = _against_label(token, product.key, specimen=brand.specimen)
    st.html(stack([headed(maker, product.name), *about, against, heading("What laboratories measured")]))
    # another alkaloid says nothing else of what stands above
    guarded(lambda: _evidence(product, specimen=brand.specimen))()
    reports.offer_product(product.key, specimen=brand.specimen)


def _evidence(product: Product, *, specimen: bool) -> None:
    """What was measured of the chosen alkaloid, and what it rests on."""
    token, page = session.token(), address.value("certificates")
    _measured(token, product, specimen=specimen)
    st.html(_grounds(token, product.key, page, specimen=specimen))
    if turned := _turned(_newest(token, product.key, specimen=specimen).total, page):
        st.html(turned)


@st.cache_data(max_entries=100, show_spinner=False)
def _grounds(token: str, key: str, page: str, *, specimen: bool) -> Html:
    answer = _newest(token, key, specimen=specimen)
    claims = _labels(token, key, specimen=specimen)
    return stack([_claims(claims), _noticed(answer), _certificates(key, answer, page, specimen=specimen)])


def _of(key: str, *, specimen: bool) -> Filters:
    return Filters(specimen=specimen, products=(key,), states=(State.PUBLISHED, State.SUPERSEDED))


@st.cache_data(max_entries=100, show_spinner=False)
def _newest(token: str, key: str, *, specimen: bool) -> SearchPage:
    del token
    return session.registry().search("", _of(key, specimen=specimen), size=MOST)


@st.cache_data(max_entries=100, show_spinner=False)
def _listed(token: str, key: str, page: int, *, specimen: bool) -> tuple[SearchRow, ...]:
    del token
    rows: tuple[SearchRow, ...] = session.registry().listed("", _of(key, specimen=specimen), page=page, size=SHOWN)
    return rows


@st.cache_resource(max_entries=100, show_spinner=False)
def _labels(token: str, key: str, *, specimen: bool) -> tuple[LabelClaim, ...]:
    del token
    claims: tuple[LabelClaim, ...] = session.registry().claims(key, specimen=specimen)
    return claims


@st.cache_data(max_entries=100, show_spinner=False)
def _alkaloids(token: str, key: str, *, specimen: bool) -> dict[str, str]:
    return subjects.analytes_named(session.results(token, Filters(specimen=specimen, products=(key,))))


@st.cache_resource(max_entries=100, show_spinner=False)
def _claimed(token: str, key: str, *, specimen: bool) -> pd.DataFrame:
    del token
    return session.registry().claims_frame(Filters(specimen=specimen, products=(key,)))


def _ways(key: str, *, specimen: bool) -> Html:
    ways = [
        link("Compare with other products", links.address("compare", a=key, specimen=specimen)),
        link("Judge its contaminants by rules you choose", links.address("contaminants", product=key, specimen=specimen)),
        link("Look up a lot of it", links.address("lot", product=key, specimen=specimen)),
    ]
    return tag("p", join(ways, " · "), class_="kr")


@st.cache_data(max_entries=100, show_spinner=False)
def _against_label(token: str, key: str, *, specimen: bool) -> Html:
    """Figures over the lots against the label, and beside them what the brand or the laboratory answered."""
    filters = Filters(specimen=specimen, products=(key,))
    claims = _labels(token, key, specimen=specimen)
    rows = [
        row
        for analyte in subjects.claimed_analytes(claims)
        for row in subjects.figure_rows(subjects.compared(token, analyte, filters).products, analyte_name(analyte))
    ]
    if rows:
        said = " of the mean over lots. Between lots, the spread holds product and laboratory. See also "
        caption = join([term("interval"), text(said), term("next-lot"), text(", "), term("spread"), text(" and "), term("supported-label")])
        figures = table(subjects.FIGURES, sorted(rows, key=lambda row: row.group), "Figures against the label", caption)
    else:
        none = "No label of it can be compared with a measurement." if claims else "Nobody has recorded a label of this product."
        figures = tag("p", none, class_="kr")
    answer = _newest(token, key, specimen=specimen)
    replies = subjects.answers(subjects.answered(token, tuple(row.certificate_id for row in answer.rows)), answer.total, specimen=specimen)
    return stack([heading("Against its label"), figures, replies])


def _facts(product: Product, answer: SearchPage) -> Html:
    stated = [
        (label, f"{getattr(product.pack, name)} {unit}".strip())
        for name, (label, unit) in PACK.items()
        if getattr(product.pack, name) is not None
    ]
    tested = {choice.value for choice in answer.facets["panel"]}
    missing = [words(panel).lower() for panel in passport.LOOKED_FOR if panel not in tested]
    houses = sorted(choice.label for choice in answer.facets["laboratory"])
    dated, lots = _days_and_lots(product.key, answer)
    pairs = [
        ("Form", words(product.form)),
        ("Certificates", str(answer.total)),
        ("Lots tested", str(len(lots)) if lots else "no lot is named"),
        ("Reports", span(dated)),
        ("Laboratories", ", ".join(houses) or "not named"),
        ("Never tested for", ", ".join(missing) if answer.rows else "anything, as far as is known"),
        *stated,
    ]
    if not stated:
        pairs.append(("The pack", "states no mass, volume or count that is on record"))
    body = join([tag("div", tag("dt", name), tag("dd", value)) for name, value in pairs if value])
    return tag("div", tag("dl", body, class_="kr-facts"), class_="kr kr-card")


def _days_and_lots(key: str, answer: SearchPage) -> tuple[list[date], set[str]]:
    """The days of the reports on the product, and the lots that they name; of more reports than were fetched, from their results."""
    if answer.total <= len(answer.rows):
        return [row.reported for row in answer.rows if row.reported], {row.lot for row in answer.rows if row.lot}
    results = session.results(session.token(), Filters(specimen=answer.rows[0].specimen, products=(key,)))
    days = results["reported"].dropna()
    return [day_of.date() for day_of in (days.min(), days.max()) if pd.notna(day_of)], set(results["lot"].dropna()) - {""}


def _claims(claims: tuple[LabelClaim, ...]) -> Html:
    if not claims:
        return Html("")
    columns = (Column("Of what"), Column("Amount", number=True), Column("Counted"), Column("Seen on"), Column("Source"))
    kept = "Every version stays; a comparison uses the one in force on its date."
    return stack([heading("What the label said"), table(columns, [_claim(c) for c in claims], "Label claims, oldest first", kept)])


def _claim(claim: LabelClaim) -> Row:
    amount = "no amount stated" if claim.state is ClaimState.NO_CLAIM else f"{claim.amount} {claim.unit or ''}"
    source = link("where it was seen", claim.source.url.split(" ")[0]) if claim.source.url else Html("a certificate on file")
    noted = join([source, tag("span", claim.note, class_="kr-printed")]) if claim.note else source
    return Row((analyte_name(claim.analyte), amount, claim.serving_text or words(claim.basis), day(claim.seen_on, "not dated"), noted))


def _measured(token: str, product: Product, *, specimen: bool) -> None:
    names = _alkaloids(token, product.key, specimen=specimen)
    if not names:
        st.html(tag("p", "No alkaloid was measured in this product.", class_="kr"))
        return
    one, two = st.columns(2)
    with one:
        analyte = address.select("Alkaloid", "analyte", list(names), default="mitragynine", format_func=names.__getitem__)
    chosen = comparison.singles(session.results(token, Filters(specimen=specimen, products=(product.key,))), analyte)
    found = comparison.bases(chosen)
    if not found:
        st.html(tag("p", "No result of it says what its amount is counted against.", class_="kr"))
        return
    with two:
        basis = address.segments("Counted", "basis", found, format_func=words)
    chosen = chosen[chosen["basis"] == basis]
    ordered = comparison.highest_first(chosen)
    page = page_asked(address.value("page"), len(ordered), SHOWN)
    shown = ordered.iloc[(page - 1) * SHOWN : page * SHOWN]
    said = [_plot(chosen, shown, _labels(token, product.key, specimen=specimen), analyte, basis, specimen=specimen)]
    order = "By kind of evidence, the highest first." if len(ordered) > SHOWN else ""
    rows = comparison.measured_rows(shown)
    said.append(tag("div", table(comparison.MEASURED_COLUMNS, rows, "Measured in this product", order, dense=True), id="results"))
    if len(ordered) > SHOWN:
        said.append(pager(len(ordered), page, SHOWN, "results", anchor="results"))
    st.html(stack(said))


def _plot(chosen: pd.DataFrame, shown: pd.DataFrame, claims: tuple[LabelClaim, ...], analyte: str, basis: str, *, specimen: bool) -> Html:
    """Results over time, those that the table shows as marks that lead to their evidence, the others faint behind them."""
    unit = CANONICAL[Basis(basis)]
    dots = subjects.dots(chosen)
    if len({dot.day for dot in dots}) < 2:
        told = f"{len(shown)} results of {analyte_name(analyte)} in {unit}"
        axis = f"{analyte_name(analyte)}, {unit}, newest first"
        return join([interval_plot.key(claims=False), interval_plot.plot(_by_date(shown), axis, told)])
    points = subjects.points(shown, unit)
    frame = _claimed(session.token(), str(chosen["product_key"].iloc[0]), specimen=specimen)
    lines = subjects.claim_lines(claims, frame, analyte, basis, dots)
    part = len(shown) < len(chosen)
    others = subjects.dots(chosen.drop(shown.index)) if part else ()
    told = f"{len(dots)} dated results of {analyte_name(analyte)} in {unit} over time; the table below holds the same numbers."
    if part:
        told += f" The {len(points)} that are on this page of it lead to their evidence."
    faint = "results on other pages of the table below (a dot: measured, a stroke: a bound)" if part else ""
    said = [
        interval_plot.key(claims=bool(lines), faint=faint),
        trend_plot.plot(points, lines, f"{analyte_name(analyte)}, {unit}", told, others),
    ]
    if undated := len(chosen) - len(dots):
        left = f"{undated} more {'result prints' if undated == 1 else 'results print'} no date, or one in the future"
        said.append(tag("p", f"{left}; not drawn.", class_="kr kr-small kr-soft"))
    return stack(said)


def _by_date(results: pd.DataFrame) -> tuple[interval_plot.Mark, ...]:
    ordered = results.sort_values("reported", ascending=False, kind="stable", na_position="last")
    return comparison.dated_marks(ordered)


def _noticed(answer: SearchPage) -> Html:
    found = subjects.noticed(session.token(), tuple(row.certificate_id for row in answer.rows))
    if not found:
        return Html("")
    part = subjects.looked_into(answer.total)
    honest = "Each finding may have an honest cause; the certificate's page tells it in full."
    foot = tag("p", part, " " if part else None, honest, class_="kr kr-small kr-soft")
    return stack([heading("What was noticed on its certificates"), subjects.noticed_list(found, answer.rows), foot])


def _certificates(key: str, answer: SearchPage, asked: str, *, specimen: bool) -> Html:
    headed = heading("Certificates and published results")
    if not answer.rows:
        ways = (("Add a certificate", "upload"),)
        return stack([headed, empty("No certificate of this product", "Only its label is on record.", links=ways)])
    page = page_asked(asked, answer.total, SHOWN)
    rows = answer.rows[:SHOWN] if page == 1 else _listed(session.token(), key, page, specimen=specimen)
    listed = table(views.CERTIFICATE_COLUMNS, views.certificate_rows(rows), "Certificates of this product")
    return stack([headed, tag("div", listed, id="certificates")])


def _turned(total: int, asked: str) -> Html:
    """The ways to the other pages of the certificates, which keep the choice of alkaloid."""
    if total <= SHOWN:
        return Html("")
    page = page_asked(asked, total, SHOWN)
    return pager(total, page, SHOWN, "certificates, newest first", name="certificates", anchor="certificates")
