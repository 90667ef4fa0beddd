"""Compare: what labels say against what laboratories measured, every mark and number with its evidence."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from dashboards import address, comparison, links, reports, session
from dashboards.components import interval_plot
from dashboards.components.empty import empty, note
from dashboards.components.markup import Html, join, link, tag
from dashboards.components.result_table import table
from dashboards.words import analyte_name, words
from registry.assessment.label import TOTAL_ALKALOIDS, LabelComparison
from registry.assessment.methods import decided_by_method
from registry.assessment.tolerance import TOLERANCES, Tolerance
from registry.model.certificate import AcquisitionKind, Panel
from registry.model.product import Form
from registry.model.units import CANONICAL, Basis
from registry.services import Filters

ANALYTES: Final = ("mitragynine", "7oh", "total_mitragyna_alkaloids", "mitragynine_pseudoindoxyl")
NARROWING: Final = ("brand", "product", "laboratory", "form", "kind", "since")
SHOWN: Final = 40
"""Marks in one chart."""


@st.cache_resource(max_entries=30, show_spinner="Comparing …")  # read by all sessions, changed by none
def _compare(token: str, analyte: str, filters: Filters, tolerance: str) -> LabelComparison:
    del token
    answer: LabelComparison = session.registry().compare(analyte, filters, tolerance=tolerance)
    return answer


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
    everything = session.results(token, Filters(specimen=specimen, panels=(Panel.POTENCY,)))
    if everything.empty:
        ways = (("Upload certificates", "upload"), ("Look at invented specimens", links.address("compare", specimen=True)))
        st.html(empty("Nothing to compare yet", "No published certificate in this set reports an alkaloid.", links=ways))
        return
    claimed = _claimed(token, specimen=specimen)
    analyte, tolerance, filters = _controls(everything, claimed, specimen=specimen)
    compared = _compare(token, analyte, filters, tolerance.key)
    results = session.results(token, filters.model_copy(update={"analytes": (analyte,)}))
    _labelled(compared, results, analyte, tolerance, claimed, specimen=specimen)
    _measured(results, analyte)
    _refused(token, compared, analyte, claimed, specimen=specimen)
    reports.offer(analyte, filters, tolerance.key)
    with st.expander("How these figures were made"):
        st.html(tag("div", tag("ul", join([tag("li", sentence) for sentence in compared.method])), class_="kr"))


def _claimed(token: str, *, specimen: bool) -> dict[str, LabelComparison]:
    """A comparison for each analyte that some label of the set names."""
    base = Filters(specimen=specimen)
    named = {TOTAL_ALKALOIDS if a == "total_alkaloids" else str(a) for a in _claims(token, base)["analyte_key"].unique() if a}
    return {analyte: _compare(token, analyte, base, next(iter(TOLERANCES))) for analyte in sorted(named - {"not_specified"})}


def _controls(everything: pd.DataFrame, claimed: dict[str, LabelComparison], *, specimen: bool) -> tuple[str, Tolerance, Filters]:
    measured = everything["analyte_key"].value_counts()
    analytes = [a for a in ANALYTES if a in measured.index] + [str(a) for a in measured.index if a and a not in ANALYTES]
    compared = {analyte: len(answer.lots) for analyte, answer in claimed.items()}
    analytes.sort(key=lambda a: -compared.get(a, 0))
    one, two = st.columns(2)
    with one:
        analyte = address.select(
            "Analyte", "analyte", analytes or list(ANALYTES), format_func=lambda a: f"{analyte_name(a)} ({measured.get(a, 0)} results)"
        )
    with two:
        tolerance = address.select("Tolerance", "tolerance", list(TOLERANCES), format_func=lambda key: TOLERANCES[key].name)
    return analyte, TOLERANCES[tolerance], _filters(everything, specimen=specimen)


def _filters(everything: pd.DataFrame, *, specimen: bool) -> Filters:
    """What the reader narrows to: two products stand head to head."""
    named = everything[everything["product_key"] != ""]
    brands = {str(key): str(name) for key, name in zip(named["brand_key"], named["brand"], strict=True)}
    products = {str(key): str(name) for key, name in zip(named["product_key"], named["product"], strict=True)}
    laboratories = sorted({str(name) for name in everything["laboratory"] if name})
    with st.expander("Narrow down", expanded=any(address.values(name) for name in NARROWING)):
        one, two, three = st.columns(3)
        with one:
            chosen = address.several("Brand", "brand", sorted(brands), format_func=brands.__getitem__, placeholder="All")
            forms = address.several("Form", "form", [f.value for f in Form], format_func=words, placeholder="All")
        with two:
            pair = address.several("Product", "product", sorted(products), format_func=products.__getitem__, placeholder="All")
            kinds = address.several(
                "Origin of the sample", "kind", [k.value for k in AcquisitionKind], format_func=words, placeholder="All"
            )
        with three:
            houses = address.several("Laboratory", "laboratory", laboratories, placeholder="All")
            since = address.day("Reports issued since", "since", None)
    return Filters(
        specimen=specimen,
        brands=chosen,
        products=pair,
        laboratories=houses,
        forms=tuple(Form(f) for f in forms),
        acquisitions=tuple(AcquisitionKind(k) for k in kinds),
        reported_from=since,
    )


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
    marks = comparison.label_marks(lots, results, SHOWN)
    band = (100 * (tolerance.lower or 0.0), 100 * tolerance.upper if tolerance.upper is not None else float("inf"))
    counted = f"{len(lots)} {'measurement' if len(lots) == 1 else 'measurements'} of {analyte_name(analyte)} as percent of the label claim"
    interval_plot.show(
        marks,
        "Measured, % of what the label says",
        f"{counted}; the table below holds the same numbers.",
        band=band,
        band_words=f"tolerance: {tolerance.name}",
    )
    st.html(
        table(
            comparison.LABEL_COLUMNS,
            comparison.label_rows(lots),
            "Labelled against measured",
            counted + "." + comparison.part_of(len(lots)),
        )
    )
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


def _figures(compared: LabelComparison) -> None:
    """Over the lots of each product: how sure the mean is, and what the next lot may hold. No ranking by a bare mean."""
    if (compared.products["lots"] > 1).any():
        st.html(tag("p", tag("strong", "Over the lots of each product"), class_="kr"))
        note_below = "A mean over few lots says little: read the interval. A product known from one lot has none."
        st.html(
            table(
                comparison.FIGURE_COLUMNS,
                comparison.figure_rows(compared.products),
                "Figures by product",
                note_below + comparison.part_of(len(compared.products)),
            )
        )


def _measured(results: pd.DataFrame, analyte: str) -> None:
    st.subheader(f"{analyte_name(analyte)}: measured in named products", anchor=False)
    found = comparison.bases(results)
    if not found:
        st.html(tag("p", "No single result of a named product for this choice.", class_="kr"))
        return
    basis = address.segments("Counted", "basis", found, format_func=words)
    chosen = comparison.singles(results)
    chosen = chosen[chosen["basis"] == basis]
    for number, (kind, group) in enumerate(chosen.groupby("acquisition", sort=True)):
        st.html(tag("p", tag("strong", words(str(kind))), f": {len(group)} results", class_="kr"))
        marks = comparison.measured_marks(group, SHOWN)
        unit = CANONICAL[Basis(basis)]
        told = f"{analyte_name(analyte)} in {len(group)} results, {words(str(kind))}, in {unit}; the table below holds the same numbers."
        interval_plot.show(marks, f"{analyte_name(analyte)}, {unit}", told, with_key=number == 0)
        if len(group) > SHOWN:
            st.html(tag("p", f"The {SHOWN} highest of {len(group)} are drawn.", class_="kr kr-small kr-soft"))
    with st.expander(f"The same {len(chosen)} numbers as a table", expanded=len(chosen) <= 12):
        st.html(
            table(
                comparison.MEASURED_COLUMNS, comparison.measured_rows(chosen), "Measured potency", comparison.part_of(len(chosen)).strip()
            )
        )
    left_out = len(results) - len(comparison.singles(results))
    if left_out:
        st.html(
            tag(
                "p",
                f"{left_out} more results are means, ranges or unnamed samples; they belong to no product and are not drawn.",
                class_="kr kr-small kr-soft",
            )
        )


def _refused(token: str, compared: LabelComparison, analyte: str, claimed: dict[str, LabelComparison], *, specimen: bool) -> None:
    st.subheader("What cannot be compared, and why", anchor=False)
    claims = _claims(token, Filters(specimen=specimen))
    met, reasons = comparison.claims_refused(claims, claimed or {analyte: compared})
    kind = "invented" if specimen else "published"
    st.html(tag("p", f"{len(claims) - met} of the {len(claims)} {kind} label claims cannot be compared:", class_="kr"))
    st.html(comparison.counted(reasons))
    measurements = comparison.measurements_refused(compared)
    if measurements:
        st.html(tag("p", f"Measurements of {analyte_name(analyte)} that meet no claim:", class_="kr"))
        st.html(comparison.counted(measurements))
    st.html(tag("p", join([Html("Know a label? "), link("Add it with its certificate", "upload"), Html(".")]), class_="kr kr-small"))
