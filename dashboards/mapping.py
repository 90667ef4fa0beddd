"""Printed names that a reviewer maps to an analyte for every next certificate, gives to drafts that wait already, and takes back."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboards import session
from dashboards.components.empty import note
from dashboards.components.markup import tag
from dashboards.components.measurement import moment
from dashboards.words import analyte_name
from registry.errors import RegistryError
from registry.model.analytes import Synonym, load_catalogue
from registry.model.certificate import Certificate


def keep(chosen: Mapping[str, str]) -> bool:
    """Maps each printed name to the analyte that was chosen for it; whether that could be done."""
    known = {printed: load_catalogue().match(name) for printed, name in chosen.items()}
    if not known or None in known.values():
        st.error("Choose an analyte of the catalogue: only that can be mapped for every certificate.")
        return False
    try:
        for printed, analyte in known.items():
            if analyte is not None:
                session.registry().map_name(printed, analyte.key, session.who())
    except RegistryError as error:
        st.error(f"{error} (code {error.code})")
        return False
    return True


def offer(certificate: Certificate) -> None:
    """For a reviewer of a draft: names on it that were mapped since it was made, applied on a click. Nothing where there is none."""
    names = session.registry().names_to_map(certificate.id) if session.may_publish() else ()
    if not names:
        return
    said = dict.fromkeys(f"“{correction.before}” is {correction.after}" for correction in names)
    st.html(note(f"Mapped for every certificate since this draft was read: {'; '.join(said)}."))
    rows = "1 row" if len(names) == 1 else f"{len(names)} rows"
    if st.button(f"Use these names in {rows}", key=f"names:{certificate.id}", help="Each is a correction, and can be undone."):
        session.registry().apply_names(certificate.id, session.who())
        st.rerun()


def show() -> None:
    """For a reviewer: the names in force, each to be taken back. Nothing where there is none."""
    names = session.registry().synonyms() if session.may_publish() else ()
    if not names:
        return
    with st.expander(f"Names mapped for every certificate: {len(names)}"):
        for synonym in names:
            with st.container(horizontal=True, key=f"synonym-{synonym.name}", vertical_alignment="center"):
                st.html(tag("p", _told(synonym), class_="kr kr-small"))
                if st.button("Take it back", key=f"unmap:{synonym.name}", type="tertiary", help="What was mapped so far stays as it is."):
                    session.registry().unmap_name(synonym.name, session.who())
                    st.rerun()


def _told(synonym: Synonym) -> str:
    return f"“{synonym.name}” is {analyte_name(synonym.analyte)} · {synonym.stamp.who}, {moment(synonym.stamp.when)}"
