"""A CSV of label claims as records, row by row: a bad row is reported with its line and stops nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final, TypeVar

from registry.errors import RecordError, RegistryError, UnknownUnitError
from registry.model.analytes import load_catalogue
from registry.model.evidence import Source
from registry.model.product import ClaimState, Form, LabelClaim
from registry.model.units import Basis, parse_unit
from registry.services.answers import RowError

COLUMNS: Final = ("brand", "product", "form", "analyte", "amount", "unit", "basis", "serving_text", "seen_on", "source_url", "note")
_NEEDED: Final = ("brand", "product", "analyte", "source_url")
_NO_ANALYTE: Final = ("total_alkaloids", "not_specified")
_MASSES: Final = ("mg", "g", "µg", "μg", "ug", "mcg")
_PER: Final = (Basis.PER_SERVING, Basis.PER_UNIT, Basis.PER_PACKAGE, Basis.PER_DAY, Basis.UNKNOWN)


E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One good row: names as written, and the claim without its product's key."""

    line: int
    brand: str
    product: str
    form: Form
    claim: LabelClaim


def claim_rows(text: str) -> Iterator[ClaimRow | RowError]:
    """The rows of the file, good and bad, in order; lines count from 1 for the header.

    Raises RecordError where the header lacks a needed column.
    """
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True, restkey="too many")
    try:
        missing = [column for column in _NEEDED if column not in (reader.fieldnames or ())]
    except csv.Error as error:
        raise RecordError(f"This is not CSV: {error}.", next_step=f"The columns are {', '.join(COLUMNS)}.") from error
    if missing:
        raise RecordError(f"The header lacks {', '.join(missing)}.", next_step=f"The columns are {', '.join(COLUMNS)}.")
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield RowError(reader.line_num, f"This is not CSV: {error}.")
            return
        if row is None:
            return
        try:
            yield _row(
                reader.line_num, {key: (value or "").strip() for key, value in row.items() if isinstance(value, str) or value is None}
            )
        except RegistryError as error:
            yield RowError(reader.line_num, str(error))


def check_claim(claim: LabelClaim) -> LabelClaim:
    """The claim itself. Raises RecordError where amount, unit and basis do not go together, or the analyte is unknown."""
    if claim.analyte not in _NO_ANALYTE and claim.analyte not in load_catalogue():
        raise RecordError(
            f"{claim.analyte!r} is no analyte of the catalogue.",
            next_step="Use a key of data/reference/analytes.csv, total_alkaloids or not_specified.",
        )
    if claim.state is ClaimState.NO_CLAIM:
        if claim.amount is not None:
            raise RecordError("“No claim” has no amount.", next_step="Leave the amount empty, or record a claim.")
        return claim
    if claim.amount is None or not claim.amount.is_finite() or claim.amount <= 0:
        raise RecordError("A claim needs an amount above zero.", next_step="Enter the amount on the label, or record “no claim”.")
    if claim.unit is None or not _fits(claim.unit, claim.basis):
        raise RecordError(
            f"The unit {claim.unit or '(none)'} does not go with the basis {claim.basis.value}.",
            next_step="Write mg with per_serving, per_unit or per_package, and mg/g or % with mass_fraction.",
        )
    return claim


def _fits(unit: str, basis: Basis) -> bool:
    if unit.strip().lower() in _MASSES:
        return basis in _PER
    try:
        return basis in (Basis.UNKNOWN, parse_unit(unit).basis)
    except UnknownUnitError:
        return False


def _row(line: int, row: dict[str, str]) -> ClaimRow:
    for column in _NEEDED:
        if not row.get(column):
            raise RecordError(f"The column {column} is empty.")
    amount = _amount(row.get("amount", ""))
    claim = LabelClaim(
        key="",
        product="",
        analyte=row["analyte"],
        state=ClaimState.NO_CLAIM if amount is None else ClaimState.CLAIMED,
        amount=amount,
        unit=row.get("unit") or None,
        basis=_choice(Basis, row.get("basis") or Basis.UNKNOWN, "basis"),
        serving_text=row.get("serving_text") or None,
        seen_on=_day(row.get("seen_on", "")),
        source=Source(url=row["source_url"]),
        note=row.get("note") or None,
    )
    return ClaimRow(line, row["brand"], row["product"], _choice(Form, row.get("form") or Form.UNKNOWN, "form"), check_claim(claim))


def _amount(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        amount = Decimal(text) if text.isascii() and "_" not in text else None
    except InvalidOperation:
        amount = None
    if amount is None or not amount.is_finite():
        raise RecordError(f"{text!r} is no amount.", next_step="Write digits with a decimal point, e.g. 25 or 2.5.")
    return amount


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise RecordError(f"{text!r} is no day.", next_step="Write the day as YYYY-MM-DD.") from error


def _choice(kind: type[E], text: str, what: str) -> E:
    try:
        return kind(text)
    except ValueError as error:
        raise RecordError(f"{text!r} is no {what}.") from error
