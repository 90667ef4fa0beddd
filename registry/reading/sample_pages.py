"""Files that hold several samples: their pages, sample by sample."""

from __future__ import annotations

import re
from dataclasses import replace

from registry.reading.document import Document, Page
from registry.reading.head.header import HeaderFields, read_header


def split_pages(document: Document, header: HeaderFields) -> tuple[Document, ...]:
    """The document's pages grouped by the sample they name; the document itself where it names one.

    A page that does not print the first sample's number is asked for its own; it begins a new sample only where its number is
    written like the first (119250-01, 119250-02), so that another system's number is not taken for a sample.
    """
    first = header.sample_id.text if header.sample_id else None
    if first is None or len(document.pages) < 2:
        return (document,)
    groups: dict[str, list[Page]] = {}
    current = first
    for page in document.pages:
        if page.words:
            current = _sample_on(document, page, current, first)
        groups.setdefault(current, []).append(page)
    return tuple(replace(document, pages=tuple(pages)) for pages in groups.values())


def _sample_on(document: Document, page: Page, current: str, first: str) -> str:
    if current in " ".join([word.text for word in page.words]):
        return current
    texts = {word.text.strip(":;,") for word in page.words}
    written = _pattern(first)
    alike = [text for text in texts if len(text) == len(first) and _pattern(text) == written]
    if not alike:
        return current
    own = read_header(replace(document, pages=(page,))).sample_id
    return own.text if own is not None and own.text in alike else current


_DIGIT = re.compile(r"\d")


def _pattern(text: str) -> str:
    """How a number is written: its digits as 9."""
    return _DIGIT.sub("9", text)
