"""What a section says of its table: units, limits of detection and bases, in titles, beside them, in notes and in remarks."""

from __future__ import annotations

import pytest

from registry.reading.document import Page, Word
from tests.reading.pages import grid, page_of, words_at
from tests.reading.told import bound, printed, rows


@pytest.mark.parametrize(
    ("remark", "heading", "unit"),
    [
        ("mg per serving (1 tablet); HPLC-UV and LC-MS/MS, TM-204", "Found (mg)", "mg per serving"),
        ("Found, mg/tablet; HPLC", "Found (mg)", "mg/tablet"),
        ("HPLC-DAD; mcg per capsule", "Result (mcg)", "mcg per capsule"),
        ("all amounts in mg/serving", "Amount, mg", "mg/serving"),
        ("mg/g, HPLC", "Found (%)", "%"),
        ("mg per serving", "Found (mcg)", "mcg"),
    ],
)
def test_a_bare_mass_in_a_heading_counts_for_what_the_title_says(remark: str, heading: str, unit: str) -> None:
    page = page_of(
        (80, {40: "Alkaloid Content", 140: remark}),
        *grid(100, (40, 240), ("Component", heading), ("Mitragynine", "19.31"), ("Paynantheine", "1.74")),
    )
    assert printed(rows(page)["Mitragynine"]) == [("19.31", unit)]


def test_a_remark_in_small_print_behind_a_title_is_a_text_of_its_own() -> None:
    title, start = words_at(40, 80, "2. Minor Alkaloids", size=9.5), 130.0
    remark = words_at(start, 80, "Found, mg per serving", size=7, index=100)
    pairs = page_of(
        (94, {40: "Paynantheine", 219: "0.094", 320: "Speciogynine", 499: "0.071"}),
        (106, {40: "Speciociliatine", 219: "0.112", 320: "Corynantheidine", 499: "< 0.050"}),
    )
    found = rows(Page(1, pairs.width, pairs.height, (*title, *remark, *pairs.words)))
    assert printed(found["Paynantheine"]) == [("0.094", "mg per serving")]
    assert printed(found["Corynantheidine"]) == [("< 0.050", "mg per serving")]


def test_small_print_at_a_titles_end_is_of_its_line_though_it_stands_at_the_tops_of_its_letters() -> None:
    def bar(y: float, title: str, remark: str) -> tuple[Word, ...]:
        return (*words_at(40, y, title, size=10), *words_at(400, y - 2.8, remark, size=7))

    tables = page_of(
        *grid(75, (40, 300, 450), ("Alkaloid", "LOQ (mg/g)", "mg/g"), ("Mitragynine", "0.50", "12.1"), ("Paynantheine", "0.50", "1.7")),
        *grid(139, (40, 140, 200), ("Terpene", "mg/g", "%"), ("Linalool", "2.31", "0.231"), ("Guaiol", "0.32", "0.032")),
        *grid(139, (310, 440, 500), ("Terpene", "mg/g", "%"), ("Borneol", "0.15", "0.015"), ("Geraniol", "ND", "ND")),
        *grid(203, (40, 300, 450), ("Analyte", "Result", "Limit"), ("Captan", "0.08", "0.1"), ("Naled", "ND", "0.1")),
    )
    bars = (
        *bar(60, "Alkaloids", "HPLC-UV, M-01; as received"), *bar(124, "Terpenes", "GC-FID, M-02; LOQ 0.05 mg/g"),
        *bar(188, "Pesticides", "LC-MS/MS, M-05; all in µg/g"),
    )  # fmt: skip
    found = rows(Page(1, 612, 792, (*tables.words, *bars)))
    assert list(found) == ["Mitragynine", "Paynantheine", "Linalool", "Guaiol", "Borneol", "Geraniol", "Captan", "Naled"]
    assert {bound(found[name], "loq") for name in ("Linalool", "Guaiol", "Borneol", "Geraniol")} == {("0.05", "mg/g")}
    assert [(printed(found[name]), bound(found[name], "limit")) for name in ("Captan", "Naled")] == [
        ([("0.08", "µg/g")], ("0.1", "µg/g")), ([("ND", "µg/g")], ("0.1", "µg/g")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("within", "outside"),
    [("Within", "Outside"), ("Within limits", "Out of range"), ("erfüllt", "überschritten"), ("sesuai", "tidak sesuai")],
)
def test_within_and_outside_are_verdicts_beside_criterion_and_observation(within: str, outside: str) -> None:
    page = page_of(
        *grid(
            100,
            (40, 200, 320, 440),
            ("Test", "Criterion", "Observation", "Status"),
            ("Arsenic", "NMT 15 mcg/day", "0.031 mcg/day", within),
            ("Lead", "NMT 10 mcg/day", "12 mcg/day", outside),
        )
    )
    found = rows(page)
    assert [(r.status, printed(r)[0][0], str(r.limit.value) if r.limit else None) for r in found.values()] == [
        ("pass", "0.031 mcg/day", "15"), ("fail", "12 mcg/day", "10"),
    ]  # fmt: skip


def test_a_line_of_several_results_stands_under_the_title_at_its_left_end() -> None:
    page = page_of(
        (60, {40: "Residual Solvents by GC", 240: "Units ppm"}),
        *grid(74, (40, 240), ("Solvent", "Result"), ("Acetone", "ND"), ("Ethanol", "12")),
        (140, {40: "Physical"}),
        (154, {40: "pH:", 60: "3.62", 160: "Density at 20 °C:", 240: "1.072 g/mL", 340: "Fill volume:", 400: "15.0 mL"}),
    )
    found = rows(page)
    assert [printed(found[name]) for name in ("pH", "Density at 20 °C", "Fill volume")] == [
        [("3.62", None)], [("1.072 g/mL", "g/mL")], [("15.0 mL", "mL")],
    ]  # fmt: skip


@pytest.mark.parametrize("title", ["Cemaran logam / Heavy metals :", "Metals:", "Schwermetalle:", "6 | Elements (toxic elements) :"])
def test_a_groups_title_with_a_colon_does_not_end_its_table(title: str) -> None:
    number, _, text = title.rpartition(" | ")
    group: dict[float, str] = {60.0: text} | ({40.0: number} if number else {})
    columns = (40.0, 60.0, 240.0, 320.0)
    page = page_of(
        *grid(100, columns, ("No.", "Parameter", "Unit", "Result"), ("4", "Mitragynine", "%", "1.46"), ("5", "Moisture", "%", "8.7")),
        (136, group),
        *grid(148, columns, ("", "a. Timbal / Lead (Pb)", "mg/kg", "0.62"), ("", "b. Kadmium / Cadmium (Cd)", "mg/kg", "ND")),
        *grid(172, columns, ("7", "Total Plate Count", "koloni/g", "400"), ("8", "Escherichia coli", "APM/g", "< 3")),
    )
    found = rows(page)
    assert {name: (r.analyte_key, printed(r)) for name, r in found.items() if "/" in name} == {
        "Timbal / Lead (Pb)": ("lead", [("0.62", "mg/kg")]),
        "Kadmium / Cadmium (Cd)": ("cadmium", [("ND", "mg/kg")]),
    }
    assert (printed(found["Escherichia coli"]), len(found)) == ([("< 3", "APM/g")], 6)


@pytest.mark.parametrize(
    "head",
    [
        {62.0: "Extract Solvent", 180.0: "Ethanol & Water", 298.0: "Expiry Date", 415.0: "Mar. 10, 2028"},
        {62.0: "Solvent system", 180.0: "Water", 298.0: "Batch No.", 415.0: "VR-MSE45"},
        {62.0: "Nama Contoh", 158.0: ":", 166.0: "Serbuk pelarut etanol"},
    ],
)
def test_a_fact_on_a_line_of_the_head_names_no_panel(head: dict[float, str]) -> None:
    page = page_of(
        (60, head),
        *grid(
            100,
            (62, 200, 330),
            ("Items", "Specification", "Results"),
            ("Colour", "Green", "Complies"),
            ("Heavy Metals (as Pb)", "NMT 10 ppm", "Complies"),
            ("Pesticide Residues", "Meets USP <561>", "Complies"),
            ("Assay", "NLT 45 %", "46.8 %"),
        ),
    )
    panels = {name: r.panel.value for name, r in rows(page).items()}
    assert panels == {"Colour": "other", "Heavy Metals (as Pb)": "heavy_metals", "Pesticide Residues": "pesticides", "Assay": "other"}


def test_a_plants_name_in_the_head_is_no_analyte() -> None:
    page = page_of(
        (60, {62: "Product Name", 180: "Mitragyna Speciosa Extract", 340: "Report No.", 420: "VR-COA"}),
        (70, {180: "45%"}),
        *grid(100, (62, 330), ("Items", "Results"), ("Mitragynine", "46.8 %"), ("Moisture", "3 %")),
    )
    assert list(rows(page)) == ["Mitragynine", "Moisture"]


@pytest.mark.parametrize("result", ["ND", "<LOQ", "Not Detected", "n.n."])
def test_rows_in_larger_print_than_their_headings_are_no_sections(result: str) -> None:
    head = page_of(*grid(100, (40, 240), ("Analyte", "Result (% w/w)")), size=6.8)
    body = page_of(*grid(116, (40, 240), ("Corynoxine", result), ("Mitragynine Pseudoindoxyl", result), ("Mitragynine", "1.2")), size=8)
    found = rows(Page(1, head.width, head.height, (*head.words, *body.words)))
    assert list(found) == ["Corynoxine", "Mitragynine Pseudoindoxyl", "Mitragynine"]


def test_names_set_to_the_right_reach_further_left_than_the_first_ones() -> None:
    names = ["Mitragynine", "Speciociliatine", "MGM-15b", "7-Hydroxyspeciociliatine", "Paynantheine"]
    right = 163.0
    lines = [(116.0 + 14 * n, {right - 4.0 * len(name): name, 240.0: "ND" if n else "1.2"}) for n, name in enumerate(names)]
    found = rows(page_of((100, {126: "Analyte", 232: "Result (mg/g)"}), *lines))
    assert list(found) == ["Mitragynine", "Speciociliatine", "MGM-15", "7-Hydroxyspeciociliatine", "Paynantheine"]


def test_a_unit_broken_over_lines_of_a_heading_is_whole_and_a_limit_for_each_day_lends_none() -> None:
    page = page_of(
        (100, {140: "Result", 240: "Limit per"}),
        (109, {60: "Element", 140: "(µg/", 240: "Day"}),
        (118, {140: "tablet)", 240: "(µg/day)"}),
        *grid(132, (60, 140, 240), ("Lead", "0.21", "5.0"), ("Cadmium", "0.018", "4.1")),
    )
    assert printed(rows(page)["Lead"]) == [("0.21", "µg/tablet")]
    plain = page_of(*grid(100, (60, 140, 240), ("Element", "Result", "Limit (µg/day)"), ("Lead", "0.21", "5.0")))
    assert printed(rows(plain)["Lead"]) == [("0.21", None)]


@pytest.mark.parametrize(("note", "limit"), [("LC-MS/MS, LOQ 1.0 each", "loq"), ("LOD 1.0 for each", "lod"), ("BG 1.0 jeweils", "loq")])
def test_a_limit_for_each_counts_in_the_sections_unit(note: str, limit: str) -> None:
    page = page_of(
        (80, {40: "MYCOTOXINS (µg/kg)", 140: note}),
        *grid(100, (40, 240), ("Analyte", "Result"), ("Aflatoxin B1", "ND"), ("Ochratoxin A", "2.1")),
    )
    bounds = [getattr(r, limit) for r in rows(page).values()]
    assert [(str(q.value), q.unit) for q in bounds] == [("1.0", "µg/kg")] * 2


def test_cells_of_three_close_lines_are_one_row_and_a_finding_on_two_lines_is_one_finding() -> None:
    columns = (53.0, 143.0, 260.0, 373.0)
    page = page_of(
        (78, {49: "Microbial Contaminants"}),
        (90.0, {53: "Microbial"}),
        (95.0, {143: "Method", 215: "LOD", 260: "Quantitation Range", 373: "Result"}),
        (100.0, {53: "Contaminants"}),
        (114.0, {53: "Total Yeast and", 143: "TM-27: Culture", 260: "1.0x10³ - 1.5x10⁵", 373: "None"}),
        (119.0, {215: "10 CFU/g"}),
        (124.0, {53: "Mold", 143: "Plating", 260: "CFU/g", 373: "Detected"}),
        (140.0, {260: "1.0x10³ - 1.5x10⁵"}),
        (145.0, {53: "Total Aerobic Count", 143: "TM-26: Plating", 373: "4.2x10³ CFU/g"}),
        (150.0, {260: "CFU/g"}),
        *grid(166, columns, ("Salmonella", "TM-25: PCR", "NA", "Absent")),
        size=7.4,
    )
    found = rows(page)
    assert {name: printed(r)[0][0] for name, r in found.items()} == {
        "Total Yeast and Mold": "None Detected", "Total Aerobic Count": "4.2x10³ CFU/g", "Salmonella": "Absent",
    }  # fmt: skip


def test_a_limit_beside_a_title_holds_for_the_half_of_the_table_on_its_right_too() -> None:
    columns = (40.0, 120.0, 200.0, 306.0, 400.0, 480.0)
    page = page_of(
        (54, {40: "Pesticides"}),
        (64, {40: "SOP13.007 (LC-MS/GC-MS). LOQ 30 ppb for each analyte."}),
        *grid(
            80,
            columns,
            ("Analyte", "Limit (ppb)", "Result (ppb)", "Analyte", "Limit (ppb)", "Result (ppb)"),
            ("Abamectin", "100", "ND", "Fenpyroximate", "1000", "ND"),
            ("Acephate", "3000", "ND", "Fipronil", "200", "41"),
        ),
    )
    bounds = {name: r.loq and (str(r.loq.value), r.loq.unit) for name, r in rows(page).items()}
    assert bounds == dict.fromkeys(["Abamectin", "Acephate", "Fenpyroximate", "Fipronil"], ("30", "ppb"))


def test_a_strip_of_verdicts_under_a_word_that_names_no_analyte_is_no_row() -> None:
    page = page_of(
        *grid(60, (60, 150, 240), ("Alkaloids", "Heavy Metals", "Microbials"), ("TESTED", "FAIL", "PASS")),
        *grid(120, (40, 240, 340), ("Element", "Result (ppm)", "Limit (ppm)"), ("Lead", "1.4", "1.0"), ("Arsenic", "0.2", "1.0")),
    )
    assert list(rows(page)) == ["Lead", "Arsenic"]


def test_a_unit_on_the_line_under_a_title_holds_for_the_table_on_the_right_too() -> None:
    columns = (40.0, 140.0, 200.0, 320.0, 420.0, 480.0)
    headings = ("Analyte", "Limit", "Result", "Analyte", "Limit", "Result")
    page = page_of(
        (60, {40: "Pesticides"}),
        (70, {40: "TM-88, LC-MS/MS", 140: "All values in ng/g"}),
        (84, {40: "Group A", 320: "Group B"}),
        *grid(96, columns, headings, ("Acephate", "20", "ND", "Captan", "700", "31.5"), ("Naled", "20", "ND", "Phosmet", "200", "ND")),
    )
    found = rows(page)
    assert printed(found["Captan"]) == [("31.5", "ng/g")]
    assert printed(found["Naled"]) == [("ND", "ng/g")]


@pytest.mark.parametrize(
    ("title", "iron"),
    [("Minerals by ICP-OES", "other"), ("Composición nutricional", "other"), ("Nährstoffe", "other"), ("Heavy metals", "heavy_metals")],
)
def test_metals_under_a_title_of_nutrients_are_nutrients_and_lead_is_none(title: str, iron: str) -> None:
    body = grid(92, (40, 240, 320), ("Analyte", "Result", "Unit"), ("Iron", "4.1", "mg/100 g"), ("Lead", "0.02", "mg/kg"))
    found = rows(page_of((80, {40: title}), *body))
    assert [found[name].panel.value for name in ("Iron", "Lead")] == [iron, "heavy_metals"]


def test_alkaloids_of_weeds_are_no_potency() -> None:
    body = grid(92, (40, 240), ("Analyt", "Ergebnis µg/kg"), ("Retrorsin", "2,1"), ("Unbekanntin", "n. n."))
    found = rows(page_of((80, {40: "Pyrrolizidinalkaloide (LC-MS/MS)"}), *body))
    assert {result.panel.value for result in found.values()} == {"other"}


@pytest.mark.parametrize(("title", "panel"), [("ZORPINS", "other"), ("Zorpins", "heavy_metals"), ("METALS (FURTHER)", "heavy_metals")])
def test_a_table_under_a_title_that_nobody_knows_is_not_of_the_panel_before(title: str, panel: str) -> None:
    headings = ("Analyte", "Result", "Unit")
    page = page_of(
        (60, {40: "HEAVY METALS"}),
        *grid(72, (40, 240, 320), headings, ("Lead", "0.21", "mg/kg"), ("Cadmium", "0.04", "mg/kg")),
        (140, {40: title}),
        *grid(152, (40, 240, 320), headings, ("Zorpin LR", "ND", "mg/kg"), ("Zorpin YR", "0.3", "mg/kg")),
    )
    assert {row.panel.value for name, row in rows(page).items() if name.startswith("Zorpin")} == {panel}


@pytest.mark.parametrize("title", ["Adulterant screen (LC-MS/MS)", "Undeclared drugs", "Screening auf Verfälschungen", "Drugs of Abuse"])
def test_an_active_substance_that_is_looked_for_as_an_adulterant_is_no_potency(title: str) -> None:
    table = grid(112, (40, 200, 300), ("Compound", "LOD (µg/mL)", "Result (µg/mL)"), ("Tianeptine", "2", "ND"), ("Phenibut", "5", "ND"))
    table += grid(148, (40, 200, 300), ("Caffeine", "10", "171"), ("Mitragynine", "2", "11"))
    read = rows(page_of((96, {40: title}), *table))
    assert [read[name].panel.value for name in ("Tianeptine", "Phenibut", "Caffeine", "Mitragynine")] == ["other"] * 3 + ["potency"]


def test_an_active_substance_under_the_title_of_its_kind_is_potency() -> None:
    table = grid(112, (40, 200), ("Compound", "Result (mg/mL)"), ("Caffeine", "1.7"), ("Kavain", "2.1"))
    assert {r.panel.value for r in rows(page_of((96, {40: "Active ingredients"}), *table)).values()} == {"potency"}


@pytest.mark.parametrize("name", ["Water (KF)", "Water, Karl-Fischer", "Wasser (KF)", "Water by KF"])
def test_water_by_titration_is_moisture(name: str) -> None:
    table = grid(112, (40, 200), ("Test", "Result (%)"), ("Friability", "0.2"), (name, "3.1"))
    assert rows(page_of(*table))[name].panel.value == "moisture"


@pytest.mark.parametrize(
    ("title", "panel"),
    [
        ("Pesticides (selected active ingredients)", "pesticides"),
        ("Pestizide (Befunde und angefragte Wirkstoffe)", "pesticides"),
        ("Heavy metals (in the alkaloid fraction)", "heavy_metals"),
        ("Contaminants (heavy metals)", "heavy_metals"),
        ("Screen (mycotoxins and pesticides)", "mycotoxins"),
    ],
)
def test_a_remark_in_brackets_names_the_panel_only_where_the_title_does_not(title: str, panel: str) -> None:
    page = page_of((80, {40: title}), *grid(94, (40, 240), ("Analyte", "Result (mg/kg)"), ("Zorpin", "0.1"), ("Zorpan", "ND")))
    assert {row.panel.value for row in rows(page).values()} == {panel}


@pytest.mark.parametrize(
    ("groups", "panels"),
    [
        (("Heavy metals", "Sundry figures"), ("heavy_metals", "other")),
        (("Sundry figures", "Heavy metals"), ("other", "heavy_metals")),
        (("Category 1", "Category 2"), ("mycotoxins", "mycotoxins")),
        (("Category 1", "Mycotoxins, further"), ("mycotoxins", "mycotoxins")),
    ],
)
def test_a_group_that_nobody_knows_among_groups_of_other_panels_is_not_of_the_panel_over_the_table(
    groups: tuple[str, str], panels: tuple[str, str]
) -> None:
    first = page_of(
        (80, {40: "Mycotoxins"}), *grid(94, (40, 240), ("Analyte", "Result (mg/kg)"), ("Aflatoxin B1", "ND"), ("Citrinin", "ND"))
    )
    second = page_of(
        *grid(
            94,
            (40, 240),
            ("Analyte", "Result (mg/kg)"),
            (groups[0], ""),
            ("Zorpin", "0.1"),
            ("Zorpan", "ND"),
            (groups[1], ""),
            ("Merkel value", "4.7"),
            ("Dorsel value", "1.9"),
        ),
        number=2,
    )
    found = rows(first, second)
    assert tuple(found[name].panel.value for name in ("Zorpin", "Dorsel value")) == panels


@pytest.mark.parametrize("rise", [-0.04, 0.0, 0.04])
@pytest.mark.parametrize("remark", ["plate count, qPCR", "by culture", "ICP-MS"])
def test_a_groups_remark_in_small_print_a_hair_off_its_line_belongs_to_no_row_above(remark: str, rise: float) -> None:
    rowed = [
        ("Nickel (Ni)", "1.2 ppm", "20 ppm"),
        ("Tin (Sn)", "0.4 ppm", "20 ppm"),
        None,
        ("Total plate count", "310 CFU/g", "5000 CFU/g"),
    ]
    lines = [(94.0, {40.0: "Test", 240.0: "Found", 340.0: "Limit"})]
    lines += [(94.0 + 12 * n, dict(zip((40.0, 240.0, 340.0), row, strict=True))) for n, row in enumerate(rowed, 1) if row]
    plain = page_of(*lines)
    bar = [*words_at(40, 130, "Microbiology"), *words_at(95, 130 - rise, remark, size=6.8)]
    found = rows(Page(1, 612.0, 792.0, (*plain.words, *bar)))
    assert {name: row.panel.value for name, row in found.items()} == {
        "Nickel (Ni)": "heavy_metals",
        "Tin (Sn)": "heavy_metals",
        "Total plate count": "microbials",
    }


@pytest.mark.parametrize("title", ["Pesticide residues", "Pestizidrückstände", "Plaguicidas"])
def test_a_fumigant_among_pesticides_is_a_pesticide_and_among_solvents_a_solvent(title: str) -> None:
    def panels(heading: str, *names: str) -> set[str]:
        table = grid(92, (40, 200, 260), ("Analyte", "Result", "Unit"), *[(name, "< 0.02", "mg/kg") for name in names])
        return {row.panel.value for row in rows(page_of((80, {40: heading}), *table)).values()}

    assert panels(title, "Boscalid", "Captan", "Malathion", "Ethylene oxide") == {"pesticides"}
    assert panels("Residual solvents", "Acetone", "Hexane", "Ethylene oxide") == {"residual_solvents"}
    assert panels("Gases", "Ethylene oxide + 2-chloroethanol, sum") == {"pesticides"}


@pytest.mark.parametrize("title", ["Alkaloids", "Heavy metals", "Pesticides"])
def test_the_title_of_the_first_rows_in_the_middle_of_a_table_is_none_of_its_headings(title: str) -> None:
    columns = (40.0, 70.0, 220.0, 330.0, 420.0, 500.0)
    page = page_of(
        *grid(
            100,
            columns,
            ("No.", "Test Item", "Test Method", "Result", "MU", "Unit"),
            ("", "", "", "", "", ""),
            ("1", "Mitragynine", "SOP 12, HPLC", "1.38", "± 0.11", "g/100 g"),
            ("2", "Paynantheine", "", "0.21", "± 0.02", "g/100 g"),
        ),
    )
    over = words_at(270, 112, title, index=900)
    found = rows(Page(1, page.width, page.height, (*page.words, *over)))
    assert {name: printed(result) for name, result in found.items()} == {
        "Mitragynine": [("1.38", "g/100 g")],
        "Paynantheine": [("0.21", "g/100 g")],
    }


@pytest.mark.parametrize(
    ("line", "panel"),
    [
        ("Laboratorio di analisi chimiche e microbiologiche", "other"),
        ("Labor für Mikrobiologie", "other"),
        ("Laboratoire d'analyses microbiologiques", "other"),
        ("Microbiology", "microbials"),
        ("Laboratory results: microbiology", "microbials"),
    ],
)
def test_what_a_laboratory_does_is_no_title_of_its_tables(line: str, panel: str) -> None:
    page = page_of((60, {40: line}), *grid(100, (40, 240, 330), ("Parameter", "Result", "Unit"), ("Piperina", "21", "mg/kg")))
    assert rows(page)["Piperina"].panel.value == panel


def test_the_limits_in_the_brackets_of_a_groups_title_are_those_of_its_rows_alone() -> None:
    columns = (40.0, 220.0, 330.0, 420.0)
    found = rows(
        page_of(
            *grid(
                100,
                columns,
                ("Análisis", "Resultado", "Unidades", "Especificación"),
                ("METALES PESADOS", "", "", ""),
                ("Plomo (Pb)", "0,318", "mg/kg", "3,0"),
                ("Cadmio (Cd)", "0,024", "mg/kg", "1,0"),
                ("RESIDUOS DE PLAGUICIDAS (LC-MS/MS; LC = 0,010 mg/kg; LD = 0,003 mg/kg)", "", "", ""),
                ("Acefato", "N.D.", "mg/kg", "0,05"),
                ("Carbofurano", "0,02", "mg/kg", "0,05"),
            )
        )
    )
    assert {name: (bound(r, "lod"), bound(r, "loq")) for name, r in found.items()} == {
        "Plomo (Pb)": (None, None),
        "Cadmio (Cd)": (None, None),
        "Acefato": (("0.003", "mg/kg"), ("0.010", "mg/kg")),
        "Carbofurano": (("0.003", "mg/kg"), ("0.010", "mg/kg")),
    }


def test_a_unit_on_the_line_over_the_first_half_of_a_table_holds_for_the_other_half_too() -> None:
    columns = (40.0, 110.0, 170.0, 240.0, 320.0, 390.0, 450.0, 520.0)
    headings = ("Analyte", "LOQ", "Level", "Result")
    body = (
        ("Acephate", "0.03", "1.0", "ND", "Captan", "0.03", "0.5", "0.041"),
        ("Naled", "0.01", "0.2", "ND", "Phosmet", "0.01", "0.2", "ND"),
    )
    page = page_of(
        (60, {40: "Pesticides"}),
        (86, {40: "LOQ, level and result in µg/g"}),
        *grid(98, columns, headings * 2, *body),
    )
    found = rows(page)
    assert printed(found["Captan"]) == [("0.041", "µg/g")]
    assert bound(found["Captan"], "loq") == ("0.03", "µg/g")


def test_unit_and_limit_of_a_title_say_nothing_of_the_table_under_the_next_title_though_nobody_knows_that() -> None:
    tests = (
        ("Test", "Specification", "Result"),
        ("Moisture", "NMT 10.0 %", "6.9 %"),
        ("Mercury", "NMT 0.1 ppm", "ND"),
        ("Lead", "NMT 1", "0.3"),
    )
    tables = page_of(
        *grid(74, (40, 200), ("Alkaloid", "Found (% w/w)"), ("Mitragynine", "1.309"), ("Paynantheine", "<LOQ")),
        *grid(144, (40, 200, 300), *tests),
    )
    titles = ((60, "Alkaloids (ZMA, HPLC; % w/w; LOQ 0.002 % w/w)"), (130, "Zorp and safety"))
    larger = (word for y, title in titles for word in words_at(40, y, title, size=10))
    page = Page(1, 612, 792, (*tables.words, *larger))
    found = rows(page)
    assert [bound(found[name], "loq") for name in ("Mitragynine", "Moisture", "Mercury", "Lead")] == [("0.002", "% w/w"), None, None, None]
    assert printed(found["Lead"]) == [("0.3", None)]


def test_a_finding_below_its_limit_in_the_table_above_tells_no_limit_of_the_table_below() -> None:
    columns = (40, 200, 250, 310, 390)
    metals = grid(88, columns, ("Analyte", "Result", "Limits", "Units", "LOQ"), ("Mercury", "< LOQ", "0.10", "mg/kg", "0.02"))
    counts = grid(140, columns, ("Analyte", "Result", "Limits", "Units", "LOQ"), ("Salmonella", "Absent", "Absent", "/1g", "—"))
    found = rows(page_of((74.0, {40.0: "Metals"}), *metals, *counts, (164.0, {40.0: "Yeast", 200.0: "10", 310.0: "cfu/g"})))
    assert bound(found["Mercury"], "loq") == ("0.02", "mg/kg")
    assert found["Salmonella"].loq is None


@pytest.mark.parametrize(
    ("title", "unit"), [("Microbiology CFU/mL", "CFU/mL"), ("Microbiology 10 CFU/mL", None), ("Microbiology and/or", None)]
)
def test_a_unit_right_behind_the_words_of_a_title_is_that_of_its_table(title: str, unit: str | None) -> None:
    body = grid(100, (40, 200, 300), ("Organism", "Found", "Maximum"), ("Total plate count", "20", "1,000"), ("Coliforms", "<10", "100"))
    found = rows(page_of((84, {40: title, 240: "USP 2021"}), *body))
    assert printed(found["Total plate count"]) == [("20", unit)]
