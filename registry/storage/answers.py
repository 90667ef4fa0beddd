"""What search answers with: frozen rows without the weight of whole certificates."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from registry.model.certificate import AcquisitionKind, State, Status
from registry.model.product import Form


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One certificate in a list. Keys and names are "" where no person has linked the certificate yet."""

    certificate_id: str
    state: State
    specimen: bool
    acquisition: AcquisitionKind
    brand_key: str
    brand: str
    product_key: str
    product: str
    form: Form
    lot: str
    laboratory: str
    report_id: str
    reported: date | None
    overall_status: Status | None
    panels: tuple[str, ...]
    results: int
    grade: str
    """Evidence grade of a published result, "" for a certificate on file."""
    has_file: bool
    disputed: bool


@dataclass(frozen=True, slots=True)
class FacetCount:
    """One choice of a filter: its value (a key), how people read it, and how many certificates of the answer have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of an answer; `total` counts all pages, `facets` count the whole answer, most frequent first.

    Facets: ``brand``, ``laboratory``, ``form``, ``acquisition``, ``panel``, ``state``, ``status``. Each counts what choosing
    it would give: its own choice in the filters is left out of its count.
    """

    rows: tuple[SearchRow, ...]
    total: int
    page: int
    size: int
    facets: dict[str, tuple[FacetCount, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MeasuredProduct:
    """A product that something is known of: its names, how many published results, and the day of the newest report (None: undated)."""

    key: str
    name: str
    brand_key: str
    brand: str
    results: int
    newest: date | None


@dataclass(frozen=True, slots=True)
class MeasuredProducts:
    """Some products with evidence; `products` and `results` count all of the answer."""

    rows: tuple[MeasuredProduct, ...]
    products: int
    results: int
