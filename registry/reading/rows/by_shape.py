"""Which column of a table holds what where no heading is known that says so: by its cells alone, or not at all.

A number that may be a result or its limit is neither: where nothing decides, nothing is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from typing import Final

from registry.model.measurement import UNQUANTIFIED
from registry.model.result_words import Qualifier
from registry.reading.layout.cells import Cell
from registry.reading.layout.columns import TableColumn
from registry.reading.layout.rows import Row
from registry.reading.layout.tables import Table
from registry.reading.rows.roles import GUESSED, UNTOLD, ColumnRole, printed_unit, says_verdicts, share
from registry.reading.rows.values import one_unit, parsed
from registry.reading.shapes import Shape, cell_shape, states_bound
from registry.reading.vocabulary import Role

ALONE: Final = 0.85
"""How sure the only column of numbers is the result."""
FEWEST: Final = 2
ROUND: Final = 2
"""Digits of a round number, as limits are."""
_ONLY_BY_WORDS: Final = frozenset(Role) - {Role.NAME, Role.RESULT, Role.PANEL}
_BOUNDS: Final = frozenset({Role.LOD, Role.LOQ, Role.LIMIT, Role.CLAIM, Role.QC})


def roles_by_shape(table: Table) -> list[ColumnRole] | None:
    """A role for each column of `table`, in order; None where its result cannot be told from other numbers, or it is quality control."""
    cells = [[row.cells[i] for row in table.rows if i in row.cells] for i in range(len(table.columns))]
    roles = [_told(column, held) for column, held in zip(table.columns, cells, strict=True)]
    if any(role.role is Role.QC for role in roles):
        return None
    numbers = [i for i, (role, held) in enumerate(zip(roles, cells, strict=True)) if role.sure == 0 and _holds_numbers(held)]
    results, sure = _results(numbers, roles, cells, table.rows)
    if not results:
        return None
    for i in results:
        roles[i] = ColumnRole(Role.RESULT, roles[i].unit, sure)
    others = [i for i in numbers if i not in results]
    told = {role.role for role in roles}
    judged = Role.STATUS in told and Role.LIMIT not in told
    if judged and len(others) == 1 and _bounds(table.rows, others[0], results[0]):
        roles[others[0]] = ColumnRole(Role.LIMIT, roles[others[0]].unit, GUESSED)
    return roles


SAME_LINE: Final = 0.5
"""In sizes: how far apart two rows of one line stand at most."""


def roles_of_other_half(table: Table, others: Sequence[Table]) -> list[ColumnRole] | None:
    """The roles that the other half of a list in two halves tells, where `table` tells none: one of its results is over its limit."""
    halves = (other for other in others if other is not table and other.unheaded and _is_half_of(other, table))
    return next((roles for half in halves if (roles := roles_by_shape(half)) is not None), None)


def _is_half_of(one: Table, other: Table) -> bool:
    """Whether two tables stand beside each other line by line with as many columns under the same words, if any."""
    if [column.text for column in one.columns] != [column.text for column in other.columns]:
        return False
    shorter, longer = sorted((one, other), key=lambda table: len(table.rows))
    level = [any(abs(row.baseline - beside.baseline) < SAME_LINE * one.size for beside in longer.rows) for row in shorter.rows]
    return len(level) >= FEWEST and all(level)


def _told(column: TableColumn, cells: list[Cell]) -> ColumnRole:
    """What a known heading, or cells that can be one thing only, say of a column; sure 0 where neither does."""
    heading = column.heading.heading if column.heading else None
    unit = heading.unit if heading else None
    shapes = Counter(cell_shape(c.text) for c in cells)
    if share(shapes, Shape.UNIT) > 0.6:
        return ColumnRole(Role.UNIT, None, 1.0)
    if share(shapes, Shape.SPREAD) > 0.6:
        return ColumnRole(Role.UNCERTAINTY, unit, GUESSED)
    if says_verdicts(cells):
        return ColumnRole(Role.STATUS, None, GUESSED)
    if heading is not None and heading.role in (_ONLY_BY_WORDS if heading.exact else _BOUNDS):
        return ColumnRole(heading.role or Role.ASIDE, unit, 1.0)
    if _state_bounds(cells):
        return ColumnRole(Role.LIMIT, unit, GUESSED)
    return ColumnRole(Role.ASIDE, unit, 0.0)


def _state_bounds(cells: list[Cell]) -> bool:
    """Whether cells say what is allowed, as no result does: "NMT 10", "≤ 3", and among them what must be found ("Absent")."""
    bounds = [c for c in cells if states_bound(c.text)]
    others = [c for c in cells if c not in bounds]
    plain = any(c.text.startswith("<") for c in cells)
    return bool(bounds) and not plain and all(cell_shape(c.text) is Shape.WORD for c in others)


def _holds_numbers(cells: list[Cell]) -> bool:
    return share(Counter(cell_shape(c.text) for c in cells), Shape.NUMBER, Shape.WORD) > 0.7


def _results(numbers: list[int], roles: list[ColumnRole], cells: list[list[Cell]], rows: Sequence[Row]) -> tuple[list[int], float]:
    """The columns of results among those of numbers, and how sure that is; none where nothing decides."""
    if len(numbers) < 2:
        return numbers, ALONE
    units = [unit for i in numbers if (unit := roles[i].unit or printed_unit(cells[i]))]
    several = len(units) == len(numbers) and not any(one_unit(a, b) for a, b in combinations(units, 2))
    if several and all(_agree(row, numbers) for row in rows):
        return numbers, GUESSED  # one amount in several units
    measured = [i for i in numbers if any(map(_below, cells[i])) and not all(c.text.startswith("<") for c in cells[i])]
    if len(measured) == 1:
        return measured, GUESSED
    if len(numbers) == 2 and not measured and _bounds(rows, numbers[1], numbers[0]):
        return numbers[:1], UNTOLD
    unit_column = next((i for i, role in enumerate(roles) if role.role is Role.UNIT), None)
    before = [i for i in numbers if unit_column is not None and i < unit_column]
    if not measured and len(before) == 1 and not any(all(c.text.startswith("<") for c in cells[i]) for i in numbers):
        return before, UNTOLD
    return [], 0.0


def _below(cell: Cell) -> bool:
    """Whether a cell prints what limits seldom print: "ND", "<0.5"."""
    said = parsed(cell.text)
    return cell.text.startswith("<") or (said is not None and said.qualifier in UNQUANTIFIED)


def _agree(row: Row, columns: Sequence[int]) -> bool:
    """Whether all of a row's cells in these columns say an amount, or none does: what is not found is so in every unit."""
    return len({_below(row.cells[i]) for i in columns if i in row.cells}) < 2


def _bounds(rows: Sequence[Row], limit: int, value: int) -> bool:
    """Whether the numbers of column `limit` are round, never below those of `value`, mostly above, and the latter not all round."""
    both = [(row.cells[limit], row.cells[value]) for row in rows if limit in row.cells and value in row.cells]
    if any(_below(cell) for cell, _ in both):
        return False
    pairs = [(bound, found) for a, b in both if (bound := _number(a)) is not None and (found := _number(b)) is not None]
    plain = all(_digits(bound) <= ROUND for bound, _ in pairs) and any(_digits(found) > 1 for _, found in pairs)
    return len(pairs) >= FEWEST and plain and all(b >= f for b, f in pairs) and any(b > f for b, f in pairs)


def _digits(number: Decimal) -> int:
    return len(number.normalize().as_tuple().digits)


def _number(cell: Cell) -> Decimal | None:
    said = parsed(cell.text)
    return said.value if said is not None and said.qualifier in (Qualifier.EQ, Qualifier.LT) else None
