"""Verification: the journal's chain, the stored files and every row it speaks of, compared with what is there."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from registry.storage import fingerprint, journal, rollups, schema
from registry.storage.files import FileStore
from registry.storage.journal import Verification


def verify(connection: Connection, files: FileStore, head: str | None = None) -> Verification:
    """Every problem found, named; none where all is as the journal says. `head` is a hash printed earlier, e.g. on a report."""
    recorded = _last_digests(connection)
    problems = (
        *journal.chain_problems(connection, head),
        *_record_problems(connection, recorded),
        *_unrecorded(connection, recorded),
        *rollups.problems(connection),
        *_file_problems(connection, files),
    )
    return Verification(
        head=journal.head(connection)[1],
        entries=_count(connection, schema.journal.name),
        files=_count(connection, schema.files.name),
        certificates=_count(connection, schema.certificates.name),
        problems=problems,
    )


def _last_digests(connection: Connection) -> dict[str, dict[str, str]]:
    """For each subject the digests in its newest journal entry."""
    table = schema.journal.c
    out: dict[str, dict[str, str]] = {}
    for subject, payload in connection.execute(select(table.subject, table.payload).order_by(table.seq)):
        try:
            out[subject] = json.loads(payload)
        except ValueError:
            continue  # the chain names this entry; the subject is judged by its other entries
    return out


def _record_problems(connection: Connection, recorded: dict[str, dict[str, str]]) -> Iterator[str]:
    for subject, payload in recorded.items():
        kind, _, key = subject.partition(":")
        if kind == "certificate":
            yield from _certificate_problems(connection, key, payload)
        elif kind in fingerprint.SUBJECTS:
            yield from _differs(
                f"{kind.capitalize()} {key}", "its record", fingerprint.row_digest(connection, kind, key), payload.get("record")
            )


def _certificate_problems(connection: Connection, key: str, payload: dict[str, str]) -> Iterator[str]:
    name = f"Certificate {key}"
    record = fingerprint.record_digest(connection, key)
    yield from _differs(name, "what was read or decided", record, payload.get("record"))
    if record is not None:
        yield from _differs(name, "its rows for lists and figures", fingerprint.derived_digest(connection, key), payload.get("derived"))


def _differs(name: str, what: str, found: str | None, expected: str | None) -> Iterator[str]:
    if found is None:
        yield f"{name}: recorded in the journal, and no longer there."
    elif found != expected:
        yield f"{name}: {what} changed without a journal entry."


def _unrecorded(connection: Connection, recorded: dict[str, dict[str, str]]) -> Iterator[str]:
    """Rows that no journal entry speaks of."""
    tables = {"certificate": schema.certificates.c.id} | {
        kind: next(iter(t.primary_key.columns)) for kind, t in fingerprint.SUBJECTS.items()
    }
    for kind, column in tables.items():
        for key in connection.execute(select(column).order_by(column)).scalars():
            if f"{kind}:{key}" not in recorded:
                yield f"{kind.capitalize()} {key}: there, and never recorded in the journal."


def _file_problems(connection: Connection, files: FileStore) -> Iterator[str]:
    for sha256 in connection.execute(select(schema.files.c.sha256).order_by(schema.files.c.sha256)).scalars():
        problem = files.problem(sha256)
        if problem:
            yield problem


def _count(connection: Connection, table: str) -> int:
    count: int = connection.execute(select(func.count()).select_from(schema.metadata.tables[table])).scalar_one()
    return count
