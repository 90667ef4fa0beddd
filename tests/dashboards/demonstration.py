"""A small registry for the pages to show: invented certificates read by the real reader, published, and one draft left waiting."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from registry.model.certificate import Acquisition, AcquisitionKind, Subject
from registry.model.crossing import PackFacts
from registry.model.evidence import Source
from registry.model.product import Form
from registry.model.units import Basis
from registry.services import LOCAL_REVIEWER, Registry

POWDER, GUMMY, DRAFT = "s01_summary_boxes.pdf", "s10_one_cell_limits.pdf", "s09_tablet_claim.pdf"


@dataclass(frozen=True)
class Published:
    """One specimen with what it is about; the claim is milligrams of mitragynine per serving."""

    file: str
    brand: str
    product: str
    form: Form
    lot: str
    pack: PackFacts
    claim: str


PUBLISHED = (
    Published(
        POWDER, "Specimen Heron Botanicals", "Specimen Heron Green Vein Powder", Form.POWDER, "HG-2601",
        PackFacts(serving_mass_g=Decimal(2)), "30",
    ),
    Published(
        GUMMY, "Specimen Lantern Company", "Specimen Lantern Gummies 25 mg", Form.GUMMY, "LG-32",
        PackFacts(units_per_serving=Decimal(1)), "25",
    ),
)  # fmt: skip


def fill(registry: Registry, specimens: Path) -> None:
    """Publishes a powder and a gummy with a label claim each, and leaves a tablet as a draft."""
    who = LOCAL_REVIEWER
    for one in PUBLISHED:
        added = registry.add((specimens / one.file).read_bytes(), one.file, who, specimen=True)
        brand = registry.create_brand(one.brand, who, specimen=True)
        product = registry.create_product(brand.key, one.product, who, form=one.form, pack=one.pack)
        lot = registry.create_lot(product.key, one.lot, who)
        source = Source(url=f"https://specimen.example/{product.key}")
        registry.add_claim(product.key, "mitragynine", source, who, amount=Decimal(one.claim), unit="mg", basis=Basis.PER_SERVING)
        subject = Subject(brand=brand.key, product=product.key, lot=lot.key)
        registry.publish(added.certificate_ids[0], subject, Acquisition(kind=AcquisitionKind.SPECIMEN), who)
    registry.add((specimens / DRAFT).read_bytes(), DRAFT, "a visitor", specimen=True)
