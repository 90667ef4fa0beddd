"""What every page asks first: the open registry, who is looking, which set of data, and how long an answer may be kept."""

from __future__ import annotations

import logging
from typing import Final, NamedTuple

import pandas as pd
import streamlit as st

from dashboards.certificates import Names
from dashboards.components.empty import empty
from dashboards.components.markup import tag
from dashboards.components.specimens import FRAME, banner
from registry.model.certificate import Certificate
from registry.services import Filters, Registry
from registry.settings import LOCAL_REVIEWER

VISITOR: Final = "visitor"
_log = logging.getLogger("kratom_registry.dashboard")


class ProductName(NamedTuple):
    """A product as a field offers it."""

    key: str
    name: str
    brand_key: str
    brand: str

    @property
    def full(self) -> str:
        """The name, with its brand where the name does not say it."""
        return self.name if self.brand in self.name else f"{self.name} ({self.brand})"


@st.cache_resource(show_spinner="Opening the registry …")
def registry() -> Registry:
    """The registry that the settings name, opened once for all sessions. What its opening waits for stands in the server's log."""
    return Registry(tell=_log.warning)


def who() -> str:
    """The person at the screen: as logged in; where no login is set up, the local reviewer, at this very machine only.

    The local reviewer needs to be named in the registry's settings, and a request that came through a proxy or from another
    machine is a visitor's.
    """
    if _login_is_set_up():
        email = getattr(st.user, "email", None) if st.user.is_logged_in else None
        return str(email) if email else VISITOR
    return LOCAL_REVIEWER if _at_this_machine() and registry().is_reviewer(LOCAL_REVIEWER) else VISITOR


def _login_is_set_up() -> bool:
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def _at_this_machine() -> bool:
    # Streamlit gives no address for a connection from the machine itself; a proxy on it would look the same but for its headers.
    forwarded = {name.casefold() for name in st.context.headers} & {"forwarded", "x-forwarded-for", "x-real-ip"}
    return st.context.ip_address is None and not forwarded


def may_publish() -> bool:
    """Whether the person at the screen is a reviewer."""
    return registry().is_reviewer(who())


def token() -> str:
    """Changes with every decision in the registry: the key under which answers are kept."""
    return registry().head()


def show_specimens() -> bool:
    """Whether pages show the invented set. The address decides where it says so, then this session's last choice; real data otherwise."""
    asked = st.query_params.get("specimens")
    if asked is not None:
        st.session_state["specimens"] = asked == "1"
    return bool(st.session_state.get("specimens", False))


def _switch() -> None:
    st.session_state["specimens"] = st.session_state["specimens-switch"]
    st.session_state["switched"] = True
    st.query_params.pop("page", None)
    if st.session_state["specimens"]:
        st.query_params["specimens"] = "1"
    else:
        st.query_params.pop("specimens", None)


def data_set_switch() -> None:
    """The switch between real and invented data in the side bar, and the banner that stays while invented data is shown."""
    on = show_specimens()
    st.session_state["specimens-switch"] = on
    st.sidebar.toggle(
        "Show specimens",
        key="specimens-switch",
        on_change=_switch,
        help="Invented certificates to try everything on. They never stand in one figure with real data.",
    )
    st.sidebar.html(tag("p", "Invented data on show" if on else "Real data on show", class_="kr kr-small kr-soft"))
    if on:
        st.html(f"<style>{FRAME}</style>{banner()}")


@st.cache_resource(max_entries=500, show_spinner=False)  # frozen: one copy serves all sessions
def certificate(token: str, certificate_id: str) -> Certificate:
    """One certificate as it stands. Raises NotFound."""
    del token
    return registry().certificate(certificate_id)


@st.cache_data(max_entries=500, show_spinner=False)
def subject_names(token: str, certificate_id: str) -> Names:
    """The names behind a certificate's subject, empty where nobody has linked it."""
    subject = certificate(token, certificate_id).subject
    if subject is None:
        return Names()
    lot = registry().lot(subject.lot).number if subject.lot else None
    brand, product = registry().brand(subject.brand), registry().product(subject.product)
    return Names(brand.name, brand.key, product.name, product.key, lot or "")


@st.cache_data(max_entries=120, show_spinner="Drawing the page …")
def page_image(certificate_id: str, page: int) -> bytes:
    """A page of a certificate as PNG; the file behind an id never changes."""
    return registry().page_image(certificate_id, page)


@st.cache_resource(max_entries=4, show_spinner=False)
def product_names(token: str, *, specimen: bool) -> dict[str, ProductName]:
    """Every product of the set by key, in the order of their names."""
    del token
    return {row[0]: ProductName(*row) for row in registry().product_names(specimen=specimen)}


@st.cache_resource(max_entries=30, show_spinner=False)
def results(token: str, filters: Filters) -> pd.DataFrame:
    """The results that `filters` ask for, as columns: one frame for all sessions, to be read and never changed."""
    del token
    return registry().results_frame(filters)


def match_set(*, specimen: bool) -> None:
    """Turns the switch to the set that a page's record belongs to; where the reader has just turned it away, says so instead."""
    if specimen == show_specimens():
        return
    if st.session_state.pop("switched", False):
        there, here = ("invented", "real") if specimen else ("real", "invented")
        st.html(empty(f"This belongs to the {there} data", f"You have switched to {here} data.", links=(("To the start", "./"),)))
        st.stop()
    st.session_state["specimens"] = specimen
    if specimen:
        st.query_params["specimens"] = "1"
    else:
        st.query_params.pop("specimens", None)
    st.rerun()
