"""Cells -> heading blocks: the one to five lines above a table that name its columns.

A block starts from lines that hold at least two known headings and no value. Lines beside it join where their words complete a
column's heading or give its unit, not because they are near.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from registry.reading.head.dates import find_dates
from registry.reading.heading_roles import read_heading
from registry.reading.layout.cells import LINE_JITTER, Cell, lines_of, place
from registry.reading.layout.choices import choice_headings
from registry.reading.layout.filled import TOO_NEAR, filling_columns, is_row_under_row, is_verdict_under_result, units_of_figures
from registry.reading.layout.headings import (
    HYPHENATED,
    NOT_A_TABLE,
    OVER,
    Block,
    Column,
    block_of,
    broken_headings,
    columns_of,
    heading_parts,
    is_bare_unit,
    names_over_methods,
)
from registry.reading.layout.sample_names import heads_sample, names_sample
from registry.reading.layout.time_headings import time_headings
from registry.reading.layout.unknown_headings import holds_values, unknown_headings
from registry.reading.panels import name_panel, title_panel
from registry.reading.shapes import VALUE_SHAPES, Shape, cell_shape
from registry.reading.vocabulary import LONGEST_MARK, Role, is_mark, says_basis

LINE_REACH = 2.1
"""In sizes: how far the next line of one heading block may lie (measured: 1.1 to 1.9 on real certificates)."""
_FIRM = VALUE_SHAPES - {Shape.VERDICT}
_LABELLED = re.compile(r":$|[^\W\d]: (?=[^\s(\[%])")
"""A label with or without its value: "Analyzed: 03/10/26 04:45"."""
MAX_FRAGMENT = 34
"""Characters: a part of a heading is short; prose above a table is not."""
SIDE_BY_SIDE = 9
"""In sizes: cells of one line further apart may stand in two tables."""


def find_blocks(cells: Sequence[Cell], lines: Sequence[list[Cell]]) -> list[Block]:
    """All heading blocks of a page, top to bottom, one for each table; `lines` are its cells line by line."""
    filling = filling_columns(lines) | units_of_figures(lines)
    parts = {
        id(cell): [] if id(cell) in filling else heading_parts(cell, texts)
        for line in lines
        for texts in [{c.text for c in line}]
        for cell in line
    }
    for cell in broken_headings(cells):
        parts[id(cell)] = [cell]
    timed: set[int] = set()
    before = 0
    zones: list[Block] = []
    for above, line in zip([[], *lines], lines, strict=False):
        known = 0
        for cell in line:
            if parts[id(cell)] and is_verdict_under_result(cell, above):
                parts[id(cell)] = []
            known += bool(parts[id(cell)])
        for cell, heading in time_headings(line, above) if known > 1 or before > 1 else ():
            parts[id(cell)] = [heading]
            timed.add(id(cell))
        before = known
        values = [
            c for c in line if (shape := cell_shape(c.text)) in VALUE_SHAPES and not (shape is Shape.VERDICT and _is_choice(c, above))
        ]
        values = [c for c in values if id(c) not in timed] if timed else values
        runs = _heading_runs(line, parts)
        row = bool(values) and any(len(run) == 1 for run in runs) and is_row_under_row(line, above)
        for run in runs:
            if row and len(run) == 1:
                continue
            if not values or (any(len(c.text) > 1 and read_heading(c.text).role for c in run) and not _stands_for_a_limit(run, line)):
                _place(run, zones, values)  # units among values are a row's, and so is a flag, "U"
    parted = [_without_title(block) for zone in zones for block in _cut_at_names(_without_title(zone))]
    blocks = [block for block in parted if (_is_seed(block.cells) or names_sample(block.cells)) and _names_columns(block)]
    taken = {place(word) for block in blocks for cell in block.cells for word in cell.words}
    taken |= {place(word) for cell in cells if id(cell) in filling for word in cell.words}
    marked = any(map(is_mark, [c.text for c in cells if len(c.text) <= LONGEST_MARK]))
    for block in blocks:
        left, right = left_limit(block, blocks), right_limit(block, blocks)
        choices = choice_headings(block.cells, cells, left, right) if marked else None
        block.chooses = choices is not None
        for cell in [*unknown_headings(block.cells, cells, right), *(choices or ())]:
            block.add(cell)
            taken |= {place(word) for word in cell.words}
        _extend(block, cells, parts, taken, (left, right_limit(block, blocks)))
    return blocks


def _is_choice(cell: Cell, above: Sequence[Cell]) -> bool:
    """Whether a verdict is the second of a heading that leaves the choice: "Fail" under "Pass /"."""
    return any(c.text.endswith("/") and cell.overlap(c.x0, c.x1) > 0 for c in above)


def _stands_for_a_limit(run: list[Cell], line: list[Cell]) -> bool:
    """Whether a word such as "LOD" stands between the values of a row: its limit."""
    if len(run) > 1 or read_heading(run[0].text).role not in (Role.LOD, Role.LOQ):
        return False
    at = next(i for i, cell in enumerate(line) if cell is run[0] or run[0].words[0] in cell.words)
    return any(cell_shape(c.text) in VALUE_SHAPES and not _apart(c, run[0]) for c in line[max(at - 1, 0) : at + 2] if c is not line[at])


def _apart(one: Cell, other: Cell) -> bool:
    """Whether two cells of a line stand so far apart that they may belong to tables side by side."""
    return max(one.x0 - other.x1, other.x0 - one.x1) > SIDE_BY_SIDE * max(one.size, other.size)


def _place(run: list[Cell], zones: list[Block], values: list[Cell]) -> None:
    """Add a run of headings to the zones it continues; a line with values in a zone's span is a row of its table."""
    if values:
        _part_beside(values, zones)
    if values and len(homes := _by_zone(run, zones)) > 1:
        for part in homes:  # second lines of the headings of several tables, one of whose neighbours has its first row here
            _place(part, zones, values)
        return
    new = block_of(run)
    for zone in [z for z in zones if _continues(z, new, values)]:
        for cell in zone.cells:
            new.add(cell)
        zones.remove(zone)
    zones.append(new)


def _part_beside(values: list[Cell], zones: list[Block]) -> None:
    """Part the zones right above a line of values at their name columns: tables side by side begin their rows at their own heights."""
    for zone in list(zones):
        if values[0].baseline - zone.bottom <= LINE_REACH * zone.size and any(v.overlap(zone.x0, zone.x1) > 0 for v in values):
            parts = _cut_at_names(_without_title(zone))
            if len(parts) > 1:
                zones.remove(zone)
                zones += parts


def _by_zone(run: list[Cell], zones: list[Block]) -> list[list[Cell]]:
    """The run's cells, each part under one of the zones right above; the run whole where a cell stands under none."""
    near = [z for z in zones if 0 < run[0].baseline - z.bottom <= LINE_REACH * z.size]
    homes: dict[int, list[Cell]] = {}
    for cell in run:
        home = next((z for z in near if cell.overlap(z.x0, z.x1) > 0), None)
        if home is None:
            return [run]
        homes.setdefault(id(home), []).append(cell)
    return list(homes.values())


def _continues(zone: Block, run: Block, values: list[Cell]) -> bool:
    gap = run.top - zone.bottom
    size = max(zone.size, run.size)
    # a name column's heading may be set between the lines of the others, or on the first of them
    alone = _holds_names_only(zone) != _holds_names_only(run)
    if gap > 0.5 * size and _holds_names_only(run) and any(_is_name_cell(c) and c.overlap(run.x0, run.x1) > 0 for c in zone.cells):
        return False  # a first row that reads like a heading: "Cannabinoids" under "Test"
    if gap > 0.5 * size and len(run.cells) == 1 and _titles_group(run.cells[0], zone.cells):
        return False
    beside = 30 * size if gap < 1.1 * size or alone else 0.0
    return (
        -0.5 * size < gap <= LINE_REACH * size
        and min(run.x1, zone.x1 + 5 * size) - max(run.x0, zone.x0 - size) > -beside
        and size < 1.35 * min(zone.size, run.size)
        and not any(v.overlap(zone.x0, zone.x1) > 0 for v in values)
    )


def _titles_group(cell: Cell, headings: Sequence[Cell]) -> bool:
    """Whether a cell under headings that name a column of names is the title of the first rows, in the middle of the table: "Alkaloids"."""
    if not (_is_name_cell(cell) and any(map(_is_name_cell, headings)) and title_panel(cell.text) is not None):
        return False
    return min(c.x0 for c in headings) < cell.x0 and cell.x1 < max(c.x1 for c in headings)


def _holds_names_only(block: Block) -> bool:
    return all(map(_is_name_cell, block.cells))


def _without_title(zone: Block) -> Block:
    """The zone without a title that reads like a heading: alone on its line, at the left edge, over a line with its own name column.

    So is a label with the unit of all that stands below, wherever a title's bar has it: "Units: ppm".
    """
    first = [c for c in zone.cells if c.baseline < zone.top + LINE_JITTER * c.size]
    rest = [c for c in zone.cells if c not in first]
    names = [c for c in rest if _is_name_cell(c)]
    lead, aside = min(first, key=lambda c: c.x0), max(first, key=lambda c: c.x0)
    apart = read_heading(aside.text).role is None and not any(aside.overlap(c.x0, c.x1) > 0 for c in rest)
    of_all = _states_unit(aside) or (is_bare_unit(aside) and title_panel(lead.text) is not None)  # a unit for the whole table on the bar
    alone = len(first) == 1 or (len(first) == 2 and (apart or of_all))
    labels = len(first) == 1 and _states_unit(lead) and (":" in lead.text or not any(lead.overlap(c.x0, c.x1) > 0 for c in rest))
    titles = all(_is_name_cell(c) and any(abs(c.x0 - n.x0) < c.size for n in names) for c in first)  # one over each table
    if names and (titles or labels or (alone and lead.x0 < min(c.x0 for c in names) + lead.size)):
        return _without_title(block_of(rest))
    return zone


def _states_unit(cell: Cell) -> bool:
    """True for "Units mg/kg": what a bar says of the whole table below it."""
    heading = read_heading(cell.text)
    return heading.role is Role.UNIT and heading.unit is not None


def _cut_at_names(zone: Block) -> list[Block]:
    """A zone of headings parted where a further table's name column begins."""
    edges: list[float] = []
    names = sorted((c for c in zone.cells if _is_name_cell(c)), key=lambda c: c.x0)
    if len(names) == 1 and len(zone.cells) > 2 and names[0].x0 == max([c.x0 for c in zone.cells]):
        return [zone]  # the names stand last, behind what was found
    before = [c for c in zone.cells if names and c.middle < names[0].x0]
    verdict_first = bool(before) and all(_is_verdict_cell(c) for c in before)  # the verdict's column stands left of the names
    for cell in names:
        since = edges[-1] if edges else float("-inf")
        if any(_counts(c) and since <= c.x0 and c.middle < cell.x0 for c in zone.cells):
            verdicts = [c.x0 for c in zone.cells if verdict_first and _is_verdict_cell(c) and since < c.x0 < cell.x0]
            edges.append(max(verdicts, default=cell.x0))
    groups: list[list[Cell]] = [[] for _ in range(len(edges) + 1)]
    for cell in zone.cells:
        groups[sum(cell.middle > edge for edge in edges)].append(cell)
    return [block_of(group) for group in groups if group]


def _is_verdict_cell(cell: Cell) -> bool:
    return read_heading(cell.text).role is Role.STATUS


def _is_name_cell(cell: Cell) -> bool:
    return read_heading(cell.text).role is Role.NAME


def right_limit(block: Block, blocks: Sequence[Block]) -> float:
    """Where the next block on the right begins, among those whose lines stand beside this block's."""
    reach = 4 * block.size
    return min(
        (b.x0 for b in blocks if b.x0 > block.x0 + block.size and b.top - reach < block.bottom and block.top < b.bottom + reach),
        default=float("inf"),
    )


def _is_unknown_heading(cell: Cell) -> bool:
    """Whether a cell behind known headings states a unit under words that nobody knows: a column all the same."""
    heading = read_heading(cell.text) if cell.text.endswith((")", "]")) and len(cell.text) <= MAX_FRAGMENT else None
    return heading is not None and heading.role is None and heading.unit is not None and title_panel(cell.text) is None


def _heading_runs(line: list[Cell], parts: dict[int, list[Cell]]) -> list[list[Cell]]:
    """Runs of headings on one line, cut at values."""
    runs: list[list[Cell]] = [[]]
    for cell, after in zip(line, [*line[1:], None], strict=True):
        shape = cell_shape(cell.text)
        if after is not None and _states_a_limit(cell, after):
            runs.append([])
        elif parts[id(cell)]:
            runs[-1] += parts[id(cell)]
        elif len(runs[-1]) > 1 and _is_name_cell(runs[-1][0]) and (_is_unknown_heading(cell) or heads_sample(cell.text)):
            runs[-1].append(cell)
        elif shape in VALUE_SHAPES or shape is Shape.DATE or cell.text.endswith(":"):
            runs.append([])
    return [run for run in runs if run]


def _states_a_limit(cell: Cell, after: Cell) -> bool:
    """Whether a word such as "LOD" says, with the number right behind it, what holds for a whole table: "LOD 0.02   LOQ 0.05"."""
    near = after.x0 - cell.x1 < max(cell.size, after.size)
    return near and cell_shape(after.text) is Shape.NUMBER and read_heading(cell.text).role in (Role.LOD, Role.LOQ)


def _counts(cell: Cell) -> bool:
    """True for a heading of a column that holds part of a result."""
    heading = read_heading(cell.text)
    return heading.unit is not None or heading.role not in NOT_A_TABLE


def _is_seed(run: list[Cell]) -> bool:
    headings = [read_heading(cell.text) for cell in run]
    if len(headings) < 2:
        return False
    words = {id(h) for h, cell in zip(headings, run, strict=True) if cell_shape(cell.text) is Shape.WORD}  # "Detected" is a finding too
    roles = {h.role for h in headings if id(h) not in words}
    units = any(h.role is None and h.unit is not None for h in headings)
    return bool(roles - NOT_A_TABLE) or (units and Role.NAME in roles)


def _names_columns(block: Block) -> bool:
    """A block of units alone is no heading; two columns, one of them of a kind that results have, are."""
    headings = [column.heading for column in columns_of(block.cells)]
    known = [h for h in headings if h.role is not None or h.unit is not None]
    return len(known) >= 2 and any(h.role is not None for h in headings)


def left_limit(block: Block, blocks: Sequence[Block]) -> float:
    """Where the next block on the left ends, among those whose lines stand beside this block's."""
    reach = 4 * block.size
    return max(
        (b.x1 for b in blocks if b.x0 < block.x0 - block.size and b.top - reach < block.bottom and block.top < b.bottom + reach),
        default=float("-inf"),
    )


def _extend(
    block: Block, cells: Sequence[Cell], parts: dict[int, list[Cell]], taken: set[tuple[float, float]], limits: tuple[float, float]
) -> None:
    """Take in the lines above and below that complete the block."""
    named = any(map(_is_name_cell, block.cells))
    left = max(limits[0], block.x0 - (0.5 if named else 3) * block.size)
    for _ in range(3):
        right = limits[1] - 1 if limits[1] < float("inf") else block.x1 + 7 * block.size
        near = [c for c in cells if c.x0 < right and abs(c.baseline - block.top) < 12 * block.size and left < c.middle]
        free = [c for c in near if _within(block, c) and taken.isdisjoint(map(place, c.words)) and not _ends_bar(c, cells)]
        added = [c for line in lines_of(free) for c in _completing(block, line, near, parts)]
        if not added:
            return
        for cell in added:
            block.add(cell)
            taken |= {place(word) for word in cell.words}


def _ends_bar(cell: Cell, cells: Sequence[Cell]) -> bool:
    """True for the verdict at the far end of a title's bar, which may run over two tables side by side."""
    if cell_shape(cell.text) is not Shape.VERDICT:
        return False
    level = (c for c in cells if c.x1 < cell.x0 and abs(c.baseline - cell.baseline) < 0.5 * max(c.size, cell.size))
    return any(title_panel(c.text) is not None and not read_heading(c.text).exact for c in level)


def _within(block: Block, cell: Cell) -> bool:
    reach = LINE_REACH * max(block.size, cell.size)
    return block.top - reach <= cell.baseline <= block.bottom + reach and cell.size < LARGEST * block.size


def _completing(block: Block, line: list[Cell], near: Sequence[Cell], parts: dict[int, list[Cell]]) -> list[Cell]:
    """The cells of a neighbouring line that belong to the block: headings, units, and words that complete a column."""
    shapes = [cell_shape(c.text) for c in line]
    below = line[0].baseline > block.bottom
    columns = columns_of(block.cells)
    if _is_row(line, near, columns if below else ()):
        return []
    if not below and any(map(_is_name_cell, block.cells)):
        bar = [*(c for c in near if c.size >= LARGEST * block.size and abs(c.baseline - line[0].baseline) < LINE_JITTER * c.size), *line]
        if bar[0].x0 < block.x0 + block.size and _is_bar(bar, block.size):
            return []  # a title
        line = [c for c in line if not (_is_name_cell(c) and title_panel(c.text) is not None)]  # titles, each over its own table
        shapes = [cell_shape(c.text) for c in line]
        if not line:
            return []
    out: list[Cell] = []
    for cell, shape in zip(line, shapes, strict=True):
        if shape in _FIRM or shape is Shape.DATE or _says_something(cell) or (not below and _is_no_head(cell, columns)):
            continue
        under = [c for c in columns if cell.overlap(c.x0, c.x1) > 0]
        if len(under) > 1:  # one that reaches a little over its neighbour's heading stands over its own
            under = [c for c in under if cell.overlap(c.x0, c.x1) > OVER * min(cell.x1 - cell.x0, c.x1 - c.x0)] or under
        if parts[id(cell)]:
            beside = cell.baseline - block.bottom < TOO_NEAR * cell.size  # a name's heading on two lines, the others between them
            if below and not beside and (_is_name(under) or _titles_group(cell, block.cells)) and read_heading(cell.text).unit is None:
                continue  # a first row that reads like a heading ("Metals")
            out += parts[id(cell)]
        elif (
            (not below and (_heads_unknown(under, cell) or _says_basis_over(columns, cell, line)))
            or (len(under) == 1 and len(cell.text) <= MAX_FRAGMENT and _completes(under[0], cell, below))
            or (not under and shape is Shape.TEXT and len(cell.text) <= MAX_FRAGMENT and holds_values(cell, block.bottom, block.size, near))
        ):
            out.append(cell)
    if (
        below
        and line[0].baseline - block.bottom >= TOO_NEAR * line[0].size
        and not any(
            read_heading(c.text).unit or (len(c.text) <= MAX_FRAGMENT and not _is_name([k for k in columns if c.overlap(k.x0, k.x1) > 0]))
            for c in out
        )
    ):
        return []
    return out


def _is_row(line: Sequence[Cell], near: Sequence[Cell], headings: Sequence[Column]) -> bool:
    """Whether a line is a row of this table or of the one above, however far its raised digits lift a value out of reach.

    So is one with a verdict under a heading of results: "Appearance   Conforms   Visual".
    """
    level = [c for c in near if abs(c.baseline - line[0].baseline) < LINE_JITTER * c.size]
    return any(cell_shape(c.text) in _FIRM or is_verdict_under_result(c, headings) for c in level)


def _says_something(cell: Cell) -> bool:
    """Whether a cell says what holds for the whole table, as no heading does: "Analyzed: 03/10/26", "LOD 0.02 %, LOQ 0.05 %",
    "GC-MS, LOQ 0.10 mg/g".
    """
    if _LABELLED.search(cell.text):
        return True
    number = next((n for n, word in enumerate(cell.words) if word.text[:1].isdigit()), 0)
    before = " ".join([word.text for word in cell.words[:number]]).rstrip(" =<:")
    said = [read_heading(text) for text in (before, before.rpartition(" ")[2])] if before else []
    return any(heading.exact and heading.role in (Role.LOD, Role.LOQ) for heading in said)


def _is_no_head(cell: Cell, columns: list[Column]) -> bool:
    """Whether a cell above the headings states a unit for all of them, says when all was done ("analyzed Sep 9, 2026"), or captions a
    figure beside the table: "7-OH per package".
    """
    captions = name_panel(cell.text) is not None and not any(cell.overlap(c.x0, c.x1) > 0 for c in columns)
    dated = any(map(str.isdigit, cell.text)) and bool(find_dates(cell.text))
    return captions or dated or _states_unit(cell)


def _heads_unknown(columns: list[Column], cell: Cell) -> bool:
    """True for a head that says what several columns are whose own words nobody knows: "Use limits (ppb)" over "All" and "Oral"."""
    return len(columns) > 1 and read_heading(cell.text).role is not None and all(c.heading.role is None for c in columns)


def _says_basis_over(columns: list[Column], cell: Cell, line: list[Cell]) -> bool:
    """True for one of the heads behind the names' that say by which mass the columns under them count: "Sample, dried"."""
    behind = cell.x0 > (columns[0].x1 if _is_name(columns[:1]) else columns[0].x0 - cell.size)
    return behind and len(cell.text) <= MAX_FRAGMENT and any(says_basis(c.text) for c in line)


LARGEST = 1.35
"""In sizes of the headings: print so large is none of theirs."""
TITLE_SIZE = 1.15
"""In sizes of the headings: how large a bar's print is throughout that says more than a title."""


def _is_bar(line: list[Cell], size: float) -> bool:
    """True for a title alone on its line, with more in the same print, or with a verdict or one other word at the bar's far end.

    `size` is that of the headings below it.
    """
    if len(line) == 1:
        return True
    if min(c.size for c in line) > TITLE_SIZE * size and title_panel(line[0].text) is not None:
        return True  # "Pesticides   LC-MS/MS   results in mg/kg" over small headings
    said = any(":" in c.text or cell_shape(c.text) is Shape.DATE or _states_unit(c) for c in line[1:]) or is_bare_unit(line[-1])
    if said and title_panel(line[0].text) is not None:
        return True  # "Pesticides   Method: EN 15662   Units mg/kg"
    if len(line) != 2 or line[1].x0 - line[0].x1 <= 2 * line[0].size or title_panel(line[0].text) is None:
        return False
    heading = read_heading(line[1].text)
    remark = not heading.exact and line[0].size > TITLE_SIZE * size  # "Alkaloids" in large print, "M-14, HPLC. Analyst A. Bell" in small
    return remark or heading.role in (None, Role.STATUS)


def _is_name(columns: list[Column]) -> bool:
    return any(c.heading.role is Role.NAME or names_over_methods(c) for c in columns)


def _completes(column: Column, cell: Cell, below: bool) -> bool:
    """True where the heading says more with the cell than without it, or a bracket is open ("Result", "(µg/", "tablet)")."""
    under = cell.baseline > column.cells[-1].baseline + 1
    if under and (column.text.count("(") > column.text.count(")") or (cell.text.startswith("(") and ")" not in cell.text)):
        return True
    before = column.heading
    text = f"{column.text} {cell.text}" if below else f"{cell.text} {column.text}"
    after = read_heading(HYPHENATED.sub("", text))
    if after.exact and after.role is not None:
        return True
    if cell_shape(cell.text) is Shape.VERDICT or any(
        read_heading(c.text).role is not None for c in column.cells if read_heading(c.text).exact
    ):
        return False
    return after.role is not None or (before.role is None and not below)
