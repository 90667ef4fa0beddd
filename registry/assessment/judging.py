"""Every result against every rule of a pack, on a day.

A limit judges where it is in force on the day, its source can be looked up, and its route, form and daily amount fit.
Every other rule of the pack is shown with the reason why it judges nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from registry.assessment.coded import Coded, one_word
from registry.assessment.conformity import REASONS, UNCERTAINTIES, Decision, SourceCode, Verdict
from registry.assessment.conformity_columns import Bounds, Codes, Columns, Ends, Flags, Judged, judge_columns, judge_ends
from registry.assessment.crossing import cross
from registry.assessment.laid_out import BOUNDED_BY_TOTAL, LaidOut
from registry.assessment.limits import InForce, Kind, Quantity, Rule, RulePack
from registry.assessment.presence import AbsenceRule, judge_absence
from registry.assessment.uncertainty import COUNT_BASES, Floats
from registry.assessment.verdict_frame import CODE, MET_CODES, NOT_MET_CODES, Part, Phrases, Rows, Verdicts, verdict_frame
from registry.assessment.verdict_parts import NO_RESULT
from registry.model.measurement import Qualifier
from registry.model.units import Basis, parse_unit

DEFAULT_GRAMS_PER_DAY: Final = 9.6
"""The registry's stated default where the reader sets none and no label does: four servings of 2.4 g. No recommendation."""
_MEASURED: Final = (Quantity.AMOUNT, Quantity.ANY_AMOUNT)


def judge(
    results: pd.DataFrame | LaidOut,
    pack: RulePack,
    *,
    on: date | None,
    grams_per_day: float | None = None,
    decision: Decision | None = None,
    include: frozenset[Kind] = frozenset({Kind.LIMIT}),
    route: str = "oral",
    complete_panel: bool = False,
    list_missing: bool = True,
    sampling_plans: Collection[str] = (),
) -> pd.DataFrame:
    """A frame of verdicts: columns.JUDGED_RESULT and columns.VERDICTS, rule by rule in the order of the pack.

    `results` has columns.RESULTS; every row given is judged. `sampling_plans` are the ids of the certificates that name one: only
    their verdicts extend to the lot. `on` None asks for no day: then undated rules judge too, and rules
    with an end do not. `grams_per_day` None is DEFAULT_GRAMS_PER_DAY, shown with every limit per day. `include` says which kinds
    judge. `complete_panel` declares that the panels hold every alkaloid. With `list_missing` a certificate without a result for a
    limit gets a row that says so. A rule that judges nothing gets one row without a certificate and with the reason.
    """
    asked = Question(pack, on, grams_per_day, decision or Decision(), include, route, complete_panel, list_missing)
    laid_out = results if isinstance(results, LaidOut) else LaidOut(results, [pack])
    return verdict_frame(verdicts(laid_out, asked), sampling_plans)


@dataclass(frozen=True)
class Question:
    """What is asked of the results: the arguments of `judge`, which says what each means."""

    pack: RulePack
    on: date | None
    grams_per_day: float | None = None
    decision: Decision = field(default_factory=Decision)
    include: frozenset[Kind] = frozenset({Kind.LIMIT})
    route: str = "oral"
    complete_panel: bool = False
    list_missing: bool = True

    @property
    def grams(self) -> float:
        grams = self.grams_per_day
        return DEFAULT_GRAMS_PER_DAY if grams is None or not grams > 0 else grams


def verdicts(laid_out: LaidOut, asked: Question) -> Verdicts:
    """Every verdict as numbers, rule by rule; `verdict_frame` puts words and citations beside them."""
    bench = _Bench(laid_out, asked.grams, asked.decision, complete_panel=asked.complete_panel)
    parts = []
    for number, rule in enumerate(asked.pack.rules):
        reason = _silent(rule, asked.on, asked.include, asked.route, asked.grams)
        found = [] if reason else [part for part in bench.judged(number, rule, list_missing=asked.list_missing) if len(part.rows)]
        parts.extend(found or [bench.shown(number, reason or "It applies to other forms of product.")])
    _leave_out_lost_sources(laid_out, bench.phrases, parts)
    return Verdicts(laid_out.results, bench.phrases, parts, asked.pack, asked.on, asked.grams)


def _leave_out_lost_sources(laid_out: LaidOut, phrases: Phrases, parts: list[Part]) -> None:
    """Results whose source cannot be looked up again keep their amounts and lose their verdicts."""
    if not laid_out.lost.any():
        return
    lost = np.append(laid_out.lost, False)  # position -1 is a rule that is only shown
    reason = phrases.code("The source of this result cannot be looked up again, so it supports no verdict.")
    untested = phrases.code(NO_RESULT)  # what nobody measured stays so: no source is missing for it
    for part in parts:
        unsupported = lost[part.certificates] & (part.reason != untested)
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


class _Bench:
    """Results that are laid out, the decision rule they are judged by, and the phrases used so far."""

    def __init__(self, laid_out: LaidOut, grams: float, decision: Decision, *, complete_panel: bool) -> None:
        self.at, self.laid_out = laid_out.at, laid_out
        self.grams, self.decision, self.complete_panel = grams, decision, complete_panel
        self.phrases = Phrases()
        self.reasons = np.array([self.phrases.code(reason) for reason in REASONS], dtype=np.int32)
        self.sources = np.array([self.phrases.code(source) for source in UNCERTAINTIES], dtype=np.int32)
        self.nothing = self.phrases.code("")

    def shown(self, number: int, reason: str) -> Part:
        none = np.full(1, -1, dtype=np.intp)
        return self.plain(number, none, none, [(Verdict.NOT_EVALUATED, reason)])

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
            seen = np.zeros(len(self.laid_out.first_row), dtype=bool)
            seen[self.laid_out.certificates[part.certificates]] = True
            missing = self.laid_out.first_row[~seen]
            missing = missing[self.laid_out.form_fits(missing, rule)]
            none = np.full(len(missing), -1, dtype=np.intp)
            verdict = np.full(len(missing), CODE[Verdict.NOT_EVALUATED], dtype=np.int8)
            reason = np.full(len(missing), self.phrases.code(NO_RESULT), dtype=np.int32)
            yield self.bare(number, none, missing, verdict, reason)

    def amounts(self, number: int, rule: Rule) -> Part:
        """Amounts against a limit: carried into the rule's basis, or refused with the missing fact."""
        rows, species = self.rows_and_totals(rule)
        basis, columns = self.as_counts(rows, rule)
        factor, said, refusal, columns = self.crossed(rows, basis, columns, rule)
        if (best := self.one_a_row(rows, factor, said != self.nothing)) is not None:
            rows, species, factor = rows[best], species[best], factor[best]
            said, refusal, columns = said[best], refusal[best], columns.take(best)
        limit = 0.0 if rule.quantity is Quantity.ANY_AMOUNT else float(rule.canonical_limit or 0)
        with np.errstate(invalid="ignore"):
            verdicts = judge_columns(columns, _bounds(rule, limit / factor), self.decision)
        reason, verdict = self.reasons[verdicts.reason], verdicts.verdict
        refused = np.isnan(factor) & ~np.isnan(columns.low)
        verdict[refused], reason[refused] = CODE[Verdict.CANNOT_DECIDE], refusal[refused]
        if species.any():
            self.bounded_by_total(species, verdict, reason)
        rounded = self.rounded(rule, columns, factor, verdicts, reason)
        at = self.at[rows]
        return Part(
            number, at, at, verdict, verdicts.p_low, verdicts.p_high, self.printed_source(rows, verdicts), reason,
            columns.low * factor, columns.high * factor, said, rounded,
        )  # fmt: skip

    def rows_and_totals(self, rule: Rule) -> tuple[Rows, Flags]:
        """The rows of the rule's analyte, then those of its total on certificates without one (True)."""
        rows = self.laid_out.rows_of(rule.analyte, rule)
        if (total := BOUNDED_BY_TOTAL.get(rule.analyte)) is None:
            return rows, np.zeros(len(rows), dtype=bool)
        totals = self.laid_out.rows_of(total, rule)
        measured = np.zeros(len(self.laid_out.first_row), dtype=bool)
        measured[self.laid_out.certificate[rows]] = True
        totals = totals[~measured[self.laid_out.certificate[totals]]]
        species = np.zeros(len(rows) + len(totals), dtype=bool)
        species[len(rows) :] = True
        return np.concatenate([rows, totals]), species

    def as_counts(self, rows: Rows, rule: Rule) -> tuple[Coded, Columns]:
        """Basis and columns of the rows. Beside a count limit, absent in m grams is fewer than 1/m per gram, present at least that many."""
        basis, columns = self.laid_out.basis.take(rows), self.laid_out.columns.take(rows)
        if rule.basis is not Basis.COUNT_PER_MASS:
            return basis, columns
        qualifier = self.laid_out.qualifier.take(rows)
        tested = basis.among((Basis.PRESENCE,)) & qualifier.among((Qualifier.ABSENT, Qualifier.PRESENT))
        grams = np.full(len(rows), np.nan)
        grams[tested] = self.laid_out.portions(rows[tested])
        bound = 1 / grams
        absent, present = (~np.isnan(bound) & qualifier.among((word,)) for word in (Qualifier.ABSENT, Qualifier.PRESENT))
        low = np.where(absent, 0.0, np.where(present, bound, columns.low))
        high = np.where(absent, bound, np.where(present, np.inf, columns.high))
        # a most probable number estimates the same count
        counted = absent | present | basis.among((Basis.MPN_PER_MASS,))
        codes = np.where(counted, len(basis.words), basis.codes)
        censored = absent | (columns.censored & ~present)
        basis = Coded(codes, (*basis.words, Basis.COUNT_PER_MASS.value))
        return basis, Columns(low, high, columns.u, columns.mass_fraction_factor, columns.count, censored)

    def one_a_row(self, rows: Rows, factor: Floats, crossed: Flags) -> Rows | None:
        """Of a row in several units: the one in the rule's own basis, else a crossed one, else a refused one. None: nothing to choose."""
        if not self.laid_out.in_several_units:
            return None
        certificate, (row, column) = self.laid_out.certificate[rows], self.laid_out.places(rows)
        if not (column > 0).any():
            return None
        order = np.lexsort((np.where(np.isnan(factor), 2, crossed), row, certificate))
        first = np.ones(len(order), dtype=bool)
        first[1:] = (np.diff(certificate[order]) != 0) | (np.diff(row[order]) != 0)
        return np.sort(order[first])

    def crossed(
        self, rows: Rows, basis: Coded, columns: Columns, rule: Rule
    ) -> tuple[Floats, npt.NDArray[np.int32], npt.NDArray[np.int32], Columns]:
        """Factor into the rule's basis, how it was crossed and why it was refused (numbers of phrases), and the columns it holds for."""
        salts = self.laid_out.salts(rows)
        if rule.quantity is Quantity.ANY_AMOUNT or rule.basis is None:
            empty = np.full(len(rows), self.nothing, dtype=np.int32)
            return np.ones(len(rows)), empty if salts is None else self.phrases.codes(salts), empty, columns
        wanted = one_word(rule.basis.value, len(rows))
        found = cross(basis, wanted, self.laid_out.facts, rows=rows, grams_per_day=self.grams)
        said, refusal = (np.array([self.phrases.code(text) for text in texts], dtype=np.int32) for texts in zip(*found.routes, strict=True))
        factor, said, refusal = found.factor, said[found.route], refusal[found.route]
        if rule.basis is Basis.MASS_FRACTION_DRY:
            wet = np.isnan(factor) & basis.among((Basis.MASS_FRACTION,))
            factor[wet], said[wet] = 1.0, self.phrases.code("as received; without the moisture the dry amount is at least this")
            high = np.where(wet, np.inf, columns.high)
            columns = Columns(columns.low, high, columns.u, columns.mass_fraction_factor, columns.count, columns.censored & ~wet)
        if salts is not None:
            said, refusal = self.from_salts(salts, factor, said, refusal)
        return factor, said, refusal, columns

    def from_salts(
        self, salts: npt.NDArray[np.object_], factor: Floats, said: npt.NDArray[np.int32], refusal: npt.NDArray[np.int32]
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """How it was crossed and why it was refused, with the way from a salt to its free base."""
        of_salt, words = salts != "", np.array(self.phrases.words, dtype=object)
        joined = np.array(["; ".join(filter(None, pair)) for pair in zip(salts, words[said], strict=True)], dtype=object)
        unknown = of_salt & np.isnan(factor) & (np.char.find(salts.astype(str), "no molar mass") >= 0)
        return self.phrases.codes(joined), np.where(unknown, self.phrases.codes(salts), refusal).astype(np.int32)

    def printed_source(self, rows: Rows, verdicts: Judged) -> npt.NDArray[np.int32]:
        """The uncertainty in words; for a printed one, as it is printed."""
        uncertainty = self.sources[verdicts.uncertainty]
        printed = np.flatnonzero(verdicts.uncertainty == SourceCode.PRINTED)
        if printed.size:
            texts = self.laid_out.texts("u_source", rows[printed])
            uncertainty[printed] = self.phrases.codes(np.where(texts == "", UNCERTAINTIES[SourceCode.PRINTED], texts))
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

    def rounded(self, rule: Rule, columns: Columns, factor: Floats, verdicts: Judged, reason: npt.NDArray[np.int32]) -> Codes | None:
        """The verdicts on results rounded to the digits of the limit (USP General Notices 7.20, *check*), -1 where nothing is rounded.

        Where rounding changes the comparison, the reason says so. None where the rule does not round.
        """
        if rule.rounding != "limit-digits" or rule.limit is None or rule.basis in COUNT_BASES:
            return None
        exact = (columns.low == columns.high) & np.isin(verdicts.verdict, [*MET_CODES, *NOT_MET_CODES, CODE[Verdict.CANNOT_DECIDE]])
        exponent = rule.limit.as_tuple().exponent
        scale = 10.0 ** (-exponent if isinstance(exponent, int) else 0)
        unit, limit = factor / float(parse_unit(rule.unit).factor), float(rule.limit)
        value = columns.low * unit
        to_digits = np.floor(value * scale + 0.5) / scale
        changes = exact & ((value <= limit) != (to_digits <= limit))
        words = {True: "Rounded to the digits of the limit it is within; unrounded it is above.", False: "Rounded it is above the limit."}
        for inside in (True, False):
            reason[changes & ((to_digits <= limit) == inside)] = self.phrases.code(words[inside])
        out = np.where(exact, verdicts.verdict, np.int8(-1)).astype(np.int8)
        at = np.flatnonzero(changes)
        if len(at):
            taken = to_digits[at] / unit[at]
            again = replace(columns.take(at), low=taken, high=taken)
            out[at] = judge_columns(again, _bounds(rule, float(rule.canonical_limit or 0) / factor[at]), self.decision).verdict
        return out

    def absences(self, number: int, rule: Rule) -> Part:
        """Presence tests and counts against a demand of absence; each kind of answer is judged once."""
        rows, columns = self.laid_out.rows_of(rule.analyte, rule), self.laid_out.columns
        low, high = columns.low[rows], columns.high[rows]
        counted = columns.count[rows] & ~np.isnan(low)
        qualifier, portion = self.laid_out.qualifier.take(rows), self.laid_out.portions(rows)
        portions, grams_of = pd.factorize(portion, use_na_sentinel=False)
        answers = (qualifier.codes * len(grams_of) + portions) * 3 + np.where(counted, np.where(low > 0, 1, 0), 2)
        kind, kinds = pd.factorize(answers)
        first = np.zeros(len(kinds), dtype=np.intp)
        first[kind[::-1]] = np.arange(len(rows))[::-1]
        asked = AbsenceRule(None if rule.portion_g is None else float(rule.portion_g))
        said = []
        for n in first:
            count = (float(low[n]), float(high[n])) if counted[n] else None
            grams = None if np.isnan(portion[n]) else float(portion[n])
            one = judge_absence(str(qualifier.take(np.array([n])).texts()[0]), grams, count, asked)
            said.append((CODE[one.verdict], self.phrases.code(one.reason)))
        verdict, reason = np.array(said, dtype=np.int32).reshape(-1, 2).T
        return self.bare(number, self.at[rows], self.at[rows], verdict[kind].astype(np.int8), reason[kind])

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
        found, table = self.laid_out.composition(self.decision, complete=self.complete_panel)
        certificates = self.laid_out.first_row[found]
        fit = self.laid_out.form_fits(certificates, rule)
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
