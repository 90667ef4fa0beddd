"""Statement: the question and the state that a report carries in itself, so that it can be made again and compared.

The statement is one token of letters, digits, `-` and `_`, put where each format keeps such things (keywords of a PDF or
a workbook, a `meta` of a page, the descriptor of a package, the first line of a CSV) and found again by its prefix.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
from typing import Final

from pydantic import ValidationError

from registry.errors import ReportError
from registry.model.evidence import Record
from registry.reports.comparison import Comparison, Provenance, Selection, canonical_json
from registry.reports.document import Asked, Report

_PREFIX: Final = "kratom-registry-report-"
_TOKEN: Final = re.compile(rb"kratom-registry-report-([A-Za-z0-9_-]+)")
_LARGEST_MEMBER: Final = 64 * 1024 * 1024


class Statement(Record):
    """What a report says of itself: whether its data are invented, what was asked, of which state, and its fingerprint."""

    specimen: bool
    selection: Selection | Asked
    provenance: Provenance
    fingerprint: str


def token_of(report: Comparison | Report) -> str:
    """The statement of a report as one token."""
    r = report
    stated = Statement(specimen=r.specimen, selection=r.selection, provenance=r.provenance, fingerprint=r.fingerprint)
    return _PREFIX + base64.urlsafe_b64encode(canonical_json(stated.model_dump(mode="json"))).decode("ascii").rstrip("=")


def statement_in(content: bytes) -> Statement:
    """The statement that a report file carries. Raises ReportError where there is none, or it is damaged."""
    for part in _parts(content):
        if found := _TOKEN.search(part):
            return _decoded(found[1])
    raise ReportError(
        "The file carries no statement of a report.",
        next_step="Give a PDF, XLSX, CSV, HTML or data package as this registry made it; a CSV without lines has none.",
        code="report-without-statement",
    )


def _parts(content: bytes) -> list[bytes]:
    """The file itself, or the members of a workbook or package; oversized members are passed over."""
    if content[:2] != b"PK":
        return [content]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            small = [m for m in archive.infolist() if m.file_size <= _LARGEST_MEMBER]
            return [archive.read(m) for m in small]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return []


def _decoded(token: bytes) -> Statement:
    try:
        return Statement.model_validate_json(base64.urlsafe_b64decode(token + b"=" * (-len(token) % 4)))
    except (ValueError, ValidationError) as problem:
        raise ReportError(
            "The statement in the report is damaged.", next_step="Ask for the file again.", code="report-damaged"
        ) from problem
