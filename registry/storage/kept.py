"""Kept files and waiting drafts, as storage tells about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from registry.model.certificate import State
from registry.model.evidence import Source


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file could not become a draft: a stable code, the reason, the page (None: the whole file) and what to do next."""

    code: str
    reason: str
    page: int | None = None
    next_step: str | None = None


NOT_READ_YET = Failure("not-read-yet", "The file was kept, and its reading did not finish.", next_step="Read it again.")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in the registry; `source` is what its certificates carry."""

    file_name: str
    specimen: bool
    source: Source


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One file of a batch as it came; `duplicate` where the registry already knew its bytes."""

    name: str
    sha256: str
    duplicate: bool = False


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A kept file that nobody could read yet, with the last failure."""

    sha256: str
    file_name: str
    media_type: str
    size: int
    added_by: str
    added_at: datetime
    failure: Failure
    specimen: bool = False


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One draft that waits for a reviewer. `doubtful` counts the rows, header fields among them, that a person has
    to look at (`model.doubt`)."""

    certificate_id: str
    file_name: str
    product_name: str
    laboratory: str
    lot: str
    state: State
    added_by: str
    added_at: datetime
    results: int
    doubtful: int
    errors: int
    """Findings of severity error."""
    warnings: int
    specimen: bool = False
