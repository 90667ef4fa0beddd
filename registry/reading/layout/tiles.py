"""Cells -> results in tiles: cards side by side, each a name with its figures over or under it, their units, its bounds and its verdict."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from statistics import median

from registry.model.analytes import load_catalogue
from registry.reading.heading_roles import claimed_amount, read_heading
from registry.reading.layout.cells import Cell, cell_of, join_cells, lines_of, place
from registry.reading.layout.loose import Statement, stated_bound
from registry.reading.shapes import Shape, cell_shape
from registry.reading.vocabulary import Role, unit_text

FEWEST = 2
"""Cards of one line: a single one is a box, which is read as such, except under a line of cards."""
STEP = 2.2
"""In sizes of the larger print: the widest gap between two lines of one card."""
NAME_PITCH = 1.6
"""In sizes: lines of one name follow each other closer."""
NAME_LINES = 2
"""How many lines below a name its second one is looked for: others may stand between them in other cards."""
EDGE = 0.8
"""In sizes: how far out of its card's edge a cell may stand, or from where the cell over it does."""
SAME_LINE = 0.6
BEHIND = 2.5
"""In sizes: how far one bound stands behind another on a card's line."""
LARGE = 1.25
"""So many times the print of its name is that of a figure in large print."""
TELLING = 0.6
"""Share of a line's cards that show more than one small figure: a second one, a bound, a verdict, large print."""
CLEARLY = 0.7
"""So much of the room on one side of a line, at most, is that on the side where it belongs."""
_BOUNDS = frozenset({Role.LIMIT, Role.LOD, Role.LOQ})
_LINE_LABELS = frozenset({Role.RESULT, Role.LIMIT, Role.STATUS, Role.LOD, Role.LOQ, Role.UNIT, Role.METHOD})
_UNIT_TOUCHES = re.compile(r"[<>≤≥~]?\s*[\d.,]*\d(?P<unit>[^\d.,\s].*)")
_IsName = Callable[[str], bool]


@dataclass(slots=True)
class _Figure:
    """A figure of a card, and its unit where that stands apart."""

    value: Cell
    unit: Cell | None = None
    line: Cell | None = None
    """The figure behind the label that its line begins with: "Result: 0.031 ppm"."""

    @property
    def counted_in(self) -> str | None:
        """Its unit as printed."""
        if self.unit is not None:
            return self.unit.text
        text = self.value.text.strip("()")
        if (touching := _UNIT_TOUCHES.fullmatch(text)) is not None:
            return unit_text(touching["unit"])  # "22.38%"
        words = text.split()
        return next((unit for n in range(1, len(words)) if (unit := unit_text(" ".join(words[n:])))), None)

    def on_line(self) -> Cell:
        """The figure with what stands on its line: the label before it, or its unit."""
        if self.unit is not None and abs(self.unit.baseline - self.value.baseline) < 1:
            return self.cell()
        return self.line or self.value

    def cell(self) -> Cell:
        """Figure and unit as one cell."""
        if self.unit is None:
            return self.value
        whole = join_cells([self.value, self.unit])
        whole.text = f"{self.value.text} {self.unit.text}"
        return whole


@dataclass(slots=True)
class _Card:
    """The parts of one card as they are found."""

    name: Cell
    left: float
    right: float
    figures: list[_Figure] = field(default_factory=list)
    unit: Cell | None = None
    """A unit that stands before its figure."""
    bounds: list[Cell] = field(default_factory=list)
    verdict: Cell | None = None
    claim: Cell | None = None

    def holds(self, cell: Cell) -> bool:
        """Whether a cell stands within the card's edges."""
        return self.left <= cell.x0 and cell.x1 <= self.right

    def take(self, line: Cell) -> bool:
        """Make a cell part of the card, without its label; False for a figure that is none of its."""
        cell = _without_label(line)
        shape = cell_shape(cell.text.strip("()") if cell.text.startswith("(") else cell.text)
        if shape is Shape.VERDICT:
            self.verdict = self.verdict or cell
        elif shape is Shape.UNIT or (shape is Shape.TEXT and unit_text(cell.text) is not None):
            if self.figures and self.figures[-1].counted_in is None:
                self.figures[-1].unit = cell
            else:
                self.unit = self.unit or cell
        elif claimed_amount(cell.text) is not None:
            self.claim = self.claim or cell
        elif _bounds(cell.text):
            self.bounds.append(cell)
        elif shape in (Shape.NUMBER, Shape.WORD):
            return self._take_figure(_Figure(cell, line=line))
        return True

    def _take_figure(self, figure: _Figure) -> bool:
        if figure.counted_in is None and self.unit is not None:
            figure.unit, self.unit = self.unit, None
        if self.figures and (figure.counted_in is None or figure.counted_in in [f.counted_in for f in self.figures]):
            return False
        self.figures.append(figure)
        return True

    def complete(self, other: _Card) -> None:
        """Take from what stands on the name's other side what this side does not show, and further figures in smaller print."""
        if self.figures and self.figures[0].counted_in is None:
            self.figures[0].unit = other.unit
        for figure in other.figures:
            if self.figures and figure.value.size < self.figures[0].value.size:
                self.take(figure.cell())
        self.bounds = self.bounds or other.bounds
        self.verdict = self.verdict or other.verdict
        self.claim = self.claim or other.claim

    def take_beside(self, cell: Cell) -> None:
        """Take what stands on the name's own line: the verdict, or the only figure."""
        shape = cell_shape(cell.text)
        if shape is Shape.VERDICT:
            self.verdict = self.verdict or cell
        elif shape in (Shape.NUMBER, Shape.WORD) and not self.figures:
            self.figures.append(_Figure(cell))

    def is_large(self) -> bool:
        """Whether the card's figure is set in larger print than its name, and has a unit where it is a number."""
        first = self.figures[0] if self.figures else None
        if first is None or first.value.size <= LARGE * self.name.size:
            return False
        return first.counted_in is not None or cell_shape(first.value.text) is Shape.WORD

    def is_telling(self) -> bool:
        """Whether the card shows more than a name with one small figure."""
        return self.is_large() or len(self.figures) > 1 or self.verdict is not None or bool(self.bounds) or self.claim is not None

    def cells(self) -> list[Cell]:
        units = [figure.unit for figure in self.figures]
        figures = [figure.value for figure in self.figures]
        return [c for c in (self.name, *figures, *units, *self.bounds, self.verdict, self.claim) if c is not None]

    def statement(self, is_name: _IsName) -> Statement:
        said = dict(pair for cell in reversed(self.bounds) for pair in reversed(_bounds(cell.text)))
        return Statement(
            self.name,
            [figure.cell() for figure in self.figures],
            self.verdict,
            said.get(Role.LIMIT),
            boxed=True,
            listed=not is_name(self.name.text),
            lod=said.get(Role.LOD),
            loq=said.get(Role.LOQ),
            claim=claimed_amount(self.claim.text) if self.claim else None,
        )


def has_large_figures(cells: Sequence[Cell]) -> bool:
    """Whether figures of a page are set in such print that they may be those of cards: a cheap question before the search for them."""
    usual = median([c.size for c in cells]) if cells else 0.0
    large = [c.text for c in cells if c.size > LARGE * usual]
    return len(large) >= FEWEST and sum([cell_shape(text) in (Shape.NUMBER, Shape.WORD) for text in large]) >= FEWEST


def find_tiles(cells: Sequence[Cell], is_name: _IsName, *, large: bool = False) -> tuple[list[Statement], list[Cell]]:
    """The results in cards among `cells`, and the cells that they are made of; `large`: in those whose figures are in large print.

    Cards are known by their like: names on one line, each with a figure of its own, most with a second one, a bound, a verdict or
    large print. What stands within a card's edges is the card's, wherever it is set. A table on its side, whose lines say what they
    hold, is none.
    """
    out: list[Statement] = []
    used: set[tuple[float, float]] = set()
    lines = lines_of(cells)
    grid: list[_Card] = []
    free = lines
    for n, line in enumerate(lines):
        texts = [c for c in line if cell_shape(c.text) is Shape.TEXT]
        if len(texts) < FEWEST and not grid:
            continue
        names = [name for c in texts if (name := _whole_name(c, lines[n + 1 : n + 1 + NAME_LINES], is_name)) is not None]
        if not names:
            continue
        cards = _cards(names, texts, free, grid)
        if not cards:
            continue
        read = [card for card in _read(cards, free, is_name) if not large or card.is_large()]
        whole = [card for card in read if card.figures]
        lacking = any(not card.figures and is_name(card.name.text) for card in read)
        telling = sum(card.is_telling() for card in whole)
        fewest = 1 if grid else FEWEST
        if len(whole) < fewest or lacking or telling < TELLING * len(whole) or _is_labelled(whole, lines) or _stand_in_rows(whole, line):
            continue
        if not _are_lined_up(whole):
            continue  # asked last, of few
        grid = cards if len(cards) > 1 else grid
        out += [card.statement(is_name) for card in whole]
        used |= {place(word) for card in whole for cell in card.cells() for word in cell.words}
        free = [rest for other in lines if (rest := [c for c in other if used.isdisjoint(map(place, c.words))])]
    return out, [cell for cell in cells if not used.isdisjoint(map(place, cell.words))]


def _cards(names: list[Cell], texts: Sequence[Cell], lines: Sequence[list[Cell]], grid: Sequence[_Card]) -> list[_Card]:
    """The cards of these names, which stand on one line among its `texts`, each with its edges; none where they are too few.

    A single name makes a card where it stands under one of the `grid` of cards before it.
    """
    if len(names) == 1:
        under = [card for card in grid if _alike(card.name, names[0]) and card.holds(names[0])]
        return [_Card(names[0], card.left, card.right) for card in under]
    if len(names) < FEWEST:
        return []
    about = [c for other in lines for c in other if _follows(c, names[0]) and cell_shape(c.text) in (Shape.NUMBER, Shape.WORD)]
    others = [c for c in texts if _alike(c, names[0]) and c.words[0] not in [name.words[0] for name in names]]
    names = sorted([*names, *(c for c in others if any(_aligned(c, figure) for figure in about))], key=lambda c: c.x0)
    apart = [sum(min(abs(at(c) - at(name)) for name in names) for c in about) for at in (_left, _middle)]
    at = _left if apart[0] <= apart[1] else _middle
    places = [at(name) for name in names]
    widest = max(b - a for a, b in pairwise(places))
    if at is _left:
        cuts = [*(x - EDGE * names[0].size for x in places), places[-1] + widest]
    else:
        cuts = [places[0] - widest / 2, *((a + b) / 2 for a, b in pairwise(places)), places[-1] + widest / 2]
    return [_Card(name, left, right) for name, (left, right) in zip(names, pairwise(cuts), strict=True)]


def _left(cell: Cell) -> float:
    return cell.x0


def _middle(cell: Cell) -> float:
    return cell.middle


def _right(cell: Cell) -> float:
    return cell.x1


def _alike(one: Cell, other: Cell) -> bool:
    return abs(one.size - other.size) < 0.1 * other.size


def _aligned(cell: Cell, other: Cell) -> bool:
    return min(abs(cell.x0 - other.x0), abs(cell.middle - other.middle)) < EDGE * max(cell.size, other.size)


def _are_lined_up(cards: Sequence[_Card]) -> bool:
    """Whether the cards' figures stand to their names as those of one grid do: their left edges, middles or right edges meet.

    Boxes of another pitch under a strip of panels' names are not those panels'.
    """
    pairs = [(card.name, card.figures[0].on_line()) for card in cards]
    met = [
        sum(
            abs(at(name) - at(figure)) < EDGE * max(name.size, figure.size) or abs(name.baseline - figure.baseline) <= SAME_LINE * name.size
            for name, figure in pairs
        )
        for at in (_left, _middle, _right)
    ]
    return max(met) >= TELLING * len(cards)


def _follows(cell: Cell, name: Cell) -> bool:
    """Whether a cell stands on the next line over or under a line of names."""
    return SAME_LINE * name.size < abs(cell.baseline - name.baseline) < STEP * max(cell.size, name.size)


def _whole_name(cell: Cell, next_lines: Sequence[list[Cell]], is_name: _IsName) -> Cell | None:
    """The name that a cell is, or that it begins and the cell under it ends; None where neither is one."""
    near = bool(next_lines) and next_lines[0][0].baseline - cell.baseline < NAME_PITCH * cell.size
    below = _second_line(cell, next_lines) if near else None
    whole = join_cells([cell, below]) if below is not None else cell
    if below is not None and is_name(whole.text):
        match = load_catalogue().match
        other = match(whole.text) not in (None, match(cell.text))
        if other or not (is_name(cell.text) or is_name(below.text)):
            return whole
    return cell if is_name(cell.text) else None


def _second_line(name: Cell, next_lines: Sequence[list[Cell]]) -> Cell | None:
    """The text of the same print right under a name."""
    reach, near = NAME_PITCH * name.size, EDGE * name.size
    for line in next_lines:
        if line[0].baseline - name.baseline > reach:
            break
        for c in line:  # asked of every name on a page: no calls
            if abs(c.size - name.size) > 0.1 * name.size:
                continue
            if abs(c.x0 - name.x0) < near or abs(c.x0 + c.x1 - name.x0 - name.x1) < 2 * near:
                goes_on = name.text.endswith("-") and c.text.isalpha()  # "Gram-" over "Negative": no result
                return c if goes_on or cell_shape(c.text) is Shape.TEXT else None
    return None


def _read(cards: Sequence[_Card], lines: Sequence[list[Cell]], is_name: _IsName) -> list[_Card]:
    """The cards of one line with what stands in them, the figures on that side of the names where they are nearer."""
    level, size = cards[0].name.baseline, cards[0].name.size
    beside = [line for line in lines if abs(line[0].baseline - level) <= SAME_LINE * size]
    above = _walk(cards, [line for line in reversed(lines) if line[0].baseline < level - SAME_LINE * size], is_name)
    below = _walk(cards, [line for line in lines if line[0].baseline > level + SAME_LINE * size], is_name)
    over, under = ([_filled(card, part) for card in cards] for part in (above, below))
    first, second = (over, under) if _nearer(over, under) else (under, over)
    for card, other in zip(first, second, strict=True):
        card.complete(other)
        words = set(map(place, card.name.words))
        for cell in chain.from_iterable(beside):
            if card.holds(cell) and words.isdisjoint(map(place, cell.words)):
                card.take_beside(cell)
    return first


def _nearer(over: Sequence[_Card], under: Sequence[_Card]) -> bool:
    """Whether the figures over the names are the cards' own, and not those under them: all have one there, in larger print or nearer."""
    sides = [[(card.figures[0].value, card.name.words) for card in side if card.figures] for side in (over, under)]
    if len(sides[0]) != len(sides[1]) or not sides[0]:
        return len(sides[0]) > len(sides[1])
    sizes = [max(value.size for value, _ in side) for side in sides]
    if max(sizes) > LARGE * min(sizes):
        return sizes[0] > sizes[1]
    steps = [min(min(abs(value.baseline - word.baseline) for word in words) for value, words in side) for side in sides]
    return steps[0] < steps[1]


def _walk(cards: Sequence[_Card], lines: Sequence[list[Cell]], is_name: _IsName) -> list[list[Cell]]:
    """The lines of a row of cards away from its names, nearest first: up to a gap, other names, a title, or text over more than a card."""
    out: list[list[Cell]] = []
    x0, x1 = cards[0].left, cards[-1].right
    held = {place(word) for card in cards for word in card.name.words}
    last, size = cards[0].name.baseline, cards[0].name.size
    for line in lines:
        mine = [c for c in line if c.overlap(x0, x1) > 0]
        if not mine:
            continue
        if all(not held.isdisjoint(map(place, c.words)) for c in mine):
            last = mine[0].baseline  # the second line of a name
            continue
        texts = [c for c in mine if cell_shape(c.text) is Shape.TEXT and held.isdisjoint(map(place, c.words))]
        far = min(abs(c.baseline - last) for c in mine) > STEP * max(size, *(c.size for c in mine))
        named = any(is_name(c.text) and not _bounds(c.text) and claimed_amount(c.text) is None for c in texts)
        heads = any((heading := read_heading(c.text)).exact and heading.role is Role.NAME for c in texts)  # a table's
        across = any(not any(card.holds(c) for card in cards) for c in texts)
        title = len(mine) == 1 and bool(texts) and mine[0].size >= cards[0].name.size and not _bounds(mine[0].text)
        if far or named or heads or across or title:
            while named and out and _clearly_nearer(out[-1], mine, out[-2] if len(out) > 1 else [card.name for card in cards]):
                mine = out.pop()  # verdicts under panels' names, and not over these cards
            break
        out.append([c for c in mine if held.isdisjoint(map(place, c.words))])
        last, size = mine[0].baseline, max(c.size for c in mine)
    return out


def _clearly_nearer(line: Sequence[Cell], other: Sequence[Cell], own: Sequence[Cell]) -> bool:
    """Whether far less room is left between a line and the `other` than between it and its `own`."""
    to_other, to_own = (
        max(min(c.y0 for c in line), min(c.y0 for c in to)) - min(max(c.y1 for c in line), max(c.y1 for c in to)) for to in (other, own)
    )
    return to_other < CLEARLY * to_own


def _filled(card: _Card, lines: Sequence[list[Cell]]) -> _Card:
    """A card of the same name and edges with the parts that stand in it on these lines, up to a figure that is none of its."""
    out = _Card(card.name, card.left, card.right)
    for line in lines:
        for cell in _joined(c for c in line if card.holds(c)):
            if not out.take(cell):
                return out
    return out


def _without_label(cell: Cell) -> Cell:
    """A line of a card without what it says to hold: "Result: 0.031 ppm", "Status: PASS"."""
    heading = read_heading(cell.words[0].text.rstrip(":")) if len(cell.words) > 1 else None
    if heading is None or not heading.exact or heading.role not in (Role.RESULT, Role.STATUS):
        return cell
    return cell_of(cell.words[1:])


def _joined(line: Iterator[Cell]) -> list[Cell]:
    """The cells of a card's line; what bounds its figure with all that stands behind: "Limit 1.5   LOQ 0.005"."""
    out: list[Cell] = []
    for cell in line:
        last = out[-1] if out else None
        near = last is not None and cell.x0 - last.x1 < BEHIND * last.size and _bound_role(last.words[0].text) is not None
        if last is not None and near and cell_shape(cell.text) is not Shape.VERDICT:
            out[-1] = join_cells([last, cell])
        else:
            out.append(cell)
    return out


def _is_labelled(cards: Sequence[_Card], lines: Sequence[list[Cell]]) -> bool:
    """Whether the lines of these cards begin with what they hold: "Result", "Limit", "mg/unit"."""
    left = min(cell.x0 for card in cards for cell in card.cells())
    held = {place(word) for card in cards for cell in card.cells() for word in cell.words}
    starts = (line[0] for line in lines if line[0].x1 <= left and any(not held.isdisjoint(map(place, c.words)) for c in line[1:]))
    headings = (read_heading(cell.text) for cell in starts)
    return any(h.exact and (h.role in _LINE_LABELS or (h.role is None and h.unit is not None)) for h in headings)


def _stand_in_rows(cards: Sequence[_Card], line: Sequence[Cell]) -> bool:
    """Whether every name has a figure of its own on its line, and not its card's: a list set two a line, without headings."""
    for card in cards:
        figures = [figure.value for figure in card.figures]
        if not any(
            c not in figures and c.x0 > card.name.x1 and card.holds(c) and cell_shape(c.text) in (Shape.NUMBER, Shape.WORD) for c in line
        ):
            return False
    return True


def _bound_role(word: str) -> Role | None:
    """What a word at the beginning of a bound says that it is: a limit, a LOD, a LOQ."""
    heading = read_heading(word.rstrip(":"))
    return heading.role if heading.exact and heading.role in _BOUNDS else None


def _bounds(text: str) -> list[tuple[Role, str]]:
    """The bounds that a line of a card states, each as printed; empty where it says anything else."""
    words = text.split()
    starts = [n for n, word in enumerate(words) if _bound_role(word) is not None]
    if not starts or starts[0] > 0:
        bound = stated_bound(text)
        return [(Role.LIMIT, bound)] if bound is not None and not text.startswith("<") else []
    out = []
    for start, end in pairwise([*starts, len(words)]):
        role, said = _bound_role(words[start]), " ".join(words[start + 1 : end]).strip(" :,;·|")
        if role is None or cell_shape(said) not in (Shape.NUMBER, Shape.WORD, Shape.BLANK):
            return []
        if cell_shape(said) is Shape.NUMBER or role is Role.LIMIT:
            out.append((role, said))
    return out
