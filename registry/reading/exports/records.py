"""JSON -> drafts: the registry's own reading shape (`data/schema/reading.schema.json`) and exports of laboratory systems."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from registry.errors import ReadingError
from registry.model.analytes import load_catalogue
from registry.model.certificate import Dates, DraftCertificate, Panel, ReadDate, ReadText, Result
from registry.model.evidence import Evidence, Stage
from registry.model.measurement import Measurement, Qualifier, Quantity, Uncertainty
from registry.reading.exports.sheets import Sheet, records_sheet, shown, spoken
from registry.reading.exports.tabular import DATES, SURE, TEXTS, read_sheets
from registry.reading.head.header import says_specimen

_MOST_DEPTH: Final = 6
_SHORT_KEYS: Final = frozenset({"name", "id", "number", "code", "type", "title", "description"})
_MASSES: Final = ("serving_mass", "unit_mass", "density")


def read_json(data: bytes, name: str) -> tuple[DraftCertificate, ...]:
    """The drafts of a JSON file: of our own shape exactly, of another system's records as far as their names tell.

    Raises ReadingError where the text is no JSON or breaks our shape, NotACertificate where it holds no results.
    """
    try:
        content = json.loads(data.decode("utf-8-sig"), parse_float=Decimal)
    except (ValueError, RecursionError) as problem:
        raise ReadingError(
            f"The file is no JSON: {problem}.", where=name, next_step="Export it again, in UTF-8.", code="file-unreadable"
        ) from problem
    own = list(_readings(content))
    if own:
        return tuple(_draft(reading, name, part, path) for part, (path, reading) in enumerate(own, start=1))
    return read_sheets(_sheets(content), name)


def _readings(content: Any, path: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of our own shape, alone, in a list, or in a list under any name."""
    if isinstance(content, list):
        for number, item in enumerate(content):
            yield from _readings(item, f"{path}[{number}]")
    elif isinstance(content, dict):
        rows = content.get("results")
        if isinstance(rows, list) and any(isinstance(row, dict) and isinstance(row.get("values"), list) for row in rows):
            yield path, content
            return
        for key, value in content.items():
            if isinstance(value, list):
                yield from _readings(value, f"{path}.{key}")


def _draft(reading: dict[str, Any], name: str, part: int, path: str) -> DraftCertificate:
    try:
        dates = reading.get("dates") or {}
        return DraftCertificate(
            file=name,
            pages=1,
            part=part,
            specimen=reading.get("specimen") is True or any(isinstance(v, str) and says_specimen(v) for v in reading.values()),
            dates=Dates(**{key: _day(dates[key], f"{path}.dates.{key}") for key in DATES if dates.get(key)}),
            overall_status=reading.get("overall_status"),
            results=tuple(_result(row, f"{path}.results[{n}]") for n, row in enumerate(reading["results"])),
            **{key: _text(reading[key], f"{path}.{key}") for key in TEXTS if reading.get(key)},
            **{key: _quantity(reading[key], f"{path}.{key}") for key in _MASSES if reading.get(key)},
        )
    except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation) as problem:  # pydantic's errors are ValueErrors
        reason = str(problem).splitlines()[0]
        raise ReadingError(
            f"The reading at {path} breaks the published shape: {reason}.",
            where=name,
            next_step="Compare it with data/schema/reading.schema.json.",
            code="file-unreadable",
        ) from problem


def _place(path: str, text: object) -> Evidence:
    return Evidence(page=1, cell=path, text=shown(text)[:500], stage=Stage.CELL)


def _text(text: object, path: str) -> ReadText:
    return ReadText(text=str(text), evidence=_place(path, text), confidence=SURE)


def _day(text: str, path: str) -> ReadDate:
    return ReadDate(text=text, value=date.fromisoformat(text), evidence=_place(path, text), confidence=SURE)


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"{value!r} is no number")
    return Decimal(value)


def _quantity(entry: dict[str, Any] | None, path: str) -> Quantity | None:
    if not entry or entry.get("value") is None:
        return None
    return Quantity(
        value=_number(entry["value"]), unit=entry.get("unit"), text=shown(entry["value"]), evidence=_place(path, entry["value"])
    )


def _result(row: dict[str, Any], path: str) -> Result:
    panel = Panel(row["panel"])
    analyte = load_catalogue().match(row["analyte"], panel)
    spread = _quantity(row.get("uncertainty"), f"{path}.uncertainty")
    k = (row.get("uncertainty") or {}).get("k")
    return Result(
        panel=panel,
        analyte=row["analyte"],
        analyte_key=analyte.key if analyte else None,
        page=1,
        measurements=tuple(_measurement(value, f"{path}.values[{n}]") for n, value in enumerate(row["values"])),
        lod=_quantity(row.get("lod"), f"{path}.lod"),
        loq=_quantity(row.get("loq"), f"{path}.loq"),
        limit=_quantity(row.get("limit"), f"{path}.limit"),
        limit_text=row.get("limit_text"),
        label_claim=_quantity(row.get("label_claim"), f"{path}.label_claim"),
        uncertainty=Uncertainty(**spread.model_dump(), k=None if k is None else _number(k)) if spread else None,
        status=row.get("status"),
        method=row.get("method"),
        evidence=_place(f"{path}.analyte", row["analyte"]),
        confidence=SURE,
    )


def _measurement(value: dict[str, Any], path: str) -> Measurement:
    number = value.get("value")
    return Measurement(
        text=str(value.get("text") if value.get("text") is not None else shown(number)),
        qualifier=Qualifier(value.get("qualifier") or "eq"),
        value=None if number is None else _number(number),
        unit=value.get("unit"),
        test_portion=value.get("test_portion"),
        dry_weight=bool(value.get("dry_weight")),
        approximate=bool(value.get("approximate")),
        time_point=value.get("time_point"),
        evidence=_place(path, value.get("text")),
        confidence=SURE,
    )


def _sheets(content: Any) -> list[Sheet]:
    """Another system's JSON as sheets: plain values outside lists as fields in two columns, each list of flat records as a table.

    What a record of a list says of itself stands in every row of the tables within it: a sample's number beside its results.
    """
    fields: list[tuple[str, ...]] = []
    tables: list[tuple[str, list[dict[str, Any]]]] = []
    _walk(content, "", {}, fields, tables, depth=0)
    sheets = [Sheet(1, "", tuple(fields))] if fields else []
    return sheets + [records_sheet(records, number, name) for number, (name, records) in enumerate(tables, start=len(sheets) + 1)]


_Tables = list[tuple[str, list[dict[str, Any]]]]


def _walk(content: Any, name: str, around: dict[str, Any], fields: list[tuple[str, ...]], tables: _Tables, depth: int) -> None:
    """`around` is what the records of the lists around `content` say of themselves; None outside any list."""
    if depth > _MOST_DEPTH:
        return
    if isinstance(content, list):
        records = [item for item in content if isinstance(item, dict)]
        if records and not any(isinstance(value, list | dict) for record in records for value in record.values()):
            tables.append((name, [around | record for record in records]))
            return
        for item in records:
            own = {_said(key, name): value for key, value in item.items() if not isinstance(value, list | dict) and value is not None}
            nested = {key: value for key, value in item.items() if isinstance(value, list | dict)}
            _walk(nested, "", around | own, fields, tables, depth + 1)
    elif isinstance(content, dict):
        for key, value in content.items():
            if isinstance(value, dict | list):
                _walk(value, spoken(key), around, fields, tables, depth + 1)
            elif value is not None:
                fields.append((_said(key, name), shown(value)))


def _said(key: str, name: str) -> str:
    """The key as words, with what it is a key of where it says little alone: the "name" of "tests" is a "test name"."""
    words = spoken(key)
    return f"{name.removesuffix('s')} {words}" if name and words.casefold() in _SHORT_KEYS else words
