"""Samples that one table sets side by side: which of its columns belong to which, by what stands over them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from registry.reading.head.fields import label_key, load_fields
from registry.reading.heading_roles import read_heading
from registry.reading.layout.cells import LINE_JITTER, Cell, cell_of, lines_of
from registry.reading.layout.columns import TableColumn
from registry.reading.layout.headings import Column
from registry.reading.layout.sample_lists import SampleLists
from registry.reading.layout.sample_names import heads_sample, naming_field
from registry.reading.layout.tables import Table
from registry.reading.panels import name_panel, title_panel
from registry.reading.portions import counted_per
from registry.reading.rows.roles import share
from registry.reading.shapes import Shape, cell_shape
from registry.reading.vocabulary import Role, is_other_label, says_dry, unit_text
from registry.remembered import remembered

_OVER_REACH: Final = 2.6
"""In sizes: how far above a table's headings, and above each other, the lines stand that name its samples."""
_VALUES: Final = 0.7
"""Of a column's cells: so many values make it one of results."""
_SHORT: Final = re.compile(r"#?\d{1,3}|[A-Z]")
"""What numbers samples that have no number of their own: "Sample 1", "Lot B"."""

_LONGEST_NAME: Final = 5
"""Words of a product's name over its column."""

_Span = Column | TableColumn


@dataclass(frozen=True, slots=True, eq=False)
class SampleBeside:
    """One of several samples of a table: its columns of values, and the cells that name it, by the field that each is of."""

    columns: tuple[int, ...]
    named: dict[str, Cell]
    numbers: tuple[Cell, ...] = ()
    """The cells that stand for a heading, where the sample's number does so."""

    @property
    def cell(self) -> Cell:
        return next(iter(self.named.values()))


def samples_beside(table: Table, cells: Sequence[Cell], lists: SampleLists) -> list[SampleBeside]:
    """The samples whose results stand beside each other in `table`, left to right; none where it holds those of one.

    `cells` are the page's. A number of the laboratory's, or "Sample 1", names a sample in a heading; so does whatever `lists` know one
    by. Any words do on a line that a label such as "Sample" or "Lot" leads, and products' names on one that nothing leads. A table on
    its side has a column for each line of values, and that line's words as its name.
    """
    if is_transposed(table):
        return _samples_below(table, cells)
    headed = {i: column.heading for i, column in enumerate(table.columns) if column.heading}
    named = {i: cell for i, heading in headed.items() if (cell := _naming_cell(heading)) is not None}
    open_to = {i: heading for i, heading in headed.items() if i in named or heading.heading.role in (None, Role.RESULT)}
    spans: dict[int, _Span] = {**open_to, **({i: column for i, column in enumerate(table.columns) if i not in headed and table.unheaded})}
    if len(spans) < 2 or not (named or table.unheaded or _leave_it_open(open_to.values(), cells)):
        return []  # nearly always: one result in several units
    fields = dict.fromkeys(named, "sample_id")
    for i, cell, field in _listed_in(open_to, named, lists):
        named[i], fields[i] = cell, field
    values = _hold_values(table, spans)
    others = [open_to[i].heading for i in values if i in open_to and i not in named]
    if named and any(heading.exact and heading.role is not None for heading in others):
        return []  # "Sample 1   Sample 2   Mean"
    over = {i: {fields[i]: named[i]} for i in values if i in named} or {i: {} for i in values}
    _add_names_of_lines(table, {i: spans[i] for i in over}, cells, over, lists)
    return _of_one_name([SampleBeside((i,), names, (named[i],) if i in named else ()) for i, names in over.items() if names])


def _listed_in(headings: Mapping[int, Column], named: Collection[int], lists: SampleLists) -> Iterator[tuple[int, Cell, str]]:
    """The first cell of each other heading that stands for a listed sample, with its column and its field."""
    for i, heading in headings.items():
        called = ((cell, lists.field_called(cell.text)) for cell in heading.cells if i not in named)
        yield from [(i, cell, field) for cell, field in called if field is not None][:1]


def _of_one_name(samples: Sequence[SampleBeside]) -> list[SampleBeside]:
    """The samples, those that are named alike one, of several columns; none where all are."""
    texts = dict.fromkeys(sample.cell.text for sample in samples)
    alike = [[sample for sample in samples if sample.cell.text == text] for text in texts]
    if len(alike) < 2:
        return []
    return [SampleBeside(tuple(i for s in own for i in s.columns), own[0].named, tuple(c for s in own for c in s.numbers)) for own in alike]


def is_transposed(table: Table) -> bool:
    """Whether the columns of a table are lines of the page, one below the other."""
    spans = [(column.x0, column.x1) for column in table.columns if column.heading]  # units over the values have no heading
    return len(spans) > 1 and len(set(spans)) == 1


def _samples_below(table: Table, cells: Sequence[Cell]) -> list[SampleBeside]:
    """The samples of which each has a line of values to itself, under a word that says that it names samples."""
    headed = {i: column.heading for i, column in enumerate(table.columns) if column.heading and column.heading.heading.role is None}
    values = _hold_values(table, headed)
    words = {i: [c for c in headed[i].cells if unit_text(c.text) is None] for i in values}
    named = {i: own[-1] for i, own in words.items() if own and read_heading(own[-1].text).unit is None}
    first = min(named.values(), key=lambda c: c.baseline, default=None)
    if first is None or len({cell.text for cell in named.values()}) < max(len(named), 2):
        return []
    if all(heads_sample(cell.text) for cell in named.values()):
        samples = [SampleBeside((i,), {"sample_id": cell}, (cell,)) for i, cell in named.items()]
    else:
        samples = [SampleBeside((i,), {}) for i in named]
    over = [
        c for c in cells if table.top - table.size < c.baseline < first.baseline and c.x1 < table.columns[0].x0 and naming_field(c.text)
    ]
    for sample, name in zip(samples, named.values(), strict=True):
        for cell in (c for c in cells if abs(c.baseline - name.baseline) < LINE_JITTER * c.size and c.x0 <= name.x0):
            label = next((c for c in over if c.overlap(cell.x0, cell.x1) > 0), None)
            if label is not None:
                sample.named.setdefault(naming_field(label.text, cell.text) or "", cell)
    return samples if all(sample.named for sample in samples) else []


def _leave_it_open(headings: Collection[Column], cells: Sequence[Cell]) -> bool:
    """Whether headings do not tell of what their columns are: two say the same, or nobody knows two of them."""
    known = [_own_words(heading, cells) for heading in headings if heading.heading.role is not None or heading.heading.unit is not None]
    return len(set(known)) < len(known) or len(known) < len(headings) - 1


def _own_words(heading: Column, cells: Sequence[Cell]) -> str:
    """What a heading says below a product's name."""
    return " ".join(
        [c.text for c in heading.cells if not (names_product(c.text) or (len(heading.cells) > 1 and is_named_before(c, cells)))]
    )


def is_named_before(cell: Cell, cells: Sequence[Cell]) -> bool:
    """Whether one word names a sample, as the page's head says behind a label: "Maple" under "Samples: Maple, Birch".

    One that stands nowhere else may as well be a method or what was done to the sample.
    """
    if len(cell.words) > 1 or not (cell.text.isalpha() and cell.text[0].isupper()) or read_heading(cell.text).role is not None:
        return False
    above = [c for c in cells if c.baseline < cell.baseline - cell.size and cell.text in _WORD.findall(c.text)]
    return any(_labels_sample(c.text.partition(":")[0]) or any(_labels_sample(b.text) for b in _before(c, cells)) for c in above)


_WORD: Final = re.compile(r"[^\W\d_]+")


def _before(cell: Cell, cells: Sequence[Cell]) -> list[Cell]:
    """The cell next before another on its line."""
    return sorted((c for c in cells if abs(c.baseline - cell.baseline) < LINE_JITTER * cell.size and c.x1 < cell.x0), key=lambda c: c.x1)[
        -1:
    ]


def _labels_sample(text: str) -> bool:
    label = text.rstrip(": ")
    return naming_field(label) is not None or naming_field(label.removesuffix("s")) is not None or _numbers_sample(label)


@remembered(2048)
def names_product(text: str) -> bool:
    """True for several words with a capital each of which none says anything else of a column: "Green Leaf"; false for "Day 1"."""
    words = text.split()
    if not 1 < len(words) <= _LONGEST_NAME or not all(word[0].isupper() or word[0].isdigit() for word in words):
        return False
    heading = read_heading(text)
    told = heading.role is not None or heading.unit is not None or says_dry(text) or counted_per(text) or is_other_label(text)
    return not (told or _SHORT.fullmatch(words[-1]) or title_panel(text) or name_panel(text) or label_key(text) in load_fields().labels)


def _hold_values(table: Table, columns: Iterable[int]) -> list[int]:
    """Those of the columns that hold values."""
    shapes = {i: Counter(cell_shape(row.cells[i].text) for row in table.rows if i in row.cells) for i in columns}
    return [i for i, held in shapes.items() if share(held, Shape.NUMBER, Shape.WORD) > _VALUES]


def _naming_cell(heading: Column) -> Cell | None:
    """The cell of a heading that is a sample's number, or numbers it among others."""
    return next((c for c in heading.cells if heads_sample(c.text) or _numbers_sample(c.text)), None)


def _numbers_sample(text: str) -> bool:
    kind, _, number = text.rpartition(" ")
    return _SHORT.fullmatch(number) is not None and naming_field(kind) is not None


def _add_names_of_lines(
    table: Table, columns: Mapping[int, _Span], cells: Sequence[Cell], named: dict[int, dict[str, Cell]], lists: SampleLists
) -> None:
    """Add to each column by its field what names it on lines at or over the headings. Each stands over as many columns as the others."""
    edge = min((span.x0 for span in columns.values()), default=0.0)
    for line in lines_over(table, cells) if len(columns) > 1 else ():
        names = _names_on(line, edge, cells, lists)
        over = {i: min(names, key=lambda c: abs(c[0].middle - (span.x0 + span.x1) / 2)) for i, span in columns.items()} if names else {}
        counts = Counter(id(cell) for cell, _ in over.values())
        if len(names) > 1 and len(counts) == len(names) and len(set(counts.values())) == 1:
            for i, (cell, field) in over.items():
                named[i].setdefault(field, cell)


def _names_on(line: Sequence[Cell], edge: float, cells: Sequence[Cell], lists: SampleLists) -> list[tuple[Cell, str]]:
    """What names samples on a line over columns that begin at `edge`, each with its field: numbers, what a sample's label leads, what
    a list knows, or products' names where all that is no heading may be such."""
    label = next((c for c in line if c.x1 < edge and naming_field(c.text)), None)
    names = [c for c in line if heads_sample(c.text)] or [c for c in line if label is not None and c.x0 > label.x1]
    if names or label is not None:
        return [(c, naming_field(label.text if label else "", c.text) or "sample_id") for c in names]
    over = [c for c in line if c.x1 > edge and (heading := read_heading(c.text)).role is None and heading.unit is None]
    called = [(c, field) for c in over if (field := lists.field_called(c.text)) is not None]
    if len(called) > 1:
        return called
    told = all(names_product(c.text) for c in over) or all(is_named_before(c, cells) for c in over)
    return [_with_own_label(c) for c in over] if told else []


def _with_own_label(cell: Cell) -> tuple[Cell, str]:
    """A product's name and its field; of a number behind its own label ("Lot L2601") the number."""
    label, _, number = cell.text.rpartition(" ")
    field = naming_field(label) if heads_sample(number) else None
    return (cell_of(cell.words[-1:]), field) if field is not None else (cell, "product_name")


def lines_of_samples(table: Table, samples: Sequence[SampleBeside], cells: Sequence[Cell]) -> list[list[Cell]]:
    """The lines over a table's headings on which something stands over each of its samples and next to nothing before them.

    A remark set right over the last of them, and the lines of the page's head above, are the whole sheet's.
    """
    spans = [(min(table.columns[i].x0 for i in s.columns), max(table.columns[i].x1 for i in s.columns)) for s in samples]
    edge = spans[0][0]

    def is_theirs(line: Sequence[Cell]) -> bool:
        over = [c for c in line if c.x1 > edge]
        beside = len(over) == len(spans) and all(c.overlap(*span) > 0 for c, span in zip(over, spans, strict=True))
        return beside and len(line) - len(over) <= 1

    return [line for line in lines_over(table, cells) if line[0].baseline < table.top - LINE_JITTER * table.size and is_theirs(line)]


def lines_over(table: Table, cells: Sequence[Cell]) -> list[list[Cell]]:
    """The lines of a table's headings and those close over them, bottom up."""
    bottom = table.block.bottom if table.block else min(row.baseline for row in table.rows) - LINE_JITTER * table.size
    out: list[list[Cell]] = []
    last = min(table.top, bottom)
    above = lines_of(c for c in cells if c.baseline <= bottom + 1)
    for line in reversed(above):
        if last - line[0].baseline > _OVER_REACH * table.size:
            break
        last = min(last, line[0].baseline)
        out.append(line)
    return out
