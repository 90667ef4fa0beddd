"""Results laid out for judging: words as numbers, amounts as bare columns, rows by analyte. Done once, judged by any number of packs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from registry.assessment.alkaloids import alkaloid_keys, compose
from registry.assessment.coded import Coded, coded, runs
from registry.assessment.conformity import Decision
from registry.assessment.conformity_columns import AMOUNTS, Flags, columns_from
from registry.assessment.crossing import FACTS
from registry.assessment.limits import Quantity, Rule, RulePack
from registry.assessment.presence import portion_in_grams
from registry.assessment.salts import CROSSED, with_free_bases
from registry.assessment.sums import MEMBERS, with_sums
from registry.assessment.uncertainty import Floats
from registry.model.product import Form
from registry.model.salts import salts

Rows = npt.NDArray[np.intp]
BOUNDED_BY_TOTAL: Final = {"arsenic_inorganic": "arsenic", "methylmercury": "mercury"}
"""A species is at most its total; a total above a species limit decides nothing (USP <2232>)."""
_DERIVED: Final = (Quantity.SHARE_OF_ALKALOIDS, Quantity.MITRAGYNINE_TO_7OH, Quantity.SYNTHETIC_ALKALOIDS)
_PORTION: Final = ("test_portion", "text", "unit")
Composition = tuple[npt.NDArray[np.intp], dict[str, npt.NDArray[Any]]]


def _complete(results: pd.DataFrame, wanted: set[str]) -> tuple[pd.DataFrame, Coded]:
    """`results` with the free bases of salts and the wanted sums below them, and their analytes by number."""
    analyte = coded(results["analyte_key"])
    if not (set(salts()) | {member for key in wanted & set(MEMBERS) for member in MEMBERS[key]}) & set(analyte.words):
        return results, analyte
    completed = with_sums(with_free_bases(results), wanted)
    return completed, coded(completed["analyte_key"])


class LaidOut:
    """`results` (columns.RESULTS, with the sums that a pack needs) and, for the rows that a rule may speak of, their bare columns.

    `at` are the positions of those rows in `results`, analyte by analyte, so that the rows of one rule stand together in memory and
    in the order of the results; `certificates` number the certificate of every result, `first_row` is the
    position of each certificate's first one. Columns of the rows: `certificate`, `analyte`, `basis`, `qualifier`, `columns`, `facts`.
    """

    def __init__(self, results: pd.DataFrame, packs: Iterable[RulePack]) -> None:
        rules = [rule for pack in packs for rule in pack.rules]
        self.results, analyte = _complete(results, {rule.analyte for rule in rules})
        spoken_of = {rule.analyte for rule in rules} | {BOUNDED_BY_TOTAL.get(rule.analyte, "") for rule in rules}
        if any(rule.quantity in _DERIVED for rule in rules):
            spoken_of |= alkaloid_keys()
        at = np.flatnonzero(analyte.among(spoken_of - {""}))
        codes = analyte.codes[at].astype(np.int16)
        order = np.argsort(codes, kind="stable")
        self.at: Rows = at[order]
        self.analyte = Coded(codes[order], analyte.words)
        self.certificates, self.first_row = runs(self._words("certificate_id"))
        self.certificate = self.certificates[self.at]
        self.basis, self.qualifier = (coded(self._words(name)[at]).take(order) for name in ("basis", "qualifier"))
        amounts = {name: self._floats(name)[self.at] for name in AMOUNTS}
        self.facts = {name: fact[self.at] for name in FACTS if not np.isnan(fact := self._floats(name)).all()}
        self.columns = columns_from(amounts, self.basis, self.qualifier, self.facts)
        self.in_several_units = bool((self.results["column"] > 0).any())
        self._starts = np.searchsorted(self.analyte.codes, np.arange(len(analyte.words) + 1))
        self._number = {word: n for n, word in enumerate(analyte.words)}
        self._compositions: dict[tuple[Decision, bool], Composition] = {}

    def _words(self, name: str) -> npt.NDArray[np.object_]:
        return np.asarray(self.results[name].array, dtype=object)

    def _floats(self, name: str) -> Floats:
        return np.asarray(self.results[name], dtype=np.float64)

    def rows_of(self, analyte: str, rule: Rule) -> Rows:
        """Numbers of the analyte's rows whose form of product the rule names, in the order of the results."""
        if analyte not in self._number:
            return np.zeros(0, dtype=np.intp)
        number = self._number[analyte]
        rows = np.arange(self._starts[number], self._starts[number + 1])
        return rows[self.form_fits(self.at[rows], rule)] if rule.forms else rows

    def form_fits(self, positions: Rows, rule: Rule) -> Flags:
        """Whether the form of the product at these positions of the results is one that the rule names; an unknown form is judged."""
        if not rule.forms:
            return np.ones(len(positions), dtype=bool)
        return self._form.take(positions).among({*(form.value for form in rule.forms), Form.UNKNOWN.value, ""}) | (
            self._form.codes[positions] < 0
        )

    @cached_property
    def _form(self) -> Coded:
        return coded(self.results["form"])

    def places(self, rows: Rows) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """For each row its index in the certificate's results and, within that, the index of its measurement."""
        row, column = (np.asarray(self.results[name], dtype=np.int64)[self.at[rows]] for name in ("row", "column"))
        return row, column

    @cached_property
    def lost(self) -> Flags:
        """For each result whether its source cannot be looked up again."""
        return ~self.results["source_found"].to_numpy(dtype=bool)

    def salts(self, rows: Rows) -> npt.NDArray[np.object_] | None:
        """For each row how it was crossed from a salt, or why it was not, "" where it is none; None where there are no salts at all."""
        return self.texts(CROSSED, rows) if CROSSED in self.results else None

    def texts(self, name: str, rows: Rows) -> npt.NDArray[np.object_]:
        """A column of words at some of the rows, "" where it holds none."""
        found = self._words(name)[self.at[rows]]
        return np.where(pd.isna(found), "", found)

    def portions(self, rows: Rows) -> Floats:
        """The test portion of each row in grams, NaN where none is named; each wording is read once."""
        if not len(rows):
            return np.zeros(0)
        columns = [coded(self._words(name)[self.at[rows]]) for name in _PORTION]
        wording = np.zeros(len(rows), dtype=np.int64)
        for column in columns:
            wording = wording * (len(column.words) + 1) + column.codes + 1
        number, found = pd.factorize(wording)
        first = np.zeros(len(found), dtype=np.intp)
        first[number[::-1]] = np.arange(len(rows))[::-1]
        said = zip(*(column.take(first).texts() for column in columns), strict=True)
        grams = (portion_in_grams(" ".join(map(str, texts))) for texts in said)
        return np.array([np.nan if portion is None else portion for portion in grams])[number]

    def composition(self, decision: Decision, *, complete: bool) -> Composition:
        """`alkaloids.compose` of these results: the numbers of the certificates, and the columns of COMPOSITION."""
        asked = (decision, complete)
        if asked not in self._compositions:
            rows = np.flatnonzero(self.analyte.among(alkaloid_keys()))
            keys = tuple(word for word in self.analyte.words if word in alkaloid_keys())
            numbers = np.array([keys.index(word) if word in keys else -1 for word in self.analyte.words], dtype=np.intp)
            codes = numbers[self.analyte.codes[rows]]
            basis, columns = self.basis.take(rows), self.columns.take(rows)
            self._compositions[asked] = compose(self.certificate[rows], codes, keys, basis, columns, decision, complete=complete)
        return self._compositions[asked]
