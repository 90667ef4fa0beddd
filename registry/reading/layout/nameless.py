"""Tables of one row without a name: the title over it says what was tested ("Moisture" over "Result  Limit  Status")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from registry.reading.layout.cells import Cell
from registry.reading.layout.tables import Table
from registry.reading.shapes import Shape, cell_shape
from registry.reading.single_tests import is_single_test

TITLE_REACH = 3.2
"""In sizes of the title: how far over the headings it stands."""
_OF_WORK = re.compile(r"(?i)\s+(?:analysis|test(?:ing|s)?|results?)$")


def named_by_title(table: Table, cells: Sequence[Cell]) -> Table:
    """`table`; where it is one row without a name, with the title of a single test over it as that name."""
    if len(table.rows) != 1 or table.rows[0].name is not None:
        return table
    over = [c for c in cells if 0.5 * c.size < table.top - c.baseline < TITLE_REACH * c.size and c.overlap(table.x0 - c.size, table.x1) > 0]
    title = max((c for c in over if cell_shape(c.text) is not Shape.VERDICT), key=lambda c: (c.baseline, -c.x0), default=None)
    if title is not None and is_single_test(title.text):
        table.rows[0].name = replace(title, text=_OF_WORK.sub("", title.text))
    return table
