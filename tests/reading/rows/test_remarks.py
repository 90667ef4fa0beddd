"""Results and limits in words: sentences, notes and remarks in several languages, lists without column headings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from registry.reading.layout.cells import build_cells
from registry.reading.layout.passages import find_passages
from tests.reading.pages import grid, page_of
from tests.reading.told import bound, printed, rows

ALKALOIDS = (
    (60.0, {40.0: "Alkaloids by HPLC"}),
    *grid(80, (40, 240), ("Alkaloid", "Found (% w/w)"), ("Mitragynine", "1.52"), ("7-Hydroxymitragynine", "0.018")),
)


@pytest.mark.parametrize(
    ("sentence", "name", "values"),
    [
        ("Loss on drying (105 °C to constant weight) was 7.3 %.", "Loss on drying", [("7.3 %", "%")]),
        ("Conditions as below. Water activity at 25 °C was 0.48.", "Water activity", [("0.48", None)]),
        ("Water activity at 25 °C was measured as 0.48 aw.", "Water activity", [("0.48 aw", "aw")]),
        (
            "Total Alkaloids: the sum of all alkaloids found is 14.6 mg per capsule, which equals 24.3 mg/g of product.",
            "Total Alkaloids",
            [("14.6 mg per capsule", "mg per capsule"), ("24.3 mg/g", "mg/g")],
        ),
        (
            "Sum of quantified alkaloids: 2.187 % w/w (21.87 mg/g), calculated on the sample as received.",
            "Sum of quantified alkaloids",
            [("2.187 % w/w", "% w/w"), ("21.87 mg/g", "mg/g")],
        ),
        ("The moisture of the dried leaf as received is 8.1 %.", "moisture of the dried leaf as received", [("8.1 %", "%")]),
        ("Der Trocknungsverlust bei 103 °C betrug 7,9 %.", "Trocknungsverlust", [("7,9 %", "%")]),
        ("La humedad de la muestra fue 6,4 % en peso.", "humedad de la muestra", [("6,4 %", "%")]),
    ],
)
def test_a_sentence_states_a_result(sentence: str, name: str, values: list[tuple[str, str | None]]) -> None:
    found = rows(page_of(*ALKALOIDS, (200, {40: sentence})))
    assert printed(found[name]) == values


@pytest.mark.parametrize(
    "sentence",
    [
        "The loss on drying limit of the client is 10.0 % for this product.",
        "Moisture should be less than 12 % in powdered leaf of this kind.",
        "Recovery of mitragynine was 98 % in the spiked sample of this batch.",
        "Uncertainty of plate counts: 0.25 log10 CFU/g with a coverage factor of 2.",
        "Total alkaloids are claimed on the label to be 45 mg per tablet.",
        "Mitragynine is 66 % of the total alkaloids of the leaf as usual.",
        "Mitragynine makes up 1.5 %, and moisture is 10 % or less in dried leaf.",
        "In the literature mitragynine is 1.5 % in the average leaf of this origin.",
        "Mitragynine was determined by liquid chromatography at 225 nm.",
        "Overall result: PASS. Mitragynine loss from initial 3.1 %. Data support the shelf life.",
    ],
)
def test_a_sentence_about_limits_recoveries_and_claims_states_none(sentence: str) -> None:
    assert list(rows(page_of(*ALKALOIDS, (200, {40: sentence})))) == ["Mitragynine", "7-Hydroxymitragynine"]


@pytest.mark.parametrize(
    ("note", "general", "own"),
    [
        ("Reporting limit 0.01 % w/w for each alkaloid; 0.002 % w/w for 7-hydroxymitragynine.", "0.01", "0.002"),
        ("Limit of quantitation of the method: 0.005 % w/w for each alkaloid.", "0.005", "0.005"),
        ("LOQ 0.01 % w/w for mitragynine and 0.002 % w/w for 7-hydroxymitragynine.", "0.01", "0.002"),
        ("Bestimmungsgrenze der Methode: 0.03 % w/w.", "0.03", "0.03"),
        ("Batas kuantifikasi adalah 0.02 % w/w untuk semua analit.", "0.02", "0.02"),
        ("RL = 0.05 % w/w", "0.05", "0.05"),
        ("LOQ: 7-hydroxymitragynine 0.002 % w/w, mitragynine 0.01 % w/w", "0.01", "0.002"),
    ],
)
def test_a_note_states_limits_for_all_and_for_one(note: str, general: str, own: str) -> None:
    found = rows(page_of(*ALKALOIDS, (130, {40: note})))
    assert (bound(found["Mitragynine"], "loq"), bound(found["7-Hydroxymitragynine"], "loq")) == ((general, "% w/w"), (own, "% w/w"))


METALS = (
    (60.0, {40.0: "Elements"}),
    *grid(80, (40, 240), ("Element", "Result (mg/kg)"), ("Arsenic", "0.14"), ("Cadmium", "0.026"), ("Lead", "0.41")),
)


@pytest.mark.parametrize(
    ("lines", "kind", "expected"),
    [
        (
            [
                "Specification stated by the client for the dried powder: arsenic not more than 1.0 mg/kg,",
                "cadmium not more than 0.5 mg/kg, lead NMT 1.2 mg/kg.",
            ],
            "limit",
            ["1.0", "0.5", "1.2"],
        ),
        (["Limits: arsenic 1.0 mg/kg; cadmium 0.5 mg/kg; lead 1.2 mg/kg"], "limit", ["1.0", "0.5", "1.2"]),
        (["Der Kunde fordert: Arsen höchstens 1.0 mg/kg, Cadmium höchstens 0.5 mg/kg, Blei max. 9 Stück"], "limit", ["1.0", "0.5", None]),
        (
            ["Persyaratan: arsen tidak lebih dari 5 mg/kg, kadmium tidak lebih dari 0.3 mg/kg, timbal maks 10 mg/kg"],
            "limit",
            ["5", "0.3", "10"],
        ),
        (
            ["Batas deteksi / Detection limit : As 0.02 mg/kg; Cd 0.005 mg/kg; Pb 0.03 mg/", "kg."],
            "lod",
            ["0.02", "0.005", "0.03"],
        ),
        (["Nachweisgrenze: Arsen 0.02 mg/kg, Cadmium 0.005 mg/kg und Blei 0.03 mg/kg"], "lod", ["0.02", "0.005", "0.03"]),
        (["The daily intake of lead should be not more than 5 mcg/day."], "limit", [None, None, None]),
    ],
)  # fmt: skip
def test_a_remark_states_the_limit_of_each_analyte(lines: list[str], kind: str, expected: list[str | None]) -> None:
    remark = [(200.0 + 11 * n, {40.0: line}) for n, line in enumerate(lines)]
    found = rows(page_of(*METALS, *remark))
    limits = [bound(found[name], kind) for name in ("Arsenic", "Cadmium", "Lead")]
    assert limits == [value and (value, "mg/kg") for value in expected]


def test_a_limit_in_a_column_is_worth_more_than_one_in_a_remark() -> None:
    page = page_of(
        *grid(80, (40, 240, 340), ("Element", "Result (mg/kg)", "Limit (mg/kg)"), ("Lead", "0.41", "3.0")),
        (200, {40: "The standard of the land is: lead not more than 10 mg/kg."}),
    )
    assert bound(rows(page)["Lead"], "limit") == ("3.0", "mg/kg")


def test_a_list_without_headings_gives_name_value_unit_and_the_limit_on_its_blocks_line() -> None:
    page = page_of(
        (60, {40: "QD0M7", 80: "Alkaloide, LC-DAD", 190: "Methode: QD-PV 01188, BG 0,05 g/kg"}),
        (72, {54: "Mitragynin", 300: "14,9 (± 1,5)", 420: "g/kg"}),
        (84, {54: "Corynanthein", 330: "<BG", 420: "g/kg"}),
        (96, {40: "QDA11", 80: "Elemente, ICP-MS", 190: "Methode: DIN EN 15763, BG 0,01 mg/kg"}),
        (108, {54: "Blei (Pb)", 300: "0,538 (± 0,11)", 420: "mg/kg"}),
        (120, {40: "QDM07", 80: "Hefen und Schimmelpilze", 220: "Methode: ISO 21527-2:2008"}),
        (132, {54: "Hefen", 330: "<10", 420: "KBE/g"}),
        (144, {54: "Schimmelpilze", 330: "160", 420: "KBE/g"}),
        (156, {40: "QDP40", 80: "PAK4, GC-MS/MS", 190: "Methode: QD-PV 00914, BG 0,5 µg/kg"}),
        (168, {54: "Benz(a)anthracen", 330: "1,4", 420: "µg/kg"}),
    )
    found = rows(page)
    measured = [
        (r.analyte, str(m.value) if m.value is not None else m.qualifier.value, m.unit) for r in found.values() for m in r.measurements
    ]
    assert measured == [
        ("Mitragynin", "14.9", "g/kg"), ("Corynanthein", "lt_loq", "g/kg"), ("Blei (Pb)", "0.538", "mg/kg"),
        ("Hefen", "10", "KBE/g"), ("Schimmelpilze", "160", "KBE/g"), ("Benz(a)anthracen", "1.4", "µg/kg"),
    ]  # fmt: skip
    assert [bound(r, "loq") for r in found.values()] == [
        ("0.05", "g/kg"), ("0.05", "g/kg"), ("0.01", "mg/kg"), None, None, ("0.5", "µg/kg"),
    ]  # fmt: skip


def test_lines_of_prose_are_one_passage_and_a_list_is_none() -> None:
    prose = page_of((60, {40: "Specification stated by the client for the powder in bulk: lead not more than"}), (71, {40: "1.0 mg/kg."}))
    assert [p.text for p in find_passages(build_cells(prose))] == [
        "Specification stated by the client for the powder in bulk: lead not more than 1.0 mg/kg."
    ]
    listed = page_of((60, {40: "Arsenic: 0.14 µg/g"}), (71, {40: "Lead: 0.41 µg/g"}))
    assert [p.text for p in find_passages(build_cells(listed))] == ["Arsenic: 0.14 µg/g", "Lead: 0.41 µg/g"]


def noted(
    note: str, unit: str = "%", names: tuple[str, ...] = ("Mitragynine", "Paynantheine", "Total Alkaloids")
) -> list[tuple[object, object]]:
    """The LOD and LOQ of each row of a table with `note` right below it."""
    table = grid(96, (50, 250), ("Analyte", f"Result ({unit})"), *((name, "1.42") for name in names))
    found = rows(page_of((80, {50: "Results"}), *table, (110 + 12 * len(names), {50: note})))
    return [(bound(row, "lod"), bound(row, "loq")) for row in found.values()]


@pytest.mark.parametrize(
    ("note", "lod", "loq"),
    [
        ("LOD for all analytes: 0.01 %", ("0.01", "%"), None),
        ("Detection limit (all analytes): 0.01 %", ("0.01", "%"), None),
        ("Limit of quantitation 0.05 % unless otherwise noted", None, ("0.05", "%")),
        ("The limit of quantitation is 0.01 % for all alkaloids.", None, ("0.01", "%")),
        ("The LOQ for each alkaloid is 0.01 %.", None, ("0.01", "%")),
        ("Nachweisgrenze aller Analyten: 0.01 %", ("0.01", "%"), None),
        ("Mez stanovitelnosti pro všechny analyty: 0.01 %", None, ("0.01", "%")),
        ("LOQ of all compounds was 100 ppm", None, ("100", "ppm")),
        ("LOD/LOQ: 0.005 / 0.01 %", ("0.005", "%"), ("0.01", "%")),
        ("LOD / LOQ = 0.005 % / 0.01 %", ("0.005", "%"), ("0.01", "%")),
        ("Limits of detection and quantitation: 0.003 % and 0.01 %", ("0.003", "%"), ("0.01", "%")),
        ("LOQ for all metals: 0.01 %", None, None),
        ("LOQ: 0.05 mg/kg", None, None),
        ("LOD/LOQ are given in the method.", None, None),
    ],
)
def test_a_limit_stated_once_below_a_table_holds_for_each_of_its_analytes_and_for_no_total(note: str, lod: object, loq: object) -> None:
    assert noted(note) == [(lod, loq), (lod, loq), (None, None)]


def test_a_limit_for_all_counts_holds_for_a_total_count_too() -> None:
    names = ("Total plate count", "Yeast")
    assert noted("LOQ: 10 CFU/g for all plate counts", "CFU/g", names) == [(None, ("10", "CFU/g"))] * 2


@pytest.mark.parametrize("note", ["Terpenes: LOQ = 0.01 %. Profile by GC-FID.", "LOQ = 0.01 %. Terpene profile by GC-FID."])
def test_a_note_that_names_its_panel_is_a_note_of_the_table_over_it(note: str) -> None:
    page = page_of(
        (88, {60: "Terpene Profile"}),
        *grid(100, (60, 260), ("ID", "Weight %"), ("Camphene", "0.011"), ("Guaiol", "ND"), ("Total terpenes", "0.011")),
        (150, {60: note}),
    )
    found = rows(page)
    assert [bound(found[name], "loq") for name in ("Camphene", "Guaiol", "Total terpenes")] == [("0.01", "%"), ("0.01", "%"), None]


@pytest.mark.parametrize("name", ["Max THC", "Max. CBD", "Maximum THC", "Total THC"])
def test_limits_of_single_analytes_are_not_those_of_what_heating_would_make_of_them(name: str) -> None:
    page = page_of(
        (88, {60: "Cannabinoid Profile"}),
        *grid(100, (60, 260), ("ID", "Weight %"), ("THCA", "24.86"), ("CBD", "ND"), (name, "22.42")),
        (148, {60: "Limit of quantitation (LOQ) = 0.05 %."}),
    )
    found = rows(page)
    assert (bound(found["THCA"], "loq"), bound(found[name], "loq")) == (("0.05", "%"), None)


@pytest.mark.parametrize(
    ("note", "lods"),
    [
        ("Detection limit : Aflatoxin B2, G1, G2 = 0.15 µg/kg. MPN = Most Probable Number.", [None, "0.15", "0.15", "0.15"]),
        ("LOD: aflatoxin B1, B2 and G1 = 0.2 µg/kg; aflatoxin G2 = 0.4 µg/kg", ["0.2", "0.2", "0.2", "0.4"]),
        ("Nachweisgrenze: Aflatoxin B1, G1 = 0,1 µg/kg", ["0.1", None, "0.1", None]),
        ("Detection limit: Aflatoxin B1, Zorpin = 0.15 µg/kg", [None, None, None, None]),
    ],
)
def test_a_remark_states_one_limit_for_several_analytes_that_share_their_first_word(note: str, lods: list[str | None]) -> None:
    entries = [(f"Aflatoxin {kind}", "ND", "µg/kg") for kind in ("B1", "B2", "G1", "G2")]
    found = rows(page_of(*grid(100, (40, 200, 300), ("Parameter", "Result", "Unit"), *entries), (170, {40: note})))
    assert [quantity and quantity[0] for quantity in (bound(row, "lod") for row in found.values())] == lods


def test_a_note_below_one_table_is_not_that_of_the_next_one_under_a_title_that_names_no_panel() -> None:
    columns = (40, 180, 260, 330)
    found = rows(
        page_of(
            *ALKALOIDS,
            (120, {40: "LOQ for all compounds: 0.004 % w/w. Average weight 0.71 g."}),
            (150, {40: "Zorp and Quux"}),
            *grid(170, columns, ("Test", "Result", "Units", "Limit"), ("Lead", "0.21", "ppm", "1.0"), ("Moisture", "7.9", "%", "12.0")),
        )
    )
    assert {name: bound(result, "loq") for name, result in found.items()} == {
        "Mitragynine": ("0.004", "% w/w"),
        "7-Hydroxymitragynine": ("0.004", "% w/w"),
        "Lead": None,
        "Moisture": None,
    }


@pytest.mark.parametrize(
    ("sentence", "loq"),
    [
        ("The limit of quantitation is 0.010 mg/kg.", ("0.010", "mg/kg")),
        ("412 substances were looked for; those not listed are below the limit of quantitation (0.010 mg/kg).", None),
        ("A fel nem sorolt hatóanyagok mennyisége a meghatározási határ (0,010 mg/kg) alatt van.", None),
        ("Nicht aufgeführte Wirkstoffe liegen unter der Bestimmungsgrenze (0,010 mg/kg).", None),
        ("Substances not listed were not looked for. The limit of quantitation is 0.010 mg/kg.", ("0.010", "mg/kg")),
    ],
)
def test_a_limit_of_what_is_not_listed_is_none_of_the_rows(sentence: str, loq: tuple[str, str] | None) -> None:
    table = grid(100, (50, 230), ("Pesticide", "Result (mg/kg)"), ("Boscalid", "0.021"), ("Fluopyram", "0.058"))
    assert bound(rows(page_of((86, {50: "Pesticides"}), *table, (160, {50: sentence})))["Boscalid"], "loq") == loq


@pytest.mark.parametrize(
    "note",
    [
        "LOQ of the solvents: 50 ppm for each solvent.",
        "LOQ (residual solvents): 50 ppm",
        "Residual solvents: LOQ 50 ppm.",
        "Solvents LOQ = 50 ppm",
        "The limit of quantitation for residual solvents is 50 ppm.",
        "LOQ of each solvent: 50 ppm",
        "Bestimmungsgrenze der Lösungsmittel: 50 ppm",
        "LOQs: solvents 50 ppm; metals 0.01 mg/kg",
        "Limits of quantitation: 0.01 mg/kg for each metal and 50 ppm for each solvent.",
    ],
)
def test_a_note_below_the_table_beside_it_is_of_the_panel_that_it_names(note: str) -> None:
    heads = ("Toxin", "Result (ppb)", "Limit (ppb)", "Solvent", "Result (ppm)", "Limit (ppm)")
    found = rows(
        page_of(
            (60, {40: "Mycotoxins", 320: "Residual Solvents"}),
            *grid(
                80,
                (40, 150, 220, 320, 420, 500),
                heads,
                ("Aflatoxin B1", "ND", "20", "Methanol", "ND", "3000"),
                ("Aflatoxin B2", "ND", "20", "Ethanol", "164", "5000"),
                ("Ochratoxin A", "2.6", "20", "Acetone", "<LOQ", "5000"),
            ),
            (150, {40: note}),
        )
    )
    assert {name: bound(result, "loq") for name, result in found.items()} == {
        **dict.fromkeys(("Aflatoxin B1", "Aflatoxin B2", "Ochratoxin A"), None),
        **dict.fromkeys(("Methanol", "Ethanol", "Acetone"), ("50", "ppm")),
    }


def test_a_note_on_each_alkaloid_says_nothing_of_another_table_of_active_substances() -> None:
    found = rows(
        page_of(
            (60, {40: "Alkaloids", 320: "Curcuminoids"}),
            *grid(
                80,
                (40, 150, 320, 450),
                ("Alkaloid", "mg/mL", "Curcuminoid", "mg/mL"),
                ("Mitragynine", "2.55", "Curcumin", "5.1"),
                ("7-Hydroxymitragynine", "0.014", "Demethoxycurcumin", "1.2"),
                ("Paynantheine", "ND", "Bisdemethoxycurcumin", "0.3"),
            ),
            (130, {40: "LOQ 0.003 mg/mL for each alkaloid"}),
        )
    )
    assert bound(found["Mitragynine"], "loq") == ("0.003", "mg/mL")
    assert bound(found["Curcumin"], "loq") is None


def test_what_is_calculated_from_other_rows_has_no_limit_that_is_stated_for_all() -> None:
    entries = (("7-Hydroxymitragynine", "0.12", "0.012"), ("7-OH as % of total alkaloids", "0.9", ""), ("Mitragynine", "13.1", "1.31"))
    lines = grid(100, (48, 260, 380), ("Alkaloid", "Result (mg/g)", "Result (%)"), *entries)
    found = rows(page_of((80, {48: "Alkaloids (LOQ 0.02 mg/g for all analytes)"}), *lines))
    assert [found[name].loq is not None for name, *_ in entries] == [True, False, True]


def test_a_sentence_that_names_a_table_by_its_number_states_the_limits_of_its_rows_alone() -> None:
    said = [
        (90.0, {40.0: "The limit of detection is 0.5 µg/g and the limit of quantitation 1.5 µg/g for every alkaloid of Table 1."}),
        (112.0, {40.0: "Table 1. Alkaloids in the sample as received."}),
        *grid(124, (40, 240), ("Alkaloid", "Concentration (µg/g)"), ("Mitragynine", "15640"), ("Corynoxine A", "<LOQ")),
        (180.0, {40.0: "Table 2. Elements in the sample as received."}),
        *grid(192, (40, 240), ("Element", "Result (µg/g)"), ("Lead", "0.731"), ("Cadmium", "0.052")),
    ]
    found = rows(page_of(*said))
    assert [bound(found["Mitragynine"], name) for name in ("lod", "loq")] == [("0.5", "µg/g"), ("1.5", "µg/g")]
    assert [bound(found["Lead"], name) for name in ("lod", "loq")] == [None, None]


def test_a_note_behind_the_method_is_of_the_table_over_it_though_another_begins_beside_it() -> None:
    found = rows(
        page_of(
            (90, {40: "Alkaloid Profile", 300: "Heavy Metals"}),
            *grid(102, (40, 150), ("Alkaloid", "Result (%)"), ("Mitragynine", "1.52"), ("Ajmalicine", "<LOQ"), ("Paynantheine", "0.21")),
            *grid(102, (300, 400, 470), ("Element", "Result (ppm)", "Limit (ppm)"), ("Lead", "0.21", "0.5")),
            (136, {300: "Microbial Contaminants"}),
            *grid(148, (300, 400, 470), ("Organism", "Result (CFU/g)", "Limit (CFU/g)"), ("Yeast", "<10", "1000")),
            (151, {40: "Method VR-9 HPLC. LOD = 0.003 %, LOQ = 0.010 % for each alkaloid."}),
        )
    )
    assert [bound(found["Ajmalicine"], name) for name in ("lod", "loq")] == [("0.003", "%"), ("0.010", "%")]
    assert bound(found["Lead"], "loq") is None


@pytest.mark.parametrize(
    "note",
    [
        "ND = not detected. For the alkaloid assay LOD = 0.002 % w/w and LOQ = 0.005 % w/w for every alkaloid.",
        "LOD (alkaloids): 0.002 % w/w. LOQ (alkaloids): 0.005 % w/w.",
        "All alkaloids: LOD 0.002 % w/w, LOQ 0.005 % w/w.",
    ],
)
def test_a_note_on_a_later_page_holds_for_all_rows_of_the_panel_that_it_names_and_for_no_others(note: str) -> None:
    columns, heads = (40, 240, 320), ("Test", "Result", "Unit")
    alkaloids = grid(130, columns, ("Mitragynine", "1.37", "% w/w"), ("Ajmalicine", "ND", "% w/w"), ("Total alkaloids", "2.17", "% w/w"))
    elements = grid(182, columns, ("Lead", "0.618", "ppm"), ("Ash", "6.12", "%"))
    first = page_of(*grid(100, columns, heads), (118, {40: "ALKALOID ASSAY"}), *alkaloids, (170, {40: "ELEMENTAL IMPURITIES"}), *elements)
    second = replace(page_of(*grid(100, columns, heads, ("Yeast", "<100", "CFU/g")), (400, {40: note})), number=2)
    found = rows(first, second)
    limits = {name: [bound(result, "lod"), bound(result, "loq")] for name, result in found.items()}
    stated = [("0.002", "% w/w"), ("0.005", "% w/w")]
    assert limits == {
        "Mitragynine": stated,
        "Ajmalicine": stated,
        **{name: [None, None] for name in ("Total alkaloids", "Lead", "Ash", "Yeast")},
    }


@pytest.mark.parametrize("scope", ["each kavalactone", "every cannabinoid"])
def test_a_note_on_another_plants_actives_is_none_of_the_alkaloids_far_from_it(scope: str) -> None:
    actives = grid(100, (40, 240), ("Active", "Result (% w/w)"), ("Kavain", "2.64"), ("Yangonin", "0.97"))
    alkaloids = grid(300, (40, 240, 340), ("Alkaloid", "Result (% w/w)", "Limit"), ("Mitragynine", "1.37", "NMT 2.0"))
    note = (140, {40: f"Limit of quantification 0.05 % w/w for {scope}."})
    found = rows(page_of(*actives, note, (285, {40: "Alkaloids"}), *alkaloids))
    assert bound(found["Mitragynine"], "loq") is None


def test_two_notes_that_say_different_limits_of_one_panel_hold_for_no_row_far_from_them() -> None:
    columns, heads = (40, 240, 320), ("Test", "Result", "Unit")
    table = grid(100, columns, heads, ("Mitragynine", "1.37", "% w/w"), ("Lead", "0.618", "ppm"), ("Yeast", "<100", "CFU/g"))
    notes = ((400, {40: "Powder: LOQ = 0.005 % w/w for every alkaloid."}), (440, {40: "Extract: LOQ = 0.05 % w/w for every alkaloid."}))
    assert bound(rows(page_of(*table, *notes))["Mitragynine"], "loq") is None


def test_a_note_under_one_half_of_a_table_is_of_both_and_not_of_a_table_with_other_headings() -> None:
    def beside(third: str) -> list[tuple[str, str] | None]:
        body = (("Acephate", "ND", "Fipronil", "ND"), ("Carbaryl", "0.021", "Spinosad", "ND"), ("Diazinon", "ND", "Captan", "0.02"))
        lines = grid(100, (40, 160, 320, 430), ("Residue", "µg/g", "Residue", third), *body)
        found = rows(page_of((80, {40: "Pesticides"}), *lines, (154, {40: "Reporting limit (LOQ): 0.010 µg/g."})))
        return [bound(found[name], "loq") for name in ("Carbaryl", "Captan")]

    assert beside("µg/g") == [("0.010", "µg/g")] * 2
    assert beside("Result (µg/g)") == [("0.010", "µg/g"), None]


def test_a_limit_in_brackets_of_one_analyte_goes_before_that_of_its_whole_table() -> None:
    body = (("Ethanol", "64", "5000"), ("Benzene", "ND", "2"), ("Acetone", "ND", "5000"))
    table = grid(100, (40, 200, 300), ("Solvent", "Result (µg/g)", "Limit (µg/g)"), *body)
    found = rows(page_of((86, {40: "RESIDUAL SOLVENTS HS-GC-MS LOQ 20 µg/g (benzene 1)"}), *table))
    assert {name: bound(result, "loq") for name, result in found.items()} == {
        "Ethanol": ("20", "µg/g"), "Benzene": ("1", "µg/g"), "Acetone": ("20", "µg/g"),
    }  # fmt: skip
