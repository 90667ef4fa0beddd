"""Tests with one result that laboratories print by itself, in a line, a card or a table of one row: moisture, water activity, pH, ash."""

from __future__ import annotations

import re
from functools import cache

from registry.model.certificate import Panel
from registry.reading.panels import name_panel
from registry.reading.vocabulary import terms
from registry.remembered import remembered

_PANELS = frozenset({Panel.MOISTURE, Panel.WATER_ACTIVITY, Panel.FOREIGN_MATTER})
LONGEST = 40


@remembered(4096)
def is_single_test(name: str) -> bool:
    """True for the name of such a test."""
    return len(name) <= LONGEST and (name_panel(name) in _PANELS or _others().match(name) is not None)


@remembered(4096)
def has_no_unit(name: str) -> bool:
    """True for what is a number and nothing else: water activity, pH."""
    return name_panel(name) is Panel.WATER_ACTIVITY or _ACIDITY.match(name) is not None


@remembered(4096)
def is_judged_test(name: str) -> bool:
    """True for the name of a test with its method whose result is a verdict: "Identity (HPTLC)"; "Identity" alone may name a panel."""
    said = _judged().match(name) if len(name) <= LONGEST else None
    return said is not None and any(map(str.isalpha, name[said.end() :]))


_ACIDITY = re.compile(r"ph(?![^\W\d_])", re.IGNORECASE)


@cache
def _others() -> re.Pattern[str]:
    """The beginnings of names of single tests that belong to no panel of their own."""
    return _beginnings("names")


@cache
def _judged() -> re.Pattern[str]:
    return _beginnings("judged")


def _beginnings(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, terms()['single_tests'][key]))})(?!\w)", re.IGNORECASE)
