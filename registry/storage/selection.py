"""Filters as conditions on certificates: the one place where a question becomes SQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, and_, exists, or_, select

from registry.model.product import Form
from registry.storage import rollups, schema
from registry.storage.filters import Filters, Grade

C = schema.certificates.c


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
