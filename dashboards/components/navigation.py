"""Links in tables and sentences that stay inside the application."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_follow = st.components.v2.component("kratom_links", js=(Path(__file__).parent / "navigation.js").read_text(encoding="utf-8"))


def follow_links() -> None:
    """Once on every page: links to other views keep the session and take no new page load."""
    _follow(key="links", height=1)


def dress() -> None:
    """The style of everything that is not a Streamlit widget."""
    st.html(Path(__file__).parent / "look.css")
