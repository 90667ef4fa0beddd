"""Which column of a table holds what: by its heading, and by the shape of its cells where the heading leaves it open."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from registry.errors import UnknownUnitError
from registry.model.units import Basis, parse_unit
from registry.reading.control_words import Beside, control_beside
from registry.reading.heading_roles import spreads_by_deviation, two_units
from registry.reading.layout.cells import Cell
from registry.reading.layout.columns import TableColumn
from registry.reading.layout.rows import Row
from registry.reading.layout.sample_names import heads_sample
from registry.reading.layout.tables import Table
from registry.reading.portions import counted_per, mass_per
from registry.reading.rows.proportions import keep_no_ratio
from registry.reading.rows.values import parsed
from registry.reading.shapes import Shape, cell_shape, heads_verdicts, says_verdict, states_bound, verdict, verdict_of_itself
from registry.reading.vocabulary import BOUNDS, Role, heads_dry, names_vaguely, says_basis, term_key, terms, unit_text

WITH_UNIT = re.compile(r"[<>≤≥]?\s*\d[\d.,]*\s*[^\d\s.,].*")
"""A number with something behind it that may be its unit."""


@dataclass(slots=True)
class ColumnRole:
    """What one column holds, its unit, and how sure that is (0..1)."""

    role: Role
    unit: str | None
    sure: float
    per: str | None = None
    """What a bare mass in the column counts for, where its heading says so (`counted_per`)."""
    dry: bool = False
    """Whether the heading says that the column counts by the dried sample."""
    deviates: bool = False
    """Whether what stands behind "±" in the column is a standard deviation."""
    units: tuple[str, str] | None = None
    """The units of a number and of that in brackets behind it, where the heading names both."""
    printed_unit: str | None = None
    """The unit of all numbers of a column that is without one, in a table without any: that of bounds beside "ND" too."""
    time_point: str | None = None
    """When the sample was tested, in a table that has a column for each of several times."""
    judges: bool = False
    """Whether its verdicts are all that the table says of its rows, and so their results."""


def column_roles(table: Table) -> list[ColumnRole]:
    """A role for each column of `table`, in order."""
    cells = [[row.cells[i] for row in table.rows if i in row.cells] for i in range(len(table.columns))]
    shapes = [Counter([cell_shape(c.text) for c in column]) for column in cells]
    results = [c for c in table.columns if c.heading and c.heading.heading.role is Role.RESULT and c.heading.heading.exact]
    roles = [_by_heading(column, shape, named=bool(results)) for column, shape in zip(table.columns, shapes, strict=True)]
    _settle_other_amounts(roles, table)
    _settle_unnamed(roles, table.columns, cells)
    _settle_vague(roles, table.columns)
    _settle_verdicts(roles, shapes)
    _settle_unknown(roles, table.columns, shapes, cells)
    _settle_with_own_units(roles, cells)
    _settle_expected(roles, table.columns, cells)
    _settle_limits_in_words(roles, cells)
    _settle_limits(roles, shapes)
    _settle_letters(roles, table)
    _settle_claims(roles, cells, [column.text for column in table.columns])
    _settle_units(roles)
    _find_printed_unit(roles, cells)
    _settle_further_limits(roles, table.columns)
    for role, column in zip(roles, table.columns, strict=True):
        role.per, role.dry = counted_per(column.text), heads_dry(column.text)
        role.deviates, role.units = spreads_by_deviation(column.text), two_units(column.text)
    return roles


def share(shapes: Counter[Shape], *wanted: Shape) -> float:
    """Share of the cells that are not blank."""
    total = sum(n for shape, n in shapes.items() if shape is not Shape.BLANK)
    return sum(shapes[shape] for shape in wanted) / total if total else 0.0


def _by_heading(column: TableColumn, shapes: Counter[Shape], *, named: bool) -> ColumnRole:
    """What one column's heading and cells say of it; `named`: whether some column is headed as that of the results."""
    heading = column.heading.heading if column.heading else None
    if share(shapes, Shape.UNIT) > 0.6:
        return ColumnRole(Role.UNIT, None, 1.0)
    if heading is not None and heading.role is None and heads_verdicts(column.text):
        return ColumnRole(Role.STATUS, None, GUESSED)  # "Complies" over "Yes" and "No"
    if heading is None or (heading.role is None and heading.unit is None):
        return ColumnRole(Role.ASIDE, None, 0.0)
    if heading.role is None:
        values = share(shapes, Shape.NUMBER, Shape.WORD) > 0.5 or not +shapes
        return (
            ColumnRole(Role.RESULT, heading_unit(column), 0.98 if heading.exact else GUESSED)
            if values
            else ColumnRole(Role.ASIDE, heading.unit, 0.0)
        )
    if heading.role is Role.UNIT and not named and share(shapes, Shape.NUMBER, Shape.WORD) > 0.5:
        return ColumnRole(Role.RESULT, heading.unit, 0.9)
    return ColumnRole(heading.role, heading_unit(column), 1.0 if heading.exact else 0.9)


def heading_unit(column: TableColumn) -> str | None:
    """The unit that a column's heading prints; "Per Serving" over a bare "mg" is mg/serving."""
    if column.heading is None:
        return None
    unit = column.heading.heading.unit
    return mass_per(unit, counted_per(column.heading.text))


def counted_as(roles: list[ColumnRole], unit: str | None) -> list[ColumnRole]:
    """The roles, a bare mass made what the section says its amounts count for: "mg" under "mg per serving (1 tablet)"."""
    mass = _MASS_PER.match(unit or "")
    if mass is None:
        return roles
    return [replace(r, unit=unit) if r.unit and r.unit.casefold() == mass[1].casefold() and not r.per else r for r in roles]


_MASS_PER = re.compile(r"(mg|g|µg|ug|mcg|ng)(?: per |/) ?(?!k?g\b|m?l\b)", re.IGNORECASE)


GUESSED: Final = 0.8
"""Of a column's role that its unit and its cells alone tell, under words that nobody knows."""


def _settle_unnamed(roles: list[ColumnRole], columns: list[TableColumn], cells: list[list[Cell]]) -> None:
    """A column under words that nobody knows, in the unit of a column that says it is the result, is no second result: nobody knows it.

    Of two columns under unknown words in one unit, that which never says "not detected" or "below" is as likely a limit: where the
    other one does, it is left out.
    """
    headings = [column.heading.heading if column.heading else None for column in columns]
    named = {h.unit for h in headings if h is not None and h.role is Role.RESULT and h.exact}
    if None in named:  # its unit is that of the units' column, or of the limits
        named |= {unit_text(c.text) for role, held in zip(roles, cells, strict=True) if role.role is Role.UNIT for c in held}
        named |= {role.unit for role in roles if role.role in BOUNDS}
    over = Counter(id(cell) for column in columns if column.heading for cell in column.heading.cells)
    for role, heading, column in zip(roles, headings, columns, strict=True):
        vague = heading is not None and not heading.exact and heading.role is Role.RESULT and _names_vaguely(column.text)
        unnamed = vague or (heading is not None and not heading.exact and heading.role is None)
        unnamed = unnamed and heading is not None and (heading.unit in named or (vague and heading.unit is None and named != set()))
        spanned = column.heading is not None and any(over[id(cell)] > 1 for cell in column.heading.cells)
        if role.role is Role.RESULT and unnamed and not spanned:  # words over several columns say of what material they are
            role.role, role.sure = Role.ASIDE, 0.0
    unknown = [
        n for n, (r, h) in enumerate(zip(roles, headings, strict=True)) if r.role is Role.RESULT and h and h.role is None and not h.exact
    ]
    for unit in {roles[n].unit for n in unknown}:
        alike = [n for n in unknown if roles[n].unit == unit]
        measured = [n for n in alike if any(_says_below(c) for c in cells[n])]
        for n in alike if measured else []:
            if n not in measured:
                roles[n].role, roles[n].sure = Role.ASIDE, 0.0


def _settle_other_amounts(roles: list[ColumnRole], table: Table) -> None:
    """Beside a sure result a column under words that nobody knows is none where it keeps no ratio to it.

    One that counts for each day then says what may be taken in, and so a limit; what would be taken in keeps the ratio, and is a result.
    The result's own unit may stand elsewhere, on the title or in another column.
    """
    headings = [column.heading.heading if column.heading else None for column in table.columns]
    daily = [role.unit is not None and _basis(role.unit) is Basis.PER_DAY for role in roles]
    told = zip(roles, headings, daily, strict=True)
    result = next((n for n, (r, h, day) in enumerate(told) if r.role is Role.RESULT and h and h.exact and not day), None)
    if result is None:
        return
    for n, (role, heading) in enumerate(zip(roles, headings, strict=True)):
        if role.role is not Role.RESULT or heading is None or heading.role is not None or (heading.exact and not daily[n]):
            continue
        if roles[result].unit is None and not daily[n]:
            continue
        other = keep_no_ratio([(row.cells[result], row.cells[n]) for row in table.rows if row.cells.keys() >= {result, n}])
        if other:
            role.role, role.sure = (Role.LIMIT, GUESSED) if daily[n] else (Role.ASIDE, 0.0)


def _names_vaguely(heading: str) -> bool:
    """Whether a heading may name a limit as well as a result ("Precautionary value"), and says of no basis on which it is counted."""
    return names_vaguely(heading) and not says_basis(heading) and counted_per(heading) is None


def _begins_below(cell: Cell) -> bool:
    """Whether the first of two things in a cell is what bounds never are: "ND / 0.5"."""
    return cell_shape(cell.text.partition("/")[0]) is Shape.WORD


def _says_below(cell: Cell) -> bool:
    """Whether a cell prints what limits never print: "ND", "<LOQ", "<0.5"."""
    return cell_shape(cell.text) is Shape.WORD or cell.text.startswith("<")


def _settle_vague(roles: list[ColumnRole], columns: list[TableColumn]) -> None:
    texts = [term_key(c.heading.cells[-1].text) if c.heading else "" for c in columns]
    words = terms()["vague"]["alone"]
    plain = [r for r, t in zip(roles, texts, strict=True) if r.role is Role.RESULT and t not in words]
    for role, text in zip(roles, texts, strict=True):
        if role.role is Role.RESULT and text in words and plain and not any(r.role is Role.LIMIT for r in roles):
            role.role, role.sure = Role.LIMIT, 0.8


def _settle_verdicts(roles: list[ColumnRole], shapes: list[Counter[Shape]]) -> None:
    """A result column of verdicts beside a result column of values is the verdict column; a verdict column of values is a result."""
    valued = [r.role is Role.RESULT and share(s, Shape.NUMBER, Shape.WORD) > 0.2 for r, s in zip(roles, shapes, strict=True)]
    for n, (role, shape) in enumerate(zip(roles, shapes, strict=True)):
        if (role.role is Role.RESULT and any(valued[:n] + valued[n + 1 :]) and share(shape, Shape.VERDICT) > 0.5) or (
            role.role is Role.RESULT and not role.unit and not shape[Shape.NUMBER] and _follows_limit(roles, role)
        ):
            role.role = Role.STATUS
        elif role.role is Role.STATUS and not any(valued) and share(shape, Shape.NUMBER, Shape.WORD) > 0.7:
            role.role, role.sure = Role.RESULT, 0.9


def _follows_limit(roles: list[ColumnRole], role: ColumnRole) -> bool:
    """True for a column right of a limit that itself stands right of a result: result, limit, finding."""
    before = [r.role for r in roles[: next(i for i, r in enumerate(roles) if r is role)]]
    return Role.LIMIT in before and Role.RESULT in before


def _settle_unknown(roles: list[ColumnRole], columns: list[TableColumn], shapes: list[Counter[Shape]], cells: list[list[Cell]]) -> None:
    """Columns without a known heading, by their cells."""
    has = {r.role for r in roles}
    able: list[int] = []
    for n, (role, shape, column) in enumerate(zip(roles, shapes, cells, strict=True)):
        if Role.STATUS not in has and role.role in (Role.ASIDE, Role.NAME) and says_verdicts(column) and _judges(role, column, has):
            role.role, role.sure = Role.STATUS, 0.9
            continue
        if role.sure > 0 or not +shape:
            continue
        if share(shape, Shape.SPREAD) > 0.6:
            role.role, role.sure = Role.UNCERTAINTY, 0.9
        elif share(shape, Shape.PAIR) > 0.6 and not has & (BOUNDS - {Role.LIMIT}) and not any(_begins_below(c) for c in column):
            role.role, role.sure = Role.LOD_LOQ, 0.7
        elif share(shape, Shape.NUMBER, Shape.WORD) > 0.7 and not all(states_bound(c.text) and not _says_below(c) for c in column):
            able.append(n)
    if able and Role.RESULT not in has:
        # limits and uncertainties never say "not detected": a column that does is the result, wherever it stands
        measured = [n for n in able if any(map(_says_below, cells[n]))]
        index = (measured or able)[0]
        numbered = [n for n in able if _heads_a_sample(columns[n])]
        sure = NUMBERED if numbered == [index] else 0.7 if measured or len(able) == 1 else UNTOLD
        roles[index].role, roles[index].sure = Role.RESULT, sure


UNTOLD = 0.5
"""How sure a column is the result that is the first of several numbers under words that nobody knows."""


NUMBERED = 0.95
"""How sure a column is the result that is headed by a sample's number, and the only one."""


def _heads_a_sample(column: TableColumn) -> bool:
    """Whether the heading is the number that the laboratory gave the sample."""
    return column.heading is not None and any(heads_sample(cell.text) for cell in column.heading.cells)


def _judges(role: ColumnRole, column: list[Cell], others: set[Role]) -> bool:
    """Whether a column of verdicts that no heading calls so judges results ("Notes" over them, too).

    Answers do where the table states limits, under any heading but one that asks something else: "Yes" under "Accredited".
    """
    return any(verdict_of_itself(c.text) for c in column) or (Role.LIMIT in others and (role.role is Role.NAME or role.sure < 1.0))


def says_verdicts(column: list[Cell]) -> bool:
    """Whether most cells that print anything print a verdict; one letter says too little without a heading."""
    printed = [c.text for c in column if cell_shape(c.text) is not Shape.BLANK]
    said = sum(map(says_verdict, printed))
    return said > 0.7 * len(printed)


def _settle_with_own_units(roles: list[ColumnRole], cells: list[list[Cell]]) -> None:
    """Columns without a heading, each of whose numbers prints its unit: the same result in other units (a box of totals)."""
    if any(r.sure > 0.7 and r.role is not Role.CLAIM for r in roles):
        return
    for role, column in zip(roles, cells, strict=True):
        numbers = [c for c in column if cell_shape(c.text) is not Shape.WORD]
        if (
            numbers
            and role.role is not Role.CLAIM
            and all(cell_shape(c.text) is Shape.NUMBER and WITH_UNIT.fullmatch(c.text) for c in numbers)
        ):
            role.role, role.sure = Role.RESULT, max(role.sure, 0.7)


def _settle_expected(roles: list[ColumnRole], columns: list[TableColumn], cells: list[list[Cell]]) -> None:
    """What a result was expected to be is its limit where most cells state a bound or a finding, as "NMT 10" and "Absent" do."""
    for role, column, held in zip(roles, columns, cells, strict=True):
        expects = role.role is Role.QC and control_beside(column.text) is Beside.EXPECTED
        if expects and sum(states_bound(c.text) or cell_shape(c.text) is Shape.WORD for c in held) >= 0.5 * len(held) > 0:
            role.role, role.sure = Role.LIMIT, GUESSED
        elif expects:
            role.role = Role.CLAIM if counts_product(role.unit) else Role.ASIDE


def _settle_limits_in_words(roles: list[ColumnRole], cells: list[list[Cell]]) -> None:
    """A column without a known heading whose cells say "not more than", or under one that heads methods elsewhere ("Norm")."""
    for role, column in zip(roles, cells, strict=True):
        if (role.sure == 0 or role.role is Role.METHOD) and column and not any(r.role is Role.LIMIT for r in roles):
            bounds = sum(states_bound(c.text) for c in column)
            if bounds >= 0.5 * len(column):
                role.role, role.sure = Role.LIMIT, 0.9


def _settle_limits(roles: list[ColumnRole], shapes: list[Counter[Shape]]) -> None:
    """A column of verdicts only under a bound ("Limit" over Pass) is the verdict column: that of the bounds beside it may be empty."""
    for role, shape in zip(roles, shapes, strict=True):
        if role.role in BOUNDS and share(shape, Shape.VERDICT) > 0.9 and not any(r.role is Role.STATUS for r in roles):
            role.role, role.sure = Role.STATUS, 0.8


def _settle_letters(roles: list[ColumnRole], table: Table) -> None:
    """A column that nobody names, or under the limits' own heading, with the letter of a verdict wherever the table states a limit.

    Letters alone say little ("C" may be a note's): they are verdicts where they stand in the rows that have a limit and in no other,
    or where they tell good from bad.
    """
    limit = next((i for i, role in enumerate(roles) if role.role is Role.LIMIT), None)
    if limit is None or any(role.role is Role.STATUS for role in roles):
        return
    bounded = [_printed(row, limit) for row in table.rows if row.name]
    for i, role in enumerate(roles[limit + 1 :], start=limit + 1):
        if role.role is not Role.LIMIT and (role.role is not Role.ASIDE or role.sure > 0):
            continue
        judged = [_printed(row, i) for row in table.rows if row.name]
        said = {verdict(text) for text in judged if text}
        beside = all(text is None or bound is not None for text, bound in zip(judged, bounded, strict=True))
        partly = all((text is None) == (bound is None) for text, bound in zip(judged, bounded, strict=True)) and None in judged
        if said and None not in said and beside and (partly or said == {"pass", "fail"}):
            role.role, role.sure = Role.STATUS, 0.9
            return


def _printed(row: Row, column: int) -> str | None:
    """What a row prints in a column; None for nothing or a dash."""
    cell = row.cells.get(column)
    blank = cell is None or (cell_shape(cell.text) is Shape.BLANK and verdict(cell.text) is None)
    return None if cell is None or blank else cell.text


def _settle_units(roles: list[ColumnRole]) -> None:
    """A result column without a unit, where every other column of the table that has one has the same: that unit, less surely."""
    if any(r.role is Role.UNIT for r in roles) or any(r.unit for r in roles if r.role is Role.RESULT):
        return
    units = {r.unit for r in roles if r.unit and r.role in BOUNDS}
    if len(units) == 1 and _basis(next(iter(units))) is not Basis.PER_DAY:  # a limit for each day is no result's unit
        for role in roles:
            if role.role is Role.RESULT:
                role.unit, role.sure = next(iter(units)), min(role.sure, 0.9)


def _find_printed_unit(roles: list[ColumnRole], cells: list[list[Cell]]) -> None:
    """The unit that the cells of the only result column print, where neither a heading nor a column of units says one."""
    results = [n for n, role in enumerate(roles) if role.role is Role.RESULT]
    bounded = any(role.role in (Role.LOD, Role.LOQ) and role.unit is None for role in roles)
    if bounded and len(results) == 1 and roles[results[0]].unit is None and not any(role.role is Role.UNIT for role in roles):
        roles[results[0]].printed_unit = printed_unit(cells[results[0]])


def printed_unit(cells: list[Cell]) -> str | None:
    """The one unit that all numbers of a column print."""
    units = {said.unit_text for c in cells if (said := parsed(c.text)) is not None and said.value is not None}
    return units.pop() if len(units) == 1 else None


def _settle_further_limits(roles: list[ColumnRole], columns: list[TableColumn]) -> None:
    """Of several columns of limits the first counts, whether or not it states one; a further one ("ingestion only", guidance) does not.

    What may be taken in each day bounds no result that is not counted so, where another column does: "Max daily exposure".
    """
    limits = [n for n, role in enumerate(roles) if role.role is Role.LIMIT]
    if len(limits) < SEVERAL:
        return  # nearly always
    daily = [_counts_day(role, column) for role, column in zip(roles, columns, strict=True)]
    result = next((n for n, role in enumerate(roles) if role.role is Role.RESULT), None)
    alike = [n for n in limits if not daily[n]] if result is not None and not daily[result] else []
    for n in limits:
        if n != (alike or limits)[0]:
            roles[n].role = Role.ASIDE


SEVERAL: Final = 2


def _counts_day(role: ColumnRole, column: TableColumn) -> bool:
    """Whether a column counts for each day, by its unit or by the words over it."""
    return counted_per(column.text) == "day" or (role.unit is not None and _basis(role.unit) is Basis.PER_DAY)


_MOST = re.compile(r"(?i)\b(?:limit|max\w*|action|nmt)\b")
_CLAIM_BASES = frozenset({Basis.PER_SERVING, Basis.PER_UNIT, Basis.PER_PACKAGE})


def _settle_claims(roles: list[ColumnRole], cells: list[list[Cell]], headings: list[str]) -> None:
    """A specification per serving, unit or package is the customer's label claim, unless heading or cells say "not more than"."""
    units = [c.text for r, column in zip(roles, cells, strict=True) if r.role is Role.UNIT for c in column]
    for role, column, heading in zip(roles, cells, headings, strict=True):
        if role.role is not Role.LIMIT or _MOST.search(heading):
            continue
        stated = [role.unit] if role.unit else units
        plain = all(cell_shape(c.text) in (Shape.NUMBER, Shape.BLANK) and c.text[:1] not in "<>≤≥" for c in column)
        if stated and plain and all(map(counts_product, stated)):
            role.role, role.sure = Role.CLAIM, 0.9


def counts_product(unit: str | None) -> bool:
    """True for a unit per serving, unit or package: what a label claims, and no limit says."""
    return unit is not None and _basis(unit) in _CLAIM_BASES


def _basis(unit: str) -> Basis | None:
    try:
        return parse_unit(unit).basis
    except UnknownUnitError:
        return None
