"""Data: bulk download, the journal of every decision, and whether it is sound."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import streamlit as st

from dashboards import address, links, session
from dashboards.components.empty import note
from dashboards.components.markup import Html, join, link, tag
from dashboards.components.measurement import moment
from dashboards.components.pager import page_asked, pager
from dashboards.components.result_table import Column, Row, table
from dashboards.glossary import term
from dashboards.words import words
from registry.errors import RegistryError
from registry.services import DEFAULT_RULES, BulkKind, BulkSubject, JournalEntry, RegistryState, Verification

PAGE: Final = 20
SUBJECTS: Final[dict[BulkSubject, str]] = {"results": "Results", "claims": "Label claims", "journal": "Journal"}
HOLDS: Final[dict[BulkSubject, str]] = {
    "results": (
        "One row for each printed measurement, with its interval in the canonical unit of its own basis, its page and its source. "
        "A non-detect is a bound, never a number. The certificates' own files are not in it: some may be linked to and not passed on."
    ),
    "claims": "One row for each label claim: what the label says, per what, seen where and on which day. An unknown basis stays unknown.",
    "journal": (
        "One row for each decision, with the hashes that chain them. Withheld, and marked so: what somebody said and no reviewer has "
        "accepted, what uploaders propose, names of files, and talk about drafts."
    ),
}
FILES: Final[dict[BulkKind, str]] = {"csv": "CSV", "parquet": "Parquet", "json": "JSON", "schema.json": "JSON Schema"}
ACTIONS: Final = {
    "keep-file": "kept a file",
    "upload": "handed files in",
    "add": "added a draft",
    "re-read": "read it again",
    "correct": "corrected a value",
    "accept": "accepted a value",
    "undo": "took a correction back",
    "publish": "published",
    "supersede": "replaced by an amended report",
    "send-back": "sent back",
    "propose": "proposed what it is about",
    "answer": "answered and handed it in again",
    "withdraw": "withdrew",
    "dispute": "disputed",
    "reply": "replied",
    "show": "let a statement be shown",
    "hide": "hid a statement",
    "create": "created",
    "claim": "recorded a label claim",
    "pack": "recorded facts of a pack",
    "map-name": "mapped a printed name to an analyte",
    "unmap-name": "took the mapping of a name back",
}


def show() -> None:
    specimen = session.show_specimens()
    st.title("Data", anchor=False)
    state = session.registry().state()
    st.html(_state(state))
    _downloads(specimen=specimen)
    _reproduce()
    _terms(state)
    _verify(state)
    _journal(state)


def _state(state: RegistryState) -> Html:
    pairs: list[tuple[str | Html, str]] = [
        ("Published", f"{state.published} certificates and published results"),
        ("Invented specimens", str(state.specimens)),
        ("Waiting for review", str(state.waiting)),
        ("Kept, not readable yet", str(state.unread)),
        ("Last change", moment(state.last_change) if state.last_change else "none yet"),
        ("Journal", f"{state.entries} entries, head {state.head}"),
        (term("state-hash", "State hash"), state.state_hash),
        ("Versions", f"registry {state.version}, reader {state.reader_version}"),
    ]
    body = join([join([tag("dt", name), tag("dd", value)]) for name, value in pairs])
    return tag("div", tag("dl", body), class_="kr kr-card")


def _downloads(*, specimen: bool) -> None:
    st.subheader("Everything as a table", anchor=False)
    token = session.token()
    subject = st.segmented_control("What", list(SUBJECTS), default="results", required=True, format_func=SUBJECTS.__getitem__)
    st.html(tag("p", HOLDS[subject], " ", term("parquet", "What Parquet and JSON Schema are"), class_="kr"))
    _table_files(subject, token, specimen=specimen)
    ways = [
        _fetched(f"{named} ({kind})", links.address(f"data/{subject}.{kind}", specimen=specimen))
        for subject, named in SUBJECTS.items()
        for kind in FILES
    ]
    st.html(tag("p", "For programs, addresses that stay: ", join(ways, ", "), ".", class_="kr kr-small"))


@st.fragment
def _table_files(subject: BulkSubject, token: str, *, specimen: bool) -> None:
    """A button for each kind of file; made once for each state of the registry, then offered to save."""
    with st.container(horizontal=True):
        for kind, called in FILES.items():
            if st.button(f"Make the {called}", key=f"bulk:{subject}:{kind}"):
                with st.spinner(f"Making the {called} …", show_time=True):
                    try:
                        path = session.registry().bulk_file(subject, kind, specimen=specimen)
                    except RegistryError as error:
                        st.error(str(error))
                        return
                st.session_state["bulk"] = (subject, kind, token, specimen, path)
    ready = st.session_state.get("bulk")
    if ready is None or ready[:1] + ready[2:4] != (subject, token, specimen) or not ready[4].exists():
        return
    _, kind, _, _, path = ready
    size = f"{path.stat().st_size / 1000:,.0f} kB".replace(",", "\u202f")
    st.download_button(f"Save the {FILES[kind]} ({size})", path.read_bytes, file_name=path.name, type="primary", on_click="ignore")


def _fetched(label: str, place: str) -> Html:
    """A link to what is no page of the dashboard: the server answers it beside the pages."""
    return tag("a", label, href=place, target="_blank")


def _terms(state: RegistryState) -> None:
    """How to cite, under which licence, and how to hear of what is new."""
    st.subheader("To cite, and under which terms", anchor=False)
    changed = f"{state.last_change:%Y-%m-%d}" if state.last_change else "empty"
    cited = f"Kratom Certificate Registry, version {state.version}, data as of {changed}, state {state.state_hash}."
    st.code(cited, language=None, wrap_lines=True)
    said = (
        "The state names data, rules and program. The program is licensed under Apache-2.0. The figures are facts from the sources named "
        "on every row; certificates belong to their laboratories and clients, and each source's own licence holds for its text."
    )
    st.html(tag("p", said, class_="kr"))
    specimen = session.show_specimens()
    rules = dict(session.registry().rule_packs())[DEFAULT_RULES]
    feeds = [
        _fetched("new certificates", links.address("feed.atom", specimen=specimen)),
        _fetched(f"those that do not meet the rules of {rules}", links.address("feed.atom", failing=1, specimen=specimen)),
        _fetched("whether the registry answers (JSON)", "health"),
    ]
    other = "Other rules and another day are chosen in the address: "
    example = tag("code", links.address("feed.atom", failing=1, rules="US-CO", date="2026-11-01", specimen=specimen))
    st.html(tag("p", "For a feed reader (Atom) and for programs: ", join(feeds, ", "), ". ", other, example, class_="kr"))


def _journal(state: RegistryState) -> None:
    st.subheader("What changed: the journal", anchor=False)
    said = "Every decision, the newest first. Each entry carries the hash of the one before it, so a change behind its back shows."
    st.html(tag("p", said, class_="kr"))
    page = page_asked(address.value("page"), state.entries, PAGE)
    entries = session.registry().public_journal(after=(page - 1) * PAGE, limit=PAGE)
    columns = (Column("No.", number=True), Column("When"), Column("Who"), Column("What"), Column("About"), Column("Hash"))
    listed = table(columns, [_entry(e) for e in entries], "Journal", dense=True)
    st.html(join([listed, pager(state.entries, page, PAGE, "entries")]))


def _entry(entry: JournalEntry) -> Row:
    kind, _, key = entry.subject.partition(":")
    about = link(f"{kind} {key[:24]}", links.certificate(key)) if kind == "certificate" else f"{kind} {key[:24]}"
    return Row((str(entry.seq), moment(entry.at), entry.actor, ACTIONS.get(entry.action, words(entry.action)), about, entry.hash[:12]))


def _verify(state: RegistryState) -> None:
    st.subheader("Is it sound?", anchor=False)
    if st.button("Check the journal, the files and the records now"):
        with st.spinner("Checking …", show_time=True):
            st.session_state["verified"] = (session.registry().verify(), datetime.now(UTC))
    found: Verification | None
    found, when = st.session_state.get("verified", (None, None))
    if found is None:
        st.html(tag("p", "Every stored file and every journal entry is hashed again; that can take a while.", class_="kr kr-small kr-soft"))
        return
    if found.head != state.head:
        st.html(tag("p", f"Checked {moment(when)}; the journal has grown since.", class_="kr kr-small kr-soft"))
    if found.sound:
        st.html(note(f"Sound as of {moment(when)}: {found.entries} journal entries, {found.files} files, {found.certificates} records."))
    else:
        st.html(note("Changes were found behind the registry's back:", *found.problems[:50]))


def _reproduce() -> None:
    """A report that somebody was given: does this registry say the same?"""
    st.subheader("Is this report true?", anchor=False)
    given = st.file_uploader("A report made here (PDF, Excel, CSV, web page or data package)", type=["pdf", "xlsx", "csv", "html", "zip"])
    if given is None:
        return
    with st.spinner("Making it again …", show_time=True):
        try:
            answer = session.registry().reproduce(given.getvalue())
        except RegistryError as error:
            st.error(str(error))
            return
    st.html(note(answer.sentence))
