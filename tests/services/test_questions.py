"""Search with counts, and comparison from the stored record to the report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from registry.errors import AssessmentError, NotFound, ReportError
from registry.model.certificate import Acquisition, AcquisitionKind, Dates, Panel, ReadDate, Subject
from registry.model.crossing import PackFacts
from registry.model.evidence import Source
from registry.model.product import Form
from registry.model.units import Basis
from registry.services import Filters, Registry, ReportKind
from tests.builders import draft, measurement, read_text, result
from tests.services.stand_in import REVIEWER, file_of, open_registry, publish, subject

RETAIL = Acquisition(kind=AcquisitionKind.RETAIL_BOUGHT)
SPECIMEN = Acquisition(kind=AcquisitionKind.SPECIMEN)


def issued(day: date) -> Dates:
    return Dates(reported=ReadDate(text=day.isoformat(), value=day))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """Two brands with three published certificates, one specimen, one draft; the tests only look."""
    home = tmp_path_factory.mktemp("shelf")
    url = f"sqlite:///{home / 'registry.db'}" if request.param == "sqlite" else request.getfixturevalue("emptied_postgres")()
    with open_registry(url, home) as registry:
        yield filled(registry)


def filled(r: Registry) -> Registry:
    gold = subject(r, "Acme", "Gold Powder", "G-1")
    silver = subject(r, "Acme", "Silver Capsules", "S-1")
    slon = subject(r, "Bílý Slon", "Zelený List", "Z_1")
    lead = result("Lead", measurement("0.2", "ppm"), panel=Panel.HEAVY_METALS)
    publish(r, draft(report_id=read_text("R-100"), dates=issued(date(2026, 1, 5))), gold)
    publish(
        r,
        draft(result(), lead, report_id=read_text("R-200"), lab=read_text("Second Laboratory"), dates=issued(date(2026, 3, 5))),
        silver,
        RETAIL,
    )
    publish(r, draft(report_id=read_text("X 50%"), dates=Dates(), overall_status="pass"), slon)
    publish(r, draft(specimen=True, report_id=read_text("R-900")), subject(r, "Acme", "Gold Powder", "G-1", specimen=True), SPECIMEN)
    r.add(file_of(draft(report_id=read_text("R-300"), product_name=read_text("Unlinked Leaf"))), "waiting.pdf", REVIEWER)
    return r


def found(registry: Registry, query: str = "", **filters: object) -> list[str]:
    return [row.report_id for row in registry.search(query, Filters.model_validate(filters)).rows]


def test_search_finds_every_word_wherever_it_stands(shelf: Registry) -> None:
    assert found(shelf) == ["R-200", "R-100", "X 50%"]
    assert found(shelf, "acme") == ["R-200", "R-100"]
    assert found(shelf, "ACME powder") == ["R-100"]
    assert found(shelf, "s-1") == ["R-200"]
    assert found(shelf, "second lab") == ["R-200"]
    assert found(shelf, "r-100") == ["R-100"]
    assert found(shelf, "bily slon") == ["X 50%"]
    assert found(shelf, "acme zeleny") == []


def test_search_takes_signs_literally(shelf: Registry) -> None:
    assert found(shelf, "50%") == ["X 50%"]
    assert found(shelf, "%") == ["X 50%"]
    assert found(shelf, "z_1") == ["X 50%"]
    assert found(shelf, "g_1") == []
    assert found(shelf, "\\") == []
    assert found(shelf, "\0 acme powder") == ["R-100"]
    assert found(shelf, "'; drop table certificates; --") == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"brands": ["acme"]}, ["R-200", "R-100"]),
        ({"products": ["acme/silver-capsules"]}, ["R-200"]),
        ({"lots": ["acme/gold-powder/g-1"]}, ["R-100"]),
        ({"laboratories": ["Second Laboratory"]}, ["R-200"]),
        ({"acquisitions": ["retail-bought"]}, ["R-200"]),
        ({"panels": ["heavy_metals"]}, ["R-200"]),
        ({"analytes": ["lead"]}, ["R-200"]),
        ({"statuses": ["pass"]}, ["X 50%"]),
        ({"forms": ["powder"]}, []),
        ({"forms": ["unknown"]}, ["R-200", "R-100", "X 50%"]),
        ({"reported_from": date(2026, 2, 1)}, ["R-200"]),
        ({"reported_to": date(2026, 1, 5)}, ["R-100"]),
        ({"states": ["draft"]}, ["R-300"]),
        ({"specimen": True}, ["R-900"]),
    ],
)
def test_each_filter_narrows(shelf: Registry, filters: dict[str, object], expected: list[str]) -> None:
    assert found(shelf, **filters) == expected
    asked = Filters.model_validate(filters)
    assert shelf.search(filters=asked).total == len(expected)
    assert set(shelf.results_frame(asked)["report_id"]) == set(expected)


def test_a_draft_is_found_by_what_is_printed_on_it(shelf: Registry) -> None:
    assert found(shelf, "unlinked", states=["draft"]) == ["R-300"]


def test_facets_count_what_choosing_them_would_give(shelf: Registry) -> None:
    facets = shelf.search(filters=Filters(brands=("acme",))).facets
    assert [(c.value, c.label, c.count) for c in facets["brand"]] == [("acme", "Acme", 2), ("bily-slon", "Bílý Slon", 1)]
    assert {c.value: c.count for c in facets["panel"]} == {"potency": 2, "heavy_metals": 1}
    assert {c.value: c.count for c in facets["acquisition"]} == {"vendor-supplied": 1, "retail-bought": 1}
    assert {c.value: c.count for c in facets["state"]} == {"published": 2}
    assert {c.value: c.count for c in facets["laboratory"]} == {"Specimen Analytical Works": 1, "Second Laboratory": 1}


def test_pages_and_orders(shelf: Registry) -> None:
    first = shelf.search(page=1, size=2)
    second = shelf.search(page=2, size=2)
    assert [row.report_id for row in (*first.rows, *second.rows)] == ["R-200", "R-100", "X 50%"]
    assert (first.total, second.total) == (3, 3)
    assert [row.report_id for row in shelf.search(sort="reported").rows] == ["R-100", "R-200", "X 50%"]
    assert [row.product for row in shelf.search(sort="brand").rows] == ["Gold Powder", "Silver Capsules", "Zelený List"]
    assert shelf.search(sort="laboratory").rows[0].report_id == "R-200"
    assert [row.product for row in shelf.search(sort="product").rows] == ["Gold Powder", "Silver Capsules", "Zelený List"]
    row = first.rows[0]
    assert (row.brand, row.lot, row.panels, row.results, row.has_file) == ("Acme", "S-1", ("heavy_metals", "potency"), 2, True)


@pytest.fixture
def tablets(registry: Registry) -> Registry:
    """One brand's tablets: 22.5 mg a tablet measured, 30 mg and then 25 mg claimed."""
    maker = registry.create_brand("Acme", REVIEWER)
    product = registry.create_product(maker.key, "7-OH Tablet", REVIEWER, form=Form.TABLET, pack=PackFacts(units_per_serving=Decimal(1)))
    lot = registry.create_lot(product.key, "T-1", REVIEWER)
    for amount, seen_on in (("30", date(2026, 1, 1)), ("25", date(2026, 5, 1))):
        registry.add_claim(
            product.key,
            "7oh",
            Source(url="https://shop.example"),
            REVIEWER,
            amount=Decimal(amount),
            unit="mg",
            basis=Basis.PER_UNIT,
            seen_on=seen_on,
        )
    measured = result("7-OH", measurement("22.5", "mg/serving"), analyte_key="7oh")
    about = {"brand": maker.key, "product": product.key, "lot": lot.key}
    publish(registry, draft(measured, dates=issued(date(2026, 3, 1))), Subject(**about))
    return registry


def test_a_comparison_meets_the_claim_in_force(tablets: Registry) -> None:
    lots = tablets.compare("7oh").lots
    assert lots[["claimed", "measured_low", "share_low"]].to_numpy().tolist() == [[30.0, 22.5, 0.75]]
    later = tablets.compare("7oh", on=date(2026, 6, 1)).lots
    assert later["share_low"].tolist() == [0.9]
    assert len(tablets.compare("7oh").history) == 2


def test_specimens_stay_out_of_a_real_comparison(tablets: Registry) -> None:
    assert len(tablets.compare("7oh", Filters(specimen=True)).lots) == 0


def test_an_unknown_analyte_or_tolerance_is_refused(tablets: Registry) -> None:
    with pytest.raises(NotFound):
        tablets.compare("nonsense")
    with pytest.raises(AssessmentError):
        tablets.compare("7oh", tolerance="generous")


def test_a_report_carries_the_state_it_rests_on(tablets: Registry) -> None:
    comparison = tablets.comparison("7oh", Filters(brands=("acme",)))
    state = tablets.state()
    assert (comparison.provenance.journal_head, comparison.provenance.state_hash) == (state.head, state.state_hash)
    assert comparison.selection.filters == (("brands", "Acme"),)
    assert tablets.report("csv", "7oh").startswith(b"\xef\xbb\xbf") or b"22.5" in tablets.report("csv", "7oh")
    assert tablets.report("pdf", "7oh").startswith(b"%PDF-")
    assert tablets.report("xlsx", "7oh").startswith(b"PK")


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "csv", "html", "zip"])
def test_a_report_is_made_again_although_the_registry_has_grown(tablets: Registry, kind: ReportKind) -> None:
    report = tablets.report(kind, "7oh", Filters(brands=("acme",)), on=date(2026, 6, 1))
    tablets.create_brand("Unrelated", REVIEWER)
    found = tablets.reproduce(report)
    assert (found.same_bytes, found.same_data) == (True, True)


def test_a_report_whose_figures_have_changed_since_says_so(tablets: Registry) -> None:
    report = tablets.report("pdf", "7oh")
    (row,) = tablets.compare("7oh").lots.to_dict("records")
    tablets.add_claim(
        row["product_key"], "7oh", Source(url="https://shop.example/new"), REVIEWER, amount=Decimal(22), unit="mg", basis=Basis.PER_UNIT,
        seen_on=date(2026, 2, 1),
    )  # fmt: skip
    assert tablets.reproduce(report).same_data is False


def test_a_csv_without_lines_cannot_be_made_again(tablets: Registry) -> None:
    with pytest.raises(ReportError):
        tablets.reproduce(tablets.report("csv", "mitragynine"))


def test_one_certificate_has_a_report_of_its_own(tablets: Registry) -> None:
    (row,) = tablets.search("").rows
    assert tablets.certificate_report(row.certificate_id).startswith(b"%PDF-")
    with pytest.raises(NotFound):
        tablets.certificate_report("ffffffffffff-1")
