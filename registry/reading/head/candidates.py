"""What may stand in a field of the head: values of its labels, judged by their kind and by how surely the label names them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from registry.reading.control_words import no_results
from registry.reading.head.addresses import is_address
from registry.reading.head.dates import find_dates
from registry.reading.head.fields import RANKS, load_fields
from registry.reading.head.labels import BELOW, INLINE, RIGHT, Tag, TaggedPage, Value
from registry.reading.head.numbers import says_number
from registry.reading.vocabulary import begins_bound

PLACE_PENALTY: Final = {INLINE: 0.0, RIGHT: 0.05, BELOW: 0.3}
"""A value beside its label is surer than one below."""
LATER_PAGE_PENALTY: Final = 0.4
WITHOUT_COLON: Final = 1.0
"""What a label on a later page loses that may as well be a table's heading."""
_CONFIDENCE: Final = {3: 0.97, 2: 0.92, 1: 0.8, 0: 0.7}
_QUANTITY: Final = re.compile(
    r"(?<![\w.])(\d+(?:[.,]\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?)\s*(milligrams?|grams?|kg|mg|g|ml|milliliters?|l|lbs?|oz|units?|each)(?![\w])",
    re.IGNORECASE,
)


def confidence_of(score: float) -> float:
    """How sure a reading with this score is, before the engine's own doubt about its words."""
    return _CONFIDENCE[max(0, min(3, round(score)))]


def tags_of(pages: Sequence[TaggedPage], *names: str) -> Iterator[tuple[int, TaggedPage, Tag]]:
    """The labels of these fields with their page's place in `pages`; on later pages those with a colon or with their value beside them."""
    for number, page in enumerate(pages):
        for tag in page.tags:
            if tag.label.field in names and (number == 0 or tag.colon or _has_value_beside(page, tag)):
                yield number, page, tag


def _has_value_beside(page: TaggedPage, tag: Tag) -> bool:
    """Whether a sure label, all that its phrase says, has its value right of it: over the samples' columns of a table of results."""
    sure = tag.label.rank >= RANKS["best"] and tag.start == 0 and tag.end == len(tag.phrase.words)
    value = page.value(tag) if sure else None
    return value is not None and value.place == RIGHT


def later_penalty(number: int, tag: Tag) -> float:
    """What a label on the page with this place loses against those of the first page."""
    return 0.0 if number == 0 else LATER_PAGE_PENALTY + (0.0 if tag.colon else WITHOUT_COLON)


@dataclass(frozen=True)
class Candidate:
    """A value that may be the field's; the higher `score`, the likelier."""

    value: Value
    text: str
    score: float

    def confidence(self) -> float:
        """How sure the reading is: by rank of its label, never more than the engine's confidence in the words."""
        return round(min(confidence_of(self.score), *(line.confidence for line in self.value.lines)), 3)


_NUMBER_WORD: Final = re.compile(r"^(?:No|Nr|N[º°o]|n|č|číslo|number|nomor|número|numero|เลขที่)(?!\w)\.?[:\s]\s*(?=\S*\d)", re.IGNORECASE)
"""What a number may call itself behind its label: "Laborbericht Nr. 26-118"."""


_JOINS_DAY: Final = re.compile(
    r"(?<=\w),?\s+(?:del|of|dated|from|vom|van|d\.d\.|du|ze dne|z dnia|ze dnia|de|em|tanggal|tgl\.?)\s+$", re.IGNORECASE
)


def _without_day(text: str) -> str:
    """A number without the day that stands behind it: "n. 26/01234 del 28/05/2026", "Nr. 26-118 vom 28.05.2026"."""
    dated = find_dates(text)
    joins = _JOINS_DAY.search(text[: dated[-1].start]) if dated and dated[-1].end >= len(text) - 1 else None
    return text[: joins.start()] if joins else text


_BEHIND_NUMBER: Final = re.compile(r"\s{2,}|\s[|•]\s|;|(?<=\d):\s|,\s+(?=[^\W\d_]{2,} )")
_NO_IDENTIFIER: Final = re.compile(r"\d+ of \d+|[\d.,]+\s*%|\(?\d{3}\)?[-\s]\d{3}-\d{4}")
_FEW_WORDS: Final = re.compile(r"[A-Z][\w-]{2,}(?: [\w.-]+){0,2}")
_NO_REPORT: Final = re.compile(r"(?i:section|page|rev)|[a-z]+ ")
_AMOUNT: Final = re.compile(r"[<>≤≥].*|\d{1,2}[.,]\d{1,2}")
"""Under "Report" in a column of limits, where it says that there is none."""
_SIGN: Final = re.compile(r"\s[|•]\s")
_AMOUNT_AT_END: Final = re.compile(r"\s+\((?=[^)]*\d)[^)]*\)?$")
_TELEPHONE: Final = re.compile(r"[(+]|\d+$")
_DASH: Final = re.compile(r"\s[–—-]\s")
_PLACE_AT_END: Final = re.compile(r",\s+[^\W\d][^,\d]*,\s+[A-Z]{2}$")
"""A place and its state: ", Ashlow, OH"."""
_BEHIND_BUSINESS: Final = re.compile(r",\s+(?=[^,]*\d)|\s+(?=\d{2,5}\s+[A-Z])|\s+Lic\b")


def _an_identifier(text: str) -> str | None:
    """The text where it can be a number or code: with a digit, not long, no date and no amount."""
    text = _NUMBER_WORD.sub("", _BEHIND_NUMBER.split(text)[0].strip(" ."))
    text = _without_day(text)
    dated = find_dates(text)
    if not any(c.isdigit() for c in text) or len(text) > 60 or len(text.split()) > 8 or "@" in text or "http" in text:
        return None
    if dated and dated[0].end - dated[0].start >= len(text) - 2:
        return None
    if _QUANTITY.fullmatch(text) or _NO_IDENTIFIER.fullmatch(text) or begins_bound(text.split()[0]):
        return None
    return text


def _a_sample_number(text: str) -> str | None:
    """An identifier that is no name: "Rocket Tabs 15 mg" after "Sample:" is the product."""
    named = [word for word in text.split() if len(word) >= 3 and word.isalpha()]
    return None if len(named) >= 2 else _an_identifier(text)


def _a_lot(text: str) -> str | None:
    """A lot may be words alone ("Dosi Woah F1") where they are few."""
    return _an_identifier(text) or (text if _FEW_WORDS.fullmatch(text) and load_fields().verdict(text) is None and text.isupper() else None)


def _a_report(text: str) -> str | None:
    found = _an_identifier(text)
    return None if found is None or _NO_REPORT.match(found) or _AMOUNT.fullmatch(found) or _is_named(found) else found


def _is_named(text: str) -> bool:
    """Whether a text is a name with a number in it, and no number: "Rocket Tabs 15 mg" behind "Certificate of analysis:"."""
    words = text.split()
    return not any(map(str.isdigit, words[0])) and sum(len(word) >= 3 and word.isalpha() for word in words) >= 2


def _words(text: str) -> str | None:
    """The text where it is a name or description: with letters, neither a sentence nor an address line nor a verdict."""
    text = _SIGN.split(text)[0].strip()
    if sum(c.isalnum() for c in text) < 2 or len(text) > 160 or len(text.split()) > 22 or _SENTENCES.search(text):
        return None
    return None if load_fields().verdict(text) and len(text.split()) <= 2 else text


def _a_product(text: str) -> str | None:
    """A name that is no number by its own word: "No. QB-9921" behind "Finished Product" is the certificate's."""
    return None if says_number(text) else _words(text)


def _a_matrix(text: str) -> str | None:
    """A kind of material, without the amount that stands in brackets behind it: "Capsule (0.600 g avg. fill)"."""
    return None if no_results(text) else _words(_AMOUNT_AT_END.sub("", text))


def _a_business(text: str) -> str | None:
    """A business' name: the address after it cut off."""
    if "@" in text or find_dates(text) or _TELEPHONE.match(text):
        return None
    dashed = _DASH.split(text, maxsplit=1)  # "Ashlow Botanicals S.r.l. – Via Prova 4, 43999 Ashlow"
    name = _PLACE_AT_END.sub("", dashed[0] if is_address(dashed[-1]) else text)
    name = _BEHIND_BUSINESS.split(_without_standing(name))[0].strip(" ,")
    if is_address(name) or ":" in name or len(name) > 90 or _NO_BUSINESS.search(name) or not any(map(_names, name.split())):
        return None
    return name if sum(c.isalpha() for c in name) >= 2 else None


def _without_standing(text: str) -> str:
    """The text without the brackets at its end that say how a laboratory is accredited: "Quill Hill Labs (ISO 17025 accredited)"."""
    bracket = _BRACKET_AT_END.search(text)
    return text[: bracket.start()] if bracket and load_fields().has("accreditation", bracket[1], start=True) else text


_BRACKET_AT_END: Final = re.compile(r"\s+\(([^()]*)\)$")
_SENTENCES: Final = re.compile(r"(?:[^\W\d_]{3,}|%)\. [^\W\d_a-z][^\W\d_A-Z]+ (?:[^\W\d_A-Z]+ ){2}")
"""Where a sentence ends and the next begins: "límite de detección. Los resultados sólo dan fe"."""
_NO_BUSINESS: Final = re.compile(rf"^\d[\d.,]*\s*%|{_SENTENCES.pattern}")


def _names(word: str) -> bool:
    """Whether a word may belong to a name: letters above all, no code such as MMTC-2099-0031."""
    letters = sum(c.isalpha() for c in word)
    return letters >= 2 and letters > sum(c.isdigit() for c in word)


def _a_revision(text: str) -> str | None:
    return text if len(text) <= 20 and any(c.isdigit() for c in text) else None


_NEXT_SENTENCE: Final = re.compile(r"(?<=[^\W\d_]{3})\.\s+(?=[^\W\d_])")
_LONG_SENTENCE: Final = 200


def _a_conclusion(text: str) -> str | None:
    """The first sentence of what is concluded; the next may say that all else complies, or by which rule it was judged."""
    said = _NEXT_SENTENCE.split(text)[0]
    return said if len(said) < _LONG_SENTENCE else None


def _anything(text: str) -> str | None:
    return text if len(text) < 120 else None


WRAPS: Final = frozenset({"product_name", "matrix", "lab"})
ACCEPT: Final[dict[str, Callable[[str], str | None]]] = {
    "report_id": _a_report,
    "sample_id": _a_sample_number,
    "lot": _a_lot,
    "product_name": _a_product,
    "client": _a_business,
    "lab": _a_business,
    "matrix": _a_matrix,
    "revision": _a_revision,
    "supersedes": _an_identifier,
    "overall_status": _a_conclusion,
    "unit_mass": _anything,
    "serving_mass": _anything,
    "density": _anything,
}
