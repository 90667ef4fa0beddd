"""One laboratory under one name, however its certificates print it."""

from __future__ import annotations

import pytest

from registry.storage.derived import laboratory_name
from tests.builders import certificate, draft, read_text


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("CTLA", "Contract Testing Laboratories of America (CTLA)"),
        ("Contract Testing Laboratories of America (CTLA), Spanish Fork UT", "Contract Testing Laboratories of America (CTLA)"),
        ("Unheard Of Laboratory", "Unheard Of Laboratory"),
    ],
)
def test_a_known_laboratory_has_one_name_and_another_its_printed_one(printed: str, kept: str) -> None:
    assert laboratory_name(certificate(draft(lab=read_text(printed)))) == kept


def test_a_certificate_without_a_laboratory_has_none() -> None:
    assert laboratory_name(certificate(draft(lab=None))) == ""
