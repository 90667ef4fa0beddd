"""Cells that read like headings and are none: words that fill a column of rows, units under figures, verdicts under "Result"."""

from __future__ import annotations

from collections.abc import Sequence

from registry.reading.heading_roles import read_heading
from registry.reading.layout.cells import Cell
from registry.reading.layout.headings import Column, may_hold_headings
from registry.reading.panels import name_panel
from registry.reading.shapes import VALUE_SHAPES, Shape, cell_shape, verdict
from registry.reading.vocabulary import Role

TOO_NEAR = 0.8
"""In sizes: what lies nearer below a heading is no row of its own."""
OFTEN, SAME_PLACE = 3, 8.0
"""So many rows with one word at about one place (points) fill a column with it."""
_MEASURED = VALUE_SHAPES - {Shape.VERDICT, Shape.BLANK}
_NUMBERS = _MEASURED - {Shape.WORD}


def filling_columns(lines: Sequence[list[Cell]]) -> frozenset[int]:
    """Cells that fill a column of rows, however much they read like a heading: "Q" for "accredited" beside value after value."""
    spots: dict[tuple[str, int], list[tuple[int, Cell]]] = {}
    numbered: set[int] = set()
    for n, line in enumerate(lines):
        shapes = {cell_shape(c.text) for c in line}
        if not shapes.isdisjoint(_NUMBERS):
            numbered.add(n)
        measured = not shapes.isdisjoint(_MEASURED)
        judged = measured or Shape.VERDICT in shapes
        for cell in line:
            # "Meets" asks over a column and answers in it; "g" ends "ND in 1 g" on a line of its own beside a verdict
            if may_hold_headings(cell.text) and (
                measured or verdict(cell.text) is not None or (judged and cell_shape(cell.text) is Shape.UNIT)
            ):
                spots.setdefault((cell.text, round(cell.x0 / SAME_PLACE)), []).append((n, cell))
    often = [[entry for step in (-1, 0, 1) for entry in spots.get((text, at + step), ())] for text, at in spots]
    often = [held for held in often if len(held) >= OFTEN]
    places = {n for held in often for n, _ in held}
    # "Metals" before number after number is the panel of each row
    repeated = {id(cell) for held in often if sum(n in numbered for n, _ in held) >= OFTEN for n, cell in held if n in numbered}
    named = ((n, c) for n in places for c in lines[n] if id(c) not in repeated and cell_shape(c.text) not in VALUE_SHAPES)
    # "Total Aerobic Microbial Count" is a name with a heading's word in it
    headed = {n for n, cell in named if (h := read_heading(cell.text)).role is Role.NAME and (h.exact or name_panel(cell.text) is None)}
    filled = [held for held in often if sum(n not in headed for n, _ in held) >= OFTEN]
    return frozenset(id(cell) for held in filled for n, cell in held if n not in headed or _is_never_heading(cell, n, held))


def is_row_under_row(line: Sequence[Cell], above: Sequence[Cell]) -> bool:
    """Whether a line with a value sets each cell under one of a line with a value too: a row, whatever one of its words says.

    "Organoleptic   Characteristic   Conforms   Meets" stands under "Identity   Matches reference   Conforms   Meets".
    """
    if len(line) < GRID or len(line) != len(above) or not all(map(_in_one_column, line, above)):
        return False
    return any(cell_shape(c.text) in VALUE_SHAPES for c in above)


GRID = 4
"""So many cells under as many make no heading over a table beside a row of another."""
SAME_EDGE = 2.0
"""In points: cells of one column begin, end or have their middle no further apart."""


def _in_one_column(one: Cell, other: Cell) -> bool:
    return min(abs(one.x0 - other.x0), abs(one.x1 - other.x1), abs(one.middle - other.middle)) <= SAME_EDGE


UNDER_FIGURE = 1.8
"""In sizes: how far under its figure a unit stands in a gauge or a card."""


def units_of_figures(lines: Sequence[list[Cell]]) -> frozenset[int]:
    """Units that stand right under a figure each, and alone on their line: a gauge beside a table, whose headings are none of them."""
    out: set[int] = set()
    for n, line in enumerate(lines):
        if all(cell_shape(c.text) is Shape.UNIT for c in line):
            above = [c for other in lines[max(n - 2, 0) : n] for c in other if cell_shape(c.text) is Shape.NUMBER]
            if all(any(_stands_under(unit, figure) for figure in above) for unit in line):
                out |= {id(c) for c in line}
    return frozenset(out)


def _stands_under(unit: Cell, figure: Cell) -> bool:
    step = (unit.baseline - figure.baseline) / figure.size
    return TOO_NEAR < step < UNDER_FIGURE and abs(unit.middle - figure.middle) < unit.size


def _is_never_heading(cell: Cell, line: int, held: Sequence[tuple[int, Cell]]) -> bool:
    """Whether a cell that fills a column is part of it beside headings too: a unit, or a finding with others above and below it."""
    if cell_shape(cell.text) is Shape.WORD:
        return min(n for n, _ in held) < line < max(n for n, _ in held)
    return cell_shape(cell.text) is Shape.UNIT


def is_verdict_under_result(cell: Cell, headings: Sequence[Cell | Column]) -> bool:
    """Whether a cell is a verdict right under a heading of results, in the first row: "Description   Green powder   Meets"."""
    return verdict(cell.text) is not None and any(
        cell.overlap(h.x0, h.x1) > 0 and read_heading(h.text).role is Role.RESULT for h in headings
    )
