"""A report as a Frictionless data package: a zip of CSV files with a descriptor that types and explains every column."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Sequence
from typing import Any, Final

from registry.model.evidence import Record
from registry.reports.comparison import CHOSEN_SAMPLE, SPECIMEN_NOTICE, Comparison, Figures, Ranked, Refused
from registry.reports.document import Report
from registry.reports.statement import token_of
from registry.reports.table import COLUMNS, cells, csv_bytes

_KINDS: Final = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}


def comparison_package(comparison: Comparison) -> bytes:
    """The zip's bytes: datapackage.json, measurements.csv, figures.csv, ranks.csv, refused.csv; equal comparisons give equal bytes."""
    c = comparison
    figures = (*c.brands, *c.products)
    files = {
        "measurements.csv": csv_bytes([x.name for x in COLUMNS], [cells(r) for r in c.compared]),
        "figures.csv": _records_csv(Figures, figures),
        "ranks.csv": _records_csv(Ranked, c.ranked),
        "refused.csv": _records_csv(Refused, c.refused),
    }
    resources = [
        _resource("measurements", [_field(x.name, x.header, x.kind, x.meaning) for x in COLUMNS]),
        _resource("figures", _fields(Figures)),
        _resource("ranks", _fields(Ranked)),
        _resource("refused", _fields(Refused)),
    ]
    about = {
        "name": f"label-comparison-{_name(c.selection.analyte)}",
        "description": f"{CHOSEN_SAMPLE} {' '.join(c.method)}",
        "keywords": ["kratom", "label claim"],
    }
    return _zipped(c, about, resources, files)


def report_package(report: Report) -> bytes:
    """The zip's bytes: datapackage.json and a CSV for each table; equal reports give equal bytes."""
    r = report
    files = {f"{t.name}.csv": csv_bytes([c.name for c in t.columns], t.rows) for t in r.tables}
    resources = [_resource(t.name, [_field(c.name, c.header, c.kind, c.meaning) for c in t.columns], t.title) for t in r.tables]
    about = {
        "name": f"{r.selection.about}-{_name(r.selection.key or r.selection.rules)}",
        "description": f"{r.summary} {r.caveat} {' '.join(r.method)}",
        "keywords": ["kratom", r.selection.about],
    }
    return _zipped(r, about, resources, files)


def _name(key: str) -> str:
    """A key as a part of a package's name: small letters, digits, points, dashes."""
    return re.sub(r"[^a-z0-9.]+", "-", key.casefold()).strip("-.")


def _zipped(report: Comparison | Report, about: dict[str, Any], resources: list[dict[str, Any]], files: dict[str, bytes]) -> bytes:
    for resource in resources:
        content = files[resource["path"]]
        resource |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    notice = f"{SPECIMEN_NOTICE}. " if report.specimen else ""
    descriptor = {
        **about,
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "title": report.title,
        "description": notice + about["description"],
        "keywords": [*about["keywords"], *(["specimen"] if report.specimen else [])],
        "created": report.provenance.made_on.isoformat() + "T00:00:00Z",
        "version": report.fingerprint,
        "statement": token_of(report),
        "resources": resources,
        "selection": report.selection.model_dump(mode="json"),
        "provenance": report.provenance.model_dump(mode="json"),
    }
    written = json.dumps(descriptor, indent=2, ensure_ascii=False, sort_keys=True).encode("utf-8")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"datapackage.json": written, **files}.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _records_csv(record: type[Record], rows: Sequence[Record]) -> bytes:
    return csv_bytes(list(record.model_fields), [list(row.model_dump().values()) for row in rows])


def _field(name: str, title: str, kind: str, meaning: str) -> dict[str, str]:
    return {"name": name, "title": title, "type": kind, **({"description": meaning} if meaning else {})}


def _resource(name: str, fields: list[dict[str, str]], title: str = "") -> dict[str, Any]:
    schema = {"fields": fields, "missingValues": [""]}
    return {
        "name": name,
        "path": f"{name}.csv",
        **({"title": title} if title else {}),
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _fields(record: type[Record]) -> list[dict[str, str]]:
    out = []
    for name, field in record.model_fields.items():
        annotation = str(getattr(field.annotation, "__name__", field.annotation))
        out.append({"name": name, "type": next((kind for word, kind in _KINDS.items() if word in annotation), "string")})
    return out
