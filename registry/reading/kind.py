"""Whether a file is a certificate of analysis at all: an invoice that names a laboratory is none, and never a pass without rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from registry.datafiles import words_of
from registry.errors import NotACertificate
from registry.model.analytes import load_catalogue
from registry.reading.document import Document
from registry.reading.head.fields import spaced
from registry.reading.head.header import HeaderFields
from registry.reading.sayings import Sayings

_PRICES: Final = re.compile(r"(?:[$€£]\s?\d[\d,]*\.\d\d\b|\b\d[\d\s.]*,\d\d\s?(?:€|Kč|EUR|CZK)\b)")
_CURRENCIES: Final = ("$", "€", "£", "Kč", "EUR", "CZK")
FEW_ROWS: Final = 3
"""So few rows may be a price list or a label's amounts; what else the page says then decides."""
FEW_WORDS: Final = 6


@dataclass(frozen=True)
class Other:
    """A kind of document that is no certificate."""

    name: str
    telling: tuple[str, ...]
    phrases: tuple[str, ...]
    results_decide: bool = False
    """Whether a single result row makes it a certificate after all."""


@dataclass(frozen=True)
class Kinds:
    certificate: frozenset[str]
    others: tuple[Other, ...]
    sayings: Sayings
    """The phrases of all of them."""


@lru_cache(maxsize=1)
def load_kinds() -> Kinds:
    """The phrases of `data/vocabulary/kinds.toml`, as `spaced` writes them, without the outer spaces."""
    raw = words_of("kinds")
    certificate = _phrases(raw["certificate"]["phrases"])
    others = tuple(
        Other(entry["name"], _phrases(entry["telling"]), _phrases(entry["phrases"]), results_decide=entry.get("results_decide", False))
        for entry in raw["others"].values()
    )
    every = (*certificate, *(phrase for other in others for phrase in (*other.telling, *other.phrases)))
    return Kinds(frozenset(certificate), others, Sayings(every))


def _phrases(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(spaced(text).strip() for text in texts)


def refuse_what_is_no_certificate(document: Document, header: HeaderFields, rows: int) -> None:
    """Raise NotACertificate, with the reason in words, where the document is something else.

    `rows` is the number of result rows read. A document that is a certificate by its words but gave no row passes here:
    that is the reader's failure, and another error.
    """
    reason = reason_against(document, header, rows)
    if reason is not None:
        raise NotACertificate(reason, where=document.name, next_step="Send the laboratory's report itself.")


def reason_against(document: Document, header: HeaderFields, rows: int) -> str | None:
    """Why the document is no certificate, as a sentence; None where it may be one."""
    words = [word.text for page in document.pages for word in page.words]
    plain = "".join(map(spaced, words)).split()
    if len(plain) < FEW_WORDS and rows == 0:
        return "The pages hold next to no text." if plain else "The pages are blank."
    kinds = load_kinds()
    said_here = frozenset(kinds.sayings.said_in(plain))
    supporting = len(said_here & kinds.certificate)
    printed = " ".join(words)
    prices = len(_PRICES.findall(printed)) if any(sign in printed for sign in _CURRENCIES) else 0
    other, against, said = max(
        (_weigh(other, said_here, prices) for other in kinds.others if not (rows and other.results_decide)), key=lambda entry: entry[1]
    )
    sampled = any(field is not None for field in (header.sample_id, header.report_id, header.lot))
    if _is_other(rows, against, supporting, sampled=sampled):
        return f"The file is {other.name}: it says {_listed(said)}."
    if rows == 0 and supporting < 2 and not sampled:
        return "The file names no sample, no report and no result."
    if rows == 0 and not sampled and not any(header.dates.model_dump().values()) and _names_analytes(document):
        return "The file names analytes, but no sample, no date and no result, as a list of methods or services does."
    return None


def _names_analytes(document: Document) -> bool:
    found: set[str] = set()
    for page in document.pages:
        words = [word.text for word in page.words]
        for text in (*words, *(" ".join(pair) for pair in pairwise(words))):
            if (analyte := load_catalogue().match(text.strip(",;:."))) is not None:
                found.add(analyte.key)
    return len(found) >= FEW_ROWS


def _is_other(rows: int, against: int, supporting: int, *, sampled: bool) -> bool:
    if rows == 0:
        return against >= 3 and (against > supporting or not sampled)
    if rows <= FEW_ROWS:
        return against >= 4 and against > supporting
    return against >= 6 and against >= 2 * supporting


def _weigh(other: Other, said_here: Set[str], prices: int) -> tuple[Other, int, list[str]]:
    telling = [phrase for phrase in other.telling if phrase in said_here]
    phrases = [phrase for phrase in other.phrases if phrase in said_here]
    priced = 2 if prices >= 2 and other.name == "an invoice" else 0
    return other, 2 * len(telling) + len(phrases) + priced, telling + phrases + (["prices"] if priced else [])


def _listed(said: list[str]) -> str:
    return ", ".join(f"“{words}”" for words in said[:4])
