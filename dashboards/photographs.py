"""Photographs of the pack: shown beside a certificate, and added to a draft."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st

from dashboards import session
from dashboards.components import reason
from dashboards.components.markup import tag
from dashboards.components.measurement import day, moment
from registry.errors import RegistryError
from registry.model.certificate import OPEN, Certificate
from registry.services import Attachment

TYPES: Final = ("png", "jpg", "jpeg", "tif", "tiff", "webp", "heic")


def show(certificate: Certificate) -> None:
    """The photographs there are, and the way to add one where that is still open."""
    kept = session.registry().attachments(certificate.id)
    may_add = session.may_publish() or certificate.state in OPEN
    if not kept and not may_add:
        return
    if kept:
        st.subheader("Photographs of the pack", anchor=False)
    for attachment in kept:
        _one(certificate, attachment)
    if may_add:
        with st.expander("Add a photograph of the pack"):
            _add(certificate)


@st.cache_data(max_entries=60, show_spinner="Drawing the photograph …")
def _image(certificate_id: str, sha256: str) -> bytes:
    return session.registry().attachment_image(certificate_id, sha256)


def _one(certificate: Certificate, attachment: Attachment) -> None:
    taken = f"taken {day(attachment.taken_on)}, " if attachment.taken_on else ""
    said = f"{attachment.file_name}: {taken}added by {attachment.added_by}, {moment(attachment.added_at)}"
    st.image(_image(certificate.id, attachment.sha256), caption=said, width=420)
    if not session.may_publish():
        return
    with st.popover("Take it away"):
        if why := reason.ask("Why", "Show it no longer", f"detach:{attachment.sha256}"):
            session.registry().detach(certificate.id, attachment.sha256, session.who(), why)
            st.rerun()


def _add(certificate: Certificate) -> None:
    with st.form(f"photograph:{certificate.id}", clear_on_submit=True, border=False):
        file = st.file_uploader("A photograph that shows label and lot", type=list(TYPES))
        taken = st.date_input("Taken on", value=None, format="YYYY-MM-DD", help="Empty where nobody knows")
        if not st.form_submit_button("Add the photograph"):
            return
    if file is None:
        st.html(tag("p", "No photograph was chosen.", class_="kr kr-small"))
        return
    try:
        session.registry().attach(
            certificate.id, file.getvalue(), file.name, session.who(), taken_on=taken if isinstance(taken, date) else None
        )
    except RegistryError as error:
        st.error(str(error))
        return
    st.rerun()
