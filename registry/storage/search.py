"""Search: a page of certificates with the counts of what could be chosen next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

_FIELDS: Final = {
    "brand": "brands",
    "laboratory": "laboratories",
    "form": "forms",
    "acquisition": "acquisitions",
    "panel": "panels",
    "state": "states",
    "status": "statuses",
}
"""The facets, and the field of Filters that chooses in each."""
_VALUES: Final[dict[str, ColumnElement[Any]]] = {
    "brand": C.brand_key,
    "laboratory": C.laboratory,
    "form": func.coalesce(schema.products.c.form, Form.UNKNOWN.value),
    "acquisition": C.acquisition_kind,
    "state": C.state,
    "status": C.overall_status,
}
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
    total, facets = _counts(connection, filters, words)
    rows = _rows(connection, select(*_ROW).select_from(_FROM).where(where).order_by(*_order(sort)).limit(size).offset((page - 1) * size))
    return SearchPage(rows=rows, total=total, page=page, size=size, facets=facets)


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
    newest = (C.reported.desc().nulls_last(), C.number.desc())
    first: dict[str, tuple[ColumnElement[Any], ...]] = {
        "-reported": (),
        "reported": (C.reported.asc().nulls_last(),),
        "brand": (schema.brands.c.folded.asc().nulls_last(), schema.products.c.folded),
        "product": (schema.products.c.folded.asc().nulls_last(),),
        "laboratory": (schema.laboratories.c.folded.asc().nulls_last(),),
    }
    return (*first[sort], *newest)


def _counts(connection: Connection, filters: Filters, words: ColumnElement[bool]) -> tuple[int, dict[str, tuple[FacetCount, ...]]]:
    """How many certificates there are, and for each facet its choices with counts, most frequent first."""
    closed = [facet for facet, field in _FIELDS.items() if getattr(filters, field)]
    # one pass for the facets in which nothing is chosen, and one for each other, with its own choice left open
    counted = _count(connection, and_(chosen(filters), words), [facet for facet in _FIELDS if facet not in closed])
    for facet in closed:
        counted[facet] = _count(connection, and_(chosen(filters, without=_FIELDS[facet]), words), [facet])[facet]
    labels = _labels(connection, counted)
    return counted["total"][""], {facet: _in_order(facet, counted[facet], labels.get(facet, {})) for facet in _FIELDS}


def _count(connection: Connection, where: ColumnElement[bool], facets: Sequence[str]) -> dict[str, dict[str, int]]:
    """The number of certificates by facet and choice; "total" counts them all.

    One pass counts every combination that occurs (there are far fewer than certificates), and the facets are sums over them.
    """
    plain = [facet for facet in facets if facet != "panel"]
    values = [_VALUES[facet].label(facet) for facet in plain]
    source = (
        schema.certificates.outerjoin(schema.products, schema.products.c.key == C.product_key) if "form" in plain else schema.certificates
    )
    query = (
        select(func.count(), *values).select_from(source).where(where).group_by(*values) if values else select(func.count()).where(where)
    )
    counted: dict[str, dict[str, int]] = {facet: {} for facet in ("total", *facets)}
    counted["total"][""] = 0
    for n, *choices in connection.execute(query):
        counted["total"][""] += n
        for facet, choice in zip(plain, choices, strict=True):
            if choice is not None:
                counted[facet][str(choice)] = counted[facet].get(str(choice), 0) + n
    if "panel" in facets:
        panels = schema.panels.c
        of_panels = select(panels.panel, func.count()).where(panels.certificate.in_(select(C.number).where(where))).group_by(panels.panel)
        counted["panel"] = dict(connection.execute(of_panels).all())
    return counted


def _labels(connection: Connection, counted: dict[str, dict[str, int]]) -> dict[str, dict[str, str]]:
    """What people read for the keys of brands and the numbers of laboratories."""
    brands, laboratories = schema.brands.c, schema.laboratories.c
    of_brands = connection.execute(select(brands.key, brands.name).where(brands.key.in_(counted["brand"])))
    numbers = [int(number) for number in counted["laboratory"]]
    of_laboratories = connection.execute(select(laboratories.number, laboratories.name).where(laboratories.number.in_(numbers)))
    return {"brand": dict(of_brands.all()), "laboratory": {str(number): name for number, name in of_laboratories}}


def _in_order(facet: str, counts: dict[str, int], labels: dict[str, str]) -> tuple[FacetCount, ...]:
    """Most frequent first. A laboratory is chosen by its name, everything else by its key."""
    named_rows = [(labels.get(value, value), value, n) for value, n in counts.items()]
    rows = [FacetCount(label if facet == "laboratory" else value, label, n) for label, value, n in named_rows]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.label)))
