"""Every result against every rule of a pack, on a day.

A limit judges where it is in force on the day, its source can be looked up, and its route, form and daily amount fit.
Every other rule of the pack is shown with the reason why it judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from registry.assessment.alkaloids import compositions
from registry.assessment.conformity import REASONS, UNCERTAINTIES, Decision, SourceCode, Verdict
from registry.assessment.conformity_columns import Bounds, Codes, Columns, Ends, Flags, Judged, columns_of, judge_columns, judge_ends
from registry.assessment.crossing import crossings
from registry.assessment.limits import InForce, Kind, Quantity, Rule, RulePack
from registry.assessment.presence import AbsenceRule, judge_absence, portion_in_grams
from registry.assessment.sums import with_sums
from registry.assessment.uncertainty import COUNT_BASES, Floats
from registry.assessment.verdict_frame import CODE, MET_CODES, NOT_MET_CODES, Part, Phrases, Rows, verdict_frame
from registry.model.measurement import Qualifier
from registry.model.units import Basis, parse_unit

DEFAULT_GRAMS_PER_DAY: Final = 9.6
"""The registry's stated default where the reader sets none and no label does: four servings of 2.4 g. No recommendation."""
BOUNDED_BY_TOTAL: Final = {"arsenic_inorganic": "arsenic", "methylmercury": "mercury"}
"""A species is at most its total; a total above a species limit decides nothing (USP <2232>)."""
_MEASURED: Final = (Quantity.AMOUNT, Quantity.ANY_AMOUNT)


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
    results = with_sums(results.reset_index(drop=True), {rule.analyte for rule in pack.rules})
    bench = _Bench(results, grams, decision, complete_panel=complete_panel)
    parts = []
    for number, rule in enumerate(pack.rules):
        silent = _silent(rule, on, include, route, grams)
        found = [] if silent else [part for part in bench.judged(number, rule, list_missing=list_missing) if len(part.rows)]
        parts.extend(found or [bench.shown(number, silent or "It applies to other forms of product.")])
    return verdict_frame(results, bench.phrases, parts, pack, on, grams)


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
    """The results laid out for judging: rows by analyte, the phrases used, the facts that hold for every rule."""

    def __init__(self, results: pd.DataFrame, grams: float, decision: Decision, *, complete_panel: bool) -> None:
        self.results, self.grams, self.decision, self.complete_panel = results, grams, decision, complete_panel
        self.phrases = Phrases()
        self.reasons = np.array([self.phrases.code(reason) for reason in REASONS], dtype=np.int32)
        self.sources = np.array([self.phrases.code(source) for source in UNCERTAINTIES], dtype=np.int32)
        self.nothing = self.phrases.code("")
        analytes, names = pd.factorize(results["analyte_key"])
        order = np.argsort(analytes, kind="stable")
        starts = np.searchsorted(analytes[order], np.arange(len(names) + 1))
        self.by_analyte = {name: order[starts[n] : starts[n + 1]] for n, name in enumerate(names)}
        self.certificate, _ = pd.factorize(results["certificate_id"])
        _, self.first_row = np.unique(self.certificate, return_index=True)
        self.form = results["form"].to_numpy(dtype=object)
        self.composition: pd.DataFrame | None = None

    def rows_of(self, analyte: str, rule: Rule) -> Rows:
        rows = self.by_analyte.get(analyte, np.zeros(0, dtype=np.intp))
        return rows[self.fits(rows, rule)] if rule.forms else rows

    def fits(self, rows: Rows, rule: Rule) -> Flags:
        """Whether the product's form is one that the rule names; a product of unknown form is judged."""
        allowed = {form.value for form in rule.forms} | {"unknown", ""}
        return np.isin(self.form[rows].astype(str), sorted(allowed))

    def shown(self, number: int, reason: str) -> Part:
        none = np.full(1, -1, dtype=np.intp)
        return self.plain(number, none, none, [(Verdict.NOT_EVALUATED, reason)])

    def plain(self, number: int, rows: Rows, certificates: Rows, said: list[tuple[Verdict, str]]) -> Part:
        """A part whose verdicts have no probability."""
        size = len(rows)
        nan = np.full(size, np.nan)
        return Part(
            number,
            rows,
            certificates,
            np.array([CODE[verdict] for verdict, _ in said], dtype=np.int8),
            nan,
            nan,
            np.full(size, self.sources[SourceCode.NONE], dtype=np.int32),
            np.array([self.phrases.code(reason) for _, reason in said], dtype=np.int32),
            nan,
            nan,
            np.full(size, self.nothing, dtype=np.int32),
        )

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
            seen[self.certificate[part.certificates]] = True
            missing = self.first_row[~seen]
            missing = missing[self.fits(missing, rule)] if rule.forms else missing
            none = np.full(len(missing), -1, dtype=np.intp)
            yield self.plain(number, none, missing, [(Verdict.NOT_EVALUATED, "The certificate has no result for it.")] * len(missing))

    def amounts(self, number: int, rule: Rule) -> Part:
        """Amounts against a limit: carried into the rule's basis, or refused with the missing fact."""
        rows = self.rows_of(rule.analyte, rule)
        species = np.zeros(len(rows), dtype=bool)
        if (total := BOUNDED_BY_TOTAL.get(rule.analyte)) is not None:
            totals = self.rows_of(total, rule)
            totals = totals[~np.isin(self.certificate[totals], self.certificate[rows])]
            species = np.concatenate([species, np.ones(len(totals), dtype=bool)])
            rows = np.concatenate([rows, totals])
        frame = self.results.iloc[rows]
        target, columns = _presence_as_count(frame, columns_of(frame), rule)
        factor, said, refusal, columns = self.crossed(target, columns, rule)
        best = _one_a_row(frame, factor, said)
        rows, species, factor = rows[best], species[best], factor[best]
        said, refusal, columns = said[best], refusal[best], columns.take(best)
        limit = 0.0 if rule.quantity is Quantity.ANY_AMOUNT else float(rule.canonical_limit or 0)
        with np.errstate(invalid="ignore"):
            verdicts = judge_columns(columns, _bounds(rule, limit / factor), self.decision)
        reason = self.reasons[verdicts.reason]
        uncertainty = self.printed_source(rows, verdicts)
        verdict = verdicts.verdict
        refused = np.isnan(factor) & ~np.isnan(columns.low)
        verdict[refused], reason[refused] = CODE[Verdict.CANNOT_DECIDE], self.phrases.codes(refusal[refused])
        self.bounded_by_total(species, verdict, reason)
        self.rounded(rule, columns, factor, verdicts, reason)
        return Part(
            number, rows, rows, verdict, verdicts.p_low, verdicts.p_high, uncertainty, reason,
            columns.low * factor, columns.high * factor, self.phrases.codes(said),
        )  # fmt: skip

    def crossed(
        self, frame: pd.DataFrame, columns: Columns, rule: Rule
    ) -> tuple[Floats, npt.NDArray[np.object_], npt.NDArray[np.object_], Columns]:
        if rule.quantity is Quantity.ANY_AMOUNT or rule.basis is None:
            empty = np.full(len(frame), "", dtype=object)
            return np.ones(len(frame)), empty, empty, columns
        found = crossings(frame, rule.basis, grams_per_day=self.grams)
        factor, said, refusal = found.factor, found.said, found.refusal
        if rule.basis is Basis.MASS_FRACTION_DRY:
            wet = np.isnan(factor) & (frame["basis"] == Basis.MASS_FRACTION).to_numpy(dtype=bool)
            factor[wet], said[wet] = 1.0, "as received; without the moisture the dry amount is at least this"
            high = np.where(wet, np.inf, columns.high)
            columns = Columns(columns.low, high, columns.u, columns.mass_fraction_factor, columns.count, columns.censored & ~wet)
        return factor, said, refusal, columns

    def printed_source(self, rows: Rows, verdicts: Judged) -> npt.NDArray[np.int32]:
        """The uncertainty in words; for a printed one, as it is printed."""
        uncertainty = self.sources[verdicts.uncertainty]
        printed = np.flatnonzero(verdicts.uncertainty == SourceCode.PRINTED)
        if printed.size:
            texts = self.results["u_source"].iloc[rows[printed]].fillna("").to_numpy(dtype=object)
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
        frame = self.results.iloc[rows]
        counted = frame["basis"].isin([basis.value for basis in COUNT_BASES]).to_numpy(dtype=bool)
        low, high = (frame[end].to_numpy(dtype=np.float64, na_value=np.nan) for end in ("low", "high"))
        asked = AbsenceRule(None if rule.portion_g is None else float(rule.portion_g))
        kinds = frame["qualifier"].fillna("").to_numpy(dtype=object)
        texts = (frame["test_portion"].fillna("") + " " + frame["text"].fillna("") + " " + frame["unit"].fillna("")).to_numpy(dtype=object)
        said = []
        for n in range(len(rows)):
            count = (low[n], high[n]) if counted[n] and not np.isnan(low[n]) else None
            one = judge_absence(str(kinds[n]), portion_in_grams(str(texts[n])), count, asked)
            said.append((one.verdict, one.reason))
        return self.plain(number, rows, rows, said)

    def derived(self, number: int, rule: Rule) -> Part:
        """Shares, ratios and synthetic markers: one verdict a certificate, from all its alkaloids."""
        if self.composition is None:
            self.composition = compositions(self.results, self.decision, complete=self.complete_panel)
        table = self.composition
        numbers = pd.Series(np.arange(len(self.first_row)), index=self.results["certificate_id"].iloc[self.first_row].to_numpy())
        certificates = (
            self.first_row[numbers[table["certificate_id"]].to_numpy(dtype=np.intp)] if len(table) else np.zeros(0, dtype=np.intp)
        )
        fit = self.fits(certificates, rule) if rule.forms else np.ones(len(certificates), dtype=bool)
        table, certificates = table[fit], certificates[fit]
        none = np.full(len(table), -1, dtype=np.intp)
        if rule.quantity is Quantity.SYNTHETIC_ALKALOIDS:
            return self.plain(number, none, certificates, [_synthetic(found, tested) for found, tested in _markers(table)])
        what = "share" if rule.quantity is Quantity.SHARE_OF_ALKALOIDS else "ratio"
        low, high, u_low, u_high = (table[f"{start}{what}_{end}"].to_numpy() for start in ("", "u_") for end in ("low", "high"))
        ends = Ends(low, high, u_low, u_high, table["source"].to_numpy(), np.zeros(len(table), dtype=bool))
        verdicts = judge_ends(ends, _bounds(rule, np.full(len(table), float(rule.canonical_limit or 0))), self.decision)
        reason = self.reasons[verdicts.reason]
        bounds = {"share": "The share lies between bounds that give different verdicts: what was not measured could decide.",
                  "ratio": "The ratio lies between bounds that give different verdicts."}  # fmt: skip
        reason[(verdicts.verdict == CODE[Verdict.CANNOT_DECIDE]) & (low != high)] = self.phrases.code(bounds[what])
        nothing = np.full(len(table), self.nothing, dtype=np.int32)
        return Part(
            number, none, certificates, verdicts.verdict, verdicts.p_low, verdicts.p_high,
            self.sources[verdicts.uncertainty], reason, low, high, nothing,
        )  # fmt: skip


def _markers(table: pd.DataFrame) -> Iterator[tuple[str, int]]:
    yield from zip(table["markers_found"].tolist(), table["markers_tested"].tolist(), strict=True)


def _synthetic(found: str, tested: int) -> tuple[Verdict, str]:
    if found:
        return Verdict.OUTSIDE, f"Quantified: {found}, not found in leaf above a trace."
    if tested:
        return Verdict.CANNOT_DECIDE, "No synthetic marker was found; that does not show where the mitragynine or 7-OH came from."
    return Verdict.CANNOT_DECIDE, "No synthetic marker was tested for."


def _bounds(rule: Rule, limit: Floats) -> Bounds:
    if rule.comparator in (">=", ">"):
        return Bounds(lower=limit, lower_strict=rule.comparator == ">")
    return Bounds(upper=limit, upper_strict=rule.comparator == "<")


def _presence_as_count(frame: pd.DataFrame, columns: Columns, rule: Rule) -> tuple[pd.DataFrame, Columns]:
    """A presence test beside a count limit: absent in m grams is fewer than 1/m per gram, present at least that many."""
    if rule.basis is not Basis.COUNT_PER_MASS:
        return frame, columns
    estimate = (frame["basis"] == Basis.MPN_PER_MASS).to_numpy(dtype=bool)
    presence = np.flatnonzero((frame["basis"] == Basis.PRESENCE).to_numpy(dtype=bool))
    low, high, censored = columns.low.copy(), columns.high.copy(), columns.censored.copy()
    readable = []
    for n in presence:
        row = frame.iloc[n]
        grams = portion_in_grams(f"{row['test_portion']} {row['text']} {row['unit']}")
        if grams and row["qualifier"] in (Qualifier.ABSENT, Qualifier.PRESENT):
            absent = row["qualifier"] == Qualifier.ABSENT
            low[n], high[n], censored[n] = (0.0, 1 / grams, True) if absent else (1 / grams, np.inf, False)
            readable.append(n)
    basis = frame["basis"].to_numpy(dtype=object).copy()
    basis[estimate] = Basis.COUNT_PER_MASS.value  # a most probable number estimates the same count
    basis[readable] = Basis.COUNT_PER_MASS.value
    return frame.assign(basis=basis), Columns(low, high, columns.u, columns.mass_fraction_factor, columns.count, censored)


def _one_a_row(frame: pd.DataFrame, factor: Floats, said: npt.NDArray[np.object_]) -> Rows:
    """Positions of one measurement for each printed row: the one in the rule's own basis, else a crossed one, else a refused one."""
    if not (frame["column"].to_numpy() > 0).any():
        return np.arange(len(frame))
    order = np.where(np.isnan(factor), 2, said != "")
    keyed = pd.DataFrame({"certificate": frame["certificate_id"].to_numpy(), "row": frame["row"].to_numpy(), "order": order})
    kept = keyed.sort_values("order", kind="stable").drop_duplicates(["certificate", "row"]).index.to_numpy()
    return np.sort(kept)
