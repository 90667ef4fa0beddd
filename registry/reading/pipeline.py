"""The way of one file: open, judge the text, read head and results, name what was noticed. All stages on one screen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from registry.errors import ReadingError
from registry.model.certificate import DraftCertificate, ReadText, Result
from registry.model.evidence import Stage
from registry.model.findings import Finding
from registry.reading import intake
from registry.reading.document import Document, Page
from registry.reading.exports.tabular import read_table_file
from registry.reading.head.header import HeaderFields, read_header
from registry.reading.head.statements import read_statements
from registry.reading.kind import refuse_what_is_no_certificate
from registry.reading.pdf import open_pdf
from registry.reading.rows.results import read_results
from registry.reading.sample_pages import are_tests_of_one_sample, split_pages
from registry.reading.sample_sheets import split_sheets
from registry.reading.version import READER_VERSION


def read_document(data: bytes, name: str, *, password: str | None = None) -> tuple[DraftCertificate, ...]:
    """The certificates that the file holds, one draft for each sample.

    Raises ReadingError where the file cannot be read (`no-results` where it holds no result row), NotACertificate where it is
    something else.
    """
    media_type = intake.sniff(data, name)
    if media_type in (intake.CSV, intake.XLSX, intake.JSON):
        drafts = read_table_file(data, name, media_type)
    else:
        drafts = read_certificates(open_document(data, name, media_type, password))
    sha256 = hashlib.sha256(data).hexdigest()
    return tuple(d.model_copy(update={"sha256": sha256, "media_type": media_type, "reader_version": READER_VERSION}) for d in drafts)


def open_document(data: bytes, name: str, media_type: str, password: str | None = None) -> Document:
    """The pages of a PDF or a picture in the one shape that layout reads."""
    if media_type == intake.PDF:
        return open_pdf(data, name, password=password, other_engine=_read_picture)
    from registry.reading.ocr.pages import read_image  # its engine takes a second to load: only where a picture comes

    return read_image(data, name)


def _read_picture(page: Any, number: int) -> Page:
    from registry.reading.ocr.pages import ocr_pdf_page

    return ocr_pdf_page(page, number)


def read_certificates(document: Document) -> tuple[DraftCertificate, ...]:
    """One draft for each sample whose pages or columns the document holds; pages of quality control that name another are no sample's."""
    header = read_header(document)
    parts = [part for pages in split_pages(document, header) for part in _side_by_side(_Part(pages, read_results(pages)))]
    told = [part for part in parts if part.read[0]]
    heads = [read_header(part.document).with_names(part.named) for part in told] if len(told) > 1 else []
    if len(told) < 2 or are_tests_of_one_sample(heads, [part.read[0] for part in told]):
        return (_draft(document, document, header, parts[0].read if len(parts) == 1 else read_results(document)),)
    several = (Finding(code="several-samples", details={"file": document.name, "count": str(len(told))}),)
    drafts = [_draft(document, part.document, head, part.read, several) for head, part in zip(heads, told, strict=True)]
    return tuple(draft.model_copy(update={"part": number}) for number, draft in enumerate(drafts, start=1))


_Read = tuple[tuple[Result, ...], tuple[Finding, ...]]
"""The rows of some pages, and what was noticed on the way."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What the document says of one sample, the rows read from it, and where several share a sheet by field what names this one."""

    document: Document
    read: _Read
    named: dict[str, ReadText] = field(default_factory=dict)


def _side_by_side(part: _Part) -> list[_Part]:
    """The part, or one for each of the samples that it sets side by side, where the columns of all of them give rows."""
    if not any(finding.code == "sample-not-read" for finding in part.read[1]):
        return [part]
    sheets = [_Part(sheet.document, read_results(sheet.document), sheet.named) for sheet in split_sheets(part.document)]
    return sheets if sheets and all(sheet.read[0] for sheet in sheets) else [part]


def _draft(document: Document, part: Document, header: HeaderFields, read: _Read, findings: tuple[Finding, ...] = ()) -> DraftCertificate:
    """The draft of one sample's pages."""
    results, found = read
    refuse_what_is_no_certificate(part, header, len(results))
    if not results:
        raise ReadingError(
            "No result row was found in this file.",
            where=document.name,
            next_step="Look at the page and enter the results by hand.",
            code="no-results",
        )
    fields = header.for_draft()
    fields["statements"] = read_statements(part)
    fields["findings"] = (*findings, *_page_findings(part), *fields["findings"], *found)
    return DraftCertificate(file=document.name, pages=len(document.pages), results=results, **fields)


def _page_findings(document: Document) -> tuple[Finding, ...]:
    """Notes of the opening, the pages that were read from their picture, and those that hold text which nobody sees."""
    notes = [Finding(code=code) for code in document.notes]
    recognised = [page for page in document.pages if page.stage is Stage.OCR and page.words]
    pictures = [Finding(code="page-image-only" if page.image_only else "text-layer-garbled", page=page.number) for page in recognised]
    unseen = [Finding(code="text-unseen", page=p.number, details={"count": str(p.unseen)}) for p in document.pages if p.unseen]
    return (*notes, *pictures, *unseen)
