"""Corrections of one certificate, for everybody to see, and for a reviewer to make after publishing, to take back one by one, or to
end with its withdrawal; and the withholding of its file.
"""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from dashboards import address, readings, session
from dashboards.components import reason
from dashboards.components.markup import Html, tag
from dashboards.components.measurement import moment
from registry.errors import RegistryError
from registry.model.certificate import Certificate, Correction, State
from registry.model.evidence import DisplayRight


def decided(certificate: Certificate) -> None:
    """In a draft: everything decided so far, each to be taken back by itself."""
    standing = session.registry().corrections(certificate.id)
    if len(standing) < 2 or not session.may_publish():
        return
    with st.expander(f"Decided so far: {len(standing)}"):
        for number, correction in reversed(standing):
            with st.container(horizontal=True, key=f"decided-{number}", vertical_alignment="center"):
                st.html(told(certificate, correction))
                if st.button("Take it back", key=f"take-back:{certificate.id}:{number}", type="tertiary"):
                    _taken_back(certificate.id, number, correction, "")


def show(certificate: Certificate) -> None:
    """On a certificate: what reviewers corrected, with what was read; and for a reviewer the way to amend what is published."""
    standing = [(n, c) for n, c in session.registry().corrections(certificate.id) if c.after != c.before]
    published = _published_at(certificate)
    may = session.may_publish() and certificate.state is State.PUBLISHED
    if not standing and not may:
        return
    st.subheader("Corrected by a reviewer", anchor=False)
    lead = "What was read stays on record beside each correction." if standing else "Nothing was corrected."
    st.html(tag("p", lead, class_="kr kr-small kr-soft"))
    for number, correction in standing:
        with st.container(horizontal=True, key=f"amended-{number}", vertical_alignment="center"):
            st.html(told(certificate, correction, published))
            if may:
                _take_back(certificate, number, correction)
    if may:
        _amend(certificate)


def withdraw(certificate: Certificate) -> None:
    """For a reviewer: the way to take a certificate out of every figure, for a reason that stays with it."""
    if not session.may_publish() or certificate.state not in (State.PUBLISHED, State.SUPERSEDED):
        return
    with st.popover("Withdraw it"):
        kept = "It then stands in no figure, and this is not undone. The file's hash, the day and the reason stay for all to see."
        st.html(tag("p", kept, class_="kr kr-small"))
        why = reason.ask("Why", "Withdraw it, with this reason", f"withdraw:{certificate.id}", told="It stands in the journal.", long=True)
        if not why:
            return
        try:
            session.registry().withdraw(certificate.id, session.who(), why)
        except RegistryError as error:
            st.error(f"{error} (code {error.code})")
            return
        st.rerun()


def withhold(certificate: Certificate) -> None:
    """For a reviewer: the way to show a file no longer where law demands it, and to show it again."""
    if not session.may_publish() or certificate.source.sha256 is None:
        return
    withheld = certificate.source.display is DisplayRight.WITHHELD
    doing, key = ("Show the file again", "release") if withheld else ("Withhold the file", "withhold")
    with st.popover(doing, key=f"{key}-file:{certificate.id}"):
        kept = "Neither the file nor its pages are shown then. Its results, its hash, the day and the reason stay for all to see."
        st.html(tag("p", "The file and its pages are shown then as they were before." if withheld else kept, class_="kr kr-small"))
        which = "Which decision lifts it" if withheld else "Which law or order asks for it"
        why = reason.ask(which, f"{doing}, with this reason", f"{key}:{certificate.id}", told="It stands in the journal.", long=True)
        if not why:
            return
        decide = session.registry().release if withheld else session.registry().withhold
        try:
            decide(certificate.id, session.who(), why)
        except RegistryError as error:
            st.error(f"{error} (code {error.code})")
            return
        st.rerun()


def told(certificate: Certificate, correction: Correction, published: datetime | None = None) -> Html:
    """One correction: what, from what, to what, by whom, when and why; after publishing said as such."""
    name = readings.name_of(certificate.current, readings.row_of(correction.path))
    same = correction.after == correction.before
    change = "accepted as read" if same else f"{correction.before or 'nothing'} → {correction.after or 'not printed'}"
    when = f"{'after publishing, ' if published and correction.stamp.when > published else ''}{moment(correction.stamp.when)}"
    why = f": {correction.why}" if correction.why else ""
    return tag("p", tag("strong", name), f" {change} · {correction.stamp.who}, {when}{why}", class_="kr kr-small")


def _published_at(certificate: Certificate) -> datetime | None:
    """When it was published first."""
    return next((entry.at for entry in session.registry().history(certificate.id) if entry.action == "publish"), None)


def _take_back(certificate: Certificate, number: int, correction: Correction) -> None:
    with st.popover("Take it back"):
        if why := reason.ask("Why", "Take it back, with this reason", f"back:{number}"):
            _taken_back(certificate.id, number, correction, why)


def _taken_back(certificate_id: str, number: int, correction: Correction, why: str) -> None:
    try:
        session.registry().undo(certificate_id, session.who(), number, why)
    except RegistryError as error:
        st.error(f"{error} (code {error.code})")
        return
    address.put(value=readings.row_of(correction.path))
    st.rerun()


def _amend(certificate: Certificate) -> None:
    """A correction of what is published: the value, what the page prints, and what shows it."""
    draft = certificate.current
    fields = {f.path: (row.name, f) for row in readings.published_rows(draft) for f in readings.editable(draft, row.id)}
    chosen = address.value("value")
    with st.popover("Correct a published value"):
        paths = list(fields)
        of_row = [path for path in paths if readings.row_of(path) == chosen]
        first = next((path for path in of_row if "measurements" in path), of_row[0] if of_row else paths[0])  # the value before its name
        at = paths.index(first)
        path = st.selectbox("Which value", paths, index=at, format_func=lambda p: _called(*fields[p]), key=f"amend-what:{certificate.id}")
        with st.form(f"amend:{certificate.id}:{path}", border=False):
            after = st.text_input("What the page prints", value=fields[path][1].text, help="Leave it empty where the page prints nothing.")
            why = st.text_input("Why", placeholder="e.g. page 2 prints 0.52, read as 0.62")
            if st.form_submit_button("Correct it, in the journal and for all to see", type="primary"):
                _corrected(certificate.id, path, fields[path][1].text, after.strip(), why)


def _called(row: str, field: readings.Field) -> str:
    """A value in a list: the row, what of it, and what stands there."""
    what = "" if field.name == row else f" · {field.name.lower()}"
    return f"{row}{what}: {field.text or 'not printed'}"


def _corrected(certificate_id: str, path: str, before: str, after: str, why: str) -> None:
    if after == before:
        st.error("Nothing was changed. Type what the page prints.")
        return
    try:
        session.registry().correct(certificate_id, path, after or None, session.who(), why)
    except RegistryError as error:
        st.error(f"{error} (code {error.code})")
        return
    address.put(value=readings.row_of(path))
    st.rerun()
