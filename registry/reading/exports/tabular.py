"""Exports of laboratory systems (CSV, XLSX, JSON) -> drafts, one for each sample, every value with its cell.

Three layouts: long (a row for each result), wide (a row for each sample, an analyte in each column, its unit in the
heading), and fields in two columns ("Sample ID" | "ST-1") above or beside either. Which one a sheet has follows from its
headings, never from who made it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from registry.errors import NotACertificate, NumberFormatError
from registry.model.analytes import load_catalogue
from registry.model.certificate import Dates, DraftCertificate, Panel, ReadDate, ReadText, Result, Status
from registry.model.findings import Finding
from registry.model.measurement import Measurement, Qualifier, Quantity, Uncertainty
from registry.model.printed import guess_decimal_comma, parse_limit, parse_printed
from registry.reading import intake
from registry.reading.exports.sheets import Sheet, csv_sheet, workbook_sheets
from registry.reading.head.dates import Order, find_dates, settle_order
from registry.reading.head.fields import OTHER, label_key, load_fields, squeezed
from registry.reading.head.header import says_specimen
from registry.reading.vocabulary import Role, name_panel, read_heading, title_panel, unit_text, verdict

SURE: Final = 0.98
TEXTS: Final = ("lab", "accreditation", "report_id", "sample_id", "product_name", "client", "lot", "matrix", "supersedes", "revision")
DATES: Final = ("collected", "received", "completed", "reported")
_SAMPLE_KEYS: Final = ("sample_id", "lot", "report_id", "product_name")
_BRACKETED: Final = re.compile(r"^(.*?)[\s_,]*[(\[]([^()\[\]]+)[)\]]\s*$")
_RUN_TOGETHER: Final = re.compile(r"\b(mg|ug|mcg|µg|ng|g|cfu)[ _](g|kg|ml|l|unit|serving|package)$", re.IGNORECASE)
_ASIDE: Final = re.compile(r"[\s_-]+(lod|loq|limit|status|unit|units)$", re.IGNORECASE)


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


@dataclass(frozen=True)
class Column:
    """What a heading makes of its column: a header field, a role in the result table, or (wide) an analyte."""

    index: int
    heading: str
    field: str | None = None
    role: Role | None = None
    analyte: str | None = None
    unit: str | None = None


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
            "The table has no column of analytes with results beside it.",
            where=name,
            next_step="Export one row for each result, or one column for each analyte with its unit in the heading.",
        )
    specimen = any(says_specimen(cell) for sheet in reader.sheets for row in sheet.rows for cell in row)
    order = settle_order(day.text for sample in samples for day in sample.days.values())
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
        panel = title_panel(sheet.name) if sheet.name else None
        for number, row in enumerate(sheet.rows):
            filled = [cell for cell in row if cell]
            if not filled:
                continue
            if (headings := self._headings(row)) is not None:
                columns = headings
            elif self._unit_row(columns, row):
                columns = [_with_unit(column, row) for column in columns]
            elif len(filled) <= 2 and (not self._fits(columns, row) or self._names_a_field(row)):
                panel = self._field_or_title(sheet, number, row) or panel
            elif columns:
                self._result_row(sheet, number, row, columns, panel)

    # -- headings -------------------------------------------------------------------------------------------------

    def _headings(self, row: tuple[str, ...]) -> list[Column] | None:
        """The row's columns where it heads a result table, None where it is no such row."""
        columns = [column for index, text in enumerate(row) if text and (column := _column(index, text)) is not None]
        roles = {column.role for column in columns}
        if Role.NAME in roles and Role.RESULT in roles:
            return [c for c in columns if c.analyte is None]
        if Role.NAME in roles and (free := self._sample_columns(row, columns)):
            return [*columns, *free]
        analytes = [c for c in columns if c.analyte is not None]
        known = len(analytes) + len([c for c in columns if c.field])
        if len(analytes) >= 2 and known >= 0.5 * len([text for text in row if text]) and not any(_is_value(text) for text in row):
            return columns
        return None

    @staticmethod
    def _sample_columns(row: tuple[str, ...], columns: list[Column]) -> list[Column]:
        """Columns headed by a sample's number beside a column of analytes."""
        known = {column.index for column in columns}
        free = [(index, text) for index, text in enumerate(row) if text and index not in known and any(c.isdigit() for c in text)]
        return [Column(index, text, role=Role.RESULT, analyte=None, field="sample_id") for index, text in free]

    @staticmethod
    def _fits(columns: list[Column], row: tuple[str, ...]) -> bool:
        cells = {column.role or column.analyte: column.index for column in columns}
        name, result = cells.get(Role.NAME), cells.get(Role.RESULT)
        if name is None or result is None:
            return False
        return len(row) > max(name, result) and bool(row[name]) and bool(row[result])

    @staticmethod
    def _unit_row(columns: list[Column], row: tuple[str, ...]) -> bool:
        cells = [row[c.index] for c in columns if c.analyte is not None and c.index < len(row) and row[c.index]]
        return bool(cells) and all(unit_text(cell) is not None for cell in cells)

    # -- fields printed once --------------------------------------------------------------------------------------

    @staticmethod
    def _names_a_field(row: tuple[str, ...]) -> bool:
        known = load_fields().labels.get(label_key(next(cell for cell in row if cell).split(":")[0]))
        return known is not None and known.field != OTHER

    def _field_or_title(self, sheet: Sheet, number: int, row: tuple[str, ...]) -> Panel | None:
        """Keep "Sample ID" | "ST-1" or "Sample ID: ST-1"; of a lone title, the panel it names."""
        first = next(index for index, cell in enumerate(row) if cell)
        label, colon, rest = row[first].partition(":")
        second = next((index for index, cell in enumerate(row) if cell and index > first), None)
        known = load_fields().labels.get(label_key(label))
        if known is not None and known.field != OTHER and (second is not None or (colon and rest.strip())):
            place = first if second is None else second
            self._keep(self.common, known.field, row[place] if second is not None else rest.strip(), sheet, number, place)
            return None
        return title_panel(row[first]) if second is None else None

    def _keep(self, sample: Sample, name: str, text: str, sheet: Sheet, row: int, column: int) -> None:
        """A field's value into its place; the first one printed stands."""
        if not text or text.lower() in load_fields().words["blank"]:
            return
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
            if (quantity := self._quantity(text, _unit_in(heading), sheet, row, column)) is not None and quantity.unit:
                sample.masses.setdefault(name, quantity)

    # -- rows -----------------------------------------------------------------------------------------------------

    def _result_row(self, sheet: Sheet, number: int, row: tuple[str, ...], columns: list[Column], panel: Panel | None) -> None:
        cells = {column.index: row[column.index] for column in columns if column.index < len(row) and row[column.index]}
        sample = self._sample(sheet, number, columns, cells)
        if any(column.analyte is not None for column in columns):
            self._wide_row(sheet, number, columns, cells, sample, panel)
            return
        if any(column.role is Role.RESULT and column.field == "sample_id" for column in columns):
            self._row_of_samples(sheet, number, columns, cells, panel)
            return
        self._long_row(sheet, number, columns, cells, sample, panel)

    def _sample(self, sheet: Sheet, number: int, columns: list[Column], cells: dict[int, str]) -> Sample:
        """The sample that the row's own fields name; the file's one sample where it names none."""
        fresh = Sample()
        for column in columns:
            if column.field and column.role is None and column.index in cells:
                self._keep(fresh, column.field, cells[column.index], sheet, number, column.index)
        known = self.found.setdefault(fresh.key(), fresh)
        for name, read in fresh.texts.items():
            known.texts.setdefault(name, read)
        for name, read in fresh.days.items():
            known.days.setdefault(name, read)
        return known

    def _long_row(
        self, sheet: Sheet, number: int, columns: list[Column], cells: dict[int, str], sample: Sample, panel: Panel | None
    ) -> None:
        def first(role: Role) -> tuple[Column, str] | None:
            return next(((c, cells[c.index]) for c in columns if c.role is role and c.index in cells), None)

        named = first(Role.NAME)
        if named is None:
            return
        unit_cell = first(Role.UNIT)
        row_unit = unit_text(unit_cell[1]) or unit_cell[1] if unit_cell else None
        measured = [
            (column, cells[column.index]) for column in columns if column.role in (Role.RESULT, Role.CLAIM_SHARE) and column.index in cells
        ]
        status_cell = first(Role.STATUS)
        status = verdict(status_cell[1]) if status_cell else None
        found = (self._measurement(text, c.unit or row_unit, sheet, number, c.index, sample) for c, text in measured)
        measurements = [measurement for measurement in found if measurement is not None]
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
        self, sheet: Sheet, number: int, columns: list[Column], cells: dict[int, str], sample: Sample, panel: Panel | None
    ) -> None:
        beside = {(c.analyte, c.role): c for c in columns if c.analyte is not None}
        for column in (c for c in columns if c.analyte is not None and c.role is Role.RESULT and c.index in cells):
            name = column.analyte or ""
            measurement = self._measurement(cells[column.index], column.unit, sheet, number, column.index, sample)
            if measurement is None:
                continue

            def bound(role: Role, name: str = name, unit: str | None = measurement.unit) -> Quantity | None:
                other = beside.get((name, role))
                text = cells.get(other.index) if other else None
                return self._quantity(text, other.unit or unit, sheet, number, other.index) if other and text else None

            same = next((r for r in reversed(sample.results) if r.analyte == name and r.evidence and _same_row(r, sheet, number)), None)
            if same is not None:  # "mitragynine (mg/g)" and "mitragynine (%)" are one row with two values
                sample.results[sample.results.index(same)] = same.model_copy(update={"measurements": (*same.measurements, measurement)})
                continue
            found = name_panel(name) or panel
            result = self._result(
                name, found, [measurement], sheet, number, column.index, lod=bound(Role.LOD), loq=bound(Role.LOQ), limit=bound(Role.LIMIT)
            )
            sample.results.append(result)

    def _row_of_samples(self, sheet: Sheet, number: int, columns: list[Column], cells: dict[int, str], panel: Panel | None) -> None:
        """One analyte with a result of each sample beside it."""
        for column in (c for c in columns if c.role is Role.RESULT and c.field == "sample_id"):
            key = ("", squeezed(column.heading))
            sample = self.found.setdefault(key, Sample())
            if "sample_id" not in sample.texts:
                sample.texts["sample_id"] = ReadText(text=column.heading, confidence=SURE)
            plain = [c for c in columns if c.field != "sample_id"]
            own = Column(column.index, column.heading, role=Role.RESULT, unit=column.unit)
            self._long_row(sheet, number, [*plain, own], cells, sample, panel)

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


def _column(index: int, text: str) -> Column | None:
    """What a heading names, None where no word of it is known."""
    known = load_fields().labels.get(label_key(text))
    heading = read_heading(text)
    if known is not None and known.field not in (OTHER, "overall_status") and known.rank >= 3:
        return Column(index, text, field=known.field)
    if heading.role is not None and heading.exact:
        return Column(index, text, role=heading.role, unit=heading.unit)
    if (analyte := _analyte_column(index, text)) is not None:
        return analyte
    if known is not None and known.field != OTHER:
        return Column(index, text, field=known.field)
    return Column(index, text, role=heading.role, unit=heading.unit) if heading.role is not None else None


def _analyte_column(index: int, text: str) -> Column | None:
    """A heading such as ``mitragynine (mg/g)``, ``7-OH_LOQ (mg/g)``, ``total_alkaloids_pct``."""
    name, unit = _name_and_unit(text)
    role = Role.RESULT
    if (aside := _ASIDE.search(name)) is not None:
        name, role = name[: aside.start()], {"lod": Role.LOD, "loq": Role.LOQ, "limit": Role.LIMIT}.get(aside[1].lower(), Role.ASIDE)
    if load_catalogue().match(name) is None and name_panel(name) is None:
        return None
    return Column(index, text, role=role, analyte=name, unit=unit)


def _name_and_unit(text: str) -> tuple[str, str | None]:
    if (match := _BRACKETED.match(text)) is not None and (unit := unit_text(match[2])) is not None:
        return match[1].strip(), unit
    plain = re.sub(r"[ _](?:pct|percent)$", " %", text, flags=re.IGNORECASE).replace("_", " ").replace(",", " ")
    words = _RUN_TOGETHER.sub(r"\1/\2", plain).split()
    for count in (3, 2, 1):
        if len(words) > count and (unit := unit_text(" ".join(words[-count:]))) is not None:
            return " ".join(words[:-count]), unit
    return text.strip(), None


def _unit_in(heading: str) -> str | None:
    return match[2] if (match := _BRACKETED.match(heading.rstrip(":"))) is not None else None


def _with_unit(column: Column, row: tuple[str, ...]) -> Column:
    stated = unit_text(row[column.index]) if column.analyte is not None and column.index < len(row) else None
    return Column(column.index, column.heading, column.field, column.role, column.analyte, stated or column.unit)


def _is_value(text: str) -> bool:
    return bool(re.fullmatch(r"[<>≤≥]?\s*\d+(?:[.,]\d+)?(?:\s*%)?", text))


def _same_row(result: Result, sheet: Sheet, row: int) -> bool:
    cell = result.evidence.cell if result.evidence else None
    return cell is not None and result.page == sheet.number and re.sub(r"^.*?([0-9]+)$", r"\1", cell) == str(row + 1)


def _status_of(measurements: list[Measurement]) -> Status | None:
    said: dict[Qualifier, Status] = {Qualifier.PASS: "pass", Qualifier.FAIL: "fail"}
    return next((said[m.qualifier] for m in measurements if m.qualifier in said), None)
