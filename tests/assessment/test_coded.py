"""A column of words as numbers, however long it is and whatever it is kept as."""

import numpy as np
import pandas as pd
import pytest

from registry.assessment.coded import coded, runs

LONG = 10_000


@pytest.mark.parametrize("kind", ["object", "string", "category"])
@pytest.mark.parametrize("size", [3, LONG])
def test_words_are_numbered_in_the_order_in_which_they_appear(kind: str, size: int) -> None:
    words = ["lead", "arsenic", *["lead"] * (size - 3), "cadmium"]
    found = coded(pd.Series(words, dtype=kind))
    assert [found.words[code] for code in found.codes] == words
    assert set(found.words) == {"lead", "arsenic", "cadmium"}


def test_equal_words_that_are_several_objects_are_one_word() -> None:
    words = np.array(["".join(["le", "ad"]) for _ in range(LONG)], dtype=object)
    assert words[0] is not words[1]
    found = coded(words)
    assert found.words == ("lead",)
    assert (found.codes == 0).all()


@pytest.mark.parametrize("nothing", [None, pd.NA, np.nan])
def test_a_row_without_a_word_has_none(nothing: object) -> None:
    words = np.array(["lead", nothing] * LONG, dtype=object)
    found = coded(words)
    assert found.words == ("lead",)
    assert found.codes.tolist() == [0, -1] * LONG


def test_runs_number_equal_words_alike_wherever_they_stand() -> None:
    ids = np.array(["".join(["c", n]) for n in "1122211"], dtype=object)  # each its own object
    numbers, first = runs(ids)
    assert numbers.tolist() == [0, 0, 1, 1, 1, 0, 0]
    assert first.tolist() == [0, 2]
