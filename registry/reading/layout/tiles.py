"""Cells -> results in tiles: cards side by side, each a name with its figure over or under it, its unit, its limit and its verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from registry.reading.layout.cells import Cell, join_cells, lines_of, place
from registry.reading.layout.loose import Statement, stated_bound
from registry.reading.shapes import Shape, cell_shape
from registry.reading.vocabulary import Role, read_heading, unit_text

FEWEST = 2
"""Cards of one line: a single one is a box, which is read as such."""
STEP = 2.2
"""In sizes of the larger print: the widest gap between two lines of one card."""
ALIGNED = 0.8
"""In sizes: how far the edges or middles of a card's lines may stand apart."""
SAME_LINE = 0.6
BEHIND = 2.5
"""In sizes: how far one bound stands behind another on a card's line."""
_BOUNDS = frozenset({Role.LIMIT, Role.LOD, Role.LOQ})
_LINE_LABELS = frozenset({Role.RESULT, Role.LIMIT, Role.STATUS, Role.LOD, Role.LOQ, Role.UNIT, Role.METHOD})


@dataclass(slots=True)
class _Card:
    """The parts of one card as they are found."""

    name: Cell
    value: Cell | None = None
    unit: Cell | None = None
    bounds: list[Cell] = field(default_factory=list)
    verdict: Cell | None = None

    def cells(self) -> list[Cell]:
        return [c for c in (self.name, self.value, self.unit, *self.bounds, self.verdict) if c is not None]

    def statement(self, value: Cell) -> Statement:
        figure = join_cells([value, self.unit]) if self.unit is not None and self.unit is not value else value
        figure.text = f"{value.text} {self.unit.text}" if self.unit is not None else value.text
        said = dict(pair for cell in reversed(self.bounds) for pair in reversed(_bounds(cell.text)))
        return Statement(
            self.name, [figure], self.verdict, said.get(Role.LIMIT), boxed=True, lod=said.get(Role.LOD), loq=said.get(Role.LOQ)
        )


def find_tiles(cells: Sequence[Cell], is_name: Callable[[str], bool]) -> tuple[list[Statement], list[Cell]]:
    """The results in cards among `cells`, and the cells that they are made of.

    Cards are known by their like: names on one line, each with a figure of its own, most with a limit or a verdict printed with it.
    A table on its side, whose lines say what they hold, is none.
    """
    out: list[Statement] = []
    used: list[Cell] = []
    lines = lines_of(cells)
    for line in lines:
        names = [c for c in line if cell_shape(c.text) is Shape.TEXT and is_name(c.text)]
        if len(names) < FEWEST:
            continue
        cards = [_card(name, names, lines, is_name) for name in names]
        whole = [(card, card.value) for card in cards if card.value is not None]
        judged = sum(card.verdict is not None or bool(card.bounds) for card in cards)
        if len(whole) < len(cards) or judged < 0.6 * len(cards) or _is_labelled(cards, lines):
            continue
        out += [card.statement(value) for card, value in whole]
        used += [cell for card in cards for cell in card.cells()]
    words = {place(word) for cell in used for word in cell.words}
    return out, [cell for cell in cells if not words.isdisjoint(map(place, cell.words))]


def _is_labelled(cards: Sequence[_Card], lines: Sequence[list[Cell]]) -> bool:
    """Whether the lines of these cards begin with what they hold: "Result", "Limit"."""
    left = min(cell.x0 for card in cards for cell in card.cells())
    ys = {round(cell.baseline) for card in cards for cell in card.cells()}
    starts = (line[0] for line in lines if line[0].x1 <= left and round(line[0].baseline) in ys)
    return any((heading := read_heading(cell.text)).exact and heading.role in _LINE_LABELS for cell in starts)


def _card(name: Cell, names: Sequence[Cell], lines: Sequence[list[Cell]], is_name: Callable[[str], bool]) -> _Card:
    """What stands with `name` in its card: over it and under it as far as the lines follow each other, its verdict also right of it."""
    over, under = _Card(name), _Card(name)
    above = _walk(name, [line for line in reversed(lines) if line[0].baseline < name.baseline - SAME_LINE * name.size], names, is_name)
    below = _walk(name, [line for line in lines if line[0].baseline > name.baseline + SAME_LINE * name.size], names, is_name)
    _fill(over, above)
    _fill(under, below)
    first, second = (over, under) if _nearer(over, under) else (under, over)
    card = _Card(name, first.value, first.unit or second.unit, first.bounds or second.bounds, first.verdict or second.verdict)
    card.verdict = card.verdict or _beside(name, names, lines)
    return card


def _nearer(over: _Card, under: _Card) -> bool:
    """Whether the figure over the name is the card's, and not the one under it."""
    if over.value is None or under.value is None:
        return over.value is not None
    return over.name.baseline - over.value.baseline < under.value.baseline - under.name.baseline


def _walk(name: Cell, lines: Sequence[list[Cell]], names: Sequence[Cell], is_name: Callable[[str], bool]) -> Iterator[Cell]:
    """The cells of a card away from its name, nearest first, up to a gap, another name or any other text."""
    last = name
    for line in lines:
        mine = [c for c in line if _aligned(c, name) and _home(c, names) is name]
        if not mine:
            continue
        cell = _whole_line(mine[0], line, names)
        named = cell_shape(cell.text) is Shape.TEXT and is_name(cell.text)  # "0.58 aw" names what it measures
        if abs(cell.baseline - last.baseline) > STEP * max(cell.size, last.size) or named:
            return
        yield cell
        last = cell


def _whole_line(cell: Cell, line: Sequence[Cell], names: Sequence[Cell]) -> Cell:
    """A line of a card that begins with what bounds its figure, with all that stands behind: "Limit 1.5   LOQ 0.005"."""
    if _bound_role(cell.words[0].text) is None:
        return cell
    end = min((name.x0 for name in names if name.x0 > cell.x0 + cell.size), default=float("inf")) - ALIGNED * cell.size
    parts = [cell]
    for other in line:
        if parts[-1].x1 <= other.x0 < end and other.x0 - parts[-1].x1 < BEHIND * cell.size and cell_shape(other.text) is not Shape.VERDICT:
            parts.append(other)
    return join_cells(parts) if len(parts) > 1 else cell


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


def _fill(card: _Card, cells: Iterator[Cell]) -> None:
    """Take the card's parts from the cells that follow each other, up to a second figure."""
    for cell in cells:
        shape = cell_shape(cell.text)
        if shape is Shape.VERDICT:
            card.verdict = card.verdict or cell
        elif shape is Shape.UNIT or (shape is Shape.TEXT and unit_text(cell.text) is not None):
            card.unit = card.unit or cell
        elif _bounds(cell.text):
            card.bounds.append(cell)
        elif shape in (Shape.NUMBER, Shape.WORD) and card.value is None:
            card.value = cell
        else:
            return


def _beside(name: Cell, names: Sequence[Cell], lines: Sequence[list[Cell]]) -> Cell | None:
    """A verdict on the name's own line, between it and the next name."""
    end = min((other.x0 for other in names if other.x0 > name.x0), default=float("inf"))
    line = next(line for line in lines if name in line)
    return next((c for c in line if name.x1 <= c.x0 < end and cell_shape(c.text) is Shape.VERDICT), None)


def _aligned(cell: Cell, name: Cell) -> bool:
    return _misfit(cell, name) < ALIGNED * max(cell.size, name.size)


def _home(cell: Cell, names: Sequence[Cell]) -> Cell:
    return min(names, key=lambda name: _misfit(cell, name))


def _misfit(cell: Cell, name: Cell) -> float:
    return min(abs(cell.x0 - name.x0), abs(cell.middle - name.middle))
