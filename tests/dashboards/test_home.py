"""What the search offers while one types: brands, products, laboratories and lots by their own names."""

from __future__ import annotations

from dashboards.screens.home import suggestions
from registry.model.certificate import AcquisitionKind, State
from registry.model.product import Form
from registry.services import SearchRow

NAMES = (("owl", "Owl Teas", "owl/red", "Red Leaf"), ("fox", "Fox", "fox/green", "Fox Green"))
NAMED = dict.fromkeys(("brand_key", "brand", "product_key", "product", "laboratory", "grade", "report_id"), "")
ROW = SearchRow(
    certificate_id="a", state=State.PUBLISHED, specimen=False, acquisition=AcquisitionKind.RESEARCH, form=Form.POWDER, reported=None,
    overall_status=None, panels=(), results=1, has_file=False, disputed=False, lot="RL-7", **NAMED,
)  # fmt: skip


def test_a_product_that_nobody_tested_is_found_by_its_name() -> None:
    said = suggestions(NAMES, (), (), "red", specimen=False)
    assert "Red Leaf (Owl Teas)" in said
    assert "product?key=owl%2Fred" in said
    assert "Brands" not in said


def test_every_word_has_to_fit_the_brand_or_the_product() -> None:
    assert "Red Leaf" in suggestions(NAMES, (), (), "owl red", specimen=False)
    assert suggestions(NAMES, (), (), "owl green", specimen=False) == ""


def test_laboratories_and_lots_are_offered_where_their_own_name_fits() -> None:
    said = suggestions(NAMES, ("RL Works", "Another"), (ROW,), "rl", specimen=True)
    assert "RL Works" in said
    assert "Another" not in said
    assert "lot?number=RL-7&amp;specimens=1" in said


def test_many_products_are_counted_and_not_all_listed() -> None:
    many = tuple(("owl", "Owl Teas", f"owl/{n}", f"Leaf {n}") for n in range(20))
    assert "and 12 more" in suggestions(many, (), (), "leaf", specimen=False)


def test_a_lot_typed_otherwise_than_it_is_printed_is_offered() -> None:
    assert "lot?number=RL-7" in suggestions((), (), (), "rl7", specimen=False, alike=("RL-7",))
