"""Which tables hold quality control in place of the sample's results: blanks, spikes and control samples laid out like the results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from registry.reading.head.fields import label_key, load_fields
from registry.reading.layout.cells import Cell
from registry.reading.layout.headings import lines_of
from registry.reading.layout.tables import Table
from registry.reading.layout.titles import Title
from registry.reading.page_tables import PageTables
from registry.reading.vocabulary import Role, Shape, cell_shape, is_control_sample, name_panel, no_results, titles_controls

LARGER = 1.12
"""How much larger a title is set than those of the parts below it."""
SAME_LEVEL = 0.97
FEWEST_ROWS = 4
_SAMPLE_FIELDS = frozenset({"sample_id", "product_name", "matrix"})


def holds_controls(page: PageTables, table: Table, title: Title | None) -> bool:
    """True where `table`, under `title`, tells of quality control or of the work done, and of no result of the sample."""
    if title is not None and title.quality_control:
        return True
    headings = [c.heading.heading.role for c in table.columns if c.heading]
    named = table.name_heading is not None and no_results(table.name_heading.text)
    return named or Role.QC in headings or _under_larger_title(page, table, title) or _of_control_sample(page, table) or _lists_steps(table)


def _under_larger_title(page: PageTables, table: Table, title: Title | None) -> bool:
    """True where a larger title of quality control stands over the table's own, and nothing as large between the two."""
    size = title.cell.size if title is not None else table.size
    over = [t.cell for t in page.titles if t.cell.baseline < table.top and t.cell.size >= LARGER * size and titles_controls(t.cell.text)]
    if not over:
        return False
    control = max(over, key=lambda c: c.baseline)
    return not any(
        control.baseline < c.baseline < table.top and c.size >= SAME_LEVEL * control.size and cell_shape(c.text) is Shape.TEXT
        for c in page.cells
    )


def _of_control_sample(page: PageTables, table: Table) -> bool:
    """True where the nearest line over the table that names a sample names a blank or another control."""
    for line in reversed(lines_of(c for c in page.cells if c.baseline < table.top)):
        samples = list(_samples_on(line))
        if samples:
            return any(map(is_control_sample, samples))
    return False


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
