"""The draft: what it says as JSON, and how the rows' limits reach their columns."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.datafiles import data_path
from registry.model.certificate import AuthenticityFacts, Dates, DraftCertificate, Panel, ReadDate
from registry.model.draft import Statement, StatementKind
from registry.model.findings import Finding
from registry.model.measurement import Interval, Qualifier, Uncertainty
from registry.model.published import load_published
from registry.model.units import Basis
from tests.builders import draft, measurement, quantity, read_text, result

SCHEMA = json.loads(data_path("schema", "reading.schema.json").read_text(encoding="utf-8"))
READING = jsonschema.Draft202012Validator(SCHEMA)


def test_a_reading_has_the_published_shape() -> None:
    row = result(
        "mitragynin",
        measurement("1.5", "% hm."),
        analyte_key="mitragynine",
        limit=quantity("2.5", "% hm."),
        uncertainty=Uncertainty(value=Decimal("0.2"), unit="% hm.", k=Decimal(2)),
        status="pass",
        method="KM 20",
    )
    reading = draft(row, dates=Dates(reported=ReadDate(text="22. 1. 2026", value=date(2026, 1, 22))), lot=None, pages=2).reading()
    assert (reading["file"], reading["pages"], reading["lab"], reading["lot"]) == ("certificate.pdf", 2, "Specimen Analytical Works", None)
    assert reading["dates"] == {"collected": None, "received": None, "completed": None, "reported": "2026-01-22"}
    (shown,) = reading["results"]
    assert (shown["panel"], shown["analyte"], shown["page"], shown["status"], shown["method"]) == (
        "potency",
        "mitragynin",
        1,
        "pass",
        "KM 20",
    )
    assert [(v["text"], v["qualifier"], v["value"], v["unit"]) for v in shown["values"]] == [("1.5", "eq", 1.5, "% hm.")]
    assert shown["limit"] == {"value": 2.5, "unit": "% hm."}
    assert shown["uncertainty"] == {"value": 0.2, "unit": "% hm.", "k": 2.0}
    assert (shown["lod"], shown["loq"], shown["label_claim"]) == (None, None, None)


def test_a_column_without_a_value_gives_no_value() -> None:
    row = result("a", measurement("N/A"), measurement("NT"))
    assert [v["text"] for v in draft(row).reading()["results"][0]["values"]] == ["NT"]


@pytest.mark.parametrize(
    ("values", "columns"),
    [
        ((("1.5", None), ("15", None)), [0, 1]),
        ((("1.5", "Initial"), ("1.4", "12 M")), [1]),
        ((("1.5", "Initial"), ("15", "Initial"), ("1.4", "12 M"), ("14", "12 M")), [2, 3]),
        ((("1.5", "Initial"), ("1.4", "6 M"), ("NT", "12 M")), [1]),
        ((("NT", "Initial"), ("NT", "6 M")), [1]),
        ((("1.5", "Initial"), ("1.4", "12 M"), ("95", None)), [1, 2]),
    ],
)
def test_of_several_times_the_last_at_which_was_tested_counts(values: tuple[tuple[str, str | None], ...], columns: list[int]) -> None:
    row = result("a", *(measurement(text, time_point=time) for text, time in values))
    assert [column for column, _ in row.latest] == columns


def test_a_reading_tells_the_time_of_each_value() -> None:
    reading = draft(result("a", measurement("1.5", time_point="Initial"), measurement("1.4", time_point="12 M"))).reading()
    assert [v["time_point"] for v in reading["results"][0]["values"]] == ["Initial", "12 M"]
    READING.validate(reading)


def test_a_limit_that_stands_on_the_value_alone_is_the_rows() -> None:
    row = result("a", measurement("1.5", lod=quantity("0.1"), loq=quantity("0.3")))
    shown = draft(row).reading()["results"][0]
    assert (shown["lod"], shown["loq"]) == ({"value": 0.1, "unit": "mg/g"}, {"value": 0.3, "unit": "mg/g"})


def test_a_reading_tells_where_everything_was_read_and_what_was_noticed() -> None:
    reading = draft(lab=read_text("Works", page=2), findings=(Finding(code="lot-blank", page=1),)).reading()
    assert reading["evidence"]["lab"]["evidence"]["page"] == 2
    assert reading["findings"][0]["code"] == "lot-blank"
    assert reading["findings"][0]["message"].endswith(".")


@given(st.sampled_from(Qualifier), st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=0, max_value=10**9))
def test_a_reading_is_plain_json(qualifier: Qualifier, value: Decimal) -> None:
    reading = draft(result("a", measurement(str(value), qualifier=qualifier, value_high=value))).reading()
    assert json.loads(json.dumps(reading)) == reading
    READING.validate(reading)


def test_the_readings_of_published_certificates_follow_the_schema() -> None:
    for certificate in load_published().certificates:
        READING.validate(certificate.draft.reading())


def test_what_a_file_tells_of_its_making_is_part_of_the_reading() -> None:
    facts = AuthenticityFacts(
        producer="Typesetter 1", revisions=2, signatures=("A. Analyst: intact, covers the whole file",), qr_codes=(read_text("https://example.com"),),
        fonts=("Helvetica",), image_only_pages=(2,), page_hashes=("f" * 16,), image_hashes=("0" * 16,),
    )  # fmt: skip
    said = Statement(kind=StatementKind.END_MARK, text="Page 1 of 2")
    reading = draft(authenticity=facts, statements=(said,)).reading()
    READING.validate(reading)
    told = reading["authenticity"]
    assert (told["producer"], told["revisions"], told["signatures"]) == ("Typesetter 1", 2, ["A. Analyst: intact, covers the whole file"])
    assert (told["qr_codes"][0]["text"], told["image_only_pages"], told["page_hashes"]) == ("https://example.com", [2], ["f" * 16])
    assert reading["statements"] == [{"kind": "end_mark", "text": "Page 1 of 2"}]


@pytest.mark.parametrize("spoilt", [{"results": [{}]}, {"pages": "2"}, {"overall_status": "maybe"}])
def test_the_schema_refuses_another_shape(spoilt: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        READING.validate(draft().reading() | spoilt)


def test_the_schema_knows_every_word_of_the_records() -> None:
    words = {word for choices in enums(SCHEMA) for word in choices}
    assert set(Panel) | set(Qualifier) - {Qualifier.NOT_REPORTED} <= words


def enums(schema: Any) -> list[list[str]]:
    """Every list of words that a schema allows, at any depth."""
    if isinstance(schema, dict):
        own = [schema["enum"]] if isinstance(schema.get("enum"), list) else []
        return own + [found for part in schema.values() for found in enums(part)]
    return [found for part in schema for found in enums(part)] if isinstance(schema, list) else []


def test_an_empty_draft_is_a_reading_too() -> None:
    assert DraftCertificate(file="x.pdf").reading()["results"] == []


def test_a_rows_limits_reach_its_columns() -> None:
    row = result("a", measurement("ND", "%"), lod=quantity("0.01", "%"), loq=quantity("0.05", "%"))
    assert [m.interval() for m in row.bounded] == [Interval(Decimal(0), Decimal("0.1"), Basis.MASS_FRACTION)]


def test_a_limit_without_a_unit_belongs_to_the_first_of_different_columns() -> None:
    columns = (measurement("ND", "%"), measurement("ND", "mg/unit"))
    row = result("a", *columns, lod=quantity("0.01", None))
    assert [m.lod and m.lod.value for m in row.bounded] == [Decimal("0.01"), None]


def test_a_certificate_with_both_words_keeps_not_detected_apart_from_below_loq() -> None:
    below, absent = measurement("<LOQ"), measurement("ND")
    assert draft(result("a", below), result("b", absent)).separates_nd
    assert not draft(result("a", below)).separates_nd


def test_not_detected_of_an_organism_says_nothing_about_the_words_of_other_panels() -> None:
    below, absent = measurement("<LOQ"), measurement("ND")
    assert not draft(result("a", below), result("Salmonella", absent, panel=Panel.MICROBIALS)).separates_nd
