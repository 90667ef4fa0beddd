"""Days in sentences: "The samples were collected on 3 March 2026 and received on 5 March 2026"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from registry.reading.head.dates import PrintedDate, find_dates
from registry.reading.head.fields import load_fields, spaced
from registry.remembered import remembered

SENTENCE_REACH: Final = 90
"""Characters between a date and the verb that says what happened then."""
FEWEST_WORDS: Final = 3
"""Words before the date, without which it is no sentence's."""
WITHIN_RANGE: Final = 14
"""Characters that may stand between the two dates of a range."""
EVENTS: Final = ("collected", "received", "tested", "completed")


@dataclass(frozen=True, slots=True)
class SaidDay:
    """A day in a sentence, and what the sentence says before it and behind it that happened then."""

    start: int
    end: int
    """Where the day stands in the text; with the day until which it went on, where that follows."""
    before: frozenset[str]
    after: frozenset[str]


@remembered(64)
def days_said(text: str) -> tuple[SaidDay, ...]:
    """The days in the sentences of `text`, in its order."""
    days = find_dates(text)
    out: list[SaidDay] = []
    for n, day in enumerate(days):
        begin = max(text.rfind(". ", 0, day.start), day.start - SENTENCE_REACH, 0)
        sentence = text[begin : day.start].rpartition(":")[2]
        if len(sentence.split()) < FEWEST_WORDS:
            continue
        last = days[n - 1].end if n else 0
        between = text[last : day.start]
        before = sentence if last <= begin else between if _begins_anew(between) else _behind_join(between)
        behind = text[day.end : day.end + SENTENCE_REACH].split(". ")[0]
        following = days[n + 1].start - day.end if n + 1 < len(days) else None
        after = behind if following is None or following > len(behind) else _before_join(behind[:following])
        after = "" if _begins_anew(after) else after
        end = _until(text, before, days, n)
        out.append(SaidDay(day.start, end, _governing(before.rpartition(":")[2]), _first(after)))
    return tuple(out)


def _begins_anew(text: str) -> bool:
    """Whether what stands behind a day begins with a capital, as no sentence goes on: "10 mars 2026  Prélevé par le client, le 6 mars"."""
    return text.lstrip()[:1].isupper()


def _behind_join(between: str) -> str:
    """What belongs to the second of two days: all that stands between them behind the word that joins both parts of the sentence."""
    joined = _joins().search(between)
    return between[joined.end() :] if joined else between


def _before_join(between: str) -> str:
    """What belongs to the first of two days: "entnommen" of "entnommen und am"; nothing where no word joins two parts."""
    joined = _joins().search(between)
    return between[: joined.start()] if joined else ""


@cache
def _joins() -> re.Pattern[str]:
    return re.compile(rf"[,;]|(?<!\w)(?:{'|'.join(map(re.escape, load_fields().words['said_joins']))})(?!\w)", re.IGNORECASE)


def _events(text: str) -> list[tuple[int, int, str]]:
    """Where a text says that something happened, in its order."""
    plain = spaced(text)
    found = [(m.start(), m.end(), event) for event in EVENTS for m in load_fields().whole_words[f"said_{event}"].finditer(plain)]
    return sorted(found)


def _governing(before: str) -> frozenset[str]:
    """What the words before a day say of it: the last verb, and those joined with it ("collected and received on")."""
    found, plain = _events(before), spaced(before)
    governing: list[tuple[int, int, str]] = []
    for event in reversed(found):
        if governing and _joins().sub("", plain[event[1] : governing[-1][0]]).strip():
            break
        governing.append(event)
    return frozenset(event for _, _, event in governing)


def _first(after: str) -> frozenset[str]:
    """What the words behind a day say of it first: "ist am 5. März eingegangen"."""
    return frozenset(event for _, _, event in _events(after)[:1])


def _until(text: str, before: str, days: Sequence[PrintedDate], n: int) -> int:
    """Where a day ends in the text, or the one that ends the time it begins: "from 6 March 2026 to 10 March 2026"."""
    if n + 1 == len(days) or days[n + 1].start - days[n].end > WITHIN_RANGE:
        return days[n].end
    words, between = load_fields().words, spaced(text[days[n].end : days[n + 1].start]).strip()
    first = spaced(before).split()[-1:]
    joined = bool(first) and first[0] in words["said_between"] and between in words["said_joins"]
    return days[n + 1].end if joined or not between or between in words["said_until"] else days[n].end
