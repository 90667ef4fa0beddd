"""Upload: several files at once, each with its own outcome; whatever is read waits for a reviewer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboards import address, links, session
from dashboards.components.empty import note
from dashboards.components.markup import Html, join, link, tag
from dashboards.components.measurement import moment
from dashboards.components.result_table import Column, Row, table
from registry.errors import RegistryError
from registry.services import Added, Progress, UnreadFile

TYPES: Final = ("pdf", "png", "jpg", "jpeg", "tif", "tiff", "webp", "heic", "csv", "xlsx", "json")
KEPT: Final = "upload-answers"
WHAT: Final = {"files": "One or several files", "folder": "A whole folder"}


def show() -> None:
    st.title("Upload certificates", anchor=False)
    st.html(
        tag(
            "p",
            "PDF, scan, photograph or table. The registry reads each file, shows every value on its page, and keeps it as a draft. "
            "Nothing is published before a reviewer has read it.",
            class_="kr kr-lead",
        )
    )
    folder = address.segments("What to upload", "what", ["files", "folder"], format_func=WHAT.__getitem__) == "folder"
    with st.form("upload", clear_on_submit=True, border=False):
        files = st.file_uploader(
            "The folder" if folder else "Files",
            type=list(TYPES),
            accept_multiple_files="directory" if folder else True,
            help="Several at once is fine. The same file twice is recognised.",
        )
        specimen = st.checkbox("These are invented specimens", value=session.show_specimens(), help="They are kept in a set of their own.")
        sent = st.form_submit_button("Read and keep", type="primary")
    if sent and files:
        st.session_state[KEPT] = _add([(f.getvalue(), f.name) for f in files], specimen=specimen)
    elif sent:
        st.html(note("No file was chosen. Drop files on the field above, or choose them with its button."))
    answers: list[Added] = st.session_state.get(KEPT, [])
    if answers:
        st.html(_outcomes(answers))
        waiting = [i for a in answers for i in a.certificate_ids if not a.duplicate]
        if waiting:
            st.html(
                tag("p", link("Review the first of them", links.review(waiting[0])), " · ", link("The whole queue", "review"), class_="kr")
            )
    _unread(session.registry().unread_files(specimen=session.show_specimens()))


def _add(files: Sequence[tuple[bytes, str]], *, specimen: bool) -> list[Added]:
    """Keeps the files, with a line for each as it is done."""
    with st.status(f"Reading {len(files)} {'file' if len(files) == 1 else 'files'} …", expanded=True) as status:
        bar = st.progress(0.0)
        lines = st.empty()
        done: list[str] = []

        def report(progress: Progress) -> None:
            done.append(progress.name)
            bar.progress(min(1.0, progress.done / max(1, progress.total)), text=f"{progress.done} of {progress.total}")
            lines.html(tag("p", "Read: " + ", ".join(done[-6:]), class_="kr kr-small kr-soft"))

        answers = session.registry().add_many(files, session.who(), progress=report, specimen=specimen)
        failed = sum(a.failure is not None for a in answers)
        status.update(label=f"{len(answers) - failed} read, {failed} not readable", state="complete", expanded=False)
    return answers


def _outcomes(answers: Sequence[Added]) -> Html:
    columns = (Column("File"), Column("What became of it"), Column("Next"))
    return table(columns, [Row((a.file_name, *_outcome(a))) for a in answers], "Outcome of the upload")


def _outcome(answer: Added) -> tuple[Html, Html]:
    ways = join([link(f"certificate {i}", links.review(i)) for i in answer.certificate_ids], " · ")
    if answer.failure is not None:
        return tag("span", tag("strong", "Not readable. "), answer.failure.reason), tag(
            "span", answer.failure.next_step or "The file is kept."
        )
    if answer.duplicate:
        return tag("span", tag("strong", "Already here. "), "The same file was added before; it is kept once."), ways
    samples = len(answer.certificate_ids)
    found = f" {len(answer.findings)} things to look at." if answer.findings else ""
    return tag("span", tag("strong", "Draft. "), f"{samples} {'sample' if samples == 1 else 'samples'} read.{found}"), ways


def _unread(files: Sequence[UnreadFile]) -> None:
    if not files:
        return
    st.subheader("Kept, but not readable yet", anchor=False)
    columns = (Column("File"), Column("Why"), Column("What to do"), Column("Added"))
    rows = [
        Row((f.file_name, f"{f.failure.reason} ({f.failure.code})", f.failure.next_step or "", f"{f.added_by}, {moment(f.added_at)}"))
        for f in files
    ]
    st.html(table(columns, rows, "Files that could not be read"))
    with st.form("again", border=False), st.expander("Try one again"):
        names = {f.sha256: f.file_name for f in files}
        chosen = st.selectbox("File", list(names), format_func=names.__getitem__)
        password = st.text_input("Password, if it needs one", type="password")
        if st.form_submit_button("Read again"):
            _again(chosen, password)


def _again(sha256: str, password: str) -> None:
    try:
        answer = session.registry().read_again(sha256, session.who(), password=password or None)
    except RegistryError as error:
        st.error(str(error))
        return
    if answer.failure is not None:
        st.error(f"{answer.failure.reason} {answer.failure.next_step or ''}")
        return
    st.session_state[KEPT] = [answer]
    st.rerun()
