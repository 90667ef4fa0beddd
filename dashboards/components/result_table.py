"""A table that reads on paper, in a screen reader and at 390 pixels: real markup, headers with units, links in the cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dashboards.components.markup import Child, Html, join, tag

_PER_CENT: Final = re.compile(r"(?<=\d) %")
"""What a narrow header does not part from its number."""


@dataclass(frozen=True, slots=True)
class Column:
    """A header, and whether its cells hold numbers (then they stand right, digits under digits)."""

    title: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the first cell names it. `anchor` is its address on the page, `group` a heading over the rows that share it."""

    cells: tuple[Child, ...]
    anchor: str | None = None
    group: str = ""
    specimen: bool = False
    lit: bool = False


def table(columns: Sequence[Column], rows: Sequence[Row], name: str, caption: str | Html = "", *, dense: bool = False) -> Html:
    """The table under `name` (read aloud as its label), scrolling sideways by itself where the screen is narrow; `dense`: many columns."""
    heads = [tag("th", _PER_CENT.sub("\u00a0%", c.title), scope="col", class_="kr-right" if c.number else None) for c in columns]
    head = tag("thead", tag("tr", join(heads)))
    body: list[Html] = []
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            body.append(tag("tr", tag("th", group, colspan=str(len(columns)), scope="colgroup"), class_="kr-group"))
        body.append(_row(columns, row))
    inside = tag("table", tag("caption", caption) if caption else None, head, tag("tbody", join(body)))
    scroll = "kr-scroll kr-dense" if dense else "kr-scroll"
    return tag("div", tag("div", inside, class_=scroll, tabindex="0", role="region", aria_label=name), class_="kr")


def _row(columns: Sequence[Column], row: Row) -> Html:
    cells = [
        tag(
            "th" if i == 0 else "td",
            cell,
            scope="row" if i == 0 else None,
            class_=" ".join(c for c, on in (("kr-right kr-num", column.number), ("kr-none", cell == "–")) if on) or None,
            data_label=column.title if i else None,
        )
        for i, (column, cell) in enumerate(zip(columns, row.cells, strict=True))
    ]
    classes = " ".join(word for word, on in (("kr-specimen", row.specimen), ("kr-lit", row.lit)) if on)
    return tag("tr", join(cells), id=row.anchor, class_=classes or None)
