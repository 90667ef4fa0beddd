"""Whether kratom and 7-OH are lawful where, since when, and by which law: `data/reference/status.csv`.

A jurisdiction's state is text from its source, sorted into a few words for maps and filters. Nothing here is legal advice.
"""

from __future__ import annotations

import csv
from datetime import date
from enum import StrEnum
from functools import cache

from pydantic import Field

from registry.assessment.limits import PartialDate
from registry.datafiles import data_path
from registry.model.evidence import Record


class LegalState(StrEnum):
    BANNED = "banned"
    SALE_PROHIBITED = "sale prohibited"
    REGULATED = "regulated"
    RESTRICTED = "restricted"
    LEGAL = "legal"
    UNCLEAR = "unclear"
    NOT_SCHEDULED = "not scheduled"
    NOT_STATED = "not stated"


class Change(Record):
    """Something that took effect, on a date as precise as it is known."""

    when: str = Field(pattern=r"^\d{4}(-\d\d)?(-\d\d)?$")
    what: str = ""


class LegalStatus(Record):
    """One row: a jurisdiction, what it is about (``kratom``, or catalogue keys), and its status in the source's words."""

    jurisdiction: str
    subject: str
    state: LegalState
    kratom_status: str
    seven_oh_status: str
    min_age: int | None
    changes: tuple[Change, ...]
    until: str
    date_as_gathered: str
    unverified: str
    law: str
    pack: str
    """Code of its rule pack, "" where it has none."""
    source: str
    cross_check: str
    note: str

    def known_changes(self, on: date) -> tuple[Change, ...]:
        """The changes that had surely taken effect by that day."""
        return tuple(change for change in self.changes if PartialDate(change.when).last <= on)


@cache
def legal_statuses() -> tuple[LegalStatus, ...]:
    """Every row, in the order of the file."""
    with data_path("reference", "status.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_status(row) for row in csv.DictReader(file))


def _status(row: dict[str, str]) -> LegalStatus:
    changes = [entry.partition(" ") for entry in row["changes"].split("|") if entry]
    return LegalStatus.model_validate(
        {
            **row,
            "min_age": int(row["min_age"]) if row["min_age"] else None,
            "changes": tuple(Change(when=when, what=what) for when, _, what in changes),
        }
    )
