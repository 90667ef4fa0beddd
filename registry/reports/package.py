"""A comparison as a Frictionless data package: a zip of CSV files with a descriptor that types and explains every column."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any, Final

from registry.reports.comparison import CHOSEN_SAMPLE, SPECIMEN_NOTICE, Comparison, Figures, Refused
from registry.reports.statement import token_of
from registry.reports.table import COLUMNS, cells, csv_bytes

_KINDS: Final = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}


def comparison_package(comparison: Comparison) -> bytes:
    """The zip's bytes: datapackage.json, measurements.csv, figures.csv, refused.csv; equal comparisons give equal bytes."""
    figures = (*comparison.brands, *comparison.products)
    files = {
        "measurements.csv": csv_bytes([c.name for c in COLUMNS], [cells(r) for r in comparison.compared]),
        "figures.csv": csv_bytes(list(Figures.model_fields), [list(f.model_dump().values()) for f in figures]),
        "refused.csv": csv_bytes(list(Refused.model_fields), [list(r.model_dump().values()) for r in comparison.refused]),
    }
    descriptor = json.dumps(_descriptor(comparison), indent=2, ensure_ascii=False, sort_keys=True).encode("utf-8")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"datapackage.json": descriptor, **files}.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _descriptor(c: Comparison) -> dict[str, Any]:
    notice = f"{SPECIMEN_NOTICE}. " if c.specimen else ""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"label-comparison-{c.selection.analyte.replace(':', '-').replace('_', '-')}",
        "title": c.title,
        "description": notice + CHOSEN_SAMPLE + " " + " ".join(c.method),
        "created": c.provenance.made_on.isoformat() + "T00:00:00Z",
        "version": c.fingerprint,
        "statement": token_of(c),
        "keywords": ["kratom", "label claim", *(["specimen"] if c.specimen else [])],
        "resources": [
            _resource("measurements", [{"name": x.name, "title": x.header, "type": x.kind, "description": x.meaning} for x in COLUMNS]),
            _resource("figures", _fields(Figures)),
            _resource("refused", _fields(Refused)),
        ],
        "selection": c.selection.model_dump(mode="json"),
        "provenance": c.provenance.model_dump(mode="json"),
    }


def _resource(name: str, fields: list[dict[str, str]]) -> dict[str, Any]:
    schema = {"fields": fields, "missingValues": [""]}
    return {
        "name": name,
        "path": f"{name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _fields(record: type[Figures] | type[Refused]) -> list[dict[str, str]]:
    out = []
    for name, field in record.model_fields.items():
        annotation = str(getattr(field.annotation, "__name__", field.annotation))
        out.append({"name": name, "type": next((kind for word, kind in _KINDS.items() if word in annotation), "string")})
    return out
