"""Tables on their side: analytes as columns, one line of values (or a line for each unit, for LOD, for limits) below them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from registry.model.analytes import load_catalogue
from registry.reading.document import Word
from registry.reading.head.fields import label_key, load_fields
from registry.reading.heading_roles import Heading, claimed_amount, headings_together, may_begin_heading, read_heading
from registry.reading.held_together import parted_text
from registry.reading.layout.cells import SPACE, Cell, cell_of, join_cells, lines_of, misfit, nearest
from registry.reading.layout.columns import TableColumn
from registry.reading.layout.headings import Column
from registry.reading.layout.rows import Row
from registry.reading.layout.sample_names import naming_field
from registry.reading.layout.tables import Table
from registry.reading.panels import title_panel
from registry.reading.shapes import VALUE_SHAPES, Shape, cell_shape, is_portion
from registry.reading.vocabulary import BOUNDS, Role, is_other_label, unit_text

LEAST_NAMES = 3
LEAST_LED = 2
"""So many names do over a line that a sample leads: "Green Vein   1.31   0.011" under "Sample   Mitragynine   7-OH"."""
NAME_REACH = 5.5
"""In sizes: how far above the first values the last line of their names stands at most."""
NAMES_HEIGHT = 3.5
"""In sizes: how much further up the first line of a name stands (three lines)."""
NAME_PITCH, WIDE_PITCH = 1.45, 2.2
"""In sizes: how far apart two lines of one name are at most, and those of a name that is one only as a whole."""
MOST_LINES = 8
"""Over the values: names on three lines and on two, set about the middle of those on one, and a line of units."""
LINE_REACH = 3.2
"""In sizes: the widest gap between two lines of values."""
LABEL_PITCH = 1.6
"""In sizes: how far off its line of values a line of its label stands at most ("As received" over "(mg/g)")."""
_LABELS = frozenset({Role.RESULT, Role.LOD, Role.LOQ, Role.LIMIT, Role.STATUS, Role.UNCERTAINTY, None})
_SPARSE = BOUNDS | {Role.STATUS}
"""What a line may say of some analytes alone."""
_PORTION = re.compile(r"\[[^\]]*\d\s*(?:g|ml)\]|\((?:in|per|v|na)\s[^)]*\)|/\s?\d+\s?(?:g|ml)$", re.IGNORECASE)


def find_transposed(page: int, cells: Sequence[Cell], is_name: Callable[[str], bool]) -> list[Table]:
    """The tables among `cells` whose columns are analytes, as tables whose rows are."""
    tables: list[Table] = []
    lines = lines_of(cells)
    taken: set[int] = set()
    for i, line in enumerate(lines):
        least = LEAST_NAMES if cell_shape(line[0].text) in VALUE_SHAPES else LEAST_LED
        if len(_values(line)) < least or any(id(c) in taken for c in line):
            continue
        values = _fullest(lines[i:])
        above = [
            part
            for earlier in lines[max(0, i - MOST_LINES) : i]
            for c in earlier
            if line[0].baseline - c.baseline < (NAME_REACH + NAMES_HEIGHT) * max(c.size, line[0].size)
            for part in _parted(c, values, is_name)
        ]
        names = [_name_over(v, values, line[0].baseline, above, is_name) for v in values]
        led = values[0] is not line[0] and cell_shape(line[0].text) not in VALUE_SHAPES
        first = next((k for k, n in enumerate(names) if n is not None and (is_name(n.text) or (led and not _names_field(n.text)))), 0)
        values, names = values[first:], names[first:]
        known = [n for n in names if n is not None and is_name(n.text)]
        least = LEAST_LED if _leads(line[0], above) else LEAST_NAMES
        if len(known) < least or len(known) < 0.6 * len(values):
            continue
        table = _read(page, lines[max(0, i - 1) :], line[0].baseline, values, names, is_name)
        _add_units_above(table, lines[max(0, i - 3) : i], values, names)
        taken |= {id(c) for following in lines[i:] for c in following if c.baseline <= table.bottom}
        tables.append(table)
    return tables


def lies_on_side(table: Table) -> bool:
    """True for a table read upright whose names are headings: "Result", "LOQ", "Action Limit"."""
    names = [row.name.text for row in table.rows if row.name]
    likely = (name for name in names if may_begin_heading(name.split(" ")[0]))
    headings = [h for name in likely if (h := read_heading(name)).exact and h.role in _LABELS]
    results_alone = bool(names) and len(headings) == len(names) and all(h.role is Role.RESULT for h in headings)
    return results_alone or (len(headings) >= 2 and len(headings) >= 0.5 * len(names))


def _leads(cell: Cell, above: Sequence[Cell]) -> bool:
    """Whether a line's first cell names a sample, under a word that says so."""
    return cell_shape(cell.text) not in VALUE_SHAPES and any(c.overlap(cell.x0, cell.x1) > 0 and naming_field(c.text) for c in above)


def _values(line: Sequence[Cell]) -> list[Cell]:
    values = [c for c in line if cell_shape(c.text) in VALUE_SHAPES]
    label = line[0].text
    several = len(values) < len(line) - 1 and ("/" in label or "(" in label) and _several(label, line[1:])
    return list(line[1:]) if several else values


def _several(label: str, cells: Sequence[Cell]) -> bool:
    """Whether each cell that is no value holds several, as the label says: "0.4 / NMT 1.5" behind "Result / Limit"."""
    together = headings_together(label)
    return bool(together) and all(cell_shape(c.text) in VALUE_SHAPES or bool(parted_text(c.text, together)) for c in cells)


def _fullest(lines: Sequence[list[Cell]]) -> list[Cell]:
    """The values of the first line, or of a line right below it that has more: the first may leave an analyte out."""
    best, last = _values(lines[0]), lines[0][0]
    for line in lines[1:]:
        values = _values(line)
        if line[0].baseline - last.baseline > LINE_REACH * last.size or len(values) < LEAST_NAMES:
            break
        if len(values) > len(best) and all(any(misfit(c, v) < c.size for v in values) for c in best):
            best = values
        last = line[0]
    return best


def _parted(cell: Cell, values: Sequence[Cell], is_name: Callable[[str], bool]) -> list[Cell]:
    """A cell over several values, parted at its wider gaps, or where each word is a name, and each part stands over a value of its own."""
    if sum(cell.x0 < v.x1 and v.x0 < cell.x1 for v in values) < 2:
        return [cell]
    cell = cell_of([part for word in cell.words for part in _touching(word)])
    if len(cell.words) < 2:
        return [cell]
    if all(is_name(word.text) for word in cell.words):
        words = [cell_of([word]) for word in cell.words]
        own = [nearest(word, values) for word in words]
        return words if len(set(own)) == len(own) else [cell]
    if sum(cell.x0 < v.middle < cell.x1 for v in values) < 2:
        return [cell]
    groups = [[cell.words[0]]]
    for word in cell.words[1:]:
        if word.x0 - groups[-1][-1].x1 > SPACE * cell.size:
            groups.append([word])
        else:
            groups[-1].append(word)
    parts = [cell_of(group) for group in groups]
    return parts if all(any(p.overlap(v.x0, v.x1) > 0 for v in values) for p in parts) else [cell]


def _names_field(text: str) -> bool:
    """Whether what stands over a value says that it is no result: a sample's number, a weight, a date."""
    return label_key(text) in load_fields().labels or is_other_label(text) or read_heading(text).role is not None


def _name_over(value: Cell, values: Sequence[Cell], top: float, above: Sequence[Cell], is_name: Callable[[str], bool]) -> Cell | None:
    """The text above a value, its lines joined; `top` is the baseline of the first line of values, which may leave this one out."""
    mine = [
        c
        for c in above
        if cell_shape(c.text) not in VALUE_SHAPES
        and min(values, key=lambda v: misfit(c, v)) is value
        and abs(c.middle - value.middle) < 8 * c.size
    ]
    mine = [c for c in mine if sum(c.x0 < v.middle < c.x1 for v in values) <= 2]
    mine = [c for c in mine if not _counts(c)]
    over = [c for c in mine if c.overlap(value.x0, value.x1) > 0]  # what stands over the labels is not over the first value
    mine = [c for c in mine if c in over or is_name(c.text)] if over else mine  # names may be set left of numbers set in the middle
    stack: list[Cell] = []
    for cell in sorted(mine, key=lambda c: -c.baseline):
        if not stack and top - cell.baseline > NAME_REACH * max(cell.size, value.size):
            break
        if stack and not _belongs_over(cell, stack, is_name):
            break
        stack.append(cell)
    if not stack:
        return None
    name = _joined(stack)
    name.text = _PORTION.sub("", name.text).strip()
    return name


def _joined(lines: Sequence[Cell]) -> Cell:
    return join_cells(sorted(lines, key=lambda c: (round(c.baseline), c.x0)))


def _belongs_over(cell: Cell, lines: Sequence[Cell], is_name: Callable[[str], bool]) -> bool:
    """Whether a cell over the lines of a name, bottom up, is one more of them.

    One that stands further above is where a hyphen ends it, where what is below begins no name ("and moulds", "(7-OH)"), or where
    only together they are a name ("Total" over "Alkaloids").
    """
    below = lines[-1]
    pitch = (below.baseline - cell.baseline) / min(cell.size, below.size)
    if pitch <= NAME_PITCH or pitch > WIDE_PITCH:
        return pitch <= NAME_PITCH
    if cell.text.endswith("-") or below.text[0].islower() or below.text[0] == "(":
        return True
    name, whole = _joined(lines).text, _joined([*lines, cell]).text
    known = load_catalogue().match
    apart = title_panel(cell.text) is not None or (is_name(cell.text) and is_name(name))
    apart = apart or (known(name) is not None and known(whole) is None)  # the end of a title, an analyst, a day
    return not apart and is_name(whole)


def _touching(word: Word) -> list[Word]:
    """`SpeciociliatineCorynantheidine` as its two names: the columns are so narrow that they touch."""
    text, known = word.text, load_catalogue().match
    if known(text) is not None:
        return [word]
    cuts = [n for n in range(4, len(text) - 3) if text[n].isupper() and text[n - 1].islower() and known(text[:n]) and known(text[n:])]
    if len(cuts) != 1:
        return [word]
    border = word.x0 + (word.x1 - word.x0) * cuts[0] / len(text)
    return [replace(word, text=text[: cuts[0]], x1=border), replace(word, text=text[cuts[0] :], x0=border)]


def _counts(cell: Cell) -> bool:
    """True for what a name's amounts are counted in: a unit, a test portion."""
    return unit_text(cell.text) is not None or is_portion(cell.text) or _PORTION.fullmatch(cell.text) is not None


def _read(
    page: int,
    lines: Sequence[list[Cell]],
    start: float,
    values: Sequence[Cell],
    names: Sequence[Cell | None],
    is_name: Callable[[str], bool],
) -> Table:
    """Each line of values below the names, from the baseline `start` on, becomes a column of the table."""
    left, right = min(v.x0 for v in values), max(v.x1 for v in values)
    labels = _labels([line for line in lines if line[0].baseline >= start - LABEL_PITCH * line[0].size], left, right, names)
    columns: list[TableColumn] = []
    cells: list[dict[int, Cell]] = [{} for _ in values]
    last = start
    for line in lines:
        y, size = line[0].baseline, line[0].size
        if y < start:
            continue
        if y - last > LINE_REACH * size:
            break
        inside = [c for c in line if c.x1 > left - size and c.x0 < right + size]
        if not inside and all(c.x1 <= left for c in line):
            continue  # a line of a label
        claims = [c for c in inside if claimed_amount(c.text)]
        inside = [c for c in inside if c not in claims]
        label = labels.get(y)
        told = label.heading if label is not None else Heading(None, None, exact=False)
        least = 1 if told.exact and told.role in _SPARSE else 0.5 * len(values)
        values_alone = all(cell_shape(c.text) in VALUE_SHAPES or cell_shape(c.text) is Shape.UNIT for c in inside)
        if len(inside) < least or not (values_alone or (label is not None and _several(label.text, inside))):
            break
        last = y
        if all(cell_shape(c.text) is Shape.UNIT for c in inside) and columns and told.role is not Role.UNIT:
            _add_units(inside, values, cells, len(columns) - 1)
            continue
        if columns and told.role is Role.QC:
            continue  # a blank
        columns.append(TableColumn(left, right, label))
        for cell in inside:
            cells[nearest(cell, values)][len(columns) - 1] = cell
        if claims:  # "1.360 mg/mL  claim 80 mg": each claim beside the result it is about
            word = replace(claims[0], text=claims[0].words[0].text)
            columns.append(TableColumn(left, right, Column([word], word.x0, word.x1)))
            for cell in claims:
                cells[nearest(cell, values)][len(columns) - 1] = replace(cell, text=claimed_amount(cell.text) or cell.text)
    rows = [
        Row(name, found, (name or value).baseline)
        for name, value, found in zip(names, values, cells, strict=True)
        if name is not None and (is_name(name.text) or not value.text.isdigit())
    ]
    top = min([n.baseline for n in names if n] + [values[0].baseline])
    x0 = min([left, *(n.x0 for n in names if n), *(c.heading.x0 for c in columns if c.heading)])
    return Table(page, columns, rows, None, x0, right, top, last, values[0].size)


def _labels(lines: Sequence[list[Cell]], left: float, right: float, names: Sequence[Cell | None]) -> dict[float, Column]:
    """What stands left of the values on each line of them, by its baseline: words, and a unit beside or below them.

    A unit that stands alone right of the values is read with them.
    """
    of_values = [line for line in lines if any(c.x0 >= left - c.size for c in line)]
    beside = [c for line in lines for c in line if c.x1 <= left]
    lowest = max((n.words[-1].baseline for n in names if n is not None), default=float("-inf"))
    held: dict[float, list[Cell]] = {}
    for cell in beside:
        line = min(of_values, key=lambda o: abs(o[0].baseline - cell.baseline))
        y = line[0].baseline
        if abs(y - cell.baseline) < LABEL_PITCH * cell.size and (cell in line or cell.baseline > lowest):
            held.setdefault(y, []).append(cell)
    for line in of_values:
        if len(units := [c for c in line if c.x0 > right and cell_shape(c.text) is Shape.UNIT]) == 1:
            held.setdefault(line[0].baseline, []).append(units[0])
    return {y: _label(parts) for y, parts in held.items()}


def _label(cells: Sequence[Cell]) -> Column:
    """A label of its parts: those over one another top to bottom, those beside them left to right."""
    columns: list[list[Cell]] = []
    for cell in sorted(cells, key=lambda c: c.x0):
        over = next((column for column in columns if any(cell.overlap(c.x0, c.x1) > 0 for c in column)), None)
        if over is None:
            columns.append([cell])
        else:
            over.append(cell)
    parts = [cell for column in columns for cell in sorted(column, key=lambda c: c.baseline)]
    return Column(parts, min(c.x0 for c in parts), max(c.x1 for c in parts))


def _add_units_above(table: Table, lines: Sequence[list[Cell]], values: Sequence[Cell], names: Sequence[Cell | None]) -> None:
    """A line of units between names and values ("CFU/g" under each name) becomes a column of the table."""
    named = {id(name): value for name, value in zip(names, values, strict=True) if name is not None}
    for line in lines:
        units = [c for c in line if cell_shape(c.text) is Shape.UNIT and c.baseline < values[0].baseline]
        counted = [c for c in line if _counts(c) and c.baseline < values[0].baseline]  # "CFU/mL" under some names, "in 10 mL" under others
        if not units or len(counted) < LEAST_NAMES or len(counted) < 0.6 * len(values):
            continue
        table.columns.append(TableColumn(table.x0, table.x1, None))
        for row in table.rows:
            value = named.get(id(row.name))
            unit = min(units, key=lambda u: misfit(u, value), default=None) if value is not None else None
            if value is not None and unit is not None and misfit(unit, value) < 2 * value.size and unit.overlap(value.x0, value.x1) > 0:
                row.cells[len(table.columns) - 1] = unit


def _add_units(units: Sequence[Cell], values: Sequence[Cell], cells: list[dict[int, Cell]], column: int) -> None:
    """A line of units alone belongs to the values above it."""
    for unit in units:
        k = nearest(unit, values)
        if column in cells[k]:
            cells[k][column] = join_cells([cells[k][column], unit])
