"""Brands, products, lots and claims found by what they say, or made: the same name gives the same record every time."""

from __future__ import annotations

from registry.errors import RecordError
from registry.model.crossing import PackFacts
from registry.model.product import Brand, Form, LabelClaim, Lot, Product
from registry.storage.encoding import digest, to_text
from registry.storage.writer import Writer


def brand_named(writer: Writer, name: str, *, manufacturer: str | None = None, specimen: bool = False) -> Brand:
    """The brand of that name in the real or the specimen set. Raises RecordError without a name."""
    name = _name(name, "brand")
    found = writer.brand_named(name, specimen=specimen)
    return found or writer.put_brand(Brand(key=writer.free_key("brand", name), name=name, manufacturer=manufacturer, specimen=specimen))


def product_named(writer: Writer, brand: str, name: str, form: Form, pack: PackFacts) -> Product:
    """The product of that name under the brand (its key). Raises NotFound (brand), RecordError without a name."""
    name = _name(name, "product")
    maker = writer.brand(brand).key
    found = writer.product_named(maker, name)
    key = writer.free_key("product", name, within=maker)
    return found or writer.put_product(Product(key=key, brand=maker, name=name, form=form, pack=pack))


def lot_numbered(writer: Writer, product: str, number: str | None) -> Lot:
    """The lot of that number of the product (its key); None or nothing is the lot whose number nobody printed. Raises NotFound."""
    number = (number or "").strip() or None
    key = writer.free_key("lot", number or "without-number", within=writer.product(product).key)
    return writer.lot_numbered(product, number) or writer.put_lot(Lot(key=key, product=product, number=number))


def claim_kept(writer: Writer, claim: LabelClaim) -> tuple[LabelClaim, bool]:
    """The claim under a key made of what it says, and whether it is new. Raises NotFound (product)."""
    writer.product(claim.product)
    said = to_text(claim.model_copy(update={"key": "", "note": None}))
    keyed = claim.model_copy(update={"key": f"{claim.product}/{claim.analyte}/{digest(said)[:10]}"})
    if writer.has_claim(keyed.key):
        return keyed, False
    return writer.put_claim(keyed), True


def _name(text: str, what: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise RecordError(f"A {what} needs a name.", next_step="Type the name as it stands on the pack.")
    return name
