"""What lists and figures need of a certificate, derived from its record: pure functions, one row a measurement."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any, Final

from registry.model.analytes import load_catalogue
from registry.model.certificate import AcquisitionKind, Certificate, DraftCertificate, Panel, ReadDate, ReadText, Result
from registry.model.doubt import doubtful_rows
from registry.model.findings import Severity
from registry.model.laboratory import load_laboratories
from registry.model.measurement import Measurement, Qualifier, Quantity
from registry.model.product import Form
from registry.model.units import SHARES, Basis, parse_unit
from registry.storage.encoding import fold, to_text

_GRAMS: Final = {"kg": 1000.0, "g": 1.0, "mg": 0.001, "oz": 28.349523125}  # ounce: international avoirdupois, exact
_MILLILITRES: Final = {"l": 1000.0, "dl": 100.0, "ml": 1.0}


def is_specimen(certificate: Certificate) -> bool:
    """Invented: the page says so, or whoever added it does."""
    return certificate.draft.specimen or certificate.acquisition.kind is AcquisitionKind.SPECIMEN


def is_liquid(draft: DraftCertificate, form: Form) -> bool:
    """Whether a bare % or ppm has an unknown basis: a liquid product, or a density on the certificate."""
    return form is Form.LIQUID or draft.density is not None


def header(certificate: Certificate) -> dict[str, Any]:
    """The derived columns of `certificates`, all but the laboratory's number."""
    draft = certificate.current
    return {
        "specimen": is_specimen(certificate),
        "acquisition_kind": certificate.acquisition.kind.value,
        "grade": certificate.source.grade or "",
        "granularity": certificate.source.granularity or ("lot" if draft.lot else "sample"),
        "source_url": certificate.source.url or "",
        "report_id": _printed(draft.report_id),
        "report_folded": fold(_printed(draft.report_id)),
        "lot_text": _printed(draft.lot),
        "product_text": _printed(draft.product_name),
        "printed_folded": fold(" ".join(_printed(field) for field in (draft.product_name, draft.lot, draft.client))),
        "reported": _day(draft.dates.reported),
        "completed": _day(draft.dates.completed),
        "overall_status": draft.overall_status,
        **_facts(draft),
        **_counts(certificate),
    }


def laboratory_name(certificate: Certificate) -> str:
    """The laboratory under its known name, else as printed, "" where none was read."""
    printed = _printed(certificate.current.lab)
    known = load_laboratories().match(printed)
    return known.name if known else printed


def panels(certificate: Certificate) -> list[str]:
    """The panels reported, sorted."""
    return sorted({result.panel.value for result in certificate.current.results})


def result_rows(certificate: Certificate, form: Form = Form.UNKNOWN) -> list[dict[str, Any]]:
    """One row for each measurement: its interval in the canonical unit of its own basis, limits and uncertainty in the same.

    Of a sample that was tested at several times those of the last one (`Result.latest`).
    None stands for "no such number"; `high` of a result that is unbounded above is infinite.
    """
    draft = certificate.current
    liquid, separate_nd = is_liquid(draft, form), draft.separates_nd
    return [
        {"row": row, "column": column, **_of_result(result), **_of_measurement(result, measurement, liquid=liquid, separate_nd=separate_nd)}
        for row, result in enumerate(draft.results)
        for column, measurement in result.latest
    ]


def finding_rows(certificate: Certificate) -> list[dict[str, Any]]:
    """One row for each finding of the reader."""
    return [{"ordinal": n, "code": f.code, "record": to_text(f)} for n, f in enumerate(certificate.draft.findings)]


def _of_result(result: Result) -> dict[str, Any]:
    return {
        "panel": result.panel.value,
        "analyte_key": result.analyte_key or "",
        "analyte": result.analyte,
        "limit_text": result.limit_text or _quantity_text(result.limit),
        "status": result.status or "",
        "method": result.method or "",
        "page": result.page,
    }


def _of_measurement(result: Result, own: Measurement, *, liquid: bool, separate_nd: bool) -> dict[str, Any]:
    counted = _as_share(result, own)
    interval, unit = counted.interval(liquid=liquid, separate_nd=separate_nd), counted.known_unit
    basis = interval.basis if interval else (unit.for_liquid() if liquid else unit).basis if unit else Basis.UNKNOWN
    u, u_source = _standard_uncertainty(own, result, basis)
    return {
        "text": own.text,
        "qualifier": own.qualifier.value,
        "value": _number(own.value),
        "unit": own.unit or "",
        "basis": basis.value,
        "low": _number(interval.low) if interval else None,
        "high": (math.inf if interval.high is None else _number(interval.high)) if interval else None,
        "loq": _in_canonical(own.loq, own, basis),
        "u": u,
        "u_source": u_source,
        "test_portion": own.test_portion or "",
        "confidence": own.confidence,
    }


def _as_share(result: Result, measurement: Measurement) -> Measurement:
    """The measurement; a % of what is itself a share ("7-OH of total alkaloids  0.62 %") in the unit of that share."""
    catalogue, unit = load_catalogue(), measurement.known_unit
    if unit is None or unit.symbol not in ("%", "% w/w") or result.analyte_key not in catalogue:
        return measurement
    share = catalogue.get(result.analyte_key or "").canonical_unit
    return measurement.model_copy(update={"unit": share}) if parse_unit(share).basis in SHARES else measurement


def _in_canonical(quantity: Quantity | None, measurement: Measurement, basis: Basis, *, dry: bool = False) -> float | None:
    """A quantity beside a measurement in the canonical unit of `basis`, None where it is given on another one.

    `dry`: whether it is counted by the dried sample though its unit does not say so.
    """
    if quantity is None:
        return None
    bare = Measurement(text="", qualifier=Qualifier.EQ, value=quantity.value, unit=quantity.unit or measurement.unit, dry_weight=dry)
    interval = bare.interval(liquid=basis is Basis.UNKNOWN)
    return _number(interval.low) if interval and interval.basis is basis else None


def _standard_uncertainty(measurement: Measurement, result: Result, basis: Basis) -> tuple[float | None, str]:
    """Printed U divided by k, in the canonical unit of `basis`; k = 2 is assumed, and said, where it is not printed.

    A U in % of a result in another unit is a share of the result. One printed for a result by the dried sample counts by it too.
    """
    printed = measurement.uncertainty or result.uncertainty
    dry = measurement.dry_weight and (measurement.uncertainty is not None or all(m.dry_weight for m in result.measurements))
    if printed is None or measurement.value is None:
        return None, ""
    k = printed.k or Decimal(2)
    said = f"printed U, k = {k}" if printed.k else "printed U, k not printed (2 assumed)"
    if printed.unit == "%" and (measurement.unit or "").strip()[:1] != "%":
        value = _in_canonical(Quantity(value=measurement.value, unit=measurement.unit), measurement, basis, dry=measurement.dry_weight)
        return (None, "") if value is None else (value * float(printed.value) / 100 / float(k), said)
    expanded = _in_canonical(printed, measurement, basis, dry=dry)
    return (None, "") if expanded is None else (expanded / float(k), said)


def _facts(draft: DraftCertificate) -> dict[str, float | None]:
    return {
        "unit_mass_g": _sized(draft.unit_mass, _GRAMS),
        "serving_mass_g": _sized(draft.serving_mass, _GRAMS),
        "serving_volume_ml": _sized(draft.serving_mass, _MILLILITRES),
        "unit_volume_ml": _sized(draft.unit_mass, _MILLILITRES),
        "density_g_per_ml": _number(draft.density.value) if draft.density else None,
        "moisture": _moisture(draft),
    }


def _sized(quantity: Quantity | None, sizes: dict[str, float]) -> float | None:
    factor = sizes.get((quantity.unit or "").strip().lower()) if quantity else None
    return float(quantity.value) * factor if quantity and factor else None


def _moisture(draft: DraftCertificate) -> float | None:
    """Mass fraction of water, where the certificate reports exactly one quantified moisture by mass."""
    found = [
        interval.low / 1000
        for result in draft.results
        if result.panel is Panel.MOISTURE
        for _, measurement in result.latest
        if (interval := measurement.interval()) and interval.exact and interval.basis is Basis.MASS_FRACTION
    ]
    return float(found[0]) if len(set(found)) == 1 and found[0] < 1 else None


def _counts(certificate: Certificate) -> dict[str, int]:
    draft = certificate.current
    severities = [finding.severity for finding in draft.findings]
    return {
        "result_count": len(draft.results),
        "doubtful_count": len(doubtful_rows(draft, {correction.path for correction in certificate.corrections})),
        "error_count": severities.count(Severity.ERROR),
        "warning_count": severities.count(Severity.WARNING),
    }


def _printed(field: ReadText | None) -> str:
    return field.text.replace("\0", "").strip() if field else ""


def _day(field: ReadDate | None) -> str | None:
    return field.value.isoformat() if field and field.value else None


def _number(value: Decimal | None) -> float | None:
    number = None if value is None else float(value)
    return number if number is None or math.isfinite(number) else None


def _quantity_text(quantity: Quantity | None) -> str:
    return "" if quantity is None else quantity.text or " ".join(filter(None, (str(quantity.value), quantity.unit)))
