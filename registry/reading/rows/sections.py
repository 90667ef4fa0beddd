"""What stands over a table and counts for all its rows: panel, unit, limits printed once, "quality control"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from registry.model.analytes import load_catalogue
from registry.model.certificate import Panel
from registry.model.measurement import Quantity
from registry.reading.heading_roles import read_heading
from registry.reading.layout.cells import LINE_JITTER, Cell, place
from registry.reading.layout.tables import Table
from registry.reading.layout.titles import MOST_WORDS, Title, stated_unit, title_over, unit_of_line, unit_of_note
from registry.reading.page_tables import PageTables
from registry.reading.panels import name_panel, seeks_adulterants, title_panel
from registry.reading.rows.controls import holds_controls
from registry.reading.rows.remarks import OF_ONE_METHOD, SaidLimit, numbered
from registry.reading.rows.values import ValueReader
from registry.reading.shapes import VALUE_SHAPES, Shape, cell_shape
from registry.reading.vocabulary import PAIRED, Role, sentence_words, unit_text

MAJORITY = 0.6
"""Of a table's rows: so many names of one panel make it that panel's table, whatever the title says."""


LONGEST_SYMBOL, FEWEST_SYMBOLS = 3, 3
"""Characters of an analyte's sign, and how many signs of one panel tell it."""
UNDER_TITLE = 2.0
"""In sizes of the title: how far below it the line stands that says more of all its tables."""


UNDER_TABLE = 3.0
"""In sizes of the rows: how far below them a note on their unit stands."""


@dataclass(slots=True)
class Section:
    """The facts of one section. `quality_control` marks a table that holds no results of the sample."""

    panel: Panel | None = None
    unit: str | None = None
    lod: Quantity | None = None
    loq: Quantity | None = None
    title: str = ""
    quality_control: bool = False
    general: bool = False
    """The words say that they hold for all results, in whatever unit."""
    noted: bool = False
    """The limits stand in a note beside the table: they hold for the results in their own unit."""
    grouped: bool = False
    """Groups of the table name other panels than its own: a group that names none is of none."""
    foreign: frozenset[str] = frozenset()
    """Titles of groups that name no panel, over rows of which most are known and none is of the table's."""
    of_rows: bool = False
    """The unit is that of some rows of another table, which goes on here: it ends where a group of this table's own begins."""
    by_symbol: frozenset[Panel] = frozenset()
    """Panels of which the table names several analytes by signs ("Pb", "As"), which tell little each by itself."""


def section_of(page: PageTables, table: Table, carried: Title | None, values: ValueReader, said: Sequence[SaidLimit] = ()) -> Section:
    """The section of `table`; `carried` is the last title of the page before, `said` are the limits that the page states in words."""
    here = _title(page, table)
    title = here or carried
    section = Section()
    own = here is None or not is_under_another(page, here, table.top)
    if title is not None:
        section.panel, section.title = title.panel, title.cell.text
    if title is not None and own:
        section.unit, section.of_rows = title.unit, title.heads_rows
        _take_limits_printed_once(page, title, table, section, values)
    _take_limits_in_words(page, title if own else None, table, section, said)
    section.quality_control = holds_controls(page, table, title)
    name, of_names = (table.name_heading.text, table.name_heading.heading.unit) if table.name_heading else ("", None)
    beside = (unit_beside(page, here) or _unit_under(page, here, table)) if here and own else None
    section.unit = section.unit or beside or _unit_above(page, table) or of_names  # "Analyte (mg/g)"
    section.unit = section.unit or _unit_below(page, table)
    added = own and seeks_adulterants(section.title)  # the names tell of what they are elsewhere
    section.panel = (None if added else _majority(table)) or title_panel(name) or (section.panel if own else None)
    groups = {row.group.text for row in table.rows if row.group}
    strange = [text for text in groups if title_panel(text) is None] if groups else []
    section.foreign = frozenset([text for text in strange if _is_foreign(table, text, section.panel)])
    section.by_symbol = _told_by_symbols(table)
    section.grouped = any((panel := title_panel(text)) is not None and panel is not section.panel for text in groups)
    return section


LARGER_THAN_ROWS = 1.04
"""In sizes of the rows: print from which on a line is set larger than they are."""


def is_under_another(page: PageTables, title: Title, y: float) -> bool:
    """Whether a line set just as `title` stands between it and `y`, below results of the title's own: the title of something else,
    though nobody knows of what."""
    above = (*(t.bottom for t in page.tables), *(s.name.baseline for s in page.statements))
    first = min((bottom for bottom in above if title.cell.baseline < bottom < y), default=y)
    between = [c for c in page.cells if first < c.baseline < y and abs(c.x0 - title.cell.x0) < 1 and abs(c.size - title.cell.size) < 0.1]
    between = [c for c in between if cell_shape(c.text) is Shape.TEXT and len(c.words) <= MOST_WORDS]
    rows = [c for c in page.cells if title.cell.baseline < c.baseline < y and cell_shape(c.text) in VALUE_SHAPES]
    larger = title.cell.size >= LARGER_THAN_ROWS * min((c.size for c in rows), default=title.cell.size)
    named = {place(w) for t in page.tables for r in t.rows if r.name for w in r.name.words}
    named |= {place(w) for s in page.statements for w in s.name.words}
    alike = (c for c in between if larger or (c.text.isupper() and title.cell.text.isupper()))
    return any(named.isdisjoint(map(place, c.words)) for c in alike)


def _title(page: PageTables, table: Table) -> Title | None:
    """The title over the table or on its heading's line, or the nearer one over the table on its left whose heading stands level."""
    title = title_over(page.titles, table.x0, table.x1, table.top + LINE_JITTER * table.size)
    for other in page.tables:
        if other.x0 >= table.x0 or not _begin_level(other, table):
            continue
        shared = title_over(page.titles, other.x0, other.x1, other.top + (LINE_JITTER * other.size if other.unheaded else 0.0))
        if shared and (title is None or shared.cell.baseline > title.cell.baseline + 1):
            title = shared
    return title


def _begin_level(one: Table, other: Table) -> bool:
    """Whether the headings of two tables stand level; without any that is known, their first rows."""
    unheaded = one.unheaded and other.unheaded
    tops = [table.rows[0].baseline if unheaded else table.top for table in (one, other)]
    return abs(tops[0] - tops[1]) < 2 * other.size


def _majority(table: Table) -> Panel | None:
    """The panel that most of the table's names tell."""
    votes = [p for row in table.rows if row.name and (p := name_panel(row.name.text)) is not None]
    if not votes:
        return None
    best = max(set(votes), key=votes.count)
    return best if votes.count(best) >= MAJORITY * len(table.rows) else None


def _is_foreign(table: Table, title: str, of_table: Panel | None) -> bool:
    """Whether most rows of a group tell their panels by their names, and none that of the table."""
    names = [row.name.text for row in table.rows if row.name and row.group and row.group.text == title]
    told = [panel for name in names if (panel := name_panel(name)) is not None]
    return of_table not in told and 2 * len(told) > len(names)


def _told_by_symbols(table: Table) -> frozenset[Panel]:
    """Panels of which so many names of the table are signs that they are no chance."""
    short = [row.name.text for row in table.rows if row.name and len(row.name.text) <= LONGEST_SYMBOL]
    known = [analyte.panel for text in (short if len(short) >= FEWEST_SYMBOLS else ()) if (analyte := load_catalogue().match(text))]
    return frozenset(panel for panel in known if known.count(panel) >= FEWEST_SYMBOLS)


def unit_beside(page: PageTables, title: Title) -> str | None:
    """A unit on the title's line, right of it and before the title of any other panel."""
    cells = [
        c for c in page.cells if abs(c.baseline - title.cell.baseline) < LINE_JITTER * max(c.size, title.cell.size) and c.x0 > title.cell.x1
    ]
    for cell in sorted(cells, key=lambda c: c.x0):
        if title_panel(cell.text) not in (None, title.panel) and ":" not in cell.text:
            return None
        if (unit := unit_text(cell.text) or stated_unit(cell.text)) is not None:
            return unit
    return None


def _unit_under(page: PageTables, title: Title, table: Table) -> str | None:
    """A unit on the line under a title, before where any other title of its line begins: it holds for all tables of that title."""
    level = (t.cell.x0 for t in page.titles if abs(t.cell.baseline - title.cell.baseline) < LINE_JITTER * title.cell.size)
    end = min((x0 for x0 in level if x0 > title.cell.x1), default=float("inf"))
    for cell in page.cells:
        under = 0 < cell.baseline - title.cell.baseline < UNDER_TITLE * title.cell.size and cell.baseline < table.top
        if under and title.cell.x0 - 1 < cell.x0 < end and (unit := unit_of_line(cell)) is not None:
            return unit
    return None


def _unit_above(page: PageTables, table: Table) -> str | None:
    """A unit on the line over a table, or over the first part of one set in parts side by side, in brackets or with words that say so:
    "All results in mg/kg".
    """
    headings = [column.text for column in table.columns]
    parts = [t for t in page.tables if t.x1 < table.x0 and _begin_level(t, table) and [c.text for c in t.columns] == headings]
    for cell in page.cells:
        near = 0 < table.top - cell.baseline < 3.2 * cell.size and any(cell.overlap(t.x0, t.x1) > 0 for t in (table, *parts))
        if near and (unit := unit_of_line(cell)) is not None:
            return unit
    return None


def _unit_below(page: PageTables, table: Table) -> str | None:
    """A unit that a note right below a table states for its results: "Counts and limits in CFU/g"."""
    end, floor = table.bottom, table.bottom + UNDER_TABLE * table.size
    for cell in page.cells:
        if end < cell.baseline < floor and table.x0 - cell.size < cell.x0 < table.x1 and (unit := unit_of_note(cell.text)) is not None:
            return unit
    return None


_LABELLED = re.compile(r"(\D+?)[:=\s]+((?:<\s*)?\d[\d.,]*\s*\S{0,8})?")


def _take_limits_printed_once(page: PageTables, title: Title, table: Table, section: Section, values: ValueReader) -> None:
    """LOD and LOQ between title and table: "Limit of Detection 0.27 mg/g"."""
    beside_title = _beside(title.cell, page.titles)
    for cell in page.cells:
        if abs(cell.baseline - title.cell.baseline) < LINE_JITTER * max(
            cell.size, title.cell.size
        ):  # on the bar of this title, not of the one beside it
            between = title.cell.x1 < cell.x0 < beside_title
        else:
            between = title.cell.baseline < cell.baseline < table.top and cell.x0 <= table.x1
        if not between:
            continue
        match = _LABELLED.fullmatch(cell.text)
        role = read_heading(match[1] if match else cell.text).role
        if role not in (Role.LOD, Role.LOQ) or any(cell is held for row in table.rows for held in row.cells.values()):
            continue  # nor what a row says of itself
        if cell.text.startswith("<"):
            continue  # nor what one of the table above does: "< LOQ   0.20"
        beside = (c for c in page.cells if abs(c.baseline - cell.baseline) < 2 and 0 < c.x0 - cell.x1 < 60)
        text, printed = (match[2], cell) if match and match[2] else next(((c.text, c) for c in beside), ("", cell))
        quantity = values.quantity(text, None, printed, page.page)
        if quantity is not None and quantity.unit is not None and unit_text(quantity.unit) is None:
            continue  # a sentence: "0.0003 mg/mL for each)"
        if role is Role.LOD:
            section.lod = quantity
        else:
            section.loq = quantity


def _beside(cell: Cell, titles: Sequence[Title]) -> float:
    """Where the next title on a title's own line begins."""
    level = (t.cell.x0 for t in titles if abs(t.cell.baseline - cell.baseline) < LINE_JITTER * cell.size and t.cell.x0 > cell.x1)
    return min(level, default=float("inf"))


_OF_ONE_KIND = OF_ONE_METHOD - {Panel.POTENCY}
"""Panels whose substances are all of one kind; "each alkaloid" tells nothing of the curcuminoids in the table beside."""
NOTE_REACH = 7.0
"""In sizes: how far below its table a note on it stands."""


def _take_limits_in_words(page: PageTables, title: Title | None, table: Table, section: Section, said: Sequence[SaidLimit]) -> None:
    """LOD and LOQ in a note right below a table that has no column for them ("LOQ: 0.05 mg/tablet for all analytes"), or by its title.

    One that names the table's panel ("LOQ of the solvents: 50 ppm") may stand anywhere on its page.
    """
    printed = {c.heading.heading.role for c in table.columns if c.heading}
    printed |= {half for role in printed if role in PAIRED for half in PAIRED[role]}
    said = [one for one in said if one.role in (Role.LOD, Role.LOQ) and one.role not in printed]
    begun = {place(one.cell.words[0]) for one in said}
    behind = [t for t in page.titles if any(one.cell.x0 < t.cell.x0 and _level(one.cell, t.cell) for one in said)]  # of the same note
    titles = (t.cell.baseline for t in page.titles if t not in behind and not _is_note(t.cell, begun))
    floor = min((y for y in titles if y > table.bottom), default=float("inf"))
    panel = _majority(table) or (title.panel if title else None)
    under = (t.top for t in page.tables if t.top > table.bottom and t.x0 < table.x1 and t.x1 > table.x0)
    floor = min([floor, table.bottom + NOTE_REACH * table.size, *under])
    number = _number(table, page) if any(one.table for one in said) else None
    halves = [table, *(t for t in page.tables if said and t is not table and _is_other_half(t, table))]
    for one in said:
        below = table.bottom < one.top < floor and any(one.cell.overlap(half.x0, half.x1) > 0 for half in halves)
        if (
            one.of is not None
            or (one.panel is not None and panel is not None and one.panel is not panel)
            or not (
                below
                or (number is not None and one.table == number)
                or (one.panel in _OF_ONE_KIND and one.panel is panel)
                or (title and _goes_with(title, one.cell, table, page))
            )
        ):
            continue
        section.noted = True
        section.general = section.general or one.general
        quantity = one.quantity if one.quantity.unit else one.quantity.model_copy(update={"unit": section.unit})  # "LOQ 1.0 each"
        if one.role is Role.LOD:
            section.lod = section.lod or quantity
        else:
            section.loq = section.loq or quantity


def _is_other_half(other: Table, table: Table) -> bool:
    """Whether two tables beside each other are halves of one: under headings of the same words on the same line."""
    return abs(other.top - table.top) < LINE_JITTER * table.size and _headings(other) == _headings(table)


def _headings(table: Table) -> list[str | None]:
    return [heading.text if heading else None for heading in (table.name_heading, *(c.heading for c in table.columns))]


def _number(table: Table, page: PageTables) -> str | None:
    """The number that the last title over the table gives it, whatever it is of: "Table 2. Elements"."""
    over = [c for c in page.cells if c.baseline < table.top and c.overlap(table.x0, table.x1) > 0 and numbered(c.text) is not None]
    return numbered(over[-1].text) if over else None


def _is_note(cell: Cell, begun: Collection[tuple[float, float]]) -> bool:
    """Whether a cell that names a panel is no title, but a note on limits: "LOQ for each alkaloid 0.05 %", "All alkaloids: LOQ 0.05 %".

    `begun`: where the limits that the page states begin.
    """
    at = next((n for n, word in enumerate(cell.words) if place(word) in begun), None)
    before = [word.text for word in cell.words[:at] if word.text.casefold() not in sentence_words("articles")]
    ended = bool(before) and before[-1].endswith(".") and title_panel(" ".join(before)) is None  # "Method 12, HPLC. LOQ = 0.01 % each"
    return at is not None and (not before or before[-1].endswith(":") or ended)


def _level(a: Cell, b: Cell) -> bool:
    """Whether two cells stand on one line, small print set with the tops of its letters at a larger title's too."""
    return abs(a.baseline - b.baseline) < LINE_JITTER * max(a.size, b.size)


def _goes_with(title: Title, cell: Cell, table: Table, page: PageTables) -> bool:
    """Whether a cell stands behind a title, before any other title of its line, or between it and its table; below another table it is
    that one's note."""
    titles = page.titles
    others = (t.cell for t in titles if t is not title and _level(t.cell, title.cell))
    if _level(cell, title.cell):
        return cell.x0 >= title.cell.x0 and not any(title.cell.x0 < other.x0 <= cell.x0 for other in others)
    shared = title.cell.overlap(table.x0, table.x1) <= 0  # a title over the table on the left, which holds for this one too
    below_another = any(title.cell.baseline < t.bottom < cell.baseline and cell.overlap(t.x0, t.x1) > 0 for t in page.tables)
    between = title.cell.baseline < cell.baseline < table.top and not below_another
    return between and (shared or cell.overlap(table.x0, table.x1) > 0)
