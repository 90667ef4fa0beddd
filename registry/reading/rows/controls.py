"""Which tables hold quality control in place of the sample's results: blanks, spikes and control samples laid out like the results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from registry.model.printed import parse_printed
from registry.reading.control_words import (
    Beside,
    control_beside,
    is_control_sample,
    names_control,
    names_surrogate,
    no_results,
    speaks_of_controls,
    titles_controls,
)
from registry.reading.head.fields import label_key, load_fields
from registry.reading.layout.cells import Cell
from registry.reading.layout.rows import Row
from registry.reading.layout.tables import Table
from registry.reading.layout.titles import Title
from registry.reading.page_tables import PageTables
from registry.reading.panels import name_panel
from registry.reading.rows.roles import ColumnRole, counts_product
from registry.reading.rows.samples_beside import lines_over
from registry.reading.shapes import Shape, cell_shape, states_bound
from registry.reading.vocabulary import Role

LARGER = 1.12
"""How much larger a title is set than those of the parts below it."""
RIGHT_OVER = 2.2
"""In sizes: how far under a title of quality control that of its part stands in the same print."""
SAME_LEVEL = 0.97
FEWEST_ROWS = 4
_SAMPLE_FIELDS = frozenset({"sample_id", "product_name", "matrix"})


class _Told(NamedTuple):
    """A column's heading."""

    role: Role | None
    text: str


def holds_controls(page: PageTables, table: Table, title: Title | None) -> bool:
    """True where `table`, under `title`, tells of quality control or of the work done, and of no result of the sample."""
    if title is not None and title.quality_control:
        return True
    over = table.name_heading
    named = over is not None and (no_results(over.text) or over.heading.role is Role.QC)
    if named or _is_headed_as_control(page, table, title) or _under_larger_title(page, table, title):
        return True
    return _of_control_sample(page, table) or _lists_steps(table)


_OF_RESULTS = frozenset(Role) - {Role.NAME, Role.RESULT, Role.QC, Role.PANEL, Role.ASIDE, Role.CLAIM}
"""What tables of results print beside them."""


def tells_quality_beside(table: Table) -> bool:
    """True for a table of results that prints a word of quality control over one of its columns: "Expected", "Recovery (%)"."""
    return any(heading.role is Role.QC for heading in _headings(table))


def tells_of_results(table: Table) -> bool:
    """True for a table that prints a limit, a unit, a verdict or the like beside its results, as tables of the sample's results do."""
    return not {heading.role for heading in _headings(table)}.isdisjoint(_OF_RESULTS)


def _is_headed_as_control(page: PageTables, table: Table, title: Title | None) -> bool:
    """True where the headings make it a table of quality control: of a blank or a spike, or of a recovery with nothing of a sample's.

    One column that tells what was expected, how good the method is, or what the instrument read, leaves a table of results what
    it is; what was expected and how much of it was found, or a recovery and the range that it must lie in, do not.
    """
    headings = _headings(table)
    columns = [(i, c.text) for i, c in enumerate(table.columns) if c.heading and c.heading.heading.role is Role.QC]
    groups = {told for i, text in columns if (told := control_beside(text)) is not Beside.EXPECTED or not states_bounds(table, i)}
    if not groups:
        return False  # none, or what was expected, as a limit
    results = any(heading.role is Role.RESULT for heading in headings)
    beside = len(groups) == 1 and None not in groups and results and tells_of_results(table)
    beside = beside or (groups == {Beside.EXPECTED} and _expects_of_product(page, table, title))
    return not beside or (Beside.QUALITY in groups and _accepts_ranges(table))


def _expects_of_product(page: PageTables, table: Table, title: Title | None) -> bool:
    """Whether a result in a known unit stands before what was expected of it, as a measurement does before the product's nominal content.

    What was put into a control is printed the other way round, before what was found; per serving nothing is put into one.
    """
    headed = [(n, c.heading.heading) for n, c in enumerate(table.columns) if c.heading]
    result = next(((n, heading) for n, heading in headed if heading.role is Role.RESULT and heading.exact), None)
    expected, of_what = next((n, heading) for n, heading in headed if heading.role is Role.QC)
    if result is None or (result[0] > expected and not counts_product(of_what.unit)):
        return False
    if any(speaks_of_controls(c.text) for line in lines_over(table, page.cells) for c in line):
        return False  # "Check standard"
    in_unit = title is not None and title.unit is not None
    named = table.name_heading is not None and table.name_heading.heading.unit is not None
    cells = [row.cells[result[0]].text for row in table.rows if result[0] in row.cells]
    return in_unit or named or result[1].unit is not None or (bool(cells) and all(map(_prints_unit, cells)))


def _prints_unit(text: str) -> bool:
    """Whether a value says in what it counts; a finding needs no unit."""
    shape = cell_shape(text)
    return shape is Shape.WORD or (shape is Shape.NUMBER and parse_printed(text).unit_text is not None)


def states_bounds(table: Table, column: int) -> bool:
    """Whether most cells of a column say what is allowed: "NMT 10", "Absent"."""
    held = [row.cells[column].text for row in table.rows if column in row.cells]
    return bool(held) and sum(states_bound(text) or cell_shape(text) is Shape.WORD for text in held) >= 0.5 * len(held)


def _headings(table: Table) -> list[_Told]:
    return [_Told(c.heading.heading.role, c.text) for c in table.columns if c.heading]


def _accepts_ranges(table: Table) -> bool:
    """Whether a column of limits says between which two numbers something must lie: "80-120"."""
    limits = [i for i, c in enumerate(table.columns) if c.heading and c.heading.heading.role is Role.LIMIT]
    cells = [row.cells[i] for row in table.rows for i in limits if i in row.cells]
    return any(cell_shape(cell.text) is Shape.RANGE for cell in cells)


def _under_larger_title(page: PageTables, table: Table, title: Title | None) -> bool:
    """True where a title of quality control stands over the table's own: larger, and nothing as large between, or right over it."""
    size, top = (title.cell.size, title.cell.baseline) if title is not None else (table.size, table.top)
    over = [t.cell for t in page.titles if t.cell.baseline < table.top and titles_controls(t.cell.text)]
    control = max((c for c in over if c.size >= LARGER * size or 0 < top - c.baseline < RIGHT_OVER * c.size), key=_baseline, default=None)
    return control is not None and not any(
        control.baseline < c.baseline < table.top
        and c.size >= SAME_LEVEL * control.size
        and cell_shape(c.text) is Shape.TEXT
        and (title is None or c is not title.cell)
        for c in page.cells
    )


def _baseline(cell: Cell) -> float:
    return cell.baseline


def _of_control_sample(page: PageTables, table: Table) -> bool:
    """True where the nearest line over the table that names a sample names a blank or another control."""
    for whole in reversed(page.lines):
        line = [c for c in whole if c.baseline < table.top]
        samples = list(_samples_on(line)) if line else []
        if samples:
            return any(map(is_control_sample, samples))
        if any(map(names_control, [c.text.partition(":")[2].strip() for c in line if ":" in c.text])):
            return True  # "QC type: Method Blank"
    return False


def is_controls_row(row: Row, roles: Sequence[ColumnRole]) -> bool:
    """True for a row of a control sample among those of the sample: its group, its panel or its note names one, or it is a surrogate's."""
    told = [cell.text for index, cell in row.cells.items() if roles[index].role in (Role.PANEL, Role.ASIDE)]
    group = [row.group.text] if row.group else []
    surrogates = [*group, *([row.name.text] if row.name else [])]
    return any(map(names_control, [*told, *group])) or any(map(titles_controls, group)) or any(map(names_surrogate, surrogates))


def _samples_on(line: Sequence[Cell]) -> Iterator[str]:
    """What a line prints behind labels of samples: "Lab Sample ID: MB 401188/1", "Sample type:" and "Method blank"."""
    labels = load_fields().labels
    for cell, behind in zip(line, (*line[1:], None), strict=True):
        words, colon, said = cell.text.partition(":")
        label = labels.get(label_key(words)) if colon else None
        if label is not None and label.field in _SAMPLE_FIELDS and (said.strip() or behind is not None):
            yield said.strip() or (behind.text if behind is not None else "")


def _lists_steps(table: Table) -> bool:
    """True for a list of steps of work ("Prep", "Analysis", "Prep"): few names over many rows, none of them an analyte's."""
    names = [row.name.text for row in table.rows if row.name is not None]
    return len(names) >= FEWEST_ROWS and len(set(names)) <= 0.5 * len(names) and not any(map(name_panel, names))
