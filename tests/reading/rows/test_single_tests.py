"""Moisture, water activity, pH, ash: one result by itself, in a line, in a card, or in a little table without a name."""

from __future__ import annotations

import pytest

from registry.model.certificate import Panel
from registry.reading.single_tests import has_no_unit, is_single_test
from tests.reading.pages import grid, page_of
from tests.reading.told import bound, printed, rows

Lines = list[tuple[float, dict[float, str]]]
HEADINGS = ("Analyte", "Result (%)", "LOQ (%)")
ALKALOIDS = grid(60, (50, 230, 330), HEADINGS, ("Mitragynine", "1.42", "0.01"), ("Paynantheine", "0.21", "0.01"))
NAMES = {50.0: "Moisture", 150.0: "Water Activity", 250.0: "pH"}


def read(*lines: tuple[float, dict[float, str]]) -> dict[str, list[tuple[str, str | None]]]:
    """The rows below the table of alkaloids."""
    return {name: printed(row) for name, row in rows(page_of(*ALKALOIDS, *lines)).items() if row.panel is not Panel.POTENCY}


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ({50.0: "Moisture", 150.0: "8.4", 190.0: "%"}, "Moisture", ("8.4", "%")),
        ({50.0: "aw", 150.0: "0.52", 190.0: "Aw"}, "aw", ("0.52 Aw", "Aw")),
        ({50.0: "aw", 150.0: "0.52 Aw"}, "aw", ("0.52 Aw", "Aw")),
        ({50.0: "Water Activity", 150.0: "0.52"}, "Water Activity", ("0.52", None)),
        ({50.0: "pH", 150.0: "5.6"}, "pH", ("5.6", None)),
        ({50.0: "pH (10 % solution)", 150.0: "5.6"}, "pH (10 % solution)", ("5.6", None)),
        ({50.0: "Total ash", 150.0: "6.2", 190.0: "%"}, "Total ash", ("6.2", "%")),
        ({50.0: "Loss on drying", 150.0: "6.2 %"}, "Loss on drying", ("6.2 %", "%")),
        ({50.0: "Foreign matter", 150.0: "Not detected"}, "Foreign matter", ("Not detected", None)),
        ({50.0: "Foreign matter", 150.0: "None observed"}, "Foreign matter", ("None observed", None)),
        ({50.0: "Foreign matter", 150.0: "Nothing seen"}, "Foreign matter", ("Nothing seen", None)),
    ],
)
def test_a_line_with_a_name_and_its_value_is_a_row(line: dict[float, str], name: str, value: tuple[str, str | None]) -> None:
    assert read((200, line)) == {name: [value]}


CARDS = {"Moisture": [("8.4 %", "%")], "Water Activity": [("0.52 Aw", "Aw")], "pH": [("5.6", None)]}


@pytest.mark.parametrize(
    "lines",
    [
        [(200, NAMES), (212, {50: "8.4 %", 150: "0.52 Aw", 250: "5.6"})],
        [(200, {50: "8.4 %", 150: "0.52 Aw", 250: "5.6"}), (212, NAMES)],
        [
            (200, NAMES),
            (212, {50: "8.4", 150: "0.52", 250: "5.6"}),
            (224, {50: "%", 150: "Aw"}),
        ],
    ],
)
def test_cards_without_limits_or_verdicts_are_read_with_the_figure_and_unit_over_or_under_their_names(lines: Lines) -> None:
    assert read(*lines) == CARDS


def test_a_verdict_beside_a_name_leaves_the_figure_below_it() -> None:
    found = rows(page_of((200, {50: "Moisture", 130: "PASS"}), (214, {50: "8.4 %"})))["Moisture"]
    assert (printed(found), found.status) == ([("8.4 %", "%")], "pass")


def test_a_line_that_says_what_each_of_its_cells_is_keeps_limit_and_verdict() -> None:
    found = rows(page_of(*ALKALOIDS, (200, {50: "Moisture", 200: "8.4 %", 260: "NMT 12 %", 340: "Pass"})))["Moisture"]
    assert (printed(found), bound(found, "limit"), found.status) == ([("8.4 %", "%")], ("12", "%"), "pass")


def test_tables_of_one_row_without_a_name_take_it_from_the_titles_over_them() -> None:
    headings, values = ("Result", "Limit", "Status") * 2, ("8.4 %", "15 %", "Pass", "0.52 Aw", "0.65 Aw", "Pass")
    found = rows(
        page_of(
            *ALKALOIDS,
            (190, {50: "Moisture Analysis", 300: "Water Activity"}),
            *grid(204, (50, 130, 190, 300, 380, 440), headings, values),
        )
    )
    assert (printed(found["Moisture"]), bound(found["Moisture"], "limit")) == ([("8.4 %", "%")], ("15", "%"))
    assert (printed(found["Water Activity"]), bound(found["Water Activity"], "limit")) == ([("0.52 Aw", "Aw")], ("0.65", "Aw"))
    assert {row.status for name, row in found.items() if name in ("Moisture", "Water Activity")} == {"pass"}


def test_a_title_that_is_no_single_test_names_no_row() -> None:
    assert read((190, {50: "Heavy metals"}), *grid(204, (50, 130, 190), ("Result", "Limit", "Status"), ("8.4 ppm", "15 ppm", "Pass"))) == {}


def test_names_that_only_begin_alike_are_no_single_tests() -> None:
    assert all(map(is_single_test, ["pH", "Ash", "Ash content", "Moisture", "aw", "Kadar abu"]))
    assert not any(map(is_single_test, ["Phosmet", "Ashwagandha", "Phosphorus", "Lead"]))
    assert has_no_unit("pH (1 % solution)")
    assert not has_no_unit("Phenanthrene")


def test_a_table_that_its_title_names_is_no_part_of_the_quality_control_above() -> None:
    control = grid(140, (50, 230, 330), ("Analyte", "Expected", "Found"), ("Mitragynine", "1.00", "0.99"), ("Paynantheine", "0.20", "0.19"))
    little = [(200.0, {50.0: "Moisture"}), *grid(214, (50, 130, 190), ("Result", "Limit", "Status"), ("8.4 %", "15 %", "Pass"))]
    assert read((126, {50: "Quality Control"}), *control, *little) == {"Moisture": [("8.4 %", "%")]}


@pytest.mark.parametrize(
    "note", ["LOQ for all plate counts: 10 CFU/g", "Detection limit of coliforms: 10 CFU/g", "Limit of yeast: 10 CFU/g"]
)
def test_a_limit_stated_in_a_line_is_no_result(note: str) -> None:
    assert read((200, {50: note})) == {}


@pytest.mark.parametrize("amount", ["30 mL", "1 L", "60 g", "2 fl oz"])
def test_what_a_package_holds_is_no_result_of_the_analyte_in_its_name(amount: str) -> None:
    assert not rows(page_of((100, {50: "Otter CBD Oil Full Spectrum"}), (112, {50: amount}), (140, {50: "Notes"})))


@pytest.mark.parametrize(
    "line", [{50: "pH: 4.06", 200: "Density (20 C): 1.038 g/mL"}, {50: "pH:", 80: "4.06", 200: "Density (20 C):", 270: "1.038 g/mL"}]
)
def test_a_density_beside_a_single_test_is_a_test_too(line: dict[float, str]) -> None:
    assert printed(rows(page_of(*ALKALOIDS, (200, line)))["Density (20 C)"]) == [("1.038 g/mL", "g/mL")]


def test_a_density_among_what_is_said_of_the_sample_is_none() -> None:
    assert "Density" not in rows(page_of((60, {50: "Bottle: 30 mL", 200: "Density: 0.942 g/mL"}), *ALKALOIDS))


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Total Aflatoxins (B1+B2+G1+G2)", "Total Aflatoxins (B1+B2+G1+G2)"),
        ("Total THC (THC + 0.877*THCA)", "Total THC"),
        ("Total THC (THC + THCA × 0.877)", "Total THC"),
    ],
)
def test_a_total_beside_its_table_keeps_what_it_is_the_sum_of_and_no_factor(label: str, name: str) -> None:
    assert name in rows(page_of(*ALKALOIDS, (150, {50: "Totals"}), (200, {50: f"{label}: 1.2 %"})))


def test_a_total_that_the_table_holds_without_what_it_is_the_sum_of_is_read_once() -> None:
    toxins = grid(60, (50, 230), ("Toxin", "ppb"), ("Aflatoxin B1", "ND"), ("Aflatoxin B2", "ND"), ("Total Aflatoxins", "ND"))
    assert len(rows(page_of((46, {50: "Mycotoxins"}), *toxins, (150, {50: "Total Aflatoxins (B1+B2)", 260: "ND ppb"})))) == 3


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ({60: "Moisture: 7.9 % (105 °C, 2 h)", 220: "Identity (HPTLC): Conforms"}, ("Identity (HPTLC)", "Conforms", "pass")),
        ({60: "Botanical identity by microscopy: Pass"}, ("Botanical identity by microscopy", "Pass", "pass")),
        ({60: "Identity, FTIR: Complies"}, ("Identity, FTIR", "Complies", "pass")),
        ({60: "Species identity (DNA): Does not conform"}, ("Species identity (DNA)", "Does not conform", "fail")),
    ],
)
def test_a_verdict_on_identity_is_a_row_on_a_line_that_tells_how_it_was_found(line: dict[float, str], row: tuple[str, str, str]) -> None:
    metals = grid(100, (60, 200, 300), ("Metal", "Result (ppm)", "Limit"), ("Lead", "0.1", "0.5"), ("Arsenic", "ND", "1.5"))
    found = rows(page_of((78, {60: "Metals"}), *metals, (160, line)))
    name, said, status = row
    assert (printed(found[name]), found[name].status, found[name].panel) == ([(said, None)], status, Panel.OTHER)


@pytest.mark.parametrize("line", ["Identity: Pass", "Heavy Metals: Pass", "Foreign Matter Screen & Microbials: Pass"])
def test_a_badge_that_only_names_a_panel_is_no_row(line: str) -> None:
    metals = grid(100, (60, 200, 300), ("Metal", "Result (ppm)", "Limit"), ("Lead", "0.1", "0.5"), ("Arsenic", "ND", "1.5"))
    assert set(rows(page_of((78, {60: "Metals"}), *metals, (160, {60: line})))) == {"Lead", "Arsenic"}


def test_of_two_amounts_in_one_unit_under_words_that_nobody_knows_the_first_is_a_guess() -> None:
    headings = (100, {60: "Vlaga", 230: "Qwert", 320: "Yxcvb", 410: "Zxcvb"})
    found = rows(page_of(headings, (112, {60: "Moisture Content", 230: "12.0 %", 320: "6.4 %", 410: "PASS"})))["Moisture Content"]
    assert found.measurements[0].confidence is not None
    assert found.measurements[0].confidence <= 0.5
    plain = rows(page_of((112, {60: "Moisture Content", 230: "6.4 %", 320: "PASS"})))["Moisture Content"]
    assert (plain.measurements[0].confidence or 0) > 0.8


@pytest.mark.parametrize("pitch", [16.0, 19.0, 22.0])
def test_a_card_under_another_prints_its_verdict_once(pitch: float) -> None:
    cards = [
        (100.0, {60: "Pesticides", 160: "Heavy metals"}), (109.0, {60: "Pass", 160: "Pass"}),
        (100 + pitch, {60: "Mycotoxins", 160: "Foreign material"}), (109 + pitch, {60: "Pass", 160: "Pass"}),
    ]  # fmt: skip
    found = rows(page_of(*cards))
    assert {name: printed(row) for name, row in found.items()} == {"Foreign material": [("Pass", None)]}


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [("pH (25 °C): 3.84", "pH (25 °C)", "3.84"), ("Water activity (20 °C): 0,38", "Water activity (20 °C)", "0,38")],
)
def test_a_test_without_a_unit_states_its_number_behind_the_temperature(line: str, name: str, value: str) -> None:
    assert printed(rows(page_of((100, {40: line})))[name]) == [(value, None)]
