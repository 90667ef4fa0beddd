"""Home: what this is, one search field, what is new, and how much evidence there is of which kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboards import address, links, session, views
from dashboards.components.empty import empty
from dashboards.components.markup import Html, join, link, stack, tag
from dashboards.components.result_table import table
from dashboards.components.source import KINDS
from dashboards.words import words
from registry.services import Filters, SearchPage, SearchRow

NEWEST, LOOKED_AT = 8, 24
"""Reports shown, and the newest of all among which those on a named product are looked for."""
FOUND: Final = 12
SUGGESTED: Final = 8
"""Links of each kind that the search offers while one types."""
PANELS: Final = ("potency", "heavy_metals", "microbials", "mycotoxins", "pesticides", "residual_solvents")


@st.cache_data(max_entries=300, show_spinner=False)
def _search(token: str, query: str, filters: Filters, size: int) -> SearchPage:
    del token
    return session.registry().search(query, filters, size=size)


@st.cache_data(max_entries=300, show_spinner=False)
def _listed(token: str, query: str, *, specimen: bool) -> tuple[tuple[SearchRow, ...], int]:
    """The first certificates for the words of a query, and how many there are."""
    del token
    filters = Filters(specimen=specimen)
    rows: tuple[SearchRow, ...] = session.registry().listed(query, filters, size=FOUND)
    return rows, len(rows) if len(rows) < FOUND else session.registry().count(query, filters)


@st.cache_data(max_entries=4, show_spinner=False)
def _names(token: str, *, specimen: bool) -> tuple[tuple[str, str, str, str], ...]:
    """Every product as (brand key, brand, product key, product): the ones nobody tested too."""
    del token
    brands = {brand.key: brand.name for brand in session.registry().brands(specimen=specimen)}
    return tuple((p.brand, brands[p.brand], p.key, p.name) for p in session.registry().products(specimen=specimen))


@st.cache_data(max_entries=4, show_spinner=False)
def _tested_products(token: str, *, specimen: bool) -> int:
    del token
    return session.registry().count_tested_products(specimen=specimen)


def prepare(token: str, *, specimen: bool) -> None:
    """What the first view of this page asks of the whole registry."""
    _search(token, "", Filters(specimen=specimen), LOOKED_AT)
    _names(token, specimen=specimen)
    _tested_products(token, specimen=specimen)


def show() -> None:
    specimen, token = session.show_specimens(), session.token()
    st.title("What is in the kratom?", anchor=False)
    lead = (
        "Laboratory results for kratom products, each number with the page it was read from. "
        "Look up a product or a lot, compare labels with measurements, and judge results by a rule you choose."
    )
    st.html(tag("p", lead, class_="kr kr-lead"))
    query = address.search("Look up", "q", placeholder="Brand, product, lot, laboratory or report number", live=True)
    if query:
        _found(token, query, specimen=specimen)
        return
    newest = _search(token, "", Filters(specimen=specimen), LOOKED_AT)
    if not newest.total:
        _nothing()
        return
    _evidence(token, newest, specimen=specimen)
    named = tuple(row for row in newest.rows if row.product_key)
    heading = "Newest reports on named products" if named else "Newest reports"
    st.subheader(heading, anchor=False)
    st.html(table(views.CERTIFICATE_COLUMNS, views.certificate_rows((named or newest.rows)[:NEWEST]), heading))
    st.html(tag("p", link(f"All {newest.total} certificates", links.address("browse", specimen=specimen)), class_="kr"))


def _found(token: str, query: str, *, specimen: bool) -> None:
    rows, total = _listed(token, query, specimen=specimen)
    houses = [house.label for house in _search(token, "", Filters(specimen=specimen), LOOKED_AT).facets["laboratory"]]
    alike = tuple(lot.number or "" for lot in session.registry().lots_alike(query, specimen=specimen))
    leads = suggestions(_names(token, specimen=specimen), houses, rows, query, specimen=specimen, alike=alike)
    if not rows:
        never = "Its label is known; nobody has added a certificate for it." if leads else "Nobody has added a certificate for it."
        ways = (
            ("Is it a lot number? Ask for the lot", links.address("lot", number=query, specimen=specimen)),
            ("Add a certificate", "upload"),
        )
        nothing = empty(f"No certificate for “{query}”", f"{never} It says nothing about the product.", links=ways)
        st.html(stack([leads, nothing]))
        return
    found = table(views.CERTIFICATE_COLUMNS, views.certificate_rows(rows), f"Found for {query}")
    more = link(
        f"All {total}, with filters" if total > FOUND else "The same, with filters", links.address("browse", q=query, specimen=specimen)
    )
    st.html(stack([leads, found, tag("p", more, class_="kr")]))


def suggestions(
    names: tuple[tuple[str, str, str, str], ...],
    houses: Sequence[str],
    rows: Sequence[SearchRow],
    query: str,
    *,
    specimen: bool,
    alike: tuple[str, ...] = (),
) -> Html:
    """Brands, products, laboratories and lots whose own name holds every word of the query, as links; "" where there is none.

    `names` and `houses` are all there are, `rows` the certificates that were found; `alike` are lots that somebody may mean who
    types the query otherwise than it is printed.
    """
    words_asked = query.casefold().split()

    def fits(name: str) -> bool:
        return all(word in name.casefold() for word in words_asked)

    brands = {key: name for key, name, _, _ in names if fits(name)}
    products = {key: f"{name} ({brand})" if brand not in name else name for _, brand, key, name in names if fits(f"{brand} {name}")}
    lots = sorted({row.lot for row in rows if row.lot and fits(row.lot)} | {number for number in alike if number})
    groups = (
        ("Brands", [link(name, links.brand(key, specimen=specimen)) for key, name in brands.items()]),
        ("Products", [link(name, links.product(key, specimen=specimen)) for key, name in products.items()]),
        ("Laboratories", [link(name, links.laboratory(name, specimen=specimen)) for name in houses if fits(name)]),
        ("Lots", [link(lot, links.address("lot", number=lot, specimen=specimen)) for lot in lots]),
    )
    shown = [
        join(
            [
                tag("dt", title),
                tag("dd", join(ways[:SUGGESTED], " · "), f" and {len(ways) - SUGGESTED} more" if len(ways) > SUGGESTED else ""),
            ]
        )
        for title, ways in groups
        if ways
    ]
    return tag("div", tag("dl", join(shown)), class_="kr kr-card") if shown else Html("")


def _nothing() -> None:
    st.html(
        empty(
            "This registry is empty",
            "Upload certificates of analysis (PDF, scan, photograph or table) and review what was read.",
            "Or switch on the invented specimens in the menu to see how everything works.",
            links=(("Upload certificates", "upload"), ("Show the specimens", links.address("browse", specimen=True))),
        )
    )


def _evidence(token: str, answer: SearchPage, *, specimen: bool) -> None:
    """How much evidence there is, by how the sample came to be tested and by what was tested; and what was not."""
    st.subheader("The evidence", anchor=False)
    kinds = answer.facets.get("acquisition", ())
    figures = [_figure(str(answer.total), "certificates and published reports", links.address("browse", specimen=specimen))]
    figures += [_figure(str(kind.count), KINDS[kind.value], links.address("browse", kind=kind.value, specimen=specimen)) for kind in kinds]
    st.html(tag("div", join(figures), class_="kr kr-strip"))
    tested = {panel.value: panel.count for panel in answer.facets.get("panel", ())}
    rows = [_tested(panel, tested.get(panel, 0), answer.total, specimen=specimen) for panel in PANELS]
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.html(tag("div", tag("p", tag("strong", "Tested for, and how often not")), tag("dl", join(rows), class_="kr-bars"), class_="kr"))
    with right:
        st.html(_not_known(token, specimen=specimen))


def _not_known(token: str, *, specimen: bool) -> Html:
    products = len(_names(token, specimen=specimen))
    never = products - _tested_products(token, specimen=specimen)
    untested = (
        f"{never} of {products} products on record have no certificate here: their label is all that is known."
        if never
        else "Every product on record has a certificate here. What is not on record is not counted."
    )
    said = [
        untested,
        "Published certificates are chosen by whoever publishes them. What was not published is not here.",
        "A certificate is about the sample a laboratory was given, seldom about the pack in a shop.",
    ]
    ways = [
        link("What each product was tested for", links.address("contaminants", view="all", specimen=specimen)),
        link("What else is not known", "method#what-is-not-known"),
    ]
    items = tag("ul", join([tag("li", sentence) for sentence in said]))
    return tag("div", tag("p", tag("strong", "Not tested, and not known")), items, tag("p", join(ways, " · ")), class_="kr kr-small")


def _figure(figure: str, what: str, where: str) -> Html:
    return tag("div", tag("span", figure, class_="kr-figure"), link(what, where), class_="kr-part")


def _tested(panel: str, count: int, total: int, *, specimen: bool) -> Html:
    name = link(words(panel), links.address("browse", panel=panel, specimen=specimen)) if count else Html(words(panel))
    share = f"{count} of {total}, {total - count} without" if count else f"never tested, {total} without"
    bar = tag("span", tag("span", style=f"width:{100 * count / max(1, total):.1f}%"), class_="kr-bar", aria_hidden="true")
    return join([tag("dt", name), tag("dd", bar, tag("span", share, class_="kr-small kr-soft"))])
