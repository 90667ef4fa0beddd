"""How far a table reaches to its sides: left to its names, right to values that are set far from where their heading begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from operator import attrgetter, itemgetter

from registry.reading.control_words import speaks_of_controls
from registry.reading.layout.cells import LINE_JITTER, Cell, lines_of
from registry.reading.layout.columns import has_own_unit
from registry.reading.layout.headings import Block, Column, columns_of
from registry.reading.panels import name_panel
from registry.reading.shapes import VALUE_SHAPES, Shape, cell_shape, says_verdict
from registry.reading.vocabulary import Role

NAME_REACH = 34
"""In sizes: how far left of the first heading a name may begin (names with dotted leaders)."""
HEAD_REACH, LEAST_UNDER = 24, 3
"""In sizes: how far apart headings stand of which nobody knows one; and how many cells begin below each."""
LEAST_FILLED = 2
"""So many headings with a value under each tell that a single line is a row."""
LEAST_ALIGNED, MOSTLY = 3, 0.6
"""Names that tell how a column is set, and their share of it."""
LEAST_VERDICTS = 2
_FOUND = frozenset({Shape.NUMBER, Shape.WORD})
EDGE = 0.7
"""In sizes: how far left of its names a line of the table may begin (scans lean)."""


def left_edge(block: Block, cells: Sequence[Cell], blocks: Sequence[Block]) -> float:
    """Where a table begins: at its names, which may stand left of their heading."""
    columns = columns_of(block.cells)
    anchor = columns[0]
    sure: list[float] = []
    beside = [b for b in blocks if b.x1 <= block.x0 + block.size and -30 * block.size < b.top - block.top < 12 * block.size]
    floor = max((b.x1 for b in beside), default=float("-inf"))
    below = [c for c in cells if block.bottom < c.baseline < block.bottom + 12 * block.size and c.x0 > floor - 2 * block.size]
    if anchor.heading.role is Role.STATUS and len(columns) > 1 and columns[1].heading.role is Role.NAME:
        starts = [c.x0 for c in below if c.overlap(anchor.x0, anchor.x1) > 0 and cell_shape(c.text) is Shape.VERDICT]
    elif columns[-1].heading.role is Role.NAME and len(columns) > 1:  # the names stand last
        starts = [c.x0 for c in below if c.overlap(anchor.x0, anchor.x1) > 0]
    elif anchor.heading.role is Role.NAME or holds_names(anchor, below):
        starts = [
            c.x0 for c in below if c.overlap(anchor.x0, anchor.x1) > 0 and c.x0 > floor - block.size and cell_shape(c.text) is Shape.TEXT
        ]
        starts = starts or [c.x0 for c in below if c.x1 < anchor.x0 and anchor.x0 - c.x0 < 14 * block.size]
    else:  # unlabelled name column: the nearest cells left of the first heading
        starts = [
            c.x0
            for c in below
            if c.middle < anchor.x0 and anchor.x0 - c.x1 < 14 * block.size and c.baseline < block.bottom + 6 * block.size
        ]
        sure = _names_before_values(block, [c for c in below if c.x0 > floor - block.size])
        sure += _unknown_heads(block, [c for c in cells if c.x0 > floor - block.size], below)
        sure += _only_row(block, len(columns), cells, [c for c in below if c.x0 > floor - block.size])
    return min([anchor.x0, *sure, *(x for x in starts if x > anchor.x0 - NAME_REACH * block.size)]) - EDGE * block.size


def without_boxes_beyond(body: list[Cell], far: Sequence[Cell], names: Column) -> list[Cell]:
    """The cells of a table without lines of a box that reaches over its right edge: "Total Alkaloids   1.2 %   12 mg/g".

    `far` are the cells beyond that edge. Such a line's name stands right of the table's `names`, and all that follows has its own unit.
    """
    beyond = [c for c in far if c not in body and has_own_unit(c)]
    for line in lines_of(body) if beyond else ():
        lead, *others = line
        level = [c for c in beyond if abs(c.baseline - lead.baseline) < LINE_JITTER * lead.size]
        if level and lead.x0 > names.x1 and name_panel(lead.text) is not None and all(map(has_own_unit, others)):
            body = [c for c in body if c not in line]
    return body


def holds_names(column: Column, cells: Sequence[Cell]) -> bool:
    """True for a first column headed "ID" or "No." whose cells name analytes all the same, and for one of control substances.

    A title that stands alone across the table, over the running numbers of its group, names none.
    """
    if column.heading.role not in (Role.ASIDE, Role.QC):
        return False
    texts = [c for c in cells if c.overlap(column.x0, column.x1) > 0 and cell_shape(c.text) is Shape.TEXT]
    if column.heading.role is Role.QC:
        return bool(texts)
    texts = [c for c in texts if any(other is not c and abs(other.baseline - c.baseline) < LINE_JITTER * c.size for other in cells)]
    return len(texts) >= 2 and sum(name_panel(c.text) is not None for c in texts) >= 0.6 * len(texts)


def _names_before_values(block: Block, cells: Sequence[Cell]) -> list[float]:
    """Where the texts begin that stand before the values under an unlabelled name column, where several lines begin them alike."""
    starts: list[float] = []
    for line in lines_of(cells):
        if any(c.x0 > block.x0 - block.size and cell_shape(c.text) in VALUE_SHAPES for c in line):
            before = max((c for c in line if c.x1 < block.x0), key=lambda c: c.x1, default=None)
            if before is not None and cell_shape(before.text) is Shape.TEXT:
                starts.append(before.x0)
    return [x for x in starts if sum(abs(x - other) < block.size for other in starts) >= 2]


def _only_row(block: Block, columns: int, cells: Sequence[Cell], below: Sequence[Cell]) -> list[float]:
    """Where the first line below the headings begins that has a value for each of them, and so is a row though no other follows.

    What it begins with is the name of an analyte, or stands under words of its own.
    """
    line = next(iter(lines_of(below)), [])
    values = [c for c in line if c.x0 > block.x0 - block.size]
    name = max((c for c in line if c.x1 < block.x0), key=lambda c: c.x1, default=None)
    filled = LEAST_FILLED <= len(values) == columns and any(cell_shape(c.text) in _FOUND for c in values)
    if name is None or not filled or cell_shape(name.text) is not Shape.TEXT:
        return []
    level = [c for c in cells if c.x1 < block.x0 and abs(c.baseline - block.bottom) < LINE_JITTER * c.size]
    if any(speaks_of_controls(c.text) for c in level):
        return []  # "Control material   Assigned   Found"
    headed = any(abs(c.x0 - name.x0) < block.size for c in level)
    return [name.x0] if headed or name_panel(name.text) is not None else []


def _unknown_heads(block: Block, cells: Sequence[Cell], below: Sequence[Cell]) -> list[float]:
    """Where the cells begin that stand left of the headings on their line, each over words of its own: headings that nobody knows."""
    level = [
        c for c in cells if c.x1 < block.x0 and abs(c.baseline - block.bottom) < LINE_JITTER * c.size and cell_shape(c.text) is Shape.TEXT
    ]
    out: list[float] = []
    edge = block.x0
    for head in sorted(level, key=attrgetter("x0"), reverse=True):
        under = [c for c in below if abs(c.x0 - head.x0) < head.size]
        if speaks_of_controls(head.text):
            return []  # "Control material   Assigned   Found"
        if edge - head.x1 > HEAD_REACH * block.size or len(under) < LEAST_UNDER:
            break
        out.append(head.x0)
        edge = head.x0
    return out


def longer_names(crossing: Sequence[Cell], names: Sequence[Cell]) -> list[Cell]:
    """Of the cells that begin left of the table those set as its names are: to the right, ending where these do, or in their middle."""
    if not crossing or len({round(c.x0) for c in names}) < 2:
        return []
    out: list[Cell] = []
    for place in (attrgetter("x1"), attrgetter("middle")):
        places = [round(place(c)) for c in names]
        at = max(set(places), key=places.count)
        if places.count(at) >= LEAST_ALIGNED and places.count(at) >= MOSTLY * len(places):
            out += [c for c in crossing if abs(place(c) - at) < 1 and cell_shape(c.text) is Shape.TEXT and c not in out]
    return out


def set_far_right(far: Sequence[Cell], near: Sequence[Cell], last: Column) -> list[Cell]:
    """Of the cells right of a table those that are its last column's: values that end at one edge on most of its lines, the first there.

    Where nothing stands under the last heading, which is set left, its values are set right in a wide column.
    """
    values = [c for c in near if cell_shape(c.text) in VALUE_SHAPES]
    ends = Counter([round(c.x1) for c in far if cell_shape(c.text) in VALUE_SHAPES])
    if not ends or any(c.x1 > last.cells[-1].x0 for c in values):
        return []
    lines = {round(c.baseline) for c in values}
    [(edge, times)] = ends.most_common(1)
    if times < 0.5 * len(lines) or any(c.x1 < edge - 1 and round(c.baseline) in lines for c in far):
        return []
    return [c for c in far if abs(c.x1 - edge) < 1]


LONGEST_LETTERS = 2
"""Letters of a verdict's sign: "C", "NC"."""


def letters_beside(far: Sequence[Cell], near: Sequence[Cell], beyond: float) -> list[Cell]:
    """The letters in capitals that stand in one column right of a table, on most of its lines and with nothing else: signs of verdicts.

    Their heading is empty; `far` are the cells right of the table, `near` those of it.
    """
    column = [c for c in far if c.x0 < beyond]
    if len(column) < LEAST_ALIGNED or not all(len(c.text) <= LONGEST_LETTERS and c.text.isalpha() and c.text.isupper() for c in column):
        return []
    left, right = max(c.x0 for c in column), min(c.x1 for c in column)
    lines = {round(c.baseline) for c in near if cell_shape(c.text) in VALUE_SHAPES}
    marked = sum(round(c.baseline) in lines for c in column)
    return column if left < right and marked == len(column) and marked >= MOSTLY * len(lines) else []


def verdicts_beyond(far: Sequence[Cell], near: Sequence[Cell]) -> list[Cell]:
    """Of the cells right of a table the column of its verdicts without a heading: the first cells there on half of its lines."""
    verdicts = [c for c in far if says_verdict(c.text)]
    if len(verdicts) < LEAST_VERDICTS:
        return []
    lines = {round(c.baseline) for c in near if cell_shape(c.text) in VALUE_SHAPES}
    level = [c for c in verdicts if round(c.baseline) in lines and not any(o.x1 < c.x0 and abs(o.baseline - c.baseline) < 1 for o in far)]
    starts = Counter([round(c.x0) for c in level])
    start, times = max(starts.items(), key=itemgetter(1), default=(0, 0))
    if times < max(LEAST_VERDICTS, 0.5 * len(lines)):
        return []
    return [c for c in level if abs(c.x0 - start) < c.size]
