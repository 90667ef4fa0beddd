"""Compare: what labels say against what laboratories measured, every mark and number with its evidence."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from dashboards import address, comparison, head_to_head, links, ranks, reports, scope, session
from dashboards.components import interval_plot
from dashboards.components.empty import empty, note
from dashboards.components.markup import Html, join, link, tag, text
from dashboards.components.pager import page_asked, pager
from dashboards.components.result_table import table
from dashboards.components.source import GRADES
from dashboards.glossary import term
from dashboards.session import ProductName
from dashboards.words import analyte_name, words
from registry.assessment.label import TOTAL_ALKALOIDS, LabelComparison
from registry.assessment.methods import decided_by_method
from registry.assessment.ranking import Ranking
from registry.assessment.tolerance import TOLERANCES, Tolerance
from registry.model.certificate import AcquisitionKind
from registry.model.product import Form
from registry.model.units import CANONICAL, Basis
from registry.services import Filters, Grade

ANALYTES: Final = ("mitragynine", "7oh", "total_mitragyna_alkaloids", "mitragynine_pseudoindoxyl")
NARROWING: Final = ("brand", "product", "laboratory", "form", "kind", "grade", "since", "until")
QUESTION: Final = ("analyte", "tolerance", "basis", *NARROWING)
"""What the address says of the question; the number of a page is no part of it."""
SHOWN: Final = 25
"""Marks in the charts and rows in the tables of one page."""


@st.cache_resource(max_entries=30, show_spinner="Comparing …")  # read by all sessions, changed by none
def _compare(token: str, analyte: str, filters: Filters, tolerance: str) -> LabelComparison:
    del token
    answer: LabelComparison = session.registry().compare(analyte, filters, tolerance=tolerance)
    return answer


@st.cache_resource(max_entries=30, show_spinner="Ranking …")
def _ranked(token: str, analyte: str, filters: Filters, tolerance: str) -> Ranking:
    ranking: Ranking = session.registry().rank(_compare(token, analyte, filters, tolerance))
    return ranking


@st.cache_resource(max_entries=20, show_spinner=False)
def _claims(token: str, filters: Filters) -> pd.DataFrame:
    del token
    return session.registry().claims_frame(filters)


def show() -> None:
    specimen, token = session.show_specimens(), session.token()
    st.title("Labelled against measured", anchor=False)
    st.html(
        note(
            "Published certificates are a chosen sample: whoever published them chose which to show. "
            "A figure here says what these samples held, not what a pack in a shop holds."
        )
    )
    measured = scope.analytes(token, specimen=specimen)
    if not measured:
        ways = (("Upload certificates", "upload"), ("Look at invented specimens", links.address("compare", specimen=True)))
        st.html(empty("Nothing to compare yet", "No published certificate in this set reports an alkaloid.", links=ways))
        return
    claimed = {} if scope.is_large(measured) else _claimed(token, specimen=specimen)
    products = scope.measured_products(specimen=specimen, brands=address.values("brand"))
    analyte, tolerance, asked = _controls(measured, claimed, products, specimen=specimen)
    if pair := head_to_head.choose(products):
        head_to_head.show(pair, analyte, tolerance, specimen=specimen)
        return
    looked_at = scope.of(analyte, asked, address.value("part"))
    filters = looked_at.filters
    _part(looked_at, specimen=specimen)
    compared = _compare(token, analyte, filters, tolerance.key)
    results = session.results(token, filters.model_copy(update={"analytes": (analyte,)}))
    _labelled(compared, results, analyte, tolerance, claimed, specimen=specimen)
    _brands(token, compared, analyte, filters, tolerance)
    _measured(results, analyte, specimen=specimen)
    of_claims = Filters(specimen=specimen) if looked_at.whole else Filters(specimen=specimen, products=filters.products)
    _refused(_claims(token, of_claims), compared, analyte, claimed, specimen=specimen)
    reports.offer(analyte, asked, tolerance.key)
    with st.expander("How these figures were made"):
        st.html(tag("div", tag("ul", join([tag("li", sentence) for sentence in compared.method])), class_="kr"))


def _part(looked_at: scope.Scope, *, specimen: bool) -> None:
    """Where there is more than one page can hold: which part this is, and the way to the rest."""
    if looked_at.whole:
        return
    said = (
        f"{looked_at.results} results of {looked_at.products} products answer this. A page compares {scope.AT_ONCE} products, "
        "those with most results first, and its figures and places are theirs alone. Narrow down to see others; the report holds all."
    )
    st.html(note(said))
    kept = {**_asked(), "part": []}
    st.html(pager(looked_at.products, looked_at.page, scope.AT_ONCE, "products", "compare", kept, name="part", specimen=specimen))


def _claimed(token: str, *, specimen: bool) -> dict[str, LabelComparison]:
    """A comparison for each analyte that some label of the set names."""
    base = Filters(specimen=specimen)
    named = {TOTAL_ALKALOIDS if a == "total_alkaloids" else str(a) for a in _claims(token, base)["analyte_key"].unique() if a}
    return {analyte: _compare(token, analyte, base, next(iter(TOLERANCES))) for analyte in sorted(named - {"not_specified"})}


def _controls(
    measured: dict[str, int], claimed: dict[str, LabelComparison], products: dict[str, ProductName], *, specimen: bool
) -> tuple[str, Tolerance, Filters]:
    analytes = [a for a in ANALYTES if a in measured] + [a for a in measured if a not in ANALYTES]
    compared = {analyte: len(answer.lots) for analyte, answer in claimed.items()}
    analytes.sort(key=lambda a: -compared.get(a, 0))
    one, two = st.columns(2)
    with one:
        analyte = address.select(
            "Analyte", "analyte", analytes or list(ANALYTES), format_func=lambda a: f"{analyte_name(a)} ({measured.get(a, 0)} results)"
        )
    with two:
        tolerance = address.select("Tolerance", "tolerance", list(TOLERANCES), format_func=lambda key: TOLERANCES[key].name)
    return analyte, TOLERANCES[tolerance], _filters(products, specimen=specimen)


@st.cache_data(max_entries=8, show_spinner=False)
def _houses_and_brands(token: str, *, specimen: bool) -> tuple[list[str], dict[str, str]]:
    del token
    facets = session.registry().search("", Filters(specimen=specimen), size=1).facets
    return sorted(choice.value for choice in facets["laboratory"]), {choice.value: choice.label for choice in facets["brand"]}


def _filters(products: dict[str, ProductName], *, specimen: bool) -> Filters:
    """What the reader narrows to."""
    laboratories, brands = _houses_and_brands(session.token(), specimen=specimen)
    with st.expander("Narrow down", expanded=any(address.values(name) for name in NARROWING)):
        one, two, three = st.columns(3)
        with one:
            chosen = address.several("Brand", "brand", sorted(brands), format_func=brands.__getitem__, placeholder="All")
            forms = address.several("Form", "form", [f.value for f in Form], format_func=words, placeholder="All")
        with two:
            pair = address.several("Product", "product", list(products), format_func=lambda key: products[key].name, placeholder="All")
            kinds = address.several(
                "Origin of the sample", "kind", [k.value for k in AcquisitionKind], format_func=words, placeholder="All"
            )
        with three:
            houses = address.several("Laboratory", "laboratory", laboratories, placeholder="All")
            grades = address.several("Evidence", "grade", [g.value for g in Grade], format_func=_graded, placeholder="All")
            since = address.day("Reports issued since", "since", None)
            until = address.day("Reports issued until", "until", None)
    return Filters(
        specimen=specimen,
        brands=chosen,
        products=pair,
        laboratories=houses,
        forms=tuple(Form(f) for f in forms),
        acquisitions=tuple(AcquisitionKind(k) for k in kinds),
        grades=tuple(Grade(g) for g in grades),
        reported_from=since,
        reported_to=until,
    )


def _graded(grade: str) -> str:
    return f"Grade {grade}: {GRADES[grade]}" if grade in GRADES else "The report itself is on file"


def _labelled(
    compared: LabelComparison,
    results: pd.DataFrame,
    analyte: str,
    tolerance: Tolerance,
    claimed: dict[str, LabelComparison],
    *,
    specimen: bool,
) -> None:
    st.subheader(f"{analyte_name(analyte)}: label and measurement", anchor=False)
    lots = compared.lots
    if lots.empty:
        st.html(
            empty(
                "No label comparison for this choice",
                "A comparison needs a label claim with its basis and a measurement of the same product. See below what is missing.",
                links=_elsewhere(claimed, specimen=specimen),
            )
        )
        return
    st.html(tag("p", tolerance.sentence(), class_="kr kr-small kr-soft"))
    for sentence in decided_by_method(lots):
        st.html(note(sentence))
    ordered = comparison.in_order(lots)
    page = page_asked(address.value("page"), len(ordered), SHOWN)
    shown = ordered.iloc[(page - 1) * SHOWN : page * SHOWN]
    band = (100 * (tolerance.lower or 0.0), 100 * tolerance.upper if tolerance.upper is not None else float("inf"))
    for number, (kind, group) in enumerate(shown.groupby("acquisition", sort=True)):
        counted = f"{int((lots['acquisition'] == kind).sum())} of {len(lots)} measurements"
        st.html(tag("p", tag("strong", words(str(kind))), f": {counted}", class_="kr"))
        interval_plot.show(
            comparison.label_marks(group, results),
            "Measured, % of what the label says",
            f"{analyte_name(analyte)} as percent of the label claim, {words(str(kind))}; the table below holds the same numbers.",
            band=band,
            band_words=f"tolerance: {tolerance.name}",
            with_key=number == 0,
        )
    marked = "A mark leads to its value on the certificate; so does the last column. "
    caption = marked + "Bases are crossed by masses and counts that certificate or label states."
    st.html(table(comparison.LABEL_COLUMNS, comparison.label_rows(shown), "Labelled against measured", caption, dense=True))
    st.html(pager(len(lots), page, SHOWN, "measurements", "compare", _asked(), specimen=specimen))
    _figures(compared)
    versions = len(compared.history) - len(lots)
    if versions > 0:
        with st.expander(f"The labels were changed: {versions} more pairings with other versions of the claim, not counted again"):
            st.html(
                table(
                    comparison.LABEL_COLUMNS,
                    comparison.label_rows(compared.history),
                    "Every version of the claims",
                    comparison.part_of(len(compared.history)).strip(),
                )
            )


def _elsewhere(claimed: dict[str, LabelComparison], *, specimen: bool) -> tuple[tuple[str, str], ...]:
    """The analytes that do have comparisons."""
    found = {analyte: len(answer.lots) for analyte, answer in claimed.items() if len(answer.lots)}
    return tuple(
        (f"{analyte_name(analyte)}: {count} to see", links.address("compare", analyte=analyte, specimen=specimen))
        for analyte, count in found.items()
    )


def _asked() -> dict[str, list[str]]:
    """The question as the address has it."""
    return {name: address.values(name) for name in QUESTION}


def _brands(token: str, compared: LabelComparison, analyte: str, filters: Filters, tolerance: Tolerance) -> None:
    """Brands beside each other by how near their lots come to the label. What a brand has most of is no place in this."""
    if compared.lots["brand_key"].nunique() < 2:
        return
    st.subheader("Brands beside each other", anchor=False)
    ranking = _ranked(token, analyte, filters, tolerance.key)
    nearest = "By how near the lots of a brand come to what their labels say, nearest first: "
    st.html(tag("p", nearest, term("pooled"), " and ", term("place"), f". {ranks.MINIMUM}", class_="kr"))
    for kind in ranking.groups["acquisition"]:
        brands = ranks.in_one_group(ranking, str(kind))
        st.html(ranks.summary(ranking, str(kind)))
        marks = ranks.marks(brands.head(SHOWN))
        if marks:
            told = f"Pooled estimate of {len(marks)} brands with 95 % intervals, in percent of the claim; the table below holds the same."
            interval_plot.show(marks, "Pooled estimate, % of what the label says (line: 95 % interval)", told, with_key=False)
        part = f" The first {SHOWN} of {len(brands)} brands; narrow down to see others." if len(brands) > SHOWN else ""
        st.html(table(ranks.COLUMNS, ranks.rows(brands.head(SHOWN)), f"Brands, {words(str(kind))}", (ranks.METHOD + part)))
    with st.expander("How places are found"):
        st.html(tag("div", tag("ul", join([tag("li", s) for s in (*ranking.method, *ranks.gaps(ranking))])), class_="kr"))


def _figures(compared: LabelComparison) -> None:
    """Over the lots of each product: how sure the mean is, and what the next lot may hold. No ranking by a bare mean."""
    if (compared.products["lots"] > 1).any():
        st.html(tag("p", tag("strong", "Over the lots of each product"), class_="kr"))
        few = "A mean over few lots says little: read its "
        note_below = join(
            [
                text(few),
                term("interval"),
                text(". A product known from one lot has none. See also "),
                term("next-lot"),
                text(" and "),
                term("supported-label"),
                text("."),
            ]
        )
        st.html(
            table(
                comparison.FIGURE_COLUMNS,
                comparison.figure_rows(compared.products),
                "Figures by product",
                join([note_below, text(comparison.part_of(len(compared.products)))]),
            )
        )


def _measured(results: pd.DataFrame, analyte: str, *, specimen: bool) -> None:
    st.subheader(f"{analyte_name(analyte)}: measured in named products", anchor=False)
    found = comparison.bases(results)
    if not found:
        st.html(tag("p", "No single result of a named product for this choice.", class_="kr"))
        return
    basis = address.segments("Counted", "basis", found, format_func=words)
    singles = comparison.singles(results)
    chosen = comparison.highest_first(singles[singles["basis"] == basis])
    page = page_asked(address.value("measured"), len(chosen), SHOWN)
    shown = chosen.iloc[(page - 1) * SHOWN : page * SHOWN]
    unit = CANONICAL[Basis(basis)]
    for number, (kind, group) in enumerate(shown.groupby("acquisition", sort=True)):
        st.html(tag("p", tag("strong", words(str(kind))), f": {int((chosen['acquisition'] == kind).sum())} results", class_="kr"))
        told = f"{analyte_name(analyte)} in {len(group)} results, {words(str(kind))}, in {unit}; the table below holds the same numbers."
        interval_plot.show(comparison.measured_marks(group), f"{analyte_name(analyte)}, {unit}", told, with_key=number == 0)
    with st.expander(f"The same {len(shown)} numbers as a table", expanded=len(shown) <= 12):
        st.html(table(comparison.MEASURED_COLUMNS, comparison.measured_rows(shown), "Measured potency", dense=True))
    st.html(pager(len(chosen), page, SHOWN, "results", "compare", _asked(), name="measured", specimen=specimen))
    left_out = len(results) - len(singles)
    if left_out:
        st.html(
            tag(
                "p",
                f"{left_out} more results are means, ranges or unnamed samples; they belong to no product and are not drawn.",
                class_="kr kr-small kr-soft",
            )
        )


def _refused(claims: pd.DataFrame, compared: LabelComparison, analyte: str, claimed: dict[str, LabelComparison], *, specimen: bool) -> None:
    st.subheader("What cannot be compared, and why", anchor=False)
    met, reasons = comparison.claims_refused(claims, claimed or {analyte: compared})
    kind = "invented" if specimen else "published"
    st.html(tag("p", f"{len(claims) - met} of the {len(claims)} {kind} label claims cannot be compared:", class_="kr"))
    st.html(comparison.counted(reasons))
    measurements = comparison.measurements_refused(compared)
    if measurements:
        st.html(tag("p", f"Measurements of {analyte_name(analyte)} that meet no claim:", class_="kr"))
        st.html(comparison.counted(measurements))
    st.html(tag("p", join([Html("Know a label? "), link("Add it with its certificate", "upload"), Html(".")]), class_="kr kr-small"))
