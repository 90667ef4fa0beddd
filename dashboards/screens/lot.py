"""Lot passport: what is known of the lot on the pack in somebody's hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

import streamlit as st

from dashboards import address, links, passport, scope, session, views
from dashboards.components.empty import empty, note
from dashboards.components.markup import Html, heading, join, link, stack, tag
from dashboards.components.measurement import age, day
from dashboards.components.result_table import table
from dashboards.components.share import share
from registry.model.certificate import State
from registry.services import Filters, SearchRow

OLD_AFTER_DAYS: Final = 365
"""A report older than this is said to be old (many buyers' guides ask for one within 12 months; Utah's rule asks for 6)."""
SHOWN: Final = 50
STANDING: Final = (State.PUBLISHED, State.SUPERSEDED)


@st.cache_data(max_entries=300, show_spinner=False)
def _of_lot(token: str, number: str, *, specimen: bool, products: tuple[str, ...] = ()) -> tuple[SearchRow, ...]:
    """The certificates of that lot: of the lots whose number is alike, and those that print it without being linked to a lot."""
    del token
    registry = session.registry()
    lots = tuple(lot.key for lot in registry.lots_alike(number, specimen=specimen))
    base = Filters(specimen=specimen, products=products, states=STANDING)
    linked = registry.listed("", base.model_copy(update={"lots": lots}), size=SHOWN) if lots else ()
    printed = tuple(row for row in registry.listed(number, base, size=SHOWN) if passport.same(row.lot, number))
    return tuple({row.certificate_id: row for row in (*linked, *printed)}.values())


@st.cache_data(max_entries=300, show_spinner=False)
def _of_product(token: str, product: str, *, specimen: bool) -> tuple[SearchRow, ...]:
    del token
    return session.registry().listed("", Filters(specimen=specimen, products=(product,), states=STANDING), size=SHOWN)


def show() -> None:
    specimen, token = session.show_specimens(), session.token()
    st.title("Look up a lot", anchor=False)
    lead = "Type the lot number as it stands on the pack. Only a certificate for that very lot says something about that pack."
    st.html(tag("p", lead, class_="kr kr-lead"))
    number = address.search("Lot number", "number", placeholder="e.g. L08202504")
    product = address.value("product")
    product = product if product in session.product_names(token, specimen=specimen) else ""
    tested = _of_lot(token, number, specimen=specimen, products=(product,) if product else ()) if number else ()
    if product or len({row.product for row in tested}) != 1:  # a lot that stands on one product alone asks for no other
        product = scope.choose_product("Product, if you know it", specimen=specimen, none="Any product")
    if not number:
        _hint()
    elif tested:
        st.html(_tested(number, tested, specimen=specimen))
    elif product and (sisters := _of_product(token, product, specimen=specimen)):
        _sisters(number, product, session.product_names(token, specimen=specimen)[product].name, sisters, specimen=specimen)
    else:
        _unknown(number, product, specimen=specimen)


def _hint() -> None:
    said = (
        "It is printed or stamped near the date, often after “Lot”, “Batch” or “L”. Capitals, spaces and dashes do not matter, "
        "and a letter O is taken for a zero."
    )
    st.html(tag("p", said, class_="kr kr-soft"))


def _tested(number: str, rows: tuple[SearchRow, ...], *, specimen: bool) -> Html:
    """All that is known of the lot, in one piece: a page of one piece is there at once."""
    names = sorted({row.product or "a product nobody has linked" for row in rows})
    printed = next((row.lot for row in rows if row.lot), number)
    counted = "1 certificate" if len(rows) == 1 else f"{len(rows)} certificates"
    several = "Several products carry this lot number. Compare the name on the pack before relying on any of them."
    known = [
        heading(f"Lot {printed} was tested"),
        tag("p", f"{counted} for {', '.join(names)}. {_oldness(rows)}", class_="kr"),
        note(several) if len(names) > 1 else Html(""),
        passport.looked_for(rows),
        passport.next_steps(rows, specimen=specimen),
    ]
    handed_on = share(links.address("lot", number=printed, product=address.value("product"), specimen=specimen), f"lot {printed}")
    said = [tag("div", stack(known), handed_on, class_="kr-two")]
    filters = Filters(specimen=specimen, certificates=tuple(row.certificate_id for row in rows), states=STANDING)
    if found := passport.rows(session.results(session.token(), filters)):
        caption = "Each value leads to its place on the certificate. A value is for the sample that was tested."
        said += [heading("What was found"), table(passport.COLUMNS, found, f"Results of lot {printed}", caption, dense=True)]
    said += [heading("The certificates"), table(views.CERTIFICATE_COLUMNS, views.certificate_rows(rows), f"Certificates of lot {printed}")]
    return stack(said)


def _oldness(rows: tuple[SearchRow, ...]) -> str:
    dated = [row.reported for row in rows if row.reported is not None]
    if not dated:
        return "No certificate prints its date, so the age of this evidence is not known."
    today, newest = _today(), max(dated)
    if newest > today:
        return f"The newest is dated {day(newest)}, which lies in the future: its age is not known."
    said = f"The newest is of {day(newest)}: {age(newest, today)}."
    return f"{said} Alkaloids change in storage; this is old evidence." if (today - newest).days > OLD_AFTER_DAYS else said


def _today() -> date:
    return datetime.now(UTC).date()


def _sisters(number: str, key: str, product: str, rows: tuple[SearchRow, ...], *, specimen: bool) -> None:
    st.subheader(f"Lot {number} was not tested, as far as this registry knows", anchor=False)
    said = f"Other lots of {product} were. They show what this product has held; they do not show what is in your pack."
    st.html(note(f"{said} {_oldness(rows)}"))
    ways = [link("Add the certificate of your lot", "upload"), link(f"All of {product}", links.product(key, specimen=specimen))]
    st.html(tag("p", tag("strong", "Next: "), Html("ask the seller for the certificate of this lot. "), join(ways, " · "), class_="kr"))
    st.html(table(views.CERTIFICATE_COLUMNS, views.certificate_rows(rows), f"Other lots of {product}"))


def _unknown(number: str, product: str, *, specimen: bool) -> None:
    ways = [("Add a certificate", "upload"), ("Search by brand or product", links.address("browse", specimen=specimen))]
    if product:
        ways.insert(0, ("Look for the lot in any product", links.address("lot", number=number, specimen=specimen)))
    st.html(
        empty(
            f"Nothing is known of lot {number}",
            "No certificate here prints this lot. That is not a sign of safety or of danger: nobody has added one.",
            "Ask the seller for the certificate of this lot, with the laboratory's name and a report number, and add it here.",
            "If you chose no product above, choose it: other lots of it may have been tested.",
            links=tuple(ways),
        )
    )
