"""Lot passport: what is known of the lot on the pack in somebody's hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

import streamlit as st

from dashboards import address, links, session, views
from dashboards.components.empty import empty, note
from dashboards.components.markup import Html, join, link, tag
from dashboards.components.measurement import age, day
from dashboards.components.result_table import table
from registry.model.certificate import State
from registry.services import Filters, SearchRow

OLD_AFTER_DAYS: Final = 365
"""A report older than this is said to be old (many buyers' guides ask for one within 12 months; Utah's rule asks for 6)."""


@st.cache_data(max_entries=300, show_spinner=False)
def _found(token: str, query: str, *, specimen: bool, products: tuple[str, ...] = ()) -> tuple[SearchRow, ...]:
    del token
    filters = Filters(specimen=specimen, products=products, states=(State.PUBLISHED, State.SUPERSEDED))
    return session.registry().search(query, filters, size=200).rows


def show() -> None:
    specimen = session.show_specimens()
    st.title("Look up a lot", anchor=False)
    st.html(
        tag(
            "p",
            "Type the lot number as it stands on the pack. Only a certificate for that very lot says something about that pack.",
            class_="kr kr-lead",
        )
    )
    one, two = st.columns(2)
    with one:
        number = address.search("Lot number", "number", placeholder="e.g. L08202504")
    products = {p.key: p.name for p in session.registry().products(specimen=specimen)}
    with two:
        product = address.select(
            "Product, if you know it", "product", ["", *products], format_func=lambda key: products.get(key, "Any product")
        )
    if not number:
        return
    token = session.token()
    wanted = (product,) if product else ()
    tested = tuple(row for row in _found(token, number, specimen=specimen, products=wanted) if _same(row.lot, number))
    if tested:
        _tested(number, tested)
        return
    sisters = _found(token, "", specimen=specimen, products=wanted) if wanted else ()
    if sisters:
        _sisters(number, products[product], sisters)
    else:
        _unknown(number, specimen=specimen)


def _same(one: str, other: str) -> bool:
    """Whether two printed lot numbers are the same but for case, spaces and hyphens."""
    plain = [text.casefold().replace(" ", "").replace("-", "") for text in (one, other)]
    return plain[0] == plain[1] != ""


def _tested(number: str, rows: tuple[SearchRow, ...]) -> None:
    products = sorted({row.product or "a product nobody has linked" for row in rows})
    st.subheader(f"Lot {number} was tested", anchor=False)
    counted = "1 certificate" if len(rows) == 1 else f"{len(rows)} certificates"
    st.html(tag("p", f"{counted} for {', '.join(products)}. {_oldness(rows)}", class_="kr"))
    if len(products) > 1:
        st.html(note("Several products carry this lot number. Compare the name on the pack before relying on any of them."))
    st.html(table(views.CERTIFICATE_COLUMNS, views.certificate_rows(rows), f"Certificates of lot {number}"))
    ways = [link("Judge them by a rule pack", links.address("contaminants", product=rows[0].product_key, specimen=rows[0].specimen))]
    if rows[0].product_key:
        ways.append(link("All lots of this product", links.product(rows[0].product_key, specimen=rows[0].specimen)))
    st.html(tag("p", tag("strong", "Next: "), join([Html(way) for way in ways], " · "), class_="kr"))


def _oldness(rows: tuple[SearchRow, ...]) -> str:
    dated = [row.reported for row in rows if row.reported is not None]
    if not dated:
        return "No certificate prints its date, so the age of this evidence is not known."
    today, newest = _today(), max(dated)
    said = f"The newest is of {day(newest)}: {age(newest, today)}."
    return f"{said} Alkaloids change in storage; this is old evidence." if (today - newest).days > OLD_AFTER_DAYS else said


def _today() -> date:
    return datetime.now(UTC).date()


def _sisters(number: str, product: str, rows: tuple[SearchRow, ...]) -> None:
    st.subheader(f"Lot {number} was not tested, as far as this registry knows", anchor=False)
    st.html(note(f"Other lots of {product} were. They show what this product has held; they do not show what is in your pack."))
    st.html(table(views.CERTIFICATE_COLUMNS, views.certificate_rows(rows), f"Other lots of {product}"))


def _unknown(number: str, *, specimen: bool) -> None:
    st.html(
        empty(
            f"Nothing is known of lot {number}",
            "No certificate here prints this lot. That is not a sign of safety or of danger: nobody has added one.",
            "Ask the seller for the certificate of this lot, with the laboratory's name and a report number, and add it here.",
            links=(("Add a certificate", "upload"), ("Search by brand or product", links.address("browse", specimen=specimen))),
        )
    )
