"""Exports of laboratory systems: which layout a table has follows from its headings."""

from __future__ import annotations

import contextlib
import io
import json
from datetime import date
from decimal import Decimal
from typing import Any

import jsonschema
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from registry.datafiles import data_path
from registry.errors import NotACertificate, ReadingError
from registry.model.certificate import DraftCertificate, Panel
from registry.model.measurement import Qualifier
from registry.reading import intake
from registry.reading.exports.sheets import column_letters, shown
from registry.reading.exports.tabular import read_table_file
from tests.specimens.agreement import differences

FOLDER = data_path("specimens")


def read(text: str | bytes, name: str = "export.csv") -> tuple[DraftCertificate, ...]:
    data = text if isinstance(text, bytes) else text.encode()
    return read_table_file(data, name, intake.sniff(data, name))


def printed(draft: DraftCertificate) -> dict[str, list[tuple[str, str | None]]]:
    return {result.analyte: [(m.text, m.unit) for m in result.measurements] for result in draft.results}


@pytest.mark.parametrize("file", ["s17_export.csv", "s18_export.xlsx", "s19_export.json"])
def test_a_specimen_export_is_read_as_it_was_written(file: str) -> None:
    wanted = json.loads((FOLDER / "expected" / f"{file.split('.')[0]}.json").read_text(encoding="utf-8"))
    wanted = wanted if isinstance(wanted, list) else [wanted]
    drafts = read((FOLDER / file).read_bytes(), file)
    assert [differences(want, draft.reading()) for want, draft in zip(wanted, drafts, strict=True)] == [[] for _ in wanted]
    assert all(draft.specimen for draft in drafts)


LONG = "Sample ID{d}Lot{d}Analyte{d}Result{d}Unit{d}LOQ\nST-1{d}HG-01{d}Mitragynine{d}{v}{d}mg/g{d}{q}\n"


@pytest.mark.parametrize(
    ("delimiter", "value", "loq"), [(",", "14.2", "0.05"), (";", "14,2", "0,05"), ("\t", "14,2", "0,05"), ("|", "14.2", "0.05")]
)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_long_table_in_any_dialect(mark: str, delimiter: str, value: str, loq: str) -> None:
    (draft,) = read(mark + LONG.format(d=delimiter, v=value, q=loq))
    (result,) = draft.results
    assert draft.sample_id is not None
    assert draft.lot is not None
    assert (draft.sample_id.text, draft.lot.text) == ("ST-1", "HG-01")
    assert (result.measurements[0].value, result.measurements[0].unit) == (Decimal("14.2"), "mg/g")
    assert result.loq is not None
    assert (result.loq.value, result.loq.unit) == (Decimal("0.05"), "mg/g")


def test_every_value_names_its_cell() -> None:
    (draft,) = read(LONG.format(d=",", v="14.2", q="0.05"))
    evidence = draft.results[0].measurements[0].evidence
    assert evidence is not None
    assert (evidence.page, evidence.cell, evidence.box, evidence.text) == (1, "D2", None, "14.2")
    assert draft.sample_id is not None
    assert draft.sample_id.evidence is not None
    assert draft.sample_id.evidence.cell == "A2"


def test_a_wide_table_gives_a_draft_for_each_row_and_units_from_its_headings() -> None:
    drafts = read(
        "sample_id,lot,mitragynine (mg/g),7-hydroxymitragynine (%),Lead (ppm)\nST-1,HG-01,14.2,ND,0.1\nST-2,HG-02,13.9,0.02,<0.05\n"
    )
    assert [printed(draft) for draft in drafts] == [
        {"mitragynine": [("14.2", "mg/g")], "7-hydroxymitragynine": [("ND", "%")], "Lead": [("0.1", "ppm")]},
        {"mitragynine": [("13.9", "mg/g")], "7-hydroxymitragynine": [("0.02", "%")], "Lead": [("<0.05", "ppm")]},
    ]
    assert [draft.part for draft in drafts] == [1, 2]
    assert [result.panel for result in drafts[0].results] == [Panel.POTENCY, Panel.POTENCY, Panel.HEAVY_METALS]


def test_two_units_of_one_analyte_are_two_values_of_one_row_and_its_loq_stands_beside() -> None:
    (draft,) = read("Sample ID,Mitragynine (mg/g),Mitragynine (%),Mitragynine LOQ (mg/g),Paynantheine (mg/g)\nST-1,14.2,1.42,0.05,3.1\n")
    assert printed(draft)["Mitragynine"] == [("14.2", "mg/g"), ("1.42", "%")]
    loq = draft.results[0].loq
    assert loq is not None
    assert (loq.value, loq.unit) == (Decimal("0.05"), "mg/g")


def test_units_in_a_row_of_their_own() -> None:
    (draft,) = read("Sample ID,Mitragynine,Paynantheine\n,mg/g,%\nST-1,14.2,0.31\n")
    assert printed(draft) == {"Mitragynine": [("14.2", "mg/g")], "Paynantheine": [("0.31", "%")]}


def test_samples_side_by_side_over_a_column_of_analytes() -> None:
    drafts = read("Analyte,Unit,ST-0417,ST-0418\nMitragynine,mg/g,14.2,13.9\nPaynantheine,mg/g,3.1,ND\n")
    assert [draft.sample_id and draft.sample_id.text for draft in drafts] == ["ST-0417", "ST-0418"]
    assert [printed(draft) for draft in drafts] == [
        {"Mitragynine": [("14.2", "mg/g")], "Paynantheine": [("3.1", "mg/g")]},
        {"Mitragynine": [("13.9", "mg/g")], "Paynantheine": [("ND", "mg/g")]},
    ]


def test_fields_above_the_table_belong_to_every_sample() -> None:
    (draft,) = read("Report ID,R-26-1\nDate Received: 25/02/2026\nDate Reported,03/03/2026\n\nAnalyte,Result (mg/g)\nMitragynine,14.2\n")
    assert draft.report_id is not None
    assert draft.report_id.text == "R-26-1"
    assert draft.dates.received is not None
    assert draft.dates.reported is not None
    assert (draft.dates.received.value, draft.dates.reported.value) == (date(2026, 2, 25), date(2026, 3, 3))


def test_a_title_over_rows_names_their_panel() -> None:
    (draft,) = read("Analyte,Result,Unit\nMicrobiology,,\nSomething unheard of,<10,CFU/g\n")
    assert [(r.analyte, r.panel) for r in draft.results] == [("Something unheard of", Panel.MICROBIALS)]


def test_what_the_number_grammar_does_not_know_is_a_finding() -> None:
    (draft,) = read("Analyte,Result (mg/g)\nMitragynine,14.2\nPaynantheine,see remark 4\n")
    assert [result.analyte for result in draft.results] == ["Mitragynine"]
    assert [finding.code for finding in draft.findings] == ["number-unreadable"]


@pytest.mark.parametrize(
    "text",
    [
        "Dear customer,\nyour certificate will follow.\n",
        "Item,Qty,Price\nTesting,2,120.00\n",
        '[{"item": "Testing", "price": 120}]',
        "Analyte,Result\n",
        "1,2,3\n4,5,6\n",
    ],
)
def test_a_table_without_results_is_no_certificate(text: str) -> None:
    with pytest.raises(NotACertificate):
        read(text)


def test_records_of_another_system_are_read_by_their_names() -> None:
    records = [{"sampleId": "ST-1", "analyteName": "Mitragynine", "result": 14.25, "units": "mg/g", "lot_number": "HG-01"}]
    (draft,) = read(json.dumps({"laboratory": "Specimen Works", "dateReported": "2026-03-01", "data": records}))
    assert printed(draft) == {"Mitragynine": [("14.25", "mg/g")]}
    assert draft.lab is not None
    assert draft.lot is not None
    assert (draft.lab.text, draft.lot.text) == ("Specimen Works", "HG-01")


def own(**changes: Any) -> dict[str, Any]:
    value = {"text": "0.10", "qualifier": "eq", "value": 0.10, "unit": "mg/g"}
    row = {"panel": "potency", "analyte": "Mitragynine", "page": 3, "values": [value], "loq": {"value": 0.05, "unit": "mg/g"}}
    return {"file": "a.pdf", "lab": "Specimen Works", "lot": None, "dates": {"received": "2026-03-01"}, "results": [row]} | changes


def test_our_own_shape_comes_back_as_drafts_with_the_place_in_the_file() -> None:
    first, second = read(json.dumps([own(), own(lot="HG-02")]), "readings.json")
    assert first.lot is None
    assert second.lot is not None
    measurement = first.results[0].measurements[0]
    assert (measurement.value, measurement.qualifier, measurement.unit) == (Decimal("0.1"), Qualifier.EQ, "mg/g")
    assert measurement.evidence is not None
    assert measurement.evidence.cell == "$[0].results[0].values[0]"


@pytest.mark.parametrize(
    "broken",
    [
        own(dates={"received": "yesterday"}),
        own(results=[{"panel": "magic", "analyte": "Mitragynine", "values": []}]),
        own(results=[{"panel": "potency", "analyte": "Mitragynine", "values": [{"value": "1.2"}]}]),
        own(overall_status="maybe"),
    ],
)
def test_our_own_shape_broken_is_refused_with_the_place(broken: dict[str, Any]) -> None:
    with pytest.raises(ReadingError, match="breaks the published shape") as error:
        read(json.dumps(broken), "readings.json")
    assert error.value.code == "file-unreadable"


def test_a_draft_prints_what_the_published_schema_describes() -> None:
    schema = json.loads(data_path("schema", "reading.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for file in ("s17_export.csv", "s18_export.xlsx", "s19_export.json"):
        for draft in read((FOLDER / file).read_bytes(), file):
            jsonschema.validate(draft.reading(), schema)


def test_a_reading_read_back_says_the_same() -> None:
    (draft,) = read((FOLDER / "s18_export.xlsx").read_bytes(), "s18_export.xlsx")
    reading = draft.reading()
    reading["results"][0]["values"][0]["time_point"] = "12 M"
    (again,) = read(json.dumps(reading), "again.json")
    assert again.results[0].measurements[0].time_point == "12 M"
    assert printed(again) == printed(draft)
    assert again.dates.completed is not None
    assert draft.dates.completed is not None
    assert again.dates.completed.value == draft.dates.completed.value


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.1, "General", "0.1"),
        (0.1, "0.000", "0.100"),
        (1e-07, "General", "0.0000001"),
        (41000, "General", "41000"),
        (0.0142, "0.00%", "1.42 %"),
        (None, "General", ""),
        ("  ND ", "General", "ND"),
        (0.005, '"<"0.000', "<0.005"),
        (0.005, '"< "0.000', "<0.005"),
        (0.5, "\\<0.0", "<0.5"),
        (300, ">#,##0", ">300"),
        (0.5, "[<1]0.00;0.0", "0.5"),
    ],
)
def test_a_cell_reads_as_the_workbook_shows_it(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


@pytest.mark.parametrize("equal", ["", "="])
@pytest.mark.parametrize("heading", ["", "Sign", "Q", "Comparator", "Zeichen", "Result Modifier"])
@pytest.mark.parametrize("before", [True, False])
def test_a_sign_in_a_cell_of_its_own_beside_a_result_bounds_it(heading: str, equal: str, before: bool) -> None:
    def line(name: str, result: str, sign: str, unit: str, loq: str) -> str:
        return ",".join(["S-1", name, *((sign, result) if before else (result, sign)), unit, loq])

    lines = ("Cadmium", "0.005", "<", "mg/kg", "0.005"), ("Lead", "0.023", equal, "mg/kg", "0.005")
    (draft,) = read("\n".join([line("Analyte", "Result", heading, "Units", "LOQ").replace("S-1", "Sample ID"), *(line(*x) for x in lines)]))
    assert [(m.qualifier, m.value) for r in draft.results for m in r.measurements] == [
        (Qualifier.LT, Decimal("0.005")),
        (Qualifier.EQ, Decimal("0.023")),
    ]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("Sample ID,Analyte,Result,,Limit,Units\nS-1,Lead,0.1,<,0.5,mg/kg", [Qualifier.EQ]),
        ("Sample ID,Analyte,Result (mg/g),,Result (mg/unit)\nS-1,Mitragynine,0.1,<,0.5", [Qualifier.EQ, Qualifier.LT]),
        ("Sample ID,,Mitragynine (mg/g),,Paynantheine (mg/g)\nS-1,,8.1,<,0.05", [Qualifier.EQ, Qualifier.LT]),
    ],
)
def test_a_sign_before_a_limit_or_another_result_is_that_ones(text: str, read_as: list[Qualifier]) -> None:
    (draft,) = read(text)
    assert [m.qualifier for r in draft.results for m in r.measurements] == read_as


def test_a_damaged_workbook_is_our_error() -> None:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    data = bytearray(out.getvalue())
    data[len(data) // 3 : len(data) // 3 + 400] = bytes(400)
    with pytest.raises(ReadingError):
        read(bytes(data), "a.xlsx")


@given(
    st.lists(
        st.lists(
            st.sampled_from(["", "Analyte", "Result (mg/g)", "Mitragynine", "1.2", "ND", "Sample ID", "ST-1", "Lot", "x", "<0,5"]),
            max_size=6,
        ),
        max_size=8,
    )
)
def test_any_table_gives_drafts_or_our_error(rows: list[list[str]]) -> None:
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    with contextlib.suppress(ReadingError):
        for draft in read(text):
            assert draft.results


@given(st.text(max_size=200))
def test_any_text_gives_drafts_or_our_error(text: str) -> None:
    with contextlib.suppress(ReadingError):
        assert read(text)


def test_columns_have_the_letters_that_spreadsheets_give_them() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    assert [column_letters(n) for n in range(1_000)] == [get_column_letter(n + 1) for n in range(1_000)]


@pytest.mark.parametrize(
    "table",
    [
        "Analyte,Result / Limit,Unit,LOQ\nLead,0.12 / 1.0,ppm,0.01\nTin,ND / 0.5,ppm,0.05\n",
        "Analyte,Result / Limit (ppm),LOQ\nLead,0.12 / 1.0,0.01\nTin,ND/0.5,0.05\n",
        "Analyte,Found (allowed),Unit,LOQ\nLead,0.12 (1.0),ppm,0.01\nTin,ND (0.5),ppm,0.05\n",
        "Analyte,Result (ppm),LOQ / Limit (ppm)\nLead,0.12,0.01 / 1.0\nTin,ND,0.05 / 0.5\n",
    ],
)
def test_a_cell_of_several_things_is_parted_as_its_heading_says(table: str) -> None:
    (draft,) = read(table)
    assert printed(draft) == {"Lead": [("0.12", "ppm")], "Tin": [("ND", "ppm")]}
    assert [(str(r.limit and r.limit.value), str(r.loq and r.loq.value)) for r in draft.results] == [("1.0", "0.01"), ("0.5", "0.05")]
    assert all(r.limit is not None and r.limit.unit == "ppm" for r in draft.results)


def test_a_cell_that_holds_one_thing_of_several_is_the_result() -> None:
    (draft,) = read("Analyte,Result / Limit,Unit\nLead,0.12 / 1.0,ppm\nTin,0.3,ppm\nZinc,NT,ppm\n")
    assert printed(draft) == {"Lead": [("0.12", "ppm")], "Tin": [("0.3", "ppm")], "Zinc": [("NT", "ppm")]}
    assert [r.limit is not None for r in draft.results] == [True, False, False]
