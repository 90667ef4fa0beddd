"""pdfium asked the same question of thousands of characters or objects, at a third of what one ordinary call each costs.

A call through ctypes spends most of its time on turning its arguments into C values. Here the places that pdfium writes to are turned
once, when the module is loaded, and used for every page; numbers and handles need no turning.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any, Final

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

AT_ONCE: Final = 512
"""Rows that are filled before they are copied: few enough that a process which reads one page does not pay for them."""
handle: Final[Callable[[int | None], Any]] = ctypes.c_void_p.from_param
"""What `plain` functions take for an address."""


def plain(function: Any, result: Any = None) -> Callable[..., Any]:
    """A function of pdfium that takes numbers, `handle`s and the places of `Answers` as they are, and gives `result` (a ctypes type)."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result)(address)


def address_of(wrapped: Any) -> Any:
    """The handle behind one of pypdfium2's own objects."""
    return handle(ctypes.cast(wrapped.raw, ctypes.c_void_p).value)


MOST_OBJECTS: Final = 20_000
_get_object = plain(raw.FPDFPage_GetObject, ctypes.c_void_p)
_get_type = plain(raw.FPDFPageObj_GetType, ctypes.c_int)


def page_objects(page: Any) -> list[tuple[Any, int]]:
    """What is drawn on a page, in the order of drawing: a handle and the kind of each object (`FPDF_PAGEOBJ_TEXT` and so on)."""
    numbers = range(min(raw.FPDFPage_CountObjects(page.raw), MOST_OBJECTS))
    items = list(map(handle, map(_get_object, repeat(address_of(page)), numbers)))
    return list(zip(items, map(_get_type, items), strict=True))


class Answers:
    """A room of `width` numbers a row that pdfium writes into, through one pointer a row or one for each number.

    One room serves one question at a time: reading is done by one thread of its own process.
    """

    def __init__(self, number: Any, width: int, pointers: int) -> None:
        self.rows: NDArray[Any] = np.zeros((AT_ONCE, width), number)
        start, step = self.rows.ctypes.data, self.rows.strides[0]
        part = step // pointers
        self._into = [[handle(start + row * step + column * part) for row in range(AT_ONCE)] for column in range(pointers)]

    def ask(self, function: Callable[..., Any], subjects: Sequence[Any], *before: Any) -> NDArray[Any]:
        """Row n holds what ``function(*before, subjects[n], places...)`` wrote; zeros where pdfium has no answer."""
        answers = np.empty((len(subjects), self.rows.shape[1]), self.rows.dtype)
        for start in range(0, len(subjects), AT_ONCE):
            asked = subjects[start : start + AT_ONCE]
            self.rows[: len(asked)] = 0
            deque(map(function, *map(repeat, before), asked, *self._into), maxlen=0)
            answers[start : start + len(asked)] = self.rows[: len(asked)]
        return answers
