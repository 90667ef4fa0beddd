"""Each format says the same, gives the same bytes again, and never lets a specimen pass for the real thing."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date

import openpyxl
import pikepdf
import pypdfium2
import pytest

from registry.reports import wording
from registry.reports.comparison import SPECIMEN_NOTICE, Comparison, canonical_json
from registry.reports.html import comparison_html
from registry.reports.package import comparison_package
from registry.reports.pdf import comparison_pdf
from registry.reports.spreadsheet import comparison_xlsx
from registry.reports.table import COLUMNS, comparison_csv
from tests.reports.building import compared, comparison, figures, refused

FORMATS: tuple[Callable[[Comparison], bytes], ...] = (comparison_pdf, comparison_xlsx, comparison_csv, comparison_package, comparison_html)


def texts(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    found = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return found


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


@pytest.mark.parametrize("made", FORMATS)
def test_equal_comparisons_give_equal_bytes(made: Callable[[Comparison], bytes]) -> None:
    assert made(comparison()) == made(comparison())


@pytest.mark.parametrize("made", FORMATS)
def test_a_comparison_with_nothing_in_it_still_makes_a_report(made: Callable[[Comparison], bytes]) -> None:
    assert made(comparison(compared=(), products=(), brands=(), ranked=(), refused=()))


def test_the_pdf_is_tagged_archivable_and_names_its_language() -> None:
    document = pikepdf.open(io.BytesIO(comparison_pdf(comparison())))
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == "en"
    metadata = document.open_metadata()
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
    assert metadata["pdfuaid:part"] == "1"


def test_the_pdf_carries_its_data_so_that_it_can_be_compared_and_made_again() -> None:
    made = comparison()
    document = pikepdf.open(io.BytesIO(comparison_pdf(made)))
    attached = document.attachments["comparison.json"].get_file().read_bytes()
    assert attached == canonical_json(made.model_dump(mode="json"))


def test_the_pdf_prints_numbers_sources_method_and_how_to_verify() -> None:
    made = comparison()
    text = " ".join("".join(texts(comparison_pdf(made))).split())
    for said in (
        "98.8 %",
        "below 2.0 %",
        "14.82 mg/g",
        "A1",
        "conforms",
        "0123456789ab-1",
        "A measurement is counted once.",
        "2026-11-23",
        "Sources",
    ):
        assert said in text
    assert made.fingerprint in text.replace(" ", "")
    assert made.provenance.journal_head in text.replace(" ", "")


def test_sources_that_are_all_addresses_leave_no_room_for_certificates() -> None:
    only_labels = comparison(compared=(), products=(), brands=(), ranked=(), refused=(refused(source_url="https://shop.example/gold"),))
    heads = [re.search(r"No\.(.*?)Address", " ".join("".join(texts(comparison_pdf(c))).split())) for c in (comparison(), only_labels)]
    assert [head and head[1].strip() for head in heads] == ["Certificate Laboratory Evidence", ""]


def test_brands_stand_beside_each_other_with_the_interval_of_their_place_and_one_without_a_place_says_why() -> None:
    made = comparison()
    page = re.sub(r"<[^>]+>", " ", comparison_html(made).decode("utf-8"))
    for text in (" ".join("".join(texts(comparison_pdf(made))).split()), " ".join(page.split())):
        for said in ("96.2 %", "90.0 to 102.0 %", "1 to 2", "One lot."):
            assert said in text


def test_a_long_table_repeats_its_header_on_every_page() -> None:
    rows = tuple(compared(lot=f"L{n}", certificate_id=f"{n:012x}-1") for n in range(90))
    pages = [p for p in texts(comparison_pdf(comparison(compared=rows))) if "L45" in p or "L80" in p or "L1\r" in p]
    assert len(pages) >= 2
    assert all("Share of claim" in page and "Green Powder" in page for page in pages)


def test_text_from_outside_is_never_markup() -> None:
    hostile = '#panic("x") *bold* $x$ @ref <label> \\ // /* ] #set page(width: 1cm)'
    text = " ".join("".join(texts(comparison_pdf(comparison(compared=(compared(lot=hostile),))))).split())
    assert '#panic("x") *bold*' in text


def test_a_name_in_a_script_the_fonts_lack_still_makes_a_report() -> None:
    assert comparison_pdf(comparison(compared=(compared(product="กระท่อม 🌿"),)))[:5] == b"%PDF-"


@pytest.mark.parametrize("many", [0, 1])
def test_every_page_of_a_specimen_report_says_so_and_no_page_of_a_real_one_does(many: int) -> None:
    pages = texts(comparison_pdf(comparison(specimen=bool(many))))
    assert all((SPECIMEN_NOTICE in page) == bool(many) for page in pages)


def test_a_specimen_says_so_in_every_other_format_too() -> None:
    made = comparison(specimen=True)
    assert all(row["specimen"] == SPECIMEN_NOTICE for row in csv_rows(comparison_csv(made)))
    book = openpyxl.load_workbook(io.BytesIO(comparison_xlsx(made)))
    assert all(sheet["A1"].value == SPECIMEN_NOTICE for sheet in book.worksheets)
    assert SPECIMEN_NOTICE in comparison_html(made).decode("utf-8")
    assert SPECIMEN_NOTICE not in comparison_html(comparison()).decode("utf-8")
    descriptor = json.loads(zipfile.ZipFile(io.BytesIO(comparison_package(made))).read("datapackage.json"))
    assert SPECIMEN_NOTICE in descriptor["description"]


def test_the_workbook_has_typed_cells_and_a_sheet_for_each_subject() -> None:
    book = openpyxl.load_workbook(io.BytesIO(comparison_xlsx(comparison())))
    assert book.sheetnames == ["Comparison", "Brands ranked", "Results", "Not comparable", "Sources", "Methods"]
    head = [cell.value for cell in book["Results"][1]]
    row = dict(zip(head, book["Results"][2], strict=True))
    assert row["Issued"].value.date() == date(2026, 3, 17)
    assert row["Share of claim, lower end"].value == 0.988
    assert row["Share of claim, lower end"].number_format == "0.0%"
    assert row["Measured, as printed"].value == "14.82"
    assert row["Measured, lower end (unit of comparison)"].value == 29.64


def test_the_workbook_runs_no_text_as_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(comparison_xlsx(comparison(compared=(compared(lot="=1+1"),)))))
    cell = next(cell for cell in book["Results"][2] if cell.value == "=1+1")
    assert cell.data_type == "s"


def test_the_csv_has_one_line_for_each_measurement_with_the_state_it_rests_on() -> None:
    made = comparison()
    first, second = csv_rows(comparison_csv(made))
    assert (first["text"], first["share_low"], first["reported"], first["specimen"]) == ("14.82", "0.988", "2026-03-17", "")
    assert second["measured_low"] == "0.0"
    assert {row["report_fingerprint"] for row in (first, second)} == {made.fingerprint}


@pytest.mark.parametrize("text", ["=1+1", "+1", "@SUM(A1)", "-cmd", "\tx"])
def test_the_csv_lets_no_text_run_as_a_formula(text: str) -> None:
    (row,) = csv_rows(comparison_csv(comparison(compared=(compared(lot=text),))))
    assert row["lot"] == f"'{text}"


def test_an_unbounded_end_is_an_empty_cell_not_a_number() -> None:
    (row,) = csv_rows(
        comparison_csv(comparison(compared=(compared(measured_low=0.0, measured_high=None, share_low=0.0, share_high=None),)))
    )
    assert (row["measured_high"], row["share_high"]) == ("", "")


def test_the_page_fetches_nothing_runs_nothing_and_escapes_what_comes_from_outside() -> None:
    page = comparison_html(
        comparison(compared=(compared(lot="</script><script>alert(1)</script>", source_url="javascript:alert(1)"),))
    ).decode("utf-8")
    assert page.count("<script") == 1
    assert '<script type="application/json"' in page
    assert not re.search(r"<link|@import|url\(|src=|href=.?javascript", page)


def test_the_page_carries_its_data() -> None:
    made = comparison()
    page = comparison_html(made).decode("utf-8")
    data = re.search(r'<script type="application/json" id="comparison">(.*?)</script>', page)
    assert data
    assert Comparison.model_validate_json(data[1]) == made


def test_the_data_package_types_and_names_every_column_of_its_files() -> None:
    archive = zipfile.ZipFile(
        io.BytesIO(comparison_package(comparison(refused=(refused(), refused(what="measurement")), products=(figures(),))))
    )
    descriptor = json.loads(archive.read("datapackage.json"))
    for resource in descriptor["resources"]:
        head = next(csv.reader(io.StringIO(archive.read(resource["path"]).decode("utf-8"))))
        assert [field["name"] for field in resource["schema"]["fields"]] == head
    kinds = {f["name"]: f["type"] for f in descriptor["resources"][0]["schema"]["fields"]}
    assert (kinds["reported"], kinds["share_low"], kinds["page"]) == ("date", "number", "integer")
    figure_kinds = {f["name"]: f["type"] for f in descriptor["resources"][1]["schema"]["fields"]}
    assert (figure_kinds["mean_low"], figure_kinds["lots"], figure_kinds["brand"]) == ("number", "integer", "string")


def test_every_column_of_the_table_is_a_field_of_the_record() -> None:
    record = compared()
    assert all(hasattr(record, column.name) for column in COLUMNS)
    assert isinstance(record.reported, date)


def test_on_a_phone_each_cell_of_a_table_of_many_columns_has_its_heading_before_it_and_one_of_two_columns_stays_a_table() -> None:
    page = comparison_html(comparison()).decode("utf-8")
    asked, products = (page.index(f">{title}</caption>") for title in ("Asked", "Means over lots, as shares of the label claim"))
    assert page.rindex("<table", 0, products) == page.rindex('<table class="wide"', 0, products)
    assert page.rindex("<table", 0, asked) == page.rindex('<table class="facts"', 0, asked)
    head, body = page[products:].split("</table>")[0].split("</thead>")
    names = re.findall(r'<th scope="col">([^<]*)</th>', head)
    assert len(names) > 4
    for row in re.findall(r"<tr>(.*)</tr>", body):
        assert re.findall(r'<td[^>]* data-label="([^"]*)">', row) == names
    assert "data-label" not in page[asked:].split("</table>")[0]


def test_a_page_tells_what_could_not_be_compared_under_each_reason_once() -> None:
    alike = [refused(product=name, reason="No label.") for name in ("One", "Two")]
    page = comparison_html(comparison(refused=(*alike, refused(product="Three", reason="No amount.")))).decode()
    assert page.count('<th scope="rowgroup" colspan="5"><span>No label.</span></th>') == 1
    assert page.index(">No label.<") < page.index(">One<") < page.index(">Two<") < page.index(">No amount.<") < page.index(">Three<")


def test_a_long_name_or_address_among_the_facts_is_broken_rather_than_cut_on_a_phone() -> None:
    assert ".facts td:last-child{overflow-wrap:anywhere}" in comparison_html(comparison()).decode()


def test_a_page_tells_measurements_under_their_product_and_claim_once_and_parts_no_number_from_its_unit() -> None:
    made = comparison()
    page = comparison_html(made).decode()
    overs = re.findall(r'<th scope="rowgroup" colspan="9">(.*?)</th>', page)
    about = {(r.brand, r.product, r.claim_amount, r.claim_seen_on, r.acquisition) for r in made.compared}
    assert len(overs) == len(about)
    assert all("label claim" in over and "label seen" in over for over in overs)
    assert wording.measured_share(made.compared[0]).replace(" ", "\u00a0") in page
