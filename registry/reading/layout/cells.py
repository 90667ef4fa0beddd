"""Words -> cells: the runs of words that stand together on one line.

Two words belong together where the gap is that of a space. Numbers part even there: `0.200 0.258` is two cells, `11.83 %` is one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Final, Protocol, TypeVar

from registry.reading.document import Page, Word
from registry.reading.layout.signs import with_signs
from registry.reading.shapes import Shape, cell_shape
from registry.reading.vocabulary import begins_bound, unit_text

LINE_JITTER = 0.35
"""In sizes: how far baselines of one printed line may differ (measured on side-by-side tables and deskewed scans)."""
SPACE = 0.5
"""In sizes: the widest gap of a plain space."""
SPREAD_GAP = 6.0
"""In sizes: how far a number may stand behind its own "±"."""
WIDE_SPACE = 0.95
"""In sizes: the widest gap inside a run of prose, where the words also follow each other in the stream."""


SUBTITLE, SMALL_GAP = 0.8, 0.2
"""In sizes: a remark behind a title is set at most so large, and at least so far from it."""
COLUMN_REACH = 12.0
"""In sizes: how far away the numbers of one column tell where its cells stand."""
SAME_EDGE = 0.6
"""In points: edges of values that stand in one column."""
THOUSANDS_GAP = 0.32
"""In sizes: digits further apart are two numbers, closer ones a number with its thousands apart (12 000)."""


@dataclass(slots=True, eq=False)
class Cell:
    """A run of words on one line, with its box in points."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    words: tuple[Word, ...] = field(repr=False)

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    def overlap(self, x0: float, x1: float) -> float:
        """Width shared with the span x0..x1; negative where apart."""
        return (self.x1 if self.x1 < x1 else x1) - (self.x0 if self.x0 > x0 else x0)  # asked a thousand times a page


_X0, _Y0, _X1, _Y1, _SIZE = map(attrgetter, ("x0", "y0", "x1", "y1", "size"))


def cell_of(words: Sequence[Word]) -> Cell:
    """One cell of `words`, in reading order."""
    first = words[0]
    if len(words) == 1:
        return Cell(first.text, first.x0, first.y0, first.x1, first.y1, first.baseline, first.size, (first,))
    return Cell(
        _text(words),
        min(map(_X0, words)),
        min(map(_Y0, words)),
        max(map(_X1, words)),
        max(map(_Y1, words)),
        first.baseline,
        max(map(_SIZE, words)),
        tuple(words),
    )


def _text(words: Sequence[Word]) -> str:
    return " ".join([w.text for w in words])


_HYPHEN_AT_END = re.compile(r"[^\W\d_]-$")
_CAPITALS = re.compile(r"[^\W\d_a-z]{2,}-[^\W\d_a-z]{3,}[^a-z]*$")
"""A word in capitals parted at a line's end: "MITRA-" over "GYNINE"."""


_KEEPS_HYPHEN = re.compile(r"(?:m?ethyl|(?:iso)?(?:prop|but|pent)yl|sulf|oxid|oxon)")
"""How the second part begins of a name that is printed with a hyphen on one line too: "Kresoxim-" over "methyl"."""
_PLACE_OF_GROUP = re.compile(r"(?:^|[\s(])(?:\d{1,2}(?:,\d{1,2})*|[α-ωΔ]\d?)-$")
"""What stands before a name's hyphen and says where a group is bound: "7-", "1,2-", "β-"."""
_TWO_CAPITALISED = re.compile(r"\b[A-ZÀ-Ž][a-zß-ž]+-[A-ZÀ-Ž][a-zß-ž]+$")
"""Two words that a hyphen joins, parted behind it: "Gram-" over "Negative"."""


def join_cells(cells: Sequence[Cell]) -> Cell:
    """Cells that stand above one another as one; a word hyphenated at a line's end is whole again."""
    text = cells[0].text
    for cell in cells[1:]:
        kept = text.endswith("-") and (_KEEPS_HYPHEN.match(cell.text) is not None or _PLACE_OF_GROUP.search(text) is not None)
        kept = kept or _TWO_CAPITALISED.search(f"{text}{cell.text}") is not None
        hyphenated = _HYPHEN_AT_END.search(text) and (cell.text[:1].islower() or _CAPITALS.search(f"{text}{cell.text}"))
        text = f"{text}{cell.text}" if kept else text[:-1] + cell.text if hyphenated else f"{text} {cell.text}"
    whole = cell_of([word for cell in cells for word in cell.words])
    whole.text = text
    return whole


place: Final[Callable[[Word], tuple[float, float]]] = attrgetter("x1", "baseline")
"""Where a word ends, which tells it from every other word of its page, parts of a word among them."""


class _Span(Protocol):
    """Anything that stands over, under or beside a cell: another one, a heading, a column."""

    x0: float
    x1: float


def misfit(one: _Span, other: _Span) -> float:
    """How badly two stand over one another: the least of the distances of left edges, right edges and middles."""
    return min(abs(one.x0 - other.x0), abs(one.x1 - other.x1), abs((one.x0 + one.x1) / 2 - (other.x0 + other.x1) / 2))


def nearest(cell: _Span, others: Sequence[_Span]) -> int:
    """Which of the others a cell stands over or under best."""
    return min(range(len(others)), key=lambda n: misfit(cell, others[n]))


Printed = TypeVar("Printed", Word, Cell)


def lines_of(printed: Iterable[Printed]) -> list[list[Printed]]:
    """Words or cells grouped by baseline, top to bottom, each line left to right."""
    lines: list[list[Printed]] = []
    start = float("-inf")
    for one in sorted(printed, key=attrgetter("baseline")):
        if one.baseline - start > LINE_JITTER * one.size:
            lines.append([])
            start = one.baseline
        lines[-1].append(one)
    for line in lines:
        if len(line) > 1:
            line.sort(key=attrgetter("x0"))
    return lines


def build_cells(page: Page) -> list[Cell]:
    """The cells of one page, top to bottom, left to right; a line between two words, drawn or printed, parts them."""
    cells = []
    upright = sorted((r.x0, min(r.y0, r.y1), max(r.y0, r.y1)) for r in page.rulings if not r.horizontal)
    for words in map(_without_leaders, lines_of(with_signs(page))):
        line, bars = words, []
        if words and words[0].text in _BARS:  # a footer has such bars too, between its words only
            bars = [word for word in words if word.text in _BARS]
            line = [word for word in words if word.text not in _BARS]
        if not line:
            continue
        walls = [x for x, y0, y1 in upright if y0 - 1 < line[0].baseline - 0.3 * line[0].size < y1 + 1] if upright else []
        if bars:
            walls = sorted(walls + [(bar.x0 + bar.x1) / 2 for bar in bars])
        run = [line[0]]
        for word in line[1:]:
            if _together(run, word) and not (walls and _walled(walls, run[-1].x1, word.x0)):
                run.append(word)
            else:
                cells.append(cell_of(run))
                run = [word]
        cells.append(cell_of(run))
    return _cut_at_columns(cells)


def _cut_at_columns(cells: list[Cell]) -> list[Cell]:
    """The cells, those parted that hold a name and its value where the values above and below begin and end as this one does."""
    values: dict[int, list[Cell]] = {}
    for cell in cells:
        if len(cell.words) == 1 and cell_shape(cell.text) in (Shape.NUMBER, Shape.WORD):
            values.setdefault(round(cell.x0), []).append(cell)
    out: list[Cell] = []
    for cell in [part for whole in cells for part in (_cut_at_finding(whole) if len(whole.words) > 1 else (whole,))]:
        last = cell.words[-1]
        may_end = len(cell.words) > 1 and cell_shape(cell.text) is Shape.TEXT and not begins_bound(cell.words[-2].text)
        if may_end and (_DECIMAL.fullmatch(last.text) or cell_shape(last.text) is Shape.WORD):
            at = round(last.x0)
            beside = [
                n for x in (at - 1, at, at + 1) for n in values.get(x, []) if abs(n.baseline - cell.baseline) < COLUMN_REACH * cell.size
            ]
            if sum(abs(n.x0 - last.x0) < SAME_EDGE and abs(n.x1 - last.x1) < SAME_EDGE for n in beside) >= 2:
                out += [cell_of(cell.words[:-1]), cell_of([last])]
                continue
        out.append(cell)
    return out


def _cut_at_finding(cell: Cell) -> list[Cell]:
    """The cell, or its name and the finding that stands further behind it than a space is wide: "Anatoxin  Not detected"."""
    for n in range(len(cell.words) - 1, max(len(cell.words) - 4, 0), -1):
        head, tail = cell.words[:n], cell.words[n:]
        apart = tail[0].x0 - head[-1].x1 > SPACE * cell.size and not one_pitch_apart(head[-1], tail[0])
        if apart and cell_shape(_text(tail)) is Shape.WORD and cell_shape(cell.text) is Shape.TEXT:
            return [cell_of(head), cell_of(tail)]
    return [cell]


def _without_leaders(line: Sequence[Word]) -> list[Word]:
    """One line's words without what only leads the eye; a name reaches as far as the dots behind it."""
    out: list[Word] = []
    for place, word in enumerate(line):
        if word.text.isalnum():
            out.append(word)
            continue
        times = word.text == "·" and place + 1 < len(line) and line[place + 1].text.startswith("10")
        if _RULE.fullmatch(word.text) and not times:
            continue
        leader = _LEADER.search(word.text)
        if leader is None:
            out.append(word)
            continue
        width = (word.x1 - word.x0) / len(word.text)
        start, end = word.x0 + leader.start() * width, word.x0 + leader.end() * width
        if leader.start():
            out.append(replace(word, text=word.text[: leader.start()], x1=start))
        if out and end - word.size > out[-1].x1:
            out[-1] = replace(out[-1], x1=end - word.size)  # parted from a value that the dots touch
        if leader.end() < len(word.text):
            out.append(replace(word, text=word.text[leader.end() :], x0=end))
    return out


def _walled(walls: list[float], left: float, right: float) -> bool:
    at = bisect_left(walls, left - 1)
    return at < len(walls) and walls[at] <= right + 1


_VALUE = frozenset({Shape.NUMBER, Shape.WORD, Shape.PAIR, Shape.SPREAD, Shape.BLANK})
_FOUND = frozenset({Shape.NUMBER, Shape.WORD})
_BARS = frozenset("|¦│")
"""Lines between columns, printed as characters."""
_DECIMAL = re.compile(r"[<>]? ?\d+[.,]\d+")
_LETTERS_AT_END = re.compile(r"[a-z]{4}$")
_LEADER = re.compile(r"\.{3,}|…+|·{3,}|_{6,}")
_RULE = re.compile(r"[-–—=*~_+|]{6,}|[.·]")
_OPEN = ("<", ">", "≤", "≥", "±", "/", "~", "=")
_SPREADS = ("±", "+/-")
_SIGNS = ("<", ">", "≤", "≥")
_DASHES = ("-", "–", "—")


def _together(run: list[Word], word: Word) -> bool:
    last = run[-1]
    gap, size = word.x0 - last.x1, max(last.size, word.size)
    if len(run) == 1 and last.text in _SPREADS and gap < SPREAD_GAP * size and cell_shape(word.text) is Shape.NUMBER:
        return True
    if word.size < last.size and gap < SPACE * last.size and unit_text(word.text) and cell_shape(_text(run)) in _FOUND:
        return True  # a figure in large print, its unit in small
    if gap > WIDE_SPACE * size or min(last.size, word.size) < 0.55 * size:
        return False
    if word.size < SUBTITLE * last.size and len(run) > 1 and gap > SMALL_GAP * last.size and last.text.isalpha() and word.text[0].isalpha():
        return False  # a title and the remark behind it
    if gap > SPACE * size and not one_pitch_apart(last, word):
        follows = 0 <= word.index - last.index <= len(last.text) + 2
        return follows and gap < 0.75 * size and cell_shape(last.text) is Shape.TEXT and cell_shape(word.text) is Shape.TEXT
    return not _parts_values(run, word, gap / size)


def one_pitch_apart(last: Word, word: Word) -> bool:
    """True for words of a typewriter's print, where every letter and the space between two words are equally wide."""
    pitches = [(w.x1 - w.x0) / len(w.text) for w in (last, word)]
    if pitches[1] > word.size:
        pitches.pop()  # a word that reaches as far as the dots behind it
    tolerance = 0.01 * word.size
    return all(abs(pitch - (word.x0 - last.x1)) < tolerance for pitch in pitches)


def _parts_values(run: list[Word], word: Word, gap: float) -> bool:
    """True where `word` begins a new value although the gap is that of a space."""
    last = run[-1]
    if last.text in _OPEN or word.text in ("/", "±", "%") or word.text.startswith(("(", "/")):
        return False
    if word.text in _DASHES or last.text in _DASHES:
        return False
    if word.text.startswith(_SIGNS) and cell_shape(_text(run)) in _VALUE:
        return True
    after = cell_shape(word.text)
    if after is Shape.TEXT or after is Shape.DATE:
        return False
    before = cell_shape(_text(run))
    if before in _VALUE or before is Shape.VERDICT:
        if after is Shape.UNIT:
            return False
        if after is Shape.VERDICT and before in _VALUE:
            return True  # of two columns, which may turn out to be one
        joined = cell_shape(f"{_text(run)} {word.text}")
        if joined in _VALUE and after is Shape.NUMBER and gap > THOUSANDS_GAP:
            return True
        return joined not in _VALUE and joined is not Shape.VERDICT
    if before is Shape.UNIT:
        return after in _VALUE
    if gap < 0.17 and after is Shape.NUMBER and _LETTERS_AT_END.search(last.text):
        return True  # parted on purpose: a name that touches its number
    return gap > 0.3 and after is Shape.NUMBER and _DECIMAL.match(word.text) is not None and not begins_bound(last.text)
