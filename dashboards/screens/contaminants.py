"""Contaminants: a product or a certificate under one rule pack, on a day, for so many grams a day."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboards import address, judgement, legal, links, reports, scope, session, verdicts
from dashboards.components.empty import empty
from dashboards.components.markup import Html, join, link, stack, tag, title
from dashboards.components.pager import page_asked, pager
from dashboards.components.result_table import table
from dashboards.components.verdict import badge
from dashboards.faults import guarded
from registry.assessment import verdict_parts
from registry.model.certificate import Panel
from registry.services import Filters

VIEWS: Final = {"one": "One product", "all": "All products at a glance"}
SMALL: Final = 300
"""Products that the map judges in one go."""
PAGE, AT_ONCE = 50, 10
"""Products on one page of the map, and on one page of a larger registry's map, where each page is judged by itself."""


def prepare(token: str, *, specimen: bool) -> None:
    """What the first view of this page asks of the whole registry."""
    session.product_names(token, specimen=specimen)
    if product := _first(token, specimen=specimen):
        verdicts.prepare(token, Filters(specimen=specimen, products=(product,)))


def show() -> None:
    specimen = session.show_specimens()
    lead = "One product, or one certificate, under the rules of one place on one day. The verdict is for the samples tested."
    st.html(join([title("Contaminants and limits"), tag("p", lead, class_="kr kr-lead")]))
    certificate = address.value("certificate") or None
    if certificate:
        session.match_set(specimen=session.certificate(session.token(), certificate).invented)
    products = {} if certificate else session.product_names(session.token(), specimen=specimen)
    if not certificate and not products:
        ways = (("Upload certificates", "upload"), ("Try it on specimens", links.address("contaminants", specimen=True)))
        st.html(empty("No product to judge yet", "This set holds no product.", links=ways))
        return
    view = "one" if certificate else address.segments("Show", "view", ["one", "all"], format_func=VIEWS.__getitem__)
    if view == "all":
        _map({key: name.full for key, name in products.items()}, specimen=specimen)
        return
    product = (
        None if certificate else scope.choose_product("Product", specimen=specimen, default=_first(session.token(), specimen=specimen))
    )
    if certificate:
        where = link(f"certificate {certificate}", links.certificate(certificate, specimen=specimen))
        st.html(tag("p", "Judging ", where, ". ", link("Choose a product instead", "contaminants"), class_="kr"))
    filters = (
        Filters(specimen=specimen, certificates=(certificate,), states=())
        if certificate
        else Filters(specimen=specimen, products=(str(product),))
    )
    # other rules are other verdicts on the same choice: fields with hundreds of brands are not drawn again for them
    guarded(lambda: _judge(filters, product, specimen=specimen))()


def _judge(filters: Filters, product: str | None, *, specimen: bool) -> None:
    """The fields for the rules, and what they say of the product or certificate."""
    bench = verdicts.ask()
    token = session.token()
    answer = verdicts.judged(token, bench, filters)
    more = tag("p", link("Everything about this product", links.product(product, specimen=specimen)), class_="kr") if product else Html("")
    told = [
        legal.notice(bench.pack, bench.on),
        verdicts.told(answer),
        verdicts.told_silent(answer.silent),
        verdicts.told_doses(bench, verdicts.dosed(token, bench, filters)),
        more,
    ]
    st.html(stack(told))
    reports.offer_verdicts(bench.pack, bench.on, bench.grams, filters)


@st.cache_data(max_entries=8, show_spinner=False)
def _first(token: str, *, specimen: bool) -> str | None:
    """The product of the newest report on metals: a page that opens on something to see."""
    del token
    filters = Filters(specimen=specimen, panels=(Panel.HEAVY_METALS,))
    return next((row.product_key for row in session.registry().search("", filters, size=10).rows if row.product_key), None)


def _map(products: dict[str, str], *, specimen: bool) -> None:
    """Every product by every panel; of a larger registry only the products of one page are judged."""
    names = session.product_names(session.token(), specimen=specimen)
    brands = {name.brand_key: name.brand for name in names.values()}
    chosen = scope.choose_brands(brands)
    of_brands = {key: name for key, name in products.items() if not chosen or names[key].brand_key in chosen}
    guarded(lambda: _mapped(of_brands, chosen, specimen=specimen))()


def _mapped(of_brands: dict[str, str], chosen: tuple[str, ...], *, specimen: bool) -> None:
    """The fields for the rules, and the map of those products under them."""
    bench = verdicts.ask()
    large = len(of_brands) > SMALL
    size = AT_ONCE if large else PAGE
    shown, filters = of_brands, Filters(specimen=specimen, brands=chosen)
    if large:
        page = page_asked(address.value("page"), len(of_brands), size)
        shown = dict(list(of_brands.items())[(page - 1) * size : page * size])
        filters = Filters(specimen=specimen, products=tuple(sorted(shown)))
    token = session.token()
    results = session.results(token, filters)
    if results.empty and not large:
        nothing = empty("No product was tested", "No published result of a named product stands in this choice.")
        st.html(stack([legal.notice(bench.pack, bench.on), nothing]))
        return
    gravest = judgement.gravest(verdicts.mapped(token, bench, filters))
    columns, rows = judgement.coverage(shown, results, gravest, bench.pack, specimen=specimen)
    said = "The gravest verdict on any published result; a retest that passes hides no earlier failure."
    counted = Html("")
    if large:
        said += " Products that nobody tested have no row."
        total = len(of_brands)
    else:
        total = len(rows)
        page = page_asked(address.value("page"), total, size)
        never = len(of_brands) - results.loc[results["product_key"] != "", "product_key"].nunique()
        only_label = f", {never} of them known only from a label" if never else ", each with a certificate"
        products_counted = "1 product" if len(of_brands) == 1 else f"{len(of_brands)} products"
        counted = tag("p", f"{products_counted}{only_label}.", class_="kr")
        rows = rows[(page - 1) * size : page * size]
    parts = [
        legal.notice(bench.pack, bench.on),
        _legend({verdict for (product, panel), verdict in gravest.items() if product in shown and panel in judgement.PANELS}),
        counted,
        table(columns, rows, "Products and what they were tested for", said, dense=True),
        pager(total, page, size, "products"),
    ]
    st.html(stack(parts))
    reports.offer_verdicts(bench.pack, bench.on, bench.grams, Filters(specimen=specimen, brands=chosen))


def _legend(reached: set[str]) -> Html:
    """The signs that the map shows, the gravest first."""
    looks = (*(verdict for verdict in verdict_parts.GRAVEST_FIRST if verdict in reached), "no limit here", "not tested")
    return tag("ul", join([tag("li", badge(look)) for look in looks]), class_="kr kr-key", aria_label="The signs of this map")
