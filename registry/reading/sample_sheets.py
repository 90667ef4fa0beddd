"""Sheets that set several samples side by side: the document as it would be if it told of one of them alone.

Where the report lists its samples, the list says of each what its column's head leaves out: number, whole name, lot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from registry.model.certificate import ReadText
from registry.reading.document import Document, Moved, Page, Word
from registry.reading.head.fields import label_key, load_fields
from registry.reading.heading_roles import read_heading
from registry.reading.layout.cells import LINE_JITTER, Cell, lines_of, place
from registry.reading.layout.sample_lists import ListedSample, SampleLists, find_sample_list, listed_by_name
from registry.reading.layout.tables import Table
from registry.reading.page_tables import PageTables, read_page_tables
from registry.reading.rows.roles import NUMBERED
from registry.reading.rows.samples_beside import SampleBeside, is_transposed, lines_of_samples, samples_beside
from registry.reading.vocabulary import Role, heading_words

_BESIDE: Final = 1.5
"""In sizes: how far before a sample's name, lot or day its label stands on the sheet of that sample alone."""
_DESCENT: Final = 0.5
"""In sizes: how far below its baseline a table's last line reaches."""


@dataclass(frozen=True, slots=True)
class SampleSheet:
    """The document without what it says of other samples, and by field what names this one."""

    document: Document
    named: dict[str, ReadText]


@dataclass(frozen=True, slots=True)
class _Strip:
    """Where one sample's columns stand on a page; of a table on its side and of a list of samples, the sample's line."""

    name: str
    """Of the sample; that of none where it has no columns and is only listed."""
    x0: float
    x1: float
    top: float
    bottom: float
    numbers: tuple[Cell, ...] = ()
    over: tuple[float, ...] = ()
    """The baselines of the lines over the table that tell of each of its samples."""
    headed: float = 0.0
    """Where the lines over the values end, and with them the labels of what stands there."""
    right: float = 0.0
    down: float = 0.0
    """How far right of the first sample's columns this one's stand, or below its line."""

    def holds(self, word: Word) -> bool:
        if not self.x0 <= (word.x0 + word.x1) / 2 < self.x1:
            return False
        return self.top <= word.baseline <= self.bottom or self.is_over(word)

    def is_over(self, word: Word) -> bool:
        """Whether a word stands on one of the lines over the table."""
        return any(abs(word.baseline - line) < LINE_JITTER * word.size for line in self.over)

    def heads(self, word: Word) -> bool:
        """Whether a word stands on one of these lines or among the headings."""
        return self.top <= word.baseline <= self.headed or self.is_over(word)


@dataclass(frozen=True, slots=True)
class _Sample:
    """A sample that tables set beside others: by field what names it, and all that stands over its columns."""

    named: dict[str, ReadText]
    called: set[str] = field(default_factory=set)


def split_sheets(document: Document) -> tuple[SampleSheet, ...]:
    """One sheet for each sample that tables of `document` set beside others; none where they set none so."""
    strips: dict[int, list[_Strip]] = {}
    samples: dict[str, _Sample] = {}
    lists: list[tuple[Page, list[ListedSample]]] = []
    for read, tables in _samples_of(document):
        page, listed = read.page, find_sample_list(read.lines)
        strips[page.number] = [strip for table, beside in tables for strip in _strips(page, table, beside, read.cells)]
        if not any(table.top <= line.bottom and line.top <= table.bottom for table, _ in tables for line in listed):
            lists.append((page, listed))
        for table, sample in ((table, sample) for table, beside in tables for sample in beside):
            own = samples.setdefault(sample.cell.text, _Sample(_named(sample.named, page)))
            own.called.update(_texts_over(table, sample))
    for page, lines in lists:
        if found := listed_by_name(lines, {name: sample.called for name, sample in samples.items()}):
            for name, line in found.items():
                samples[name].named.update(_named(line.named, page))
            strips[page.number] += _listed(page, lines, found)
            break
    sheets = {name: tuple(_without_others(page, strips.get(page.number, ()), name) for page in document.pages) for name in samples}
    return tuple(SampleSheet(replace(document, pages=sheets[name]), sample.named) for name, sample in samples.items())


def _named(cells: Mapping[str, Cell], page: Page) -> dict[str, ReadText]:
    return {
        field: ReadText(text=cell.text, evidence=page.evidence(cell.x0, cell.y0, cell.x1, cell.y1, cell.text), confidence=NUMBERED)
        for field, cell in cells.items()
    }


def _texts_over(table: Table, sample: SampleBeside) -> set[str]:
    """What names a sample, and what else of its columns' headings says nothing of what they hold."""
    heads = [head for i in sample.columns if (head := table.columns[i].heading) is not None]
    own = {c.text for c in sample.named.values()}
    return own | {c.text for head in heads for c in head.cells if read_heading(c.text).role is None}


def _samples_of(document: Document) -> Iterator[tuple[PageTables, list[tuple[Table, list[SampleBeside]]]]]:
    """Each page with its tables that set samples beside each other; one that goes on over the page sets them where it did before."""
    pages: list[PageTables] = []
    for page in document.pages:
        if page.words:
            pages.append(read_page_tables(page, pages[-1] if pages else None))
    lists = SampleLists([read.lines for read in pages])
    samples: dict[int, list[SampleBeside]] = {}
    for read in pages:
        for table in read.tables:
            own = samples.get(id(table.continues)) if table.continues else None
            samples[id(table)] = own or samples_beside(table, read.cells, lists)
        yield read, [(table, samples[id(table)]) for table in read.tables if samples[id(table)]]


def _strips(page: Page, table: Table, samples: Sequence[SampleBeside], cells: Sequence[Cell]) -> Iterator[_Strip]:
    """The strips of a table's samples; what stands between the columns of one and those of the next is the first one's."""
    firsts = [min(sample.columns) for sample in samples]
    if is_transposed(table):
        yield from _lines(page, samples)
        return
    last = min(firsts[-1] + firsts[-1] - firsts[-2], len(table.columns))
    names = max((row.name.x1 for row in table.rows if row.name), default=table.x0)
    edges = [_begin(table, at, names) if at < len(table.columns) else page.width for at in (*firsts, last)]
    lines = [] if table.continues else lines_of_samples(table, samples, cells)
    named = [cell for sample in samples for cell in sample.named.values() if cell.baseline < table.top]
    over = tuple({line[0].baseline for line in lines} | {cell.baseline for cell in named if not table.continues})
    jitter = LINE_JITTER * table.size
    top, bottom = table.top - jitter, table.bottom + _DESCENT * table.size
    headed = top if table.continues else max(table.block.bottom if table.block else top, *over, top) + jitter
    for sample, (x0, x1) in zip(samples, pairwise(edges), strict=True):
        right = table.columns[min(sample.columns)].x0 - table.columns[firsts[0]].x0
        yield _Strip(sample.cell.text, x0, x1, top, bottom, sample.numbers, over, headed, right)


def _lines(page: Page, samples: Sequence[SampleBeside]) -> Iterator[_Strip]:
    """The strips of samples that have a line each."""
    baselines = [sample.cell.baseline for sample in samples]
    half = min(b - a for a, b in pairwise(baselines)) / 2
    for sample, baseline in zip(samples, baselines, strict=True):
        yield _Strip(sample.cell.text, 0.0, page.width, baseline - half, baseline + half, sample.numbers, down=baseline - baselines[0])


def _listed(page: Page, lines: Sequence[ListedSample], found: Mapping[str, ListedSample]) -> Iterator[_Strip]:
    """The strips of the lines of a list; one of a sample without columns is no sheet's."""
    names = {id(line): name for name, line in found.items()}
    for line in lines:
        yield _Strip(names.get(id(line), ""), 0.0, page.width, line.top, line.bottom, down=line.top - lines[0].top)


def _begin(table: Table, at: int, names: float) -> float:
    """Where the column with index `at` begins: halfway from what stands left of it, of which a long name may reach over it."""
    x0 = table.columns[at].x0
    return (min(table.columns[at - 1].x1 if at else names, x0) + x0) / 2


def _without_others(page: Page, strips: Sequence[_Strip], name: str) -> Page:
    """The page without the strips of other samples; this one's stand where the first did, and close behind their labels."""
    words = list(page.words)
    moved: list[Moved] = []
    for strip in strips:
        held = [word for word in words if strip.holds(word)]
        words = [word for word in words if not strip.holds(word)]
        if strip.name == name and (held := _as_results(held, strip.numbers)):
            held = [_shifted(word, -strip.right, -strip.down) for word in held]
            words = [*_with_labels_near(words, held, strip), *held]
            over = [word for word in held if strip.is_over(word)]
            for part in (over, [word for word in held if word not in over]):  # what stands between them did not move
                moved += [_moved(part, strip)] if part else []
    return replace(page, words=tuple(words), moved=tuple(moved)) if strips else page


def _moved(words: Sequence[Word], strip: _Strip) -> Moved:
    box = min(w.x0 for w in words), min(w.y0 for w in words), max(w.x1 for w in words), max(w.y1 for w in words)
    return Moved(*box, strip.right, strip.down)


def _shifted(word: Word, right: float, down: float) -> Word:
    place = (word.x0 + right, word.y0 + down, word.x1 + right, word.y1 + down)
    return Word(word.text, *place, word.size, word.baseline + down, word.index, word.confidence)


def _as_results(words: Sequence[Word], numbers: Sequence[Cell]) -> list[Word]:
    """The words, a sample's number over its columns made the heading that it stands for."""
    places = {place(word) for number in numbers for word in number.words}
    first = {place(number.words[0]) for number in numbers}
    kept = [word for word in words if place(word) not in places or place(word) in first]
    return [replace(word, text=heading_words(Role.RESULT)[0]) if place(word) in first else word for word in kept]


def _with_labels_near(words: Sequence[Word], held: Sequence[Word], strip: _Strip) -> list[Word]:
    """The words, labels of the lines over a strip set right before what they name, with a colon: the columns may stand far from them."""
    out = {id(word): word for word in words}
    own = {id(word) for word in held}
    for line in lines_of([word for word in (*words, *held) if strip.heads(word)]):
        named = next((word for word in line if id(word) in own), None)
        label = [word for word in line if named is not None and word.x1 < named.x0]
        if named is not None and label and label_key("".join(word.text for word in label)) in load_fields().labels:
            by = named.x0 - _BESIDE * named.size - label[-1].x1
            out |= {id(word): _shifted(word, by, 0.0) for word in label}
            out[id(label[-1])].text = f"{label[-1].text.rstrip(':')}:"
    return list(out.values())
