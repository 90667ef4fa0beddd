"""A decision that needs a reason: a field and its button as one form, so that what was typed counts when the button is pressed."""

from __future__ import annotations

import streamlit as st


def ask(label: str, button: str, key: str, *, told: str | None = None, long: bool = False) -> str:
    """The reason once `button` is pressed with one, else ""; pressed without one, the form says what is missing.

    `key` names the button, ``why-`` and it the field. `told` is what a pointer gets of the field, `long` gives room for several lines.
    """
    with st.form(f"{key}:form", border=False):
        field = st.text_area if long else st.text_input
        why = field(label, key=f"why-{key}", help=told)
        pressed = st.form_submit_button(button, key=key)
    if pressed and not why.strip():
        st.error("Say why: the reason stands beside the decision.")
    return why.strip() if pressed else ""
