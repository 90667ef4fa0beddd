"""Search: a page of certificates with the counts of what could be chosen next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, and_, func, select, true
from sqlalchemy.sql import Select

from registry.model.certificate import AcquisitionKind, State
from registry.model.product import Form
from registry.storage import schema
from registry.storage.answers import FacetCount, SearchPage, SearchRow
from registry.storage.filters import Filters
from registry.storage.selection import C, chosen
from registry.storage.words import Words, looked_up

Sort = Literal["-reported", "reported", "brand", "product", "laboratory"]

_FIELDS: Final = {
    "brand": "brands",
    "laboratory": "laboratories",
    "form": "forms",
    "acquisition": "acquisitions",
    "panel": "panels",
    "state": "states",
    "status": "statuses",
}
"""The facets, and the field of Filters that chooses in each."""
_VALUES: Final[dict[str, ColumnElement[Any]]] = {
    "brand": C.brand_key,
    "laboratory": C.laboratory,
    "form": func.coalesce(schema.products.c.form, Form.UNKNOWN.value),
    "acquisition": C.acquisition_kind,
    "state": C.state,
    "status": C.overall_status,
}
_FROM: Final = (
    schema.certificates.outerjoin(schema.brands, schema.brands.c.key == C.brand_key)
    .outerjoin(schema.products, schema.products.c.key == C.product_key)
    .outerjoin(schema.lots, schema.lots.c.key == C.lot_key)
    .outerjoin(schema.laboratories, schema.laboratories.c.number == C.laboratory)
)
_ROW: Final = (
    C.number,
    C.id,
    C.state,
    C.specimen,
    C.acquisition_kind,
    func.coalesce(C.brand_key, "").label("brand_key"),
    func.coalesce(schema.brands.c.name, "").label("brand"),
    func.coalesce(C.product_key, "").label("product_key"),
    func.coalesce(schema.products.c.name, C.product_text).label("product"),
    func.coalesce(schema.products.c.form, Form.UNKNOWN.value).label("form"),
    func.coalesce(schema.lots.c.number, C.lot_text).label("lot"),
    func.coalesce(schema.laboratories.c.name, "").label("laboratory"),
    C.report_id,
    C.reported,
    C.overall_status,
    C.result_count,
    C.grade,
    C.sha256.is_not(None).label("has_file"),
    C.disputed,
)


def search(connection: Connection, query: str, filters: Filters, sort: Sort, page: int, size: int) -> SearchPage:
    """Page `page` (from 1) of the certificates that match words and filters; unknown dates come last."""
    words = looked_up(connection, query).together(connection)
    total, facets = _counts(connection, filters, words.of_each() if query.split() else None)
    rows = _listed(connection, words, filters, sort, (page - 1) * size, size) if total else ()
    return SearchPage(rows=rows, total=total, page=page, size=size, facets=facets)


def listed(connection: Connection, query: str, filters: Filters, sort: Sort, page: int, size: int) -> tuple[SearchRow, ...]:
    """The rows of `search` alone, where nobody asks how many there are."""
    return _listed(connection, looked_up(connection, query), filters, sort, (page - 1) * size, size)


def count(connection: Connection, query: str, filters: Filters) -> int:
    """The total of `search` alone."""
    words = looked_up(connection, query).of_each()
    return int(connection.execute(select(func.count()).where(chosen(filters), words)).scalar_one())


def _listed(connection: Connection, words: Words, filters: Filters, sort: Sort, skip: int, size: int) -> tuple[SearchRow, ...]:
    numbers = _numbers(connection, words, filters, sort, skip, size)
    rows = {row.certificate_id: row for row in _rows(connection, select(*_ROW).select_from(_FROM).where(C.number.in_(numbers)))}
    ids = dict(connection.execute(select(C.number, C.id).where(C.number.in_(numbers))).all())
    return tuple(rows[ids[number]] for number in numbers)


def _numbers(connection: Connection, words: Words, filters: Filters, sort: Sort, skip: int, size: int) -> list[int]:
    """The certificates of one page, in order; found in the index of lists before any row is opened."""
    if sort not in ("reported", "-reported"):
        matching = select(C.number).select_from(_FROM).where(chosen(filters), words.together(connection).of_each())
        query = matching.order_by(*_order(sort)).limit(size).offset(skip)
        return list(connection.execute(query).scalars())
    # the index is ordered within one state: each state gives its first, and the page is taken from all of them
    states = [C.state == state for state in filters.states] or [true()]
    others = and_(chosen(filters, without=("states",)), words.of_each())
    found = [row for of_state in states for row in _by_day(connection, and_(of_state, others), sort, skip + size)]
    if len(states) > 1:
        found.sort(key=lambda row: row[1], reverse=True)
        found.sort(key=lambda row: row[0] or "", reverse=sort == "-reported")
        found.sort(key=lambda row: row[0] is None)
    return [number for _, number in found[skip : skip + size]]


def _by_day(connection: Connection, where: ColumnElement[bool], sort: Sort, most: int) -> list[tuple[str | None, int]]:
    """Day and number of the first `most` certificates by day, the undated ones last. Asked for in two parts, for the databases do not
    agree on where an index has what is empty.
    """
    by_day = C.reported.desc() if sort == "-reported" else C.reported.asc()
    dated = select(C.reported, C.number).where(where, C.reported.is_not(None)).order_by(by_day, C.number.desc()).limit(most)
    found = [(str(day), int(number)) for day, number in connection.execute(dated)]
    undated = select(C.number).where(where, C.reported.is_(None)).order_by(C.number.desc()).limit(most - len(found))
    rest = connection.execute(undated).scalars().all() if len(found) < most else ()
    return [*found, *((None, int(number)) for number in rest)]


def _rows(connection: Connection, query: Select[Any]) -> tuple[SearchRow, ...]:
    found = connection.execute(query).mappings().all()
    panels: dict[int, list[str]] = {row["number"]: [] for row in found}
    table = schema.panels.c
    for number, panel in connection.execute(
        select(table.certificate, table.panel).where(table.certificate.in_(panels)).order_by(table.panel)
    ):
        panels[number].append(panel)
    return tuple(_row(row, tuple(panels[row["number"]])) for row in found)


def _row(row: Mapping[Any, Any], panels: tuple[str, ...]) -> SearchRow:
    same = (
        "specimen",
        "brand_key",
        "brand",
        "product_key",
        "product",
        "lot",
        "laboratory",
        "report_id",
        "overall_status",
        "grade",
        "disputed",
    )
    return SearchRow(
        certificate_id=row["id"],
        state=State(row["state"]),
        acquisition=AcquisitionKind(row["acquisition_kind"]),
        form=Form(row["form"]),
        reported=date.fromisoformat(row["reported"]) if row["reported"] else None,
        panels=panels,
        results=row["result_count"],
        has_file=bool(row["has_file"]),
        **{name: row[name] for name in same},
    )


def _order(sort: Sort) -> tuple[ColumnElement[Any], ...]:
    newest = (C.reported.desc().nulls_last(), C.number.desc())
    first: dict[str, tuple[ColumnElement[Any], ...]] = {
        "-reported": (),
        "reported": (C.reported.asc().nulls_last(),),
        "brand": (schema.brands.c.folded.asc().nulls_last(), schema.products.c.folded),
        "product": (schema.products.c.folded.asc().nulls_last(),),
        "laboratory": (schema.laboratories.c.folded.asc().nulls_last(),),
    }
    return (*first[sort], *newest)


def _counts(connection: Connection, filters: Filters, words: ColumnElement[bool] | None) -> tuple[int, dict[str, tuple[FacetCount, ...]]]:
    """How many certificates there are, and for each facet its choices with counts, most frequent first."""
    closed = [facet for facet, field in _FIELDS.items() if getattr(filters, field)]
    kept = words is None and _is_tallied(filters, closed)
    counted = (
        _looked_up(connection, filters, closed)
        if kept
        else _passed_through(connection, filters, closed, true() if words is None else words)
    )
    labels = _labels(connection, counted)
    return counted["total"][""], {facet: _in_order(facet, counted[facet], labels.get(facet, {})) for facet in _FIELDS}


def _is_tallied(filters: Filters, closed: Sequence[str]) -> bool:
    """Whether the counts are kept: at most one facet is chosen besides the state, and nothing else."""
    narrowing = [name for name, value in filters if value and name not in ("specimen", *_FIELDS.values())]
    return not narrowing and len([facet for facet in closed if facet != "state"]) < 2 and len(filters.panels) < 2


def _looked_up(connection: Connection, filters: Filters, closed: Sequence[str]) -> dict[str, dict[str, int]]:
    """The counts by facet and choice as they are kept; a facet's own choice is left open."""
    own = next((facet for facet in closed if facet != "state"), "")
    values = _values_chosen(connection, own, filters)
    table = schema.tallies.c
    within = [table.specimen.is_(filters.specimen), table.facet == own, table.value.in_(values)]
    counted: dict[str, dict[str, int]] = {facet: {} for facet in ("total", *_FIELDS)}
    counted["total"][""] = 0
    of_states = select(table.state, func.sum(table.n)).where(*within, table.other == "total").group_by(table.state)
    counted["state"] = dict(connection.execute(of_states).all())
    if own:  # what choosing another of the same facet would give
        within_own = [table.specimen.is_(filters.specimen), table.facet == "", table.value == "", table.other == own]
        counted[own] = _summed(connection, within_own, filters).get(own, {})
    return counted | _summed(connection, within, filters)


def _summed(connection: Connection, within: Sequence[ColumnElement[bool]], filters: Filters) -> dict[str, dict[str, int]]:
    table = schema.tallies.c
    state = [table.state.in_(filters.states)] if filters.states else []
    query = select(table.other, table.other_value, func.sum(table.n)).where(*within, *state).group_by(table.other, table.other_value)
    out: dict[str, dict[str, int]] = {}
    for facet, value, n in connection.execute(query):
        out.setdefault(facet, {})[value] = int(n)
    return out


def _values_chosen(connection: Connection, facet: str, filters: Filters) -> list[str]:
    """The chosen values of a facet as they are counted by."""
    if not facet:
        return [""]
    chosen_values = [str(value) for value in getattr(filters, _FIELDS[facet])]
    if facet != "laboratory":
        return chosen_values
    laboratories = schema.laboratories.c
    return [str(n) for n in connection.execute(select(laboratories.number).where(laboratories.name.in_(chosen_values))).scalars()]


def _passed_through(
    connection: Connection, filters: Filters, closed: Sequence[str], words: ColumnElement[bool]
) -> dict[str, dict[str, int]]:
    """The number of certificates by facet and choice; "total" counts them all. A facet's own choice is left open.

    One pass counts every combination that occurs (there are far fewer than certificates), whatever is chosen in one facet and in the
    states; then each facet is a sum over the combinations that meet the choices in all others. Where several facets are chosen in,
    each gets a pass of its own over the few that the others leave. Of panels a certificate has several: they are counted apart.
    """
    narrowed = [facet for facet in closed if facet not in ("state", "panel")]
    counted: dict[str, dict[str, int]] = {facet: {} for facet in ("total", *_FIELDS)}
    if len(narrowed) < 2:
        counted |= _counts_of(connection, filters, [*narrowed, "state"], words)
    else:
        counted |= _counts_of(connection, filters, ["state"], words)
        counted |= {facet: _counts_of(connection, filters, [facet, "state"], words)[facet] for facet in narrowed}
    panels = schema.panels.c
    with_panels = select(C.number).where(chosen(filters, without=("panels",)), words)
    of_panels = select(panels.panel, func.count()).where(panels.certificate.in_(with_panels)).group_by(panels.panel)
    counted["panel"] = dict(connection.execute(of_panels).all())
    return counted


def _counts_of(connection: Connection, filters: Filters, left_open: Sequence[str], words: ColumnElement[bool]) -> dict[str, dict[str, int]]:
    """The counts that one pass gives which leaves the choices in some facets open: of those facets right, and of all without a choice."""
    plain = [facet for facet in _FIELDS if facet != "panel"]
    values = [_VALUES[facet].label(facet) for facet in plain]
    with_forms = schema.certificates.outerjoin(schema.products, schema.products.c.key == C.product_key)
    where = chosen(filters, without=[_FIELDS[facet] for facet in left_open])
    wanted = {plain.index(f): set(_values_chosen(connection, f, filters)) for f in left_open if getattr(filters, _FIELDS[f])}
    counted: dict[str, dict[str, int]] = {"total": {"": 0}, **{facet: {} for facet in plain}}
    for n, *found in connection.execute(select(func.count(), *values).select_from(with_forms).where(where, words).group_by(*values)):
        choices = [None if choice is None else str(choice) for choice in found]
        missed = [place for place, values_wanted in wanted.items() if choices[place] not in values_wanted]
        counted["total"][""] += 0 if missed else n
        for place in range(len(plain)) if not missed else missed if len(missed) == 1 else ():
            if (choice := choices[place]) is not None:
                counted[plain[place]][choice] = counted[plain[place]].get(choice, 0) + n
    return counted


def _labels(connection: Connection, counted: dict[str, dict[str, int]]) -> dict[str, dict[str, str]]:
    """What people read for the keys of brands and the numbers of laboratories."""
    brands, laboratories = schema.brands.c, schema.laboratories.c
    of_brands = connection.execute(select(brands.key, brands.name).where(brands.key.in_(counted["brand"])))
    numbers = [int(number) for number in counted["laboratory"]]
    of_laboratories = connection.execute(select(laboratories.number, laboratories.name).where(laboratories.number.in_(numbers)))
    return {"brand": dict(of_brands.all()), "laboratory": {str(number): name for number, name in of_laboratories}}


def _in_order(facet: str, counts: dict[str, int], labels: dict[str, str]) -> tuple[FacetCount, ...]:
    """Most frequent first. A laboratory is chosen by its name, everything else by its key."""
    named_rows = [(labels.get(value, value), value, n) for value, n in counts.items()]
    rows = [FacetCount(label if facet == "laboratory" else value, label, n) for label, value, n in named_rows]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.label)))
