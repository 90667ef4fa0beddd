"""Lists of panels and their verdicts, which stand before the results and are none."""

from __future__ import annotations

from registry.reading.layout.tables import Table
from registry.reading.panels import name_panel, title_panel
from registry.reading.rows.roles import ColumnRole
from registry.reading.rows.values import is_not_tested
from registry.reading.shapes import Shape, cell_shape, verdict, without_verdict
from registry.reading.vocabulary import BOUNDS, Role

_SUMMARY_SHAPES = frozenset({Shape.VERDICT, Shape.BLANK, Shape.DATE, Shape.TEXT})


_OF_AMOUNTS = BOUNDS | {Role.UNIT}


def _cites(table: Table, column: int) -> bool:
    """Whether a column of limits holds nothing but the names of what sets them: "Applicant's specification", "GB 2763"."""
    cells = [row.cells[column] for row in table.rows if column in row.cells]
    return table.columns[column].text != "" and all(cell_shape(c.text) in (Shape.TEXT, Shape.BLANK) for c in cells)


def is_summary(table: Table, roles: list[ColumnRole]) -> bool:
    """True for the list of panels and their verdicts on a first page; what stands aside, page numbers and days, does not count."""
    if any(c.heading and c.heading.heading.role in _OF_AMOUNTS and not _cites(table, i) for i, c in enumerate(table.columns)):
        return False
    names = [(row.name.text, [c for i, c in row.cells.items() if roles[i].role is not Role.ASIDE]) for row in table.rows if row.name]
    if len(names) == 1 and name_panel(names[0][0]) is not None:
        return False  # "Moisture  NT" under its own heading
    panels = sum(title_panel(name) is not None for name, _ in names)
    plain = all(
        cell_shape(c.text) in _SUMMARY_SHAPES or verdict(c.text) or is_not_tested(c.text) or without_verdict(c.text)[1]
        for _, cells in names
        for c in cells
    )
    return bool(names) and plain and panels >= 0.6 * len(names)
