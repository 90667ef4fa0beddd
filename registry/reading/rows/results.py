"""Tables -> result rows: values with units, LOD and LOQ, limits, verdicts, each with its place; quality-control tables left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from registry.errors import UnknownUnitError
from registry.model.analytes import name_key
from registry.model.certificate import Panel, Result, Status
from registry.model.evidence import Stage
from registry.model.findings import Finding
from registry.model.measurement import Measurement, Qualifier, Quantity
from registry.model.printed import guess_decimal_comma
from registry.model.units import Basis, parse_unit, says_per_portion
from registry.reading.confidence import weighed
from registry.reading.control_words import no_results
from registry.reading.document import Document, Page
from registry.reading.layout.cells import Cell, lines_of
from registry.reading.layout.loose import Statement
from registry.reading.layout.rows import Row
from registry.reading.layout.tables import Table
from registry.reading.layout.titles import BRACKETED, Title, last_title, stands_on, title_over
from registry.reading.page_tables import PageTables, read_page_tables
from registry.reading.rows.by_shape import roles_by_shape
from registry.reading.rows.controls import is_controls_row, tells_quality_beside
from registry.reading.rows.doubts import doubts_about
from registry.reading.rows.legends import Legend, explained, read_legend, read_non_detects, read_verdicts
from registry.reading.rows.names import accented_name, analyte_of, clean_name, without_unit
from registry.reading.rows.parts import bounds_in_title, halves, in_two_units, parts
from registry.reading.rows.remarks import OF_ONE_METHOD, SaidLimit, limit_for, limit_in, said_in_block, said_in_notes, said_limits
from registry.reading.rows.repeats import repeats, without_repeats
from registry.reading.rows.roles import NUMBERED, ColumnRole, column_roles, counted_as, counted_per, mass_per
from registry.reading.rows.samples_beside import samples_beside
from registry.reading.rows.sections import Section, is_under_another, section_of, unit_beside
from registry.reading.rows.summaries import is_summary
from registry.reading.rows.values import ValueReader, coverage_factor, evidence, one_basis, one_unit
from registry.reading.shapes import Shape, cell_shape, verdict
from registry.reading.single_tests import has_no_unit, is_single_test
from registry.reading.vocabulary import (
    Role,
    claimed_amount,
    is_nutrient,
    is_other_label,
    name_panel,
    says_dry,
    seeks_adulterants,
    title_panel,
    unit_text,
)

LOOSE_SURE = 0.97
"""How sure the label of a figure outside tables is."""
RIGHT_ABOVE = 2.5
"""In sizes: how far above its line of results a title stands at most."""
SHARE_OF_CLAIM = "% of label claim"
BADGES = 4
"""So many verdicts beside names of panels are a list of badges, none of which is a row."""
_BRACKETED_FORMULA = re.compile(r"\s+\([^()]*[+*×][^()]*\)$")
_LIKE_A_UNIT = re.compile(r"[^\W\d]{2,15} ?/ ?[^\W\d]{1,15}")
_POSTAL = re.compile(r"\b[A-Z]{2},? \d{5}(?:-\d{4})?(?=,|$)")
"""State and postal code: the line of an address beside some number."""
_LETTER = re.compile(r"[^\W\d_]")
_RESULT_AT_END = re.compile(r"(?i)\s+(?:test\s+)?results?$")
_TOTAL = re.compile(r"(?i)\s*(total|sum|celk|gesamt|summe|max(?:imum)?\.? (?=[^\W\d]))")
"""What is added up of others, or would be after heating ("Max THC"): the limits of single analytes are not its own."""

Cells = dict[Role, list[tuple[Cell, ColumnRole]]]
"""The cells of one row by what their columns hold."""


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
    values = ValueReader(comma, coverage, read_non_detects(passages))
    said = {page.page.number: said_limits(page.passages, page.page, values) for page in pages}
    reader = _Reader(values, said, read_legend(passages), read_verdicts(passages))
    for read in pages:
        reader.read(read)
    results = weighed(reader.all_results())
    return tuple(results), (*reader.findings, *reader.values.findings, *doubts_about(results))


class _Reader:
    """Collects the rows of one document, page after page."""

    def __init__(self, values: ValueReader, said: dict[int, list[SaidLimit]], legend: Legend, verdicts: Mapping[str, Status]) -> None:
        self.values = values
        self.said = said
        self.legend = legend
        self.verdicts = verdicts
        self.named = [one for page in said.values() for one in page if one.of is not None]
        self.tabled: list[Result] = []
        self.loose: list[Result] = []
        self.findings: list[Finding] = []
        self.sections: dict[int, Section] = {}
        self.roles: dict[int, list[ColumnRole]] = {}
        self.carried: Title | None = None

    def read(self, page: PageTables) -> None:
        if self.carried is not None and stands_on(self.carried, page.cells):
            self.carried = None  # the foot of every page
        for table in page.tables:
            section = self.sections[id(table)] = self._section(page, table)
            if not section.quality_control:
                self._read_table(page, table, section)
        badges = sum(_says_verdict(s) and title_panel(s.name.text) is not None for s in page.statements)
        loose = [r for s in page.statements if (r := self._loose(page, s)) is not None]
        self.loose += [r for r in loose if badges < BADGES or not _is_badge(r)]
        self.carried = last_title(page.titles, page.cells) or self.carried

    def all_results(self) -> list[Result]:
        """The tables' rows, then what stands outside tables and repeats none of them."""
        self.tabled = without_repeats(self.tabled)
        tabled = {(r.panel, name_key(r.analyte)) for r in self.tabled}
        panels = {r.panel for r in self.tabled}
        once: dict[tuple[Panel, str], Result] = {}
        for result in self.loose:
            key = (result.panel, name_key(result.analyte))
            if key in tabled or (_is_badge(result) and result.panel in panels) or any(repeats(result, row) for row in self.tabled):
                continue
            other = once.get(key, result)
            more = len(result.measurements) - len(other.measurements)
            fuller = result if more > 0 or (more == 0 and len(result.measurements[0].text) > len(other.measurements[0].text) + 1) else other
            once[key] = fuller.model_copy(update={"status": other.status or result.status, "limit": other.limit or result.limit})
        return self.tabled + list(once.values())

    def _section(self, page: PageTables, table: Table) -> Section:
        before = self.sections.get(id(table.continues)) if table.continues else None
        return before or section_of(page, table, self.carried, self.values, self.said[page.page.number])

    def _read_table(self, tables: PageTables, table: Table, section: Section) -> None:
        page = tables.page
        before = self.roles.get(id(table.continues)) if table.continues else None
        own = roles_by_shape(table) if table.unheaded else explained(column_roles(table), table, self.legend)
        samples = samples_beside(table, tables.cells)
        for sample in samples[1:]:
            details, place = {"text": sample.cell.text[:60]}, evidence(sample.cell, page)
            self.findings.append(Finding(code="sample-not-read", details=details, page=page.number, evidence=place))
        if own is None:
            self._note_table(page, table)
            return
        roles = self.roles[id(table)] = before or counted_as(own, section.unit)
        for number, sample in enumerate(samples):
            for i in sample.columns:
                roles[i].role, roles[i].sure = (Role.ASIDE, 0.0) if number else (Role.RESULT, roles[i].sure or NUMBERED)
        summary = is_summary(table, roles)
        if not any(r.role in (Role.RESULT, Role.CLAIM_SHARE) for r in roles):
            if not any(r.role is Role.STATUS for r in roles):
                self._note_table(page, table)
                return
            for role in roles:  # verdicts alone: they are the result
                role.role = Role.RESULT if role.role is Role.STATUS else role.role
        rows = [r for row in table.rows if (r := self._row(page, row, roles, section)) is not None]
        if summary:  # a list of panels and verdicts; foreign matter and a figure beside a verdict often have no other place
            self.loose += [r for r in rows if r.status and (r.panel is Panel.FOREIGN_MATTER or not _is_badge(r))]
        elif table.unheaded:
            alone = [r for r in rows if _may_stand_alone(r.measurements, r.panel, r.analyte)]
            self.loose += [self._with_said(r, tables, table) for r in alone]
            known = {name_key(r.analyte) for r in (*self.tabled, *self.loose)}
            if sum(name_key(r.analyte) not in known for r in rows) > 0.5 * len(rows):
                self._note_table(page, table)  # numbers of which nobody says in what they count
        elif tells_quality_beside(table):
            self.loose += rows  # where another table holds these analytes, this one checked them
        else:
            self.tabled += rows

    def _with_said(self, result: Result, page: PageTables, table: Table) -> Result:
        """The row of a table without headings with the limits that words state for it."""
        label = next(row.name for row in table.rows if row.name)
        said = {role: self._said(role, result.analyte, result.panel, label, page, result.measurements) for role in (Role.LOD, Role.LOQ)}
        return result.model_copy(update={"lod": result.lod or said[Role.LOD], "loq": result.loq or said[Role.LOQ]})

    def _note_table(self, page: Page, table: Table) -> None:
        """A table of analytes with numbers of which nothing could be taken."""
        first = next((row.name for row in table.rows if row.name), None)
        numbers = any(cell_shape(c.text) is Shape.NUMBER for row in table.rows for c in row.cells.values())
        known = sum(row.name is not None and name_panel(row.name.text) is not None for row in table.rows)
        if first is not None and numbers and known >= 2:
            place = evidence(first, page)
            self.findings.append(Finding(code="table-not-understood", details={"text": first.text[:60]}, page=page.number, evidence=place))

    def _row(self, page: Page, row: Row, roles: list[ColumnRole], section: Section) -> Result | None:
        name = clean_name(row.name.text) if row.name else ""
        named_unit = _unit_in_name(name)
        name = without_unit(name)
        name = accented_name(name) if page.stage is Stage.OCR else name
        if row.name is None or not _LETTER.search(name) or no_results(name) or cell_shape(name) in (Shape.DATE, Shape.NUMBER):
            return None
        if _POSTAL.search(name) or is_controls_row(row, roles):
            return None
        roles = _roles_in(row, roles)
        by_role: Cells = {}
        for index, cell in sorted(row.cells.items()):
            for held, role in halves(cell, roles[index].role):
                claim = claimed_amount(held.text) if role is Role.LIMIT else None
                by_role.setdefault(Role.CLAIM if claim else role, []).append((replace(held, text=claim) if claim else held, roles[index]))
        row_unit = _row_unit(by_role)
        measurements, told = self._measurements(row, roles, row_unit or named_unit or section.unit, page)
        measurements = measurements or self._judged(by_role, name, page)
        if not measurements or (_is_verdict_alone(row) and _is_title(name)) or (is_other_label(name) and _holds_verdicts(row)):
            return None
        unit = measurements[0].unit
        stated = row_unit or unit
        lod, loq = (q if q and not _bounds_result(q, measurements) else None for q in self._detection(by_role, stated, page))
        limit, limit_text, limit_status = self._limit(by_role, stated, page)
        measurements = [_with_unit_of(m, limit, loq, lod) for m in measurements]
        panel = self._panel(name, row, by_role, section)
        own = (panel is Panel.MICROBIALS or not _TOTAL.match(name)) and (
            _concerns(section, measurements, panel) if section.noted else panel is section.panel
        )
        analyte = analyte_of(name, panel)
        return Result(
            panel=panel,
            analyte=name,
            analyte_key=analyte.key if analyte else None,
            page=page.number,
            measurements=tuple(measurements),
            lod=lod or self._of_group(Role.LOD, row, page) or self._named(Role.LOD, name, measurements) or (section.lod if own else None),
            loq=loq or self._of_group(Role.LOQ, row, page) or self._named(Role.LOQ, name, measurements) or (section.loq if own else None),
            limit=limit or (None if limit_text else self._named(Role.LIMIT, name, measurements)),
            limit_text=limit_text,
            uncertainty=next(
                (u for c, r in by_role.get(Role.UNCERTAINTY, []) if (u := self.values.uncertainty(c, r.unit or unit, page))), None
            ),
            label_claim=next(self._quantities(by_role, Role.CLAIM, stated, page), None),
            status=_status(by_role, self.verdicts) or told or limit_status,
            method=next((c.text for c, _ in by_role.get(Role.METHOD, [])), row.method.text if row.method else None),
            evidence=evidence(row.name, page),
            confidence=min([m.confidence or 0.0 for m in measurements]),
        )

    def _measurements(self, row: Row, roles: list[ColumnRole], unit: str | None, page: Page) -> tuple[list[Measurement], Status | None]:
        """One measurement for each result column that prints something, and the first verdict printed with one."""
        out: list[Measurement] = []
        status: Status | None = None
        columns = [(cell, roles[index]) for index, cell in sorted(row.cells.items())]
        named_dry = row.name is not None and says_dry(row.name.text)
        for cell, role in columns:
            if role.role not in (Role.RESULT, Role.CLAIM_SHARE):
                continue
            own = role.unit if not (unit and role.unit and says_per_portion(role.unit)) else None  # "Result per 100 g" beside "mg/100 g"
            stated = SHARE_OF_CLAIM if role.role is Role.CLAIM_SHARE else own or unit
            for part, in_unit in in_two_units(cell, role) or [(part, stated) for part in parts(cell)]:
                measurement, told = self.values.measurement(part, in_unit, page, role.sure, dry=role.dry or named_dry)
                status = status or told
                if measurement is not None:
                    out.append(_under_heading(measurement, role))
        return out, status

    def _judged(self, by_role: Cells, name: str, page: Page) -> list[Measurement]:
        """The verdict as the result of what was described and not measured: "Appearance   Dark green softgel   Conforms"."""
        described = any(cell_shape(c.text) is Shape.TEXT for c, _ in by_role.get(Role.RESULT, []))
        said = next(((c, r, status) for c, r in by_role.get(Role.STATUS, []) if (status := verdict(c.text)) is not None), None)
        names_panel = title_panel(name) not in (None, Panel.OTHER)  # "Elemental impurities   5 elements   Complies" sums up
        if said is None or not described or name_panel(name) is not Panel.OTHER or names_panel:
            return []
        cell, role, status = said
        measurement, _ = self.values.measurement(replace(cell, text=status), None, page, role.sure)
        return [measurement.model_copy(update={"text": cell.text})] if measurement is not None else []

    def _named(self, role: Role, name: str, measurements: Sequence[Measurement]) -> Quantity | None:
        """The limit that some remark states for this analyte."""
        return limit_for(self.named, role, name, [m.unit for m in measurements]) if self.named else None

    def _of_group(self, role: Role, row: Row, page: Page) -> Quantity | None:
        """The limit that the title of the row's group states."""
        said = bounds_in_title(row.group.text).get(role) if row.group else None
        return self.values.quantity(said, None, row.group, page) if said and row.group else None

    def _quantities(self, by_role: Cells, role: Role, unit: str | None, page: Page) -> Iterator[Quantity]:
        for cell, column in by_role.get(role, []):
            quantity = self.values.quantity(cell.text, column.unit or unit, cell, page, column.sure)
            if quantity is not None:
                yield quantity

    def _detection(self, by_role: Cells, unit: str | None, page: Page) -> tuple[Quantity | None, Quantity | None]:
        """LOD and LOQ."""
        lod, loq = (next(self._quantities(by_role, role, unit, page), None) for role in (Role.LOD, Role.LOQ))
        return lod, loq

    def _limit(self, by_role: Cells, unit: str | None, page: Page) -> tuple[Quantity | None, str | None, Status | None]:
        """The first limit column's limit; a second one ("ingestion only") does not count."""
        for cell, role in by_role.get(Role.LIMIT, []):
            if cell_shape(cell.text) is not Shape.BLANK:
                return self.values.limit(cell, role.unit or unit, page, role.sure)
        return None, None, None

    def _panel(self, name: str, row: Row, by_role: Cells, section: Section) -> Panel:
        """The panel printed on the row, told by the name, by the group's title, or by the section."""
        printed = next((p for c, _ in by_role.get(Role.PANEL, []) if (p := title_panel(c.text))), None)
        told = name_panel(name)
        if told is None and row.name is not None and len(lines_of(row.name.words)) > 1:
            told = name_panel(name.replace(" ", ""))  # "Hidroksimitra" over "ginin"
        over = row.group.text if row.group else section.title
        if told is Panel.POTENCY and seeks_adulterants(over) and analyte_of(name) is None:
            return Panel.OTHER  # caffeine in a screen for what was added
        if section.panel is Panel.FOREIGN_MATTER and told is Panel.MICROBIALS:
            return section.panel  # visible mold
        if section.panel is Panel.PESTICIDES and told is Panel.RESIDUAL_SOLVENTS:
            return section.panel  # a fumigant, such as ethylene oxide
        if section.panel is Panel.POTENCY and any(cell_shape(c.text) is Shape.NUMBER for c, _ in by_role.get(Role.CLAIM, [])):
            return section.panel  # the zinc that a label promises is no contaminant
        if is_nutrient(name, section.title):
            return Panel.OTHER
        named = title_panel(name)  # "Heavy Metals (as Pb)", a row for the whole panel
        told = told or (named if named in OF_ONE_METHOD and named is not Panel.POTENCY else None)
        grouped = title_panel(row.group.text) if row.group else None
        of_table = None if row.group and section.grouped else section.panel
        return printed or told or grouped or of_table or Panel.OTHER

    def _loose(self, page: PageTables, statement: Statement) -> Result | None:
        """The row of a result that stands outside tables; None for what is part of the head, or only names a panel."""
        label = statement.name
        name = _RESULT_AT_END.sub("", _BRACKETED_FORMULA.sub("", clean_name(label.text)))
        others = [t for t in page.titles if t.cell.text != label.text]
        first = min((s.name for s in page.statements if abs(s.name.baseline - label.baseline) < 1), key=lambda c: c.x0)
        own, led = (title_over(others, c.x0, c.x1, c.baseline) for c in (label, first))
        right_above = led is not None and label.baseline - led.cell.baseline < RIGHT_ABOVE * label.size
        title = (led if right_above else own or led) or self.carried  # a line of several, under a title at its left end
        told = Panel.OTHER if title is not None and is_nutrient(name, title.cell.text) else name_panel(name)
        strange = statement.listed and told is None and title is not None and is_under_another(page, title, label.baseline)
        over = title.panel if title and not strange else None
        panel = told or over or (Panel.OTHER if statement.listed else None)
        alone = told is Panel.OTHER and ((title is not None and title.panel is Panel.OTHER) or is_single_test(name))
        listed = statement.listed or alone
        if panel is None or (panel is Panel.OTHER and not listed) or (title is not None and title.quality_control):
            return None
        unit = _unit_in_name(name)
        if unit is None and title is not None and title.panel is panel and not statement.boxed:
            unit = title.unit or unit_beside(
                page, title
            )  # names and findings in a grid: "Pesticides (ppm)" over "Captan 0.05  Carbaryl ND"
        read = [self.values.measurement(part, unit, page.page, LOOSE_SURE) for cell in statement.values for part in parts(cell)]
        per = counted_per(name)  # "7-OH per tablet", in mg
        measurements = [m.model_copy(update={"unit": mass_per(m.unit, per)}) for m, _ in read if m is not None]
        plain = listed and all(m.unit in _DENSITIES for m in measurements)
        if not measurements or not (_may_stand_alone(measurements, panel, name) or plain):
            return None
        judged = next((s for _, s in read if s), None)
        analyte = analyte_of(name, panel)
        return Result(
            panel=panel,
            analyte=name,
            analyte_key=analyte.key if analyte else None,
            page=page.page.number,
            measurements=tuple(measurements),
            lod=self._loose_bound(statement.lod, statement, measurements, page.page)
            or self._said(Role.LOD, name, panel, label, page, measurements),
            loq=self._loose_bound(statement.loq, statement, measurements, page.page)
            or self._said(Role.LOQ, name, panel, label, page, measurements),
            limit=self._loose_limit(statement, measurements, page.page) or self._named(Role.LIMIT, name, measurements),
            status=(verdict(statement.verdict.text) if statement.verdict else None) or judged,
            evidence=evidence(label, page.page),
            confidence=min(m.confidence or 0.0 for m in measurements),
        )

    def _loose_bound(self, text: str | None, statement: Statement, measurements: Sequence[Measurement], page: Page) -> Quantity | None:
        """The LOD or LOQ printed with a result outside tables, in its own unit or in the result's."""
        return self.values.quantity(text, measurements[0].unit, statement.name, page, LOOSE_SURE) if text else None

    def _loose_limit(self, statement: Statement, measurements: Sequence[Measurement], page: Page) -> Quantity | None:
        """The limit printed with a result outside tables, in its own unit or in the result's."""
        if statement.limit is None:
            return None
        cell = replace(statement.name, text=statement.limit)
        return self.values.limit(cell, measurements[0].unit, page, LOOSE_SURE)[0]

    def _said(
        self, role: Role, name: str, panel: Panel, label: Cell, page: PageTables, measurements: Sequence[Measurement]
    ) -> Quantity | None:
        """The limit in words that holds for a result outside tables: of its name, of its block, or of its page."""
        if _TOTAL.match(name):
            return None
        units = [m.unit for m in measurements]
        said = self.said[page.page.number]
        block = said_in_block(said, page, label)
        general = said if panel in OF_ONE_METHOD and units[0] else ()
        return self._named(role, name, measurements) or limit_in(block, role, units) or limit_in(said_in_notes(general, page), role, units)


def _under_heading(measurement: Measurement, role: ColumnRole) -> Measurement:
    """The measurement as its column's heading says: counted per serving, or with a standard deviation behind it, which bounds nothing."""
    changes: dict[str, object] = {}
    if role.role is Role.CLAIM_SHARE:
        changes["unit"] = SHARE_OF_CLAIM  # its cells print "%" alone
    elif (counted := mass_per(measurement.unit, role.per)) != measurement.unit:
        changes["unit"] = counted
    if role.deviates and measurement.uncertainty is not None:
        changes["uncertainty"] = None
    return measurement.model_copy(update=changes) if changes else measurement


def _with_unit_of(measurement: Measurement, *bounds: Quantity | None) -> Measurement:
    """The measurement; where it prints a number without a unit, in the unit of the row's limit or LOQ ("10,000 CFU/g"), less surely."""
    if measurement.value is None or measurement.unit is not None:
        return measurement
    unit = next((bound.unit for bound in bounds if bound and bound.unit and _says_concentration(bound.unit)), None)
    if unit is None:
        return measurement
    return measurement.model_copy(update={"unit": unit, "confidence": round(0.95 * (measurement.confidence or 0.0), 3)})


def _bounds_result(quantity: Quantity, measurements: Sequence[Measurement]) -> bool:
    """Whether "< 12" under "LOQ" is what the measured 8.4 may reach: no number is measured below what can be."""
    measured = (m.value for m in measurements if m.qualifier is Qualifier.EQ and m.value is not None)
    return quantity.text is not None and quantity.text.startswith("<") and any(value < quantity.value for value in measured)


def _says_concentration(unit: str) -> bool:
    """Whether a limit's unit may be the result's too: a limit for each day says nothing of it."""
    try:
        return parse_unit(unit).basis is not Basis.PER_DAY
    except UnknownUnitError:
        return False


_WITH_UNIT = re.compile(r"[<>≤≥]?\s*\d[\d.,]*\s*[^\d\s.,].*")


def _roles_in(row: Row, roles: list[ColumnRole]) -> list[ColumnRole]:
    """The columns' roles in this row: a finding set across the columns of result and unit ("Not detected in 25 ml") is the result.

    So is a number with its unit in no column of the table, in a row set under it ("Total Terpenes  4.805 %").
    """
    result = next((role for role in roles if role.role is Role.RESULT), None)
    if result is None or any(roles[index].role is Role.RESULT for index in row.cells):
        return roles
    across = (i for i, c in row.cells.items() if roles[i].role is Role.UNIT and cell_shape(c.text) in (Shape.WORD, Shape.NUMBER))
    aside = (
        i
        for i, c in sorted(row.cells.items())
        if roles[i].sure == 0 and cell_shape(c.text) is Shape.NUMBER and _WITH_UNIT.fullmatch(c.text)
    )
    index = next(across, None)
    index = next(aside, None) if index is None else index
    return roles if index is None else [result if i == index else role for i, role in enumerate(roles)]


def _is_verdict_alone(row: Row) -> bool:
    """Whether a row holds nothing but a verdict: a section's bar; a screen with its method beside it is a result."""
    return len(row.cells) == 1 and _holds_verdicts(row)


def _holds_verdicts(row: Row) -> bool:
    return all(cell_shape(c.text) is Shape.VERDICT for c in row.cells.values())


def _unit_in_name(name: str) -> str | None:
    """The unit that a name carries in brackets or behind a comma: "Total Terpenes (%)", "Water Activity (Aw)", "Yeast and Mold, CFU/g"."""
    bracketed = next((u for m in BRACKETED.finditer(name) if (u := unit_text(m[1])) is not None), None)
    _, comma, behind = name.rpartition(", ")
    return bracketed or (unit_text(behind) if comma else None)


_BELOW_LIMITS = frozenset({Qualifier.ND, Qualifier.LT_LOD, Qualifier.LT_LOQ})


def _concerns(section: Section, measurements: list[Measurement], panel: Panel) -> bool:
    """Whether limits in a note below a table are those of this row: in the same unit, or behind a "<LOQ" without a unit."""
    limit = section.loq or section.lod
    units = {m.unit for m in measurements if m.unit}
    if not units:
        return panel is not Panel.MICROBIALS and all(m.qualifier in _BELOW_LIMITS for m in measurements)
    alike = one_basis if section.general else one_unit
    return limit is not None and limit.unit is not None and any(alike(unit, limit.unit) for unit in units)


def _row_unit(by_role: Cells) -> str | None:
    """The unit in the row's unit column; one that the table of units does not know stays as printed, for a finding to name."""
    units = [c.text.strip() for c, _ in by_role.get(Role.UNIT, [])]
    return next(filter(None, map(unit_text, units)), None) or next(filter(_LIKE_A_UNIT.fullmatch, units), None)


def _status(by_role: Cells, explained: Mapping[str, Status]) -> Status | None:
    """The row's verdict, in a word or a letter that is known, or in one that the certificate explains."""
    return next((v for c, _ in by_role.get(Role.STATUS, []) if (v := verdict(c.text) or explained.get(c.text.strip()))), None)


_DENSITIES = frozenset({"g/mL", "g/ml"})
_MASSES = frozenset({"g", "kg"}) | _DENSITIES


def _may_stand_alone(measurements: Sequence[Measurement], panel: Panel, name: str) -> bool:
    """False for a panel's badge, a mass, and a number without a unit."""
    words = {m.qualifier for m in measurements}
    if words <= {Qualifier.PASS, Qualifier.FAIL}:
        return panel is Panel.FOREIGN_MATTER
    if Qualifier.NOT_TESTED in words:
        return panel in (Panel.FOREIGN_MATTER, Panel.MOISTURE, Panel.WATER_ACTIVITY)
    first = measurements[0]
    return first.qualifier is not Qualifier.EQ or has_no_unit(name) or (first.unit is not None and first.unit not in _MASSES)


def _is_title(name: str) -> bool:
    """True for a section's title with its verdict beside it: "CATEGORY 2 PESTICIDE TEST RESULTS  PASS"."""
    return title_panel(name) is not None and _OF_A_SECTION.search(name) is not None


_OF_A_SECTION = re.compile(r"(?i)\b(results?|analysis|summary|screen|panel|testing)\b")


def _says_verdict(statement: Statement) -> bool:
    return all(cell_shape(c.text) is Shape.VERDICT for c in statement.values)


def _is_badge(result: Result) -> bool:
    """True for a verdict or "not tested" without any finding."""
    return all(m.qualifier in (Qualifier.PASS, Qualifier.FAIL, Qualifier.NOT_TESTED) for m in result.measurements)
