"""Two products head to head: what is known of each, side by side, and whether the evidence tells them apart."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboards import address, comparison, links, reports, scope, session
from dashboards.components import interval_plot
from dashboards.components.empty import note
from dashboards.components.folded import folded
from dashboards.components.markup import Child, Html, heading, join, link, stack, tag, text
from dashboards.components.measurement import amount, digits_of, issued, number, readable
from dashboards.components.result_table import Column, Row, table
from dashboards.components.source import kind_name
from dashboards.words import analyte_name, words
from registry.assessment.label import LabelComparison
from registry.assessment.records import records
from registry.assessment.tolerance import Tolerance
from registry.model.certificate import Panel
from registry.model.measurement import Qualifier
from registry.model.units import CANONICAL, Basis
from registry.services import Comparable, Filters

Pair = tuple[str, str]
MOST: Final = 30
"""Marks of one product in the chart."""
_PANELS: Final = [panel.value for panel in Panel]
"""What certificates report, in the order in which it is told."""


def choose(*, specimen: bool) -> Pair | None:
    """The two products that the address names, with the fields that change them; None while fewer than two are named."""
    first, second = address.value("a"), address.value("b")
    known = session.product_names(session.token(), specimen=specimen)
    both = first in known and second in known and first != second
    label = "Choose two other products" if both else "Two products head to head"
    if folded(label, "pair", opened=bool(first or second) and not both):
        first, second = _fields(specimen=specimen)
        both = first in known and second in known and first != second
    return (first, second) if both else None


def _fields(*, specimen: bool) -> Pair:
    """The two products as the fields have them, "" where none is chosen."""
    names = {key: name.full for key, name in scope.measured_products(specimen=specimen, brands=address.values("brand")).items()}
    left, right = st.columns(2)
    with left:
        first = address.select("One product", "a", ["", *names], format_func=lambda key: names.get(key, "Choose"))
    with right:
        second = address.select("Another product", "b", ["", *names], format_func=lambda key: names.get(key, "Choose"))
    if first and first == second:
        st.html(tag("p", "These are the same product. Choose another one.", class_="kr"))
    return first, second


@st.cache_resource(max_entries=10, show_spinner=False)
def _comparable(token: str, pair: Pair, analyte: str, *, specimen: bool) -> Comparable:
    del token
    frames: Comparable = session.registry().comparable(analyte, Filters(specimen=specimen, products=pair))
    return frames


@st.cache_resource(max_entries=30, show_spinner=False)
def _compared(token: str, pair: Pair, analyte: str, tolerance: str, *, specimen: bool) -> LabelComparison:
    among = _comparable(token, pair, analyte, specimen=specimen)
    answer: LabelComparison = session.registry().compare(
        analyte, Filters(specimen=specimen, products=pair), tolerance=tolerance, among=among
    )
    return answer


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a pair under every tolerance: their names, what stands between them, facts, and ranges of what both hold."""

    names: list[str]
    apart: str
    facts: tuple[Row, ...]
    ranges: tuple[Row, ...]


def _each(token: str, pair: Pair, *, specimen: bool) -> list[pd.DataFrame]:
    results = session.results(token, Filters(specimen=specimen, products=pair))
    return [results[results["product_key"] == key] for key in pair]


@st.cache_resource(max_entries=10, show_spinner=False)
def _known(token: str, pair: Pair, *, specimen: bool) -> _Known:
    each = _each(token, pair, specimen=specimen)
    names = [session.registry().product(key).name for key in pair]
    return _Known(names, told_apart(each, names), facts(each, pair, names, specimen=specimen), ranges(each))


def show(pair: Pair, analyte: str, tolerance: Tolerance, *, specimen: bool) -> None:
    """Facts, labels, measurements and ranges of the pair."""
    token = session.token()
    known = _known(token, pair, specimen=specimen)
    names = known.names
    columns = (Column(""), *(Column(name) for name in names))
    said = [
        heading(f"{names[0]} and {names[1]}"),
        note(known.apart) if known.apart else Html(""),
        table(columns, known.facts, "What is known of each"),
        heading(f"{analyte_name(analyte)}: label and measurement"),
    ]
    figures = _compared(token, pair, analyte, tolerance.key, specimen=specimen).products
    if figures.empty:
        said.append(tag("p", "No label of either can be compared with a measurement of this alkaloid.", class_="kr"))
    else:
        caption = f"{tolerance.sentence()} Mean and 95 % t interval over lots."
        said += [tag("p", standing(figures, pair, names), class_="kr"), *label_tables(figures, pair, names, caption)]
    said += [_measured(token, pair, analyte, specimen=specimen), heading("Everything measured in both")]
    if known.ranges:
        caption = "The lowest to the highest result, and how many. No mean stands for few results."
        said.append(table(columns, known.ranges, "Ranges of both", caption))
    else:
        said.append(tag("p", "No analyte was measured in both of them on one basis.", class_="kr"))
    said.append(tag("p", link("Leave the pair", links.address("compare", analyte=analyte, specimen=specimen)), class_="kr"))
    st.html(stack(said))
    reports.offer(analyte, Filters(specimen=specimen, products=pair), tolerance.key)


@st.cache_data(max_entries=30, show_spinner=False)
def _measured(token: str, pair: Pair, analyte: str, *, specimen: bool) -> Html:
    """A plot for each of the two over one axis, its rows named by lot and date; empty where they share no basis."""
    chosen = [comparison.singles(frame, analyte) for frame in _each(token, pair, specimen=specimen)]
    shared = [basis for basis in comparison.bases(chosen[0]) if basis in comparison.bases(chosen[1])]
    if not shared:
        return Html("")
    unit = CANONICAL[Basis(shared[0])]
    title = f"{analyte_name(analyte)}, {unit}"
    both = [comparison.dated_marks(comparison.highest_first(frame[frame["basis"] == shared[0]]).head(MOST)) for frame in chosen]
    said = [interval_plot.key(claims=False)]
    for name, marks in zip(_known(token, pair, specimen=specimen).names, both, strict=True):
        told = f"{len(marks)} results of {title} in {name}, the highest first; each is a row of its certificate."
        said.append(tag("p", tag("strong", name), class_="kr"))
        said.append(interval_plot.plot(marks, title, told, among=[*both[0], *both[1]]))
    return stack(said)


def told_apart(each: list[pd.DataFrame], names: list[str]) -> str:
    """What stands between the two besides the products: other laboratories, other kinds of evidence; "" where nothing does."""
    laboratories = [{str(name) for name in frame["laboratory"] if name} for frame in each]
    kinds = [{str(kind) for kind in frame["acquisition"]} for frame in each]
    said = []
    if all(laboratories) and not laboratories[0] & laboratories[1]:
        said.append(f"{names[0]} and {names[1]} were never tested by one laboratory: a difference may be the laboratory's.")
    if all(kinds) and not kinds[0] & kinds[1]:
        said.append("Their samples came to be tested in different ways, so nothing below sets one against the other fairly.")
    return " ".join(said)


def facts(each: list[pd.DataFrame], pair: Pair, names: Sequence[str], *, specimen: bool) -> tuple[Row, ...]:
    """Brand, form, how much evidence and of which kind, by whom, how new, and what was never tested for."""
    panels = sorted({str(panel) for frame in each for panel in frame["panel"]}, key=_PANELS.index)
    ways = [link(f"All of {name}", links.product(key, specimen=specimen)) for name, key in zip(names, pair, strict=True)]
    made: list[tuple[str, Sequence[Child]]] = [
        ("Brand", [_only(frame, "brand") for frame in each]),
        ("Form", [words(_only(frame, "form")) for frame in each]),
        ("Certificates", [str(frame["certificate_id"].nunique()) for frame in each]),
        ("Lots tested", [_lots(frame) for frame in each]),
        ("Samples", [", ".join(kind_name(k) for k in sorted(frame["acquisition"].unique())) or "none" for frame in each]),
        ("Laboratories", [", ".join(sorted({str(n) for n in frame["laboratory"] if n})) or "not named" for frame in each]),
        ("Newest report", [issued(frame["reported"].max()) for frame in each]),
        *((words(panel), [_tested(frame, panel) for frame in each]) for panel in panels),
        ("More", list(ways)),
    ]
    return tuple(Row((name, *cells)) for name, cells in made)


def _only(frame: pd.DataFrame, column: str) -> str:
    return str(frame[column].iloc[0]) if len(frame) else "not known"


def _lots(frame: pd.DataFrame) -> str:
    named = frame.loc[frame["lot"] != "", "lot"].nunique()
    unnamed = frame.loc[frame["lot"] == "", "certificate_id"].nunique()
    alone = "1 certificate" if unnamed == 1 else f"{unnamed} certificates"
    return f"{named}" + (f", and {alone} without a lot" if unnamed else "")


def _tested(frame: pd.DataFrame, panel: str) -> str:
    count = int((frame["panel"] == panel).sum())
    return _counted(count) if count else "never tested"


def label_tables(figures: pd.DataFrame, pair: Pair, names: list[str], caption: str) -> list[Html]:
    """For each kind of evidence the figures over the lots (comparison.FIGURE_COLUMNS), a column for each product that has any.

    A product without a figure of that kind is said to have none, instead of a column of dashes.
    """
    told: list[Html] = []
    titles = [column.title for column in comparison.FIGURE_COLUMNS[1:]]
    for kind, group in _by_kind(figures):
        known = {name: comparison.figure_row(group[key]).cells[1:] for key, name in zip(pair, names, strict=True) if key in group}
        columns = (Column(""), *map(Column, known))
        rows = [Row((title, *(cells[n] for cells in known.values())), group=kind_name(kind)) for n, title in enumerate(titles)]
        told.append(table(columns, rows, f"Share of the claim, {kind_name(kind)}", caption))
        told += [
            tag("p", f"{name}: no measurement of this kind can be held against its label, so there is no share to show.", class_="kr")
            for name in names
            if name not in known
        ]
    return told


def _by_kind(figures: pd.DataFrame) -> list[tuple[str, dict[str, Mapping[str, Any]]]]:
    """Each kind of evidence with its rows of figures by product."""
    kinds: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in records(figures):
        kinds.setdefault(str(row["acquisition"]), {}).setdefault(str(row["product_key"]), row)
    return sorted(kinds.items())


def standing(figures: pd.DataFrame, pair: Pair, names: list[str]) -> Html:
    """Whether the intervals of the two means lie apart, in a sentence for each kind of evidence in which both stand."""
    said = []
    for kind, group in _by_kind(figures):
        if all(key in group for key in pair):
            said.append(f"{kind_name(kind)}: {_apart([group[key] for key in pair], names)}")
    return join([text(sentence) for sentence in said], " ")


def _apart(both: Sequence[Mapping[str, Any]], names: list[str]) -> str:
    """Whether two rows of figures are told apart, or why that cannot be said."""
    without = [
        f"{name} has none ({'some of its lots are known only as a bound' if row['bounds'] else 'too few lots'})"
        for name, row in zip(names, both, strict=True)
        if not math.isfinite(float(row["interval_low"]))
    ]
    if without:
        return f"only intervals of the means could tell them apart, and {' and '.join(without)}."
    ends = [float(row[name]) for row in both for name in ("interval_low", "interval_high")]
    if ends[1] < ends[2] or ends[3] < ends[0]:
        higher = names[0] if ends[0] > ends[3] else names[1]
        return f"the 95 % intervals lie apart; {higher} holds more of what its label says."
    return "the 95 % intervals of the means overlap; this evidence does not tell them apart."


def ranges(each: list[pd.DataFrame]) -> tuple[Row, ...]:
    """For each analyte and basis measured in both: lowest and highest bound, or what tests of presence found, and how many results."""
    usable = [pd.concat([comparison.singles(named), _presences(named)]) for named in (frame[frame["analyte_key"] != ""] for frame in each)]
    grouped = [dict(iter(frame.groupby(["panel", "analyte_key", "basis"], sort=True))) for frame in usable]
    shared = [key for key in grouped[0] if key in grouped[1] and str(key[2]) in comparison.COUNTED]
    shared.sort(key=lambda key: _PANELS.index(str(key[0])))
    return tuple(
        Row((analyte_name(str(key[1])), *_said_of([g[key] for g in grouped], str(key[0]), str(key[2]))), group=words(str(key[0])))
        for key in shared
    )


_FOUND: Final = {Qualifier.ABSENT.value: "not detected", Qualifier.PRESENT.value: "detected"}


def _presences(results: pd.DataFrame) -> pd.DataFrame:
    """Results of tests that say whether an organism is there: they have no amount."""
    said = (results["basis"] == Basis.PRESENCE) & results["qualifier"].isin(list(_FOUND))
    return results[said & results["granularity"].fillna("").isin(comparison.SINGLE)].drop_duplicates(["certificate_id", "row"])


def _said_of(both: list[pd.DataFrame], panel: str, basis: str) -> list[str]:
    """What each of the two holds of one analyte, amounts in one unit."""
    if basis == Basis.PRESENCE:
        return [_outcomes(group) for group in both]
    ends = [float(end) for group in both for end in (*group["low"], *group["high"]) if math.isfinite(end)]
    highest = max(ends, default=0.0)
    _, told, unit = readable(0.0, highest, CANONICAL[Basis(basis)], traces=panel != Panel.POTENCY)
    return [_range(group, told / highest if highest else 1.0, unit) for group in both]


def _outcomes(group: pd.DataFrame) -> str:
    """What tests of presence found in which portion, and how often."""
    said = Counter(zip(group["qualifier"].astype(str), group["test_portion"].fillna("").astype(str), strict=True))
    told = [f"{_FOUND[found]}{f' in {portion}' if portion else ''} ({_counted(count)})" for (found, portion), count in sorted(said.items())]
    return ", and ".join(told)


def _range(group: pd.DataFrame, factor: float, unit: str) -> str:
    """The lowest to the highest result, and apart from them how many were not found and below which limit."""
    unfound = group[(group["low"] == 0) & (group["high"] > 0)]
    found = group.drop(unfound.index)
    said = [f"{_between(rows, factor, unit)} ({_counted(len(rows))})" for rows in (found, unfound) if len(rows)]
    return ", and ".join(said)


def _counted(count: int) -> str:
    return f"{count} results" if count > 1 else "1 result"


def _between(rows: pd.DataFrame, factor: float, unit: str) -> str:
    """From the lowest to the highest, each end with the digits of the result that it is; `factor` leads into `unit`."""
    lowest, highest = rows.iloc[int(rows["low"].to_numpy().argmin())], rows.iloc[int(rows["high"].to_numpy().argmax())]
    low, high = float(lowest["low"]) * factor, float(highest["high"]) * factor
    digits = [digits_of(str(row["text"]), end) for row, end in ((lowest, low), (highest, high))]
    if 0 < low < high < math.inf:
        return f"{number(low, digits[0])} – {number(high, digits[1])} {unit}".strip()
    said = amount(low, high, max(digits))
    return f"{said} {unit}".strip() if math.isfinite(high) or low > 0 else said
