"""Dates as printed: ISO, US, European, with month names in many languages, with two-digit years, and ranges.

A numeric date such as 03/02/2026 names two days. Which one is meant follows from the certificate's other dates; where
they do not tell, from what else is printed (a US address); otherwise no day is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Final

from registry.datafiles import words_of
from registry.reading.head.fields import load_fields, squeezed
from registry.remembered import remembered

_YEAR: Final = r"(?:(?:19|20)\d\d|\d\d)"
_MAY_BE: Final = re.compile(r"\d\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d\d|(?:19|20)\d\d|\d(?:st|nd|rd|th)?\.?[\s/-]?\s?(?:de\s|of\s)?[^\W\d_]{3}")
"""Three numbers with marks between them, a year, or a day before a word: what no date lacks, and most texts do."""
_MONTH_WORD: Final = r"[^\W\d_]{3,12}"
# Not after another digit or a hyphenated code, and not before one: lot numbers look like dates.
# A time may touch it where recognition lost the space.
_BEFORE, _AFTER = r"(?<![\w/.-])", r"(?:(?![\w/-]|\.\d)|(?=\d\d:\d\d))"
_ISO: Final = re.compile(_BEFORE + r"((?:19|20)\d\d)\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d|[-/]\d)")
_TOUCHING: Final = re.compile(
    r"(?<=[./]\d{4})-(?=\d{1,2}[./]\d{1,2}[./]\d{2,4}(?!\w))|(?<=[-/.]\d\d)/(?=(?:19|20)\d\d([-.])\d\d\1\d\d(?!\w))"
)
"""What stands between two whole days without a space: "12.03.2026-15.03.2026", "2026-03-12/2026-03-15"."""


def _range_mark() -> str:
    """What may stand between the first day of a range inside one month or year and its last: a dash, "to", "bis", "s/d"."""
    words = words_of("fields")["words"]
    said = [r"\W{1,2}".join(re.findall(r"\w+", word)) for word in (*words["said_until"], *words["said_joins"])]
    return rf"(?:\s?[-–—]\s?|\s(?:{'|'.join(said)})\.?\s)"


@cache
def _forms() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Days]], ...]:
    """How dates are printed, the surer forms first; of a range inside one month or year ("6.-8. April 2026") the last day is the date."""
    to = _range_mark()
    since = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\.?{to})?"
    day_first = rf"(?:\d{{1,2}}(?:\s?\.(?:\s?\d{{1,2}}\s?\.)?)?{to})?(\d{{1,2}})\s?\.\s?(\d{{1,2}})\s?\.\s?({_YEAR})"
    either = rf"(?:\d{{1,2}}(?:\s?/\s?\d{{1,2}})?{to}(?=\d{{1,2}}\s?/))?(\d{{1,2}})\s?([/-])\s?(\d{{1,2}})\s?\2\s?({_YEAR})"
    day_month = rf"{since}(\d{{1,2}})(?:st|nd|rd|th)?\.?[\s/-]?\s?(?:de\s|of\s)?({_MONTH_WORD})\.?,?[\s/-]?\s?(?:de\s|del\s)?({_YEAR})"
    month_day = rf"(?<!\w)({_MONTH_WORD})\.?[\s/-]?\s?{since}(\d{{1,2}})(?:st|nd|rd|th)?,?[\s/-]\s?((?:19|20)\d\d)"
    return (
        (_ISO, _iso),
        (re.compile(_BEFORE + day_first + _AFTER), _dotted),
        (re.compile(_BEFORE + either + _AFTER), _slashed),
        (re.compile(_BEFORE + day_month + _AFTER), lambda match: _worded(match[1], match[2], match[3])),
        (re.compile(month_day + _AFTER), lambda match: _worded(match[2], match[1], match[3])),
        (_YEAR_MONTH_DAY, lambda match: _worded(match[3], match[2], match[1])),
        (_EACH_NAMED, lambda match: (_day(match[3], match[2], match[1]),) * 2),
    )


_YEAR_MONTH_DAY: Final = re.compile(rf"(?<!\w)((?:19|20)\d\d)\.?\s({_MONTH_WORD})\.?\s(\d{{1,2}})\b")
"""As Hungarian writes them: "2026. május 5."."""
_EACH_NAMED: Final = re.compile(r"(?<!\w)(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+((?:19|20)\d\d)\b", re.IGNORECASE)
"""As Vietnamese does, with the words for month and year before their numbers: "ngày 12 tháng 5 năm 2026"."""


class Order(Enum):
    """How this certificate writes a numeric date with slashes."""

    MONTH_FIRST = "month first"
    DAY_FIRST = "day first"


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """One date in a text: where it stands, and the day it names in either order (the same where only one is possible)."""

    start: int
    end: int
    month_first: date | None
    day_first: date | None

    @property
    def certain(self) -> date | None:
        """The day, where both orders name the same or only one of them names any."""
        if self.month_first is None or self.day_first is None or self.month_first == self.day_first:
            return self.month_first or self.day_first
        return None

    def day(self, order: Order | None) -> date | None:
        """The day in the certificate's order; None where that is not known and needed."""
        if order is None or self.certain:
            return self.certain
        return self.month_first if order is Order.MONTH_FIRST else self.day_first


@remembered(4096)
def find_dates(text: str) -> tuple[PrintedDate, ...]:
    """Every date printed in `text`, in its order; text that is no date gives none, and nothing raises."""
    found: list[PrintedDate] = []
    if _MAY_BE.search(text) is None:
        return ()
    text = _TOUCHING.sub("–", text)
    for pattern, read in _forms():
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            month_first, day_first = read(match)
            if month_first or day_first:
                found.append(PrintedDate(match.start(), match.end(), month_first, day_first))
    return tuple(sorted(found, key=lambda printed: printed.start))


def settle_order(texts: Iterable[str], in_sequence: Iterable[str | None] = (), *, us_address: bool = False) -> Order | None:
    """The order of the certificate's numeric dates, from all texts that hold dates; None where nothing tells.

    A date that only one order can name decides. Failing that, `in_sequence` (collected, received, completed, reported,
    as printed) decides where only one order keeps them in that sequence, or within 60 days; where one is a range, with its beginning first.
    `us_address`: month first.
    """
    printed = [found for text in texts for found in find_dates(text)]
    month_first = sum(found.month_first is not None and found.day_first is None for found in printed)
    day_first = sum(found.day_first is not None and found.month_first is None for found in printed)
    if month_first != day_first:
        return Order.MONTH_FIRST if month_first > day_first else Order.DAY_FIRST
    dated = [found for text in in_sequence if text and (found := find_dates(text))]
    for steps in ([day for found in dated for day in (*found[:1], found[-1])], [found[-1] for found in dated]):
        if any(step.certain is None for step in steps):
            sane = [order for order in Order if _sane([day for step in steps if (day := step.day(order))])]
            if len(sane) == 1:
                return sane[0]
    return Order.MONTH_FIRST if us_address else None


def _sane(days: list[date]) -> bool:
    return len(days) > 1 and days == sorted(days) and (days[-1] - days[0]).days <= 60


Days = tuple[date | None, date | None]
"""The day that numbers name with the month first, and with the day first."""


def _iso(match: re.Match[str]) -> Days:
    day = _day(match[1], match[3], match[4])
    return day, day


def _dotted(match: re.Match[str]) -> Days:
    day = _day(match[3], match[2], match[1]) or _day(match[3], match[1], match[2])
    return day, day


def _slashed(match: re.Match[str]) -> Days:
    return _day(match[4], match[1], match[3]), _day(match[4], match[3], match[1])


def _worded(day: str, month: str, year: str) -> Days:
    number = _month(month)
    found = _day(year, str(number), day) if number else None
    return found, found


def _month(word: str) -> int | None:
    months = load_fields().months
    key = squeezed(word)
    return months.get(key) or next((number for name, number in months.items() if len(key) >= 3 and name.startswith(key)), None)


def _day(year: str, month: str, day: str) -> date | None:
    full = int(year) + (0 if len(year) == 4 else 2000)
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None


def all_days(found: Iterable[PrintedDate], order: Order | None) -> list[date]:
    """The days that the dates name in the certificate's order, those that name none left out."""
    return [day for printed in found if (day := printed.day(order)) is not None]
