"""Tables in two or three halves under one title, with its verdict at the far end, and what stands at the foot of the page."""

from __future__ import annotations

import pytest

from registry.model.certificate import Panel
from registry.reading.document import Page
from registry.reading.layout.cells import build_cells
from registry.reading.layout.headings import find_blocks
from tests.reading.pages import grid, page_of, words_at
from tests.reading.told import printed, rows

LEFT, RIGHT = (40.0, 150.0, 200.0, 250.0), (310.0, 420.0, 470.0, 530.0)
HEADINGS = ("Analyte", "LOD", "Result", "Limit")


def halves(top: float, left: list[tuple[str, ...]], right: list[tuple[str, ...]]) -> list[tuple[float, dict[float, str]]]:
    """The lines of two tables beside each other, their headings on one line."""
    both = [grid(top, columns, HEADINGS, *body) for columns, body in ((LEFT, left), (RIGHT, right))]
    return [*both[0], *both[1]]


PESTICIDES = halves(
    114,
    [("Abamectin", "0.02", "ND", "0.1"), ("Acephate", "0.03", "ND", "0.1")],
    [("Naled", "0.03", "ND", "0.1"), ("Oxamyl", "0.01", "0.2", "0.5")],
)


def test_the_verdict_at_the_end_of_a_bar_over_both_halves_is_no_heading_of_the_right_one() -> None:
    page = page_of((100, {40: "PES - Pesticides Analysis", 200: "Method SPC-3", 530: "PASS"}), *PESTICIDES)
    assert [sorted(c.text for c in block.cells) for block in find_blocks(build_cells(page))] == [sorted(HEADINGS)] * 2
    assert {name: row.panel for name, row in rows(page).items()} == dict.fromkeys(
        ("Abamectin", "Acephate", "Naled", "Oxamyl"), Panel.PESTICIDES
    )


@pytest.mark.parametrize("over", ["Pass", "Fail"])
def test_a_heading_of_two_lines_keeps_its_verdict(over: str) -> None:
    page = page_of((92, {260: over}), *grid(102, (40, 200, 260), ("Analyte", "Result (ppm)", "Limit"), ("Lead", "0.1", "0.5")))
    assert printed(rows(page)["Lead"]) == [("0.1", "ppm")]


def with_foot(page: Page, text: str, size: float) -> Page:
    return Page(page.number, page.width, page.height, (*page.words, *words_at(40, 750, text, size=size, index=90000)))


@pytest.mark.parametrize("size", [5.0, 8.0])
def test_a_legend_at_the_foot_of_every_page_titles_no_table_of_the_next(size: float) -> None:
    first = page_of(
        (100, {40: "Heavy Metals"}), *grid(114, LEFT, HEADINGS, ("Lead", "0.01", "0.02", "0.5"), ("Cadmium", "0.01", "ND", "0.5"))
    )
    second = page_of(*PESTICIDES, number=2)
    legend = "ULOQ Above the calibration range"
    assert "Oxamyl" in rows(with_foot(first, legend, size), with_foot(second, legend, size))


def test_a_legend_in_small_print_titles_no_table_of_the_next_page() -> None:
    first = page_of(
        (100, {40: "Heavy Metals"}), *grid(114, LEFT, HEADINGS, ("Lead", "0.01", "0.02", "0.5"), ("Cadmium", "0.01", "ND", "0.5"))
    )
    assert "Oxamyl" in rows(with_foot(first, "ULOQ Above the calibration range", 5), page_of(*PESTICIDES, number=2))


@pytest.mark.parametrize("heading", ["Analyte / Limit", "Parameter / Method", "Test / Unit"])
def test_names_with_something_else_in_their_heading_are_names(heading: str) -> None:
    lines = grid(
        100, (40, 250, 350), (heading, "Result", heading.split()[2]), ("Visible mold", "ND", ">1/4"), ("Sand, soil, dirt", "ND", "2")
    )
    assert [sorted(c.text for c in block.cells) for block in find_blocks(build_cells(page_of(*lines)))] == [
        sorted((heading, "Result", heading.split()[2]))
    ]
    assert {name: printed(row) for name, row in rows(page_of(*lines)).items()} == {
        "Visible mold": [("ND", None)],
        "Sand, soil, dirt": [("ND", None)],
    }
