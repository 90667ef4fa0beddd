"""Ranks by interval: coverage by a small seeded simulation, the minimum, kinds apart, the laboratory effect."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from registry.assessment.pooling import Level, Within, hartung_knapp, pool
from registry.assessment.ranking import GAPS, GROUPS, RANKED, rank_brands
from tests.assessment.frames import results
from tests.benchmarks.coverage import Cell, coverage


def brand_lots(brand: str, *amounts: float, **more: Any) -> list[dict[str, Any]]:
    named = {"brand_key": brand, "brand": brand.title(), "product_key": f"{brand}-1"}
    lots = [{"lot": f"{brand}-{n}", "certificate_id": f"{brand}-{n}-{more}", "amount": amount} for n, amount in enumerate(amounts)]
    return [named | lot | more for lot in lots]


THREE = [*brand_lots("good", 99, 100, 101), *brand_lots("middling", 89, 90, 91), *brand_lots("poor", 59, 60, 61)]


@pytest.mark.parametrize("brands", [5, 10])
@pytest.mark.parametrize(("lots", "ratio"), [(1, 0.3), (1, 3.0), (3, 1.0), (8, 0.3)])
def test_intervals_cover_what_they_promise(brands: int, lots: int, ratio: float) -> None:
    """600 runs a cell; the full table is `python -m tests.benchmarks assessment --coverage`."""
    found = coverage(Cell(brands, lots, ratio), runs=600, draws=400, seed=11)
    assert 0.90 <= found.mean <= 0.985
    assert 0.90 <= found.estimates <= 0.99
    assert found.ranks >= 0.95


def test_hartung_knapp_of_equal_variances_is_the_plain_t_interval() -> None:
    # 1, 2, 3, 4: mean 2.5, s/sqrt(4) = 0.6455, t(0.975, 3) = 3.1824
    mean, low, high = hartung_knapp(np.array([[1.0, 2, 3, 4]]), np.full((1, 4), 0.7))
    assert mean[0] == pytest.approx(2.5)
    assert [high[0] - mean[0], mean[0] - low[0]] == pytest.approx([3.1824 * 0.645497] * 2, rel=1e-4)


def test_known_spreads_shrink_by_the_textbook_factor() -> None:
    # Brands far apart beside a small within spread: hardly drawn in; and the reverse
    random = np.random.default_rng(1)
    far = Level(np.array([[0.0, 10, 20, 30, 40]]), np.full(5, 0.01), np.zeros(1), 0, 0.0)
    near = Level(np.array([[0.0, 0.1, 0.2, 0.3, 0.4]]), np.full(5, 1.0), np.zeros(1), 0, 0.0)
    known = Within(np.ones(1), math.inf)
    assert pool([far], known, random).estimates()[0][0, 0] == pytest.approx(0.0, abs=0.1)
    spread = np.ptp(pool([near], known, random).estimates()[0][0])
    assert spread < 0.2


def test_clearly_different_brands_are_ranked_apart() -> None:
    table = rank_brands(results(*THREE)).brands
    assert table["brand_key"].tolist() == ["good", "middling", "poor"]
    assert table["rank_low"].tolist() == table["rank_high"].tolist() == [1, 2, 3]
    assert table["first"].tolist()[0] == pytest.approx(1.0, abs=0.01)


def test_best_can_be_the_smallest_or_the_nearest_to_a_target() -> None:
    assert rank_brands(results(*THREE), better="low").brands["brand_key"].iloc[0] == "poor"
    assert rank_brands(results(*THREE), better="near", target=88).brands["brand_key"].iloc[0] == "middling"


def test_the_frames_have_the_columns_that_are_drawn() -> None:
    for rows in (results(*THREE), results()):
        ranking = rank_brands(rows)
        for frame, columns in ((ranking.brands, RANKED), (ranking.groups, GROUPS), (ranking.gaps, GAPS)):
            assert {name: str(kind) for name, kind in frame.dtypes.items()} == columns


def test_a_brand_with_one_lot_is_listed_last_and_never_ranked() -> None:
    table = rank_brands(results(*THREE, *brand_lots("star", 200))).brands
    assert table["brand_key"].iloc[-1] == "star"
    assert table["rank"].isna().tolist() == [False, False, False, True]
    assert "not ranked" in table["note"].iloc[-1]


def test_two_brands_are_nothing_to_rank() -> None:
    ranking = rank_brands(results(*THREE[:6]))
    assert ranking.brands["rank"].isna().all()
    assert "Fewer than 3 brands" in ranking.groups["note"].iloc[0]


def test_one_lot_a_brand_needs_a_stated_spread() -> None:
    rows = results(*(row for n, row in enumerate(THREE) if n % 3 == 0))
    assert "cannot be told apart" in rank_brands(rows).groups["note"].iloc[0]
    stated = rank_brands(rows, within_sd=2.0)
    assert stated.groups["sd_within"].iloc[0] == 2.0
    assert stated.brands["estimate"].notna().all()
    assert stated.brands["rank"].isna().all()  # still one lot each


def test_kinds_of_acquisition_are_ranked_apart_and_their_gap_has_an_interval() -> None:
    vendor = [
        {**row, "acquisition": "vendor-supplied", "amount": row["amount"] + 10, "certificate_id": f"v{n}"} for n, row in enumerate(THREE)
    ]
    ranking = rank_brands(results(*THREE, *vendor))
    assert ranking.groups["acquisition"].tolist() == ["retail-bought", "vendor-supplied"]
    gap = ranking.gaps.iloc[0]
    assert (gap["brands"], gap["difference"]) == (3, pytest.approx(-10))
    assert gap["low"] == gap["high"] == pytest.approx(-10)


def test_specimens_are_ranked_apart_from_real_data() -> None:
    specimens = [{**row, "specimen": True, "certificate_id": f"s{n}"} for n, row in enumerate(THREE)]
    ranking = rank_brands(results(*THREE, *specimens))
    assert len(ranking.groups) == 2
    assert ranking.gaps.empty


def test_aggregates_and_unbranded_rows_do_not_enter() -> None:
    rows = [*THREE, *brand_lots("survey", 10, 20, granularity="aggregate"), *brand_lots("", 10, 20)]
    assert rank_brands(results(*rows)).brands["brand_key"].tolist() == ["good", "middling", "poor"]


def test_results_whose_source_is_lost_do_not_enter() -> None:
    lost = [{**row, "source_found": False, "certificate_id": f"x{n}"} for n, row in enumerate(brand_lots("best", 99, 99.5))]
    assert rank_brands(results(*THREE, *lost)).brands["brand_key"].tolist() == ["good", "middling", "poor"]


def test_too_many_bounds_refuse_a_ranking() -> None:
    bounds = [
        {**row, "amount": None, "low": 0.0, "high": 1.0, "qualifier": "lt", "certificate_id": f"b{n}", "lot": f"b{n}"}
        for n, row in enumerate(THREE)
    ]
    assert "only as a bound" in rank_brands(results(*THREE, *bounds)).groups["note"].iloc[0]


class TestLaboratories:
    def test_one_laboratory_a_brand_cannot_be_separated(self) -> None:
        rows = [{**row, "laboratory": row["brand_key"]} for row in THREE]
        assert "cannot be separated" in rank_brands(results(*rows)).groups["laboratory"].iloc[0]

    def test_a_connected_design_takes_the_laboratory_out(self) -> None:
        # Every lot at both laboratories; the second reads 5 high. Unequal numbers would bend the raw means.
        rows = [{**row, "laboratory": "A"} for row in THREE]
        rows += [
            {**row, "laboratory": "B", "amount": row["amount"] + 5, "certificate_id": f"B{n}"} for n, row in enumerate(THREE) if n != 0
        ]
        ranking = rank_brands(results(*rows))
        assert "2 laboratories is taken out" in ranking.groups["laboratory"].iloc[0]
        assert ranking.brands["lots"].tolist() == [3, 3, 3]
        middling = ranking.brands.set_index("brand_key").loc["middling", "raw_mean"]
        assert middling == pytest.approx(92.5)

    def test_an_unnamed_laboratory_is_not_guessed(self) -> None:
        rows = [{**row, "laboratory": "A" if n % 2 else ""} for n, row in enumerate(THREE)]
        assert "not named" in rank_brands(results(*rows)).groups["laboratory"].iloc[0]


def test_products_within_a_brand_share_its_strength() -> None:
    several = [*THREE, *({**row, "product_key": f"{row['brand_key']}-2", "lot": f"{row['lot']}x", "amount": row["amount"] - 2,
                          "certificate_id": f"x{n}"} for n, row in enumerate(THREE))]  # fmt: skip
    table = rank_brands(results(*several)).brands
    assert table["products"].tolist() == [2, 2, 2]
    assert table["raw_mean"].tolist() == pytest.approx([99, 89, 59])


def test_the_same_data_give_the_same_ranking() -> None:
    first, second = (rank_brands(results(*THREE)).brands for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
