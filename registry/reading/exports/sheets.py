"""Table files -> sheets of text: CSV in any of its dialects, workbooks, and JSON lists of records."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from registry.errors import ReadingError
from registry.model.evidence import Evidence, Stage
from registry.reading.head.fields import label_key, load_fields
from registry.reading.heading_roles import read_heading
from registry.reading.intake import decode

MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 1_000
_DELIMITERS: Final = (";", "\t", ",", "|")
_SHOWN_DECIMALS: Final = re.compile(r"^(?:#,##)?0(?:\.(0+))?(%?)$")
_SHOWN_SIGN: Final = re.compile(r"""^(?:"([<>≤≥]=?) ?"|\\?([<>≤≥]=?))[ _]?(?=[#0?])""")
"""A sign that a format sets before the number of a cell, which holds none: `"<"0.000`."""
# What openpyxl lets through of a file that only looks like a workbook.
_WORKBOOK_ERRORS: Final = (
    zipfile.BadZipFile, zlib.error, SyntaxError, OSError, EOFError,
    KeyError, ValueError, TypeError, AttributeError, IndexError, RuntimeError,  # the last: locked, or packed in an unknown way
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows` of cells as text, "" where blank; `name` "" for a file that has only one."""

    number: int
    """1-based; counts as the page."""
    name: str
    rows: tuple[tuple[str, ...], ...]

    def place(self, row: int, column: int) -> str:
        """The cell's address as spreadsheets write it, e.g. ``Results!C7``."""
        address = f"{column_letters(column)}{row + 1}"
        return f"{self.name}!{address}" if self.name else address

    def evidence(self, row: int, column: int) -> Evidence:
        """Where the cell stands, and what stands there."""
        return Evidence(page=self.number, cell=self.place(row, column), text=self.rows[row][column][:500], stage=Stage.CELL)


def column_letters(column: int) -> str:
    """What spreadsheets call a column (counted from 0): A to Z, AA to ZZ, AAA and so on."""
    before, letter = divmod(column, 26)
    return (column_letters(before - 1) if before else "") + chr(ord("A") + letter)


def csv_sheet(data: bytes, name: str) -> Sheet:
    """The rows of a CSV file; delimiter and encoding found by looking."""
    text = _text(data)
    if text is None:
        raise ReadingError("The file holds no text.", where=name, next_step="Export it again as CSV or XLSX.", code="file-unreadable")
    try:
        rows = _rows(text, _delimiter(text))
    except csv.Error as problem:
        raise ReadingError(
            f"The table breaks off: {problem}.", where=name, next_step="Export it again as CSV or XLSX.", code="file-unreadable"
        ) from problem
    return Sheet(1, "", rows)


def _text(data: bytes) -> str | None:
    """The file's text; where it is no UTF-8, Western or Central European, whichever makes more known words of its headings."""
    text = decode(data)
    if text is None:
        return None
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            central = data.decode("cp1250", errors="replace")
            return max(
                text, central, key=lambda read: (_known_words(read), sum(c in "ěřůčžšťďň" for c in read.lower()) if read is central else 0)
            )
    return text


def _known_words(text: str) -> int:
    """Cells with a letter beyond ASCII that are headings or labels of fields."""
    cells = {cell.strip(' "') for line in text.splitlines()[:60] for cell in re.split(r"[;,\t|]", line) if not cell.isascii()}
    return sum(
        label_key(cell) in load_fields().labels or (read_heading(cell).role is not None and read_heading(cell).exact) for cell in cells
    )


def _rows(text: str, delimiter: str) -> tuple[tuple[str, ...], ...]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[str, ...]] = []
    for row in reader:
        if len(rows) >= MAX_ROWS:
            break
        rows.append(tuple(" ".join(cell.split()) for cell in row[:MAX_COLUMNS]))
    return tuple(rows)


def _delimiter(text: str) -> str:
    """The delimiter that cuts most lines into the same number of cells."""
    lines = [line for line in text.splitlines()[:60] if line.strip()]

    def fit(delimiter: str) -> tuple[float, int]:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            return 0.0, 0
        if not widths:
            return 0.0, 0
        width, count = max(widths.items(), key=lambda entry: (entry[1] * min(entry[0], 4), entry[0]))
        return (count / max(len(lines), 1) if width > 1 else 0.0), width

    return max(_DELIMITERS, key=lambda delimiter: (round(fit(delimiter)[0], 1), fit(delimiter)[1]))


def workbook_sheets(data: bytes, name: str) -> tuple[Sheet, ...]:
    """Every sheet of a workbook, cells as the workbook shows them."""
    import openpyxl  # takes as long to load as a page to read: only where a workbook comes
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out: validations, drawings
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            return tuple(Sheet(number, sheet.title, tuple(_sheet_rows(sheet))) for number, sheet in enumerate(book.worksheets, start=1))
    except (InvalidFileException, *_WORKBOOK_ERRORS) as problem:
        what, next_step = "The workbook is damaged.", "Save it again as XLSX, or export CSV."
        raise ReadingError(what, where=name, next_step=next_step, code="file-unreadable") from problem


def _sheet_rows(sheet: Any) -> Iterator[tuple[str, ...]]:
    for row in sheet.iter_rows(max_row=MAX_ROWS, max_col=min(sheet.max_column or MAX_COLUMNS, MAX_COLUMNS)):
        cells = [shown(cell.value, getattr(cell, "number_format", "General") or "General") for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        yield tuple(cells)


def shown(value: object, number_format: str = "General") -> str:
    """A cell's value as text: dates as ISO, numbers with the decimals their format shows, never in E-notation."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if (value.hour, value.minute, value.second) == (0, 0, 0) else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return " ".join(str(value).split())
    if sign := _SHOWN_SIGN.match(number_format):
        return f"{sign[1] or sign[2]}{shown(value, number_format[sign.end() :])}"
    number = Decimal(str(value))
    match = _SHOWN_DECIMALS.match(number_format)
    if match and match[2]:
        return f"{number * 100:.{len(match[1] or '')}f} %"
    if match and match[1]:
        return f"{number:.{len(match[1])}f}"
    return f"{number.normalize():f}" if number.is_finite() else str(value)


def records_sheet(records: Sequence[dict[str, Any]], number: int = 1, name: str = "") -> Sheet:
    """A list of flat records as a sheet: their keys are the head, in the order they first come."""
    keys = list(dict.fromkeys(key for record in records[:MAX_ROWS] for key in record))[:MAX_COLUMNS]
    plain = [{key: value for key, value in record.items() if not isinstance(value, dict | list)} for record in records[:MAX_ROWS]]
    body = tuple(tuple(shown(record.get(key)) for key in keys) for record in plain)
    return Sheet(number, name, (tuple(spoken(key) for key in keys), *body))


def spoken(key: str) -> str:
    """A program's name for a thing as words: ``sampleId`` and ``sample_id`` are "sample id"."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", key).replace("_", " ").strip()
