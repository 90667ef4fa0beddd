"""What on a draft a person has to look at: readings that the reader is not sure of, and names that nobody knows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from registry.model.draft import DraftCertificate, ReadText, Result

SURE: Final = 0.95
"""Below this confidence of the reader a person has to look."""
HEADER_PATHS: Final = (
    "lab",
    "report_id",
    "sample_id",
    "product_name",
    "client",
    "lot",
    "matrix",
    "accreditation",
    "supersedes",
    "revision",
    "dates.collected",
    "dates.received",
    "dates.completed",
    "dates.reported",
)
"""The fields of a page's head by their path in a correction, in the order they are shown."""


def doubtful(confidence: float | None) -> bool:
    """Whether the reader was unsure; what a person entered is not doubtful."""
    return confidence is not None and confidence < SURE


def field(draft: DraftCertificate, path: str) -> ReadText | None:
    """The header field at `path`, e.g. ``lot`` or ``dates.received``."""
    first, _, rest = path.partition(".")
    found = getattr(draft.dates, rest) if first == "dates" else getattr(draft, first)
    return found if isinstance(found, ReadText) else None


def unsure_paths(index: int, result: Result) -> frozenset[str]:
    """The paths within one result row that the reader is unsure of."""
    paths = {f"results.{index}.measurements.{column}" for column, m in enumerate(result.measurements) if doubtful(m.confidence)}
    if doubtful(result.confidence):
        paths.add(f"results.{index}.analyte")
    return frozenset(paths)


def doubtful_rows(draft: DraftCertificate, reviewed: Collection[str] = ()) -> tuple[str, ...]:
    """The rows a person has to look at, header fields first, then ``results.3``; `reviewed` are the paths that somebody decided."""
    looked_at = frozenset(reviewed)
    head = tuple(path for path in HEADER_PATHS if path not in looked_at and _unsure(field(draft, path)))
    return head + tuple(f"results.{index}" for index, result in enumerate(draft.results) if _open(index, result, looked_at))


def _unsure(read: ReadText | None) -> bool:
    return read is not None and doubtful(read.confidence)


def _open(index: int, result: Result, reviewed: frozenset[str]) -> bool:
    unknown = result.analyte_key is None and f"results.{index}.analyte" not in reviewed
    return unknown or bool(unsure_paths(index, result) - reviewed)
