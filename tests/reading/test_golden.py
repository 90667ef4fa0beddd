"""Reading the specimens gives exactly what was set on them: values, units, qualifiers, limits, uncertainty, verdicts, header."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from registry.datafiles import data_path
from registry.model.certificate import DraftCertificate
from registry.reading.pipeline import read_document
from tests.specimens.agreement import differences

FOLDER = data_path("specimens")
PICTURES = ("s15_scan.pdf", "s16_photograph.jpg")
FILES = sorted(p.name for p in FOLDER.glob("s[0-9][0-9]_*"))


def expected(file: str) -> list[dict[str, Any]]:
    found = json.loads((FOLDER / "expected" / f"{Path(file).stem}.json").read_text(encoding="utf-8"))
    return found if isinstance(found, list) else [found]


@cache
def drafts_of(file: str) -> tuple[DraftCertificate, ...]:
    return tuple(read_document((FOLDER / file).read_bytes(), file))


def marked(file: str) -> Any:
    return pytest.param(file, marks=pytest.mark.ocr) if file in PICTURES else file


@pytest.mark.parametrize("file", [marked(f) for f in FILES])
def test_a_specimen_is_read_as_it_was_set(file: str) -> None:
    drafts, wanted = drafts_of(file), expected(file)
    assert len(drafts) == len(wanted)
    assert [differences(want, draft.reading()) for want, draft in zip(wanted, drafts, strict=True)] == [[] for _ in wanted]


@pytest.mark.parametrize("file", [f for f in FILES if f not in PICTURES])
def test_every_value_of_a_specimen_has_its_place_and_the_page_says_specimen(file: str) -> None:
    for draft in drafts_of(file):
        assert draft.specimen
        for result in draft.results:
            for measurement in result.measurements:
                evidence = measurement.evidence
                assert evidence is not None
                assert evidence.box is not None or evidence.cell is not None


def test_an_amended_report_names_the_report_it_supersedes() -> None:
    (draft,) = drafts_of("s22_revised.pdf")
    assert draft.supersedes is not None
    assert draft.supersedes.text == "SAW26-00810"
