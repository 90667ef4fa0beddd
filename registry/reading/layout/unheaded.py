"""Cells -> tables without a heading that anybody knows: names of analytes under one another, each with values in columns beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from registry.reading.layout.cells import Cell, lines_of
from registry.reading.layout.columns import assign, find_columns
from registry.reading.layout.headings import Block, Column
from registry.reading.layout.loose import LARGER, named_detection, stated_bound
from registry.reading.layout.rows import Row
from registry.reading.layout.tables import ROW_REACH, Table
from registry.reading.panels import title_panel
from registry.reading.shapes import VALUE_SHAPES, Shape, cell_shape
from registry.reading.single_tests import is_single_test
from registry.reading.vocabulary import is_other_label, sentence_words

FEWEST = 2
KNOWN = 0.6
"""Share of the rows that name something which laboratories measure."""
SAME_LEFT = 0.6
"""In sizes: how far apart the names of one block begin."""
VALUE_REACH, CELL_REACH = 48, 26
"""In sizes: how far behind its name the first value of a row stands, and behind one cell the next."""
LONGEST_NAME, MOST_NAME_WORDS, LONGEST_CELL = 60, 8, 30
HEADING_REACH = 2.6
"""In sizes: how far over the first row, and over one another, the lines stand that head the columns."""
TITLE_REACH = 3.2
"""In sizes: how far over the first name what the block is about stands."""
MOST_HEADING_LINES = 3
FILLED = 0.5
"""Share of the rows in which a column prints something."""


@dataclass(slots=True)
class _Line:
    """A name with what stands behind it on its line."""

    name: Cell
    values: list[Cell]
    known: bool

    def measures(self) -> bool:
        """Whether a number or a finding is among its values."""
        return any(cell_shape(c.text) in _MEASURED for c in self.values)


def find_unheaded(page: int, cells: Sequence[Cell], is_name: Callable[[str], bool]) -> list[Table]:
    """The blocks of rows among `cells` as tables; columns carry the words over them, if there are any."""
    lines = lines_of(cells)
    found = [row for line in lines for row in _rows_on(line, is_name)]
    tables = []
    for block in _blocks(found, lines):
        table = _table(page, block, lines)
        if table is not None:
            tables.append(table)
    return tables


def _rows_on(line: Sequence[Cell], is_name: Callable[[str], bool]) -> Iterator[_Line]:
    """The rows of one line: a name and the cells up to the next one."""
    row: _Line | None = None
    for i, cell in enumerate(line):
        known = is_name(cell.text)
        open_row = row is not None and _is_near(cell, row)
        if _may_be_name(cell) and _begins_values(cell, line[i + 1 :], known=known) and (known or not open_row):
            if row is not None and row.measures():
                yield row
            row = _Line(cell, [], known)
        elif row is not None and open_row:
            row.values.append(cell)
        elif row is not None:
            if row.measures():
                yield row
            row = None
    if row is not None and row.measures():
        yield row


def _is_near(cell: Cell, row: _Line) -> bool:
    """Whether a cell goes on with the row: near enough, short, and in no larger print, as a figure in a box beside it is."""
    gap = cell.x0 - (row.values[-1] if row.values else row.name).x1
    reach = CELL_REACH if row.values else VALUE_REACH
    return gap < reach * cell.size and len(cell.text) <= LONGEST_CELL and cell.size < LARGER * row.name.size


_MEASURED = frozenset({Shape.NUMBER, Shape.WORD})
_BESIDE_NAME = VALUE_SHAPES - {Shape.VERDICT} | {Shape.UNIT}


def _may_be_name(cell: Cell) -> bool:
    text = cell.text
    plain = cell_shape(text) is Shape.TEXT and len(text) <= LONGEST_NAME and len(cell.words) <= MOST_NAME_WORDS
    return plain and ":" not in text and "=" not in text and not is_other_label(text) and stated_bound(text) is None


def _begins_values(name: Cell, behind: Sequence[Cell], *, known: bool) -> bool:
    """Whether values follow the name, behind the method at most where the name is known."""
    for cell in behind[: 2 if known else 1]:
        if cell.x0 - name.x1 > VALUE_REACH * name.size:
            return False
        if cell_shape(cell.text) in _BESIDE_NAME or stated_bound(cell.text) is not None:
            return True
    return False


def _blocks(rows: Sequence[_Line], lines: Sequence[list[Cell]]) -> Iterator[list[_Line]]:
    """Rows that follow each other under one left edge, with no title between them."""
    open_blocks: list[list[_Line]] = []
    for row in rows:
        home = next((block for block in open_blocks if _goes_on(block[-1], row, lines)), None)
        if home is None:
            open_blocks.append([row])
        else:
            home.append(row)
    for block in open_blocks:
        known = [i for i, row in enumerate(block) if row.known]
        end = next((i for i in range(known[-1] + 1, len(block)) if not _is_sum(block[i])), len(block)) if known else 0
        inner = block[known[0] : end] if known else []
        several = len({row.name.text for row in inner if row.known}) >= FEWEST and len(known) >= KNOWN * len(inner)
        if several or (len(inner) == 1 and _tells_all(inner[0])):
            yield inner


def _is_sum(row: _Line) -> bool:
    """Whether a row at a block's end is the sum of those over it: "Total of the above"."""
    return row.name.text.split()[0].casefold() in sentence_words("sums")


def _tells_all(row: _Line) -> bool:
    """Whether a single test's line says by itself what each of its cells is: "Moisture  8.4 %  NMT 12 %  Pass"."""
    first, *others = [c for c in row.values if cell_shape(c.text) is not Shape.TEXT or stated_bound(c.text) is not None] or [row.name]
    plain = all(cell_shape(c.text) in _SAYS_ITSELF or stated_bound(c.text) is not None for c in others)
    return is_single_test(row.name.text) and bool(others) and plain and cell_shape(first.text) in _MEASURED


_SAYS_ITSELF = frozenset({Shape.UNIT, Shape.VERDICT, Shape.SPREAD})


def _goes_on(above: _Line, below: _Line, lines: Sequence[list[Cell]]) -> bool:
    size = max(above.name.size, below.name.size)
    step = below.name.baseline - above.name.baseline
    if not (0.5 * size < step < ROW_REACH * size and abs(below.name.x0 - above.name.x0) < SAME_LEFT * size):
        return False
    return not any(
        title_panel(c.text) is not None and c.overlap(above.name.x0, above.name.x1) > 0
        for line in lines
        if above.name.baseline + 0.5 * size < line[0].baseline < below.name.baseline - 0.5 * size
        for c in line
    )


def _table(page: int, block: Sequence[_Line], lines: Sequence[list[Cell]]) -> Table | None:
    """The table of these rows; None where their values stand in no columns."""
    values = [c for row in block for c in row.values]
    first, size = block[0].name, block[0].name.size
    left = min(c.x0 for c in values)
    head = _headings(first, left, max(c.x1 for c in values), lines)
    columns = find_columns(values, head)
    rows = [Row(row.name, assign(row.values, columns), row.name.baseline) for row in block]
    held = [[row.cells[i] for row in rows if i in row.cells] for i in range(len(columns))]
    full = [i for i, cells in enumerate(held) if len(cells) >= max(min(FEWEST, len(rows)), FILLED * len(rows)) or _name_limits(cells)]
    if not full or any(len(row.cells) < len(held.values) for row, held in zip(rows, block, strict=True)):
        return None
    rows = [Row(row.name, {full.index(i): c for i, c in row.cells.items() if i in full}, row.baseline) for row in rows]
    used = [c for row in rows for c in (row.name, *row.cells.values()) if c is not None]
    title = _title(first, lines)
    if len(full) == 1 and title is not None and title_panel(title.text) is None and _may_head(title) and columns[full[0]].heading is None:
        columns[full[0]].heading = Column([title], title.x0, title.x1)  # "Action limits" over names with one number each
    top = min([c.baseline for c in head], default=first.baseline)
    heading = Block(head, first.x0, max(c.x1 for c in used), top, top, size) if head else None
    return Table(
        page,
        [columns[i] for i in full],
        [row for row in rows if row.cells],
        None,
        min(c.x0 for c in used),
        max(c.x1 for c in used),
        top,
        max(c.baseline for c in used),
        size,
        heading,
        unheaded=True,
    )


def _name_limits(cells: Sequence[Cell]) -> bool:
    """Whether each cell says of itself which limit it is, as few as they may be: "LOQ: 0.01"."""
    return bool(cells) and all(named_detection(c.text) is not None for c in cells)


def _headings(first: Cell, left: float, right: float, lines: Sequence[list[Cell]]) -> list[Cell]:
    """The words over the values of a block, nearest lines first, up to a gap, a value or a label with its value."""
    out: list[Cell] = []
    last, taken = first, 0
    for line in reversed([line for line in lines if line[0].baseline < first.baseline - 0.5 * first.size]):
        over = [c for c in line if c.x1 > left - 2 * c.size and c.x0 < right + 2 * c.size and c.x0 > first.x0 + c.size]
        near = last.baseline - line[0].baseline < HEADING_REACH * first.size
        if not over or not near or taken == MOST_HEADING_LINES or not all(map(_may_head, over)):
            break
        out, last, taken = [*over, *out], line[0], taken + 1
    return out


def _title(first: Cell, lines: Sequence[list[Cell]]) -> Cell | None:
    """The cell right over the names."""
    over = [c for line in lines for c in line if 0.5 * first.size < first.baseline - c.baseline < TITLE_REACH * first.size]
    return max((c for c in over if c.overlap(first.x0, first.x1) > 0), key=lambda c: c.baseline, default=None)


def _may_head(cell: Cell) -> bool:
    if named_detection(cell.text) is not None:
        return False  # "LOQ 0.10 mg/g" holds for all that stands below
    return cell_shape(cell.text) in (Shape.TEXT, Shape.UNIT, Shape.WORD) and len(cell.text) <= LONGEST_CELL and ":" not in cell.text
