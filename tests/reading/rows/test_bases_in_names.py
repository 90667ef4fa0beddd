"""A total as it is and by the dried sample, told apart by their names alone."""

from __future__ import annotations

import pytest

from registry.model.certificate import Result
from tests.reading.pages import grid, page_of
from tests.reading.told import bound, printed, rows

COLUMNS = (40.0, 220.0, 290.0, 360.0)
HEADINGS = ("Analyte", "Result (%)", "Limit (%)", "Status")
DRY = [
    "Total THC, dry weight",
    "Total THC (dry weight)",
    "Total THC (dry weight basis)",
    "Total THC - Dry Weight",
    "Total THC dry basis",
]


def dried(found: dict[str, Result]) -> list[bool]:
    return [m.dry_weight for row in found.values() for m in row.measurements]


@pytest.mark.parametrize("dry", DRY)
@pytest.mark.parametrize("first", [True, False], ids=["judged as it is", "judged dried"])
def test_each_total_keeps_its_value_and_only_the_judged_one_its_limit_and_verdict(dry: str, first: bool) -> None:
    judged, other = ("0.3", "Pass"), ("", "")
    totals = [("Total THC", "0.27", *(judged if first else other)), (dry, "0.29", *(other if first else judged))]
    found = rows(page_of((86, {40: "Cannabinoids"}), *grid(100, COLUMNS, HEADINGS, ("CBD", "1.10", "", ""), *totals)))
    assert {name: printed(row) for name, row in found.items()} == {
        "CBD": [("1.10", "%")],
        "Total THC": [("0.27", "%")],
        dry: [("0.29", "%")],
    }
    assert dried(found) == [False, False, True]
    limits = [(bound(row, "limit"), row.status) for row in found.values()]
    assert limits == [(None, None), *([(("0.3", "%"), "pass"), (None, None)] if first else [(None, None), (("0.3", "%"), "pass")])]


@pytest.mark.parametrize("dry", DRY)
@pytest.mark.parametrize("how", ["label and figure", "one cell", "cards"])
def test_outside_tables_the_dried_total_is_a_row_of_its_own(dry: str, how: str) -> None:
    title = (86.0, {40.0: "Cannabinoids"})
    lines = {
        "label and figure": [(100.0, {40.0: "Total THC", 220.0: "0.27 %"}), (112.0, {40.0: dry, 220.0: "0.29 %"})],
        "one cell": [(100.0, {40.0: "Total THC: 0.27 %"}), (112.0, {40.0: f"{dry}: 0.29 %"})],
        "cards": [(100.0, {40.0: "Total THC", 220.0: dry}), (112.0, {40.0: "0.27 %", 220.0: "0.29 %"})],
    }[how]
    found = rows(page_of(title, *lines))
    assert {name: printed(row) for name, row in found.items()} == {"Total THC": [("0.27 %", "%")], dry: [("0.29 %", "%")]}
    assert dried(found) == [False, True]


def test_outside_tables_a_second_amount_in_the_unit_of_the_first_is_no_result_of_it() -> None:
    found = rows(page_of((86, {40: "Cannabinoids"}), (100, {40: "Total THC, dry weight", 220: "0.32 %", 280: "0.3 %", 340: "Fail"})))
    assert (printed(found["Total THC, dry weight"]), found["Total THC, dry weight"].status) == ([("0.32 %", "%")], "fail")
