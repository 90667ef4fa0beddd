"""Sheets without tables: cards side by side, a figure in large print beside a list."""

from __future__ import annotations

from decimal import Decimal

import pytest

from registry.model.certificate import Result
from registry.reading.document import Document, Page
from registry.reading.rows.results import read_results
from tests.reading.pages import document_of, grid, page_of, words_at
from tests.reading.told import bound, rows


def facts(result: Result) -> tuple[str, str | None, str | None, str | None]:
    """What is printed of a row: its figure, unit, limit and verdict."""
    (m,) = result.measurements
    figure = str(m.value) if m.value is not None else m.qualifier
    return figure, m.unit, str(result.limit.value) if result.limit else None, result.status


def centred(y: float, *texts: str, size: float = 8.0) -> list[tuple[float, float, str, float]]:
    """One text in the middle of each card of a row."""
    return [(90 + 130 * n - 0.25 * size * len(text), y, text, size) for n, text in enumerate(texts) if text]


def sheet(*placed: tuple[float, float, str, float]) -> Document:
    return document_of(Page(1, 612.0, 792.0, tuple(w for x, y, text, size in placed for w in words_at(x, y, text, size=size))))


LEAD_TO_MERCURY = {
    "Lead": ("0.38", "ppm", "1.0", "pass"),
    "Arsenic": ("0.14", "ppm", "1.0", "pass"),
    "Cadmium": ("0.03", "ppm", "0.5", "pass"),
    "Mercury": ("nd", "ppm", "0.1", "pass"),
}
FIGURE = centred(110, "0.38", "0.14", "0.03", "ND", size=15)
UNIT = centred(122, "ppm", "ppm", "ppm", "ppm", size=7)


@pytest.mark.parametrize(
    ("cards", "read"),
    [
        (
            [
                *FIGURE, *UNIT, *centred(133, "Lead", "Arsenic", "Cadmium", "Mercury"),
                *centred(143, "limit 1.0", "limit 1.0", "limit 0.5", "limit 0.1", size=7), *centred(153, "PASS", "PASS", "PASS", "PASS"),
            ],
            LEAD_TO_MERCURY,
        ),
        (
            [
                *centred(96, "Lead", "Arsenic", "Cadmium", "Mercury"), *FIGURE, *UNIT,
                *centred(132, "NMT 1.0", "NMT 1.0", "NMT 0.5", "NMT 0.1", size=7), *centred(142, "Pass", "Pass", "Pass", "Pass"),
            ],
            LEAD_TO_MERCURY,
        ),
        (
            [
                *centred(98, "✓ Pass", "✓ Pass", "✓ Pass", "✓ Pass"),
                *centred(112, "0.38 ppm", "0.14 ppm", "0.03 ppm", "ND", size=12), *centred(124, "Lead", "Arsenic", "Cadmium", "Mercury"),
                *centred(134, "Max. 1.0 ppm", "Max. 1.0 ppm", "Max. 0.5 ppm", "Max. 0.1 ppm", size=7),
            ],
            LEAD_TO_MERCURY | {"Mercury": ("nd", None, "0.1", "pass")},
        ),
        (
            [
                *centred(96, "Blei", "Arsen", "Cadmium", "Quecksilber"), *centred(110, "0,38", "0,14", "0,03", "n.n.", size=15),
                *centred(122, "mg/kg", "mg/kg", "mg/kg", "mg/kg", size=7),
                *centred(132, "Grenzwert 1,0", "Grenzwert 1,0", "Grenzwert 0,5", "Grenzwert 0,1", size=7),
                *centred(142, "entspricht", "entspricht", "entspricht", "entspricht"),
            ],
            {
                "Blei": ("0.38", "mg/kg", "1.0", "pass"), "Arsen": ("0.14", "mg/kg", "1.0", "pass"),
                "Cadmium": ("0.03", "mg/kg", "0.5", "pass"), "Quecksilber": ("nd", "mg/kg", "0.1", "pass"),
            },
        ),
    ],
    ids=["figure over name", "name over figure", "verdict first", "German"],
)  # fmt: skip
def test_each_card_is_one_row_with_its_limit_and_verdict(
    cards: list[tuple[float, float, str, float]], read: dict[str, tuple[str, str | None, str | None, str | None]]
) -> None:
    title = (50, 80, "Heavy metals" if "Lead" in read else "Schwermetalle", 12)
    assert {r.analyte: facts(r) for r in read_results(sheet(title, *cards))[0]} == read


PANELS = ("Cannabinoids", "Pesticides", "Solvents", "Heavy Metals", "Microbials", "Mycotoxins", "Water Activity", "Terpenes")


@pytest.mark.parametrize("gap", [12, 14, 18], ids="captions {} below".format)
@pytest.mark.parametrize(("badges", "pitch"), [(8, 64), (4, 135)], ids=["more badges than boxes", "boxes under badges"])
def test_boxes_under_a_strip_of_verdicts_are_read_by_their_own_captions(badges: int, pitch: int, gap: int) -> None:
    def strip(y: float, *texts: str, size: float, each: int = 135, first: int = 100) -> list[tuple[float, float, str, float]]:
        return [(first + each * n - 0.25 * size * len(text), y, text, size) for n, text in enumerate(texts)]

    names, verdicts = PANELS[:badges], ("Tested", *["Pass"] * (badges - 1))
    first = 70 if badges > 4 else 100
    read = read_results(
        sheet(
            *strip(100, *names, size=7, each=pitch, first=first), *strip(114, *verdicts, size=8, each=pitch, first=first),
            *strip(138, "0.021 %", "0.625 %", "28.8 mg/unit", "Pass", size=13),
            *strip(138 + gap, "Total THC", "Total CBD", "Total Cannabinoids", "Batch result", size=7.5),
        )
    )[0]  # fmt: skip
    assert {r.analyte: facts(r) for r in read} == {
        "Total THC": ("0.021", "%", None, None),
        "Total CBD": ("0.625", "%", None, None),
        "Total Cannabinoids": ("28.8", "mg/unit", None, None),
    }


@pytest.mark.parametrize("across", [(40, 230, 420), (40, 330)], ids=["three", "two"])
def test_chips_with_a_verdict_right_of_the_name_and_the_finding_under_it(across: tuple[float, ...]) -> None:
    names, findings = ("Salmonella", "E. coli", "Coliforms"), ("Not Detected", "Not Detected", "<10 CFU/g")
    first = {x: text for x, name in zip(across, names, strict=False) for x, text in ((x, name), (x + 120, "PASS"))}
    found = rows(page_of((80, {40: "Microbiology"}), (100, first), (112, dict(zip(across, findings, strict=False)))))
    assert {name: (r.measurements[0].qualifier, r.status) for name, r in found.items()} == {
        name: ("nd" if "Not" in finding else "lt", "pass") for _, name, finding in zip(across, names, findings, strict=False)
    }


def test_a_cards_line_may_state_several_bounds_and_a_criterion_in_words() -> None:
    found = rows(
        page_of(
            *grid(80, (40, 250, 360), ("Alkaloid", "Result (%)", "Result (mg/unit)"), ("Mitragynine", "0.612", "24.5")),
            (130, {40: "Heavy metals"}),
            (142, {40: "Lead", 170: "Mercury"}),
            (154, {40: "0.034 µg/g", 170: "ND µg/g"}),
            (164, {40: "Limit 0.5", 82: "LOQ", 98: "0.005", 170: "Limit", 194: "0.2", 212: "LOQ 0.003"}),
            (174, {40: "PASS", 170: "PASS"}),
            (190, {40: "Microbials"}),
            (202, {40: "Coliforms", 170: "Salmonella"}),
            (214, {40: "90 CFU/g", 170: "Not Detected"}),
            (224, {40: "Limit 1000", 170: "Limit Not Detected"}),
            (234, {40: "PASS", 170: "PASS"}),
            (262, {40: "Moisture", 170: "Water Activity"}),
            (274, {40: "8.2 %", 170: "0.51 aw"}),
            (284, {40: "Limit 12", 170: "Limit 0.65"}),
        )
    )
    assert {name: facts(r) for name, r in found.items() if name != "Mitragynine"} == {
        "Lead": ("0.034", "µg/g", "0.5", "pass"),
        "Mercury": ("nd", "µg/g", "0.2", "pass"),
        "Coliforms": ("90", "CFU/g", "1000", "pass"),
        "Salmonella": ("nd", None, None, "pass"),
        "Moisture": ("8.2", "%", "12", None),
        "Water Activity": ("0.51", "aw", "0.65", None),
    }
    assert [bound(found[name], "loq") for name in ("Lead", "Mercury")] == [("0.005", "µg/g"), ("0.003", "µg/g")]


ALKALOIDS = ("7-Hydroxymitragynine", "Mitragynine", "Speciogynine")
AMOUNTS = (("18.90 mg/tablet", "36.91 mg/g"), ("1.44 mg/tablet", "2.81 mg/g"), ("ND mg/tablet", "ND mg/g"))
CLAIMED = (("20 mg/tablet", "94.5"), ("1.5 mg/tablet", "96.0"), None)
LOQ = ("0.02", "mg/tablet")


def claim_lines(form: str) -> list[tuple[float, float, str, float]]:
    """A sheet of three cards, each with two figures, a bound, and what the label claims, set in one `form`."""
    out: list[tuple[float, float, str, float]] = []
    for n, (name, (large, small), claimed) in enumerate(zip(ALKALOIDS, AMOUNTS, CLAIMED, strict=True)):
        x, loq, (figure, unit) = 40 + 180 * n, "LOQ 0.02 mg/tablet", large.split(" ")
        claim, share = claimed or ("", "")
        beside = x + 90
        placed = {
            "claim at the right edge": [
                (x, 100, name, 8.5), (x, 117, figure, 15), (x + 38, 117, unit, 7.5), (x, 129, small, 8.5), (x, 138, loq, 6.8),
                *([(beside, 115.5, f"Label claim {claim}", 5), (beside, 123.5, f"{share} % of label claim", 5)] if claim else []),
            ],
            "one line under the other": [
                (x, 100, name, 8.5), (x, 117, figure, 15), (x, 126, unit, 7), (x, 135, small, 8), (x, 144, loq, 6.8),
                *([(x, 152, f"Label claim {claim}", 7), (x, 160, f"{share} % of label claim", 7)] if claim else []),
            ],
            "figure over name": [
                (x, 100, figure, 15), (x, 109, unit, 7), (x, 118, name, 7.5), (x, 127, small, 7), (x, 136, loq, 6.8),
                *([(x, 144, f"Label claim {claim}", 7), (x, 152, f"{share} % of label claim", 7)] if claim else []),
            ],
            "second figure in brackets": [
                (x, 100, name, 8.5), (x, 116, figure, 12), (x + 6 * len(figure) + 3, 116, f"{unit} ({small})", 7), (x, 126, loq, 6.8),
                *([(x, 134, f"Claim: {claim}", 5.5), (beside, 134, f"{share} % of label claim", 5.5)] if claim else []),
            ],
        }  # fmt: skip
        out += placed[form]
    return out


@pytest.mark.parametrize("form", ["claim at the right edge", "one line under the other", "figure over name", "second figure in brackets"])
def test_what_stands_within_a_cards_edges_is_the_cards_wherever_it_is_set(form: str) -> None:
    found = {r.analyte: r for r in read_results(sheet((40, 80, "Alkaloids", 10), *claim_lines(form)))[0]}
    assert list(found) == list(ALKALOIDS)
    for (large, small), claimed, row in zip(AMOUNTS, CLAIMED, found.values(), strict=True):
        shares = [f"{claimed[1]} % of label claim"] if claimed else []
        assert sorted(m.text for m in row.measurements) == sorted([large, small, *shares])
        assert bound(row, "loq") == LOQ
        assert bound(row, "label_claim") == (tuple(claimed[0].split(" ")) if claimed else None)


def test_a_verdict_at_the_right_edge_is_its_cards_on_whatever_line_it_stands() -> None:
    cards = [
        (x + dx, y, text, size)
        for x, name, figure, limit in ((40, "Lead", "0.044", "0.5"), (180, "Cadmium", "<0.010", "0.5"), (320, "Mercury", "ND", "0.3"))
        for dx, y, text, size in (
            (0, 100, name, 8.5), (0, 113.5, figure, 11.5), (40, 113.5, "ppm", 7),
            (100, 112, "PASS", 6.5), (0, 123, f"Limit {limit} ppm", 6.8),
        )
    ]  # fmt: skip
    germs = [
        (x + dx, y, text, size)
        for x, name, figure in (
            (40, "Yeast and Mold", "<10 CFU/g"),
            (180, "Salmonella", "Negative /25 g"),
            (320, "Listeria", "Negative /25 g"),
        )
        for dx, y, text, size in ((0, 170, name, 7.4), (0, 183, figure, 11.5), (0, 192.5, "Must be negative", 6.8), (60, 203, "FAIL", 6.5))
    ]
    found = {
        r.analyte: (r.measurements[0].text, bound(r, "limit"), r.status)
        for r in read_results(sheet((40, 80, "Heavy metals", 10), *cards, (40, 150, "Microbiology", 10), *germs))[0]
    }
    assert found == {
        "Lead": ("0.044 ppm", ("0.5", "ppm"), "pass"),
        "Cadmium": ("<0.010 ppm", ("0.5", "ppm"), "pass"),
        "Mercury": ("ND ppm", ("0.3", "ppm"), "pass"),
        "Yeast and Mold": ("<10 CFU/g", None, "fail"),
        "Salmonella": ("Negative /25 g", None, "fail"),
        "Listeria": ("Negative /25 g", None, "fail"),
    }


def test_a_name_may_end_on_its_cards_second_line_and_a_last_card_stand_alone() -> None:
    names = (("Mitragynine", "Pseudoindoxyl"), ("7-", "Hydroxymitragynine"), ("Paynantheine", ""))
    cards = [
        (40 + 130 * n, y, text, size)
        for n, (first, second) in enumerate(names)
        for y, text, size in (
            (100, first, 8), (109, second, 8), (126, f"0.2{n}", 12), (135, "mg/tablet", 7), (144, "LOQ 0.02 mg/tablet", 6.8),
        )
        if text
    ]  # fmt: skip
    last = [(40, 180, "Speciociliatine", 8), (40, 197, "ND", 12), (40, 206, "mg/tablet", 7), (40, 215, "LOQ 0.02 mg/tablet", 6.8)]
    found = {r.analyte: r for r in read_results(sheet((40, 80, "Alkaloids", 10), *cards, *last))[0]}
    assert {name: [m.text for m in r.measurements] for name, r in found.items()} == {
        "Mitragynine Pseudoindoxyl": ["0.20 mg/tablet"],
        "7-Hydroxymitragynine": ["0.21 mg/tablet"],
        "Paynantheine": ["0.22 mg/tablet"],
        "Speciociliatine": ["ND mg/tablet"],
    }
    assert {bound(r, "loq") for r in found.values()} == {LOQ}


def test_a_names_second_line_is_no_result_though_it_is_a_word_that_results_are_written_in() -> None:
    names = (("Total Plate Count", ""), ("Coliforms", ""), ("Bile-Tolerant Gram-", "Negative"), ("Salmonella", ""))
    figures = ("12,000", "<10", "140", "Negative")
    cards = [
        (40 + 130 * n, y, text, size)
        for n, ((first, second), figure) in enumerate(zip(names, figures, strict=True))
        for y, text, size in (
            (100, first, 8), (109, second, 8), (126, figure, 12), (135, "" if figure == "Negative" else "CFU/g", 7), (144, "PASS", 6.8),
        )
        if text
    ]  # fmt: skip
    found = {r.analyte: [m.text for m in r.measurements] for r in read_results(sheet((40, 80, "Microbiology", 10), *cards))[0]}
    assert found == {
        "Total Plate Count": ["12,000 CFU/g"],
        "Coliforms": ["<10 CFU/g"],
        "Bile-Tolerant Gram-Negative": ["140 CFU/g"],
        "Salmonella": ["Negative"],
    }


@pytest.mark.parametrize(
    "lines",
    [
        ((0, 110, "Result: {} ppm"), (0, 119, "Limit: 0.5 ppm"), (0, 128, "LOQ: 0.01 ppm"), (0, 137, "Status: PASS")),
        ((70, 100, "{} ppm"), (0, 110, "Limit 0.5 ppm"), (0, 119, "LOQ 0.01 ppm"), (90, 119, "PASS")),
    ],
    ids=["lines say what they hold", "figure beside the name"],
)
def test_cards_of_small_print_are_read_by_their_bounds_and_verdicts(lines: tuple[tuple[float, float, str], ...]) -> None:
    figures = {"Arsenic": "0.031", "Cadmium": "<0.010", "Lead": "ND"}
    cards = [
        (40 + 180 * n + dx, y, text.format(figure), 8.0)
        for n, (name, figure) in enumerate(figures.items())
        for dx, y, text in ((0, 100, name), *lines)
    ]
    found = {r.analyte: r for r in read_results(sheet((40, 80, "Heavy metals", 10), *cards))[0]}
    assert {name: (r.measurements[0].text, bound(r, "limit"), bound(r, "loq"), r.status) for name, r in found.items()} == {
        name: (f"{figure} ppm", ("0.5", "ppm"), ("0.01", "ppm"), "pass") for name, figure in figures.items()
    }


def test_a_card_of_a_name_that_nobody_knows_is_read_like_the_cards_beside_it() -> None:
    names = ("Mitragynine", "Mitragynone Q", "Paynantheine")
    cards = [
        (40 + 180 * n, y, text, size)
        for n, name in enumerate(names)
        for y, text, size in ((100, name, 8.5), (117, f"1.{n} mg/tablet", 15), (127, f"9{n} % of label claim", 7))
    ]
    found = {r.analyte: [m.text for m in r.measurements] for r in read_results(sheet((40, 80, "Alkaloids", 10), *cards))[0]}
    assert found == {name: [f"1.{n} mg/tablet", f"9{n} % of label claim"] for n, name in enumerate(names)}


def test_cards_beside_a_table_that_says_the_same_give_no_second_rows() -> None:
    cards = [
        (x, y, text, size)
        for x, name, figure, share in ((40, "Mitragynine", "1.44", "96.0"), (220, "7-Hydroxymitragynine", "18.90", "94.5"))
        for x, y, text, size in (
            (x, 100, name, 8.5), (x, 117, figure, 15), (x + 40, 117, "mg/tablet", 7), (x + 90, 124, f"{share} % of label claim", 5),
        )
    ]  # fmt: skip
    table = grid(
        160,
        (40, 200, 300, 400),
        ("Analyte", "mg/tablet", "mg/g", "% of label claim"),
        ("Mitragynine", "1.44", "2.81", "96.0"),
        ("7-Hydroxymitragynine", "18.90", "36.91", "94.5"),
    )
    listed = [(x, y, text, 8.0) for y, line in table for x, text in line.items()]
    found = read_results(sheet((40, 80, "Alkaloids", 10), *cards, *listed))[0]
    assert [(r.analyte, [m.text for m in r.measurements]) for r in found] == [
        ("Mitragynine", ["1.44", "2.81", "96.0"]),
        ("7-Hydroxymitragynine", ["18.90", "36.91", "94.5"]),
    ]


def test_cards_take_nothing_of_the_headings_of_the_table_under_them() -> None:
    cards = [
        (40 + 180 * n, y, text, size)
        for n, (name, figure) in enumerate((("Total THC", "22.38%"), ("Total CBD", "0.05%")))
        for y, text, size in ((100, name, 8), (116, figure, 13))
    ]
    table = grid(130, (40, 160, 240, 320), ("Analyte", "LOQ", "Mass", "Mass"), ("", "mg/g", "%", "mg/g"), ("THCa", "0.3", "25.1", "251"))
    listed = [(x, y, text, 8.0) for y, line in table for x, text in line.items()]
    found = {r.analyte: r for r in read_results(sheet((40, 80, "Cannabinoids", 10), *cards, *listed))[0]}
    assert {name: [(m.text, m.unit) for m in r.measurements] for name, r in found.items()} == {
        "THCa": [("25.1", "%"), ("251", "mg/g")],
        "Total THC": [("22.38%", "%")],
        "Total CBD": [("0.05%", "%")],
    }
    assert bound(found["THCa"], "loq") == ("0.3", "mg/g")


def test_cards_in_large_print_stand_beside_a_table_at_the_same_height() -> None:
    cards = [
        (40 + 130 * (n % 2), y + 60 * (n // 2), text, size)
        for n, (name, figure) in enumerate(
            (("Mitragynine", "1.44"), ("Speciogynine", "0.07"), ("Paynantheine", "ND"), ("Corynoxine", "0.2"))
        )
        for y, text, size in ((110, name, 8), (127, figure, 15), (137, "mg/tablet", 7))
    ]
    table = grid(
        110, (330, 420, 500), ("Metal", "Result (ppm)", "Limit (ppm)"), ("Lead", "0.05", "0.5"), ("Cadmium", "ND", "0.3"), pitch=17.0
    )
    listed = [(x, y, text, 8.0) for y, line in table for x, text in line.items()]
    titles = [(40, 90, "Alkaloids", 9), (330, 90, "Heavy metals", 9)]
    found = {r.analyte: (r.measurements[0].text, bound(r, "limit")) for r in read_results(sheet(*titles, *cards, *listed))[0]}
    assert found == {
        "Lead": ("0.05", ("0.5", "ppm")),
        "Cadmium": ("ND", ("0.3", "ppm")),
        "Mitragynine": ("1.44 mg/tablet", None),
        "Speciogynine": ("0.07 mg/tablet", None),
        "Paynantheine": ("ND mg/tablet", None),
        "Corynoxine": ("0.2 mg/tablet", None),
    }


def test_lines_that_say_what_they_hold_are_a_table_on_its_side_and_no_cards() -> None:
    found = rows(
        page_of(
            (80, {40: "Heavy metals"}),
            (100, {140: "Lead", 240: "Arsenic", 340: "Cadmium"}),
            (112, {40: "Result (ppm)", 140: "0.38", 240: "0.14", 340: "0.03"}),
            (124, {40: "Limit (ppm)", 140: "1.0", 240: "1.0", 340: "0.5"}),
            (136, {40: "Status", 140: "Pass", 240: "Pass", 340: "Fail"}),
        )
    )
    assert {name: facts(r) for name, r in found.items()} == {
        "Lead": ("0.38", "ppm", "1.0", "pass"),
        "Arsenic": ("0.14", "ppm", "1.0", "pass"),
        "Cadmium": ("0.03", "ppm", "0.5", "fail"),
    }


@pytest.mark.parametrize("level", [150.0, 153.5, 162.0])
def test_a_total_in_large_print_beside_a_list_belongs_to_its_own_label(level: float) -> None:
    names, shares = ("Mitragynine", "Speciogynine", "Paynantheine"), ("1.57 %", "0.22 %", "0.31 %")
    listed = [
        (x, 138 + 12 * n, text, 8.0)
        for n, pair in enumerate(zip(names, shares, strict=True))
        for x, text in ((40, pair[0]), (300, pair[1]))
    ]
    ring = [(460, level, "2.38 %", 15.0), (455, level + 12, "Total Alkaloids", 7.0)]
    found = {
        r.analyte: [m.value for m in r.measurements] for r in read_results(sheet((40, 110, "Alkaloid profile", 12.0), *listed, *ring))[0]
    }
    assert found == {
        "Mitragynine": [Decimal("1.57")],
        "Speciogynine": [Decimal("0.22")],
        "Paynantheine": [Decimal("0.31")],
        "Total Alkaloids": [Decimal("2.38")],
    }


@pytest.mark.parametrize(
    "line", ["Mitragynine per serving: 39.3 mg", "Mitragynine per capsule: 12.5 mg", "7-Hydroxymitragynine per tablet: 15.1 mg"]
)
def test_an_amount_per_serving_in_a_line_is_a_row(line: str) -> None:
    found = rows(page_of((80, {40: "Alkaloid profile"}), (100, {40: line})))
    assert [(name, str(r.measurements[0].value)) for name, r in found.items()] == [(line.split(":")[0], line.split(" ")[-2])]
