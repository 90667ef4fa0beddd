"""What a certificate says its own abbreviations mean: "RW = guide value", which makes the column headed "RW" one of limits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from registry.model.certificate import Status
from registry.reading.heading_roles import read_heading
from registry.reading.layout.passages import Passage
from registry.reading.layout.tables import Table
from registry.reading.rows.roles import ColumnRole
from registry.reading.shapes import verdict
from registry.reading.vocabulary import Role, result_words, term_key, unit_text, word_key

Legend = Mapping[str, Role]
"""The role of the column under an abbreviation, by its key."""

SURE: Final = 0.9
MOST_WORDS: Final = 4
"""Words of the meaning of an abbreviation in which its heading is looked for."""
_TOLD: Final = frozenset({Role.LOD, Role.LOQ, Role.LIMIT, Role.CLAIM, Role.UNCERTAINTY, Role.METHOD})
_GOES_ON: Final = tuple([word] for word in ("of", "de", "der", "des", "del", "du", "di", "for", "für"))
"""Words behind which a heading goes on: "limit of reporting" is no limit."""
_MEANS: Final = re.compile(r"(?<![\w=])(?P<short>[^\W\d_]{1,5})\s*(?:=|:)\s*(?P<long>[^\W\d_][^=:;,.()]{2,60})")


def read_legend(passages: Iterable[Passage]) -> Legend:
    """The abbreviations that `passages` explain by a heading that is known."""
    legend: dict[str, Role] = {}
    for said in (said for passage in passages for said in _MEANS.finditer(passage.text)):
        words = said["long"].split()[: MOST_WORDS + 1]
        ends = (n for n in range(len(words), 0, -1) if words[n : n + 1] not in _GOES_ON)
        headings = (read_heading(" ".join(words[:n])) for n in ends)
        role = next((h.role for h in headings if h.exact and h.role is not None), None)
        if role in _TOLD and said["short"].upper() == said["short"]:
            legend.setdefault(term_key(said["short"]), role)
    return legend


def read_non_detects(passages: Iterable[Passage]) -> frozenset[str]:
    """The keys of what stands for "not reported" elsewhere and means "not detected" here: "n.a. = niet aantoonbaar"."""
    said = (said for passage in passages for said in _NOT_DETECTED.finditer(passage.text))
    return frozenset(word_key(one["short"]) for one in said if result_words().get(word_key(one["long"])) == "nd")


_STANDS_FOR: Final = r"\s*(?:=|:)\s*(?P<long>[^\W\d_][^=:;,.()]{2,40}?)\s*(?=[;,.()]|$)"
_NOT_DETECTED: Final = re.compile(rf"(?i)(?<![\w.])(?P<short>n\.? ?a\.?|n/a|[-–—]+){_STANDS_FOR}")


def read_verdicts(passages: Iterable[Passage]) -> Mapping[str, Status]:
    """What the letters of a verdict column mean where `passages` explain them, as they are written: "e = eingehalten"."""
    said = (said for passage in passages for said in _VERDICT.finditer(passage.text))
    told = ((one["short"], verdict(one["long"])) for one in said)
    return {short: status for short, status in told if status is not None}


_VERDICT: Final = re.compile(rf"(?<![\w=])(?P<short>[^\W\d_]{{1,3}}){_STANDS_FOR}")


def explained(roles: list[ColumnRole], table: Table, legend: Legend) -> list[ColumnRole]:
    """The roles, those of columns under abbreviations that nobody knows as the legend explains them."""
    for role, column in zip(roles, table.columns, strict=True):
        heading = column.heading.heading if column.heading else None
        if legend and heading is not None and heading.role is None and (told := _explained(column.text, legend)) is not None:
            role.role, role.unit, role.sure = told, role.unit or heading.unit, SURE
    return roles


def _explained(heading: str, legend: Legend) -> Role | None:
    """The role of a heading that is an abbreviation of the legend's, with or without its unit behind it."""
    short, _, unit = heading.replace("(", " ").replace(")", " ").strip().partition(" ")
    return legend.get(term_key(short)) if not unit or unit_text(unit.strip()) is not None else None
