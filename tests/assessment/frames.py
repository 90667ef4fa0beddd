"""Builders of the frames that assessment works on: a dict names what matters, everything else has a default."""

from typing import Any

import pandas as pd

from registry.assessment.columns import CLAIMS, RESULTS
from registry.model.measurement import Qualifier

_RESULT: dict[str, Any] = {
    "state": "published",
    "specimen": False,
    "acquisition": "retail-bought",
    "granularity": "lot",
    "brand_key": "brand",
    "brand": "Brand",
    "product_key": "product",
    "product": "Product",
    "form": "tablet",
    "laboratory": "Laboratory",
    "panel": "potency",
    "analyte_key": "mitragynine",
    "analyte": "Mitragynine",
    "qualifier": Qualifier.EQ.value,
    "unit": "mg/g",
    "basis": "mass_fraction",
    "page": 1,
    "row": 0,
    "column": 0,
    "source_found": True,
}
_CLAIM: dict[str, Any] = {
    "brand_key": "brand",
    "brand": "Brand",
    "product_key": "product",
    "product": "Product",
    "form": "tablet",
    "specimen": False,
    "analyte_key": "mitragynine",
    "state": "claimed",
    "unit": "mg/g",
    "basis": "mass_fraction",
}


def results(*rows: dict[str, Any]) -> pd.DataFrame:
    """A RESULTS frame. `amount` sets low and high; certificates and lots are numbered where no key is given."""
    filled = []
    for number, row in enumerate(rows):
        amount = row.get("amount")
        stated = {name: value for name, value in row.items() if name != "amount"}
        named = {"certificate_id": f"certificate-{number}", "lot_key": row.get("lot", ""), **_RESULT, **stated}
        if amount is not None:
            named |= {"low": float(amount), "high": float(amount), "value": float(amount), "text": str(amount)}
        filled.append(named)
    return _frame(filled, RESULTS)


def claims(*rows: dict[str, Any]) -> pd.DataFrame:
    """A CLAIMS frame. `amount` is taken as canonical too unless `canonical_amount` is given."""
    filled = [{"claim_key": f"claim-{number}", "canonical_amount": row.get("amount"), **_CLAIM, **row} for number, row in enumerate(rows)]
    return _frame(filled, CLAIMS)


def _frame(rows: list[dict[str, Any]], columns: dict[str, str]) -> pd.DataFrame:
    unknown = {name for row in rows for name in row} - set(columns)
    assert not unknown, f"no such column: {unknown}"
    empty = {"string": "", "bool": False, "int64": 0}
    data = {name: [row.get(name, empty.get(kind)) for row in rows] for name, kind in columns.items()}
    frame = pd.DataFrame(data, columns=list(columns))
    for name, kind in columns.items():
        frame[name] = pd.to_datetime(frame[name]) if kind == "datetime64[ns]" else frame[name].astype(kind)
    return frame.astype(columns)
