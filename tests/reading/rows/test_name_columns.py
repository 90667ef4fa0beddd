"""Name columns: what stands under a name or left of it, names under a centred heading, and lines that head a group of rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from registry.model.certificate import Panel
from registry.reading.document import Page
from tests.reading.pages import SIZE, grid, page_of, words_at
from tests.reading.told import bound, printed, rows


def with_methods(heading: tuple[str, str], *entries: tuple[str, str, str]) -> Page:
    """A table whose names have their method under them in smaller print, the values between both lines."""
    name, method = heading
    placed = [*words_at(48, 100, name), *words_at(48, 110, method), *words_at(240, 105, "mg/kg"), *words_at(300, 105, "Risultato")]
    placed += [*words_at(380, 105, "LOQ"), *words_at(420, 105, "Limiti"), *words_at(470, 105, "Esito")]
    for n, (said, under, value) in enumerate(entries):
        y = 128 + 22 * n
        placed += [*words_at(48, y, said), *words_at(48, y + 9, under, size=6), *words_at(240, y + 4.5, "mg/kg")]
        placed += [
            *words_at(300, y + 4.5, value),
            *words_at(380, y + 4.5, "0,010"),
            *words_at(425, y + 4.5, "0,20"),
            *words_at(474, y + 4.5, "C"),
        ]
    return Page(1, 612.0, 792.0, tuple(placed))


@pytest.mark.parametrize("heading", [("Prova", "Metodo"), ("Parameter", "Verfahren"), ("Bepaling", "Methode"), ("Ensaio", "Método")])
def test_a_method_under_each_name_is_no_part_of_it_where_the_heading_says_so(heading: tuple[str, str]) -> None:
    found = rows(with_methods(heading, ("Piombo", "UNI EN 15763:2010", "0,024 ± 0,006"), ("Cadmio", "UNI EN 15763:2010", "< 0,010")))
    assert list(found) == ["Piombo", "Cadmio"]
    assert found["Piombo"].method == "UNI EN 15763:2010"
    assert printed(found["Piombo"]) == [("0,024 ± 0,006", "mg/kg")]
    assert bound(found["Cadmio"], "limit") == ("0.20", "mg/kg")
    assert found["Piombo"].status == "pass"


def test_a_verdict_keeps_its_meaning_with_a_footnote_mark_in_brackets() -> None:
    entries = (("Piombo", "0,27", "0,20", "NC (*)"), ("Cadmio", "0,03", "0,20", "C (*)"))
    found = rows(page_of(*grid(100, (48, 200, 280, 350), ("Prova", "Risultato", "Limiti", "Esito"), *entries)))
    assert (found["Piombo"].status, found["Cadmio"].status) == ("fail", "pass")


@pytest.mark.parametrize("numbers", [("1", "2", "3"), ("10", "11", "12")])
def test_names_set_left_under_a_centred_heading_stand_behind_a_column_of_numbers(numbers: tuple[str, str, str]) -> None:
    columns = (52, 74, 232, 302, 388)
    found = rows(
        page_of(
            (100, {50: "No.", 123: "Parameter", 236: "Unit", 302: "Result", 380: "Requirement"}),
            (112, {45: "II. HEAVY METAL"}),
            *grid(
                124,
                columns,
                (numbers[0], "Lead", "mg/kg", "0.61", "Max. 10"),
                (numbers[1], "Cadmium (Cd), total", "mg/kg", "0.05", "Max. 0.3"),
            ),
            (148, {45: "III. ASH"}),
            *grid(160, columns, (numbers[2], "Acid Insoluble Ash", "%", "0.38", "Max. 2")),
        )
    )
    assert list(found) == ["Lead", "Cadmium (Cd), total", "Acid Insoluble Ash"]
    assert bound(found["Lead"], "limit") == ("10", "mg/kg")


def test_what_is_written_as_its_unit_is_a_name_under_a_centred_heading() -> None:
    columns = (42, 210, 294, 366, 437)
    lines = grid(112, columns, ("pH", "USP <791>", "3.62", "", "NMT 4.2"), ("Sodium Benzoate", "HPLC-UV", "0.081", "%", "NMT 0.1"))
    found = rows(page_of((100, {104: "Test", 212: "Method", 290: "Result", 363: "Unit", 429: "Specification"}), *lines))
    assert printed(found["pH"]) == [("3.62", None)]


def test_a_line_further_left_than_the_names_heads_the_rows_below_it_however_near_it_stands() -> None:
    columns = (52, 84, 220, 290, 360)
    found = rows(
        page_of(
            *grid(100, columns, ("", "Test item", "Unit", "Result", "Conclusion")),
            (112, {49: "3.1 Contaminants and elements"}),
            *grid(124, columns, ("3.1.1", "Lead (as Pb)", "mg/kg", "0.87", "Pass"), ("3.1.2", "Arsenic (as As)", "mg/kg", "0.11", "Pass")),
            (148, {49: "3.2 Physical and chemical"}),
            *grid(160, columns, ("3.2.1", "Fluoride (as F)", "mg/kg", "38", "Pass"), ("3.2.2", "Total ash", "%", "5.9", "Pass")),
        )
    )
    assert list(found) == ["Lead (as Pb)", "Arsenic (as As)", "Fluoride (as F)", "Total ash"]
    assert [row.panel for row in found.values()] == [Panel.HEAVY_METALS, Panel.HEAVY_METALS, Panel.OTHER, Panel.OTHER]


@pytest.mark.parametrize(
    ("before", "method"),
    [
        ({51: "QX00E", 86: "Elements"}, "Method: EN 13805:2014; EN ISO 17294-2:2023, ICP-MS in a laboratory of the group"),
        ({51: "QX2JX", 86: "Cyanotoxins"}, "Method: internal, LC-MS/MS"),
        ({51: "Metalle"}, "Prüfverfahren: DIN EN 15763, ICP-MS nach Aufschluss mit Säure im Autoklaven"),
    ],
)
def test_a_title_with_its_method_behind_it_heads_a_group_and_ends_no_table(before: dict[float, str], method: str) -> None:
    columns = (63, 220, 260, 360, 420, 480)
    found = rows(
        page_of(
            *grid(100, (51, *columns[1:]), ("Parameter", "Result", "Unit", "LOQ", "Specification", "Conclusion")),
            (114, before | {140: method}),
            *grid(
                124,
                columns,
                ("Arsenic", "0.31", "mg/kg", "0.02", "≤ 1.0", "Complies"),
                ("Lead", "0.22", "mg/kg", "0.01", "≤ 0.50", "Complies"),
            ),
            (148, {51: "QX9ZZ", 86: "Rare substances", 160: "Method: internal, LC-MS/MS, of the group's other laboratory"}),
            *grid(
                158, columns, ("Microcystin-LR", "< 0.05", "mg/kg", "0.05", "", ""), ("Microcystin-RR", "< 0.05", "mg/kg", "0.05", "", "")
            ),
        )
    )
    assert list(found) == ["Arsenic", "Lead", "Microcystin-LR", "Microcystin-RR"]
    assert bound(found["Microcystin-RR"], "loq") == ("0.05", "mg/kg")
    assert found["Lead"].status == "pass"


def test_a_remark_in_brackets_makes_no_sentence_of_a_groups_title() -> None:
    columns = (48, 240, 300, 360)
    found = rows(
        page_of(
            *grid(100, columns, ("Prova", "U.M.", "Risultato", "Limiti")),
            *grid(112, columns, ("Conta di lieviti", "UFC/g", "< 40", "100"), ("Conta di muffe", "UFC/g", "120", "1000")),
            (140, {48: "RESIDUI DI FITOFARMACI (sostanze rilevate e principali tra quelle ricercate)"}),
            *grid(154, columns, ("Acetamiprid", "mg/kg", "< LOQ", "0,07"), ("Fosmet", "mg/kg", "< LOQ", "0,05")),
        )
    )
    assert found["Fosmet"].panel is Panel.PESTICIDES


def test_a_name_on_two_lines_over_its_method_keeps_the_rows_apart() -> None:
    head = ("Prova", "U.M.", "Risultato", "Limiti"), ("Metodo", "", "", "")
    body = (
        ("Conta di muffe", "UFC/g", "40", "500"),
        ("ISO 21527-2:2008", "", "", ""),
        ("Conta di Escherichia coli glucuronidasi", "UFC/g", "<10", "100"),
        ("positivi", "", "", ""),
        ("ISO 16649-2:2001", "", "", ""),
        ("Ricerca di Salmonella spp.", "/25 g", "Assente", ""),
        ("UNI EN ISO 6579-1:2020", "", "", ""),
    )
    found = rows(page_of(*grid(80, (40, 250, 330, 420), *head, pitch=9), *grid(104, (40, 250, 330, 420), *body, pitch=10)))
    assert {name: ([text for text, _ in printed(r)], r.method) for name, r in found.items()} == {
        "Conta di muffe": (["40"], "ISO 21527-2:2008"),
        "Conta di Escherichia coli glucuronidasi positivi": (["<10"], "ISO 16649-2:2001"),
        "Ricerca di Salmonella spp.": (["Assente"], "UNI EN ISO 6579-1:2020"),
    }


@pytest.mark.parametrize("heading", ["Test parameter, unit", "Parameter (unit)", "Zorp of the quux"])
def test_titles_over_running_numbers_do_not_make_these_the_names(heading: str) -> None:
    columns = (50, 90, 230, 300, 370)
    found = rows(
        page_of(
            (100, {50: "No.", 120: heading, 230: "LOD", 300: "Result", 370: "Maximum level"}),
            (114, {48: "I. Alkaloids"}),
            *grid(128, columns, ("1", "Mitragynine, mg/g", "0.02", "13.07", "-"), ("2", "Speciogynine, mg/g", "0.02", "ND", "-")),
            (152, {48: "II. Heavy metals"}),
            *grid(166, columns, ("3", "Lead (Pb) (*), mg/kg", "0.007", "0.512", "10"), ("4", "Cadmium (*), mg/kg", "0.003", "ND", "0.3")),
        )
    )
    assert {name: (result.panel, printed(result)) for name, result in found.items()} == {
        "Mitragynine": (Panel.POTENCY, [("13.07", "mg/g")]),
        "Speciogynine": (Panel.POTENCY, [("ND", "mg/g")]),
        "Lead (Pb)": (Panel.HEAVY_METALS, [("0.512", "mg/kg")]),
        "Cadmium": (Panel.HEAVY_METALS, [("ND", "mg/kg")]),
    }
    assert bound(found["Lead (Pb)"], "limit") == ("10", "mg/kg")
    assert bound(found["Mitragynine"], "lod") == ("0.02", "mg/g")


def grouped_with_methods(*groups: tuple[str, tuple[tuple[str, str, str, str], ...]], gap: float = 13.0) -> Page:
    """Names over their methods, the values on the name's line, and titles of groups as far from a method as the next name is."""
    columns = (48.0, 240.0, 300.0, 380.0)
    lines: list[tuple[float, dict[float, str]]] = [
        (100.0, dict(zip(columns, ("Test", "Unit", "Value", "U"), strict=True))), (109.0, {48.0: "Method of analysis"}),
    ]  # fmt: skip
    y = 109.0
    for title, entries in groups:
        y += gap
        lines.append((y, {48.0: title}))
        for name, method, value, spread in entries:
            first, _, second = spread.partition(" | ")
            lines.append((y + gap, {x: text for x, text in zip(columns, (name, "mg/kg", value, first), strict=True) if text}))
            y += gap + 8.5
            lines.append((y, {48.0: method, **({380.0: second} if second else {})}))
    return page_of(*lines)


METALS = (("Lead", "EN 15763:2009", "0.412", "±0.066"), ("Nickel *", "EN 15763:2009", "1.36", "±0.22"))


@pytest.mark.parametrize("title", ["Mycotoxins", "Toxins", "Contaminants of the second group"])
@pytest.mark.parametrize("first", ["Metals", "Elements of the first group"])
@pytest.mark.parametrize("gap", [13.0, 10.5])
def test_a_title_under_the_method_of_the_last_name_heads_the_rows_below(title: str, first: str, gap: float) -> None:
    toxins = (("Aflatoxin B1", "EN 14123:2007", "0.62", "±0.17"), ("Ochratoxin A", "EN 17250:2020", "< 0.5", ""))
    found = rows(grouped_with_methods((first, METALS), (title, toxins), gap=gap))
    assert {name: row.method for name, row in found.items()} == {
        "Lead": "EN 15763:2009", "Nickel *": "EN 15763:2009", "Aflatoxin B1": "EN 14123:2007", "Ochratoxin A": "EN 17250:2020",
    }  # fmt: skip


@pytest.mark.parametrize("method", ["QX-PA-Tea-2.0/2014", "EN 15662:2018 + GC-MS", "In-house 4.1/2019"])
def test_a_method_with_its_year_under_a_name_is_no_day_and_ends_no_table(method: str) -> None:
    found = rows(grouped_with_methods(("Metals", (("Lead", method, "0.412", ""), ("Cadmium", method, "0.05", "")))))
    assert {name: row.method for name, row in found.items()} == {"Lead": method, "Cadmium": method}


@pytest.mark.parametrize("spread", ["[9.1 x 10^3; 1.9 x | 10^4]", "(0.3 to | 0.5)"])
def test_an_interval_over_two_lines_leaves_the_method_beside_its_second_line_to_the_name(spread: str) -> None:
    counts = (("Total plate count", "ISO 4833-1:2013", "13000", spread), ("Yeasts", "ISO 21527-2:2008", "< 10", ""))
    found = rows(grouped_with_methods(("Microbiology", counts)))
    assert {name: row.method for name, row in found.items()} == {"Total plate count": "ISO 4833-1:2013", "Yeasts": "ISO 21527-2:2008"}


@pytest.mark.parametrize("over", ["Physical", "Wetness", "Moisture", "Loss on drying", ""])
@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (("Limit (%)", "Result (%)", "Status"), ("12.0", "6.4", "PASS")),
        (("Specification (%)", "Result (%)", "Status"), ("NMT 12.0", "6.4", "PASS")),
        (("Method", "Limit (%)", "Result (%)"), ("Gravimetric", "12.0", "6.4")),
        (("Limit", "Result", "Unit"), ("12.0", "6.4", "%")),
        (("Result (%)", "Limit (%)"), ("6.4", "12.0")),
    ],
)
def test_the_only_row_of_a_table_has_a_name_whatever_heads_it(over: str, headings: tuple[str, ...], row: tuple[str, ...]) -> None:
    columns = (60.0, *(290.0 + 90 * n for n in range(len(row))))
    found = rows(page_of((78, {60: "Physical"}), *grid(100, columns, (over, *headings), ("Moisture Content", *row))))
    assert {name: (printed(r), bound(r, "limit")) for name, r in found.items()} == {"Moisture Content": ([("6.4", "%")], ("12.0", "%"))}


def test_the_only_row_of_a_table_of_controls_is_no_result() -> None:
    lines = grid(100, (60, 290, 380), ("Control material", "Limit (mg/g)", "Result (mg/g)"), ("Mitragynine", "10.0", "9.9"))
    assert not rows(page_of(*lines))


@pytest.mark.parametrize("kinds", [("Alkaloids", "Heavy metals", "Mycotoxins"), ("Kratom Alkaloids", "Elements", "Microorganisms")])
def test_the_kind_of_what_follows_is_a_title_though_each_kind_has_one_row(kinds: tuple[str, str, str]) -> None:
    body = (("Mitragynine", "14 mg/g"), ("Lead", "0.1 ppm"), ("Ochratoxin A", "ND"))
    lines = [line for kind, row in zip(kinds, body, strict=True) for line in ((kind, ""), row)]
    assert list(rows(page_of(*grid(100, (40, 240), ("Test", "Result"), *lines)))) == [name for name, _ in body]


def in_small_print(heading: str, *entries: tuple[str, str, str]) -> Page:
    """A table whose names have a line in smaller print under them, the values beside the names."""
    placed = [*words_at(48, 100, heading), *words_at(240, 100, "Result (mg/g)"), *words_at(340, 100, "LOQ (mg/g)")]
    for n, (name, under, value) in enumerate(entries):
        y = 118 + 21 * n
        placed += [*words_at(48, y, name), *words_at(48, y + 8, under, size=6), *words_at(250, y, value), *words_at(350, y, "0.05")]
    return Page(1, 612.0, 792.0, tuple(placed))


@pytest.mark.parametrize("heading", ["Test / Method", "Prova / Metodo", "Parameter / Verfahren"])
def test_what_stands_in_smaller_print_under_a_name_is_the_method_that_the_heading_announces(heading: str) -> None:
    found = rows(in_small_print(heading, ("Mitragynine", "WI 17 rev. 4 (UPLC)", "13.8"), ("Moisture", "WI 22, 105 °C", "8.1")))
    assert {name: row.method for name, row in found.items()} == {"Mitragynine": "WI 17 rev. 4 (UPLC)", "Moisture": "WI 22, 105 °C"}


@pytest.mark.parametrize("title", ["CANNABINOIDI", "Cannabinoids", "Other parameters"])
def test_a_title_of_the_first_rows_is_no_part_of_a_name_that_stands_over_its_method(title: str) -> None:
    page = in_small_print("Prova / Metodo", ("Cannabidiolo (CBD)", "WI 17", "9.8"), ("Acido cannabidiolico", "WI 17", "0.2"))
    rest = in_small_print("Prova / Metodo", ("Cannabigerolo", "WI 17", "0.1"), ("Cannabinolo", "WI 18", "0.3")).words
    below = [replace(word, y0=word.y0 + 47, y1=word.y1 + 47, baseline=word.baseline + 47) for word in rest if word.baseline > 100]
    titles = [*words_at(46, 109, title), *words_at(46, 155, "METALLI")]
    found = rows(replace(page, words=(*page.words, *below, *titles)))
    assert list(found) == ["Cannabidiolo (CBD)", "Acido cannabidiolico", "Cannabigerolo", "Cannabinolo"]


def test_what_stands_in_smaller_print_under_several_names_is_part_of_none() -> None:
    method = "WI 17 rev. 4 (UPLC)"
    found = rows(in_small_print("Analyte", ("Mitragynine", method, "13.8"), ("Speciogynine", method, "1.2"), ("Total", "alkaloids", "15")))
    assert {name: row.method for name, row in found.items()} == {"Mitragynine": method, "Speciogynine": method, "Total alkaloids": None}


def test_a_name_set_in_the_middle_of_its_column_is_whole_though_it_is_longer_than_those_above() -> None:
    names = (
        "Cannabidiol",
        "Cannabichromene",
        "Cannabigerol",
        "Cannabinol",
        "Cannabicyclol",
        "Cannabivarin",
        "Cannabidivarin",
        "Cannabigerol-C4",
    )
    entries = [*((name, "0.12") for name in names), ("Delta-9-Tetrahydrocannabinol", "0.0884"), ("Tetrahydrocannabiorcolic", "ND")]
    lines: list[tuple[float, dict[float, str]]] = [(100.0, {200 - 0.25 * SIZE * 11: "Cannabinoid", 330.0: "Weight %"})]
    for n, (name, text) in enumerate(entries, start=1):
        lines.append((100.0 + 12 * n, {200 - 0.25 * SIZE * len(name): name, 340.0: text}))
    found = rows(page_of(*lines))
    assert printed(found["Delta-9-Tetrahydrocannabinol"]) == [("0.0884", "%")]
    assert printed(found["Tetrahydrocannabiorcolic"]) == [("ND", "%")]


def test_names_under_the_last_heading_name_what_stands_left_of_them() -> None:
    lines = (
        (80, {34: "ALKALOIDS"}),
        (96, {58: "Weight", 140: "Conc.", 227: "Content", 419: "Alkaloid"}),
        (106, {68: "%", 141: "mg/g", 224: "mg/tablet"}),
        *grid(
            120, (61, 140, 231, 292),
            ("4.456", "44.56", "18.36", "7-Hydroxymitragynine (7-OH)"), ("0.051", "0.51", "0.21", "Mitragynine (MG)"),
            ("<RL", "<RL", "<RL", "Speciociliatine (SC)"), ("ND", "ND", "ND", "Corynoxine A"),
        ),
    )  # fmt: skip
    found = rows(page_of(*lines))
    assert list(found) == ["7-Hydroxymitragynine (7-OH)", "Mitragynine (MG)", "Speciociliatine (SC)", "Corynoxine A"]
    assert printed(found["Mitragynine (MG)"]) == [("0.051", "%"), ("0.51", "mg/g"), ("0.21", "mg/tablet")]
