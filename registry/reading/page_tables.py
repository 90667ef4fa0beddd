"""What one page holds, found once: cells, titles, tables (with headings, on their side, going on from the page before), loose results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from registry.model.analytes import load_catalogue
from registry.reading.document import Page
from registry.reading.layout.blocks import find_blocks
from registry.reading.layout.cells import Cell, build_cells, lines_of, place
from registry.reading.layout.halves import cut_at_repeats
from registry.reading.layout.headings import Block
from registry.reading.layout.labelled import find_labelled
from registry.reading.layout.listed import mark_listed
from registry.reading.layout.loose import Statement, find_statements
from registry.reading.layout.nameless import named_by_title
from registry.reading.layout.passages import Passage, find_passages, find_stated
from registry.reading.layout.run_on import find_run_on, parted_at_names
from registry.reading.layout.sign_columns import with_signs_before
from registry.reading.layout.tables import Table, continue_table, find_tables
from registry.reading.layout.tiles import find_tiles, has_large_figures
from registry.reading.layout.titles import Title, find_titles
from registry.reading.layout.transposed import find_transposed, lies_on_side
from registry.reading.layout.unheaded import find_unheaded
from registry.reading.panels import name_panel
from registry.reading.portions import without_portion
from registry.reading.vocabulary import is_other_label, without_basis
from registry.remembered import remembered


@dataclass(slots=True)
class PageTables:
    """One page's cells, titles, tables and loose results."""

    page: Page
    cells: list[Cell]
    lines: list[list[Cell]]
    titles: list[Title]
    tables: list[Table]
    statements: list[Statement]
    passages: list[Passage]
    """The running text outside tables."""


def read_page_tables(page: Page, before: PageTables | None = None) -> PageTables:
    """The tables of one page; those of the page `before` may go on here without a heading."""
    cells = parted_at_names(build_cells(page), names_analyte)
    lines = lines_of(cells)
    large, held = find_tiles(cells, names_analyte, large=True) if has_large_figures(cells) else ([], [])
    running, bars = find_run_on(cells, names_analyte)
    held = held + bars
    body = [c for c in cells if c not in held] if held else cells
    blocks = [part for block in find_blocks(body, lines_of(body) if held else lines) for part in cut_at_repeats(block, body)]
    tables = [
        t
        for found in find_tables(page.number, body, blocks, page.rulings)
        for t in [named_by_title(found, cells)]
        if any(row.name and row.cells for row in t.rows) and not lies_on_side(t)
    ]
    free = _without(body, tables)
    for table in _lowest(before.tables) if before else ():
        floor = min((b.top for b in blocks if b.x0 < table.x1 and b.x1 > table.x0), default=float("inf"))
        further = continue_table(table, page.number, free, floor, page.rulings)
        if further is not None:
            tables.insert(0, further)
            free = _without(free, [further])
    below = [further for table in tables if (further := _below(table, page.number, free, blocks)) is not None]
    free = _without(free, below)
    tiles, held = find_tiles(free, names_analyte)
    free = with_signs_before([c for c in free if c not in held] if held else free)
    on_side = find_labelled(page.number, free, names_analyte)
    on_side += find_transposed(page.number, _without(free, on_side), names_analyte)
    free = _without(free, on_side)
    unheaded = find_unheaded(page.number, free, names_analyte)
    free = _without(free, unheaded)
    passages = find_passages(free)
    statements = mark_listed(find_statements(free, names_analyte), unheaded, free)
    stated = [s for s in find_stated(passages, names_analyte) if _is_new(s, statements)]
    tables = tables + below + on_side + unheaded
    heads = [row.name for table in tables for row in table.rows if row.name is not None and row.name.baseline < table.top]
    return PageTables(
        page,
        cells,
        lines,
        _marked(_titles(page, sorted([*free, *heads], key=lambda c: (c.baseline, c.x0))), tables),
        tables,
        large + running + tiles + statements + stated,
        passages,
    )


LETTERHEAD, LARGE = 0.25, 1.3
"""Share of the first page's height in which letterhead and product stand, and in usual sizes how large they are."""


def _titles(page: Page, cells: list[Cell]) -> list[Title]:
    """The titles among the cells; a letterhead or a product's name with a word of control ("Recovery Blend") heads no table."""
    titles = find_titles(cells)
    if page.number > 1 or not any(t.quality_control for t in titles):
        return titles
    usual = median(c.size for c in cells)
    below = [t for t in titles if not t.quality_control or t.cell.baseline > LETTERHEAD * page.height]
    return [t for t in titles if t in below or (t.cell.size < LARGE * usual and not _stands_in_lines(t.cell, cells))]


def _marked(titles: list[Title], tables: Sequence[Table]) -> list[Title]:
    """The titles, each told whether it heads some rows of a table."""
    groups = {row.group.text for table in tables for row in table.rows if row.group}
    return [replace(t, heads_rows=True) if t.cell.text in groups else t for t in titles]


LINE_STEP = 1.6
"""In sizes: lines of one address follow each other closer."""


def _stands_in_lines(cell: Cell, cells: Sequence[Cell]) -> bool:
    """Whether lines of the same print stand right above and right below, as in an address: "Quality Control" under a company's name."""
    alike = [c for c in cells if c is not cell and abs(c.x0 - cell.x0) < 1 and abs(c.size - cell.size) < 0.1]
    steps = [(c.baseline - cell.baseline) / cell.size for c in alike]
    return any(0 < step < LINE_STEP for step in steps) and any(-LINE_STEP < step < 0 for step in steps)


def _is_new(statement: Statement, others: list[Statement]) -> bool:
    """Whether no other statement holds the words of this one's values."""
    held = {place(word) for other in others for cell in other.values for word in cell.words}
    return all(held.isdisjoint(map(place, cell.words)) for cell in statement.values)


def _lowest(tables: list[Table]) -> list[Table]:
    """The tables that no other stands under: what is cut by the page's end goes on over the page."""
    return [t for t in tables if not any(other.top > t.bottom and other.x0 < t.x1 and other.x1 > t.x0 for other in tables)]


AFTER_GAP = 8.0
"""In sizes: how far below a table rows may still go on under its columns (totals set apart)."""


def _below(table: Table, page: int, free: list[Cell], blocks: list[Block]) -> Table | None:
    """The rows among the `free` cells that go on under `table`'s columns on its own page behind a gap."""
    if table.page != page:
        return None
    floor = min((b.top for b in blocks if b.top > table.bottom and b.x0 < table.x1 and b.x1 > table.x0), default=float("inf"))
    floor = min(floor, table.bottom + AFTER_GAP * table.size)
    return continue_table(table, page, [c for c in free if c.baseline > table.bottom], floor)


def _without(cells: list[Cell], tables: list[Table]) -> list[Cell]:
    if not tables:
        return cells
    used = {spot for table in tables for spot in table.used()}
    return [c for c in cells if used.isdisjoint(map(place, c.words))]


@remembered(4096)
def names_analyte(text: str) -> bool:
    """True where `text` is the name of something that laboratories measure, as a whole or per serving."""
    if " per " in text:
        text = without_portion(text)
    if is_other_label(text):
        plain = without_basis(text)
        return plain != text and names_analyte(plain)  # "Total THC, dry weight"
    return name_panel(text) is not None or load_catalogue().match(text) is not None
