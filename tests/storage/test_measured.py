"""Which products there is evidence on, as fields and pages ask for it."""

from __future__ import annotations

from datetime import date

import pytest

from registry.model.certificate import Acquisition, AcquisitionKind, Dates, Panel, ReadDate
from registry.model.evidence import Source
from registry.model.product import Form
from registry.storage.filters import Filters, Grade
from registry.storage.store import Store
from tests.builders import certificate, draft, measurement, result
from tests.storage.kept import add, publish, subject

LEAD = result("Lead", measurement("0.2", "ppm"), panel=Panel.HEAVY_METALS)


@pytest.fixture
def shelf(store: Store) -> Store:
    """Two results of Acme's powder, one of Bell's; one published without a product, one only a draft."""
    dated = Dates(reported=ReadDate(text="2026-05-01", value=date(2026, 5, 1)))
    publish(store, certificate(draft(result(), LEAD), name="1"), subject(store, "Acme", "Gold"))
    publish(store, certificate(draft(result(), dates=dated), name="2"), subject(store, "Acme", "Gold"))
    retail = Acquisition(kind=AcquisitionKind.RETAIL_BOUGHT)
    told = Source(url="https://example.org/notice", grade="B?")
    publish(store, certificate(name="3", acquisition=retail, source=told), subject(store, "Bell", "Red"))
    add(store, certificate(name="4"))
    with store.write("somebody") as writer:
        loose = certificate(draft(result("Paynantheine")), name="5")
        writer.keep_file(loose.source.sha256 or "", "c.pdf", "application/pdf", 3, loose.source, specimen=False)
        writer.add_certificate(loose)
        writer.publish(loose.id, None, loose.acquisition, None)
    return store


def test_alkaloids_are_counted_whether_or_not_their_sample_is_linked(shelf: Store) -> None:
    with shelf.read() as reader:
        assert reader.measured_analytes(specimen=False) == {"mitragynine": 3, "paynantheine": 1}
        assert reader.measured_analytes(specimen=True) == {}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["Gold", "Red"]),
        (Filters(brands=("bell",)), ["Red"]),
        (Filters(products=("acme/gold",)), ["Gold"]),
        (Filters(laboratories=("Specimen Analytical Works",)), ["Gold", "Red"]),
        (Filters(laboratories=("nobody",)), []),
        (Filters(forms=(Form.CAPSULE,)), []),
        (Filters(acquisitions=(AcquisitionKind.RETAIL_BOUGHT,)), ["Red"]),
        (Filters(grades=(Grade.B,)), ["Red"]),
        (Filters(grades=(Grade.ON_FILE,)), ["Gold"]),
        (Filters(grades=(Grade.A, Grade.C)), []),
        (Filters(reported_from=date(2026, 4, 1)), ["Gold"]),
        (Filters(specimen=True), []),
    ],
)
def test_products_come_with_most_evidence_first(shelf: Store, filters: Filters, expected: list[str]) -> None:
    with shelf.read() as reader:
        found = reader.measured_products("mitragynine", filters, 0, None)
    assert [row.name for row in found.rows] == expected
    assert found.products == len(expected)
    assert all(row.brand_key in ("acme", "bell") for row in found.rows)


def test_a_part_says_how_much_there_is_in_all(shelf: Store) -> None:
    with shelf.read() as reader:
        found = reader.measured_products(None, Filters(), 1, 1)
    assert [(row.name, row.brand, row.results, row.newest) for row in found.rows] == [("Red", "Bell", 1, date(2026, 2, 3))]
    assert (found.products, found.results) == (2, 3)


def test_names_of_products_come_with_their_brands(shelf: Store) -> None:
    with shelf.read() as reader:
        assert reader.product_names(specimen=False) == (("acme/gold", "Gold", "acme", "Acme"), ("bell/red", "Red", "bell", "Bell"))
