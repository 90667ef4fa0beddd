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
