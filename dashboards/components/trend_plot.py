"""Amounts over time: a mark for each dated result, a line for its uncertainty or down to zero for a bound, and what the label said then.

Drawn in markup and style like the interval plot; each mark is a link to its evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import quote

from dashboards.components import axis
from dashboards.components.interval_plot import standing
from dashboards.components.markup import Html, join, tag

_MOST_DAYS: Final = 5
"""Days that are written under the plot: as many as stand beside each other at 390 pixels."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One result on its day; `low` and `high` bound the amount."""

    day: date
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Point(Dot):
    """A result with the way to its evidence; the whisker is its printed uncertainty."""

    address: str
    said: str
    whisker: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What the label said from one day to another, in the unit of the axis."""

    since: date
    until: date
    amount: float


@dataclass(frozen=True, slots=True)
class _Days:
    """The days of the plot from its left end to its right."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """In percent of the width."""
        return 100 * (day - self.first).days / max(1, (self.last - self.first).days)

    def named(self) -> tuple[tuple[date, str], ...]:
        """A few days with their names: first days of months at even distances, or in a short stretch its two ends."""
        months = [date(year, month, 1) for year in range(self.first.year, self.last.year + 1) for month in range(1, 13)]
        within = [month for month in months if self.first <= month <= self.last]
        if len(within) < 2:
            return tuple((day, day.isoformat()) for day in (self.first, self.last))
        step = next((step for step in (1, 2, 3, 6, 12, 24, 60) if len(within) <= step * _MOST_DAYS), 120)
        even = [month for month in within if (month.year * 12 + month.month - 1) % step == 0]
        return tuple((month, f"{month:%b %Y}") for month in even)


def plot(points: Sequence[Point], claims: Sequence[Claim], title: str, alternative: str, others: Sequence[Dot] = ()) -> Html:
    """The plot; `title` names the amount with its unit, `alternative` says in a sentence what is shown. There is at least one result.

    `others` stand faintly behind the points, in one picture and without links, so that a page of a long table is seen among all of it.
    """
    ends = [e for p in points for e in (p.low, p.high, *(p.whisker or ()))] + [e for dot in others for e in (dot.low, dot.high)]
    top = axis.end(ends + [c.amount for c in claims], 1.1)
    first, last = (end(dot.day for dot in (*points, *others)) for end in (min, max))
    edge = timedelta(days=1 + (last - first).days // 40)  # so that no mark lies on the frame
    days = _Days(first - edge, last + edge)
    levels = [tag("span", tag("small", said), class_="kr-level", style=f"bottom:{place:.2f}%") for place, said in axis.ticks(top)]
    months = [tag("span", tag("small", said), class_="kr-month", style=f"left:{days.place(day):.2f}%") for day, said in days.named()]
    behind = [_faint(others, days, top)] if others else []
    ground = tag("div", join([*levels, *months, *(_claim(claim, days, top) for claim in claims), *behind]), aria_hidden="true")
    ordered = sorted(points, key=lambda point: point.day)  # the keyboard goes through time
    drawn = tag("div", ground, tag("ol", join([_point(point, days, top) for point in ordered])), class_="kr-trend-field")
    inside = tag("div", tag("p", title, class_="kr-plot-title"), drawn, class_="kr-trend", role="group", aria_label=alternative)
    return tag("div", inside, class_="kr")


def _claim(claim: Claim, days: _Days, top: float) -> Html:
    left, right = max(0.0, days.place(claim.since)), min(100.0, days.place(claim.until))
    return tag("i", style=f"left:{left:.2f}%;right:{100 - right:.2f}%;bottom:{axis.percent(claim.amount, top)}")


def _faint(dots: Sequence[Dot], days: _Days, top: float) -> Html:
    """All of them as the mask of one element: a dot for a number, a short stroke for a bound."""
    exact: list[str] = []
    bound: list[str] = []
    for dot in dots:
        _, y, _ = standing(dot.low, dot.high, None, top)
        x, down = days.place(dot.day), 100 - 100 * y / top
        (exact if dot.low == dot.high else bound).append(
            f"M{x:.1f} {down:.1f}h0" if dot.low == dot.high else f"M{x - 0.5:.1f} {down:.1f}h1"
        )
    strokes = ((exact, "7", "round"), (bound, "2.5", "butt"))
    paths = [
        f"<path d='{''.join(drawn)}' stroke-width='{width}' stroke-linecap='{end}' vector-effect='non-scaling-stroke'/>"
        for drawn, width, end in strokes
        if drawn
    ]
    opened = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 100' preserveAspectRatio='none' fill='none' stroke='#000'>"
    picture = quote(f"{opened}{''.join(paths)}</svg>", safe=" ='/:.,")
    return tag("span", class_="kr-faint", style=f'--kr-shape:url("data:image/svg+xml,{picture}")')


def _point(point: Point, days: _Days, top: float) -> Html:
    shape, y, line = standing(point.low, point.high, point.whisker, top)
    places = [f"--x:{days.place(point.day):.2f}%", f"--y:{axis.percent(y, top)}"]
    if line is not None:
        places.append(f"--from:{axis.percent(line[0], top)};--to:calc(100% - {axis.percent(line[1], top)})")
    names = ["kr-at", f"kr-at-{shape}", *(["kr-line"] if line else [])]
    way = tag("a", href=point.address, target="_self", title=point.said, aria_label=point.said)
    return tag("li", way, class_=" ".join(names), style=";".join(places))
