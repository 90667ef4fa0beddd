"""Digests of stored rows, as the journal keeps them: taken when a row is written, and again when the registry is verified."""

from __future__ import annotations

import math
from typing import Any, Final

from sqlalchemy import Connection, Table, select

from registry.storage import schema
from registry.storage.encoding import digest

SUBJECTS: Final[dict[str, Table]] = {
    "brand": schema.brands,
    "product": schema.products,
    "lot": schema.lots,
    "claim": schema.claims,
    "file": schema.files,
    "synonym": schema.synonyms,
}
"""The plain subjects: one row each, named by its key."""

_CHANGING: Final = ("unread_code", "unread_reason", "unread_page", "unread_next_step")  # of a file: not what it is, only how far it got
_RECORD: Final = ("id", "sha256", "source", "acquisition", "reader_version", "brand_key", "product_key", "lot_key", "state", "supersedes")


def row_digest(connection: Connection, kind: str, key: str) -> str | None:
    """Of one brand, product, lot, claim or file; None where the row is not there."""
    table = SUBJECTS[kind]
    name = next(iter(table.primary_key.columns)).name
    columns = [column for column in table.c if column.name not in _CHANGING]
    row = connection.execute(select(*columns).where(table.c[name] == key)).first()
    return None if row is None else digest(list(row))


def record_digest(connection: Connection, certificate_id: str) -> str | None:
    """Of what was read and decided about a certificate: its record columns, observations and corrections; None where it is not there."""
    table = schema.certificates
    row = connection.execute(select(table.c.number, *(table.c[name] for name in _RECORD)).where(table.c.id == certificate_id)).first()
    if row is None:
        return None
    number, *record = row
    return digest([record, _rows(connection, schema.observations, number), _rows(connection, schema.corrections, number)])


def derived_digest(connection: Connection, certificate_id: str) -> str | None:
    """Of what lists and figures are made from: the derived columns, panels, results and findings; None where it is not there."""
    table = schema.certificates
    columns = [column for column in table.c if column.name not in _RECORD and column.name not in ("number", "laboratory")]
    query = select(table.c.number, schema.laboratories.c.name, *columns).select_from(table.outerjoin(schema.laboratories))
    row = connection.execute(query.where(table.c.id == certificate_id)).first()
    if row is None:
        return None
    number, *derived = row
    return digest([derived, *(_rows(connection, part, number) for part in (schema.panels, schema.results, schema.findings))])


def _rows(connection: Connection, table: Table, number: int) -> list[list[Any]]:
    columns = [column for column in table.c if column.name != "certificate"]
    query = (
        select(*columns).where(table.c.certificate == number).order_by(*(c for c in table.primary_key.columns if c.name != "certificate"))
    )
    return [[_plain(value) for value in row] for row in connection.execute(query)]


def _plain(value: Any) -> Any:
    return "inf" if isinstance(value, float) and math.isinf(value) else value
