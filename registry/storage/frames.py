"""Records as columns: the frames that assessment works on, exactly as `registry.assessment.columns` names them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import numpy as np
import pandas as pd
from sqlalchemy import Connection, and_, func, not_, select

from registry.assessment.columns import CLAIMS, RESULTS
from registry.errors import UnknownUnitError
from registry.model.crossing import PackFacts
from registry.model.product import Form, LabelClaim, Product
from registry.model.published import SOURCE_LOST
from registry.model.units import Basis, parse_unit
from registry.storage import schema
from registry.storage.columns import Column, fetch_columns
from registry.storage.encoding import from_text
from registry.storage.filters import Filters
from registry.storage.selection import C, chosen

_OWN_FACTS: Final = ("unit_mass_g", "serving_mass_g", "serving_volume_ml", "unit_volume_ml", "density_g_per_ml", "moisture")
_MILLIGRAMS: Final = {"kg": Decimal(1_000_000), "g": Decimal(1000), "mg": Decimal(1), "ug": Decimal("0.001"), "mcg": Decimal("0.001")}
_AMOUNT_PER: Final = (Basis.PER_SERVING, Basis.PER_UNIT, Basis.PER_PACKAGE, Basis.PER_DAY)
_FEW: Final = 1_000
"""Keys that are asked for by name; more are read with all others."""
_OF_CERTIFICATE: Final = {
    "certificate_id": C.id,
    "part_of": func.coalesce(C.sha256, C.source_url),
    "state": C.state,
    "specimen": C.specimen,
    "acquisition": C.acquisition_kind,
    "grade": C.grade,
    "granularity": C.granularity,
    "brand_key": func.coalesce(C.brand_key, ""),
    "brand": func.coalesce(schema.brands.c.name, ""),
    "product_key": func.coalesce(C.product_key, ""),
    "product": func.coalesce(schema.products.c.name, C.product_text),
    "form": func.coalesce(schema.products.c.form, Form.UNKNOWN.value),
    "lot_key": func.coalesce(C.lot_key, ""),
    "lot": func.coalesce(schema.lots.c.number, C.lot_text),
    "laboratory": func.coalesce(schema.laboratories.c.name, ""),
    "report_id": C.report_id,
    "reported": C.reported,
    "completed": C.completed,
    "source_url": C.source_url,
    "source_found": not_(C.source.contains(SOURCE_LOST)),
}


def results_frame(connection: Connection, filters: Filters) -> pd.DataFrame:
    """One row for each measurement of the chosen certificates, ordered by certificate, row and column.

    Columns and types are those of RESULTS. With `analytes` or `panels` in the filters only such rows come.
    """
    certificates = _certificates(connection, filters)
    table = schema.results.c
    parts = [table.certificate.in_(select(C.number).where(chosen(filters)))]
    parts += [table.analyte_key.in_(filters.analytes)] if filters.analytes else []
    parts += [table.panel.in_(filters.panels)] if filters.panels else []
    query = select(schema.results).where(and_(*parts)).order_by(table.certificate, table.row, table.column)
    results = fetch_columns(connection, query, {"certificate": "int64", **RESULTS})
    places = np.searchsorted(np.asarray(certificates["number"]), np.asarray(results["certificate"]))
    return pd.DataFrame({name: results[name] if name in results else certificates[name].take(places) for name in RESULTS})


def claims_frame(connection: Connection, filters: Filters) -> pd.DataFrame:
    """One row for each label claim of the chosen products, ordered by product, analyte and day seen; columns and types of CLAIMS."""
    products, brands, claims = schema.products.c, schema.brands.c, schema.claims.c
    parts = [products.specimen.is_(filters.specimen)]
    parts += [brands.key.in_(filters.brands)] if filters.brands else []
    parts += [products.key.in_(filters.products)] if filters.products else []
    parts += [products.form.in_(filters.forms)] if filters.forms else []
    query = (
        select(claims.record, brands.key, brands.name, products.name, products.form)
        .select_from(schema.claims.join(schema.products).join(schema.brands))
        .where(and_(*parts))
        .order_by(claims.product_key, claims.analyte_key, claims.seen_on.is_not(None), claims.seen_on, claims.key)
    )
    rows = [
        _claim_row(from_text(LabelClaim, record, "claim"), {"brand_key": key, "brand": brand, "product": product, "form": form})
        for record, key, brand, product, form in connection.execute(query)
    ]
    columns = {name: Column(dtype) for name, dtype in CLAIMS.items()}
    for name, column in columns.items():
        column.extend([row.get(name, filters.specimen) for row in rows])
    return pd.DataFrame({name: column.values() for name, column in columns.items()})


def canonical_amount(claim: LabelClaim) -> float | None:
    """The claimed amount in the canonical unit of its basis; None where there is no amount, or unit and basis do not go together."""
    if claim.amount is None or claim.unit is None or claim.basis is Basis.UNKNOWN:
        return None
    mass = _MILLIGRAMS.get(claim.unit.strip().lower().replace("µ", "u").replace("μ", "u"))
    if mass is not None:
        return float(claim.amount * mass) if claim.basis in _AMOUNT_PER else None
    try:
        unit = parse_unit(claim.unit)
    except UnknownUnitError:
        return None
    return float(unit.amount(claim.amount)) if unit.basis is claim.basis else None


def _claim_row(claim: LabelClaim, names: dict[str, str]) -> dict[str, Any]:
    return {
        **names,
        "claim_key": claim.key,
        "product_key": claim.product,
        "analyte_key": claim.analyte,
        "state": claim.state.value,
        "amount": None if claim.amount is None else float(claim.amount),
        "unit": claim.unit or "",
        "basis": claim.basis.value,
        "canonical_amount": canonical_amount(claim),
        "serving_text": claim.serving_text or "",
        "seen_on": claim.seen_on.isoformat() if claim.seen_on else None,
        "source_url": claim.source.url or "",
        "note": claim.note or "",
    }


def _certificates(connection: Connection, filters: Filters) -> dict[str, Any]:
    """What every row of a certificate shares, by ascending number; the certificate's own masses come before the pack's."""
    source = (
        schema.certificates.outerjoin(schema.brands, schema.brands.c.key == C.brand_key)
        .outerjoin(schema.products, schema.products.c.key == C.product_key)
        .outerjoin(schema.lots, schema.lots.c.key == C.lot_key)
        .outerjoin(schema.laboratories, schema.laboratories.c.number == C.laboratory)
    )
    named = [column.label(name) for name, column in _OF_CERTIFICATE.items()]
    own = [C[name].label("own_" + name) for name in _OWN_FACTS]
    query = select(C.number.label("number"), *named, *own).select_from(source).where(chosen(filters)).order_by(C.number)
    found = fetch_columns(
        connection, query, {"number": "int64", **RESULTS, **dict.fromkeys(("own_" + name for name in _OWN_FACTS), "float64")}
    )
    codes, keys = pd.factorize(np.asarray(found["product_key"]))
    packs = _packs(connection, set(keys))
    for fact in PackFacts.model_fields:
        of_pack = np.array([packs.get(key, {}).get(fact) for key in keys], dtype="float64").take(codes)
        stated: Any = found.get("own_" + fact)
        found[fact] = of_pack if stated is None else np.where(np.isnan(stated), of_pack, stated)
    return found


def _packs(connection: Connection, keys: set[str]) -> dict[str, dict[str, float | None]]:
    table = schema.products.c
    query = select(table.key, table.record)
    if len(keys) < _FEW:
        query = query.where(table.key.in_(keys))
    records = (from_text(Product, text, key) for key, text in connection.execute(query) if key in keys)
    return {
        product.key: {name: None if value is None else float(value) for name, value in product.pack.model_dump().items()}
        for product in records
    }
