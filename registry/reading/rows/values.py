"""Cells -> measurements, quantities and limits, each with its place and how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from registry.errors import NumberFormatError, UnknownUnitError
from registry.model.certificate import Status
from registry.model.evidence import Evidence
from registry.model.findings import Finding
from registry.model.measurement import UNQUANTIFIED, Measurement, Qualifier, Quantity, Uncertainty
from registry.model.printed import Printed, parse_limit, parse_printed
from registry.model.result_words import meaning_of
from registry.model.units import parse_unit, without_water
from registry.reading.document import Page
from registry.reading.layout.cells import Cell
from registry.reading.shapes import Shape, cell_shape, with_named_bound, without_verdict
from registry.reading.vocabulary import word_key

SURE = 0.99
"""Of a value under a heading whose every word is known, from a sound text layer."""
AMBIGUOUS = 0.7
"""Factor for a number that can be read in two ways."""
WITHOUT_UNIT = 0.93
"""Factor for a number without any unit: the heading that gives it may have been missed."""

_COUNT_PER_PORTION = re.compile(r"[<>≤≥]?\s*(\d+) ((?:.*\bper|in) \d+ ?g(?:rams?)?\)?)")
_COVERAGE = re.compile(r"\bk ?= ?([1-4](?:[.,]\d{1,2})?)(?![\d.,]*\d)")
_FLAG = re.compile(r"(?<=\d)\s*(?:\([A-Z]{1,2}\)|[A-Z]{1,2})$")


def evidence(cell: Cell, page: Page) -> Evidence:
    """The place of a cell."""
    return page.evidence(cell.x0, cell.y0, cell.x1, cell.y1, cell.text[:500])


def parsed(text: str) -> Printed | None:
    """What a cell's text prints as a result; None for anything else."""
    try:
        return parse_printed(text)
    except NumberFormatError:
        return None


def is_not_tested(text: str) -> bool:
    return (said := parsed(text)) is not None and said.qualifier is Qualifier.NOT_TESTED


def coverage_factor(words: Iterable[str]) -> Decimal | None:
    """The coverage factor that a certificate states for all its expanded uncertainties ("k = 2"); None where it states none, or several."""
    stated = {Decimal(found.replace(",", ".")) for found in _COVERAGE.findall(" ".join(words))}
    return stated.pop() if len(stated) == 1 else None


class ValueReader:
    """Reads the cells of one certificate: `decimal_comma` as its numbers tell, `coverage` as it states the factor of its uncertainties.

    `meanings` are the keys of what stands in place of a number, where the certificate says what it means or its language tells: "n.a.".

    Collects what it could not read in `findings`.
    """

    def __init__(
        self, decimal_comma: bool | None, coverage: Decimal | None = None, meanings: Mapping[str, Qualifier] | None = None
    ) -> None:
        self.decimal_comma = decimal_comma
        self.coverage = coverage
        self.meanings = meanings or {}
        self.findings: list[Finding] = []

    def measurement(
        self, cell: Cell, unit: str | None, page: Page, sure: float, *, dry: bool = False
    ) -> tuple[Measurement | None, Status | None]:
        """The measurement that `cell` prints and the verdict printed with it. `unit` is what heading, column or title say.

        `dry`: whether they say that it is counted by the dried sample.
        """
        text, status = without_verdict(cell.text)
        bounded = with_named_bound(text)
        try:
            printed = self._parsed(bounded[0] if bounded else text)
        except NumberFormatError:
            if cell_shape(text) in (Shape.NUMBER, Shape.WORD):
                self.findings.append(
                    Finding(code="number-unreadable", details={"text": text}, page=page.number, evidence=evidence(cell, page))
                )
            return None, status
        if self.meanings and printed.value is None and (meant := self.meanings.get(word_key(text))) is not None:
            printed = replace(printed, qualifier=meant)
        if printed.qualifier is Qualifier.NOT_REPORTED:
            return None, status
        if printed.qualifier in (Qualifier.PASS, Qualifier.FAIL):
            status = "pass" if printed.qualifier is Qualifier.PASS else "fail"
        plain, dried = without_water(printed.unit_text or unit or "")
        stated = plain or None
        return (
            Measurement(
                text=text,
                qualifier=printed.qualifier,
                value=printed.value,
                unit=stated,
                uncertainty=self._spread(printed, stated),
                test_portion=printed.test_portion,
                dry_weight=dry or dried,
                approximate=printed.approximate,
                evidence=evidence(cell, page),
                confidence=_confidence(printed, stated, cell, sure),
            ),
            status,
        )

    def _parsed(self, text: str) -> Printed:
        """The text as printed; where it cannot be read, without the laboratory's flag at its end ("0.034 J", "0.5 (U)").

        A word that is a result itself is no flag: "25 ND" holds two values.
        """
        try:
            return parse_printed(text, decimal_comma=self.decimal_comma)
        except NumberFormatError:
            if self.meanings and (meant := self.meanings.get(word_key(text))) is not None:
                return Printed(meant)
            flagged = _FLAG.search(text)
            if flagged is None or meaning_of(mark := flagged[0].strip(" ()")) or meaning_of(f"<{mark}"):
                raise
            printed = parse_printed(text[: flagged.start()], decimal_comma=self.decimal_comma)
            return replace(printed, qualifier=Qualifier.LT) if printed.qualifier is Qualifier.EQ and self.bounds(mark) else printed

    def bounds(self, flag: str) -> bool:
        """Whether a flag beside a number says by the certificate's own words that no more than that was found: "U = not detected"."""
        return self.meanings.get(word_key(flag)) in UNQUANTIFIED

    def quantity(self, text: str, unit: str | None, cell: Cell, page: Page, sure: float = 1.0) -> Quantity | None:
        """The number that `text`, standing in `cell`, prints; None for anything else."""
        try:
            printed = parse_printed(text, decimal_comma=self.decimal_comma)
        except NumberFormatError:
            return None
        if printed.value is None:
            return None
        return Quantity(
            value=printed.value,
            unit=printed.unit_text or unit,
            text=text,
            evidence=evidence(cell, page),
            confidence=_confidence(printed, unit, cell, sure),
        )

    def uncertainty(self, cell: Cell, unit: str | None, page: Page) -> Uncertainty | None:
        """The expanded uncertainty in a column of its own."""
        quantity = self.quantity(cell.text.lstrip("±+/- "), unit, cell, page)
        return Uncertainty(**{**dict(quantity), "text": cell.text, "k": self.coverage}) if quantity else None

    def _spread(self, printed: Printed, unit: str | None) -> Uncertainty | None:
        """The uncertainty printed behind a result, in its own cell."""
        if printed.uncertainty is None:
            return None
        return Uncertainty(value=printed.uncertainty, unit=printed.uncertainty_unit or unit, k=printed.coverage or self.coverage)

    def limit(self, cell: Cell, unit: str | None, page: Page, sure: float) -> tuple[Quantity | None, str, Status | None]:
        """The limit that `cell` prints (None for words, ranges and a least amount), its text, and the verdict printed with it."""
        text, status = without_verdict(cell.text)
        if match := _COUNT_PER_PORTION.fullmatch(text):
            return Quantity(value=Decimal(match[1]), unit=match[2], text=text, evidence=evidence(cell, page), confidence=0.8), text, status
        try:
            limit = parse_limit(text, decimal_comma=self.decimal_comma)
        except NumberFormatError:
            return None, text, status
        if limit.value is None or limit.minimum is not None or limit.comparator == ">=":  # ">25%" is what fails
            return None, text, status
        confidence = round(SURE * sure * (AMBIGUOUS if limit.ambiguous else 1.0) * min(w.confidence for w in cell.words), 3)
        return (
            Quantity(value=limit.value, unit=limit.unit_text or unit, text=text, evidence=evidence(cell, page), confidence=confidence),
            text,
            status,
        )


def one_unit(a: str | None, b: str | None) -> bool:
    """True for one unit in two spellings ("%" and "% w/w"), or where one is not stated."""
    if not a or not b or a == b:
        return True
    try:
        first, second = parse_unit(a), parse_unit(b)
    except UnknownUnitError:
        return False
    return (first.basis, first.factor) == (second.basis, second.factor)


def one_basis(a: str, b: str) -> bool:
    """True for units of one kind, between which amounts are converted ("%" and "mg/kg")."""
    try:
        return a == b or parse_unit(a).basis is parse_unit(b).basis
    except UnknownUnitError:
        return False


def _confidence(printed: Printed, unit: str | None, cell: Cell, sure: float) -> float:
    """How sure a value is: its column's role, one reading of the number, a unit, the engine's own confidence."""
    out = SURE * sure * min([w.confidence for w in cell.words])
    if printed.ambiguous:
        out *= AMBIGUOUS
    if printed.value is not None and unit is None and printed.unit_text is None:
        out *= WITHOUT_UNIT
    return round(out, 3)
