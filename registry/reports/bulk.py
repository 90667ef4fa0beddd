"""Everything published as one table: CSV, Parquet or JSON, and a JSON Schema that says what each column means."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, Literal

import pandas as pd

from registry.assessment.columns import CLAIMS, RESULTS
from registry.errors import ReportError

Subject = Literal["results", "claims", "journal"]
BulkKind = Literal["csv", "parquet", "json", "schema.json"]
JOURNAL: Final = {
    "seq": "int64", "at": "string", "actor": "string", "action": "string", "subject": "string", "payload": "string", "withheld": "bool",
    "prev": "string", "hash": "string",
}  # fmt: skip
COLUMNS: Final[dict[Subject, dict[str, str]]] = {"results": RESULTS, "claims": CLAIMS, "journal": JOURNAL}
_ONE_OBJECT: Final[dict[Subject, str]] = {"results": "printed measurement", "claims": "label claim", "journal": "entry of the journal"}
_TYPES: Final = {
    "string": "string",
    "bool": "boolean",
    "float64": "number",
    "int64": "integer",
    "Int64": "integer",
    "datetime64[ns]": "string",
}
_NEVER_EMPTY: Final = ("bool", "int64")
MEANINGS: Final[dict[str, str]] = {
    "certificate_id": "identifier in the registry",
    "part_of": "SHA-256 of the file, or the address of a published result: certificates of one report share it",
    "state": "state of the certificate or of the claim",
    "specimen": "invented for demonstration; never to be mixed with real data",
    "acquisition": "how the sample came to be tested",
    "grade": "evidence grade of a published result: A read in the report itself, B a notice or abstract, C second hand",
    "granularity": "what a published figure stands for: lot, sample, product, replicate, sample mean, aggregate, ...",
    "brand_key": "key of the brand; empty where none is named",
    "brand": "name of the brand",
    "product_key": "key of the product; empty where none is linked",
    "product": "name of the product",
    "form": "form of the product",
    "lot_key": "key of the lot",
    "lot": "lot as printed; empty where none is",
    "laboratory": "name of the laboratory",
    "report_id": "the laboratory's report number, as printed",
    "reported": "date of issue",
    "completed": "date on which testing was completed",
    "panel": "group of analytes",
    "analyte_key": "key in the catalogue of analytes; empty where the printed name is not in it",
    "analyte": "name as printed",
    "text": "result as printed",
    "qualifier": "what the printed result says: an amount, below a limit, not detected, present, ...",
    "value": "the number printed, in the printed unit",
    "unit": "unit as printed",
    "basis": "what the amount is counted against",
    "low": "lower end of the amount, in the canonical unit of the basis",
    "high": "upper end of the amount, in the canonical unit of the basis; inf (JSON: null) where unbounded above",
    "loq": "limit of quantitation, in the canonical unit of the basis",
    "u": "standard uncertainty in the canonical unit of the basis (printed U / k)",
    "u_source": "where the uncertainty is from",
    "limit_text": "limit or specification as printed",
    "status": "pass or fail as printed on the row; never a verdict of the registry",
    "method": "method of test, as printed",
    "test_portion": "amount tested, as printed, e.g. 25 g",
    "confidence": "the reader's confidence, 0 to 1; empty for a person's entry or a published row",
    "page": "page of the source on which the value stands",
    "row": "index of the result in its certificate",
    "column": "index of the measurement in its result: a result printed in two units has two; of several times of testing the last counts",
    "source_url": "address of the source; empty for a file held by the registry",
    "source_found": "false where the source cannot be looked up again: the row supports no verdict",
    "unit_mass_g": "stated mass of one unit, g",
    "serving_mass_g": "stated mass of a serving, g",
    "serving_volume_ml": "stated volume of a serving, mL",
    "unit_volume_ml": "stated volume of one unit, mL",
    "package_mass_g": "stated mass in the package, g",
    "density_g_per_ml": "stated density, g/mL",
    "units_per_serving": "stated units in a serving",
    "units_per_package": "stated units in the package",
    "servings_per_package": "stated servings in the package",
    "moisture": "stated moisture, mass fraction",
    "claim_key": "key of the claim",
    "amount": "amount on the label, in `unit`",
    "canonical_amount": "amount in the canonical unit of the basis; empty where the basis is not stated",
    "serving_text": "serving as printed on the label",
    "seen_on": "day on which the label was seen",
    "note": "remark on the claim",
    "seq": "number of the entry, from 1",
    "at": "moment of the decision, UTC",
    "actor": "who decided or spoke; not shown for a statement that no reviewer has accepted",
    "action": "what was done",
    "subject": "what it was done to: a kind and its key",
    "payload": "what was changed, as JSON, and the digests of the record and of its figures after it",
    "withheld": "something of the entry is not for everybody: a statement nobody accepted, a proposal, a file name, talk about a draft",
    "prev": "hash of the entry before",
    "hash": "SHA-256 over the whole entry, what is withheld included",
}


def bulk_frame(rows: list[dict[str, Any]], columns: dict[str, str]) -> pd.DataFrame:
    """Rows as a frame of exactly those columns and their types, of no rows too."""
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def write_table(frame: pd.DataFrame, subject: Subject, kind: BulkKind, path: Path) -> None:
    """Writes the frame (of the columns of its subject) to `path`. Raises ReportError where it cannot be written."""
    try:
        if kind == "csv":
            frame.to_csv(path, index=False, date_format="%Y-%m-%d")
        elif kind == "parquet":
            frame.to_parquet(path, index=False)
        elif kind == "json":
            dates = {name: frame[name].dt.strftime("%Y-%m-%d") for name, dtype in COLUMNS[subject].items() if dtype.startswith("datetime")}
            frame.assign(**dates).to_json(path, orient="records", force_ascii=False, double_precision=15)
        else:
            path.write_text(json.dumps(schema(subject), indent=2, ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        raise ReportError(
            f"The table cannot be written: {error}.", where=str(path), next_step="Free space, or choose another place."
        ) from error


def schema(subject: Subject) -> dict[str, Any]:
    """JSON Schema (2020-12) of the JSON file: an array with one object for each row."""
    columns = COLUMNS[subject]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Kratom Certificate Registry: {subject}",
        "description": f"One object for each {_ONE_OBJECT[subject]}.",
        "type": "array",
        "items": {
            "type": "object",
            "properties": {name: _property(name, dtype) for name, dtype in columns.items()},
            "required": list(columns),
            "additionalProperties": False,
        },
    }


def _property(name: str, dtype: str) -> dict[str, Any]:
    kind = _TYPES[dtype]
    shape = {"type": kind if dtype in _NEVER_EMPTY else [kind, "null"], "description": MEANINGS[name]}
    return shape | ({"format": "date"} if dtype.startswith("datetime") else {})
