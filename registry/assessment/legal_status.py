"""Whether kratom and 7-OH are lawful where, since when, and by which law.

The rows stand in `data/reference/status.csv`.

A jurisdiction's state is text from its source, sorted into a few words for lists and filters. It is told for a day: where the record
begins later, or a change that was to come has taken effect since it was gathered, that is said. Nothing here is legal advice.
"""

from __future__ import annotations

import csv
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final

from pydantic import Field

from registry.assessment.limits import PartialDate
from registry.datafiles import data_path
from registry.errors import NotFound
from registry.model.analytes import load_catalogue
from registry.model.evidence import Record

GATHERED: Final = date(2026, 11, 22)
"""The day up to which the file follows its sources (`data/README.md`)."""
NO_ADVICE: Final = (
    f"Gathered from published sources up to {GATHERED.isoformat()}; what changed later is not known here. It is not legal advice: ask the "
    "authority of the place."
)


class LegalState(StrEnum):
    BANNED = "banned"
    SALE_PROHIBITED = "sale prohibited"
    REGULATED = "regulated"
    RESTRICTED = "restricted"
    LEGAL = "legal"
    UNCLEAR = "unclear"
    NOT_SCHEDULED = "not scheduled"
    NOT_STATED = "not stated"


class Standing(StrEnum):
    """Whether a recorded status is that of a chosen day."""

    HOLDS = "holds"
    START_UNKNOWN = "since when is not recorded"
    EARLIER = "before it began"
    UNCLEAR = "unclear on that day"
    """Only the year or month of its beginning is known, and the day lies in it."""
    CHANGED = "changed since"
    """A change that was still to come when it was gathered has taken effect."""
    ENDED = "ended"


class Change(Record):
    """Something that took effect, on a date as precise as it is known."""

    when: str = Field(pattern=r"^\d{4}(-\d\d)?(-\d\d)?$")
    what: str = ""


class LegalStatus(Record):
    """One row: a jurisdiction, what it is about (``kratom``, or catalogue keys), and its status in the source's words."""

    jurisdiction: str
    place: str
    subject: str
    state: LegalState
    kratom_status: str
    seven_oh_status: str
    min_age: int | None
    changes: tuple[Change, ...]
    until: str
    date_as_gathered: str
    unverified: str
    """What of the row nobody here has looked up in a page, in words; "" where nothing."""
    law: str
    pack: str
    """Code of its rule pack, "" where it has none."""
    source: str
    cross_check: str
    note: str

    @property
    def about(self) -> str:
        """What the row speaks of, by name."""
        if self.subject == "kratom":
            return "kratom"
        return ", ".join(load_catalogue().get(key).name for key in self.subject.split("|"))

    def known_changes(self, on: date) -> tuple[Change, ...]:
        """The changes that had surely taken effect by that day."""
        return tuple(change for change in self.changes if PartialDate(change.when).last <= on)

    def standing(self, on: date) -> Standing:
        """Whether the status, in force when it was gathered, is known to be that of the day `on`."""
        if self.until and on >= PartialDate(self.until).first:
            return Standing.ENDED
        if any(PartialDate(change.when).last > GATHERED for change in self.known_changes(on)):
            return Standing.CHANGED
        if not self.changes:
            return Standing.START_UNKNOWN
        first = PartialDate(self.changes[0].when)
        if on >= first.last:
            return Standing.HOLDS
        return Standing.UNCLEAR if on >= first.first else Standing.EARLIER

    def told(self, on: date) -> tuple[str, ...]:
        """What is known of the status on the day `on`, in sentences a reader can check by their dates."""
        known, day = self.known_changes(on), on.isoformat()
        since, what = (self.changes[0].when, self.changes[0].what) if self.changes else ("", "")
        of = f" ({what})" if what else ""
        first = {
            Standing.HOLDS: f"Recorded from {since} on{of}.",
            Standing.START_UNKNOWN: "Since when is not recorded.",
            Standing.EARLIER: f"Recorded only from {since} on{of}: what held on {day} is not known here.",
            Standing.UNCLEAR: f"It began in {since}{of}; on which day is not recorded, so it is unclear for {day}.",
            Standing.CHANGED: f"Changed since it was gathered: {', '.join(map(_dated, known[-1:]))}.",
            Standing.ENDED: f"In force until {self.until}: it had ended by {day} unless it was made to last.",
        }[self.standing(on)]
        later = [change for change in self.changes[1:] if change not in known]
        return (
            first,
            *(
                [f"Changed again by {day}: {', '.join(map(_dated, known[1:]))}."]
                if len(known) > 1 and first.startswith("Recorded from")
                else []
            ),
            *([f"After {day}: {', '.join(map(_dated, later))}."] if later else []),
            *([f"Not verified by us: {self.unverified}."] if self.unverified else []),
        )


def _dated(change: Change) -> str:
    return f"{change.when} ({change.what})" if change.what else change.when


def statuses_of(place: str) -> tuple[LegalStatus, ...]:
    """The rows of a place by its code or its name (``US-UT``, ``Utah``; case does not matter), or of a rule pack by its code; () for
    what is no place."""
    asked = place.strip().casefold()
    return tuple(row for row in legal_statuses() if asked in (row.jurisdiction.casefold(), row.place.casefold()))


def named_place(place: str) -> tuple[LegalStatus, ...]:
    """As `statuses_of`; raises NotFound where the name is that of no place on record."""
    if found := statuses_of(place):
        return found
    raise NotFound(f"No place on record is called {place!r}.", next_step="Name it as US-UT or Utah; `registry legal` lists them all.")


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
