"""One sample that was kept and tested again: a column of results for each time, which are no amounts of one time in several units."""

from __future__ import annotations

import pytest

from registry.reading.rows.results import read_results
from registry.reading.time_points import are_time_points
from tests.reading.pages import document_of, grid, page_of
from tests.reading.told import printed, rows

COLUMNS = (40.0, 130.0, 210.0, 280.0, 360.0, 440.0, 520.0)
TIMES = ("Initial", "3 M", "12 M")


def stability(times: tuple[str, str, str] = TIMES, verdict: str = "12 M verdict") -> list[tuple[float, dict[float, str]]]:
    return grid(
        100,
        COLUMNS,
        ("Test", "Criterion", "Unit", *times, verdict),
        ("Mitragynine", "135 - 165", "mg/capsule", "153.8", "152.9", "149.1", "Complies"),
        ("Paynantheine", "Report", "mg/capsule", "21.4", "21.3", "20.7", "-"),
        ("Lead", "NMT 0.50", "mg/kg", "0.22", "-", "0.21", "Complies"),
        ("Dissolution", "NLT 75", "%", "94", "NT", "91", "Complies"),
    )


@pytest.mark.parametrize(
    "times",
    [
        TIMES,
        ("T0", "T3", "T12"),
        ("0 months", "3 months", "12 months"),
        ("Month 0", "Month 3", "Month 12"),
        ("Anfang", "3 Mon", "1 Jahr"),
        ("Result initial", "Result 3 M", "Result 12 M"),
        ("Initial result", "3 M result", "12 M result"),
    ],
)
def test_each_time_gives_a_value_of_the_row_in_printed_order(times: tuple[str, str, str]) -> None:
    found = rows(page_of(*stability(times, "Verdict")))
    assert printed(found["Mitragynine"]) == [(text, "mg/capsule") for text in ("153.8", "152.9", "149.1")]
    assert [m.time_point for m in found["Mitragynine"].measurements] == list(times)
    assert [(m.text, m.time_point) for m in found["Lead"].measurements] == [("0.22", times[0]), ("0.21", times[2])]
    assert [m.qualifier.value for m in found["Dissolution"].measurements] == ["eq", "not_tested", "eq"]


@pytest.mark.parametrize(
    ("over", "names", "first"),
    [
        ({340.0: "Time (months)"}, True, "0"),
        ({276.0: "Months", 356.0: "Months", 436.0: "Months"}, True, "0"),
        ({390.0: "Storage, months"}, True, "Initial"),
        ({40.0: "Test", 130.0: "Criterion", 210.0: "Unit", 340.0: "Months", 520.0: "Verdict"}, False, "0"),
    ],
)
def test_numbers_have_their_unit_of_time_from_the_word_over_them(over: dict[float, str], names: bool, first: str) -> None:
    (y, heading), *body = stability((first, "3", "12"), "Verdict")
    heading = heading if names else {x: text for x, text in heading.items() if 280 <= x < 520}
    found = rows(page_of((y - 11, over), (y, heading), *body))
    assert [m.text for m in found["Mitragynine"].measurements] == ["153.8", "152.9", "149.1"]
    times = [m.time_point or "" for m in found["Mitragynine"].measurements]
    assert [time.split()[0] for time in times] == [first, "3", "12"]
    assert times[1].casefold() == "3 months"
    assert found["Lead"].status == "pass"


@pytest.mark.parametrize("over", ["Lots", "Sample", "mg/g", "Replicate"])
def test_numbers_under_other_words_are_no_times(over: str) -> None:
    (y, heading), *body = stability(("1", "3", "12"), "Verdict")
    found = rows(page_of((y - 11, {340: over}), (y, heading), *body))
    assert {m.time_point for row in found.values() for m in row.measurements} <= {None}


def test_a_verdict_on_the_last_time_is_the_rows() -> None:
    found = rows(page_of(*stability()))
    assert {name: row.status for name, row in found.items()} == {
        "Mitragynine": "pass",
        "Paynantheine": None,
        "Lead": "pass",
        "Dissolution": "pass",
    }


def test_a_finding_says_once_which_times_there_are() -> None:
    _, findings = read_results(document_of(page_of(*stability()), page_of(*stability(), number=2)))
    assert [f.details for f in findings if f.code == "several-times"] == [{"times": "Initial, 3 M, 12 M", "last": "12 M"}]
    assert "row-repeated" not in {f.code for f in findings}


@pytest.mark.parametrize(
    ("headings", "times"),
    [
        (("Initial", "3 M", "6 M"), True),
        (("3 months", "6 months"), True),
        (("Week 0", "Week 4", "Month 3", "Year 1"), True),
        (("Initial", "Day 30"), True),
        (("Počátek", "3 měsíce"), True),
        (("3 M (mg/g)", "6 M (mg/g)"), True),
        (("6 M", "3 M"), False),  # not one after the other
        (("Day 1", "Day 2", "Day 3"), False),  # the same done again
        (("3 M",), False),
        (("Initial",), False),
        (("Initial", "Final"), False),
        (("Lot 3", "Lot 4"), False),
        (("1", "2"), False),
        (("3 mg", "6 mg"), False),
    ],
)
def test_headings_are_times_where_one_is_later_than_the_other(headings: tuple[str, ...], times: bool) -> None:
    assert are_time_points(headings) is times
