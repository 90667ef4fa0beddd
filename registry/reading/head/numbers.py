"""The number of a report that stands behind no label of its own: by its title, in the margin, before the colon of a letter's title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from registry.reading.head.dates import find_dates
from registry.reading.head.document_titles import title_end, without_title
from registry.reading.head.fields import RANKS, load_fields
from registry.reading.head.known_labels import labels_at
from registry.reading.head.labels import TaggedPage
from registry.reading.head.phrases import Found, Phrase

_REPORT_NUMBER: Final = re.compile(
    r"(?=(?:\D*\d){4})(?:(?:No|Nr|N[º°o]|č)\.?\s?:?\s?|#\s?)?((?:[A-Z]{2,5} (?=\d+[-/]\d))?"
    r"[A-Z0-9][\w./-]{4,30}(?:,? (?:(?i:rev)\.?\s?[\w.]+|[vV]\.?\s?\d+))?)"
)
_SAID_NUMBER: Final = re.compile(r"(?:No|Nr|N[º°o]|č)\b\.?:?\s", re.IGNORECASE)
_ACRONYM: Final = re.compile(r"([A-Z]{2,5})\s?(?:#|No\.|Nr\.)\s*(?=\S)")
_CODE: Final = re.compile(r"#?((?=(?:\D*\d){4})[A-Z0-9][\w./-]{4,30})", re.IGNORECASE)
PAGE: Final = r"(?:pages?|pg|p[aá]gina|p[aá]g|seite|strana|strona|str|halaman|hal|blad|blz|p(?=\.))\.?"
OF: Final = r"(?:of|von|van|de|di|z|dari|sur)"
"""Words of a page's number: "Page 1 of 3"."""
_PAGE_MARK: Final = re.compile(
    rf"\W*\b{PAGE} ?\d+\s*(?:(?:{OF}|/)\s*\d+)?|\s+[|·•–-]\s+\d{{1,3}}\s?(?:{OF}|/)\s?\d{{1,3}}$",
    re.IGNORECASE,
)
_PAGE_ALONE: Final = re.compile(rf"(?:{PAGE} ?)?\d{{1,3}}\s?(?:{OF}|/)\s?\d{{1,3}}", re.IGNORECASE)
MARGIN: Final = 0.12
"""Of a page's height: how far its head goes down, and its foot up."""
UNDER_TITLE: Final = 3.2
"""In sizes: how far below the document's title its number stands."""


def said_number(pages: Sequence[TaggedPage], *, not_these: Sequence[str] = ()) -> Found | None:
    """The number that says "No." of itself in the lines right under the document's title, wherever in them it stands."""
    page = pages[0]
    for title in (p for p in page.grid.phrases if title_end(p)):
        for phrase in page.grid.phrases:
            under = 0 <= phrase.baseline - title.baseline < UNDER_TITLE * max(title.size, phrase.size)
            number = _REPORT_NUMBER.fullmatch(phrase.text) if under and says_number(phrase.text) else None
            if number is not None and not find_dates(phrase.text) and number[1] not in not_these:
                return Found(number[1], (phrase,), 0.85)
    return None


def says_number(text: str) -> bool:
    """Whether a text is a number that says so of itself, and nothing else: "No. QB-9921"."""
    return _SAID_NUMBER.match(text) is not None and _REPORT_NUMBER.fullmatch(text) is not None


def report_number(pages: Sequence[TaggedPage], *, not_these: Sequence[str] = ()) -> Found | None:
    """The number without a label behind, beside or under the title of page one ("ANALYTICAL REPORT" over "AR-26-4411-01")."""
    page = pages[0]
    for title in page.grid.phrases:
        if not (end := title_end(title) or len(title.words) * (without_title(title) != title.text)):
            continue
        near = (title.part(end), page.grid.right_of(title), page.grid.below(title)) if end == len(title.words) else (title.part(end),)
        for phrase in map(_first_clause, near):
            if phrase is None or page.is_label(phrase) or page.fills_a_column(title):
                continue
            number = _REPORT_NUMBER.fullmatch(_without_acronym(_PAGE_MARK.sub("", phrase.text)))
            far = phrase.same_line(title) and abs(phrase.x0 - title.x1) > 12 * title.size
            if far and _SAID_NUMBER.match(phrase.text) is None and not any(_PAGE_MARK.match(p.text) for p in page.grid.beside(phrase)):
                continue
            if number is not None and not find_dates(phrase.text) and number[1] not in not_these:
                return Found(number[1], (phrase,), 0.75)
    others = (_number_under_title, _number_in_margin, _number_of_letter, _number_of_pages)
    return next((found for other in others if (found := other(pages, not_these)) is not None), None)


def _first_clause(phrase: Phrase | None) -> Phrase | None:
    """What a phrase says before the sign behind which it says something else: "QH-2603-0912 · Issued 03/17/2026"."""
    signs = [n for n, word in enumerate(phrase.words) if word.text in _SIGNS] if phrase is not None else []
    return phrase.part(0, signs[0]) if phrase is not None and signs and signs[0] else phrase


_SIGNS: Final = frozenset("·•|")


def _without_acronym(text: str) -> str:
    """The number that a laboratory calls its own by its acronym: "26-20771" of "QHL # 26-20771"."""
    led = _ACRONYM.match(text)
    return text[led.end() :] if led is not None and not load_fields().has("no_laboratory", led[1]) else text


def _number_under_title(pages: Sequence[TaggedPage], not_these: Sequence[str]) -> Found | None:
    """The number right under a title broken over two lines: "Certificate of" over "Analysis" over "MB-COA-0058812"."""
    page = pages[0]
    for upper in page.grid.phrases:
        lower = page.grid.below(upper) if load_fields().may_begin_title(upper.text) else None
        if lower is None or not load_fields().is_title(f"{upper.text} {lower.text}"):
            continue
        phrase = page.grid.below(lower)
        number = _REPORT_NUMBER.fullmatch(phrase.text) if phrase is not None and not page.is_label(phrase) else None
        if phrase is not None and number is not None and not find_dates(phrase.text) and number[1] not in not_these:
            return Found(number[1], (phrase,), 0.75)
    return None


def _number_of_letter(pages: Sequence[TaggedPage], not_these: Sequence[str]) -> Found | None:
    """The number in a letter's title: "Report MPCC-2026-058: Quantitation of alkaloids", "Re: Report of analysis NPL-26-117"."""
    for phrase in pages[0].grid.phrases:
        if len(phrase.words) > 2 and any(word.text.endswith(":") for word in phrase.words[:5]):
            said = number_behind_label(phrase)
            if said is not None and not find_dates(said) and said not in not_these:
                return Found(said, (phrase,), 0.75)
    return None


def _number_in_margin(pages: Sequence[TaggedPage], not_these: Sequence[str]) -> Found | None:
    """The number that the head or foot of a page gives the report: "Report 240611-0377-R1 Page 2 of 2"."""
    for page in pages:
        height = page.grid.page.height
        for phrase in page.grid.phrases:
            said = number_behind_label(phrase)
            if said is None or find_dates(said) or said in not_these:
                continue
            if not MARGIN * height < phrase.baseline < (1 - MARGIN) * height or _PAGE_MARK.search(phrase.text) is not None:
                return Found(said, (phrase,), 0.7)
    return None


def _number_of_pages(pages: Sequence[TaggedPage], not_these: Sequence[str]) -> Found | None:
    """The number at the head of every page of several, each with the page's own behind it: "HC-H-2609-06 p. 1 / 2".

    At a page's foot it may as well be that of the form.
    """
    numbered = [dict(_numbers_of_page(page)) for page in pages]
    for number, phrase in numbered[0].items() if len(pages) > 1 else ():
        if number not in not_these and all(number in others for others in numbered):
            return Found(number, (phrase,), 0.7)
    return None


def _numbers_of_page(page: TaggedPage) -> Iterator[tuple[str, Phrase]]:
    """The numbers that stand before the page's own in its head, or over it."""
    for phrase in page.grid.phrases:
        if phrase.baseline > MARGIN * page.grid.page.height:
            return
        alone = _PAGE_MARK.sub("", phrase.text)
        under = page.grid.below(phrase) if alone == phrase.text else None
        marked = alone != phrase.text or (under is not None and _PAGE_ALONE.fullmatch(under.text) is not None)
        number = _REPORT_NUMBER.fullmatch(alone) if marked and not page.is_label(phrase) else None
        if number is not None and not find_dates(alone):
            yield number[1], phrase


WHOLE_TITLE: Final = 2
"""Words of the shortest title that can be nothing else: "Test Report", where a certificate may be that of an accreditation."""
_SENTENCE_END: Final = re.compile(r"(?:[^\W\d_]{3}|\d)[)”]?\.$")
"""How a sentence's last word ends; "No." and "Nr." end none."""


def number_behind_label(phrase: Phrase) -> str | None:
    """The number right behind a report's label in any language, at the start of a line or sentence, or behind a sign:
    "| Informe LAA-2026-0519".
    """
    words = phrase.words
    for start in range(len(words) - 1):
        before = words[start - 1].text if start else ";"
        if before not in ("|", "•", "·", "–", "—") and not before.endswith((";", "|", ":")) and not _SENTENCE_END.search(before):
            continue
        rest = phrase.part(start)
        titled = title_end(rest) if rest is not None else 0  # "Re: Report of analysis NPL-26-117": what a letter is about
        if start and titled < WHOLE_TITLE and load_fields().has("accreditation", " ".join([word.text for word in words[:start]])):
            continue  # "Accredited to ISO/IEC 17025 - Certificate No. 5530"
        named = (end for label, end in labels_at(words, start, load_fields()) if label.field == "report_id" and label.rank >= RANKS["good"])
        for end in (*named, start + titled):
            code = _CODE.fullmatch(words[end].text.strip(",;|:")) if start < end < len(words) else None
            if code is not None:
                return code[1].rstrip(".")
    return None
