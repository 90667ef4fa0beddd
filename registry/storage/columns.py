"""Rows of the database as columns, a stretch at a time: four million rows never stand in memory as objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection
from sqlalchemy.sql import Select

_ROWS_AT_A_TIME: Final = 20_000


class Column:
    """One column that grows. Texts are kept once each, with a number for every row."""

    def __init__(self, dtype: str) -> None:
        self._dtype = dtype
        self._is_text = dtype == "string" or dtype.startswith("datetime64")
        self._numbers: defaultdict[Any, int] = defaultdict(count().__next__)  # the next number for a text not seen before
        self._parts: list[npt.NDArray[Any]] = []

    def extend(self, values: Sequence[Any]) -> None:
        """More values; None is a missing number or day."""
        if self._is_text:
            self._parts.append(np.fromiter(map(self._numbers.__getitem__, values), np.int32, len(values)))
        elif self._dtype == "Int64":
            self._parts.append(np.array(values, dtype="float64"))
        else:
            self._parts.append(np.array(values, dtype=self._dtype))

    def values(self) -> Any:
        """The whole column in its type."""
        if self._is_text:
            return self._different().take(np.concatenate([*self._parts, np.zeros(0, np.int32)]))
        joined = np.concatenate([*self._parts, np.zeros(0, "float64" if self._dtype == "Int64" else self._dtype)])
        return pd.array(joined, dtype="Int64") if self._dtype == "Int64" else joined

    def _different(self) -> Any:
        if self._dtype == "string":
            return pd.arrays.StringArray(np.array(list(self._numbers), dtype=object))
        return np.array(["NaT" if value is None else value for value in self._numbers], dtype=self._dtype)


def fetch_columns(connection: Connection, query: Select[Any], dtypes: Mapping[str, str]) -> dict[str, Any]:
    """What the query finds, each named column as an array of its type."""
    result = connection.execute(query.execution_options(yield_per=_ROWS_AT_A_TIME))
    columns = {name: Column(dtypes[name]) for name in result.keys()}  # noqa: SIM118 (a result is no mapping)
    for rows in result.partitions():
        for column, values in zip(columns.values(), zip(*rows, strict=True), strict=True):
            column.extend(values)
    return {name: column.values() for name, column in columns.items()}
