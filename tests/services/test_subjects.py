"""Brands, products, lots and label claims."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.errors import NotFound, RecordError, RegistryError
from registry.model.crossing import PackFacts
from registry.model.evidence import Source
from registry.model.product import ClaimState, Form
from registry.model.units import Basis
from registry.services import Registry
from registry.services.answers import RowError
from registry.services.claims_file import ClaimRow, claim_rows
from tests.services.stand_in import REVIEWER, subject

SHOP = Source(url="https://shop.example/gold")


def test_the_same_name_is_the_same_brand_however_it_is_typed(registry_on_both: Registry) -> None:
    first = registry_on_both.create_brand("Bílý Slon", REVIEWER)
    assert registry_on_both.create_brand("  bílý  SLON", REVIEWER) == first
    assert registry_on_both.brands() == (first,)
    assert first.key == "bily-slon"


def test_a_specimen_brand_of_the_same_name_is_another_brand(registry: Registry) -> None:
    real = registry.create_brand("Heron", REVIEWER)
    invented = registry.create_brand("Heron", REVIEWER, specimen=True)
    assert (real.key, invented.key) == ("heron", "heron-2")
    assert registry.brands() == (real,)
    assert registry.brands(specimen=True) == (invented,)


def test_products_and_lots_are_made_once(registry: Registry) -> None:
    about = subject(registry)
    assert registry.create_product(about.brand, "gold powder", REVIEWER, form=Form.LIQUID).key == about.product
    assert registry.create_lot(about.product, " l-1 ", REVIEWER).key == about.lot
    unnumbered = registry.create_lot(about.product, "  ", REVIEWER)
    assert unnumbered.number is None
    assert registry.create_lot(about.product, None, REVIEWER) == unnumbered
    assert [lot.number for lot in registry.lots(about.product)] == ["L-1", None]


def test_a_name_of_other_letters_still_gets_a_key(registry: Registry) -> None:
    assert registry.create_brand("กระท่อม", REVIEWER).key == "x"
    assert registry.create_brand("大麻", REVIEWER).key == "x-2"


@pytest.mark.parametrize("name", ["", "  ", "\n"])
def test_nothing_is_made_without_a_name(registry: Registry, name: str) -> None:
    with pytest.raises(RecordError, match="needs a name"):
        registry.create_brand(name, REVIEWER)


def test_a_product_needs_its_brand_and_a_lot_its_product(registry: Registry) -> None:
    with pytest.raises(NotFound, match="brand"):
        registry.create_product("nobody", "Gold", REVIEWER)
    with pytest.raises(NotFound, match="product"):
        registry.create_lot("nothing", "1", REVIEWER)


def test_stated_pack_facts_replace_and_others_stay(registry: Registry) -> None:
    about = subject(registry)
    registry.state_pack(about.product, PackFacts(unit_mass_g=Decimal("0.5"), units_per_package=Decimal(10)), REVIEWER)
    product = registry.state_pack(about.product, PackFacts(unit_mass_g=Decimal("0.6")), REVIEWER)
    assert product.pack == PackFacts(unit_mass_g=Decimal("0.6"), units_per_package=Decimal(10))
    assert registry.product(about.product) == product


def test_claims_of_a_product_keep_their_history_and_an_identical_one_is_kept_once(registry_on_both: Registry) -> None:
    about = subject(registry_on_both)

    def claim(amount: str, seen_on: date) -> None:
        registry_on_both.add_claim(
            about.product, "7oh", SHOP, REVIEWER, amount=Decimal(amount), unit="mg", basis=Basis.PER_UNIT, seen_on=seen_on
        )

    claim("27", date(2025, 3, 1))
    claim("30", date(2025, 2, 27))
    claim("27", date(2025, 3, 1))
    history = registry_on_both.claims(about.product)
    assert [(claim.amount, claim.seen_on) for claim in history] == [(Decimal(30), date(2025, 2, 27)), (Decimal(27), date(2025, 3, 1))]
    assert registry_on_both.claims(specimen=True) == ()


def test_a_label_without_an_amount_is_a_state_of_its_own(registry: Registry) -> None:
    claim = registry.add_claim(subject(registry).product, "mitragynine", SHOP, REVIEWER, state=ClaimState.NO_CLAIM)
    assert (claim.state, claim.amount) == (ClaimState.NO_CLAIM, None)


@pytest.mark.parametrize(
    ("analyte", "amount", "unit", "basis", "reason"),
    [
        ("mitragynine", None, "mg", Basis.PER_UNIT, "above zero"),
        ("mitragynine", "0", "mg", Basis.PER_UNIT, "above zero"),
        ("mitragynine", "-3", "mg", Basis.PER_UNIT, "above zero"),
        ("mitragynine", "NaN", "mg", Basis.PER_UNIT, "above zero"),
        ("mitragynine", "25", None, Basis.PER_UNIT, "does not go with"),
        ("mitragynine", "25", "mg", Basis.MASS_FRACTION, "does not go with"),
        ("mitragynine", "25", "mg/g", Basis.PER_UNIT, "does not go with"),
        ("mitragynine", "25", "scoops", Basis.PER_UNIT, "does not go with"),
        ("kratom", "25", "mg", Basis.PER_UNIT, "no analyte"),
    ],
)
def test_a_claim_that_contradicts_itself_is_refused(
    registry: Registry, analyte: str, amount: str | None, unit: str | None, basis: Basis, reason: str
) -> None:
    about = subject(registry)
    with pytest.raises(RecordError, match=reason):
        registry.add_claim(about.product, analyte, SHOP, REVIEWER, amount=Decimal(amount) if amount else None, unit=unit, basis=basis)
    assert registry.claims() == ()


HEADER = "brand,product,form,analyte,amount,unit,basis,serving_text,seen_on,source_url,note\n"
GOOD = "Acme,Gold,tablet,7oh,30,mg,per_unit,1 tablet,2026-01-12,https://shop.example,\n"


def test_an_import_takes_the_good_rows_and_names_the_bad_ones(registry: Registry) -> None:
    text = (
        HEADER
        + GOOD
        + "Acme,Gold,tablet,7oh,NaN,mg,per_unit,,,https://shop.example,\n"
        + 'Acme,"Two\nlines",brick,7oh,30,mg,per_unit,,,https://shop.example,\n'
        + "Acme,Gold,tablet,7oh,30,mg,per_unit,,12.1.2026,https://shop.example,\n"
        + ",Gold,tablet,7oh,30,mg,per_unit,,,https://shop.example,\n"
        + "Acme,Tea,leaf,mitragynine,,,,,2026-01-12,https://shop.example,names no amount\n"
        + GOOD
    )
    imported = registry.import_claims(text, REVIEWER)
    assert (imported.added, imported.already_there) == (2, 1)
    assert [(error.line, error.reason.split(".")[0]) for error in imported.errors] == [
        (3, "'NaN' is no amount"),
        (5, "'brick' is no form"),
        (6, "'12"),
        (7, "The column brand is empty"),
    ]
    assert [product.name for product in registry.products()] == ["Gold", "Tea"]
    assert {claim.state for claim in registry.claims()} == {ClaimState.CLAIMED, ClaimState.NO_CLAIM}


def test_an_import_without_its_columns_is_refused(registry: Registry) -> None:
    with pytest.raises(RecordError, match="lacks analyte, source_url"):
        registry.import_claims("brand,product\nAcme,Gold\n", REVIEWER)


@given(st.text())
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_text_gives_rows_or_errors_of_ours(text: str) -> None:
    for whole in (text, HEADER + text):
        with suppress(RegistryError):
            assert all(isinstance(row, ClaimRow | RowError) for row in claim_rows(whole))
