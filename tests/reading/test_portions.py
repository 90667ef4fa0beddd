"""What amounts are counted for, as headings and names say it."""

from __future__ import annotations

import pytest

from registry.reading.portions import counted_per, mass_per, without_portion


@pytest.mark.parametrize(
    ("text", "portion"),
    [
        ("Per Serving", "serving"), ("Per Serving (5 g)", "serving"), ("mg per gram", "g"), ("Per Chew", "chew"), ("per gélule", "gélule"),
        ("Max daily exposure", "day"), ("Obsah por 100 g", "100 g"), ("Amount per label per bottle", "bottle"),
        ("Per Per Serving mg", "serving"),
        ("As per method", None), ("Percent", None), ("mg/serving", None),
    ],
)  # fmt: skip
def test_a_heading_says_what_its_amounts_are_counted_for(text: str, portion: str | None) -> None:
    assert counted_per(text) == portion


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("7-OH per chew", "7-OH"), ("Total alkaloids per serving of 4 capsules", "Total alkaloids"), ("Mitragynine", "Mitragynine"),
        ("Mitragynine as per label", "Mitragynine as per label"), ("Total CBD per gram", "Total CBD per gram"),
    ],
)  # fmt: skip
def test_a_name_is_told_without_its_portion(name: str, plain: str) -> None:
    assert without_portion(name) == plain


def test_a_bare_mass_alone_takes_its_portion() -> None:
    assert (mass_per("mg", "chew"), mass_per("mg/g", "chew"), mass_per("mg", None)) == ("mg/chew", "mg/g", "mg")
