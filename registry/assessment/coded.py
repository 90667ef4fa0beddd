"""A column of words as numbers, so that millions of rows compare as integers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd


@dataclass(frozen=True, slots=True)
class Coded:
    """For each row the position of its word in `words`; -1 where there is none."""

    codes: npt.NDArray[np.integer[Any]]
    words: tuple[str, ...]

    def take(self, rows: npt.NDArray[np.intp]) -> Coded:
        return Coded(self.codes[rows], self.words)

    def among(self, wanted: Collection[str]) -> npt.NDArray[np.bool_]:
        """For each row whether its word is one of these."""
        return np.asarray(np.array([*(word in wanted for word in self.words), False], dtype=bool)[self.codes])

    def texts(self) -> npt.NDArray[np.object_]:
        """The words themselves, "" where there is none."""
        return np.asarray(np.array([*self.words, ""], dtype=object)[self.codes])


def coded(values: Any) -> Coded:
    """A column of words (strings or categories) by their numbers, in the order in which they appear."""
    codes, words = pd.factorize(values)
    return Coded(codes, tuple(str(word) for word in words))


def one_word(word: str, size: int) -> Coded:
    """The same word in every row."""
    return Coded(np.zeros(size, dtype=np.intp), (word,))


def runs(values: npt.NDArray[np.object_]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """For each row the number of its value, and the first row of every value: quick where equal values stand together."""
    if not len(values):
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    starts = np.flatnonzero(np.concatenate([[True], np.asarray(values[1:] != values[:-1], dtype=bool)]))
    numbers, _ = pd.factorize(values[starts])
    first = np.unique(numbers, return_index=True)[1]
    return np.repeat(numbers, np.diff(np.append(starts, len(values)))), starts[first]
