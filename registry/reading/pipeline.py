"""The way of one file: open, judge the text, read head and results, name what was noticed. All stages on one screen."""

from __future__ import annotations

import hashlib

from registry.errors import ReadingError
from registry.model.certificate import DraftCertificate
from registry.model.findings import Finding
from registry.reading import intake
from registry.reading.document import Document
from registry.reading.header import read_header
from registry.reading.kind import refuse_what_is_no_certificate
from registry.reading.pdf import open_pdf
from registry.reading.results import read_results
from registry.reading.tabular import read_table_file

READER_VERSION = "1.0"
"""Raised whenever a reading may change: a stored draft of an older version is read again."""


def read_document(data: bytes, name: str, *, password: str | None = None) -> tuple[DraftCertificate, ...]:
    """The certificates that the file holds, one draft for each sample.

    Raises ReadingError where the file cannot be read (`no-results` where it holds no result row), NotACertificate where it is
    something else.
    """
    media_type = intake.sniff(data, name)
    if media_type in (intake.CSV, intake.XLSX, intake.JSON):
        about = {"sha256": hashlib.sha256(data).hexdigest(), "media_type": media_type, "reader_version": READER_VERSION}
        return tuple(draft.model_copy(update=about) for draft in read_table_file(data, name, media_type))
    document = open_document(data, name, password=password)
    return (read_certificate(document, data),)


def open_document(data: bytes, name: str, *, password: str | None = None) -> Document:
    """The file in the one shape that layout reads."""
    media_type = intake.sniff(data, name)
    if media_type == intake.PDF:
        return open_pdf(data, name, password=password)
    if media_type in intake.PICTURES:
        from registry.reading.ocr.pages import read_image  # the engine's import takes a second: only where a picture comes

        return read_image(data, name)
    raise ReadingError("This kind of file is not read.", where=name, code="file-type-unknown")


def read_certificate(document: Document, data: bytes) -> DraftCertificate:
    """One sample's draft."""
    header = read_header(document)
    results, findings = read_results(document)
    refuse_what_is_no_certificate(document, header, len(results))
    if not results:
        raise ReadingError(
            "No result row was found in this file.",
            where=document.name,
            next_step="Look at the page and enter the results by hand.",
            code="no-results",
        )
    return DraftCertificate(
        file=document.name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=document.media_type,
        pages=len(document.pages),
        reader_version=READER_VERSION,
        results=results,
        **{**header.for_draft(), "findings": (*_notes(document), *header.findings, *findings)},
    )


def _notes(document: Document) -> tuple[Finding, ...]:
    return tuple(Finding(code=code) for code in document.notes)
