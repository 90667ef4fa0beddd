"""Data: bulk download, the journal of every decision, and whether it is sound."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Final

import pandas as pd
import streamlit as st

from dashboards import address, links, session
from dashboards.components.empty import note
from dashboards.components.markup import Html, join, link, tag
from dashboards.components.measurement import moment
from dashboards.components.result_table import Column, Row, table
from dashboards.words import words
from registry.errors import RegistryError
from registry.services import Filters, JournalEntry, RegistryState, Verification

PAGE: Final = 50


def show() -> None:
    specimen = session.show_specimens()
    st.title("Data", anchor=False)
    state = session.registry().state()
    st.html(_state(state))
    _downloads(specimen=specimen)
    _journal(state)
    _verify()
    _reproduce()


def _state(state: RegistryState) -> Html:
    pairs = [
        ("Published", f"{state.published} certificates and published results"),
        ("Invented specimens", str(state.specimens)),
        ("Waiting for review", str(state.waiting)),
        ("Kept, not readable yet", str(state.unread)),
        ("Last change", moment(state.last_change) if state.last_change else "none yet"),
        ("Journal", f"{state.entries} entries, head {state.head}"),
        ("State hash", state.state_hash),
        ("Versions", f"registry {state.version}, reader {state.reader_version}"),
    ]
    body = join([join([tag("dt", name), tag("dd", value)]) for name, value in pairs])
    return tag("div", tag("dl", body), class_="kr kr-card")


def _downloads(*, specimen: bool) -> None:
    st.subheader("Everything as a table", anchor=False)
    said = (
        "One row for each printed measurement, with its interval in the canonical unit of its own basis, its page and its source. "
        "A non-detect is a bound, never a number. The files themselves are not in it."
    )
    st.html(tag("p", said, class_="kr"))
    registry, filters = session.registry(), Filters(specimen=specimen)
    prefix = "SPECIMEN-" if specimen else ""
    with st.container(horizontal=True):
        _file(
            "Results (CSV)", f"{prefix}kratom-results.csv", lambda: registry.results_frame(filters).to_csv(index=False).encode(), "text/csv"
        )
        _file("Results (Parquet)", f"{prefix}kratom-results.parquet", lambda: _parquet(registry.results_frame(filters)))
        _file(
            "Label claims (CSV)",
            f"{prefix}kratom-label-claims.csv",
            lambda: registry.claims_frame(filters).to_csv(index=False).encode(),
            "text/csv",
        )
    st.html(
        tag(
            "p",
            "Cite the registry with the state hash above: it names the data, the rules and the program that figures rest on.",
            class_="kr kr-small",
        )
    )


def _file(label: str, name: str, made: Callable[[], bytes], mime: str = "application/octet-stream") -> None:
    """A download that is made when it is asked for."""
    st.download_button(label, data=made, file_name=name, mime=mime, on_click="ignore")


def _parquet(frame: pd.DataFrame) -> bytes:
    written = io.BytesIO()
    frame.to_parquet(written, index=False)
    return written.getvalue()


def _journal(state: RegistryState) -> None:
    st.subheader("The journal", anchor=False)
    st.html(
        tag(
            "p",
            "Every decision, the newest first. Each entry carries the hash of the one before it, so a change behind its back shows.",
            class_="kr",
        )
    )
    after = int(address.value("after", "0")) if address.value("after", "0").isdigit() else 0
    entries = session.registry().journal(after=after, limit=PAGE)
    columns = (Column("No.", number=True), Column("When"), Column("What"), Column("About"), Column("Who"), Column("Hash"))
    st.html(table(columns, [_entry(e) for e in entries], "Journal"))
    ways = []
    if after > 0:
        ways.append(link("Newer", links.address("data", after=max(0, after - PAGE) or None)))
    if after + PAGE < state.entries:
        ways.append(link("Older", links.address("data", after=after + PAGE)))
    st.html(tag("p", join([Html(w) for w in ways], " · "), class_="kr"))


def _entry(entry: JournalEntry) -> Row:
    kind, _, key = entry.subject.partition(":")
    about = link(f"{kind} {key[:24]}", links.certificate(key)) if kind == "certificate" else f"{kind} {key[:24]}"
    return Row((str(entry.seq), moment(entry.at), words(entry.action), about, entry.actor, entry.hash[:12]))


def _verify() -> None:
    st.subheader("Is it sound?", anchor=False)
    if st.button("Check the journal, the files and the records now"):
        with st.spinner("Checking …", show_time=True):
            st.session_state["verified"] = session.registry().verify()
    found: Verification | None = st.session_state.get("verified")
    if found is None:
        st.html(tag("p", "Every stored file and every journal entry is hashed again; that can take a while.", class_="kr kr-small kr-soft"))
    elif found.sound:
        st.html(
            note(f"Sound: {found.entries} journal entries, {found.files} files and {found.certificates} records agree. Head {found.head}.")
        )
    else:
        st.html(note("Changes were found behind the registry's back:", *found.problems[:50]))


def _reproduce() -> None:
    """A report that somebody was given: does this registry say the same?"""
    st.subheader("Is this report true?", anchor=False)
    given = st.file_uploader("A report made here (PDF, Excel, web page or data package)", type=["pdf", "xlsx", "html", "zip"])
    if given is None:
        return
    with st.spinner("Making it again …", show_time=True):
        try:
            answer = session.registry().reproduce(given.getvalue())
        except RegistryError as error:
            st.error(str(error))
            return
    st.html(note(answer.sentence))
