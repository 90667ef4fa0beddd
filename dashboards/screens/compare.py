"""Compare: what labels say against what laboratories measured, every mark and number with its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from dashboards import address, comparison, head_to_head, links, ranks, reports, scope, session
from dashboards.components import interval_plot
from dashboards.components.empty import empty, note
from dashboards.components.folded import folded
from dashboards.components.markup import Html, heading, join, link, stack, tag, text, title
from dashboards.components.measurement import day
from dashboards.components.pager import SHOWN, page_asked, pager
from dashboards.components.result_table import table
from dashboards.components.source import GRADES, KINDS, kind_name
from dashboards.components.unfolding import unfolding
from dashboards.faults import guarded
from dashboards.glossary import term
from dashboards.words import analyte_name, words
from registry.assessment.label import TOTAL_ALKALOIDS, LabelComparison
from registry.assessment.methods import decided_by_method
from registry.assessment.ranking import Ranking
from registry.assessment.tolerance import TOLERANCES, Tolerance
from registry.model.certificate import AcquisitionKind
from registry.model.product import Form
from registry.model.units import CANONICAL, Basis
from registry.services import Comparable, Filters, Grade

ANALYTES: Final = ("mitragynine", "7oh", "total_mitragyna_alkaloids", "mitragynine_pseudoindoxyl")
VIEWS: Final = {
    "measurements": "Each measurement",
    "products": "Each product",
    "brands": "Brands beside each other",
    "amounts": "Amounts measured",
    "refused": "What cannot be compared",
}
"""What the page shows of the answer, one at a time: nobody reads five long lists at once, and each is there at once by itself."""


@st.cache_resource(max_entries=20, show_spinner=False)  # read by all sessions, changed by none
def _comparable(token: str, analyte: str, filters: Filters) -> Comparable:
    del token
    frames: Comparable = session.registry().comparable(analyte, filters)
    return frames


@st.cache_resource(max_entries=40, show_spinner=False)
def _compare(token: str, analyte: str, filters: Filters, tolerance: str) -> LabelComparison:
    among = _comparable(token, analyte, filters)
    answer: LabelComparison = session.registry().compare(analyte, filters, tolerance=tolerance, among=among)
    return answer


@st.cache_resource(max_entries=30, show_spinner=False)
def _ranked(token: str, analyte: str, filters: Filters, tolerance: str) -> Ranking:
    ranking: Ranking = session.registry().rank(_compare(token, analyte, filters, tolerance))
    return ranking


@st.cache_resource(max_entries=20, show_spinner=False)
def _claims(token: str, filters: Filters) -> pd.DataFrame:
    del token
    return session.registry().claims_frame(filters)


@dataclass(frozen=True, slots=True)
class _Question:
    """What one view answers: the alkaloid and the tolerance, over the filters of the part that one page holds."""

    token: str
    analyte: str
    tolerance: Tolerance
    asked: Filters
    part: scope.Scope
    claimed: dict[str, LabelComparison]

    @property
    def filters(self) -> Filters:
        return self.part.filters

    @property
    def specimen(self) -> bool:
        return self.asked.specimen

    @property
    def name(self) -> str:
        return analyte_name(self.analyte)

    def compared(self) -> LabelComparison:
        return _compare(self.token, self.analyte, self.filters, self.tolerance.key)

    def results(self) -> pd.DataFrame:
        """Of the alkaloid itself, without its salts."""
        found = _comparable(self.token, self.analyte, self.filters).results
        return found[found["analyte_key"] == self.analyte]


def prepare(token: str, *, specimen: bool) -> None:
    """What the first view of this page asks of the whole registry."""
    _houses_and_brands(token, specimen=specimen)
    measured = scope.analytes(token, specimen=specimen)
    if not measured:
        return
    if not scope.is_large(measured):
        _claimed(token, specimen=specimen)
        return
    analyte = next((a for a in ANALYTES if a in measured), next(iter(measured)))
    _compare(token, analyte, scope.of(analyte, Filters(specimen=specimen), "").filters, next(iter(TOLERANCES)))


def show() -> None:
    specimen, token = session.show_specimens(), session.token()
    chosen = note(
        "Published certificates are a chosen sample: whoever published them chose which to show. "
        "A figure here says what these samples held, not what a pack in a shop holds."
    )
    st.html(join([title("Labelled against measured"), chosen]))
    measured = scope.analytes(token, specimen=specimen)
    if not measured:
        ways = (("Upload certificates", "upload"), ("Look at invented specimens", links.address("compare", specimen=True)))
        st.html(empty("Nothing to compare yet", "No published certificate in this set reports an alkaloid.", links=ways))
        return
    claimed = {} if scope.is_large(measured) else _claimed(token, specimen=specimen)
    asked, pair = _filters(specimen=specimen), head_to_head.choose(specimen=specimen)
    # another alkaloid or tolerance is another question about the same evidence: what narrows it is not drawn again for it
    guarded(lambda: _answer(measured, claimed, asked, pair))()


def _answer(measured: dict[str, int], claimed: dict[str, LabelComparison], asked: Filters, pair: head_to_head.Pair | None) -> None:
    """The fields of the question, and the answer under them: of a pair, where one is chosen, else of what `asked` leaves."""
    specimen = asked.specimen
    analyte, tolerance = _controls(measured, claimed)
    if pair:
        head_to_head.show(pair, analyte, tolerance, specimen=specimen)
        return
    question = _Question(session.token(), analyte, tolerance, asked, scope.of(analyte, asked, address.value("part")), claimed)
    view = address.segments("Show", "view", list(VIEWS), format_func=VIEWS.__getitem__)
    said = {"measurements": _measurements, "products": _products, "brands": _brands, "amounts": _amounts, "refused": _refused}[view](
        question
    )
    told = f"{question.name}: {VIEWS[view][0].lower()}{VIEWS[view][1:]}"
    made = unfolding("How these figures were made", "method", lambda: _sentences(question.compared().method))
    st.html(stack([join([_part(question.part), heading(told), said]), made]))
    reports.offer(analyte, asked, tolerance.key)


def _sentences(said: Sequence[str]) -> Html:
    return tag("div", tag("ul", join([tag("li", sentence) for sentence in said])), class_="kr")


def _part(looked_at: scope.Scope) -> Html:
    """Where there is more than one page can hold: which part this is, and the way to the rest."""
    if looked_at.whole:
        return Html("")
    said = (
        f"{looked_at.results} results of {looked_at.products} products answer this. A page compares {scope.AT_ONCE} products, "
        "those with most results first, and its figures and places are theirs alone. Narrow down to see others; the report holds all."
    )
    ways = pager(looked_at.products, looked_at.page, scope.AT_ONCE, "products", name="part", begins=address.PARTS)
    return join([note(said), ways])


def _claimed(token: str, *, specimen: bool) -> dict[str, LabelComparison]:
    """A comparison for each analyte that some label of the set names."""
    base = Filters(specimen=specimen)
    named = {TOTAL_ALKALOIDS if a == "total_alkaloids" else str(a) for a in _claims(token, base)["analyte_key"].unique() if a}
    return {analyte: _compare(token, analyte, base, next(iter(TOLERANCES))) for analyte in sorted(named - {"not_specified"})}


def _controls(measured: dict[str, int], claimed: dict[str, LabelComparison]) -> tuple[str, Tolerance]:
    analytes = [a for a in ANALYTES if a in measured] + [a for a in measured if a not in ANALYTES]
    compared = {analyte: len(answer.lots) for analyte, answer in claimed.items()}
    analytes.sort(key=lambda a: -compared.get(a, 0))
    one, two = st.columns(2)
    with one:
        analyte = address.select(
            "Analyte", "analyte", analytes or list(ANALYTES), format_func=lambda a: f"{analyte_name(a)} ({measured.get(a, 0)} results)"
        )
    with two:
        # the sentence under the view says the rest: a longer name is cut in the list
        tolerance = address.select(
            "Tolerance", "tolerance", list(TOLERANCES), format_func=lambda key: TOLERANCES[key].name.partition(",")[0]
        )
    return analyte, TOLERANCES[tolerance]


@st.cache_data(max_entries=8, show_spinner=False)
def _houses_and_brands(token: str, *, specimen: bool) -> tuple[list[str], dict[str, str]]:
    del token
    facets = session.registry().search("", Filters(specimen=specimen), size=1).facets
    return sorted(choice.value for choice in facets["laboratory"]), {choice.value: choice.label for choice in facets["brand"]}


def _filters(*, specimen: bool) -> Filters:
    """What the reader narrows to: the fields write it to the address, and it is taken from there, for they may be folded."""
    laboratories, brands = _houses_and_brands(session.token(), specimen=specimen)
    products = session.product_names(session.token(), specimen=specimen)
    filters = Filters(
        specimen=specimen,
        brands=address.among("brand", brands),
        products=address.among("product", products),
        laboratories=address.among("laboratory", laboratories),
        forms=tuple(Form(f) for f in address.among("form", [f.value for f in Form])),
        acquisitions=tuple(AcquisitionKind(k) for k in address.among("kind", [k.value for k in AcquisitionKind])),
        grades=tuple(Grade(g) for g in address.among("grade", [g.value for g in Grade])),
        reported_from=address.day_asked("since"),
        reported_to=address.day_asked("until"),
    )
    chosen = _in_words(filters, brands, products)
    # eight fields, two of them with every brand and its products: they are there once somebody asks for them
    if folded(f"Narrowed down to {', '.join(chosen)}" if chosen else "Narrow down", "narrow"):
        _narrow(laboratories, brands, specimen=specimen)
    return filters


def _in_words(filters: Filters, brands: Mapping[str, str], products: Mapping[str, session.ProductName]) -> list[str]:
    """What `filters` narrow to, as people read it."""
    names = [brands[key] for key in filters.brands] + [products[key].name for key in filters.products] + list(filters.laboratories)
    kinds = [*(words(form).lower() for form in filters.forms), *(KINDS[kind] for kind in filters.acquisitions)]
    grades = [_graded(grade).lower() for grade in filters.grades]
    since = [f"reports since {day(filters.reported_from)}"] if filters.reported_from else []
    until = [f"reports until {day(filters.reported_to)}"] if filters.reported_to else []
    return [*names, *kinds, *grades, *since, *until]


def _narrow(laboratories: list[str], brands: dict[str, str], *, specimen: bool) -> None:
    products = scope.measured_products(specimen=specimen, brands=address.values("brand"))
    one, two, three = st.columns(3)
    with one:
        scope.choose_brands(brands)
    with two:
        address.several("Product", "product", list(products), format_func=lambda key: products[key].name, placeholder="All")
    with three:
        address.several("Laboratory", "laboratory", laboratories, placeholder="All")
    # a row of its own, so that on a phone the fields follow each other as they do here
    one, two, three = st.columns(3)
    with one:
        address.several("Form", "form", [f.value for f in Form], format_func=words, placeholder="All")
    with two:
        address.several("Origin of the sample", "kind", [k.value for k in AcquisitionKind], format_func=words, placeholder="All")
    with three:
        address.several("Evidence", "grade", [g.value for g in Grade], format_func=_graded, placeholder="All")
    one, two, _ = st.columns(3)
    with one:
        address.day("Reports issued since", "since", None)
    with two:
        address.day("Reports issued until", "until", None)


def _graded(grade: str) -> str:
    return f"Grade {grade}: {GRADES[grade]}" if grade in GRADES else "The report itself is on file"


def _none_compared(question: _Question) -> Html:
    return empty(
        "No label comparison for this choice",
        "A comparison needs a label claim with its basis and a measurement of the same product. What is missing stands under "
        f"“{VIEWS['refused']}”.",
        links=_elsewhere(question.claimed, specimen=question.specimen),
    )


def _measurements(question: _Question) -> Html:
    compared, tolerance = question.compared(), question.tolerance
    lots = compared.lots
    if lots.empty:
        return _none_compared(question)
    ordered = comparison.in_order(lots)
    page = page_asked(address.value("page"), len(ordered), SHOWN)
    shown = ordered.iloc[(page - 1) * SHOWN : page * SHOWN]
    band = (100 * (tolerance.lower or 0.0), 100 * tolerance.upper if tolerance.upper is not None else float("inf"))
    said = [tag("p", tolerance.sentence(), class_="kr kr-small kr-soft"), *(note(sentence) for sentence in decided_by_method(lots))]
    said.append(interval_plot.key(claims=True, band=f"tolerance: {tolerance.name}"))
    for kind, group in shown.groupby("acquisition", sort=True):
        counted = f"{int((lots['acquisition'] == kind).sum())} of {len(lots)} measurements"
        told = f"{question.name} as percent of the label claim, {kind_name(str(kind))}; the table below holds the same numbers."
        said.append(tag("p", tag("strong", kind_name(str(kind))), f": {counted}", class_="kr"))
        said.append(interval_plot.plot(comparison.label_marks(group), "Measured, % of what the label says", told, band))
    caption = (
        "A mark leads to its value on the certificate; so does the last column. "
        "Bases are crossed by masses and counts that certificate or label states."
    )
    said.append(table(comparison.LABEL_COLUMNS, comparison.label_rows(shown), "Labelled against measured", caption, dense=True))
    said.append(pager(len(lots), page, SHOWN, "measurements"))
    return join([*said, _other_versions(compared)])


def _other_versions(compared: LabelComparison) -> Html:
    versions = len(compared.history) - len(compared.lots)
    if versions < 1:
        return Html("")
    label = f"The labels were changed: {versions} more pairings with other versions of the claim, not counted again"
    return unfolding(label, "versions", lambda: _every_version(compared.history))


def _every_version(history: pd.DataFrame) -> Html:
    rows = comparison.label_rows(comparison.in_order(history))
    return table(comparison.LABEL_COLUMNS, rows, "Every version of the claims", comparison.part_of(len(history)).strip())


def _elsewhere(claimed: dict[str, LabelComparison], *, specimen: bool) -> tuple[tuple[str, str], ...]:
    """The analytes that do have comparisons."""
    found = {analyte: len(answer.lots) for analyte, answer in claimed.items() if len(answer.lots)}
    return tuple(
        (f"{analyte_name(analyte)}: {count} to see", links.address("compare", analyte=analyte, specimen=specimen))
        for analyte, count in found.items()
    )


def _brands(question: _Question) -> Html:
    """Brands beside each other by how near their lots come to the label. What a brand has most of is no place in this."""
    compared = question.compared()
    if compared.lots["brand_key"].nunique() < 2:
        if compared.lots.empty:
            return _none_compared(question)
        brand = compared.lots["brand"].iloc[0]
        alone = f"Only {brand} has a measurement that can be held against a label claim, so there is no brand to set beside it."
        return tag("p", alone, class_="kr")
    ranking = _ranked(question.token, question.analyte, question.filters, question.tolerance.key)
    nearest = "By how near the lots of a brand come to what their labels say, nearest first: "
    said = [tag("p", nearest, term("pooled"), " and ", term("place"), f". {ranks.MINIMUM}", class_="kr")]
    for kind in ranking.groups["acquisition"]:
        brands = ranks.in_one_group(ranking, str(kind))
        said.append(ranks.summary(ranking, str(kind)))
        marks = ranks.marks(brands.head(SHOWN))
        if marks:
            told = f"Pooled estimate of {len(marks)} brands with 95 % intervals, in percent of the claim; the table below holds the same."
            said.append(interval_plot.plot(marks, "Pooled estimate, % of what the label says (line: 95 % interval)", told))
        part = f" The first {SHOWN} of {len(brands)} brands; narrow down to see others." if len(brands) > SHOWN else ""
        said.append(table(ranks.COLUMNS, ranks.rows(brands.head(SHOWN)), f"Brands, {words(str(kind))}", (ranks.METHOD + part)))
    sentences = (*ranking.method, *ranks.gaps(ranking))
    found = unfolding("How places are found", "places", lambda: _sentences(sentences))
    return stack([join(said), found])


def _products(question: _Question) -> Html:
    """Over the lots of each product: how sure the mean is, and what the next lot may hold. No ranking by a bare mean."""
    figures = question.compared().products
    if figures.empty:
        return _none_compared(question)
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
    caption = join([note_below, text(comparison.part_of(len(figures)))])
    sentence = tag("p", f"Over the lots of each product. {question.tolerance.sentence()}", class_="kr kr-small kr-soft")
    return join([sentence, table(comparison.FIGURE_COLUMNS, comparison.figure_rows(figures), "Figures by product", caption)])


def _amounts(question: _Question) -> Html:
    results = question.results()
    singles = comparison.singles(results)
    found = comparison.bases(singles)
    if not found:
        return tag("p", "No single result of a named product for this choice.", class_="kr")
    basis = address.segments("Counted", "basis", found, format_func=words)
    chosen = comparison.highest_first(singles[singles["basis"] == basis])
    page = page_asked(address.value("measured"), len(chosen), SHOWN)
    shown = chosen.iloc[(page - 1) * SHOWN : page * SHOWN]
    unit = CANONICAL[Basis(basis)]
    said: list[Html] = [interval_plot.key(claims=False)]
    for kind, group in shown.groupby("acquisition", sort=True):
        told = f"{question.name} in {len(group)} results, {kind_name(str(kind))}, in {unit}; the table below holds the same numbers."
        said.append(tag("p", tag("strong", kind_name(str(kind))), f": {int((chosen['acquisition'] == kind).sum())} results", class_="kr"))
        said.append(interval_plot.plot(comparison.measured_marks(group), f"{question.name}, {unit}", told))
    said.append(table(comparison.MEASURED_COLUMNS, comparison.measured_rows(shown), "Measured potency", dense=True))
    said.append(pager(len(chosen), page, SHOWN, "results", name="measured"))
    left_out = len(results) - len(singles)
    if left_out:
        others = f"{left_out} more results are means, ranges or unnamed samples; they belong to no product and are not drawn."
        said.append(tag("p", others, class_="kr kr-small kr-soft"))
    return join(said)


def _refused(question: _Question) -> Html:
    whole, compared = question.part.whole, question.compared()
    scoped = Filters(specimen=question.specimen) if whole else Filters(specimen=question.specimen, products=question.filters.products)
    claims = _claims(question.token, scoped)
    met, reasons = comparison.claims_refused(claims, question.claimed or {question.analyte: compared})
    kind = "invented" if question.specimen else "published"
    said = [tag("p", f"{len(claims) - met} of the {len(claims)} {kind} label claims cannot be compared:", class_="kr")]
    said.append(comparison.counted(reasons))
    measurements = comparison.measurements_refused(compared)
    if measurements:
        said.append(tag("p", f"Measurements of {question.name} that no claim can be held against:", class_="kr"))
        said.append(comparison.counted(measurements))
    said.append(tag("p", join([Html("Know a label? "), link("Add it with its certificate", "upload"), Html(".")]), class_="kr kr-small"))
    return join(said)
