"""A remembered answer is the function's own; what it raises is asked again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.remembered import remembered


@given(st.lists(st.text(max_size=3)), st.integers(1, 5))
def test_the_answers_are_those_of_the_function(texts: list[str], most: int) -> None:
    assert list(map(remembered(most)(str.upper), texts)) == [text.upper() for text in texts]


def test_a_text_is_asked_about_once_until_the_memory_is_full() -> None:
    asked: list[str] = []

    @remembered(2)
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    assert [length(text) for text in ("ND", "ND", "Pass", "ND", "0.5", "ND")] == [2, 2, 4, 2, 3, 2]
    assert asked == ["ND", "Pass", "0.5", "ND"]


def test_an_error_is_not_remembered() -> None:
    number = remembered(8)(int)
    for _ in range(2):
        with pytest.raises(ValueError, match="invalid literal"):
            number("ND")
    assert number("5") == 5
