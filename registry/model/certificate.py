"""Certificate: a draft as read, the decisions about it, and where it came from.

The records of the draft live in `registry.model.draft`, corrections in `registry.model.corrections`, laboratories in
`registry.model.laboratory`; their names are offered here too.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from registry.model.corrections import Correction, corrected
from registry.model.draft import AuthenticityFacts, Dates, DraftCertificate, Panel, ReadDate, ReadText, Result, Status
from registry.model.evidence import Record, Source
from registry.model.laboratory import Laboratory

__all__ = [
    "OPEN",
    "Acquisition",
    "AcquisitionKind",
    "AuthenticityFacts",
    "Certificate",
    "Correction",
    "Dates",
    "DraftCertificate",
    "Laboratory",
    "Panel",
    "ReadDate",
    "ReadText",
    "Result",
    "State",
    "Status",
    "Subject",
]


class AcquisitionKind(StrEnum):
    """How the sample came to be tested: kept apart in every figure."""

    VENDOR_SUPPLIED = "vendor-supplied"
    RETAIL_BOUGHT = "retail-bought"
    STATE_SAMPLED = "state-sampled"
    RESEARCH = "research"
    UNKNOWN = "unknown"
    SPECIMEN = "specimen"
    """Invented, for demonstration and tests; never in one figure with anything real."""


class Acquisition(Record):
    kind: AcquisitionKind
    note: str | None = None
    sampled_by: str | None = None


class State(StrEnum):
    """Where a certificate stands. Nothing is published unread."""

    DRAFT = "draft"
    SENT_BACK = "sent-back"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


OPEN: Final = (State.DRAFT, State.SENT_BACK)
"""What still waits for a decision."""


class Subject(Record):
    """What the certificate is about, as a person linked it; keys of Brand, Product and Lot."""

    brand: str
    product: str
    lot: str | None = None


class Certificate(Record):
    """A draft, the decisions about it, and where it came from.

    `id` is stable: the first 12 hex digits of the file's SHA-256 and the part, e.g. ``3f2a9c01b7de-1``.
    """

    id: str
    source: Source
    acquisition: Acquisition
    draft: DraftCertificate
    """The observation: never overwritten."""
    corrections: tuple[Correction, ...] = ()
    subject: Subject | None = None
    state: State = State.DRAFT
    supersedes: str | None = None

    @property
    def invented(self) -> bool:
        """Whether the certificate belongs to the specimen set."""
        return self.draft.specimen or self.acquisition.kind is AcquisitionKind.SPECIMEN

    @property
    def current(self) -> DraftCertificate:
        """The draft with the corrections applied, in their order.

        Raises RecordError where one cannot be applied (`corrected` checks a correction before it is kept).
        """
        draft = self.draft
        for correction in self.corrections:
            draft = corrected(draft, correction)
        return draft
