"""Every result against every rule of a pack, on a day.

A limit judges where it is in force on the day, its source can be looked up, and its route, form and daily amount fit.
Every other rule of the pack is shown with the reason why it judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from registry.assessment.alkaloids import alkaloid_keys, compose
from registry.assessment.conformity import REASONS, UNCERTAINTIES, Decision, SourceCode, Verdict
from registry.assessment.conformity_columns import Bounds, Codes, Columns, Ends, Flags, Judged, columns_of, judge_columns, judge_ends
from registry.assessment.crossing import FACTS, cross, facts_of
from registry.assessment.limits import InForce, Kind, Quantity, Rule, RulePack
from registry.assessment.presence import AbsenceRule, judge_absence, portion_in_grams
from registry.assessment.sums import with_sums
from registry.assessment.uncertainty import COUNT_BASES, Floats
from registry.assessment.verdict_frame import CODE, MET_CODES, NOT_MET_CODES, Part, Phrases, Rows, verdict_frame
from registry.model.measurement import Qualifier
from registry.model.product import Form
from registry.model.units import Basis, parse_unit

DEFAULT_GRAMS_PER_DAY: Final = 9.6
"""The registry's stated default where the reader sets none and no label does: four servings of 2.4 g. No recommendation."""
BOUNDED_BY_TOTAL: Final = {"arsenic_inorganic": "arsenic", "methylmercury": "mercury"}
"""A species is at most its total; a total above a species limit decides nothing (USP <2232>)."""
_MEASURED: Final = (Quantity.AMOUNT, Quantity.ANY_AMOUNT)
_DERIVED: Final = (Quantity.SHARE_OF_ALKALOIDS, Quantity.MITRAGYNINE_TO_7OH, Quantity.SYNTHETIC_ALKALOIDS)


def judge(
    results: pd.DataFrame,
    pack: RulePack,
    *,
    on: date | None,
    grams_per_day: float | None = None,
    decision: Decision | None = None,
    include: frozenset[Kind] = frozenset({Kind.LIMIT}),
    route: str = "oral",
    complete_panel: bool = False,
    list_missing: bool = True,
) -> pd.DataFrame:
    """A frame of verdicts: columns.JUDGED_RESULT and columns.VERDICTS, rule by rule in the order of the pack.

    `results` has columns.RESULTS; every row given is judged. `on` None asks for no day: then undated rules judge too, and rules
    with an end do not. `grams_per_day` None is DEFAULT_GRAMS_PER_DAY, shown with every limit per day. `include` says which kinds
    judge. `complete_panel` declares that the panels hold every alkaloid. With `list_missing` a certificate without a result for a
    limit gets a row that says so. A rule that judges nothing gets one row without a certificate and with the reason.
    """
    decision = decision or Decision()
    grams = DEFAULT_GRAMS_PER_DAY if grams_per_day is None or not grams_per_day > 0 else grams_per_day
    results = with_sums(results, {rule.analyte for rule in pack.rules})
    silent = [_silent(rule, on, include, route, grams) for rule in pack.rules]
    speaking = [rule for rule, reason in zip(pack.rules, silent, strict=True) if not reason]
    bench = _Bench(results, speaking, grams, decision, complete_panel=complete_panel)
    parts = []
    for number, (rule, reason) in enumerate(zip(pack.rules, silent, strict=True)):
        found = [] if reason else [part for part in bench.judged(number, rule, list_missing=list_missing) if len(part.rows)]
        parts.extend(found or [bench.shown(number, reason or "It applies to other forms of product.")])
    _leave_out_lost_sources(results, bench.phrases, parts)
    return verdict_frame(results, bench.phrases, parts, pack, on, grams)


def _leave_out_lost_sources(results: pd.DataFrame, phrases: Phrases, parts: list[Part]) -> None:
    """Results whose source cannot be looked up again keep their amounts and lose their verdicts."""
    lost = ~np.append(results["source_found"].to_numpy(dtype=bool), True)  # position -1 is a rule that is only shown
    if not lost.any():
        return
    reason = phrases.code("The source of this result cannot be looked up again, so it supports no verdict.")
    for part in parts:
        unsupported = lost[part.certificates]
        part.verdict[unsupported], part.reason[unsupported] = CODE[Verdict.NOT_EVALUATED], reason
        part.p_low[unsupported] = part.p_high[unsupported] = np.nan


def _silent(rule: Rule, on: date | None, include: frozenset[Kind], route: str, grams: float) -> str:
    """Why the rule judges nothing, "" where it judges."""
    state = rule.in_force(on) if on is not None else (InForce.ENDED if rule.end else InForce.YES)
    reasons = (
        (rule.kind is Kind.REQUIREMENT, "A requirement that no measured value shows; the certificate's fields are checked separately."),
        (rule.kind not in include, f"Shown as {rule.kind.value}; it judges only when chosen."),
        (not rule.supports_verdicts, "Its source cannot be looked up, so it never supports a verdict."),
        (
            state is not InForce.YES,
            f"The rule is {state.value}; it decides nothing." if on else "The rule has an end, and no day was asked for.",
        ),
        (rule.route != route, f"The limit is for {rule.route}; it never judges an {route} product."),
        (rule.basis is Basis.UNKNOWN, "The rule does not say what its limit is counted against."),
        (rule.quantity in (Quantity.OTHER, Quantity.DEMANDS), "Nothing on a certificate measures it."),
        (rule.quantity is Quantity.ANOTHER_PACK, f"The limits are those of {rule.pack}: judge by that pack."),
        (
            rule.up_to_grams_per_day is not None and grams > rule.up_to_grams_per_day,
            f"The limit holds for products taken up to {rule.up_to_grams_per_day} g a day, not for {grams:g} g.",
        ),
    )
    return next((reason for is_so, reason in reasons if is_so), "")


_WORDS: Final = ("basis", "qualifier", "form", "u_source", "text", "unit", "test_portion")
_NEEDED: Final = (*_WORDS, "low", "high", "u", "row", "column", *FACTS)


class _Bench:
    """The results laid out for judging: the rows that a rule may speak of as bare columns, rows by analyte, the phrases used."""

    def __init__(self, results: pd.DataFrame, rules: list[Rule], grams: float, decision: Decision, *, complete_panel: bool) -> None:
        self.results, self.grams, self.decision, self.complete_panel = results, grams, decision, complete_panel
        self.phrases = Phrases()
        self.reasons = np.array([self.phrases.code(reason) for reason in REASONS], dtype=np.int32)
        self.sources = np.array([self.phrases.code(source) for source in UNCERTAINTIES], dtype=np.int32)
        self.nothing = self.phrases.code("")
        analytes, self.names = pd.factorize(results["analyte_key"])
        self.number = {name: n for n, name in enumerate(self.names)}
        spoken_of = {rule.analyte for rule in rules} | {BOUNDED_BY_TOTAL.get(rule.analyte, "") for rule in rules}
        if any(rule.quantity in _DERIVED for rule in rules):
            spoken_of |= alkaloid_keys()
        wanted = np.array([*(name in spoken_of for name in self.names), False], dtype=bool)
        self.at: Rows = np.flatnonzero(wanted[analytes])
        self.codes = analytes[self.at]
        self.certificates, _ = pd.factorize(results["certificate_id"])
        self.certificate = self.certificates[self.at]
        self.first_row: Rows = np.unique(self.certificates, return_index=True)[1]
        # Column by column: taking the rows of the whole frame would copy what no rule needs.
        frame = pd.DataFrame({name: np.asarray(results[name].array)[self.at] for name in _NEEDED})
        self.columns, self.facts = columns_of(frame), facts_of(frame)
        self.words = {name: frame[name].to_numpy() for name in _WORDS}
        self.row, self.column = frame["row"].to_numpy(), frame["column"].to_numpy()
        self.composition: tuple[npt.NDArray[np.intp], dict[str, npt.NDArray[Any]]] | None = None

    def rows_of(self, analyte: str, rule: Rule) -> Rows:
        """Numbers of the analyte's rows whose form of product the rule names."""
        rows = np.flatnonzero(self.codes == self.number[analyte]) if analyte in self.number else np.zeros(0, dtype=np.intp)
        return rows[_fits(self.words["form"][rows], rule)] if rule.forms else rows

    def shown(self, number: int, reason: str) -> Part:
        none = np.full(1, -1, dtype=np.intp)
        return self.plain(number, none, none, [(Verdict.NOT_EVALUATED, reason)])

    def form_fits(self, positions: Rows, rule: Rule) -> Flags:
        """Whether the form of the product at these positions of the results is one that the rule names."""
        if not rule.forms:
            return np.ones(len(positions), dtype=bool)
        return _fits(self.results["form"].iloc[positions].to_numpy(dtype=object), rule)

    def plain(self, number: int, rows: Rows, certificates: Rows, said: list[tuple[Verdict, str]]) -> Part:
        """A part whose verdicts have no probability, row by row."""
        verdict = np.array([CODE[verdict] for verdict, _ in said], dtype=np.int8)
        return self.bare(number, rows, certificates, verdict, np.array([self.phrases.code(reason) for _, reason in said], dtype=np.int32))

    def bare(self, number: int, rows: Rows, certificates: Rows, verdict: Codes, reason: npt.NDArray[np.int32]) -> Part:
        nan, nothing = np.full(len(rows), np.nan), np.full(len(rows), self.nothing, dtype=np.int32)
        no_source = np.full(len(rows), self.sources[SourceCode.NONE], dtype=np.int32)
        return Part(number, rows, certificates, verdict, nan, nan, no_source, reason, nan, nan, nothing)

    def judged(self, number: int, rule: Rule, *, list_missing: bool) -> Iterator[Part]:
        """The parts of one rule: its verdicts, then the certificates without a result for it."""
        if rule.quantity in _MEASURED:
            part = self.amounts(number, rule)
        elif rule.quantity is Quantity.ABSENCE:
            part = self.absences(number, rule)
        else:
            part = self.derived(number, rule)
        yield part
        if list_missing:
            seen = np.zeros(len(self.first_row), dtype=bool)
            seen[self.certificates[part.certificates]] = True
            missing = self.first_row[~seen]
            missing = missing[self.form_fits(missing, rule)]
            none = np.full(len(missing), -1, dtype=np.intp)
            verdict = np.full(len(missing), CODE[Verdict.NOT_EVALUATED], dtype=np.int8)
            reason = np.full(len(missing), self.phrases.code("The certificate has no result for it."), dtype=np.int32)
            yield self.bare(number, none, missing, verdict, reason)

    def amounts(self, number: int, rule: Rule) -> Part:
        """Amounts against a limit: carried into the rule's basis, or refused with the missing fact."""
        rows = self.rows_of(rule.analyte, rule)
        species = np.zeros(len(rows), dtype=bool)
        if (total := BOUNDED_BY_TOTAL.get(rule.analyte)) is not None:
            totals = self.rows_of(total, rule)
            totals = totals[~np.isin(self.certificate[totals], self.certificate[rows])]
            species = np.concatenate([species, np.ones(len(totals), dtype=bool)])
            rows = np.concatenate([rows, totals])
        basis, columns = self.as_counts(rows, rule)
        factor, said, refusal, columns = self.crossed(rows, basis, columns, rule)
        if (best := self.one_a_row(rows, factor, said)) is not None:
            rows, species, factor = rows[best], species[best], factor[best]
            said, refusal, columns = said[best], refusal[best], columns.take(best)
        limit = 0.0 if rule.quantity is Quantity.ANY_AMOUNT else float(rule.canonical_limit or 0)
        with np.errstate(invalid="ignore"):
            verdicts = judge_columns(columns, _bounds(rule, limit / factor), self.decision)
        reason, verdict = self.reasons[verdicts.reason], verdicts.verdict
        refused = np.isnan(factor) & ~np.isnan(columns.low)
        verdict[refused], reason[refused] = CODE[Verdict.CANNOT_DECIDE], self.phrases.codes(refusal[refused])
        if species.any():
            self.bounded_by_total(species, verdict, reason)
        self.rounded(rule, columns, factor, verdicts, reason)
        at = self.at[rows]
        return Part(
            number, at, at, verdict, verdicts.p_low, verdicts.p_high, self.printed_source(rows, verdicts), reason,
            columns.low * factor, columns.high * factor, self.phrases.codes(said),
        )  # fmt: skip

    def as_counts(self, rows: Rows, rule: Rule) -> tuple[npt.NDArray[np.object_], Columns]:
        """Basis and columns of the rows. Beside a count limit, absent in m grams is fewer than 1/m per gram, present at least that many."""
        basis, columns = self.words["basis"][rows], self.columns.take(rows)
        if rule.basis is not Basis.COUNT_PER_MASS:
            return basis, columns
        basis = np.where(basis == Basis.MPN_PER_MASS, Basis.COUNT_PER_MASS.value, basis)  # a most probable number estimates the same count
        low, high, censored = columns.low.copy(), columns.high.copy(), columns.censored.copy()
        for n in np.flatnonzero(basis == Basis.PRESENCE):
            grams, qualifier = self.portion(rows[n]), self.words["qualifier"][rows[n]]
            if grams and qualifier in (Qualifier.ABSENT, Qualifier.PRESENT):
                absent = qualifier == Qualifier.ABSENT
                low[n], high[n], censored[n] = (0.0, 1 / grams, True) if absent else (1 / grams, np.inf, False)
                basis[n] = Basis.COUNT_PER_MASS.value
        return basis, Columns(low, high, columns.u, columns.mass_fraction_factor, columns.count, censored)

    def portion(self, row: int) -> float | None:
        return portion_in_grams(" ".join(str(self.words[name][row] or "") for name in ("test_portion", "text", "unit")))

    def one_a_row(self, rows: Rows, factor: Floats, said: npt.NDArray[np.object_]) -> Rows | None:
        """Of a row in several units: the one in the rule's own basis, else a crossed one, else a refused one. None: nothing to choose."""
        if not (self.column[rows] > 0).any():
            return None
        order = np.where(np.isnan(factor), 2, said != "")
        keyed = pd.DataFrame({"certificate": self.certificate[rows], "row": self.row[rows], "order": order})
        return np.sort(keyed.sort_values("order", kind="stable").drop_duplicates(["certificate", "row"]).index.to_numpy())

    def crossed(
        self, rows: Rows, basis: npt.NDArray[np.object_], columns: Columns, rule: Rule
    ) -> tuple[Floats, npt.NDArray[np.object_], npt.NDArray[np.object_], Columns]:
        if rule.quantity is Quantity.ANY_AMOUNT or rule.basis is None:
            empty = np.full(len(rows), "", dtype=object)
            return np.ones(len(rows)), empty, empty, columns
        facts = {name: fact[rows] for name, fact in self.facts.items()}
        found = cross(basis, np.full(len(rows), rule.basis.value, dtype=object), facts, grams_per_day=self.grams)
        factor, said = found.factor, found.said
        if rule.basis is Basis.MASS_FRACTION_DRY:
            wet = np.isnan(factor) & (basis == Basis.MASS_FRACTION)
            factor[wet], said[wet] = 1.0, "as received; without the moisture the dry amount is at least this"
            high = np.where(wet, np.inf, columns.high)
            columns = Columns(columns.low, high, columns.u, columns.mass_fraction_factor, columns.count, columns.censored & ~wet)
        return factor, said, found.refusal, columns

    def printed_source(self, rows: Rows, verdicts: Judged) -> npt.NDArray[np.int32]:
        """The uncertainty in words; for a printed one, as it is printed."""
        uncertainty = self.sources[verdicts.uncertainty]
        printed = np.flatnonzero(verdicts.uncertainty == SourceCode.PRINTED)
        if printed.size:
            texts = self.words["u_source"][rows[printed]]
            unsaid = pd.isna(texts) | (texts == "")
            uncertainty[printed] = self.phrases.codes(np.where(unsaid, UNCERTAINTIES[SourceCode.PRINTED], texts))
        return uncertainty

    def bounded_by_total(self, species: Flags, verdict: Codes, reason: npt.NDArray[np.int32]) -> None:
        """A total within the species limit shows the species within it; above it, or unclear, it decides nothing."""
        within = species & np.isin(verdict, MET_CODES)
        reason[within] = self.phrases.code("The total bounds the species, so the species is within.")
        open_ = species & np.isin(verdict, [*NOT_MET_CODES, CODE[Verdict.CANNOT_DECIDE]])
        verdict[open_] = CODE[Verdict.CANNOT_DECIDE]
        reason[open_] = self.phrases.code(
            "Only the total was measured, and it is not within the species limit: cannot decide until speciation."
        )

    def rounded(self, rule: Rule, columns: Columns, factor: Floats, verdicts: Judged, reason: npt.NDArray[np.int32]) -> None:
        """Where the rule rounds to the digits of its limit (USP General Notices 7.20, *check*), say where that changes the comparison."""
        if rule.rounding != "limit-digits" or rule.limit is None or rule.basis in COUNT_BASES:
            return
        exact = (columns.low == columns.high) & np.isin(verdicts.verdict, [*MET_CODES, *NOT_MET_CODES, CODE[Verdict.CANNOT_DECIDE]])
        exponent = rule.limit.as_tuple().exponent
        scale = 10.0 ** (-exponent if isinstance(exponent, int) else 0)
        value = columns.low * factor / float(parse_unit(rule.unit).factor)
        limit = float(rule.limit)
        to_digits = np.floor(value * scale + 0.5) / scale
        changes = exact & ((value <= limit) != (to_digits <= limit))
        words = {True: "Rounded to the digits of the limit it is within; unrounded it is above.", False: "Rounded it is above the limit."}
        for inside in (True, False):
            reason[changes & ((to_digits <= limit) == inside)] = self.phrases.code(words[inside])

    def absences(self, number: int, rule: Rule) -> Part:
        rows = self.rows_of(rule.analyte, rule)
        low, high = self.columns.low, self.columns.high
        asked = AbsenceRule(None if rule.portion_g is None else float(rule.portion_g))
        said = []
        for row in rows:
            count = (low[row], high[row]) if self.columns.count[row] and not np.isnan(low[row]) else None
            one = judge_absence(str(self.words["qualifier"][row]), self.portion(row), count, asked)
            said.append((one.verdict, one.reason))
        return self.plain(number, self.at[rows], self.at[rows], said)

    def synthetic(self, number: int, rows: Rows, certificates: Rows, found: npt.NDArray[np.object_], tested: npt.NDArray[np.int64]) -> Part:
        """A quantified marker is outside; without one nothing is shown, because the rest could be made too."""
        silent = "No synthetic marker was found; that does not show where the mitragynine or 7-OH came from."
        words = np.where(tested > 0, silent, "No synthetic marker was tested for.").astype(object)
        marked = np.flatnonzero(found != "")
        words[marked] = [f"Quantified: {name}, not found in leaf above a trace." for name in found[marked]]
        verdict = np.where(found != "", CODE[Verdict.OUTSIDE], CODE[Verdict.CANNOT_DECIDE]).astype(np.int8)
        return self.bare(number, rows, certificates, verdict, self.phrases.codes(words))

    def derived(self, number: int, rule: Rule) -> Part:
        """Shares, ratios and synthetic markers: one verdict a certificate, from all its alkaloids."""
        if self.composition is None:
            keys = tuple(str(name) for name in self.names)
            basis, complete = self.words["basis"], self.complete_panel
            self.composition = compose(self.certificate, self.codes, keys, basis, self.columns, self.decision, complete=complete)
        found, table = self.composition
        certificates = self.first_row[found]
        fit = self.form_fits(certificates, rule)
        table, certificates = {name: column[fit] for name, column in table.items()}, certificates[fit]
        none = np.full(len(certificates), -1, dtype=np.intp)
        if rule.quantity is Quantity.SYNTHETIC_ALKALOIDS:
            return self.synthetic(number, none, certificates, table["markers_found"], table["markers_tested"])
        what = "share" if rule.quantity is Quantity.SHARE_OF_ALKALOIDS else "ratio"
        low, high, u_low, u_high = (table[f"{start}{what}_{end}"] for start in ("", "u_") for end in ("low", "high"))
        ends = Ends(low, high, u_low, u_high, table["source"], np.zeros(len(low), dtype=bool))
        verdicts = judge_ends(ends, _bounds(rule, np.full(len(low), float(rule.canonical_limit or 0))), self.decision)
        reason = self.reasons[verdicts.reason]
        bounds = {"share": "The share lies between bounds that give different verdicts: what was not measured could decide.",
                  "ratio": "The ratio lies between bounds that give different verdicts."}  # fmt: skip
        reason[(verdicts.verdict == CODE[Verdict.CANNOT_DECIDE]) & (low != high)] = self.phrases.code(bounds[what])
        nothing = np.full(len(low), self.nothing, dtype=np.int32)
        return Part(
            number, none, certificates, verdicts.verdict, verdicts.p_low, verdicts.p_high,
            self.sources[verdicts.uncertainty], reason, low, high, nothing,
        )  # fmt: skip


def _bounds(rule: Rule, limit: Floats) -> Bounds:
    if rule.comparator in (">=", ">"):
        return Bounds(lower=limit, lower_strict=rule.comparator == ">")
    return Bounds(upper=limit, upper_strict=rule.comparator == "<")


def _fits(form: npt.NDArray[np.object_], rule: Rule) -> Flags:
    """Whether each form of product is one that the rule names; a product of unknown form is judged."""
    allowed = {*(named.value for named in rule.forms), Form.UNKNOWN.value, ""}
    codes, words = pd.factorize(form)
    return np.array([*(word in allowed for word in words), True], dtype=bool)[codes]
