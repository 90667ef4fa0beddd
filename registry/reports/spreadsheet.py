"""A report as a workbook: typed cells, units in the headers, and sheets for figures, results, sources and method."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter

from registry.reports import wording
from registry.reports.comparison import CHOSEN_SAMPLE, SPECIMEN_NOTICE, Comparison
from registry.reports.document import Report
from registry.reports.statement import token_of
from registry.reports.table import COLUMNS, cells

_FIGURES: Final = (
    ("Source of samples", "acquisition"),
    ("Brand", "brand"),
    ("Product", "product"),
    ("Lots", "lots"),
    ("Measurements", "measurements"),
    ("Lots known only as a bound", "bounds"),
    ("Lots within tolerance", "within"),
    ("Lots outside", "outside"),
    ("Lots undecided", "undecided"),
    ("Mean share of claim, lower end", "mean_low"),
    ("Mean share of claim, upper end", "mean_high"),
    ("95 % interval of mean, lower", "interval_low"),
    ("95 % interval of mean, upper", "interval_high"),
    ("Next lot 95 %, lower", "next_low"),
    ("Next lot 95 %, upper", "next_high"),
    ("Settled", "settled"),
    ("Lots needed to settle", "lots_needed"),
    ("Latest claim", "claimed"),
    ("Label the evidence supports", "supported"),
    ("Unit of claim", "unit"),
    ("Note", "note"),
)
_SHARES: Final = frozenset(
    {"mean_low", "mean_high", "interval_low", "interval_high", "next_low", "next_high", "share_low", "share_high"}
    | {"raw_mean", "estimate", "low", "high"}
)
_RANKED: Final = (
    ("Source of samples", "acquisition"),
    ("Brand", "brand"),
    ("Products", "products"),
    ("Lots", "lots"),
    ("Its own mean share of claim", "raw_mean"),
    ("Pooled estimate, share of claim", "estimate"),
    ("95 % interval, lower", "low"),
    ("95 % interval, upper", "high"),
    ("Place, lower end of 95 % interval", "rank_low"),
    ("Place, upper end", "rank_high"),
    ("Note", "note"),
)
_REFUSED: Final = (
    ("What", "what"),
    ("Reason", "reason"),
    ("Brand", "brand"),
    ("Product", "product"),
    ("Lot", "lot"),
    ("Certificate", "certificate_id"),
    ("Amount, as printed", "text"),
    ("Unit", "unit"),
    ("Source", "source_url"),
)


def comparison_xlsx(comparison: Comparison) -> bytes:
    """The workbook's bytes; equal comparisons made on one day give equal bytes."""
    c = comparison

    def fill(sheets: _Sheets) -> None:
        figures = [[getattr(f, name) for _, name in _FIGURES] for f in (*c.brands, *c.products)]
        sheets.add("Comparison", [h for h, _ in _FIGURES], figures, [n in _SHARES for _, n in _FIGURES])
        ranked = [[getattr(r, name) for _, name in _RANKED] for r in c.ranked]
        sheets.add("Brands ranked", [h for h, _ in _RANKED], ranked, [n in _SHARES for _, n in _RANKED])
        sheets.add("Results", [x.header for x in COLUMNS], [cells(r) for r in c.compared], [x.name in _SHARES for x in COLUMNS])
        refused = [[getattr(r, name) for _, name in _REFUSED] for r in c.refused]
        sheets.add("Not comparable", [h for h, _ in _REFUSED], refused)
        sheets.add("Sources", ["Certificate", "Laboratory", "Issued", "Grade", "Address"], _sources(c))
        sheets.add("Methods", ["Subject", "What was done"], _methods(c, wording.asked(c), CHOSEN_SAMPLE))

    return _workbook(c, fill)


def report_xlsx(report: Report) -> bytes:
    """The workbook's bytes: a sheet for each table, one of facts and one of methods; equal reports made on one day give equal bytes."""
    r = report

    def fill(sheets: _Sheets) -> None:
        sheets.add("Facts", ["What", "Value"], [("Summary", r.summary), *r.facts])
        for table in r.tables:
            shares = [column.name in _SHARES and column.name.startswith("share") for column in table.columns]
            sheets.add(wording.in_words(table.name), [c.header for c in table.columns], table.rows, shares)
        sheets.add("Methods", ["Subject", "What was done"], _methods(r, (), r.caveat))

    return _workbook(r, fill)


def _workbook(report: Comparison | Report, fill: Callable[[_Sheets], None]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = report.provenance.made_on
    notice = SPECIMEN_NOTICE if report.specimen else ""
    book.set_properties(
        {"title": report.title, "comments": notice or CHOSEN_SAMPLE, "keywords": token_of(report), "created": _midnight(made)}
    )
    fill(_Sheets(book, notice))
    book.close()
    return out.getvalue()


class _Sheets:
    """Writes typed tables into a workbook, each with a frozen header and, for invented data, the notice above it."""

    def __init__(self, book: Any, notice: str) -> None:
        self.book, self.notice = book, notice
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.warn = book.add_format({"bold": True, "font_color": "#8A1538"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.share = book.add_format({"num_format": "0.0%"})

    def add(self, name: str, head: Sequence[str], rows: Iterable[Sequence[Any]], shares: Sequence[bool] = ()) -> None:
        sheet = self.book.add_worksheet(name)
        top = 1 if self.notice else 0
        if self.notice:
            sheet.write_string(0, 0, self.notice, self.warn)
        sheet.write_row(top, 0, head, self.head)
        sheet.freeze_panes(top + 1, 0)
        widths = [min(24, max(10, len(name))) for name in head]
        count = 0
        for count, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                widths[column] = min(70, max(widths[column], 10 if isinstance(value, float | date) else len(str(value or "")) + 1))
                self._write(sheet, top + count, column, value, bool(shares) and shares[column])
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        if count:
            sheet.autofilter(top, 0, top + count, len(head) - 1)

    def _write(self, sheet: Any, row: int, column: int, value: Any, share: bool) -> None:
        if value is None or value == "":
            return
        if isinstance(value, date):
            sheet.write_datetime(row, column, _midnight(value), self.day)
        elif isinstance(value, (int, float)):
            sheet.write_number(row, column, value, self.share if share else None)
        else:
            sheet.write_string(row, column, str(value))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 (a cell of a workbook has no zone)


def _sources(c: Comparison) -> list[list[Any]]:
    first = {r.certificate_id: r for r in reversed(c.compared)}
    return [
        [r.certificate_id, r.laboratory, r.reported, r.grade, r.source_url or "file held by the registry"] for r in reversed(first.values())
    ]


def _methods(report: Comparison | Report, asked: Iterable[tuple[str, str]], caution: str) -> list[tuple[str, str]]:
    method = [("Method", sentence) for sentence in report.method]
    verify = [("How to verify", step) for step in wording.verify_steps(report)]
    return [*((f"Asked: {label}", value) for label, value in asked), *method, ("Caution", caution), *wording.state(report), *verify]
