"""What stands folded on a page, and is made only once somebody unfolds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st


@contextmanager
def folded(label: str, key: str, *, opened: bool = False) -> Iterator[bool]:
    """A fold under its label; says whether it is open, so that what is not seen costs nothing. `opened` is how it begins."""
    with st.expander(label, expanded=opened, key=f"folded:{key}", on_change="rerun") as fold:
        yield bool(fold.open)
