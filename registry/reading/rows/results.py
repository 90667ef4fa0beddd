"""A document's result rows, table by table and page by page: quality-control tables, lists of verdicts and what is said twice left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from registry.model.analytes import name_key
from registry.model.certificate import Panel, Result, Status
from registry.model.evidence import Stage
from registry.model.findings import Finding
from registry.model.printed import guess_decimal_comma
from registry.reading.confidence import weighed
from registry.reading.document import Document, Page
from registry.reading.layout.sample_lists import SampleLists, lists_samples
from registry.reading.layout.tables import Table
from registry.reading.layout.titles import Title, last_title, stands_on
from registry.reading.page_tables import PageTables, names_analyte, read_page_tables
from registry.reading.panels import name_panel, title_panel
from registry.reading.rows.by_shape import roles_by_shape, roles_of_other_half
from registry.reading.rows.choices import with_choices
from registry.reading.rows.controls import tells_of_results, tells_quality_beside
from registry.reading.rows.doubts import doubts_about
from registry.reading.rows.legends import Legend, explained, meant_in_language, read_legend, read_meanings, read_verdicts
from registry.reading.rows.loose import LooseReader, is_badge, may_stand_alone, says_verdict, without_sum
from registry.reading.rows.lost_signs import with_whole_units
from registry.reading.rows.remarks import SaidLimit, of_whole_panels, said_limits
from registry.reading.rows.repeats import in_one_language, repeats, says_more, without_repeats
from registry.reading.rows.roles import NUMBERED, ColumnRole, column_roles, counted_as
from registry.reading.rows.samples_beside import samples_beside
from registry.reading.rows.sections import Section, section_of
from registry.reading.rows.spreads import said_spreads
from registry.reading.rows.summaries import is_summary
from registry.reading.rows.tabled import RowReader
from registry.reading.rows.together import with_parted_columns
from registry.reading.rows.values import ValueReader, coverage_factor, evidence
from registry.reading.shapes import Shape, cell_shape
from registry.reading.time_points import FEWEST, are_time_points, is_time_point
from registry.reading.vocabulary import Role

BADGES = 4
"""So many verdicts beside names of panels are a list of badges, none of which is a row."""


def read_results(document: Document) -> tuple[tuple[Result, ...], tuple[Finding, ...]]:
    """All result rows of `document` in reading order, and what was noticed on the way."""
    pages: list[PageTables] = []
    for page in document.pages:
        if page.words:
            pages.append(read_page_tables(page, pages[-1] if pages else None))
    texts = [c.text for p in pages for t in p.tables for r in t.rows for c in r.cells.values()]
    texts += [c.text for p in pages for s in p.statements for c in s.values]
    # most certificates print no comma in any number, and then there is nothing to weigh
    misread = any(page.stage is Stage.OCR for page in document.pages)
    comma = guess_decimal_comma(texts, misread=misread) if any("," in text for text in texts) else False
    passages = [passage for page in pages for passage in page.passages]
    coverage = coverage_factor([word.text for page in document.pages for word in page.words])
    headings = (column.text for page in pages for table in page.tables for column in table.columns)
    flags = [text.rpartition(" ")[2].strip("()") for text in texts if " " in text and text[:1].isdigit()]  # "0.005 U"
    values = ValueReader(comma, coverage, {**meant_in_language(texts, headings), **read_meanings(passages, [*texts, *flags])})
    said = {page.page.number: said_limits(page.passages, page.page, values) for page in pages}
    lists = SampleLists([page.lines for page in pages])
    reader = _Reader(values, said, read_legend(passages), read_verdicts(passages), lists)
    spreads = [one for page in pages for one in said_spreads(page.passages, page.page, values)]
    reader.row_reader = replace(reader.row_reader, spreads=spreads) if spreads else reader.row_reader
    for read in pages:
        reader.read(read)
    results = weighed(reader.all_results())
    return tuple(results), (*reader.findings, *reader.values.findings, *doubts_about(results))


class _Reader:
    """Collects the rows of one document, page after page."""

    def __init__(
        self,
        values: ValueReader,
        said: dict[int, list[SaidLimit]],
        legend: Legend,
        verdicts: Mapping[str, Status | None],
        lists: SampleLists,
    ) -> None:
        self.values = values
        self.said = said
        self.legend = legend
        self.lists = lists
        named = [one for page in said.values() for one in page if one.of is not None]
        self.row_reader = RowReader(values, named, of_whole_panels(one for page in said.values() for one in page), verdicts)
        self.loose_reader = LooseReader(values, said, named)
        self.tabled: list[Result] = []
        self.loose: list[Result] = []
        self.expected: list[Result] = []
        """Rows of which their table says nothing but what was expected of them."""
        self.findings: list[Finding] = []
        self.sections: dict[int, Section] = {}
        self.roles: dict[int, list[ColumnRole]] = {}
        self.carried: Title | None = None

    def read(self, page: PageTables) -> None:
        if self.carried is not None and stands_on(self.carried, page.cells):
            self.carried = None  # the foot of every page
        for table in page.tables:
            section = self.sections[id(table)] = self._section(page, table)
            if not section.quality_control and not lists_samples(table, page.cells, names_analyte):
                self._read_table(page, table, section)
        badges = sum(says_verdict(s) and title_panel(s.name.text) is not None for s in page.statements)
        loose = [r for s in page.statements if (r := self.loose_reader.read(page, s, self.carried)) is not None]
        self.loose += [r for r in loose if badges < BADGES or not is_badge(r)]
        self.carried = last_title(page.titles, page.cells) or self.carried

    def all_results(self) -> list[Result]:
        """The tables' rows, then what stands outside tables and repeats none of them."""
        cards = [loose for loose in self.loose if any(says_more(loose, row) for row in self.tabled)]
        self.tabled = without_repeats([*self.tabled, *cards])
        tabled = {(r.panel, name_key(without_sum(r.analyte))) for r in self.tabled}
        panels = {r.panel for r in self.tabled}
        told = panels | {r.panel for r in self.loose}  # a table of another panel's: what it expects was put into a control
        once: dict[tuple[Panel, str], Result] = {}
        for result in [*self.loose, *(r for r in self.expected if r.panel not in told)]:
            key = (result.panel, name_key(without_sum(result.analyte)))
            if key in tabled or (is_badge(result) and result.panel in panels) or any(repeats(result, row) for row in self.tabled):
                continue
            other = once.get(key, result)
            more = len(result.measurements) - len(other.measurements)
            fuller = result if more > 0 or (more == 0 and len(result.measurements[0].text) > len(other.measurements[0].text) + 1) else other
            once[key] = fuller.model_copy(update={"status": other.status or result.status, "limit": other.limit or result.limit})
        return self.tabled + list(once.values())

    def _section(self, page: PageTables, table: Table) -> Section:
        before = self.sections.get(id(table.continues)) if table.continues else None
        return before or section_of(page, table, self.carried, self.values, self.said[page.page.number])

    def _read_table(self, tables: PageTables, found: Table, section: Section) -> None:
        page, table = tables.page, with_parted_columns(with_whole_units(found) if tables.page.stage is Stage.OCR else found)
        before = self.roles.get(id(table.continues)) if table.continues else None
        own = self._by_shape(table, tables) if table.unheaded else with_choices(table, self._by_headings(table))
        samples = samples_beside(table, tables.cells, self.lists)
        for sample in samples[1:]:
            details, place = {"text": sample.cell.text[:60]}, evidence(sample.cell, page)
            self.findings.append(Finding(code="sample-not-read", details=details, page=page.number, evidence=place))
        if own is None:
            self._note_table(page, table)
            return
        roles = self.roles[id(found)] = before or counted_as(own, section.unit)
        for number, sample in enumerate(samples):
            for i in sample.columns:
                roles[i].role, roles[i].sure = (Role.ASIDE, 0.0) if number else (Role.RESULT, roles[i].sure or NUMBERED)
        self._take_times(table, roles, page)
        summary = is_summary(table, roles)
        if not any(r.role in (Role.RESULT, Role.CLAIM_SHARE) for r in roles):
            if not any(r.role is Role.STATUS for r in roles):
                self._note_table(page, table)
                return
            for role in (r for r in roles if r.role is Role.STATUS):  # verdicts alone: they are the result
                role.role, role.judges = Role.RESULT, True
        rows = [r for row in table.rows if (r := self.row_reader.read(page, row, roles, section)) is not None]
        if summary:  # a list of panels and verdicts; foreign matter and a figure beside a verdict often have no other place
            self.loose += [r for r in rows if r.status and (r.panel is Panel.FOREIGN_MATTER or not is_badge(r))]
        elif table.unheaded:
            alone = [r for r in rows if may_stand_alone(r.measurements, r.panel, r.analyte)]
            self.loose += [self.loose_reader.with_said(r, tables, table) for r in alone]
            known = {name_key(r.analyte) for r in (*self.tabled, *self.loose)}
            if sum(name_key(r.analyte) not in known for r in rows) > 0.5 * len(rows):
                self._note_table(page, table)  # numbers of which nobody says in what they count
        elif tells_quality_beside(table):
            (self.loose if tells_of_results(table) else self.expected).extend(
                rows
            )  # where another holds these analytes, this one checked them
        else:
            self.tabled += in_one_language(rows)

    def _take_times(self, table: Table, roles: list[ColumnRole], page: Page) -> None:
        """Make the columns of one sample's later tests results too, each of its time, and say that there are several."""
        free = [(i, c.heading) for i, c in enumerate(table.columns) if c.heading and roles[i].role in (Role.RESULT, Role.ASIDE)]
        if len(free) < FEWEST:
            return  # nearly always
        told = [(i, cell.text) for i, heading in free for cell in heading.cells if is_time_point(cell.text)]
        timed, texts = [i for i, _ in told], [text for _, text in told]
        if not are_time_points(texts):
            return  # nearly always
        for i, text in zip(timed, texts, strict=True):
            roles[i].role, roles[i].sure, roles[i].time_point = Role.RESULT, NUMBERED, text
        said = Finding(code="several-times", details={"times": ", ".join(texts), "last": texts[-1]}, page=page.number)
        if all(one.details != said.details for one in self.findings):
            self.findings.append(said)

    def _by_headings(self, table: Table) -> list[ColumnRole]:
        return explained(column_roles(table), table, self.legend, self.row_reader.verdicts)

    @staticmethod
    def _by_shape(table: Table, tables: PageTables) -> list[ColumnRole] | None:
        return roles_by_shape(table) or roles_of_other_half(table, tables.tables)

    def _note_table(self, page: Page, table: Table) -> None:
        """A table of analytes with numbers of which nothing could be taken."""
        first = next((row.name for row in table.rows if row.name), None)
        numbers = any(cell_shape(c.text) is Shape.NUMBER for row in table.rows for c in row.cells.values())
        known = sum(row.name is not None and name_panel(row.name.text) is not None for row in table.rows)
        if first is not None and numbers and known >= 2:
            place = evidence(first, page)
            self.findings.append(Finding(code="table-not-understood", details={"text": first.text[:60]}, page=page.number, evidence=place))
