"""A comparison as one table: the columns that CSV, workbook and data package share, and the CSV itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from registry.reports.comparison import SPECIMEN_NOTICE, Compared, Comparison
from registry.reports.document import Report
from registry.reports.statement import token_of

STATEMENT: Final = "report_statement"


class Column(NamedTuple):
    """A column of the table of measurements: field of Compared, header for people, type and meaning for the data package."""

    name: str
    header: str
    kind: str
    meaning: str


COLUMNS: Final = (
    Column("acquisition", "Source of sample", "string", "How the sample came to be tested"),
    Column("brand", "Brand", "string", ""),
    Column("product", "Product", "string", ""),
    Column("form", "Form", "string", ""),
    Column("lot", "Lot", "string", "Empty where the certificate prints none"),
    Column("certificate_id", "Certificate", "string", "Identifier in the registry"),
    Column("page", "Page", "integer", "Page of the certificate on which the value stands"),
    Column("laboratory", "Laboratory", "string", ""),
    Column("method", "Method of test", "string", "As printed"),
    Column("reported", "Issued", "date", "Date of issue of the certificate"),
    Column("text", "Measured, as printed", "string", ""),
    Column("measured_unit", "Printed unit", "string", ""),
    Column("claim_amount", "Label claim, as printed", "number", ""),
    Column("claim_unit", "Claim unit", "string", ""),
    Column("claim_basis", "Claim basis", "string", ""),
    Column("claim_seen_on", "Label seen on", "date", ""),
    Column("claim_note", "Note on the claim", "string", ""),
    Column("unit", "Unit of comparison", "string", "Unit of claimed, measured_low and measured_high"),
    Column("claimed", "Claimed (unit of comparison)", "number", ""),
    Column("measured_low", "Measured, lower end (unit of comparison)", "number", "Equal to the upper end for a quantified result"),
    Column("measured_high", "Measured, upper end (unit of comparison)", "number", "Empty: unbounded above"),
    Column("share_low", "Share of claim, lower end", "number", "1 is the claim"),
    Column("share_high", "Share of claim, upper end", "number", "1 is the claim; empty: unbounded above"),
    Column("crossing", "How the basis was crossed", "string", "Empty where it was not"),
    Column("verdict", "Verdict", "string", "Under the tolerance and the decision rule of the report"),
    Column("p_low", "P (within tolerance) at lower end", "number", "Empty where the rule gives no probability"),
    Column("p_high", "P (within tolerance) at upper end", "number", "Empty where the rule gives no probability"),
    Column("uncertainty", "Source of uncertainty", "string", ""),
    Column("reason", "Reason", "string", "Why the verdict is what it is, where that needs saying"),
    Column("grade", "Evidence grade", "string", "Of a published result: A report itself, B notice or abstract, C second hand"),
    Column("source_url", "Source", "string", "Address; empty for a file held by the registry"),
    Column("claim_source_url", "Source of the claim", "string", ""),
)


def cells(row: Compared) -> list[Any]:
    """The values of COLUMNS for one measurement, with their own types; None where there is none."""
    return [getattr(row, column.name) for column in COLUMNS]


def comparison_csv(comparison: Comparison) -> bytes:
    """The measurements as CSV (RFC 4180, UTF-8): one header line, then one line each, so that any program reads it.

    What belongs to every line stands on every line: whether the data are invented, the tolerance, and the fingerprint
    and journal head that say which state of which registry answered. The first line also carries the statement.
    """
    common = (comparison.selection.analyte, comparison.selection.tolerance, comparison.fingerprint, comparison.provenance.journal_head)
    mark = SPECIMEN_NOTICE if comparison.specimen else ""
    head = ("specimen", "analyte", "tolerance", "report_fingerprint", "journal_head", *(c.name for c in COLUMNS), STATEMENT)
    return csv_bytes(head, _stated([[mark, *common, *cells(row)] for row in comparison.compared], comparison))


def report_csv(report: Report) -> bytes:
    """The main table of a report as CSV, in the shape of `comparison_csv`."""
    table = next(t for t in report.tables if t.name == report.main)
    mark = SPECIMEN_NOTICE if report.specimen else ""
    common = (mark, report.fingerprint, report.provenance.journal_head)
    head = ("specimen", "report_fingerprint", "journal_head", *(c.name for c in table.columns), STATEMENT)
    return csv_bytes(head, _stated([[*common, *row] for row in table.rows], report))


def _stated(rows: list[list[Any]], report: Comparison | Report) -> list[list[Any]]:
    """The rows with the report's statement at the end of the first: once is enough, and it is long."""
    return [[*row, token_of(report) if number == 0 else ""] for number, row in enumerate(rows)]


def csv_bytes(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_text(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8")


def _text(value: Any) -> str:
    """A cell: dates in ISO 8601, floats with all their digits, and no text that a spreadsheet would run as a formula."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value)
    text = str(value)
    return (
        f"'{text}" if text[:1] in ("=", "+", "@", "\t", "\r") or (text[:1] == "-" and len(text) > 1 and not text[1:2].isdigit()) else text
    )
