"""Kept files and waiting drafts, as storage tells about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from registry.model.certificate import State
from registry.model.evidence import Source


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a kept file has no draft: a stable code, the reason, the page (None: the whole file) and what to do next."""

    code: str
    reason: str
    page: int | None = None
    next_step: str | None = None


NOT_READ_YET = Unread("not-read-yet", "The file was kept, and its reading did not finish.", next_step="Read it again.")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in the registry; `unread` is None once it has given a draft. `source` is what its certificates carry."""

    sha256: str
    name: str
    media_type: str
    size: int
    specimen: bool
    added_by: str
    added_at: datetime
    source: Source
    unread: Unread | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A certificate that a reviewer has not published yet."""

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
    warnings: int
    specimen: bool
