"""Tables of layouts that laboratories print: what stands where, and the rows that a reader of the page would write down."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from registry.model.certificate import Panel
from registry.model.evidence import Stage
from registry.model.measurement import Qualifier
from registry.reading.document import Page
from registry.reading.rows.results import read_results
from registry.reading.shapes import Shape, cell_shape
from tests.reading.pages import SIZE, document_of, grid, page_of, words_at
from tests.reading.told import bound, printed, rows


def test_names_without_a_heading_far_left_of_the_first_one_belong_to_the_table() -> None:
    found = rows(
        page_of(
            (80, {40: "QD0D3 - Heavy Metals by ICP-MS"}),
            *grid(92, (40, 330, 370, 430), ("", "Result", "Unit", "LOQ"), ("Arsenic", "0.274", "mg/kg", "0.010")),
            *grid(116, (40, 330, 370, 430), ("Lead", "0.438", "mg/kg", "0.010"), ("Mercury", "<0.005", "mg/kg", "0.005")),
        )
    )
    assert printed(found["Arsenic"]) == [("0.274", "mg/kg")]
    assert bound(found["Mercury"], "loq") == ("0.005", "mg/kg")


def test_such_a_table_keeps_its_names_beside_a_column_of_boxes_and_over_tables_that_begin_further_left() -> None:
    found = rows(
        page_of(
            (90, {136: "Cannabinoids"}),
            *grid(103, (140, 290, 380, 460), ("", "Percent", "mg/g", "LOD %"), ("THCa", "27.412", "274.12", "0.010")),
            (121, {58: "Total CBD"}),
            *grid(127, (140, 290, 380, 460), ("CBDa", "0.061", "0.61", "0.010"), ("CBGa", "1.207", "12.07", "0.010")),
            (133, {62: "0.053 %"}),
            (180, {136: "Terpenes"}),
            *grid(192, (140, 252, 290, 402), ("Terpene", "mg/g", "Terpene", "mg/g"), ("Limonene", "6.40", "Fenchol", "0.94")),
        )
    )
    assert printed(found["THCa"]) == [("27.412", "%"), ("274.12", "mg/g")]
    assert printed(found["Limonene"]) == [("6.40", "mg/g")]
    assert printed(found["Fenchol"]) == [("0.94", "mg/g")]


def test_a_dotted_abbreviation_is_the_heading_it_abbreviates() -> None:
    lines = grid(100, (50, 200, 280, 350), ("Parámetro", "Resultado", "Unidades", "L.C."), ("Plomo", "0,27", "mg/kg", "0,02"))
    assert bound(rows(page_of(*lines))["Plomo"], "loq") == ("0.02", "mg/kg")


def test_who_signs_below_the_last_row_is_no_part_of_its_name() -> None:
    found = rows(
        page_of(
            *grid(100, (40, 330, 370), ("Analyte", "Result", "Unit"), ("Speciogynine", "0.21", "%"), ("Paynantheine", "0.34", "%")),
            (140, {40: "Respectfully submitted,"}),
            (150, {40: "Ingrid Solheim"}),
            (160, {40: "Laboratory Manager"}),
        )
    )
    assert list(found) == ["Speciogynine", "Paynantheine"]


def test_a_raised_dot_between_numbers_is_a_sign_and_no_leader() -> None:
    lines = grid(
        100, (40, 230, 300), ("Parameter", "Ergebnis", "Einheit"), ("Gesamtkeimzahl", "1,2 · 10⁴", "KbE/g"), ("Hefen", "< 100", "KbE/g")
    )
    measured = rows(page_of(*lines))["Gesamtkeimzahl"].measurements[0]
    assert (measured.value, measured.unit) == (12000, "KbE/g")


def test_titles_over_tables_side_by_side_are_no_headings() -> None:
    titles = (90.0, {40.0: "Pesticides", 300.0: "Microbials"})
    left = grid(104, (40, 110, 160, 220), ("Analyte", "Limit ppm", "Result ppm", "Status"), ("Abamectin", "0.05", "ND", "Pass"))
    left += grid(128, (40, 110, 160, 220), ("Fipronil", "0.06", "ND", "Pass"), ("Flonicamid", "1.0", "0.112", "Pass"))
    right = grid(104, (300, 400, 480), ("Test", "Limit", "Result"), ("Salmonella", "Absent", "Absent"))
    below = grid(128, (300, 400, 480), ("Test", "Limit", "Result"), ("Moisture Content", "15 %", "9.84 %"))
    found = rows(page_of(titles, *left, *right, *below))
    assert set(found) == {"Abamectin", "Fipronil", "Flonicamid", "Salmonella", "Moisture Content"}
    assert printed(found["Flonicamid"]) == [("0.112", "ppm")]


def test_a_total_of_one_substance_is_no_repeat_of_the_substance() -> None:
    found = rows(
        page_of(
            (80, {60: "0.0102 %"}),
            (92, {60: "Total CBD"}),
            *grid(140, (60, 260), ("Analyte", "Result (%)"), ("CBD", "0.0102"), ("CBN", "0.1027")),
        )
    )
    assert printed(found["Total CBD"]) == [("0.0102 %", "%")]


def test_names_in_a_column_headed_id_are_names() -> None:
    lines = grid(100, (60, 120, 190), ("ID", "Weight %", "Conc. (mg/g)¹"), ("THCa", "ND", "ND"), ("Max CBD", "0.41", "4.10"))
    assert printed(rows(page_of(*lines))["Max CBD"]) == [("0.41", "%"), ("4.10", "mg/g")]


def test_a_note_below_a_table_gives_its_limits_of_quantitation() -> None:
    found = rows(
        page_of(
            *grid(100, (60, 260), ("Alkaloid", "Mean (% w/w)"), ("Mitragynine", "1.505"), ("Speciociliatine", "0.242")),
            (140, {60: "LOQ: 0.001 % w/w for all analytes. LOD: 0.0003 % w/w."}),
        )
    )
    assert (bound(found["Mitragynine"], "loq"), bound(found["Mitragynine"], "lod")) == (("0.001", "% w/w"), ("0.0003", "% w/w"))


def test_a_sentence_that_ends_in_a_limit_is_no_result() -> None:
    found = rows(
        page_of(
            *grid(100, (60, 260), ("Analyte", "Found (mg/tablet)"), ("Mitragynine", "0.38"), ("Paynantheine", "0.11")),
            (200, {60: "Each holds 19 mg of 7-hydroxymitragynine. LOQ = 0.05 mg/tablet."}),
        )
    )
    assert list(found) == ["Mitragynine", "Paynantheine"]


def test_an_active_substance_of_another_plant_is_known_and_an_unheard_of_one_is_noted() -> None:
    page = page_of(*grid(100, (60, 260), ("Analyte", "Result (%)"), ("Δ9-THC", "0.3"), ("Kavain", "2.1"), ("Zorptanine", "0.2")))
    noted = [f.details["analyte"] for f in read_results(document_of(page))[1] if f.code == "analyte-unknown"]
    assert noted == ["Zorptanine"]


def test_headings_set_left_and_numbers_set_right_follow_each_other_in_order() -> None:
    lines = [(100.0, {50.0: "Analyte", 140.0: "Limits", 230.0: "Result", 320.0: "LOQ", 430.0: "Status"})]
    for n, (name, limit, result, loq) in enumerate((("Arsenic", "0.2", "0.05", "0.01"), ("Lead", "0.5", "0.04", "0.01")), start=1):
        lines.append((100.0 + 12 * n, {50.0: name, 212.0: limit, 300.0: result, 400.0: loq, 430.0: "pass"}))
    found = rows(page_of(*lines))
    for name, limit, result in (("Arsenic", "0.2", "0.05"), ("Lead", "0.5", "0.04")):
        row = found[name]
        assert (printed(row), bound(row, "limit"), bound(row, "loq")) == ([(result, None)], (limit, None), ("0.01", None))


SHEET = ("Analyte", "Method", "Result", "Unit", "mg/dose", "LOQ", "Spec (max)", "Check")
LEFT = (100.0, 200.0, 250.0, 330.0, 380.0, 450.0, 500.0, 560.0)
RIGHT = (190.0, 240.0, 326.0, 370.0, 440.0, 490.0, 556.0, 600.0)


def sheet(*lines: tuple[str, ...]) -> list[tuple[float, dict[float, str]]]:
    """A spreadsheet's print: every text stands at its column's left edge, every number at its right one."""
    return [
        (100.0 + 12 * n, {(right - 4 * len(text) if text[0].isdigit() else left): text for left, right, text in cells if text})
        for n, line in enumerate((SHEET, *lines))
        for cells in [list(zip(LEFT, RIGHT, line, strict=True))]
    ]


def test_words_set_left_and_numbers_set_right_are_one_column_where_no_row_holds_both() -> None:
    found = rows(
        page_of(
            *sheet(
                ("Mitragynine", "HPLC", "21.4", "mg/g", "64.2", "0.02", "", ""),
                ("Paynantheine", "HPLC", "3.108", "mg/g", "9.324", "0.02", "", ""),
                ("Rhynchophylline", "HPLC", "ND", "mg/g", "ND", "0.02", "", ""),
                ("Mitraphylline", "HPLC", "<LOQ", "mg/g", "<LOQ", "0.02", "", ""),
                ("Pb", "ICPMS", "0.0715", "ug/g", "", "0.005", "1", "OK"),
                ("Cd", "ICPMS", "ND", "ug/g", "", "0.005", "0.5", "OK"),
                ("As", "ICPMS", "0.2", "ug/g", "", "0.005", "1.5", "OK"),
                ("TPC", "plate", "3.4E+03", "cfu/g", "", "10", "100000", "OK"),
                ("Salmonella", "PCR", "Negative", "/25g", "", "", "Negative", "OK"),
            )
        )
    )
    assert {name: printed(row) for name, row in found.items()} == {
        "Mitragynine": [("21.4", "mg/g"), ("64.2", "mg/dose")],
        "Paynantheine": [("3.108", "mg/g"), ("9.324", "mg/dose")],
        "Rhynchophylline": [("ND", "mg/g"), ("ND", "mg/dose")],
        "Mitraphylline": [("<LOQ", "mg/g"), ("<LOQ", "mg/dose")],
        "Pb": [("0.0715", "ug/g")],
        "Cd": [("ND", "ug/g")],
        "As": [("0.2", "ug/g")],
        "TPC": [("3.4E+03", "cfu/g")],
        "Salmonella": [("Negative", None)],
    }
    assert {name: bound(found[name], "limit") for name in ("Pb", "Cd", "TPC")} == {
        "Pb": ("1", "ug/g"), "Cd": ("0.5", "ug/g"), "TPC": ("100000", "cfu/g"),
    }  # fmt: skip
    assert bound(found["Cd"], "loq") == ("0.005", "ug/g")


def test_a_remark_in_a_title_is_no_result() -> None:
    lines = [(88.0, {50.0: "1. Alkaloids by LC-MS/MS (LQ: 0.05 mg/g)"})]
    lines += grid(100, (50, 250), ("Compound", "Result (mg/g)"), ("Mitragynine", "15.3"), ("Paynantheine", "3.1"))
    assert list(rows(page_of(*lines))) == ["Mitragynine", "Paynantheine"]


def test_a_column_that_says_the_panel_of_each_row_gives_way_to_the_one_that_names_analytes() -> None:
    found = rows(
        page_of(
            *grid(
                100,
                (40, 110, 260, 330, 400),
                ("Test", "Component", "Result", "Units", "Specification"),
                ("Alkaloids", "Mitragynine", "13.9", "mg/g", "Report"),
                ("Alkaloids", "7-Hydroxymitragynine", "0.16", "mg/g", "NMT 0.40"),
                ("Elements", "Lead", "290", "ng/g", "NMT 1000"),
                ("Elements", "Cadmium", "38.2", "ng/g", "NMT 500"),
            )
        )
    )
    assert list(found) == ["Mitragynine", "7-Hydroxymitragynine", "Lead", "Cadmium"]
    assert bound(found["Lead"], "limit") == ("1000", "ng/g")
    assert found["Cadmium"].panel is Panel.HEAVY_METALS


def test_totals_inside_a_sentence_are_results_without_their_formulas() -> None:
    found = rows(
        page_of(
            (90, {40: "Cannabinoids"}),
            (110, {40: "Total THC (Δ9-THC + 0.877*THCA): 61.85 %. Total CBD (CBD + 0.877*CBDA): 0.04 %."}),
        )
    )
    assert {name: printed(row) for name, row in found.items()} == {"Total THC": [("61.85 %", "%")], "Total CBD": [("0.04 %", "%")]}


def test_a_word_in_place_of_a_number_parts_from_a_name_that_runs_up_to_it() -> None:
    lines = grid(100, (40, 110, 180), ("Terpene", "Result", "LOD"), ("Sabinene", "ND", "0.5"), ("Camphene", "ND", "0.5"))
    close = (136.0, {40.0: "Trans beta nerol", 110.0: "ND", 180.0: "0.5"})
    assert printed(rows(page_of(*lines, close))["Trans beta nerol"]) == [("ND", None)]


def test_tables_that_touch_are_parted_where_the_second_repeats_the_firsts_headings() -> None:
    head = {40.0: "Pesticide", 140.0: "Result", 182.0: "Limit", 203.0: "Pesticide", 300.0: "Result", 340.0: "Limit"}
    names = [("Abamectin", "Chlorpyrifos"), ("Acephate", "Clofentezine"), ("Aldicarb", "Coumaphos"), ("Captan", "Diazinon")]
    body = [
        (112.0 + 10 * n, {40.0: one, 140.0: "ND", 189.0: "0.2", 203.0: other, 300.0: "0.021", 340.0: "0.05"})
        for n, (one, other) in enumerate(names)
    ]
    found = rows(page_of((80, {40: "Pesticides (ppm)"}), (100.0, head), *body))
    assert bound(found["Abamectin"], "limit") == ("0.2", "ppm")
    assert printed(found["Coumaphos"]) == [("0.021", "ppm")]


def test_a_column_of_pairs_under_a_heading_that_was_misread_holds_both_limits() -> None:
    lines = grid(
        100, (40, 200, 330), ("Analyte", "L0D I L00 (mg/g)", "Result (mg/g)"), ("CBD", "0.07 / 0.29", "1.2"), ("CBN", "0.1 / 0.3", "ND")
    )
    assert (bound(rows(page_of(*lines))["CBD"], "lod"), bound(rows(page_of(*lines))["CBD"], "loq")) == (("0.07", "mg/g"), ("0.29", "mg/g"))


def test_a_non_detect_of_two_words_is_never_parted_where_a_heading_begins() -> None:
    found = rows(
        page_of(
            (92, {40: "Analito", 212: "Resultado (mg/g)"}),
            *((104 + 12 * n, {40: name, 202: "No detectado"}) for n, name in enumerate(("Mitraginina", "Painanteína", "Plomo"))),
        )
    )
    assert {m.qualifier for result in found.values() for m in result.measurements} == {Qualifier.ND}
    assert len(found) == 3


def test_the_line_of_an_address_beside_a_number_is_no_row() -> None:
    found = rows(
        page_of(
            *grid(92, (40, 200), ("Terpene", "Result (%)"), ("Limonene", "0.42"), ("Miami, FL, 33137, US", "1120"), ("Linalool", "0.11"))
        )
    )
    assert set(found) == {"Limonene", "Linalool"}


def recognised(page: Page) -> Page:
    return replace(page, stage=Stage.OCR)


def test_a_picture_with_one_comma_taken_for_a_point_keeps_its_decimal_commas() -> None:
    lines = grid(
        92, (40, 200), ("Analito", "Resultado (mg/kg)"), ("Plomo", "0,12"), ("Cadmio", "0,33"), ("Arsénico", "0,4"), ("rtuf", "0.02")
    )
    page = page_of(*lines, (160, {40: "Alcaloides totales", 200: "3,483"}))
    assert rows(recognised(page))["Alcaloides totales"].measurements[0].value == Decimal("3.483")
    assert rows(recognised(page))["rtuť"].analyte_key == "mercury"


def test_a_limit_of_quantitation_in_a_sentence_holds_for_results_in_lines_of_their_own() -> None:
    said = {40.0: "determined by liquid chromatography (limit of quantitation 0.02 % w/w for each alkaloid)."}
    found = rows(page_of((100.0, said), (130, {40: "Mitragynine", 300: "1.44 % w/w"}), (142, {40: "Loss on drying", 300: "6.8 %"})))
    assert bound(found["Mitragynine"], "loq") == ("0.02", "% w/w")
    assert bound(found["Loss on drying"], "loq") is None


def test_a_result_with_its_uncertainty_in_one_cell_is_a_result() -> None:
    lines = grid(
        100, (40, 220, 330), ("Parameter", "Ergebnis", "Einheit"), ("Mitragynin", "1,42 ± 0,11", "g/100 g"), ("Blei", "0,41", "mg/kg")
    )
    first = rows(page_of(*lines))["Mitragynin"].measurements[0]
    assert (first.value, first.unit) == (Decimal("1.42"), "g/100 g")
    assert first.uncertainty is not None
    assert first.uncertainty.value == Decimal("0.11")


@pytest.mark.parametrize("text", ["1.42±0.08", "1.42 mg/g ± 0.08 mg/g", "12.1 +/- 0.4 %", "1.2 ± 0.1 (k=2)"])
def test_a_number_may_carry_its_uncertainty(text: str) -> None:
    assert cell_shape(text) is Shape.NUMBER


def test_a_bound_in_words_is_a_bound() -> None:
    lines = grid(
        100, (40, 220, 330), ("Solvent", "Result (ppm)", "Limit (ppm)"), ("Acetone", "LT 50", "5000"), ("Hexane", "less than 10", "290")
    )
    found = rows(page_of(*lines))
    assert [(row.measurements[0].qualifier.value, str(row.measurements[0].value)) for row in found.values()] == [("lt", "50"), ("lt", "10")]


def test_a_line_of_labels_and_times_over_a_table_is_no_part_of_its_headings() -> None:
    over = {40: "Date/Time Extracted: 03/09/26 10:02", 230: "Analyzed: 03/10/26 04:45", 360: "Analysis Method/SOP: SOP-C-030"}
    table = grid(110, (40, 220, 270), ("Analyte", "%", "mg/g"), ("Myrcene", "1.214", "12.14"), ("Limonene", "1.871", "18.71"))
    found = rows(page_of((84, {40: "Terpene Analysis by GCMS"}), (98, over), *table))
    assert printed(found["Myrcene"]) == [("1.214", "%"), ("12.14", "mg/g")]


def test_a_heading_of_two_words_that_both_name_it_is_that_heading() -> None:
    headings = ("Target Analyte", "LOD", "Limit", "Result (ppm)")
    left = grid(100, (40, 160, 220, 270), headings, ("Abamectin", "0.02", "0.5", "ND"), ("Acephate", "0.02", "1.5", "0.3"))
    right = grid(100, (330, 450, 500, 550), headings, ("Naled", "0.02", "0.1", "ND"), ("Oxamyl", "0.02", "0.5", "0.1"))
    found = rows(page_of((80, {40: "Pesticides"}), *((y, {**a, **b}) for (y, a), (_, b) in zip(left, right, strict=True))))
    assert {name: printed(row) for name, row in found.items()} == {
        "Abamectin": [("ND", "ppm")],
        "Acephate": [("0.3", "ppm")],
        "Naled": [("ND", "ppm")],
        "Oxamyl": [("0.1", "ppm")],
    }


def test_a_limit_that_is_the_lod_is_no_heading_in_the_midst_of_its_table() -> None:
    table = grid(
        100,
        (40, 140, 190, 240, 290),
        ("Analyte", "LOD", "LOQ", "Limit", "Result (ppm)"),
        ("Aldicarb", "0.02", "0.05", "LOD", "ND"),
        ("Captan", "0.02", "0.05", "LOD", "ND"),
        ("Carbaryl", "0.02", "0.05", "0.5", "0.3"),
    )
    found = rows(page_of((80, {40: "Pesticides"}), *table))
    assert {name: printed(row) for name, row in found.items()} == {
        "Aldicarb": [("ND", "ppm")],
        "Captan": [("ND", "ppm")],
        "Carbaryl": [("0.3", "ppm")],
    }


def test_a_list_of_sections_with_their_pages_is_no_table_of_results() -> None:
    contents = grid(
        100,
        (40, 200, 300, 420),
        ("Panel", "Page", "Date analyzed", "Verdict"),
        ("Heavy Metals", "3", "06/09/2026", "PASS"),
        ("Microbiology", "4", "06/08/2026", "PASS"),
        ("Pesticides", "6", "06/12/2026", "PASS"),
    )
    metals = grid(300, (40, 220), ("Metal", "Result (ppm)"), ("Lead", "0.218"), ("Arsenic", "0.162"))
    assert set(rows(page_of(*contents, (280, {40: "Heavy Metals"}), *metals))) == {"Lead", "Arsenic"}


def test_a_screen_that_complies_is_a_result_and_a_sections_bar_with_its_verdict_is_none() -> None:
    lines = grid(100, (40, 220, 330), ("Parameter", "Result", "Method"), ("Multiresidue screen", "Complies", "USP <561>"))
    bar = grid(124, (40, 220, 330), ("Category 2 Pesticide Test Results", "Pass", ""), ("Captan", "0.3 ppm", "GC-MS"))
    assert set(rows(page_of((80, {40: "Pesticides"}), *lines, *bar))) == {"Multiresidue screen", "Captan"}


def test_of_two_columns_under_unknown_words_the_one_that_says_not_detected_is_the_result_and_less_sure() -> None:
    headings = ("Pesticide", "Zorp (ppb)", "Quux (ppb)", "LOQ (ppb)")
    table = grid(100, (40, 160, 250, 350), headings, ("Captan", "700", "ND", "10"), ("Naled", "100", "14", "10"))
    found = rows(page_of((80, {40: "Pesticides"}), *table))
    assert {name: printed(row) for name, row in found.items()} == {"Captan": [("ND", "ppb")], "Naled": [("14", "ppb")]}
    assert all((m.confidence or 1) < 0.95 for row in found.values() for m in row.measurements)


def test_titles_of_groups_in_larger_print_end_no_table_whose_rows_go_on_and_broken_headings_are_whole() -> None:
    head = [(100, {40: "Paramètre", 180: "Résultat", 270: "Incerti-", 320: "LQ", 380: "Conformité"}), (107, {270: "tude"})]
    words = [w for y, cells in head for x, text in cells.items() for w in words_at(x, y, text, size=6, index=int(1000 * y))]
    for n, (y, text) in enumerate(((119, "Alcaloïdes"), (161, "Paramètres physiques"))):
        words += words_at(40, y, text, size=8, index=500_000 + 1000 * n)
    table = grid(
        130,
        (40, 180, 270, 320, 380),
        ("Mitragynine", "31,46 %", "± 1,5", "0,015", "C"),
        ("Paynanthéine", "2,07 %", "± 0,2", "0,015", "–"),
        ("", "", "", "", ""),
        ("", "", "", "", ""),
        ("Activité de l’eau", "0,231 aw", "–", "–", "NC"),
        ("Perte à la dessiccation", "3,7 %", "–", "–", "C"),
        pitch=11,
    )
    for y, cells in table:
        for x, text in cells.items():
            words += words_at(x, y, text, size=7, index=int(700_000 + 1000 * y + x))
    found = rows(Page(1, 612.0, 792.0, tuple(words)))
    assert {name: (printed(row)[0], row.panel, row.status) for name, row in found.items()} == {
        "Mitragynine": (("31,46 %", "%"), Panel.POTENCY, "pass"),
        "Paynanthéine": (("2,07 %", "%"), Panel.POTENCY, None),
        "Activité de l’eau": (("0,231 aw", "aw"), Panel.WATER_ACTIVITY, "fail"),
        "Perte à la dessiccation": (("3,7 %", "%"), Panel.MOISTURE, "pass"),
    }
    assert bound(found["Mitragynine"], "uncertainty") == ("1.5", "%")


def test_headings_in_capitals_that_touch_and_cells_that_touch_are_parted() -> None:
    lines = [(100, {40: "ANALYTE", 200: "LOQRESULT"})]
    words = [w for y, cells in lines for x, text in cells.items() for w in words_at(x, y, text, index=int(1000 * y))]
    for n, (name, loq, result) in enumerate((("Camphene", "0.02", "ND"), ("Myrcene", "0.02", "0.1284"), ("Linalool", "0.02", "0.0866"))):
        y = 112.0 + 12 * n
        words += words_at(40, y, name, index=10_000 + 1000 * n)
        words += words_at(200, y, loq, index=20_000 + 1000 * n) + words_at(216, y, result, index=20_004 + 1000 * n)
    words += words_at(40, 85, "Terpenes (mg/g)")
    found = rows(Page(1, 612.0, 792.0, tuple(words)))
    assert {name: (printed(row)[0][0], bound(row, "loq")) for name, row in found.items()} == {
        "Camphene": ("ND", ("0.02", "mg/g")),
        "Myrcene": ("0.1284", ("0.02", "mg/g")),
        "Linalool": ("0.0866", ("0.02", "mg/g")),
    }


def test_limits_in_many_words_under_their_heading_are_cells_of_rows_and_no_prose() -> None:
    limit = "Not to exceed one quarter of the whole area"
    found = rows(
        page_of(
            (80, {40: "Foreign Material"}),
            *grid(92, (40, 240, 480), ("Analysis", "Limit", "Result"), ("Sand, soil, cinders", limit, "PASS"), ("Hair", limit, "PASS")),
        )
    )
    assert [(name, row.status) for name, row in found.items()] == [("Sand, soil, cinders", "pass"), ("Hair", "pass")]


def test_a_head_at_half_height_between_two_others_is_its_own_columns_alone() -> None:
    columns = (60.0, 157.0, 182.0, 255.0)
    heads = {157.0: "NG", 182.0: "BG", 255.0: "HG"}
    body = grid(130, (60, 158, 183, 228, 258), ("Atropin", "0,3", "1,0", "n. n.", ""), ("Summe", "", "", "1,8", "25"))
    units = dict.fromkeys(columns[1:], "µg/kg")
    found = rows(page_of((80, {60: "Tropanalkaloide"}), (98, heads), (104, {205: "Ergebnis", 60: "Analyt"}), (110, units), *body))
    assert [printed(row)[0][0] for row in found.values()] == ["n. n.", "1,8"]
    assert all(len(row.measurements) == 1 for row in found.values())


def test_a_name_and_the_finding_that_stands_close_behind_it_are_two_cells() -> None:
    name = words_at(40, 104, "Anatoxin")
    start = name[0].x1 + 0.6 * SIZE
    finding = words_at(start, 104, "Not detected", index=len("Anatoxin "))
    base = page_of(
        (80, {40: "Toxins"}),
        *grid(92, (40, start, 200), ("Analyte", "Result", "Unit")),
        (104, {200: "µg/kg"}),
        (116, {40: "Zorpin", start: "0.3", 200: "µg/kg"}),
    )
    found = rows(replace(base, words=(*base.words, *name, *finding)))
    assert {n: printed(row) for n, row in found.items()} == {"Anatoxin": [("Not detected", "µg/kg")], "Zorpin": [("0.3", "µg/kg")]}


def test_a_row_whose_words_could_head_columns_is_a_row_under_rows_set_alike() -> None:
    body = (
        ("Identity by HPTLC", "Matches reference", "Conforms", "—", "—", "Meets"),
        ("Macroscopic / Organoleptic", "Characteristic", "Conforms", "—", "—", "Meets"),
        ("Mitragynine", "NMT 2.00", "1.37", "% w/w", "0.08", "Meets"),
        ("Lead", "NMT 1.0", "0.618", "ppm", "0.066", "Meets"),
    )
    heads = ("Test", "Specification", "Result", "Unit", "MU ±", "Disposition")
    found = rows(page_of(*grid(100, (40, 200, 300, 360, 410, 460), heads, *body)))
    assert list(found) == [name for name, *_ in body]
    assert found["Macroscopic / Organoleptic"].panel is Panel.OTHER
    assert [bound(found[name], "uncertainty") for name in ("Mitragynine", "Lead")] == [("0.08", "% w/w"), ("0.066", "ppm")]
