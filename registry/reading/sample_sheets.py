"""Sheets that set several samples side by side: the document as it would be if it told of one of them alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from registry.model.certificate import ReadText
from registry.reading.document import Document, Moved, Page, Word
from registry.reading.head.fields import label_key, load_fields
from registry.reading.layout.cells import LINE_JITTER, Cell, lines_of, place
from registry.reading.layout.tables import Table
from registry.reading.page_tables import PageTables, read_page_tables
from registry.reading.rows.roles import NUMBERED
from registry.reading.rows.samples_beside import SampleBeside, is_transposed, lines_over, samples_beside
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
    """Where one sample's columns stand on a page, the lines over them included; of a table on its side, the sample's line."""

    sample: SampleBeside
    x0: float
    x1: float
    top: float
    headed: float
    """Where the lines over the values end, and with them the labels of what stands there."""
    bottom: float
    right: float = 0.0
    down: float = 0.0
    """How far right of the first sample's columns this one's stand, or below its line."""

    @property
    def name(self) -> str:
        return self.sample.cell.text

    def holds(self, word: Word) -> bool:
        return self.top <= word.baseline <= self.bottom and self.x0 <= (word.x0 + word.x1) / 2 < self.x1


def split_sheets(document: Document) -> tuple[SampleSheet, ...]:
    """One sheet for each sample that tables of `document` set beside others; none where they set none so."""
    strips = dict(_strips_of(document))
    first: dict[str, tuple[int, _Strip]] = {}
    for number, found in strips.items():
        for strip in found:
            first.setdefault(strip.name, (number, strip))
    sheets = []
    for name, (number, strip) in first.items():
        pages = tuple(_without_others(page, strips.get(page.number, ()), name) for page in document.pages)
        named_on = next(page for page in document.pages if page.number == number)
        sheets.append(SampleSheet(replace(document, pages=pages), _named(strip.sample, named_on)))
    return tuple(sheets)


def _named(sample: SampleBeside, page: Page) -> dict[str, ReadText]:
    return {
        field: ReadText(text=cell.text, evidence=page.evidence(cell.x0, cell.y0, cell.x1, cell.y1, cell.text), confidence=NUMBERED)
        for field, cell in sample.named.items()
    }


def _strips_of(document: Document) -> Iterator[tuple[int, list[_Strip]]]:
    """The strips of each page, by its number; a table that goes on over the page sets its samples where it did before."""
    before: PageTables | None = None
    samples: dict[int, list[SampleBeside]] = {}
    for page in document.pages:
        if not page.words:
            continue
        before = read_page_tables(page, before)
        strips: list[_Strip] = []
        for table in before.tables:
            own = samples.get(id(table.continues)) if table.continues else None
            samples[id(table)] = own or samples_beside(table, before.cells)
            strips += _strips(page, table, samples[id(table)], before.cells)
        yield page.number, strips


def _strips(page: Page, table: Table, samples: Sequence[SampleBeside], cells: Sequence[Cell]) -> Iterator[_Strip]:
    """The strips of a table's samples; what stands between the columns of one and those of the next is the first one's."""
    firsts = [min(sample.columns) for sample in samples]
    if len(firsts) < 2:
        return
    if is_transposed(table):
        yield from _lines(page, samples)
        return
    last = min(firsts[-1] + firsts[-1] - firsts[-2], len(table.columns))
    names = max((row.name.x1 for row in table.rows if row.name), default=table.x0)
    edges = [_begin(table, at, names) if at < len(table.columns) else page.width for at in (*firsts, last)]
    over = [] if table.continues else lines_over(table, cells)
    top = min((line[0].baseline for line in over), default=table.top) - LINE_JITTER * table.size
    headed = max((line[0].baseline for line in over), default=top) + LINE_JITTER * table.size
    for sample, (x0, x1) in zip(samples, pairwise(edges), strict=True):
        right = table.columns[min(sample.columns)].x0 - table.columns[firsts[0]].x0
        yield _Strip(sample, x0, x1, top, headed, table.bottom + _DESCENT * table.size, right)


def _lines(page: Page, samples: Sequence[SampleBeside]) -> Iterator[_Strip]:
    """The strips of samples that have a line each."""
    baselines = [sample.cell.baseline for sample in samples]
    half = min(b - a for a, b in pairwise(baselines)) / 2
    for sample, baseline in zip(samples, baselines, strict=True):
        yield _Strip(sample, 0.0, page.width, baseline - half, baseline - half, baseline + half, down=baseline - baselines[0])


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
        if strip.name == name and (held := _as_results(held, strip.sample.numbers)):
            held = [_shifted(word, -strip.right, -strip.down) for word in held]
            words = [*_with_labels_near(words, held, strip), *held]
            x0, y0, x1, y1 = min(w.x0 for w in held), min(w.y0 for w in held), max(w.x1 for w in held), max(w.y1 for w in held)
            moved.append(Moved(x0, y0, x1, y1, strip.right, strip.down))
    return replace(page, words=tuple(words), moved=tuple(moved)) if strips else page


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
    for line in lines_of([word for word in (*words, *held) if strip.top <= word.baseline <= strip.headed]):
        named = next((word for word in line if id(word) in own), None)
        label = [word for word in line if named is not None and word.x1 < named.x0]
        if named is not None and label and label_key("".join(word.text for word in label)) in load_fields().labels:
            by = named.x0 - _BESIDE * named.size - label[-1].x1
            out |= {id(word): _shifted(word, by, 0.0) for word in label}
            out[id(label[-1])].text = f"{label[-1].text.rstrip(':')}:"
    return list(out.values())
