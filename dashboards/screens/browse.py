"""Certificates: search, filters with counts, and a table that leads to each."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Final, TypeVar

import streamlit as st

from dashboards import address, links, session, views
from dashboards.components.empty import empty
from dashboards.components.markup import Html, stack, tag, title
from dashboards.components.narrowing import Facet, Narrowing
from dashboards.components.pager import SHOWN, page_asked, pager
from dashboards.components.result_table import table
from dashboards.words import words
from registry.model.certificate import AcquisitionKind, Panel, State
from registry.model.product import Form
from registry.services import Filters, SearchPage, SearchRow, Sort

STANDING: Final = (State.PUBLISHED, State.SUPERSEDED)
FACETS: Final = (
    ("brand", "brand", "Brand"),
    ("laboratory", "laboratory", "Laboratory"),
    ("form", "form", "Form"),
    ("acquisition", "kind", "Origin of the sample"),
    ("panel", "panel", "Tested for"),
)
"""The facet of the answer, its name in the address, and its label."""
BEGINS: Final = "found"
"""Where the list begins on the page."""
SORTS: Final[dict[Sort, str]] = {
    "-reported": "Newest report first",
    "reported": "Oldest report first",
    "brand": "Brand",
    "product": "Product",
    "laboratory": "Laboratory",
}
Kind = TypeVar("Kind", bound=StrEnum)


@st.cache_data(max_entries=200, show_spinner=False)
def _counted(token: str, query: str, filters: Filters) -> SearchPage:
    """How many there are, and the choices with their counts: the same for every order and every page."""
    del token  # part of the key: any decision in the registry makes a new answer
    return session.registry().search(query, filters, size=1)


@st.cache_data(max_entries=200, show_spinner=False)
def _listed(token: str, query: str, filters: Filters, sort: Sort, page: int) -> tuple[SearchRow, ...]:
    del token
    rows: tuple[SearchRow, ...] = session.registry().listed(query, filters, sort=sort, page=page, size=SHOWN)
    return rows


def prepare(token: str, *, specimen: bool) -> None:
    """What the first view of this page asks of the whole registry."""
    filters = Filters(specimen=specimen, states=STANDING)
    _counted(token, "", filters)
    _listed(token, "", filters, next(iter(SORTS)), 1)


def show() -> None:
    specimen = session.show_specimens()
    st.html(title("Certificates"))
    query = address.search("Search", "q", placeholder="Brand, product, lot, laboratory or report number", live=True)
    if len(query) == 1 and query.isascii():  # nearly all certificates hold any one letter
        st.html(tag("p", "Type one more sign: a search begins with two.", class_="kr kr-soft"))
        query = ""
    filters = _filters_asked(specimen=specimen)
    answer = _counted(session.token(), query, filters)
    narrowing = _narrowing(answer)
    if choices := narrowing.choices():
        st.sidebar.html(choices)
    if answer.total:
        _list(query, filters, answer.total, narrowing)
    else:
        nothing = _nothing(query or any(facet.chosen for facet in narrowing.facets), specimen=specimen)
        st.html(tag("div", stack([narrowing.chosen(), nothing]), id=BEGINS))


def _list(query: str, filters: Filters, total: int, narrowing: Narrowing) -> None:
    wide, narrow = st.columns([3, 1], vertical_alignment="bottom")
    with narrow:
        sort: Sort = address.select("Order", "sort", list(SORTS), format_func=SORTS.__getitem__)  # type: ignore[assignment, arg-type]
    page = page_asked(address.value("page"), total, SHOWN)
    turned = pager(total, page, SHOWN, "certificates")
    with wide:
        told = tag("p", "The menu narrows this list down.", class_="kr kr-small kr-soft kr-phone")
        st.html(tag("div", told, narrowing.chosen(), turned, id=BEGINS))
    rows = _listed(session.token(), query, filters, sort, page)
    st.html(stack([table(views.CERTIFICATE_COLUMNS, views.certificate_rows(rows), "Certificates"), turned]))


def _members(name: str, kind: type[Kind]) -> tuple[Kind, ...]:
    """The members of `kind` that the address names; a value somebody made up is left out."""
    known = {str(member.value): member for member in kind}
    return tuple(known[v] for v in address.values(name) if v in known)


def _filters_asked(*, specimen: bool) -> Filters:
    return Filters(
        specimen=specimen,
        states=STANDING,
        brands=tuple(address.values("brand")),
        laboratories=tuple(address.values("laboratory")),
        forms=_members("form", Form),
        acquisitions=_members("kind", AcquisitionKind),
        panels=_members("panel", Panel),
    )


def _narrowing(answer: SearchPage) -> Narrowing:
    facets = [
        Facet(name, label, [replace(c, label=words(c.label)) for c in answer.facets.get(facet, ())], address.values(name))
        for facet, name, label in FACETS
    ]
    return Narrowing(facets, BEGINS)


def _nothing(narrowed: object, *, specimen: bool) -> Html:
    if narrowed:
        return empty(
            "No certificate matches",
            "Every word of the search must occur in the brand, product, lot, laboratory or report number.",
            "That nothing is found means that nobody has added a certificate, not that a product is good or bad.",
            links=(("Show all certificates", links.address("browse", specimen=specimen)), ("Add a certificate", links.address("upload"))),
        )
    return empty(
        "No certificate yet",
        "This registry holds no published certificate. Upload one, then review it: nothing is shown here that nobody has read.",
        links=(("Upload certificates", links.address("upload")), ("Look at invented specimens", links.address("browse", specimen=True))),
    )
