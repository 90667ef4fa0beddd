"""A row of a table -> a result: its values with units, LOD and LOQ, limit and verdict, by what its columns hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from registry.errors import UnknownUnitError
from registry.model.analytes import is_short, load_catalogue
from registry.model.certificate import Panel, Result, Status
from registry.model.evidence import Stage
from registry.model.measurement import UNQUANTIFIED, Measurement, Qualifier, Quantity, Uncertainty
from registry.model.units import BARE_COUNTS, BY_VOLUME, Basis, find_unit, parse_unit, says_per_portion, without_water
from registry.reading.control_words import no_results
from registry.reading.document import Page
from registry.reading.heading_roles import claimed_amount
from registry.reading.layout.cells import Cell, cell_of, lines_of
from registry.reading.layout.loose import named_bound
from registry.reading.layout.rows import Row
from registry.reading.layout.titles import unit_of_title
from registry.reading.panels import is_nutrient, name_panel, seeks_adulterants, title_panel
from registry.reading.portions import mass_per
from registry.reading.rows.controls import is_controls_row
from registry.reading.rows.names import accented_name, analyte_of, analyte_of_lines, clean_name, is_total, unit_in_name, without_unit
from registry.reading.rows.parts import halves, in_two_units, parts, with_unit_behind
from registry.reading.rows.remarks import OF_ONE_METHOD, SaidLimit, bounds_in_title, limit_for, limit_in
from registry.reading.rows.roles import WITH_UNIT, ColumnRole
from registry.reading.rows.sections import Section
from registry.reading.rows.spreads import spread_for
from registry.reading.rows.values import ValueReader, evidence, one_basis, one_unit, parsed
from registry.reading.shapes import Shape, cell_shape, is_portion, verdict, verdict_of_itself
from registry.reading.single_tests import is_single_test
from registry.reading.vocabulary import Role, is_other_label, says_dry, unit_text

LIMIT_ASIDE = 0.9
"""How sure a limit is that says so itself and stands under no heading of limits."""
SHARE_OF_CLAIM = "% of label claim"
DERIVED = "derived:"
"""How the keys begin of what is calculated from other rows, and has no LOQ of its own."""
_MAY_BE_UNIT = re.compile(r"[^\W\d]{2,15} ?/ ?[^\W\d]{1,15}|\d{1,4} ?(?:g|ml|mL)|(?:deg|°) ?[^\W\d]{1,7}")
"""Under "Unit": so much of one thing in another, the portion that was looked through, degrees of some scale."""
_POSTAL = re.compile(r"\b[A-Z]{2},? \d{5}(?:-\d{4})?(?=,|$)")
"""State and postal code: the line of an address beside some number."""
_LETTER = re.compile(r"[^\W\d_]")

Cells = dict[Role, list[tuple[Cell, ColumnRole]]]
"""The cells of one row by what their columns hold."""


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads the rows of a document's tables with what the document says of them elsewhere."""

    values: ValueReader
    named: Sequence[SaidLimit]
    """The limits that remarks state for one analyte each."""
    of_panels: Mapping[tuple[Panel, Role], SaidLimit]
    """The limits that remarks state for a panel as a whole."""
    verdicts: Mapping[str, Status | None]
    """The letters, signs and words that the certificate explains as verdicts."""
    spreads: Sequence[tuple[str, Uncertainty]] = ()
    """The uncertainties that sentences state for one analyte each."""

    def read(self, page: Page, row: Row, roles: list[ColumnRole], section: Section) -> Result | None:
        """What a row prints under columns of these `roles`; None for a title, an address, a control, or a row without a value."""
        row = with_unit_behind(row, roles)
        name = clean_name(row.name.text) if row.name else ""
        named_unit = unit_in_name(name)
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
                column = roles[index] if role is roles[index].role or roles[index].sure > 0 else replace(roles[index], sure=LIMIT_ASIDE)
                by_role.setdefault(Role.CLAIM if claim else role, []).append((replace(held, text=claim) if claim else held, column))
        row_unit = _row_unit(by_role)
        measurements, told = self._measurements(row, roles, row_unit or named_unit or _unit_over(row, section), page)
        measurements = measurements or self._judged(by_role, name, page)
        if not measurements or (_is_verdict_alone(row) and _is_title(name)) or (is_other_label(name) and _holds_verdicts(row)):
            return None
        unit = measurements[0].unit
        stated = row_unit or unit
        below = measurements[0].qualifier in UNQUANTIFIED
        beside = stated or next((r.printed_unit for _, r in by_role.get(Role.RESULT, []) if below), None)
        detection = [next(self._quantities(by_role, role, beside, page), None) for role in (Role.LOD, Role.LOQ)]
        lod, loq = (q if q and not _bounds_result(q, measurements) else None for q in detection)
        limit, limit_text, limit_status = self._limit(by_role, stated, page)
        measurements = [_with_unit_of(m, limit, loq, lod) for m in measurements]
        panel = self._panel(name, row, by_role, section, measurements)
        analyte = analyte_of(name, panel) or analyte_of_lines(_lines(row.name), panel, bilingual=row.bilingual)
        derived = is_total(name) or (analyte is not None and analyte.key.startswith(DERIVED))
        own = (panel is Panel.MICROBIALS or not derived) and (
            _concerns(section, measurements, panel) if section.noted else panel is section.panel
        )
        measurements, spread = self._with_spread(measurements, by_role.get(Role.UNCERTAINTY, []), page)
        units = [m.unit for m in measurements]
        bounded = (
            derived
            or (panel is Panel.POTENCY and analyte is None)
            or any(r.role in (Role.LOD, Role.LOQ, Role.LOD_LOQ, Role.LOQ_LOD) for r in roles)
        )
        of_panel = [None if bounded else self._said_of_panel(panel, role, units) for role in (Role.LOD, Role.LOQ)]
        return Result(
            panel=panel,
            analyte=name,
            analyte_key=analyte.key if analyte else None,
            page=page.number,
            measurements=tuple(measurements),
            lod=lod or self._said(Role.LOD, name, row, units, page) or (section.lod if own else None) or of_panel[0],
            loq=loq or self._said(Role.LOQ, name, row, units, page) or (section.loq if own else None) or of_panel[1],
            limit=limit or (None if limit_text else limit_for(self.named, Role.LIMIT, name, units)),
            limit_text=limit_text,
            uncertainty=spread or (spread_for(self.spreads, name, measurements) if self.spreads else None),
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
        units = _units_behind(columns)
        named_dry = row.name is not None and says_dry(row.name.text)
        bounded = bool(self.values.meanings) and any(role.role is Role.ASIDE and self.values.bounds(cell.text) for cell, role in columns)
        for n, (cell, role) in enumerate(columns):
            if role.role not in (Role.RESULT, Role.CLAIM_SHARE):
                continue
            own = role.unit if not (unit and role.unit and says_per_portion(role.unit)) else None  # "Result per 100 g" beside "mg/100 g"
            stated = SHARE_OF_CLAIM if role.role is Role.CLAIM_SHARE else own or units.get(n, unit)
            for part, in_unit in in_two_units(cell, role) or [(part, stated) for part in parts(cell)]:
                measurement, told = self.values.measurement(part, in_unit, page, role.sure, dry=role.dry or named_dry)
                status = status or told
                if measurement is not None:
                    headed = _under_heading(measurement, role)
                    if bounded and headed.qualifier is Qualifier.EQ:
                        headed = headed.model_copy(update={"qualifier": Qualifier.LT})  # "0.005   U"
                    out.append(_in_portion(headed, columns) if headed.qualifier in _SOUGHT else headed)
        return out, status

    def _with_spread(
        self, measurements: list[Measurement], columns: Sequence[tuple[Cell, ColumnRole]], page: Page
    ) -> tuple[list[Measurement], Uncertainty | None]:
        """The measurements, and the row's uncertainty; one in "% dry" is that of the results by the dried sample beside others."""
        of_row: Uncertainty | None = None
        for cell, role in columns:
            unit, dried = without_water(role.unit or measurements[0].unit or "")
            spread = self.values.uncertainty(cell, unit or None, page)
            if (dried or role.dry) and len({m.dry_weight for m in measurements}) > 1:
                measurements = [m.model_copy(update={"uncertainty": spread}) if m.dry_weight else m for m in measurements]
            else:
                of_row = of_row or spread
        return measurements, of_row

    def _judged(self, by_role: Cells, name: str, page: Page) -> list[Measurement]:
        """The verdict as the result of what was described and not measured: "Appearance   Dark green softgel   Conforms".

        So is the answer in a table that holds nothing else, "Yes" under "Complies", and a verdict such as "Meets" under "Result".
        """
        results = by_role.get(Role.RESULT, [])
        told = next(((c, r, said) for c, r in results if (said := _told_verdict(c, r)) is not None), None)
        described = any(cell_shape(c.text) is Shape.TEXT for c, _ in results)
        names_panel = title_panel(name) not in (None, Panel.OTHER)  # "Elemental impurities   5 elements   Complies" sums up
        if told is None and described and name_panel(name) is Panel.OTHER and not names_panel:
            told = next(((c, r, said) for c, r in by_role.get(Role.STATUS, []) if (said := verdict(c.text)) is not None), None)
        if told is None:
            return []
        cell, role, status = told
        measurement, _ = self.values.measurement(replace(cell, text=status), None, page, role.sure)
        return [measurement.model_copy(update={"text": cell.text})] if measurement is not None else []

    def _said(self, role: Role, name: str, row: Row, units: Sequence[str | None], page: Page) -> Quantity | None:
        """The LOD or LOQ that the title of the row's group states, or some remark for this analyte in one of its `units`."""
        said = bounds_in_title(row.group.text).get(role) if row.group else None
        of_group = self.values.quantity(said, None, row.group, page) if said and row.group else None
        return of_group or limit_for(self.named, role, name, units)

    def _said_of_panel(self, panel: Panel, role: Role, units: Sequence[str | None]) -> Quantity | None:
        """The LOD or LOQ that some remark in the document states for all of a panel, in a unit of the results."""
        said = self.of_panels.get((panel, role))
        return limit_in([said], role, units) if said is not None else None

    def _quantities(self, by_role: Cells, role: Role, unit: str | None, page: Page) -> Iterator[Quantity]:
        for cell, column in by_role.get(role, []):
            quantity = self.values.quantity(cell.text, column.unit or unit, cell, page, column.sure)
            if quantity is not None:
                yield quantity

    def _limit(self, by_role: Cells, unit: str | None, page: Page) -> tuple[Quantity | None, str | None, Status | None]:
        """The limit that the row prints."""
        for cell, role in by_role.get(Role.LIMIT, []):
            if cell_shape(cell.text) is not Shape.BLANK:
                daily = role.per == "day" and unit is not None and _says_concentration(unit)  # "Max daily exposure" beside mg/kg
                return self.values.limit(cell, role.unit or (None if daily else unit), page, role.sure)
        for cell, role in (entry for held in by_role.values() for entry in held):
            if role.role is not Role.RESULT and (bound := named_bound(cell.text)) is not None:  # "Limit 20 ppb" in no column of limits
                return self.values.limit(replace(cell, text=bound), unit, page, LIMIT_ASIDE)
        return None, None, None

    def _panel(self, name: str, row: Row, by_role: Cells, section: Section, measurements: Sequence[Measurement]) -> Panel:
        """The panel printed on the row, told by the name, by the group's title, or by the section."""
        printed = next((p for c, _ in by_role.get(Role.PANEL, []) if (p := title_panel(c.text))), None)
        told = name_panel(name)
        if told is None and row.name is not None and len(lines_of(row.name.words)) > 1:
            told = name_panel(name.replace(" ", ""))  # "Hidroksimitra" over "ginin"
        over = row.group.text if row.group else section.title
        if told is Panel.POTENCY and seeks_adulterants(over) and analyte_of(name) is None:
            return Panel.OTHER  # caffeine in a screen for what was added
        if told is Panel.POTENCY and name_panel(over) is Panel.OTHER and all(m.qualifier in _FOUND for m in measurements):
            return Panel.OTHER  # an alkaloid by which the plant is told, under "Identity"
        if section.panel is Panel.FOREIGN_MATTER and told is Panel.MICROBIALS:
            return section.panel  # visible mold
        grouped = title_panel(row.group.text) if row.group else None
        of_group = grouped or (name_panel(row.group.text) if row.group else None)  # "Ethylene oxide and 2-chloroethanol"
        if (of_group or section.panel) is Panel.PESTICIDES and told is Panel.RESIDUAL_SOLVENTS:
            return Panel.PESTICIDES  # a fumigant, such as ethylene oxide
        if (
            told is Panel.RESIDUAL_SOLVENTS
            and (of_group or section.panel) is not told
            and any(_counts_volume(m.unit) for m in measurements)
        ):
            return Panel.OTHER  # the strength of a tincture
        if section.panel is Panel.POTENCY and any(cell_shape(c.text) is Shape.NUMBER for c, _ in by_role.get(Role.CLAIM, [])):
            return section.panel  # the zinc that a label promises is no contaminant
        if is_nutrient(name, section.title):
            return Panel.OTHER
        named = title_panel(name)  # "Heavy Metals (as Pb)", a row for the whole panel
        told = told or (named if named in OF_ONE_METHOD and named is not Panel.POTENCY else None)
        if printed is Panel.OTHER and is_single_test(name):
            printed = told or printed  # "Physical" beside "Moisture"
        of_table = None if row.group and (section.grouped or row.group.text in section.foreign) else section.panel
        known = None if printed or told or grouped else _of_known(name, section)
        known = known if row.group or of_table is None or known in section.by_symbol else None
        return printed or told or grouped or known or of_table or Panel.OTHER


def _counts_volume(unit: str | None) -> bool:
    """Whether a unit is a share of the volume: "% v/v"."""
    known = find_unit(unit) if unit else None
    return known is not None and known.symbol == BY_VOLUME


def _of_known(name: str, section: Section) -> Panel | None:
    """The panel of an analyte whose name the catalogue knows; a sign's ("As") where the table holds several of that panel."""
    known = load_catalogue().match(name)
    if known is None or (is_short(name) and known.panel not in section.by_symbol):
        return None
    return section.panel if section.panel is Panel.PESTICIDES and known.panel is Panel.RESIDUAL_SOLVENTS else known.panel


def _under_heading(measurement: Measurement, role: ColumnRole) -> Measurement:
    """The measurement as its column's heading says: counted per serving, or with a standard deviation behind it, which bounds nothing."""
    changes: dict[str, object] = {}
    if role.role is Role.CLAIM_SHARE:
        changes["unit"] = SHARE_OF_CLAIM  # its cells print "%" alone
    elif (counted := mass_per(measurement.unit, role.per)) != measurement.unit:
        changes["unit"] = counted
    if role.time_point is not None:
        changes["time_point"] = role.time_point
    if role.deviates and measurement.uncertainty is not None:
        changes["uncertainty"] = None
    return measurement.model_copy(update=changes) if changes else measurement


_SOUGHT = frozenset({Qualifier.ABSENT, Qualifier.PRESENT, Qualifier.ND})


def _in_portion(measurement: Measurement, columns: Sequence[tuple[Cell, ColumnRole]]) -> Measurement:
    """The measurement of what is found or not, in the test portion beside it ("in 10 g") or over it ("per 25 g"), which is no unit."""
    beside = next((cell.text for cell, role in columns if role.role is Role.UNIT and is_portion(cell.text)), None)
    stated = beside or (measurement.unit if measurement.unit and says_per_portion(measurement.unit) else None)
    if stated is None or measurement.test_portion:
        return measurement
    said = parsed(f"{measurement.text} {'in ' if stated[0].isdigit() else ''}{stated}")
    if said is None or said.test_portion is None:
        return measurement
    return measurement.model_copy(update={"test_portion": said.test_portion, "unit": None})


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


def _roles_in(row: Row, roles: list[ColumnRole]) -> list[ColumnRole]:
    """The columns' roles in this row: a finding set across the columns of result and unit ("Not detected in 25 ml") is the result.

    So is a number with its unit in no column of the table, in a row set under it ("Total Terpenes  4.805 %").
    """
    result = next((role for role in roles if role.role is Role.RESULT), None)
    if result is None or any(roles[index].role is Role.RESULT for index in row.cells):
        return roles
    across = (i for i, c in row.cells.items() if roles[i].role is Role.UNIT and cell_shape(c.text) in (Shape.WORD, Shape.NUMBER))
    aside = (
        i for i, c in sorted(row.cells.items()) if roles[i].sure == 0 and cell_shape(c.text) is Shape.NUMBER and WITH_UNIT.fullmatch(c.text)
    )
    index = next(across, None)
    index = next(aside, None) if index is None else index
    return roles if index is None else [result if i == index else role for i, role in enumerate(roles)]


def _is_verdict_alone(row: Row) -> bool:
    """Whether a row holds nothing but a verdict: a section's bar; a screen with its method beside it is a result."""
    return len(row.cells) == 1 and _holds_verdicts(row)


def _holds_verdicts(row: Row) -> bool:
    return all(cell_shape(c.text) is Shape.VERDICT for c in row.cells.values())


_FOUND = frozenset({Qualifier.PRESENT, Qualifier.ABSENT, Qualifier.PASS, Qualifier.FAIL})


def _concerns(section: Section, measurements: list[Measurement], panel: Panel) -> bool:
    """Whether limits in a note below a table are those of this row: in the same unit, or behind a "<LOQ" without a unit."""
    limit = section.loq or section.lod
    units = {m.unit for m in measurements if m.unit}
    if not units:
        return panel is not Panel.MICROBIALS and all(m.qualifier in UNQUANTIFIED for m in measurements)
    alike = one_basis if section.general else one_unit
    return limit is not None and limit.unit is not None and any(alike(unit, limit.unit) for unit in units)


def _units_behind(columns: Sequence[tuple[Cell, ColumnRole]]) -> dict[int, str]:
    """The unit of each column in a row that prints several, each behind its own results; nothing where the row prints one."""
    stated = {n: unit for n, (cell, role) in enumerate(columns) if role.role is Role.UNIT and (unit := unit_text(cell.text))}
    if len(stated) < 2 or min(stated) < min(n for n, (_, role) in enumerate(columns) if role.role is Role.RESULT):
        return {}
    return {n: stated[next((at for at in sorted(stated) if at > n), max(stated))] for n in range(len(columns))}


def _lines(name: Cell) -> list[str]:
    """The lines of a name."""
    return [without_unit(clean_name(cell_of(line).text)) for line in lines_of(name.words)] if len(name.words) > 1 else []


def _row_unit(by_role: Cells) -> str | None:
    """The unit in the row's unit column; one that the table of units does not know stays as printed, for a finding to name."""
    units = [c.text.strip() for c, _ in by_role.get(Role.UNIT, [])]
    counted = (unit for unit in units if _MAY_BE_UNIT.fullmatch(unit) or unit.casefold() in BARE_COUNTS)
    return next(filter(None, map(unit_text, units)), None) or next(counted, None)


def _unit_over(row: Row, section: Section) -> str | None:
    """The unit that the title of the row's group states, else that of its section: never that of another group's rows."""
    of_group = unit_of_title(row.group.text) if row.group else None
    return of_group or (None if row.group and section.of_rows else section.unit)


def _status(by_role: Cells, explained: Mapping[str, Status | None]) -> Status | None:
    """The row's verdict, in a word, a letter or a sign that is known, or in one that the certificate explains."""
    judged = [c.text.strip() for c, _ in by_role.get(Role.STATUS, [])]
    printed = next((v for text in judged if (v := _verdict_in(text, explained))), None)
    return printed or next((v for c, r in by_role.get(Role.RESULT, []) if (v := _told_verdict(c, r))), None)


def _verdict_in(text: str, explained: Mapping[str, Status | None]) -> Status | None:
    """The verdict that a cell prints; a sign means first of all what the certificate says."""
    return explained[text] if text in explained and not text.isalpha() else verdict(text) or explained.get(text)


def _told_verdict(cell: Cell, role: ColumnRole) -> Status | None:
    """The verdict that a cell of results prints in place of a result."""
    return verdict(cell.text) if role.judges else verdict_of_itself(cell.text)


def _is_title(name: str) -> bool:
    """True for a section's title with its verdict beside it: "CATEGORY 2 PESTICIDE TEST RESULTS  PASS"."""
    return title_panel(name) is not None and _OF_A_SECTION.search(name) is not None


_OF_A_SECTION = re.compile(r"(?i)\b(results?|analysis|summary|screen|panel|testing)\b")
