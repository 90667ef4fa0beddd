"""The specimens that ship are the ones that the scenario declares, and nobody can take one for a real certificate."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from registry.datafiles import data_path
from registry.model.crossing import PackFacts
from registry.model.findings import CATALOGUE
from registry.model.product import Form, LabelClaim
from registry.model.units import Basis, parse_unit
from tests.specimens import typeset
from tests.specimens.content import Amount, Header, Row, Sample, Value, reading
from tests.specimens.paper import MARK
from tests.specimens.scenario import Column, declared, orders, result, shown

FOLDER = data_path("specimens")
FILES = sorted(orders())
TEXT_LAYER = [f for f in FILES if f.endswith(".pdf") and f != "s15_scan.pdf"]


def expected(file: str) -> list[dict[str, object]]:
    found = json.loads((FOLDER / "expected" / f"{Path(file).stem}.json").read_text(encoding="utf-8"))
    return found if isinstance(found, list) else [found]


def page_texts(file: str) -> list[str]:
    document = pypdfium2.PdfDocument(FOLDER / file)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text.translate(str.maketrans("⁴³²", "432")))


def test_every_specimen_declared_ships_with_its_expected_reading_and_nothing_else_does() -> None:
    shipped = {p.name for p in FOLDER.iterdir() if re.match(r"s\d\d_", p.name)}
    assert shipped == set(FILES)
    assert {p.stem for p in (FOLDER / "expected").iterdir()} == {Path(f).stem for f in FILES}
    assert {f["file"] for f in declared("subjects.toml")["files"]} == set(FILES)


@pytest.mark.parametrize("file", FILES)
def test_the_expected_reading_is_what_the_scenario_sets(file: str) -> None:
    _, readings = typeset.make(file, orders()[file]) if not orders()[file][0].picture else (b"", typeset.readings_of(file, orders()[file]))
    shipped = (FOLDER / "expected" / f"{Path(file).stem}.json").read_text(encoding="utf-8")
    assert typeset.expected_json(readings) == shipped


@pytest.mark.parametrize("file", TEXT_LAYER)
def test_every_value_of_the_expected_reading_is_printed_on_its_page(file: str) -> None:
    pages = [squeezed(t) for t in page_texts(file)]
    for one in expected(file):
        assert one["pages"] == len(pages)
        for row in one["results"]:  # type: ignore[attr-defined]
            page = pages[row["page"] - 1]
            assert squeezed(row["analyte"]).replace("-", "") in page.replace("-", "").replace("\ufffe", ""), row
            assert all(squeezed(v["text"]) in page for v in row["values"]), row
            for kind in ("lod", "loq", "limit", "label_claim", "uncertainty"):
                if row.get(kind):
                    assert any(str(row[kind]["value"]).replace(".", mark) in page for mark in ".,"), (kind, row)


@pytest.mark.parametrize("file", TEXT_LAYER)
def test_every_page_says_that_it_is_a_specimen(file: str) -> None:
    assert all(MARK in text for text in page_texts(file))


def test_the_findings_expected_are_in_the_catalogue() -> None:
    wanted = {code for file in FILES for one in expected(file) for code in one["findings"]}  # type: ignore[attr-defined]
    assert wanted
    assert wanted <= set(CATALOGUE)


def test_the_table_files_say_that_they_are_specimens() -> None:
    rows = list(csv.DictReader(io.StringIO((FOLDER / "s17_export.csv").read_text(encoding="utf-8"))))
    assert all(row["Remark"] == MARK for row in rows)
    assert MARK in openpyxl.load_workbook(FOLDER / "s18_export.xlsx")["Certificate"]["A1"].value
    assert json.loads((FOLDER / "s19_export.json").read_text(encoding="utf-8"))["specimen"] == MARK


def test_every_invented_name_carries_the_word_specimen() -> None:
    about, said = declared("subjects.toml"), declared("scenario.toml")
    names = [*(b["name"] for b in about["brands"].values()), *(p["name"] for p in about["products"].values())]
    names += [laboratory["name"] for laboratory in said["laboratories"].values()]
    assert all("Specimen" in name for name in names)


def test_every_product_claim_and_pack_is_one_the_records_accept() -> None:
    about = declared("subjects.toml")
    for key, product in about["products"].items():
        Form(product["form"])
        PackFacts(**product["pack"])
        for i, claim in enumerate(product["claims"]):
            LabelClaim(key=f"{key}-{i}", product=key, source={"url": "specimen:label"}, **claim)
            if claim.get("basis", "unknown") != "unknown" and claim["unit"] != "mg":
                assert parse_unit(claim["unit"]).basis is Basis(claim["basis"])


def test_every_lot_of_a_file_has_a_product_and_a_content() -> None:
    about, said = declared("subjects.toml"), declared("scenario.toml")
    for file in about["files"]:
        for lot in file["lots"]:
            assert about["lots"][lot]["product"] in about["products"]
            assert all(Decimal(amount) >= 0 for amount in said["contents"][lot].values())


def test_a_content_below_the_detection_limit_is_printed_as_not_detected_and_below_quantitation_as_below_loq() -> None:
    (order,) = orders()["s01_summary_boxes.pdf"]  # LOD 0.012 mg/g, LOQ 0.036 mg/g
    assert result(order, "rhynchophylline", Column("mg/g")).qualifier == "nd"  # 0.004
    assert result(order, "corynantheidine", Column("mg/g")).qualifier == "lt_loq"  # 0.028
    assert result(order, "7oh", Column("% w/w", Decimal("0.1"))) == Value("0.0214", "% w/w", "eq", Decimal("0.0214"))


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [("14.82", 4, "14.82"), ("0.214", 4, "0.214"), ("14.61876", 4, "14.62"), ("447.1", 4, "447.1"), ("0.0600", 2, "0.060")],
)
def test_a_number_is_printed_to_its_digits_and_no_more(value: str, digits: int, text: str) -> None:
    assert shown(Decimal(value), digits) == text


def test_a_reading_keeps_what_was_set_apart_from_what_was_not() -> None:
    row = Row("potency", "Mitragynine", (Value("1,5", "% hm.", "eq", Decimal("1.5")),), uncertainty=Amount(Decimal("0.2"), "% hm."), k=2)
    made = reading(Sample(Header("Specimen Lab", "Specimen Leaf"), (row,)), "x.pdf", 1)
    assert made["lot"] is None
    assert made["results"][0]["uncertainty"] == {"value": 0.2, "unit": "% hm.", "k": 2}
    assert made["results"][0]["limit"] is None


def test_the_declarations_are_toml_that_anybody_can_parse() -> None:
    for name in ("scenario.toml", "subjects.toml"):
        assert tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
