"""Rows that say the same again: in a summary, in a box, in other units."""

from __future__ import annotations

import pytest

from registry.model.certificate import Result
from registry.reading.document import Page
from registry.reading.rows.results import read_results
from tests.reading.pages import document_of, grid, page_of


def rows(*pages: Page) -> list[tuple[str, list[tuple[str, str | None]]]]:
    return [(r.analyte, [(m.text, m.unit) for m in r.measurements]) for r in results(*pages)]


def results(*pages: Page) -> list[Result]:
    return list(read_results(document_of(*pages))[0])


BY_VOLUME = (
    (60.0, {40.0: "Alkaloids by LC-MS/MS (volume basis; LOD 0.0003 mg/mL for each)"}),
    *grid(
        80,
        (40, 240, 340),
        ("Analyte", "Result (mg/mL)", "LOQ (mg/mL)"),
        ("Mitragynine", "1.312", "0.0010"),
        ("Corynoxine B", "ND", "0.0010"),
    ),
)


def test_the_same_alkaloids_by_weight_are_further_values_of_their_rows() -> None:
    again = grid(160, (40, 240), ("Analyte", "Result (% w/w)"), ("Mitragynine", "0.129"), ("Corynoxine B", "ND"))
    page = page_of(*BY_VOLUME, (146, {40: "The same results by weight (density 1.017 g/mL)"}), *again)
    assert rows(page) == [
        ("Mitragynine", [("1.312", "mg/mL"), ("0.129", "% w/w")]),
        ("Corynoxine B", [("ND", "mg/mL"), ("ND", "% w/w")]),
    ]
    (first, _) = results(page)
    assert first.lod is not None
    assert (str(first.lod.value), first.lod.unit) == ("0.0003", "mg/mL")


def test_a_second_table_with_limits_of_its_own_keeps_its_rows() -> None:
    again = grid(160, (40, 240, 340), ("Analyte", "Result (% w/w)", "LOQ (% w/w)"), ("Mitragynine", "0.129", "0.001"))
    assert [name for name, _ in rows(page_of(*BY_VOLUME, *again))] == ["Mitragynine", "Corynoxine B", "Mitragynine"]


@pytest.mark.parametrize("label", ["7-OH per {}", "7-Hydroxymitragynine per {}"])
@pytest.mark.parametrize("portion", ["tablet", "chew", "shot", "softgel"])
def test_a_box_that_counts_per_tablet_repeats_the_tables_row(label: str, portion: str) -> None:
    page = page_of(
        (60, {40: "19.4 mg"}),
        (72, {40: label.format(portion)}),
        *grid(120, (40, 240, 340), ("Analyte", f"Result (mg/{portion})", "Result (mg/g)"), ("7-Hydroxymitragynine", "19.36", "38.41")),
    )
    assert [name for name, _ in rows(page)] == ["7-Hydroxymitragynine"]


def test_a_sum_of_two_names_in_a_box_is_named_by_them_and_not_by_the_title_below() -> None:
    page = page_of(
        (60, {240: "20.23 mg/tablet"}),
        (72, {236: "Total 7-OH + Mitragynine"}),
        (90, {40: "Alkaloids by UHPLC-MS/MS (PAS-301)"}),
        *grid(110, (40, 240), ("Analyte", "Result (mg/tablet)"), ("7-Hydroxymitragynine", "19.36"), ("Mitragynine", "0.87")),
    )
    assert rows(page)[-1] == ("Total 7-OH + Mitragynine", [("20.23 mg/tablet", "mg/tablet")])
