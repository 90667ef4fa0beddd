"""Files that hold several samples: their pages, sample by sample."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from registry.model.analytes import name_key
from registry.model.certificate import ReadDate, ReadText, Result
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


def are_tests_of_one_sample(heads: Sequence[HeaderFields], rows: Sequence[Sequence[Result]]) -> bool:
    """Whether parts with these heads and rows tell of one sample, each of its tests under a number of its own.

    They do where all name one product and lot (without a lot, one day on which it came), each measures something that no other does,
    and what two print says the same: a lot that is sampled twice for the same tests (shelf life, duplicates) keeps its samples apart.
    """
    named = {(_said(head.product_name), _said(head.client), _said(head.lot) or _day(head.dates.received)) for head in heads}
    product, _, delivered = next(iter(named))
    if len(named) > 1 or product is None or delivered is None:
        return False
    found = [{(row.panel, name_key(row.analyte)): [(m.text, m.unit) for m in row.measurements] for row in part} for part in rows]
    return all(
        one.keys() - other.keys() and other.keys() - one.keys() and all(one[key] == other[key] for key in one.keys() & other.keys())
        for one, other in combinations(found, 2)
    )


def _said(text: ReadText | None) -> str | None:
    return " ".join(text.text.split()).casefold() if text else None


def _day(received: ReadDate | None) -> str | None:
    return str(received.value) if received is not None and received.value is not None else None


_DIGIT = re.compile(r"\d")


def _pattern(text: str) -> str:
    """How a number is written: its digits as 9."""
    return _DIGIT.sub("9", text)
