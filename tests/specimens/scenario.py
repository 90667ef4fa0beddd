"""The declared specimens (`data/specimens/*.toml`) as records, and how a laboratory prints a content in a unit."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from registry.datafiles import data_path
from tests.specimens.content import Amount, Header, Row, Value

NAMES = {
    "mitragynine": "Mitragynine",
    "7oh": "7-Hydroxymitragynine",
    "paynantheine": "Paynantheine",
    "speciogynine": "Speciogynine",
    "speciociliatine": "Speciociliatine",
    "mitraciliatine": "Mitraciliatine",
    "corynantheidine": "Corynantheidine",
    "rhynchophylline": "Rhynchophylline",
    "mitragynine_pseudoindoxyl": "Mitragynine pseudoindoxyl",
}


@dataclass(frozen=True)
class Order:
    """One sample that a laboratory reports on: everything a layout needs to set its page."""

    file: str
    layout: str
    picture: str | None
    laboratory: dict[str, str]
    product: dict[str, Any]
    header: Header
    content: dict[str, Decimal]
    """Alkaloids in mg/g (mg/mL for a liquid) as this laboratory found them."""

    @property
    def unit_mass(self) -> Decimal:
        return Decimal(self.product["pack"]["unit_mass_g"])

    @property
    def lod(self) -> Decimal:
        return Decimal(self.laboratory["lod"])

    @property
    def loq(self) -> Decimal:
        return Decimal(self.laboratory["loq"])


@dataclass(frozen=True)
class Column:
    """A result column: unit, factor from the content's unit, significant digits, and the words for what is not there."""

    unit: str
    factor: Decimal = Decimal(1)
    digits: int = 4
    nd: str = "ND"
    low: str = "<LOQ"
    mark: str = "."


def shown(value: Decimal, digits: int, mark: str = ".") -> str:
    """`value` to at most `digits` significant digits, with `mark` as the decimal mark; a digit it does not have is not invented."""
    finest = max(value.adjusted() - digits + 1, int(value.as_tuple().exponent))
    return f"{value.quantize(Decimal(1).scaleb(min(finest, 0))):f}".replace(".", mark)


def number(text: str, mark: str = ".") -> Decimal:
    return Decimal(text.replace(mark, "."))


def quantified(text: str, unit: str | None, mark: str = ".") -> Value:
    return Value(text, unit, "eq", number(text, mark))


def result(order: Order, analyte: str, column: Column) -> Value:
    """What the laboratory prints for `analyte` in `column`: a number, its word for below LOQ, or its word for not detected."""
    found = order.content.get(analyte, Decimal(0))
    if found < order.lod:
        return Value(column.nd, column.unit, "nd")
    if found < order.loq:
        return Value(column.low, column.unit, "lt_loq")
    return quantified(shown(found * column.factor, column.digits, column.mark), column.unit, column.mark)


def amount(text: str, unit: str, mark: str = ".") -> Amount:
    return Amount(number(text, mark), unit, text)


def potency(
    order: Order, columns: tuple[Column, ...], names: dict[str, str] | None = None, limits_in: Column | None = None
) -> tuple[Row, ...]:
    """The alkaloid rows, with LOD and LOQ in the unit of `limits_in` (none printed where None), in the order of `names`."""
    names = names or {key: NAMES[key] for key in order.content}
    rows = []
    for key, name in names.items():
        limits: dict[str, Amount] = {}
        if limits_in:
            for kind, value in (("lod", order.lod), ("loq", order.loq)):
                limits[kind] = amount(shown(value * limits_in.factor, limits_in.digits, limits_in.mark), limits_in.unit, limits_in.mark)
        rows.append(Row("potency", name, tuple(result(order, key, c) for c in columns), **limits))
    return tuple(rows)


def total(rows: tuple[Row, ...], name: str = "Total Alkaloids", mark: str = ".", digits: int = 4) -> Row:
    """The sum of the printed numbers of `rows`, column by column."""
    sums = []
    for column in zip(*(row.values for row in rows), strict=True):
        unit = column[0].unit
        found = sum((v.value for v in column if v.qualifier == "eq" and v.value is not None), Decimal(0))
        sums.append(quantified(shown(found, digits, mark), unit, mark))
    return Row("potency", name, tuple(sums))


@cache
def declared(file: str) -> dict[str, Any]:
    """The declarations of `scenario.toml` (what is printed) or `subjects.toml` (what it is about)."""
    return tomllib.loads(data_path("specimens", file).read_text(encoding="utf-8"), parse_float=Decimal)


def orders() -> dict[str, tuple[Order, ...]]:
    """The samples of each file, in the order they are set."""
    lots = {f["file"]: f["lots"] for f in declared("subjects.toml")["files"]}
    return {c["file"]: tuple(_order(c, lot, i) for i, lot in enumerate(lots[c["file"]])) for c in declared("scenario.toml")["certificates"]}


def _order(certificate: dict[str, Any], lot: str, index: int) -> Order:
    about, said = declared("subjects.toml"), declared("scenario.toml")
    product = about["products"][about["lots"][lot]["product"]]
    laboratory = said["laboratories"][certificate["laboratory"]]
    samples = certificate.get("sample_ids")
    days: dict[str, date] = {k: certificate[k] for k in ("collected", "received", "completed", "reported") if k in certificate}
    header = Header(
        lab=laboratory["name"],
        accreditation=laboratory["accreditation"],
        report_id=certificate.get("report_id"),
        sample_id=samples[index] if samples else None,
        product_name=product["name"],
        client=about["brands"][product["brand"]]["name"],
        lot=about["lots"][lot]["number"] or None,
        matrix=product["matrix"],
        supersedes=certificate.get("supersedes"),
        **days,
    )
    factor = Decimal(certificate.get("factor", "1"))
    content = {k: Decimal(v) * factor for k, v in said["contents"][lot].items()}
    return Order(certificate["file"], certificate["layout"], certificate.get("picture"), laboratory, product, header, content)
