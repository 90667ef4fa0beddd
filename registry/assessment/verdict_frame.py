"""The frame of verdicts: arrays of codes for each rule, put together once, words last."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from registry.assessment.columns import JUDGED_RESULT, VERDICTS
from registry.assessment.conformity import VERDICTS as VERDICT_WORDS
from registry.assessment.conformity import Verdict
from registry.assessment.conformity_columns import Codes
from registry.assessment.limits import RulePack
from registry.assessment.uncertainty import Floats
from registry.model.units import CANONICAL, Basis

MET: Final = (Verdict.WITHIN, Verdict.CONFORMS, Verdict.PROBABLY_CONFORMS)
NOT_MET: Final = (Verdict.OUTSIDE, Verdict.DOES_NOT_CONFORM, Verdict.PROBABLY_DOES_NOT_CONFORM)
CODE: Final = {verdict: code for code, verdict in enumerate(VERDICT_WORDS)}
MET_CODES: Final = [CODE[verdict] for verdict in MET]
NOT_MET_CODES: Final = [CODE[verdict] for verdict in NOT_MET]
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Part:
    """Verdicts of one rule. `rows`: positions in the results, -1 where no single row; `certificates`: any row of the certificate, or -1."""

    rule: int
    rows: Rows
    certificates: Rows
    verdict: Codes
    p_low: Floats
    p_high: Floats
    uncertainty: npt.NDArray[np.int32]
    reason: npt.NDArray[np.int32]
    low: Floats
    high: Floats
    crossing: npt.NDArray[np.int32]
    rounded: Codes | None = None
    """The verdict on the result rounded as the rule says, -1 where it does not round; None where the rule rounds nothing."""


@dataclass(slots=True)
class Phrases:
    """Sentences by number, so that a column of millions of words is a column of small integers."""

    words: list[str] = field(default_factory=list)
    number: dict[str, int] = field(default_factory=dict)

    def code(self, text: str) -> int:
        if text not in self.number:
            self.number[text] = len(self.words)
            self.words.append(text)
        return self.number[text]

    def codes(self, texts: npt.NDArray[np.object_]) -> npt.NDArray[np.int32]:
        if not len(texts) or (texts == texts[0]).all():  # as a rule: nothing to say
            return np.full(len(texts), self.code(str(texts[0])) if len(texts) else 0, dtype=np.int32)
        numbers, found = pd.factorize(texts)
        return np.array([self.code(str(text)) for text in found], dtype=np.int32)[numbers]


@lru_cache(maxsize=256)
def _category_type(words: tuple[str, ...]) -> Any:
    return pd.CategoricalDtype(list(words))


def _categories(codes: npt.NDArray[Any], words: tuple[str, ...]) -> pd.Categorical[str]:
    """A column of words by their numbers; the type of a set of words is made once, because making it costs more than the column."""
    column: pd.Categorical[str] = pd.Categorical.from_codes(codes, dtype=_category_type(words), validate=False)
    return column


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts on `results` under one pack, as numbers, part by part."""

    results: pd.DataFrame
    phrases: Phrases
    parts: list[Part]
    pack: RulePack
    on: date | None
    grams: float

    def __len__(self) -> int:
        return sum(len(part.rows) for part in self.parts)


SAMPLE: Final = "the sample received"
LOT: Final = "the sample received and its lot: the certificate names a sampling plan, whose own uncertainty is not included"


def verdict_frame(verdicts: Verdicts, sampling_plans: Collection[str] = ()) -> pd.DataFrame:
    """columns.JUDGED_RESULT and columns.VERDICTS of every part, in their order. `sampling_plans`: ids of certificates that name one."""
    results, pack, on = verdicts.results, verdicts.pack, verdicts.on

    def joined(name: str) -> npt.NDArray[Any]:
        return np.concatenate([getattr(part, name) for part in verdicts.parts])

    rows, certificates = joined("rows"), joined("certificates")
    rule = np.concatenate([np.full(len(part.rows), part.rule, dtype=np.int16) for part in verdicts.parts])
    out: dict[str, Any] = _result_columns(results, rows, certificates)
    out |= _rule_columns(pack, rule, on, verdicts.grams)
    verdict = joined("verdict")
    out["verdict"] = _categories(verdict, tuple(v.value for v in VERDICT_WORDS))
    rounded = np.concatenate(
        [part.rounded if part.rounded is not None else np.full(len(part.rows), -1, np.int8) for part in verdicts.parts]
    )
    out["rounded_verdict"] = _categories(rounded + 1, ("", *(v.value for v in VERDICT_WORDS)))
    for name, source in (("p_low", "p_low"), ("p_high", "p_high"), ("measured_low", "low"), ("measured_high", "high")):
        out[name] = joined(source)
    said = tuple(verdicts.phrases.words)
    for name in ("uncertainty", "reason", "crossing"):
        out[name] = _categories(joined(name), said)
    out["scope"] = _scopes(out["certificate_id"], certificates, sampling_plans)
    printed = np.zeros(len(rows), dtype=np.int8)
    words = results["status"].to_numpy(dtype=object)[np.maximum(rows, 0)] if len(results) else np.full(len(rows), "", dtype=object)
    for code, word in enumerate(_STATUSES[1:], 1):
        printed[(rows >= 0) & (words == word)] = code
    out["printed_status"] = _categories(printed, _STATUSES)
    out["status_agrees"] = _agreement(printed, verdict)
    return pd.DataFrame({name: out[name] for name in (*JUDGED_RESULT, *VERDICTS)}, copy=False)


def _scopes(ids: Any, certificates: Rows, sampling_plans: Collection[str]) -> pd.Categorical[str]:
    """What each verdict is about (ISO/IEC 17025:2017 7.8.6.2 a): the lot only where the certificate names a sampling plan."""
    codes = (certificates >= 0).astype(np.int8)
    if sampling_plans:
        codes[np.asarray(pd.array(ids).isin(list(sampling_plans)), dtype=bool)] = 2
    return _categories(codes, ("", SAMPLE, LOT))


def _notes(pack: RulePack, on: date | None) -> list[str]:
    """The rules' own notes; where another limit of the pack on the same thing is in force with another figure, that is said at both."""
    other: dict[str, list[str]] = {}
    for one, two in pack.contradictions(on):
        other.setdefault(one.id, []).append(two.words)
        other.setdefault(two.id, []).append(one.words)
    said = {name: f"Another limit of this pack on the same thing: {', '.join(words)}; both are judged." for name, words in other.items()}
    return [" ".join(filter(None, (rule.note, said.get(rule.id, "")))) for rule in pack.rules]


_STATUSES: Final = ("", "pass", "fail")


def _agreement(printed: npt.NDArray[np.int8], verdict: npt.NDArray[Any]) -> pd.Categorical[str]:
    met, not_met = np.isin(verdict, MET_CODES), np.isin(verdict, NOT_MET_CODES)
    passed, failed = printed == _STATUSES.index("pass"), printed == _STATUSES.index("fail")
    codes = np.where((passed & met) | (failed & not_met), 1, np.where((passed & not_met) | (failed & met), 2, 0))
    return _categories(codes, ("", "agrees", "differs"))


_OF_ROW: Final = frozenset({"panel", "analyte_key", "analyte", "row", "column", "page", "text", "unit", "source_url"})
_BLANK: Final[dict[str, object]] = {"row": -1, "column": -1, "page": pd.NA, "specimen": False, "reported": pd.NaT}


def _result_columns(results: pd.DataFrame, rows: Rows, certificates: Rows) -> dict[str, object]:
    """The measured row of each verdict; where there is none, what is known of its certificate; nothing for a rule that is only shown."""
    if results.empty:
        return {name: np.full(len(rows), _BLANK.get(name, ""), dtype=object) for name in JUDGED_RESULT}
    return {
        name: results[name].array.take(rows if name in _OF_ROW else certificates, allow_fill=True, fill_value=_BLANK.get(name, ""))
        for name in JUDGED_RESULT
    }


def _rule_columns(pack: RulePack, rule: npt.NDArray[np.int16], on: date | None, grams: float) -> dict[str, object]:
    def words(texts: list[str]) -> pd.Categorical[str]:
        number = {text: n for n, text in enumerate(dict.fromkeys(texts))}
        return _categories(np.array([number[text] for text in texts], dtype=np.int16)[rule], tuple(number))

    rules = pack.rules
    limit = np.array([np.nan if r.canonical_limit is None else float(r.canonical_limit) for r in rules])
    daily = np.array([grams if r.basis is Basis.PER_DAY else np.nan for r in rules])
    return {
        "pack": words([pack.code] * len(rules)),
        "rule_id": words([r.id for r in rules]),
        "cite": words([r.cite for r in rules]),
        "kind": words([r.kind.value for r in rules]),
        "quantity": words([r.quantity.value for r in rules]),
        "rule": words([r.words for r in rules]),
        "limit": limit[rule],
        "limit_unit": words(["" if r.basis is None else CANONICAL[r.basis] for r in rules]),
        "grams_per_day": daily[rule],
        "rule_state": words(["" if on is None else r.in_force(on).value for r in rules]),
        "from": words([r.start or "" for r in rules]),
        "to": words([r.end or "" for r in rules]),
        "rule_source": words([r.source for r in rules]),
        "unverified": words([r.unverified for r in rules]),
        "quote": words([r.quote for r in rules]),
        "rule_note": words(_notes(pack, on)),
    }


def printed_verdict(statuses: pd.Series) -> str:
    """What a report says of itself, from the printed status of its rows.

    "fail" where one row fails, "pass" where every row passes, "partly evaluated" where some say nothing; "not evaluated" where no
    row carries a verdict, which is never a pass.
    """
    stated = statuses.fillna("").astype(str)
    if (stated == "fail").any():
        return "fail"
    if (stated == "pass").all() and len(stated):
        return "pass"
    return "partly evaluated" if (stated == "pass").any() else Verdict.NOT_EVALUATED.value
