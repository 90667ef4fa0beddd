"""Names whose accented letters recognition of pictures lost or took for others."""

from __future__ import annotations

import pytest

from registry.reading.rows.names import accented_name


@pytest.mark.parametrize(
    ("recognised", "name"),
    [
        ("rtuf", "rtuť"),
        ("rtu", "rtuť"),
        ("plisn", "plísně"),
        ("Rtut", "Rtut"),  # known as it stands: nothing to put back
        ("plsn", "plísně"),
        ("pisn", "pisn"),  # another letter is missing too
        ("Mn", "Mn"),
        ("Mitragynine", "Mitragynine"),
        ("something else", "something else"),
    ],
)
def test_the_one_name_that_differs_in_accented_letters_alone_is_put_back(recognised: str, name: str) -> None:
    assert accented_name(recognised) == name
