"""A registry of 100,000 invented certificates with forty results each, for measuring the pages; every name says SPECIMEN.

Rows go in by the thousand, with the same derived rows, digests and journal entries as one at a time: `registry verify` passes.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, insert

from registry.model.analytes import load_catalogue
from registry.model.certificate import Acquisition, AcquisitionKind, Certificate, Dates, DraftCertificate, ReadDate, Result, State, Subject
from registry.model.crossing import PackFacts
from registry.model.evidence import Source
from registry.model.measurement import Qualifier
from registry.model.product import Brand, Form, LabelClaim, Lot, Product
from registry.model.units import Basis
from registry.services import load_settings
from registry.settings import name_local_reviewer
from registry.storage import derived, fingerprint, journal, rollups, schema
from registry.storage.database import move_head
from registry.storage.encoding import canonical, digest, fold, now, to_text
from registry.storage.store import Store
from registry.storage.writer import _record_columns
from tests.builders import draft, measurement, quantity, read_text, result

BRANDS, LABORATORIES, ROWS = 500, 14, 40
PER_PRODUCT: Final = 20
"""Certificates of a product, on average."""
WHO: Final = "the benchmark"
_TOGETHER: Final = 1_000
_STRENGTHS, _BODIES_EACH = 24, 60
"""Certificates share their forty results with about seventy others of the same strength; names, lots and dates are their own."""
_KINDS = (
    (AcquisitionKind.VENDOR_SUPPLIED, 0.72),
    (AcquisitionKind.RETAIL_BOUGHT, 0.18),
    (AcquisitionKind.STATE_SAMPLED, 0.07),
    (AcquisitionKind.RESEARCH, 0.03),
)
_FORMS = ((Form.POWDER, 0.4), (Form.CAPSULE, 0.25), (Form.EXTRACT, 0.12), (Form.TABLET, 0.1), (Form.GUMMY, 0.08), (Form.LEAF, 0.05))
_ANIMALS = (
    "Heron", "Lantern", "Otter", "Cedar", "Marten", "Willow", "Falcon", "Juniper", "Badger", "Harbour", "Comet", "Thistle", "Raven",
    "Copper", "Meadow", "Pilot", "Quarry", "Saffron", "Tundra", "Velvet", "Walnut", "Yarrow", "Zephyr", "Anchor", "Bramble",
)  # fmt: skip
_TRADES = (
    "Botanicals", "Company", "Leaf Works", "Traders", "Naturals", "Provisions", "Herbals", "Supply", "Collective", "House",
    "Garden", "Imports", "Mills", "Kitchen", "Laboratory Goods", "Roots", "Market", "Brothers", "Farm", "Exchange",
)  # fmt: skip
_KINDS_OF_LEAF = ("Green Vein", "Red Vein", "White Vein", "Gold", "Silver", "Evening", "Morning", "Trail", "Island", "Reserve")
_ALKALOIDS = (
    ("mitragynine", 1.0), ("7oh", 0.012), ("speciogynine", 0.12), ("speciociliatine", 0.15), ("paynantheine", 0.14),
    ("mitraciliatine", 0.02), ("corynantheidine", 0.015), ("corynoxine_a", 0.005),
)  # fmt: skip


@dataclass(frozen=True)
class Body:
    """Forty results with everything derived from them once."""

    results: tuple[Result, ...]
    rows: tuple[dict[str, Any], ...]
    panels: tuple[str, ...]
    canonical: str
    """Panels and results as the journal's digest has them."""


def make(home: Path, certificates: int, say: Callable[[str], None]) -> None:
    """Fills the empty registry at `home`; the same number gives the same registry but for its instants."""
    name_local_reviewer(home)
    settings = load_settings(home)
    store = Store(settings.database_url, settings.files)
    with store.write(WHO) as writer:
        _Filling(writer._connection, certificates, say).all()
    store.close()


class _Filling:
    """One filling of an empty registry, over the connection of its one transaction."""

    def __init__(self, connection: Connection, certificates: int, say: Callable[[str], None]) -> None:
        self._connection, self._certificates, self._say = connection, certificates, say
        self._random = random.Random(20260101)
        self._seq, self._prev = 0, journal.GENESIS
        self._bodies: dict[tuple[int, int], Body] = {}

    def all(self) -> None:
        laboratories = [f"Specimen Laboratory {chr(65 + n)}" for n in range(LABORATORIES)]
        self._rows(schema.laboratories, ({"number": n, "name": name, "folded": fold(name)} for n, name in enumerate(laboratories, 1)))
        products, strengths = self._subjects()
        for start in range(0, self._certificates, _TOGETHER):
            self._stretch(range(start, min(start + _TOGETHER, self._certificates)), products, strengths, laboratories)
            if start % 10_000 == 0:
                self._say(f"{start:,} certificates")
        move_head(self._connection, self._seq, self._prev)
        self._say("counts and words for lists")
        rollups.rebuild(self._connection)

    # brands, products, claims

    def _subjects(self) -> tuple[list[Product], list[int]]:
        names = [f"Specimen {animal} {trade}" for animal in _ANIMALS for trade in _TRADES]
        brands = [Brand(key=fold(name).replace(" ", "-"), name=name, specimen=True) for name in names[:BRANDS]]
        self._plain("brand", brands, lambda b: {"key": b.key, "name": b.name, "folded": fold(b.name), "specimen": True})
        products, strengths, claims = [], [], []
        for n in range(max(10, self._certificates // PER_PRODUCT)):
            brand, form = brands[n % len(brands)], self._chosen(_FORMS)
            name = f"{brand.name} {_KINDS_OF_LEAF[n // len(brands) % 10]} {form.value.title()}"
            pack = PackFacts(serving_mass_g=Decimal("2.4")) if self._random.random() < 0.7 else PackFacts()
            key = f"{brand.key}/{_KINDS_OF_LEAF[n // len(brands) % 10].lower().replace(' ', '-')}-{form.value}"
            products.append(Product(key=key, brand=brand.key, name=name, form=form, pack=pack))
            strengths.append(self._random.randrange(_STRENGTHS))
            if self._random.random() < 0.6:
                claims.append(self._claim(products[-1], strengths[-1]))
        of = {
            p.key: {"key": p.key, "brand_key": p.brand, "name": p.name, "folded": fold(p.name), "form": p.form.value, "specimen": True}
            for p in products
        }
        self._plain("product", products, lambda p: of[p.key])
        seen = {c.key: c.seen_on.isoformat() if c.seen_on else None for c in claims}
        self._plain(
            "claim",
            claims,
            lambda c: {"key": c.key, "product_key": c.product, "analyte_key": c.analyte, "seen_on": seen[c.key]},
            action="claim",
        )
        return products, strengths

    def _claim(self, product: Product, strength: int) -> LabelClaim:
        per_serving = self._random.random() < 0.4 and product.pack.serving_mass_g
        amount = Decimal(str(round(_middle(strength) * self._random.lognormvariate(0.05, 0.1) * (2.4 if per_serving else 1), 1)))
        return LabelClaim(
            key=f"{product.key}/mitragynine/specimen",
            product=product.key,
            analyte="mitragynine",
            amount=max(amount, Decimal("0.1")),
            unit="mg" if per_serving else "mg/g",
            basis=Basis.PER_SERVING if per_serving else Basis.MASS_FRACTION,
            seen_on=date(2021, 1, 1) + timedelta(days=self._random.randrange(1500)),
            source=Source(url=f"https://specimen.example/{product.key}"),
        )

    def _plain(self, kind: str, records: list[Any], columns: Callable[[Any], dict[str, Any]], action: str = "create") -> None:
        table = fingerprint.SUBJECTS[kind]
        rows = [{**columns(record), "record": to_text(record)} for record in records]
        self._rows(table, iter(rows))
        self._journal((action, f"{kind}:{row['key']}", {"record": digest([row[c.name] for c in table.c])}) for row in rows)

    # certificates

    def _stretch(self, numbers: range, products: list[Product], strengths: list[int], laboratories: list[str]) -> None:
        lots, rows, observations, panels, results, entries = [], [], [], [], [], []
        for n in numbers:
            # a few products have hundreds of certificates, most have a handful
            at = int(len(products) * self._random.random() ** 1.6)
            body = self._body(strengths[at])
            certificate, lot = self._certificate(n, products[at], body, laboratories)
            number = n + 1
            row = {
                "number": number, "added_by": WHO, "added_at": now(), "disputed": False,
                **_record_columns(certificate), **derived.header(certificate),
            }  # fmt: skip
            row["laboratory"] = laboratories.index(certificate.draft.lab.text) + 1  # type: ignore[union-attr]
            observation = {"reader_version": "1", "draft": to_text(certificate.draft), "read_at": row["added_at"]}
            payload = {
                "file": certificate.draft.file,
                "part": certificate.draft.part,
                "record": digest([[row[name] for name in fingerprint._RECORD], [list(observation.values())], []]),
                "derived": _derived_digest(row, laboratories[row["laboratory"] - 1], body),
            }
            lots.append(lot)
            rows.append(row)
            observations.append({"certificate": number, **observation})
            panels += [{"certificate": number, "panel": panel} for panel in body.panels]
            results += [{"certificate": number, **of} for of in body.rows]
            entries.append(("publish", f"certificate:{certificate.id}", payload))
        self._plain("lot", lots, lambda lot: {"key": lot.key, "product_key": lot.product, "number": lot.number, "folded": fold(lot.number)})
        for table, new in (
            (schema.certificates, rows),
            (schema.observations, observations),
            (schema.panels, panels),
            (schema.results, results),
        ):
            self._rows(table, iter(new))
        self._journal(iter(entries))

    def _body(self, strength: int) -> Body:
        which = (strength, self._random.randrange(_BODIES_EACH))
        if which not in self._bodies:
            self._bodies[which] = _body(self._random, strength, Form.POWDER)
        return self._bodies[which]

    def _certificate(self, n: int, product: Product, body: Body, laboratories: list[str]) -> tuple[Certificate, Lot]:
        day = date(2019, 1, 1) + timedelta(days=int(2830 * self._random.random() ** 0.6))
        lot = Lot(key=f"{product.key}/l{n:06d}", product=product.key, number=f"L{day:%y%m}-{n:06d}")
        laboratory = laboratories[int(len(laboratories) * self._random.random() ** 2)]
        drafted: DraftCertificate = draft(
            file=f"specimen-{n:06d}.csv",
            specimen=True,
            lab=read_text(laboratory),
            report_id=read_text(f"SP-{day.year}-{n:06d}"),
            product_name=read_text(product.name),
            lot=read_text(lot.number or ""),
            dates=Dates(reported=ReadDate(text=day.isoformat(), value=day)),
            overall_status=self._random.choice(["pass", "pass", "pass", None, "fail"]),
        ).model_copy(update={"results": body.results})
        certificate = Certificate(
            id=f"{hashlib.sha256(str(n).encode()).hexdigest()[:12]}-1",
            source=Source(url=f"https://specimen.example/certificates/{n}", granularity="lot", grade="C second hand (invented)"),
            acquisition=Acquisition(kind=self._chosen(_KINDS)),
            draft=drafted,
            subject=Subject(brand=product.brand, product=product.key, lot=lot.key),
            state=State.PUBLISHED,
        )
        return certificate, lot

    # rows and journal

    def _chosen(self, weighted: tuple[tuple[Any, float], ...]) -> Any:
        values, weights = zip(*weighted, strict=True)
        return self._random.choices(values, weights)[0]

    def _rows(self, table: Table, rows: Iterator[dict[str, Any]]) -> None:
        kept = list(rows)
        if kept:
            self._connection.execute(insert(table), kept)

    def _journal(self, entries: Iterator[tuple[str, str, dict[str, Any]]]) -> None:
        rows = []
        for action, subject, payload in entries:
            self._seq += 1
            row = {
                "seq": self._seq, "at": now(), "actor": WHO, "action": action, "subject": subject, "payload": canonical(payload),
                "prev": self._prev,
            }  # fmt: skip
            self._prev = row["hash"] = journal._hash(row)
            rows.append(row)
        self._rows(schema.journal, iter(rows))


def _derived_digest(row: dict[str, Any], laboratory: str, body: Body) -> str:
    """As `fingerprint.derived_digest` finds it in the tables."""
    own = [row[c.name] for c in schema.certificates.c if c.name not in fingerprint._RECORD and c.name not in ("number", "laboratory")]
    return hashlib.sha256(f"[{canonical([laboratory, *own])},{body.canonical},[]]".encode()).hexdigest()


def _middle(strength: int) -> float:
    """Mitragynine of a strength in mg/g."""
    return float(4.0 * 1.16**strength)


def _body(chance: random.Random, strength: int, form: Form) -> Body:
    rows = [_amount(chance, key, "potency", "mg/g", _middle(strength) * share, 0.12, 0.05) for key, share in _ALKALOIDS]
    catalogue = load_catalogue()
    others = {
        "heavy_metals": ("ppm", 0.15, 0.6), "microbials": ("CFU/g", 900.0, 1.5), "mycotoxins": ("ppb", 1.0, 0.8),
        "residual_solvents": ("ppm", 120.0, 0.9), "pesticides": ("ppm", 0.02, 0.7),
    }  # fmt: skip
    panels = ["heavy_metals", "microbials", *chance.sample(["mycotoxins", "residual_solvents"], chance.randrange(3)), "pesticides"]
    for panel in panels:
        unit, middle, spread = others[panel]
        keys = sorted(a.key for a in catalogue if a.panel.value == panel and a.outcome.value == "amount")
        most = ROWS - len(rows) if panel == "pesticides" else 7
        rows += [_amount(chance, key, panel, unit, middle, spread, 0.45) for key in keys[:most]]
    found = tuple(rows[:ROWS])
    certificate = Certificate(
        id="body",
        source=Source(url="https://specimen.example"),
        acquisition=Acquisition(kind=AcquisitionKind.SPECIMEN),
        draft=draft(*found),
    )
    rows_, panels_ = derived.result_rows(certificate, form), derived.panels(certificate)
    columns = [c.name for c in schema.results.c if c.name != "certificate"]
    digested = canonical([[[panel] for panel in panels_], [[fingerprint._plain(row[name]) for name in columns] for row in rows_]])
    return Body(found, tuple(rows_), tuple(panels_), digested[1:-1])


def _amount(chance: random.Random, key: str, panel: str, unit: str, middle: float, spread: float, censored: float) -> Result:
    value = Decimal(f"{middle * chance.lognormvariate(0, spread):.3g}")
    text = f"<{value:f}" if chance.random() < censored else f"{value:f}"
    printed = measurement(text, unit)
    assert printed.qualifier in (Qualifier.EQ, Qualifier.LT)
    name = load_catalogue().get(key).name
    return result(name, printed, analyte_key=key, panel=panel, loq=quantity(f"{value / 4:.2g}", unit), method=f"Specimen method {panel}")
