"""One certificate as a report: what is printed on it, what was noticed and corrected, and where every figure comes from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from registry.model.certificate import AcquisitionKind, Certificate, DraftCertificate, ReadText, Result
from registry.model.evidence import Record
from registry.model.findings import told_together
from registry.model.measurement import Measurement, Quantity
from registry.model.published import read_by
from registry.reports.comparison import Provenance, canonical_json
from registry.reports.document import Asked, Column, Report, Table, table_of
from registry.reports.wording import in_words, with_unit

SCOPE: Final = (
    "The results relate to the samples that the laboratories received. They say nothing of another lot.",
    "A result below a limit of detection or quantitation is a bound, not a zero.",
)
_AS_PRINTED: Final = "Results and units are as printed; nothing was converted."


class Voice(Record):
    """What somebody published about a certificate: a dispute or a reply. It stands beside the figures, and no figure is removed."""

    certificate_id: str
    kind: str
    who: str
    on: date
    said: str


def certificate_report(
    certificate: Certificate, subject: tuple[str, ...], voices: Sequence[Voice], asked: Asked, provenance: Provenance
) -> Report:
    """What the report on one certificate says. `subject` are the names of brand, product and lot it was linked to, or nothing."""
    draft = certificate.current
    return Report(
        specimen=draft.specimen or certificate.acquisition.kind is AcquisitionKind.SPECIMEN,
        selection=asked,
        title=f"Certificate {_text(draft.report_id) or certificate.id}",
        summary=", ".join(filter(None, (*subject, _text(draft.lab)))) or "Not linked to a product.",
        caveat="A printed pass is the laboratory's own. Nothing here is a verdict of the registry.",
        facts=(*_facts(draft), *_source(certificate)),
        tables=(_results(draft), findings_table([certificate]), _corrections(certificate), voices_table(voices)),
        main="results",
        method=(*SCOPE, _AS_PRINTED),
        provenance=provenance,
        record=canonical_json(certificate.model_dump(mode="json")).decode("utf-8"),
    )


def findings_table(certificates: Sequence[Certificate]) -> Table:
    """What reading noticed, the certificate named where there are several; notes that differ in a name alone are one."""
    columns = (
        Column(name="certificate_id", header="Certificate", data_only=len(certificates) == 1),
        Column(name="severity", header="Weight", meaning="error: cannot be used as it stands; warning: look first; note: worth knowing"),
        Column(name="page", header="Page", kind="integer"),
        Column(name="message", header="What", width=1),
    )
    rows = [
        {"certificate_id": c.id, "severity": f.severity.value, "page": f.page, "message": f.message}
        for c in certificates
        for f in told_together(c.current.findings)
    ]
    note = "Weight: an error means the value cannot be used as it stands, a warning that a person should look first."
    return table_of("findings", "What was noticed in reading", columns, rows, note=note, nothing="Reading raised no finding.")


def voices_table(voices: Sequence[Voice]) -> Table:
    """Disputes and replies, as published."""
    columns = (
        Column(name="certificate_id", header="Certificate"),
        Column(name="kind", header="What"),
        Column(name="who", header="Who"),
        Column(name="on", header="When", kind="date"),
        Column(name="said", header="Said", width=1),
    )
    rows = [v.model_dump() for v in voices]
    return table_of("replies", "Disputes and replies", columns, rows, nothing="Nobody has disputed or replied.")


def _results(draft: DraftCertificate) -> Table:
    columns = (
        Column(name="panel", header="Panel", group=True),
        Column(name="analyte", header="Analyte", width=1.3),
        Column(
            name="analyte_key", header="Analyte (catalogue)", data_only=True, meaning="Empty where the catalogue does not know the name"
        ),
        Column(name="result", header="Result, as printed", width=1),
        Column(name="uncertainty", header="Uncertainty (U)"),
        Column(name="lod", header="Limit of detection"),
        Column(name="loq", header="Limit of quantitation"),
        Column(name="limit", header="Limit, specification or claim"),
        Column(name="status", header="Printed status"),
        Column(name="page", header="Page", kind="integer"),
    )
    rows = [_row(result) for result in draft.results]
    return table_of("results", "Results as printed", columns, rows, nothing="No result was read from this certificate.")


def _row(result: Result) -> dict[str, Any]:
    claim = f"label claim {_quantity(result.label_claim)}" if result.label_claim else ""
    return {
        "panel": in_words(result.panel.value),
        "analyte": result.analyte,
        "analyte_key": result.analyte_key or "",
        "result": " · ".join(_measurement(m) for m in result.measurements),
        "uncertainty": _uncertainties(result),
        "lod": _quantity(result.lod),
        "loq": _quantity(result.loq),
        "limit": result.limit_printed or claim,
        "status": result.status or "",
        "page": result.page,
    }


def _corrections(certificate: Certificate) -> Table:
    """What a reviewer put in the place of what was read; what was looked at and left as it is stands below it in one sentence."""
    columns = (
        Column(name="field", header="Field"),
        Column(name="before", header="As read", width=1),
        Column(name="after", header="Corrected to", width=1),
        Column(name="who", header="When, who"),
        Column(name="why", header="Why", width=1),
    )
    rows = [
        {
            "field": _corrected_field(certificate.current, c.path),
            "before": c.before or "",
            "after": c.after or "not printed",
            "who": f"{c.stamp.when.date().isoformat()}, {c.stamp.who}",
            "why": c.why,
        }
        for c in certificate.corrections
        if c.after != c.before
    ]
    kept = dict.fromkeys(_corrected_field(certificate.current, c.path) for c in certificate.corrections if c.after == c.before)
    confirmed = f"Looked at and confirmed as read: {', '.join(kept)}." if kept else ""
    nothing = " ".join(filter(None, ("Nothing was corrected.", confirmed)))
    return table_of("corrections", "Corrections by a reviewer", columns, rows, note=confirmed, nothing=nothing)


_OF_THE_HEAD: Final = {
    "lab": "Laboratory",
    "report_id": "Report",
    "sample_id": "Sample",
    "product_name": "Product",
    "dates.collected": "Collected",
    "dates.received": "Received",
    "dates.completed": "Completed",
    "dates.reported": "Reported",
}
_OF_A_ROW: Final = {"lod": "limit of detection", "loq": "limit of quantitation", "label_claim": "label claim"}


def _corrected_field(draft: DraftCertificate, path: str) -> str:
    """What a correction's path names, for people: the analyte of a row and what of it, or the field of the head."""
    head, _, rest = path.partition(".")
    number, _, of_row = rest.partition(".")
    if head != "results" or not number.isdecimal() or int(number) >= len(draft.results):
        return _OF_THE_HEAD.get(path, in_words(path.replace(".", " ")))
    if of_row.startswith("measurements"):
        of_row = "unit" if of_row.endswith("unit") else "result"
    return f"{draft.results[int(number)].analyte}: {_OF_A_ROW.get(of_row, of_row) or 'the row'}"


def _facts(draft: DraftCertificate) -> list[tuple[str, str]]:
    """The header as printed, with what the certificate leaves blank said where it matters (the lot)."""
    fields = {
        "Laboratory": draft.lab,
        "Accreditation, as printed": draft.accreditation,
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
        facts.append(("Overall status, as printed", draft.overall_status))
    return facts


def _source(certificate: Certificate) -> list[tuple[str, str]]:
    source = certificate.source
    facts = {
        "Certificate in the registry": f"{certificate.id} ({certificate.state.value})",
        "How the sample came to be tested": in_words(certificate.acquisition.kind.value),
        "File": source.file_name,
        "SHA-256 of the file": source.sha256,
        "Address": source.url,
        "Obtained on": source.obtained_on.isoformat() if source.obtained_on else None,
        "Licence": source.licence,
        "Read by": read_by(certificate.draft),
    }
    return [(label, value) for label, value in facts.items() if value]


def _measurement(measurement: Measurement) -> str:
    said = with_unit(measurement.text, measurement.unit or "")
    return f"{measurement.time_point}: {said}" if measurement.time_point is not None else said


def _uncertainties(result: Result) -> str:
    """The expanded uncertainties printed for a result's columns, else for its row, each with the factor that it is expanded by."""
    of_columns = [m.uncertainty for m in result.measurements if m.uncertainty is not None]
    printed = of_columns or ([result.uncertainty] if result.uncertainty is not None else [])
    return " · ".join(f"± {_quantity(u)}" + (f" (k = {u.k})" if u.k is not None else "") for u in printed)


def _quantity(quantity: Quantity | None) -> str:
    return quantity.printed if quantity else ""


def _text(read: ReadText | None) -> str:
    return read.text if read else ""
