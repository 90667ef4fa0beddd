"""Labels that name two things and share a value: each field its own part, and nothing parted that is one thing."""

from __future__ import annotations

import pytest

from registry.reading.head.header import HeaderFields, read_header
from tests.reading.printed import Placed, document, page

LETTERHEAD: Placed = (40, 40, "Specimen Bench Laboratories", 12)
CLIENT: tuple[Placed, ...] = ((40, 120, "Client:"), (200, 120, "Specimen Trading"))


def read(*head: Placed) -> HeaderFields:
    return read_header(document(page(LETTERHEAD, *head, *CLIENT)))


def said(head: HeaderFields) -> dict[str, str]:
    """The fields that a double label may name, with the days among them."""
    texts = {name: getattr(head, name) for name in ("report_id", "sample_id", "product_name", "lot", "matrix")}
    days = {name: str(printed.value) for name, printed in head.dates if printed is not None}
    return {name: text.text for name, text in texts.items() if text is not None} | days


@pytest.mark.parametrize(
    ("label", "value", "fields"),
    [
        ("Product / Matrix:", "Amber Vein / Leaf powder", {"product_name": "Amber Vein", "matrix": "Leaf powder"}),
        ("Product/Matrix:", "Amber Vein/Leaf powder", {"product_name": "Amber Vein", "matrix": "Leaf powder"}),
        ("Product | Matrix:", "Amber Vein | Leaf powder", {"product_name": "Amber Vein", "matrix": "Leaf powder"}),
        ("Sample Name / Lot No.", "Amber Vein 50/50 / AV-11", {"product_name": "Amber Vein 50/50", "lot": "AV-11"}),
        ("Lab No. / Report No.:", "S-2601-4 / R-26-11", {"sample_id": "S-2601-4", "report_id": "R-26-11"}),
        ("Lot / Exp.:", "AV-11 / 2028-05", {"lot": "AV-11"}),
        ("Received / Reported:", "03/02/2026 / 03/09/2026", {"received": "2026-03-02", "reported": "2026-03-09"}),
        ("Produkt / Charge:", "Amber Vein / AV-11", {"product_name": "Amber Vein", "lot": "AV-11"}),
        (
            "Product / Lot / Matrix:",
            "Amber Vein / AV-11 / Leaf powder",
            {"product_name": "Amber Vein", "lot": "AV-11", "matrix": "Leaf powder"},
        ),
        # one field, named twice or holding two numbers
        ("Produkt / Product:", "Amber Vein / Green", {"product_name": "Amber Vein / Green"}),
        ("Batch / Lot:", "AV-11 / B-3", {"lot": "AV-11 / B-3"}),
    ],
)
@pytest.mark.parametrize("beside", [True, False])
def test_a_label_for_two_fields_gives_each_its_part(label: str, value: str, fields: dict[str, str], beside: bool) -> None:
    head: list[Placed] = [(40, 100, label), (200, 100, value)] if beside else [(40, 100, f"{label.rstrip(':')}: {value}")]
    assert said(read(*head)) == fields


def test_each_part_is_shown_at_its_own_place() -> None:
    head = read((40, 100, "Product / Matrix:"), (200, 100, "Amber Vein / Leaf powder"))
    boxes = [text.evidence.box for text in (head.product_name, head.matrix) if text and text.evidence and text.evidence.box]
    assert len(boxes) == 2
    assert 200 / 612 <= boxes[0].x0 < boxes[0].x1 < boxes[1].x0


@pytest.mark.parametrize("value", ["Leaf powder", "Leaf / powder / dried"])
def test_a_value_that_does_not_part_as_its_label_does_is_not_parted(value: str) -> None:
    assert said(read((40, 100, "Product / Matrix:"), (200, 100, value))) == {"matrix": value}


@pytest.mark.parametrize(
    ("label", "value", "fields"),
    [
        ("Nazwa próbki / Sample name", "Amber Vein", {"product_name": "Amber Vein"}),
        ("Nr próbki / Sample No.", "S-2601/4", {"sample_id": "S-2601/4"}),
        (
            "Rodzaj próbki / Sample type",
            "suplement diety, olej / food supplement, oil",
            {"matrix": "suplement diety, olej / food supplement, oil"},
        ),
        ("Datum příjmu / Date of receipt", "12.02.2026", {"received": "2026-02-12"}),
        ("Fecha de emisión / Date of issue:", "2026-03-09", {"reported": "2026-03-09"}),
        ("Stan próbki / Sample condition", "bez zastrzeżeń / no objections", {}),
    ],
)
def test_a_label_in_two_languages_is_one_label(label: str, value: str, fields: dict[str, str]) -> None:
    assert said(read((40, 100, label), (240, 100, value))) == fields


@pytest.mark.parametrize(
    ("upper", "lower", "value", "fields"),
    [
        ("Probenbezeichnung", "Sample description", "Amber Vein, lose", {"product_name": "Amber Vein, lose"}),
        ("Charge", "Batch", "AV-11-26", {"lot": "AV-11-26"}),
        ("Matrix", "Matrix", "Blattpulver", {"matrix": "Blattpulver"}),
        ("Probeneingang", "Date of receipt", "17.04.2026", {"received": "2026-04-17"}),
        ("Probennummer", "Näytenumero", "26-03311-01", {"sample_id": "26-03311-01"}),
        ("Näytteen nimi", "Sample name", "Amber Vein", {"product_name": "Amber Vein"}),
    ],
)
def test_a_label_under_itself_in_another_language_names_the_value_level_with_both(
    upper: str, lower: str, value: str, fields: dict[str, str]
) -> None:
    assert said(read((40, 96, upper, 8), (40, 104, lower, 6), (240, 100, value))) == fields


def test_two_labels_of_one_field_with_a_value_each_stay_apart() -> None:
    head = read((40, 96, "Lot"), (240, 96, "AV-11-26"), (40, 108, "Product"), (240, 108, "Amber Vein"), (40, 120, "Batch"))
    assert said(head) == {"lot": "AV-11-26", "product_name": "Amber Vein"}


COLUMN: tuple[Placed, ...] = ((40, 88, "Lot No."), (240, 88, "AV-11"), (40, 112, "Matrix"), (240, 112, "Leaf powder"))


@pytest.mark.parametrize(
    ("label", "value", "fields"),
    [
        ("Zorpazit / Testing period", "03.06.2026 - 12.06.2026", {"completed": "2026-06-12"}),
        ("Testing period / Zorpa zit", "03.06.2026 - 12.06.2026", {"completed": "2026-06-12"}),
        ("Sample name / Zorpazit", "Amber Vein", {"product_name": "Amber Vein"}),
        ("Obiekt badań / Test object", "Amber Vein", {"product_name": "Amber Vein"}),
        ("Sample name / Zorp Bag / Nama Contoh", "Amber Vein", {"product_name": "Amber Vein"}),
        ("Zorpazit / Date of Receipt / Tanggal Terima", "2026-06-03", {"received": "2026-06-03"}),
    ],
)
def test_a_label_in_a_column_whose_other_language_nobody_knows_names_its_value(label: str, value: str, fields: dict[str, str]) -> None:
    assert said(read(*COLUMN, (40, 100, label), (240, 100, value))) == {"lot": "AV-11", "matrix": "Leaf powder"} | fields


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("SPECIMEN LABORATORIUM „JAWOR” Sp.", "z o.o."), "SPECIMEN LABORATORIUM „JAWOR” Sp. z o.o."),
        (("Specimen Jawor Laboratories,", "LLC"), "Specimen Jawor Laboratories LLC"),
        (("Specimen Jawor Laboratories", "ul. Polna 3, 00-001 Jawor"), "Specimen Jawor Laboratories"),
    ],
)
def test_a_laboratory_keeps_its_form_on_the_next_line_and_that_it_is_accredited_names_none(lines: tuple[str, str], name: str) -> None:
    head: list[Placed] = [(40, 40 + 13 * n, line, 10.5) for n, line in enumerate(lines)]
    said_so: list[Placed] = [(400, 50, "Laboratorium akredytowane PCA / PCA", 8.5), (400, 61, "accredited laboratory", 8.5)]
    lab = read_header(document(page(*head, *said_so, *CLIENT))).lab
    assert lab is not None
    assert lab.text == name


def test_a_label_of_three_parts_ends_at_a_colon_in_a_column_of_its_own() -> None:
    labels = ("Sample Name / Nama Contoh", "Lot / Zorp Mark / Nomor Lot", "Sample Type / Jenis Contoh")
    values = ("Amber Vein", "AV-11", "Dried leaf")
    placed = [
        ((40, 90 + 12 * n, label), (213, 90 + 12 * n, ":"), (227, 90 + 12 * n, value))
        for n, (label, value) in enumerate(zip(labels, values, strict=True))
    ]
    assert said(read(*(cell for row in placed for cell in row))) == {"product_name": "Amber Vein", "lot": "AV-11", "matrix": "Dried leaf"}


@pytest.mark.parametrize("label", ["Producer/Client:", "Customer/Client", "Manufacturer/Client Name:"])
def test_a_label_that_names_one_field_by_two_words_without_a_space_is_that_fields(label: str) -> None:
    head = read_header(
        document(page(LETTERHEAD, (40, 120, label), (200, 120, "Specimen Trading Co."), (40, 134, "Lot:"), (200, 134, "AV-11")))
    )
    assert head.client is not None
    assert head.client.text == "Specimen Trading Co."


def test_a_label_may_go_on_below_the_colon_that_stands_in_a_column_of_its_own() -> None:
    lines: list[Placed] = []
    entries = (("Nama", "Pelanggan", "CV Specimen Rimba"), ("Alamat", "", "Jl. Contoh 8"), ("Tanggal", "Terbit", "26 Agustus 2026"))
    for n, (first, second, value) in enumerate(entries):
        y = 120 + 30 * n
        lines += [(40, y, first), (110, y, ":"), (118, y, value), *([(40.0, y + 11, second)] if second else [])]
    head = read_header(document(page(LETTERHEAD, *lines)))
    assert head.client is not None
    assert head.client.text == "CV Specimen Rimba"
    assert head.dates.reported is not None
    assert str(head.dates.reported.value) == "2026-08-26"
