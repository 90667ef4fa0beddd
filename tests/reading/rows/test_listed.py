"""Lists without a heading that titles part after every few lines: which of their lines are results, and of which panel."""

from __future__ import annotations

import pytest

from registry.reading.document import Page
from tests.reading.pages import SIZE, page_of, words_at
from tests.reading.told import printed, rows


def listed(*entries: tuple[str, ...], right: float = 380.0, left: float = 66.0) -> Page:
    """Titles at 54, names at `left`, values set to end at `right`: an entry of one text is a title."""
    words = []
    for n, entry in enumerate(entries):
        y = 80.0 + 14 * n
        if len(entry) == 1:
            words += words_at(54, y, entry[0], size=9)
            continue
        name, value = entry
        words += words_at(left, y, name) + words_at(right - words_at(0, y, value)[-1].x1, y, value)
    plain = page_of()
    return Page(1, plain.width, plain.height, tuple(words))


KNOWN = (("Water content by oven",), ("Moisture", "5.31 %"), ("Ashing",), ("Ash", "4.96 %"), ("Dumas",), ("Protein", "77.84 %"))


def test_a_line_for_each_test_is_a_result_where_it_stands_in_line_with_others() -> None:
    found = rows(listed(*KNOWN, ("Soxhlet",), ("Total Fat", "7.12 %")))
    assert {name: (printed(row), row.panel.value) for name, row in found.items()} == {
        "Moisture": ([("5.31 %", "%")], "moisture"),
        "Ash": ([("4.96 %", "%")], "other"),
        "Protein": ([("77.84 %", "%")], "other"),
        "Total Fat": ([("7.12 %", "%")], "other"),
    }


def test_so_is_one_whose_name_nobody_knows_and_of_no_other_titles_panel() -> None:
    found = rows(listed(*KNOWN, ("Metals",), ("Lead", "0.02 mg/kg"), ("Folin",), ("Zorpenols as quorb acid", "4.2 mg/g")))
    assert (printed(found["Zorpenols as quorb acid"]), found["Zorpenols as quorb acid"].panel.value) == ([("4.2 mg/g", "mg/g")], "other")


@pytest.mark.parametrize("entry", [("Net weight", "250 g"), ("Serving Size", "30 g"), ("Lot Number", "118 %")])
def test_what_a_head_says_of_the_pack_is_none(entry: tuple[str, str]) -> None:
    assert entry[0] not in rows(listed(entry, *KNOWN))


def test_a_line_that_stands_elsewhere_is_none() -> None:
    page = listed(*KNOWN)
    apart = words_at(300, 60, "Zorpenols") + words_at(420, 60, "4.2 mg/g")
    assert "Zorpenols" not in rows(Page(1, page.width, page.height, (*apart, *page.words)))


def test_two_names_with_a_figure_each_are_two_results() -> None:
    found = rows(page_of((80, {40: "Total Aflatoxins", 300: "<4.0 ppb"}), (80 + 1.2 * SIZE, {40: "Ochratoxin A", 300: "1.3 ppb"})))
    assert {name: printed(row) for name, row in found.items()} == {
        "Total Aflatoxins": [("<4.0 ppb", "ppb")],
        "Ochratoxin A": [("1.3 ppb", "ppb")],
    }
