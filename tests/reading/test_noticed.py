"""A file that is read says what does not fit within it, and a sound one does not."""

from __future__ import annotations

import json

import pytest

from registry.datafiles import data_path
from registry.reading.sandbox import read_safely

ABOUT_THE_FILE = {"page-image-only", "text-layer-garbled", "signature-broken"}


def read_codes(name: str) -> list[str]:
    (draft,) = read_safely(data_path("specimens", name).read_bytes(), name)
    return [finding.code for finding in draft.findings]


def test_the_specimen_made_with_defects_shows_each_of_them() -> None:
    wanted = json.loads(data_path("specimens", "expected", "s20_defects.json").read_text(encoding="utf-8"))["findings"]
    assert set(wanted) <= set(read_codes("s20_defects.pdf"))


@pytest.mark.parametrize("name", ["s01_summary_boxes.pdf", "s05_czech.pdf", "s09_tablet_claim.pdf"])
def test_a_sound_specimen_contradicts_itself_nowhere(name: str) -> None:
    assert set(read_codes(name)) <= ABOUT_THE_FILE
