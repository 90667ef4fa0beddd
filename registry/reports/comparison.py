"""Comparison: what a comparison report says, as one frozen record that fits every format and can be made again.

Assessment answers with frames; a report needs exact, ordered, hashable records with where they came from. A report
is a pure function of its Comparison, so equal comparisons give equal bytes.
"""

from __future__ import annotations

import hashlib
import json
import math
from datetime import date
from typing import Any, Final, TypeVar

import pandas as pd

from registry.assessment.label import LabelComparison
from registry.assessment.ranking import Ranking
from registry.assessment.tolerance import Tolerance
from registry.errors import ReportError
from registry.model.evidence import Record

SPECIMEN_NOTICE: Final = "SPECIMEN - invented data for demonstration, nothing here is about a real product"
DIGITS: Final = 12
"""Significant digits that figures keep: far beyond any measurement, and short of the last bits in which two processors may differ."""
CHOSEN_SAMPLE: Final = (
    "Published certificates are a sample chosen by whoever published them; a report on them is not a survey of the market."
)


class Compared(Record):
    """One measurement against the claim in force. Amounts and shares are in the columns of assessment.columns.LABEL_LOTS.

    `measured_high` and `share_high` None: unbounded above. `p_low`, `p_high` None: no probability under this rule.
    """

    acquisition: str
    brand: str
    product: str
    form: str
    lot: str
    """"" where the certificate prints none."""
    certificate_id: str
    page: int | None
    laboratory: str
    method: str
    reported: date | None
    grade: str
    source_url: str
    text: str
    measured_unit: str
    claim_amount: float
    claim_unit: str
    claim_basis: str
    claim_seen_on: date | None
    claim_source_url: str
    claim_note: str
    unit: str
    claimed: float
    measured_low: float
    measured_high: float | None
    share_low: float
    share_high: float | None
    crossing: str
    verdict: str
    p_low: float | None
    p_high: float | None
    uncertainty: str
    reason: str

    @property
    def bound(self) -> bool:
        """Whether the measurement is known only as a bound."""
        return self.measured_low != self.measured_high


class Figures(Record):
    """Figures over the lots of a product, or of a brand where `product` is empty. Shares of the claim; None: not to be had (`note`)."""

    acquisition: str
    brand: str
    product: str
    lots: int
    measurements: int
    bounds: int
    within: int
    outside: int
    undecided: int
    mean_low: float | None
    mean_high: float | None
    interval_low: float | None
    interval_high: float | None
    next_low: float | None
    next_high: float | None
    settled: str
    lots_needed: int | None
    unit: str
    claimed: float | None
    supported: float | None
    note: str


class Ranked(Record):
    """A brand beside the others of one kind of evidence: shares of the claim; None: not to be had. `estimate` leans on the others."""

    acquisition: str
    brand: str
    products: int
    lots: int
    raw_mean: float | None
    estimate: float | None
    low: float | None
    high: float | None
    rank_low: int | None
    rank_high: int | None
    note: str


class Refused(Record):
    """A measurement or a claim that could not be compared, and why."""

    what: str
    reason: str
    brand: str
    product: str
    lot: str
    certificate_id: str
    text: str
    unit: str
    source_url: str


class Selection(Record):
    """What was asked: enough to ask it again. `filters` are the names and values of the filters that narrow, as text."""

    analyte: str
    analyte_name: str
    on: date | None = None
    tolerance: str = "90-110"
    filters: tuple[tuple[str, str], ...] = ()
    question: str = ""
    """The filters and the decision rule as the asking service writes them (JSON), to ask exactly the same again."""


class Provenance(Record):
    """The state of the registry that answered. `made_on` is the day printed; it is not part of the fingerprint."""

    journal_head: str
    journal_entries: int
    state_hash: str
    """The registry's own: head, versions and the digests of its reference data."""
    code_version: str
    reader_version: str
    made_on: date


class Comparison(Record):
    """Everything a comparison report says."""

    specimen: bool
    selection: Selection
    tolerance_lower: float | None
    tolerance_upper: float | None
    compared: tuple[Compared, ...]
    products: tuple[Figures, ...]
    brands: tuple[Figures, ...]
    ranked: tuple[Ranked, ...]
    """Empty where fewer than two brands can stand beside each other."""
    refused: tuple[Refused, ...]
    method: tuple[str, ...]
    provenance: Provenance

    @property
    def title(self) -> str:
        return f"Labelled against measured: {self.selection.analyte_name}"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical JSON of everything but the day it was made: the same question to the same registry gives the same."""
        content = self.model_dump(mode="json", exclude={"provenance": {"made_on"}})
        return hashlib.sha256(canonical_json(content)).hexdigest()


def canonical_json(content: Any) -> bytes:
    """JSON with sorted keys, no spaces and no NaN: equal contents give equal bytes."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode("utf-8")


def comparison_of(
    answer: LabelComparison, ranking: Ranking, tolerance: Tolerance, selection: Selection, provenance: Provenance, *, specimen: bool
) -> Comparison:
    """The record of what assessment answered. Raises ReportError where specimens and real data stand in one answer."""
    for frame in (answer.lots, answer.products, answer.brands, answer.not_comparable):
        if len(frame) and bool((frame["specimen"] != specimen).any()):
            raise ReportError("Specimens and real data never stand in one report.", next_step="Ask for one of the two sets.")
    several = answer.lots["brand_key"].nunique() > 1
    return Comparison(
        specimen=specimen,
        selection=selection,
        tolerance_lower=tolerance.lower,
        tolerance_upper=tolerance.upper,
        compared=compared_of(answer),
        products=_records(answer.products.sort_values(["acquisition", "brand", "product"], kind="stable"), Figures),
        brands=_records(answer.brands.sort_values(["acquisition", "brand"], kind="stable"), Figures),
        ranked=_records(ranking.brands, Ranked) if several else (),
        refused=_records(
            answer.not_comparable.sort_values(["reason", "brand", "product", "lot", "certificate_id"], kind="stable"), Refused
        ),
        method=tuple(dict.fromkeys((*answer.method, *(ranking.method if several else ())))),
        provenance=provenance,
    )


def compared_of(answer: LabelComparison) -> tuple[Compared, ...]:
    """The measurements of an answer as records, in an order that does not depend on the frame's."""
    order = ["acquisition", "brand", "product", "lot", "reported", "certificate_id", "row"]
    return _records(answer.lots.sort_values(order, kind="stable"), Compared)


_R = TypeVar("_R", bound=Record)


def _records(frame: pd.DataFrame, record: type[_R]) -> tuple[_R, ...]:
    """The rows of a frame as records; a missing or infinite number is None, a missing text is empty."""
    names = list(record.model_fields)
    optional = {
        name for name, field in record.model_fields.items() if field.annotation is not None and type(None) in _members(field.annotation)
    }
    rows = frame[names].itertuples(index=False, name=None)
    return tuple(record(**{name: _plain(value, name in optional) for name, value in zip(names, row, strict=True)}) for row in rows)


def _members(annotation: Any) -> tuple[Any, ...]:
    return getattr(annotation, "__args__", ())


def _plain(value: Any, optional: bool) -> Any:
    if value is pd.NaT or value is pd.NA or value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None if optional else ""
    if isinstance(value, pd.Timestamp):
        return value.date()
    plain = value.item() if hasattr(value, "item") else value
    return float(f"{plain:.{DIGITS}g}") if isinstance(plain, float) else plain
