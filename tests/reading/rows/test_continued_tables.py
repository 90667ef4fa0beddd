"""Tables that go on: below a gap, and over the page; and what stands there and is none of their rows."""

from __future__ import annotations

from dataclasses import replace

from tests.reading.pages import grid, page_of
from tests.reading.told import bound, printed, rows


def test_totals_set_apart_below_a_table_go_on_under_its_columns() -> None:
    found = rows(
        page_of(
            *grid(100, (60, 260, 360), ("Analyte", "Conc. (mg/g)", "LOQ (mg/g)"), ("CBD", "0.10", "0.1"), ("CBN", "0.31", "0.1")),
            (170, {60: "Total THC = Δ9-THC + (THCA * 0.877)", 260: "27.10", 360: "N/A"}),
        )
    )
    assert printed(found["Total THC"]) == [("27.10", "mg/g")]


def test_a_table_goes_on_over_the_page_with_its_columns_set_elsewhere() -> None:
    head = ("Terpene", "Result (mg/g)", "LOD (mg/g)", "LOQ (mg/g)")
    first = page_of(
        *grid(100, (40, 250, 330, 410), head, ("Camphene", "ND", "0.5", "1.0"), ("Limonene", "1.2", "0.5", "1.0")),
    )
    then = page_of(*grid(60, (40, 270, 360, 450), ("Sabinene", "ND", "0.4", "0.9"), ("Valencene", "0.7", "0.4", "0.9")), number=2)
    found = rows(first, then)
    assert printed(found["Sabinene"]) == [("ND", "mg/g")]
    assert (bound(found["Sabinene"], "lod"), bound(found["Sabinene"], "loq")) == (("0.4", "mg/g"), ("0.9", "mg/g"))


def test_a_remark_on_the_scope_at_the_foot_of_a_page_says_nothing_of_the_next_pages_table() -> None:
    note = "The tests noted by an asterisk are outside the scope of accreditation."
    first = page_of(*grid(100, (40, 220), ("Analyte", "Result (ppm)"), ("Lead", "0.47"), ("Arsenic", "0.09")), (760, {40: note}))
    second = page_of(*grid(100, (40, 220), ("Analyte", "Result (%)"), ("Mitragynine", "1.27")), (760, {40: note}), number=2)
    assert {"Lead", "Mitragynine"} <= set(rows(first, second))


def test_an_address_in_the_head_of_the_next_page_is_no_row_that_goes_on() -> None:
    first = page_of(
        (80, {40: "Pesticides"}),
        *grid(92, (40, 126, 154, 200), ("Analyte", "LOQ", "Result (ppm)", "P/F"), ("Captan", "0.01", "ND", "Pass")),
    )
    address = (58, {38: "2210 Causeway Spur Unit 4, Beaufort Inlet", 200: "843.5"})
    second = page_of(address, *grid(92, (40, 126, 154, 200), ("Naled", "0.01", "ND", "Pass"), ("Oxamyl", "0.01", "0.2", "Pass")), number=2)
    found = rows(first, second)
    assert {name: printed(row) for name, row in found.items()} == {
        "Captan": [("ND", "ppm")],
        "Naled": [("ND", "ppm")],
        "Oxamyl": [("0.2", "ppm")],
    }


def test_names_with_their_numbers_side_by_side_are_no_rows_that_go_on() -> None:
    names, found = ("Moisture", "Water Activity", "Foreign Matter"), ("11.4 %", "0.57 aw", "Not Tested")
    first = page_of((488, {36: "Quick Tests"}), *grid(500, (40, 240, 420), names, found))
    bar = (60, {36: "Terpenes, mg/g"})
    pairs = grid(
        75,
        (36, 180, 216, 360, 397, 545),
        ("Limonene", "1.96", "Guaiol", "0.39", "Fenchol", "0.17"),
        ("Linalool", "0.74", "Camphene", "ND", "Ocimene", "0.26"),
    )
    assert {name: printed(row) for name, row in rows(first, page_of(bar, *pairs, number=2)).items() if row.page == 2} == {
        "Limonene": [("1.96", "mg/g")], "Guaiol": [("0.39", "mg/g")], "Fenchol": [("0.17", "mg/g")],
        "Linalool": [("0.74", "mg/g")], "Camphene": [("ND", "mg/g")], "Ocimene": [("0.26", "mg/g")],
    }  # fmt: skip


def test_a_running_head_with_the_batchs_verdict_is_no_row_that_goes_on() -> None:
    first = page_of(*grid(100, (40, 240, 400), ("Terpene", "mg/g", "%"), ("Limonene", "5.48", "0.548"), ("Linalool", "2.16", "0.216")))
    head = (60.0, {40.0: "Quiet Specimen Flower", 240.0: "Batch SP-031", 400.0: "PASS"})
    body = grid(110, (40, 240, 400), ("Compound", "Result (µg/g)", "Limit (µg/g)"), ("Captan", "ND", "0.7"), ("Naled", "ND", "0.1"))
    assert set(rows(first, replace(page_of(head, *body), number=2))) == {"Limonene", "Linalool", "Captan", "Naled"}
