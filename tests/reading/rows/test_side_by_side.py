"""Tables in two or three halves under one title, with its verdict at the far end, and what stands at the foot of the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from registry.model.certificate import Panel
from registry.reading.document import Page
from registry.reading.layout.blocks import find_blocks
from registry.reading.layout.cells import build_cells, lines_of
from registry.reading.layout.columns import TableColumn, assign
from registry.reading.layout.headings import Block
from tests.reading.pages import grid, page_of, words_at
from tests.reading.told import bound, printed, rows

LEFT, RIGHT = (40.0, 150.0, 200.0, 250.0), (310.0, 420.0, 470.0, 530.0)
HEADINGS = ("Analyte", "LOD", "Result", "Limit")


def blocks_on(page: Page) -> list[Block]:
    cells = build_cells(page)
    return find_blocks(cells, lines_of(cells))


def halves(top: float, left: list[tuple[str, ...]], right: list[tuple[str, ...]]) -> list[tuple[float, dict[float, str]]]:
    """The lines of two tables beside each other, their headings on one line."""
    both = [grid(top, columns, HEADINGS, *body) for columns, body in ((LEFT, left), (RIGHT, right))]
    return [*both[0], *both[1]]


PESTICIDES = halves(
    114,
    [("Abamectin", "0.02", "ND", "0.1"), ("Acephate", "0.03", "ND", "0.1")],
    [("Naled", "0.03", "ND", "0.1"), ("Oxamyl", "0.01", "0.2", "0.5")],
)


def test_the_verdict_at_the_end_of_a_bar_over_both_halves_is_no_heading_of_the_right_one() -> None:
    page = page_of((100, {40: "PES - Pesticides Analysis", 200: "Method SPC-3", 530: "PASS"}), *PESTICIDES)
    assert [sorted(c.text for c in block.cells) for block in blocks_on(page)] == [sorted(HEADINGS)] * 2
    assert {name: row.panel for name, row in rows(page).items()} == dict.fromkeys(
        ("Abamectin", "Acephate", "Naled", "Oxamyl"), Panel.PESTICIDES
    )


@pytest.mark.parametrize("over", ["Pass", "Fail"])
def test_a_heading_of_two_lines_keeps_its_verdict(over: str) -> None:
    page = page_of((92, {260: over}), *grid(102, (40, 200, 260), ("Analyte", "Result (ppm)", "Limit"), ("Lead", "0.1", "0.5")))
    assert printed(rows(page)["Lead"]) == [("0.1", "ppm")]


@pytest.mark.parametrize("lines", [("Pass /", "Fail"), ("Pass/", "Fail"), ("Passed /", "Failed"), ("Pass /", "Fail *")])
def test_a_heading_of_one_line_stays_with_its_table_beside_one_that_begins_level_with_it(lines: tuple[str, str]) -> None:
    left = grid(
        100, (30, 110, 150, 190, 240), ("Solvents", "LOD", "Units", "Result", "Action Level"), ("Acetone", "75", "ppm", "ND", "750"),
        ("Benzene", "0.1", "ppm", "<1", "1"), ("Toluene", "15", "ppm", "ND", "150"),
    )  # fmt: skip
    right = [
        (100.0, {500.0: lines[0], 550.0: "Action"}),
        (109.0, {320.0: "Analyte", 410.0: "Units", 450.0: "Result", 500.0: lines[1], 550.0: "Level"}),
        *grid(
            121,
            (320, 410, 450, 500, 550),
            ("Salmonella", "", "Not Present", "PASS", ""),
            ("Yeast and Mold", "CFU/g", "<10", "PASS", "1000"),
        ),
    ]
    read = rows(page_of(*left, *right))
    limits = {name: bound(row, "limit") for name, row in read.items()}
    assert limits == {
        "Acetone": ("750", "ppm"), "Benzene": ("1", "ppm"), "Toluene": ("150", "ppm"),
        "Salmonella": None, "Yeast and Mold": ("1000", "CFU/g"),
    }  # fmt: skip
    assert bound(read["Benzene"], "lod") == ("0.1", "ppm")


def with_foot(page: Page, text: str, size: float) -> Page:
    return Page(page.number, page.width, page.height, (*page.words, *words_at(40, 750, text, size=size, index=90000)))


@pytest.mark.parametrize("size", [5.0, 8.0])
def test_a_legend_at_the_foot_of_every_page_titles_no_table_of_the_next(size: float) -> None:
    first = page_of(
        (100, {40: "Heavy Metals"}), *grid(114, LEFT, HEADINGS, ("Lead", "0.01", "0.02", "0.5"), ("Cadmium", "0.01", "ND", "0.5"))
    )
    second = page_of(*PESTICIDES, number=2)
    legend = "ULOQ Above the calibration range"
    assert "Oxamyl" in rows(with_foot(first, legend, size), with_foot(second, legend, size))


def test_a_legend_in_small_print_titles_no_table_of_the_next_page() -> None:
    first = page_of(
        (100, {40: "Heavy Metals"}), *grid(114, LEFT, HEADINGS, ("Lead", "0.01", "0.02", "0.5"), ("Cadmium", "0.01", "ND", "0.5"))
    )
    assert "Oxamyl" in rows(with_foot(first, "ULOQ Above the calibration range", 5), page_of(*PESTICIDES, number=2))


@pytest.mark.parametrize("heading", ["Analyte / Limit", "Parameter / Method", "Test / Unit"])
def test_names_with_something_else_in_their_heading_are_names(heading: str) -> None:
    lines = grid(
        100, (40, 250, 350), (heading, "Result", heading.split()[2]), ("Visible mold", "ND", ">1/4"), ("Sand, soil, dirt", "ND", "2")
    )
    assert [sorted(c.text for c in block.cells) for block in blocks_on(page_of(*lines))] == [
        sorted((heading, "Result", heading.split()[2]))
    ]
    assert {name: printed(row) for name, row in rows(page_of(*lines)).items()} == {
        "Visible mold": [("ND", None)],
        "Sand, soil, dirt": [("ND", None)],
    }


@pytest.mark.parametrize("first", ["", "Pesticide"])
def test_headings_that_repeat_part_tables_whose_names_no_word_heads(first: str) -> None:
    columns = (40.0, 130.0, 180.0, 240.0, 330.0, 380.0, 440.0, 530.0, 580.0)
    page = page_of(
        (86, {40: "Pesticides"}),
        (
            100,
            {130: "Dynamic", 330: "Dynamic", 530: "Dynamic", 180: "Result", 380: "Result", 580: "Result", **({40: first} if first else {})},
        ),
        (108, {130: "Range (ppb)", 330: "Range (ppb)", 530: "Range (ppb)", 180: "(ppb)", 380: "(ppb)", 580: "(ppb)"}),
        *grid(121, columns, ("Abamectin", "347 - 2561", "ND", "Naled", "291 - 2501", "ND", "Phosmet", "342 - 2309", "41")),
        *grid(133, columns, ("Acephate", "313 - 2842", "ND", "Oxamyl", "317 - 2605", "52", "Prallethrin", "325 - 2347", "ND")),
    )
    assert {name: printed(row) for name, row in rows(page).items()} == {
        "Abamectin": [("ND", "ppb")],
        "Acephate": [("ND", "ppb")],
        "Naled": [("ND", "ppb")],
        "Oxamyl": [("52", "ppb")],
        "Phosmet": [("41", "ppb")],
        "Prallethrin": [("ND", "ppb")],
    }


@pytest.mark.parametrize(("sign", "status"), [("PASS", "pass"), ("\N{CHECK MARK} PASS", "pass"), ("\N{CHECK MARK}", None)])
@pytest.mark.parametrize(("first", "names"), [("", 300.0), ("", 320.0), ("Metal", 310.0)])
@pytest.mark.parametrize("heads", [("Found", "Our limit"), ("Our limit", "Found")])
def test_headings_behind_a_column_of_analytes_begin_a_table_whatever_their_words(
    heads: tuple[str, str], first: str, names: float, sign: str, status: str | None
) -> None:
    metals = grid(
        100,
        (40, 100, 155, 205, 270),
        (first, "Found (ppm)", "\N{MICRO SIGN}g/serving", "Our limit (ppm)", ""),
        ("Lead", "0.41", "0.82", "1.0", sign),
        ("Arsenic", "0.22", "0.44", "1.5", sign),
        ("Cadmium", "ND", "ND", "0.5", sign),
    )
    microbes = grid(
        100,
        (names, *((410, 480) if heads[0] == "Found" else (480, 410)), 550),
        ("", "Found", "Our limit", ""),
        ("Total plate count", "3,100 CFU/g", "100,000 CFU/g", sign),
        ("Yeast & mold", "<100 CFU/g", "1,000 CFU/g", sign),
        ("Coliforms", "<10 CFU/g", "100 CFU/g", sign),
    )
    found = rows(page_of((80, {40: "Heavy metals", names: "Microbes"}), *metals, *microbes))
    assert {name: (printed(row), bound(row, "limit"), row.status) for name, row in found.items()} == {
        "Lead": ([("0.41", "ppm"), ("0.82", "\N{MICRO SIGN}g/serving")], ("1.0", "ppm"), status),
        "Arsenic": ([("0.22", "ppm"), ("0.44", "\N{MICRO SIGN}g/serving")], ("1.5", "ppm"), status),
        "Cadmium": ([("ND", "ppm"), ("ND", "\N{MICRO SIGN}g/serving")], ("0.5", "ppm"), status),
        "Total plate count": ([("3,100 CFU/g", "CFU/g")], ("100000", "CFU/g"), status),
        "Yeast & mold": ([("<100 CFU/g", "CFU/g")], ("1000", "CFU/g"), status),
        "Coliforms": ([("<10 CFU/g", "CFU/g")], ("100", "CFU/g"), status),
    }


@pytest.mark.parametrize("words", ["clear print", "Pass", "as sold"])
def test_words_between_two_results_that_name_no_analytes_begin_no_table(words: str) -> None:
    page = page_of(
        *grid(
            100,
            (40, 150, 220, 290, 400),
            ("", "Found (ppm)", "Limit (ppm)", "", "Found (mg/kg)"),
            ("Lead", "0.41", "1.0", words, "0.42"),
            ("Arsenic", "0.22", "1.5", words, "0.23"),
            ("Cadmium", "0.05", "0.5", words, "0.06"),
        )
    )
    found = rows(page)
    assert {name: (printed(row)[0], printed(row)[-1]) for name, row in found.items()} == {
        "Lead": (("0.41", "ppm"), ("0.42", "mg/kg")),
        "Arsenic": (("0.22", "ppm"), ("0.23", "mg/kg")),
        "Cadmium": (("0.05", "ppm"), ("0.06", "mg/kg")),
    }


def test_replicates_under_one_word_are_columns_of_one_table() -> None:
    page = page_of(*grid(100, (40, 150, 200), ("Analyte", "Result (%)", "Result (%)"), ("Mitragynine", "1.31", "1.33")))
    assert printed(rows(page)["Mitragynine"]) == [("1.31", "%"), ("1.33", "%")]


def test_a_remark_behind_the_values_of_a_row_ends_no_table() -> None:
    columns = (40.0, 128.0, 210.0, 300.0, 360.0)
    lines = grid(
        100,
        columns,
        ("Contaminant", "Method", "LOD", "Result", "Notes"),
        ("Yeast and Mold", "SPC-24: Plating", "10 CFU/g", "ND", "Free from visual mold, mildew, and any foreign matter"),
        ("Coliforms", "SPC-26: Plating", "10 CFU/g", "ND", ""),
    )
    assert list(rows(page_of(*lines))) == ["Yeast and Mold", "Coliforms"]


def test_a_method_close_behind_a_long_name_stands_in_its_own_column() -> None:
    columns = (40.0, 119.0, 250.0, 330.0)
    lines = [(100, {40.0: "Contaminant", 140.0: "Method", 250.0: "LOD", 330.0: "Result"}), (136, {250.0: "10 CFU/g", 330.0: "ND"})]
    lines += grid(112, columns, ("Coliforms", "SPC-26: Plating", "10 CFU/g", "ND"), ("Salmonella", "SPC-25: PCR", "1 CFU/25 g", "Absent"))
    long = [*words_at(40, 136, "Total Yeast and Mold", index=9000), *words_at(119, 136, "SPC-24: Plating", index=9021)]
    page = page_of(*lines)
    assert list(rows(Page(1, page.width, page.height, (*page.words, *long)))) == ["Coliforms", "Salmonella", "Total Yeast and Mold"]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("Kresoxim-", "methyl"), "Kresoxim-methyl"),
        (("Paclobu-", "trazol"), "Paclobutrazol"),
        (("Endosulfan-", "sulfate"), "Endosulfan-sulfate"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_stays_where_a_name_has_it_anyway(lines: tuple[str, str], name: str) -> None:
    page = page_of(
        (100, {40: "Analyte", 150: "Result (ppb)"}),
        (115, {40: "Abamectin", 150: "ND"}),
        (130, {40: lines[0]}),
        (134, {150: "ND"}),
        (138, {40: lines[1]}),
        (153, {40: "Phosmet", 150: "ND"}),
    )
    assert name in rows(page)


@pytest.mark.parametrize("name", ["Moisture", "Moisture (Moi)", "Water Activity"])
def test_a_test_not_made_under_headings_of_its_own_is_a_row(name: str) -> None:
    assert printed(rows(page_of(*grid(100, (40, 200), ("Analyte", "Result"), (name, "NT"))))[name])[0][0] == "NT"


@pytest.mark.parametrize("heading", ["Examined", "", "Check"])
@pytest.mark.parametrize("right", [("Result", "Status"), ("Status", "Result"), ("Limit", "Result")])
def test_a_table_beside_another_keeps_its_rows_though_a_word_that_nobody_knows_heads_its_names(
    heading: str, right: tuple[str, str]
) -> None:
    cells = {"Result": "None seen", "Status": "Pass", "Limit": "3"}
    columns = (40.0, 130.0, 190.0, 240.0, 320.0, 440.0, 520.0)
    page = page_of(
        (86, {40: "Mycotoxins (ug/kg)", 320: "Foreign Matter"}),
        *grid(
            100,
            columns,
            ("Analyte", "Limit", "Result", "Status", heading, *right),
            ("Aflatoxin B1", "20", "ND", "Pass", "Insect fragments", *(cells[name] for name in right)),
            ("Aflatoxin B2", "-", "ND", "-", "Mammalian excreta", *(cells[name] for name in right)),
            ("Ochratoxin A", "20", "ND", "Pass", "", "", ""),
        ),
    )
    found = rows(page)
    assert {name: (row.panel.value, row.status) for name, row in found.items()} == {
        "Aflatoxin B1": ("mycotoxins", "pass"),
        "Aflatoxin B2": ("mycotoxins", None),
        "Ochratoxin A": ("mycotoxins", "pass"),
        "Insect fragments": ("foreign_matter", "pass" if "Status" in right else None),
        "Mammalian excreta": ("foreign_matter", "pass" if "Status" in right else None),
    }


@pytest.mark.parametrize("chip", ["LOQ 3 ug/kg", "LOD 3 ug/kg"])
def test_a_limit_on_the_bar_of_one_table_is_none_of_the_table_beside_it(chip: str) -> None:
    page = page_of(
        (86, {40: "Mycotoxins (ug/kg)", 200: chip, 320: "Heavy Metals (ug/kg)"}),
        *grid(
            100,
            (40.0, 130.0, 320.0, 440.0),
            ("Analyte", "Result", "Element", "Result"),
            ("Aflatoxin B1", "ND", "Lead", "12"),
            ("Ochratoxin A", "ND", "Cadmium", "ND"),
        ),
    )
    bounds = {name: str(b.value) for name, row in rows(page).items() if (b := row.lod or row.loq)}
    assert bounds == {"Aflatoxin B1": "3", "Ochratoxin A": "3"}


@pytest.mark.parametrize("panels", [("ALKALOIDS", "METALS"), ("Alkaloid", "Metal"), ("Potency", "Elements")])
def test_words_that_fill_a_column_head_no_table_however_many_of_them_read_like_headings(panels: tuple[str, str]) -> None:
    columns = (37, 87, 190, 240, 270, 320, 370)
    names = ("Mitraphylline", "Rhynchophylline", "Isorhynchophylline", "Paynantheine")
    entries = [(panels[0], name, "ND", "U", "% w/w", "0.0020", "0.0060") for name in names]
    entries += [(panels[1], name, "ND", "U", "mg/kg", "0.0050", "0.0150") for name in ("Arsenic", "Lead", "Mercury")]
    found = rows(page_of(*grid(100, columns, ("Test", "Analyte", "Result", "Qual", "Units", "LOD", "LOQ"), *entries)))
    assert len(found) == len(entries)
    assert bound(found["Mercury"], "loq") == ("0.0150", "mg/kg")
    assert printed(found["Paynantheine"]) == [("ND", "% w/w")]


def test_a_name_with_a_headings_word_in_it_heads_no_table_beside_words_that_fill_columns() -> None:
    names = ("Total Aerobic Microbial Count", "Total Combined Yeast & Mold", "Gram-negative Bacteria", "Enterobacteria")
    entries = [(name, "USP 2021", "<10", "cfu/g", "NMT 100", "Meets") for name in names]
    lines = grid(100, (40, 200, 280, 330, 380, 460), ("Test", "Method", "Result", "Unit", "Requirement", "Conclusion"), *entries)
    found = rows(page_of((80, {40: "Microbiological quality"}), *lines))
    assert {name: (printed(row), row.status) for name, row in found.items()} == {name: ([("<10", "cfu/g")], "pass") for name in names}
    assert bound(found["Total Aerobic Microbial Count"], "limit") == ("100", "cfu/g")


def test_a_finding_on_two_lines_beside_the_title_of_another_table_is_none_of_its_headings() -> None:
    right = [
        line
        for n in range(4)
        for line in ((114 + 24 * n, {435: "Not Detected in 1", 532: "Not"}), (124 + 24 * n, {491: "g", 514: "Detected"}))
    ]
    names = [
        (119 + 24 * n, {341: name, 557: "Pass"}) for n, name in enumerate(("Aspergillus flavus", "Aspergillus niger", "Salmonella", "STEC"))
    ]
    found = rows(
        page_of(
            (80, {36: "Heavy Metals", 338: "Microbial"}),
            *grid(100, (39, 205, 250), ("Element", "Limit", "Result"), ("Lead", "0.5", "0.1")),
            (100, {341: "Organism", 477: "Limit", 522: "Result", 551: "Status"}),
            *right,
            *names,
            (148, {36: "Mycotoxins", 100: "µg/kg"}),
            *grid(166, (39, 205, 250), ("Toxin", "Limit", "Result"), ("Aflatoxin B1", "20", "ND"), ("Ochratoxin A", "20", "ND")),
        )
    )
    assert sorted(found) == ["Aflatoxin B1", "Aspergillus flavus", "Aspergillus niger", "Lead", "Ochratoxin A", "STEC", "Salmonella"]
    assert found["STEC"].status == "pass"


def test_the_units_of_gauges_beside_a_table_head_none_of_its_columns() -> None:
    columns = (37, 196, 266, 317)
    left = grid(
        100, columns, ("Cannabinoid", "LOQ (mg/g)", "mg/g", "mg/gummy"), *[(f"CB{x}", "0.010", "0.488", "2.37") for x in "DGNCTL"], pitch=9
    )
    right = grid(164, (444, 556, 600), ("Terpene", "%", "Description"), ("Linalool", "0.0126", "Floral"), ("Geraniol", "ND", "Rose"))
    gauges = [(93, {486: "2.41", 590: "24.89"}), (103, {488: "mg", 594: "mg"}), (126, {478: "Total THC", 584: "Total CBD"})]
    found = rows(page_of(*gauges, *left, *right))
    assert printed(found["CBL"]) == [("0.488", "mg/g"), ("2.37", "mg/gummy")]
    assert printed(found["Linalool"]) == [("0.0126", "%")]


@pytest.mark.parametrize("title", ["TERPENES by GC-FID", "Metals (ICP-MS)", "Residual solvents, headspace"])
def test_the_title_of_a_lower_table_beside_the_headings_is_none_of_them(title: str) -> None:
    left = grid(100, (40, 140, 200), ("Cannabinoid", "LOQ (%)", "Result (%)"), ("CBD", "0.05", "7.58"), ("CBG", "0.05", "ND"))
    right = grid(114, (310, 420, 480), ("Analyte", "LOQ (ppm)", "Result (ppm)"), ("Butane", "0.5", "1.2"), ("Lead", "0.1", "ND"))
    found = rows(page_of(*left, (100, {300: title}), *right, (136 + 12, {40: "CBN", 140: "0.05", 200: "0.11"})))
    assert {name: printed(row) for name, row in found.items() if name != "CBN"} == {
        "CBD": [("7.58", "%")],
        "CBG": [("ND", "%")],
        "Butane": [("1.2", "ppm")],
        "Lead": [("ND", "ppm")],
    }


@pytest.mark.parametrize("label", ["Unit mass", "Limit Result", "Net mass"])
def test_what_stands_over_two_half_tables_takes_no_column_of_the_left_one(label: str) -> None:
    left, right = (49.0, 200.0, 251.0, 285.0), (316.0, 423.0, 474.0, 518.0)
    headings = ("Element", "ppm", "Limit", "P/F")
    page = page_of(
        (181, {362: label, 410: "100 g"}),
        (240, {46: "Heavy Metals"}),
        *grid(264, left, headings, ("Arsenic", "0.188", "2.0", "P"), ("Lead", "1.623", "1.2", "F")),
        *grid(264, right, headings, ("Mercury", "ND", "0.4", "P"), ("Nickel", "2.06", "4.0", "P")),
    )
    found = rows(page)
    assert {name: found[name].status for name in ("Arsenic", "Lead", "Mercury")} == {"Arsenic": "pass", "Lead": "fail", "Mercury": "pass"}


@pytest.mark.parametrize(
    ("values", "homes"),
    [
        (("2.50 %", "25.0 mg/g"), ["2.50 %", "25.0 mg/g"]),
        (("<0.01 %", "< 0.1 mg/g"), ["<0.01 %", "< 0.1 mg/g"]),
        (("2.50", "(± 0.2)"), ["2.50 (± 0.2)"]),
        (("12", "mg/g"), ["12 mg/g"]),
    ],
)
def test_values_with_units_of_their_own_stand_in_the_order_of_the_columns_however_a_bar_sets_them(
    values: tuple[str, str], homes: list[str]
) -> None:
    cells = build_cells(page_of((138, {491: values[0], 523: values[1]})))
    assert [c.text for c in assign(cells, [TableColumn(518, 530, None), TableColumn(559, 570, None)]).values()] == homes


@pytest.mark.parametrize("lower", [-0.1, 0.1])
def test_cells_of_one_column_and_line_are_joined_from_left_to_right_however_level_they_were_read(lower: float) -> None:
    cells = build_cells(page_of((138.5, {300: "0.049"}), (138.5 + lower, {340: "W/W"})))
    assert [c.text for c in assign(cells, [TableColumn(290, 370, None)]).values()] == ["0.049 W/W"]


@pytest.mark.parametrize("caption", ["Mitragynine per package", "7-OH per tablet", "Total Alkaloids per serving", "Moisture"])
@pytest.mark.parametrize("level", [-13.0, -10.0])
def test_the_caption_of_a_figure_beside_a_table_of_verdicts_heads_no_column_of_it(caption: str, level: float) -> None:
    lines = grid(100, (40, 220), ("Analysis", "Status"), ("Kratom Alkaloids", "Tested"), ("Pesticides", "Pass"), ("Heavy Metals", "Pass"))
    box = [*words_at(262, 100 + level, caption, size=10.5), *words_at(262, 107, "252.4 mg", size=22)]
    page = page_of(*lines)
    found = rows(replace(page, words=(*page.words, *box)))
    assert not {"Kratom Alkaloids", "Pesticides"} & set(found)


def solvents_in_halves() -> list[tuple[float, dict[float, str]]]:
    """Two tables of solvents beside each other, their numbers set right under headings that are much wider."""
    halves = (40.0, ("Acetone", "Benzene", "Ethanol"), "138"), (310.0, ("Methanol", "Hexane", "Toluene"), "ND")
    heads = {
        x + left: text for left, _, _ in halves for x, text in ((0, "Analyte"), (76, "LOQ (ppm)"), (130, "Result (ppm)"), (200, "Notes"))
    }
    body = [
        {
            left + x: text
            for left, names, last in halves
            for x, text in ((0, names[n]), (102, "25"), (168, ("ND", "<LOQ", last)[n]), (200, "Pass"))
        }
        for n in range(3)
    ]
    return [(100 + 12 * n, line) for n, line in enumerate([heads, *body])]


@pytest.mark.parametrize(
    ("title", "size", "said"),
    [
        ("Water Activity", 9.5, {330: "Method T110, USP <922>", 416: "Tested 03/24/2026 TW", 530: "No. 4"}),
        ("Water Activity", 9.5, {416: "Tested 03/24/2026 TW", 510: "Analyst TW"}),
        ("Moisture", 9.5, {380: "by drying", 416: "03/24/2026 - 03/30/2026", 510: "TW"}),
        ("Microbiology", 8.0, {380: "T20", 416: "03/24/2026 - 03/30/2026", 510: "TW"}),
        ("Heavy Metals", 12.0, {312: "ICP-MS", 510: "PASS"}),
    ],
)
def test_what_stands_beside_the_title_of_a_wider_table_below_is_no_row_of_the_right_half(
    title: str, size: float, said: dict[float, str]
) -> None:
    below = grid(168, (40, 200, 330, 480), ("Analyte", "Limit", "Result", "Unit"), ("Thing", "0.65", "0.28", "aw"))
    page = page_of(*solvents_in_halves(), *below)
    page = replace(page, words=(*page.words, *words_at(40, 154, title, size=size), *page_of((154, said), size=7.0).words))
    found = rows(page)
    assert {name: (printed(row), bound(row, "loq")) for name, row in found.items()} == {
        "Acetone": ([("ND", "ppm")], ("25", "ppm")),
        "Benzene": ([("<LOQ", "ppm")], ("25", "ppm")),
        "Ethanol": ([("138", "ppm")], ("25", "ppm")),
        "Methanol": ([("ND", "ppm")], ("25", "ppm")),
        "Hexane": ([("<LOQ", "ppm")], ("25", "ppm")),
        "Toluene": ([("ND", "ppm")], ("25", "ppm")),
        "Thing": ([("0.28", "aw")], None),
    }


@pytest.mark.parametrize("said", ["analyzed Sep 9, 2026", "Completed 09/14/2026", "HS-GC, tested 2026-09-09"])
def test_the_day_at_the_end_of_the_bar_over_two_half_tables_heads_no_column_of_the_right_one(said: str) -> None:
    starts = (40, 110, 170, 210, 270, 340, 400, 440)
    head = ("Terpene", "LOQ (%)", "%", "mg/g")
    first = ("Linalool", "0.010", "0.033", "0.33", "Guaiol", "0.010", "ND", "ND")
    second = ("Ocimene", "0.010", "0.087", "0.87", "Menthol", "0.010", "1.208", "12.08")
    found = rows(page_of((87, {40: "Terpenes", 400: said}), *grid(100, starts, head * 2, first, second)))
    assert printed(found["Menthol"]) == [("1.208", "%"), ("12.08", "mg/g")]
    assert printed(found["Ocimene"]) == [("0.087", "%"), ("0.87", "mg/g")]


def test_a_bar_below_that_begins_further_left_ends_the_table_over_its_right_end() -> None:
    lines = (
        (80, {40: "Heavy Metals (µg/g)", 310: "Mycotoxins (µg/kg)"}),
        *grid(94, (40, 150), ("Metal", "Result"), ("Arsenic", "0.041")),
        (94, {310: "Mycotoxin", 400: "Result", 484: "Action Level"}),
        *grid(106, (310, 400, 530, 548), ("Aflatoxin B1", "ND", "–", ""), ("Ochratoxin A", "2.1", "20", "Pass")),
        (136, {40: "Microbial Impurities", 486: "qPCR", 516: "03/13/2026"}),
        *grid(150, (40, 340, 470), ("Organism", "Result", "Action Level"), ("Salmonella spp.", "Not Detected", "Not Detected in 1 g")),
    )
    found = rows(page_of(*lines))
    assert bound(found["Ochratoxin A"], "limit") == ("20", "µg/kg")
    assert found["Ochratoxin A"].status == "pass"
