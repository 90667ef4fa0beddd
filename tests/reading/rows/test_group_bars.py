"""Tables whose rows stand in groups under bars of larger print, with notes in small print under the rows' names."""

from __future__ import annotations

import pytest

from registry.model.certificate import Panel
from registry.reading.document import Page
from tests.reading.pages import grid, page_of
from tests.reading.printed import Placed, page
from tests.reading.told import bound, printed, rows

COLUMNS = (180.0, 340.0, 420.0, 480.0, 570.0)
HEADINGS = ("Test", "Result", "LOQ", "Specification", "Tested")


def line(y: float, *texts: str, size: float = 9, columns: tuple[float, ...] = COLUMNS) -> list[Placed]:
    """One row, "" where a cell is empty."""
    return [(x, y, text, size) for x, text in zip(columns, texts, strict=True) if text]


def bar(y: float, title: str, behind: str, size: float = 9.4) -> list[Placed]:
    return [(174, y, title, size), (460, y, behind, 7.6)]


def grouped(*body: Placed) -> Page:
    return page(*line(96, *HEADINGS, size=7.6), *body)


METALS = (
    *line(132, "Lead", "0.42 µg/g", "0.010 µg/g", "NMT 1.0 µg/g", "03/15"),
    *line(146, "Mercury", "< 0.005 µg/g", "0.005 µg/g", "NMT 0.10 µg/g", "03/15"),
    *line(160, "Nickel", "1.27 µg/g", "0.05 µg/g", "", "03/15"),
)
ALKALOIDS = (
    *line(202, "Mitragynine", "1.48 % w/w", "0.005 %", "Report", "03/12"),
    *line(216, "Speciogynine", "< 0.005 % w/w", "0.005 %", "Report", "03/12"),
    *line(230, "Mitraphylline", "ND", "0.005 %", "Report", "03/12"),
)


def test_bars_over_groups_of_rows_set_larger_than_the_headings_neither_end_the_table_nor_are_rows() -> None:
    found = rows(
        grouped(*bar(116, "Heavy metals", "SOP-305, ICP-MS"), *METALS, *bar(184, "Alkaloids", "SOP-214, HPLC-UV, 225 nm"), *ALKALOIDS)
    )
    assert {name: printed(result) for name, result in found.items()} == {
        "Lead": [("0.42 µg/g", "µg/g")],
        "Mercury": [("< 0.005 µg/g", "µg/g")],
        "Nickel": [("1.27 µg/g", "µg/g")],
        "Mitragynine": [("1.48 % w/w", "% w/w")],
        "Speciogynine": [("< 0.005 % w/w", "% w/w")],
        "Mitraphylline": [("ND", None)],
    }
    assert bound(found["Mitragynine"], "loq") == ("0.005", "%")
    assert bound(found["Lead"], "limit") == ("1.0", "µg/g")
    assert [found[name].panel for name in ("Nickel", "Mitraphylline")] == [Panel.HEAVY_METALS, Panel.POTENCY]


@pytest.mark.parametrize("title", ["Elements", "Nonesuch work"])
def test_a_bar_in_larger_print_than_its_rows_needs_no_known_words(title: str) -> None:
    alkaloids = [*bar(184, "Alkaloids", "HPLC-UV"), *ALKALOIDS]
    below = [*bar(250, title, "after USP chapter"), *line(266, "Widget value", "0.42 %", "0.010 %", "NMT 1.0 %", "03/15")]
    assert list(rows(grouped(*METALS, *alkaloids, *below)))[-2:] == ["Mitraphylline", "Widget value"]


def test_a_described_row_in_the_rows_own_print_stays_a_row() -> None:
    found = rows(grouped(*METALS, *line(174, "Appearance", "Conforms", "", "Green powder", "03/15")))
    assert printed(found["Appearance"]) == [("Conforms", None)]


@pytest.mark.parametrize("norm", ["AOAC 990.12", "USP <2022>", "EN ISO 21527-2"])
def test_a_norm_in_small_print_under_a_name_is_the_rows_method(norm: str) -> None:
    found = rows(grouped(*line(116, "Yeast", "< 10 CFU/g", "10 CFU/g", "NMT 1,000 CFU/g", "03/12"), (180, 124, norm, 7),
                         *line(138, "Mold", "320 CFU/g", "10 CFU/g", "NMT 1,000 CFU/g", "03/12"), (180, 146, norm, 7)))  # fmt: skip
    assert [(name, found[name].method) for name in found] == [("Yeast", norm), ("Mold", norm)]


def test_words_in_small_print_under_a_name_that_are_no_norm_stay_in_it() -> None:
    found = rows(grouped(*line(116, "Total yeast", "< 10 CFU/g", "10 CFU/g", "NMT 1,000 CFU/g", "03/12"), (180, 124, "and mold", 7),
                         *line(138, "E. coli", "< 10 CFU/g", "10 CFU/g", "NMT 10 CFU/g", "03/12")))  # fmt: skip
    assert list(found) == ["Total yeast and mold", "E. coli"]


def test_a_labelled_remark_in_small_print_under_a_name_does_not_end_the_table() -> None:
    remark: Placed = (180, 124, "Reference: dried leaf, voucher SP-0093", 7)
    found = rows(grouped(*line(116, "Identity, HPTLC", "Conforms", "", "Matches", "03/10"), remark, *METALS))
    assert list(found) == ["Identity, HPTLC", "Lead", "Mercury", "Nickel"]
    assert list(rows(grouped(*METALS, (180, 169, "Reference: dried leaf, voucher SP-0093", 7)))) == ["Lead", "Mercury", "Nickel"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(("1.48 % w/w", "0.22 % w/w", "0.39 % w/w"), ("0.005 %", "0.005 %", "0.005 %"), id="one unit in two spellings"),
        pytest.param(("14.8 mg/g", "ND", "3.9 mg/g"), ("0.005 %", "0.005 %", "0.005 %"), id="not found, beside a number"),
    ],
)
def test_what_is_no_amount_in_a_second_unit_is_no_second_result(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    names = ("Mitragynine", "Speciogynine", "Paynantheine")
    body = [
        entry for n, row in enumerate(zip(names, first, second, strict=True)) for entry in line(100 + 12 * n, *row, columns=COLUMNS[:3])
    ]
    found = rows(page((180, 80, "Alkaloids", 9.4), *body))
    assert not any(text == "0.005 %" for result in found.values() for text, _ in printed(result))


NARROW, OTHER, LOWER = (40.0, 110.0, 150.0, 190.0, 232.0), (280.0, 380.0, 440.0), (225.0, 330.0, 390.0)


@pytest.mark.parametrize("aside", [{}, {700.0: "Pass"}])
def test_a_column_of_verdicts_without_a_heading_is_the_tables_however_far_right_it_stands(aside: dict[float, str]) -> None:
    lines = grid(100, (40, 180, 250), ("Element", "Result", "Limit"), ("Lead", "0.04", "0.50"), ("Cadmium", "0.61", "0.50"))
    lines += [(112, {420: "Pass"}), (124, {420: "Fail"} | aside)]
    found = rows(page_of(*lines))
    assert {name: row.status for name, row in found.items()} == {"Lead": "pass", "Cadmium": "fail"}
    alone = [line for line in lines if 420 not in line[1] or line[0] == 124]
    assert {row.status for row in rows(page_of(*alone)).values()} == {None}  # one verdict is no column


def test_a_verdict_without_a_heading_is_kept_over_a_table_that_begins_where_it_stands() -> None:
    found = rows(
        page(
            *line(100, "Element", "LOQ", "Limit", "Result", "", size=7, columns=NARROW),
            *line(112, "Lead", "0.010", "0.50", "0.038", "Pass", size=8, columns=NARROW),
            *line(124, "Cadmium", "0.005", "0.50", "<LOQ", "Fail", size=8, columns=NARROW),
            *line(100, "Toxin", "Limit", "Result", size=7, columns=OTHER),
            *line(112, "Ochratoxin A", "20", "ND", size=8, columns=OTHER),
            *line(200, "Solvent", "Limit", "Result", size=7, columns=NARROW[:3]),
            *line(212, "Acetone", "5,000", "ND", size=8, columns=NARROW[:3]),
            *line(200, "Test", "Result", "Unit", size=7, columns=LOWER),
            *line(212, "Water Activity", "0.58", "aw", size=8, columns=LOWER),
        )
    )
    assert [found[name].status for name in ("Lead", "Cadmium", "Ochratoxin A")] == ["pass", "fail", None]


def test_what_a_bar_in_larger_print_says_heads_no_column_and_holds_for_all_tables_below_it() -> None:
    columns = (40.0, 110.0, 150.0, 190.0)
    names = (("Abamectin", "ND"), ("Diazinon", "0.034"), ("Methomyl", "ND"))
    body: list[Placed] = []
    for n, (name, value) in enumerate(names):
        across = tuple(x + 190 * n for x in columns)
        body += line(92, "Analyte", "Action", "Found", "", size=6.7, columns=across)
        body += line(104, name, "0.20", value, "Pass", size=8, columns=across)
        body += line(116, name.lower() + " B", "0.20", "ND", "Pass", size=8, columns=across)
    said = ((44, "Pesticides"), (100, "LC-MS/MS"), (175, "results in mg/kg"), (300, "LOQ 0.01 mg/kg for every analyte"))
    title: list[Placed] = [(x, 80, text, 8.6) for x, text in said]
    found = rows(page(*title, *body))
    assert [printed(found[name]) for name, _ in names][1] == [("0.034", "mg/kg")]
    assert [bound(found[name], "loq") for name, _ in names] == [("0.01", "mg/kg")] * 3
    assert {found[name].status for name, _ in names} == {"pass"}


GROUPS = [
    ({42: "Discipline: Chemical", 160: "Group: Elements by ICP-MS"}, {42: "Discipline: Biological", 160: "Group: Microbiology"}),
    ({42: "Category: Heavy metals"}, {42: "Category: Microbiology"}),
    ({120: "Section: Heavy metals"}, {120: "Section: Microbial counts"}),
    ({42: "Test group: Metals", 300: "Method: ICP-MS"}, {42: "Test group: Microbiology", 300: "Method: ISO 4833-1"}),
    ({42: "Gruppe: Schwermetalle"}, {42: "Gruppe: Mikrobiologie"}),
]


@pytest.mark.parametrize(("first", "second"), GROUPS)
@pytest.mark.parametrize("numbered", [True, False])
def test_lines_of_labels_that_name_a_group_head_its_rows_and_end_no_table(
    first: dict[float, str], second: dict[float, str], numbered: bool
) -> None:
    def row(y: float, number: str, *texts: str) -> tuple[float, dict[float, str]]:
        return y, ({50.0: number} if numbered else {}) | dict(zip((80.0, 240.0, 320.0, 420.0), texts, strict=True))

    found = rows(
        page_of(
            row(100, "No.", "Parameter", "Unit", "Result", "Specification"),
            (120, first),
            row(140, "1", "Lead (as Pb)", "mg/kg", "0.384", "NMT 3.0"),
            row(160, "2", "Mercury (as Hg)", "mg/kg", "BLQ", "NMT 0.1"),
            (180, second),
            row(200, "3", "Total plate count", "cfu/g", "1,150", "NMT 100,000"),
            row(220, "4", "Escherichia coli", "/10 g", "Absent", "Absent"),
        )
    )
    assert {name: (result.panel, printed(result)[0][0]) for name, result in found.items()} == {
        "Lead (as Pb)": (Panel.HEAVY_METALS, "0.384"),
        "Mercury (as Hg)": (Panel.HEAVY_METALS, "BLQ"),
        "Total plate count": (Panel.MICROBIALS, "1,150"),
        "Escherichia coli": (Panel.MICROBIALS, "Absent"),
    }
    assert bound(found["Total plate count"], "limit") == ("100000", "cfu/g")


@pytest.mark.parametrize(
    ("title", "behind", "at"),
    [
        ("MOISTURE BY KARL FISCHER, ZQ-921", "IA", 176.0),
        ("Moisture by Karl Fischer", "Titration", 140.0),
        ("Moisture by oven,", "105 deg.", 106.0),
    ],
)
def test_a_panels_name_whose_last_word_stands_where_a_column_begins_titles_the_rows_below_it(title: str, behind: str, at: float) -> None:
    columns = (40.0, at + 1, 260.0, 320.0)
    body = grid(
        100,
        columns,
        ("Element", "ug/g", "+/- ug/g", "LOQ ug/g"),
        ("Arsenic", "0.141", "0.022", "0.010"),
        ("Lead", "0.512", "0.061", "0.010"),
    )
    found = rows(page_of((86, {40: "Elements by ICP-MS"}), *body, (136, {40: f"{title} {behind}"}), (148, {40: "Water", at + 1: "7.84 %"})))
    assert {name: row.panel for name, row in found.items()} == {
        "Arsenic": Panel.HEAVY_METALS,
        "Lead": Panel.HEAVY_METALS,
        "Water": Panel.MOISTURE,
    }


BANDS = (40.0, 200.0, 300.0, 400.0)
BANDED = ("Test", "Specification", "Result", "Method")
ELEMENTS = (("Lead", "NMT 1.0", "0.36", "ZM-233"), ("Cadmium", "NMT 0.5", "0.08", "ZM-233"))
TOXINS = (("Aflatoxin B1", "NMT 5.0", "<0.5", "ZM-77"), ("Ochratoxin A", "NMT 20.0", "1.1", "ZM-77"))
MICROBES = (("E. coli", "Absent in 10 g", "Absent in 10 g", "ZM-22"), ("Salmonella", "Absent in 25 g", "Absent in 25 g", "ZM-22"))


def banded(*entries: tuple[str, ...], number: int = 1, top: float = 100.0) -> Page:
    """A table of rows and, in one text each, bands over groups of them."""
    full = [(*entry, *[""] * (len(BANDS) - len(entry))) for entry in entries]
    return page_of(*grid(top, BANDS, *full, pitch=14), number=number)


def test_the_unit_in_a_band_holds_for_its_own_rows_and_ends_with_the_next_band() -> None:
    found = rows(
        banded(
            BANDED, ("1. Elemental impurities (ug/g)",), *ELEMENTS, ("2. Microbial limits",), *MICROBES, ("3. Mycotoxins (ug/kg)",), *TOXINS
        )
    )
    units = {"ug/g": ("Lead", "Cadmium"), None: ("E. coli", "Salmonella"), "ug/kg": ("Aflatoxin B1", "Ochratoxin A")}
    for unit, names in units.items():
        assert [{u for _, u in printed(found[name])} for name in names] == [{unit}] * 2
    assert (bound(found["Lead"], "limit"), bound(found["Aflatoxin B1"], "limit")) == (("1.0", "ug/g"), ("5.0", "ug/kg"))


@pytest.mark.parametrize("headed", [True, False])
def test_the_unit_in_the_last_band_of_a_page_goes_on_over_the_page_up_to_the_next_band(headed: bool) -> None:
    first = banded(BANDED, ("1. Microbial limits",), *MICROBES, ("2. Elemental impurities (ug/g)",), *ELEMENTS)
    further = (("Mercury", "NMT 0.3", "<0.02", "ZM-233"), ("Arsenic", "NMT 1.5", "0.21", "ZM-233"))
    rest = (*further, ("3. Mycotoxins (ug/kg)",), *TOXINS, ("4. Identity and other tests",), ("pH in water", "4.0 - 7.0", "5.2", "ZM-91"))
    found = rows(first, banded(*([BANDED] if headed else []), *rest, number=2, top=60))
    assert [printed(found[name]) for name in ("Mercury", "Ochratoxin A", "pH in water")] == [
        [("<0.02", "ug/g")], [("1.1", "ug/kg")], [("5.2", None)],
    ]  # fmt: skip
    assert bound(found["Ochratoxin A"], "limit") == ("20.0", "ug/kg")


@pytest.mark.parametrize("band", ["Zorplike wide ranging quvanthranes", "Zq wb"])
def test_words_alone_in_the_place_of_a_row_end_no_table_whatever_they_say(band: str) -> None:
    columns = (40.0, 70.0, 150.0, 240.0, 330.0, 400.0)
    found = rows(
        page_of(
            *grid(
                100,
                columns,
                ("No.", "Parameter", "Method", "Result (µg/kg)", "Limit", "Status"),
                ("1", "Aflatoxin B1", "ZM-1", "<0.5", "5.0", "Pass"),
                ("2", "Ochratoxin A", "ZM-1", "1.4", "15", "Pass"),
                (band, "", "", "", "", ""),
                ("3", "Zorpene", "ZM-2", "2.9", "10.0", "Pass"),
                ("4", "Quvanthrene", "ZM-2", "3.8", "9.0", "Fail"),
            )
        )
    )
    assert [(bound(found[name], "limit"), found[name].status) for name in ("Zorpene", "Quvanthrene")] == [
        (("10.0", "µg/kg"), "pass"), (("9.0", "µg/kg"), "fail"),
    ]  # fmt: skip


def test_prose_below_a_table_ends_it_though_another_table_follows() -> None:
    columns = (40.0, 200.0, 300.0)
    lead = ("Lead", "0.36", "1.0")
    note = (138.0, {40.0: "Elements after acid digestion"})
    found = rows(
        page_of(*grid(100, columns, ("Element", "Result (mg/kg)", "Limit"), lead), note, *grid(190, columns, ("Tin", "2.1", "5.0")))
    )
    assert list(found) == ["Lead"]


def test_a_unit_under_the_heading_of_units_begins_no_other_table_though_those_above_are_unknown() -> None:
    columns = (40.0, 180.0, 260.0, 330.0, 400.0)
    found = rows(
        page_of(
            *grid(
                100,
                columns,
                ("Parameter", "Unit", "Result", "Limit", "Method"),
                ("Yeasts", "zqk/w", "120", "1000", "ZM-1"),
                ("Moulds", "zqk/w", "40", "1000", "ZM-1"),
                ("Pesticides", "", "", "", ""),
                ("Captan", "µg/kg", "0.6", "5.0", "ZM-2"),
                ("Naled", "µg/kg", "1.4", "15", "ZM-2"),
            )
        )
    )
    assert [(bound(found[name], "limit"), found[name].method) for name in ("Captan", "Naled")] == [
        (("5.0", "µg/kg"), "ZM-2"), (("15", "µg/kg"), "ZM-2"),
    ]  # fmt: skip
