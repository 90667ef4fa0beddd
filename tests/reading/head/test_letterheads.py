"""Letterheads: the laboratory's name among what it says of itself, its trade and its address."""

from __future__ import annotations

from dataclasses import replace

import pytest

from registry.model.certificate import Dates
from registry.reading.document import Page, Word
from registry.reading.head.businesses import like_a_name
from registry.reading.head.fields import load_fields
from registry.reading.head.header import read_header
from tests.reading.pages import document_of, grid, page_of, words_at

LEFT = (("Report No.:", "QA-26-118"), ("Product:", "Green Vein Powder"), ("Lot:", "GV-7"))
ADDRESS = "14 Placeholder Street, Ashlow, OH 43999"


def sheet(*letterhead: tuple[float, float, str, float]) -> Page:
    words = [word for x, y, text, size in letterhead for word in words_at(x, y, text, size=size)]
    for n, (label, value) in enumerate(LEFT):
        words += words_at(40, 150 + 14 * n, label, size=10) + words_at(200, 150 + 14 * n, value, size=10)
    for y, cells in grid(240, (40, 300), ("Analyte", "Result (mg/g)"), ("Mitragynine", "12.1"), ("Paynantheine", "1.3")):
        words += [word for x, text in cells.items() for word in words_at(x, y, text, size=9)]
    return Page(1, 612.0, 792.0, tuple(words))


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (
            (("QUILL HILL LABORATORY, INC.", 14), ("Consulting and Analytical Chemists since 1961", 9), (ADDRESS, 9)),
            "QUILL HILL LABORATORY, INC.",
        ),
        (
            (("Quill Hill Labs", 16), ("Testing you can trust", 8), ("Independent testing of botanicals", 8), (ADDRESS, 8)),
            "Quill Hill Labs",
        ),
        ((("Quill Hill Analytics", 13), ("Food and plant laboratory", 9), (ADDRESS, 9)), "Quill Hill Analytics"),
        (
            (("Specimenské skúšobné laboratórium, a. s.", 12), ("Skúšobňa potravín", 8), ("Pokusná 14, 929 01 Nová Lúka", 8)),
            "Specimenské skúšobné laboratórium, a. s.",
        ),
        (
            (("Laboratorio de Ensayos Aldeanueva S.A.", 14), ("Análisis de alimentos y plantas", 9), ("Calle Falsa 12, 28013 Madrid", 9)),
            "Laboratorio de Ensayos Aldeanueva S.A.",
        ),
        ((("Quill Hill Laboratories", 12), (ADDRESS, 9)), "Quill Hill Laboratories"),
        ((("Quill & Hill Chemists, Inc.", 14), ("Analytical and Consulting Chemists", 9), (ADDRESS, 9)), "Quill & Hill Chemists, Inc."),
        (
            (
                ("Centro Ricerche Vallechiara S.r.l.", 13),
                ("Laboratorio di analisi chimiche", 8),
                ("Via Finta 4, 40069 Vallechiara", 8),
            ),
            "Centro Ricerche Vallechiara S.r.l.",
        ),
    ],
)
@pytest.mark.parametrize("x", [40.0, 160.0])
def test_a_line_on_the_trade_between_name_and_address_is_not_the_name(lines: tuple[tuple[str, float], ...], name: str, x: float) -> None:
    placed = [(x, 46 + 12.0 * n, text, size) for n, (text, size) in enumerate(lines)]
    lab = read_header(document_of(sheet(*placed))).lab
    assert (lab.text if lab else None) == name


@pytest.mark.parametrize("rest", ["für Pflanzenanalytik GmbH", "of Plant Analysis, LLC"])
@pytest.mark.parametrize("behind", [" · Am Teich 9 · 37999 Neudorf", " | 37999 Neudorf", ""])
def test_a_name_goes_on_in_smaller_print_up_to_its_form_of_business(rest: str, behind: str) -> None:
    lab = read_header(document_of(sheet((60, 46, "Institut Quillhill", 12), (60, 57, rest + behind, 8)))).lab
    assert lab is not None
    assert lab.text == f"Institut Quillhill {rest}"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("PT QUILLHILL ANALITIKA", "Testing Laboratory - Laboratorium Pengujian"),
        ("Quill Hill Labs", "Testing Laboratory / Laboratorium Uji"),
    ],
)
def test_a_name_over_the_kind_of_laboratory_is_no_label_with_what_stands_beside_both(name: str, kind: str) -> None:
    beside = ((432, 45, "Accredited laboratory", 8), (460, 51, "LP-9917-ZQ", 8), (460, 65, "ISO/IEC 17025:2017", 8))
    lab = read_header(
        document_of(sheet((119, 45, name, 10), (119, 57, kind, 8), (119, 67, "Jl. Contoh 8, Pontianak 78000", 8), *beside))
    ).lab
    assert lab is not None
    assert lab.text == name


@pytest.mark.parametrize("department", ["Quality Control Department", "Quality Control", "QC Department", "Qualitätssicherung"])
def test_a_maker_with_a_department_of_its_own_beside_its_name_is_the_laboratory_of_its_certificate(department: str) -> None:
    lab = read_header(
        document_of(sheet((60, 50, "Quill Hill Botanicals", 15), (440, 46, department, 8), (440, 58, "Unit 4, Example Park", 8)))
    ).lab
    assert lab is not None
    assert lab.text == "Quill Hill Botanicals"


@pytest.mark.parametrize("kind", ["Food & Botanical Laboratories", "Botanical Laboratory Services", "Analytical Laboratories, Inc."])
@pytest.mark.parametrize("size", [13.0, 10.0])
def test_a_name_in_large_print_and_the_kind_under_it_are_one_though_the_web_address_is_the_first_alone(kind: str, size: float) -> None:
    beside = ((400, 40, ADDRESS, 8), (400, 52, "www.quillhill.example", 8))
    lab = read_header(document_of(sheet((60, 45, "Quill Hill", size), (60, 58, kind, 8), *beside))).lab
    assert lab is not None
    assert lab.text == f"Quill Hill {kind}"


@pytest.mark.parametrize("foot", [f"Quill Hill Pharmacognosy, {ADDRESS}", f"Quill Hill Pharmacognosy | {ADDRESS} | tel 555 0190"])
def test_a_name_in_large_print_that_the_foot_repeats_before_an_address_is_the_laboratory(foot: str) -> None:
    name = (60, 46, "Quill Hill Pharmacognosy", 16)
    page = sheet(name, (60, 58, "Identity and purity since 1998", 7), (60, 770, foot, 6))
    lab = read_header(document_of(page)).lab
    assert lab is not None
    assert lab.text == "Quill Hill Pharmacognosy"


def test_the_number_that_the_laboratory_gave_may_be_called_its_own() -> None:
    page = page_of(
        (60, {40: "Quill Hill Laboratories"}), (90, {40: "Laboratory No.:", 200: "3306-1"}), (104, {40: "Report No.:", 200: "QH-26-7"})
    )
    head = read_header(document_of(page))
    assert head.sample_id is not None
    assert head.sample_id.text == "3306-1"


def completed(dates: Dates) -> str | None:
    return str(dates.completed.value) if dates.completed else None


@pytest.mark.parametrize("last", ["2026-10-14", "2026-10-09"])
def test_the_latest_day_of_the_columns_of_all_pages_is_that_of_completion(last: str) -> None:
    head, columns = ("Determination", "Result (mg/kg)", "Completed"), (40.0, 220.0, 400.0)
    first = page_of(
        (60, {40: "Quill Hill Laboratories"}),
        (90, {40: "Report No.:", 200: "QH-26-7"}),
        *grid(120, columns, head, ("Lead", "0.65", "2026-10-13"), ("Cadmium", "0.07", "2026-10-12")),
    )
    second = page_of(*grid(90, columns, head, ("Arsenic", "0.3", "2026-10-09"), ("Mercury", "0.01", last)), number=2)
    assert completed(read_header(document_of(first, second)).dates) == max(last, "2026-10-13")


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("la muestra NO CUMPLE con la especificación (plomo)", "fail"),
        ("la muestra cumple con la especificación", "pass"),
        ("the sample does not meet the specification", "fail"),
        ("the sample meets the specification", "pass"),
        ("the sample meets no limits", None),
    ],
)
def test_a_sentence_that_denies_a_verdict_gives_the_other_one_only_where_it_says_so(sentence: str, said: str | None) -> None:
    assert load_fields().verdict_said(sentence) == said


@pytest.mark.parametrize(
    "sentence",
    [
        "Concepto global: la muestra NO CUMPLE con la especificación (plomo).",
        "Értékelés: A minta az ólom tekintetében nem felel meg az előírásnak.",
    ],
)
def test_a_verdict_in_a_sentence_stands_behind_its_label(sentence: str) -> None:
    page = sheet((40, 46, "Quill Hill Labs", 14), (40, 400, sentence, 9))
    assert read_header(document_of(page)).overall_status == "fail"


LETTERHEAD = (40.0, 46.0, "Quill Hill Laboratories", 14.0), (40.0, 80.0, "Certificate of Analysis", 12.0)
REGISTERED = [
    "Ashlow Labor Holding GmbH, Amtsgericht Ashlow HRB 4711, 20095 Ashlow",
    "Ashlow Laboratoires SAS au capital de 40 000 EUR - RCS Ashlow 000 000 318 - 4 rue Feinte, 69002 Ashlow",
    "Ashlow Laboratories Ltd. Registered in England No. 00000318. 1 Placeholder Lane, Ashlow E1 4AB",
    "Ashlow Labs s.r.o., zapsaná v obchodním rejstříku, oddíl C, vložka 318",
    "Ashlow Labs S.r.l. - Capitale sociale 10.000 EUR - P.IVA 00000000318",
    "Ashlow Analytics B.V., KvK 00000318",
]


@pytest.mark.parametrize("foot", REGISTERED)
def test_a_company_with_its_register_at_the_foot_is_not_the_laboratory_of_the_letterhead(foot: str) -> None:
    address = (40.0, 770.0, "14 Placeholder Street, Ashlow, OH 43999", 6.0)
    lab = read_header(document_of(sheet(*LETTERHEAD, (40.0, 760.0, foot, 6.0), address))).lab
    assert lab is not None
    assert lab.text == "Quill Hill Laboratories"


@pytest.mark.parametrize("foot", REGISTERED)
def test_a_company_with_its_register_at_the_foot_is_the_laboratory_where_nothing_else_names_one(foot: str) -> None:
    address = (40.0, 770.0, "14 Placeholder Street, Ashlow, OH 43999", 6.0)
    lab = read_header(document_of(sheet(LETTERHEAD[1], (40.0, 760.0, foot, 6.0), address))).lab
    assert lab is not None
    assert lab.text.startswith("Ashlow")
    assert not any(word in lab.text for word in ("capital", "Amtsgericht", "Registered", "zapsaná", "KvK", "P.IVA"))


def test_a_number_that_says_so_of_itself_under_the_title_is_the_reports_and_no_product() -> None:
    head = read_header(
        document_of(page_of((40, {40: "Certificate of Analysis"}), (54, {40: "No. QH-9921"}), (68, {40: "Sample: 24-11875"})))
    )
    assert (head.report_id and head.report_id.text, head.sample_id and head.sample_id.text) == ("QH-9921", "24-11875")
    assert head.product_name is None


@pytest.mark.parametrize(
    ("name", "accredited"),
    [
        ("PT Specimen Uji Mandiri", "Laboratorium Penguji LP-4471-IDX (SNI ISO/IEC 17025:2017)"),
        ("Specimen Botanicals GmbH", "Prüflaboratorium D-PL-44710-01-00 (DIN EN ISO/IEC 17025)"),
        ("Specimen Assay Inc.", "Accredited Testing Laboratory No. 4471.01 ISO/IEC 17025:2017"),
        ("Specimen Prairie s.r.o.", "Zkušební laboratoř č. 4471.2, ISO/IEC 17025"),
    ],
)
def test_the_line_on_the_number_under_which_a_laboratory_is_accredited_is_not_its_name(name: str, accredited: str) -> None:
    lines = ((name, 15), ("14 Placeholder Street, Ashlow, OH 43999", 8), (accredited, 8))
    head = read_header(document_of(sheet(*((160.0, 46 + 12.0 * n, text, float(size)) for n, (text, size) in enumerate(lines)))))
    assert head.lab is not None
    assert head.lab.text == name


@pytest.mark.parametrize("name", ["Vale Laboratory LP-1877", "Kestrel-7 Laboratories", "Analytical 360"])
def test_a_number_does_not_take_the_name_from_a_laboratory(name: str) -> None:
    assert like_a_name(name)


def _letterspaced(x: float, y: float, *words: str, size: float = 6.5) -> list[Word]:
    """Words whose letters stand apart, two letters' width from each other."""
    out = []
    for n, text in enumerate(words):
        out.append(Word(text, x, y - 0.74 * size, x + 1.05 * size * len(text), y + 0.22 * size, size, y, 50 * n))
        x = out[-1].x1 + 1.4 * size
    return out


def test_a_kind_of_business_in_letters_set_apart_goes_with_the_name_over_it_and_labels_nothing() -> None:
    page = sheet((72.0, 48.0, "SPECIMENGRASS", 15.0), (420.0, 48.0, "CERTIFICATE OF ANALYSIS", 12.0))
    head = read_header(document_of(replace(page, words=(*page.words, *_letterspaced(72.0, 63.0, "TESTING", "SERVICES")))))
    assert head.lab is not None
    assert head.lab.text == "SPECIMENGRASS TESTING SERVICES"
    assert head.client is None


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ({40: "REPORT OF ANALYSIS", 150: "FGL 4471-26"}, "FGL 4471-26"),
        ({40: "Certificate of Analysis", 260: "No. QH-261142 rev 1"}, "QH-261142 rev 1"),
        ({40: "REPORT OF ANALYSIS", 150: "KS 67799"}, "26-20931"),  # a place and its postal code
    ],
)
def test_a_number_behind_the_title_keeps_its_acronym_and_its_revision(line: dict[float, str], number: str) -> None:
    head = read_header(document_of(page_of((40, {40: "Prairie Feed Laboratory"}), (60, line), (90, {40: "LAB NO:", 120: "26-20931"}))))
    assert head.report_id is not None
    assert head.report_id.text == number


@pytest.mark.parametrize(
    ("under", "lab"),
    [({14: "REPORT", 160: "Cannabinoids"}, "MESA POINT TESTING"), ({14: "10/07/2026"}, None)],
    ids=["over labels", "over the day of the tests"],
)
def test_a_kind_that_may_be_a_label_ends_a_name_where_no_day_follows(under: dict[float, str], lab: str | None) -> None:
    big = [(14.0, 38.0, "MESA", 15.0), (14.0, 53.0, "POINT", 15.0), (14.0, 62.0, "TESTING", 7.0)]
    body = [(x, 75.0, text, 6.0) for x, text in under.items()]
    body += [(14.0, y, text, 6.0) for y, text in ((84.0, "MP-260934-2"), (95.0, "SAMPLE NO."), (104.0, "260934-2"))]
    head = read_header(document_of(sheet(*big, *body, *((160.0, 120.0 + 12 * n, "Linalool 1.58", 7.0) for n in range(9)))))
    assert (head.lab and head.lab.text) == lab


def test_a_licence_under_its_holder_is_no_product_though_a_samples_label_follows() -> None:
    captions = ((80.0, "CLIENT"), (90.0, "Cedar Flat Growers"), (100.0, "Lic. 31887004412093"), (112.0, "BATCH"), (122.0, "DM.0926.02"))
    side = [(14.0, y, text, 7.0) for y, text in captions]
    side += [(140.0, 60 + 12 * n, "Linalool 1.58", 7.0) for n in range(6)]
    words = [word for x, y, text, size in ((140.0, 36.0, "Marmalade Pre-Roll", 15.0), *side) for word in words_at(x, y, text, size=size)]
    head = read_header(document_of(Page(1, 612.0, 792.0, tuple(words))))
    assert head.product_name is not None
    assert head.product_name.text == "Marmalade Pre-Roll"


@pytest.mark.parametrize(
    "permit", ["9 Placeholder Wharf · QN CRC Lab License T000032", "State Lab Registration T-0412", "QN Lab Lic. C8-0000018"]
)
def test_what_a_state_permits_a_laboratory_by_is_not_its_name(permit: str) -> None:
    head = read_header(document_of(sheet((40, 40, "Quillhill Sciences", 16), (40, 60, permit, 8), (40, 70, ADDRESS, 8))))
    assert head.lab is not None
    assert head.lab.text == "Quillhill Sciences"
