"""Heading blocks and the cells below them -> tables: rows of cells under columns.

A block is cut at its name columns, so that tables side by side part before their bodies are looked for; each body then has its own
lines, whatever the pitch of its neighbour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from operator import attrgetter
from statistics import median

from registry.model.analytes import load_catalogue
from registry.reading.document import Ruling
from registry.reading.heading_roles import read_heading
from registry.reading.layout.cells import LINE_JITTER, Cell, lines_of, place
from registry.reading.layout.columns import TableColumn, assign, cut_at_headings, find_columns, state_own_units
from registry.reading.layout.drawn_rows import between_rules, merged_over
from registry.reading.layout.ends import (
    LEAST_VALUES,
    begins_block,
    fills,
    is_end,
    is_group_title,
    is_labelled_group,
    is_remark_under,
    is_row,
    is_section,
    names_group,
    stands_between_rows,
    stands_under_methods,
)
from registry.reading.layout.headings import Block, Column, columns_of, names_over_methods, names_with_methods
from registry.reading.layout.rows import (
    Row,
    part_method,
    part_norms,
    rows_names,
    ruled_rows,
    split_name,
    stand_over_methods,
    stand_over_small_print,
    titles_rows,
    with_wrapped_names,
)
from registry.reading.layout.sides import (
    holds_names,
    left_edge,
    letters_beside,
    longer_names,
    set_far_right,
    verdicts_beyond,
    without_boxes_beyond,
)
from registry.reading.layout.sign_columns import give_signs
from registry.reading.layout.wrapped_cells import joined_bands
from registry.reading.panels import name_panel, title_panel
from registry.reading.shapes import VALUE_SHAPES, Shape, cell_shape, says_verdict, states_bound
from registry.reading.vocabulary import Role

SAME_ROW = 0.72
"""In sizes: lines closer than this overlap in height, so they are one row (a name on two lines around its value)."""
FIRST_ROW_REACH = 6.5
"""In sizes: how far below its heading a table may begin."""
ROW_REACH = 4.2
"""In sizes: a wider gap ends a table, unless its rows are set that far apart throughout."""
LEAST_CROSSED = 2
"""A line that begins under the names and runs over so many columns is no row."""
FIRST_LINES = 3
"""Among so many lines below the headings stands the first row, whose print says whether a title is set larger."""
ROW_LINES = 3
"""So many lines may one row take: a name, its values, and its method in smaller print."""
LEAST_GROUPED = 1
"""So many values make a row under a line whose labels say that it heads a group."""
LEAST_COLUMNS = 3
"""So many values for as many columns are a row, though each stands somewhat aside."""
RIGHT_REACH, BEYOND = 4, 7
"""In sizes: how far right of the last heading its own cells may stand, and a column of verdicts without a heading."""


@dataclass(slots=True, eq=False)
class Table:
    """A table found on one page."""

    page: int
    columns: list[TableColumn]
    rows: list[Row]
    name_heading: Column | None
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    block: Block | None = field(default=None, repr=False)
    continues: Table | None = field(default=None, repr=False)
    """The table of the page before whose columns this one goes on with."""
    unheaded: bool = False
    """Whether no heading that anybody knows tells its columns."""

    def used(self) -> set[tuple[float, float]]:
        """Places of the words that the table's rows and headings hold."""
        cells = [c for row in self.rows for c in (*row.cells.values(), row.name) if c is not None]
        cells += self.block.cells if self.block else []
        return {place(word) for cell in cells for word in cell.words}


def find_tables(page: int, cells: Sequence[Cell], blocks: Sequence[Block], rulings: Sequence[Ruling] = ()) -> list[Table]:
    """The tables below `blocks`, one for each at most; `rulings` are the page's drawn lines."""
    heading_words = {place(word) for block in blocks for cell in block.cells for word in cell.words}
    free = [c for c in cells if heading_words.isdisjoint(map(place, c.words))]
    for block in blocks:
        free = _cut_below(block, free, blocks)
    tables = []
    starts = [(block, left_edge(block, free, blocks)) for block in blocks]
    for block, left in sorted(starts, key=lambda start: start[0].top):
        stop = _stop(block, left, block.x1, free, blocks)  # what begins below this table is not beside it
        edges = (edge for b, edge in starts if b.x0 > block.x1 - block.size and b is not block and b.top <= stop)
        own = max(block.cells, key=lambda c: c.x0).middle  # what cuts through a table's own headings begins nothing beside it
        wall = min((edge for edge in edges if edge > own), default=float("inf"))
        right, beyond = (min(block.x1 + reach * block.size, wall) for reach in (RIGHT_REACH, BEYOND))
        table = _read_table(page, block, (left, right, beyond, wall), free, blocks, [r for r in rulings if r.horizontal])
        if table is not None:
            tables.append(table)
    return tables


def _cut_below(block: Block, cells: list[Cell], blocks: Sequence[Block]) -> list[Cell]:
    """The cells, those below a block parted that run on into one of its columns: from its own neighbour or from the table before it."""
    mine: list[Cell] = []
    last, reach = block.bottom, FIRST_ROW_REACH
    floor = min((b.top for b in blocks if b.top > block.bottom and b.x0 < block.x1 and b.x1 > block.x0), default=float("inf"))
    for line in lines_of([c for c in cells if block.bottom < c.baseline < floor and c.x1 > block.x0 and c.x0 < block.x1]):
        if line[0].baseline - last > reach * block.size:
            break
        mine += line
        last, reach = line[0].baseline, ROW_REACH
    parted = cut_at_headings(mine, columns_of(block.cells))
    if len(parted) == len(mine):
        return cells
    kept = {id(c) for c in mine}
    return [c for c in cells if id(c) not in kept] + parted


def continue_table(table: Table, page: int, cells: Sequence[Cell], floor: float, rulings: Sequence[Ruling] = ()) -> Table | None:
    """The rows at the top of the next page (above `floor`, its first heading) that go on under `table`'s columns; None where none do.

    `rulings` are the next page's drawn lines.
    """
    names = [row.name for row in table.rows if row.name]
    if not names:
        return None
    name = Column([], min([c.x0 for c in names]), max([c.x1 for c in names]))
    values = [Column(c.heading.cells if c.heading else [], c.x0, c.x1) for c in table.columns]
    body = [c for c in cells if c.baseline < floor and table.x0 - table.size < c.x0 and c.middle < table.x1 + 2 * table.size]
    if not body:
        return None
    lines = lines_of(body)
    without_units = [
        v for i, v in enumerate(values) if not any(cell_shape(r.cells[i].text) is Shape.UNIT for r in table.rows if i in r.cells)
    ]
    lines = list(takewhile(lambda line: not _holds_unit_under(without_units, line), lines))  # "1200   CFU/g" under result and limit
    first = next((i for i, line in enumerate(lines) if _goes_on(line, name, values)), None)
    if first is None:
        return None
    start = Block([], table.x0, table.x1, 0.0, lines[first][0].baseline - table.size, table.size)
    rows = _rows(
        _body_lines([c for line in lines[first:] for c in line], [], start, values),
        name,
        values,
        table.size,
        [r for r in rulings if r.horizontal],
    )
    rows = [row for row in rows if row.name and row.cells]
    if not rows or (_measures(table.rows) and not _measures(rows)):  # a running head with the batch's verdict goes on with no table
        return None
    titled = page == table.page or any(len(line) == 1 and title_panel(line[0].text) is not None for line in lines[:first])
    for row in rows if not titled else ():
        row.group = row.group or table.rows[-1].group  # cut by the page's end as the table is
    columns = _columns_further(rows, table.columns)
    out = [_under(row, columns) for row in rows]
    give_signs(out, columns)
    bottom = max(c.baseline for row in out for c in row.cells.values())
    return Table(page, columns, out, table.name_heading, table.x0, table.x1, rows[0].baseline, bottom, table.size, None, table)


def _measures(rows: Sequence[Row]) -> bool:
    """Whether some row holds a number or a word in a number's place, and not only words and verdicts."""
    return any(cell_shape(c.text) in (Shape.NUMBER, Shape.WORD) for row in rows for c in row.cells.values())


def _columns_further(rows: Sequence[Row], columns: Sequence[TableColumn]) -> list[TableColumn]:
    """The table's columns where these rows set them: as many spans of cells follow each other in the same order, else where they were."""
    own = find_columns([cell for row in rows for cell in row.cells.values()], [])
    spans = own if len(own) == len(columns) else columns
    return [TableColumn(span.x0, span.x1, column.heading) for span, column in zip(spans, columns, strict=True)]


def _holds_unit_under(columns: Sequence[Column], line: Sequence[Cell]) -> bool:
    return any(cell_shape(c.text) is Shape.UNIT and c.overlap(v.x0, v.x1) > 0 for c in line for v in columns)


def _goes_on(line: list[Cell], name: Column, values: list[Column]) -> bool:
    """True for a line with a name in the name column and values under most of the columns and in no other place, or one for each."""
    lead, rest = line[0], line[1:]
    if cell_shape(lead.text) is not Shape.TEXT or lead.overlap(name.x0, name.x1) <= 0 or not rest:
        return False
    if sum(lead.overlap(v.x0, v.x1) > 0 for v in values) >= LEAST_CROSSED:
        return False  # the laboratory's address at the head of the page
    if read_heading(lead.words[0].text).role in (Role.LIMIT, Role.LOD, Role.LOQ):
        return False  # "Limit 1.5" in a card below the table
    if any(cell_shape(c.text) is Shape.TEXT and name_panel(c.text) is not None for c in rest[1:]):
        return False  # further results with their names, side by side
    if len(rest) == len(values) >= LEAST_COLUMNS and all(cell_shape(c.text) in VALUE_SHAPES for c in rest):
        return True
    held = [c for c in rest if cell_shape(c.text) is not Shape.TEXT or states_bound(c.text)]
    homes = {i for c in held for i, v in enumerate(values) if c.overlap(v.x0 - 2, v.x1 + 2) > 0}
    strays = [c for c in rest if not any(c.overlap(v.x0 - 2, v.x1 + 2) > 0 for v in values)]
    return not strays and len(homes) >= max(1, 0.5 * len(values))


def _read_table(
    page: int,
    block: Block,
    span: tuple[float, float, float, float],
    cells: Sequence[Cell],
    blocks: Sequence[Block],
    rules: Sequence[Ruling],
) -> Table | None:
    """The table below `block`; `span`: its left edge, its right one, that for verdicts, and where the next table begins."""
    left, right, beyond, wall = span
    columns = columns_of(block.cells)
    stop = _stop(block, left, right, cells, blocks)
    below = [c for c in cells if block.bottom + 0.3 * block.size < c.baseline < stop and c.x0 >= left - 1]
    near = [c for c in below if c.x0 < right - 1 and c.middle < right]
    end = max([c.x1 for c in near if c.x0 > columns[-1].x0 - block.size], default=right) + 1  # its short values may be set to the right
    far = [c for c in below if c.x1 > right and not (c.x0 < right - 1 and c.middle < right)]
    body = near + [c for c in far if c.x1 < end or (c.x0 < beyond and says_verdict(c.text))]
    body += set_far_right([c for c in far if c.x1 < wall and c not in body], near, columns[-1]) if far else []
    body += letters_beside([c for c in far if c not in body], near, beyond) if far else []
    body += verdicts_beyond([c for c in far if c.x1 < wall and c not in body], near) if far else []
    body = without_boxes_beyond(body, far, columns[0]) if far else body
    crossing = [c for c in cells if block.bottom < c.baseline < stop and c.x0 < left - 1 and c.x1 > left + 2 * block.size]
    longer = longer_names(crossing, [c for c in body if c.middle < columns[0].x1 and cell_shape(c.text) is Shape.TEXT])
    longer += [c for c in crossing if is_labelled_group([c])]
    body, crossing = body + longer, [c for c in crossing if c not in longer]
    name = max((c for c in columns if c.heading.role is Role.NAME), key=lambda c: (max(h.baseline for h in c.cells), -c.x0), default=None)
    if name is None and (columns[0].heading.role is Role.PANEL or holds_names(columns[0], body)):
        name = columns[0]
    over_methods = names_over_methods(columns[0]) and (name is None or not columns[0].heading.exact)
    name = columns[0] if over_methods else name
    values = [c for c in columns if c is not name]
    if not values:
        return None
    lines = _body_lines(body, crossing, block, values)
    rows = _rows(lines, name, values, block.size, rules)
    if not rows:
        return None
    rows = _share_merged(rows)
    if over_methods:
        for row in rows:
            part_method(row)
    else:
        part_norms(rows, told=name is not None and names_with_methods(name))
    sure = [row for row in rows if row.name or len(row.cells) > 1] or rows  # a title alone may lie over two columns
    aside = [row for row in sure if state_own_units(row.cells.values())]
    held = [c for row in sure if 2 * len(aside) > len(sure) or row not in aside for c in row.cells.values()]
    table_columns = find_columns(held, [c for c in block.cells if not name or not any(c is n for n in name.cells)])
    out = _with_known_names([_under(row, table_columns) for row in rows])
    give_signs(out, table_columns)
    used = [c for row in out for c in (row.name, *row.cells.values()) if c]
    return Table(
        page,
        table_columns,
        out,
        name,
        min([left + 1, *(c.x0 for c in used)]),
        max([c.x1 for c in used] + [c.x1 for c in columns]),
        block.top,
        max([c.baseline for c in used]),
        block.size,
        block,
    )


def _under(row: Row, columns: list[TableColumn]) -> Row:
    """The row with its cells under their columns."""
    row.cells = assign(row.cells.values(), columns)
    return row


def _with_known_names(rows: list[Row]) -> list[Row]:
    """The rows with the column as names whose cells name analytes, where the column taken for it holds none (test numbers, codes).

    A column that says one thing of many rows (their panel) names no analyte either; it then stays as the rows' group.
    """
    known = [row.name.text for row in rows if row.name is not None and name_panel(row.name.text) is not None]
    if len(known) > 0.2 * len(rows) and len(set(known)) > 0.5 * len(known):
        return rows
    told: dict[int, list[str]] = {}
    for row in rows:
        for i, cell in row.cells.items():
            if cell_shape(cell.text) is Shape.TEXT and name_panel(cell.text) is not None:
                told.setdefault(i, []).append(cell.text)
    best = max(told, key=lambda i: len(set(told[i])), default=None)
    if best is not None and len(told[best]) >= 0.6 * len(rows) and len(set(told[best])) > len(set(known)):
        for row in rows:
            row.group = row.group or (row.name if known else None)
            row.name = row.cells.pop(best, None)
    return rows


def _stop(block: Block, left: float, right: float, cells: Sequence[Cell], blocks: Sequence[Block]) -> float:
    """The top of the next heading block in the same span, or the bar over it: its title, with or without a verdict."""
    below = [b for b in blocks if b.top > block.bottom and b.x0 < right and b.x1 > left]
    top = min((b.top for b in below), default=float("inf"))
    start = min([left, *(b.x0 for b in below if b.top == top)])  # the bar of a table that begins further left too
    over = [c for c in cells if 0.5 * c.size < top - c.baseline < 2.2 * c.size and start - 1 <= c.x0 < right]
    line = lines_of(over)[-1] if over else []
    bar = line and title_panel(line[0].text) is not None and load_catalogue().match(line[0].text) is None
    if bar and all(cell_shape(c.text) in (Shape.TEXT, Shape.VERDICT, Shape.UNIT, Shape.DATE) for c in line):
        level = LINE_JITTER * line[0].size  # small print at its end is set with the tops of its letters, and so somewhat higher
        top = min(top, min([c.baseline for c in cells if abs(c.baseline - line[0].baseline) < level and c.x0 >= line[0].x0]))
    return top - 1


def _body_lines(body: Sequence[Cell], crossing: Sequence[Cell], block: Block, values: list[Column]) -> list[list[Cell]]:
    """The lines of the table, top to bottom, up to prose, a key and its value, or a gap."""
    lines: list[list[Cell]] = []
    last = block.bottom
    gaps: list[float] = []
    found = lines_of(body)
    for n, (line, following) in enumerate(zip(found, [*found[1:], []], strict=False)):
        y = line[0].baseline
        reach = FIRST_ROW_REACH if not lines else ROW_REACH
        if y - last > max(reach * block.size, 2.6 * median(gaps) if len(gaps) > 2 else 0):
            break
        if any(last < c.baseline <= y for c in crossing) and is_end(line, values):
            break
        # rows may be set larger than their headings, and so is the title of the first group of them
        usual = max([row[0].size for row in lines[-ROW_LINES:]]) if lines else _row_size(found[n : n + FIRST_LINES])
        larger = is_section(line, max(block.size, usual))
        titled = is_group_title(line) and is_row(_row_from(found, n + 1), LEAST_GROUPED if is_labelled_group(line) else LEAST_VALUES)
        ended = is_end(line, values) and not titled and not stands_between_rows(line, lines, _row_from(found, n + 1), values)
        if ended and lines and is_remark_under(line, lines[-1]) and is_row(following):
            last = y
            continue
        if ended or (larger and not fills(following, values)) or begins_block(line, following, lines, values):
            break
        stated = lines and line[0].text.endswith(":") and not lines[-1][0].text.endswith(":")
        if stated and not names_group(line) and not stands_under_methods(line[0], values):
            break  # a statement below the table: "7-OH as % of total alkaloids: 0.90 %"
        if lines:
            gaps.append(y - last)
        lines.append(line)
        last = y
    return lines


def _row_size(lines: Sequence[list[Cell]]) -> float:
    """The print of the first row among these lines; 0 where none is one."""
    return next((line[0].size for n, line in enumerate(lines) if is_row(line) or is_row(_row_from(lines, n))), 0.0)


def _row_from(lines: Sequence[list[Cell]], start: int) -> list[Cell]:
    """The cells of the row that begins with a line: its name may stand somewhat over its values."""
    row: list[Cell] = []
    for line in lines[start:]:
        if row and line[0].baseline - row[-1].baseline >= SAME_ROW * line[0].size:
            break
        row += line
    return row


def _rows(lines: list[list[Cell]], name: Column | None, values: list[Column], size: float, rules: Sequence[Ruling] = ()) -> list[Row]:
    """Lines -> rows, names over several lines joined. `Row.cells` is keyed by running number until the columns are known."""
    bands: list[list[Cell]] = []
    last = float("-inf")
    for line in lines:
        y = line[0].baseline
        if y - last < SAME_ROW * max([c.size for c in line]) and bands and not _clash(bands[-1], line):
            bands[-1] += line
        else:
            bands.append(list(line))
        last = y
    bands = joined_bands(bands)
    first_value = min((c.x0 for c in values if name is None or c.x0 > name.x0), default=float("inf"))
    walls = max((c.x1 for c in values if name is not None and c.x1 < name.x0), default=float("-inf")), first_value
    split = [(band, *split_name(band, name, walls, size)) for band in bands]
    of_rows = rows_names(split)
    split = [(band, names, [] if titles_rows(names, others, of_rows) else others) for band, names, others in split]
    most = max((len(others) for _, _, others in split), default=0)  # less than half of that is the rest of a row
    merged = [band for band, names, _ in split if rules and not names and [cell_shape(c.text) for c in band] == [Shape.VERDICT]]
    split = [entry for entry in split if entry[0] not in merged] if merged else split
    ruled = between_rules([(band, bool(names) and 2 * len(others) >= max(most, 1)) for band, names, others in split], rules)
    if ruled is not None:
        rows = ruled_rows([(band, *split_name(band, name, walls, size)) for band in ruled])
    else:
        under = name is not None and (
            (names_over_methods(name) and stand_over_methods(split)) or (names_with_methods(name) and stand_over_small_print(split))
        )
        rows = with_wrapped_names(split, size, under=under)
    return _share_between_rules(rows, merged, rules) if rules else rows


def _share_between_rules(rows: list[Row], merged: list[list[Cell]], rules: Sequence[Ruling]) -> list[Row]:
    """The rows, each with the verdict that is printed once in a cell drawn over several of them; `merged` stand between their lines."""
    named = [row for row in rows if row.name]
    verdicts = [cell for band in merged for cell in band]
    verdicts += [c for row in named for c in row.cells.values() if cell_shape(c.text) is Shape.VERDICT]
    shared: set[int] = set()
    ends = [(row.name, max(map(attrgetter("x1"), (row.name, *row.cells.values())))) for row in named if row.name] if verdicts else []
    for cell in verdicts:
        beside = {id(name) for name in merged_over(cell, ends, rules)}
        for row in named:
            if id(row.name) in beside and not any(c.overlap(cell.x0, cell.x1) > 0 for c in row.cells.values()):
                row.cells[2000 + len(row.cells)] = cell
                shared.add(id(cell))
    alone = [Row(None, {0: cell}, cell.baseline) for band in merged for cell in band if id(cell) not in shared]
    return sorted(rows + alone, key=lambda row: row.baseline)


def _share_merged(rows: list[Row]) -> list[Row]:
    """Rows with a verdict that is printed once, beside the middle of them all, on each of them."""
    named = [row for row in rows if row.name]
    verdicts = [(row, key, c) for row in rows for key, c in row.cells.items() if cell_shape(c.text) is Shape.VERDICT]
    if len(verdicts) != 1 or len(named) < 2:
        return rows
    owner, key, cell = verdicts[0]
    others = [c for row in named if row is not owner for c in row.cells.values()]
    if any(c.overlap(cell.x0, cell.x1) > 0 for c in others):
        return rows  # its column holds what the others say
    if any(not any(c.overlap(o.x0, o.x1) > 0 for o in others) for n, c in owner.cells.items() if n != key):
        return rows  # only its own row prints a limit
    ys = [row.baseline for row in named]
    off = owner.name is None or abs(cell.baseline - owner.name.baseline) > 0.2 * cell.size or len(named) % 2 == 1
    if not off or abs(cell.baseline - (min(ys) + max(ys)) / 2) > 0.45 * (max(ys) - min(ys)) / (len(named) - 1):
        return rows
    for row in named:
        if row is not owner:
            row.cells[1000 + key] = cell
    return [row for row in rows if row.name or len(row.cells) > 1]


def _clash(band: list[Cell], line: list[Cell]) -> bool:
    """True where both hold a value in one column: two rows, set very tight."""
    return any(
        a.overlap(b.x0, b.x1) > 0
        and cell_shape(a.text) in VALUE_SHAPES
        and cell_shape(b.text) in VALUE_SHAPES
        and abs(a.baseline - b.baseline) > 0.5 * a.size
        and cell_shape(f"{a.text} {b.text}") is not Shape.WORD  # "None" over "Detected"
        for a in band
        for b in line
    )
