"""Brands beside each other, and two products head to head: intervals, places, and what the evidence does not allow to say."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from dashboards import address, head_to_head, ranks
from dashboards.components.pager import page_asked, pager
from registry.assessment.columns import LABEL_FIGURES, RESULTS
from registry.assessment.ranking import GAPS, GROUPS, RANKED, Ranking
from tests.dashboards.frames import frame, result


def _ranked(**given: object) -> dict[str, object]:
    """A brand at 98 % of its labels, known from four lots, in the first to third place."""
    known = {
        "acquisition": "research",
        "brand_key": "heron",
        "brand": "Heron",
        "products": 1,
        "lots": 4,
        "raw_mean": 0.97,
        "estimate": 0.98,
    }
    return {**known, "low": 0.9, "high": 1.06, "rank": 1, "rank_low": 1, "rank_high": 3, "note": "", **given}


ONE_LOT = {"lots": 1, "rank": pd.NA, "rank_low": pd.NA, "rank_high": pd.NA, "note": "Fewer than 2 lots: listed, not ranked."}


def _ranking(*brands: dict[str, object], **group: object) -> Ranking:
    summary = {"acquisition": "research", "brands": len(brands), "lots": 9, "mean": 0.95, "mean_low": 0.9, "mean_high": 1.0}
    spread = {"sd_between": 0.05, "sd_within": 0.03, "laboratory": "All lots come from one laboratory: they cannot be separated."}
    return Ranking(frame(RANKED, *brands), frame(GROUPS, {**summary, **spread, **group}), frame(GAPS), ())


def test_a_place_is_an_interval_and_a_brand_with_one_lot_has_none() -> None:
    many, one = ranks.rows(_ranking(_ranked(), _ranked(brand_key="owl", brand="Owl", **ONE_LOT)).brands)
    assert many.cells[-1] == "1 to 3"
    assert one.cells[-1] == "–"
    assert "Fewer than 2 lots" in str(one.cells[0])


def test_a_brand_is_drawn_with_the_interval_of_its_estimate() -> None:
    (mark,) = ranks.marks(_ranking(_ranked()).brands)
    assert (mark.low, mark.whisker) == (98.0, (pytest.approx(90.0), pytest.approx(106.0)))
    assert mark.address == "brand?key=heron"
    assert "place 1 to 3" in mark.said


def test_what_cannot_be_ranked_is_not_drawn_and_says_why() -> None:
    refused = _ranking(_ranked(estimate=math.nan, low=math.nan, high=math.nan, **ONE_LOT), mean=math.nan, note="Fewer than 3 brands.")
    assert ranks.marks(refused.brands) == ()
    assert "Fewer than 3 brands." in ranks.summary(refused, "research")


def test_an_effect_of_laboratories_that_cannot_be_told_apart_is_said() -> None:
    assert "cannot be separated" in ranks.summary(_ranking(_ranked()), "research")


def _figures(one: tuple[float, float], other: tuple[float, float]) -> pd.DataFrame:
    ends = {"green": one, "red": other}
    rows = [
        {"acquisition": "research", "product_key": key, "interval_low": low, "interval_high": high} for key, (low, high) in ends.items()
    ]
    return frame(LABEL_FIGURES, *rows)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ((0.8, 0.9), (0.95, 1.1), "lie apart; Red holds more"),
        ((0.8, 1.0), (0.95, 1.1), "overlap"),
        ((0.8, 1.0), (math.nan, math.nan), "and Red has none (too few lots)"),
    ],
)
def test_two_products_are_told_apart_only_by_intervals_that_lie_apart(
    one: tuple[float, float], other: tuple[float, float], said: str
) -> None:
    assert said in head_to_head.standing(_figures(one, other), ("green", "red"), ["Green", "Red"])


def test_an_interval_that_bounds_forbid_is_not_laid_to_few_lots() -> None:
    figures = _figures((0.8, 1.0), (math.nan, math.nan)).assign(bounds=[0, 2])
    said = head_to_head.standing(figures, ("green", "red"), ["Green", "Red"])
    assert "Red has none (some of its lots are known only as a bound)" in said


def test_a_product_without_a_figure_is_told_in_a_sentence_and_has_no_column() -> None:
    alone = _figures((0.8, 1.0), (0.9, 1.1)).iloc[:1]
    told = "".join(head_to_head.label_tables(alone, ("green", "red"), ["Green", "Red"], "90 to 110 %"))
    assert told.count('scope="col"') == 2, "an empty corner and Green"
    assert "Red: no measurement of this kind can be held against its label" in told


def test_products_of_different_laboratories_are_not_set_against_each_other_in_silence() -> None:
    one, other = frame(RESULTS, result()), frame(RESULTS, result(product_key="red", laboratory="Another"))
    assert "never tested by one laboratory" in head_to_head.told_apart([one, other], ["Green", "Red"])
    assert head_to_head.told_apart([one, one], ["Green", "Green"]) == ""


def test_ranges_stand_only_for_what_was_measured_in_both_on_one_basis() -> None:
    one = frame(RESULTS, result(), result(row=1, analyte_key="7oh", low=0.1, high=0.1))
    other = frame(RESULTS, result(product_key="red", text="10.0", low=10.0, high=10.0), result(row=1, basis="per_serving"))
    (row,) = head_to_head.ranges([one, other])
    assert row.cells == ("Mitragynine", "14.82 mg/g (1 result)", "10.0 mg/g (1 result)")


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ([(1.8, 1.8), (2.11, 2.11), (0.0, 0.5)], "1.8 – 2.11 mg/g (2 results), and below 0.5 mg/g (1 result)"),
        ([(0.0, 0.5), (0.0, 0.9)], "below 0.9 mg/g (2 results)"),
        ([(5.0, math.inf)], "above 5 mg/g (1 result)"),
        ([(1.8, 1.8), (0.0, math.inf)], "1.8 mg/g (1 result), and below a limit not printed (1 result)"),
    ],
)
def test_what_was_not_found_never_turns_the_highest_result_into_a_bound(bounds: list[tuple[float, float]], said: str) -> None:
    rows = [result(certificate_id=f"a{n}", text=f"{low or high:g}", low=low, high=high) for n, (low, high) in enumerate(bounds)]
    (row,) = head_to_head.ranges([frame(RESULTS, *rows), frame(RESULTS, result(product_key="red"))])
    assert row.cells[1] == said


def test_both_of_a_pair_stand_in_one_unit() -> None:
    metal = {"panel": "heavy_metals", "analyte_key": "lead"}
    one = frame(RESULTS, result(**metal, text="0.011", low=1.1e-5, high=1.1e-5))
    other = frame(RESULTS, result(**metal, product_key="red", text="4.5", low=4.5e-6, high=4.5e-6))
    (row,) = head_to_head.ranges([one, other])
    assert row.cells[1:] == ("0.011 mg/kg (1 result)", "0.0045 mg/kg (1 result)")


def test_a_pair_is_told_what_tests_of_presence_found_and_in_which_portion() -> None:
    tested = {"panel": "microbials", "analyte_key": "salmonella", "basis": "presence", "low": math.nan, "high": math.nan}
    clean = [result(**tested, certificate_id=f"a{n}", qualifier="absent", test_portion="25 g") for n in range(2)]
    (row,) = head_to_head.ranges([frame(RESULTS, *clean), frame(RESULTS, result(**tested, product_key="red", qualifier="present"))])
    assert row.cells[1:] == ("not detected in 25 g (2 results)", "detected (1 result)")


@pytest.mark.parametrize(("written", "page"), [("", 1), ("2", 2), ("99", 3), ("0", 1), ("-1", 1), ("½", 1), ("9" * 400, 1)])
def test_a_page_that_an_address_names_is_one_that_exists(written: str, page: int) -> None:
    assert page_asked(written, 60, 25) == page


def test_a_pager_says_the_total_and_keeps_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "asked", lambda: {"analyte": ["7oh"], "brand": ["a", "b"], "page": ["2"], "part": ["4"]})
    said = pager(60, 2, 25, "results")
    assert "26 to 50 of 60 results" in said
    assert 'href="?analyte=7oh&amp;brand=a&amp;brand=b&amp;page=3&amp;part=4"' in said
    assert 'href="?analyte=7oh&amp;brand=a&amp;brand=b&amp;part=4"' in said
    assert 'href="?analyte=7oh&amp;brand=a&amp;brand=b&amp;page=3#rows"' in pager(60, 2, 25, "results", anchor="rows", begins=["part"])
    assert pager(3, 1, 25, "results") == '<p class="kr kr-soft kr-small">3 results</p>'
