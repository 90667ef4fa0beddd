"""Tables -> result rows: values with units, LOD and LOQ, limits, verdicts, each with its place; quality-control tables left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from registry.errors import NumberFormatError
from registry.model.analytes import load_catalogue, name_key
from registry.model.certificate import Panel, Result, Status
from registry.model.evidence import Evidence
from registry.model.findings import Finding
from registry.model.measurement import Measurement, Qualifier, Quantity, Uncertainty
from registry.model.printed import guess_decimal_comma, parse_limit, parse_printed
from registry.reading.document import Document, Page
from registry.reading.layout.cells import Cell, build_cells
from registry.reading.layout.headings import find_blocks, place
from registry.reading.layout.loose import Statement, find_statements
from registry.reading.layout.tables import Row, Table, continue_table, find_tables
from registry.reading.layout.titles import Title, find_titles, title_over
from registry.reading.layout.transposed import find_transposed
from registry.reading.roles import ColumnRole, column_roles
from registry.reading.vocabulary import (
    Role,
    Shape,
    cell_shape,
    is_other_label,
    name_panel,
    no_results,
    read_heading,
    title_panel,
    unit_text,
    verdict,
)


@dataclass(slots=True)
class Section:
    """What stands over a table: its panel, its unit, and limits printed once for all its rows."""

    panel: Panel | None = None
    unit: str | None = None
    lod: Quantity | None = None
    loq: Quantity | None = None
    quality_control: bool = False


@dataclass(slots=True)
class PageTables:
    """One page's cells, titles and tables."""

    page: Page
    cells: list[Cell]
    titles: list[Title]
    tables: list[Table]
    statements: list[Statement]


def read_page_tables(page: Page, before: PageTables | None = None) -> PageTables:
    """The tables of one page; those of the page `before` may go on here without a heading."""
    cells = build_cells(page)
    blocks = find_blocks(cells)
    tables = [t for t in find_tables(page.number, cells, blocks) if _is_table(t)]
    for table in before.tables if before else ():
        floor = min((b.top for b in blocks if b.x0 < table.x1 and b.x1 > table.x0), default=float("inf"))
        further = continue_table(table, page.number, _without(cells, tables), floor)
        if further is not None:
            tables.insert(0, further)
    free = _without(cells, tables)
    tables += find_transposed(page.number, free, names_analyte)
    rest = _without(cells, tables)
    return PageTables(page, cells, find_titles(rest), tables, find_statements(rest, names_analyte))


def _without(cells: list[Cell], tables: list[Table]) -> list[Cell]:
    used = {spot for table in tables for spot in table.used()}
    return [c for c in cells if used.isdisjoint(map(place, c.words))]


def _is_table(table: Table) -> bool:
    """True where at least one row has a name and a value."""
    return any(row.name and row.cells for row in table.rows)


def names_analyte(text: str) -> bool:
    """True where `text` is the name of something that laboratories measure."""
    return not is_other_label(text) and (name_panel(text) is not None or load_catalogue().match(text) is not None)


def read_results(document: Document) -> tuple[tuple[Result, ...], tuple[Finding, ...]]:
    """All result rows of `document` in reading order, and what was noticed on the way."""
    pages: list[PageTables] = []
    for page in document.pages:
        if page.words:
            pages.append(read_page_tables(page, pages[-1] if pages else None))
    comma = guess_decimal_comma(c.text for p in pages for t in p.tables for r in t.rows for c in r.cells.values())
    reader = _Reader(comma)
    for page in pages:
        reader.read(page)
    return tuple(reader.all_results()), tuple(reader.findings)


def _unit_above(page: PageTables, table: Table) -> str | None:
    """A unit in brackets on the line over a table."""
    for cell in page.cells:
        if (
            0 < table.top - cell.baseline < 3.2 * cell.size
            and cell.overlap(table.x0, table.x1) > 0
            and re.fullmatch(r"[(\[].+[)\]]", cell.text)
        ):
            return unit_text(cell.text)
    return None


class _Reader:
    """Collects the rows of one document, page after page."""

    def __init__(self, decimal_comma: bool | None) -> None:
        self.comma = decimal_comma
        self.results: list[Result] = []
        self.findings: list[Finding] = []
        self.loose: list[Result] = []
        self.sections: dict[int, Section] = {}
        self.roles: dict[int, list[ColumnRole]] = {}
        self.carried: Title | None = None

    def read(self, page: PageTables) -> None:
        for table in page.tables:
            section = self.sections[id(table)] = self._section(page, table)
            if section.quality_control:
                continue
            self.results += self._table(page, table, section)
        badges = sum(_says_verdict(s) and title_panel(s.name.text) is not None for s in page.statements)
        loose = [r for s in page.statements if (r := self._loose(page, s)) is not None]
        # in a list of panels with their verdicts, "not tested" is one verdict more and no row
        self.loose += [r for r in loose if badges < 4 or r.measurements[0].qualifier is not Qualifier.NOT_TESTED]
        last = max(page.titles, key=lambda t: t.cell.baseline, default=None)
        self.carried = last or self.carried

    def _section(self, page: PageTables, table: Table) -> Section:
        """What the title over the table, its neighbours' title or the page before says."""
        if table.continues is not None and id(table.continues) in self.sections:
            return self.sections[id(table.continues)]
        title = title_over(page.titles, table.x0, table.x1, table.top)
        beside = [t for t in page.tables if t is not table and abs(t.top - table.top) < 2 * table.size and t.x0 < table.x0]
        for other in beside:
            shared = title_over(page.titles, other.x0, other.x1, other.top)
            if shared and (title is None or shared.cell.baseline > title.cell.baseline + 1):
                title = shared
        title = title or self.carried
        section = Section()
        if title is not None:
            section.panel, section.unit, section.quality_control = title.panel, title.unit, title.quality_control
            self._printed_once(page, title, table, section)
        if any(c.heading and c.heading.heading.role is Role.QC for c in table.columns):
            section.quality_control = True
        name = table.name_heading.text if table.name_heading else ""
        section.unit = section.unit or _unit_above(page, table)
        section.panel = self._majority(table) or title_panel(name) or section.panel
        return section

    def _printed_once(self, page: PageTables, title: Title, table: Table, section: Section) -> None:
        """LOD and LOQ printed once between title and table: "Limit of Detection 0.27 mg/g"."""
        for cell in page.cells:
            if not title.cell.baseline - 1 < cell.baseline < table.top or cell.x0 > table.x1:
                continue
            match = re.fullmatch(r"(\D+?)[:=\s]+((?:<\s*)?\d[\d.,]*\s*\S{0,8})?", cell.text)
            role = read_heading(match[1]).role if match else read_heading(cell.text).role
            if role not in (Role.LOD, Role.LOQ):
                continue
            value = (
                match[2]
                if match and match[2]
                else next((c.text for c in page.cells if abs(c.baseline - cell.baseline) < 2 and 0 < c.x0 - cell.x1 < 60), "")
            )
            quantity = self._quantity(value, None, cell, page.page)
            if role is Role.LOD:
                section.lod = quantity
            else:
                section.loq = quantity

    def _loose(self, page: PageTables, statement: Statement) -> Result | None:
        """The row of a result that stands outside tables."""
        name = clean_name(statement.name.text)
        title = (
            title_over(
                [t for t in page.titles if t.cell.text != statement.name.text],
                statement.name.x0,
                statement.name.x1,
                statement.name.baseline,
            )
            or self.carried
        )
        if title is not None and title.quality_control:
            return None
        unit = next((u for m in re.finditer(r"[(\[]([^()\[\]]*)[)\]]", name) if (u := unit_text(m[1]))), None)
        measurements: list[Measurement] = []
        status: Status | None = verdict(statement.verdict.text) if statement.verdict else None
        for cell in statement.values:
            measurement, found = self._measurement(cell, unit, page.page, 0.9)
            status = status or found
            if measurement is not None:
                measurements.append(measurement)
        if not measurements:
            return None
        panel = name_panel(name) or (title.panel if title else None) or Panel.OTHER
        if panel is Panel.OTHER:
            return None  # a density, a mass: part of the head
        words = {m.qualifier for m in measurements}
        if words <= {Qualifier.PASS, Qualifier.FAIL} and panel is not Panel.FOREIGN_MATTER:
            return None
        if Qualifier.NOT_TESTED in words and panel not in (Panel.FOREIGN_MATTER, Panel.MOISTURE, Panel.WATER_ACTIVITY):
            return None
        if measurements[0].qualifier is Qualifier.EQ and (measurements[0].unit or "g") in ("g", "kg", "g/mL", "g/ml") and panel is not Panel.WATER_ACTIVITY:
            return None
        analyte = load_catalogue().match(name, panel)
        return Result(
            panel=panel,
            analyte=name,
            analyte_key=analyte.key if analyte else None,
            page=page.page.number,
            measurements=tuple(measurements),
            limit=self._quantity(statement.limit, None, statement.name, page.page) if statement.limit else None,
            status=status,
            evidence=evidence(statement.name, page.page),
            confidence=min(m.confidence or 0.0 for m in measurements),
        )

    def all_results(self) -> list[Result]:
        """The tables' rows, then what stands outside tables and repeats none of them."""
        tabled = {(r.panel, name_key(r.analyte)) for r in self.results}
        panels = {r.panel for r in self.results}
        once: dict[tuple[Panel, str], Result] = {}
        for result in self.loose:
            key = (result.panel, name_key(result.analyte))
            if key in tabled or (_is_badge(result) and result.panel in panels):
                continue
            other = once.get(key, result)
            fuller = result if len(result.measurements[0].text) > len(other.measurements[0].text) + 1 else other
            once[key] = fuller.model_copy(update={"status": other.status or result.status, "limit": other.limit or result.limit})
        return self.results + list(once.values())

    @staticmethod
    def _majority(table: Table) -> Panel | None:
        """The panel that most of the table's names tell."""
        votes = [p for row in table.rows if row.name and (p := name_panel(row.name.text)) is not None]
        if not votes:
            return None
        best = max(set(votes), key=votes.count)
        return best if votes.count(best) >= 0.6 * len(table.rows) else None

    def _table(self, page: PageTables, table: Table, section: Section) -> list[Result]:
        inherited = self.roles.get(id(table.continues)) if table.continues else None
        roles = self.roles[id(table)] = inherited or column_roles(table)
        if not any(r.role in (Role.RESULT, Role.CLAIM_SHARE) for r in roles):
            if any(r.role is Role.STATUS for r in roles) and not _is_summary(table):
                for role in roles:
                    role.role = Role.RESULT if role.role is Role.STATUS else role.role
            else:
                return []
        if _is_summary(table):
            self.loose += [
                r
                for r in (self._row(page, table, row, roles, section) for row in table.rows)
                if r and r.panel is Panel.FOREIGN_MATTER and r.status
            ]
            return []
        out = [self._row(page, table, row, roles, section) for row in table.rows]
        return [r for r in out if r is not None]

    def _row(self, page: PageTables, table: Table, row: Row, roles: list[ColumnRole], section: Section) -> Result | None:
        if row.name is None or not re.search(r"[^\W\d_]", row.name.text):
            return None
        name = clean_name(row.name.text)
        if no_results(name) or cell_shape(name) in (Shape.DATE, Shape.NUMBER):
            return None
        by_role: dict[Role, list[tuple[Cell, ColumnRole]]] = {}
        for index, cell in sorted(row.cells.items()):
            by_role.setdefault(roles[index].role, []).append((cell, roles[index]))
        units = [c.text.strip() for c, _ in by_role.get(Role.UNIT, [])]
        # a unit that the table of units does not know stays as printed, for a finding to name
        row_unit = next(filter(None, map(unit_text, units)), None) or next(filter(_LIKE_A_UNIT.fullmatch, units), None)
        status = next((v for c, _ in by_role.get(Role.STATUS, []) if (v := verdict(c.text))), None)
        measurements: list[Measurement] = []
        for cell, role in sorted(by_role.get(Role.RESULT, []) + by_role.get(Role.CLAIM_SHARE, []), key=lambda pair: pair[0].x0):
            unit = "% of label claim" if role.role is Role.CLAIM_SHARE else role.unit or row_unit or section.unit
            measurement, found = self._measurement(cell, unit, page.page, role.sure)
            if measurement is not None:
                measurements.append(measurement)
            status = status or found
        if not measurements or (_is_title(name) and all(m.value is None for m in measurements)):
            return None
        unit = measurements[0].unit
        total = bool(re.match(r"(?i)\s*(total|sum|celk)", name))
        lod, loq = self._detection(by_role, row_unit, unit, page.page)
        limit, limit_text, limit_status = self._limit(by_role, row_unit, unit, page.page)
        status = status or limit_status
        panel = self._panel(name, row, by_role, section)
        analyte = load_catalogue().match(name, panel)
        return Result(
            panel=panel,
            analyte=name,
            analyte_key=analyte.key if analyte else None,
            page=page.page.number,
            measurements=tuple(measurements),
            lod=lod or (section.lod if not total and panel is section.panel else None),
            loq=loq or (section.loq if not total and panel is section.panel else None),
            limit=limit,
            limit_text=limit_text,
            uncertainty=self._uncertainty(by_role, unit, page.page),
            label_claim=next(
                (q for c, r in by_role.get(Role.CLAIM, []) if (q := self._quantity(c.text, r.unit or row_unit or unit, c, page.page))), None
            ),
            status=status,
            method=next((c.text for c, _ in by_role.get(Role.METHOD, []) if c.text), None),
            evidence=evidence(row.name, page.page),
            confidence=min(m.confidence or 0.0 for m in measurements),
        )

    def _panel(self, name: str, row: Row, by_role: dict[Role, list[tuple[Cell, ColumnRole]]], section: Section) -> Panel:
        printed = next((p for c, _ in by_role.get(Role.PANEL, []) if (p := title_panel(c.text))), None)
        group = title_panel(row.group.text) if row.group else None
        told = name_panel(name)
        if section.panel is Panel.FOREIGN_MATTER and told is Panel.MICROBIALS:
            return section.panel
        return printed or told or group or section.panel or Panel.OTHER

    def _measurement(self, cell: Cell, unit: str | None, page: Page, sure: float) -> tuple[Measurement | None, Status | None]:
        text, status = _without_verdict(cell.text)
        try:
            printed = parse_printed(text, decimal_comma=self.comma)
        except NumberFormatError:
            if cell_shape(text) in (Shape.NUMBER, Shape.WORD):
                self.findings.append(
                    Finding(code="number-unreadable", details={"text": text}, page=page.number, evidence=evidence(cell, page))
                )
            return None, status
        if printed.qualifier is Qualifier.NOT_REPORTED:
            return None, status
        if printed.qualifier in (Qualifier.PASS, Qualifier.FAIL):
            status = "pass" if printed.qualifier is Qualifier.PASS else "fail"
        stated = printed.unit_text or unit
        measurement = Measurement(
            text=text,
            qualifier=printed.qualifier,
            value=printed.value,
            unit=stated,
            uncertainty=Uncertainty(value=printed.uncertainty, unit=printed.uncertainty_unit or stated, k=printed.coverage)
            if printed.uncertainty is not None
            else None,
            test_portion=printed.test_portion,
            evidence=evidence(cell, page),
            confidence=round(sure * (0.7 if printed.ambiguous else 0.98) * min(w.confidence for w in cell.words), 3),
        )
        return measurement, status

    def _detection(
        self, by_role: dict[Role, list[tuple[Cell, ColumnRole]]], row_unit: str | None, unit: str | None, page: Page
    ) -> tuple[Quantity | None, Quantity | None]:
        found: dict[Role, Quantity | None] = {}
        for role in (Role.LOD, Role.LOQ):
            found[role] = next(
                (q for c, r in by_role.get(role, []) if (q := self._quantity(c.text, r.unit or row_unit or unit, c, page))), None
            )
        for role, order in ((Role.LOD_LOQ, (Role.LOD, Role.LOQ)), (Role.LOQ_LOD, (Role.LOQ, Role.LOD))):
            for cell, column in by_role.get(role, []):
                parts = cell.text.split("/")
                if len(parts) == 2:
                    for target, part in zip(order, parts, strict=True):
                        found[target] = self._quantity(part.strip(), column.unit or row_unit or unit, cell, page)
        return found[Role.LOD], found[Role.LOQ]

    def _limit(
        self, by_role: dict[Role, list[tuple[Cell, ColumnRole]]], row_unit: str | None, unit: str | None, page: Page
    ) -> tuple[Quantity | None, str | None, Status | None]:
        for cell, role in by_role.get(Role.LIMIT, []):
            text, status = _without_verdict(cell.text)
            fallback = role.unit or row_unit or unit
            if match := re.fullmatch(r"[<>≤≥]?\s*(\d+) (.*\bper \d+ ?g(?:rams?)?\)?)", text):
                return (
                    Quantity(value=Decimal(match[1]), unit=match[2], text=text, evidence=evidence(cell, page), confidence=0.8),
                    text,
                    status,
                )
            try:
                limit = parse_limit(text, decimal_comma=self.comma)
            except NumberFormatError:
                return None, text, status
            if limit.value is None or limit.minimum is not None:
                if cell_shape(text) is Shape.BLANK:
                    continue
                return None, text, status
            quantity = Quantity(
                value=limit.value,
                unit=limit.unit_text or fallback,
                text=text,
                evidence=evidence(cell, page),
                confidence=round(role.sure * 0.98, 3),
            )
            return quantity, text, status
        return None, None, None

    def _uncertainty(self, by_role: dict[Role, list[tuple[Cell, ColumnRole]]], unit: str | None, page: Page) -> Uncertainty | None:
        for cell, role in by_role.get(Role.UNCERTAINTY, []):
            quantity = self._quantity(cell.text.lstrip("±+/- "), role.unit or unit, cell, page)
            if quantity is not None:
                return Uncertainty(
                    value=quantity.value, unit=quantity.unit, text=cell.text, evidence=quantity.evidence, confidence=quantity.confidence
                )
        return None

    def _quantity(self, text: str, unit: str | None, cell: Cell, page: Page) -> Quantity | None:
        try:
            printed = parse_printed(text, decimal_comma=self.comma)
        except NumberFormatError:
            return None
        if printed.value is None:
            return None
        return Quantity(value=printed.value, unit=printed.unit_text or unit, text=text, evidence=evidence(cell, page), confidence=0.97)


_LIKE_A_UNIT = re.compile(r"[^\W\d]{2,15} ?/ ?[^\W\d]{1,15}")
_SUMMARY_SHAPES = frozenset({Shape.VERDICT, Shape.BLANK, Shape.DATE, Shape.TEXT})


def _is_title(name: str) -> bool:
    """True for a section's title with its verdict beside it: "CATEGORY 2 PESTICIDE TEST RESULTS  PASS"."""
    return title_panel(name) is not None and re.search(r"(?i)\b(results?|analysis|summary|screen|panel|testing)\b", name) is not None


def _says_verdict(statement: Statement) -> bool:
    return all(cell_shape(c.text) is Shape.VERDICT for c in statement.values)


def _is_badge(result: Result) -> bool:
    """True for a verdict or "not tested" without any finding."""
    return all(m.qualifier in (Qualifier.PASS, Qualifier.FAIL, Qualifier.NOT_TESTED) for m in result.measurements)


def _is_summary(table: Table) -> bool:
    """True for the list of panels and their verdicts on a first page."""
    if any(c.heading and c.heading.heading.role in (Role.LOD, Role.LOQ, Role.LIMIT, Role.UNIT) for c in table.columns):
        return False
    named = [row for row in table.rows if row.name]
    panels = [row for row in named if title_panel(row.name.text if row.name else "") is not None]
    plain = all(
        cell_shape(c.text) in _SUMMARY_SHAPES or verdict(c.text) or _is_not_tested(c.text)
        for row in named
        for c in row.cells.values()
    )
    return bool(named) and plain and len(panels) >= 0.6 * len(named)


def _is_not_tested(text: str) -> bool:
    try:
        return parse_printed(text).qualifier is Qualifier.NOT_TESTED
    except NumberFormatError:
        return False


def _without_verdict(text: str) -> tuple[str, Status | None]:
    """`9.8% - Pass` -> the value and the verdict printed with it."""
    match = re.fullmatch(r"(.*\d\S*?)\s*(?:[-–/(]\s*)?(pass(?:ed)?|fail(?:ed)?)\)?", text.strip(), re.IGNORECASE)
    if match:
        return match[1].strip(), "pass" if match[2].lower().startswith("p") else "fail"
    return text.strip(), None


def clean_name(text: str) -> str:
    """An analyte's name as printed, without superscript footnote numbers and list bullets."""
    text = re.sub(r"(?<=\))\d$", "", text)
    text = re.sub(r"(?<=[^\W\d]|\))[¹²³⁴⁵⁶⁷⁸⁹⁰⁺]+(?=$|\s)", "", text)
    return re.sub(r"^[•·▪\-–]\s+", "", re.sub(r"\s*:\s*$", "", text)).strip()


def evidence(cell: Cell, page: Page) -> Evidence:
    """The place of a cell."""
    return Evidence(page=page.number, box=page.box(cell.x0, cell.y0, cell.x1, cell.y1), text=cell.text[:500], stage=page.stage)


_ = (Iterable, Sequence)
