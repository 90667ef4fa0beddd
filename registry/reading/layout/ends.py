"""Where a table ends: at prose, at labels with their values, at a line about the work, at the next section's title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from registry.model.analytes import load_catalogue
from registry.reading.heading_roles import headings_together, read_heading
from registry.reading.layout.cells import Cell
from registry.reading.layout.headings import Column
from registry.reading.panels import name_panel, title_panel
from registry.reading.shapes import VALUE_SHAPES, Shape, cell_shape, says_not_tested
from registry.reading.vocabulary import Role, begins_note

PROSE_WORDS = 8
PROSE_LENGTH = 62
FEWEST_CARDS = 2
SAME_START = 0.5
"""In sizes: a cell of a column set left begins so near its heading's beginning."""
LEAST_VALUES = 2
_LETTERS = re.compile(r"[^\W\d_]{3}")
_FORMULA = re.compile(r"\w\s?=\s?\w")
_LABEL = re.compile(r"[^\W\d]\s?:(?:\s|$)")
_SUM = re.compile(r"total|sum", re.IGNORECASE)
_DATED = re.compile(r"(?<!\d)(?:\d{1,2}([/.-])\d{1,2}\1\d{2,4}|\d{4}-\d{2}-\d{2})(?!\d)")


def is_section(line: Sequence[Cell], usual: float) -> bool:
    """True for the next section's title in print larger than `usual`, with or without its verdict."""
    lead = line[0]
    larger = lead.size > 1.12 * usual
    return (
        larger
        and (lead.size > 1.3 * usual or title_panel(lead.text) is not None)
        and not any(cell_shape(c.text) in (Shape.NUMBER, Shape.WORD) and not says_not_tested(c.text) for c in line)
    )


def fills(line: Sequence[Cell], values: Sequence[Column]) -> bool:
    """True for a row of the table that has a value under most of its columns: what stands over it is the title of a group."""
    held = [v for v in values if any(c.overlap(v.x0, v.x1) > 0 and cell_shape(c.text) in VALUE_SHAPES for c in line)]
    return len(held) >= max(3, 0.5 * len(values))


def is_end(line: Sequence[Cell], values: Sequence[Column]) -> bool:
    """True for a line that is no part of the table: prose, or labels with colons."""
    formulas = [c for c in line if "=" in c.text and _FORMULA.search(c.text) and cell_shape(c.text) is Shape.TEXT]
    if formulas and not any(cell_shape(c.text) is Shape.NUMBER for c in line):
        return True  # a formula below the table
    if _tells_of_work(line) or _is_sentence(line) or _names_cards(line):
        return True
    numbers = any(cell_shape(c.text) is Shape.NUMBER for c in line[1:])
    for cell in line:
        if cell is line[0] and numbers and " = " in cell.text:
            continue  # a total that is named by its formula
        long = len(cell.words) >= PROSE_WORDS or len(cell.text) > PROSE_LENGTH
        alone = len(cell.words) >= 3 and len(line) == 1 and _LETTERS.search(cell.text) is not None  # not the rest of a range
        if not (long or alone) or cell_shape(cell.text) is not Shape.TEXT or _fills_its_column(cell, line, values):
            continue
        crossed = sum(cell.overlap(c.x0, c.x1) > 0 for c in values)
        if cell is not line[0] and crossed <= 1 and is_row(line):
            continue  # a remark behind a row's values
        if (long and (crossed >= 1 or len(cell.text) > 90)) or (alone and crossed >= 2):
            return True
    labels = [c for c in line if ":" in c.text and _LABEL.search(c.text)]
    if labels and line[0] is labels[0] and not names_group(line) and not stands_under_methods(line[0], values):
        label = labels[0].text.split(":")[0]
        return (name_panel(label) is None and not _SUM.match(label)) or len(labels) >= 2
    return False


def stands_under_methods(cell: Cell, values: Sequence[Column]) -> bool:
    """Whether a cell begins where the methods' heading does, as a wrapped part of a row: "TM24:" over "Culture plating"."""
    return any(v.heading.role is Role.METHOD and abs(cell.x0 - v.x0) < SAME_START * cell.size for v in values)


def _fills_its_column(cell: Cell, line: Sequence[Cell], values: Sequence[Column]) -> bool:
    """True for a limit in words that begins where its heading does, in a row with its value: "No more than one quarter of the area".

    So does a cell of several things: "Absent in 25 g / Absent in 25 g".
    """
    begun = (v for v in values if abs(cell.x0 - v.x0) < SAME_START * cell.size)
    own = next((v for v in begun if v.heading.role is Role.LIMIT or headings_together(v.text)), None)
    return own is not None and any(
        v is not own and c is not line[0] and c.overlap(v.x0, v.x1) > 0 and cell_shape(c.text) in VALUE_SHAPES for v in values for c in line
    )


def is_group_title(line: Sequence[Cell]) -> bool:
    """True for a panel's name alone on its line, with the code of the method before or behind it: "MT14F: Metals by ICP-MS".

    So is any words' before "Method: EN 15763, ICP-MS", and what labels say to be a group.
    """
    if is_labelled_group(line):
        return True
    said = [cell for cell in line if ": " not in cell.text or not states_method(cell)]
    if len(said) < len(line):
        return 0 < len(said) <= MOST_BEFORE and all(cell_shape(c.text) is Shape.TEXT and len(c.words) < PROSE_WORDS for c in said)
    title = line[0].text.partition(" (")[0]  # what it says in brackets is of its rows: "(LC-MS/MS; LOQ = 0.010 mg/kg)"
    return len(line) == 1 and len(title.split()) < PROSE_WORDS and "=" not in title and title_panel(line[0].text) is not None


MOST_BEFORE = 2
"""A code and a title stand before the method that holds for a group of rows."""


SMALLER, CLOSE = 0.9, 1.3
"""In sizes of a row: print that is smaller, and how close a remark stands under its name."""


def is_remark_under(line: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """True for a line in smaller print right under the name of a row that begins where it does: "Reference: voucher 93"."""
    name, lead = row[0], line[0]
    smaller = len(line) == 1 and lead.size < SMALLER * name.size and cell_shape(name.text) is Shape.TEXT
    return smaller and abs(lead.x0 - name.x0) < 1 and lead.baseline - name.baseline < CLOSE * name.size


SAME_STEP = 1.4
"""Times the usual step between two lines of a table: what stands further from the rows is none of its lines."""


def stands_between_rows(line: Sequence[Cell], lines: Sequence[Sequence[Cell]], below: Sequence[Cell], values: Sequence[Column]) -> bool:
    """True for short words alone in the place of a row, beginning where rows do and with a filled one right `below`: whatever they say,
    they head what follows in the table. `lines` stand above.
    """
    lead = line[0]
    short = len(line) == 1 and len(lead.words) < PROSE_WORDS and len(lead.text) <= PROSE_LENGTH and not lead.text.endswith((".", ":"))
    rows = [other for other in lines if is_row(other)]
    if not short or len(rows) < LEAST_VALUES or not fills(below, values) or "=" in lead.text:
        return False
    steps = [after[0].baseline - before[0].baseline for before, after in pairwise(rows)]
    reach = SAME_STEP * median(steps)
    near = lead.baseline - lines[-1][0].baseline < reach and below[0].baseline - lead.baseline < reach
    return near and abs(lead.x0 - min(row[0].x0 for row in rows)) < lead.size


def states_method(cell: Cell) -> bool:
    """Whether a cell says by a label of its own by which method was tested: "Method: EN 15763, ICP-MS"."""
    return ": " in cell.text and _labelled_as(cell) is Role.METHOD


def is_labelled_group(line: Sequence[Cell]) -> bool:
    """True for a line whose labels say of what group the rows below are, or how they were tested: "Discipline: Chemical  Group: Metals"."""
    labelled = ": " in line[0].text and _labelled_as(line[0]) is Role.PANEL
    return labelled and all(_labelled_as(cell) in (Role.PANEL, Role.METHOD) for cell in line)


def _labelled_as(cell: Cell) -> Role | None:
    label, colon, said = cell.text.partition(": ")
    heading = read_heading(label) if colon and said else None
    return heading.role if heading is not None and heading.exact else None


def is_row(line: Sequence[Cell], least: int = LEAST_VALUES) -> bool:
    """True for a name with `least` values behind it, or more; the row's number may stand before the name."""
    if line and line[0].text.rstrip(".)").isdigit():
        line = line[1:]
    return bool(line) and cell_shape(line[0].text) is Shape.TEXT and sum(cell_shape(c.text) in VALUE_SHAPES for c in line[1:]) >= least


def _names_cards(line: Sequence[Cell]) -> bool:
    """True for the names of several analytes side by side, none with a value: the heads of cards, whose figures stand below them."""
    if len(line) < FEWEST_CARDS or any(cell_shape(c.text) is not Shape.TEXT for c in line):
        return False
    known = [load_catalogue().match(c.text) for c in line]
    return None not in known and len({analyte.key for analyte in known if analyte}) == len(line)


def begins_block(line: Sequence[Cell], following: Sequence[Cell], lines: Sequence[list[Cell]], values: Sequence[Column]) -> bool:
    """True where no row of the table goes on, though its columns do: a title over rows set otherwise, or names over their figures.

    Below "Microbiology" a unit in a column that held none ("1200   CFU/g" under result and limit) and is not headed so is of another
    block; names of several tests on one line, each over its own figure, are cards.
    """
    if len(line) == 1:
        title = cell_shape(line[0].text) is Shape.TEXT and title_panel(line[0].text) is not None and name_panel(line[0].text) is None
        held: list[Cell | Column] = [c for row in lines for c in row if cell_shape(c.text) is Shape.UNIT]
        held += [column for column in values if column.heading.role is Role.UNIT]
        units = [c for c in following[1:] if cell_shape(c.text) is Shape.UNIT]
        begun = any(len(row) > 1 for row in lines)  # else it is the title of the first group of rows
        return title and begun and any(not any(c.overlap(other.x0, other.x1) > 0 for other in held) for c in units)
    names = all(cell_shape(c.text) is Shape.TEXT and name_panel(c.text) is not None for c in line)
    figures = [c for c in following if cell_shape(c.text) in VALUE_SHAPES]
    return names and len(following) == len(figures) and all(any(c.overlap(f.x0, f.x1) > 0 for f in figures) for c in line)


def names_group(line: Sequence[Cell]) -> bool:
    """True for the title of a group of rows: "Heavy metals :", with or without its number before it."""
    numbered = len(line) == 2 and line[0].text.rstrip(".)").isdigit()
    title = line[-1].text if len(line) == 1 or numbered else ""
    return title.endswith(":") and title_panel(title) is not None


def _tells_of_work(line: Sequence[Cell]) -> bool:
    """True for a line on who tested when and how: "Analyzed by 1420 on 04/11/26   SOP 40.3   Weight   0.5021 g"."""
    lead = line[0].text
    if cell_shape(lead) is not Shape.TEXT or name_panel(lead) is not None:
        return False
    return begins_note(lead) or _DATED.search(lead) is not None


def _is_sentence(line: Sequence[Cell]) -> bool:
    """True for a remark that was parted at its last number: "Mean of three preparations of 20 tablets; deviation   1.2 %."."""
    return len(line) > 1 and len(line[0].words) >= PROSE_WORDS and line[-1].text.endswith(".") and cell_shape(line[0].text) is Shape.TEXT
