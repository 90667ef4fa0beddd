"""Certificate: what a laboratory reported (the draft as read), and what people decided about it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

from registry.model.evidence import Evidence, Record, Source, Stamp
from registry.model.findings import Finding
from registry.model.measurement import Measurement, Quantity, Uncertainty

Status = Literal["pass", "fail"]


class Panel(StrEnum):
    """The groups of analytes a certificate reports, in the words of the readings."""

    POTENCY = "potency"
    TERPENES = "terpenes"
    HEAVY_METALS = "heavy_metals"
    MICROBIALS = "microbials"
    MYCOTOXINS = "mycotoxins"
    PESTICIDES = "pesticides"
    RESIDUAL_SOLVENTS = "residual_solvents"
    MOISTURE = "moisture"
    WATER_ACTIVITY = "water_activity"
    FOREIGN_MATTER = "foreign_matter"
    OTHER = "other"


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


class Laboratory(Record):
    """A laboratory as known to the registry; `aliases` are names as printed."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    address: str | None = None
    accreditation: str | None = None
    source: str | None = None


class ReadText(Record):
    """A header field as printed. `evidence` is None only for a person's entry."""

    text: str
    evidence: Evidence | None = None
    confidence: float | None = None


class ReadDate(ReadText):
    """A date field: `text` as printed, `value` the day it names (None where the text names no single day)."""

    value: date | None = None


class Dates(Record):
    collected: ReadDate | None = None
    received: ReadDate | None = None
    completed: ReadDate | None = None
    reported: ReadDate | None = None


class Result(Record):
    """One analyte row of a certificate, with one measurement for each result column in printed order."""

    panel: Panel
    analyte: str
    """As printed."""
    analyte_key: str | None = None
    """The catalogue's key, None where the printed name is not in the catalogue."""
    page: int
    measurements: tuple[Measurement, ...]
    lod: Quantity | None = None
    loq: Quantity | None = None
    limit: Quantity | None = None
    limit_text: str | None = None
    """The limit as printed, in words too ("absent in 25 g", "NMT 15.0")."""
    uncertainty: Uncertainty | None = None
    label_claim: Quantity | None = None
    """A specification column that is the customer's label claim: no limit."""
    status: Status | None = None
    """Only where printed on the row."""
    method: str | None = None
    evidence: Evidence | None = None
    """Where the analyte's name stands."""
    confidence: float | None = None


class AuthenticityFacts(Record):
    """What the file itself tells, as facts for later checks and never as an accusation."""

    producer: str | None = None
    creator: str | None = None
    created: str | None = None
    modified: str | None = None
    revisions: int | None = None
    encrypted: bool = False
    signatures: tuple[str, ...] = ()
    qr_codes: tuple[ReadText, ...] = ()
    fonts: tuple[str, ...] = ()
    image_only_pages: tuple[int, ...] = ()
    page_hashes: tuple[str, ...] = ()
    image_hashes: tuple[str, ...] = ()


class DraftCertificate(Record):
    """One sample's certificate as read from a file: every value with its page and box, nothing decided yet."""

    file: str
    sha256: str | None = None
    media_type: str = ""
    pages: int = 0
    part: int = 1
    """1-based; a file with several samples gives several drafts."""
    reader_version: str = ""
    specimen: bool = False
    """The page itself says SPECIMEN."""
    lab: ReadText | None = None
    accreditation: ReadText | None = None
    report_id: ReadText | None = None
    sample_id: ReadText | None = None
    product_name: ReadText | None = None
    client: ReadText | None = None
    lot: ReadText | None = None
    matrix: ReadText | None = None
    supersedes: ReadText | None = None
    revision: ReadText | None = None
    serving_mass: Quantity | None = None
    unit_mass: Quantity | None = None
    density: Quantity | None = None
    dates: Dates = Dates()
    overall_status: Status | None = None
    results: tuple[Result, ...] = ()
    findings: tuple[Finding, ...] = ()
    authenticity: AuthenticityFacts = AuthenticityFacts()

    def reading(self) -> dict[str, Any]:
        """The draft in the published reading shape (`data/schema/reading.schema.json`): plain JSON values, numbers as floats."""
        raise NotImplementedError


class State(StrEnum):
    """Where a certificate stands. Nothing is published unread."""

    DRAFT = "draft"
    SENT_BACK = "sent-back"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Correction(Record):
    """A reviewer's decision beside the observation: which field, what was read, what it should be, who, when, why.

    `path` walks the draft: ``lot``, ``dates.received``, ``results.3.measurements.0``. `before` and `after` are the
    printed texts; `after` None means "not printed".
    """

    path: str
    before: str | None
    after: str | None
    stamp: Stamp
    why: str = ""


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
    def current(self) -> DraftCertificate:
        """The draft with the corrections applied, in their order."""
        raise NotImplementedError


_ = Decimal
