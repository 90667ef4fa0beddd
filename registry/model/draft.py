"""A certificate as read from a file: every value with its page and box, nothing decided yet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, overload

from registry.model.evidence import Evidence, Record
from registry.model.findings import Finding
from registry.model.measurement import Measurement, Qualifier, Quantity, Uncertainty

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

    @property
    def limit_printed(self) -> str:
        """The limit as printed, with the unit that holds for its number; "" where none is printed."""
        said = self.limit
        return said.printed if said is not None and self.limit_text in (None, said.text) else self.limit_text or ""

    @property
    def latest(self) -> tuple[tuple[int, Measurement], ...]:
        """The measurements that figures and verdicts are made of, as `bounded` gives them, each with its column.

        All, but of a sample that was kept and tested again and again those of the last time at which it was: they tell what it holds
        now, a printed verdict is on them, and the same amount of another time is no second measurement of it.
        """
        timed = [m for m in self.measurements if m.time_point is not None]
        tested = [m for m in timed if m.qualifier not in (Qualifier.NOT_TESTED, Qualifier.NOT_REPORTED)]
        last = (tested or timed)[-1].time_point if timed else None
        return tuple((column, m) for column, m in enumerate(self.bounded) if m.time_point in (None, last))

    @property
    def bounded(self) -> tuple[Measurement, ...]:
        """The measurements, each with the row's LOD and LOQ where it has none of its own.

        A row's limit without a unit belongs to the first column where the columns differ in unit.
        """
        shared = len({measurement.unit for measurement in self.measurements}) == 1
        return tuple(
            measurement.model_copy(
                update={
                    "lod": measurement.lod or _for_column(self.lod, first=shared or column == 0),
                    "loq": measurement.loq or _for_column(self.loq, first=shared or column == 0),
                }
            )
            for column, measurement in enumerate(self.measurements)
        )


def _for_column(limit: Quantity | None, *, first: bool) -> Quantity | None:
    return limit if first or limit is None or limit.unit is not None else None


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


class StatementKind(StrEnum):
    """What a report says about itself as a sentence or mark (ISO/IEC 17025:2017 clause 7.8.2.1)."""

    TITLE = "title"
    END_MARK = "end_mark"
    AUTHORISER = "authoriser"
    ITEMS_ONLY = "items_only"
    DECISION_RULE = "decision_rule"
    SAMPLING = "sampling"
    DEVIATION = "deviation"
    EXTERNAL_PROVIDER = "external_provider"


class Statement(Record):
    """A statement of the report. `text` is the words it was known by ("approved by"), never the name of a person beside them."""

    kind: StatementKind
    text: str
    evidence: Evidence | None = None


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
    statements: tuple[Statement, ...] = ()
    """The first of each kind; empty for table files, published rows and readers before 1.1."""

    @property
    def separates_nd(self) -> bool:
        """Whether the certificate has a word of its own for "not detected", so that its "<LOQ" lies above the LOD.

        Presence tests say nothing here: "not detected in 1 g" is their ordinary word for absent.
        """
        return any(
            measurement.qualifier in (Qualifier.ND, Qualifier.LT_LOD) and not measurement.test_portion
            for result in self.results
            if result.panel not in (Panel.MICROBIALS, Panel.FOREIGN_MATTER)
            for measurement in result.measurements
        )

    def reading(self) -> dict[str, Any]:
        """The draft in the published reading shape (`data/schema/reading.schema.json`): plain JSON values, numbers as floats.

        Columns that print no value ("N/A", "-") have no entry under `values`.
        """
        header = {name: getattr(self, name) for name in _HEADER}
        dates = {name: getattr(self.dates, name) for name in Dates.model_fields}
        return {
            "file": self.file,
            "sha256": self.sha256,
            "pages": self.pages,
            "part": self.part,
            "reader_version": self.reader_version,
            "specimen": self.specimen,
            **{name: read.text if read else None for name, read in header.items()},
            "serving_mass": _number_and_unit(self.serving_mass),
            "unit_mass": _number_and_unit(self.unit_mass),
            "density": _number_and_unit(self.density),
            "dates": {name: read.value.isoformat() if read and read.value else None for name, read in dates.items()},
            "overall_status": self.overall_status,
            "results": [_row(result) for result in self.results],
            "findings": [_finding(finding) for finding in self.findings],
            "statements": [statement.model_dump(mode="json", exclude_none=True) for statement in self.statements],
            "authenticity": {
                **self.authenticity.model_dump(mode="json"),
                "qr_codes": [{"text": code.text, **_place(code.evidence, code.confidence)} for code in self.authenticity.qr_codes],
            },
            "evidence": {
                name: _place(read.evidence, read.confidence)
                for name, read in (header | {f"dates.{name}": read for name, read in dates.items()}).items()
                if read is not None
            },
        }


_HEADER = ("lab", "accreditation", "report_id", "sample_id", "product_name", "client", "lot", "matrix", "supersedes", "revision")


def _row(result: Result) -> dict[str, Any]:
    first = result.measurements[0] if result.measurements else Measurement(text="", qualifier=Qualifier.NOT_REPORTED)
    uncertainty = result.uncertainty or next((m.uncertainty for m in result.measurements if m.uncertainty), None)
    return {
        "panel": result.panel.value,
        "analyte": result.analyte,
        "analyte_key": result.analyte_key,
        "page": result.page,
        "values": [_value(m) for m in result.measurements if m.qualifier is not Qualifier.NOT_REPORTED],
        "lod": _number_and_unit(result.lod or first.lod),
        "loq": _number_and_unit(result.loq or first.loq),
        "limit": _number_and_unit(result.limit),
        "limit_text": result.limit_text,
        "uncertainty": {**_number_and_unit(uncertainty), "k": _float(uncertainty.k)} if uncertainty else None,
        "label_claim": _number_and_unit(result.label_claim),
        "status": result.status,
        "method": result.method,
        **_place(result.evidence, result.confidence),
    }


def _value(measurement: Measurement) -> dict[str, Any]:
    shown = {
        "text": measurement.text,
        "qualifier": measurement.qualifier.value,
        "value": _float(measurement.value),
        "unit": measurement.unit,
        "test_portion": measurement.test_portion,
        **_place(measurement.evidence, measurement.confidence),
    }
    if measurement.time_point is not None:
        shown["time_point"] = measurement.time_point
    shown |= {said: True for said in ("dry_weight", "approximate") if getattr(measurement, said)}
    if measurement.value_high is not None:
        shown["value_high"] = _float(measurement.value_high)
    return shown


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "next_step": finding.next_step,
        "page": finding.page,
        "evidence": finding.evidence.model_dump(mode="json", exclude_none=True) if finding.evidence else None,
    }


def _place(evidence: Evidence | None, confidence: float | None) -> dict[str, Any]:
    return {"evidence": evidence.model_dump(mode="json", exclude_none=True) if evidence else None, "confidence": confidence}


@overload
def _number_and_unit(quantity: Quantity) -> dict[str, Any]: ...
@overload
def _number_and_unit(quantity: None) -> None: ...
def _number_and_unit(quantity: Quantity | None) -> dict[str, Any] | None:
    return None if quantity is None else {"value": _float(quantity.value), "unit": quantity.unit}


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
