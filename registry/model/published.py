"""Published results and label claims: rows of `data/published/` -> records.

These certificates have no file here: their evidence is the row, their source is the address that the row names. One certificate
stands for one report (source document, product, lot, report number). Rows that name no brand have no subject, and rows that stand
for many products say so in `Source.granularity`, so that figures of a brand can leave both out.
"""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from registry.datafiles import data_path
from registry.errors import NumberFormatError, RecordError
from registry.model.analytes import load_catalogue
from registry.model.certificate import Acquisition, AcquisitionKind, Certificate, State, Subject
from registry.model.crossing import PackFacts
from registry.model.draft import Dates, DraftCertificate, ReadDate, ReadText, Result, Status
from registry.model.evidence import DisplayRight, Evidence, Source, Stage
from registry.model.findings import Finding
from registry.model.measurement import Measurement, Qualifier, Quantity, Uncertainty, parse_printed, parse_quantity
from registry.model.product import Brand, ClaimState, Form, LabelClaim, Lot, Product
from registry.model.units import Basis

Row = dict[str, str]

GATHERED_ON: Final = date(2026, 11, 22)
"""The day the published rows were gathered from their sources."""
RESULTS_FILE: Final = "published/results.csv"
TYPED: Final = "published rows"
"""In place of a reader's version where no program read a file: the rows were typed from their source."""
SOURCE_LOST: Final = "cannot be looked up again"
"""Words in `Source.note` of a row whose source is lost: it is shown and never supports a verdict."""


def read_by(draft: DraftCertificate) -> str | None:
    """Which program read the file, None where that is not on record; a published row was typed from its source, and no program read it."""
    if draft.reader_version == TYPED:
        return "a person, from the published source"
    return f"reader {draft.reader_version}" if draft.reader_version else None


class Published(NamedTuple):
    """Everything that `data/published/` holds, as records; every key refers to one that is here."""

    brands: tuple[Brand, ...]
    products: tuple[Product, ...]
    lots: tuple[Lot, ...]
    certificates: tuple[Certificate, ...]
    claims: tuple[LabelClaim, ...]


def load_published() -> Published:
    """The published results and label claims that ship with the registry."""
    return published(_rows("results.csv"), _rows("claims.csv"))


def published(results: Sequence[Row], claims: Sequence[Row]) -> Published:
    """Records of the rows of both files, in their order (shapes in `data/README.md`).

    A result that states no number ("potential contamination") is kept as text with the qualifier NOT_REPORTED. Claim rows of kind
    ``note`` are no claims of a product: they give pack facts at most. Raises RecordError where a row breaks the files' own rules.
    """
    named = [row for row in [*results, *claims] if row["brand"]]
    return Published(
        brands=tuple(_brands(named)),
        products=tuple(_products(named)),
        lots=tuple(_lots(results)),
        certificates=tuple(_certificates(results)),
        claims=tuple(_claim(row) for row in claims if row["kind"] != "note"),
    )


def key_of(*names: str) -> str:
    """A stable key made of names: ``key_of("7 OH Boys!", "Sour Apple")`` is ``7-oh-boys/sour-apple``."""
    return "/".join(_slug(name) for name in names)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("Ω", "ohm")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _rows(name: str) -> list[Row]:
    with data_path("published", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- brands, products, lots ---------------------------------------------------------------------------------------------------------


def _brands(rows: Iterable[Row]) -> Iterator[Brand]:
    makers: dict[str, str | None] = {}
    for row in rows:
        makers[row["brand"]] = makers.get(row["brand"]) or row.get("manufacturer") or None
    return (Brand(key=key_of(name), name=name, manufacturer=maker) for name, maker in makers.items())


def _products(rows: Iterable[Row]) -> Iterator[Product]:
    grouped: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        grouped.setdefault((row["brand"], row["product"]), []).append(row)
    for (brand, name), same in grouped.items():
        forms = {row["form"] for row in same} - {"unknown"}
        form = Form(forms.pop()) if len(forms) == 1 else Form.UNKNOWN
        yield Product(key=key_of(brand, name), brand=key_of(brand), name=name, form=form, pack=_pack(same))


def _pack(rows: Iterable[Row]) -> PackFacts:
    """The facts that rows of one product state; a fact they state differently is not taken."""
    facts: dict[str, Decimal] = {}
    for name in PackFacts.model_fields:
        stated = {row[name] for row in rows if row.get(name)}
        if len(stated) == 1:
            facts[name] = Decimal(stated.pop())
    return PackFacts.model_validate(facts)


def _lots(results: Iterable[Row]) -> Iterator[Lot]:
    seen: set[str] = set()
    for row in results:
        key = _lot_key(row)
        if key and key not in seen:
            seen.add(key)
            yield Lot(key=key, product=key_of(row["brand"], row["product"]), number=row["lot"] or None)


def _lot_key(row: Row) -> str | None:
    """The key of the one lot a row is about; None where it names none, several, or no brand."""
    if not row["brand"] or row["lot_remark"] == "several lots":
        return None
    if row["lot"]:
        return key_of(row["brand"], row["product"], row["lot"])
    return key_of(row["brand"], row["product"], "lot not printed", row["report_id"]) if row["lot_remark"] else None


# --- certificates -------------------------------------------------------------------------------------------------------------------

_REPORT: Final = ("source_url", "brand", "product", "lot", "laboratory", "report_id")
"""What makes rows one report; a certificate's id is made of it."""


def _certificates(results: Sequence[Row]) -> Iterator[Certificate]:
    reports: dict[tuple[str, ...], list[tuple[int, Row]]] = {}
    for number, row in enumerate(results, 2):  # line 1 of the file is its header
        reports.setdefault(tuple(row[name] for name in _REPORT), []).append((number, row))
    return (_certificate(identity, rows) for identity, rows in reports.items())


def _certificate(identity: tuple[str, ...], rows: list[tuple[int, Row]]) -> Certificate:
    first = rows[0][1]
    digest = hashlib.sha256("\n".join(identity).encode()).hexdigest()
    subject = Subject(brand=key_of(first["brand"]), product=key_of(first["brand"], first["product"]), lot=_lot_key(first))
    return Certificate(
        id=f"p{digest[:12]}-1",
        source=_source(first, grade=first["grade"], granularity=_one(row["granularity"] for _, row in rows)),
        acquisition=Acquisition(kind=AcquisitionKind(first["acquisition"]), note=first["acquisition_reason"]),
        draft=_draft(rows),
        subject=subject if first["brand"] else None,
        state=State.PUBLISHED,
    )


def _one(values: Iterable[str]) -> str:
    found = sorted(set(values))
    if len(found) != 1:
        raise RecordError(
            f"One report carries {', '.join(found)}.", where=RESULTS_FILE, next_step="Give every row of a report the same word."
        )
    return found[0]


def _source(row: Row, *, grade: str | None = None, granularity: str | None = None) -> Source:
    remarks = [row["source_detail"], row.get("grade_reason", ""), "" if row["source_found"] == "yes" else SOURCE_LOST]
    return Source(
        url=row["source_url"],
        obtained_on=GATHERED_ON,
        display=DisplayRight.LINK_ONLY,
        grade=grade,
        granularity=granularity,
        note="; ".join(filter(None, remarks)) or None,
    )


def _draft(rows: list[tuple[int, Row]]) -> DraftCertificate:
    number, first = rows[0]

    def read(field: str) -> ReadText | None:
        return ReadText(text=first[field], evidence=_evidence(number, first[field])) if first[field] else None

    def day(field: str) -> ReadDate | None:
        return ReadDate(text=first[field], value=_day(first[field]), evidence=_evidence(number, first[field])) if first[field] else None

    return DraftCertificate(
        file=RESULTS_FILE,
        pages=1,
        reader_version=TYPED,
        lab=read("laboratory"),
        report_id=read("report_id"),
        product_name=read("sample_name"),
        lot=read("lot"),
        matrix=read("form_printed"),
        dates=Dates(received=day("received"), reported=day("report_date")),
        results=tuple(_result(number, row) for number, row in rows),
        findings=tuple(_findings(rows)),
    )


def _day(text: str) -> date | None:
    """The day, or None where the source gives a month, a year or words."""
    return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None


def _evidence(number: int, text: str) -> Evidence:
    return Evidence(page=1, cell=f"row {number} of {RESULTS_FILE}", text=text, stage=Stage.CELL)


def _findings(rows: Iterable[tuple[int, Row]]) -> Iterator[Finding]:
    for number, row in rows:
        evidence = _evidence(number, row["text"])
        name = load_catalogue().get(row["analyte_key"]).name
        if row["not_evaluated"]:
            yield Finding(code="verdict-not-evaluated", details={"analyte": name}, page=1, evidence=evidence)
        if row["lot_remark"] == "blank on the certificate":
            yield Finding(code="lot-blank", page=1, evidence=evidence)


def _result(number: int, row: Row) -> Result:
    analyte = load_catalogue().get(row["analyte_key"])
    unit = row["unit"] or None
    status: Status | None = "pass" if row["status"] == "pass" else "fail" if row["status"] == "fail" else None
    return Result(
        panel=analyte.panel,
        analyte=analyte.name,
        analyte_key=analyte.key,
        page=1,
        measurements=(_measurement(number, row, unit),),
        limit=parse_quantity(row["limit"], unit) if row["limit"] else None,
        limit_text=row["limit"] or None,
        label_claim=Quantity(value=Decimal(row["specification"]), unit=unit, text=row["specification"]) if row["specification"] else None,
        status=status,
        method=row["method"] or None,
        evidence=_evidence(number, row["text"]),
    )


def _measurement(number: int, row: Row, unit: str | None) -> Measurement:
    qualifier, value, high = _stated(number, row)
    spread = None
    if row["uncertainty"]:
        plain = parse_quantity(row["uncertainty"], unit)
        spread = Uncertainty(value=plain.value, unit=unit, text=row["uncertainty"], k=Decimal(row["coverage"]) if row["coverage"] else None)
    return Measurement(
        text=row["text"],
        qualifier=qualifier,
        value=value,
        value_high=high,
        unit=unit,
        uncertainty=spread,
        test_portion=row["test_portion"] or None,
        evidence=_evidence(number, row["text"]),
    )


def _stated(number: int, row: Row) -> tuple[Qualifier, Decimal | None, Decimal | None]:
    """Qualifier, number and upper number of a row: its range, its count of positives, or what the grammar reads in its text."""
    if row["statement"] == "notice":
        return Qualifier.NOT_REPORTED, None, None
    if row["high"]:
        return Qualifier.RANGE, Decimal(row["low"]), Decimal(row["high"])
    if row["tested"]:
        return (Qualifier.ABSENT if row["positives"] == "0" else Qualifier.PRESENT), None, None
    try:
        printed = parse_printed(row["text"])
    except NumberFormatError as error:
        raise NumberFormatError(error.what, where=f"row {number} of {RESULTS_FILE}", next_step=error.next_step) from error
    return printed.qualifier, printed.value, None


# --- claims -------------------------------------------------------------------------------------------------------------------------


def _claim(row: Row) -> LabelClaim:
    """An upper bound ("less than 400 ppm") is no amount: it stays in the note, and the claim is never compared."""
    bound = f"{row['comparator']} {row['amount']} {row['unit']}" if row["comparator"] else ""
    printed = row["analyte_printed"] if row["analyte"] == "not_specified" else ""
    stated = bool(row["amount"]) and not bound
    return LabelClaim(
        key=key_of(row["brand"], row["product"], row["gathered_from"]),
        product=key_of(row["brand"], row["product"]),
        analyte=row["analyte"],
        state=ClaimState.NO_CLAIM if row["kind"] == "no-claim" else ClaimState.CLAIMED,
        amount=Decimal(row["amount"]) if stated else None,
        unit=row["unit"] if stated else None,
        basis=Basis(row["basis"]),
        serving_text=row["serving_text"] or None,
        seen_on=date.fromisoformat(row["seen_on"]) if row["seen_on"] else None,
        source=_source(row),
        note="; ".join(filter(None, [bound, printed, row["basis_printed"], row["note"]])) or None,
    )
