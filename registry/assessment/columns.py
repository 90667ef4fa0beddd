"""The columns of the two frames that assessment works on. Storage fills them, views show them, nobody else names them.

Analysis works on columns: a row of RESULTS is one measurement (an analyte row printed in two units gives two rows).
"""

from __future__ import annotations

from typing import Final

RESULTS: Final[dict[str, str]] = {
    "certificate_id": "string",
    "part_of": "string",  # sha256 of the file, or the address of a published result
    "state": "string",  # model.certificate.State
    "specimen": "bool",  # invented; never in one figure with real data
    "acquisition": "string",  # model.certificate.AcquisitionKind
    "grade": "string",  # evidence grade of a published result (A, B, C), "" for a certificate on file
    "granularity": "string",  # lot, sample, product, replicate, sample mean, aggregate, brand range, ...
    "brand_key": "string",  # "" where no brand is named
    "brand": "string",
    "product_key": "string",
    "product": "string",
    "form": "string",  # model.product.Form
    "lot_key": "string",
    "lot": "string",  # "" where the certificate prints none
    "laboratory": "string",
    "report_id": "string",
    "reported": "datetime64[ns]",  # date of issue, NaT where unknown
    "completed": "datetime64[ns]",
    "panel": "string",
    "analyte_key": "string",  # "" where the printed name is not in the catalogue
    "analyte": "string",  # as printed
    "text": "string",  # as printed
    "qualifier": "string",  # model.measurement.Qualifier
    "value": "float64",  # the number printed, in the printed unit; NaN where none
    "unit": "string",  # as printed
    "basis": "string",  # model.units.Basis
    "low": "float64",  # interval in the canonical unit of `basis`; NaN where the result is no amount
    "high": "float64",  # inf where unbounded above
    "loq": "float64",  # canonical unit of `basis`, NaN where not printed
    "u": "float64",  # standard uncertainty in the canonical unit (printed U / k), NaN where not printed
    "u_source": "string",  # e.g. "printed U, k = 2"; "" where none
    "limit_text": "string",  # as printed
    "status": "string",  # pass, fail or "" as printed on the row
    "method": "string",
    "test_portion": "string",
    "confidence": "float64",  # the reader's; NaN for a person's entry or a published row
    "page": "Int64",
    "row": "int64",  # index in the certificate's results
    "column": "int64",  # index in the row's measurements
    "source_url": "string",
    "source_found": "bool",  # False: a published row whose source cannot be looked up again; it never supports a verdict
    # what certificate or label states, for crossing bases; NaN where not stated
    "unit_mass_g": "float64",
    "serving_mass_g": "float64",
    "serving_volume_ml": "float64",
    "unit_volume_ml": "float64",
    "package_mass_g": "float64",
    "density_g_per_ml": "float64",
    "units_per_serving": "float64",
    "units_per_package": "float64",
    "servings_per_package": "float64",
    "moisture": "float64",
}

AGGREGATES: Final = ("aggregate", "brand range")
"""Granularities that stand for several samples at once: shown, and in no figure."""
RETIRED: Final = ("superseded", "withdrawn")
"""States of certificates that enter no figure."""

CLAIMS: Final[dict[str, str]] = {
    "claim_key": "string",
    "brand_key": "string",
    "brand": "string",
    "product_key": "string",
    "product": "string",
    "form": "string",
    "specimen": "bool",
    "analyte_key": "string",  # catalogue key, "total_alkaloids" or "not_specified"
    "state": "string",  # model.product.ClaimState
    "amount": "float64",  # in `unit` as printed
    "unit": "string",
    "basis": "string",
    "canonical_amount": "float64",  # in the canonical unit of `basis`, NaN where basis is unknown
    "serving_text": "string",
    "seen_on": "datetime64[ns]",
    "source_url": "string",
    "note": "string",
}

# --- what label.compare_labels answers with -----------------------------------------------------------------------

LABEL_LOTS: Final[dict[str, str]] = {
    "specimen": "bool",
    "acquisition": "string",
    "brand_key": "string",
    "brand": "string",
    "product_key": "string",
    "product": "string",
    "form": "string",
    "lot_key": "string",
    "lot": "string",
    "certificate_id": "string",
    "row": "int64",
    "column": "int64",
    "page": "Int64",
    "text": "string",  # the measurement as printed
    "measured_unit": "string",  # as printed
    "laboratory": "string",
    "method": "string",
    "reported": "datetime64[ns]",
    "grade": "string",
    "granularity": "string",
    "source_url": "string",
    "claim_key": "string",
    "claim_amount": "float64",  # as printed, in claim_unit
    "claim_unit": "string",
    "claim_basis": "string",
    "claim_seen_on": "datetime64[ns]",
    "claim_source_url": "string",
    "claim_note": "string",
    "in_force": "bool",  # the claim the figures use; the other rows are the history
    "unit": "string",  # canonical unit of the claim's basis: measured_* and claimed are in it
    "claimed": "float64",
    "measured_low": "float64",
    "measured_high": "float64",  # inf where unbounded above
    "share_low": "float64",  # measured as a share of the claim, 1.0 is the claim
    "share_high": "float64",
    "share_u": "float64",  # the printed standard uncertainty as such a share, NaN where none is printed
    "crossing": "string",  # how the basis was crossed, "" where it was not
    "verdict": "string",
    "p_low": "float64",
    "p_high": "float64",
    "uncertainty": "string",
    "reason": "string",
}

LABEL_FIGURES: Final[dict[str, str]] = {
    "specimen": "bool",
    "acquisition": "string",
    "brand_key": "string",
    "brand": "string",
    "product_key": "string",  # "" in the frame of brands
    "product": "string",
    "products": "int64",
    "lots": "int64",
    "measurements": "int64",  # each counted once, however many claims it meets
    "bounds": "int64",  # lots known only as a bound
    "within": "int64",  # lots whose verdict is within, conforms or probably conforms
    "outside": "int64",
    "undecided": "int64",
    "mean_low": "float64",  # mean share of the claim over lots; low and high differ only where some lots are bounds
    "mean_high": "float64",
    "interval_low": "float64",  # 95 % t interval of the mean, never below 0
    "interval_high": "float64",
    "next_low": "float64",  # 95 % prediction interval of the next lot, never below 0
    "next_high": "float64",
    "sd_lots": "float64",  # between lots, product and day-to-day laboratory variation together
    "sd_within": "float64",  # within a lot, where lots were measured on several days
    "settled": "string",  # "within", "outside" or "not settled": the interval of the mean against the tolerance
    "lots_needed": "Int64",
    "unit": "string",  # canonical unit of the claims; "" where they differ, and for brands
    "claimed": "float64",  # the latest claim used, in `unit`
    "supported": "float64",  # the label this evidence supports, in `unit`
    "note": "string",  # why a figure is missing, in words
}

NOT_COMPARABLE: Final[dict[str, str]] = {
    "what": "string",  # "measurement" or "claim"
    "reason_code": "string",
    "reason": "string",
    "specimen": "bool",
    "brand_key": "string",
    "brand": "string",
    "product_key": "string",
    "product": "string",
    "lot": "string",
    "certificate_id": "string",
    "row": "Int64",
    "text": "string",  # the measurement or the claim as printed
    "unit": "string",
    "claim_key": "string",
    "source_url": "string",
}

# --- what judging.judge answers with: one row for each rule that meets a result, and one for each rule that is only shown ---

JUDGED_RESULT: Final = (
    "certificate_id", "specimen", "acquisition", "brand_key", "brand", "product_key", "product", "form", "lot_key", "lot",
    "laboratory", "reported", "panel", "analyte_key", "analyte", "row", "column", "page", "text", "unit", "source_url",
)  # fmt: skip
"""Columns of RESULTS that a verdict carries; empty for a rule that is only shown."""

VERDICTS: Final[dict[str, str]] = {
    "pack": "what pack",
    "rule_id": "unique in the pack",
    "cite": "the provision",
    "kind": "limits.Kind",
    "quantity": "limits.Quantity",
    "rule": "the demand in words, e.g. < 1.2 ppm",
    "limit": "in limit_unit, with its acceptance factor; NaN where the rule has no number",
    "limit_unit": "canonical unit of the rule's basis",
    "measured_low": "in limit_unit; NaN where nothing was measured or the basis could not be crossed",
    "measured_high": "in limit_unit; inf where unbounded above",
    "crossing": "how the basis was crossed, empty where it was not",
    "grams_per_day": "NaN where no limit per day is judged",
    "rule_state": "limits.InForce, or empty where no day was asked for",
    "from": "as precise as it is known",
    "to": "exclusive",
    "verdict": "conformity.Verdict, on the result as printed",
    "rounded_verdict": "the verdict on the result rounded to the digits of the limit, empty where the rule does not round",
    "p_low": "NaN under acceptance",
    "p_high": "NaN under acceptance",
    "uncertainty": "what the probability rests on",
    "reason": "in words",
    "scope": "what the verdict is about: the sample received, or its lot too where the certificate names a sampling plan",
    "printed_status": "pass or fail as printed on the certificate, else empty",
    "status_agrees": "agrees, differs, or empty where one of the two says nothing",
    "rule_source": "address of the rule, empty where it cannot be looked up again",
    "unverified": "what of the rule rests on recall",
    "quote": "the rule's short fact",
    "rule_note": "what was settled or is open",
}
"""Further columns of a verdict frame and what they hold. Words are categories, so that millions of rows stay small."""
