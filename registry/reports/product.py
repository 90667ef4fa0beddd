"""One product as a report: its lots, what its labels said, what laboratories measured, verdicts, doses, findings and evidence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import pandas as pd

from registry.assessment.conformity import Decision, grounds
from registry.assessment.limits import RulePack
from registry.assessment.records import records
from registry.assessment.tolerance import Tolerance
from registry.model.certificate import Certificate
from registry.model.numerals import significant_digits
from registry.model.product import Brand, ClaimState, LabelClaim, Lot, Product
from registry.reports import wording
from registry.reports.certificate import SCOPE, Voice, findings_table, voices_table
from registry.reports.comparison import CHOSEN_SAMPLE, Compared, Provenance
from registry.reports.document import Asked, Cell, Column, Report, Table, table_of
from registry.reports.judged import ACCEPTED, analyte_name, plain, untested_names, verdicts_table

_RESULTS: Final = (
    Column(name="lot", header="Lot", group=True),
    Column(name="laboratory", header="Laboratory", group=True),
    Column(name="reported", header="Issued", kind="date", group=True),
    Column(name="certificate_id", header="Certificate", group=True),
    Column(name="panel", header="Panel"),
    Column(name="analyte", header="Analyte, as printed", width=1.5),
    Column(name="analyte_key", header="Analyte (catalogue)", data_only=True),
    Column(name="text", header="Result, as printed", width=1),
    Column(name="unit", header="Unit, as printed", width=1),
    Column(name="basis", header="Basis", data_only=True),
    Column(name="low", header="Lower end (canonical unit of the basis)", kind="number", data_only=True),
    Column(name="high", header="Upper end (canonical unit of the basis)", kind="number", data_only=True, meaning="Empty: unbounded above"),
    Column(name="status", header="Printed status"),
    Column(name="method", header="Method of test, as printed", width=1),
    Column(name="page", header="Page", kind="integer"),
)


_DOSE: Final = "A dose is a band: non-detects at zero below, at their limit above."
_FACTS: Final = {
    "unit_mass_g": "Mass of one unit, g",
    "serving_mass_g": "Mass of a serving, g",
    "serving_volume_ml": "Volume of a serving, mL",
    "unit_volume_ml": "Volume of one unit, mL",
    "package_mass_g": "Mass in the package, g",
    "density_g_per_ml": "Density, g/mL",
}


@dataclass(frozen=True)
class Known:
    """What the registry holds about a product: frames have columns.RESULTS, columns.JUDGED_RESULT and VERDICTS, exposure.EXPOSURE."""

    brand: Brand
    product: Product
    lots: tuple[Lot, ...]
    claims: tuple[LabelClaim, ...]
    certificates: tuple[Certificate, ...]
    results: pd.DataFrame
    compared: tuple[tuple[str, Compared], ...]
    """Analyte and measurement against its claim."""
    verdicts: pd.DataFrame
    doses: pd.DataFrame
    voices: tuple[Voice, ...]


def product_report(known: Known, pack: RulePack, tolerance: Tolerance, asked: Asked, provenance: Provenance) -> Report:
    """What the report on one product says, judged by `pack` as asked and compared with its labels under `tolerance`."""
    k = known
    tested = sorted({str(lot) for lot in k.results["lot_key"] if lot})
    untested = untested_names(k.verdicts)
    grams = wording.amount(asked.grams_per_day or 0)
    return Report(
        specimen=k.brand.specimen,
        selection=asked,
        title=k.product.name if k.brand.name in k.product.name else f"{k.brand.name}, {k.product.name}",
        summary=(
            f"{wording.plural(len(k.certificates), 'report')} of laboratories, {wording.plural(len(tested), 'lot')} with results, "
            f"{wording.plural(len(k.claims), 'label claim')} on record."
        ),
        caveat=CHOSEN_SAMPLE,
        facts=(
            ("Form", wording.in_words(k.product.form.value)),
            *(
                (_FACTS.get(name, wording.in_words(name)), f"{value} (as the pack states it)")
                for name, value in k.product.pack.model_dump(mode="json", exclude_none=True).items()
            ),
            ("Tolerance for label claims", tolerance.name),
            ("Judged by", f"{pack.title} ({pack.code}), as of {wording.day(asked.on)}"),
            ("Grams taken in a day", f"{grams} (for doses and limits per day; no recommendation)"),
            ("Limited there and never tested", untested or "nothing"),
        ),
        tables=(
            _lots(k),
            _compared(k.compared),
            verdicts_table(k.verdicts),
            _doses(k.doses),
            _claims(k.claims),
            _results(k.results),
            findings_table(k.certificates),
            voices_table(k.voices),
            _evidence(k.certificates),
        ),
        main="measurements",
        method=(
            tolerance.sentence(),
            Decision().sentence(),
            *SCOPE,
            ACCEPTED,
            _DOSE,
        ),
        provenance=provenance,
    )


def _by_lot(frame: pd.DataFrame) -> pd.DataFrame:
    """The lots one after the other, and the certificates of each in the order they came."""
    return frame.sort_values("lot", key=lambda lots: lots.astype(str), kind="stable")


def _results(results: pd.DataFrame) -> Table:
    rows = [
        {c.name: plain(row[c.name]) for c in _RESULTS}
        | {"panel": wording.in_words(str(row["panel"])), "lot": str(row["lot"]) or "no lot printed"}
        for row in records(_by_lot(results))
    ]
    return table_of(
        "measurements", "Every measurement, as printed", _RESULTS, rows, nothing="No laboratory result of this product is published."
    )


def _lots(known: Known) -> Table:
    columns = (
        Column(name="lot", header="Lot"),
        Column(name="certificates", header="Certificates", kind="integer"),
        Column(name="latest", header="Latest issued", kind="date"),
        Column(name="panels", header="Tested for", width=1),
    )
    rows: list[dict[str, Cell]] = []
    for lot in known.lots:
        of_lot = known.results[known.results["lot_key"] == lot.key]
        panels = ", ".join(wording.in_words(str(panel)) for panel in dict.fromkeys(of_lot["panel"].astype(str)))
        latest = plain(of_lot["reported"].max()) if len(of_lot) else None
        row: dict[str, Cell] = {
            "lot": lot.number or "none printed",
            "certificates": int(of_lot["certificate_id"].nunique()),
            "latest": latest,
        }
        rows.append(row | {"panels": panels or "nothing published"})
    return table_of("lots", "Lots", columns, rows, nothing="No lot is on record.")


def _claims(claims: Sequence[LabelClaim]) -> Table:
    columns = (
        Column(name="seen_on", header="Label seen on", kind="date", meaning="Empty where it is not dated"),
        Column(name="analyte", header="Of what"),
        Column(name="amount", header="Amount", kind="number", meaning="Empty: the label states none"),
        Column(name="unit", header="Unit"),
        Column(name="basis", header="Counted"),
        Column(name="serving", header="Serving, as printed"),
        Column(name="note", header="Note", width=1),
        Column(name="source", header="Source", width=1),
    )
    rows: list[dict[str, Cell]] = [
        {
            "seen_on": c.seen_on,
            "analyte": _analyte(c.analyte),
            "amount": float(c.amount) if c.amount is not None else None,
            "unit": "no amount stated" if c.state is ClaimState.NO_CLAIM else c.unit or "",
            "basis": wording.basis(c.basis.value),
            "serving": c.serving_text or "",
            "note": c.note or "",
            "source": c.source.url or "a file of the registry",
        }
        for c in claims
    ]
    note = "Oldest first. Every version stays; a comparison uses the one in force on its date."
    return table_of("label_claims", "What the labels said", columns, rows, note=note, nothing="No label of this product is on record.")


def _compared(compared: Sequence[tuple[str, Compared]]) -> Table:
    columns = (
        Column(name="lot", header="Lot"),
        Column(name="analyte", header="Analyte"),
        Column(name="laboratory", header="Laboratory", width=1),
        Column(name="issued", header="Issued", kind="date"),
        Column(name="measured", header="Measured, as printed"),
        Column(name="claim", header="Label claim"),
        Column(name="share", header="Share of the claim"),
        Column(name="share_low", header="Share of the claim, lower end", kind="number", data_only=True),
        Column(name="share_high", header="Share of the claim, upper end", kind="number", data_only=True, meaning="Empty: unbounded above"),
        Column(name="verdict", header="Verdict"),
        Column(name="probability", header="Probability"),
        Column(name="reason", header="Why", width=1.4),
        Column(name="certificate_id", header="Certificate"),
    )
    rows: list[dict[str, Cell]] = [
        {
            "lot": r.lot or "none printed",
            "analyte": _analyte(analyte),
            "laboratory": r.laboratory,
            "issued": r.reported,
            "measured": wording.with_unit(r.text, r.measured_unit),
            "claim": f"{wording.amount(r.claim_amount)} {r.claim_unit} {wording.basis(r.claim_basis)}",
            "share": wording.measured_share(r),
            "share_low": r.share_low,
            "share_high": r.share_high,
            "verdict": r.verdict,
            "probability": wording.probability(r),
            "reason": grounds(r.reason, r.uncertainty),
            "certificate_id": r.certificate_id,
        }
        for analyte, r in compared
    ]
    nothing = "No measurement could be held against a label claim on the same basis."
    return table_of("label_comparison", "Labelled against measured", columns, rows, nothing=nothing)


def _doses(doses: pd.DataFrame) -> Table:
    columns = (
        Column(name="lot", header="Lot"),
        Column(name="analyte", header="Metal"),
        Column(name="measured", header="Measured, as printed"),
        Column(name="grams_per_day", header="Grams a day", kind="number"),
        Column(name="dose", header="µg a day"),
        Column(name="low", header="µg a day, lower end", kind="number", data_only=True),
        Column(name="high", header="µg a day, upper end", kind="number", data_only=True, meaning="Empty: no limit of detection bounds it"),
        Column(name="reason", header="Why there is none", width=1),
        Column(name="certificate_id", header="Certificate"),
    )
    rows: list[dict[str, Any]] = [
        {c.name: plain(row[c.name]) for c in columns if c.name in row}
        | {
            "measured": wording.with_unit(str(row["text"]), str(row["unit"])),
            "analyte": _analyte(str(row["analyte_key"])),
            "dose": _dose(float(row["low"]), float(row["high"]), significant_digits(str(row["text"]))),
        }
        for row in records(_by_lot(doses))
    ]
    return table_of("doses", "Metals as a dose", columns, rows, nothing="No metal was measured in this product.")


def _dose(low: float, high: float, digits: int) -> str:
    """A dose with the digits that its result is printed with; empty where there is none."""
    return "" if math.isnan(low) else wording.bounds(low, high if math.isfinite(high) else None, partial(wording.figure, digits=digits))


def _evidence(certificates: Sequence[Certificate]) -> Table:
    columns = (
        Column(name="certificate_id", header="Certificate"),
        Column(name="report", header="Report"),
        Column(name="laboratory", header="Laboratory", width=1),
        Column(name="issued", header="Issued", kind="date"),
        Column(name="acquisition", header="Source of sample"),
        Column(name="state", header="State"),
        Column(name="grade", header="Grade", meaning="Of a published result: A report itself, B notice or abstract, C second hand"),
        Column(name="sha256", header="SHA-256 of the file", data_only=True),
        Column(name="address", header="Address", width=1),
    )
    rows: list[dict[str, Cell]] = []
    for c in certificates:
        draft = c.current
        rows.append(
            {
                "certificate_id": c.id,
                "report": draft.report_id.text if draft.report_id else "",
                "laboratory": draft.lab.text if draft.lab else "",
                "issued": draft.dates.reported.value if draft.dates.reported else None,
                "acquisition": wording.in_words(c.acquisition.kind.value),
                "state": c.state.value,
                "grade": c.source.grade or "",
                "sha256": c.source.sha256 or "",
                "address": c.source.url or "file held by the registry",
            }
        )
    note = "Grade of a published result: A read in the report itself, B from a notice or abstract, C second hand."
    return table_of("evidence", "The evidence", columns, rows, note=note, nothing="No certificate of this product is published.")


def _analyte(key: str) -> str:
    return analyte_name(key) or wording.in_words(key)
