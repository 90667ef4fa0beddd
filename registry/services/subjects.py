"""Brands, products, lots and what labels claim."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from registry.model.evidence import Source
from registry.model.product import Brand, ClaimState, Form, LabelClaim, Lot, Product
from registry.model.units import Basis, PackFacts
from registry.services.answers import ImportedClaims
from registry.services.opening import Opening


class Subjects(Opening):
    def brands(self, *, specimen: bool = False) -> tuple[Brand, ...]:
        """All brands of the real (or the specimen) set, by name."""
        raise NotImplementedError

    def brand(self, key: str) -> Brand:
        """Raises NotFound."""
        raise NotImplementedError

    def products(self, brand: str | None = None, *, specimen: bool = False) -> tuple[Product, ...]:
        """The products of a brand (its key), or all, by name."""
        raise NotImplementedError

    def product(self, key: str) -> Product:
        """Raises NotFound."""
        raise NotImplementedError

    def lots(self, product: str) -> tuple[Lot, ...]:
        """The lots of a product (its key), by number; the lot without a number comes last."""
        raise NotImplementedError

    def lot(self, key: str) -> Lot:
        """Raises NotFound."""
        raise NotImplementedError

    def create_brand(self, name: str, who: str, *, manufacturer: str | None = None, specimen: bool = False) -> Brand:
        """The brand of that name: made, or the one that is there already (same but for case and spaces). RecordError without a name."""
        raise NotImplementedError

    def create_product(self, brand: str, name: str, who: str, *, form: Form = Form.UNKNOWN, pack: PackFacts | None = None) -> Product:
        """The brand's product of that name: made, or the one that is there already. Raises NotFound (brand), RecordError (no name)."""
        raise NotImplementedError

    def state_pack(self, product: str, pack: PackFacts, who: str) -> Product:
        """Writes what the label states about masses, volumes and counts; facts given replace, facts left None stay."""
        raise NotImplementedError

    def create_lot(self, product: str, number: str | None, who: str) -> Lot:
        """The product's lot of that number: made, or the one that is there already."""
        raise NotImplementedError

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

        Raises NotFound (product), RecordError (a claim without an amount, an amount not above zero, an unknown unit, a
        basis that contradicts the unit).
        """
        raise NotImplementedError

    def claims(self, product: str | None = None, *, specimen: bool = False) -> tuple[LabelClaim, ...]:
        """All claims of a product (its key), or all of the set, oldest first."""
        raise NotImplementedError

    def claim_history(self, product: str, analyte: str) -> tuple[LabelClaim, ...]:
        """What the label of the product said of one analyte over time, oldest first (undated ones before all)."""
        raise NotImplementedError

    def import_claims(self, text: str, who: str, *, specimen: bool = False) -> ImportedClaims:
        """Label claims from CSV text; brands and products are made as needed. A bad row is left out and reported, the rest go on.

        Columns: brand, product, form, analyte, amount, unit, basis, serving_text, seen_on, source_url, note (brand,
        product, analyte and source_url must be there; an empty amount is "no claim"). Raises RecordError where the header lacks one.
        """
        raise NotImplementedError
