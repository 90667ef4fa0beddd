"""Columns of verdicts that no known word heads."""

from __future__ import annotations

import pytest

from tests.reading.pages import grid, page_of
from tests.reading.told import bound, rows

_LIMITED = (("Analyte", "Result (mg/kg)", "Limit"), ("Arsenic", "0.21", "1.0"), ("Lead", "1.31", "1.0"), ("Nickel", "2.2", "-"))


@pytest.mark.parametrize("heading", ["Conf.", "Assess.", "C/NC", "Zzq"])
@pytest.mark.parametrize("good", ["C", "P"])
def test_letters_beside_the_limits_are_verdicts_whatever_stands_over_them(heading: str, good: str) -> None:
    bad = {"C": "NC", "P": "F"}[good]
    letters = (heading, good, bad, "-")
    read = rows(page_of(*grid(100, (40, 140, 240, 300), *((*row, letter) for row, letter in zip(_LIMITED, letters, strict=True)))))
    assert [read[name].status for name in ("Arsenic", "Lead", "Nickel")] == ["pass", "fail", None]


def test_letters_under_the_limits_own_heading_are_verdicts_where_only_some_rows_have_a_limit() -> None:
    page = page_of(
        (100, {40: "Analyte", 140: "Result (mg/kg)", 240: "Limit value Zzq"}),
        (112, {40: "Arsenic", 140: "0.21", 240: "1.0", 285: "C"}),
        (124, {40: "Lead", 140: "0.31", 240: "1.0", 285: "C"}),
        (136, {40: "Nickel", 140: "2.2", 244: "-", 285: "-"}),
    )
    read = rows(page)
    assert [read[name].status for name in ("Arsenic", "Lead", "Nickel")] == ["pass", "pass", None]
    assert bound(read["Arsenic"], "limit") == ("1.0", "mg/kg")


def test_one_letter_in_every_row_under_unknown_words_is_no_verdict() -> None:
    letters = ("Zzq", "C", "C", "C")
    lines = [(*row[:2], "1.0" if n else row[2], letter) for n, (row, letter) in enumerate(zip(_LIMITED, letters, strict=True))]
    assert rows(page_of(*grid(100, (40, 140, 240, 300), *lines)))["Lead"].status is None
