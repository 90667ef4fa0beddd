"""Tables whose column of results is headed by the sample's number, as laboratories set them that test many samples at once."""

from __future__ import annotations

import pytest

from registry.reading.head.header import read_header
from registry.reading.rows.results import read_results
from tests.reading.pages import document_of, grid, page_of
from tests.reading.told import bound, printed, rows

COLUMNS = (40.0, 180.0, 250.0, 310.0, 400.0, 470.0)
ROWS = (("Mitragynine", "6202-22-0", "0.05", "%", "1.31", "----"), ("Paynantheine", "4697-67-0", "0.05", "%", "<0.05", "----"))


@pytest.mark.parametrize("number", ["SPC260417-001", "26-04417-1", "402117-1", "S26-Ky0044171"])
@pytest.mark.parametrize("others", ["----", ""])
def test_what_stands_under_the_samples_number_is_its_result(number: str, others: str) -> None:
    lines = grid(100, COLUMNS, ("Compound", "CAS Number", "LOR", "Unit", number, others), *ROWS)
    found = rows(page_of(*lines))
    assert printed(found["Mitragynine"]) == [("1.31", "%")]
    assert printed(found["Paynantheine"]) == [("<0.05", "%")]
    assert bound(found["Mitragynine"], "loq") == ("0.05", "%")
    assert found["Mitragynine"].confidence > 0.9


@pytest.mark.parametrize("over", ["SPECIMEN LEAF", "14-Apr-2026 09:30", "----"])
def test_lines_over_it_name_the_sample_and_are_no_row(over: str) -> None:
    page = page_of(
        (86, {300: "Client sample ID", 400: over, 470: "----"}),
        *grid(100, COLUMNS, ("Compound", "CAS Number", "LOR", "Unit", "SPC260417-001", "----"), *ROWS),
    )
    assert {name: printed(row) for name, row in rows(page).items()} == {"Mitragynine": [("1.31", "%")], "Paynantheine": [("<0.05", "%")]}


def test_columns_of_further_samples_are_named_in_findings_and_never_mixed_with_the_first() -> None:
    more = (("Mitragynine", "6202-22-0", "0.05", "%", "1.31", "1.75"), ("Paynantheine", "4697-67-0", "0.05", "%", "<0.05", "0.21"))
    lines = grid(100, COLUMNS, ("Compound", "CAS Number", "LOR", "Unit", "SPC260417-001", "SPC260417-002"), *more)
    found, findings = read_results(document_of(page_of(*lines)))
    assert [printed(row) for row in found] == [[("1.31", "%")], [("<0.05", "%")]]
    assert [f.details["text"] for f in findings if f.code == "sample-not-read"] == ["SPC260417-002"]


def test_without_limits_of_reporting_names_units_and_the_samples_number_are_headings() -> None:
    lines = grid(100, (40, 250, 350), ("Analyte", "Units", "402117-1"), ("Mitragynine", "%", "1.31"), ("Lead", "mg/kg", "<0.1"))
    assert printed(rows(page_of(*lines))["Lead"]) == [("<0.1", "mg/kg")]


@pytest.mark.parametrize("title", ["MT14F: Total Metals by ICP-MS", "Total Metals: MT14F", "MT 14: Heavy Metals"])
def test_titles_of_groups_with_a_methods_code_part_no_table(title: str) -> None:
    page = page_of(
        *grid(100, COLUMNS, ("Compound", "CAS Number", "LOR", "Unit", "SPC260417-001", "----"), *ROWS),
        (136, {40: title}),
        *grid(
            148, COLUMNS, ("Lead", "7439-92-1", "0.01", "mg/kg", "0.18", "----"), ("Nickel", "7440-02-0", "0.05", "mg/kg", "0.61", "----")
        ),
    )
    assert printed(rows(page)["Nickel"]) == [("0.61", "mg/kg")]


@pytest.mark.parametrize(
    ("title", "name"),
    [("OC9S: Pesticide Surrogate", "Dibromo-DDE"), ("Surrogates", "p-Terphenyl-d14"), ("OC9: Pesticides", "Surrogate: Dibromo-DDE")],
)
def test_what_the_laboratory_put_in_itself_is_no_result(title: str, name: str) -> None:
    page = page_of(
        *grid(100, COLUMNS, ("Compound", "CAS Number", "LOR", "Unit", "SPC260417-001", "----"), *ROWS),
        (136, {40: title}),
        *grid(148, COLUMNS, (name, "21655-73-2", "0.1", "%", "87.3", "----")),
    )
    assert list(rows(page)) == ["Mitragynine", "Paynantheine"]


def test_the_head_takes_the_sample_from_the_columns_head_on_a_later_page() -> None:
    first = page_of(
        (60, {40: "Work Order", 150: ":", 170: "SPC260417"}),
        (74, {40: "Client", 150: ":", 170: "SPECIMEN Trading"}),
        (88, {40: "Project", 150: ":", 170: "Import of April"}),
    )
    second = page_of(
        (60, {40: "Sub-Matrix: LEAF POWDER", 260: "Client sample ID", 350: "SPECIMEN GREEN 04", 470: "----"}),
        (74, {230: "Client sampling date / time", 350: "14-Apr-2026 09:30", 470: "----"}),
        *grid(100, (40, 180, 250, 290, 350, 470), ("Compound", "CAS Number", "LOR", "Unit", "SPC260417-001", "----"), *ROWS),
        number=2,
    )
    head = read_header(document_of(first, second))
    assert [field and field.text for field in (head.report_id, head.sample_id, head.product_name, head.matrix)] == [
        "SPC260417",
        "SPC260417-001",
        "SPECIMEN GREEN 04",
        "LEAF POWDER",
    ]
    assert head.dates.collected is not None
    assert str(head.dates.collected.value) == "2026-04-14"
