"""Brands, products, lots and what labels claim. Only a reviewer makes or changes them: figures rest on them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from registry.errors import RecordError
from registry.model.crossing import PackFacts
from registry.model.evidence import Source
from registry.model.product import Brand, ClaimState, Form, LabelClaim, Lot, Product
from registry.model.units import Basis
from registry.services.answers import ImportedClaims, RowError
from registry.services.claims_file import ClaimRow, check_claim, claim_rows
from registry.services.opening import Opening
from registry.storage.filters import Filters
from registry.storage.naming import brand_named, claim_kept, lot_numbered, product_named
from registry.storage.writer import Writer


class Subjects(Opening):
    def brands(self, *, specimen: bool = False) -> tuple[Brand, ...]:
        """All brands of the real (or the specimen) set, by name."""
        with self._store.read() as reader:
            return reader.brands(specimen=specimen)

    def brand(self, key: str) -> Brand:
        """Raises NotFound."""
        with self._store.read() as reader:
            return reader.brand(key)

    def products(self, brand: str | None = None, *, specimen: bool = False) -> tuple[Product, ...]:
        """The products of a brand (its key), or all, by name."""
        with self._store.read() as reader:
            return reader.products(brand, specimen=specimen)

    def count_tested_products(self, *, specimen: bool = False) -> int:
        """How many products have a published certificate or result."""
        with self._store.read() as reader:
            return reader.count_tested_products(Filters(specimen=specimen))

    def product(self, key: str) -> Product:
        """Raises NotFound."""
        with self._store.read() as reader:
            return reader.product(key)

    def lots(self, product: str) -> tuple[Lot, ...]:
        """The lots of a product (its key), by number; the lot without a number comes last."""
        with self._store.read() as reader:
            return reader.lots(product)

    def lots_alike(self, number: str, *, specimen: bool = False) -> tuple[Lot, ...]:
        """The lots that somebody may mean who types `number`: the same but for case, spaces, signs, and O for 0 or I and L for 1."""
        with self._store.read() as reader:
            return reader.lots_alike(number, specimen=specimen)

    def lot(self, key: str) -> Lot:
        """Raises NotFound."""
        with self._store.read() as reader:
            return reader.lot(key)

    def create_brand(self, name: str, who: str, *, manufacturer: str | None = None, specimen: bool = False) -> Brand:
        """The brand of that name: made, or the one that is there already (same but for case and spaces).

        Raises NotPermitted, RecordError (no name).
        """
        self._require_reviewer(who)
        with self._store.write(who) as writer:
            return brand_named(writer, name, manufacturer=manufacturer, specimen=specimen)

    def create_product(self, brand: str, name: str, who: str, *, form: Form = Form.UNKNOWN, pack: PackFacts | None = None) -> Product:
        """The brand's product of that name: made, or the one that is there already.

        Raises NotPermitted, NotFound (brand), RecordError (no name).
        """
        self._require_reviewer(who)
        with self._store.write(who) as writer:
            return product_named(writer, brand, name, form, pack or PackFacts())

    def state_pack(self, product: str, pack: PackFacts, who: str) -> Product:
        """Writes what the label states about masses, volumes and counts; facts given replace, facts left None stay."""
        self._require_reviewer(who)
        with self._store.write(who) as writer:
            known = writer.product(product)
            stated = PackFacts(**{**known.pack.model_dump(exclude_none=True), **pack.model_dump(exclude_none=True)})
            return writer.change_product(known.model_copy(update={"pack": stated}))

    def create_lot(self, product: str, number: str | None, who: str) -> Lot:
        """The product's lot of that number: made, or the one that is there already."""
        self._require_reviewer(who)
        with self._store.write(who) as writer:
            return lot_numbered(writer, product, number)

    def add_claim(
        self,
        product: str,
        analyte: str,
        source: Source,
        who: str,
        *,
        state: ClaimState = ClaimState.CLAIMED,
        amount: Decimal | None = None,
        unit: str | None = None,
        basis: Basis = Basis.UNKNOWN,
        serving_text: str | None = None,
        seen_on: date | None = None,
        note: str | None = None,
    ) -> LabelClaim:
        """Keeps one label claim; an identical one is kept once. Earlier claims of the product stay visible.

        Raises NotPermitted, NotFound (product), RecordError (a claim without an amount, an amount not above zero, an
        unknown unit, a basis that contradicts the unit).
        """
        self._require_reviewer(who)
        if amount is not None and not amount.is_finite():
            raise RecordError("A claim needs an amount above zero.", next_step="Enter the amount on the label.")
        claim = LabelClaim(
            key="", product=product, analyte=analyte, state=state, amount=amount, unit=unit, basis=basis,
            serving_text=serving_text, seen_on=seen_on, source=source, note=note,
        )  # fmt: skip
        with self._store.write(who) as writer:
            return claim_kept(writer, check_claim(claim))[0]

    def claims(self, product: str | None = None, *, specimen: bool = False) -> tuple[LabelClaim, ...]:
        """All claims of a product (its key), or all of the set, oldest first (undated ones before all)."""
        with self._store.read() as reader:
            return reader.claims(product, specimen=specimen)

    def import_claims(self, text: str, who: str, *, specimen: bool = False) -> ImportedClaims:
        """Label claims from CSV text; brands and products are made as needed. A bad row is left out and reported, the rest go on.

        Columns: brand, product, form, analyte, amount, unit, basis, serving_text, seen_on, source_url, note (brand,
        product, analyte and source_url must be there; an empty amount is "no claim"). Raises NotPermitted, or RecordError
        where the header lacks a column or the text is no CSV.
        """
        self._require_reviewer(who)
        with self._store.write(who) as writer:
            rows = list(claim_rows(text))
            new = [_keep_row(writer, row, specimen=specimen) for row in rows if isinstance(row, ClaimRow)]
        return ImportedClaims(new.count(True), new.count(False), tuple(row for row in rows if isinstance(row, RowError)))


def _keep_row(writer: Writer, row: ClaimRow, *, specimen: bool) -> bool:
    """Whether the row's claim is new."""
    brand = brand_named(writer, row.brand, specimen=specimen)
    product = product_named(writer, brand.key, row.product, row.form, PackFacts())
    return claim_kept(writer, row.claim.model_copy(update={"product": product.key}))[1]
