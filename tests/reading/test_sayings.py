"""Phrases are found as whole words, and each place of a text belongs to one of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from registry.reading.sayings import Sayings, places_of

PHRASES = ("certificate of analysis", "analysis", "page 1 of", "of analysis for", "lot")
words = st.lists(st.sampled_from(["certificate", "of", "analysis", "page", "1", "for", "lot", "lots", "report"]), max_size=12)


def test_a_phrase_is_said_where_its_words_stand_whole_and_side_by_side() -> None:
    sayings = Sayings(PHRASES)
    assert set(sayings.said_in(["this", "certificate", "of", "analysis"])) == {"certificate of analysis", "analysis"}
    assert sayings.said_in(["lots", "of", "certificates"]) == []
    assert sayings.said_in([]) == []


@given(words)
def test_what_is_said_is_what_the_text_holds(text: list[str]) -> None:
    held = {phrase for phrase in PHRASES if f" {phrase} " in f" {' '.join(text)} "}
    assert set(Sayings(PHRASES).said_in(text)) == held


def test_the_longer_of_two_phrases_has_the_place_where_both_begin_and_what_begins_inside_it_has_none() -> None:
    text = "page 1 of certificate of analysis for lot analysis"
    assert places_of(("analysis", "of analysis for", "certificate of analysis", "certificate"), text) == [
        (10, "certificate of analysis"),
        (42, "analysis"),
    ]
