"""Amounts as intervals on one axis: filled marks for numbers, open marks with an arrow for bounds, the claim and its tolerance behind.

Drawn as a list in markup and style (look.css): a name stands on the line of its mark where there is room beside the axis, and over
it where there is not; each row is a link to its evidence that says in a sentence what it shows, to the keyboard and to whoever has
it read aloud. It takes no script, no picture and no palette of its own, so that a page of plots is there as fast as its words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboards.components import axis
from dashboards.components.markup import Html, join, tag


@dataclass(frozen=True, slots=True)
class Mark:
    """One measurement. `low` and `high` bound the amount (`high` infinite: nothing bounds it above).

    The whisker is its printed uncertainty. `claimed` is what the label says in the same unit, None where nothing is claimed.
    `address` is its evidence, `said` the sentence for a pointer.
    """

    label: str
    low: float
    high: float
    address: str
    said: str
    claimed: float | None = None
    whisker: tuple[float, float] | None = None

    @property
    def exact(self) -> bool:
        return self.low == self.high


def plot(
    marks: Sequence[Mark], title: str, alternative: str, band: tuple[float, float] | None = None, *, among: Sequence[Mark] = ()
) -> Html:
    """The plot of `marks` from top to bottom. `title` names the axis with its unit; an infinite end of `band` runs to the edge.

    `alternative` says in a sentence what it shows; the same numbers stand in a table beside it. `among` are the marks of all plots
    that share one axis with it.
    """
    top = axis.end(_ends(among or marks, band), 1.08)
    rows = tag("ol", join([_row(mark, top) for mark in marks]))
    drawn = tag("div", _ground(top, band), rows, class_="kr-plot-rows")
    return tag(
        "div",
        tag("div", tag("p", title, class_="kr-plot-title"), drawn, class_="kr-plot", role="group", aria_label=alternative),
        class_="kr",
    )


def _ends(marks: Sequence[Mark], band: tuple[float, float] | None) -> list[float]:
    ends = [end for mark in marks for end in (mark.low, mark.high, mark.claimed or 0.0, *(mark.whisker or ()))]
    return [*ends, *(band or ())]


def _ground(top: float, band: tuple[float, float] | None) -> Html:
    """What lies behind all rows: the round numbers of the axis with their lines, and the band."""
    parts = [tag("span", tag("small", said), style=f"left:{place:.2f}%") for place, said in axis.ticks(top)]
    if band is not None:
        edges = f"left:{axis.percent(band[0], top)};right:calc(100% - {axis.percent(min(band[1], top), top)})"
        parts.insert(0, tag("i", style=edges))
    return tag("div", join(parts), class_="kr-plot-ground", aria_hidden="true")


def _row(mark: Mark, top: float) -> Html:
    shape, x, line = standing(mark.low, mark.high, mark.whisker, top)
    places = [f"--x:{axis.percent(x, top)}"]
    if line is not None:
        start, end = (axis.percent(edge, top) for edge in line)
        places.append(f"--from:{start};--to:calc(100% - {end})")
    if mark.claimed is not None:
        places.append(f"--claim:{axis.percent(mark.claimed, top)}")
    names = ["kr-at", f"kr-at-{shape}", *(["kr-line"] if line else []), *(["kr-claimed"] if mark.claimed is not None else [])]
    drawn = tag("span", class_=" ".join(names), style=";".join(places))
    return tag("li", tag("a", tag("span", mark.label), drawn, href=mark.address, target="_self", title=mark.said, aria_label=mark.said))


def standing(low: float, high: float, whisker: tuple[float, float] | None, top: float) -> tuple[str, float, tuple[float, float] | None]:
    """How a statement is drawn on an axis that ends at `top`: its shape, where its mark stands, and from where to where its line runs."""
    if low == high:
        return "number", low, whisker
    if math.isinf(high):
        return "above", top * 0.985, (low, top * 0.985)
    if low == 0:
        return "below", high, (0.0, high)
    return "range", (low + high) / 2, (low, high)


def key(*, claims: bool, band: str = "", faint: str = "") -> Html:
    """What the marks mean, in words beside their shapes (drawn by look.css: markup on a page may not carry drawings)."""
    entries = [
        ("number", "measured (a line through it: the uncertainty the certificate prints)"),
        ("below", "not detected or below a limit: the amount lies somewhere from zero to the mark"),
        ("above", "no limit printed: nothing bounds it above"),
    ]
    if claims:
        entries.append(("claim", "what the label says"))
    if band:
        entries.append(("band", band))
    if faint:
        entries.append(("faint", faint))
    drawn = [tag("li", tag("span", class_=f"kr-mark kr-mark-{shape}", aria_hidden="true"), words) for shape, words in entries]
    return tag("ul", join(drawn), class_="kr kr-key")


def show(
    marks: Sequence[Mark],
    title: str,
    alternative: str,
    *,
    band: tuple[float, float] | None = None,
    band_words: str = "",
    with_key: bool = True,
) -> None:
    """Draws the plot, under its key unless one stands above already."""
    above = key(claims=band is not None, band=band_words) if with_key else Html("")
    st.html(join([above, plot(marks, title, alternative, band)]))
