"""Exports as laboratory systems write them, each with something of its own: read exactly, and no word of whose system it is."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from registry.model.certificate import DraftCertificate
from registry.reading import intake
from registry.reading.exports.tabular import read_table_file

Expected = dict[str, dict[str, str]]
"""By sample number: a field, or an analyte with its values, limits and verdict as one text."""

CASES: dict[str, tuple[str, Callable[[], bytes], Expected]] = {}


def case(title: str, file: str, expected: Expected) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    def kept(make: Callable[[], bytes]) -> Callable[[], bytes]:
        CASES[title] = (file, make, expected)
        return make

    return kept


def workbook(*rows: list[Any]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@case(
    "columns in capitals, decimal commas, a column that names the panel, T for in specification",
    "long.csv",
    {
        "104233": {
            "product_name": "Kratomblatt gemahlen",
            "lot": "L2604",
            "client": "Specimen Kraut",
            "received": "2026-04-03",
            "Mitragynin": "potency 14.20 mg/g lod 0.01 loq 0.03",
            "7-Hydroxymitragynin": "potency lt 0.03 mg/g lod 0.01 loq 0.03",
            "Cadmium": "heavy_metals nd lod 0.005 loq 0.010 limit 1.0 pass",
            "Gesamtkeimzahl": "microbials 1250000 KBE/g limit 5000000 pass",
        }
    },
)
def _in_capitals() -> bytes:
    head = "SAMPLE_NUMBER;RECD_DATE;PRODUCT;LOT;CUSTOMER;ANALYSIS;COMPONENT;FORMATTED_ENTRY;UNITS;LOD;LOQ;SPEC_MAX;IN_SPEC\n"
    sample = "104233;03.04.2026;Kratomblatt gemahlen;L2604;Specimen Kraut;"
    rows = (
        "ALKALOIDE;Mitragynin;14,20;mg/g;0,01;0,03;;",
        "ALKALOIDE;7-Hydroxymitragynin;<0,03;mg/g;0,01;0,03;;",
        "SCHWERMETALLE;Cadmium;n.n.;mg/kg;0,005;0,010;1,0;T",
        "MIKROBIOLOGIE;Gesamtkeimzahl;1.250.000;KBE/g;;;5.000.000;T",
    )
    return (head + "\n".join(sample + row for row in rows)).encode()


@case(
    "a sample in each row, units and test portions in the headings, thousands separators",
    "wide.csv",
    {
        "W-001": {"lot": "WM-1", "Lead": "heavy_metals 412 ug/kg", "TAMC": "microbials 1200000 CFU/g", "Salmonella": "microbials nd"},
        "W-002": {"lot": "YV-9", "Lead": "heavy_metals 1205 ug/kg", "TAMC": "microbials 4500 CFU/g", "Salmonella": "microbials present"},
    },
)
def _wide() -> bytes:
    return b"""Sample ID,Batch,Lead (ug/kg),TAMC (CFU/g),Salmonella (per 25 g)
W-001,WM-1,412,"1,200,000",Not Detected
W-002,YV-9,"1,205","4,500",Detected
"""


@case(
    "merged headings over two rows and dates as day numbers",
    "merged.xlsx",
    {
        "NL-771": {
            "product_name": "Specimen Capsules",
            "lot": "GB-12",
            "received": "2026-04-15",
            "reported": "2026-04-22",
            "Mitragynine": "potency 15.1 mg/g, 7.55 mg/capsule lod 0.01 loq 0.03",
            "Speciogynine": "potency lt_loq, lt_loq lod 0.01 loq 0.03",
        }
    },
)
def _merged() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet, middle = book.add_worksheet("COA"), book.add_format({"align": "center"})
    sheet.merge_range(0, 0, 0, 5, "Specimen Northlight Laboratory - Certificate of Analysis", middle)
    fields = [
        ("Sample ID", "NL-771"),
        ("Product", "Specimen Capsules"),
        ("Lot No.", "GB-12"),
        ("Date Received", 46127),
        ("Date Reported", 46134),
    ]
    for row, (label, value) in enumerate(fields, start=1):
        sheet.write(row, 0, label)
        sheet.merge_range(row, 1, row, 3, value, middle)
    sheet.merge_range(7, 0, 8, 0, "Analyte", middle)
    sheet.merge_range(7, 1, 7, 2, "Result", middle)
    sheet.merge_range(7, 3, 7, 4, "Limits of the method (mg/g)", middle)
    sheet.write_row(8, 1, ["mg/g", "mg/capsule", "LOD", "LOQ"])
    sheet.write_row(9, 0, ["Mitragynine", 15.1, 7.55, 0.01, 0.03])
    sheet.write_row(10, 0, ["Speciogynine", "<LOQ", "<LOQ", 0.01, 0.03])
    book.close()
    return out.getvalue()


@case(
    "UTF-16 with tabs, and a test beside each parameter",
    "unicode.txt",
    {"S-9": {"Mitragynine": "potency 1.21 % w/w", "7-hydroxymitragynine": "potency nd", "Lead": "heavy_metals 0.51 µg/g"}},
)
def _utf_16() -> bytes:
    rows = (
        "Sample\tTest\tParameter\tResult\tUnit\tMethod",
        "S-9\tAlkaloids\tMitragynine\t1.21\t% w/w\tHPLC-UV",
        "S-9\tAlkaloids\t7-hydroxymitragynine\tn.d.\t% w/w\tHPLC-UV",
        "S-9\tMetals\tLead\t0.51\tµg/g\tICP-MS",
    )
    return ("\ufeff" + "\r\n".join(rows)).encode("utf-16-le")


@case(
    "Latin-1, French, the day before the month where the comma is decimal",
    "latin1.csv",
    {
        "FR-12": {
            "product_name": "Poudre de kratom",
            "lot": "K-88",
            "received": "2026-05-12",
            "Mitragynine": "potency 13.4 mg/g loq 0.05",
            "Plomb": "heavy_metals 0.38 mg/kg loq 0.01 limit 3.0 pass",
            "Levures et moisissures": "microbials lt 100 UFC/g limit 50000 pass",
        }
    },
)
def _latin_1() -> bytes:
    return (
        "Échantillon;Produit;Lot;Date de réception;Paramètre;Résultat;Unité;LQ;Limite;Conformité\r\n"
        "FR-12;Poudre de kratom;K-88;12/05/2026;Mitragynine;13,4;mg/g;0,05;;\r\n"
        "FR-12;Poudre de kratom;K-88;12/05/2026;Plomb;0,38;mg/kg;0,01;3,0;conforme\r\n"
        "FR-12;Poudre de kratom;K-88;12/05/2026;Levures et moisissures;< 100;UFC/g;;50 000;conforme\r\n"
    ).encode("latin-1")


@case(
    "one accented letter in Latin-1 is kept",
    "short.csv",
    {"A-1": {"client": "Café Specimen", "Mitragynine": "potency 1.2 mg/g"}},
)
def _one_letter() -> bytes:
    return "Sample ID,Client,Analyte,Result,Unit\nA-1,Café Specimen,Mitragynine,1.2,mg/g\n".encode("latin-1")


@case(
    "samples that hold tests that hold analytes",
    "nested.json",
    {
        "RB-1": {
            "lab": "Specimen Riverbend Analytics",
            "product_name": "Specimen Powder",
            "lot": "TW-3",
            "received": "2026-03-02",
            "Mitragynine": "potency 16.02 mg/g lod 0.02",
            "7-Hydroxymitragynine": "potency nd lod 0.02",
            "Lead": "heavy_metals 0.22 ppm limit 1.2 pass",
        },
        "RB-2": {"lab": "Specimen Riverbend Analytics", "lot": "BT-5", "Mitragynine": "potency 11.9 mg/g"},
    },
)
def _nested() -> bytes:
    alkaloids = [
        {"analyte": "Mitragynine", "result": 16.02, "units": "mg/g", "lod": 0.02},
        {"analyte": "7-Hydroxymitragynine", "result": "ND", "units": "mg/g", "lod": 0.02},
    ]
    tests = [
        {"name": "Kratom Alkaloids", "method": "HPLC", "analytes": alkaloids},
        {"name": "Heavy Metals", "analytes": [{"analyte": "Lead", "result": 0.22, "units": "ppm", "limit": 1.2, "status": "Pass"}]},
    ]
    other = [{"name": "Kratom Alkaloids", "analytes": [{"analyte": "Mitragynine", "result": 11.9, "units": "mg/g"}]}]
    samples = [
        {"sampleId": "RB-1", "sampleName": "Specimen Powder", "lotNumber": "TW-3", "receivedDate": "2026-03-02", "tests": tests},
        {"sampleId": "RB-2", "lotNumber": "BT-5", "tests": other},
    ]
    return json.dumps({"lab": {"name": "Specimen Riverbend Analytics"}, "samples": samples}).encode()


@case(
    "a column for each sample, their lots above, the unit beside the word analyte",
    "columns.xlsx",
    {
        "P-1": {"lot": "A1", "Mitragynine": "potency 12.1 mg/g", "7-Hydroxymitragynine": "potency nd"},
        "P-2": {"lot": "B2", "Mitragynine": "potency 13.2 mg/g", "7-Hydroxymitragynine": "potency lt 0.05 mg/g"},
    },
)
def _a_column_for_each() -> bytes:
    return workbook(
        ["Sample ID", "P-1", "P-2"],
        ["Lot", "A1", "B2"],
        [None],
        ["Analyte (mg/g)", "P-1", "P-2"],
        ["Mitragynine", 12.1, 13.2],
        ["7-Hydroxymitragynine", "ND", "<0.05"],
    )


@case(
    "flags in a column of their own",
    "flags.xlsx",
    {
        "26D01-01": {
            "product_name": "Specimen 1 kg",
            "received": "2026-04-08",
            "Mitragynine": "potency 13.7 mg/g lod 0.005 loq 0.02",
            "7-Hydroxymitragynine": "potency 0.01 mg/g lod 0.005 loq 0.02",
            "Mercury": "heavy_metals lt 0.002 mg/kg lod 0.002 loq 0.01",
            "Lead": "heavy_metals lt 0.01 mg/kg lod 0.002 loq 0.01",
        }
    },
)
def _flags() -> bytes:
    sample = ["26D01-01", "Specimen 1 kg", 46120]
    return workbook(
        ["LabSampID", "ClientSampID", "RecDate", "Analyte", "Result", "Qual", "Units", "MDL", "RL"],
        [*sample, "Mitragynine", 13.7, None, "mg/g", 0.005, 0.02],
        [*sample, "7-Hydroxymitragynine", 0.01, "J", "mg/g", 0.005, 0.02],
        [*sample, "Mercury", 0.002, "U", "mg/kg", 0.002, 0.01],
        [*sample, "Lead", 0.01, "<", "mg/kg", 0.002, 0.01],
    )


@case(
    "rows of units and of LOQ under the analytes",
    "unit_rows.csv",
    {
        "U-1": {"product_name": "Specimen Red", "Mitragynine": "potency 12.2 mg/g loq 0.03", "Moisture": "moisture 6.8 % loq 0.1"},
        "U-2": {"product_name": "Specimen Green", "Mitragynine": "potency lt_loq loq 0.03", "Moisture": "moisture 7.1 % loq 0.1"},
    },
)
def _rows_of_units() -> bytes:
    return b"Sample ID,Description,Mitragynine,Moisture\n,,mg/g,%\nLOQ,,0.03,0.1\nU-1,Specimen Red,12.2,6.8\nU-2,Specimen Green,<LOQ,7.1\n"


@case(
    "fields beside one another over the table",
    "form.csv",
    {
        "F-1": {
            "lot": "GX-450",
            "client": "Quiet Specimen, Inc.",
            "reported": "2026-03-16",
            "product_name": "Gold Kratom Extract 45%",
            "Mitragynine": "potency 452.3 mg/g limit 500",
            "E. coli": "microbials absent",
        }
    },
)
def _form() -> bytes:
    return b"""Sample ID:,F-1,Lot:,GX-450
Client:,"Quiet Specimen, Inc.",Reported:,"March 16, 2026"
Sample:,Gold Kratom Extract 45%,,

Analyte,Result,Units,Spec
Mitragynine,452.3,mg/g,NMT 500
E. coli,Absent,/10 g,Absent
"""


@case(
    "records whose names are a program's, counts in E-notation",
    "flat.json",
    {
        "Z-1": {
            "reported": "2026-06-01",
            "Total Aerobic Plate Count": "microbials 12000 CFU/g limit 1000000 pass",
            "Mitragynine": "potency 0.85 mg/mL",
        }
    },
)
def _flat() -> bytes:
    sample = {"sample_id": "Z-1", "date_reported": "2026-06-01"}
    count = {
        "analyte_name": "Total Aerobic Plate Count",
        "reported_result": "1.2E+04",
        "reported_units": "CFU/g",
        "action_level": "1.0E+06",
    }
    alkaloid = {"analyte_name": "Mitragynine", "reported_result": "0.85", "reported_units": "mg/mL", "action_level": None}
    return json.dumps([sample | count | {"pass_fail": "PASS"}, sample | alkaloid | {"pass_fail": None}]).encode()


def said(draft: DraftCertificate, wanted: dict[str, str]) -> dict[str, str]:
    """The draft's fields that are wanted, and every row of it."""
    reading = draft.reading()
    fields = {name: reading["dates"].get(name) or reading.get(name) for name in wanted if name in reading or name in reading["dates"]}
    return fields | {row["analyte"]: _row(row) for row in reading["results"]}


def _row(row: dict[str, Any]) -> str:
    values = [f"{v['value']:g} {v['unit']}" if v["value"] is not None else "" for v in row["values"]]
    kinds = [v["qualifier"] for v in row["values"]]
    told = [value if kind == "eq" else f"{kind} {value}".strip() for kind, value in zip(kinds, values, strict=True)]
    bounds = [f"{name} {row[name]['value']:g}" for name in ("lod", "loq", "limit") if row[name]]
    return " ".join([row["panel"], ", ".join(told), *bounds, *([row["status"]] if row["status"] else [])])


def _plain(text: str) -> str:
    """The expectation with its numbers written as `said` writes them."""
    return " ".join(f"{float(word):g}" if word.replace(".", "", 1).isdigit() else word for word in text.split())


@pytest.mark.parametrize("title", CASES)
def test_an_export_is_read_exactly(title: str) -> None:
    file, make, expected = CASES[title]
    data = make()
    drafts = read_table_file(data, file, intake.sniff(data, file))
    found = {draft.reading()["sample_id"]: draft for draft in drafts}
    assert set(found) == set(expected)
    for number, wanted in expected.items():
        rows = {name: _plain(text) if " " in text and text.split()[0].islower() else text for name, text in wanted.items()}
        assert said(found[number], wanted) == rows
