"""A certificate beside its page: rows, boxes, and what a reviewer has to look at."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dashboards import certificates, readings
from registry.model.certificate import Acquisition, AcquisitionKind
from registry.model.doubt import HEADER_PATHS
from registry.model.draft import Dates, ReadDate
from registry.model.evidence import Box, Evidence, Source
from registry.model.findings import CATALOGUE, Finding, Severity
from registry.model.measurement import Quantity
from registry.model.published import TYPED
from tests import builders

BOX = Box(x0=0.5, y0=0.4, x1=0.6, y1=0.42)


def _measured(text: str, page: int = 1, **fields: object) -> object:
    return builders.measurement(text, evidence=Evidence(page=page, box=BOX, text=text), **fields)


def test_several_result_columns_stand_in_one_row_with_their_units() -> None:
    draft = builders.draft(builders.result("Mitragynine", builders.measurement("1.25", "%"), builders.measurement("12.5", "mg/g")))
    assert readings.result_rows(draft)[0].cells[0] == "1.25 %\n12.5 mg/g"


@pytest.mark.parametrize(
    ("printed", "key", "known"),
    [
        ("olovo", "lead", "Lead"),
        ("LEAD", "lead", ""),
        ("Arsenic", "arsenic", ""),
        ("7-hydroxy mitragynine", "7oh", ""),
        ("Unheard-of", None, ""),
    ],
)
def test_a_row_tells_which_analyte_a_printed_name_is_where_that_is_not_plain(printed: str, key: str | None, known: str) -> None:
    draft = builders.draft(builders.result(printed, analyte_key=key))
    assert readings.result_rows(draft)[0].known == known
    assert (f">{known}</span>" in str(certificates.plain_table(builders.certificate(draft)))) == bool(known)


def test_a_unit_is_not_said_twice() -> None:
    assert readings.printed(builders.measurement("1.25 %", "%")) == "1.25 %"


def test_a_value_of_one_of_several_times_names_its_own() -> None:
    assert readings.printed(builders.measurement("1.25", "%", time_point="12 M")) == "12 M: 1.25 %"


@pytest.mark.parametrize(
    ("limit", "text", "said"),
    [
        (Quantity(value=Decimal("2.0"), unit="µg/g", text="2.0"), "2.0", "2.0 µg/g"),
        (Quantity(value=Decimal("0.5"), unit="ppm", text="NMT 0.5 ppm"), "NMT 0.5 ppm", "NMT 0.5 ppm"),
        (None, "Absent", "Absent"),
        (None, None, "–"),
    ],
)
def test_a_printed_limit_carries_the_unit_that_its_number_is_in(limit: Quantity | None, text: str | None, said: str) -> None:
    draft = builders.draft(builders.result("Lead", builders.measurement("0.3", "µg/g"), limit=limit, limit_text=text))
    assert readings.result_rows(draft)[0].cells[2] == said


def test_a_printed_verdict_stands_under_its_limit_and_in_a_table_beside_it() -> None:
    lead = builders.result(
        "Lead", builders.measurement("0.3", "ppm"), builders.measurement("0.6", "µg/unit"), limit_text="0.5 ppm", status="pass"
    )
    drafted = builders.draft(lead)
    assert readings.result_rows(drafted)[0].cells == ("0.3 ppm\n0.6 µg/unit", "–", "0.5 ppm\nprinted: pass")
    told = certificates.plain_table(builders.certificate(drafted))
    assert "0.3 ppm\u00a0· 0.6 µg/unit" in told
    assert "0.5 ppm\u00a0· printed: pass" in told


@pytest.mark.parametrize(
    ("text", "value", "known"),
    [
        ("04/07/2026", date(2026, 4, 7), "read as 7 Apr 2026"),
        ("2026-04-07 11:31", date(2026, 4, 7), ""),
        ("19 May", None, ""),
    ],
)
def test_a_date_that_can_be_read_in_two_ways_says_how_it_was_read(text: str, value: date | None, known: str) -> None:
    dates = Dates(received=ReadDate(text=text, value=value))
    (row,) = [row for row in readings.header_rows(builders.draft(dates=dates)) if row.id == "dates.received"]
    assert (row.cells[0], row.known) == (text, known)


def test_what_was_typed_from_a_source_was_read_by_no_program() -> None:
    assert "reader" not in (certificates.read_by(builders.draft(reader_version=TYPED)) or "")
    assert certificates.read_by(builders.draft(reader_version="3.0")) == "reader 3.0"


def test_the_lot_has_a_row_even_where_none_is_printed() -> None:
    rows = {row.id: row for row in readings.header_rows(builders.draft(lot=None))}
    assert rows["lot"].cells[0] == "not printed"


def test_a_published_certificate_says_its_doubt_and_asks_nothing_of_the_reader() -> None:
    draft = builders.draft(builders.result("Mitragynine", builders.measurement("12.5", confidence=0.6)))
    marks = [row.mark for row in readings.published_rows(draft)]
    assert readings.DOUBT in marks
    assert readings.LOOK not in marks


def test_boxes_belong_to_their_page_and_join_their_row() -> None:
    draft = builders.draft(
        builders.result("Mitragynine", _measured("12.5", page=2)), pages=2, lab=None, report_id=None, product_name=None, lot=None
    )
    assert readings.marks(draft, 1) == ()
    assert [(m.id, m.box) for m in readings.marks(draft, 2)] == [("results.0", BOX)]


def test_a_page_turns_to_the_chosen_value() -> None:
    draft = builders.draft(builders.result("Mitragynine", _measured("12.5", page=2)), pages=3)
    assert certificates.page_shown(draft, "results.0", "") == 2
    assert certificates.page_shown(draft, "results.0", "3") == 3
    assert certificates.page_shown(draft, "results.99", "nonsense") == 1


def test_a_row_that_does_not_exist_has_nothing_to_edit() -> None:
    draft = builders.draft()
    for row in ("results.7", "results.x", "nonsense", "results."):
        assert readings.editable(draft, row) == ()


def test_every_text_of_a_row_can_be_corrected_by_its_path() -> None:
    draft = builders.draft(builders.result("Mitragynine", builders.measurement("1.25", "%"), builders.measurement("12.5")))
    assert [(f.path, f.text) for f in readings.editable(draft, "results.0")] == [
        ("results.0.analyte", "Mitragynine"),
        ("results.0.measurements.0", "1.25"),
        ("results.0.measurements.1", "12.5"),
    ]
    assert readings.row_of("results.0.measurements.1") == "results.0"
    assert readings.row_of("dates.received") == "dates.received"


def test_a_certificate_of_a_published_result_has_no_page_to_show() -> None:
    published = builders.certificate(source=Source(url="https://example.org/notice", grade="B"))
    assert not certificates.has_pages(published)
    assert "12.5 mg/g" in certificates.plain_table(published)


def test_a_specimen_is_marked_at_the_head_of_its_page() -> None:
    invented = builders.certificate(acquisition=Acquisition(kind=AcquisitionKind.SPECIMEN))
    assert "SPECIMEN" in certificates.summary(invented, certificates.Names())
    assert "SPECIMEN" not in certificates.summary(builders.certificate(), certificates.Names())


def test_the_gravest_finding_comes_first() -> None:
    by_severity = {severity: next(code for code, entry in CATALOGUE.items() if entry.severity is severity) for severity in Severity}
    said = certificates.findings([Finding(code=by_severity[Severity.NOTE]), Finding(code=by_severity[Severity.ERROR])])
    assert said.index(by_severity[Severity.ERROR]) < said.index(by_severity[Severity.NOTE])


def test_a_finding_about_dates_writes_them_as_the_page_does_and_one_about_a_lot_leaves_its_number() -> None:
    order = {"earlier_field": "completed", "earlier": "2026-05-12", "later_field": "reported", "later": "2026-05-07"}
    said = certificates.findings([Finding(code="date-order", details=order)])
    assert "The date completed, 12 May 2026, should not come after the date reported, 7 May 2026." in said
    assert "2026-05-12" in certificates.findings([Finding(code="same-numbers-other-lot", details={"lot": "2026-05-12"})])


def test_a_citation_finds_the_certificate_again() -> None:
    said = certificates.citation(builders.certificate(), certificates.Names())
    assert "Report R-1" in said
    assert "3 Feb 2026" in said
    assert "SHA-256 " in said


def test_every_header_field_that_may_be_doubtful_has_a_name() -> None:
    assert tuple(readings.FIELDS) == HEADER_PATHS


def test_a_finding_that_was_stored_twice_is_shown_once() -> None:
    noticed = Finding(code="analyte-unknown", details={"analyte": "Mitraphylline?"})
    assert certificates.findings([noticed, noticed]) == certificates.findings([noticed])
