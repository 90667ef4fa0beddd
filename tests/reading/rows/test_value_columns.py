"""Which of several columns of numbers holds the results: instrument's columns, deviations, shares of the claim, spanning heads."""

from __future__ import annotations

from decimal import Decimal

import pytest

from registry.model.certificate import Panel, Result
from registry.reading.rows.results import read_results
from tests.reading.pages import document_of, grid, page_of


def rows(*lines: tuple[float, dict[float, str]]) -> dict[str, Result]:
    return {result.analyte: result for result in read_results(document_of(page_of(*lines)))[0]}


def printed(result: Result) -> list[tuple[Decimal | None, str | None]]:
    return [(m.value, m.unit) for m in result.measurements]


@pytest.mark.parametrize(
    ("headings", "first", "second"),
    [
        (
            ("Alkaloid", "RT (min)", "m/z", "Mean ± SD (mg/g)", "RSD (%)"),
            ("9.31", "399.2", "15.26 ± 0.31", "2.0"),
            ("8.94", "399.2", "2.07 ± 0.05", "2.4"),
        ),
        (
            ("Compound", "Ret. Time", "Transition", "Average +/- SD (mg/g)", "CV (%)"),
            ("9.31", "399.2", "15.26 ± 0.31", "2.0"),
            ("8.94", "399.2", "2.07 ± 0.05", "2.4"),
        ),
        (
            ("Alkaloid", "Peak Area", "RT", "Gehalt ± Standardabweichung (mg/g)", "n"),
            ("88120", "9.31", "15.26 ± 0.31", "3"),
            ("9012", "8.94", "2.07 ± 0.05", "3"),
        ),
        (
            ("Alcaloide", "m/z", "Contenido ± DE (mg/g)", "RSD (%)", "RT"),
            ("399.2", "15.26 ± 0.31", "2.0", "9.31"),
            ("399.2", "2.07 ± 0.05", "2.4", "8.94"),
        ),
    ],
)
def test_a_mean_with_its_deviation_is_the_result_and_the_deviation_no_uncertainty(
    headings: tuple[str, ...], first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    found = rows(*grid(100, (40, 140, 210, 300, 480), headings, ("Mitragynine", *first), ("Speciogynine", *second)))
    assert {name: printed(r) for name, r in found.items()} == {
        "Mitragynine": [(Decimal("15.26"), "mg/g")],
        "Speciogynine": [(Decimal("2.07"), "mg/g")],
    }
    assert found["Mitragynine"].measurements[0].uncertainty is None


@pytest.mark.parametrize("heading", ["Result ± U (mg/g)", "Ergebnis ± U (mg/g)", "Content ± uncertainty (mg/g)"])
def test_a_result_with_its_expanded_uncertainty_keeps_both(heading: str) -> None:
    found = rows(*grid(100, (40, 200), ("Alkaloid", heading), ("Mitragynine", "15.26 ± 0.31"), ("Speciogynine", "2.07 ± 0.05")))
    stated = found["Mitragynine"].measurements[0]
    assert (stated.value, stated.uncertainty and stated.uncertainty.value) == (Decimal("15.26"), Decimal("0.31"))


@pytest.mark.parametrize(
    ("heading", "share", "unit"),
    [
        ("% of label claim", "102.6 %", "% of label claim"),
        ("% of claim", "102.6", "% of label claim"),
        ("% of Label", "102.6", "% of label claim"),
        ("% LC", "102.6%", "% of label claim"),
        ("% der Deklaration", "102,6 %", "% of label claim"),
    ],
)
def test_a_share_of_the_claim_is_no_percentage_by_mass_whether_or_not_its_cells_print_the_sign(heading: str, share: str, unit: str) -> None:
    found = rows(
        *grid(
            100,
            (40, 150, 240, 330, 440),
            ("Attribute", "Label claim", "Result", heading, "Conformance"),
            ("Mitragynine", "50 mg/softgel", "51.3 mg/softgel".replace(".", "," if "," in share else "."), share, "Conforms"),
            ("Fill weight", "600 mg", "604 mg", share.replace("102", "100"), "Conforms"),
        )
    )
    assert printed(found["Mitragynine"]) == [(Decimal("51.3"), "mg/softgel"), (Decimal("102.6"), unit)]
    assert printed(found["Fill weight"]) == [(Decimal(604), "mg"), (Decimal("100.6"), unit)]


@pytest.mark.parametrize(
    ("described", "verdict", "qualifier"),
    [
        ("Dark green oblong softgel", "Conforms", "pass"),
        ("Fine brown powder", "Pass", "pass"),
        ("Grey clumps with a musty note", "Does not conform", "fail"),
    ],
)
def test_what_was_described_and_judged_has_its_verdict_for_a_result(described: str, verdict: str, qualifier: str) -> None:
    found = rows(
        *grid(
            100,
            (40, 150, 300, 480),
            ("Attribute", "Specification", "Result", "Status"),
            ("Appearance", "As described", described, verdict),
            ("Mitragynine", "NLT 1.2 %", "1.3 %", "Pass"),
        )
    )
    assert [m.qualifier for m in found["Appearance"].measurements] == [qualifier]
    assert list(found) == ["Appearance", "Mitragynine"]


LISTED = [
    (
        "Total aerobic microbial count: <10 CFU/g (NMT 1,000 CFU/g); Yeast and mold: <10 CFU/g (NMT 100 CFU/g);",
        "E. coli: absent in 10 g (absent); Salmonella: absent in 25 g (absent).",
    ),
    (
        "Total plate count: 1,200 CFU/g (max. 10,000 CFU/g); Yeast: 40 CFU/g (limit 100 CFU/g); Mold: <10 CFU/g;",
        "S. aureus: negative in 10 g; Salmonella: negative in 25 g; E. coli: negative in 10 g.",
    ),
    (
        "Gesamtkeimzahl: 3200 KbE/g (höchstens 10000 KbE/g); Hefen: <100 KbE/g (max. 1000 KbE/g); Schimmelpilze: <100 KbE/g;",
        "E. coli: nicht nachweisbar; Salmonellen: nicht nachweisbar in 25 g.",
    ),
]


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        (
            LISTED[0],
            {
                "Total aerobic microbial count": ("lt", "1000"),
                "Yeast and mold": ("lt", "100"),
                "E. coli": ("absent", None),
                "Salmonella": ("absent", None),
            },
        ),
        (
            LISTED[1],
            {
                "Total plate count": ("eq", "10000"),
                "Yeast": ("eq", "100"),
                "Mold": ("lt", None),
                "S. aureus": ("absent", None),
                "Salmonella": ("absent", None),
                "E. coli": ("absent", None),
            },
        ),
        (
            LISTED[2],
            {
                "Gesamtkeimzahl": ("eq", "10000"),
                "Hefen": ("lt", "1000"),
                "Schimmelpilze": ("lt", None),
                "E. coli": ("nd", None),
                "Salmonellen": ("nd", None),
            },
        ),
    ],
    ids=["conformance", "contract laboratory", "German"],
)
def test_a_list_in_running_text_gives_a_row_for_each_name_with_its_limit_in_brackets(
    lines: tuple[str, str], read: dict[str, tuple[str, str | None]]
) -> None:
    found = rows((90, {40: "Microbiology"}), *((102 + 11 * n, {40: line}) for n, line in enumerate(lines)))
    assert {name: (r.measurements[0].qualifier, str(r.limit.value) if r.limit else None) for name, r in found.items()} == read
    assert all(len(r.measurements) == 1 for r in found.values())


def test_one_short_remark_under_a_table_is_no_list() -> None:
    remark = (160, {40: "Total Cannabinoids: 0.00 mg/package; Total THC: Total CBD:"})
    found = rows(*grid(100, (40, 200), ("Cannabinoid", "Result (%)"), ("Total Cannabinoids", "24.28")), remark)
    assert printed(found["Total Cannabinoids"]) == [(Decimal("24.28"), "%")]


SPANNING = [
    ("As-is basis", "Dry basis", "% w/w", "mg/g", (False, False, True, True)),
    ("As received", "Dry weight", "%", "mg/g", (False, False, True, True)),
    ("Originalsubstanz", "in der Trockenmasse", "%", "mg/g", (False, False, True, True)),
    ("Batch A", "Batch B", "%", "mg/g", (False, False, False, False)),
]


@pytest.mark.parametrize(("first", "second", "one", "two", "dry"), SPANNING, ids=["as-is", "received", "German", "words nobody knows"])
def test_a_head_over_two_units_heads_both_columns(first: str, second: str, one: str, two: str, dry: tuple[bool, ...]) -> None:
    left, right = (middle - 2 * len(text) for middle, text in ((270, first), (410, second)))
    found = rows(
        (90, {left: first, right: second}),
        (104, {40: "Alkaloid", 230: one, 290: two, 370: one, 430: two, 520: "RL"}),
        (120, {40: "Mitragynine", 230: "1.31", 290: "13.1", 370: "1.43", 430: "14.3", 520: "0.010"}),
        (132, {40: "Speciogynine", 230: "0.188", 290: "1.88", 370: "0.205", 430: "2.05", 520: "0.010"}),
    )
    measured = found["Mitragynine"].measurements
    assert [(str(m.value), m.unit) for m in measured] == [("1.31", one), ("13.1", two), ("1.43", one), ("14.3", two)]
    assert tuple(m.dry_weight for m in measured) == dry
    assert found["Mitragynine"].loq is not None


@pytest.mark.parametrize(
    ("one", "two", "dry"),
    [
        ("% w/w (dry basis)", "mg/g (as received)", [True, False]),
        ("Result (% w/w, dry)", "Result (mg/g, as received)", [True, False]),
        ("% w/w as is", "mg/g dry weight", [False, True]),
    ],
)
def test_the_mass_that_a_column_counts_by_is_no_part_of_its_unit(one: str, two: str, dry: list[bool]) -> None:
    lines = grid(100, (40, 200, 400), ("Alkaloid", one, two), ("Mitragynine", "1.43", "13.1"), ("Speciogynine", "0.205", "1.88"))
    measured = rows(*lines)["Mitragynine"].measurements
    assert [(str(m.value), m.unit, m.dry_weight) for m in measured] == [("1.43", "% w/w", dry[0]), ("13.1", "mg/g", dry[1])]


def test_a_head_over_its_own_unit_between_two_others_heads_that_one_alone() -> None:
    found = rows(
        (90, {178: "As-is", 252: "Dry basis", 349: "RL", 433: "Max."}),
        (102, {66: "Element", 171: "(mg/kg)", 255: "(mg/kg)", 339: "(mg/kg)", 422: "(dry basis)"}),
        (120, {66: "Lead", 179: "0.68", 263: "0.74", 347: "0.02", 438: "5.0", 519: "Yes"}),
        (132, {66: "Cadmium", 179: "0.04", 263: "0.04", 347: "0.01", 438: "1.0", 519: "Yes"}),
    )
    lead = found["Lead"]
    assert printed(lead) == [(Decimal("0.68"), "mg/kg"), (Decimal("0.74"), "mg/kg")]
    assert [str(bound.value) for bound in (lead.loq, lead.limit) if bound] == ["0.02", "5.0"]


def test_a_metal_that_a_label_promises_is_an_active_ingredient_and_one_without_a_claim_a_contaminant() -> None:
    found = rows(
        (80, {40: "Active ingredients against label claim"}),
        *grid(
            100,
            (40, 240, 340),
            ("Ingredient", "Label Claim mg/serving", "Found mg/serving"),
            ("Zinc (as picolinate)", "11", "11.4"),
            ("L-Theanine", "100", "98.2"),
            ("Melatonin", "3.0", "3.41"),
        ),
        (160, {40: "Heavy metals"}),
        *grid(174, (40, 240), ("Metal", "Result (ppm)"), ("Zinc", "0.4"), ("Lead", "0.02")),
    )
    assert {name: r.panel for name, r in found.items() if "Zinc" in name} == {
        "Zinc (as picolinate)": Panel.POTENCY,
        "Zinc": Panel.HEAVY_METALS,
    }


@pytest.mark.parametrize("heading", ["Meets", "Meets limit?", "Within specification", "Passes?"])
def test_a_column_of_yes_under_a_question_holds_verdicts(heading: str) -> None:
    lines = grid(
        100,
        (40, 160, 240, 320),
        ("Element", "Result (mg/kg)", "Max.", heading),
        ("Lead", "0.74", "5.0", "Yes"),
        ("Cadmium", "0.04", "1.0", "Yes"),
    )
    assert [r.status for r in rows(*lines).values()] == ["pass", "pass"]


@pytest.mark.parametrize("raise_by", [0.0, 1.2, 2.0])
def test_a_first_row_whose_power_of_ten_lifts_its_value_is_a_row_and_no_heading(raise_by: float) -> None:
    found = rows(
        (100, {40: "Organism", 230: "Result", 330: "Unit", 430: "Method"}),
        (116.7, {40: "Total plate count", 330: "CFU/g", 430: "AOAC 990.12"}),
        (116.7 + raise_by, {230: "2.6 x 10^4"}),
        (134, {40: "Mold", 230: "<10", 330: "CFU/g", 430: "AOAC 2014.05"}),
    )
    assert printed(found["Total plate count"]) == [(Decimal(26000), "CFU/g")]


def test_meets_as_the_first_cell_under_a_heading_of_verdicts_is_a_cell() -> None:
    names, findings = ("Appearance", "Lead", "Cadmium", "Mercury"), ("Conforms", "0.03 ppm", "<0.01 ppm", "<0.01 ppm")
    cells = [
        (name, "typical" if name == "Appearance" else "max. 0.5 ppm", finding, "Meets")
        for name, finding in zip(names, findings, strict=True)
    ]
    found = rows(*grid(100, (40, 150, 280, 420), ("Attribute", "Requirement", "Observed", "Verdict"), *cells))
    assert {name: r.status for name, r in found.items()} == dict.fromkeys(names, "pass")


UNKNOWN = [("Avastamispiir", "Tulemus"), ("Noteikšanas robeža", "Rezultāts"), ("Greiningarmörk", "Niðurstaða")]


@pytest.mark.parametrize(("limit", "result"), UNKNOWN, ids=["Estonian", "Latvian", "Icelandic"])
@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (0, 2, 1, 3, 4), (0, 3, 1, 2, 4)], ids=["limit first", "result first", "unit first"])
def test_under_headings_that_nobody_knows_the_column_that_says_below_is_the_result(limit: str, result: str, order: tuple[int, ...]) -> None:
    lines = (
        ("Parameter", limit, result, "Unit", "Max."),
        ("Lead", "0,02", "4,6", "mg/kg", "3,0"),
        ("Cadmium", "0,01", "0,08", "mg/kg", "1,0"),
        ("Mercury", "0,01", "< 0,01", "mg/kg", "0,1"),
    )
    found = rows(*grid(100, (40, 160, 270, 380, 480), *(tuple(line[i] for i in order) for line in lines)))
    assert {name: printed(r) for name, r in found.items()} == {
        "Lead": [(Decimal("4.6"), "mg/kg")],
        "Cadmium": [(Decimal("0.08"), "mg/kg")],
        "Mercury": [(Decimal("0.01"), "mg/kg")],
    }
    assert all(r.confidence < 0.8 for r in found.values())


def test_the_first_of_two_columns_of_which_nothing_tells_is_read_with_doubt() -> None:
    lines = (
        ("Parameter", "Avastamispiir", "Tulemus", "Unit", "Max."),
        ("Lead", "0,02", "4,6", "mg/kg", "3,0"),
        ("Cadmium", "0,01", "0,08", "mg/kg", "1,0"),
    )
    assert all(r.confidence <= 0.5 for r in rows(*grid(100, (40, 160, 270, 380, 480), *lines)).values())


def test_the_unit_that_ends_a_wrapped_limit_beside_another_tables_headings_is_no_heading_of_it() -> None:
    limit, end = {502.0: "ND in 1", 576.0: "●"}, {522.0: "g", 567.0: "Pass"}
    page = page_of(
        (494.2, {224: "Mycotoxins (µg/kg)", 408: "Microbiology (qPCR)"}),
        (507.0, {226: "MYCOTOXIN", 293: "LOQ", 317: "LIMIT", 346: "MASS", 410: "MICROBE", 507: "LIMIT", 537: "RESULT"}),
        (534.7, limit),
        (537.7, {226: "Aflatoxin G1", 297: "2.0", 334: "-", 356: "ND", 410: "Salmonella spp.", 547: "ND"}),
        (542.2, end),
        (552.7, limit),
        (558.0, {226: "Total Aflatoxins", 297: "8.0", 328: "20", 356: "ND", 410: "Aspergillus flavus", 547: "ND"}),
        (560.2, end),
        (565.5, {39: "Foreign material"}),
        (570.0, limit),
        (573.7, {410: "Aspergillus fumigatus", 547: "ND"}),
        (578.2, {41: "FOREIGN MATERIAL", 138: "LIMIT", 164: "RESULT", **end}),
        (588.7, limit),
        (592.5, {41: "Sand, soil", 141: "25 %", 178: "ND", 410: "Aspergillus niger", 547: "ND"}),
        (596.2, end),
        (606.0, limit),
        (609.7, {41: "Mold", 141: "25 %", 178: "ND", 410: "Aspergillus terreus", 547: "ND"}),
        (613.5, end),
        size=6.3,
    )
    found = {result.analyte: [m.qualifier for m in result.measurements] for result in read_results(document_of(page))[0]}
    kinds = [f"Aspergillus {kind}" for kind in ("flavus", "fumigatus", "niger", "terreus")]
    assert sorted(found) == sorted(["Aflatoxin G1", "Total Aflatoxins", "Salmonella spp.", "Sand, soil", "Mold", *kinds])
    assert all(said == ["nd"] for said in found.values())


@pytest.mark.parametrize("panel", ["Elemental impurities", "Elemental contaminants", "Microbiology", "Residual solvents"])
def test_a_panel_of_which_a_summary_says_how_much_was_tested_is_no_row(panel: str) -> None:
    found = rows(
        *grid(
            100,
            (40, 200, 420),
            ("Test", "Key result", "Conclusion"),
            ("Mitragynine", "2.61 mg/mL", "Complies"),
            (panel, "4 of them, 3 with limits", "Complies"),
            ("Appearance", "Brown liquid", "Complies"),
        )
    )
    assert list(found) == ["Mitragynine", "Appearance"]
