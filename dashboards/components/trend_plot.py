"""Amounts over time: a mark for each dated result, a line for its uncertainty or down to zero for a bound, and what the label said then."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.components.interval_plot import DARK, LIGHT, Palette

HEIGHT: Final = 300
SHAPES: Final[dict[str, dict[str, Any]]] = {
    "number": {"shape": "circle", "size": 90, "filled": True},
    "below": {"shape": "triangle-down", "size": 110, "filled": False, "strokeWidth": 2},
    "above": {"shape": "triangle-up", "size": 110, "filled": False, "strokeWidth": 2},
    "range": {"shape": "diamond", "size": 80, "filled": False, "strokeWidth": 2},
}
"""How a result looks, by what kind of statement it is: a bound points to where the amount lies."""


@dataclass(frozen=True, slots=True)
class Point:
    """One result on its day. `low` and `high` bound the amount, the whisker is its printed uncertainty, `address` its evidence."""

    day: date
    low: float
    high: float
    address: str
    said: str
    whisker: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What the label said from one day to another, in the unit of the axis."""

    since: date
    until: date
    amount: float


def chart(points: Sequence[Point], claims: Sequence[Claim], title: str, palette: Palette) -> alt.LayerChart:
    """The plot; `title` names the amount with its unit. There is at least one point."""
    ends = [e for p in points for e in (p.low, p.high, *(p.whisker or ())) if math.isfinite(e)] + [c.amount for c in claims]
    top = (max(ends, default=1.0) or 1.0) * 1.1
    rows = [_row(point, top) for point in points]
    scale = alt.Scale(domain=[0, top], nice=False)
    axis = alt.Axis(
        grid=True, gridColor=palette.line, gridDash=[2, 3], domain=False, tickColor=palette.line, labelColor=palette.soft,
        titleColor=palette.soft, titleFontWeight="normal", titleAngle=0, titleAlign="left", titleX=0, titleY=-14, tickCount=5,
    )  # fmt: skip
    days = alt.Axis(
        format="%b %Y",
        grid=False,
        labelColor=palette.soft,
        domainColor=palette.line,
        tickColor=palette.line,
        tickCount=5,
        labelOverlap=True,
    )
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=alt.X("day:T", title=None, axis=days),
        href=alt.Href("address:N"),
        tooltip=[alt.Tooltip("said:N", title=" ")],
        description=alt.Description("said:N"),
    )
    layers: list[Any] = []
    if claims:
        said = [{"since": str(c.since), "until": str(c.until), "amount": c.amount} for c in claims]
        layers.append(
            alt.Chart(pd.DataFrame(said))
            .mark_rule(color=palette.claim, strokeWidth=3, strokeDash=[7, 4], aria=False)
            .encode(
                x=alt.X("since:T", axis=days, title=None),
                x2="until:T",
                y=alt.Y("amount:Q", scale=scale),
                tooltip=alt.Tooltip("said:N", title=" "),
            )
        )
    layers += [
        base.transform_filter("isValid(datum.from)")
        .mark_rule(strokeWidth=2, color=palette.measured, aria=False)
        .encode(y=alt.Y("from:Q", title=title, scale=scale, axis=axis), y2="to:Q"),
        *(
            base.transform_filter(f"datum.shape == '{shape}'")
            .mark_point(color=palette.measured, opacity=1, cursor="pointer", **look)
            .encode(y=alt.Y("y:Q", title=title, scale=scale, axis=axis))
            for shape, look in SHAPES.items()
            if any(row["shape"] == shape for row in rows)  # an empty layer would be a picture without a name
        ),
    ]
    plot: alt.LayerChart = (
        alt.layer(*layers)
        .properties(height=HEIGHT, width="container", usermeta={"embedOptions": {"renderer": "svg", "actions": False}})
        .configure_view(strokeWidth=0)
        .configure(background="transparent")
    )
    return plot


def _row(point: Point, top: float) -> dict[str, Any]:
    high = min(point.high, top)
    line: tuple[float, float] | None
    if point.low == point.high:
        shape, y, line = "number", point.low, point.whisker
    elif math.isinf(point.high):
        shape, y, line = "above", top * 0.97, (point.low, top * 0.97)
    elif point.low == 0:
        shape, y, line = "below", high, (0.0, high)
    else:
        shape, y, line = "range", (point.low + high) / 2, (point.low, high)
    return {
        "day": str(point.day),
        "y": y,
        "shape": shape,
        "from": max(0.0, line[0]) if line else None,
        "to": min(line[1], top) if line else None,
        "address": point.address,
        "said": point.said,
    }


def show(points: Sequence[Point], claims: Sequence[Claim], title: str, alternative: str) -> None:
    """Draws the plot; `alternative` says in a sentence what it shows, the same numbers stand in a table beside it."""
    palette = DARK if st.context.theme.type == "dark" else LIGHT
    st.altair_chart(chart(points, claims, title, palette), theme="streamlit", alt=alternative)
