"""Lists of the samples that a report tells of, a line for each: "Sample no.   Description   Lot" over their numbers, names and lots."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from registry.reading.head.fields import squeezed
from registry.reading.heading_roles import read_heading
from registry.reading.layout.cells import LINE_JITTER, Cell, join_cells, nearest
from registry.reading.layout.sample_names import naming_field
from registry.reading.layout.tables import Table

_PITCH: Final = 2.8
"""In sizes: how far the lines of one list stand from each other at most."""
_PART: Final = re.compile(r"[^\W_]+$")
"""The end of a number, which is the sample's own within an order: the 02 of "A-5521-02"."""
_PART_OF_NAME: Final = re.compile(r".*[\s#-](?=\S+$)")
"""What stands before a sample's own number over its column: "Sample 2", "#2"."""
_FEWEST: Final = 4
"""Letters of a name cut short that tell which one is meant."""

_Line = dict[int, list[Cell]]
"""The cells of one line by the heading that they stand under."""


@dataclass(frozen=True, slots=True)
class ListedSample:
    """One line of a list: its cells by what they name of the sample, and the part of the page's height that is its."""

    named: Mapping[str, Cell]
    top: float
    bottom: float

    def field_called(self, text: str) -> str | None:
        """What `text` is of this sample over a column: its number or the last part of it, its lot, its name or the first words of it."""
        return next((field for field, cell in self.named.items() if _means(field, cell.text, text)), None)


class SampleLists:
    """The samples that a document lists, looked for once, and only where a table leaves open what its columns are."""

    def __init__(self, pages: Sequence[Sequence[Sequence[Cell]]]) -> None:
        self._pages = pages

    @cached_property
    def listed(self) -> list[ListedSample]:
        """The lines of the first page that has such a list."""
        return next(filter(None, map(find_sample_list, self._pages)), [])

    def field_called(self, text: str) -> str | None:
        """What `text` is of one of these samples; None where it stands for none, or says something of a column."""
        known = read_heading(text).role is not None
        return None if known else next(filter(None, (one.field_called(text) for one in self.listed)), None)


def find_sample_list(lines: Sequence[Sequence[Cell]]) -> list[ListedSample]:
    """The lines of the page's list of samples, top to bottom; none where it has none of at least two. `lines` are all of the page."""
    for n, heads in enumerate(lines):
        fields = _fields_of(heads)
        if fields and len(listed := _lines_under(heads, fields, lines[n + 1 :])) > 1:
            return listed
    return []


def lists_samples(table: Table, cells: Sequence[Cell], is_name: Callable[[str], bool]) -> bool:
    """Whether what was found as a table is a list of samples, and what it prints as amounts how much of each came."""
    names = [row.name.text for row in table.rows if row.name]
    if table.block is None or is_name(names[0]) or any(map(is_name, names[1:])):
        return False
    block = table.block
    heads = [c for c in cells if block.top - LINE_JITTER * c.size < c.baseline < block.bottom + LINE_JITTER * c.size]
    return bool(_fields_of(heads)) and any(naming_field(c.text) for c in block.cells)


def _fields_of(heads: Sequence[Cell]) -> list[str | None]:
    """What each heading of a list names of a sample; nothing where they do not head one."""
    fields = [naming_field(c.text) for c in heads]
    return fields if len(set(filter(None, fields))) > 1 else []


def _lines_under(heads: Sequence[Cell], fields: Sequence[str | None], lines: Iterable[Sequence[Cell]]) -> list[ListedSample]:
    """What stands under the headings of a list, a line that begins under its first for each sample; what goes on below is of the same."""
    rows: list[_Line] = []
    tops: list[float] = []
    last, size = heads[0].baseline, heads[0].size
    for line in lines:
        row: _Line = {}
        for cell in line:
            row.setdefault(nearest(cell, heads), []).append(cell)
        begins = 0 in row
        if line[0].baseline - last > _PITCH * size or not (_names_sample(row, fields) if begins else rows):
            break
        last = line[0].baseline
        if begins:
            rows.append({})
            tops.append(last - size / 2)
        for n, own in row.items():
            rows[-1].setdefault(n, []).extend(own)
    edges = pairwise([*tops, last + size / 2])
    named = ({field: join_cells(row[n]) for n, field in enumerate(fields) if field and n in row} for row in rows)
    return [ListedSample(own, *edge) for own, edge in zip(named, edges, strict=True)]


def _names_sample(row: _Line, fields: Sequence[str | None]) -> bool:
    """Whether a line names a sample in each way that its headings ask for; a lot may be unknown."""
    numbered = all(any(c.isdigit() for c in row[n][0].text) or len(row[n][0].text) == 1 for n in row if fields[n] == "sample_id")
    return numbered and all(n in row for n, field in enumerate(fields) if field not in (None, "lot"))


def listed_by_name(listed: Sequence[ListedSample], called: Mapping[str, Collection[str]]) -> dict[str, ListedSample]:
    """The line of each sample, by the key under which `called` gives the texts that stand for it; empty where one has none of its own."""
    found = {key: [one for one in listed if any(map(one.field_called, texts))] for key, texts in called.items()}
    lines = {key: own[0] for key, own in found.items() if len(own) == 1}
    return lines if len({id(one) for one in lines.values()}) == len(called) else {}


def _means(field: str, whole: str, text: str) -> bool:
    key, short = squeezed(whole), squeezed(text)
    if not short or key == short:
        return bool(short)
    if field == "product_name":
        return len(short) >= _FEWEST and key.startswith(short)
    part = _PART.search(whole)
    return field == "sample_id" and part is not None and part[0].lstrip("0") == _PART_OF_NAME.sub("", text).lstrip("0") != ""
