"""The words of a search as conditions on certificates."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, and_, or_, select, true, union_all

from registry.model.product import plain_lot, unannounced
from registry.storage import schema
from registry.storage.encoding import fold

C = schema.certificates.c
_FEW: Final = 1_000
"""Certificates that are named one by one in a question."""
_SHORT: Final = 2
"""Signs of a number that are no number yet: ``-2`` asks for what is printed so, and not for every 2."""
_LAST_SIGN: Final = "\U0010ffff"
"""Sorts behind every sign that a word can go on with."""


class _Word(NamedTuple):
    """A common word: that it stands in a certificate's names, and the numbers of the certificates that print it."""

    names: list[ColumnElement[bool]]
    printed: list[Select[Any]]

    def mentions(self) -> CompoundSelect[Any]:
        """The numbers of the certificates that hold it, once for each place where it stands."""
        return union_all(*(select(C.number).where(held) for held in self.names), *self.printed)

    def held(self) -> ColumnElement[bool]:
        """That a certificate holds it."""
        return or_(*self.names, *(C.number.in_(numbers) for numbers in self.printed))


class Words(NamedTuple):
    """The words of a search, looked up: the few certificates that hold all rare ones (None without a rare one), and the common ones."""

    few: frozenset[int] | None
    common: tuple[_Word, ...]

    def of_each(self) -> ColumnElement[bool]:
        """That a certificate holds them. A common word is asked of each in its turn: a list in order ends with its first page."""
        parts = [] if self.few is None else [_these(self.few)]
        return and_(true(), *parts, *(word.held() for word in self.common))

    def together(self, connection: Connection) -> Words:
        """The same, with the certificates that hold all of several common words where these are few: for questions that go through all
        of them, each of which would else look at every certificate."""
        if self.few is not None or len(self.common) < 2:
            return self
        query = select(C.number).where(*(word.held() for word in self.common)).limit(_FEW + 1)
        found = connection.execute(query).scalars().all()
        return Words(frozenset(found), ()) if len(found) <= _FEW else self


def looked_up(connection: Connection, query: str) -> Words:
    """The certificates of which each word of `query` stands in the brand, product, lot, laboratory or report number.

    Each word is looked up in the short lists of names and among the words of certificates. A word that few certificates hold
    gives their numbers at once, so that everything after it looks at these alone.
    """
    few: frozenset[int] | None = None
    common: list[_Word] = []
    for word in fold(unannounced(query) or query).split():
        asked = _Word(_in_names(word), _printed(word))
        found = connection.execute(asked.mentions().limit(_FEW + 1)).scalars().all()  # a word that repeats may pass for common
        if len(found) > _FEW:
            common.append(asked)
        else:
            few = frozenset(found) if few is None else few & frozenset(found)
    return Words(few, tuple(common))


def _these(numbers: Collection[int]) -> ColumnElement[bool]:
    """The certificates with those numbers. Said as a question within the question, of which SQLite expects few answers: beside a plain
    list of hundreds it would rather go through all certificates of a state, of which it takes any state to have a thousand.
    """
    same = schema.certificates.alias()
    return C.number.in_(select(same.c.number).where(same.c.number.in_(sorted(numbers))))


def _in_names(word: str) -> list[ColumnElement[bool]]:
    """That the word stands in the name of a certificate's brand, product or laboratory."""
    pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    keys = (
        (C.brand_key, schema.brands.c.key, schema.brands.c.folded),
        (C.product_key, schema.products.c.key, schema.products.c.folded),
        (C.laboratory, schema.laboratories.c.number, schema.laboratories.c.folded),
    )
    return [column.in_(select(key).where(folded.like(pattern, escape="\\"))) for column, key, folded in keys]


def _printed(word: str) -> list[Select[Any]]:
    """The numbers of the certificates that print the word, once for each time they do, for each of its spellings."""
    # reports and lots are as many as certificates: their words are looked up by their beginnings, and each end of a word is one
    terms = schema.terms.c
    # a number is also looked up as numbers are compared: typed with other signs than printed, or with none
    plain = plain_lot(word) if any(c.isdigit() for c in word) else ""
    spelled = {word, plain} if len(plain) > _SHORT else {word}
    return [select(terms.certificate).where(terms.suffix >= each, terms.suffix < each + _LAST_SIGN) for each in sorted(spelled)]
