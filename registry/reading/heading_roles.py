"""What the words of a heading say of its column: its role, its unit, and what they hold together."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from registry.errors import UnknownUnitError
from registry.model.units import Basis, parse_unit
from registry.reading.parting import ways_to_part
from registry.reading.unit_exceptions import without_exceptions
from registry.reading.vocabulary import (
    BOUNDS,
    BRACKETS,
    PAIRED,
    Role,
    key_without_basis,
    roles_by_term,
    says_basis,
    term_key,
    terms,
    unit_text,
)
from registry.remembered import remembered

_PAIRS = {pair: role for role, pair in PAIRED.items()}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading read: its role (None where only a unit is printed), its unit, and whether every word was known."""

    role: Role | None
    unit: str | None
    exact: bool


@remembered(4096)
def read_heading(text: str) -> Heading:
    """Role and unit of a heading, e.g. ``Result (mg/g)``, ``LOD %``, ``Action Level``; role None where no word of it is known."""
    key = term_key(text)
    if _MARKS_INSIDE.isdisjoint(text) and _first_words().isdisjoint(key.split()) and _unit_at_end(text)[0] is None:
        return Heading(None, unit := unit_text(text), exact=unit is not None)  # nearly always: no word of it begins a heading
    return _read_heading(text, key)


_MAKING = BOUNDS | {Role.CLAIM, Role.UNCERTAINTY, Role.QC}
"""Roles of heads under which a "result" is none: "Limit" over "As received" and "Dry"."""


def read_under(head: str, own: str) -> Heading:
    """Role and unit of a column under its own words and a head's that it shares with others: "Mass fraction, mg/g" over "U (k = 2)".

    Its own words say what it holds, the head's what they leave open: the unit, or what the amounts are that they tell apart.
    """
    over, heading, whole = read_heading(head), read_heading(own), read_heading(f"{head} {own}")
    if not heading.exact or (whole.exact and whole.role not in (heading.role, over.role)):
        return whole
    role = over.role if heading.role is None or (heading.role is Role.RESULT and over.role in _MAKING) else heading.role
    counts = role in BOUNDS or role in (Role.RESULT, Role.CLAIM, Role.UNCERTAINTY, None)
    return Heading(role, heading.unit or (over.unit if counts else None), exact=over.exact or heading.role is not None)


def _read_heading(text: str, key: str) -> Heading:
    """The same for any text; `key` is its `term_key`."""
    roles = roles_by_term()
    if (plain := _GLUED_SPREAD.sub("± ", without_exceptions(text))) != text:
        return _read_heading(plain, term_key(plain))
    if "." in text and _SMALL_LETTERS.fullmatch(text):
        return Heading(None, None, exact=False)  # "n.g.", "k.a.": said of a result, where "N.G." heads a column
    if (role := roles.get(key)) is not None:
        return Heading(role, None, exact=True)
    bracketed = "(" in text or "[" in text
    unit, rest = _unit_of_brackets(text) if bracketed else _unit_at_end(text)
    if rest != text:
        key = term_key(rest)
    if key not in roles and (role := _of_two(text, key)) is not None:
        return Heading(role, unit, exact=True)
    if key not in roles and (whole := unit_text(text) or (unit_text(BRACKETS.sub(" ", text)) if bracketed else None)) is not None:
        return Heading(None, whole, exact=True)
    if not key or _says_share(text, key, unit):
        return Heading(Role.CLAIM_SHARE, None, exact=True) if key else Heading(None, unit, exact=unit is not None)
    if key not in roles and "/" not in key.replace("+/-", ""):
        key = _without_spread(key)
    if (role := roles.get(key)) is not None:
        return Heading(role, unit, exact=True)
    if (role := _told_twice(key) or (roles.get(key_without_basis(rest)) if says_basis(rest) else None)) is not None:
        return Heading(role, unit, exact=True)
    parts = key.split("/")
    if len(parts) == 2 and {roles.get(part.strip()) for part in parts} == {Role.LIMIT, Role.CLAIM}:
        return Heading(Role.LIMIT, unit, exact=True)  # a claim among the limits says so itself: "decl. 2.50" under "Limit / declared"
    halves = {_longest_term(part) for part in parts} - {Role.ASIDE, Role.QC, None}
    return Heading(halves.pop() if len(halves) == 1 else _longest_term(key), unit, exact=False)


_GLUED_SPREAD = re.compile(r"±(?=[^\W\d_]+/)")
"""A spread's sign that touches the unit behind it: "±mg/g"."""


def _without_spread(key: str) -> str:
    """A heading without the spread that it announces behind its numbers: "Mean ± SD", "Result ± U", the first line of "Result ± / U"."""
    spread = _WITH_SPREAD.fullmatch(key) if ("±" in key or "+" in key) and key not in roles_by_term() else None
    return spread["what"] if spread is not None else key


def _of_two(text: str, key: str) -> Role | None:
    """The role of two columns' headings in one: "Limit / Status", "Analyte / Limit", "Parameter, unit"."""
    roles = roles_by_term()
    if key.count("/") == 1:
        first, second = (roles.get(part.strip()) for part in key.split("/"))
        if (role := _of_both(first, second)) is not None:
            return role
    if headings_together(text):
        return Role.RESULT
    before, comma, behind = text.rpartition(",")
    names = bool(comma) and roles.get(term_key(before)) is Role.NAME and roles.get(term_key(behind)) is Role.UNIT
    return Role.NAME if names else None


def _of_both(first: Role | None, second: Role | None) -> Role | None:
    """The role of two headings in one, parted by a stroke: "Limit / Status", "Analyte / Limit", "LOQ / Limit"."""
    if first is None or second is None:
        return first if first is Role.NAME else None
    return first if second is Role.STATUS or first is Role.NAME else _PAIRS.get((first, second))


_HELD_TOGETHER = frozenset({Role.RESULT, Role.LOD, Role.LOQ, Role.LIMIT, Role.CLAIM, Role.STATUS})
"""What stands beside a result in one cell."""


_STROKES = frozenset("/|¦")


_SIGNS_BETWEEN = _STROKES | frozenset("([;")


@remembered(2048)
def headings_together(text: str) -> tuple[Heading, ...]:
    """The headings that one names together, a result's among them: "Result / Limit (ppm)", "Found (allowed)"; none in any other.

    A unit at the end is that of those before it that have none.
    """
    if (_SIGNS_BETWEEN.isdisjoint(text) and " " not in text) or term_key(text) in roles_by_term():
        return ()  # nearly always, as "Level of detection"
    unit, rest = _unit_at_end(text)
    for parts in (*ways_to_part(text), *(ways_to_part(rest) if unit else ())):
        told = [heading for part in parts if (heading := _plain_heading(part)) is not None]
        kinds = {heading.role for heading in told}
        bounded = Role.RESULT in kinds and not kinds.isdisjoint({*BOUNDS, Role.CLAIM})
        if not bounded or len(parts) != len(told) or len(told) != len(kinds) or not _HELD_TOGETHER.issuperset(kinds):
            continue
        if told[0].role is Role.RESULT or (not _STROKES.isdisjoint(rest) and not says_basis(text)):  # no "Limit (dry basis)"
            return tuple(replace(heading, unit=heading.unit or told[-1].unit or unit) for heading in told)
    return ()


def _plain_heading(text: str) -> Heading | None:
    """A heading of known words alone, with or without its unit; None for any other."""
    unit, rest = _unit_in_brackets(text) if "(" in text or "[" in text else _unit_at_end(text)
    role = roles_by_term().get(term_key(rest))
    return Heading(role, unit, exact=True) if role is not None else None


def _says_share(text: str, key: str, unit: str | None) -> bool:
    """Whether a heading begins with "%" and names the label's claim behind it: "% t.o.v. declaratie"; "Claim (%)" is the claim itself."""
    return unit == "%" and text.lstrip().startswith("%") and _longest_term(key) is Role.CLAIM


MOST_UNKNOWN = 3
"""Words of a heading's other language, which nobody knows."""


def _told_twice(key: str) -> Role | None:
    """The role of a heading that names it twice: in two words ("Target Analyte"), or in two languages ("limit / maximum level").

    Behind or before a stroke the other language may be one that nobody knows ("Výsledok / Result").
    """
    roles, parts = roles_by_term(), [_without_spread(part) for part in map(str.strip, key.split("/")) if part]
    if len(parts) > 1:
        told = {role for part in parts if (role := roles.get(part) or _in_two_words(part)) is not None}
        told = told - {Role.QC} if len(told) > 1 else told  # "Specification / Expected"
        other = [part for part in parts if part not in roles and _in_two_words(part) is None]
        foreign = all(len(part.split()) <= MOST_UNKNOWN and _LETTERS_ONLY.fullmatch(part) and _longest_term(part) is None for part in other)
        return told.pop() if len(told) == 1 and foreign else None
    return roles.get(parts[0]) or _in_two_words(parts[0]) if parts else None


_LETTERS_ONLY = re.compile(r"[^\W\d_]{2,}(?: [^\W\d_]+)*")


def _in_two_words(key: str) -> Role | None:
    """The role that two different runs of words of a heading both name."""
    words, roles = key.split(), roles_by_term()
    for n in range(1, len(words)):
        first, second = _without_spread(" ".join(words[:n])), _without_spread(" ".join(words[n:]))
        if first != second and (role := roles.get(first)) is not None and role is roles.get(second):
            return role
    return None


_WITH_SPREAD = re.compile(r"(?P<what>[^±]*[^±\s+]) ?(?:±|\+/-) ?(?P<spread>[^±]*)")


_SMALL_LETTERS = re.compile(r"(?:[a-z]\. ?){2,}")


_WORDS_AND_AMOUNT = re.compile(r"(\D+?)[\s:]+(\d.*)")


def claimed_amount(text: str) -> str | None:
    """The amount in a text that says of itself to be the label's claim ("Label claim 15 mg/tablet"); None for anything else."""
    words = _WORDS_AND_AMOUNT.fullmatch(text.strip())
    heading = read_heading(words[1]) if words else None
    return words[2] if words and heading and heading.role is Role.CLAIM and heading.exact else None


@remembered(4096)
def spreads_by_deviation(text: str) -> bool:
    """True for a heading that says that a standard deviation stands behind its numbers: "Mean ± SD (mg/g)"."""
    spread = _WITH_SPREAD.fullmatch(term_key(BRACKETS.sub(" ", text)))
    return spread is not None and spread["spread"] in terms()["bases"]["deviation"]


@remembered(8192)
def may_begin_heading(word: str) -> bool:
    """True where some known heading may begin with `word`: it is known, a unit, or holds a bracket or mark; a quick way past prose."""
    first = term_key(word).split(" ")[0]
    return not first or first in _first_words() or not _MARKS_INSIDE.isdisjoint(word) or unit_text(word) is not None


_MARKS_INSIDE = frozenset("([%±#/.")


@cache
def _first_words() -> frozenset[str]:
    return frozenset(key.split(" ")[0] for key in roles_by_term())


def _unit_of_brackets(text: str) -> tuple[str | None, str]:
    """The unit of a heading with brackets, and the rest of it: of two names of one unit the first, "units: µg/g (ppm)"."""
    unit, rest = _unit_in_brackets(text)
    before = _unit_at_end(rest if unit is None else rest.rstrip())
    return before if unit is None or (before[0] is not None and _is_same(before[0], unit)) else (unit, rest)


def _unit_in_brackets(text: str) -> tuple[str | None, str]:
    for match in BRACKETS.finditer(text):
        if (unit := unit_text(match[1])) is not None:
            return unit, f"{text[: match.start()]} {text[match.end() :]}"
    return None, BRACKETS.sub(" ", text)


def _is_same(one: str, other: str) -> bool:
    """Whether two units are two names of one: "µg/g" and "ppm"."""
    try:
        first, second = parse_unit(one), parse_unit(other)
    except UnknownUnitError:
        return False
    alike = first.basis is second.basis is not Basis.UNKNOWN  # "at 5 g (µg)" names two masses
    return alike and first.amount(Decimal(1)) == second.amount(Decimal(1))


@remembered(2048)
def two_units(text: str) -> tuple[str, str] | None:
    """The units of a heading over numbers each with another in brackets behind it: "% w/w (mg/g)" over "0.87 (8.7)"; None for others."""
    before, bracket, behind = text.strip().partition("(")
    if not bracket or behind.find(")") != len(behind) - 1 or (second := unit_text(behind[:-1])) is None:
        return None
    first = unit_text(before) or _unit_at_end(before)[0]
    return (first, second) if first is not None and first != second else None


def _unit_at_end(text: str) -> tuple[str | None, str]:
    if text.isascii() and not _UNIT_MARK.search(text):
        return None, text  # nearly always
    words = text.replace(",", " ").split()
    for count in (4, 3, 2, 1):
        if len(words) > count and (unit := unit_text(" ".join(words[-count:]))) is not None:
            return unit, " ".join(words[:-count])
    if len(words) > 1 and (unit := unit_text(words[0])) is not None:
        return unit, " ".join(words[1:])
    return None, text


_UNIT_MARK = re.compile(r"[/%]|p\.?p\.?[mb]|per|-1|\b(?:[kmunp]?g|mcg|m?l|oz|a\.?w|ph|activity|presence)\b", re.IGNORECASE)
"""What every unit holds that is written in plain letters."""


def _longest_term(key: str) -> Role | None:
    """The role of the longest known run of words in `key`."""
    words = key.split()
    roles, firsts = roles_by_term(), _first_words()
    starts = [n for n in range(len(words) - 1, -1, -1) if words[n] in firsts]
    for count in range(min(4, len(words)) if starts else 0, 0, -1):
        for start in starts:
            if start + count <= len(words) and (role := roles.get(" ".join(words[start : start + count]))) is not None:
                return role
    return None
