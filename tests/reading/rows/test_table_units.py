"""Which unit a result has: its column's, its title's, its name's, the one set once over several, or none."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from registry.reading.document import Page, Word
from registry.reading.heading_roles import read_heading
from registry.reading.layout.cells import build_cells
from registry.reading.vocabulary import unit_text
from tests.reading.pages import SIZE, grid, page_of, words_at
from tests.reading.told import bound, printed, rows


def test_a_section_bar_with_method_and_unit_is_no_part_of_the_headings_and_gives_every_table_below_its_unit() -> None:
    bar = (100.0, {40.0: "Pesticides", 100.0: "Method: EN 15662 (mod)", 220.0: "Units mg/kg", 300.0: "Batch 2604620"})
    left = grid(113, (40, 90, 130), ("Analyte", "Limits", "Result"), ("Acephate", "0.4", "0.05"), ("Aldicarb", "0.4", "ND"))
    right = grid(113, (220, 270, 310), ("Analyte", "Limits", "Result"), ("Boscalid", "0.4", "0.147"), ("Captan", "0.7", "ND"))
    found = rows(page_of(bar, *left, *right))
    assert printed(found["Acephate"]) == [("0.05", "mg/kg")]
    assert printed(found["Boscalid"]) == [("0.147", "mg/kg")]
    assert bound(found["Boscalid"], "limit") == ("0.4", "mg/kg")


def test_a_unit_called_by_both_its_names_at_a_bars_end_is_the_whole_tables_and_no_columns() -> None:
    bar = (100.0, {40.0: "Residual Solvents", 230.0: "units of measure: µg/g (ppm)"})
    table = grid(
        112, (40, 160, 210, 260, 310), ("Analyte", "Result", "Limits", "LOQ", "Status"),
        ("Acetone", "<LOQ", "5000", "200", "pass"), ("Ethanol", "2310", "", "200", ""), ("Benzene", "ND", "2.00", "1.00", "pass"),
    )  # fmt: skip
    found = rows(page_of(bar, *table))
    assert {name: printed(row) for name, row in found.items()} == {
        "Acetone": [("<LOQ", "ppm")], "Ethanol": [("2310", "ppm")], "Benzene": [("ND", "ppm")],
    }  # fmt: skip
    assert bound(found["Acetone"], "loq") == ("200", "ppm")


def test_a_limit_said_behind_a_method_in_a_bar_is_no_heading_of_the_column_under_it() -> None:
    bar = (100.0, {40.0: "TERPENES", 230.0: "GC-MS, SOP-19 LOQ 0.10 mg/g"})
    table = grid(112, (40, 200, 290), ("Compound", "%", "mg/g"), ("Linalool", "0.071", "0.71"), ("Guaiol", "<LOQ", "<LOQ"))
    found = rows(page_of(bar, *table))
    assert printed(found["Linalool"]) == [("0.071", "%"), ("0.71", "mg/g")]
    assert bound(found["Linalool"], "loq") == ("0.10", "mg/g")


def test_a_number_without_a_unit_counts_in_the_unit_that_its_limit_prints() -> None:
    lines = grid(
        100, (50, 250, 350), ("Organism", "Limit", "Result"), ("Total Coliforms", "100 CFU/g", "20"), ("Salmonella", "Absent", "Absent")
    )
    assert printed(rows(page_of(*lines))["Total Coliforms"]) == [("20", "CFU/g")]


def test_a_mass_under_per_serving_is_a_mass_for_each_serving() -> None:
    lines = grid(100, (50, 200, 280, 350), ("Assay", "Result", "Units", "Per Serving (5 g)"), ("Kavain", "2.11", "% w/w", "105.5 mg"))
    assert printed(rows(page_of(*lines))["Kavain"]) == [("2.11", "% w/w"), ("105.5 mg", "mg/serving")]


@pytest.mark.parametrize("unit", ["mg / g", "µg / g", "mg / mL", "g / 100 g"])
def test_a_unit_with_space_around_its_stroke_is_one_unit_and_not_two_names_of_one(unit: str) -> None:
    lines = grid(100, (50, 200, 290, 380), ("Alkaloid", "mg / chew", unit, "LOQ (mg / chew)"), ("Mitragynine", "0.384", "0.256", "0.010"))
    assert printed(rows(page_of(*lines))["Mitragynine"]) == [("0.384", "mg / chew"), ("0.256", unit)]


@pytest.mark.parametrize(("text", "unit"), [("count", "count"), ("Counts", "Counts"), ("pcs", "pcs"), ("visual", None)])
def test_what_is_counted_one_by_one_has_its_unit_in_the_units_column_alone(text: str, unit: str | None) -> None:
    lines = (("Test", "Result", "Unit", "Limit"), ("Stems", "1.2", "%", "5"), ("Seeds", "0.0", "%", "2"), ("Insects", "0", text, "1"))
    found = rows(page_of((80, {40: "Foreign Material"}), *grid(100, (40, 200, 300, 400), *lines)))
    assert (printed(found["Insects"]), unit_text(text)) == ([("0", unit)], None)


def test_a_box_of_totals_in_several_units_gives_all_of_them() -> None:
    found = rows(
        page_of(
            (100, {60: "Total THC", 160: "Total CBD", 260: "Total Cannabinoids"}),
            (112, {60: "24.52 %", 160: "0.10 %", 260: "29.14 %"}),
            (124, {60: "245.2 mg/g", 160: "1.0 mg/g", 260: "291.4 mg/g"}),
            *grid(200, (60, 160, 260), ("Analyte", "LOQ (%)", "Result (%)"), ("THCa", "0.03", "26.71"), ("CBD", "0.03", "0.10")),
        )
    )
    assert printed(found["Total THC"]) == [("24.52 %", "%"), ("245.2 mg/g", "mg/g")]
    assert printed(found["Total CBD"]) == [("0.10 %", "%"), ("1.0 mg/g", "mg/g")]


def test_a_number_that_runs_into_its_unit_parts_from_it_where_the_unit_column_begins() -> None:
    touching = [(100 + 12 * n, text) for n, text in enumerate(("182.0 mg/g", "6.3 mg/g", "41.5 mg/g"), start=1)]
    lines = [(100.0, {50.0: "Analyte", 150.0: "Result", 300.0: "Units", 380.0: "LOQ"})]
    names = ("THCA", "CBD", "CBG")
    for (y, text), name in zip(touching, names, strict=True):
        number = text.split(" ")[0]
        start = 300 - 0.25 * SIZE - 0.5 * SIZE * len(number)  # set right, a plain space before the unit
        lines.append((float(y), {50.0: name, start: text, 380.0: "1.0"}))
    found = rows(page_of(*lines))
    assert [printed(found[name]) for name in names] == [[("182.0", "mg/g")], [("6.3", "mg/g")], [("41.5", "mg/g")]]


@pytest.mark.parametrize(
    "title", ["Residual solvents, ppm (HS-GC-MS)", "Residual Solvents - ppm (GC)", "Solvents, ppm (GC-MS, GC-FID), LOQ 50 ppm"]
)
def test_a_title_states_the_unit_before_a_remark_in_brackets(title: str) -> None:
    lines = [(88.0, {50.0: title}), *grid(100, (50, 200, 300), ("Solvent", "Limit", "Result"), ("Ethanol", "5000", "612"))]
    assert printed(rows(page_of(*lines))["Ethanol"]) == [("612", "ppm")]


def test_a_limit_per_serving_is_a_limit_and_a_specification_per_serving_the_labels_claim() -> None:
    for heading, limited in (("Limit, µg/serving", True), ("Specification, µg/serving", False)):
        lead = rows(page_of(*grid(100, (50, 200, 340), ("Element", "Found, µg/serving", heading), ("Lead", "1.05", "10"))))["Lead"]
        assert (lead.limit is not None, lead.label_claim is not None) == (limited, not limited)


def test_a_total_is_read_from_one_run_of_words_with_its_unit() -> None:
    lines = [(60.0, {50.0: "Total THC 17.71 %"}), *grid(100, (50, 250), ("Cannabinoid", "Result (%)"), ("THC-A", "19.66"), ("THC", "0.47"))]
    assert printed(rows(page_of(*lines))["Total THC"]) == [("17.71 %", "%")]


def test_organisms_as_columns_over_one_line_of_counts_take_the_units_between() -> None:
    columns = (40, 250, 320, 380, 440)
    found = rows(
        page_of(
            *grid(
                100,
                columns,
                ("Lab #", "Plate Count", "Coliforms", "Yeast", "Salmonella"),
                ("", "CFU/g", "CFU/g", "CFU/g", "/25 g"),
                ("88213-1", "2600", "40 est.", "<10", "Negative"),
            )
        )
    )
    assert printed(found["Coliforms"]) == [("40 est.", "CFU/g")]
    assert printed(found["Yeast"]) == [("<10", "CFU/g")]
    assert printed(found["Salmonella"])[0][0] == "Negative"
    assert "Lab #" not in found


def test_rows_without_headings_reach_the_far_edge_of_their_column_and_may_carry_the_unit_behind_a_word() -> None:
    found = rows(page_of((90, {200: "Cannabinoid Profile"}), (104, {200: "CBG", 510: "0.11%"}), (118, {200: "CBN", 510: "ND%"})))
    assert printed(found["CBG"]) == [("0.11%", "%")]
    assert "CBN" in found


def test_a_typewriters_wide_space_keeps_a_number_and_its_unit_together() -> None:
    letters = [(x, text) for x, text in ((40, "Lead"), (250, "0.44"), (280, "ppm"))]
    words = tuple(Word(text, x, 92, x + 6 * len(text), 102, 10, 100, n) for n, (x, text) in enumerate(letters))
    assert [cell.text for cell in build_cells(Page(1, 612, 792, words))] == ["Lead", "0.44 ppm"]


def test_the_unit_of_a_figure_may_begin_the_next_line() -> None:
    found = rows(page_of((80, {40: "Alkaloids"}), (100, {40: "Total Alkaloids/Container : 810.67"}), (108, {40: "mg"})))
    assert printed(found["Total Alkaloids/Container"]) == [("810.67 mg", "mg")]


@pytest.mark.parametrize("note", ["LC-MS/MS, TR-M-22; LOQ 0.010 ppm for each compound"])
def test_limits_said_beside_the_title_hold_for_its_tables_results_in_that_unit(note: str) -> None:
    lines = grid(100, (40, 240), ("Pesticide", "Result (ppm)"), ("Abamectin", "ND"), ("Captan", "0.3"))
    found = rows(page_of((80, {40: "Pesticides", 140: note}), *lines))
    assert [bound(row, "loq") for row in found.values()] == [("0.010", "ppm")] * 2


def test_limits_in_a_note_hold_for_no_result_in_another_unit() -> None:
    lines = grid(100, (40, 240, 340), ("Test", "Result", "Units"), ("Mitragynine", "<LOQ", "mg/g"), ("Lead", "0.06", "ppm"))
    note = (128.0, {40.0: "<LOQ = below the limit of quantitation (0.020 mg/g)."})
    found = rows(page_of(*lines, note))
    assert bound(found["Mitragynine"], "loq") == ("0.020", "mg/g")
    assert bound(found["Lead"], "loq") is None


def test_a_finding_set_across_the_columns_of_result_and_unit_is_the_result() -> None:
    lines = grid(100, (40, 240, 290), ("Test", "Result", "Unit"), ("Yeasts", "20", "cfu/ml"), ("Moulds", "30", "cfu/ml"))
    found = rows(page_of(*lines, (136.0, {40.0: "Salmonella spp.", 262.0: "Not detected in 25 ml"})))
    assert printed(found["Salmonella spp."]) == [("Not detected in 25 ml", None)]


def test_tiles_hold_a_figure_in_large_print_its_unit_in_small_a_second_value_and_a_claim() -> None:
    words: list[Word] = []
    tiles = [("7-Hydroxymitragynine", "81.6", "1.360", "80"), ("Mitragynine", "38.4", "0.640", "40"), ("Paynantheine", "1.62", "0.027", "")]
    for x, (name, large, small, claim) in zip((40, 200, 360), tiles, strict=True):
        words += words_at(x, 100, name)
        words += words_at(x, 118, large, size=17)
        words += words_at(x + 36, 118, "mg/bottle", size=7.5)
        words += words_at(x, 130, f"{small} mg/mL", size=7.5)
        words += words_at(x + 56, 130, f"claim {claim} mg", size=7.5) if claim else []
    found = rows(Page(1, 612.0, 792.0, tuple(words)))
    assert printed(found["Mitragynine"]) == [("38.4 mg/bottle", "mg/bottle"), ("0.640 mg/mL", "mg/mL")]
    assert bound(found["Mitragynine"], "label_claim") == ("40", "mg")


def test_pairs_of_names_and_findings_in_a_grid_take_unit_and_limit_from_their_title() -> None:
    found = rows(
        page_of(
            (80, {40: "Pesticide Residues (ppm), LOQ 0.01 ppm"}),
            (100, {40: "Abamectin", 150: "ND", 220: "Captan", 330: "0.05"}),
            (112, {40: "Acephate", 150: "ND", 220: "Carbaryl", 330: "ND"}),
        )
    )
    assert printed(found["Captan"]) == [("0.05", "ppm")]
    assert [bound(row, "loq") for row in found.values()] == [("0.01", "ppm")] * 4


@pytest.mark.parametrize(
    ("text", "qualifier", "value"),
    [
        ("ND (<0.5)", "nd", "0.5"),
        ("<LOQ (0.05)", "lt_loq", "0.05"),
        ("ND ppm", "nd", None),
        ("0.034 J", "eq", "0.034"),
        ("0.5 (U)", "eq", "0.5"),
        ("10⁵", "eq", "1E+5"),
    ],
)
def test_results_with_a_bound_a_unit_or_a_flag_behind_them_are_results(text: str, qualifier: str, value: str | None) -> None:
    lines = grid(100, (40, 220, 330), ("Analyte", "Result", "LOQ (ppm)"), ("Lead", text, "0.5"), ("Arsenic", "0.7", "0.5"))
    measured = rows(page_of(*lines))["Lead"].measurements[0]
    assert (measured.qualifier.value, str(measured.value) if measured.value is not None else None) == (qualifier, value)


def test_a_column_under_words_nobody_knows_is_no_second_result_in_the_unit_of_the_result() -> None:
    found = rows(
        page_of(
            (80, {40: "Pesticides"}),
            *grid(92, (40, 200, 300), ("Analyte", "Gizmo (ppb)", "Result (ppb)"), ("Acephate", "200", "<5"), ("Aldicarb", "100", "<5")),
        )
    )
    assert printed(found["Acephate"]) == [("<5", "ppb")]


def test_a_heading_may_state_the_mass_its_amounts_are_counted_for_and_write_its_unit_in_words() -> None:
    headings = ("Alkaloid", "mg per gram", "mg/serving (5 g)")
    found = rows(page_of((80, {40: "Potency"}), *grid(92, (40, 200, 300), headings, ("Mitragynine", "14.1", "70.5"))))
    assert printed(found["Mitragynine"]) == [("14.1", "mg/g"), ("70.5", "mg/serving")]


def test_a_number_with_its_unit_under_a_table_and_in_none_of_its_columns_is_a_result() -> None:
    table = grid(100, (40, 220, 300, 400), ("Solvent", "Limit (ppm)", "Found (ppm)", "Verdict"), ("Acetone", "5000", "ND", "PASS"))
    below = (130, {40: "Loss on Drying", 140: "3.18 %", 220: "limit 5.0 %", 400: "PASS"})
    row = rows(
        page_of((80, {40: "Residual Solvents and Water"}), *table, (112, {40: "Hexane", 220: "290", 300: "ND", 400: "PASS"}), below)
    )["Loss on Drying"]
    assert (printed(row), bound(row, "limit"), row.status) == ([("3.18 %", "%")], ("5.0", "%"), "pass")


@pytest.mark.parametrize("columns", [(262.0, 300.0), (270.0, 305.0)])
def test_a_unit_alone_behind_a_result_is_that_of_its_row_and_no_other(columns: tuple[float, float]) -> None:
    headings = ("Solvent", "LOQ (ppm)", "Found (ppm)", "Limit (ppm)")
    table = grid(100, (40, 220, 300, 400), headings, ("Acetone", "50", "ND", "5000"), ("Hexane", "10", "41", "290"))
    found = rows(page_of((80, {40: "Residual Solvents"}), *table, (139, {40: "Water", columns[0]: "3.18", columns[1]: "%"})))
    assert [(m.value, m.unit) for m in found["Water"].measurements] == [(Decimal("3.18"), "%")]
    assert printed(found["Hexane"]) == [("41", "ppm")]


def test_the_unit_may_stand_in_the_name() -> None:
    lines = grid(100, (40, 220), ("Test", "Result"), ("Water Activity (Aw)", "0.388"), ("Moisture Content (%)", "6.9"))
    found = rows(page_of((80, {40: "Moisture"}), *lines))
    assert [m.unit for row in found.values() for m in row.measurements] == ["Aw", "%"]


def test_the_unit_may_stand_behind_a_comma_at_the_end_of_a_name() -> None:
    found = rows(page_of((80, {40: "Microbiology"}), *grid(100, (40, 240), ("Test", "Result"), ("Total Yeast and Mold, CFU/g", "2300"))))
    assert [printed(r) for r in found.values()] == [[("2300", "CFU/g")]]


def test_limits_behind_a_title_and_its_unit_hold_for_a_list_without_headings_however_narrow() -> None:
    found = rows(
        page_of(
            (80, {40: "ALKALOIDS BY HPLC", 140: "(mg/capsule)", 330: "LOD", 346: "0.02", 400: "LOQ", 416: "0.05"}),
            *grid(104, (50, 240), ("Mitragynine", "8.94"), ("Paynantheine", "1.62"), ("Speciogynine", "ND")),
            (140, {50: "Total of the above", 240: "10.56"}),
        )
    )
    assert printed(found["Mitragynine"]) == [("8.94", "mg/capsule")]
    assert printed(found["Total of the above"]) == [("10.56", "mg/capsule")]
    assert (bound(found["Mitragynine"], "lod"), bound(found["Mitragynine"], "loq")) == (("0.02", None), ("0.05", None))


@pytest.mark.parametrize("note", ["All alkaloids: LOD 0.003 %, LOQ 0.010 %.", "LOD 0.003 %, LOQ 0.010 % for each alkaloid"])
def test_a_note_on_limits_that_names_a_panel_is_no_title_of_what_follows(note: str) -> None:
    found = rows(
        page_of(
            (80, {40: "Alkaloid profile"}),
            *grid(94, (40, 240, 320), ("Alkaloid", "%", "mg/g"), ("Mitragynine", "1.714", "17.14"), ("Paynantheine", "0.281", "2.81")),
            (132, {40: note}),
            (146, {40: "Mycotoxins"}),
            *grid(160, (40, 240), ("Mycotoxin", "Result (ppb)"), ("Ochratoxin A", "<2")),
        )
    )
    assert (bound(found["Mitragynine"], "lod"), bound(found["Mitragynine"], "loq")) == (("0.003", "%"), ("0.010", "%"))
    assert bound(found["Ochratoxin A"], "loq") is None


def test_a_unit_set_once_over_the_middle_of_several_headings_is_the_unit_of_each() -> None:
    over = (88, {282: "(ppm)"})
    table = grid(
        100, (40, 250, 310, 400), ("Analyte", "Result", "LOQ", "Status"), ("Lead", "0.3", "0.1", "Pass"), ("Arsenic", "<LOQ", "0.1", "Pass")
    )
    row = rows(page_of((60, {40: "Heavy Metals"}), over, *table))["Lead"]
    assert (printed(row), bound(row, "loq")) == ([("0.3", "ppm")], ("0.1", "ppm"))


def test_a_unit_on_a_titles_bar_is_that_of_the_tables_side_by_side_below_it() -> None:
    headings = ("Name", "Result", "LOQ", "Limit")
    left = grid(100, (40, 140, 190, 230), headings, ("Acetone", "38", "20", "5000"), ("Butanes", "ND", "20", "5000"))
    right = grid(100, (330, 450, 500, 540), headings, ("Heptane", "67", "20", "5000"), ("Toluene", "ND", "5", "890"))
    bar = (89, {40: "RESIDUAL SOLVENTS", 130: "HS-GC-MS TW-31", 200: "(ppm)"})
    found = rows(page_of(bar, *((y, {**a, **b}) for (y, a), (_, b) in zip(left, right, strict=True))))
    assert {name: m.unit for name, row in found.items() for m in row.measurements if m.value} == {"Acetone": "ppm", "Heptane": "ppm"}


@pytest.mark.parametrize(("note", "unit"), [
    ("Method: EN 15662 & SOP 4 (mod.) Units: mg/kg Batch: 7731 Analyzed: 05/02/26 02:10:00 PM by J. Vosk", "mg/kg"),
    ("Methode: EN 15662 & SOP 4 (mod.) Einheit: µg/kg Serie: 7731 Analysiert: 02.05.26 14:10 von J. Vosk am Gerät 3", "µg/kg"),
    ("Method: EN 15662 & SOP 4 Batch: 7731 Analyzed: 05/02/26 02:10:00 PM by J. Vosk on 4 units of 2 packs in 3 boxes", None),
])  # fmt: skip
def test_a_long_line_of_labels_under_a_title_states_the_unit_by_its_label(note: str, unit: str | None) -> None:
    table = grid(
        106, (40, 160, 240, 320), ("Analyte", "Result", "RL", "Status"), ("Captan", "0.212", "0.1", "Pass"), ("Naled", "ND", "0.1", "Pass")
    )
    row = rows(page_of((84, {40: "Pesticides"}), (95, {40: note}), *table))["Captan"]
    assert printed(row) == [("0.212", unit)]


def test_a_title_may_state_its_unit_with_a_reservation() -> None:
    lines = grid(100, (40, 220), ("Name", "Result"), ("Total aerobic count", "<10"), ("E. coli", "Absent"))
    found = rows(page_of((80, {40: "Microbiology (CFU/g or as stated)"}), *lines))
    assert printed(found["Total aerobic count"]) == [("<10", "CFU/g")]


def test_a_last_column_under_unknown_words_with_a_unit_is_read_and_less_sure() -> None:
    table = grid(100, (40, 160, 400), ("Pesticide", "LOQ (ppb)", "Zorp (ppb)"), ("Captan", "10", "ND"), ("Naled", "10", "14"))
    found = rows(page_of((80, {40: "Pesticides"}), *table))
    assert {name: printed(row) for name, row in found.items()} == {"Captan": [("ND", "ppb")], "Naled": [("14", "ppb")]}
    assert (found["Naled"].measurements[0].confidence or 1) < 0.95


@pytest.mark.parametrize(("heading", "unit", "read"), [
    ("Resultado por 100 g", "g/100 g", "g/100 g"), ("Result per 100 g", "mg/100 g", "mg/100 g"), ("Ergebnis pro 100 g", "mg/kg", "mg/kg"),
])  # fmt: skip
def test_a_heading_that_names_the_portion_leaves_the_unit_to_the_units_column(heading: str, unit: str, read: str) -> None:
    table = grid(92, (40, 200, 340), ("Parameter", heading, "Unit"), ("Protein", "63.4", unit), ("Ash", "6.9", unit))
    assert printed(rows(page_of((80, {40: "Nutrition"}), *table))["Ash"]) == [("6.9", read)]


@pytest.mark.parametrize("x", [340.0, 372.0, 400.0])
def test_a_head_that_reaches_over_the_edge_of_its_neighbour_is_that_of_the_columns_under_it(x: float) -> None:
    columns = (40, 100, 230, 330, 400, 450)
    page = page_of(
        (90, {40: "Heavy Metals"}),
        (108, {x: "Use Limits (µg/kg)"}),
        *grid(118, columns, ("Symbol", "Metal", "Conc. (µg/kg)", "MDL", "All", "Ingest"), ("As", "Arsenic", "ND", "16", "200", "1,500")),
        *grid(142, columns, ("Cd", "Cadmium", "41", "8", "200", "500")),
    )
    found = rows(page)
    assert (bound(found["Arsenic"], "lod"), bound(found["Arsenic"], "limit")) == (("16", "µg/kg"), ("200", "µg/kg"))
    assert bound(found["Cadmium"], "limit") == ("200", "µg/kg")


@pytest.mark.parametrize(
    "line",
    [
        "Angaben in mg/kg; RHG = Höchstgehalt nach der geltenden Verordnung, ohne jeden Verarbeitungsfaktor für Kapseln und Pulver",
        "All values in mg/kg",
    ],
)
def test_a_unit_that_the_line_under_a_title_states_first_holds_whatever_else_it_says(line: str) -> None:
    page = page_of(
        (60, {40: "Pestizidrückstände"}),
        (70, {40: line}),
        *grid(90, (40, 190, 245), ("Wirkstoff", "Ergebnis", "BG"), ("Boscalid", "0,024", "0,01")),
    )
    assert printed(rows(page)["Boscalid"]) == [("0,024", "mg/kg")]


def test_a_unit_behind_the_method_on_a_titles_bar_is_that_of_its_table() -> None:
    bar = (60, {34: "Heavy Metals", 94: "ICP-MS", 140: "ppb"})
    page = page_of(bar, *grid(80, (37, 138, 180), ("Metal", "Limit", "Result"), ("Lead", "500", "31"), ("Cadmium", "500", "ND")))
    assert printed(rows(page)["Lead"]) == [("31", "ppb")]


@pytest.mark.parametrize(
    "said",
    ["LOD 0.002 mg/mL, LOQ 0.006 mg/mL", "LOQ 0.006 mg/mL", "LOQ = 0.006 mg/mL", "Limit of quantitation 0.006 mg/mL"],
)
def test_what_is_said_over_the_last_column_of_the_limits_of_all_rows_is_no_part_of_its_heading(said: str) -> None:
    page = page_of(
        (90, {40: "Alkaloids by LC-DAD (ZQ-7)", 300: said}),
        *grid(102, (40, 240, 340), ("Alkaloid", "mg/mL", "mg / bottle"), ("Mitragynine", "2.46", "147.6"), ("Ajmalicine", "ND", "ND")),
    )
    mitragynine = rows(page)["Mitragynine"]
    assert printed(mitragynine) == [("2.46", "mg/mL"), ("147.6", "mg / bottle")]
    assert bound(mitragynine, "loq") == ("0.006", "mg/mL")


@pytest.mark.parametrize("unit", ["ASTA", "SHU"])
def test_units_of_spices_are_units(unit: str) -> None:
    lines = grid(100, (40, 180, 260), ("Parameter", "Unit", "Result"), ("Zorp value", unit, "128"), ("Ash", "%", "6.9"))
    assert printed(rows(page_of(*lines))["Zorp value"]) == [("128", unit)]


OWN = ("Metal", "LOD", "LOQ", "Result")


@pytest.mark.parametrize("said", ["ND", "<LOQ", "Not detected"])
def test_bounds_without_a_unit_beside_nothing_found_count_in_the_unit_that_every_number_of_the_column_prints(said: str) -> None:
    body = ("Lead", "0.01", "0.03", "0.12 mg/kg"), ("Arsenic", "0.02", "0.05", said), ("Cadmium", "0.01", "0.03", "<0.03 mg/kg")
    arsenic = rows(page_of(*grid(100, (40, 160, 220, 280), OWN, *body)))["Arsenic"]
    assert (bound(arsenic, "lod"), bound(arsenic, "loq"), printed(arsenic)) == (("0.02", "mg/kg"), ("0.05", "mg/kg"), [(said, None)])


@pytest.mark.parametrize(("first", "found"), [("120 ppb", "ND"), ("0.12", "ND"), ("0.12 mg/kg", "Absent in 25 g")])
def test_bounds_without_a_unit_have_none_where_the_column_prints_several_or_the_row_was_no_measurement(first: str, found: str) -> None:
    body = ("Lead", "0.01", "0.03", first), ("Arsenic", "0.02", "0.05", found), ("Cadmium", "0.01", "0.03", "<0.03 mg/kg")
    arsenic = rows(page_of(*grid(100, (40, 160, 220, 280), OWN, *body)))["Arsenic"]
    assert bound(arsenic, "loq") == ("0.05", None)


@pytest.mark.parametrize(
    "words",
    ["(CFU/g or as stated)", "(CFU/g unless otherwise stated)", "(CFU/g) (except where noted)", "[CFU/g, or as noted]", "(CFU/g or P/A)"],
)
def test_a_heading_that_leaves_room_for_other_units_states_its_own(words: str) -> None:
    heads = ("Organism", f"Result {words}", f"Limit {words}")
    found = rows(
        page_of(*grid(100, (40, 200, 350), heads, ("Yeast and mold", "8,600", "100,000"), ("Salmonella", "Absent in 1 g", "Absent in 1 g")))
    )
    assert (printed(found["Yeast and mold"]), bound(found["Yeast and mold"], "limit")) == ([("8,600", "CFU/g")], ("100000", "CFU/g"))
    assert found["Salmonella"].measurements[0].test_portion == "1 g"


@pytest.mark.parametrize("heading", ["Result (CFU/g or CFU/mL)", "Result (% or ppm)"])
def test_a_heading_that_leaves_it_open_which_of_two_units_it_means_states_none(heading: str) -> None:
    assert read_heading(heading).unit is None


@pytest.mark.parametrize(
    ("title", "name", "unit"),
    [
        ("WATER ACTIVITY (aw)", "Water Activity", "aw"),
        ("Water Activity (Aw)", "Water Activity", "Aw"),
        ("Water Activity (SOP 12)", "Water Activity", None),
        ("Moisture and Water Activity (aw)", "Moisture", None),
        ("Water Activity (aw) and Moisture", "Moisture", None),
    ],
)
def test_a_pure_number_is_the_unit_of_a_title_that_names_what_is_counted_so_alone(title: str, name: str, unit: str | None) -> None:
    lines = grid(100, (50, 200, 300), ("Test", "Result", "Limit"), (name, "0.612", "0.85"))
    assert printed(rows(page_of((84, {50: title}), *lines))[name]) == [("0.612", unit)]


COUNTS = (("Aerobic count", "640", "10000", "Pass"), ("Coliforms", "15", "100", "Pass"), ("Salmonella", "Negative", "Negative", "Pass"))


@pytest.mark.parametrize(
    ("note", "unit"),
    [
        ("Counts and limits in CFU/g", "CFU/g"),
        ("Results in CFU/g. Neg: not found in the portion taken", "CFU/g"),
        ("Ergebnisse in KBE/g", "KBE/g"),
        ("Units: CFU/g", "CFU/g"),
        ("Note: results are reported in CFU/g on the sample as received", "CFU/g"),
        ("Expanded uncertainty U, k = 2. LOQ in CFU/g.", None),
        ("Results were found 15 % CFU/g", None),
        ("Limits in CFU/g", None),
    ],
)
def test_a_note_right_below_a_table_states_the_unit_of_its_results(note: str, unit: str | None) -> None:
    table = grid(100, (40, 200, 300, 400), ("Test", "Result", "Limit", "Status"), *COUNTS)
    found = rows(page_of((84, {40: "Microbiology"}), *table, (149, {40: note})))
    assert [printed(found[name]) for name, *_ in COUNTS[:2]] == [[("640", unit)], [("15", unit)]]


@pytest.mark.parametrize(("x", "said"), [(362, "units: ppm"), (425, "Units: ppm"), (362, "Units ppm")])
def test_a_unit_for_all_on_a_titles_bar_is_no_part_of_the_headings_of_one_of_its_tables(x: float, said: str) -> None:
    headings = ("Analyte", "LOQ", "Limit", "Result", "Status")
    left = grid(104, (40, 160, 196, 231, 271), headings, ("Captan", "0.01", "1.0", "0.034", "PASS"), ("Naled", "0.01", "1.0", "ND", "PASS"))
    right = grid(
        104, (315, 434, 470, 505, 545), headings, ("Boscalid", "0.01", "1.0", "0.2", "PASS"), ("Imazalil", "0.01", "1", "ND", "PASS")
    )
    tables = page_of(*((y, {**a, **b}) for (y, a), (_, b) in zip(left, right, strict=True)), size=7.5)
    bar = page_of((88, {40: "PESTICIDES & REGULATORS (LC-MS/MS, ZZ)", x: said, 549: "PASS"}), size=9)
    found = rows(replace(tables, words=(*bar.words, *tables.words)))
    assert [printed(found[name]) for name in ("Captan", "Boscalid")] == [[("0.034", "ppm")], [("0.2", "ppm")]]
    assert bound(found["Boscalid"], "loq") == ("0.01", "ppm")


def test_under_unit_stand_the_portion_looked_through_and_degrees_too_and_neither_is_a_result() -> None:
    body = (
        ("Total Plate Count", "7,900", "10,000,000", "CFU/g"), ("Salmonella", "Negative", "Negative", "25 g"),
        ("E. coli", "Negative", "Negative", "10 g"), ("S. aureus", "Negative", "Negative", "10 g"), ("Brix", "9.6", "", "deg Bx"),
    )  # fmt: skip
    found = rows(page_of(*grid(100, (40, 160, 240, 330), ("Organism", "Found", "Maximum", "Unit / portion"), *body)))
    assert {name: [(m.text, m.unit, m.test_portion) for m in row.measurements] for name, row in found.items()} == {
        "Total Plate Count": [("7,900", "CFU/g", None)],
        "Salmonella": [("Negative", None, "25 g")],
        "E. coli": [("Negative", None, "10 g")],
        "S. aureus": [("Negative", None, "10 g")],
        "Brix": [("9.6", "deg Bx", None)],
    }


@pytest.mark.parametrize("heading", ["± mg/g", "±mg/g", "+/- mg/g"])
def test_a_spread_that_touches_its_unit_heads_a_column_of_uncertainties(heading: str) -> None:
    body = (("Mitragynine", "11.64", "23.3", "0.50"), ("Paynantheine", "1.85", "3.70", "0.10"), ("Ajmalicine", "ND", "ND", ""))
    found = rows(page_of(*grid(100, (40, 160, 240, 330), ("Compound", "mg/g", "mg/serving", heading), *body)))
    assert bound(found["Mitragynine"], "uncertainty") == ("0.50", "mg/g")
    assert printed(found["Mitragynine"]) == [("11.64", "mg/g"), ("23.3", "mg/serving")]
