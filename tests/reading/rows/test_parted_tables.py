"""Tables that stand so close, and columns that stand so close, that their parts must be told apart."""

from __future__ import annotations

import pytest

from registry.reading.document import Page, Word
from tests.reading.pages import grid, page_of, words_at
from tests.reading.told import bound, printed, rows

TYPED = 5.0
"""Points of a typewriter's letter in print of 8.3 points."""


def typed(*lines: str, top: float = 60.0) -> Page:
    """A page of typewriter's print: each letter and each space is equally wide."""
    words = []
    for i, line in enumerate(lines):
        y, at = top + 12 * i, 0
        for text in line.split(" "):
            if text:
                x = 40 + TYPED * at
                words.append(Word(text, x, y - 6, x + TYPED * len(text), y + 2, 8.3, y, 1000 * i + at))
            at += len(text) + 1
    return Page(1, 612.0, 792.0, tuple(words))


@pytest.mark.parametrize(("first", "second"), [("Action", "Level"), ("Max", "Limit"), ("Legal", "Limit")])
def test_a_second_line_of_headings_beside_a_neighbours_first_row_completes_its_own_tables(first: str, second: str) -> None:
    upper = {
        40: "Analyte",
        90: "Result",
        140: first,
        210: "Analyte",
        260: "Result",
        310: first,
        390: "Analyte",
        450: "Result",
        500: "Limit",
    }
    page = page_of(
        (100, upper),
        (111, {140: second, 310: second, 390: "Stones", 450: "ND", 500: "1 %"}),
        (122, {40: "Moisture", 90: "6.1 %", 140: "12.0 %", 210: "Water", 260: "0.44 aw", 310: "0.70 aw"}),
        (133, {40: "Content", 210: "Activity"}),
    )
    read = rows(page)
    held = {name: printed(result)[0] for name, result in read.items()}
    assert held["Moisture Content"] == ("6.1 %", "%")
    assert held["Water Activity"] == ("0.44 aw", "aw")
    assert held["Stones"][0] == "ND"
    assert bound(read["Moisture Content"], "limit") == ("12.0", "%")
    assert bound(read["Water Activity"], "limit") == ("0.70", "aw")


def test_columns_of_typewriters_print_part_where_their_heading_begins_and_no_word_crosses() -> None:
    read = rows(
        typed(
            "TEST                      RESULT UNITS      LOQ SPECIFICATION  METHOD",
            "ARSENIC ................     112 ug/kg       12 NMT 1800       QX-04",
            "CADMIUM ................      41 ug/kg        6 NMT 600        QX-04",
            "NICKEL .................   1,410 ug/kg       25 REPORT         QX-04",
            "LEAD ...................      <6 ug/kg        6 NMT 900        QX-04",
            "COBALT .................      71 ug/kg       25                QX-04",
            "TIN ....................      90 ug/kg       25                QX-04",
            "ZINC ...................     930 ug/kg       25                QX-04",
        )
    )
    assert bound(read["ARSENIC"], "loq") == ("12", "ug/kg")
    assert bound(read["ARSENIC"], "limit") == ("1800", "ug/kg")
    assert bound(read["NICKEL"], "loq") == ("25", "ug/kg")
    assert bound(read["NICKEL"], "limit") is None
    assert bound(read["COBALT"], "loq") == ("25", "ug/kg")


def test_a_typed_name_that_ends_in_brackets_before_its_dots_stays_whole() -> None:
    read = rows(
        typed(
            "TEST                    RESULT UNITS     LIMIT",
            "YEAST ...............      <10 CFU/g     1,000",
            "COLIFORMS (MPN) .....      4.3 MPN/g     1,100",
        )
    )
    assert printed(read["COLIFORMS (MPN)"]) == [("4.3 MPN/g", "MPN/g")]


def test_a_finding_in_capitals_that_two_headings_would_make_is_no_heading() -> None:
    page = page_of(
        *grid(100, (40, 160, 260, 360), ("TEST", "RESULT", "SPECIFICATION", "METHOD"), ("LEAD", "0.2 ppm", "NMT 1.0", "QX-04")),
        *grid(124, (40, 160, 260, 360), ("ASH", "4.1 %", "REPORT", "QX-07"), ("IDENTITY (TLC)", "CONFORMS", "M. SPECIOSA", "QX-09")),
    )
    assert printed(rows(page)["IDENTITY (TLC)"]) == [("CONFORMS", None)]


@pytest.mark.parametrize("portion", ["in 5 mL", "in 20 g", "/ 20 g", "per 5 mL"])
def test_portions_under_some_names_of_a_table_on_its_side_leave_the_others_their_unit(portion: str) -> None:
    page = page_of(
        (80, {40: "Microbiology"}),
        (100, {110: "Yeast", 190: "Mould", 270: "E. coli", 350: "Salmonella", 430: "S. aureus"}),
        (109, {110: "CFU/mL", 190: "CFU/mL", 270: portion, 350: portion, 430: portion}),
        (124, {40: "Result", 110: "30", 190: "<5", 270: "Absent", 350: "Absent", 430: "Absent"}),
        (138, {40: "Limit", 110: "200", 190: "200", 270: "Absent", 350: "Absent", 430: "Absent"}),
    )
    read = rows(page)
    assert list(read) == ["Yeast", "Mould", "E. coli", "Salmonella", "S. aureus"]
    assert printed(read["Mould"]) == [("<5", "CFU/mL")]
    assert bound(read["Yeast"], "limit") == ("200", "CFU/mL")


def test_a_typed_limit_keeps_its_number_though_few_rows_have_one() -> None:
    read = rows(
        typed(
            "ANALYTE           RESULT UNIT    LOD    LOQ LIMIT      STATUS",
            "LEAD               0.112 mg/kg  0.01   0.03 NMT 1.1    PASS",
            "MERCURY           <0.030 mg/kg  0.01   0.03 NMT 0.3    PASS",
            "ZINC               7.100 mg/kg  0.01   0.03            -",
            "ASH                4.100 %             0.05 MIN. 1.0   PASS",
        )
    )
    assert bound(read["LEAD"], "limit") == ("1.1", "mg/kg")
    assert bound(read["MERCURY"], "limit") == ("0.3", "mg/kg")
    assert bound(read["ASH"], "limit") is None


def test_the_title_of_the_first_group_right_under_the_headings_ends_no_table() -> None:
    columns = (40, 180, 260, 320, 420)
    lines = [("Analyte", "Method", "Result", "Units", "Specification"), ("Microbiology", "", "", "", "")]
    lines += [("Yeast", "QX-1", "<20", "CFU/g", "NMT 200"), ("Mould", "QX-1", "<20", "CFU/g", "NMT 200"), ("Mycotoxins", "", "", "", "")]
    lines += [("Ochratoxin A", "QX-2", "<0.5", "ppb", "NMT 15")]
    read = rows(page_of(*grid(100, columns, *lines, pitch=14)))
    assert bound(read["Yeast"], "limit") == ("200", "CFU/g")
    assert bound(read["Ochratoxin A"], "limit") == ("15", "ppb")


def test_a_name_set_larger_than_the_headings_is_a_row_of_its_table_though_its_method_stands_between_in_small_print() -> None:
    head = words_at(40, 100, "Test", size=6.5) + [
        w for x, text in ((200, "Unit"), (280, "Result")) for w in words_at(x, 100, text, size=6.5)
    ]
    words = list(head)
    for n, (name, result) in enumerate((("Magnesium", "54.8"), ("Vitamin B6 (pyridoxine)", "1.47"), ("Vitamin C", "12.1"))):
        y = 112 + 22 * n
        words += words_at(40, y, name, size=8, index=1000 * (n + 1))
        words += words_at(200, y + 4, "mg/tablet", size=8, index=1000 * (n + 1) + 300)
        words += words_at(280, y + 4, result, size=8, index=1000 * (n + 1) + 400)
        words += words_at(40, y + 8, f"EN 1575{n}:2010", size=5.5, index=1000 * (n + 1) + 600)
    found = rows(Page(1, 612.0, 792.0, tuple(words)))
    assert {name: row.measurements[0].text for name, row in found.items()} == {
        "Magnesium": "54.8", "Vitamin B6 (pyridoxine)": "1.47", "Vitamin C": "12.1",
    }  # fmt: skip
