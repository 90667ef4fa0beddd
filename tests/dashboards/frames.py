"""Frames written by hand: rows of results with every column that assessment knows."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

DAY = pd.Timestamp("2026-03-17")


def frame(columns: dict[str, str], *rows: dict[str, Any]) -> pd.DataFrame:
    """Rows with every column of a schema; what is not given is empty."""
    empty = {"string": "", "bool": False, "float64": math.nan, "datetime64[ns]": pd.NaT, "int64": 0, "Int64": pd.NA}
    full = [{name: empty[kind] for name, kind in columns.items()} | row for row in rows]
    return pd.DataFrame(full, columns=list(columns)).astype(columns)


def result(**given: Any) -> dict[str, Any]:
    """14.82 mg/g of mitragynine in a powder taken by 2 g."""
    return {
        "certificate_id": "aa-1", "state": "published", "acquisition": "vendor-supplied", "granularity": "", "source_found": True,
        "brand_key": "heron", "brand": "Heron",
        "product_key": "green", "product": "Green Powder", "form": "powder", "lot_key": "l1", "lot": "HG-1", "laboratory": "Works",
        "report_id": "R-1", "reported": DAY, "panel": "potency", "analyte_key": "mitragynine", "analyte": "Mitragynine", "text": "14.82",
        "qualifier": "eq", "value": 14.82, "unit": "mg/g", "basis": "mass_fraction", "low": 14.82, "high": 14.82,
        "serving_mass_g": 2.0, **given,
    }  # fmt: skip
