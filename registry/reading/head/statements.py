"""What a report says about itself: its title, page marks, who authorised it, what it holds for, decision rule and sampling.

The items of ISO/IEC 17025:2017 clause 7.8.2.1 that are sentences rather than fields. Only the words of the vocabulary are kept,
never what stands beside them: a signature line names a person.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import Final

from registry.datafiles import words_of
from registry.model.draft import Statement, StatementKind
from registry.model.evidence import Evidence
from registry.reading.document import Document, Page, Word
from registry.reading.head.fields import spaced
from registry.reading.sayings import Sayings, places_of

_NUMBER: Final = re.compile(r"\d+")


def read_statements(document: Document) -> tuple[Statement, ...]:
    """The first statement of each kind, in the order of the kinds. Never raises; a kind that is not printed is left out."""
    found: dict[StatementKind, Statement] = {}
    for page in document.pages:
        if page.words and len(found) < len(StatementKind):
            for statement in _on(page, [kind for kind in StatementKind if kind not in found]):
                found.setdefault(statement.kind, statement)
    return tuple(found[kind] for kind in StatementKind if kind in found)


def _on(page: Page, kinds: list[StatementKind]) -> Iterator[Statement]:
    """The page's statements of these kinds; its words are one text, because a sentence may run over lines."""
    plain = [spaced(word.text) for word in page.words]
    told = _NUMBER.sub("#", "".join(plain)).split()
    said = _sayings().said_in(told)
    if not said:
        return
    text, ends = " ".join(told), list(accumulate([len(word.split()) for word in plain]))
    for kind in kinds:
        found = [
            (phrase, _words_of(page, ends, text.count(" ", 0, at), phrase))
            for at, phrase in places_of(_phrases(kind).intersection(said), text)
        ]
        if found:
            # a report's title is its largest print: the words also stand in sentences ("this certificate of analysis may not")
            phrase, words = max(found, key=lambda entry: entry[1][0].size) if kind is StatementKind.TITLE else found[0]
            yield Statement(kind=kind, text=phrase, evidence=_place(page, words, " ".join(word.text for word in words)))


def _words_of(page: Page, ends: Sequence[int], start: int, phrase: str) -> tuple[Word, ...]:
    """The words of the page that a phrase was found in, which begins with plain word `start`; `ends`: how many each word and those
    before it hold."""
    first, last = (bisect_right(ends, place) for place in (start, start + phrase.count(" ")))
    return page.words[first : last + 1]


def _place(page: Page, words: Sequence[Word], said: str) -> Evidence:
    return page.evidence(min(w.x0 for w in words), min(w.y0 for w in words), max(w.x1 for w in words), max(w.y1 for w in words), said)


@cache
def _sayings() -> Sayings:
    return Sayings(phrase for kind in StatementKind for phrase in _phrases(kind))


@cache
def _phrases(kind: StatementKind) -> frozenset[str]:
    return frozenset(_phrase(text) for text in _texts(kind))


def _texts(kind: StatementKind) -> Iterator[str]:
    for phrases in _vocabulary()[kind].values():
        yield from phrases


@cache
def _vocabulary() -> dict[str, dict[str, list[str]]]:
    return words_of("statements")


def _phrase(text: str) -> str:
    return " ".join("#" if word == "#" else spaced(word).strip() for word in text.split())
