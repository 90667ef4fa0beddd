"""What a section says of its table: units, limits of detection and bases, in titles, beside them, in notes and in remarks."""

from __future__ import annotations

import pytest

from registry.model.certificate import Result
from registry.reading.document import Page
from registry.reading.rows.results import read_results
from tests.reading.pages import document_of, grid, page_of, words_at


def rows(*pages: Page) -> dict[str, Result]:
    return {r.analyte: r for r in read_results(document_of(*pages))[0]}


def printed(result: Result) -> list[tuple[str, str | None]]:
    return [(m.text, m.unit) for m in result.measurements]


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
