"""What was handed in together: files read in the background, and where each stands, at an address of its own."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import streamlit as st

from dashboards import address, links, session
from dashboards.components.empty import note
from dashboards.components.markup import Html, join, link, tag
from dashboards.components.pager import page_asked, pager
from dashboards.components.result_table import Column, Row, table
from registry.errors import RegistryError
from registry.model.certificate import OPEN
from registry.services import Batch, BatchFile, Failure, QueueEntry, Registry, Standing

SIZE: Final = 25
SAID: Final = {
    Standing.READING: "To be read",
    Standing.DOUBTFUL: "Doubtful values",
    Standing.REVIEW: "Needs review",
    Standing.SENT_BACK: "Sent back",
    Standing.DUPLICATE: "Already here",
    Standing.UNREADABLE: "Not readable",
    Standing.DECIDED: "Decided",
}
_log = logging.getLogger(__name__)


class Behind:
    """Reads batches one after another behind the pages; whoever leaves a page loses nothing."""

    def __init__(self) -> None:
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="reading")
        self._running: set[str] = set()

    def read(self, registry: Registry, key: str, who: str) -> None:
        """Has the rest of a batch read, unless that is going on already."""
        if key not in self._running:
            self._running.add(key)
            self._reader.submit(self._read, registry, key, who)

    def _read(self, registry: Registry, key: str, who: str) -> None:
        try:
            registry.read_batch(key, who)
        except RegistryError:  # the files are kept: whoever opens the batch next has it read on
            _log.exception("reading a batch stopped")
        finally:
            self._running.discard(key)


@st.cache_resource
def behind() -> Behind:
    """The one background reader of this server."""
    return Behind()


def show(key: str) -> Batch:
    """The batch as it stands, drawn anew by itself while files are read. Raises NotFound."""
    batch = session.registry().batch(key)
    session.match_set(specimen=batch.specimen)
    if batch.reading:
        behind().read(session.registry(), key, session.who())
    st.fragment(_standing, run_every=2 if batch.reading else None)(key, was_reading=bool(batch.reading))
    return batch


def _standing(key: str, *, was_reading: bool) -> None:
    batch = session.registry().batch(key)
    if was_reading and not batch.reading:
        st.rerun()
    total, done = len(batch.files), len(batch.files) - batch.reading
    if batch.reading:
        st.progress(done / total, text=f"{done} of {total} files read. You can leave this page: its address brings you back.")
    else:
        st.html(note(f"All {total} files are kept and looked into." if total > 1 else "The file is kept and looked into."))
    counts = Counter(file.standing for file in batch.files)
    present = [standing.value for standing in Standing if counts[standing]]
    state = ""
    if len(present) > 1:
        names = {"": f"All ({total})"} | {s: f"{SAID[Standing(s)]} ({counts[Standing(s)]})" for s in present}
        state = address.select("Show", "state", ["", *present], format_func=names.__getitem__)
    shown = [file for file in batch.files if not state or file.standing.value == state]
    page = page_asked(address.value("page"), len(shown), SIZE)
    columns = (Column("File"), Column("What became of it"), Column("Next"))
    rows = [Row((file.name, *_outcome(file))) for file in shown[(page - 1) * SIZE : page * SIZE]]
    turned = pager(len(shown), page, SIZE, "files")
    st.html(join([table(columns, rows, "Outcome of the upload"), turned if len(shown) > SIZE else Html("")]))


def _outcome(file: BatchFile) -> tuple[Html, Html]:
    """What became of a file, and the next thing to do."""
    said = tag("strong", SAID[file.standing], ". ")
    if file.failure is not None:
        if file.standing is Standing.READING:
            return join([said, Html("The file is kept.")]), Html("Nothing: this line changes by itself.")
        reason = failed(file.name, file.failure)
        return tag("span", said, reason), tag("span", next_step(file.failure) or "The file is kept.")
    return tag("span", said, _about(file)), ways(file.certificates)


_HERE: Final = {"file-encrypted": "Type its password in the form below, and have it read again."}
"""What to do on a page, where the command line has another way."""


def next_step(failure: Failure) -> str:
    """What to do about a file that gave nothing, as this page can do it."""
    return _HERE.get(failure.code, failure.next_step or "")


def failed(file_name: str, failure: Failure) -> str:
    """Why a file gave nothing, beside its name: the reason without the name again, and its code."""
    return f"{failure.reason.removeprefix(f'{file_name}: ')} (code {failure.code})"


def _about(file: BatchFile) -> str:
    if file.standing is Standing.DUPLICATE:
        return "The same file was added before; it is kept once."
    doubtful = sum(entry.doubtful for entry in file.certificates)
    notes = sum(entry.errors + entry.warnings for entry in file.certificates)
    parts = [_counted(len(file.certificates), "sample"), _counted(sum(e.results for e in file.certificates), "result")]
    if doubtful:
        parts.append(f"{_counted(doubtful, 'value')} to look at")
    if notes:
        parts.append(_counted(notes, "finding"))
    return ", ".join(parts) + "."


def _counted(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"


def ways(entries: Sequence[QueueEntry]) -> Html:
    """The way to each certificate, by its product; those of one product are told apart by their lots."""
    named = Counter(entry.product_name for entry in entries)
    return join([_way(entry, several=named[entry.product_name] > 1) for entry in entries], " · ")


def _way(entry: QueueEntry, *, several: bool) -> Html:
    called = entry.product_name or f"certificate {entry.certificate_id}"
    if several and entry.product_name:
        called += f", lot {entry.lot}" if entry.lot else f", {entry.certificate_id}"
    if entry.state in OPEN:
        return link(f"Review {called}", links.review(entry.certificate_id))
    return link(f"Open {called}", links.certificate(entry.certificate_id, specimen=entry.specimen))
