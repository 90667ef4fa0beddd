"""Columns of one sample that was kept and tested again and again: "Initial", "3 M", "6 M" over its results."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Final

from registry.reading.vocabulary import BRACKETS, Role, roles_by_term, term_key, terms
from registry.remembered import remembered

FEWEST: Final = 2
_DAYS: Final = {"days": Decimal(1), "weeks": Decimal(7), "months": Decimal("30.4"), "years": Decimal(365)}


def are_time_points(headings: Sequence[str]) -> bool:
    """Whether headings are times of one sample's life, one later than the other.

    Days alone number what was done again ("Day 1", "Day 2"), unless the first of all is among them.
    """
    if len(headings) < FEWEST:
        return False
    told = [_time(heading) for heading in headings]
    days = [time[0] for time in told if time is not None]
    later = len(days) == len(told) and all(a < b for a, b in pairwise(days))
    return later and (days[0] == 0 or all(time is not None and time[1] for time in told))


@remembered(2048)
def is_time_point(heading: str) -> bool:
    """True for a heading that may be such a time: "Initial", "T6", "3 M", "Month 12"."""
    return _time(heading) is not None


@remembered(2048)
def unit_of_times(text: str) -> str | None:
    """The word of a heading over numbers that says in what they count time: "months" of "Storage time (months)"; None for others."""
    words = _WORD.findall(text)
    if len(words) > MOST_WORDS or any(map(str.isdigit, text)):
        return None
    return next((word for word in words if len(word) >= _WRITTEN_OUT and term_key(word) in _units()), None)


MOST_WORDS: Final = 5
_WRITTEN_OUT: Final = 3
"""Letters of a unit of time that is no sign."""
_WORD: Final = re.compile(r"[^\W\d_]+")


@remembered(2048)
def _time(heading: str) -> tuple[Decimal, bool] | None:
    """How many days after the first test, and whether the heading itself says so in weeks or longer; None for any other heading."""
    if not heading[:1].isalnum():
        return None
    key = _without_result(term_key(BRACKETS.sub(" ", heading)))
    if key in terms()["times"]["first"]:
        return Decimal(0), False
    said = _TIME.fullmatch(key)
    if said is None:
        return None
    unit = _units().get(said["before"] or said["behind"])
    return None if unit is None else (_DAYS[unit] * int(said["number"]), unit != "days")


def _without_result(key: str) -> str:
    """A heading without the word that calls its column one of results: "Result 3 M", "12 M result"."""
    first, _, rest = key.partition(" ")
    before, _, last = key.rpartition(" ")
    if rest and roles_by_term().get(first) is Role.RESULT:
        return rest
    return before if before and roles_by_term().get(last) is Role.RESULT else key


_TIME: Final = re.compile(r"(?:(?P<before>[^\W\d_]+) ?(?=\d))?(?P<number>\d{1,3})(?(before)| ?(?P<behind>[^\W\d_]+))")


@cache
def _units() -> dict[str, str]:
    """The words of each unit of time; "T6" counts as months do."""
    words = terms()["times"]
    return {word: unit for unit in _DAYS for word in words[unit]} | dict.fromkeys(words["numbered"], "months")
