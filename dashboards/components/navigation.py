"""The menu, which stays inside the application, and the look of every page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboards.components.markup import Html, join, link, tag

_HERE = Path(__file__).parent
_follow = st.components.v2.component("kratom_links", js=(_HERE / "navigation.js").read_text(encoding="utf-8"))


def menu(pages: Mapping[str, Sequence[StreamlitPage]], here: StreamlitPage) -> None:
    """The pages by section, as one list in the side bar, with the mark of the one on show. Streamlit's own menu is drawn again, link by
    link, with every message that the server sends; this one only with another page.
    """
    sections = [_section(name, listed, here) for name, listed in pages.items()]
    st.sidebar.html(tag("nav", join(sections), class_="kr kr-menu", aria_label="Pages"))


def _section(name: str, pages: Sequence[StreamlitPage], here: StreamlitPage) -> Html:
    ways = [
        tag("li", link(page.title, page.url_path or "./", aria_current="page" if page == here else None))
        for page in pages
        if page.visibility == "visible"
    ]
    return join([tag("h2", name), tag("ul", join(ways))])


def follow_links() -> None:
    """Once on every page: menu and pagers keep the session and take no new page load, and an address leads to its place on the page."""
    _follow(key="links", height=1)


def dress() -> None:
    """The mark over the navigation, and the style of everything that is not a Streamlit widget."""
    st.logo(_HERE / "mark.svg", size="large")
    st.html(_HERE / "look.css")
