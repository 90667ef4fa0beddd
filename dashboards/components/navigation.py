"""Links in tables and sentences that stay inside the application."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_follow = st.components.v2.component("kratom_links", js=(_HERE / "navigation.js").read_text(encoding="utf-8"))


def follow_links() -> None:
    """Once on every page: links to other views keep the session and take no new page load."""
    _follow(key="links", height=1)


def dress() -> None:
    """The mark over the navigation, and the style of everything that is not a Streamlit widget."""
    st.logo(_HERE / "mark.svg", size="large")
    st.html(_HERE / "look.css")
