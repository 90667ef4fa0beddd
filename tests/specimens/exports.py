"""Exports of a laboratory's system: long CSV with several samples, wide XLSX with units in the headers, JSON in the reading shape."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

from tests.specimens.content import Row, Sample, reading
from tests.specimens.layouts_leaf import MG_G, PERCENT, metals, said
from tests.specimens.paper import MARK
from tests.specimens.scenario import Column, Order, potency, total

PANELS = {"potency": "Potency", "heavy_metals": "Heavy Metals", "microbials": "Microbiology", "moisture": "Moisture"}
SAMPLE_COLUMNS = ("Laboratory", "Accreditation", "Report ID", "Sample ID", "Sample Name", "Client", "Lot Number", "Matrix")
DATE_COLUMNS = ("Date Received", "Date Completed", "Date Reported")
RESULT_COLUMNS = ("Panel", "Analyte", "Result", "Units", "LOD", "LOQ", "Limit", "Status", "Remark")


def long_csv(orders: tuple[Order, ...]) -> tuple[bytes, tuple[Sample, ...], int]:
    """One row for each result; the sample's fields are repeated on every row."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*SAMPLE_COLUMNS, *DATE_COLUMNS, *RESULT_COLUMNS))
    samples = []
    for order in orders:
        found = potency(order, (Column("mg/unit", order.unit_mass),), limits_in=Column("mg/unit", order.unit_mass))
        yeast = Row("microbials", "Total Yeast and Mold", (said("<10", "CFU/g"),), limit=None)
        sample = Sample(order.header, (*found, total(found), yeast))
        samples.append(sample)
        writer.writerows(_csv_row(order, row) for row in sample.rows)
    return out.getvalue().encode("utf-8"), tuple(samples), 1


def _csv_row(order: Order, row: Row) -> list[str]:
    h, v = order.header, row.values[0]
    days = [d.isoformat() if d else "" for d in (h.received, h.completed, h.reported)]
    bounds = [a.printed if a else "" for a in (row.lod, row.loq, row.limit)]
    head = [
        h.lab,
        h.accreditation or "",
        h.report_id or "",
        h.sample_id or "",
        h.product_name,
        h.client or "",
        h.lot or "",
        h.matrix or "",
        *days,
    ]
    return [*head, PANELS[row.panel], row.analyte, v.text, v.unit or "", *bounds, (row.status or "").title(), MARK]


def wide_xlsx(orders: tuple[Order, ...]) -> tuple[bytes, tuple[Sample, ...], int]:
    """A sheet of labelled fields and a sheet for each panel, units in the headers, numbers as numbers."""
    (order,) = orders
    found = potency(order, (MG_G, PERCENT), limits_in=MG_G)
    found = (*found, total(found))
    metal = metals(
        "mg/kg",
        {"Arsenic": "0.142", "Cadmium": "0.025", "Lead": "0.601", "Mercury": "<0.010"},
        "0.010",
        {"Arsenic": "2.0", "Cadmium": "0.82", "Lead": "1.2", "Mercury": "0.4"},
    )
    found = tuple(replace(r, page=2) for r in found)
    metal = tuple(replace(r, page=3) for r in metal)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": MARK, "created": datetime(2026, 1, 1)})  # noqa: DTZ001 (a workbook's date has no zone)
    _fields_sheet(book, order)
    _table_sheet(
        book,
        "Potency",
        ["Analyte", "LOD (mg/g)", "LOQ (mg/g)", "Result (mg/g)", "Result (% w/w)"],
        [[r.analyte, r.lod and r.lod.printed, r.loq and r.loq.printed, *(v.text for v in r.values)] for r in found],
    )
    _table_sheet(
        book,
        "Heavy Metals",
        ["Element", "Result (mg/kg)", "LOQ (mg/kg)", "Limit (mg/kg)", "Status"],
        [[r.analyte, r.values[0].text, r.loq and r.loq.printed, r.limit and r.limit.printed, "Pass"] for r in metal],
    )
    book.close()
    return out.getvalue(), (Sample(order.header, (*found, *metal)),), 3


def _fields_sheet(book: xlsxwriter.Workbook, order: Order) -> None:
    h = order.header
    sheet = book.add_worksheet("Certificate")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.set_column(0, 1, 34)
    sheet.write_string(0, 0, f"{h.lab} - Certificate of Analysis - {MARK}")
    texts = (h.lab, h.accreditation, h.report_id, h.sample_id, h.product_name, h.client, h.lot, h.matrix)
    labels = (*SAMPLE_COLUMNS, *DATE_COLUMNS)
    pairs: list[tuple[str, str | date | None]] = list(zip(labels, (*texts, h.received, h.completed, h.reported), strict=True))
    for row, (label, value) in enumerate(pairs, start=1):
        sheet.write_string(row, 0, label)
        if isinstance(value, date):
            sheet.write_datetime(row, 1, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
        else:
            sheet.write_string(row, 1, value or "")


def _table_sheet(book: xlsxwriter.Workbook, name: str, head: list[str], rows: list[list[str | None]]) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 28)
    sheet.write_row(0, 0, head)
    for i, row in enumerate(rows, start=1):
        for j, text in enumerate(row):
            if text and text.replace(".", "").isdigit():
                sheet.write_number(i, j, float(Decimal(text)))
            elif text:
                sheet.write_string(i, j, text)


def json_reading(orders: tuple[Order, ...]) -> tuple[bytes, tuple[Sample, ...], int]:
    """The certificate in the published reading shape, without evidence."""
    (order,) = orders
    found = potency(order, (MG_G,), limits_in=MG_G)
    found = (*found, total(found))
    sample = Sample(order.header, found)
    exported = {k: v for k, v in reading(sample, order.file, 1).items() if k not in ("notes", "findings")}
    return (json.dumps({"specimen": MARK, **exported}, ensure_ascii=False, indent=1) + "\n").encode("utf-8"), (sample,), 1
