"""What the headings of an exported table make of its columns: a header field, a role in the result table, or an analyte of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from registry.model.analytes import load_catalogue
from registry.reading.exports.sheets import spoken
from registry.reading.head.fields import OTHER, Label, label_key, load_fields
from registry.reading.heading_roles import Heading, headings_together, read_heading
from registry.reading.held_together import parted_text
from registry.reading.layout.signs import SIGNS
from registry.reading.panels import name_panel, title_panel
from registry.reading.shapes import Shape, cell_shape
from registry.reading.vocabulary import PAIRED, Role, unit_text

Row = tuple[str, ...]

LOOKED_AT: Final = 40
"""Rows under a heading that tell which of two columns holds the analytes."""
_BRACKETED: Final = re.compile(r"^(.*?)[\s_,]*[(\[]([^()\[\]]+)[)\]]\s*$")
_RUN_TOGETHER: Final = re.compile(r"\b(mg|ug|mcg|µg|ng|g|cfu)[ _](g|kg|ml|l|unit|serving|package)$", re.IGNORECASE)
_ASIDE: Final = re.compile(r"[\s_-]+(lod|loq|limit|status|unit|units)$", re.IGNORECASE)
_PORTION: Final = re.compile(r"(?:per|in|/)\s*\d+(?:[.,]\d+)?\s*(?:g|mg|ml)", re.IGNORECASE)
_ONE_WORD: Final = re.compile(r"[A-Za-z]+")
_FLAG: Final = re.compile(
    r"(?:lab |result |data )?(?:q|qual|quals|qualifier|qualifiers|flag|flags|sign|prefix|operator|comparator|modifier|censor|mod)"
)


@dataclass(frozen=True)
class Column:
    """One column, or one of the things that a column holds: `role` says which of those `together`.

    `analyte` in a wide table only. `flag`: it holds signs that belong to the result beside it (`<`, `U`, `ND`).
    """

    index: int
    heading: str
    field: str | None = None
    role: Role | None = None
    analyte: str | None = None
    unit: str | None = None
    flag: bool = False
    together: tuple[Heading, ...] = ()

    def cell(self, row: Row) -> str:
        """What the row prints in this column, "" where it ends before it; a cell that holds one thing in place of several is the result."""
        text = row[self.index] if self.index < len(row) else ""
        if not text or not self.together:
            return text
        texts = dict(zip((heading.role for heading in self.together), parted_text(text, self.together), strict=False))
        return texts.get(self.role, "") if texts else text if self.role is Role.RESULT else ""


def field_label(text: str) -> Label | None:
    """The header field that a label names, with or without a colon behind it; None for words of anything else."""
    known = load_fields().labels.get(label_key(text.partition(":")[0]))
    return known if known is not None and known.field != OTHER else None


def headed(row: Row, following: Sequence[Row]) -> list[Column] | None:
    """The row's columns where it heads a result table, None where it is no such row. `following` are the rows under it."""
    columns = [column for index, text in enumerate(row) if text and (column := _column(index, text)) is not None]
    plain, analytes = [c for c in columns if c.analyte is None], [c for c in columns if c.analyte is not None]
    if len(analytes) >= 2:
        fields = [_as_field(column) for column in plain]
        known = len(analytes) + sum(column.field is not None for column in fields)
        if known >= 0.5 * len([text for text in row if text]) and not any(map(_is_value, row)):
            return [*fields, *analytes]
        return None
    roles = {column.role for column in plain}
    if Role.NAME not in roles:
        return None
    if Role.RESULT not in roles:
        if analytes or any(map(_is_value, row)):
            return None
        free = _sample_columns(row, columns) or _unit_columns(row, columns)
        if not free:
            return None
        plain = [*plain, *free]
    return _one_field_each(_one_name([part for column in plain for part in _parted(column)], following))


def _parted(column: Column) -> list[Column]:
    """The column, or one for each of the things that its heading names together: "Result / Limit", "LOQ / Limit (ppm)"."""
    paired = (Heading(half, column.unit, exact=True) for role, halves in PAIRED.items() if role is column.role for half in halves)
    together = headings_together(column.heading) or tuple(paired)
    return [replace(column, role=kind.role, unit=kind.unit, together=together) for kind in together] or [column]


def with_subheadings(row: Row, below: Row) -> Row | None:
    """Two rows of headings as one: `Result | ` over `mg/g | %` is `Result (mg/g) | Result (%)`; None where `below` is no such row."""
    filled = [(index, text) for index, text in enumerate(below) if text]
    if len(filled) < 2 or not all(_is_subheading(text) for _, text in filled):
        return None
    above = [row[index] if index < len(row) else "" for index in range(max(len(row), len(below)))]
    spread: list[str] = []
    for text in above:
        spread.append(text or (spread[-1] if spread else ""))
    under = dict(filled)
    joined = [_joined(spread[index], under[index]) if index in under else text for index, text in enumerate(above)]
    return tuple(joined)


def bounds_row(columns: Sequence[Column], row: Row) -> Role | None:
    """LOD, LOQ or LIMIT where the row prints that bound for each analyte of a wide table."""
    if not any(column.analyte is not None for column in columns):
        return None
    first = min((column.index for column in columns if column.analyte is not None), default=0)
    words = [text for text in row[:first] if text]
    role = read_heading(words[0]).role if words and read_heading(words[0]).exact else None
    return role if role in (Role.LOD, Role.LOQ, Role.LIMIT) else None


def is_units_row(columns: Sequence[Column], row: Row) -> bool:
    """Whether every cell under the analytes of a wide table is a unit."""
    cells = [text for column in columns if column.analyte is not None and (text := column.cell(row))]
    return bool(cells) and all(unit_text(cell) is not None for cell in cells)


def with_unit(column: Column, row: Row) -> Column:
    """The column with the unit that a row of units prints for its analyte."""
    stated = unit_text(column.cell(row)) if column.analyte is not None else None
    return replace(column, unit=stated or column.unit)


def signed(columns: Sequence[Column], row: Row) -> dict[Column, str]:
    """The results whose sign stands alone in the cell before theirs, or in the one behind it, under a heading that nobody knows.

    A column of signs right before a limit, or before another result, belongs to that.
    """
    known = {column.index: column for column in columns}
    alone = {index for index, text in enumerate(row) if text in SIGNS and index not in known}
    out: dict[Column, str] = {}
    for column in columns if alone else ():
        if column.role is not Role.RESULT or not (text := column.cell(row)) or text.startswith(tuple(SIGNS)):
            continue
        behind = known.get(column.index + 2)
        free = behind is None or behind.role not in (Role.LIMIT, Role.RESULT)
        at = next((at for at in (column.index - 1, column.index + 1) if at in alone and (at < column.index or free)), None)
        if at is not None:
            out[column] = f"{row[at]} {text}"
    return out


def unit_in(heading: str) -> str | None:
    """What stands in brackets at a heading's end."""
    return match[2] if (match := _BRACKETED.match(heading.rstrip(":"))) is not None else None


def _column(index: int, text: str) -> Column | None:
    """What a heading names, None where no word of it is known."""
    found = _known_column(index, text)
    if found is None and _ONE_WORD.fullmatch(text) and (words := spoken(text)) != text:  # a program's name: "RecDate", "LabSampID"
        found = _known_column(index, words)
    return found


def _known_column(index: int, text: str) -> Column | None:
    if _FLAG.fullmatch(spoken(text).casefold()):
        return Column(index, text, role=Role.ASIDE, flag=True)
    known = load_fields().labels.get(label_key(text))
    heading = read_heading(text)
    if known is not None and known.field not in (OTHER, "overall_status") and known.rank >= 3:
        return Column(index, text, field=known.field)
    if heading.role is not None and heading.exact:
        return Column(index, text, role=heading.role, unit=heading.unit)
    if (analyte := _analyte_column(index, text)) is not None:
        return analyte
    if known is not None and known.field != OTHER:
        return Column(index, text, field=known.field)
    return Column(index, text, role=heading.role, unit=heading.unit) if heading.role is not None else None


def _analyte_column(index: int, text: str) -> Column | None:
    """A heading such as ``mitragynine (mg/g)``, ``7-OH_LOQ (mg/g)``, ``total_alkaloids_pct``, ``Salmonella (per 25 g)``."""
    name, unit = _name_and_unit(text)
    role = Role.RESULT
    if (aside := _ASIDE.search(name)) is not None:
        name, role = name[: aside.start()], {"lod": Role.LOD, "loq": Role.LOQ, "limit": Role.LIMIT}.get(aside[1].lower(), Role.ASIDE)
    if load_catalogue().match(name) is None and name_panel(name) is None:
        return None
    return Column(index, text, role=role, analyte=name, unit=unit)


def _name_and_unit(text: str) -> tuple[str, str | None]:
    if (match := _BRACKETED.match(text)) is not None and (unit_text(match[2]) is not None or _PORTION.fullmatch(match[2])):
        return match[1].strip(), match[2]
    plain = re.sub(r"[ _](?:pct|percent)$", " %", text, flags=re.IGNORECASE).replace("_", " ").replace(",", " ")
    words = _RUN_TOGETHER.sub(r"\1/\2", plain).split()
    for count in (3, 2, 1):
        if len(words) > count and (unit := unit_text(" ".join(words[-count:]))) is not None:
            return " ".join(words[:-count]), unit
    return text.strip(), None


def _as_field(column: Column) -> Column:
    """A column beside analytes in columns holds what is said of the sample: "Description" there is the product's."""
    known = field_label(column.heading)
    return replace(column, field=known.field, role=None) if column.role is Role.NAME and known is not None else column


def _sample_columns(row: Row, columns: Sequence[Column]) -> list[Column]:
    """Columns headed by a sample's number beside a column of analytes."""
    known = {column.index for column in columns}
    free = [(index, text) for index, text in enumerate(row) if text and index not in known and any(c.isdigit() for c in text)]
    return [Column(index, text, role=Role.RESULT, field="sample_id") for index, text in free]


def _unit_columns(row: Row, columns: Sequence[Column]) -> list[Column]:
    """Columns headed by a unit alone beside a column of analytes."""
    known = {column.index for column in columns}
    units = [(index, unit) for index, text in enumerate(row) if text and index not in known and (unit := unit_text(text)) is not None]
    return [Column(index, row[index], role=Role.RESULT, unit=unit) for index, unit in units]


def _one_name(columns: list[Column], following: Sequence[Row]) -> list[Column]:
    """Of several columns that could hold the analytes ("Test", "Parameter") the one that does; the others say its panel."""
    names = [column for column in columns if column.role is Role.NAME]
    if len(names) < 2:
        return columns

    def fit(column: Column) -> tuple[int, int, int]:
        cells = [text for row in following[:LOOKED_AT] if (text := column.cell(row))]
        named = sum(name_panel(text) is not None for text in cells) - sum(title_panel(text) is not None for text in cells)
        return sum(load_catalogue().match(text) is not None for text in cells), named, len(set(cells))

    best = max(names, key=fit)
    return [replace(c, role=Role.PANEL) if c.role is Role.NAME and c is not best else c for c in columns]


def _one_field_each(columns: list[Column]) -> list[Column]:
    """Where two columns would name the product and none the sample, the less certain label is the sample's number."""
    products = [column for column in columns if column.field == "product_name"]
    if len(products) != 2 or any(column.field == "sample_id" for column in columns):
        return columns
    ranks = [label.rank if (label := field_label(column.heading)) else 0.0 for column in products]
    if ranks[0] == ranks[1]:
        return columns
    weaker = products[ranks.index(min(ranks))]
    return [replace(column, field="sample_id") if column is weaker else column for column in columns]


def _is_subheading(text: str) -> bool:
    heading = read_heading(text)
    return unit_text(text) is not None or (heading.exact and heading.role is not None and heading.role is not Role.NAME)


def _joined(above: str, below: str) -> str:
    if unit_text(below) is not None:
        return f"{above} ({below})" if above else below
    stated, own = read_heading(above).unit, read_heading(below).unit
    return f"{below} ({stated})" if stated and own is None else below


def _is_value(text: str) -> bool:
    return cell_shape(text) is Shape.NUMBER and re.search(r"[A-Za-z]{3}", text) is None
