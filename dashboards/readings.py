"""A certificate as rows and boxes: what stands beside the page image, and where on the page it was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from dashboards.components.measurement import day
from dashboards.words import analyte_name, words
from registry.model.certificate import Correction, DraftCertificate, Result
from registry.model.doubt import doubtful, field, unsure_paths
from registry.model.draft import ReadDate
from registry.model.evidence import Box, Evidence
from registry.model.measurement import Measurement, Qualifier, Quantity

LOOK, DOUBT, UNKNOWN_NAME = "Look at this", "Read with doubt", "Name not in the catalogue"
"""Marks under a row's name: what a reviewer has to do, what stays said once it is published, and a name nobody knows."""
COLUMNS: Final = ("Field or analyte", "As printed", "LOD / LOQ", "Limit printed")
HEADER_GROUP: Final = "On the page's head"
FIELDS: Final = {
    "lab": "Laboratory",
    "report_id": "Report number",
    "sample_id": "Sample number",
    "product_name": "Product as printed",
    "client": "Client",
    "lot": "Lot",
    "matrix": "Matrix",
    "accreditation": "Accreditation as printed",
    "supersedes": "Replaces report",
    "revision": "Revision",
    "dates.collected": "Sampled on",
    "dates.received": "Received on",
    "dates.completed": "Tested on",
    "dates.reported": "Issued on",
}
"""What header fields are called, by their path in a correction."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One box on the page: `id` joins it to its row, `label` is what a pointer or a screen reader gets."""

    id: str
    box: Box
    label: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One row beside the page: the name, then one cell for each further column, of one line or several; under the name what the
    registry calls it, where it prints another, or how it was read (`known`), and a word of warning (`mark`)."""

    id: str
    name: str
    cells: tuple[str, ...]
    group: str = ""
    mark: str = ""
    known: str = ""


def printed(measurement: Measurement) -> str:
    """The result with its unit, as printed; the unit is not said twice where the text carries it. One of several times names its own."""
    if measurement.time_point is not None:
        return f"{measurement.time_point}: {printed(measurement.model_copy(update={'time_point': None}))}"
    unit = measurement.unit or ""
    if (
        not unit
        or measurement.text.endswith(unit)
        or measurement.qualifier in (Qualifier.PASS, Qualifier.FAIL, Qualifier.ABSENT, Qualifier.PRESENT)
    ):
        return measurement.text
    return f"{measurement.text} {unit}"


def quantity(printed_quantity: Quantity | None) -> str:
    """A quantity as printed, a dash where there is none."""
    return printed_quantity.printed if printed_quantity else "–"


def header_rows(draft: DraftCertificate, reviewed: frozenset[str] = frozenset()) -> tuple[ValueRow, ...]:
    """One row for each header field that was read, and for lot and report number even where nothing was."""
    rows = []
    for path, name in FIELDS.items():
        read = field(draft, path)
        if read is None and path not in ("lot", "report_id", "lab", "product_name"):
            continue
        unsure = read is not None and doubtful(read.confidence) and path not in reviewed
        cells = (read.text if read else "not printed", "–", "–")
        rows.append(ValueRow(path, name, cells, HEADER_GROUP, LOOK if unsure else "", _day_read(read)))
    return tuple(rows)


def _day_read(read: object) -> str:
    """The day that a printed date was read as, "" where it can be read in one way only or no day was read."""
    if not isinstance(read, ReadDate) or read.value is None or read.value.isoformat() in read.text:
        return ""
    return f"read as {day(read.value)}"


def result_rows(draft: DraftCertificate, reviewed: frozenset[str] = frozenset()) -> tuple[ValueRow, ...]:
    """One row for each analyte row, in printed order; several result columns stand in one cell."""
    return tuple(_result_row(index, result, reviewed) for index, result in enumerate(draft.results))


def _result_row(index: int, result: Result, reviewed: frozenset[str]) -> ValueRow:
    limit = "\n".join(part for part in (result.limit_printed, f"printed: {result.status}" if result.status else "") if part) or "–"
    cells = ("\n".join(_with_uncertainty(m, result) for m in result.measurements) or "–", _bounds(result), limit)
    mark = LOOK if unsure_paths(index, result) - reviewed else "" if result.analyte_key else UNKNOWN_NAME
    return ValueRow(f"results.{index}", result.analyte, cells, words(result.panel), mark, _known(result))


def _known(result: Result) -> str:
    """The registry's name of the analyte, "" where the printed one is the same but for signs, capitals and what stands in brackets."""
    name = analyte_name(result.analyte_key) if result.analyte_key else ""
    return name if _bare(name) != _bare(result.analyte) else ""


def _bare(name: str) -> str:
    return re.sub(r"\(.*?\)|[\W_]", "", name).casefold()


def _with_uncertainty(measurement: Measurement, result: Result) -> str:
    """The result as printed, with the expanded uncertainty printed for it."""
    printed_u = measurement.uncertainty or (result.uncertainty if len(result.measurements) == 1 else None)
    if printed_u is None:
        return printed(measurement)
    k = f" (k = {printed_u.k})" if printed_u.k is not None else ""
    return f"{printed(measurement)} ± {quantity(printed_u)}{k}"


def _bounds(result: Result) -> str:
    """LOD and LOQ in one cell, their unit said once where both have it."""
    lod, loq = result.lod, result.loq
    if lod is None:
        return quantity(loq)
    if loq is not None and lod.unit == loq.unit:
        return f"{lod.text or lod.value} / {quantity(loq)}"
    return f"{quantity(lod)} / {quantity(loq)}"


def published_rows(
    draft: DraftCertificate, reviewed: frozenset[str] = frozenset(), changed: Mapping[str, str] | None = None
) -> tuple[ValueRow, ...]:
    """All rows as a reader of the published certificate sees them, results first: doubt is said, nothing is asked of anybody.

    `changed` says by row what stood there before it was corrected.
    """
    rows = result_rows(draft, reviewed) + header_rows(draft, reviewed)
    shown = (replace(row, mark=DOUBT) if row.mark == LOOK else row for row in rows)
    return tuple(replace(row, mark=changed[row.id]) if changed and row.id in changed else row for row in shown)


def changes(corrections: Iterable[Correction]) -> dict[str, str]:
    """By row, what was read where a reviewer put something else: the first reading of each value, however often it was corrected."""
    first: dict[str, str] = {}
    for correction in corrections:
        if correction.after != correction.before:
            first.setdefault(correction.path, correction.before or "nothing")
    rows: dict[str, list[str]] = {}
    for path, before in first.items():
        rows.setdefault(row_of(path), []).append(before)
    return {row: f"Corrected; read as {', '.join(before)}" for row, before in rows.items()}


def evidence_of(draft: DraftCertificate, row: str) -> tuple[Evidence, ...]:
    """Every place on the file that a row rests on, the value first."""
    if (result := _result(draft, row)) is not None:
        return tuple(e for e in (*(m.evidence for m in result.measurements), result.evidence) if e is not None)
    read = field(draft, row) if row in FIELDS else None
    return (read.evidence,) if read is not None and read.evidence is not None else ()


def _result(draft: DraftCertificate, row: str) -> Result | None:
    """The result that ``results.3`` names, None for anything else: the name may come from an address somebody typed."""
    start, _, number = row.partition(".")
    if start != "results" or not (number.isascii() and number.isdigit()) or int(number) >= len(draft.results):
        return None
    return draft.results[int(number)]


def page_of(draft: DraftCertificate, row: str) -> int | None:
    """The page a row stands on, None where it has no place on the file."""
    places = evidence_of(draft, row)
    return places[0].page if places else None


def marks(draft: DraftCertificate, page: int, reviewed: frozenset[str] = frozenset()) -> tuple[Mark, ...]:
    """The boxes on one page, header fields and results."""
    return tuple(mark for mark, on in _all_marks(draft, reviewed) if on == page)


def _all_marks(draft: DraftCertificate, reviewed: frozenset[str]) -> Iterator[tuple[Mark, int]]:
    for path, name in FIELDS.items():
        read = field(draft, path)
        if read is not None and read.evidence is not None and read.evidence.box is not None:
            yield (
                Mark(path, read.evidence.box, f"{name}: {read.text}", doubtful(read.confidence) and path not in reviewed),
                read.evidence.page,
            )
    for index, result in enumerate(draft.results):
        row, unsure = f"results.{index}", unsure_paths(index, result) - reviewed
        if result.evidence is not None and result.evidence.box is not None:
            yield Mark(row, result.evidence.box, result.analyte, f"{row}.analyte" in unsure), result.evidence.page
        for column, m in enumerate(result.measurements):
            if m.evidence is not None and m.evidence.box is not None:
                yield (
                    Mark(row, m.evidence.box, f"{result.analyte}: {printed(m)}", f"{row}.measurements.{column}" in unsure),
                    m.evidence.page,
                )


# --- what a reviewer can change --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Field:
    """One text of a row that a reviewer can accept or correct, by its path in a correction."""

    path: str
    name: str
    text: str
    unknown: bool = False
    """A name of an analyte that the catalogue does not know."""


def row_of(path: str) -> str:
    """The row that a correction's path belongs to: ``results.3.measurements.0`` is in ``results.3``."""
    return ".".join(path.split(".")[:2]) if path.startswith("results.") else path


def name_of(draft: DraftCertificate, row: str) -> str:
    """How people call a row."""
    if row in FIELDS:
        return FIELDS[row]
    result = _result(draft, row)
    return row if result is None else result.analyte


def editable(draft: DraftCertificate, row: str) -> tuple[Field, ...]:
    """The texts of a row as they stand; none for a row that does not exist."""
    if row in FIELDS:
        read = field(draft, row)
        return (Field(row, FIELDS[row], read.text if read else ""),)
    result = _result(draft, row)
    if result is None:
        return ()
    values = [
        Field(
            f"{row}.measurements.{column}",
            f"Result{f' at {m.time_point}' if m.time_point else ''}{f' in {m.unit}' if m.unit else ''}",
            m.text,
        )
        for column, m in enumerate(result.measurements)
    ]
    return (Field(f"{row}.analyte", "Analyte", result.analyte, unknown=result.analyte_key is None), *values)
