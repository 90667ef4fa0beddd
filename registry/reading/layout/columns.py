"""The columns of a table: where they stand, which heading stands over which, and which cell under which."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median

from registry.reading.heading_roles import read_heading
from registry.reading.layout.cells import LINE_JITTER, SPACE, Cell, cell_of, join_cells, lines_of, misfit
from registry.reading.layout.headings import Column, columns_of, is_bare_unit
from registry.reading.layout.spanning import Under, may_span, spans_of
from registry.reading.shapes import VALUE_SHAPES, Shape, cell_shape
from registry.reading.vocabulary import BOUNDS, Role, begins_bound

ALIGNED = 0.08
"""In sizes: words of one left-aligned column begin so close to each other."""
FEW_LINES = 3
"""So many lines that begin a word under a heading's edge are a column's, where nothing crosses it."""


@dataclass(slots=True, eq=False)
class TableColumn:
    """A column of a table: the span of its cells and the heading cells above it."""

    x0: float
    x1: float
    heading: Column | None

    @property
    def text(self) -> str:
        return self.heading.text if self.heading else ""


def cut_at_headings(body: Sequence[Cell], columns: Sequence[Column]) -> list[Cell]:
    """The cells, those parted that run on into a column whose heading begins where most lines begin a word.

    Several lines are enough where no word of the others reaches over that edge: a text report, whose columns are a space apart.
    So is a place more than a space off where other lines begin a cell, whatever stands over it.
    """
    held = Counter([round(c.baseline) for c in body])
    if len(held) < 3:
        return list(body)
    lines = sum([cells > 1 for cells in held.values()])  # titles of groups and prose below begin no column
    words = sorted([(w.x0, ALIGNED * c.size, round(c.baseline)) for c in body for w in c.words])
    widest = max([aligned for _, aligned, _ in words])
    heads: list[float] = []
    for start in (c.x0 for c in columns):
        near = words[bisect_left(words, (start - widest,)) : bisect_right(words, (start + widest,))]
        begun = {line for x0, aligned, line in near if abs(x0 - start) < aligned}
        if len(begun) >= 0.6 * lines or (len(begun) >= FEW_LINES and not _crosses(body, start)):
            heads.append(start)
    begun_at = sorted([c.x0 for c in body])
    out: list[Cell] = []
    for cell in body:
        cuts = [
            i
            for i, w in enumerate(cell.words)
            if i
            and not w.text.isdigit()  # 12 000
            and (
                any(abs(w.x0 - start) < ALIGNED * cell.size for start in heads)
                or (w.x0 - cell.words[i - 1].x1 > SPACE * cell.size and _begins_cells(w.x0, ALIGNED * cell.size, begun_at))
            )
            and not (begins_bound(cell.words[i - 1].text) and cell_shape(w.text) is Shape.NUMBER)
        ]
        if cuts and not _is_one_word(cell):
            out += [cell_of(cell.words[a:b]) for a, b in pairwise([0, *cuts, len(cell.words)])]
        else:
            out.append(cell)
    return out


def _crosses(body: Sequence[Cell], edge: float) -> bool:
    """Whether a word reaches over an edge."""
    over = [c for c in body if c.x0 < edge - 1 and c.x1 > edge]
    return any(w.x0 < edge - 1 and w.x1 > edge for c in over for w in c.words)


SET_EDGE = 0.25
"""In sizes: cells of one column set left begin so close to each other, those set right end so."""
OTHERS = 2
"""So many other cells begin where a column does that one of its cells touches the name before it."""


def _begins_cells(x0: float, aligned: float, begun_at: Sequence[float]) -> bool:
    """Whether other cells begin at this place."""
    return bisect_right(begun_at, x0 + aligned) - bisect_left(begun_at, x0 - aligned) >= OTHERS


def _is_one_word(cell: Cell) -> bool:
    """Whether the cell is a result of several words, as "No detectado" is, whose second word alone says the opposite."""
    return all(word.text.isalpha() for word in cell.words) and cell_shape(cell.text) is Shape.WORD


def find_columns(cells: Sequence[Cell], headings: Sequence[Cell]) -> list[TableColumn]:
    """Columns from the spans that the rows' cells fill, each with the heading cells that stand over it."""
    ordered = sorted(dict.fromkeys(cells), key=attrgetter("x0"))  # rows may share a verdict
    spans = _spans(ordered)
    if lying := _lying_over_columns(ordered, spans):
        spans = _spans([cell for cell in ordered if id(cell) not in lying])
    lines = lines_of(headings)
    columns = [part for x0, x1 in spans for part in _parted(TableColumn(x0, x1, None), cells, lines)]
    if len(columns) > 1:
        columns = _reach_to_headings(columns, lines, ordered)
    for line in lines[-1:]:
        _lend(line, columns)
    for line in reversed(lines[:-1]):
        _head(line, columns)
    for line in lines:
        _share_units(line, [other for other in lines if other is not line], columns)
    for n, line in enumerate(lines):
        _share_heads(line, lines[n + 1 :], columns)
    return columns


def _spans(ordered: Iterable[Cell]) -> list[list[float]]:
    """Where cells, given from left to right, stand without a gap between them."""
    spans: list[list[float]] = []
    for cell in ordered:
        if spans and cell.x0 < spans[-1][1] - 0.25 * cell.size:
            spans[-1][1] = max(spans[-1][1], cell.x1)
        else:
            spans.append([cell.x0, cell.x1])
    return spans


PARTING_LINES = 2
"""So many lines that set a further value beside another under one cell tell that it lies over two columns."""


def _lying_over_columns(ordered: Sequence[Cell], spans: Sequence[Sequence[float]]) -> set[int]:
    """The cells, by `id`, that lie over two columns and make them look like one: a remark, or "Not tested" said once for both.

    They are fewer than the lines that set values in both; else the column is one, and its cells are broken now and then.
    """
    starts = [span[0] for span in spans]
    held = [(bisect_right(starts, cell.x0), round(cell.baseline)) for cell in ordered]
    shared = {span for (span, _), count in Counter(held).items() if count >= PARTING_LINES}
    out: set[int] = set()
    for span in shared:
        members = [cell for cell, (home, _) in zip(ordered, held, strict=True) if home == span]
        pairs = [pair for line in lines_of(members) for pair in pairwise(line) if cell_shape(pair[1].text) in VALUE_SHAPES]
        over = {id(c) for c in members if sum(all(part.overlap(c.x0, c.x1) > 0 for part in pair) for pair in pairs) >= PARTING_LINES}
        if len(over) < len(pairs):
            out |= over
    return out


def _reach_to_headings(columns: list[TableColumn], lines: list[list[Cell]], cells: Sequence[Cell]) -> list[TableColumn]:
    """The columns, each begun where its heading is, where every one stands between the beginnings of one heading and of the next.

    So do numbers set right under headings set left, however wide the columns are: a number may stand nearer to the next heading. Some of
    the headings may have nothing under them, the first one has its column. Numbers set right and words set left, as a spreadsheet sets
    them, are one column where no row holds both.
    """
    stacked = columns_of([cell for line in lines for cell in line]) if len(lines) > 1 else []
    candidates: list[Sequence[Cell] | Sequence[Column]] = [*reversed(lines), stacked]
    for heads in candidates:
        starts = [head.x0 for head in heads]
        ends = [*starts[1:], float("inf")]
        homes = [bisect_right(starts, column.x0 + 1) - 1 for column in columns]
        if homes[0] or len(heads) < len(set(homes)) or max([c.x1 - ends[n] for c, n in zip(columns, homes, strict=True)]) >= 0:
            continue
        shared = [pair for pair, (one, other) in zip(pairwise(columns), pairwise(homes), strict=True) if one == other]
        if shared and not all(_take_turns(one, other, cells) for one, other in shared):
            continue
        whole: dict[int, TableColumn] = {}
        for column, n in zip(columns, homes, strict=True):
            column.x0 = min(starts[n], column.x0)
            whole.setdefault(n, column).x1 = column.x1
        return list(whole.values())
    return columns


def _take_turns(left: TableColumn, right: TableColumn, cells: Sequence[Cell]) -> bool:
    """Whether words begin together on the left, numbers end together on the right, and no row holds both."""
    numbers = [cell for cell in cells if cell.x0 < right.x1 and cell.x1 > right.x0]
    if not all(c.text[0].isdigit() and abs(c.x1 - right.x1) < SET_EDGE * c.size for c in numbers):
        return False
    words = [cell for cell in cells if cell.x0 < left.x1 and cell.x1 > left.x0]
    if any(c.text[0].isdigit() or abs(c.x0 - left.x0) > SET_EDGE * c.size for c in words):
        return False
    return all(abs(word.baseline - number.baseline) > LINE_JITTER * word.size for word in words for number in numbers)


def _head(line: list[Cell], columns: list[TableColumn]) -> None:
    """Give each column what stands over it on one line of headings; those below have their homes already."""
    spans = spans_of(line, [_under(column) for column in columns])
    spanned = [column for _, run in spans for column in columns[run.start : run.stop]]
    for head, run in spans:
        for column in columns[run.start : run.stop]:
            if column.heading is not None:
                column.heading.cells.insert(0, head)
                column.heading.heads += [head] if len(run) > 1 else []
    if spans:
        line = [cell for cell in line if not any(cell is head for head, _ in spans)]
    _lend(line, [column for column in columns if column not in spanned] if spans else columns)


def _under(column: TableColumn) -> Under:
    own = column.heading
    return Under(min(column.x0, own.x0), max(column.x1, own.x1), own) if own else Under(column.x0, column.x1, None)


SPANNED = 4
"""So many columns at most share one unit that is printed once over them."""


def _share_units(line: list[Cell], others: list[list[Cell]], columns: list[TableColumn]) -> None:
    """Give a unit that is set over the middle of several headings to each of their columns that has none."""
    for unit in filter(is_bare_unit, line):
        for other in others:
            for column in _columns_over(next(filter(_measured, _runs_at_middle(unit, other)), []), columns):
                if column.heading and unit not in column.heading.cells and column.heading.heading.unit is None:
                    column.heading.cells.append(unit)


def _share_heads(line: list[Cell], below: list[list[Cell]], columns: list[TableColumn]) -> None:
    """Give a head over the middle of several units ("As-is basis" over "%" and "mg/g") to the column of each of them."""
    for head in (cell for cell in line if not may_span(cell) and read_heading(cell.text).role in _SPANNING):
        beside = [cell for cell in line if cell is not head]
        for other in below:
            spanned = next((run for run in _runs_at_middle(head, other) if _units_under_one(run, beside)), [])
            over = _columns_over(spanned, columns)
            if any(c not in over and c.x0 < over[-1].x1 and c.x1 > over[0].x0 for c in columns if over):
                continue  # the head of a column of its own between two others
            for column in over:
                if column.heading and head not in column.heading.cells:
                    column.heading.cells.insert(0, head)


_SPANNING = frozenset({Role.RESULT, Role.LIMIT, Role.CLAIM, None})


def _units_under_one(run: list[Cell], beside: list[Cell]) -> bool:
    """Whether a run is of units alone, over none of which another head of the line stands."""
    return all(map(is_bare_unit, run)) and not any(cell.overlap(run[0].x0, run[-1].x1) > 0 for cell in beside)


def _runs_at_middle(cell: Cell, line: list[Cell]) -> Iterator[list[Cell]]:
    """The runs of a line's headings over or under whose middle the cell is set."""
    for i in range(len(line)):
        for j in range(i + 2, min(i + SPANNED, len(line)) + 1):
            if abs(cell.middle - (line[i].x0 + line[j - 1].x1) / 2) < 0.6 * cell.size:
                yield line[i:j]


def _columns_over(run: list[Cell], columns: list[TableColumn]) -> list[TableColumn]:
    """The columns that the headings of a run head."""
    return [c for c in columns if c.heading and any(cell is h for cell in c.heading.cells for h in run)]


def _measured(run: list[Cell]) -> bool:
    """Whether every heading of a run names a column of amounts."""
    return all(read_heading(cell.text).role in BOUNDS | {Role.RESULT} for cell in run)


def _parted(column: TableColumn, cells: Sequence[Cell], lines: list[list[Cell]]) -> list[TableColumn]:
    """The column, or its parts where one heading line sets several headings over it and the cells keep to them."""
    over = max(([h for h in line if h.overlap(column.x0, column.x1) > 0.3 * (h.x1 - h.x0)] for line in lines), key=len, default=[])
    if len(over) < 2:
        return [column]
    homes: dict[int, list[Cell]] = {}
    for cell in cells:
        if cell.overlap(column.x0, column.x1) > 0:
            homes.setdefault(id(min(over, key=lambda h: misfit(cell, h))), []).append(cell)
    if len(homes) < 2:
        return [column]
    return [TableColumn(median(c.x0 for c in homes[id(h)]), median(c.x1 for c in homes[id(h)]), None) for h in over if id(h) in homes]


def _lend(line: list[Cell], columns: list[TableColumn]) -> None:
    """Give each column the cell of one heading line that stands over it; a cell over no column goes to the nearest that got none."""
    chosen: dict[int, Cell] = {}
    for i, column in enumerate(columns):
        over = [h for h in line if h.overlap(column.x0, column.x1) > 0]
        if over:
            chosen[i] = max(over, key=lambda h: (round(h.overlap(column.x0, column.x1), 1), -misfit(h, column)))
    chosen |= _in_order(line, chosen, len(columns))
    for heading in line:
        if any(h is heading for h in chosen.values()):
            continue
        bare = [i for i in range(len(columns)) if i not in chosen]
        gaps = {i: max(columns[i].x0 - heading.x1, heading.x0 - columns[i].x1) for i in bare}
        if gaps and min(gaps.values()) < 4 * heading.size:
            chosen[min(gaps, key=lambda i: gaps[i])] = heading
    for i, heading in chosen.items():
        column = columns[i]
        if column.heading is None:
            column.heading = Column([heading], heading.x0, heading.x1)
        else:
            column.heading.cells.insert(0, heading)


def _in_order(line: list[Cell], chosen: dict[int, Cell], columns: int) -> dict[int, Cell]:
    """Headings over no column, where just as many columns got none between the neighbours of both: numbers set right under
    headings set left. Columns and headings then follow each other in the same order."""
    homes = {id(heading): i for i, heading in chosen.items()}
    ordered = sorted(line, key=lambda h: h.x0)
    out: dict[int, Cell] = {}
    run: list[Cell] = []
    before = -1
    for heading in (*ordered, None):
        home = columns if heading is None else homes.get(id(heading))
        if home is None and heading is not None:
            run.append(heading)
            continue
        bare = [i for i in range(before + 1, columns if home is None else home) if i not in chosen]
        if run and len(bare) == len(run):
            out |= dict(zip(bare, run, strict=True))
        run, before = [], before if home is None else home
    return out


_OWN_UNIT = re.compile(r"[<>≤≥]?\s*\d[\d.,]*\s?(?P<unit>[^\d\s.,]\S*)")
"""A number with its unit behind it."""


def has_own_unit(cell: Cell) -> bool:
    return _OWN_UNIT.fullmatch(cell.text) is not None and cell_shape(cell.text) is Shape.NUMBER


def state_own_units(cells: Collection[Cell]) -> bool:
    """Whether a row is of several numbers, each with its unit: such a one is set as it likes, in a bar or a box."""
    for cell in cells:
        if cell.text[-1:].isdigit() or not has_own_unit(cell):
            return False
    return len(cells) > 1


def _under_their_units(cells: Sequence[Cell], columns: Sequence[TableColumn]) -> dict[int, Cell] | None:
    """The cells, each under the one column of results that is headed by its unit; None where that does not tell."""
    heads = [column.heading.heading if column.heading else None for column in columns]
    homes = [
        [i for i, head in enumerate(heads) if head is not None and head.unit == own["unit"] and head.role in (Role.RESULT, None)]
        for cell in cells
        if (own := _OWN_UNIT.fullmatch(cell.text)) is not None
    ]
    if any(len(home) != 1 for home in homes) or len({home[0] for home in homes}) < len(cells):
        return None
    return {home[0]: cell for home, cell in zip(homes, cells, strict=True)}


def assign(cells: Iterable[Cell], columns: Sequence[TableColumn]) -> dict[int, Cell]:
    """The cells of one row under their columns, by the column's index; cells of one column joined.

    Values with units of their own stand in the columns of these units, however a bar sets them: "Total  1.2 %  12 mg/g"; as many as
    there are columns, whose units nobody tells, in their order.
    """
    cells = list(cells)
    if state_own_units(cells):
        if (told := _under_their_units(cells, columns)) is not None:
            return told
        if len(cells) == len(columns):
            return dict(enumerate(sorted(cells, key=lambda c: c.x0)))
    homes: dict[int, list[Cell]] = {}
    for cell in cells:
        over = [i for i, c in enumerate(columns) if cell.overlap(c.x0, c.x1) > 0] or range(len(columns))
        if over:
            best = over[0] if len(over) == 1 else min(over, key=lambda i: misfit(cell, columns[i]))
            homes.setdefault(best, []).append(cell)
    return {i: join_cells([c for line in lines_of(held) for c in line]) if len(held) > 1 else held[0] for i, held in homes.items()}
