"""Fields that stand folded on a page, and are made only once somebody unfolds them."""

from __future__ import annotations

import streamlit as st

from dashboards import address
from dashboards.components.markup import tag
from dashboards.components.unfolding import way


def folded(label: str, name: str, *, opened: bool = False) -> bool:
    """A fold under its label, which `name` calls in the address; says whether it is open, so that what is not seen costs nothing.

    Where it is `opened` anyway its label is only told.
    """
    is_open = bool(address.value(name))
    st.html(tag("p", tag("strong", label), class_="kr") if opened else tag("div", way(label, name, is_open=is_open), id=name))
    return is_open or opened
