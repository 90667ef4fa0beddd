"""Filters as conditions on certificates: the one place where a question becomes SQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, or_, select, true, union_all

from registry.model.product import Form, plain_lot, unannounced
from registry.storage import rollups, schema
from registry.storage.encoding import fold
from registry.storage.filters import Filters, Grade

C = schema.certificates.c
_FEW: Final = 1_000
"""Certificates that are named one by one in a question."""
_SHORT: Final = 2
"""Signs of a number that are no number yet: ``-2`` asks for what is printed so, and not for every 2."""
_LAST_SIGN: Final = "\U0010ffff"
"""Sorts behind every sign that a word can go on with."""


def chosen(filters: Filters, *, without: Collection[str] = ()) -> ColumnElement[bool]:
    """The certificates that `filters` ask for; the fields named `without` are left open (to count their choices)."""
    parts = {
        "states": C.state.in_(filters.states) if filters.states else None,
        "brands": C.brand_key.in_(filters.brands) if filters.brands else None,
        "products": C.product_key.in_(filters.products) if filters.products else None,
        "lots": C.lot_key.in_(filters.lots) if filters.lots else None,
        "laboratories": _of_laboratories(filters.laboratories) if filters.laboratories else None,
        "forms": _of_forms(tuple(filters.forms)) if filters.forms else None,
        "acquisitions": C.acquisition_kind.in_(filters.acquisitions) if filters.acquisitions else None,
        "panels": _with_panels(tuple(filters.panels)) if filters.panels else None,
        "analytes": _with_analytes(filters.analytes) if filters.analytes else None,
        "grades": rollups.GRADE.in_(letters(filters.grades)) if filters.grades else None,
        "statuses": C.overall_status.in_(filters.statuses) if filters.statuses else None,
        "reported_from": C.reported >= filters.reported_from.isoformat() if filters.reported_from else None,
        "reported_to": C.reported <= filters.reported_to.isoformat() if filters.reported_to else None,
        "certificates": C.id.in_(filters.certificates) if filters.certificates else None,
    }
    return and_(C.specimen.is_(filters.specimen), *(part for name, part in parts.items() if part is not None and name not in without))


def letters(grades: Iterable[Grade]) -> list[str]:
    """Evidence grades as `rollups.GRADE` has them."""
    return ["" if grade is Grade.ON_FILE else grade.value for grade in grades]


def named(connection: Connection, query: str) -> ColumnElement[bool]:
    """The certificates of which each word of `query` stands in the brand, product, lot, laboratory or report number.

    Each word is looked up in the short lists of names and among the words of certificates. A word that few certificates hold
    gives their numbers at once, so that everything after it looks at these alone; a common one is asked of each certificate in
    its turn, so that a list which is ordered already ends with its first page.
    """
    few: set[int] | None = None
    common: list[ColumnElement[bool]] = []
    for word in fold(unannounced(query) or query).split():
        names, printed = _in_names(word), _printed(word)
        holding = union_all(*(select(C.number).where(held) for held in names), *printed).limit(_FEW + 1)
        found = connection.execute(holding).scalars().all()  # a word that repeats may pass for common
        if len(found) > _FEW:
            common.append(or_(*names, *(C.number.in_(numbers) for numbers in printed)))
        else:
            few = set(found) if few is None else few & set(found)
    return and_(true(), *common) if few is None else and_(C.number.in_(sorted(few)), *common)


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


def _of_laboratories(names: tuple[str, ...]) -> ColumnElement[bool]:
    return C.laboratory.in_(select(schema.laboratories.c.number).where(schema.laboratories.c.name.in_(names)))


def _of_forms(forms: tuple[str, ...]) -> ColumnElement[bool]:
    """Products of those forms; a certificate that is linked to none is of unknown form, as it is counted."""
    linked = C.product_key.in_(select(schema.products.c.key).where(schema.products.c.form.in_(forms)))
    return or_(linked, C.product_key.is_(None)) if Form.UNKNOWN in forms else linked


def _with_panels(panels: tuple[str, ...]) -> ColumnElement[bool]:
    return C.number.in_(select(schema.panels.c.certificate).where(schema.panels.c.panel.in_(panels)))


def _with_analytes(analytes: tuple[str, ...]) -> ColumnElement[bool]:
    results = schema.results.c
    return exists(select(results.row).where(results.certificate == C.number, results.analyte_key.in_(analytes)))
