"""Headings that are times of one sample's life: "3 M", which looks like a number with a unit, or numbers under "Time (months)"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from registry.reading.layout.cells import Cell
from registry.reading.time_points import are_time_points, is_time_point, unit_of_times

LONGEST = 3
"""Digits of a time."""
BESIDE = 4.0
"""In sizes: how far beside the numbers a word over all of them may begin or end."""


def time_headings(line: Sequence[Cell], above: Sequence[Cell]) -> list[tuple[Cell, Cell]]:
    """The cells of a line of headings that are times, each with the heading that it is; `above` is the line over it.

    Numbers have the unit from the word over them: "3" under "Months" is "3 Months".
    """
    named = [(cell, cell) for cell in line if is_time_point(cell.text)]
    if are_time_points([heading.text for _, heading in named]):
        return named
    numbers = [cell for cell in line if len(cell.text) <= LONGEST and cell.text.isdigit()]
    units = [(cell, unit) for cell in above if (unit := unit_of_times(cell.text)) is not None] if numbers else []
    if len(units) == 1 and _stands_over(units[0][0], numbers):
        units *= len(numbers)
    if len(units) != len(numbers) or not all(_stands_over(cell, numbers) for cell, _ in units):
        return []
    named += [(cell, replace(cell, text=f"{cell.text} {unit}")) for cell, (_, unit) in zip(numbers, units, strict=True)]
    named.sort(key=lambda pair: pair[0].x0)
    return named if are_time_points([heading.text for _, heading in named]) else []


def _stands_over(cell: Cell, numbers: Sequence[Cell]) -> bool:
    """Whether a cell stands over the numbers, or over a part of them."""
    return numbers[0].x0 - BESIDE * cell.size < cell.x0 and cell.x1 < numbers[-1].x1 + BESIDE * cell.size
