"""Specks of dust on a scan that were read as points of numbers."""

from __future__ import annotations

import pytest

from registry.reading.document import Word
from registry.reading.ocr.specks import without_specks

SIZE, LETTER, END = 8.0, 4.0, 300.0


def column(*texts: str, end: float = END) -> list[Word]:
    """Words over one another that end at one place; a dot behind them stands out of their column."""
    out = []
    for n, text in enumerate(texts):
        x1, y = end + (LETTER if text.endswith(".") else 0), 100.0 + 12 * n
        out.append(Word(text, x1 - LETTER * len(text), y - 6, x1, y + 2, SIZE, y, 10 * n, 0.99))
    return out


@pytest.mark.parametrize(
    ("printed", "read"), [("7.61.", "7.61"), ("12,04.", "12,04"), ("ND.", "ND"), ("<LOQ.", "<LOQ"), ("1:28", "1.28"), ("14:07", "14.07")]
)
def test_a_mark_that_no_result_has_is_a_speck_in_a_column_of_results(printed: str, read: str) -> None:
    *others, word = without_specks(column("0.31", "<LOQ", "1.06", printed))
    assert [w.text for w in others] == ["0.31", "<LOQ", "1.06"]
    assert (word.text, round(word.x1)) == (read, END)
    assert word.confidence < 0.99


@pytest.mark.parametrize("printed", ["12.03.", "1.2.", "15:42", "2:1"])
@pytest.mark.parametrize("others", [("0.31", "1.06"), ("Lead", "Arsenic", "Cadmium", "Mercury"), ("0.31", "1.06", "0.5")])
def test_elsewhere_it_may_be_a_day_an_hour_or_a_headings_number(printed: str, others: tuple[str, ...]) -> None:
    beside = column(*others) if len(others) != 3 else column(*others, end=END - 60)
    word = column("", "", "", "", printed)[-1]
    assert without_specks([*beside, word])[-1] == word
