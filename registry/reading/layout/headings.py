"""Headings of tables: the cells that name columns, whole or parted, and the columns that they stack into."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import attrgetter
from statistics import median

from registry.reading.document import Word
from registry.reading.heading_roles import Heading, may_begin_heading, read_heading, read_under
from registry.reading.layout.cells import Cell, cell_of, one_pitch_apart
from registry.reading.shapes import Shape, cell_shape
from registry.reading.vocabulary import Role, says_basis
from registry.remembered import remembered

HYPHENATED = re.compile(r"(?<=[^\W\d_]{3})- (?=[^\W\d_A-Z]{2})")
"""Where a word is broken over two lines: "Confor-" over "mité"."""
_BROKEN_UNIT = re.compile(r"(?<=[^\W\d]g)/ (?=[^\W\d])|(?<=\([^\W\d]g)/ (?=[^\W\d])")
"""A unit over two lines: "(µg/" over "tablet)"."""
_BROKEN_IN_BRACKETS = re.compile(r"(.+?)\s*[(\[][^\W\d]{1,4}/?")
"""A heading whose unit goes on below: "Result (mg/" over "kg)"."""
OVER = 0.3
"""Share of a heading's width, or of the column's, that it covers where it stands over it."""
_PHRASE_ROLES = frozenset({Role.NAME, Role.METHOD, Role.PANEL, Role.ASIDE})
"""Roles whose headings also stand in one phrase with others: "Pesticide Test Results", "Method limits"."""
LONGEST, MOST_WORDS = 60, 9
"""Characters and words of the longest cell in which headings are looked for."""
PHRASE_GAP = 0.31
"""In sizes: words of one heading stand closer than this, two headings in one run of words further apart."""
WIDEST_SPACE = 0.36
"""In sizes: the space of the widest types that are no typewriter's."""
APART = 0.42
"""In sizes: wider than a space in any type but a typewriter's."""
MOST_STRANGE = 3
"""Words of a heading that nobody knows."""
NOT_A_TABLE = frozenset({Role.NAME, Role.ASIDE, Role.METHOD, Role.PANEL, Role.UNIT, None})
"""Roles that do not by themselves make a line the heading of a result table."""


@remembered(4096)
def _whole(text: str) -> str:
    """A heading's lines as one text: what is broken at a hyphen or before a unit's stroke whole again."""
    return HYPHENATED.sub("", _BROKEN_UNIT.sub("/", text))


@dataclass(slots=True, eq=False)
class Column:
    """One column's heading cells, top to bottom, and the span they cover."""

    cells: list[Cell]
    x0: float
    x1: float
    heads: list[Cell] = field(default_factory=list)
    """Those of the cells that stand over other columns too."""

    @property
    def text(self) -> str:
        if len(self.cells) == 1:
            return _whole(self.cells[0].text)
        return _whole(" ".join([cell.text for cell in self.cells]))

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def heading(self) -> Heading:
        if len(self.cells) == 1:
            return read_heading(self.text)  # nearly always
        heads = self.heads or self.cells[: 1 if any(says_basis(cell.text) for cell in self.cells[1:]) else 0]
        own = [cell.text for cell in self.cells if cell not in heads] if heads else []
        return read_under(_whole(" ".join([head.text for head in heads])), _whole(" ".join(own))) if own else read_heading(self.text)


@dataclass(slots=True, eq=False)
class Block:
    """The heading block of one table or of tables side by side."""

    cells: list[Cell]
    x0: float
    x1: float
    top: float
    bottom: float
    """Baselines of the first and last line."""
    size: float
    chooses: bool = False
    """Whether a good and a bad verdict stand over columns of marks."""

    def add(self, cell: Cell) -> None:
        self.cells.append(cell)
        self.x0, self.x1 = min(self.x0, cell.x0), max(self.x1, cell.x1)
        self.top, self.bottom = min(self.top, cell.baseline), max(self.bottom, cell.baseline)


def heading_parts(cell: Cell, beside: Collection[str] = ()) -> list[Cell]:
    """The headings that `cell` holds: itself where it is one, its parts where headings stand too close to be apart, else none.

    `beside`: texts of the other cells on its line; one that stands there by itself is a heading of its own here too.
    """
    if len(cell.words) > MOST_WORDS:
        return []
    if not may_hold_headings(cell.text):
        ends_so = 1 < len(cell.words) <= MOST_STRANGE + 1 and may_hold_headings(cell.words[-1].text)
        return _parts_apart(cell.words, beside) if ends_so else []
    words = _touching(cell.words[0])
    broken = _BROKEN_IN_BRACKETS.fullmatch(cell.text)
    if read_heading(broken[1] if broken else cell.text).exact:
        return [cell]
    words += [piece for word in cell.words[1:] for piece in _touching(word)]
    if len(words) > len(cell.words) == 1:
        return [cell_of([word]) for word in words]
    parts, start = [], 0
    while start < len(words):
        for end in range(min(len(words), start + 4), start, -1):
            if read_heading(" ".join([word.text for word in words[start:end]])).exact:
                parts.append(cell_of(words[start:end]))
                start = end
                break
        else:
            return _parts_apart(words, beside)
    gaps = [b.x0 - a.x1 for a, b in pairwise(parts)]
    title = len(parts) == len(cell.words) == 2 and len(beside) == 1  # "Chemical Control", alone on its line
    apart = max(gaps, default=0) > (WIDEST_SPACE if title else PHRASE_GAP) * cell.size or not any(
        read_heading(p.text).role in _PHRASE_ROLES for p in parts
    )
    apart = apart or any(p.text in beside for p in parts)
    return parts if apart else []


def _parts_apart(words: Sequence[Word], beside: Collection[str]) -> list[Cell]:
    """The parts of a heading's line that a wider gap than a space sets apart, where one is a heading and the other nobody knows.

    A heading set right may end close to the next one, which is set left: "RW  Norm".
    """
    cuts = [
        n for n, (a, b) in enumerate(pairwise(words), start=1) if b.x0 - a.x1 > APART * max(a.size, b.size) and not one_pitch_apart(a, b)
    ]
    if not cuts or not any((heading := read_heading(text)).exact and heading.role not in NOT_A_TABLE for text in beside):
        return []
    parts = [cell_of(words[a:b]) for a, b in pairwise([0, *cuts, len(words)])]
    known = [p for p in parts if (heading := read_heading(p.text)).exact and heading.role is not None]
    strange = [p for p in parts if p not in known]
    told = len(strange) == 1 and len(strange[0].words) <= MOST_STRANGE and cell_shape(strange[0].text) is Shape.TEXT
    return parts if known and told else []


@remembered(8192)
def may_hold_headings(text: str) -> bool:
    """Whether a cell's text may begin with a heading, as few cells do."""
    if text.endswith(":") or len(text) > LONGEST or (shape := cell_shape(text)) is Shape.NUMBER:
        return False
    return shape is Shape.UNIT or " / " in text or may_begin_heading(_pieces(text.split(" ", 1)[0])[0])


LEAST_GLUED = 6
"""Letters of two headings in capitals that touch: "LOQRESULT"."""
_PIECES = re.compile(r"LO[DQ]|[A-Z]?[a-z]+|.+?(?=[A-Z]|$)")


def _touching(word: Word) -> list[Word]:
    """Headings set without any gap, `LimitMassStatus`, as words of their own; any other word as it is."""
    pieces = _pieces(word.text)
    if len(pieces) < 2:
        return [word]
    width = (word.x1 - word.x0) / len(word.text)
    out, at = [], 0
    for piece in pieces:
        out.append(replace(word, text=piece, x0=word.x0 + at * width, x1=word.x0 + (at + len(piece)) * width))
        at += len(piece)
    return out


@remembered(8192)
def _pieces(text: str) -> Sequence[str]:
    """The headings of which a word is made, one after another; the word itself where it is no such word."""
    if (text.isascii() and text.isalpha() and text[1:].islower()) or (text.islower() and cell_shape(text) is Shape.WORD):
        return (text,)  # "n.r." is a value, and no heading "n" with something behind it
    if text.isupper() and text.isalpha() and len(text) >= LEAST_GLUED and not read_heading(text).exact and cell_shape(text) is Shape.TEXT:
        halves = ((text[:n], text[n:]) for n in range(2, len(text) - 1))
        return next(
            (pair for pair in halves if all(read_heading(half).role is not None and read_heading(half).exact for half in pair)), (text,)
        )
    pieces = _PIECES.findall(text)
    glued = len(pieces) > 1 and "".join(pieces) == text and all(read_heading(piece).exact for piece in pieces)
    return pieces if glued and not read_heading(text).exact else (text,)


def block_of(cells: list[Cell]) -> Block:
    """The block that these headings make together."""
    ys = [c.baseline for c in cells]
    return Block(list(cells), min([c.x0 for c in cells]), max([c.x1 for c in cells]), min(ys), max(ys), median([c.size for c in cells]))


NEXT_LINE = 2.1
"""In sizes: how far below its first line the second one of a heading stands."""


def broken_headings(cells: Sequence[Cell]) -> Iterator[Cell]:
    """Both cells of each heading whose one word is broken over two lines, neither of which says anything: "Bewer-" over "tung"."""
    for cell in (c for c in cells if c.text.endswith("-") and len(c.words) == 1 and cell_shape(c.text) is Shape.TEXT):
        below = (c for c in cells if 0 < c.baseline - cell.baseline < NEXT_LINE * cell.size and c.overlap(cell.x0, cell.x1) > 0)
        rest = min(below, key=lambda c: c.baseline, default=None)
        heading = read_heading(_whole(f"{cell.text} {rest.text}")) if rest is not None else None
        if rest is not None and heading is not None and heading.exact and heading.role is not None:
            yield cell
            yield rest


def names_over_methods(column: Column) -> bool:
    """Whether a heading says that a method stands under each name: "Prova" over "Metodo"."""
    if len(column.cells) < 2:
        return False  # nearly always
    first, *others = [read_heading(cell.text) for cell in column.cells]
    return first.exact and first.role is Role.NAME and all(h.exact and h.role is Role.METHOD for h in others)


def names_with_methods(column: Column) -> bool:
    """Whether a heading says that a method stands with each name: "Test / Method"."""
    first, stroke, second = column.text.partition("/")
    roles = [(heading.role, heading.exact) for heading in map(read_heading, (first, second))] if stroke else []
    return roles == [(Role.NAME, True), (Role.METHOD, True)]


def is_bare_unit(cell: Cell) -> bool:
    """True for a heading that is a unit and nothing else: "(ppm)"."""
    heading = read_heading(cell.text)
    return heading.role is None and heading.unit is not None and heading.exact


def columns_of(cells: Iterable[Cell]) -> list[Column]:
    """Heading cells stacked into columns, left to right; a cell that spans several columns stands in each of them."""
    cells = sorted(cells, key=lambda c: c.x1 - c.x0)
    columns: list[Column] = []
    spanning: list[Cell] = []
    for cell in cells:
        under = [c for c in columns if cell.overlap(c.x0, c.x1) > OVER * min(cell.x1 - cell.x0, c.x1 - c.x0)]
        if len(under) > 1:
            spanning.append(cell)
        elif under:
            column = under[0]
            column.cells.append(cell)
            column.x0, column.x1 = min(column.x0, cell.x0), max(column.x1, cell.x1)
        else:
            columns.append(Column([cell], cell.x0, cell.x1))
    for cell in spanning:
        for column in columns:
            if cell.overlap(column.x0, column.x1) > 0:
                column.cells.append(cell)
    for column in columns:
        column.cells.sort(key=attrgetter("baseline", "x0"))
    return sorted(columns, key=attrgetter("x0"))
