"""Judging one record after another, written plainly: what the judging of columns is held against, for its verdicts and for its time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from registry.assessment.alkaloids import MITRAGYNINE, PRINTED_SHARE, SEVEN_OH, SYNTHETIC_MARKERS, TOTAL, alkaloid_keys, single_alkaloids
from registry.assessment.conformity import Conformity, Observation, Requirement, Verdict, judge
from registry.assessment.judging import Question
from registry.assessment.laid_out import BOUNDED_BY_TOTAL
from registry.assessment.limits import InForce, Kind, Quantity, Rule
from registry.assessment.presence import AbsenceRule, judge_absence, portion_in_grams
from registry.assessment.uncertainty import COUNT_BASES, UncertaintyModel, horwitz_rsd
from registry.assessment.verdict_frame import MET, NOT_MET
from registry.errors import BasisError
from registry.model.crossing import PackFacts, convert
from registry.model.measurement import CENSORED, Qualifier
from registry.model.units import Basis

Row = Mapping[str, Any]
_BASES = ("mass_fraction", "mass_fraction_dry", "per_volume", "per_serving", "per_unit", "per_package")
_MASSES = {
    "per_serving": "serving_mass_g",
    "per_unit": "unit_mass_g",
    "per_package": "package_mass_g",
    "per_volume": "density_g_per_ml",
}


@dataclass(frozen=True)
class Said:
    """One verdict: the rule, the row of the certificate (-1: none), and the conformity."""

    rule: Rule
    row: int
    column: int
    verdict: Verdict
    p_low: float | None
    p_high: float | None


def judged(rows: Sequence[Row], rules: Sequence[Rule], asked: Question) -> list[Said]:
    """The verdicts on the rows of one certificate, rule by rule, then row by row. `rules` are those of `speaking`."""
    by_analyte: dict[str, list[Row]] = {}
    for row in rows:
        by_analyte.setdefault(row["analyte_key"], []).append(row)
    return [said for rule in rules for said in _by_rule(rows, by_analyte, rule, asked)]


def speaking(asked: Question) -> list[Rule]:
    """The limits of the pack that judge on the day that was asked for."""
    measurable = (
        Quantity.AMOUNT, Quantity.ANY_AMOUNT, Quantity.ABSENCE, Quantity.SHARE_OF_ALKALOIDS, Quantity.MITRAGYNINE_TO_7OH,
        Quantity.SYNTHETIC_ALKALOIDS,
    )  # fmt: skip
    rules = (r for r in asked.pack.rules if r.kind is Kind.LIMIT and r.supports_verdicts and r.quantity in measurable and r.route == "oral")
    in_force = (r for r in rules if (r.end is None if asked.on is None else r.in_force(asked.on) is InForce.YES))
    few_grams = (r for r in in_force if r.up_to_grams_per_day is None or asked.grams <= r.up_to_grams_per_day)
    return [r for r in few_grams if r.basis is not Basis.UNKNOWN]


def _by_rule(rows: Sequence[Row], by_analyte: Mapping[str, list[Row]], rule: Rule, asked: Question) -> Iterator[Said]:
    forms = {"unknown", "", *(form.value for form in rule.forms)}
    if rule.forms and rows[0]["form"] not in forms:
        return
    if rule.quantity in (Quantity.AMOUNT, Quantity.ANY_AMOUNT):
        found = list(_amounts(by_analyte, rule, asked))
    elif rule.quantity is Quantity.ABSENCE:
        found = [_absence(row, rule) for row in by_analyte.get(rule.analyte, ())]
    else:
        found = list(_derived(by_analyte, rule, asked))
    yield from found or [Said(rule, -1, -1, Verdict.NOT_EVALUATED, None, None)]


def _said(rule: Rule, row: Row, one: Conformity) -> Said:
    return Said(rule, row["row"], row["column"], one.verdict, one.p_low, one.p_high)


# --- amounts ------------------------------------------------------------------------------------------------------


def _amounts(by_analyte: Mapping[str, list[Row]], rule: Rule, asked: Question) -> Iterator[Said]:
    own = by_analyte.get(rule.analyte, [])
    totals = [] if own else by_analyte.get(BOUNDED_BY_TOTAL.get(rule.analyte, ""), [])
    several = any(row["column"] > 0 for row in own or totals)
    best: dict[int, tuple[int, Said]] = {}
    for n, row in enumerate(own or totals):
        order, one = _amount(row, rule, asked)
        if totals and one.verdict in (*NOT_MET, Verdict.CANNOT_DECIDE):
            one = Conformity(Verdict.CANNOT_DECIDE, one.p_low, one.p_high, "", "")
        place = row["row"] if several else n
        if place not in best or order < best[place][0]:
            best[place] = order, _said(rule, row, one)
    yield from (said for _, said in best.values())


def _amount(row: Row, rule: Rule, asked: Question) -> tuple[int, Conformity]:
    """The verdict, and how good the column is: 0 in the rule's basis, 1 crossed, 2 refused."""
    low, high, censored, basis = row["low"], row["high"], row["qualifier"] in CENSORED, Basis(row["basis"])
    if rule.basis is Basis.COUNT_PER_MASS:
        portion = f"{row['test_portion']} {row['text']} {row['unit']}"
        grams = portion_in_grams(portion) if basis is Basis.PRESENCE else None
        if grams and row["qualifier"] in (Qualifier.ABSENT, Qualifier.PRESENT):
            absent, basis = row["qualifier"] == Qualifier.ABSENT, Basis.COUNT_PER_MASS
            low, high, censored = (0.0, 1 / grams, True) if absent else (1 / grams, math.inf, False)
        basis = Basis.COUNT_PER_MASS if basis is Basis.MPN_PER_MASS else basis
    factor, order = _crossed(row, basis, rule, asked)
    if rule.basis is Basis.MASS_FRACTION_DRY and factor is None and basis is Basis.MASS_FRACTION:
        factor, high, censored, order = 1.0, math.inf, False, 1
    measured = None if math.isnan(low) or math.isnan(high) else (low, high)
    if factor is None:
        verdict = Verdict.CANNOT_DECIDE if not math.isnan(low) else Verdict.NOT_EVALUATED
        return 2, Conformity(verdict, None, None, "", "")
    limit = 0.0 if rule.quantity is Quantity.ANY_AMOUNT else float(rule.canonical_limit or 0) / factor
    observation = Observation(
        measured[0] if measured else None,
        measured[1] if measured else None,
        row["u"],
        "",
        _mass_factor(row),
        row["basis"] in COUNT_BASES,
        censored,
    )
    if rule.comparator in (">=", ">"):
        return order, judge(observation, Requirement(lower=limit, lower_strict=rule.comparator == ">"), asked.decision)
    return order, judge(observation, Requirement(upper=limit, upper_strict=rule.comparator == "<"), asked.decision)


def _crossed(row: Row, basis: Basis, rule: Rule, asked: Question) -> tuple[float | None, int]:
    if rule.quantity is Quantity.ANY_AMOUNT or rule.basis is None or basis is rule.basis:
        return 1.0, 0
    stated = {name: Decimal(repr(value)) for name in PackFacts.model_fields if 0 < (value := row[name]) < math.inf}
    daily = rule.basis is Basis.PER_DAY
    try:
        factor = float(convert(Decimal(1), basis, Basis.MASS_FRACTION if daily else rule.basis, PackFacts(**stated)))
    except BasisError:
        return None, 2
    return (factor * asked.grams if daily else factor), 1


def _mass_factor(row: Row) -> float | None:
    if row["basis"] in ("mass_fraction", "mass_fraction_dry"):
        return 1e-3
    mass = row.get(_MASSES.get(row["basis"], ""), math.nan)
    return 1e-3 / mass if mass > 0 else None


def _absence(row: Row, rule: Rule) -> Said:
    counted = row["basis"] in COUNT_BASES and not math.isnan(row["low"])
    portion = portion_in_grams(f"{row['test_portion']} {row['text']} {row['unit']}")
    asked = AbsenceRule(None if rule.portion_g is None else float(rule.portion_g))
    return _said(rule, row, judge_absence(row["qualifier"], portion, (row["low"], row["high"]) if counted else None, asked))


# --- shares, ratios, markers ----------------------------------------------------------------------------------------

_PRINTED, _HORWITZ = 1, 2


@dataclass
class _Alkaloid:
    low: float
    high: float
    u_low: float
    u_high: float
    source: int


def _derived(by_analyte: Mapping[str, list[Row]], rule: Rule, asked: Question) -> Iterator[Said]:
    spoken_of = [key for key in by_analyte if key in alkaloid_keys()]
    known = [row for key in spoken_of for row in by_analyte[key] if not math.isnan(row["low"]) and not math.isnan(row["high"])]
    amounts = [row for row in known if row["basis"] in _BASES and row["analyte_key"] != PRINTED_SHARE]
    printed = [row for row in known if row["basis"] == "share_of_alkaloids" and row["analyte_key"] == PRINTED_SHARE]
    if not (amounts or printed):
        return
    ranks = [_BASES.index(row["basis"]) + (0 if row["analyte_key"] == SEVEN_OH else len(_BASES)) for row in amounts]
    basis = _BASES[min(ranks) % len(_BASES)] if ranks else "share_of_alkaloids"
    found: dict[str, _Alkaloid] = {}
    for row in [*(row for row in amounts if row["basis"] == basis), *printed]:
        _merge(found, row, asked)
    if rule.quantity is Quantity.SYNTHETIC_ALKALOIDS:
        marked = any(key in SYNTHETIC_MARKERS and one.low > 0 for key, one in found.items())
        yield Said(rule, -1, -1, Verdict.OUTSIDE if marked else Verdict.CANNOT_DECIDE, None, None)
    elif rule.quantity is Quantity.SHARE_OF_ALKALOIDS:
        yield _at_ends(rule, *_share(found, basis), asked)
    else:
        yield _at_ends(rule, *_ratio(found), asked)


def _merge(found: dict[str, _Alkaloid], row: Row, asked: Question) -> None:
    top = row["low"] if math.isinf(row["high"]) else row["high"]
    factor = _mass_factor(row)
    source = _PRINTED if row["u"] > 0 and math.isfinite(row["u"]) else _HORWITZ if top > 0 and factor else 0
    if asked.decision.model is UncertaintyModel.NONE:
        source = 0

    def u(x: float) -> float:
        if source == _PRINTED:
            return float(row["u"])
        return x * horwitz_rsd(x * (factor or 0)) if source == _HORWITZ and 0 < x < math.inf else 0.0

    one = _Alkaloid(row["low"], row["high"], u(row["low"]), u(row["high"]), source)
    if (known := found.get(row["analyte_key"])) is not None:
        one = _Alkaloid(
            min(known.low, one.low),
            max(known.high, one.high),
            max(known.u_low, one.u_low),
            max(known.u_high, one.u_high),
            min(known.source, one.source),
        )
    found[row["analyte_key"]] = one


_Ends = tuple[float, float, float, float, int]


def _others(found: dict[str, _Alkaloid]) -> list[_Alkaloid]:
    single = single_alkaloids()
    return [one for key, one in found.items() if key in single and key != SEVEN_OH]


def _source(found: dict[str, _Alkaloid]) -> int:
    h = found.get(SEVEN_OH)
    if h is None:
        return found[PRINTED_SHARE].source if PRINTED_SHARE in found else 0
    beside = [one.source for one in _others(found) if one.low > 0]
    return max(h.source, *beside, 0) if h.source > 0 and 0 not in beside else 0


def _share(found: dict[str, _Alkaloid], basis: str) -> _Ends:
    h, others = found.get(SEVEN_OH), _others(found)
    if h is None:
        p = found.get(PRINTED_SHARE)
        return (p.low, p.high, p.u_low, p.u_high, p.source) if p else (math.nan, math.nan, 0.0, 0.0, 0)
    total = found.get(TOTAL)
    beside = 0.0 if total is None or math.isinf(h.high) else max(0.0, total.low - h.high)
    rest = max(sum(one.low for one in others), beside)
    whole = h.high + rest
    high = 1.0 if math.isinf(h.high) else h.high / whole if whole else math.nan
    u_high = math.sqrt((rest * h.u_high) ** 2 + h.high**2 * sum(o.u_low**2 for o in others)) / whole**2 if 0 < whole < math.inf else 0.0
    by_mass = basis == "mass_fraction"
    low = h.low / 1000 if by_mass else 0.0
    return low * 100, high * 100, h.u_low / 10 if by_mass else 0.0, u_high * 100, _source(found)


def _ratio(found: dict[str, _Alkaloid]) -> _Ends:
    m, h = found.get(MITRAGYNINE), found.get(SEVEN_OH)
    if m is None or h is None:
        return math.nan, math.nan, 0.0, 0.0, _source(found)

    def over(up: float, u_up: float, down: float, u_down: float) -> tuple[float, float]:
        if math.isinf(down):
            return 0.0, 0.0
        if down == 0:
            return (math.nan if up == 0 else math.inf), 0.0
        ratio = up / down
        exact = not up or not math.isfinite(ratio)
        return ratio, 0.0 if exact else ratio * math.sqrt((u_up / up) ** 2 + (u_down / down) ** 2)

    (low, u_low), (high, u_high) = over(m.low, m.u_low, h.high, h.u_high), over(m.high, m.u_high, h.low, h.u_low)
    return low, high, u_low, u_high, _source(found)


def _at_ends(rule: Rule, low: float, high: float, u_low: float, u_high: float, source: int, asked: Question) -> Said:
    if math.isnan(low) or math.isnan(high):
        return Said(rule, -1, -1, Verdict.NOT_EVALUATED, None, None)
    limit, strict = float(rule.canonical_limit or 0), rule.comparator in ("<", ">")
    upper = rule.comparator in ("<", "<=")
    requirement = Requirement(upper=limit, upper_strict=strict) if upper else Requirement(lower=limit, lower_strict=strict)
    ends = []
    for x, u in ((low, u_low), (high, u_high)):
        one = judge(Observation(x, x, u if source and u and math.isfinite(x) else None), requirement, asked.decision)
        if source and one.p_low is None:  # certain, and graded all the same
            p = float(one.verdict in MET)
            one = Conformity(Verdict.CONFORMS if p else Verdict.DOES_NOT_CONFORM, p, p, "", "")
        ends.append(one)
    verdict = ends[0].verdict if ends[0].verdict is ends[1].verdict else Verdict.CANNOT_DECIDE
    chances = [one.p_low for one in ends if one.p_low is not None]
    return Said(rule, -1, -1, verdict, min(chances, default=None), max(chances, default=None))
