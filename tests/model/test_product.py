"""Claims have a history: which one holds on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.model.evidence import Source
from registry.model.product import ClaimState, LabelClaim, claim_in_force, plain_lot
from registry.model.units import Basis


def claim(amount: str | None, seen_on: date | None) -> LabelClaim:
    return LabelClaim(
        key=f"{amount}-{seen_on}",
        product="p",
        analyte="7oh",
        state=ClaimState.CLAIMED if amount else ClaimState.NO_CLAIM,
        amount=Decimal(amount) if amount else None,
        unit="mg" if amount else None,
        basis=Basis.PER_UNIT,
        seen_on=seen_on,
        source=Source(url="https://example.org/label"),
    )


HISTORY = (claim("45", date(2025, 2, 25)), claim("27", date(2025, 3, 1)), claim("30", date(2025, 2, 27)))


@pytest.mark.parametrize(
    ("on", "amount"),
    [
        (date(2025, 2, 24), None),
        (date(2025, 2, 25), "45"),
        (date(2025, 2, 26), "45"),
        (date(2025, 2, 27), "30"),
        (date(2025, 3, 1), "27"),
        (None, "27"),
    ],
)
def test_the_claim_in_force_is_the_latest_seen_by_that_day(on: date | None, amount: str | None) -> None:
    found = claim_in_force(HISTORY, on)
    assert (found and found.amount) == (amount and Decimal(amount))


def test_an_undated_claim_counts_as_the_earliest() -> None:
    undated = claim("10", None)
    assert claim_in_force((undated, *HISTORY), date(2025, 1, 1)) is undated
    assert claim_in_force((undated, *HISTORY), date(2025, 2, 25)) is HISTORY[0]


def test_a_label_without_an_amount_ends_an_earlier_claim() -> None:
    silent = claim(None, date(2025, 4, 1))
    found = claim_in_force((*HISTORY, silent), date(2025, 5, 1))
    assert found is silent
    assert found.state is ClaimState.NO_CLAIM


def test_nobody_has_seen_a_label() -> None:
    assert claim_in_force((), None) is None


dates = st.none() | st.dates(date(2024, 1, 1), date(2026, 12, 31))


@given(st.lists(dates, max_size=6), dates)
def test_no_later_claim_was_seen_by_that_day(seen: list[date | None], on: date | None) -> None:
    claims = tuple(claim(str(n + 1), day) for n, day in enumerate(seen))
    found = claim_in_force(claims, on)
    usable = [c for c in claims if on is None or c.seen_on is None or c.seen_on <= on]
    assert (found is None) == (not usable)
    assert found is None or all((c.seen_on or date.min) <= (found.seen_on or date.min) for c in usable)


@pytest.mark.parametrize(
    "typed", ["L08202504", "l 0820-2504", "LO82O25O4", "Lot L08202504", "LOT: L08202504", "Batch no. L08202504", "1/08202504"]
)
def test_a_lot_number_is_the_same_however_it_is_typed(typed: str) -> None:
    assert plain_lot(typed) == "108202504"


@pytest.mark.parametrize(("one", "other"), [("HG-2601", "HG-2602"), ("A1", "B1"), ("LOTUS-1", "US-1")])
def test_different_lots_stay_different(one: str, other: str) -> None:
    assert plain_lot(one) != plain_lot(other)


@pytest.mark.parametrize("nothing", ["", "  ", "-", "Lot no."])
def test_what_is_no_number_is_no_lot(nothing: str) -> None:
    assert not plain_lot(nothing)
