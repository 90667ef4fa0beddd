"""How a laboratory says that it is accredited, and what it numbers with it."""

from __future__ import annotations

import pytest

from registry.reading.head.header import read_header
from tests.reading.printed import Placed, document, page


def accreditation(*placed: Placed) -> str | None:
    read = read_header(document(page(*placed))).accreditation
    return read.text if read is not None else None


@pytest.mark.parametrize(
    ("line", "stated"),
    [
        ("ISO/IEC 17025:2017 (cert. QA-5512)", "ISO/IEC 17025:2017 (cert. QA-5512)"),
        ("Lic. C8-0000999-LIC ISO/IEC 17025:2017 Acc. 91877", "ISO/IEC 17025:2017 Acc. 91877"),
        ("SP2A CERT. 5120.01 (ISO/IEC 17025)", "SP2A CERT. 5120.01 (ISO/IEC 17025)"),
        ("DEA reg. SP0000719 ISO/IEC 17025:2017 No. BCL-0719", "ISO/IEC 17025:2017 No. BCL-0719"),
        ("ISO/IEC 17025:2017 Certificate L-3308. Not to be copied except in full.", "ISO/IEC 17025:2017 Certificate L-3308"),
        ("1400 Section Line Road, Arlo, KS 67999 | ISO/IEC 17025:2017, PJLA 104417", "ISO/IEC 17025:2017, PJLA 104417"),
        ("Accredited to ISO/IEC 17025:2017 by A2LA, No. 4471.02", "Accredited to ISO/IEC 17025:2017 by A2LA, No. 4471.02"),
        ("ISO/IEC 17025:2017 accredited, A2LA Cert. No. 7718.02", "ISO/IEC 17025:2017 accredited, A2LA Cert. No. 7718.02"),
        ("ANAB ISO/IEC 17025 (Certificate AT-5530) — Certificate of Analysis No. SP-1187", "ANAB ISO/IEC 17025 (Certificate AT-5530)"),
        ("610 Race St, Arlo, OR 97321 · PJLA Accreditation #98214 (ISO/IEC 17025)", "PJLA Accreditation #98214 (ISO/IEC 17025)"),
        ("315 Mill Ave, Arlo CO 80501. A2LA Cert. No. 6620.01 (ISO/IEC 17025). Made for all", "A2LA Cert. No. 6620.01 (ISO/IEC 17025)"),
        ("A2LA Cert. 4418.01", "A2LA Cert. 4418.01"),
        ("IANZ Accredited Laboratory No. 1442. Tests marked † are outside it.", "IANZ Accredited Laboratory No. 1442"),
        ("Specimen Laboratories · 902 Quarry Loop, Arlo, OR 97754 · ORELAP 4187 · OLCC 010-1009871", "ORELAP 4187"),
        ("Specimen Laboratories, accredited, 902 Quarry Loop, Arlo, OR 97754", None),
    ],
)
def test_a_line_is_read_for_the_standard_and_what_belongs_to_it(line: str, stated: str | None) -> None:
    assert accreditation((40, 40, line)) == stated


@pytest.mark.parametrize("number", ["Cert. No. SP-99871", "Certificate SP-99871", "Accreditation No.: SP-99871", "Testing Cert. #99871.02"])
def test_the_number_under_the_standard_alone_belongs_to_it(number: str) -> None:
    assert accreditation((360, 40, "ISO/IEC 17025:2017"), (360, 50, number)) == f"ISO/IEC 17025:2017 {number}"


def test_what_else_stands_under_the_standard_does_not() -> None:
    assert accreditation((360, 40, "ISO/IEC 17025:2017"), (360, 50, "Report No. 26-118")) == "ISO/IEC 17025:2017"


REPORT = ((40, 110, "Test Report No."), (130, 110, ": SARL/26/NF/04417"), (40, 124, "Sample Name"), (130, 124, ": Specimen Extract"))


@pytest.mark.parametrize(
    "lines",
    [
        ("ISO/IEC 17025:2017", "Cert. No. TC-99871"),
        ("Certificate No. TC-99871", "ISO/IEC 17025:2017"),
        ("NABL Accredited", "Certificate No.: TC-99871"),
        ("A2LA", "Cert. No. TC-99871"),
        ("NABL Cert. No.: TC-99871",),
    ],
)
def test_the_number_of_the_laboratorys_certificate_comes_behind_the_reports_own(lines: tuple[str, ...]) -> None:
    beside = [(420, 40 + 12 * n, line) for n, line in enumerate(lines)]
    read = read_header(document(page((40, 40, "Specimen Laboratories", 12), *REPORT, *beside))).report_id
    assert read is not None
    assert read.text == "SARL/26/NF/04417"


def test_a_certificates_number_under_who_accredits_is_the_reports_where_no_other_stands() -> None:
    read = read_header(document(page((40, 40, "Specimen Labs", 12), (420, 40, "A2LA accredited"), (420, 52, "Certificate No. SL-26-118"))))
    assert read.report_id is not None
    assert read.report_id.text == "SL-26-118"
