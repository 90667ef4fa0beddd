"""Units of which recognition lost the first sign: "W/W" below "% W/W" in a column of a table."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Final

from registry.reading.layout.tables import Table

_SHARE: Final = re.compile(r"(?:^|(?<=\s))(?P<sign>[%µμ] ?)?(?P<rest>[^\W\d_]{1,2}/[^\W\d_]{1,2})$")
"""A unit of two letters at most on each side of its stroke, at the end of a cell; and the sign before it, which is no letter."""


def with_whole_units(table: Table) -> Table:
    """A table of a picture, in each column the sign before every unit that most of its cells print before that unit."""
    for n in range(len(table.columns)):
        held = [(row, cell, said) for row in table.rows if (cell := row.cells.get(n)) and (said := _SHARE.search(cell.text))]
        signs = Counter((said["rest"], said["sign"]) for _, _, said in held)
        for row, cell, said in held if len(signs) > 1 else ():
            sign, times = max(((sign, k) for (rest, sign), k in signs.items() if sign and rest == said["rest"]), default=("", 0))
            if not said["sign"] and times > signs[said["rest"], None]:
                row.cells[n] = replace(cell, text=f"{cell.text[: said.start()]}{sign}{said['rest']}")
    return table
