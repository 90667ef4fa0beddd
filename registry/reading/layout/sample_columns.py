"""Columns that no known heading names: of results under the number or the name of a sample, of verdicts under a verdict's word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from registry.reading.head.fields import label_key, load_fields
from registry.reading.layout.cells import LINE_JITTER, Cell
from registry.reading.shapes import VALUE_SHAPES, Shape, cell_shape, verdict
from registry.reading.vocabulary import Role, read_heading

VALUES_REACH = 6
"""In sizes: how far under a heading the values stand that an unknown word over them heads."""
SAMPLE_REACH = 25
"""In sizes: how far the columns of samples lie apart, or behind the last known heading."""
LONGEST_NAME = 34
"""Characters of a sample's name over its column."""
_NAMING = frozenset({"sample_id", "product_name", "lot"})
"""Fields that tell one sample from another."""
_SAMPLE_NUMBER = re.compile(r"(?=(?:\D*\d){4})[\w./-]+")
_PART = re.compile(r"\d{5,}-\d{1,3}")
"""The number of an order and of a sample in it, which looks like a range."""


def heads_sample(text: str) -> bool:
    """True for the number that a laboratory gave a sample: four digits or more in one word, and no value."""
    shape = cell_shape(text)
    return _SAMPLE_NUMBER.fullmatch(text) is not None and (
        shape is Shape.TEXT or (shape is Shape.RANGE and _PART.fullmatch(text) is not None)
    )


def names_sample(headings: Sequence[Cell]) -> bool:
    """True for headings of names and units beside a sample's number: its results are headed by nothing else."""
    return {Role.NAME, Role.UNIT} <= {read_heading(c.text).role for c in headings} and any(heads_sample(c.text) for c in headings)


def over_columns(headings: Sequence[Cell], cells: Sequence[Cell], right: float) -> list[Cell]:
    """What stands on the line of the `headings`, before `right`, over a column of its own though no heading is known by its words.

    The sample's number or name behind them, over its results among the `cells`; a verdict's word ("Complies") over verdicts.
    """
    name = next((c for c in headings if read_heading(c.text).role is Role.NAME), None)
    if name is None:
        return []
    held = {id(c) for c in headings}
    level = [c for c in cells if name.x1 < c.x0 < right and abs(c.baseline - name.baseline) < LINE_JITTER * c.size and id(c) not in held]
    if not level:
        return []
    edge, bottom = max(c.x1 for c in headings), max(c.baseline for c in headings)
    level.sort(key=lambda c: c.x0)
    out: list[Cell] = []
    for cell in level:
        heads_own = verdict(cell.text) == "pass" and _over_verdicts(cell, bottom, name.size, cells)
        if cell.x0 > edge:
            shape = cell_shape(cell.text)
            plain = heads_own or shape in (Shape.TEXT, Shape.BLANK) or heads_sample(cell.text)
            if cell.x0 - edge > SAMPLE_REACH * name.size or not plain or len(cell.text) > LONGEST_NAME:
                break
            edge = cell.x1
            heads_own = heads_own or (shape is not Shape.BLANK and holds_values(cell, bottom, name.size, cells))
        if heads_own:
            out.append(cell)
    return out


def _over_verdicts(heading: Cell, bottom: float, size: float, cells: Sequence[Cell]) -> bool:
    """Whether what stands first under a cell, right below the headings that end at `bottom`, is a verdict.

    A verdict like those above and below it is one of a table beside the headings.
    """
    near = [c for c in cells if abs(c.baseline - bottom) < VALUES_REACH * size and c.overlap(heading.x0, heading.x1) > 0]
    below = [c for c in near if c.baseline > bottom and c is not heading]
    alike = [c.baseline > heading.baseline for c in near if c.text == heading.text and c is not heading]
    return bool(below) and verdict(min(below, key=lambda c: c.baseline).text) is not None and not (True in alike and False in alike)


def holds_values(heading: Cell, bottom: float, size: float, cells: Sequence[Cell]) -> bool:
    """True where values stand under a cell, right below the headings that end at `bottom`."""
    return any(
        0 < c.baseline - bottom < VALUES_REACH * size and c.overlap(heading.x0, heading.x1) > 0 and cell_shape(c.text) in VALUE_SHAPES
        for c in cells
    )


def naming_field(label: str, name: str = "") -> str | None:
    """What of a sample a label names, and "Sample" over a text without a digit: its product; None for any other text."""
    named = load_fields().labels.get(label_key(label))
    if named is None or named.field not in _NAMING:
        return None
    return "product_name" if named.field == "sample_id" and name and not any(c.isdigit() for c in name) else named.field
