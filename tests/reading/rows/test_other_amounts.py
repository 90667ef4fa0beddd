"""Columns of amounts beside the results that are none: what may be taken in each day, and limits whose words nobody can read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from registry.model.certificate import Result
from registry.reading.document import Page
from tests.reading.pages import grid, page_of
from tests.reading.told import bound, printed, rows

METALS = ("Arsenic", "Cadmium", "Lead", "Mercury")
FOUND = ("0.118", "0.031", "0.465", "<0.005")
DAILY = ("15", "5", "5", "15")


def metals(*columns: tuple[str, tuple[str, ...]]) -> Page:
    """A table of metals: headings, lines parted by "|", each over its cells."""
    places = (60.0, *(150.0 + 112 * n for n in range(len(columns))))
    heads = [head.split("|") for head, _ in (("Element", ()), *columns)]
    lines = [tuple(head[n] if n < len(head) else "" for head in heads) for n in range(max(map(len, heads)))]
    return page_of(*grid(100, places, *lines, *zip(METALS, *(cells for _, cells in columns), strict=True), pitch=10))


def told(page: Page) -> tuple[list[list[tuple[str, str | None]]], list[tuple[str, str | None] | None]]:
    found: dict[str, Result] = rows(page)
    return [printed(found[name]) for name in METALS], [bound(found[name], "limit") for name in METALS]


@pytest.mark.parametrize(
    "words",
    ["USP <232> (mcg/day)", "ICH Q3D (mcg/day)", "CA Prop 65 MADL (mcg/day)", "USP|<232>|(mcg/day)", "U5P ¢232> (mcg/day)", "mcg/day"],
)
@pytest.mark.parametrize("found", [FOUND, ("ND", "<LOQ", "0.04", "ND")])
def test_what_may_be_taken_in_each_day_is_the_limit_of_what_was_found_in_each_gram(words: str, found: tuple[str, ...]) -> None:
    values, limits = told(metals(("Result|(mcg/g)", found), (words, DAILY)))
    assert values == [[(text, "mcg/g")] for text in found]
    assert limits == [(text, "mcg/day") for text in DAILY]


def test_a_limit_of_what_each_gram_may_hold_counts_before_that_of_each_day() -> None:
    limits = ("AKA limit (mcg/g)", ("1.5", "0.5", "1.0", "0.2"))
    serving = ("Result|(mcg/serving)", ("0.28", "0.07", "1.12", "<0.01"))
    values, bounds = told(metals(("Result|(mcg/g)", FOUND), serving, limits, ("USP <232>|(mcg/day)", DAILY)))
    assert values == [[(a, "mcg/g"), (b, "mcg/serving")] for a, b in zip(FOUND, serving[1], strict=True)]
    assert bounds == [(text, "mcg/g") for text in limits[1]]


@pytest.mark.parametrize("words", ["Max daily exposure", "Permitted daily|exposure (µg/day)", "PDE (µg/day)", "Daily limit (µg)"])
@pytest.mark.parametrize("before", [True, False])
def test_what_may_be_taken_in_each_day_counts_behind_a_limit_in_the_results_own_unit_on_either_side(words: str, before: bool) -> None:
    daily, limits = (words, DAILY), ("Limit (mg/kg)", ("1.5", "0.5", "1.0", "0.2"))
    values, bounds = told(metals(("Result (mg/kg)", FOUND), *([daily, limits] if before else [limits, daily])))
    assert values == [[(text, "mg/kg")] for text in FOUND]
    assert bounds == [(text, "mg/kg") for text in limits[1]]


def test_what_may_be_taken_in_each_day_and_names_no_unit_has_not_that_of_the_results() -> None:
    _, bounds = told(metals(("Result (mg/kg)", FOUND), ("Max daily exposure", DAILY)))
    assert bounds == [(text, None) for text in DAILY]


TAKEN = ("1.18", "0.31", "4.65", "<0.05")


@pytest.mark.parametrize("words", ["Daily exposure (µg/day)", "Exposure µg/day", "At 10 g per day (µg/day)", "Intake|(µg/day)", "µg/day"])
@pytest.mark.parametrize("limit", ["PDE (µg/day)", "Limit µg/day", "Action limit|(µg/day)"])
def test_what_would_be_taken_in_each_day_is_a_result_beside_the_limit_of_each_day(words: str, limit: str) -> None:
    values, limits = told(metals(("Result (µg/g)", FOUND), (words, TAKEN), (limit, DAILY)))
    assert values == [[(a, "µg/g"), (b, "µg/day")] for a, b in zip(FOUND, TAKEN, strict=True)]
    assert limits == [(text, "µg/day") for text in DAILY]


@pytest.mark.parametrize("words", ["USP <232> (µg/day)", "Guidance (µg/day)"])
def test_what_keeps_no_ratio_is_no_result_beside_the_limit_of_each_day(words: str) -> None:
    values, limits = told(metals(("Result (µg/g)", FOUND), (words, ("10", "5", "8", "3")), ("Limit (µg/day)", DAILY)))
    assert values == [[(text, "µg/g")] for text in FOUND]
    assert all(limits)


@pytest.mark.parametrize("words", ["Daily exposure (µg/day)", "At 10 g per day (µg/day)", "µg/day"])
@pytest.mark.parametrize("limit", [None, ("Limit (µg/g)", ("1.5", "0.5", "1.0", "0.2"))])
def test_what_would_be_taken_in_each_day_is_a_result_and_no_limit_where_none_bounds_it_either(words: str, limit: tuple | None) -> None:
    values, limits = told(metals(("Result (µg/g)", FOUND), (words, TAKEN), *([limit] if limit else [])))
    assert values == [[(a, "µg/g"), (b, "µg/day")] for a, b in zip(FOUND, TAKEN, strict=True)]
    assert limits == [(text, "µg/g") if limit else None for text in (limit[1] if limit else DAILY)]


@pytest.mark.parametrize("words", ["AKA lirnit (ppm)", "Spccification (ppm)", "Grenzvvert (mg/kg)", "U5P (µg/serving)"])
def test_a_column_whose_words_nobody_can_read_is_no_result_where_it_keeps_no_ratio_to_one(words: str) -> None:
    values, _ = told(metals(("Result (mcg/g)", FOUND), (words, ("1.5", "0.5", "1.0", "0.2"))))
    assert values == [[(text, "mcg/g")] for text in FOUND]


@pytest.mark.parametrize("words", ["Ground leaf (mg/kg)", "Per cap (mcg/capsule)", "Wrds (ppb)"])
@pytest.mark.parametrize("factor", ["0.29 0.08 1.16 <0.02", "118 31 465 <5", "0.118 0.031 0.465 ND", "120 31 470 <5"])
def test_a_column_whose_words_nobody_knows_is_a_result_where_it_keeps_the_ratio(words: str, factor: str) -> None:
    other = tuple(factor.split())
    values, _ = told(metals(("Result (mcg/g)", FOUND), (words, other)))
    assert [[text for text, _ in row] for row in values] == [[a, b] for a, b in zip(FOUND, other, strict=True)]


def test_what_is_counted_for_each_day_is_the_result_where_nothing_else_is() -> None:
    values, limits = told(metals(("Result (µg/day)", ("1.18", "0.31", "4.65", "<0.05")), ("PDE (µg/day)", DAILY)))
    assert [row[0] for row in values] == [(text, "µg/day") for text in ("1.18", "0.31", "4.65", "<0.05")]
    assert limits == [(text, "µg/day") for text in DAILY]


@pytest.mark.parametrize("words", ["Daily intake at 5 g (µg)", "Daily exposure (µg/day)"])
def test_what_would_be_taken_in_each_day_is_a_result_beside_one_whose_unit_the_title_states(words: str) -> None:
    table = metals(("Result", FOUND), ("RL", ("0.01", "0.01", "0.01", "0.005")), (words, TAKEN))
    found = rows(replace(table, words=(*page_of((84, {60: "Heavy Metals, results in µg/g"})).words, *table.words)))
    assert [printed(found[name]) for name in METALS] == [[(a, "µg/g"), (b, "µg/day")] for a, b in zip(FOUND, TAKEN, strict=True)]
