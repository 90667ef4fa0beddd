"""Upload: many files at once, kept first and read in the background; whatever is read waits for a reviewer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboards import address, links, session, uploads
from dashboards.components.empty import empty, note
from dashboards.components.markup import link, tag
from dashboards.components.measurement import moment
from dashboards.components.result_table import Column, Row, table
from registry.errors import NotFound, RegistryError
from registry.model.certificate import OPEN
from registry.services import Batch, Standing, UnreadFile, unpacked

TYPES: Final = ("pdf", "png", "jpg", "jpeg", "tif", "tiff", "webp", "heic", "csv", "xlsx", "json", "zip")
WHAT: Final = {"files": "One or several files", "folder": "A whole folder"}


def show() -> None:
    if key := address.value("batch"):
        _batch(key)
        return
    st.title("Upload certificates", anchor=False)
    st.html(
        tag(
            "p",
            "PDF, scan, photograph or table, or a ZIP of them. The registry keeps each file, reads it, and shows every value on its "
            "page as a draft. Nothing is published before a reviewer has read it.",
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
        _start([(f.getvalue(), f.name) for f in files], specimen=specimen)
    elif sent:
        kinds = ", ".join(kind.upper() for kind in TYPES)
        st.html(note(f"No file was chosen that can be read. Drop files on the field above, or choose them with its button: {kinds}."))
    # a file's name may say more than its uploader meant to tell everybody: an upload's own page tells it to whoever has its address
    unread = session.registry().unread_files(specimen=session.show_specimens()) if session.may_publish() else ()
    if unread:
        st.subheader("Kept, but not readable yet", anchor=False)
        _unread(unread)


def _start(files: Sequence[tuple[bytes, str]], *, specimen: bool) -> None:
    """Keeps the files and goes to their page, where they are read in the background."""
    try:
        every = [one for content, name in files for one in unpacked(content, name)]
        if not every:
            st.html(note(f"{', '.join(name for _, name in files)} holds no file. Pack the certificates anew, or choose them themselves."))
            return
        with st.spinner(f"Keeping {len(every)} {'file' if len(every) == 1 else 'files'} …"):
            key = session.registry().start_batch(every, session.who(), specimen=specimen)
    except RegistryError as error:
        st.error(f"{error} (code {error.code})")
        return
    address.put(batch=key, what=None, specimens="1" if specimen else None)
    st.rerun()


def _batch(key: str) -> None:
    st.title("Your upload", anchor=False)
    ways = (("Upload certificates", links.address("upload", specimen=session.show_specimens())),)
    try:
        batch = uploads.show(key)
    except NotFound as error:
        st.html(empty("No such upload", str(error), links=ways))
        return
    _next(batch)
    failed = {f.sha256 for f in batch.files if f.standing is Standing.UNREADABLE}
    if failed:
        st.subheader("Try an unreadable file again", anchor=False)
        _again_form([u for u in session.registry().unread_files(specimen=batch.specimen) if u.sha256 in failed])


def _next(batch: Batch) -> None:
    """Where to go on: the doubtful drafts first."""
    order = (Standing.SENT_BACK, Standing.DOUBTFUL, Standing.REVIEW)
    waiting = [
        entry.certificate_id
        for standing in order
        for file in batch.files
        if file.standing is standing
        for entry in file.certificates
        if entry.state in OPEN
    ]
    ways = [link("Review the first of them", links.review(waiting[0])), " · "] if waiting else []
    queue = link("The whole queue", links.address("review", specimen=batch.specimen))
    more = link("Upload more", links.address("upload", specimen=batch.specimen))
    st.html(tag("p", *ways, queue, " · ", more, class_="kr"))
    st.html(tag("p", "This page's address is your receipt: keep it to see what a reviewer decides or asks.", class_="kr kr-small kr-soft"))


def _unread(files: Sequence[UnreadFile]) -> None:
    columns = (Column("File"), Column("Why"), Column("What to do"), Column("Added"))
    rows = [
        Row((f.file_name, uploads.failed(f.file_name, f.failure), uploads.next_step(f.failure), f"{f.added_by}, {moment(f.added_at)}"))
        for f in files
    ]
    st.html(table(columns, rows, "Files that could not be read"))
    with st.expander("Try one again"):
        _again_form(files)


def _again_form(files: Sequence[UnreadFile]) -> None:
    with st.form("again", border=False):
        names = {f.sha256: f.file_name for f in files}
        chosen = st.selectbox("File", list(names), format_func=names.__getitem__)
        password = st.text_input("Password, if it needs one", type="password", help="It is used once and kept nowhere.")
        if st.form_submit_button("Read again"):
            _again(chosen, password)


def _again(sha256: str, password: str) -> None:
    try:
        answer = session.registry().read_again(sha256, session.who(), password=password or None)
    except RegistryError as error:
        st.error(f"{error} (code {error.code})")
        return
    if answer.failure is not None:
        st.error(f"{answer.failure.reason} {uploads.next_step(answer.failure)} (code {answer.failure.code})")
        return
    st.html(note(link("The draft", links.review(answer.certificate_ids[0])) if answer.certificate_ids else "Read."))
    if address.value("batch"):
        st.rerun()
