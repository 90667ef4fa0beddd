"""Tables that look like results and are none: blanks, spikes and control samples, lists of steps, lines about the work."""

from __future__ import annotations

import pytest

from registry.model.certificate import Result
from registry.reading.control_words import is_control_sample
from registry.reading.document import Page
from registry.reading.rows.results import read_results
from tests.reading.pages import document_of, grid, page_of

COLUMNS = (50.0, 200.0, 300.0, 400.0)
HEADINGS = ("Analyte", "Result", "Unit", "RL")


def rows(*pages: Page) -> list[Result]:
    return list(read_results(document_of(*pages))[0])


def values(*pages: Page) -> list[tuple[str, str]]:
    return [(r.analyte, m.text) for r in rows(*pages) for m in r.measurements]


def results_page(number: int = 1) -> Page:
    return page_of(
        (60, {50: "Lab Sample ID: 730-77123-1"}),
        (80, {50: "Metals (ICP/MS)"}),
        *grid(100, COLUMNS, HEADINGS, ("Arsenic", "0.13", "mg/kg", "0.20"), ("Lead", "0.55", "mg/kg", "0.10")),
        number=number,
    )


BLANK = grid(140, COLUMNS, HEADINGS, ("Arsenic", "ND", "mg/kg", "0.20"), ("Lead", "ND", "mg/kg", "0.10"))


@pytest.mark.parametrize(
    "sample",
    [
        {50.0: "Lab Sample ID: MB 730-401188/1-A", 400.0: "Client Sample ID: Method Blank"},
        {50.0: "Sample ID: LCS 730-401188/2-A"},
        {50.0: "Sample type:", 140.0: "Reagent blank"},
        {50.0: "Probenbezeichnung: Blindwert"},
        {50.0: "Muestra: Blanco del laboratorio"},
        {50.0: "Muestra: Blanco"},
    ],
)
def test_a_blank_in_the_layout_of_the_results_gives_none_and_leaves_the_samples_own(sample: dict[float, str]) -> None:
    control = page_of((100, sample), (120, {50: "Metals (ICP/MS)"}), *BLANK, number=2)
    assert values(results_page(), control) == [("Arsenic", "0.13"), ("Lead", "0.55")]


def test_a_control_above_the_samples_own_table_on_one_page_does_not_take_it_away() -> None:
    page = page_of(
        (60, {50: "Lab Sample ID: MB 730-401188/1-A"}),
        (80, {50: "Metals (ICP/MS)"}),
        *grid(100, COLUMNS, HEADINGS, ("Arsenic", "ND", "mg/kg", "0.20"), ("Lead", "ND", "mg/kg", "0.10")),
        (160, {50: "Lab Sample ID: 730-77123-1"}),
        (180, {50: "Metals (ICP/MS)"}),
        *grid(200, COLUMNS, HEADINGS, ("Arsenic", "0.13", "mg/kg", "0.20"), ("Lead", "0.55", "mg/kg", "0.10")),
    )
    assert values(page) == [("Arsenic", "0.13"), ("Lead", "0.55")]


def large(page: Page, text: str, size: float) -> Page:
    """The page with the line `text` set in that size."""
    title = page_of((40, {200: text}), size=size)
    return Page(page.number, page.width, page.height, (*title.words, *page.words))


@pytest.mark.parametrize("title", ["QC Sample Results", "Quality Control Data", "Qualitätskontrolle", "Kontrola kvality"])
def test_a_larger_title_of_quality_control_holds_for_all_tables_below_it(title: str) -> None:
    control = large(page_of((120, {50: "Metals (ICP/MS)"}), *BLANK, number=2), title, 13)
    assert values(results_page(), control) == [("Arsenic", "0.13"), ("Lead", "0.55")]


def test_a_title_of_results_as_large_ends_the_quality_control_above_it() -> None:
    both = page_of(
        (120, {50: "Metals (ICP/MS)"}), *BLANK, (300, {50: "Metals"}), *grid(320, COLUMNS, HEADINGS, ("Lead", "0.55", "mg/kg", "1"))
    )
    second = page_of((260, {200: "Sample Results"}), size=13)
    page = large(both, "QC Sample Results", 13)
    assert values(Page(2, page.width, page.height, (*page.words, *second.words))) == [("Lead", "0.55")]


def test_numbers_of_real_samples_are_no_controls() -> None:
    assert not any(
        map(
            is_control_sample,
            [
                "MB-26-0114",
                "LCSX 12",
                "730-77123-1",
                "Green Kratom Crushed Leaf",
                "MS26-0117",
                "Maeng Da Blanco",
                "Point Blank Kratom",
                "Control Kratom 500 mg",
                "Vein Blanc",
            ],
        )
    )
    assert all(map(is_control_sample, ["MB 730-401188/1-A", "LCS", "LCSD 401188", "Method Blank", "Laboratory Control Sample"]))


def test_control_substances_below_the_last_row_keep_nothing_of_the_table_above() -> None:
    columns = (50.0, 200.0, 250.0, 310.0, 350.0, 400.0)
    page = page_of(
        (80, {50: "Mitragyna Alkaloids"}),
        *grid(
            100,
            columns,
            ("Analyte", "Result", "Qualifier", "RL", "MDL", "Unit"),
            ("Mitragynine", "13900", "", "50", "8.0", "mg/kg"),
            ("Corynantheidine", "31", "J", "50", "4.4", "mg/kg"),
            ("Mitragynine pseudoindoxyl", "ND", "", "5.0", "0.90", "mg/kg"),
        ),
        *grid(148, columns, ("Surrogate", "%Recovery", "Qualifier", "", "Limits", ""), ("Mitragynine-d3", "94", "", "", "70 - 130", "")),
        *grid(180, columns, ("Analyte", "Result", "Qualifier", "RL", "MDL", "Unit"), ("Percent Moisture", "7.6", "", "0.1", "0.1", "%")),
    )
    assert values(page) == [
        ("Mitragynine", "13900"), ("Corynantheidine", "31"), ("Mitragynine pseudoindoxyl", "ND"), ("Percent Moisture", "7.6"),
    ]  # fmt: skip


def test_a_list_of_steps_with_amounts_is_no_table_of_results() -> None:
    steps = [("Prep", "LC-052", "0.502 g"), ("Analysis", "LC-052", "0.1 g"), ("Prep", "3050B", "0.514 g"), ("Analysis", "6020B", "0.2 g")]
    page = page_of((80, {50: "Lab Chronicle"}), *grid(100, (50, 200, 300), ("Type", "Method", "Amount"), *steps), number=2)
    assert values(results_page(), page) == [("Arsenic", "0.13"), ("Lead", "0.55")]


@pytest.mark.parametrize(
    "line",
    [
        {50.0: "Analyzed by 1420 on 04/11/26", 204.0: "SOP 40.3", 254.0: "Weight", 300.0: "0.5021 g"},
        {50.0: "Batch run 2026-04-11 by JLM", 204.0: "1.0013 g", 300.0: "Dilution 40"},
        {50.0: "Geprüft von KPB am 11.04.2026", 204.0: "0,5 g"},
        {50.0: "Instrument", 204.0: "LC-4", 300.0: "50 mL"},
    ],
)
def test_a_line_about_the_work_below_a_table_is_no_row_and_moves_no_column(line: dict[float, str]) -> None:
    page = page_of(
        (80, {50: "Pesticides"}),
        *grid(
            100,
            (50, 150, 204, 270, 330),
            ("Pesticide", "LOQ ppb", "Result ppb", "Threshold ppb", "Status"),
            ("Abamectin", "10", "ND", "200", "PASS"),
            ("Acephate", "20", "ND", "100", "PASS"),
        ),
        (124 + 12, line),
    )
    found = rows(page)
    assert [(r.analyte, [m.text for m in r.measurements], r.limit and str(r.limit.value), r.status) for r in found] == [
        ("Abamectin", ["ND"], "200", "pass"), ("Acephate", ["ND"], "100", "pass"),
    ]  # fmt: skip


def test_a_footnote_parted_at_its_last_number_is_no_row() -> None:
    page = page_of(
        *grid(100, (50, 300), ("Test", "Result"), ("Total yeasts and molds", "< 10 CFU/g"), ("Salmonella", "Absent")),
        (136, {50: "a Mean of three preparations of 20 tablets; relative standard deviation", 340: "1.2 %."}),
    )
    assert [name for name, _ in values(page)] == ["Total yeasts and molds", "Salmonella"]


@pytest.mark.parametrize(
    "title", ["Method Blank", "Quality Control", "QC: Reagent blank", "QC type: LCS", "Blanco de laboratorio", "Blindwert"]
)
def test_a_title_of_quality_control_right_over_a_panels_title_holds_for_it(title: str) -> None:
    page = page_of(
        (80, {50: "Metals (ICP/MS)"}),
        *grid(100, COLUMNS, HEADINGS, ("Arsenic", "0.13", "mg/kg", "0.20"), ("Lead", "0.55", "mg/kg", "0.10")),
        (200, {50: title}),
        (212, {50: "Metals (ICP/MS)"}),
        *grid(230, COLUMNS, HEADINGS, ("Arsenic", "ND", "mg/kg", "0.20"), ("Lead", "ND", "mg/kg", "0.10")),
    )
    assert values(page) == [("Arsenic", "0.13"), ("Lead", "0.55")]


def test_rows_of_controls_among_those_of_the_sample_are_left_out() -> None:
    kinds = page_of(
        *grid(
            100,
            (50, 150, 260, 340),
            ("Type", "Analyte", "Result", "Unit"),
            ("Sample", "Lead", "0.55", "mg/kg"),
            ("MB", "Lead", "ND", "mg/kg"),
            ("LCS", "Lead", "10.1", "mg/kg"),
            ("Sample", "Arsenic", "0.13", "mg/kg"),
        )
    )
    assert values(kinds) == [("Lead", "0.55"), ("Arsenic", "0.13")]
    noted = page_of(
        *grid(
            100,
            (50, 200, 300, 400),
            ("Analyte", "Result", "Unit", "Notes"),
            ("Lead", "0.55", "mg/kg", "blank corrected"),
            ("Arsenic", "0.13", "mg/kg", "see blank"),
        )
    )
    assert values(noted) == [("Lead", "0.55"), ("Arsenic", "0.13")]


@pytest.mark.parametrize(
    "heading",
    [
        "QUALITY CONTROL DEPARTMENT",
        "Point Blank Kratom",
        "QC Laboratories",
        "Quality Control",
        "Recovery Blend Capsules",
        "Maeng Da Blanco",
    ],
)
def test_words_of_control_in_a_letterhead_or_a_products_name_take_no_result_away(heading: str) -> None:
    assert values(large(results_page(), heading, 14)) == [("Arsenic", "0.13"), ("Lead", "0.55")]


@pytest.mark.parametrize("name", ["Point Blank Kratom", "Control Blend 500 mg", "Maeng Da Blanco", "MB-0417"])
def test_a_sample_whose_name_holds_such_words_keeps_its_results(name: str) -> None:
    page = page_of(
        (60, {50: f"Sample Name: {name}"}),
        (80, {50: "Metals (ICP/MS)"}),
        *grid(100, COLUMNS, HEADINGS, ("Arsenic", "0.13", "mg/kg", "0.20")),
    )
    assert values(page) == [("Arsenic", "0.13")]


def test_an_analyte_that_begins_like_a_note_is_a_row() -> None:
    page = page_of(
        *grid(100, (50, 300), ("Analyte", "Result (mg/g)"), ("Mitragynine", "1.2"), ("Sophoridine", "0.3"), ("Speciogynine", "0.1"))
    )
    assert [name for name, _ in values(page)] == ["Mitragynine", "Sophoridine", "Speciogynine"]


def beside(heading: str, *cells: str) -> list[Result]:
    """The rows of a table of results that prints `heading` over `cells`, one for each row."""
    headings = ("Analyte", "Result", "Unit", heading, "Status")
    body = [
        (name, value, "mg/kg", cell, "Pass") for (name, value), cell in zip((("Arsenic", "0.13"), ("Lead", "<0.05")), cells, strict=True)
    ]
    return rows(page_of((80, {50: "Metals (ICP/MS)"}), *grid(100, (50.0, 180.0, 250.0, 320.0, 460.0), headings, *body)))


@pytest.mark.parametrize(
    ("heading", "cells", "limits"),
    [
        ("Expected", ("NMT 1.0", "NMT 0.5"), ["1.0", "0.5"]),
        ("Specification / Expected", ("NMT 1.0", "NMT 0.5"), ["1.0", "0.5"]),
        ("Specification/Expected", ("1.0", "0.5"), ["1.0", "0.5"]),
        ("Expected", ("0.10", "0.10"), [None, None]),
        ("Recovery (%)", ("98", "103"), [None, None]),
        ("% Recovery", ("98 %", "103 %"), [None, None]),
        ("Accuracy", ("98 %", "103 %"), [None, None]),
        ("Cq", ("31.2", "33.0"), [None, None]),
    ],
)
def test_a_column_of_quality_control_beside_results_leaves_them(heading: str, cells: tuple[str, str], limits: list[str | None]) -> None:
    found = beside(heading, *cells)
    assert [(r.analyte, r.measurements[0].text, r.limit and str(r.limit.value), r.status) for r in found] == [
        ("Arsenic", "0.13", limits[0], "pass"), ("Lead", "<0.05", limits[1], "pass"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (("Analyte", "Spike level", "Result", "Recovery (%)"), ("Lead", "0.10", "0.098", "98")),
        (("Analyte", "Expected", "Found", "Recovery (%)"), ("Lead", "0.10", "0.098", "98")),
        (("Analyte", "True value", "Result", "Status"), ("Lead", "0.10", "0.098", "Pass")),
        (("Analyte", "Result", "Recovery (%)", "Limits"), ("Lead", "0.098", "98", "80-120")),
        (("Analyte", "Expected", "Found", ""), ("Lead", "0.10", "0.098", "")),
        (("Analyte", "Result", "Duplicate", "RPD"), ("Lead", "0.10", "0.098", "2")),
        (("Analyte", "Method blank", "Result", "LOQ"), ("Lead", "ND", "0.098", "0.01")),
        (("Control material", "Assigned", "Found", "Unit"), ("Lead, tea leaves", "1.78", "1.73", "mg/kg")),
        (("Control material", "Zzq", "Found", "Unit"), ("Lead, tea leaves", "1.78", "1.73", "mg/kg")),
        (("Zzq", "Certified", "Found", "Unit"), ("Lead, tea leaves", "1.78", "1.73", "mg/kg")),
    ],
)
def test_a_table_that_is_quality_control_by_its_columns_gives_nothing(headings: tuple[str, ...], row: tuple[str, ...]) -> None:
    assert values(page_of((80, {50: "Metals"}), *grid(100, COLUMNS, headings, row, ("Cadmium", *row[1:])))) == []


def test_analytes_that_another_table_holds_are_not_read_again_beside_a_recovery() -> None:
    checked = grid(
        200, COLUMNS, ("Analyte", "Result", "Unit", "Recovery (%)"), ("Arsenic", "0.98", "mg/kg", "98"), ("Lead", "1", "mg/kg", "99")
    )
    page = results_page()
    check = page_of((180, {50: "Metals (ICP/MS)"}), *checked, number=2)
    assert values(page, check) == [("Arsenic", "0.13"), ("Lead", "0.55")]


def test_what_was_expected_of_a_serving_is_the_labels_claim() -> None:
    headings = ("Analyte", "Expected (mg/serving)", "Result (mg/serving)", "% of label claim")
    found = rows(page_of((80, {50: "Alkaloids"}), *grid(100, COLUMNS, headings, ("Mitragynine", "45", "44.1", "98 %"))))
    assert [(m.text, m.unit) for m in found[0].measurements] == [("44.1", "mg/serving"), ("98 %", "% of label claim")]
    assert found[0].label_claim is not None
    assert str(found[0].label_claim.value) == "45"


@pytest.mark.parametrize("department", ["Qualitätssicherung", "Quality Control", "Contrôle qualité", "Kontrola jakości"])
def test_a_department_in_an_address_takes_no_result_away(department: str) -> None:
    address = [
        (100.0 + 10 * n, {70.0: line}) for n, line in enumerate(("Nordwind Kräuter GmbH", department, "Frau Ina Lehr", "Speicherweg 8"))
    ]
    table = grid(220, (70, 260, 320), ("Parameter", "Ergebnis", "Einheit"), ("Arsen", "0,14", "mg/kg"), ("Blei", "0,38", "mg/kg"))
    assert values(page_of(*address, *table)) == [("Arsen", "0,14"), ("Blei", "0,38")]


@pytest.mark.parametrize("office", ["Quality Control Laboratory", "Quality Control Department", "QC Laboratory"])
def test_the_laboratory_that_controls_quality_is_no_title_of_its_own_results(office: str) -> None:
    head = (
        (46, {192: "HERON PROCESS SPECIMENS"}), (59, {174: f"{office} · 1600 Quarry Park Drive, Ogden UT 84499"}),
        (81, {227: "CERTIFICATE OF ANALYSIS"}), (98, {51: "Product Name:", 136: "Specimen Leaf Extract"}),
    )  # fmt: skip
    table = grid(203, (51, 250, 360, 500), ("TEST", "METHOD", "SPECIFICATION", "RESULT"), ("Total Ash", "USP <561>", "NMT 8.0 %", "4.37 %"))
    assert values(page_of(*head, *table)) == [("Total Ash", "4.37 %")]


RANGED = (50.0, 200.0, 330.0, 430.0)


@pytest.mark.parametrize(
    "heading",
    ["Dynamic Range (ppm)", "Calibration Range (ppm)", "Linear Range", "LLOQ - ULOQ (ppm)", "Range of Quantitation", "Kalibrierbereich"],
)
def test_the_range_in_which_an_instrument_measures_stands_beside_results_and_bounds_none(heading: str) -> None:
    lines = (("Metal", heading, "Result (ppm)"), ("Arsenic", "0.044 - 4.42", "ND"), ("Lead", "0.041 - 4.38", "0.083"))
    page = page_of((80, {50: "Heavy Metals"}), *grid(100, RANGED[:3], *lines))
    assert values(page) == [("Arsenic", "ND"), ("Lead", "0.083")]
    assert not any(row.lod or row.loq or row.limit for row in rows(page))


@pytest.mark.parametrize(
    "headings",
    [
        ("Dynamic Range (ppm)", "R2", "Slope"),
        ("Calibration Range (ppm)", "R²", "Measured (ppm)"),
        ("Dynamic Range (ppm)", "Expected (ppm)", "Result (ppm)"),
        ("Dynamic Range (ppm)", "R2", "Result (ppm)"),
    ],
)
def test_a_calibration_over_the_same_ranges_gives_no_result(headings: tuple[str, ...]) -> None:
    lines = (("Metal", *headings), ("Arsenic", "0.044 - 4.42", "1.00", "1.02"), ("Lead", "0.041 - 4.38", "0.99", "0.98"))
    control = page_of((80, {50: "Heavy Metals"}), *grid(100, RANGED, *lines), number=2)
    assert values(results_page(), control) == [("Arsenic", "0.13"), ("Lead", "0.55")]
