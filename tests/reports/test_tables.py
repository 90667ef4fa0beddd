"""A report of facts and tables: every format says the same, types its cells, and is made again from itself."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import date
from typing import get_args

import openpyxl
import pikepdf
import pypdfium2
import pytest

from registry.reports.comparison import SPECIMEN_NOTICE
from registry.reports.document import Asked, Column, Report, Table
from registry.reports.making import ReportKind, kind_of, made
from registry.reports.reproduction import reproduce
from tests.reports.building import comparison

KINDS: tuple[ReportKind, ...] = get_args(ReportKind)
COLUMNS = (
    Column(name="lot", header="Lot", group=True),
    Column(name="measured", header="Measured (mg/g)", kind="number", width=1),
    Column(name="issued", header="Issued", kind="date"),
    Column(name="said", header="Said", width=2),
    Column(name="code", header="Code", data_only=True, meaning="For machines"),
)
ROWS = (("A1", 14.82, date(2026, 3, 17), "conforms", "x"), ("A1", None, None, "=1+1", "y"), ("B2", 0.5, date(2026, 4, 1), "<b>", "z"))


def report(rows: tuple[tuple[object, ...], ...] = ROWS, *, specimen: bool = False) -> Report:
    table = Table(name="verdicts", title="All verdicts", columns=COLUMNS, rows=rows, note="How to read it.", nothing="Nothing was judged.")  # type: ignore[arg-type]
    return Report(
        specimen=specimen,
        selection=Asked(about="contaminants", rules="US-UT", on=date(2026, 11, 1)),
        title="Some title",
        summary="Three verdicts.",
        caveat="A sample chosen.",
        facts=(("Rules", "Utah"),),
        tables=(table,),
        main="verdicts",
        method=("How it was judged.",),
        provenance=comparison().provenance,
    )


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(text.split())


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_known_by_its_bytes_and_made_again_from_itself(kind: ReportKind) -> None:
    content = made(kind, report())
    assert kind_of(content) == kind
    later = report().model_copy(update={"provenance": comparison().provenance.model_copy(update={"journal_head": "77" * 32})})
    found = reproduce(content, lambda _: later)
    assert (found.same_data, found.same_bytes) == (True, True)
    assert found.statement.selection == report().selection


@pytest.mark.parametrize("kind", KINDS)
def test_another_answer_shows(kind: ReportKind) -> None:
    found = reproduce(made(kind, report()), lambda _: report(ROWS[:2]))
    assert (found.same_data, found.same_bytes) == (False, False)


@pytest.mark.parametrize("kind", KINDS)
def test_a_specimen_is_marked_and_an_empty_table_makes_a_report(kind: ReportKind) -> None:
    assert made(kind, report(()))
    marked = made(kind, report(specimen=True))
    said = text_of(marked) if kind == "pdf" else str(_unpacked(marked))
    assert SPECIMEN_NOTICE in said
    assert SPECIMEN_NOTICE not in (text_of(made(kind, report())) if kind == "pdf" else str(_unpacked(made(kind, report()))))


def _unpacked(content: bytes) -> list[bytes]:
    if not content.startswith(b"PK"):
        return [content]
    archive = zipfile.ZipFile(io.BytesIO(content))
    return [archive.read(name) for name in archive.namelist()]


def test_the_pdf_is_tagged_archivable_and_prints_rows_under_their_group() -> None:
    content = made("pdf", report())
    document = pikepdf.open(io.BytesIO(content))
    metadata = document.open_metadata()
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("3", "A", "1")
    assert document.Root.StructTreeRoot
    text = text_of(content)
    for said in (
        "Some title",
        "A1",
        "14.82",
        "2026-03-17",
        "conforms",
        "How it was judged.",
        "=1+1",
        "<b>",
    ):
        assert said in text
    assert "Code x" not in text
    assert "Said Code" not in text


def test_the_workbook_keeps_types_and_runs_no_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", report())))
    assert book.sheetnames == ["Facts", "Verdicts", "Methods"]
    head, first, second = list(book["Verdicts"].iter_rows(max_row=3))
    assert [cell.value for cell in head] == ["Lot", "Measured (mg/g)", "Issued", "Said", "Code"]
    assert (first[1].value, first[2].value.date()) == (14.82, date(2026, 3, 17))
    assert (second[1].value, second[3].value, second[3].data_type) == (None, "=1+1", "s")


def test_the_workbook_shows_shares_in_per_cent() -> None:
    columns = (Column(name="share_low", header="Share", kind="number"), Column(name="low", header="µg a day", kind="number"))
    table = Table(name="verdicts", title="Shares", columns=columns, rows=((0.988, 1.26),))
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", report().model_copy(update={"tables": (table,)}))))
    assert [cell.number_format for cell in book["Verdicts"][2]] == ["0.0%", "General"]


def test_the_page_groups_rows_escapes_text_and_carries_its_data() -> None:
    page = made("html", report()).decode()
    assert re.findall(r'scope="rowgroup" colspan="3"><span>(\w+)<', page) == ["A1", "B2"]
    assert "<td><b></td>" not in page
    assert '<td class="yes">conforms</td>' in page
    data = re.search(r'<script type="application/json" id="report">(.*?)</script>', page)
    assert data
    assert json.loads(data[1])["summary"] == "Three verdicts."


def test_the_csv_holds_the_main_table_with_the_state_on_every_line() -> None:
    lines = list(csv.DictReader(io.StringIO(made("csv", report()).decode())))
    assert [line["measured"] for line in lines] == ["14.82", "", "0.5"]
    assert {line["report_fingerprint"] for line in lines} == {report().fingerprint}


def test_the_data_package_names_size_and_hash_of_its_files() -> None:
    archive = zipfile.ZipFile(io.BytesIO(made("zip", report())))
    (resource,) = json.loads(archive.read("datapackage.json"))["resources"]
    assert resource["bytes"] == len(archive.read("verdicts.csv"))
    assert [field["type"] for field in resource["schema"]["fields"]] == ["string", "number", "date", "string", "string"]
