"""The rows of a table: which of their cells are the name, on however many lines, and which lines only head a group of rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median

from registry.model.analytes import load_catalogue
from registry.reading.layout.cells import Cell, cell_of, join_cells, lines_of
from registry.reading.layout.columns import has_own_unit
from registry.reading.layout.ends import SMALLER, is_labelled_group, states_method
from registry.reading.layout.headings import Column
from registry.reading.layout.second_names import names_kind, second_names, titles_group
from registry.reading.panels import name_panel, title_panel
from registry.reading.shapes import VALUE_SHAPES, Shape, cell_shape


@dataclass(slots=True, eq=False)
class Row:
    """One row: its name cell (None where nothing stands in the name column) and a cell for each column index."""

    name: Cell | None
    cells: dict[int, Cell]
    baseline: float
    group: Cell | None = None
    """The last line above that stood alone in the name column: a group's title."""
    method: Cell | None = None
    """What stands under the name in its own cell, where the heading says so."""
    bilingual: bool = False
    """Whether its name stands in each of two languages, one over the other."""


def ruled_rows(split: list[tuple[list[Cell], list[Cell], list[Cell]]]) -> list[Row]:
    """Rows that drawn lines part; one with a name alone is the title of a group."""
    rows: list[Row] = []
    group: Cell | None = None
    for band, names, others in split:
        name = join_cells(names) if names else None
        if others:
            rows.append(Row(name, dict(enumerate(others)), min(c.baseline for c in band), group))
        else:
            group = name
    return rows


def split_name(band: list[Cell], name: Column | None, walls: tuple[float, float], size: float) -> tuple[list[Cell], list[Cell]]:
    """The name's cells and the other cells of one row; `walls`: where the headings before the name's end and the next one begins."""
    by_x = sorted(band, key=attrgetter("x0", "baseline"))
    if is_labelled_group(by_x):
        return [next((c for c in by_x if title_panel(c.text) is not None), by_x[0])], []
    before, first_value = walls
    if name is not None:
        left = [c for c in by_x if c.overlap(name.x0, name.x1) > 0 and cell_shape(c.text) not in (Shape.NUMBER, Shape.VERDICT)]
        if not left:  # names set left under a heading that stands in the middle of their column
            left = [c for c in by_x if c.x1 < first_value + size and _may_name(c)]
            left = [c for c in left if c.x0 > before] or left
    else:
        left = [c for c in by_x if c.x0 < first_value - 0.5 * size and cell_shape(c.text) in (Shape.TEXT, Shape.UNIT)]
    if not left and len(by_x) > 1 and all(map(has_own_unit, by_x[1:])) and name_panel(by_x[0].text) is not None:
        left = by_x[:1]  # a total in a box under the table's right end
    if not left:
        return [], by_x
    lead = left[0]
    names = [
        c
        for c in by_x
        if c is lead
        or ((c in left or _stands_under(c, lead)) and c.overlap(lead.x0, lead.x1) > 0)
        or (
            (c in left or c.x1 < first_value)
            and abs(c.baseline - lead.baseline) < 1
            and 0 < c.x0 - lead.x1 < 1.2 * size
            and cell_shape(c.text) is Shape.TEXT
        )
    ]
    return _in_order(names), [c for c in by_x if c not in names]


SAME_START = 0.3
"""In sizes: how far from each other two lines of a name begin."""


def _stands_under(cell: Cell, name: Cell) -> bool:
    """Whether words begin where a name of the same row does, on another line: its second language, too short to reach the heading."""
    apart = abs(cell.baseline - name.baseline) > 0.5 * name.size
    return apart and abs(cell.x0 - name.x0) < SAME_START * name.size and cell_shape(cell.text) is Shape.TEXT


def _in_order(names: list[Cell]) -> list[Cell]:
    """Parts of a name line by line, smaller print on a line a hair higher than what it follows ("Microbiology  plate count")."""
    return [cell for line in lines_of(names) for cell in line] if len(names) > 1 else names


def _may_name(cell: Cell) -> bool:
    """Whether a cell is words, or the name of what is written as its unit is: "pH"."""
    shape = cell_shape(cell.text)
    return shape is Shape.TEXT or (shape is Shape.UNIT and name_panel(cell.text) is not None)


def part_method(row: Row) -> None:
    """Part the method from the name it stands under: the lines in smaller print, else the last one."""
    lines = [cell_of(words) for words in lines_of(row.name.words)] if row.name else []
    below = [line for line in lines[1:] if line.size < SMALLER * lines[0].size] or lines[1:][-1:]
    if below:
        row.name, row.method = join_cells([line for line in lines if line not in below]), join_cells(below)


_NORM = re.compile(r"[A-Z]{2,}(?:[ /-][A-Z]{2,})*[ -]<?\d{2,}[\d.:<>-]*")
"""The number of a norm: "AOAC 990.12", "EN ISO 6579-1", "USP <2022>"."""


def part_norms(rows: Sequence[Row], *, told: bool) -> None:
    """Part the norm from each name that it stands under in smaller print.

    Whatever is printed so is one where the heading tells it ("Test / Method"), or where it stands under several names.
    """
    named = [(row, row.name.words) for row in rows if row.name]
    found = [(row, [cell_of(line) for line in lines_of(words)]) for row, words in named if words[-1].size < SMALLER * words[0].size]
    below = [(row, lines) for row, lines in found if len(lines) > 1 and all(line.size < SMALLER * lines[0].size for line in lines[1:])]
    said = [join_cells(lines[1:]).text for _, lines in below]
    for (row, lines), text in zip(below, said, strict=True):
        if told or said.count(text) > 1 or all(_NORM.fullmatch(line.text) for line in lines[1:]):
            row.name, row.method = lines[0], join_cells(lines[1:])


ONE_SPACE = 0.8
"""In sizes: words of one title stand no further apart, in a typewriter's print either."""
LARGER, OUTDENTED = 1.03, 0.3
"""In sizes of the rows' names: how a title of some rows is set larger, or how far left of them."""


def rows_names(split: Sequence[tuple[list[Cell], list[Cell], list[Cell]]]) -> list[Cell]:
    """The first line of each name with values behind it."""
    return [names[0] for _, names, others in split if names and any(cell_shape(c.text) in VALUE_SHAPES for c in others)]


def titles_rows(names: Sequence[Cell], others: Sequence[Cell], of_rows: Sequence[Cell]) -> bool:
    """Whether what stands behind a name says only how the rows below were tested: it is their title.

    By a label ("Method: EN 15763"), or in one cell of words behind what is set larger than the names `of_rows` and the words behind it,
    or is a panel's name that begins left of them or goes on in those words: "Moisture by Karl Fischer" and "Titration".
    """
    if not others or (": " in others[0].text and all(map(states_method, others))):
        return True
    if not names or not of_rows or len(others) > 1 or cell_shape(others[0].text) is not Shape.TEXT:
        return False
    lead = names[0]
    if lead.size > LARGER * max(others[0].size, median(c.size for c in of_rows)):
        return True
    if title_panel(lead.text) is None:
        return False
    goes_on = len(lead.words) > 1 and others[0].x0 - names[-1].x1 < ONE_SPACE * lead.size and load_catalogue().match(lead.text) is None
    return goes_on or lead.x0 < median(c.x0 for c in of_rows) - OUTDENTED * lead.size


def with_wrapped_names(split: list[tuple[list[Cell], list[Cell], list[Cell]]], size: float, *, under: bool = False) -> list[Row]:
    """Rows; a line that holds only a name belongs to the row beside it, or is the title of a group.

    `under`: whether each name stands over its method, so that such a line goes on with the row above it.
    """
    rows: list[Row] = []
    parts: dict[int, list[Cell]] = {}
    valued = [i for i, (_, _, others) in enumerate(split) if others]
    tops = {i: (split[i][0][0].baseline if split[i][0] else 0.0) for i in range(len(split))}
    pitches = [tops[b] - tops[a] for a, b in pairwise(valued) if b == a + 1]
    pitch = median(pitches) if pitches else 3 * size
    far = _between(tops, valued) if under else 0.0
    indented = min((names[0].x0 for _, names, others in split if names and others), default=0.0)
    group: Cell | None = None
    pending: list[Cell] = []
    joined_lines: set[int] = set()
    second = {} if under else second_names(split, size)
    for i, (band, names, others) in enumerate(split):
        if others:
            row = Row(None, dict(enumerate(others)), min([c.baseline for c in band]), group, bilingual=i in second.values())
            parts[id(row)] = pending + names
            pending = []
            rows.append(row)
            continue
        if not names:
            continue
        before = names[0].baseline - max(c.baseline for c in split[i - 1][0]) if i else float("inf")
        after = min(c.baseline for c in split[i + 1][0]) - names[-1].baseline if i + 1 < len(split) else float("inf")
        owner = rows[-1] if rows and (i - 1 in valued or i - 1 in joined_lines) else None
        if i in second:
            if owner and second[i] < i:
                parts[id(owner)] += names
            else:
                pending += names
            continue
        joined = join_cells(names)
        nearest = min(before, after)
        tight = nearest < 0.86 * pitch or len(valued) == 1
        last = i + 1 == len(split) and len(pitches) > 1 and before < CLOSER * min(pitches)
        heads_none = last and (titles_group(joined.text) or names_kind(joined.text))
        set_apart = under and i - 1 in joined_lines and (_names_panel(joined.text) or before > far)  # a title under the last name's method
        under_its_name = under and owner is not None and not _names_panel(joined.text) and not set_apart
        if (
            owner
            and not pending
            and before < 1.8 * size
            and (under_its_name or heads_none or _continues(parts[id(owner)], joined) or _completes_name(parts[id(owner)], joined))
        ):
            parts[id(owner)] += names
            joined_lines.add(i)
        elif (
            (under and not under_its_name)
            or (titles_group(joined.text) and (not pitches or _stands_by_known(split, i)))
            or (names_kind(joined.text) and _stands_by_known(split, i))
            or nearest > 1.75 * size
            or not tight
            or names[0].x0 < indented - size
            or len(band) > len(names)
            or is_labelled_group(names)
        ):
            group, pending = joined, []
        elif after < before and i + 1 < len(split) and (not split[i + 1][1] or after < 0.86 * pitch):
            pending += names
        elif owner and before <= after + 0.5:
            parts[id(owner)] += names
            joined_lines.add(i)
        else:
            group = joined
    for row in rows:
        cells = _in_order(parts[id(row)])
        row.name = join_cells(cells) if cells else None
    return rows


CLOSER = 0.95
"""Of the least distance of rows: under the last of them no title of others stands so close."""


def _between(tops: Mapping[int, float], valued: Sequence[int]) -> float:
    """Between the step from a name to the method under it and that from a method to the next name; beyond both where they are one."""
    under = min((tops[i + 1] - tops[i] for i in valued if i + 1 in tops and i + 1 not in valued), default=0.0)
    on = min((tops[i] - tops[i - 1] for i in valued if i - 1 in tops and i - 1 not in valued), default=0.0)
    return (under + on) / 2 if on > SAME_STEP * under else SAME_STEP * max(under, on)


SAME_STEP = 1.1
"""Steps of lines differ by less where they are the same."""


def stand_over_methods(split: Sequence[tuple[list[Cell], list[Cell], list[Cell]]]) -> bool:
    """Whether names stand on the line of their values, and what is under them on lines of its own: below the first one, or the last."""
    valued = [names for _, names, others in split if others]
    begun = next((entry for entry in split if entry[2] or not (entry[1] and _names_panel(entry[1][0].text))), None)
    return bool(valued) and all(valued) and ((begun is not None and bool(begun[2])) or not split[-1][2])


def stand_over_small_print(split: Sequence[tuple[list[Cell], list[Cell], list[Cell]]]) -> bool:
    """Whether under each name with its values a line in smaller print stands alone, as methods do."""
    after = [(names, *below[1:]) for (_, names, others), below in zip(split, [*split[1:], ([], [], [])], strict=True) if others]
    return bool(after) and all(names and below and not more and below[0].size < SMALLER * names[0].size for names, below, more in after)


def _names_panel(text: str) -> bool:
    """Whether a line names a panel and no norm or analyte by its number."""
    return title_panel(text) is not None and not any(map(str.isdigit, text))


def _stands_by_known(split: Sequence[tuple[list[Cell], list[Cell], list[Cell]]], i: int) -> bool:
    """Whether the catalogue knows the names of the rows beside a line without it, one of their lines at least."""
    beside = [split[n][1] for n in (i - 1, i + 1) if 0 <= n < len(split) and split[n][2]]
    return bool(beside) and all(any(load_catalogue().match(c.text) is not None for c in names) for names in beside)


def _completes_name(names: list[Cell], cell: Cell) -> bool:
    """True where the catalogue knows the name with this line, and not the line alone."""
    whole = join_cells([*names, cell]).text if names else ""
    return bool(whole) and load_catalogue().match(whole) is not None and load_catalogue().match(cell.text) is None


def _continues(names: list[Cell], cell: Cell) -> bool:
    """True where the name so far asks for more: an open bracket, a hyphen, a comma."""
    if not names:
        return False
    text = names[-1].text
    whole = " ".join(c.text for c in names)
    return (
        whole.count("(") > whole.count(")")
        or text.endswith(("-", ",", "/", "&"))
        or cell.text[:1].islower()
        or (cell.text.startswith("(") and len(cell.text) < 20)
    )
