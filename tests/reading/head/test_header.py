"""The head of a certificate, by layout: what stands where, and what it is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.datafiles import words_of
from registry.model.certificate import ReadText
from registry.model.evidence import Stage
from registry.reading.document import Document
from registry.reading.head.fields import entries, label_key
from registry.reading.head.header import HeaderFields, read_header
from tests.reading.printed import Placed, block, document, page, words_at

LETTERHEAD = block(40, 40, "Specimen Testing Laboratories", "12 Example Road", "Ashlow, OH 43999", size=11, pitch=14)


def head(*placed: Placed, letterhead: bool = True) -> HeaderFields:
    return read_header(document(page(*(LETTERHEAD if letterhead else []), *placed)))


def text(field: ReadText | None) -> str | None:
    return field.text if field else None


def test_a_label_and_its_value_on_one_line() -> None:
    read = head(*block(40, 120, "Sample ID: ST-0417", "Batch: HG-2601", "Matrix: Leaf Powder", "Client: Specimen Botanicals"))
    assert (text(read.sample_id), text(read.lot), text(read.matrix), text(read.client)) == (
        "ST-0417",
        "HG-2601",
        "Leaf Powder",
        "Specimen Botanicals",
    )


def test_values_in_a_column_of_their_own() -> None:
    labels = block(40, 120, "Sample Name:", "Lot Number:", "Report No.:")
    values = block(160, 121, "Green Vein Powder", "HG-2601", "R-26-001")
    read = head(*labels, *values)
    assert (text(read.product_name), text(read.lot), text(read.report_id)) == ("Green Vein Powder", "HG-2601", "R-26-001")


def test_a_grid_of_labels_over_values() -> None:
    labels = [(40, 120, "Sample ID"), (160, 120, "Batch Number"), (300, 120, "Date Received"), (420, 120, "Date Reported")]
    values = [(40, 134, "ST-0417"), (160, 134, "HG-2601"), (300, 134, "04/14/2026"), (420, 134, "04/22/2026")]
    read = head(*labels, *values)
    assert (text(read.sample_id), text(read.lot)) == ("ST-0417", "HG-2601")
    assert read.dates.received is not None
    assert read.dates.received.value == date(2026, 4, 14)
    assert read.dates.reported is not None
    assert read.dates.reported.value == date(2026, 4, 22)


def test_a_grid_whose_labels_run_together_is_cut_at_each_label() -> None:
    read = head((40, 120, "Date Received Date Reported"), (40, 134, "04/14/2026"), (98, 134, "04/22/2026"))
    assert read.dates.received is not None
    assert read.dates.reported is not None
    assert (read.dates.received.text, read.dates.reported.text) == ("04/14/2026", "04/22/2026")


def test_two_fields_on_a_line_end_at_each_others_label() -> None:
    read = head((40, 120, "Batch#: 214500; Batch Size: 6 g; Sample ID: ST-1"))
    assert (text(read.lot), text(read.sample_id)) == ("214500", "ST-1")


@pytest.mark.parametrize(
    "lines",
    [
        block(40, 120, "Sample ID: ST-1", "Batch:", "Matrix: Powder"),
        block(40, 120, "Sample ID: ST-1", "Lot Number: N/A", "Matrix: Powder"),
        [*block(40, 120, "Sample ID: ST-1", "Batch:", "Matrix: Powder"), (244, 132, "Received: 05/31/2026")],
        [*block(40, 120, "Sample ID: ST-1", "Batch:", "Matrix: Powder"), (434, 132, "330 Wall Street 1")],
    ],
)
def test_a_blank_lot_stays_none(lines: list[Placed]) -> None:
    assert head(*lines).lot is None


def test_a_batch_size_is_no_lot() -> None:
    assert (
        head((40, 120, "Sample Size: 12 g; Batch: 2,176 g"), (40, 132, "Batch#: G1119-7F")).lot == head((40, 132, "Batch#: G1119-7F")).lot
    )


def test_a_wrapped_value_is_joined() -> None:
    read = head((40, 120, "Product:"), (120, 120, "Extract of kratom, green"), (120, 129, "vein, 60 mL"), (40, 145, "Lote: KS-07"))
    assert text(read.product_name) == "Extract of kratom, green vein, 60 mL"


def test_the_product_is_the_title_where_no_label_names_it() -> None:
    read = head((420, 40, "Certificate of Analysis", 12), (40, 100, "Heron Green Vein", 14), *block(40, 115, "Sample ID: ST-1", "Batch: 7"))
    assert text(read.product_name) == "Heron Green Vein"


def test_the_product_is_in_large_print_before_its_number() -> None:
    small = block(40, 125, "Batch: HG-2601", "Date Received: 04/07/2026", "Client: Specimen Botanicals")
    read = head((40, 100, "Heron Green 250 g (Leaf, Dried) // Sample ID: ST-0417", 14), *small)
    assert (text(read.product_name), text(read.sample_id)) == ("Heron Green 250 g", "ST-0417")


def test_the_state_of_a_test_is_no_product() -> None:
    read = head(*block(40, 115, "Sample ID: ST-1", "Batch: 7"), (40, 180, "COMPLETE", 14))
    assert read.product_name is None


def test_a_number_under_a_title_broken_over_two_lines_is_the_reports() -> None:
    read = head((420, 40, "Certificate of", 12), (440, 55, "Analysis", 12), (430, 68, "ST-COA-0058812"), *block(40, 115, "Sample ID: ST-1"))
    assert text(read.report_id) == "ST-COA-0058812"


def test_the_overall_verdict_stands_beside_those_of_the_panels() -> None:
    tiles = [
        (40, 200, "Alkaloids"),
        (140, 200, "Metals"),
        (240, 200, "Overall"),
        (40, 212, "TESTED"),
        (140, 212, "FAIL"),
        (240, 212, "FAIL"),
    ]
    assert head(*block(40, 115, "Sample ID: ST-1", "Batch: 7"), *tiles).overall_status == "fail"


def test_a_lot_inside_a_free_text_sample_name_is_taken_out_of_it() -> None:
    read = head((40, 120, "Označení vzorků zákazníkem: Kratom prášek, zelený, L08202504"))
    assert (text(read.product_name), text(read.lot)) == ("Kratom prášek, zelený", "L08202504")


def test_the_client_is_the_distributor_where_nobody_is_called_client() -> None:
    columns = [(40, 120, "MANUFACTURER"), (300, 120, "DISTRIBUTOR")]
    names = [(40, 133, "Business Name: Down Farms LLC"), (300, 133, "Business Name: Up Distribution, LLC")]
    assert text(head(*columns, *names).client) == "Up Distribution, LLC"


def test_an_address_block_that_is_not_the_laboratorys_names_the_client() -> None:
    read = head(*block(330, 120, "Drowsy Otter LLC", "6749 Ben Road", "Quincy, FL 32351"))
    assert (text(read.client), text(read.lab)) == ("Drowsy Otter LLC", "Specimen Testing Laboratories")


def test_the_laboratory_is_known_by_its_domain_and_its_footer() -> None:
    footer = (40, 770, "Quill Hill Ohio LLC | 100 Pioneer Street, Ashlow, OH 43999 | quillhill.com")
    assert text(head((40, 120, "Sample ID: 1-23"), footer, letterhead=False).lab) == "Quill Hill Ohio LLC"


def test_the_laboratory_is_known_by_the_sentence_that_says_who_tested() -> None:
    sentence = (40, 700, "This product has been tested by Quill Hill Labs using valid methods.")
    again = (40, 709, "Not to be reproduced without the written approval of Quill Hill Labs.")
    assert text(head((40, 120, "Sample ID: 1-23"), sentence, again, letterhead=False).lab) == "Quill Hill Labs"


def test_completed_is_the_end_of_a_range() -> None:
    read = head((40, 120, "Datum provedení zkoušek: 16.1.2026 - 22.1.2026"))
    assert read.dates.completed is not None
    assert read.dates.completed.value == date(2026, 1, 22)


def test_completed_is_the_latest_analysis_date_where_no_completion_is_printed() -> None:
    table = [
        (40, 200, "Test"),
        (200, 200, "Date Tested"),
        (40, 212, "Alkaloids"),
        (200, 212, "06/27/2026"),
        (40, 224, "Metals"),
        (200, 224, "06/22/2026"),
    ]
    read = head(*table)
    assert read.dates.completed is not None
    assert read.dates.completed.value == date(2026, 6, 27)


@pytest.mark.parametrize(
    ("line", "day"), [("qPCR, 06/29/2026", 29), ("MB-07, qPCR, 06/29/2026", 29), ("GC-FID | 06/29/2026", 29), ("Zorp, 06/29/2026", 27)]
)
def test_a_technique_before_a_day_dates_the_analysis(line: str, day: int) -> None:
    read = head((40, 200, "Alkaloids"), (200, 200, "HPLC-UV, analyzed 06/27/2026"), (40, 300, "Microbials"), (200, 300, line))
    assert read.dates.completed is not None
    assert read.dates.completed.value == date(2026, 6, day)


@pytest.mark.parametrize("heading", ["Analyzed", "Anal."])
def test_the_days_of_analyses_are_found_beside_a_column_that_stands_close(heading: str) -> None:
    table = [(40, 200, "Analyte"), (200, 200, "Result"), (250, 200, "DF"), (266, 200, heading)]
    days = ("04/17/2026 JH", "04/22/2026 MO", "04/20/2026 JH")
    for n, (name, day) in enumerate(zip(("Mitragynine", "Yeasts", "Lead"), days, strict=True)):
        y = 212 + 12 * n
        table += [(40, y, name), (200, y, "4.96"), (250, y, "10"), (266, y, day)]
    read = head(*table)
    assert read.dates.completed is not None
    assert read.dates.completed.value == date(2026, 4, 22)


def test_words_in_place_of_a_day_go_on_with_no_day_of_the_next_label() -> None:
    labels = block(40, 120, "Received:", "Sampled:", "Reported:", pitch=10)
    values = block(120, 120, "04/14/2026", "not provided", "04/23/2026", pitch=10)
    read = head(*labels, *values)
    assert read.dates.collected is None
    assert (read.dates.received and read.dates.received.value, read.dates.reported and read.dates.reported.value) == (
        date(2026, 4, 14),
        date(2026, 4, 23),
    )


def test_a_day_over_its_caption_on_a_later_page_is_the_day_of_issue() -> None:
    caption: list[Placed] = [(306, 218, "September 3, 2026", 10), (306, 234, "Date of Issue", 9)]
    sentence = (306, 252, "The results relate only to the sample submitted.", 8)
    read = read_header(document(page(*LETTERHEAD, (40, 120, "Received: August 19, 2026")), page(*caption, sentence, number=2)))
    assert read.dates.reported is not None
    assert read.dates.reported.value == date(2026, 9, 3)


def test_a_signature_date_counts_as_reported_only_without_a_date_of_issue() -> None:
    signed = (40, 700, "Date: 06/28/2026")
    issued = (40, 120, "Date Issued: 06/30/2026")
    first, second = head(signed).dates.reported, head(signed, issued).dates.reported
    assert first is not None
    assert second is not None
    assert (first.value, second.value) == (date(2026, 6, 28), date(2026, 6, 30))


def test_an_order_of_day_and_month_that_nothing_settles_is_a_finding_and_no_day() -> None:
    read = head((40, 120, "Date Received: 03/02/2026"), letterhead=False)
    assert read.dates.received is not None
    assert read.dates.received.value is None
    assert [finding.code for finding in read.findings] == ["date-ambiguous"]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("Overall Batch Result: PASS", "pass"),
        ("Disposition: FAIL", "fail"),
        ("Gesamtbeurteilung: entspricht nicht", "fail"),
        ("BATCH: PASS", "pass"),
        ("Batch: BP-26", None),
        (
            (
                "Conclusion: The sample does not comply with the specification supplied by the customer for Bacillus cereus and for yeasts."
                " All other parameters tested comply."
            ),
            "fail",
        ),
        ("Conclusion : au vu des essais, l'échantillon n'est pas conforme à la spécification du client", "fail"),
        ("CONCEPTO: La muestra analizada NO CUMPLE con la especificación para mohos.", "fail"),
        ("Declaração de conformidade: para os parâmetros ensaiados, a amostra ATENDE aos valores. Regra de decisão: não declarada", "pass"),
        ("Dichiarazione di conformità: il campione risulta CONFORME ai limiti riportati", "pass"),
        ("Insofar as the requested parameters are concerned, the sample meets the specification given by the customer.", "pass"),
        ("Where the requested parameters are concerned, it is asked whether the sample meets the specification.", None),
        ("Overall: Tested", None),
        ("Pesticides: PASS", None),
        ("Decision rule: pass means within limits", None),
    ],
)
def test_the_overall_verdict_is_only_what_is_printed_for_the_whole(line: str, status: str | None) -> None:
    assert head((40, 120, line)).overall_status == status


def test_masses_and_density_come_with_their_units() -> None:
    read = head(*block(40, 120, "Unit Mass (g): 4.0", "Serving Size: 2.5 g", "Density: 1,017 g/mL"))
    assert read.unit_mass is not None
    assert read.serving_mass is not None
    assert read.density is not None
    assert [(q.value, q.unit) for q in (read.unit_mass, read.serving_mass, read.density)] == [
        (Decimal("4.0"), "g"),
        (Decimal("2.5"), "g"),
        (Decimal("1.017"), "g/mL"),
    ]


@pytest.mark.parametrize(
    ("printed", "grams"),
    [("0,250 g", "0.250"), ("0.250 g", "0.250"), ("12,5 g", "12.5"), ("1,250 g", "1250"), ("1,250.5 g", "1250.5"), ("2.125 g", "2.125")],
)
def test_a_mass_is_read_as_all_numbers_are(printed: str, grams: str) -> None:
    mass = head((40, 120, f"Unit Mass: {printed}")).unit_mass
    assert mass is not None
    assert mass.value == Decimal(grams)


def test_the_amount_of_an_analyte_in_a_serving_is_no_serving_mass() -> None:
    assert head((40, 120, "Serving Size: 1/2 Tablet (7.5 mg 7-OH)")).serving_mass is None


def test_every_field_says_where_it_stands() -> None:
    read = head((40, 120, "Sample ID: ST-0417"))
    assert read.sample_id is not None
    assert read.sample_id.evidence is not None
    box = read.sample_id.evidence.box
    assert box is not None
    # "Sample ID: " is 9 characters of 4 points and two spaces of 2; the code has 7 characters
    assert (box.x0 * 612, box.x1 * 612) == pytest.approx((40 + 36 + 4 + 0, 40 + 36 + 4 + 28), abs=5)
    assert read.sample_id.confidence is not None
    assert read.sample_id.confidence >= 0.95


def test_an_empty_document_has_an_empty_head() -> None:
    assert read_header(Document("a.pdf", "application/pdf", ())) == HeaderFields()


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 790), st.text(min_size=1, max_size=40)), max_size=12))
def test_any_page_gives_a_head(placed: list[tuple[float, float, str]]) -> None:
    assert isinstance(read_header(document(page(*placed))), HeaderFields)


def test_a_label_stands_in_one_field_and_rank_only() -> None:
    seen: dict[str, tuple[str, float]] = {}
    for printed, label in entries(words_of("fields")):
        key = label_key(printed)
        assert key, printed
        assert seen.setdefault(key, (label.field, label.rank)) == (label.field, label.rank), printed


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("Sample Name / Strain: Green Vein", "product_name", "Green Vein"),
        ("Batch # (if any): HG-2601", "lot", "HG-2601"),
        ("Client Name Drowsy Otter LLC", "client", "Drowsy Otter LLC"),
        ("Client: Drowsy Otter S.r.l. – Via Prova 4, 43999 Ashlow", "client", "Drowsy Otter S.r.l."),
        ("Client: Drowsy Otter - Wellness", "client", "Drowsy Otter - Wellness"),
        ("Lot HG-2601", "lot", "HG-2601"),
        ("ABCD ID: 128640", "sample_id", "128640"),
        ("STL Report ID: R-7", "report_id", "R-7"),
        ("Sample:ST-0417", "sample_id", "ST-0417"),
        ("Client Address: 12 Wren Row", "client", None),
        ("METRC ID: 1A4060300003BC9", "lot", None),
        ("Sample Size: 25 g", "sample_id", None),
        ("Sample: Green Vein Powder", "product_name", "Green Vein Powder"),
        ("Sample: Green Vein Powder", "sample_id", None),
    ],
)
def test_labels_in_the_shapes_they_are_printed(line: str, field: str, value: str | None) -> None:
    assert text(getattr(head((40, 120, line), (40, 400, "Mitragynine 1.2 %")), field)) == value


def test_a_label_that_recognition_misread_is_known_on_a_picture_only() -> None:
    misread = page((40, 140, "Sarnple Name: Green Vein"), (40, 400, "Mitragynine 1.2"))
    recognised = replace(misread, stage=Stage.OCR)
    assert text(read_header(document(misread)).product_name) is None
    assert text(read_header(document(recognised)).product_name) == "Green Vein"


@pytest.mark.parametrize("stage", [Stage.TEXT_LAYER, Stage.OCR])
def test_a_label_inside_a_sentence_needs_its_colon_on_a_picture_too(stage: Stage) -> None:
    told = "Revision 1: corrects the product name; replaces report QH-26-104 of 14-Apr-2026."
    lines = [(40, 120, "Product:"), (110, 120, "Red Kali Tablets, Mango"), (40, 132, "Lot:"), (110, 132, "RK-7"), (40, 150, told)]
    sheet = page(*lines, (40, 400, "Mitragynine 1.2"))
    assert text(read_header(document(replace(sheet, stage=stage))).product_name) == "Red Kali Tablets, Mango"


@pytest.mark.parametrize("methods", ["Methods", "Method", "Test Methods", "Métodos", "Methoden"])
def test_a_batch_on_a_line_of_methods_is_that_of_the_analysis(methods: str) -> None:
    line = f"{methods}: AOAC 990.12, AOAC 991.14 Batch: 2604141 Analvzed: 05/11/26 09:40:00"
    read = head((40, 120, "Batch:"), (110, 120, "RK-1500-0426"), (40, 200, line))
    assert text(read.lot) == "RK-1500-0426"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("This report supersedes report SAW26-00810. The density was entered twice.", "SAW26-00810"),
        ("Tento protokol nahrazuje protokol č. 63/26.", "63/26"),
        ("Dieser Prüfbericht ersetzt den Prüfbericht Nr. PS-26-01177.", "PS-26-01177"),
        ("This method supersedes all earlier ones.", None),
    ],
)
def test_the_report_that_is_replaced_is_named_in_a_sentence(line: str, number: str | None) -> None:
    assert text(head((40, 300, line)).supersedes) == number


def test_a_laboratory_whose_name_is_a_drawing_is_known_by_its_web_address() -> None:
    read = head((40, 120, "Sample ID: 1-23"), (40, 770, "www.quillhilllabs.com"), (40, 600, "Residual Solvent Testing"), letterhead=False)
    assert read.lab is not None
    assert (read.lab.text, read.lab.confidence) == ("quillhilllabs", 0.55)


def test_single_words_are_labels_where_their_values_stand_in_a_column() -> None:
    lines = (("Client", "Drowsy Otter LLC"), ("Product", "Green Vein"), ("Matrix", "Leaf Powder"), ("Lot", "HG-2601"))
    placed = [(40 + (40 - 4 * len(label)), 120 + 12 * n, f"{label} {value}") for n, (label, value) in enumerate(lines)]
    read = head(*placed)
    assert (text(read.client), text(read.product_name), text(read.matrix), text(read.lot)) == (
        "Drowsy Otter LLC",
        "Green Vein",
        "Leaf Powder",
        "HG-2601",
    )


def test_the_number_of_an_accreditation_is_no_report() -> None:
    assert head((40, 120, "ISO/IEC 17025 accredited, cert. no. SPEC-3391")).report_id is None


@pytest.mark.parametrize("below", ["NMT 0.10", "max. 5", "≤ 3", "3.0", "<0.05"])
def test_what_stands_under_report_in_a_column_of_limits_numbers_no_report(below: str) -> None:
    title = [*block(300, 40, "Certificate of Analysis", size=14), (300, 58, "STL-26117")]
    assert text(head(*title, (160, 300, "Report"), (160, 312, below)).report_id) == "STL-26117"


@pytest.mark.parametrize("mark", ["· 1/2", "| 1 / 2", "p. 1 / 2", "– 1 of 2"])
def test_a_pages_number_behind_the_reports_is_none_of_it(mark: str) -> None:
    title = [*block(300, 40, "Certificate of Analysis", size=14), (300, 58, f"STL-0613-2291 {mark}")]
    assert text(head(*title).report_id) == "STL-0613-2291"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("C of A STL-HMP-11842", "STL-HMP-11842"),
        ("ANAB ISO/IEC 17025 (Certificate AT-9930) — Certificate of Analysis No. STL-2026-1187", "STL-2026-1187"),
        ("Botanical testing – Report No. STL-2026-1187", "STL-2026-1187"),
        ("Accredited to ISO/IEC 17025 – Certificate No. AT-9930", None),
        ("ISO/IEC 17025 | Certificate No. AT-9930", None),
    ],
)
def test_the_number_in_the_head_of_a_page_may_stand_behind_a_dash(line: str, number: str | None) -> None:
    assert text(head((60, 60, line), (40, 200, "Lead 0.1 mg/kg")).report_id) == number


def test_what_the_label_says_is_no_second_line_of_the_material_over_it() -> None:
    labels = block(40, 120, "Product", "Matrix", "Label", "Density")
    values = block(160, 120, "Green Vein Oil", "Tincture (oil)", "1500 mg / bottle", "0.95 g/mL")
    assert text(head(*labels, *values).matrix) == "Tincture (oil)"


@pytest.mark.parametrize(
    ("y", "second", "number"),
    [
        (52, "STL-H-2609-06 p. 2 / 2", "STL-H-2609-06"),
        (52, "STL-H-2609-07 p. 2 / 2", None),  # not the same on every page
        (52, "STL-H-2609-06", None),  # numbers no page
        (770, "STL-H-2609-06 p. 2 / 2", None),  # a form's, maybe
    ],
)
def test_the_number_at_the_head_of_every_page_with_the_pages_own_is_the_reports(y: float, second: str, number: str | None) -> None:
    pages = [page((400, y, "STL-H-2609-06 p. 1 / 2"), (40, 200, "Lead")), page((400, y, second), (40, 200, "Tin"), number=2)]
    assert text(read_header(document(*pages)).report_id) == number


@pytest.mark.parametrize(
    ("marks", "number"),
    [(("1 / 2", "2 / 2"), "STL-26-07718.1"), (("Page 1 of 2", "Page 2 of 2"), "STL-26-07718.1"), (("Vol. 1", "Vol. 2"), None)],
)
def test_the_number_over_the_pages_own_at_the_head_of_every_page_is_the_reports(marks: tuple[str, str], number: str | None) -> None:
    pages = [page((400, 40, "STL-26-07718.1"), (420, 50, mark), (40, 200, "Lead"), number=n) for n, mark in enumerate(marks, start=1)]
    assert text(read_header(document(*pages)).report_id) == number


def test_a_sample_over_its_name_in_the_column_of_the_client_over_theirs_is_the_product() -> None:
    left = block(
        40, 120, "Submitted by", "Drowsy Otter Beverage Co.", "12 Example Road, Ashlow, OH 43999", "", "Sample", "Gold Kratom Shot 60 mL"
    )
    right = [
        (x, y, cell)
        for y, row in ((120, ("Sample No.", "44021-B")), (132, ("Lot", "TG-0318")))
        for x, cell in zip((300, 380), row, strict=True)
    ]
    read = head(*left, *right)
    assert (text(read.product_name), text(read.client), text(read.sample_id)) == (
        "Gold Kratom Shot 60 mL",
        "Drowsy Otter Beverage Co.",
        "44021-B",
    )


def test_a_sample_that_heads_a_column_of_names_far_under_the_client_is_no_product() -> None:
    table = block(40, 400, "Sample", "Paynantheine hydrochloride", "Mitragynine base")
    assert head(*block(40, 120, "Submitted by", "Drowsy Otter Beverage Co."), *table).product_name is None


def test_a_change_of_weight_parts_a_label_from_its_value_as_a_colon_does() -> None:
    words = [*words_at(40, 60, "Sample Green Vein Powder"), *words_at(240, 60, "Matrix Powder"), *words_at(400, 60, "Green Sample Vein")]
    numbered = [replace(word, index=n) for n, word in enumerate(words)]
    plain = replace(page(), words=tuple(numbered))
    heavy = frozenset(word.index for word in numbered if word.text not in ("Sample", "Matrix"))
    read = read_header(document(replace(plain, bold=heavy)))
    assert (text(read.product_name), text(read.matrix)) == ("Green Vein Powder", "Powder")
    assert read_header(document(plain)).product_name is None


def test_of_reports_a_test_a_page_the_last_one_dates_the_whole() -> None:
    pages = [
        page((40, 40, "Fourteener Specimen Labs"), (40, 60, "Batch: HT-0326"), (40, 80, f"Reported: {day}"), number=number)
        for number, day in ((1, "2026-03-13"), (2, "2026-03-18"), (3, "2026-03-16"))
    ]
    reported = read_header(document(*pages)).dates.reported
    assert reported is not None
    assert str(reported.value) == "2026-03-18"


@pytest.mark.parametrize(("label", "below"), [("Sampled by", "Condition on arrival"), ("Monstername door", "Temperatuur bij ontvangst")])
def test_a_word_that_labels_a_field_elsewhere_is_a_value_in_a_column_of_values(label: str, below: str) -> None:
    pairs = (("Batch", "SP-0326-A"), (label, "Client"), (below, "ambient, intact"), ("Matrix", "Algae, dried"))
    read = head(*(entry for n, (left, right) in enumerate(pairs) for entry in ((40, 130 + 10 * n, left), (150, 130 + 10 * n, right))))
    assert (text(read.client), text(read.lot)) == (None, "SP-0326-A")


@pytest.mark.parametrize("department", ["Qualitätssicherung", "Quality Control", "Ufficio qualità", "Dział jakości"])
def test_the_client_of_an_address_is_the_company_and_no_department_of_it(department: str) -> None:
    read = head(*block(40, 130, "Nordwind Kräuter GmbH", department, "Frau Ina Lehr", "Speicherweg 8", "24937 Flensburg", pitch=10))
    assert text(read.client) == "Nordwind Kräuter GmbH"


def test_a_company_over_the_person_a_report_goes_to_is_the_client_though_no_postal_code_ends_the_address() -> None:
    read = head(*block(40, 130, "Tarn Wellness Ltd.", "Attn. Mr Fergus Dun", "Block C, Airfield Road", "Dublin 24", pitch=10))
    assert text(read.client) == "Tarn Wellness Ltd."


@pytest.mark.parametrize(
    ("over", "under"), [("Night Heron Extract –", "Blackberry"), ("Green Malay, Red Bali &", "White Thai"), ("Tea -", "Mint")]
)
def test_a_title_whose_first_line_asks_for_more_is_the_product_with_both(over: str, under: str) -> None:
    fields = block(300, 128, "Batch #: NP-0326", "Sample ID: H26-5519", pitch=9)
    read = head(*block(40, 130, over, under, size=13, pitch=15), *fields, *block(40, 160, "Matrix: Leaf", "Client: Two Otters LLC"))
    assert text(read.product_name) == f"{over} {under}"


@pytest.mark.parametrize("beside", ["PASS", "Passed", "FAIL", "✔ PASS"])
@pytest.mark.parametrize(
    "labels", [("Client", "Lot", "Report No."), ("Matrix", "Client", "Received"), ("Lot / Batch", "Sample ID", "Matrix")]
)
def test_a_verdict_beside_a_title_over_the_samples_labels_leaves_it_the_product(beside: str, labels: tuple[str, str, str]) -> None:
    grid = [(x, 116.0, label) for x, label in zip((40, 190, 340), labels, strict=True)]
    under = [(x, 126.0, value) for x, value in zip((40, 190, 340), ("Alder", "KS-07", "ST-12"), strict=True)]
    read = head((40, 100, "Heron Green Vein Capsules", 9), (530, 100, beside), *grid, *under)
    assert text(read.product_name) == "Heron Green Vein Capsules"


def test_another_title_on_its_line_keeps_a_title_over_the_samples_labels_from_being_the_product() -> None:
    titles = (40, 100, "Sender of goods", 9), (300, 100, "Passage details", 9)
    read = head(*titles, *block(40, 116, "Client: Alder"), *block(300, 116, "Received: 06/07/2026"), *block(450, 116, "Lot: KS-07"))
    assert read.product_name is None
