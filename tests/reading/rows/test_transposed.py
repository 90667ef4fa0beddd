"""Tables on their side: analytes as columns, with a line of values below them."""

from __future__ import annotations

from tests.reading.pages import page_of
from tests.reading.told import printed, rows


def test_names_of_a_table_on_its_side_that_stand_a_space_apart_are_parted_over_their_values() -> None:
    found = rows(
        page_of(
            (92, {100: "Mitragynine", 180: "Speciociliatine Corynantheidine", 330: "Paynantheine"}),
            (104, {40: "mg/g", 128: "6.31", 222: "0.96", 290: "<LOQ", 360: "1.12"}),
        )
    )
    assert {name: printed(result) for name, result in found.items()} == {
        "Mitragynine": [("6.31", "mg/g")],
        "Speciociliatine": [("0.96", "mg/g")],
        "Corynantheidine": [("<LOQ", "mg/g")],
        "Paynantheine": [("1.12", "mg/g")],
    }


def test_names_of_a_table_on_its_side_that_touch_are_parted_too() -> None:
    found = rows(
        page_of(
            (92, {100: "Mitragynine", 180: "SpeciociliatineCorynantheidine", 330: "Paynantheine"}),
            (104, {40: "mg/g", 128: "6.31", 222: "0.96", 280: "<LOQ", 360: "1.12"}),
        )
    )
    assert [printed(found[name]) for name in ("Speciociliatine", "Corynantheidine")] == [[("0.96", "mg/g")], [("<LOQ", "mg/g")]]


def test_a_line_under_words_nobody_knows_is_no_second_result_of_a_table_on_its_side() -> None:
    lines = [
        (100, {150: "Lead", 220: "Arsenic", 300: "Cadmium", 380: "Mercury"}),
        (114, {40: "Result (ppb)", 150: "12", 220: "<5", 300: "7", 380: "<5"}),
        (128, {40: "Gizmo (ppb)", 150: "500", 220: "200", 300: "200", 380: "100"}),
    ]
    found = rows(page_of((80, {40: "Heavy Metals"}), *lines))
    assert printed(found["Lead"]) == [("12", "ppb")]
