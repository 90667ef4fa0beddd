"""A result outside tables -> a row: its panel by the title over it, its limits by the words around it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from registry.model.certificate import Panel, Result
from registry.model.measurement import Measurement, Qualifier, Quantity
from registry.reading.document import Page
from registry.reading.heading_roles import read_heading
from registry.reading.layout.cells import Cell
from registry.reading.layout.loose import Statement
from registry.reading.layout.tables import Table
from registry.reading.layout.titles import Title, title_over
from registry.reading.page_tables import PageTables
from registry.reading.panels import is_nutrient, name_panel
from registry.reading.portions import counted_per, mass_per
from registry.reading.rows.names import analyte_of, clean_name, is_total, unit_in_name
from registry.reading.rows.parts import parts
from registry.reading.rows.remarks import OF_ONE_METHOD, SaidLimit, limit_for, limit_in, said_in_block, said_in_notes
from registry.reading.rows.roles import UNTOLD
from registry.reading.rows.sections import is_under_another, unit_beside
from registry.reading.rows.values import ValueReader, evidence
from registry.reading.shapes import Shape, cell_shape, verdict
from registry.reading.single_tests import has_no_unit, is_judged_test, is_single_test
from registry.reading.vocabulary import Role, says_dry

LOOSE_SURE = 0.97
"""How sure the label of a figure outside tables is."""
RIGHT_ABOVE = 2.5
"""In sizes: how far above its line of results a title stands at most."""
_BRACKETED_FORMULA = re.compile(r"\s+\([^()]*(?:[*×]|\d[.,]\d)[^()]*\)$")
"""How a total is counted: "Total THC (THC + 0.877*THCA)"; what it is the sum of ("B1+B2+G1+G2") is of its name."""
_BRACKETED_SUM = re.compile(r"\s+\([^()]*\+[^()]*\)$")
_RESULT_AT_END = re.compile(r"(?i)\s+(?:test\s+)?results?$")

_BOUNDS_OF_METHODS = frozenset({Role.LOD, Role.LOQ})


@dataclass(frozen=True, slots=True)
class LooseReader:
    """Reads the results that stand outside a document's tables with the limits that words state for them."""

    values: ValueReader
    said: Mapping[int, Sequence[SaidLimit]]
    """The limits that words state, by page number."""
    named: Sequence[SaidLimit]
    """Those of them that are of one analyte each."""

    def read(self, page: PageTables, statement: Statement, carried: Title | None) -> Result | None:
        """The row of a result that stands outside tables; None for what is part of the head, or only names a panel.

        `carried` is the title at the end of the page before, if none follows it.
        """
        label = statement.name
        name = _RESULT_AT_END.sub("", _BRACKETED_FORMULA.sub("", clean_name(label.text)))
        if read_heading(label.words[-1].text).role in _BOUNDS_OF_METHODS:
            return None  # "Terpenes (GC-MS), LOQ   0.20 mg/g"
        others = [t for t in page.titles if t.cell.text != label.text]
        first = min((s.name for s in page.statements if abs(s.name.baseline - label.baseline) < 1), key=lambda c: c.x0)
        own, led = (title_over(others, c.x0, c.x1, c.baseline) for c in (label, first))
        right_above = led is not None and label.baseline - led.cell.baseline < RIGHT_ABOVE * label.size
        title = (led if right_above else own or led) or carried  # a line of several, under a title at its left end
        told = Panel.OTHER if title is not None and is_nutrient(name, title.cell.text) else name_panel(name)
        strange = statement.listed and told is None and title is not None and is_under_another(page, title, label.baseline)
        over = title.panel if title and not strange else None
        panel = told or over or (Panel.OTHER if statement.listed else None)
        of_test = is_single_test(name) or is_single_test(clean_name(first.text))  # "pH: 4.1   Density: 1.04 g/mL"
        judged = is_judged_test(name) and label.words[-1].text.endswith(":")
        alone = told is Panel.OTHER and ((title is not None and title.panel is Panel.OTHER) or of_test or judged)
        listed = statement.listed or alone
        if panel is None or (panel is Panel.OTHER and not listed) or (title is not None and title.quality_control):
            return None
        unit = unit_in_name(name)
        if unit is None and title is not None and title.panel is panel and not statement.boxed:
            # names and findings in a grid: "Pesticides (ppm)" over "Captan 0.05  Carbaryl ND"
            unit = title.unit or unit_beside(page, title)
        dry = says_dry(label.text)
        read = [self.values.measurement(part, unit, page.page, LOOSE_SURE, dry=dry) for cell in statement.values for part in parts(cell)]
        per = counted_per(name)  # "7-OH per tablet", in mg
        measurements = [m.model_copy(update={"unit": mass_per(m.unit, per)}) for m, _ in read if m is not None]
        measurements = _first_in_each_unit(measurements)
        plain = listed and all(m.unit in _PLAIN for m in measurements)
        if not measurements or not (may_stand_alone(measurements, panel, name, judged=judged) or plain):
            return None
        units = [m.unit for m in measurements]
        verdict_beside = next((s for _, s in read if s), None)
        analyte = analyte_of(name, panel)
        return Result(
            panel=panel,
            analyte=name,
            analyte_key=analyte.key if analyte else None,
            page=page.page.number,
            measurements=tuple(measurements),
            lod=self._bound(statement.lod, statement, measurements, page.page) or self._said(Role.LOD, name, panel, label, page, units),
            loq=self._bound(statement.loq, statement, measurements, page.page) or self._said(Role.LOQ, name, panel, label, page, units),
            label_claim=self._bound(statement.claim, statement, measurements, page.page),
            limit=self._limit(statement, measurements, page.page) or limit_for(self.named, Role.LIMIT, name, units),
            status=(verdict(statement.verdict.text) if statement.verdict else None) or verdict_beside,
            evidence=evidence(label, page.page),
            confidence=min(m.confidence or 0.0 for m in measurements),
        )

    def _bound(self, text: str | None, statement: Statement, measurements: Sequence[Measurement], page: Page) -> Quantity | None:
        """The LOD, LOQ or claim printed with a result outside tables, in its own unit or in the result's."""
        return self.values.quantity(text, measurements[0].unit, statement.name, page, LOOSE_SURE) if text else None

    def _limit(self, statement: Statement, measurements: Sequence[Measurement], page: Page) -> Quantity | None:
        """The limit printed with a result outside tables, in its own unit or in the result's."""
        if statement.limit is None:
            return None
        cell = replace(statement.name, text=statement.limit)
        return self.values.limit(cell, measurements[0].unit, page, LOOSE_SURE)[0]

    def _said(self, role: Role, name: str, panel: Panel, label: Cell, page: PageTables, units: Sequence[str | None]) -> Quantity | None:
        """The limit in words that holds for a result outside tables: of its name, of its block, or of its page."""
        if is_total(name):
            return None
        said = self.said[page.page.number]
        block = said_in_block(said, page, label)
        general = said if panel in OF_ONE_METHOD and units[0] else ()
        notes = said_in_notes(general, page)
        return limit_for(self.named, role, name, units) or limit_in(block, role, units) or limit_in(notes, role, units)

    def with_said(self, result: Result, page: PageTables, table: Table) -> Result:
        """The row of a table without headings with the limits that words state for it."""
        label = next(row.name for row in table.rows if row.name)
        units = [m.unit for m in result.measurements]
        said = {role: self._said(role, result.analyte, result.panel, label, page, units) for role in (Role.LOD, Role.LOQ)}
        return result.model_copy(update={"lod": result.lod or said[Role.LOD], "loq": result.loq or said[Role.LOQ]})


_DENSITIES = frozenset({"g/mL", "g/ml"})
_PLAIN = frozenset({"mL", "ml", "L", "l", "fl oz"}) | _DENSITIES
"""Units of what is listed among other tests of the sample's kind: "Fill volume 15 mL"."""
_AMOUNTS = frozenset({"g", "kg", "oz"}) | _PLAIN
"""Units of what a package holds, not of what is in the sample: "CBD Oil Lemon   30 mL"."""


_VERDICTS = frozenset({Qualifier.PASS, Qualifier.FAIL})


def _first_in_each_unit(measurements: list[Measurement]) -> list[Measurement]:
    """The amounts, of several in one unit the first: a further one is something else, a limit most likely, if not the first is that.

    A verdict counts once, though that of the card above stands as near.
    """
    units = [m.unit for m in measurements]
    said = [m.qualifier for m in measurements]
    told = [
        m
        for n, m in enumerate(measurements)
        if (m.unit is None or m.unit not in units[:n]) and m.qualifier not in _VERDICTS.intersection(said[:n])
    ]
    return [
        m if m.unit is None or units.count(m.unit) == 1 else m.model_copy(update={"confidence": min(m.confidence or 0.0, UNTOLD)})
        for m in told
    ]


def may_stand_alone(measurements: Sequence[Measurement], panel: Panel, name: str, *, judged: bool = False) -> bool:
    """False for a panel's badge, a mass or volume, and a number without a unit; `judged`: its test gives a verdict and no more."""
    words = {m.qualifier for m in measurements}
    if words <= {Qualifier.PASS, Qualifier.FAIL}:
        return panel is Panel.FOREIGN_MATTER or judged
    if Qualifier.NOT_TESTED in words:
        return panel in (Panel.FOREIGN_MATTER, Panel.MOISTURE, Panel.WATER_ACTIVITY)
    first = measurements[0]
    return first.qualifier is not Qualifier.EQ or has_no_unit(name) or (first.unit is not None and first.unit not in _AMOUNTS)


def without_sum(name: str) -> str:
    """A total's name without what it is the sum of, which another place may leave out: "Total Aflatoxins (B1+B2+G1+G2)"."""
    return _BRACKETED_SUM.sub("", name)


def says_verdict(statement: Statement) -> bool:
    """Whether a statement holds nothing but verdicts."""
    return all(cell_shape(c.text) is Shape.VERDICT for c in statement.values)


def is_badge(result: Result) -> bool:
    """True for a verdict or "not tested" without any finding."""
    return all(m.qualifier in (Qualifier.PASS, Qualifier.FAIL, Qualifier.NOT_TESTED) for m in result.measurements)
