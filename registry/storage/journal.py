"""The journal: every decision, append-only and hash-chained, so that a change behind the registry's back can be named."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, insert, select

from registry.storage import schema
from registry.storage.database import move_head
from registry.storage.encoding import canonical, digest, now

GENESIS: Final = "0" * 64
"""The `prev` of the first entry, and the head of an empty journal."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One decision: who did what to which subject, with its payload, chained to the entry before by `prev`.

    `payload` always carries ``record``, the digest of the subject's record after the action.
    """

    seq: int
    at: datetime
    actor: str
    action: str
    """keep-file, upload, add, re-read, correct, accept, undo, publish, supersede, propose, send-back, answer, withdraw, dispute, reply,
    show, hide, withhold, release, attach, detach, create, claim, pack, map-name or unmap-name."""
    subject: str
    """``certificate:ID``, ``claim:KEY``, ``brand:KEY``, ``product:KEY``, ``lot:KEY``, ``file:SHA256``, ``synonym:NAME`` or ``upload:HASH``,
    the hash of the key under which files were handed in together (``batch:KEY`` in entries of earlier versions)."""
    payload: dict[str, Any]
    prev: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking the journal, the files and the records gave. `problems` are sentences, one for each change found."""

    head: str
    entries: int
    files: int
    certificates: int
    problems: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        return not self.problems


def append(connection: Connection, actor: str, action: str, subject: str, payload: dict[str, Any]) -> JournalEntry:
    """Adds one entry inside the caller's transaction, which holds the head."""
    seq, prev = connection.execute(select(schema.journal_head.c.seq, schema.journal_head.c.hash)).one()
    text = canonical(payload)
    row = {"seq": seq + 1, "at": now(), "actor": actor, "action": action, "subject": subject, "payload": text, "prev": prev}
    row["hash"] = _hash(row)
    connection.execute(insert(schema.journal).values(row))
    move_head(connection, seq + 1, row["hash"])
    return JournalEntry(**{**row, "at": datetime.fromisoformat(row["at"]), "payload": payload})


def entries_about(connection: Connection, subject: str) -> tuple[JournalEntry, ...]:
    """Everything that happened to one subject, oldest first."""
    table = schema.journal
    return tuple(
        _entry(row) for row in connection.execute(select(table).where(table.c.subject == subject).order_by(table.c.seq)).mappings()
    )


def decisions(connection: Connection, actions: Collection[str], subjects: Collection[str] | None) -> tuple[JournalEntry, ...]:
    """The entries of some actions, about some subjects or (None) about any, oldest first."""
    table = schema.journal
    query = select(table).where(table.c.action.in_(actions)).order_by(table.c.seq)
    query = query if subjects is None else query.where(table.c.subject.in_(subjects))
    return tuple(_entry(row) for row in connection.execute(query).mappings())


def stretch(connection: Connection, skip: int, limit: int, *, newest_first: bool) -> tuple[JournalEntry, ...]:
    """`limit` entries from the chosen end, after skipping `skip`."""
    order = schema.journal.c.seq.desc() if newest_first else schema.journal.c.seq
    return tuple(_entry(row) for row in connection.execute(select(schema.journal).order_by(order).offset(skip).limit(limit)).mappings())


def with_keys(connection: Connection, query: Select[Any]) -> tuple[tuple[str, JournalEntry], ...]:
    """The rows of a query for ``id`` and the journal's columns, each id once, with the first entry that comes for it."""
    found: dict[str, JournalEntry] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["id"], _entry({name: value for name, value in row.items() if name != "id"}))
    return tuple(found.items())


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the newest entry; 0 and GENESIS for an empty journal."""
    seq, digest_ = connection.execute(select(schema.journal_head.c.seq, schema.journal_head.c.hash)).one()
    return seq, digest_


def chain_problems(connection: Connection, expected_head: str | None = None) -> Iterator[str]:
    """What is wrong with the chain, one sentence for each entry concerned.

    `expected_head` is a hash printed earlier (on a report): it must be one of the chain, else entries were cut off or rebuilt.
    """
    seq, prev, seen = 0, GENESIS, expected_head in (None, GENESIS)
    for row in connection.execute(select(schema.journal).order_by(schema.journal.c.seq)).mappings():
        yield from _entry_problems(row, seq, prev)
        seq, prev = row["seq"], row["hash"]
        seen = seen or prev == expected_head
    if (seq, prev) != head(connection):
        yield f"Journal: its head names entry {head(connection)[0]}, the last entry there is {seq}: entries were removed or added."
    if not seen:
        yield f"Journal: no entry has the hash {expected_head}: the journal was rebuilt, or cut off before that entry."


def _entry_problems(row: RowMapping, seq: int, prev: str) -> Iterator[str]:
    if row["seq"] != seq + 1:
        yield f"Journal entry {seq + 1}: missing (the next one there is {row['seq']})."
    elif row["prev"] != prev:
        yield f"Journal entry {row['seq']}: it does not follow the entry before it."
    if row["hash"] != _hash(row):
        yield f"Journal entry {row['seq']} ({row['action']} {row['subject']}): its content has changed since it was written."


def _hash(row: Mapping[str, Any] | RowMapping) -> str:
    return digest([row["seq"], row["at"], row["actor"], row["action"], row["subject"], row["payload"], row["prev"]])


def _entry(row: Mapping[Any, Any]) -> JournalEntry:
    return JournalEntry(**{**row, "at": datetime.fromisoformat(row["at"]), "payload": json.loads(row["payload"])})
