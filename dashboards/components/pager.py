"""The way through a long answer: what part of it is on show, and the pages before and after."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from dashboards import address
from dashboards.components.markup import Html, link, tag

MOST_PAGES: Final = 10**6
SHOWN: Final = 15
"""Rows on one page of a long table: each is a card on a telephone, and fifteen of them a long way to scroll."""


def page_asked(written: str, total: int, size: int) -> int:
    """The page that an address names, from 1; the nearest one there is where it names another, the first where it names none."""
    asked = int(written) if written.isascii() and written.isdigit() and len(written) < len(str(MOST_PAGES)) else 1
    return min(max(1, asked), max(1, math.ceil(total / size)))


def pager(total: int, page: int, size: int, what: str, *, name: str = "page", anchor: str = "", begins: Sequence[str] = ()) -> Html:
    """``26 to 50 of 312 certificates`` with links to the pages around; `name` is what the address calls the page, `anchor` a place on it.
    What it calls by the names in `begins` is at its first page again.
    """
    first, last = (page - 1) * size + 1, min(total, page * size)
    counted = f"{first} to {last} of {total} {what}" if total > size else f"{total} {what}"
    others = dict.fromkeys(begins)
    ways = [
        link(label, address.here(**{**others, name: None if number == 1 else number}) + (f"#{anchor}" if anchor else ""), rel=turn)
        for label, turn, number, on in (("Previous", "prev", page - 1, page > 1), ("Next", "next", page + 1, last < total))
        if on
    ]
    return tag("p", counted, *(part for way in ways for part in (" · ", way)), class_="kr kr-soft kr-small")
