"""Home: what this is, one search field, what is new, and how much evidence there is of which kind."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboards import address, links, session, views
from dashboards.components.empty import empty
from dashboards.components.markup import Html, join, link, tag
from dashboards.components.result_table import table
from dashboards.components.source import KINDS
from dashboards.words import words
from registry.services import Filters, SearchPage

NEWEST: Final = 8
FOUND: Final = 12
PANELS: Final = ("potency", "heavy_metals", "microbials", "mycotoxins", "pesticides", "residual_solvents")


@st.cache_data(max_entries=300, show_spinner=False)
def _search(token: str, query: str, filters: Filters, size: int) -> SearchPage:
    del token
    return session.registry().search(query, filters, size=size)


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
    newest = _search(token, "", Filters(specimen=specimen), NEWEST)
    if not newest.total:
        _nothing()
        return
    _evidence(newest, specimen=specimen)
    st.subheader("Newest reports", anchor=False)
    st.html(table(views.CERTIFICATE_COLUMNS, views.certificate_rows(newest.rows), "Newest reports"))
    st.html(tag("p", link(f"All {newest.total} certificates", links.address("browse", specimen=specimen)), class_="kr"))


def _found(token: str, query: str, *, specimen: bool) -> None:
    answer = _search(token, query, Filters(specimen=specimen), FOUND)
    if not answer.total:
        st.html(
            empty(
                f"Nothing here for “{query}”",
                "That means nobody has added a certificate for it. It says nothing about the product.",
                links=(("Is it a lot number? Ask for the lot", links.address("lot", number=query)), ("Add a certificate", "upload")),
            )
        )
        return
    st.html(table(views.CERTIFICATE_COLUMNS, views.certificate_rows(answer.rows), f"Found for {query}"))
    more = links.address("browse", q=query, specimen=specimen)
    st.html(tag("p", link(f"All {answer.total} with filters", more), class_="kr"))


def _nothing() -> None:
    st.html(
        empty(
            "This registry is empty",
            "Upload certificates of analysis (PDF, scan, photograph or table) and review what was read.",
            "Or switch on the invented specimens in the side bar to see how everything works.",
            links=(("Upload certificates", "upload"), ("Show the specimens", links.address("browse", specimen=True))),
        )
    )


def _evidence(answer: SearchPage, *, specimen: bool) -> None:
    """How much evidence there is, by how the sample came to be tested and by what was tested."""
    st.subheader("The evidence", anchor=False)
    kinds = answer.facets.get("acquisition", ())
    cards = [_card(str(answer.total), "certificates and published reports", links.address("browse", specimen=specimen))]
    cards += [_card(str(kind.count), KINDS[kind.value], links.address("browse", kind=kind.value, specimen=specimen)) for kind in kinds]
    st.html(tag("div", join(cards), class_="kr kr-cards"))
    tested = {panel.value: panel.count for panel in answer.facets.get("panel", ())}
    rows = [_tested(panel, tested.get(panel, 0), answer.total, specimen=specimen) for panel in PANELS]
    st.html(tag("div", tag("p", tag("strong", "Tested for, and how often not")), tag("dl", join(rows)), class_="kr"))


def _card(figure: str, what: str, where: str) -> Html:
    return tag("div", tag("span", figure, class_="kr-figure"), link(what, where), class_="kr-card")


def _tested(panel: str, count: int, total: int, *, specimen: bool) -> Html:
    name = link(words(panel), links.address("browse", panel=panel, specimen=specimen)) if count else Html(words(panel))
    share = f"{count} of {total}" if count else "never tested"
    bar = tag("span", tag("span", style=f"width:{100 * count / max(1, total):.1f}%"), class_="kr-bar", aria_hidden="true")
    return join([tag("dt", name), tag("dd", bar, tag("span", f"{share}, {total - count} without", class_="kr-small kr-soft"))])
