"""Corrections: a reviewer's decisions beside the observation, applied to a copy of the draft."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final, TypeVar, get_args

from registry.errors import NumberFormatError, RecordError
from registry.model.analytes import load_catalogue
from registry.model.draft import Dates, DraftCertificate, Panel, ReadDate, ReadText, Result, Status
from registry.model.evidence import Record, Stamp
from registry.model.measurement import Measurement, Qualifier, Quantity, guess_decimal_comma, parse_limit, parse_printed, parse_quantity


class Correction(Record):
    """A reviewer's decision beside the observation: which field, what was read, what it should be, who, when, why.

    `path` walks the draft: ``lot``, ``dates.received``, ``results.3.analyte``, ``results.3.measurements.0``,
    ``results.3.measurements.0.unit``, ``results.3.loq``. `before` and `after` are the printed texts; `after` None means "not printed".
    One past the last row or column adds one, so that a result the reader missed can be entered: its analyte first.
    """

    path: str
    before: str | None
    after: str | None
    stamp: Stamp
    why: str = ""


R = TypeVar("R", bound=Record)
_TEXTS: Final = ("lab", "accreditation", "report_id", "sample_id", "product_name", "client", "lot", "matrix", "supersedes", "revision")
_QUANTITIES: Final = ("serving_mass", "unit_mass", "density")
_ROW_QUANTITIES: Final = ("lod", "loq", "label_claim")


def corrected(draft: DraftCertificate, correction: Correction) -> DraftCertificate:
    """A copy of `draft` with one correction applied; the draft itself stays as read.

    Corrected numbers go through the number grammar; a corrected name is looked up in the catalogue again. What a person enters has
    no confidence of the reader and keeps the place on the page. Rows and columns keep their numbers: a row that is "not printed"
    stays without measurements. Raises RecordError where the path names nothing or the text is not of its field's kind.
    """
    head, _, rest = correction.path.partition(".")
    after = correction.after
    if head == "results":
        return _with(draft, results=_corrected_rows(draft, rest, after))
    if head == "dates" and rest in Dates.model_fields:
        return _with(draft, dates=_with(draft.dates, **{rest: _read_date(getattr(draft.dates, rest), after)}))
    if correction.path in _TEXTS:
        return _with(draft, **{head: _read_text(getattr(draft, head), after)})
    if correction.path in _QUANTITIES:
        return _with(draft, **{head: _quantity(getattr(draft, head), after, _decimal_comma(draft))})
    if correction.path == "overall_status":
        return _with(draft, overall_status=_status(after))
    raise _no_such_field(correction.path)


def _with(record: R, **changes: Any) -> R:
    return record.model_copy(update=changes)


def _no_such_field(path: str) -> RecordError:
    return RecordError(
        f"A correction of {path!r} names no field of the certificate.", next_step="Choose a field that the review page offers."
    )


def _corrected_rows(draft: DraftCertificate, rest: str, after: str | None) -> tuple[Result, ...]:
    number, _, field = rest.partition(".")
    rows = draft.results
    if not re.fullmatch(r"\d{1,4}", number) or int(number) > len(rows):
        raise _no_such_field(f"results.{rest}")
    index = int(number)
    if index == len(rows):
        if field != "analyte" or not after:
            raise _no_such_field(f"results.{rest}")
        rows = (*rows, Result(panel=Panel.OTHER, analyte=after, page=1, measurements=()))
    row = _corrected_row(rows[index], field, after, _decimal_comma(draft))
    return (*rows[:index], row, *rows[index + 1 :])


def _corrected_row(row: Result, field: str, after: str | None, comma: bool | None) -> Result:
    if not field and after is None:
        return _with(row, measurements=(), lod=None, loq=None, limit=None, limit_text=None, uncertainty=None, status=None)
    name, _, rest = field.partition(".")
    if name == "measurements":
        return _with(row, measurements=_corrected_columns(row, rest, after, comma))
    if field == "analyte" and after:
        return _renamed(row, after)
    if field == "panel" and after in set(Panel):
        return _with(row, panel=Panel(after))
    if field == "method":
        return _with(row, method=after)
    if field == "status":
        return _with(row, status=_status(after))
    if field in _ROW_QUANTITIES:
        return _with(row, **{field: _quantity(getattr(row, field), after, comma)})
    if field == "limit":
        return _limited(row, after, comma)
    raise _no_such_field(f"results.N.{field}")


def _renamed(row: Result, name: str) -> Result:
    found = load_catalogue().match(name, None if row.panel is Panel.OTHER else row.panel)
    panel = found.panel if found and row.panel is Panel.OTHER else row.panel
    return _with(row, analyte=name, analyte_key=found.key if found else None, panel=panel, confidence=None)


def _limited(row: Result, after: str | None, comma: bool | None) -> Result:
    if after is None:
        return _with(row, limit=None, limit_text=None)
    printed = parse_limit(after, decimal_comma=comma)
    unit = printed.unit_text or (row.limit.unit if row.limit else None) or (row.measurements[0].unit if row.measurements else None)
    limit = None if printed.value is None else Quantity(value=printed.value, unit=unit, text=after)
    return _with(row, limit=limit, limit_text=after)


def _corrected_columns(row: Result, rest: str, after: str | None, comma: bool | None) -> tuple[Measurement, ...]:
    number, _, field = rest.partition(".")
    columns = row.measurements
    if not re.fullmatch(r"\d{1,2}", number) or int(number) > len(columns) or field not in ("", "unit"):
        raise _no_such_field(f"results.N.measurements.{rest}")
    index = int(number)
    if index == len(columns):
        if field or after is None:
            raise _no_such_field(f"results.N.measurements.{rest}")
        columns = (*columns, Measurement(text="", qualifier=Qualifier.NOT_REPORTED))
    old = columns[index]
    new = _with(old, unit=after, confidence=None) if field == "unit" else _reread(old, after, comma)
    return (*columns[:index], new, *columns[index + 1 :])


def _reread(old: Measurement, after: str | None, comma: bool | None) -> Measurement:
    """The measurement that `after` prints, in the old one's unit and place; its limits stand in columns of their own and stay."""
    if after is None:
        return _with(old, text="", qualifier=Qualifier.NOT_REPORTED, value=None, value_high=None, test_portion=None, confidence=None)
    if after == old.text:
        return _with(old, confidence=None)  # looked at and accepted as it was read
    printed = parse_printed(after, decimal_comma=comma)
    if printed.ambiguous:
        raise NumberFormatError(
            f"The number {after!r} can be read in two ways.",
            next_step="Enter it without a thousands mark and with a decimal point.",
        )
    return _with(
        old,
        text=after,
        qualifier=printed.qualifier,
        value=printed.value,
        value_high=None,
        unit=printed.unit_text or old.unit,
        test_portion=printed.test_portion,
        approximate=printed.approximate,
        confidence=None,
    )


def _quantity(old: Quantity | None, after: str | None, comma: bool | None) -> Quantity | None:
    if after is None:
        return None
    if old is not None and after == old.text:
        return _with(old, confidence=None)
    quantity = parse_quantity(after, old.unit if old else None, comma)
    return _with(quantity, evidence=old.evidence if old else None)


def _read_text(old: ReadText | None, after: str | None) -> ReadText | None:
    return None if after is None else ReadText(text=after, evidence=old.evidence if old else None)


def _read_date(old: ReadDate | None, after: str | None) -> ReadDate | None:
    if old is not None and after == old.text:
        return _with(old, confidence=None)
    return None if after is None else ReadDate(text=after, value=_day(after), evidence=old.evidence if old else None)


def _day(text: str) -> date | None:
    """The day of an ISO or a dotted day-first date; None for any other writing, which may name two days."""
    iso = re.fullmatch(r"\s*(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)\s*", text)
    found = iso or re.fullmatch(r"\s*(?P<d>\d\d?)\. ?(?P<m>\d\d?)\. ?(?P<y>\d{4})\s*", text)
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"])) if found else None
    except ValueError as error:
        raise RecordError(f"The date {text!r} names no day.", next_step="Enter it as year-month-day.") from error


def _status(after: str | None) -> Status | None:
    if after is None:
        return None
    for status in get_args(Status):
        if after.strip().lower() == status:
            found: Status = status
            return found
    raise RecordError(f"{after!r} is no status.", next_step="Enter pass or fail, as printed.")


def _decimal_comma(draft: DraftCertificate) -> bool | None:
    return guess_decimal_comma(measurement.text for row in draft.results for measurement in row.measurements)
