"""A report as facts and typed tables: one frozen record that every format sets, for a certificate, a product or a rule pack's verdicts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Literal

from registry.model.evidence import Record
from registry.reports.comparison import Provenance, canonical_json

Kind = Literal["string", "integer", "number", "date"]
Cell = str | int | float | date | None


class Column(Record):
    """A column of a table: its name for machines, its header for people (with the unit), type and meaning.

    On pages, columns with a `width` share what the others leave, in that proportion; a `group` column stands in a line above
    the rows that agree in it; a `data_only` column is left to the workbook and the data files.
    """

    name: str
    header: str
    kind: Kind = "string"
    meaning: str = ""
    width: float = 0
    group: bool = False
    data_only: bool = False


class Table(Record):
    """Rows of typed cells under one heading; `name` is the table's name as a file or a sheet. `nothing`: what no rows mean."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    nothing: str = "None."

    def groups(self) -> tuple[tuple[str, tuple[tuple[Cell, ...], ...]], ...]:
        """Consecutive rows that agree in every `group` column, under the cells of those columns; unnamed where there is none."""
        ahead = [n for n, column in enumerate(self.columns) if column.group]

        def named(row: tuple[Cell, ...]) -> str:
            return " \N{MIDDLE DOT} ".join(str(row[n]) for n in ahead if row[n] not in (None, ""))

        return tuple((name, tuple(rows)) for name, rows in groupby(self.rows, key=named))

    def shown(self) -> list[int]:
        """The positions of the columns that pages show: none that is empty in every row."""
        return [
            n
            for n, column in enumerate(self.columns)
            if not (column.data_only or column.group) and any(row[n] not in (None, "") for row in self.rows)
        ]


class Asked(Record):
    """What a report was asked about, enough to ask it again. `filters` are the filters as the asking service writes them (JSON)."""

    about: Literal["certificate", "product", "contaminants"]
    key: str = ""
    rules: str = ""
    on: date | None = None
    grams_per_day: float | None = None
    filters: str = ""


class Report(Record):
    """Everything such a report says. `main` names the table that a CSV holds; `record` is the certificate itself as JSON, where the
    report is about one.
    """

    specimen: bool
    selection: Asked
    title: str
    summary: str
    caveat: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    main: str
    method: tuple[str, ...]
    provenance: Provenance
    record: str = ""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical JSON of everything but the day it was made."""
        content = self.model_dump(mode="json", exclude={"provenance": {"made_on"}})
        return hashlib.sha256(canonical_json(content)).hexdigest()


def table_of(
    name: str, title: str, columns: tuple[Column, ...], rows: Sequence[Mapping[str, Any]], *, note: str = "", nothing: str = "None."
) -> Table:
    """A table of records by column name; a name that a record lacks is an empty cell."""
    cells = tuple(tuple(row.get(c.name) for c in columns) for row in rows)
    return Table(name=name, title=title, columns=columns, note=note, nothing=nothing, rows=cells)
