"""The journal as anybody may read it: every entry with its hashes, without what no reviewer has accepted and what is private.

The chain can be followed by `prev` and `hash`. An entry of which something was withheld says so, and cannot be hashed again from what
is shown; `registry verify`, beside the registry, does that for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from registry.reports.bulk import COLUMNS, bulk_frame
from registry.services.opening import Opening
from registry.services.statements import SPEAKING, statements_in
from registry.storage.encoding import canonical
from registry.storage.journal import JournalEntry
from registry.storage.reader import Reader, handed_in

_DIGESTS: Final = ("record", "derived")
_CHANGES: Final = ("correct", "accept", "undo")
PUBLIC: Final[dict[str, tuple[str, ...]]] = {
    "add": ("part", "corrected"),
    **dict.fromkeys(("map-name", "unmap-name"), ("name", "analyte")),
    **dict.fromkeys(_CHANGES, ("path", "before", "after", "why")),
    "publish": ("brand", "product", "lot", "acquisition", "supersedes"),
    "supersede": ("by",),
    "withdraw": ("why",),
    **dict.fromkeys(("withhold", "release"), ("why", "display", "before")),
    **dict.fromkeys(SPEAKING, ("text", "path")),
    "show": ("statement",),
    "hide": ("statement", "why"),
    "attach": ("file", "media_type", "taken_on"),
    "detach": ("file",),
    "pack": ("pack",),
}
"""By action, what of its payload is for everybody; the digests are always. File names, proposals and talk about drafts never are."""
UNNAMED: Final = "not shown"
"""Stands for whoever spoke and has not been accepted yet: the name is theirs to type."""


class PublicJournal(Opening):
    def public_journal(self, *, after: int = 0, limit: int = 100, newest_first: bool = True) -> tuple[JournalEntry, ...]:
        """A stretch of the journal as anybody may read it; `after` counts entries to skip from the chosen end."""
        with self._store.read() as reader:
            entries = reader.journal(after, limit, newest_first=newest_first)
            return opened_up(entries, _decided(reader, {entry.subject for entry in entries}))

    def _journal_frame(self, reader: Reader) -> pd.DataFrame:
        """The whole journal, as anybody may read it, oldest first: columns `bulk.JOURNAL`."""
        entries = reader.journal(0, reader.head()[0], newest_first=False)
        shown = opened_up(entries, _decided(reader, None))
        rows = [_row(entry, public) for entry, public in zip(entries, shown, strict=True)]
        return bulk_frame(rows, COLUMNS["journal"])


def opened_up(entries: Sequence[JournalEntry], decided: Sequence[JournalEntry]) -> tuple[JournalEntry, ...]:
    """The entries without what is not for everybody. `decided` are the entries that published, spoke, showed and hid, of their subjects."""
    published = {entry.subject for entry in decided if entry.action == "publish"}
    shown = {said.number for said in statements_in(tuple(decided)) if said.shown}
    return tuple(_public(entry, heard=entry.seq in shown, published=entry.subject in published) for entry in entries)


def _decided(reader: Reader, subjects: set[str] | None) -> tuple[JournalEntry, ...]:
    return reader.decisions(("publish", "show", "hide", *SPEAKING), subjects)


def _public(entry: JournalEntry, *, heard: bool, published: bool) -> JournalEntry:
    kind, _, key = entry.subject.partition(":")
    subject = handed_in(key) if kind == "batch" else entry.subject
    silent = (entry.action in SPEAKING and not heard) or (entry.action in _CHANGES and not published)
    names = _DIGESTS if silent else (*_DIGESTS, *PUBLIC.get(entry.action, ()))
    payload = {name: entry.payload[name] for name in names if name in entry.payload}
    actor = UNNAMED if entry.action in SPEAKING and not heard else entry.actor
    return replace(entry, subject=subject, actor=actor, payload=payload)


def _row(entry: JournalEntry, public: JournalEntry) -> dict[str, Any]:
    plain = {"seq": public.seq, "at": public.at.isoformat(), "actor": public.actor, "action": public.action, "subject": public.subject}
    chained = {"payload": canonical(public.payload), "prev": public.prev, "hash": public.hash}
    return {**plain, **chained, "withheld": public != entry}
