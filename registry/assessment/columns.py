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
