"""Tables of every layout met, each set on a page of a few words, and the rows read from it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.model.certificate import Panel, Result
from registry.reading.document import Page, Ruling, Word
from registry.reading.rows.names import clean_name
from registry.reading.rows.results import read_results
from tests.reading.pages import document_of, grid, page_of
from tests.reading.told import printed


def rows(*pages: Page) -> list[Result]:
    return list(read_results(document_of(*pages))[0])


def codes(*pages: Page) -> list[str]:
    return [finding.code for finding in read_results(document_of(*pages))[1]]


def test_a_plain_table_gives_a_row_for_each_analyte_with_units_from_the_headings() -> None:
    lines = grid(
        100,
        (50, 250, 350, 450),
        ("Analyte", "LOQ (%)", "Result (%)", "Result (mg/g)"),
        ("Mitragynine", "0.01", "1.48", "14.8"),
        ("Paynantheine", "0.01", "ND", "ND"),
    )
    first, second = rows(page_of(*lines))
    assert (first.analyte, first.panel, first.analyte_key) == ("Mitragynine", Panel.POTENCY, "mitragynine")
    assert printed(first) == [("1.48", "%"), ("14.8", "mg/g")]
    assert first.loq is not None
    assert (str(first.loq.value), first.loq.unit) == ("0.01", "%")
    assert [m.qualifier.value for m in second.measurements] == ["nd", "nd"]


def test_every_value_has_its_page_and_box() -> None:
    result = rows(page_of(*grid(100, (50, 250), ("Analyte", "Result (ppm)"), ("Lead", "0.06"), ("Cadmium", "0.02"))))[0]
    place = result.measurements[0].evidence
    assert place is not None
    assert place.box is not None
    assert (place.page, place.text) == (1, "0.06")
    assert place.box.x0 == pytest.approx(250 / 612, abs=1e-3)
    assert place.box.y0 < 112 / 792 < place.box.y1


def test_tables_side_by_side_part_at_the_second_name_column_whatever_their_pitch() -> None:
    left = grid(
        100,
        (30, 120, 180),
        ("Pesticide", "LOD (ppm)", "Result (ppm)"),
        ("Abamectin", "0.01", "ND"),
        ("Acephate", "0.02", "ND"),
        ("Captan", "0.07", "0.2"),
    )
    right = grid(
        102, (320, 420, 480), ("Pesticide", "LOD (ppm)", "Result (ppm)"), ("Naled", "0.01", "ND"), ("Oxamyl", "0.03", "ND"), pitch=14
    )
    found = rows(page_of(*left, *right))
    assert [(r.analyte, str(r.lod.value) if r.lod else None) for r in found] == [
        ("Abamectin", "0.01"), ("Acephate", "0.02"), ("Captan", "0.07"), ("Naled", "0.01"), ("Oxamyl", "0.03"),
    ]  # fmt: skip


def test_a_heading_on_three_lines_is_read_as_one() -> None:
    page = page_of(
        (100, {200: "LOQ", 300: "Action", 400: "Result"}),
        (105, {50: "Analyte"}),
        (110, {200: "(ppb)", 300: "Level", 400: "(ppb)"}),
        (120, {300: "(ppb)"}),
        *grid(135, (50, 200, 300, 400), ("Arsenic", "5", "200", "BLQ"), ("Lead", "5", "500", "12")),
    )
    lead = rows(page)[1]
    assert printed(lead) == [("12", "ppb")]
    assert lead.limit is not None
    assert (str(lead.limit.value), lead.limit.unit) == ("500", "ppb")


def test_lod_and_loq_in_one_cell_are_two_limits() -> None:
    found = rows(
        page_of(*grid(100, (50, 200, 350), ("Compound", "LOD/LOQ (mg/g)", "Result (mg/g)"), ("Mitragynine", "0.04 / 0.24", "19.1")))
    )
    assert [str(q.value) for q in (found[0].lod, found[0].loq) if q] == ["0.04", "0.24"]


def test_of_two_result_columns_the_one_of_verdicts_is_the_verdict() -> None:
    found = rows(
        page_of(*grid(100, (50, 200, 350), ("Analyte", "Result (ppm)", "Result"), ("Lead", "0.06", "PASS"), ("Cadmium", "0.7", "FAIL")))
    )
    assert [(printed(r), r.status) for r in found] == [([("0.06", "ppm")], "pass"), ([("0.7", "ppm")], "fail")]


def test_of_two_limit_columns_the_first_counts() -> None:
    lines = grid(
        100,
        (50, 150, 250, 350, 450),
        ("Analyte", "Result (ppb)", "Limit (ppb)", "Finding", "Limit (ppb)"),
        ("Lead", "BLQ", "500", "Pass", "1000"),
    )
    found = rows(page_of(*lines))
    assert found[0].limit is not None
    assert str(found[0].limit.value) == "500"


def test_a_name_on_two_lines_around_its_value_is_one_name() -> None:
    page = page_of(
        *grid(100, (50, 250), ("Compound", "Result (ppm)"), ("Captan", "ND")),
        (130, {50: "Pentachloronitro-"}),
        (134, {250: "ND"}),
        (138, {50: "benzene*"}),
        (152, {50: "Permethrin", 250: "0.02"}),
    )
    assert [r.analyte for r in rows(page)] == ["Captan", "Pentachloronitrobenzene*", "Permethrin"]


def test_the_unit_comes_from_a_column_of_its_own() -> None:
    found = rows(
        page_of(*grid(100, (50, 200, 300), ("Analyte", "Units", "Result"), ("Lead", "ppm", "0.06"), ("Salmonella", "/25 g", "Absent")))
    )
    assert printed(found[0]) == [("0.06", "ppm")]


def test_the_unit_comes_from_the_line_over_the_table() -> None:
    page = page_of(
        (80, {50: "Microbiology"}),
        (90, {200: "[cfu/g]"}),
        *grid(102, (50, 200), ("Test", "Result"), ("Total coliforms", "120"), ("E. coli", "< 10")),
    )
    assert [printed(r) for r in rows(page)] == [[("120", "cfu/g")], [("< 10", "cfu/g")]]


def test_analytes_as_columns_are_rows_all_the_same() -> None:
    page = page_of(
        (100, {150: "Mitragynine", 250: "Paynantheine", 350: "Speciogynine"}),
        (112, {50: "%", 150: "1.48", 250: "0.31", 350: "ND"}),
        (124, {50: "mg/g", 150: "14.8", 250: "3.1", 350: "ND"}),
        (136, {50: "LOD (%)", 150: "0.01", 250: "0.01", 350: "0.02"}),
    )
    found = rows(page)
    assert [r.analyte for r in found] == ["Mitragynine", "Paynantheine", "Speciogynine"]
    assert printed(found[0]) == [("1.48", "%"), ("14.8", "mg/g")]
    assert found[2].lod is not None


def test_a_table_goes_on_over_the_page_without_its_heading() -> None:
    first = page_of(
        *grid(600, (50, 200, 300), ("Pesticide", "LOQ (ppm)", "Result (ppm)"), ("Captan", "0.07", "ND"), ("Naled", "0.01", "ND"))
    )
    second = page_of(*grid(60, (50, 200, 300), ("Oxamyl", "0.03", "ND"), ("Phosmet", "0.02", "0.05")), number=2)
    found = rows(first, second)
    assert [(r.analyte, r.page) for r in found] == [("Captan", 1), ("Naled", 1), ("Oxamyl", 2), ("Phosmet", 2)]
    assert printed(found[3]) == [("0.05", "ppm")]


def test_a_specification_per_tablet_is_the_label_claim_and_no_limit() -> None:
    found = rows(
        page_of(
            *grid(
                100, (50, 250, 350, 430), ("Analysis", "Specification", "Result", "Units"), ("7-OH-Mitragynine", "45", "22.78", "mg/serv")
            )
        )
    )
    assert found[0].limit is None
    assert found[0].label_claim is not None
    assert str(found[0].label_claim.value) == "45"


def test_not_more_than_is_a_limit() -> None:
    lines = grid(
        100, (50, 250, 400, 480), ("Analysis", "Specification", "Result", "Status"), ("Loss on Drying (LOD)", "NMT 5.0 %", "3.1 %", "PASS")
    )
    found = rows(page_of(*lines))
    assert found[0].limit is not None
    assert (str(found[0].limit.value), found[0].limit.unit, found[0].panel) == ("5.0", "%", Panel.MOISTURE)


def test_a_spike_recovery_table_is_no_result() -> None:
    lines = grid(
        100, (50, 200, 300, 400), ("Analyte", "Spiked (mg/g)", "Found (mg/g)", "Recovery (%)"), ("Mitragynine", "1.00", "1.03", "103.0")
    )
    assert rows(page_of(*lines)) == []


def test_a_table_under_a_quality_control_title_is_no_result() -> None:
    page = page_of(
        (80, {50: "Quality control - spike recovery"}), *grid(100, (50, 200), ("Analyte", "Result (mg/g)"), ("Mitragynine", "1.00"))
    )
    assert rows(page) == []


def test_a_list_of_panels_with_verdicts_is_no_result_but_foreign_matter_is() -> None:
    lines = grid(
        100,
        (50, 300),
        ("Test", "Status"),
        ("Cannabinoids", "Tested"),
        ("Pesticides", "Pass"),
        ("Heavy Metals", "Pass"),
        ("Foreign Matter", "Pass"),
    )
    assert [(r.analyte, r.status) for r in rows(page_of(*lines))] == [("Foreign Matter", "pass")]


def test_a_figure_in_a_box_belongs_to_the_label_below_it() -> None:
    page = page_of((100, {60: "23.55%", 220: "0.64%"}), (124, {55: "Total THC", 215: "Total CBD"}))
    assert [(r.analyte, printed(r)) for r in rows(page)] == [("Total THC", [("23.55%", "%")]), ("Total CBD", [("0.64%", "%")])]


def test_a_box_that_repeats_a_table_is_read_once() -> None:
    table = grid(200, (50, 250), ("Analyte", "Result (%)"), ("Mitragynine", "1.482"), ("Total Alkaloids", "2.367"))
    found = rows(page_of((100, {60: "1.48 %", 220: "2.367 %"}), (112, {55: "Mitragynine (MG)", 215: "Total Alkaloids"}), *table))
    assert [r.analyte for r in found] == ["Mitragynine", "Total Alkaloids"]


def test_a_statement_in_a_line_is_a_row_and_a_formula_is_none() -> None:
    page = page_of((100, {50: "Moisture: 10.7%"}), (120, {50: "Total THC = THCA * 0.877 + THC"}), (140, {50: "Serving Size: 1 g"}))
    assert [(r.analyte, r.panel, printed(r)) for r in rows(page)] == [("Moisture", Panel.MOISTURE, [("10.7%", "%")])]


def test_a_row_of_a_mixed_table_has_the_panel_printed_on_it() -> None:
    lines = grid(
        100,
        (50, 150, 300, 400),
        ("Panel", "Test", "Result", "Units"),
        ("Heavy Metals", "Lead", "0.06", "ppm"),
        ("Potency", "Mitragynine", "1.4", "%"),
    )
    assert [(r.panel, r.analyte) for r in rows(page_of(*lines))] == [(Panel.HEAVY_METALS, "Lead"), (Panel.POTENCY, "Mitragynine")]


def test_a_verdict_printed_once_beside_all_rows_counts_for_each() -> None:
    page = page_of(
        *grid(100, (50, 200, 300), ("Element", "Result (ppm)", "Status"), ("Arsenic", "0.14", ""), ("Cadmium", "0.03", "")),
        (130, {300: "Pass"}),
        *grid(136, (50, 200, 300), ("Lead", "0.58", ""), ("Mercury", "<0.01", "")),
    )
    assert [r.status for r in rows(page)] == ["pass"] * 4


def test_a_drawn_line_parts_cells_that_stand_close() -> None:
    walls = (Ruling(148, 90, 148, 130), Ruling(199, 90, 199, 130))
    page = page_of((100, {50: "Analyt", 150: "Výsledek", 200: "Jednotky"}), (112, {50: "olovo", 150: "0,64", 200: "mg/kg"}), rulings=walls)
    assert printed(rows(page)[0]) == [("0,64", "mg/kg")]


def test_an_unknown_analyte_is_kept_and_becomes_a_finding() -> None:
    page = page_of(*grid(100, (50, 250), ("Alkaloid", "Result (mg/g)"), ("Mitragynine", "14.8"), ("Novelgynine", "0.2")))
    assert [r.analyte for r in rows(page)] == ["Mitragynine", "Novelgynine"]
    assert "analyte-unknown" in codes(page)


def test_a_number_without_a_unit_becomes_a_finding_and_is_less_sure() -> None:
    page = page_of(*grid(100, (50, 250), ("Element", "Result"), ("Lead", "0.06"), ("Cadmium", "0.02")))
    assert "unit-missing" in codes(page)
    assert (rows(page)[0].measurements[0].confidence or 1.0) < 0.95


def test_a_table_of_analytes_without_results_is_said_to_be_not_understood() -> None:
    page = page_of(*grid(100, (50, 200, 300), ("Analyte", "LOD (ppm)", "LOQ (ppm)"), ("Lead", "0.01", "0.03"), ("Cadmium", "0.01", "0.03")))
    assert rows(page) == []
    assert "table-not-understood" in codes(page)


def test_the_loq_above_the_limit_becomes_a_finding() -> None:
    page = page_of(*grid(100, (50, 200, 300, 400), ("Analyte", "LOQ (ppm)", "Limit (ppm)", "Result (ppm)"), ("Lead", "2.0", "0.5", "ND")))
    assert "loq-above-limit" in codes(page)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("7-Hydroxymitragynine (7-OH)¹", "7-Hydroxymitragynine (7-OH)"),
        ("• Lead", "Lead"),
        ("Moisture :", "Moisture"),
        ("Cy uthrin", "Cyfluthrin"),
        ("Mitraciliatine*", "Mitraciliatine*"),
    ],
)
def test_names_lose_footnote_numbers_and_get_their_ligatures_back(text: str, name: str) -> None:
    assert clean_name(text) == name


TOKENS = st.sampled_from(
    [
        "Analyte",
        "Result",
        "(mg/g)",
        "LOD",
        "LOQ",
        "Limit",
        "Status",
        "Pass",
        "ND",
        "<LOQ",
        "0.5",
        "12",
        "1,5",
        "Lead",
        "Mitragynine",
        "Total",
        "%",
        "mg/g",
        "-",
        "Units",
        ":",
        "QC",
        "Terpenes",
    ]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.tuples(TOKENS, st.floats(0, 580), st.integers(0, 60), st.floats(4, 20)), max_size=60))
def test_any_words_anywhere_give_rows_or_none_but_never_an_exception(placed: list[tuple[str, float, int, float]]) -> None:
    words = tuple(
        Word(t, x, 12.0 * y - 0.7 * s, x + 0.5 * s * len(t), 12.0 * y + 0.2 * s, s, 12.0 * y, i) for i, (t, x, y, s) in enumerate(placed)
    )
    for result in read_results(document_of(Page(1, 612, 792, words)))[0]:
        assert result.measurements
        assert all(0 <= (m.confidence or 0) <= 1 for m in result.measurements)


def test_dotted_leaders_and_lines_of_dashes_are_no_words_and_a_plus_minus_apart_goes_with_its_number() -> None:
    first, second = rows(
        page_of(
            (100, {50: "ALKALOIDS BY LC-MS/MS", 270: "Result", 340: "U (k=2)", 420: "Unit"}),
            (110, {50: "-" * 90}),
            (120, {50: "Mitragynine ......................", 272: "38.4", 310: "±", 345: "2.9", 420: "mg/mL"}),
            (130, {50: "Unknown alkaloid.................", 263: "<", 270: "0.02", 420: "mg/mL"}),
        )
    )
    assert (first.analyte, printed(first)) == ("Mitragynine", [("38.4", "mg/mL")])
    assert first.uncertainty is not None
    assert (str(first.uncertainty.value), first.uncertainty.k) == ("2.9", 2)
    assert (second.analyte, second.panel, second.measurements[0].qualifier.value) == ("Unknown alkaloid", Panel.POTENCY, "lt")


def test_a_card_is_named_by_its_bar_with_the_unit_in_it_whatever_stands_at_the_bars_end() -> None:
    cards = grid(
        100,
        (40, 160, 220, 270, 320, 440, 500, 550),
        ("Alkaloids", "", "", "TESTED", "Heavy Metals (µg/g)", "", "", "PASS"),
        ("Compound", "%", "mg/g", "LOQ %", "Element", "Result", "LOQ", "Limit"),
        ("Mitragynine", "1.317", "13.17", "0.003", "Arsenic", "0.182", "0.02", "1.5"),
        ("Speciogynine", "0.137", "1.37", "0.003", "Lead", "0.733", "0.02", "1.0"),
        ("Mycotoxins (µg/kg)", "", "", "PASS", "", "", "", ""),
        ("Toxin", "Result", "LOQ", "Limit", "", "", "", ""),
        ("Ochratoxin A", "2.3", "1", "20", "", "", "", ""),
    )
    read = {r.analyte: r for r in rows(page_of(*cards))}
    assert set(read) == {"Mitragynine", "Speciogynine", "Arsenic", "Lead", "Ochratoxin A"}
    assert printed(read["Lead"]) == [("0.733", "µg/g")]
    assert printed(read["Ochratoxin A"]) == [("2.3", "µg/kg")]
    assert printed(read["Mitragynine"]) == [("1.317", "%"), ("13.17", "mg/g")]


@pytest.mark.parametrize(
    ("over", "unit"),
    [
        ({50: "Heavy Metals (mg/kg)"}, "mg/kg"),
        ({50: "Heavy Metals - ICP-MS", 200: "(mg/kg)"}, "mg/kg"),
        ({50: "Heavy Metals", 480: "µg/g"}, "µg/g"),
        ({50: "Heavy Metals all units ppm"}, "ppm"),
        ({50: "Metals, results in mg/kg"}, "mg/kg"),
        ({50: "Heavy Metals", 200: "Result: PASS"}, None),
    ],
)
def test_a_unit_printed_once_in_or_beside_the_title_counts_for_its_table(over: dict[float, str], unit: str | None) -> None:
    table = grid(112, (50, 250), ("Element", "Result"), ("Lead", "0.733"), ("Arsenic", "0.05"))
    assert printed(rows(page_of((100, over), *table))[0]) == [("0.733", unit)]


def test_tables_set_so_close_that_headings_and_cells_touch_are_parted_by_what_stands_above_and_below() -> None:
    def line(y: float, *cells: str) -> tuple[float, dict[float, str]]:
        return y, dict(zip((76, 127, 145, 170, 190, 212, 263, 281, 306, 326), cells, strict=True))

    page = page_of(
        (90, {76: "Pesticides all units ppm", 240: "Result: PASS"}),
        (100, {76: "Analyte", 130: "LOQLimitResultStatusAnalyte", 266: "LOQLimitResultStatus"}),
        line(112, "Captan", "0.01", "0.10", "ND", "Pass", "Carbaryl", "0.01", "0.10", "0.04", "Pass"),
        line(124, "Azoxystrobin", "0.01", "0.10", "ND", "Pass", "Cypermethrin", "0.01", "0.10", "ND", "Pass"),
        line(136, "Boscalid", "0.01", "0.10", "ND", "Pass", "Fipronil", "0.01", "0.10", "ND", "Pass"),
        line(148, "Bifenthrin", "0.01", "0.10", "ND", "Pass", "Diazinon", "0.01", "0.10", "ND", "Pass"),
    )
    read = {r.analyte: r for r in rows(page)}
    assert set(read) == {"Captan", "Azoxystrobin", "Boscalid", "Bifenthrin", "Carbaryl", "Cypermethrin", "Fipronil", "Diazinon"}
    assert printed(read["Carbaryl"]) == [("0.04", "ppm")]
    for row in read.values():
        assert row.loq is not None
        assert row.limit is not None
        assert (str(row.loq.value), str(row.limit.value), row.status) == ("0.01", "0.10", "pass")


def test_analytes_as_column_heads_are_read_with_a_line_for_each_unit_the_loq_the_limit_and_the_verdict() -> None:
    alkaloids = [
        (112.0, {120.0: "Mitragynine", 172.0: "Paynantheine", 227.0: "Speciogynine", 300.0: "Total"}),  # set as close as words
        (126.0, {50.0: "%", 130.0: "1.281", 185.0: "0.212", 240.0: "0.118", 300.0: "1.611"}),
        (140.0, {50.0: "mg/g", 130.0: "12.81", 185.0: "2.12", 240.0: "1.18", 300.0: "16.11"}),
        (154.0, {50.0: "LOQ (%)", 130.0: "0.0010", 185.0: "0.0020", 240.0: "0.0020"}),
    ]
    metals = grid(
        220,
        (50, 120, 200, 280, 360),
        ("Metal", "Arsenic", "Cadmium", "Lead", "Mercury"),
        ("Result", "0.110", "0.037", "1.320", ""),
        ("LOQ", "0.005", "0.005", "0.005", "0.002"),
        ("Action Limit", "1.50", "0.50", "1.00", "0.30"),
        ("Status", "Pass", "Pass", "Fail", "Pass"),
        pitch=14,
    )
    page = page_of((100, {50: "ALKALOIDS - UPLC-DAD"}), *alkaloids, (206, {50: "HEAVY METALS - ICP-MS", 160: "(mg/kg)"}), *metals)
    read = {r.analyte: r for r in rows(page)}
    assert set(read) == {"Mitragynine", "Paynantheine", "Speciogynine", "Total", "Arsenic", "Cadmium", "Lead"}  # no mercury is printed
    assert printed(read["Paynantheine"]) == [("0.212", "%"), ("2.12", "mg/g")]
    lead = read["Lead"]
    assert printed(lead) == [("1.320", "mg/kg")]
    assert lead.loq is not None
    assert lead.limit is not None
    assert (str(lead.loq.value), str(lead.limit.value), lead.status) == ("0.005", "1.00", "fail")


def test_a_table_drawn_with_characters_is_read_like_one_drawn_with_lines() -> None:
    bars = ("|", "|", "|", "|", "|")
    places = (50, 56, 200, 206, 260, 266, 330, 336, 390)

    def line(*cells: str) -> tuple[str, ...]:
        return tuple(text for pair in zip(bars, (*cells, ""), strict=True) for text in pair)[:-1]

    page = page_of(
        (88, {50: "ALKALOIDS"}),
        *grid(
            100,
            places,
            ("+" + "-" * 40 + "+", *[""] * 8),
            line("Analyte", "Unit", "Result", "LOQ"),
            ("+" + "-" * 40 + "+", *[""] * 8),
            line("Mitragynine", "%", "1.38", "0.01"),
            line("Mitraphylline", "%", "< 0.01", "0.01"),
        ),
    )
    first, second = rows(page)
    assert (first.analyte, printed(first)) == ("Mitragynine", [("1.38", "%")])
    assert second.measurements[0].qualifier.value == "lt"


def test_a_least_amount_is_no_limit_that_a_result_could_exceed() -> None:
    table = grid(
        100, (50, 200, 300), ("Test", "Specification", "Result (%)"), ("Mitragynine", "NLT 1.0", "1.62"), ("Moisture", "NMT 10", "7")
    )
    first, second = rows(page_of(*table))
    assert (first.limit, first.limit_text) == (None, "NLT 1.0")
    assert second.limit is not None


@pytest.mark.parametrize(
    ("printed_once", "place"),
    [({50: "Limit of Detection", 150: "0.27 mg/g"}, 150), ({50: "Limit of Detection: 0.27 mg/g"}, 50)],
)
def test_a_detection_limit_printed_once_over_a_table_has_the_place_of_its_number(printed_once: dict[float, str], place: float) -> None:
    table = grid(150, (50, 250), ("Cannabinoid", "mg/g"), ("THCV", "ND"), ("CBD", "9.0"))
    row = rows(page_of((100, {50: "Cannabinoid Profile"}), (125, printed_once), *table))[0]
    assert row.lod is not None
    assert (str(row.lod.value), row.lod.unit) == ("0.27", "mg/g")
    assert row.lod.evidence is not None
    assert row.lod.evidence.box is not None
    assert row.lod.evidence.box.x0 == pytest.approx(place / 612, abs=1e-4)
