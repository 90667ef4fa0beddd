"""What is set on a specimen certificate, and the reading that anybody must get from it.

The reading is derived from what was set, never from what a reader made of the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Amount:
    """A number with its unit, as a limit, an LOD or a claim is printed."""

    value: Decimal
    unit: str
    text: str = ""

    @property
    def printed(self) -> str:
        return self.text or str(self.value)


@dataclass(frozen=True)
class Value:
    """One result cell: the text set, and what it means."""

    text: str
    unit: str | None
    qualifier: str = "eq"
    value: Decimal | None = None


@dataclass(frozen=True)
class Row:
    """One analyte row with its result cells in the order they are set. `k` is the coverage factor of `uncertainty`."""

    panel: str
    analyte: str
    values: tuple[Value, ...]
    page: int = 1
    lod: Amount | None = None
    loq: Amount | None = None
    limit: Amount | None = None
    limit_text: str = ""
    status: str | None = None
    uncertainty: Amount | None = None
    k: int | None = None
    label_claim: Amount | None = None
    method: str | None = None


@dataclass(frozen=True)
class Header:
    """The labelled fields. None where the certificate prints nothing for it."""

    lab: str
    product_name: str
    accreditation: str | None = None
    report_id: str | None = None
    sample_id: str | None = None
    client: str | None = None
    lot: str | None = None
    matrix: str | None = None
    supersedes: str | None = None
    collected: date | None = None
    received: date | None = None
    completed: date | None = None
    reported: date | None = None


@dataclass(frozen=True)
class Sample:
    """One sample as set: header and rows, and the verdict printed for all of it."""

    header: Header
    rows: tuple[Row, ...]
    overall_status: str | None = None
    notes: str = ""
    findings: tuple[str, ...] = field(default=())
    """Finding codes that a reader is expected to raise; empty means only that none is demanded."""

    def on_pages(self, *counts: int) -> Sample:
        """The same sample with its first `counts[0]` rows on page 1, the next `counts[1]` on page 2, and so on."""
        pages = [page for page, count in enumerate(counts, start=1) for _ in range(count)]
        return replace(self, rows=tuple(replace(row, page=page) for row, page in zip(self.rows, pages, strict=True)))


def reading(sample: Sample, file: str, pages: int) -> dict[str, Any]:
    """The expected reading in the published reading shape: plain JSON values."""
    h = sample.header
    return {
        "file": file,
        "pages": pages,
        "lab": h.lab,
        "accreditation": h.accreditation,
        "report_id": h.report_id,
        "sample_id": h.sample_id,
        "product_name": h.product_name,
        "client": h.client,
        "lot": h.lot,
        "matrix": h.matrix,
        "dates": {k: day.isoformat() if (day := getattr(h, k)) else None for k in ("collected", "received", "completed", "reported")},
        "overall_status": sample.overall_status,
        "supersedes": h.supersedes,
        "results": [_row(row) for row in sample.rows],
        "notes": sample.notes,
        "findings": list(sample.findings),
    }


def _row(row: Row) -> dict[str, Any]:
    out: dict[str, Any] = {
        "panel": row.panel,
        "analyte": row.analyte,
        "page": row.page,
        "values": [{"text": v.text, "qualifier": v.qualifier, "value": _number(v.value), "unit": v.unit} for v in row.values],
        "uncertainty": None,
        "lod": _amount(row.lod),
        "loq": _amount(row.loq),
        "limit": _amount(row.limit),
        "status": row.status,
    }
    if row.uncertainty:
        out["uncertainty"] = {**_pair(row.uncertainty), "k": row.k}
    if row.label_claim:
        out["label_claim"] = _pair(row.label_claim)
    return out


def _amount(amount: Amount | None) -> dict[str, Any] | None:
    return _pair(amount) if amount else None


def _pair(amount: Amount) -> dict[str, Any]:
    return {"value": _number(amount.value), "unit": amount.unit}


def _number(value: Decimal | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
