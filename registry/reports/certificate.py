"""One certificate as a PDF: what is printed on it, what was noticed and corrected, and where every figure comes from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from registry.model.certificate import AcquisitionKind, Certificate, DraftCertificate, Panel, ReadText, Result
from registry.model.measurement import Measurement, Quantity
from registry.reports.comparison import SPECIMEN_NOTICE, Provenance, canonical_json
from registry.reports.pdf import typeset

_SCOPE = (
    "The results relate to the sample that the laboratory received. They say nothing of another lot.",
    "A result below a limit of detection or quantitation is a bound, not a zero.",
    "Results and units are as printed; nothing was converted.",
)


def certificate_pdf(certificate: Certificate, subject: tuple[str, ...], provenance: Provenance) -> bytes:
    """The report's bytes; the same certificate and state give the same bytes on one day.

    `subject` are the names of brand, product and lot the certificate was linked to, empty where it was not. Raises
    ReportError where the page cannot be set.
    """
    return typeset("certificate.typ", _content(certificate, subject, provenance), provenance.made_on)


def _content(certificate: Certificate, subject: tuple[str, ...], provenance: Provenance) -> dict[str, Any]:
    draft, day = certificate.current, provenance.made_on
    specimen = draft.specimen or certificate.acquisition.kind is AcquisitionKind.SPECIMEN
    return {
        "title": f"Certificate {_text(draft.report_id) or certificate.id}",
        "summary": ", ".join(filter(None, (*subject, _text(draft.lab)))) or "Not linked to a product.",
        "specimen": specimen,
        "notice": SPECIMEN_NOTICE,
        "made": {"year": day.year, "month": day.month, "day": day.day},
        "made-text": day.isoformat(),
        "id": certificate.id,
        "facts": _facts(draft),
        "panels": [{"name": _panel_name(panel), "rows": [_row(r) for r in rows]} for panel, rows in _by_panel(draft.results)],
        "findings": [[f.severity.value, str(f.page or ""), f.message] for f in draft.findings],
        "corrections": [
            [c.path, c.before or "", c.after or "not printed", f"{c.stamp.when.date().isoformat()}, {c.stamp.who}", c.why]
            for c in certificate.corrections
        ],
        "source": _source(certificate, provenance),
        "notes": _SCOPE,
        "attachment": canonical_json(certificate.model_dump(mode="json")).decode("utf-8"),
    }


def _facts(draft: DraftCertificate) -> list[tuple[str, str]]:
    """The header as printed, with what the certificate leaves blank said where it matters (the lot)."""
    fields = {
        "Laboratory": draft.lab,
        "Accreditation": draft.accreditation,
        "Report": draft.report_id,
        "Sample": draft.sample_id,
        "Product": draft.product_name,
        "Client": draft.client,
        "Matrix": draft.matrix,
        "Supersedes": draft.supersedes,
        "Revision": draft.revision,
    }
    facts = [(label, _text(field)) for label, field in fields.items() if field]
    facts.append(("Lot", _text(draft.lot) or "none printed"))
    dates = {
        "Collected": draft.dates.collected,
        "Received": draft.dates.received,
        "Completed": draft.dates.completed,
        "Reported": draft.dates.reported,
    }
    facts += [(label, read.value.isoformat() if read.value else read.text) for label, read in dates.items() if read]
    if draft.overall_status:
        facts.append(("Overall status", draft.overall_status))
    return facts


def _by_panel(results: Iterable[Result]) -> list[tuple[Panel, list[Result]]]:
    panels: dict[Panel, list[Result]] = {}
    for result in results:
        panels.setdefault(result.panel, []).append(result)
    return list(panels.items())


def _panel_name(panel: Panel) -> str:
    return panel.value.replace("_", " ").capitalize()


def _row(result: Result) -> list[str]:
    claim = f"label claim {_quantity(result.label_claim)}" if result.label_claim else ""
    return [
        result.analyte,
        " · ".join(_measurement(m) for m in result.measurements),
        f"± {_quantity(result.uncertainty)}" if result.uncertainty else "",
        _quantity(result.lod),
        _quantity(result.loq),
        result.limit_text or _quantity(result.limit) or claim,
        result.status or "",
    ]


def _measurement(measurement: Measurement) -> str:
    unit = measurement.unit or ""
    return measurement.text if not unit or unit in measurement.text else f"{measurement.text} {unit}"


def _quantity(quantity: Quantity | None) -> str:
    if quantity is None:
        return ""
    number = f"{quantity.value:f}"
    return f"{number} {quantity.unit}" if quantity.unit else number


def _source(certificate: Certificate, provenance: Provenance) -> list[tuple[str, str]]:
    source = certificate.source
    facts = {
        "File": source.file_name,
        "SHA-256 of the file": source.sha256,
        "Address": source.url,
        "Obtained on": source.obtained_on.isoformat() if source.obtained_on else None,
        "Licence": source.licence,
        "How the sample came to be tested": certificate.acquisition.kind.value,
        "State": certificate.state.value,
        "Reader": certificate.draft.reader_version,
        "Journal head": provenance.journal_head,
        "Registry state": provenance.state_hash,
    }
    return [(label, value) for label, value in facts.items() if value]


def _text(read: ReadText | None) -> str:
    return read.text if read else ""
