"""Exports of laboratory systems (CSV, XLSX, JSON) -> drafts, one for each sample, every value with its cell.

Four layouts: long (a row for each result), wide (a row for each sample, an analyte in each column, its unit in the
heading), analytes in rows with a column for each sample, and fields beside their labels ("Sample ID" | "ST-1") above any
of them. Which one a sheet has follows from its headings, never from who made it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

from registry.errors import NotACertificate, NumberFormatError
from registry.model.analytes import load_catalogue
from registry.model.certificate import Dates, DraftCertificate, Panel, ReadDate, ReadText, Result, Status
from registry.model.findings import Finding
from registry.model.measurement import Measurement, Qualifier, Quantity, Uncertainty
from registry.model.printed import guess_decimal_comma, parse_limit, parse_printed
from registry.reading import intake
from registry.reading.exports.columns import (
    Column,
    bounds_row,
    field_label,
    headed,
    is_units_row,
    signed,
    unit_in,
    with_subheadings,
    with_unit,
)
from registry.reading.exports.sheets import Sheet, csv_sheet, workbook_sheets
from registry.reading.head.dates import Order, find_dates, settle_order
from registry.reading.head.fields import load_fields, squeezed
from registry.reading.head.header import says_specimen
from registry.reading.panels import name_panel, title_panel
from registry.reading.shapes import verdict
from registry.reading.vocabulary import Role, unit_text

SURE: Final = 0.98
TEXTS: Final = ("lab", "accreditation", "report_id", "sample_id", "product_name", "client", "lot", "matrix", "supersedes", "revision")
DATES: Final = ("collected", "received", "completed", "reported")
_SAMPLE_KEYS: Final = ("sample_id", "lot", "report_id", "product_name")
_DAY_ZERO: Final = date(1899, 12, 30)
"""Spreadsheets count days from here."""
_DAY_NUMBER: Final = re.compile(r"(\d{5})(?:\.\d+)?")
_DAYS: Final = range(36_526, 73_051)
"""Day numbers of the years 2000 to 2099."""
_NOT_DETECTED: Final = re.compile(r"[UK]J?\b|<")
"""Flags of a number that is a bound: U and UJ (not detected at it; US EPA, National Functional Guidelines), K and < (less than)."""
_IN_SPECIFICATION: Final[dict[str, Status]] = {
    "t": "pass",
    "true": "pass",
    "y": "pass",
    "yes": "pass",
    "f": "fail",
    "false": "fail",
    "n": "fail",
    "no": "fail",
}
_LONG_FOR_A_NUMBER: Final = 3
"""Words: a "Sample" of so many is the product's name and no sample number."""


@dataclass
class Sample:
    """What was found of one sample while the sheets are walked through."""

    texts: dict[str, ReadText] = field(default_factory=dict)
    days: dict[str, ReadText] = field(default_factory=dict)
    masses: dict[str, Quantity] = field(default_factory=dict)
    status: Status | None = None
    results: list[Result] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def key(self) -> tuple[str, ...]:
        return tuple(squeezed(self.texts[name].text) if name in self.texts else "" for name in _SAMPLE_KEYS)


def read_table_file(data: bytes, name: str, media_type: str) -> tuple[DraftCertificate, ...]:
    """The drafts of a CSV, XLSX or JSON file. Raises NotACertificate where no table in it reports results."""
    if media_type == intake.JSON:
        from registry.reading.exports.records import read_json

        return read_json(data, name)
    sheets = workbook_sheets(data, name) if media_type == intake.XLSX else (csv_sheet(data, name),)
    return read_sheets(sheets, name)


def read_sheets(sheets: Iterable[Sheet], name: str) -> tuple[DraftCertificate, ...]:
    """The drafts that the sheets of one file report together."""
    reader = _Reader(tuple(sheets))
    samples = reader.samples()
    if not samples:
        raise NotACertificate(
            "The file holds text, and no column of analytes with results beside it.",
            where=name,
            next_step=(
                "Send the certificate itself as PDF or picture; of a laboratory's system export one row for each result, or one column "
                "for each analyte with its unit in the heading."
            ),
        )
    specimen = any(says_specimen(cell) for sheet in reader.sheets for row in sheet.rows for cell in row)
    printed = (day.text for sample in samples for day in sample.days.values())
    # no country that writes a decimal comma writes the month first
    order = settle_order(printed) or (Order.DAY_FIRST if reader.comma else None)
    return tuple(_draft(sample, name, part, len(reader.sheets), order, specimen=specimen) for part, sample in enumerate(samples, start=1))


def _draft(sample: Sample, name: str, part: int, pages: int, order: Order | None, *, specimen: bool) -> DraftCertificate:
    days = {field: _read_day(field, read, order, sample.findings) for field, read in sample.days.items() if field in DATES}
    return DraftCertificate(
        file=name,
        pages=pages,
        part=part,
        specimen=specimen,
        dates=Dates(**days),
        overall_status=sample.status,
        results=tuple(sample.results),
        findings=tuple(sample.findings),
        **sample.texts,
        **sample.masses,
    )


def _read_day(name: str, read: ReadText, order: Order | None, findings: list[Finding]) -> ReadDate:
    found = find_dates(read.text)
    last = found[-1 if name in ("completed", "reported") else 0] if found else None
    day = last.day(order) if last else None
    if last is not None and day is None:
        details = {"text": read.text, "date": str(last.month_first), "other": str(last.day_first)}
        findings.append(Finding(code="date-ambiguous", details=details, evidence=read.evidence))
    return ReadDate(text=read.text, value=day, evidence=read.evidence, confidence=read.confidence if day else 0.3)


class _Reader:
    """Walks through the sheets of one file and gathers its samples."""

    def __init__(self, sheets: tuple[Sheet, ...]) -> None:
        self.sheets = sheets
        self.common = Sample()
        """Fields printed once for the whole file."""
        self.found: dict[tuple[str, ...], Sample] = {}
        self.across: dict[tuple[int, str], int] = {}
        """Rows of fields printed for each sample beside one another, by column and field."""
        self.bounds: dict[tuple[str, Role], tuple[int, int]] = {}
        """Cells of a wide table's rows of LOD, LOQ and limit."""
        self.comma = guess_decimal_comma(cell for sheet in sheets for row in sheet.rows[1:] for cell in row)

    def samples(self) -> list[Sample]:
        """The samples with at least one result, in the order they come; what is printed once belongs to each."""
        for sheet in self.sheets:
            self._read(sheet)
        samples = [sample for sample in self.found.values() if sample.results]
        for sample in samples:
            sample.texts = self.common.texts | sample.texts
            sample.days = self.common.days | sample.days
            sample.masses = self.common.masses | sample.masses
            sample.status = sample.status or self.common.status
        return samples

    def _read(self, sheet: Sheet) -> None:
        columns: list[Column] = []
        self.across = {}
        self.bounds = {}
        panel = title_panel(sheet.name) if sheet.name else None
        rows = iter(enumerate(sheet.rows))
        for number, row in rows:
            filled = [cell for cell in row if cell]
            if not filled:
                continue
            if (headings := self._headings(sheet, number)) is not None:
                columns, deep = headings
                if deep:
                    next(rows)
            elif is_units_row(columns, row):
                columns = [with_unit(column, row) for column in columns]
            elif (role := bounds_row(columns, row)) is not None:
                self.bounds |= {(c.analyte, role): (number, c.index) for c in columns if c.analyte is not None and c.cell(row)}
            elif not self._fits(columns, row) and (len(filled) <= 2 or not columns) and self._fields(sheet, number, row):
                continue
            elif len(filled) <= 2 and not self._fits(columns, row):
                panel = title_panel(filled[0]) or panel if len(filled) == 1 else panel
            elif columns:
                self._result_row(sheet, number, row, columns, panel)

    @staticmethod
    def _headings(sheet: Sheet, number: int) -> tuple[list[Column], bool] | None:
        """The columns that the row heads, and whether the row under it belongs to the headings."""
        row, following = sheet.rows[number], sheet.rows[number + 1 :]
        joined = with_subheadings(row, following[0]) if following else None
        if joined is not None and not any(map(field_label, row[:1])) and (columns := headed(joined, following[1:])) is not None:
            return columns, True
        columns = headed(row, following)
        return None if columns is None else (columns, False)

    @staticmethod
    def _fits(columns: Sequence[Column], row: tuple[str, ...]) -> bool:
        name = next((column for column in columns if column.role is Role.NAME), None)
        results = [column for column in columns if column.role is Role.RESULT and column.analyte is None]
        return name is not None and bool(name.cell(row)) and any(column.cell(row) for column in results)

    # -- fields printed once --------------------------------------------------------------------------------------

    def _fields(self, sheet: Sheet, number: int, row: tuple[str, ...]) -> bool:
        """Keep what labels in the row name: "Sample ID" | "ST-1" | "Lot" | "HG-01", or "Sample ID: ST-1". False where it has none.

        "Lot" | "A1" | "B2" is kept by columns, for a table under it with a column for each sample.
        """
        filled = [(index, cell) for index, cell in enumerate(row) if cell]
        first = field_label(filled[0][1])
        if first is None:
            return False
        if len(filled) >= 3 and not any(field_label(cell) for _, cell in filled[1:]):
            self.across |= {(index, first.field): number for index, _ in filled[1:]}
        for (index, cell), (beside, value) in pairwise([*filled, (len(row), "")]):
            if (known := field_label(cell)) is None:
                continue
            inside = cell.partition(":")[2].strip()
            if inside or (value and field_label(value) is None):
                self._keep(self.common, known.field, inside or value, sheet, number, index if inside else beside)
        return True

    def _keep(self, sample: Sample, name: str, text: str, sheet: Sheet, row: int, column: int) -> None:
        """A field's value into its place; the first one printed stands."""
        if not text or text.lower() in load_fields().words["blank"]:
            return
        if name == "sample_id" and len(text.split()) > _LONG_FOR_A_NUMBER:
            name = "product_name"
        if name in (*DATES, "tested"):
            text = _day_of(text)
        read = ReadText(text=text, evidence=sheet.evidence(row, column), confidence=SURE)
        if name in TEXTS:
            sample.texts.setdefault(name, read)
        elif name in (*DATES, "tested"):
            if find_dates(text):
                sample.days.setdefault("completed" if name == "tested" else name, read)
        elif name == "overall_status":
            sample.status = sample.status or load_fields().verdict(text)
        elif name in ("unit_mass", "serving_mass", "density"):
            heading = sheet.rows[row][max(column - 1, 0)]
            if (quantity := self._quantity(text, unit_in(heading), sheet, row, column)) is not None and quantity.unit:
                sample.masses.setdefault(name, quantity)

    # -- rows -----------------------------------------------------------------------------------------------------

    def _result_row(self, sheet: Sheet, number: int, row: tuple[str, ...], columns: list[Column], panel: Panel | None) -> None:
        cells = {column: text for column in columns if (text := column.cell(row))} | signed(columns, row)
        sample = self._sample(sheet, number, columns, cells)
        if any(column.analyte is not None for column in columns):
            self._wide_row(sheet, number, columns, cells, sample, panel)
            return
        if any(column.role is Role.RESULT and column.field == "sample_id" for column in columns):
            self._row_of_samples(sheet, number, columns, cells, panel)
            return
        self._long_row(sheet, number, columns, cells, sample, panel)

    def _sample(self, sheet: Sheet, number: int, columns: list[Column], cells: dict[Column, str]) -> Sample:
        """The sample that the row's own fields name; the file's one sample where it names none."""
        fresh = Sample()
        for column in columns:
            if column.field and column.role is None and column in cells:
                self._keep(fresh, column.field, cells[column], sheet, number, column.index)
        known = self.found.setdefault(fresh.key(), fresh)
        for name, read in fresh.texts.items():
            known.texts.setdefault(name, read)
        for name, read in fresh.days.items():
            known.days.setdefault(name, read)
        return known

    def _long_row(
        self, sheet: Sheet, number: int, columns: list[Column], cells: dict[Column, str], sample: Sample, panel: Panel | None
    ) -> None:
        def first(role: Role) -> tuple[Column, str] | None:
            return next(((c, cells[c]) for c in columns if c.role is role and c in cells), None)

        named = first(Role.NAME)
        if named is None:
            return
        unit_cell = first(Role.UNIT)
        row_unit = unit_text(unit_cell[1]) or unit_cell[1] if unit_cell else None
        row_unit = row_unit or named[0].unit
        measured = [(column, cells[column]) for column in columns if column.role in (Role.RESULT, Role.CLAIM_SHARE) and column in cells]
        status = _status_in(first(Role.STATUS))
        found = (self._measurement(text, c.unit or row_unit, sheet, number, c.index, sample) for c, text in measured)
        flags = [cells[column] for column in columns if column.flag and column in cells]
        measurements = [_flagged(measurement, flags) for measurement in found if measurement is not None]
        if not measurements:
            return
        unit = measurements[0].unit

        def bound(role: Role) -> Quantity | None:
            cell = first(role)
            return self._quantity(cell[1], cell[0].unit or row_unit or unit, sheet, number, cell[0].index) if cell else None

        printed_panel = first(Role.PANEL)
        limit, limit_text = self._limit(first(Role.LIMIT), row_unit or unit, sheet, number)
        spread = bound(Role.UNCERTAINTY)
        method = first(Role.METHOD)
        name = named[1]
        sample.results.append(
            self._result(
                name,
                (title_panel(printed_panel[1]) if printed_panel else None) or name_panel(name) or panel,
                measurements,
                sheet,
                number,
                named[0].index,
                lod=bound(Role.LOD),
                loq=bound(Role.LOQ),
                limit=limit,
                limit_text=limit_text,
                label_claim=bound(Role.CLAIM),
                uncertainty=Uncertainty(**spread.model_dump()) if spread else None,
                status=status or _status_of(measurements),
                method=method[1] if method else None,
            )
        )

    def _wide_row(
        self, sheet: Sheet, number: int, columns: list[Column], cells: dict[Column, str], sample: Sample, panel: Panel | None
    ) -> None:
        beside = {(c.analyte, c.role): c for c in columns if c.analyte is not None}
        for column in (c for c in columns if c.analyte is not None and c.role is Role.RESULT and c in cells):
            name = column.analyte or ""
            measurement = self._measurement(cells[column], column.unit, sheet, number, column.index, sample)
            if measurement is None:
                continue

            def bound(role: Role, name: str = name, unit: str | None = measurement.unit) -> Quantity | None:
                other = beside.get((name, role))
                if other is not None and (text := cells.get(other)):
                    return self._quantity(text, other.unit or unit, sheet, number, other.index)
                if (place := self.bounds.get((name, role))) is not None:  # a row of its own prints it for every sample
                    return self._quantity(sheet.rows[place[0]][place[1]], unit, sheet, *place)
                return None

            same = next((r for r in reversed(sample.results) if r.analyte == name and r.evidence and _same_row(r, sheet, number)), None)
            if same is not None:  # "mitragynine (mg/g)" and "mitragynine (%)" are one row with two values
                sample.results[sample.results.index(same)] = same.model_copy(update={"measurements": (*same.measurements, measurement)})
                continue
            found = name_panel(name) or panel
            result = self._result(
                name, found, [measurement], sheet, number, column.index, lod=bound(Role.LOD), loq=bound(Role.LOQ), limit=bound(Role.LIMIT)
            )
            sample.results.append(result)

    def _row_of_samples(self, sheet: Sheet, number: int, columns: list[Column], cells: dict[Column, str], panel: Panel | None) -> None:
        """One analyte with a result of each sample beside it."""
        for column in (c for c in columns if c.role is Role.RESULT and c.field == "sample_id"):
            key = ("", squeezed(column.heading))
            sample = self.found.setdefault(key, Sample())
            if "sample_id" not in sample.texts:
                sample.texts["sample_id"] = ReadText(text=column.heading, confidence=SURE)
                for (index, name), line in self.across.items():
                    if index == column.index:
                        self._keep(sample, name, sheet.rows[line][index], sheet, line, index)
            plain = [c for c in columns if c.field != "sample_id"]
            own = Column(column.index, column.heading, role=Role.RESULT, unit=column.unit)
            held = {own: text} if (text := cells.get(column)) else {}
            self._long_row(sheet, number, [*plain, own], cells | held, sample, panel)

    def _result(
        self, name: str, panel: Panel | None, measurements: list[Measurement], sheet: Sheet, row: int, column: int, **more: Any
    ) -> Result:
        analyte = load_catalogue().match(name, panel)
        return Result(
            panel=panel or (analyte.panel if analyte else Panel.OTHER),
            analyte=name,
            analyte_key=analyte.key if analyte else None,
            page=sheet.number,
            measurements=tuple(measurements),
            evidence=sheet.evidence(row, column),
            confidence=min(m.confidence or 0 for m in measurements),
            **more,
        )

    # -- cells ----------------------------------------------------------------------------------------------------

    def _measurement(self, text: str, unit: str | None, sheet: Sheet, row: int, column: int, sample: Sample) -> Measurement | None:
        evidence = sheet.evidence(row, column)
        try:
            printed = parse_printed(text, decimal_comma=self.comma)
        except NumberFormatError:
            sample.findings.append(Finding(code="number-unreadable", details={"text": text}, page=sheet.number, evidence=evidence))
            return None
        if printed.qualifier is Qualifier.NOT_REPORTED:
            return None
        stated = printed.unit_text or unit
        spread = None
        if printed.uncertainty is not None:
            spread = Uncertainty(value=printed.uncertainty, unit=printed.uncertainty_unit or stated, k=printed.coverage)
        return Measurement(
            text=text,
            qualifier=printed.qualifier,
            value=printed.value,
            unit=stated,
            uncertainty=spread,
            test_portion=printed.test_portion,
            evidence=evidence,
            confidence=0.7 if printed.ambiguous else SURE,
        )

    def _quantity(self, text: str, unit: str | None, sheet: Sheet, row: int, column: int) -> Quantity | None:
        try:
            printed = parse_printed(text.lstrip("±+/- "), decimal_comma=self.comma)
        except NumberFormatError:
            return None
        if printed.value is None:
            return None
        return Quantity(
            value=printed.value, unit=printed.unit_text or unit, text=text, evidence=sheet.evidence(row, column), confidence=SURE
        )

    def _limit(self, cell: tuple[Column, str] | None, unit: str | None, sheet: Sheet, row: int) -> tuple[Quantity | None, str | None]:
        if cell is None:
            return None, None
        column, text = cell
        try:
            limit = parse_limit(text, decimal_comma=self.comma)
        except NumberFormatError:
            return None, text
        if limit.value is None or limit.minimum is not None:
            return None, text
        stated = limit.unit_text or column.unit or unit
        return Quantity(value=limit.value, unit=stated, text=text, evidence=sheet.evidence(row, column.index), confidence=SURE), text


def _day_of(text: str) -> str:
    """A date that a spreadsheet exported as its number of days (46127) as ISO; any other text as it is."""
    match = _DAY_NUMBER.fullmatch(text)
    return (_DAY_ZERO + timedelta(int(match[1]))).isoformat() if match and int(match[1]) in _DAYS else text


def _status_in(cell: tuple[Column, str] | None) -> Status | None:
    """The verdict of a status cell; "T" and "Yes" are one under a heading such as "In specification" only."""
    if cell is None:
        return None
    column, text = cell
    asked = any(word in squeezed(column.heading) for word in ("inspec", "withinspec", "meetsspec", "compliant", "conform"))
    return verdict(text) or (_IN_SPECIFICATION.get(text.casefold()) if asked else None)


def _flagged(measurement: Measurement, flags: Sequence[str]) -> Measurement:
    """The measurement with what a column of flags says of its number: `<` or `U` make it a bound, `ND` a non-detect."""
    if measurement.qualifier is not Qualifier.EQ:
        return measurement
    for flag in flags:
        if _NOT_DETECTED.match(flag.upper()):
            return measurement.model_copy(update={"qualifier": Qualifier.LT, "text": f"{measurement.text} {flag}"})
        if flag.strip() == ">":
            return measurement.model_copy(update={"qualifier": Qualifier.GT, "text": f"{measurement.text} {flag}"})
        if flag.upper().strip() in ("ND", "N.D."):
            return measurement.model_copy(update={"qualifier": Qualifier.ND, "value": None, "text": flag})
    return measurement


def _same_row(result: Result, sheet: Sheet, row: int) -> bool:
    cell = result.evidence.cell if result.evidence else None
    return cell is not None and result.page == sheet.number and re.sub(r"^.*?([0-9]+)$", r"\1", cell) == str(row + 1)


def _status_of(measurements: list[Measurement]) -> Status | None:
    said: dict[Qualifier, Status] = {Qualifier.PASS: "pass", Qualifier.FAIL: "fail"}
    return next((said[m.qualifier] for m in measurements if m.qualifier in said), None)
