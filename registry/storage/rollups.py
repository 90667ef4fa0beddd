"""What lists and searches look up instead of counting: kept in the transaction of every change, rebuilt from the records at will.

`tallies` counts certificates by facet, alone and beside one chosen facet. `terms` holds the ends of the words printed on each
certificate, so that a word is found wherever it stands by a range of an index. `evidence` counts the results of each alkaloid
in each product.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, delete, func, insert, literal, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.sql import Select

from registry.model.certificate import Panel, State
from registry.model.product import Form, plain_lot
from registry.storage import schema
from registry.storage.encoding import fold

C = schema.certificates.c
ALL: Final = ("", "")
"""The facet and value of "nothing chosen"."""
TOTAL: Final = ("total", "")
"""What is counted where certificates as such are."""
FACETS: Final[dict[str, ColumnElement[Any]]] = {
    "brand": C.brand_key,
    "laboratory": C.laboratory,
    "form": func.coalesce(schema.products.c.form, Form.UNKNOWN.value),
    "acquisition": C.acquisition_kind,
    "status": C.overall_status,
}
"""The facets of which a certificate has at most one value; of panels it has several."""
GRADE: Final = func.substr(C.grade, 1, 1)
"""The letter of a certificate's evidence grade, without the sign of doubt that may follow it."""
_WITH_PRODUCTS: Final = schema.certificates.outerjoin(schema.products, schema.products.c.key == C.product_key)
_TOGETHER: Final = 20_000
_LONGEST: Final = 60
"""Signs of a number that are looked up: a published result may have an address for a report number."""
_Key = tuple[bool, str, str, str, str, str]


# --- counts by facet --------------------------------------------------------------------------------


def leave(connection: Connection, number: int) -> None:
    """Takes the certificate out of the counts, before what it is counted by changes."""
    _add(connection, Counter(dict.fromkeys(_counted_by(connection, number), -1)))
    connection.execute(delete(schema.tallies).where(schema.tallies.c.n == 0))


def enter(connection: Connection, number: int) -> None:
    """Counts the certificate as it now stands, finds it by its words, and counts the evidence on its product anew."""
    _add(connection, Counter(_counted_by(connection, number)))
    connection.execute(delete(schema.terms).where(schema.terms.c.certificate == number))
    words = next(connection.execute(_words().where(C.number == number)).mappings())
    _insert(connection, schema.terms, ({"certificate": number, "suffix": term} for term in terms(words)))
    for product in {words["product_key"]} - {None}:
        recount_evidence(connection, product)


def _counted_by(connection: Connection, number: int) -> tuple[_Key, ...]:
    row = next(connection.execute(_facets().where(C.number == number)).mappings())
    panels = connection.execute(select(schema.panels.c.panel).where(schema.panels.c.certificate == number)).scalars()
    return tuple(_keys(row, panels))


def _facets() -> Select[Any]:
    named = [column.label(name) for name, column in FACETS.items()]
    return select(C.number, C.specimen, C.state, *named).select_from(_WITH_PRODUCTS)


def _keys(row: Mapping[Any, Any], panels: Iterable[str]) -> Iterator[_Key]:
    """Everything that one certificate is counted under: each of its values beside each value of another facet."""
    own = [(name, str(row[name])) for name in FACETS if row[name] is not None] + [("panel", panel) for panel in panels]
    for facet, value in (ALL, *own):
        for other, other_value in (TOTAL, *own):
            if facet != other:
                yield bool(row["specimen"]), row["state"], facet, value, other, other_value


def _add(connection: Connection, counts: Counter[_Key]) -> None:
    rows = _tally_rows(counts)
    if not rows:
        return
    table = schema.tallies
    make: Any = postgres_insert if connection.dialect.name == "postgresql" else sqlite_insert
    new = make(table)
    again = new.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_={"n": table.c.n + new.excluded.n})
    connection.execute(again, rows)


def _tally_rows(counts: Mapping[_Key, int]) -> list[dict[str, Any]]:
    names = [column.name for column in schema.tallies.primary_key.columns]
    # in one order, so that no two writers wait for each other's rows
    return [{**dict(zip(names, key, strict=True)), "n": n} for key, n in sorted(counts.items())]


def _all_counts(connection: Connection) -> Counter[_Key]:
    panels: dict[int, list[str]] = {}
    for number, panel in connection.execute(select(schema.panels.c.certificate, schema.panels.c.panel)):
        panels.setdefault(number, []).append(panel)
    counts: Counter[_Key] = Counter()
    for row in connection.execute(_facets()).mappings():
        counts.update(_keys(row, panels.get(row["number"], ())))
    return counts


# --- words -------------------------------------------------------------------------------------------


def suffixes(folded: str) -> set[str]:
    """Every end of every word: whoever types any part of a word finds it by a beginning."""
    return {word[start:] for word in folded.split() for start in range(len(word))}


def terms(row: Mapping[Any, Any]) -> set[str]:
    """What a certificate is looked up by: every end of its words, and its numbers as they are compared, without signs and spaces."""
    numbers = (row["report_folded"], row["lot_folded"] or fold(row["lot_text"] or ""))
    return suffixes(printed(row)) | {
        spelled for number in numbers if any(c.isdigit() for c in number) for spelled in _without_signs(number)
    }


def _without_signs(number: str) -> set[str]:
    """A number without its signs, from each of its parts on: ``ab-12/3`` is found as ``ab123`` and as ``123``."""
    parts = [plain_lot(part) for part in re.split(r"[\W_]+", number[:_LONGEST])]
    return {"".join(parts[start:]) for start in range(len(parts))} - {""}


def printed(row: Mapping[Any, Any]) -> str:
    """The words a certificate is found by besides the names of its brand, product and laboratory: its report and lot numbers, and
    where nobody linked it yet what it prints."""
    return " ".join((row["report_folded"], row["lot_folded"] or "", row["printed_folded"] if row["product_key"] is None else ""))


def _words() -> Select[Any]:
    named = (C.number, C.product_key, C.report_folded, C.printed_folded, C.lot_text, schema.lots.c.folded.label("lot_folded"))
    return select(*named).select_from(schema.certificates.outerjoin(schema.lots, schema.lots.c.key == C.lot_key))


# --- evidence on products ----------------------------------------------------------------------------


def recount_evidence(connection: Connection, product: str) -> None:
    """Counts the published results of each alkaloid in one product."""
    table = schema.evidence
    connection.execute(delete(table).where(table.c.product_key == product))
    connection.execute(insert(table).from_select([column.name for column in table.c], _evidence(C.product_key == product)))


def _evidence(where: ColumnElement[bool]) -> Select[Any]:
    results = schema.results.c
    by = (C.specimen, results.analyte_key, C.product_key, C.acquisition_kind, func.coalesce(C.laboratory, 0), GRADE)
    return (
        select(*by, func.count(), func.max(func.coalesce(C.reported, "")))
        .select_from(schema.certificates.join(schema.results))
        .where(where, C.state == State.PUBLISHED.value, C.product_key.is_not(None))
        .where(results.panel == Panel.POTENCY.value, results.analyte_key != "")
        .group_by(*by)
    )


# --- rebuilding and checking -------------------------------------------------------------------------


def rebuild(connection: Connection) -> None:
    """Makes all three anew from the records: after a migration, or where `problems` names one."""
    for table in (schema.tallies, schema.terms, schema.evidence):
        connection.execute(delete(table))
    _insert(connection, schema.tallies, iter(_tally_rows(_all_counts(connection))))
    found = connection.execute(_words()).mappings().all()
    _insert(
        connection,
        schema.terms,
        ({"certificate": row["number"], "suffix": term} for row in found for term in sorted(terms(row))),
    )
    connection.execute(insert(schema.evidence).from_select([c.name for c in schema.evidence.c], _evidence(literal(value=True))))
    if connection.dialect.name == "sqlite":  # PostgreSQL does so by itself: without it a dozen named rows are looked for in all
        connection.exec_driver_sql("PRAGMA analysis_limit=1000")
        connection.exec_driver_sql("ANALYZE")


def problems(connection: Connection) -> Iterator[str]:
    """A sentence for each of the three that does not agree with the records."""
    names = list(schema.tallies.c)
    kept = {(bool(row[0]), *row[1:-1]): row[-1] for row in connection.execute(select(*names))}
    if kept != dict(_all_counts(connection)):
        yield "The counts that lists show do not agree with the certificates."
    if not _words_agree(connection):
        yield "The words that search looks up do not agree with what certificates print."
    counted = {tuple(row) for row in connection.execute(_evidence(literal(value=True)))}
    if {tuple(row) for row in connection.execute(select(*schema.evidence.c))} != counted:
        yield "The counts of results by product do not agree with the results."


def _words_agree(connection: Connection) -> bool:
    table = schema.terms.c
    kept = connection.execute(select(table.certificate, table.suffix).order_by(table.certificate)).yield_per(_TOGETHER)
    found = {number: {suffix for _, suffix in rows} for number, rows in groupby(kept, itemgetter(0))}
    expected = connection.execute(_words()).mappings()
    return all(found.pop(row["number"], set()) == terms(row) for row in expected) and not found


def _insert(connection: Connection, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    waiting: list[dict[str, Any]] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == _TOGETHER:
            connection.execute(insert(table), waiting)
            waiting = []
    if waiting:
        connection.execute(insert(table), waiting)
