"""A laboratory that only a footer or a sentence names, and a product over the line that says what material it is."""

from __future__ import annotations

import pytest

from registry.reading.head.header import read_header
from tests.reading.pages import document_of, grid, page_of

RESULTS = grid(300, (50, 250), ("Analyte", "Result (%)"), ("Mitragynine", "1.42"), ("Paynantheine", "0.21"))
HEAD = ((60.0, {250.0: "CERTIFICATE OF ANALYSIS"}), (90.0, {50.0: "Product: Green Vein Powder"}))


def laboratory(*lines: tuple[float, dict[float, str]]) -> str | None:
    """The laboratory that a certificate without a letterhead names on `lines`."""
    lab = read_header(document_of(page_of(*sorted([*HEAD, *RESULTS, *lines], key=lambda line: line[0])))).lab
    return lab.text if lab else None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("QHX Laboratory. The results relate only to the items tested.", "QHX Laboratory"),
        ("Tested by Quillhill Laboratories. The results relate only to the items tested.", "Quillhill Laboratories"),
        ("© 2026 Quillhill Labs LLC. All rights reserved.", "Quillhill Labs LLC"),
        ("Laboratory: Quillhill Laboratories. The results relate only to the items tested.", "Quillhill Laboratories"),
        ("This report shall not be copied without written approval of Quillhill Laboratory.", "Quillhill Laboratory"),
        ("Quillhill Laboratories is accredited to ISO/IEC 17025:2017.", "Quillhill Laboratories"),
        ("Quillhill Testing Services, (541) 555-0117, 12 Mill Road", "Quillhill Testing Services"),
        ("Quillhill Laboratories · 12 Mill Road · Ashlow, OH 43999", "Quillhill Laboratories"),
        ("Quillhill Labs all rights reserved. Trademarks belong to their owners.", None),
        ("The results relate only to the items tested.", None),
        ("Not to be copied without written approval of the Laboratory.", None),
    ],
)
def test_a_footer_names_the_laboratory_up_to_the_next_sentence(line: str, name: str | None) -> None:
    assert laboratory((740.0, {50.0: line})) == name


def test_a_name_over_the_end_of_a_line_is_whole() -> None:
    sentence = {
        740.0: "This report shall not be reproduced, except in full, without the written approval of Quill",
        749.0: "Hill Laboratory. Results",
    }
    assert laboratory(*((y, {50.0: text}) for y, text in sentence.items())) == "Quill Hill Laboratory"


@pytest.mark.parametrize(
    ("lines", "product", "matrix"),
    [
        (("Product: Green Vein Powder", "Plant material", "Lot: GV-2207"), "Green Vein Powder", "Plant material"),
        (("Product: Green Vein Powder", "Matrix: Plant material", "Lot: GV-2207"), "Green Vein Powder", "Plant material"),
        (("Product: Green Vein Kratom", "Leaf Powder", "Lot: GV-2207"), "Green Vein Kratom Leaf Powder", None),
    ],
)
def test_a_line_of_material_touching_a_products_name_is_its_matrix(lines: tuple[str, ...], product: str, matrix: str | None) -> None:
    placed = [(90.0 + 8 * n, {50.0: line}) for n, line in enumerate(lines)]
    read = read_header(document_of(page_of((60, {250: "CERTIFICATE OF ANALYSIS"}), *placed, *RESULTS)))
    assert read.product_name is not None
    assert (read.product_name.text, read.matrix and read.matrix.text) == (product, matrix)
