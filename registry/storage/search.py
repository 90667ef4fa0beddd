"""Search: a page of certificates with the counts of what could be chosen next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, and_, func, select
from sqlalchemy.sql import Select

from registry.model.certificate import AcquisitionKind, State
from registry.model.product import Form
from registry.storage import schema
from registry.storage.answers import FacetCount, SearchPage, SearchRow
from registry.storage.filters import Filters
from registry.storage.selection import C, chosen, named

Sort = Literal["-reported", "reported", "brand", "product", "laboratory"]

_FROM: Final = (
    schema.certificates.outerjoin(schema.brands, schema.brands.c.key == C.brand_key)
    .outerjoin(schema.products, schema.products.c.key == C.product_key)
    .outerjoin(schema.lots, schema.lots.c.key == C.lot_key)
    .outerjoin(schema.laboratories, schema.laboratories.c.number == C.laboratory)
)
_ROW: Final = (
    C.number,
    C.id,
    C.state,
    C.specimen,
    C.acquisition_kind,
    func.coalesce(C.brand_key, "").label("brand_key"),
    func.coalesce(schema.brands.c.name, "").label("brand"),
    func.coalesce(C.product_key, "").label("product_key"),
    func.coalesce(schema.products.c.name, C.product_text).label("product"),
    func.coalesce(schema.products.c.form, Form.UNKNOWN.value).label("form"),
    func.coalesce(schema.lots.c.number, C.lot_text).label("lot"),
    func.coalesce(schema.laboratories.c.name, "").label("laboratory"),
    C.report_id,
    C.reported,
    C.overall_status,
    C.result_count,
    C.grade,
    C.sha256.is_not(None).label("has_file"),
    C.disputed,
)


def search(connection: Connection, query: str, filters: Filters, sort: Sort, page: int, size: int) -> SearchPage:
    """Page `page` (from 1) of the certificates that match words and filters; unknown dates come last."""
    words = named(query)
    where = and_(chosen(filters), words)
    total = connection.execute(select(func.count()).select_from(schema.certificates).where(where)).scalar_one()
    rows = _rows(connection, select(*_ROW).select_from(_FROM).where(where).order_by(*_order(sort)).limit(size).offset((page - 1) * size))
    return SearchPage(rows=rows, total=total, page=page, size=size, facets=_facets(connection, filters, words))


def _rows(connection: Connection, query: Select[Any]) -> tuple[SearchRow, ...]:
    found = connection.execute(query).mappings().all()
    panels: dict[int, list[str]] = {row["number"]: [] for row in found}
    table = schema.panels.c
    for number, panel in connection.execute(
        select(table.certificate, table.panel).where(table.certificate.in_(panels)).order_by(table.panel)
    ):
        panels[number].append(panel)
    return tuple(_row(row, tuple(panels[row["number"]])) for row in found)


def _row(row: Mapping[Any, Any], panels: tuple[str, ...]) -> SearchRow:
    same = (
        "specimen",
        "brand_key",
        "brand",
        "product_key",
        "product",
        "lot",
        "laboratory",
        "report_id",
        "overall_status",
        "grade",
        "disputed",
    )
    return SearchRow(
        certificate_id=row["id"],
        state=State(row["state"]),
        acquisition=AcquisitionKind(row["acquisition_kind"]),
        form=Form(row["form"]),
        reported=date.fromisoformat(row["reported"]) if row["reported"] else None,
        panels=panels,
        results=row["result_count"],
        has_file=bool(row["has_file"]),
        **{name: row[name] for name in same},
    )


def _order(sort: Sort) -> tuple[ColumnElement[Any], ...]:
    newest = (C.reported.is_(None), C.reported.desc(), C.number)
    first: dict[str, tuple[ColumnElement[Any], ...]] = {
        "-reported": (),
        "reported": (C.reported.is_(None), C.reported),
        "brand": (schema.brands.c.folded.is_(None), schema.brands.c.folded, schema.products.c.folded),
        "product": (schema.products.c.folded.is_(None), schema.products.c.folded),
        "laboratory": (schema.laboratories.c.folded.is_(None), schema.laboratories.c.folded),
    }
    return (*first[sort], *newest)


def _facets(connection: Connection, filters: Filters, words: ColumnElement[bool]) -> dict[str, tuple[FacetCount, ...]]:
    """For each facet its choices with counts, its own choice in the filters left open."""
    brands, laboratories = schema.brands.c, schema.laboratories.c
    form = func.coalesce(schema.products.c.form, Form.UNKNOWN.value)
    with_panels = schema.certificates.join(schema.panels, schema.panels.c.certificate == C.number)
    plans: dict[str, tuple[str, Any, ColumnElement[Any], ColumnElement[Any]]] = {
        "brand": ("brands", schema.certificates.join(schema.brands), brands.key, brands.name),
        "laboratory": ("laboratories", schema.certificates.join(schema.laboratories), laboratories.name, laboratories.name),
        "form": ("forms", schema.certificates.outerjoin(schema.products), form, form),
        "acquisition": ("acquisitions", schema.certificates, C.acquisition_kind, C.acquisition_kind),
        "panel": ("panels", with_panels, schema.panels.c.panel, schema.panels.c.panel),
        "state": ("states", schema.certificates, C.state, C.state),
        "status": ("statuses", schema.certificates, C.overall_status, C.overall_status),
    }
    out = {}
    for facet, (field, source, value, label) in plans.items():
        where = and_(chosen(filters, without=field), words, value.is_not(None))
        count = func.count()
        query = select(value, label, count).select_from(source).where(where).group_by(value, label).order_by(count.desc(), label)
        out[facet] = tuple(FacetCount(*row) for row in connection.execute(query))
    return out
