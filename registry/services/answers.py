"""What the services answer with: frozen records, ready for a page, a command or a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from registry.model.certificate import DraftCertificate
from registry.model.evidence import DisplayRight
from registry.model.findings import Finding
from registry.storage.journal import Verification
from registry.storage.kept import Failure, QueueEntry, UnreadFile

__all__ = [
    "Added",
    "Failure",
    "FileBytes",
    "ImportedClaims",
    "Loaded",
    "Progress",
    "ProgressReport",
    "QueueEntry",
    "ReadOutcome",
    "RegistryState",
    "RowError",
    "UnreadFile",
    "Verification",
]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long piece of work is: `done` of `total`, and the name of what was just finished."""

    done: int
    total: int
    name: str


ProgressReport = Callable[[Progress], None]
Step = Callable[[str], None]
"""Hears the name of a step that is done."""


def no_step(name: str) -> None:
    """Hears of a step, and nobody asked."""


def steps(progress: ProgressReport | None, total: int) -> Step:
    """Counts the steps that it is told of, and passes each on as progress towards `total`."""
    if progress is None:
        return no_step
    done = 0

    def told(name: str) -> None:
        nonlocal done
        done += 1
        progress(Progress(done, total, name))

    return told


@dataclass(frozen=True, slots=True)
class ReadOutcome:
    """What reading one file gave: its drafts (one for each sample), or the failure; never both."""

    file: str
    drafts: tuple[DraftCertificate, ...] = ()
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one added file.

    `certificate_ids` are its drafts (or, for a `duplicate`, the certificates that the same bytes already gave);
    empty where the file could not be read: `failure` says why, and the file itself is kept (`sha256`).
    """

    file_name: str
    sha256: str
    certificate_ids: tuple[str, ...] = ()
    duplicate: bool = False
    findings: tuple[Finding, ...] = ()
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class FileBytes:
    """A stored file. A link-only file may be shown as evidence and is kept out of downloads."""

    name: str
    media_type: str
    content: bytes
    display: DisplayRight


@dataclass(frozen=True, slots=True)
class RegistryState:
    """What a report prints so that its figures can be reproduced: the journal's head and the versions of code and data."""

    head: str
    """Hash of the last journal entry; 64 zeros for an empty registry."""
    entries: int
    certificates: int
    published: int
    specimens: int
    waiting: int
    """Drafts in the queue, real ones only."""
    unread: int
    version: str
    """Of the registry's code."""
    reader_version: str
    state_hash: str
    """SHA-256 over head, versions and the digests of the shipped reference data."""
    last_change: datetime | None = None


@dataclass(frozen=True, slots=True)
class RowError:
    """One row of an imported file that was left out: its line (1-based, the header is line 1) and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ImportedClaims:
    """What an import of label claims gave: rows added, rows already there, rows left out with their reasons."""

    added: int
    already_there: int
    errors: tuple[RowError, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading shipped data gave."""

    certificates: int = 0
    claims: int = 0
    already_there: int = 0
    failures: tuple[tuple[str, Failure], ...] = field(default=())
    """File name and failure."""
