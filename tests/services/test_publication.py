"""What others take by address: whole tables, kept for one state of the registry, and the Atom feed."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree as ET

import jsonschema
import pandas as pd
import pytest

from registry.assessment.columns import CLAIMS, RESULTS
from registry.errors import ReportError, RulePackError
from registry.model.certificate import Acquisition, AcquisitionKind, Panel
from registry.reports.bulk import JOURNAL, MEANINGS, schema
from registry.services import BulkSubject, Registry
from tests.builders import draft, measurement, read_text, result
from tests.services.stand_in import REVIEWER, file_of, publish, subject

SPECIMEN = Acquisition(kind=AcquisitionKind.SPECIMEN)
ATOM = {"a": "http://www.w3.org/2005/Atom"}
BASE = "https://registry.example/"
LEAD = result("Lead", measurement("5", "ppm"), panel=Panel.HEAVY_METALS)


def filled(registry: Registry) -> tuple[str, str]:
    """A clean certificate, then one with 5 ppm lead; an invented one and a draft beside them."""
    clean = publish(registry, draft(report_id=read_text("R-1")))
    publish(registry, draft(specimen=True, report_id=read_text("R-9")), subject(registry, specimen=True), SPECIMEN)
    registry.add(file_of(draft(report_id=read_text("R-3"))), "draft.pdf", "somebody")
    return clean, publish(registry, draft(result(), LEAD, report_id=read_text("R-2")), subject(registry, lot="L-2"))


def feed_of(registry: Registry, **asked: Any) -> ET.Element:
    return ET.fromstring(registry.feed(BASE, **asked))


def test_a_table_holds_what_is_published_of_one_set_and_nothing_else(registry: Registry) -> None:
    clean, failing = filled(registry)
    rows = list(csv.DictReader(registry.bulk_file("results", "csv").read_text().splitlines()))
    assert list(rows[0]) == list(RESULTS)
    assert {row["certificate_id"] for row in rows} == {clean, failing}
    invented = registry.bulk_file("results", "csv", specimen=True)
    assert invented.name.startswith("SPECIMEN-")
    assert {row["specimen"] for row in csv.DictReader(invented.read_text().splitlines())} == {"True"}


@pytest.mark.parametrize("what", get_args(BulkSubject))
def test_the_json_is_as_its_schema_says_and_the_parquet_holds_the_same_rows(registry: Registry, what: BulkSubject) -> None:
    filled(registry)
    rows = json.loads(registry.bulk_file(what, "json").read_text())
    described = json.loads(registry.bulk_file(what, "schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(described)
    jsonschema.validate(rows, described)
    assert len(pd.read_parquet(registry.bulk_file(what, "parquet"))) == len(rows)


def test_every_column_of_a_table_has_a_meaning() -> None:
    assert set(MEANINGS) == set(RESULTS) | set(CLAIMS) | set(JOURNAL)
    assert schema("results")["items"]["required"] == list(RESULTS)


def test_a_table_is_made_once_for_each_state_and_the_earlier_one_goes(registry: Registry) -> None:
    first = registry.bulk_file("results", "csv")
    made = first.stat().st_mtime_ns
    assert registry.bulk_file("results", "csv").stat().st_mtime_ns == made
    publish(registry, draft())
    second = registry.bulk_file("results", "csv")
    assert second != first
    assert not first.exists()


def test_a_table_that_cannot_be_written_says_where(registry: Registry, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="nowhere"):
        registry.write_bulk("results", "csv", tmp_path / "nowhere" / "results.csv")


def test_the_feed_tells_the_newest_first_and_what_is_not_met_with_its_rule(registry: Registry) -> None:
    clean, failing = filled(registry)
    entries = feed_of(registry).findall("a:entry", ATOM)
    assert [e.find("a:link", ATOM).get("href") for e in entries] == [  # type: ignore[union-attr]
        f"{BASE}certificate?id={failing}",
        f"{BASE}certificate?id={clean}",
    ]
    assert [e.find("a:category", ATOM).get("term") for e in entries] == ["failing", "new"]  # type: ignore[union-attr]
    assert "Lead 5 ppm against < 1.2 ppm (Utah" in entries[0].findtext("a:summary", "", ATOM)
    assert entries[0].findtext("a:title", "", ATOM) == "Not met: Acme, Gold Powder, lot L-2"


def test_the_feed_of_failing_ones_holds_only_those(registry: Registry) -> None:
    _, failing = filled(registry)
    (entry,) = feed_of(registry, failing=True).findall("a:entry", ATOM)
    assert failing in entry.find("a:link", ATOM).get("href", "")  # type: ignore[union-attr]


def test_the_feed_and_its_entries_name_the_rules_and_the_day_that_judge(registry: Registry) -> None:
    filled(registry)
    feed = feed_of(registry, failing=True, rules="us-ut", on=date(2026, 11, 1))
    assert feed.findtext("a:title", "", ATOM).endswith("certificates that do not meet the rules of Utah as of 2026-11-01")
    (entry,) = feed.findall("a:entry", ATOM)
    assert "By the rules of Utah as of 2026-11-01: not met by the sample tested." in entry.findtext("a:summary", "", ATOM)
    assert feed.findall("a:link", ATOM)[0].get("href") == f"{BASE}feed.atom?failing=1&rules=us-ut&date=2026-11-01"
    clean = feed_of(registry).findall("a:entry", ATOM)[1]
    assert "By the rules of Utah" in clean.findtext("a:summary", "", ATOM)
    assert "what was not tested is not known" in clean.findtext("a:summary", "", ATOM)


def test_the_rules_and_the_day_of_the_address_decide_what_fails(registry: Registry) -> None:
    filled(registry)
    assert feed_of(registry, failing=True, on=date(2018, 1, 1)).findall("a:entry", ATOM) == [], "the rule was not in force yet"
    assert feed_of(registry, failing=True, rules="USP-467").findall("a:entry", ATOM) == [], "it limits no metal"
    with pytest.raises(RulePackError, match="no rule pack 'Atlantis'"):
        feed_of(registry, rules="Atlantis")


def test_the_feed_has_what_atom_demands_and_its_identifiers_stay(registry: Registry) -> None:
    filled(registry)
    feed, again = feed_of(registry), feed_of(registry)
    for element in (feed, *feed.findall("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"a:{name}", ATOM)) == 1
        assert element.findtext("a:id", "", ATOM).startswith("urn:uuid:")
        assert datetime.fromisoformat(element.findtext("a:updated", "", ATOM)).tzinfo is not None
    identifiers = [e.text for e in feed.iter(f"{{{ATOM['a']}}}id")]
    assert len(set(identifiers)) == len(identifiers)
    assert identifiers == [e.text for e in again.iter(f"{{{ATOM['a']}}}id")]
    assert feed.findtext("a:author/a:name", "", ATOM)
    assert [link.get("rel") for link in feed.findall("a:link", ATOM)] == ["self", "alternate"]


def test_specimens_have_a_feed_of_their_own_and_say_so(registry: Registry) -> None:
    filled(registry)
    feed = feed_of(registry, specimen=True)
    titles = [title.text or "" for title in feed.iter(f"{{{ATOM['a']}}}title")]
    assert len(titles) == 2
    assert all(title.startswith("SPECIMEN") for title in titles)


def test_an_empty_registry_has_an_empty_feed(registry: Registry) -> None:
    assert feed_of(registry).findall("a:entry", ATOM) == []


def test_a_withdrawn_certificate_leaves_the_feed(registry: Registry) -> None:
    certificate = publish(registry, draft())
    registry.withdraw(certificate, REVIEWER, "A mistake.")
    assert feed_of(registry).findall("a:entry", ATOM) == []
