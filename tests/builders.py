"""Records for tests, with defaults: a test names only what it is about."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any

from registry.model.certificate import Acquisition, AcquisitionKind, Certificate, Dates, DraftCertificate, Panel, ReadDate, ReadText, Result
from registry.model.evidence import Box, Evidence, Source
from registry.model.measurement import Measurement, Quantity, parse_printed


def quantity(value: str, unit: str | None = "mg/g") -> Quantity:
    return Quantity(value=Decimal(value), unit=unit, text=value)


def read_text(text: str, page: int = 1) -> ReadText:
    return ReadText(text=text, evidence=Evidence(page=page, box=Box(x0=0.1, y0=0.1, x1=0.3, y1=0.12), text=text), confidence=0.99)


def measurement(text: str = "12.5", unit: str | None = "mg/g", **fields: Any) -> Measurement:
    """What the number grammar reads in `text`, unless a field says otherwise."""
    printed = parse_printed(text)
    read = {"qualifier": printed.qualifier, "value": printed.value, "unit": printed.unit_text or unit, "test_portion": printed.test_portion}
    return Measurement(**{"text": text, "confidence": 0.99, **read, **fields})


def result(analyte: str = "Mitragynine", *measurements: Measurement, **fields: Any) -> Result:
    given = {"panel": Panel.POTENCY, "analyte_key": analyte.lower(), "page": 1, **fields}
    return Result(analyte=analyte, measurements=measurements or (measurement(),), **given)


def draft(*results: Result, **fields: Any) -> DraftCertificate:
    """A certificate of an invented laboratory as read from `certificate.pdf`."""
    given = {
        "file": "certificate.pdf",
        "pages": 1,
        "reader_version": "1",
        "lab": read_text("Specimen Analytical Works"),
        "report_id": read_text("R-1"),
        "product_name": read_text("Green Leaf"),
        "lot": read_text("L-1"),
        "dates": Dates(reported=ReadDate(text="2026-02-03", value=date(2026, 2, 3))),
        **fields,
    }
    return DraftCertificate(results=results or (result(),), **given)


def certificate(drafted: DraftCertificate | None = None, *, name: str = "a", **fields: Any) -> Certificate:
    """A certificate whose file's SHA-256 is made of `name`."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    given = {
        "id": f"{sha256[:12]}-1",
        "source": Source(sha256=sha256, file_name="certificate.pdf", media_type="application/pdf"),
        "acquisition": Acquisition(kind=AcquisitionKind.VENDOR_SUPPLIED),
        **fields,
    }
    return Certificate(draft=drafted or draft(), **given)
