"""What a list can be narrowed by: which choices are in sight, where each leads, and how it is taken back."""

from __future__ import annotations

import html
import re

import pytest

from dashboards import address
from dashboards.components.markup import Html
from dashboards.components.narrowing import IN_SIGHT, LISTED, Facet, Narrowing
from registry.services import FacetCount


def _facet(choices: int, *chosen: str) -> Facet:
    return Facet("brand", "Brand", [FacetCount(f"b{n}", f"Specimen Brand {n}", 100 - n) for n in range(1, choices + 1)], chosen)


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What the address says, as if the page had been opened so."""
    found: dict[str, list[str]] = {}
    monkeypatch.setattr(address, "asked", lambda: found)
    monkeypatch.setattr(address, "value", lambda name, default="": found[name][0] if name in found else default)
    return found


def _narrowing(*facets: Facet) -> Narrowing:
    return Narrowing(facets, "found")


def _ways(markup: Html) -> dict[str, str]:
    """The address of each link by its text."""
    found = re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', markup)
    return {html.unescape(re.sub("<[^>]+>", "", said)): html.unescape(where) for where, said in found}


def test_a_choice_leads_to_the_first_part_of_the_narrower_list_and_keeps_the_rest_of_the_question(asked: dict[str, list[str]]) -> None:
    asked |= {"q": ["red leaf"], "sort": ["brand"], "page": ["3"]}
    ways = _ways(_narrowing(_facet(2)).choices())
    assert ways == {
        "Specimen Brand 1 99": "?q=red+leaf&sort=brand&brand=b1#found",
        "Specimen Brand 2 98": "?q=red+leaf&sort=brand&brand=b2#found",
    }


def test_a_second_choice_is_added_and_a_chosen_one_leads_back_out(asked: dict[str, list[str]]) -> None:
    asked |= {"specimens": ["1"], "brand": ["b2"]}
    narrowing = _narrowing(_facet(3, "b2"))
    ways = _ways(narrowing.choices())
    assert ways["Specimen Brand 1 99"] == "?specimens=1&brand=b2&brand=b1#found"
    assert ways["Specimen Brand 2 98"] == "?specimens=1#found"
    assert narrowing.choices().count('aria-current="true"') == 1
    assert _ways(narrowing.chosen()) == {"Brand: Specimen Brand 2": "?specimens=1#found"}


def test_all_that_is_chosen_can_be_removed_at_once(asked: dict[str, list[str]]) -> None:
    asked |= {"q": ["leaf"], "brand": ["b2", "b3"], "form": ["tablet"]}
    narrowing = _narrowing(_facet(3, "b2", "b3"), Facet("form", "Form", [FacetCount("tablet", "Tablet", 3)], ["tablet"]))
    ways = _ways(narrowing.chosen())
    assert list(ways) == ["Brand: Specimen Brand 2", "Brand: Specimen Brand 3", "Form: Tablet", "Remove all"]
    assert ways["Remove all"] == "?q=leaf#found"


@pytest.mark.parametrize(
    ("choices", "in_sight", "fold"),
    [
        (IN_SIGHT + 2, IN_SIGHT + 2, None),
        (IN_SIGHT + 3, IN_SIGHT, "3 more"),
        (LISTED, IN_SIGHT, f"{LISTED - IN_SIGHT} more"),
        (LISTED + 1, IN_SIGHT, f"The next {LISTED - IN_SIGHT}"),
    ],
)
def test_the_choices_of_most_certificates_are_in_sight_and_the_rest_is_folded(choices: int, in_sight: int, fold: str | None) -> None:
    ways = list(_ways(_narrowing(_facet(choices)).choices()))
    assert ways[in_sight:] == ([fold] if fold else [])
    assert len([way for way in ways if way.startswith("Specimen Brand")]) == in_sight


@pytest.mark.parametrize("chosen", [f"b{LISTED}", f"b{LISTED + 5}"])
def test_what_is_chosen_is_in_sight_however_rare_it_is(chosen: str) -> None:
    markup = _narrowing(_facet(LISTED + 9, chosen)).choices()
    (marked,) = re.findall(r'id="brand:(\w+)" aria-current="true"', markup)
    assert marked == chosen


def test_what_no_certificate_has_can_still_be_removed() -> None:
    narrowing = _narrowing(_facet(0, "nobody"))
    assert _ways(narrowing.choices()) == {"nobody 0": "?#found"}
    assert list(_ways(narrowing.chosen())) == ["Brand: nobody"]


def test_a_list_that_nothing_narrows_says_nothing_of_it() -> None:
    narrowing = _narrowing(_facet(0))
    assert (narrowing.choices(), narrowing.chosen()) == ("", "")


def test_whoever_needs_a_choice_beyond_those_listed_is_told_to_search(asked: dict[str, list[str]]) -> None:
    asked |= {"more-brand": ["1"]}
    assert "found by the search" in _narrowing(_facet(LISTED + 1)).choices()
    assert "found by the search" not in _narrowing(_facet(LISTED)).choices()
