"""A function of one text that remembers what it said: the pages of a certificate say the same few words over and over.

`functools.lru_cache` keeps its answers in the order of their last use, and so writes to memory with every question. In a process that
was forked to read one file, each of these writes copies a page of memory that it shared until then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class _Memory(dict[str, Answer], Generic[Answer]):
    """Answers by the text asked about."""

    __slots__ = ("_function", "_most")

    def __init__(self, function: Callable[[str], Answer], most: int) -> None:
        super().__init__()
        self._function, self._most = function, most

    def __missing__(self, text: str) -> Answer:
        answer = self._function(text)
        if len(self) >= self._most:
            self.clear()
        self[text] = answer
        return answer


def remembered(most: int) -> Callable[[Callable[[str], Answer]], Callable[[str], Answer]]:
    """The function with a memory of up to `most` answers, after which it begins a new one. What it raises is not remembered."""

    def with_memory(function: Callable[[str], Answer]) -> Callable[[str], Answer]:
        return _Memory(function, most).__getitem__

    return with_memory
