"""Sheets of brands and letters of universities: the laboratory in a sentence, the brand over its address, the number in a title."""

from __future__ import annotations

from datetime import date

import pytest

from registry.model.certificate import ReadText
from registry.reading.head.header import HeaderFields, read_header
from registry.reading.head.said import names_said
from tests.reading.printed import Placed, document, page


def head(*placed: Placed) -> HeaderFields:
    return read_header(document(page(*placed, (40, 400, "Mitragynine 1.2 %"))))


def text(field: ReadText | None) -> str | None:
    return field.text if field else None


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("laboratory: Quill Hill Laboratories, Inc., report QH-2605 dated May 22, 2026. The results of", "Quill Hill Laboratories, Inc."),
        ("This lot was tested at Quill Hill Labs using validated methods.", "Quill Hill Labs"),
        ("Results come from the independent laboratory Quill Hill Analytical (report 26-118).", "Quill Hill Analytical"),
        ("Testing was carried out by Quill Hill Testing Laboratories in Ashlow.", "Quill Hill Testing Laboratories"),
    ],
)
def test_a_sentence_says_outright_who_tested(sentence: str, name: str) -> None:
    assert (name, True) in list(names_said(sentence))


@pytest.mark.parametrize("sentence", ["an independent laboratory accredited to ISO/IEC 17025", "All laboratories are audited yearly"])
def test_a_sentence_about_laboratories_names_none(sentence: str) -> None:
    assert [name for name, _ in names_said(sentence)] == []


@pytest.mark.parametrize(
    ("line", "brand"),
    [
        ("Drowsy Otter Wellness LLC · 508 Foxglove Court, Unit B, Asheton, NC 28999", "Drowsy Otter Wellness LLC"),
        ("Drowsy Otter Kratom Co., 300 Breakwater Row, Suite 9, Ashlow, OR 97999", "Drowsy Otter Kratom Co."),
        ("Drowsy Otter, Inc. 12 Example Road, Ashlow, OH 43999", "Drowsy Otter, Inc."),
    ],
)
@pytest.mark.parametrize("y", [60, 760], ids=["head", "foot"])
def test_the_business_before_its_address_is_the_client_where_the_laboratory_is_another(line: str, brand: str, y: float) -> None:
    read = head(
        (40, y, line),
        (40, 160, "We certify that this lot was tested by an independent"),
        (40, 171, "laboratory: Quill Hill Laboratories, Inc., report QH-2605."),
    )
    assert (text(read.client), text(read.lab)) == (brand, "Quill Hill Laboratories, Inc.")


def test_a_business_before_its_address_is_the_laboratory_where_it_is_the_only_one() -> None:
    read = head((40, 60, "Quill Hill Laboratories, Inc. 12 Example Road, Ashlow, OH 43999"), (40, 160, "Sample ID: 1-23"))
    assert text(read.client) is None


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Report MPCC-2026-058: Quantitation of Mitragyna speciosa alkaloids", "MPCC-2026-058"),
        ("Certificate QH-26-0441: Kratom powder", "QH-26-0441"),
        ("Report on six samples: methods and results", None),
    ],
)
def test_the_number_before_the_colon_of_a_letters_title_is_the_reports(title: str, number: str | None) -> None:
    assert text(head((40, 60, "Quill Hill Laboratories", 12), (40, 160, title, 10)).report_id) == number


def test_an_institution_is_named_once_where_the_line_under_it_names_it_too() -> None:
    read = head(
        (200, 50, "EASTMARCH STATE UNIVERSITY", 14),
        (160, 66, "Medicinal Plant Chemistry Core, Eastmarch State University"),
        (160, 78, "1345 Center Drive, Eastmarch, FL 32999"),
    )
    assert text(read.lab) == "Medicinal Plant Chemistry Core, Eastmarch State University"


@pytest.mark.parametrize("days", ["April 6 - 8, 2026", "April 6–8, 2026", "April 6 to 8, 2026", "6 - 8 April 2026"])
def test_days_inside_one_month_end_on_the_last(days: str) -> None:
    read = head((40, 160, f"Analyzed: {days}"))
    assert read.dates.completed is not None
    assert read.dates.completed.value == date(2026, 4, 8)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("RAPPORTO DI PROVA n. 26/01234 del 28/05/2026", "26/01234"),
        ("Prüfbericht Nr. 26-1180 vom 28.05.2026", "26-1180"),
        ("Report No.: QH-26-1180 dated May 28, 2026", "QH-26-1180"),
        ("Protokol o zkoušce č. 1180/2026 ze dne 28. 5. 2026", "1180/2026"),
    ],
)
def test_the_day_behind_a_reports_number_is_no_part_of_it(line: str, number: str) -> None:
    assert text(head((40, 60, line)).report_id) == number


@pytest.mark.parametrize("heading", ["Verdict", "Conclusion", "Oordeel", "Dictamen", "Giudizio", "Parecer", "Beurteilung", "Závěr"])
def test_the_verdict_of_a_tables_first_row_is_none_on_the_whole(heading: str) -> None:
    columns = (40, 200, 300, 400)
    table = [("Analyte", "Result", "Limit", heading), ("Lead", "0.1 ppm", "1.0", "Pass"), ("Cadmium", "2 ppm", "0.5", "Fail")]
    read = head(*((x, 120 + 12 * n, cell) for n, line in enumerate(table) for x, cell in zip(columns, line, strict=True)))
    assert read.overall_status is None


@pytest.mark.parametrize("label", ["Verdict", "Conclusion", "Oordeel", "Conclusie", "Giudizio", "Parecer"])
def test_a_label_with_its_verdict_beside_or_below_speaks_for_the_whole(label: str) -> None:
    assert head((40, 120, f"{label}: Pass")).overall_status == "pass"
    assert head((40, 120, "Sample ID"), (200, 120, label), (40, 132, "1-23"), (200, 132, "Fail")).overall_status == "fail"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Laboratorium Zilte B.V. Proefweg 118, 4399 AB Kapelle T 0113 555 014", "Laboratorium Zilte B.V."),
        ("Prüflabor Eichenhain GmbH Am Markt 4, 20999 Musterstadt", "Prüflabor Eichenhain GmbH"),
        ("Laboratorium Dębowa Sp. z o.o. ul. Lipowa 5, 60-123 Poznań", "Laboratorium Dębowa Sp. z o.o."),
    ],
)
def test_a_street_behind_the_form_of_a_laboratorys_name_is_no_part_of_it(line: str, name: str) -> None:
    assert text(head((40, 60, line), (40, 160, "Sample ID: 1-23")).lab) == name
