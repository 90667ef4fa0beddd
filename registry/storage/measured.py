"""Which products there is evidence on, and how much: from the rollup of results by product, without opening a result."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from registry.model.certificate import Panel, State
from registry.storage import schema
from registry.storage.answers import MeasuredProduct, MeasuredProducts
from registry.storage.filters import Filters
from registry.storage.selection import letters

C = schema.certificates.c
E = schema.evidence.c


def measured_analytes(connection: Connection, *, specimen: bool) -> dict[str, int]:
    """Published results of each alkaloid, linked to a product or not, most frequent first."""
    linked = select(E.analyte_key, func.sum(E.n)).where(E.specimen.is_(specimen)).group_by(E.analyte_key)
    counted = {analyte: int(n) for analyte, n in connection.execute(linked)}
    results = schema.results.c
    unlinked = (
        select(results.analyte_key, func.count())
        .select_from(schema.certificates.join(schema.results))
        .where(C.product_key.is_(None), C.specimen.is_(specimen), C.state == State.PUBLISHED.value)
        .where(results.panel == Panel.POTENCY.value, results.analyte_key != "")
        .group_by(results.analyte_key)
    )
    for analyte, n in connection.execute(unlinked):
        counted[analyte] = counted.get(analyte, 0) + n
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def measured_products(connection: Connection, analyte: str | None, filters: Filters, skip: int, size: int | None) -> MeasuredProducts:
    """The products with published results of an alkaloid (of any where None), those with most results first.

    Brands, products, laboratories, forms, kinds of acquisition and evidence grades of the filters apply, and its first day, to the
    newest report.
    """
    counted = func.sum(E.n).label("n")
    found = (
        select(E.product_key, counted, func.max(E.newest).label("newest"))
        .where(*_within(analyte, filters))
        .group_by(E.product_key)
        .subquery()
    )
    products, results = connection.execute(select(func.count(), func.coalesce(func.sum(found.c.n), 0)).select_from(found)).one()
    names, brands = schema.products.c, schema.brands.c
    query = (
        select(names.key, names.name, brands.key, brands.name, found.c.n, found.c.newest)
        .select_from(found.join(schema.products, names.key == found.c.product_key).join(schema.brands, brands.key == names.brand_key))
        .order_by(found.c.n.desc(), names.key)
        .limit(size)
        .offset(skip)
    )
    rows = tuple(
        MeasuredProduct(key, name, brand_key, brand, int(n), date.fromisoformat(newest) if newest else None)
        for key, name, brand_key, brand, n, newest in connection.execute(query)
    )
    return MeasuredProducts(rows, products, int(results))


def _within(analyte: str | None, filters: Filters) -> list[ColumnElement[bool]]:
    products, laboratories = schema.products.c, schema.laboratories.c
    houses = select(laboratories.number).where(laboratories.name.in_(filters.laboratories))
    of_form = select(products.key).where(products.form.in_(filters.forms))
    of_brand = select(products.key).where(products.brand_key.in_(filters.brands))
    since: Any = filters.reported_from.isoformat() if filters.reported_from else ""
    parts = (
        (True, E.specimen.is_(filters.specimen)),
        (analyte, E.analyte_key == analyte),
        (filters.products, E.product_key.in_(filters.products)),
        (filters.brands, E.product_key.in_(of_brand)),
        (filters.forms, E.product_key.in_(of_form)),
        (filters.laboratories, E.laboratory.in_(houses)),
        (filters.acquisitions, E.acquisition_kind.in_(filters.acquisitions)),
        (filters.grades, E.grade.in_(letters(filters.grades))),
        (since, E.newest >= since),
    )
    return [condition for asked, condition in parts if asked]


def product_names(connection: Connection, *, specimen: bool) -> tuple[tuple[str, str, str, str], ...]:
    """Key and name of every product with key and name of its brand, by the product's name."""
    products, brands = schema.products.c, schema.brands.c
    query = (
        select(products.key, products.name, brands.key, brands.name)
        .join(schema.brands, brands.key == products.brand_key)
        .where(products.specimen.is_(specimen))
        .order_by(products.folded, products.key)
    )
    return tuple((key, name, brand_key, brand) for key, name, brand_key, brand in connection.execute(query))
