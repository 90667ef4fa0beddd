"""The right of reply at work: anybody says something about a certificate, a reviewer reads it and lets it stand or not."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboards import links, session
from dashboards.components import reason
from dashboards.components.empty import note
from dashboards.components.markup import join, link, tag, text
from dashboards.components.reply import KINDS
from registry.errors import RegistryError
from registry.model.certificate import Certificate
from registry.services import Statement

SPEAKING: Final = {"dispute": "I dispute this certificate", "reply": "I reply for the brand or the laboratory"}
PRIVATE: Final = (
    "Only reviewers see it, to ask back. It is never published, stands in no journal, and is deleted when you ask for it; "
    "copies in backups go when those are replaced."
)
LISTED: Final = 10


def show(certificate: Certificate) -> None:
    """What was said, for a reviewer to decide about, and the form to say something. Nothing that was said is removed."""
    _statements(certificate)
    with st.popover("Dispute or reply"), st.form(f"speak:{certificate.id}", border=False, clear_on_submit=True):
        kind = st.radio("What is it?", list(SPEAKING), format_func=SPEAKING.__getitem__)
        name = st.text_input("Who says so", value="" if session.who() == session.VISITOR else session.who())
        said = st.text_area(
            "What is to be said",
            help="A reviewer reads it first; it then stands here with this name. State facts, and where they can be seen.",
        )
        contact = st.text_input("How a reviewer reaches you (optional)", help=PRIVATE, max_chars=200)
        if st.form_submit_button("Publish it" if session.may_publish() else "Hand it in", type="primary"):
            _said(certificate.id, kind, name.strip(), said.strip(), contact)


def _said(certificate_id: str, kind: str, name: str, said: str, contact: str) -> None:
    if not (name and said):
        st.error("A name and a text are needed.")
        return
    speak = session.registry().dispute if kind == "dispute" else session.registry().reply
    try:
        speak(certificate_id, name, said, sender=session.who(), contact=contact)
    except RegistryError as error:
        st.error(f"{error} (code {error.code})")
        return
    if not session.may_publish():
        st.success("Kept. A reviewer reads it before it stands here.")
        return
    st.rerun()


def _statements(certificate: Certificate) -> None:
    """For a reviewer: what was said, each to be shown beside the figures, refused, or hidden again with a reason."""
    for one in session.registry().statements(certificate.id) if session.may_publish() else ():
        with st.container(border=True, horizontal=True, key=f"statement-{one.number}"):
            where = "stands beside the figures" if one.shown else "waits for a reviewer" if one.waiting else "is not shown"
            st.html(tag("p", tag("strong", KINDS[one.kind]), f" by {one.who} {where}: {one.text}", class_="kr kr-small"))
            _decide(one)
            _contact(one)


def _decide(one: Statement) -> None:
    registry = session.registry()
    if not one.shown and st.button("Show it", key=f"show:{one.number}"):
        registry.show_statement(one.certificate_id, one.number, session.who())
        st.rerun()
    if one.shown or one.waiting:
        doing = "Hide it" if one.shown else "Refuse it"
        with st.popover(doing):
            if why := reason.ask("Why", f"{doing}, with this reason", f"hide:{one.number}", told="It stands in the journal."):
                registry.hide_statement(one.certificate_id, one.number, session.who(), why)
                st.rerun()


def _contact(one: Statement) -> None:
    registry = session.registry()
    contact = registry.contact(one.certificate_id, one.number, session.who())
    if contact is None:
        return
    with st.popover("Contact"):
        st.code(contact, language=None, wrap_lines=True)
        if st.button("Delete it for good", key=f"forget:{one.number}"):
            registry.forget_contact(one.certificate_id, one.number, session.who())
            st.rerun()


@st.cache_data(max_entries=4, show_spinner=False)
def _waiting(token: str) -> tuple[Statement, ...]:
    del token
    found: tuple[Statement, ...] = session.registry().waiting_statements()
    return found


def waiting() -> None:
    """For a reviewer: what was said about published certificates and waits to be read."""
    found = _waiting(session.token()) if session.may_publish() else ()
    if not found:
        return
    ways = [link(f"{KINDS[one.kind].lower()} by {one.who}", links.certificate(one.certificate_id)) for one in found[:LISTED]]
    more = f" and {len(found) - LISTED} more" if len(found) > LISTED else ""
    counted = f"{len(found)} {'statement waits' if len(found) == 1 else 'statements wait'} to be read: "
    st.html(note(join([text(counted), join(ways, ", "), text(more), text(".")])))
