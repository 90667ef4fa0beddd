"""A column of words as numbers, so that millions of rows compare as integers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

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


_FEW: Final = 4_096
"""Rows up to which words are compared as they are."""


def coded(values: Any) -> Coded:
    """A column of words (strings or categories) by their numbers, in the order in which they appear."""
    if len(values) <= _FEW or isinstance(values.dtype, pd.CategoricalDtype):
        codes, words = pd.factorize(values)
        return Coded(codes, tuple(str(word) for word in words))
    texts = np.asarray(values, dtype=object)
    objects, addresses = pd.factorize(_addresses(texts))
    head = _FEW  # rows that show every object: as a rule the first ones do
    while objects[:head].max() < len(addresses) - 1:
        head *= 2
    first = np.searchsorted(np.maximum.accumulate(objects[:head]), np.arange(len(addresses)))
    codes, words = pd.factorize(texts[first])
    return Coded(codes.astype(np.int32)[objects], tuple(str(word) for word in words))


class _Addressed:
    """Words as the addresses of their objects; numpy keeps this, and with it the words, as long as the addresses."""

    def __init__(self, words: npt.NDArray[np.object_]) -> None:
        number = np.dtype(np.intp).str
        self._words = words
        self.__array_interface__ = {**words.__array_interface__, "typestr": number, "descr": [("", number)]}


def _addresses(words: npt.NDArray[np.object_]) -> npt.NDArray[np.intp]:
    """Where each row's object lies in memory, without a copy.

    A long column shares few objects, and their addresses compare seven times as fast as the words. One address is one word; one word
    may have several addresses, so what the addresses tell apart is still to be compared as words.
    """
    return np.asarray(_Addressed(words))


def one_word(word: str, size: int) -> Coded:
    """The same word in every row."""
    return Coded(np.zeros(size, dtype=np.intp), (word,))


def runs(values: npt.NDArray[np.object_]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """For each row the number of its value, and the first row of every value: quick where equal values stand together."""
    if not len(values):
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    addresses = _addresses(values)
    starts = np.flatnonzero(np.concatenate([[True], addresses[1:] != addresses[:-1]]))
    numbers, _ = pd.factorize(values[starts])
    first = np.unique(numbers, return_index=True)[1]
    return np.repeat(numbers, np.diff(np.append(starts, len(values)))), starts[first]
