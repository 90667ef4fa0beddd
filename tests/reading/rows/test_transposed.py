"""Tables on their side: analytes as columns, with a line of values below them."""

from __future__ import annotations

import pytest

from registry.model.certificate import Result
from tests.reading.pages import grid, page_of
from tests.reading.told import bound, printed, rows


def test_names_of_a_table_on_its_side_that_stand_a_space_apart_are_parted_over_their_values() -> None:
    found = rows(
        page_of(
            (92, {100: "Mitragynine", 180: "Speciociliatine Corynantheidine", 330: "Paynantheine"}),
            (104, {40: "mg/g", 128: "6.31", 222: "0.96", 290: "<LOQ", 360: "1.12"}),
        )
    )
    assert {name: printed(result) for name, result in found.items()} == {
        "Mitragynine": [("6.31", "mg/g")],
        "Speciociliatine": [("0.96", "mg/g")],
        "Corynantheidine": [("<LOQ", "mg/g")],
        "Paynantheine": [("1.12", "mg/g")],
    }


def test_names_of_a_table_on_its_side_that_touch_are_parted_too() -> None:
    found = rows(
        page_of(
            (92, {100: "Mitragynine", 180: "SpeciociliatineCorynantheidine", 330: "Paynantheine"}),
            (104, {40: "mg/g", 128: "6.31", 222: "0.96", 280: "<LOQ", 360: "1.12"}),
        )
    )
    assert [printed(found[name]) for name in ("Speciociliatine", "Corynantheidine")] == [[("0.96", "mg/g")], [("<LOQ", "mg/g")]]


def test_a_line_under_words_nobody_knows_is_no_second_result_of_a_table_on_its_side() -> None:
    lines = [
        (100, {150: "Lead", 220: "Arsenic", 300: "Cadmium", 380: "Mercury"}),
        (114, {40: "Result (ppb)", 150: "12", 220: "<5", 300: "7", 380: "<5"}),
        (128, {40: "Gizmo (ppb)", 150: "500", 220: "200", 300: "200", 380: "100"}),
    ]
    found = rows(page_of((80, {40: "Heavy Metals"}), *lines))
    assert printed(found["Lead"]) == [("12", "ppb")]


BROKEN = {
    "set about the middle of those on one line": [
        (88, {160: "7-Hydroxy-", 230: "Isopaynan-", 300: "Total"}),
        (94, {40: "Basis", 100: "Mitragynine"}),
        (100, {160: "mitragynine", 230: "theine", 300: "Alkaloids"}),
    ],
    "from the top, a line and a half apart": [
        (82, {100: "Mitragynine", 160: "7-Hydroxy-", 230: "Isopaynan-", 300: "Total"}),
        (95, {160: "mitragynine", 230: "theine", 300: "Alkaloids"}),
    ],
    "down to the bottom, beside a word over the labels": [
        (83, {160: "7-Hydroxy-", 230: "Isopaynan-", 300: "Total"}),
        (96, {50: "Basis", 100: "Mitragynine", 160: "mitragynine", 230: "theine", 300: "Alkaloids"}),
    ],
}


@pytest.mark.parametrize("names", BROKEN.values(), ids=BROKEN)
def test_a_name_broken_over_two_lines_is_not_taken_for_the_analyte_that_its_last_line_names(names: list) -> None:
    lines = [
        (116, {40: "% w/w", 100: "1.612", 160: "0.0094", 230: "ND", 300: "2.565"}),
        (130, {40: "mg/g", 100: "16.12", 160: "0.094", 230: "ND", 300: "25.65"}),
    ]
    found = rows(page_of((60, {40: "Alkaloids"}), *names, *lines))
    assert {name: [m.text for m in result.measurements] for name, result in found.items()} == {
        "Mitragynine": ["1.612", "16.12"],
        "7-Hydroxymitragynine": ["0.0094", "0.094"],
        "Isopaynantheine": ["ND", "ND"],
        "Total Alkaloids": ["2.565", "25.65"],
    }


LABELS = {
    "in one cell": {"result": {30: "Result, CFU/g"}, "limit": {30: "Limit, CFU/g"}, "status": {30: "Status"}},
    "with the unit in a column of its own": {
        "result": {30: "Result", 80: "CFU/g"},
        "limit": {30: "Limit", 80: "CFU/g"},
        "status": {30: "Status"},
    },
    "with the unit at the end of the line": {
        "result": {30: "Result", 420: "CFU/g"},
        "limit": {30: "Limit", 420: "CFU/g"},
        "status": {30: "Status"},
    },
}


@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS)
def test_lines_of_a_table_on_its_side_are_what_their_labels_say_and_count_in_their_unit(labels: dict) -> None:
    found = rows(
        page_of(
            (60, {30: "Microbiology"}),
            (88, {120: "Total plate"}),
            (94, {200: "Yeasts", 260: "Moulds", 320: "E. coli"}),
            (100, {120: "count"}),
            (116, labels["result"] | {120: "12,400", 200: "<10", 260: "380", 320: "<10"}),
            (130, labels["limit"] | {120: "100,000", 200: "1,000", 260: "2,000", 320: "10"}),
            (144, labels["status"] | {120: "Pass", 200: "Pass", 260: "Pass", 320: "Pass"}),
        )
    )
    assert {name: (printed(result), bound(result, "limit"), result.status) for name, result in found.items()} == {
        "Total plate count": ([("12,400", "CFU/g")], ("100000", "CFU/g"), "pass"),
        "Yeasts": ([("<10", "CFU/g")], ("1000", "CFU/g"), "pass"),
        "Moulds": ([("380", "CFU/g")], ("2000", "CFU/g"), "pass"),
        "E. coli": ([("<10", "CFU/g")], ("10", "CFU/g"), "pass"),
    }


def test_a_label_over_two_lines_about_its_line_of_values_gives_it_basis_and_unit() -> None:
    found = rows(
        page_of(
            (80, {100: "Mitragynine", 180: "Speciogynine", 260: "Paynantheine"}),
            (100, {30: "As received"}),
            (105, {100: "1.612", 180: "0.224", 260: "0.298"}),
            (110, {30: "(% w/w)"}),
            (122, {30: "Dry basis"}),
            (127, {100: "17.57", 180: "2.445", 260: "3.249"}),
            (132, {30: "(mg/g)"}),
            (144, {30: "LOQ"}),
            (149, {100: "0.002", 180: "0.003", 260: "0.004"}),
            (154, {30: "(% w/w)"}),
        )
    )
    dry = {name: [m.dry_weight for m in result.measurements] for name, result in found.items()}
    assert {name: (printed(result), bound(result, "loq")) for name, result in found.items()} == {
        "Mitragynine": ([("1.612", "% w/w"), ("17.57", "mg/g")], ("0.002", "% w/w")),
        "Speciogynine": ([("0.224", "% w/w"), ("2.445", "mg/g")], ("0.003", "% w/w")),
        "Paynantheine": ([("0.298", "% w/w"), ("3.249", "mg/g")], ("0.004", "% w/w")),
    }
    assert set(map(tuple, dry.values())) == {(False, True)}


def test_limits_printed_for_some_analytes_alone_end_no_table_on_its_side() -> None:
    found = rows(
        page_of(
            (80, {100: "Arsenic", 160: "Cadmium", 220: "Lead", 280: "Mercury", 340: "Nickel"}),
            (94, {30: "Result (mg/kg)", 100: "0.33", 160: "0.07", 220: "1.24", 280: "<0.005", 340: "2.06"}),
            (108, {30: "Limit (mg/kg)", 160: "0.5", 220: "3.0"}),
            (122, {30: "Status", 160: "Pass", 220: "Pass"}),
        )
    )
    assert {name: (printed(result), bound(result, "limit"), result.status) for name, result in found.items()} == {
        "Arsenic": ([("0.33", "mg/kg")], None, None),
        "Cadmium": ([("0.07", "mg/kg")], ("0.5", "mg/kg"), "pass"),
        "Lead": ([("1.24", "mg/kg")], ("3.0", "mg/kg"), "pass"),
        "Mercury": ([("<0.005", "mg/kg")], None, None),
        "Nickel": ([("2.06", "mg/kg")], None, None),
    }


def test_the_first_analyte_of_a_labelled_line_stays_one_though_nobody_knows_it() -> None:
    found = rows(
        page_of(
            (80, {120: "Gizmo flora", 200: "Yeasts", 260: "Moulds", 320: "E. coli"}),
            (94, {30: "Result, CFU/g", 120: "12,400", 200: "<10", 260: "380", 320: "<10"}),
        )
    )
    assert {name: printed(result) for name, result in found.items()} == {
        "Gizmo flora": [("12,400", "CFU/g")],
        "Yeasts": [("<10", "CFU/g")],
        "Moulds": [("380", "CFU/g")],
        "E. coli": [("<10", "CFU/g")],
    }


OVER_NAMES = {
    "the end of its title": {30: "ALKALOID PROFILE (UPLC-PDA, SOP AB-7)"},
    "who measured": {170: "Analyst: K. Brand", 320: "05/15/26"},
    "the method": {168: "UPLC-PDA"},
}


@pytest.mark.parametrize("over", OVER_NAMES.values(), ids=OVER_NAMES)
def test_what_stands_over_the_names_of_a_table_on_its_side_is_no_line_of_one(over: dict) -> None:
    lines = [
        (80, over),
        (92, {160: "7-Hydroxy-", 240: "Isopaynan-", 320: "TOTAL"}),
        (96, {80: "Mitragynine"}),
        (100, {160: "mitragynine", 240: "theine", 320: "ALKALOIDS"}),
        (113, {10: "mg/g", 85: "6.31", 165: "0.045", 245: "0.19", 325: "6.55"}),
    ]
    assert {name: printed(result) for name, result in rows(page_of(*lines)).items()} == {
        "Mitragynine": [("6.31", "mg/g")],
        "7-Hydroxymitragynine": [("0.045", "mg/g")],
        "Isopaynantheine": [("0.19", "mg/g")],
        "TOTAL ALKALOIDS": [("6.55", "mg/g")],
    }


@pytest.mark.parametrize("lines_before", [1, 2, 3])
def test_a_name_is_found_over_lines_that_leave_an_analyte_out(lines_before: int) -> None:
    names = {100: "Mitragynine", 180: "Speciogynine", 260: "Paynantheine", 340: "Total Alkaloids"}
    lods = [("LOD (mg/g)", "0.001"), ("LOQ (mg/g)", "0.003"), ("Uncertainty", "0.004")][:lines_before]
    lines = [(112 + 13 * n, {20: label, **dict.fromkeys((105, 185, 265), text)}) for n, (label, text) in enumerate(lods)]
    y = 112 + 13 * lines_before
    lines += [
        (y, {20: "mg/g", 105: "6.31", 185: "0.52", 265: "0.19", 345: "7.02"}),
        (y + 13, {20: "Weight %", 105: "0.631", 185: "0.052", 265: "0.019", 345: "0.702"}),
    ]
    found = rows(page_of((96, names), *lines))
    assert {name: printed(result) for name, result in found.items()} == {
        "Mitragynine": [("6.31", "mg/g"), ("0.631", "%")],
        "Speciogynine": [("0.52", "mg/g"), ("0.052", "%")],
        "Paynantheine": [("0.19", "mg/g"), ("0.019", "%")],
        "Total Alkaloids": [("7.02", "mg/g"), ("0.702", "%")],
    }
    assert bound(found["Mitragynine"], "lod") == ("0.001", "mg/g")
    assert found["Total Alkaloids"].lod is None


def _on_its_side(*lines: tuple[str, ...]) -> dict[str, Result]:
    columns = (40.0, 150.0, 250.0, 350.0)
    return rows(page_of(*grid(110, columns, ("", "Lead", "Cadmium", "Mercury"), *lines, pitch=14.0)))


@pytest.mark.parametrize(
    "line",
    [
        ("Result / Limit (ppm)", "0.12 / 1.0", "<0.05 / 0.5", "ND / 1.5"),
        ("Result / Limit (ppm)", "0.12 / NMT 1.0", "<0.05 / NMT 0.5", "ND / 1.5"),
        ("Found (allowed) ppm", "0.12 (1.0)", "<0.05 (0.5)", "ND (1.5)"),
    ],
)
def test_a_line_of_results_with_their_limits_gives_each_analyte_both(line: tuple[str, ...]) -> None:
    read = _on_its_side(line)
    assert [printed(read[name]) for name in ("Lead", "Cadmium", "Mercury")] == [[("0.12", "ppm")], [("<0.05", "ppm")], [("ND", "ppm")]]
    assert [bound(read[name], "limit") for name in ("Lead", "Cadmium", "Mercury")] == [("1.0", "ppm"), ("0.5", "ppm"), ("1.5", "ppm")]


def test_a_line_that_says_unit_counts_for_all_lines_of_its_analytes() -> None:
    lines = [("Result / Limit", "0.12 / 1.0", "<0.05 / 0.5", "ND / 1.5"), ("LOQ", "0.01", "0.05", "0.02"), ("Unit", "ppm", "ppm", "ppm")]
    read = _on_its_side(*lines)
    assert [printed(read["Mercury"]), bound(read["Lead"], "limit"), bound(read["Lead"], "loq")] == [
        [("ND", "ppm")],
        ("1.0", "ppm"),
        ("0.01", "ppm"),
    ]


def test_names_set_left_of_values_in_the_middle_are_those_and_not_the_method_over_them() -> None:
    lines = [
        (84, {40: "Elemental Impurities", 132: "ICP-MS", 164: "EPA 6020"}),
        (100, {130: "Arsenic (As)", 250: "Cadmium (Cd)", 370: "Lead (Pb)"}),
        (114, {40: "Result (ppm)", 188: "0.31", 308: "0.04", 428: "0.52"}),
    ]
    found = rows(page_of(*lines))
    assert {name: printed(result) for name, result in found.items()} == {
        "Arsenic (As)": [("0.31", "ppm")], "Cadmium (Cd)": [("0.04", "ppm")], "Lead (Pb)": [("0.52", "ppm")],
    }  # fmt: skip
