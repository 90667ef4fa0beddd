"""A file that is no certificate is refused with the reason in words."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from registry.errors import NotACertificate
from registry.reading.document import Document
from registry.reading.head.header import read_header
from registry.reading.kind import load_kinds, reason_against, refuse_what_is_no_certificate
from registry.reading.pipeline import read_document
from tests.reading.printed import block, document, page

INVOICE = """
INVOICE
Specimen Testing Laboratories
Invoice Number: 10442
Bill To: Drowsy Otter LLC
Due Date: 04/30/2026
Description Qty Unit Price Amount
Kratom alkaloids by HPLC 2 $120.00 $240.00
Heavy metals by ICP-MS 1 $90.00 $90.00
Subtotal $330.00
Amount Due $330.00
Certificates of analysis are released on payment.
"""
LICENCE = """
STATE OF EXAMPLE DEPARTMENT OF AGRICULTURE
Food Processing License
Drowsy Otter LLC is hereby licensed
License Number: 4411-A
Expiration Date: 12/31/2026
Not transferable. Post in a conspicuous place.
"""
LABEL = """
OTTER CHEW
Supplement Facts
Serving Size: 1 tablet
Servings Per Container 10
Amount Per Serving
Mitragynine 15 mg
Other Ingredients: cellulose
Keep out of reach of children
Suggested use: half a tablet
Lot HG-01
"""
BLOG = """
How to read a kratom certificate of analysis
Posted by Ana on March 3, 2026 - 7 min read - 12 comments
An ISO 17025 lab states LOD and LOQ,
not detected means below the limit of detection.
HPLC is the usual method.
Read more: our FAQ
Subscribe to our newsletter
Privacy policy
Add to cart
"""
ACCREDITATION = """
CERTIFICATE OF ACCREDITATION
Specimen Testing Laboratories has been assessed by a body
and is hereby accredited in accordance with ISO/IEC 17025:2017
Scope of accreditation attached. Valid to: 2027-01-31
This demonstrates technical competence.
"""
SCOPE = """
Scope of Accreditation to ISO/IEC 17025:2017
Specimen Testing Laboratories, valid to: May 31, 2027
Mitragynine HPLC-UV SOP-101
Lead ICP-MS SOP-220
"""
METHODS = """
Specimen Testing Laboratories: methods
Analyte Method LOD LOQ Units
Mitragynine HPLC-UV 0.01 0.03 mg/g
7-Hydroxymitragynine HPLC-UV 0.01 0.03 mg/g
Lead ICP-MS 0.002 0.01 mg/kg
All methods are validated.
"""
PRICES = """
Specimen Testing Laboratories: price list 2026
Test Method Turnaround Price
Mitragynine HPLC 3 days $95.00
Lead ICP-MS 5 days $30.00
Prices exclude sales tax. Rush + 50 %.
"""
CUSTODY = """
Chain of Custody
Client: Drowsy Otter LLC
Sample ID Description Tests requested
OT-1 Red leaf powder Alkaloids, metals
Relinquished by: Received by:
"""
ARTICLE = """
Determination of mitragynine in commercial kratom products by LC-MS/MS
Department of Pharmacy, Example University
Abstract. We report the limit of detection of ten alkaloids. doi:10.0000/example
Keywords: kratom
Mitragynine 12.1 15.4 9.8
References: Author et al.
"""
SPECIFICATION = """
Product Specification
Item code: KLP-1
Mitragynine NLT 1.2 % HPLC
Lead NMT 1.0 ppm ICP-MS
"""
CALIBRATION = """
Calibration Certificate
Analytical balance, serial no 4411
Certificate No: C-22
Date of calibration: 03/03/2026
"""
ORIGIN = """
Phytosanitary Certificate
Certificate No: 881
Name of exporter: Specimen Leaf; consignee: Drowsy Otter LLC
Place of origin: Kalimantan
"""
CERTIFICATE = """
Certificate of Analysis
Specimen Testing Laboratories
Sample ID: ST-1
Batch: HG-01
Analyte LOD LOQ Result
Mitragynine 0.01 0.03 1.2 %
Results relate only to the item tested. All rights reserved.
"""


def printed(lines: str) -> Document:
    return document(page(*block(40, 40, *lines.strip().splitlines())))


def refusal(lines: str, rows: int = 0) -> str | None:
    read = printed(lines)
    return reason_against(read, read_header(read), rows)


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (INVOICE, "an invoice"),
        (LICENCE, "a licence"),
        (LABEL, "a product label"),
        (BLOG, "a page of a web site"),
        (ACCREDITATION, "a laboratory's certificate of accreditation"),
        (SCOPE, "a laboratory's certificate of accreditation"),
        (PRICES, "a list of services or prices"),
        (CUSTODY, "a form or letter that goes with a sample"),
        (ARTICLE, "a scientific article"),
        (SPECIFICATION, "a product's specification"),
        (CALIBRATION, "an instrument's calibration certificate"),
        (ORIGIN, "a certificate of something other than results"),
    ],
)
def test_what_is_something_else_is_called_by_its_name(lines: str, what: str) -> None:
    assert (refusal(lines) or "").startswith(f"The file is {what}: it says “")


def scanned(lines: str) -> bytes:
    """The lines as a grainy scan, a degree askew."""
    image = Image.new("L", (1100, 620), 250)
    draw = ImageDraw.Draw(image)
    for n, line in enumerate(lines.strip().splitlines()):
        draw.text((70, 50 + 36 * n), line, fill=25, font=ImageFont.load_default(24))
    grain = np.random.default_rng(1).normal(0, 5, (620, 1100))
    out = io.BytesIO()
    Image.fromarray(np.clip(np.asarray(image.rotate(1, fillcolor=250)) + grain, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=60)
    return out.getvalue()


@pytest.mark.parametrize(
    ("lines", "reason"), [(INVOICE, "an invoice"), (LABEL, "a product label"), (LICENCE, "a licence"), ("", "The pages are blank")]
)
def test_a_scan_of_something_else_is_called_by_its_name_too(lines: str, reason: str) -> None:
    with pytest.raises(NotACertificate, match=reason):
        read_document(scanned(lines), "scan.jpg")


@pytest.mark.parametrize("lines", [INVOICE, LABEL])
def test_prices_or_amounts_that_look_like_rows_do_not_make_it_a_certificate(lines: str) -> None:
    assert refusal(lines, rows=2) is not None


def test_blank_pages_are_said_to_be_blank() -> None:
    assert refusal("") == "The pages are blank."
    assert refusal("scan 3") == "The pages hold next to no text."


def test_a_letter_that_names_no_sample_and_no_result_is_refused() -> None:
    assert refusal("Dear customer,\nwe are glad to offer you our services in kratom testing,\nyours, the laboratory") is not None


def test_a_specification_with_results_beside_it_is_a_certificate() -> None:
    sheet = SPECIFICATION + "Shelf life: 3 years\nStorage conditions: dry\nAllergens: none\n"
    assert refusal(sheet) is not None
    assert refusal(sheet, rows=14) is None


def test_a_list_of_methods_is_refused_for_naming_analytes_and_no_result() -> None:
    assert refusal(METHODS) == "The file names analytes, but no sample, no date and no result, as a list of methods or services does."
    assert refusal("Sample ID: ST-1\n" + METHODS.strip()) is None


@pytest.mark.parametrize("rows", [0, 1, 20])
def test_a_certificate_passes_whether_or_not_its_rows_were_read(rows: int) -> None:
    assert refusal(CERTIFICATE, rows) is None


def test_the_refusal_is_our_error_with_file_and_next_step() -> None:
    read = printed(INVOICE)
    with pytest.raises(NotACertificate, match=r"certificate\.pdf: The file is an invoice") as error:
        refuse_what_is_no_certificate(read, read_header(read), 0)
    assert error.value.code == "not-a-certificate"
    assert error.value.next_step


def test_no_phrase_stands_for_two_kinds() -> None:
    kinds = load_kinds()
    phrases = [phrase for other in kinds.others for phrase in (*other.telling, *other.phrases)]
    assert sorted(phrases) == sorted(set(phrases))
    assert not set(phrases) & set(kinds.certificate)
