"""Filters: which certificates, results and claims a question is about. One record for search, frames, comparison and reports."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from registry.model.certificate import AcquisitionKind, Panel, State, Status
from registry.model.evidence import Record
from registry.model.product import Form

PUBLISHED_STATES: Final = (State.PUBLISHED,)


class Grade(StrEnum):
    """How near a figure stands to its report."""

    ON_FILE = "on-file"
    """The registry holds the report itself."""
    A = "A"
    B = "B"
    C = "C"


class Filters(Record):
    """Each field narrows; an empty field asks for everything. Real and specimen data never come in one answer.

    `brands`, `products` and `lots` are keys, `laboratories` names as printed, `analytes` catalogue keys; the two dates
    bound the date of issue (inclusive; a certificate without a date then falls out). `states` defaults to what is
    published: drafts, withdrawn and superseded certificates are asked for by name.
    """

    specimen: bool = False
    states: tuple[State, ...] = PUBLISHED_STATES
    brands: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    lots: tuple[str, ...] = ()
    laboratories: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    acquisitions: tuple[AcquisitionKind, ...] = ()
    panels: tuple[Panel, ...] = ()
    analytes: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    """Overall status as printed."""
    grades: tuple[Grade, ...] = ()
    reported_from: date | None = None
    reported_to: date | None = None
    certificates: tuple[str, ...] = ()
    """Certificate ids."""
