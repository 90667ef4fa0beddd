"""Contaminants: a product or a certificate under one rule pack, on a day, for so many grams a day."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboards import address, certificates, judgement, links, reports, session, verdicts
from dashboards.components.empty import empty, note
from dashboards.components.markup import Html, join, link, tag
from dashboards.components.pager import page_asked, pager
from dashboards.components.result_table import table
from dashboards.components.verdict import badge
from registry.assessment import verdict_parts
from registry.model.certificate import Panel
from registry.services import Filters

VIEWS: Final = {"one": "One product", "all": "All products at a glance"}
AT_A_GLANCE: Final = 100_000
"""Results that the map of all products judges in one go; a larger registry is asked brand by brand."""
PAGE: Final = 50
"""Products on one page of the map."""


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
    if view == "all":
        _map(products, specimen=specimen)
        return
    product = None if certificate else _product(products)
    if certificate:
        where = link(f"certificate {certificate}", links.certificate(certificate, specimen=specimen))
        st.html(tag("p", "Judging ", where, ". ", link("Choose a product instead", "contaminants"), class_="kr"))
    bench = verdicts.ask()
    filters = (
        Filters(specimen=specimen, certificates=(certificate,), states=())
        if certificate
        else Filters(specimen=specimen, products=(str(product),))
    )
    verdicts.show(bench, filters, specimen=specimen)
    verdicts.show_doses(bench, filters)
    reports.offer_verdicts(bench.pack, bench.on, bench.grams, filters)
    if product:
        st.html(tag("p", link("Everything about this product", links.product(product, specimen=specimen)), class_="kr"))


def _products(*, specimen: bool, brands: tuple[str, ...] = ()) -> dict[str, str]:
    """Names of the products (of some `brands` only, where any are named) by key, with their brand where the name does not say it."""
    names = {brand.key: brand.name for brand in session.registry().brands(specimen=specimen)}
    return {
        p.key: p.name if names[p.brand] in p.name else f"{p.name} ({names[p.brand]})"
        for p in session.registry().products(specimen=specimen)
        if not brands or p.brand in brands
    }


def _first() -> str | None:
    """The product of the newest report on metals: a page that opens on something to see."""
    filters = Filters(specimen=session.show_specimens(), panels=(Panel.HEAVY_METALS,))
    return next((row.product_key for row in session.registry().search("", filters, size=10).rows if row.product_key), None)


def _product(products: dict[str, str]) -> str:
    by_name = sorted(products, key=lambda key: products[key].casefold())
    return address.select("Product", "product", by_name, default=_first(), format_func=products.__getitem__)


def _map(products: dict[str, str], *, specimen: bool) -> None:
    """Every product by every panel."""
    brands = {brand.key: brand.name for brand in session.registry().brands(specimen=specimen)}
    address.several("Brand", "brand", list(brands), format_func=brands.__getitem__, placeholder="All")
    bench = verdicts.ask()
    chosen = tuple(key for key in address.values("brand") if key in brands)
    filters = Filters(specimen=specimen, brands=chosen)
    results = session.results(session.token(), filters)
    if len(results) > AT_A_GLANCE:
        st.html(note(f"{len(results)} results are too many for one table. Choose one or a few brands."))
        return
    if results.empty:
        st.html(empty("No product was tested", "No published result of a named product stands in this choice."))
        return
    of_brands = _products(specimen=specimen, brands=chosen) if chosen else products
    met = verdict_parts.judged(verdicts.judged(session.token(), bench, filters, list_missing=False))
    columns, rows = judgement.coverage(of_brands, results, met, bench.pack, specimen=specimen)
    page = page_asked(address.value("page"), len(rows), PAGE)
    never = len(of_brands) - results.loc[results["product_key"] != "", "product_key"].nunique()
    told = "The gravest verdict on any published result; a retest that passes hides no earlier failure."
    st.html(_legend())
    st.html(tag("p", f"{len(of_brands)} products, {never} of them known only from a label.", class_="kr"))
    st.html(table(columns, rows[(page - 1) * PAGE : page * PAGE], "Products and what they were tested for", told, dense=True))
    kept = {name: address.values(name) for name in ("view", "brand", "pack", "on", "grams")}
    st.html(pager(len(rows), page, PAGE, "products", "contaminants", kept, specimen=specimen))
    reports.offer_verdicts(bench.pack, bench.on, bench.grams, filters)


def _legend() -> Html:
    shown = ("conforms", "probably conforms", "cannot decide", "probably does not conform", "does not conform")
    looks = (*shown, "no limit here", "not tested")
    return tag("ul", join([tag("li", badge(look)) for look in looks]), class_="kr kr-key", aria_label="What the signs mean")
