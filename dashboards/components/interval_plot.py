"""Amounts as intervals on one axis: filled marks for numbers, open marks with an arrow for bounds, the claim and its tolerance behind.

A name stands on the line of its mark where there is room beside the axis, and over it where there is not, each row on a ground of
its own: what belongs together can be seen at 390 pixels as at 1280. A mark leads to its evidence.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.components.markup import Html, join, tag

ROW_HEIGHT: Final = 36
AXIS_HEIGHT: Final = 60
ROOMY: Final = "width > 620"
"""Where names fit beside the axis; an expression of the chart, which alone knows how wide it is."""
GUTTER: Final = f"{ROOMY} ? min(width * 0.42, 380) : 2"
"""The pixels kept free for names, left of the axis."""
SHAPES: Final[dict[str, dict[str, Any]]] = {
    "number": {"shape": "circle", "size": 110, "filled": True},
    "below": {"shape": "triangle-left", "size": 120, "filled": False, "strokeWidth": 2},
    "above": {"shape": "triangle-right", "size": 120, "filled": False, "strokeWidth": 2},
    "range": {"shape": "diamond", "size": 90, "filled": False, "strokeWidth": 2},
}
"""How a mark looks, by what kind of statement the result is."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a plot; the same as in look.css."""

    ink: str
    soft: str
    line: str
    measured: str
    claim: str
    band: str
    ground: str


LIGHT: Final = Palette("#1b2426", "#566063", "#d5cfc2", "#0b5a54", "#865000", "#efe2c4", "#f3f0e9")
DARK: Final = Palette("#e9eeec", "#a9b5b5", "#354244", "#7fd6c3", "#e6b252", "#3a3018", "#1c2526")


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


_DROP: Final = alt.ExprRef(f"{ROOMY} ? 0 : 8")
"""How far a mark stands below the middle of its row, to leave its name the line above."""


def chart(marks: Sequence[Mark], title: str, palette: Palette, band: tuple[float, float] | None = None) -> alt.LayerChart:
    """The plot of `marks` from top to bottom. `title` names the axis with its unit; an infinite end of `band` runs to the edge."""
    top = _top(marks, band)
    rows = [_row(position, mark, top) for position, mark in enumerate(marks)]
    scale = alt.Scale(domain=[0, top], nice=False, range=[alt.ExprRef(GUTTER), alt.ExprRef("width - 12")])
    base = alt.Chart(pd.DataFrame(rows)).encode(
        y=alt.Y("place:Q", axis=None, scale=alt.Scale(domain=[0, len(rows)], reverse=True, nice=False)),
        href=alt.Href("address:N"),
        tooltip=[alt.Tooltip("said:N", title=" ")],
        description=alt.Description("said:N"),
    )
    x = alt.X("x:Q", title=title, scale=scale, axis=_axis(palette))
    across = alt.X("from:Q", title=title, scale=scale)
    layers: list[Any] = [
        base.transform_filter("datum.odd")
        .mark_rect(color=palette.ground, aria=False)
        .encode(x=alt.value(0), x2=alt.value("width"), y=alt.Y("upper:Q", axis=None), y2="lower:Q")
    ]
    if band is not None:
        edges = {"from": max(0.0, band[0]), "to": min(top, band[1]), "low": 0, "high": len(rows)}
        layers.append(
            alt.Chart(pd.DataFrame([edges]))
            .mark_rect(color=palette.band, opacity=0.85, aria=False)
            .encode(x=across, x2="to:Q", y=alt.Y("low:Q", axis=None), y2="high:Q")
        )
    layers += [
        base.mark_text(
            align="left", baseline="middle", dy=alt.ExprRef(f"{ROOMY} ? 0 : -{ROW_HEIGHT // 2 - 10}"), color=palette.ink, fontSize=13,
            limit=alt.ExprRef(f"{ROOMY} ? ({GUTTER}) - 14 : width - 6"), aria=False,
        ).encode(x=alt.value(4), text="label:N"),
        base.transform_filter("isValid(datum.from)").mark_rule(strokeWidth=2, color=palette.measured, aria=False, yOffset=_DROP).encode(
            x=across, x2="to:Q"
        ),
        base.transform_filter("isValid(datum.claimed)")
        .mark_tick(color=palette.claim, thickness=3, height=16, aria=False, yOffset=_DROP)
        .encode(x=alt.X("claimed:Q", title=title, scale=scale)),
        *(
            base.transform_filter(f"datum.shape == '{shape}'")
            .mark_point(color=palette.measured, opacity=1, yOffset=_DROP, cursor="pointer", **look)
            .encode(x=x)
            for shape, look in SHAPES.items()
            if any(row["shape"] == shape for row in rows)  # an empty layer would be a picture without a name
        ),
    ]  # fmt: skip
    plot: alt.LayerChart = (
        alt.layer(*layers)
        .properties(
            height=AXIS_HEIGHT + ROW_HEIGHT * len(rows), width="container", usermeta={"embedOptions": {"renderer": "svg", "actions": False}}
        )
        .configure_view(strokeWidth=0)
        .configure(background="transparent")
    )
    return plot


def _axis(palette: Palette) -> alt.Axis:
    return alt.Axis(
        orient="top", grid=True, gridColor=palette.line, gridDash=[2, 3], domain=False, tickColor=palette.line, labelColor=palette.soft,
        titleColor=palette.soft, titleAnchor="start", titleFontWeight="normal", labelFontSize=12, titleFontSize=13, tickCount=6,
    )  # fmt: skip


def _top(marks: Sequence[Mark], band: tuple[float, float] | None) -> float:
    """The end of the axis: a little beyond everything finite."""
    ends = [mark.high for mark in marks] + [mark.low for mark in marks] + [m.claimed for m in marks if m.claimed is not None]
    ends += [mark.whisker[1] for mark in marks if mark.whisker is not None]
    ends += list(band) if band is not None else []
    finite = [end for end in ends if math.isfinite(end)]
    return (max(finite, default=1.0) or 1.0) * 1.08


def _row(position: int, mark: Mark, top: float) -> dict[str, Any]:
    """One mark as plain values: infinities end at the edge of the axis, and a shape tells what kind of statement it is."""
    high = min(mark.high, top)
    if mark.exact:
        shape, x, line = "number", mark.low, mark.whisker
    elif math.isinf(mark.high):
        shape, x, line = "above", top * 0.985, (mark.low, top * 0.985)
    elif mark.low == 0:
        shape, x, line = "below", high, (0.0, high)
    else:
        shape, x, line = "range", (mark.low + high) / 2, (mark.low, high)
    return {
        "place": position + 0.5,
        "upper": position,
        "lower": position + 1,
        "odd": position % 2 == 1,
        "label": mark.label,
        "x": x,
        "shape": shape,
        "from": line[0] if line else None,
        "to": min(line[1], top) if line else None,
        "claimed": mark.claimed,
        "address": mark.address,
        "said": mark.said,
    }


def key(*, claims: bool, band: str = "") -> Html:
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
    """Draws the plot, under its key unless one stands above already.

    `alternative` says in a sentence what it shows; the same numbers stand in a table beside it.
    """
    palette = DARK if st.context.theme.type == "dark" else LIGHT
    if with_key:
        st.html(key(claims=band is not None, band=band_words))
    st.altair_chart(chart(marks, title, palette, band), theme="streamlit", alt=alternative)
