"""Which maker sets which kind of file, for both shapes of report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from registry.reports.comparison import Comparison
from registry.reports.document import Report
from registry.reports.html import comparison_html, report_html
from registry.reports.package import comparison_package, report_package
from registry.reports.pdf import comparison_pdf, report_pdf
from registry.reports.spreadsheet import comparison_xlsx, report_xlsx
from registry.reports.table import comparison_csv, report_csv

ReportKind = Literal["pdf", "xlsx", "csv", "html", "zip"]
_COMPARISON: Final[dict[ReportKind, Callable[[Comparison], bytes]]] = {
    "pdf": comparison_pdf,
    "xlsx": comparison_xlsx,
    "csv": comparison_csv,
    "html": comparison_html,
    "zip": comparison_package,
}
_REPORT: Final[dict[ReportKind, Callable[[Report], bytes]]] = {
    "pdf": report_pdf,
    "xlsx": report_xlsx,
    "csv": report_csv,
    "html": report_html,
    "zip": report_package,
}


def made(kind: ReportKind, report: Comparison | Report) -> bytes:
    """The report as a file of that kind; equal reports made on one day give equal bytes. Raises ReportError."""
    return _COMPARISON[kind](report) if isinstance(report, Comparison) else _REPORT[kind](report)


def kind_of(content: bytes) -> ReportKind:
    """Which kind of report the bytes are."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"<!doctype html>"):
        return "html"
    if content.startswith(b"PK"):
        return "zip" if b"datapackage.json" in content[:200] else "xlsx"
    return "csv"
