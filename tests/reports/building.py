"""Comparisons for report tests, with defaults: each test names only what it is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from registry.reports.comparison import Compared, Comparison, Figures, Provenance, Ranked, Refused, Selection

HEAD = "0f" * 32


def compared(**changes: Any) -> Compared:
    """A quantified powder result at 98.8 % of its claim."""
    facts: dict[str, Any] = {
        "acquisition": "vendor-supplied",
        "brand": "Some Brand",
        "product": "Green Powder",
        "form": "powder",
        "lot": "A1",
        "certificate_id": "0123456789ab-1",
        "page": 1,
        "laboratory": "Some Laboratory",
        "method": "HPLC",
        "reported": date(2026, 3, 17),
        "grade": "",
        "source_url": "",
        "text": "14.82",
        "measured_unit": "mg/g",
        "claim_amount": 30.0,
        "claim_unit": "mg",
        "claim_basis": "per_serving",
        "claim_seen_on": date(2025, 11, 17),
        "claim_source_url": "",
        "claim_note": "",
        "unit": "mg/serving",
        "claimed": 30.0,
        "measured_low": 29.64,
        "measured_high": 29.64,
        "share_low": 0.988,
        "share_high": 0.988,
        "crossing": "mg/g × 2 = mg/serving",
        "verdict": "conforms",
        "p_low": 0.9896,
        "p_high": 0.9896,
        "uncertainty": "printed U, k = 2",
        "reason": "",
    }
    return Compared(**(facts | changes))


def non_detect(**changes: Any) -> Compared:
    """A result below an LOQ at 2 % of its claim."""
    bound = {"text": "<LOQ", "measured_low": 0.0, "measured_high": 0.6, "share_low": 0.0, "share_high": 0.02, "verdict": "does not conform"}
    return compared(**({"lot": "A2", "certificate_id": "ba9876543210-1"} | bound | changes))


def figures(**changes: Any) -> Figures:
    facts: dict[str, Any] = {
        "acquisition": "vendor-supplied",
        "brand": "Some Brand",
        "product": "Green Powder",
        "lots": 3,
        "measurements": 4,
        "bounds": 0,
        "within": 2,
        "outside": 0,
        "undecided": 1,
        "mean_low": 0.951,
        "mean_high": 0.951,
        "interval_low": 0.9,
        "interval_high": 1.002,
        "next_low": 0.8,
        "next_high": 1.1,
        "settled": "not settled",
        "lots_needed": 9,
        "unit": "mg/serving",
        "claimed": 30.0,
        "supported": None,
        "note": "",
    }
    return Figures(**(facts | changes))


def ranked(**changes: Any) -> Ranked:
    """The better of two brands, which the evidence cannot tell apart."""
    facts: dict[str, Any] = {
        "acquisition": "vendor-supplied",
        "brand": "Some Brand",
        "products": 1,
        "lots": 3,
        "raw_mean": 0.951,
        "estimate": 0.962,
        "low": 0.9,
        "high": 1.02,
        "rank_low": 1,
        "rank_high": 2,
        "note": "",
    }
    return Ranked(**(facts | changes))


UNRANKED = ranked(brand="Other Brand", estimate=None, low=None, high=None, rank_low=None, rank_high=None, note="One lot.")


def refused(**changes: Any) -> Refused:
    facts = {
        "what": "claim",
        "reason": "The claim does not say of what.",
        "brand": "Other Brand",
        "product": "Shot",
        "lot": "",
        "certificate_id": "",
    }
    return Refused(**(facts | {"text": "150", "unit": "mg", "source_url": "https://example.org/registry"} | changes))


def comparison(**changes: Any) -> Comparison:
    """Two measurements of one product, one claim that could not be compared."""
    made = Provenance(
        journal_head=HEAD, journal_entries=7, state_hash="ab" * 32, code_version="0.1.0", reader_version="3", made_on=date(2026, 11, 23)
    )
    facts: dict[str, Any] = {
        "specimen": False,
        "selection": Selection(analyte="mitragynine", analyte_name="Mitragynine", tolerance="90-110", filters=(("forms", "powder"),)),
        "tolerance_lower": 0.9,
        "tolerance_upper": 1.1,
        "compared": (compared(), non_detect()),
        "products": (figures(),),
        "brands": (figures(product=""),),
        "ranked": (
            ranked(),
            ranked(brand="Other Brand", estimate=None, low=None, high=None, rank_low=None, rank_high=None, note="One lot."),
        ),
        "refused": (refused(),),
        "method": ("A measurement is counted once.",),
        "provenance": made,
    }
    return Comparison(**(facts | changes))
