"""Records as text and back, digests over that text, and names as search compares them."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import ValidationError

from registry.errors import IntegrityBroken
from registry.model.evidence import Record

R = TypeVar("R", bound=Record)


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: the same value gives the same text, and so the same digest."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def digest(value: Any) -> str:
    """SHA-256 of the canonical text, as 64 hex digits."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def to_text(record: Record) -> str:
    """A record as canonical JSON. Fields at their default stay out, so that a record keeps its text when a field is added later."""
    return canonical(record.model_dump(mode="json", exclude_defaults=True))


def from_text(kind: type[R], text: str, where: str) -> R:
    """The record again. Raises IntegrityBroken where the stored text is no such record (any more)."""
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        raise IntegrityBroken(
            f"The stored {kind.__name__} cannot be read: {error.errors()[0]['msg']}.",
            where=where,
            next_step="Run `registry verify` and restore a backup.",
        ) from error


def fold(text: str) -> str:
    """A name without what people type differently: case, accents, spaces. Search and the test for "is there already" compare these."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if c != "\0" and not unicodedata.combining(c))
    return re.sub(r"\s+", " ", plain).strip().casefold()


def slug(text: str) -> str:
    """A name as part of a key: small letters, digits and hyphens; "x" where nothing of the name can be kept."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:60] or "x"


def columns_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row as a database can hold it: PostgreSQL's text has no NUL, which broken PDFs do print. Records keep it, escaped."""
    return {name: value.replace("\0", "") if isinstance(value, str) else value for name, value in row.items()}


def now() -> str:
    """This instant in UTC, as stored."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
