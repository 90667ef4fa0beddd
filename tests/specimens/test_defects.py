"""The specimen with defects: everything it was made for is found, by the reader or by the examination of its health."""

from __future__ import annotations

import json
from datetime import date

from registry.assessment.health import examine
from registry.datafiles import data_path
from registry.model.findings import Severity
from registry.reading.pipeline import read_document


def findings_of(file: str) -> dict[str, Severity]:
    (draft,) = read_document(data_path("specimens", file).read_bytes(), file)
    return {finding.code: finding.severity for finding in (*draft.findings, *examine(draft, date(2026, 7, 1)))}


def test_every_defect_that_was_set_is_found() -> None:
    wanted = json.loads(data_path("specimens", "expected", "s20_defects.json").read_text(encoding="utf-8"))["findings"]
    assert set(wanted) <= set(findings_of("s20_defects.pdf"))


def test_a_sound_specimen_has_none_of_those_findings() -> None:
    wanted = json.loads(data_path("specimens", "expected", "s20_defects.json").read_text(encoding="utf-8"))["findings"]
    assert not set(wanted) & set(findings_of("s02_panel_pages.pdf"))
