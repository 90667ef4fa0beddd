"""The report on one certificate: as printed, with what was noticed, and never mistaken for a real one where it is invented."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pikepdf
import pypdfium2

from registry.model.certificate import (
    Acquisition,
    AcquisitionKind,
    Certificate,
    Correction,
    Dates,
    DraftCertificate,
    Panel,
    ReadDate,
    ReadText,
    Result,
)
from registry.model.evidence import Source, Stamp
from registry.model.findings import CATALOGUE, Finding
from registry.model.measurement import Measurement, Qualifier, Quantity, Uncertainty
from registry.reports.certificate import certificate_report
from registry.reports.comparison import SPECIMEN_NOTICE, Provenance
from registry.reports.document import Asked, Table
from registry.reports.pdf import report_pdf
from tests.reports.building import comparison

STATE = comparison().provenance


def result(**changes: Any) -> Result:
    facts: dict[str, Any] = {
        "panel": Panel.POTENCY,
        "analyte": "Mitragynine",
        "page": 1,
        "measurements": (
            Measurement(text="1.482", qualifier=Qualifier.EQ, value=Decimal("1.482"), unit="% w/w"),
            Measurement(text="14.82", qualifier=Qualifier.EQ, value=Decimal("14.82"), unit="mg/g"),
        ),
        "loq": Quantity(value=Decimal("0.0036"), unit="% w/w"),
        "uncertainty": Uncertainty(value=Decimal("0.11"), unit="% w/w", k=Decimal(2)),
    }
    return Result(**(facts | changes))


def certificate(
    kind: AcquisitionKind = AcquisitionKind.VENDOR_SUPPLIED, corrections: tuple[Correction, ...] = (), **draft: Any
) -> Certificate:
    facts: dict[str, Any] = {
        "file": "leaf.pdf",
        "lab": ReadText(text="Some Laboratory"),
        "report_id": ReadText(text="R-42"),
        "dates": Dates(reported=ReadDate(text="03/17/2026", value=date(2026, 3, 17))),
        "results": (result(),),
    }
    return Certificate(
        id="0123456789ab-1",
        source=Source(sha256="ab" * 32, file_name="leaf.pdf"),
        acquisition=Acquisition(kind=kind),
        draft=DraftCertificate(**(facts | draft)),
        corrections=corrections,
    )


ASKED = Asked(about="certificate", key="0123456789ab-1")


def certificate_pdf(of: Certificate, subject: tuple[str, ...], state: Provenance) -> bytes:
    return report_pdf(certificate_report(of, subject, (), ASKED, state))


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return " ".join(" ".join(pages).split())


def test_it_prints_results_with_units_limits_and_uncertainty_as_the_certificate_does() -> None:
    text = text_of(certificate_pdf(certificate(), ("Some Brand", "Green Powder", "A1"), STATE))
    for said in (
        "Certificate R-42",
        "Some Brand, Green Powder, A1",
        "1.482 % w/w",
        "14.82 mg/g",
        "± 0.11 % w/w",
        "0.0036 % w/w",
        "2026-03-17",
    ):
        assert said in text


def test_a_lot_that_is_not_printed_is_said_to_be_missing() -> None:
    assert "Lot none printed" in text_of(certificate_pdf(certificate(), (), STATE))


def test_findings_and_corrections_stand_beside_what_was_read() -> None:
    code = next(iter(CATALOGUE))
    fixed = Correction(
        path="client",
        before=None,
        after="Some Brand LLC",
        stamp=Stamp(who="a reviewer", when=datetime(2026, 4, 1, tzinfo=UTC)),
        why="On page 2.",
    )
    made = certificate(findings=(Finding(code=code, page=1),), corrections=(fixed,))
    text = text_of(certificate_pdf(made, (), STATE))
    assert "What was noticed" in text
    assert "Some Brand LLC" in text
    assert "On page 2." in text
    assert "2026-04-01, a reviewer" in text


def test_what_was_confirmed_as_read_is_no_correction() -> None:
    def decided(path: str, before: str, after: str) -> Correction:
        return Correction(path=path, before=before, after=after, stamp=Stamp(who="reviewer", when=datetime(2026, 3, 1, tzinfo=UTC)), why="")

    kept = decided("lab", "Some Laboratory", "Some Laboratory"), decided("results.0.measurements.0", "1.482", "1.482")

    def corrections(*made: Correction) -> Table:
        report = certificate_report(certificate(corrections=made), (), (), ASKED, STATE)
        return next(table for table in report.tables if table.name == "corrections")

    assert corrections(*kept).rows == ()
    assert corrections(*kept).nothing == "Nothing was corrected. Looked at and confirmed as read: Laboratory, Mitragynine: result."
    both = corrections(*kept, decided("lot", "A1", "A7"))
    assert [row[:3] for row in both.rows] == [("Lot", "A1", "A7")]
    assert both.note == "Looked at and confirmed as read: Laboratory, Mitragynine: result."


def test_an_uncertainty_keeps_the_decimal_sign_it_is_printed_with() -> None:
    printed = result(uncertainty=Uncertainty(value=Decimal("0.2"), unit="% w/w", text="0,2"))
    report = certificate_report(certificate(results=(printed,)), (), (), ASKED, STATE)
    assert "± 0,2 % w/w" in next(table for table in report.tables if table.name == "results").rows[0]


def test_a_limit_has_its_unit_and_a_value_its_own_uncertainty() -> None:
    spread = Uncertainty(value=Decimal("0.04"), unit="mg/kg", text="0,04", k=Decimal(2))
    measured = Measurement(text="0,22", qualifier=Qualifier.EQ, value=Decimal("0.22"), unit="mg/kg", uncertainty=spread)
    limit = Quantity(value=Decimal(3), unit="mg/kg", text="3")
    printed = result(measurements=(measured,), uncertainty=None, limit=limit, limit_text="3")
    row = next(t for t in certificate_report(certificate(results=(printed,)), (), (), ASKED, STATE).tables if t.name == "results").rows[0]
    assert {"3 mg/kg", "± 0,04 mg/kg (k = 2)"} <= set(row)


def test_a_specimen_says_so_on_every_page_and_a_real_certificate_does_not() -> None:
    assert SPECIMEN_NOTICE in text_of(certificate_pdf(certificate(AcquisitionKind.SPECIMEN), (), STATE))
    assert SPECIMEN_NOTICE in text_of(certificate_pdf(certificate(specimen=True), (), STATE))
    assert SPECIMEN_NOTICE not in text_of(certificate_pdf(certificate(), (), STATE))


def test_a_certificate_without_results_or_lines_still_makes_a_report() -> None:
    assert "No result was read" in text_of(certificate_pdf(certificate(results=(), lab=None, report_id=None), (), STATE))


def test_it_is_archivable_carries_the_record_and_is_the_same_each_time() -> None:
    made = certificate_pdf(certificate(), (), STATE)
    assert made == certificate_pdf(certificate(), (), STATE)
    document = pikepdf.open(io.BytesIO(made))
    assert document.open_metadata()["pdfaid:conformance"] == "A"
    attached = document.attachments["certificate.json"].get_file().read_bytes()
    assert Certificate.model_validate_json(attached) == certificate()


def test_a_correction_is_named_for_people() -> None:
    def fixed(path: str, before: str, after: str) -> Correction:
        return Correction(path=path, before=before, after=after, stamp=Stamp(who="reviewer", when=datetime(2026, 3, 1, tzinfo=UTC)))

    corrections = (
        fixed("results.0.measurements.0", "1.482", "1.284"),
        fixed("results.0.measurements.1.unit", "mg/g", "mg/kg"),
        fixed("results.0.loq", "0.0036", "0.036"),
        fixed("dates.received", "", "2026-03-01"),
    )
    one = certificate(corrections=corrections)
    report = certificate_report(one, (), (), Asked(about="certificate", key=one.id), STATE)
    table = next(table for table in report.tables if table.name == "corrections")
    assert [row[0] for row in table.rows] == [
        "Mitragynine: result", "Mitragynine: unit", "Mitragynine: limit of quantitation", "Received",
    ]  # fmt: skip
