"""What printed words mean in a table: roles of headings, units, bounds, notes.

The words live in `data/vocabulary/tables.toml` and `data/vocabulary/results.toml`; this module only looks them up.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from registry.datafiles import words_of
from registry.model.units import find_unit
from registry.reading.parting import ways_to_part
from registry.reading.unit_exceptions import without_exceptions
from registry.remembered import remembered


class Role(StrEnum):
    """What a column of a result table holds."""

    NAME = "name"
    RESULT = "result"
    LOD = "lod"
    LOQ = "loq"
    LOD_LOQ = "lod_loq"
    LOQ_LOD = "loq_lod"
    LOD_LIMIT = "lod_limit"
    LOQ_LIMIT = "loq_limit"
    LIMIT_LOQ = "limit_loq"
    LIMIT = "limit"
    CLAIM = "claim"
    CLAIM_SHARE = "claim_share"
    STATUS = "status"
    UNIT = "unit"
    UNCERTAINTY = "uncertainty"
    METHOD = "method"
    PANEL = "panel"
    ASIDE = "aside"
    """Known, and no part of a result: dilution, date, retention time, note."""
    QC = "qc"


PAIRED = {
    Role.LOD_LOQ: (Role.LOD, Role.LOQ),
    Role.LOQ_LOD: (Role.LOQ, Role.LOD),
    Role.LOD_LIMIT: (Role.LOD, Role.LIMIT),
    Role.LOQ_LIMIT: (Role.LOQ, Role.LIMIT),
    Role.LIMIT_LOQ: (Role.LIMIT, Role.LOQ),
}
"""What the two halves of a column's cells hold: "0.02 / 0.2" under "LOQ / Limit"."""
_PAIRS = {pair: role for role, pair in PAIRED.items()}
BOUNDS = frozenset({Role.LOD, Role.LOQ, Role.LIMIT, *PAIRED})
"""Roles of columns that say within what a result is measured or judged."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading read: its role (None where only a unit is printed), its unit, and whether every word was known."""

    role: Role | None
    unit: str | None
    exact: bool


def terms() -> dict[str, Any]:
    """The words of result tables by section of their file."""
    return words_of("tables")


@cache
def result_words() -> dict[str, str]:
    """Printed word without case, spaces and full stops -> qualifier."""
    told = words_of("results")["words"].items()
    own = {word_key(word): qualifier for qualifier, languages in told for words in languages.values() for word in words}
    return {plain: qualifier for word, qualifier in own.items() for plain in plain_forms(word)} | own


_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_BARRED = str.maketrans({"đ": "d", "ı": "i", "ł": "l", "ø": "o"})
_DOT = "\u0307"
"""Over the small letter that Turkish capitals make of their dotted one."""


def plain_forms(word: str) -> tuple[str, ...]:
    """The word without accents, with German letters spelt out, and as Turkish capitals read; nothing for one that is plain already."""
    if word.isascii():
        return ()
    decomposed = unicodedata.normalize("NFKD", word.translate(_BARRED))
    without = "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")
    return without, word.translate(_SPELT_OUT), *([word.replace("ı", "i")] if "ı" in word else [])


@cache
def symbols() -> frozenset[str]:
    return frozenset(word_key(word) for words in words_of("results")["symbols"].values() for word in words)


@cache
def bound_in_words() -> re.Pattern[str]:
    """Words before a number that mean below, above or about."""
    words = sorted((word for words in words_of("results")["prefix"].values() for word in words), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})(?:\.? +|\.)(?=\d)", re.IGNORECASE)


@cache
def _roles() -> dict[str, Role]:
    """Heading as a key -> role; also as capitals print it without accents, where that means nothing else."""
    own = {term_key(word): Role(role) for role, languages in terms()["roles"].items() for words in languages.values() for word in words}
    return {plain: role for word, role in own.items() for plain in plain_forms(word)} | own


_DOTTED = re.compile(r"(?:[a-z]\. ?){2,}")


@remembered(8192)
def term_key(text: str) -> str:
    """A heading without case, footnote marks and outer punctuation."""
    key = (
        text.lower()
        if text.isascii()
        else unicodedata.normalize("NFKC", _RAISED.sub(" ", text)).casefold().replace("–", "-").replace(_DOT, "")
    )
    if "." in key and _DOTTED.fullmatch(key.strip(" *†‡:")):
        key = key.replace(".", "").replace(" ", "")  # "L.O.Q."
    if key.isalnum() and key.isascii():
        return key
    return " ".join(_MARKS.sub(" ", key).split()).strip(" -")


_RAISED = re.compile("[¹²³⁴⁵⁶⁷⁸⁹⁰]+")
"""Marks of footnotes, before compatibility makes digits of them."""
_MARKS = re.compile(r"[*†‡§¹²³^:;.,_\"'’“”]+")


def word_key(text: str) -> str:
    """A result word without case, spaces, full stops and hyphens."""
    key = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold().replace(_DOT, "")
    if key.isalnum():
        return key
    return _PUNCTUATION.sub("", key) or "".join(text.split())


_PUNCTUATION = re.compile(r"(?:\([*†‡^]{1,3}\)|[\s.\-–—*†‡^●•○◉■□✓✔✗✘])+")
"""Signs that say nothing beside a word ("● Pass"); alone they may be a word of their own."""


_MASS_ONLY = re.compile(r"(?:mg|g|µg|ug|mcg|ng)\.?", re.IGNORECASE)
LONGEST_MASS = len("mcg.")


_DOTTED_MASS = re.compile(r"[mnk]\. ?g\.?")
"""No unit: "n.g." says "niet getoetst" or "nicht geprüft"."""
_WEIGHT_PERCENT = re.compile(
    r"(?:(?:(?:dry )?(?:weight|wt\.?)|mass) ?%|% ?(?:by )?(?:weight|mass)|(?:weight )?per ?cent(?:age)?)"
    r"(?: ?\(?(?:as (?:is|received)|dry)\)?)?",
    re.IGNORECASE,
)


@remembered(4096)
def unit_text(text: str) -> str | None:
    """`text` where it is a unit and nothing else, as printed; None otherwise. A bare mass ("mg") counts: per what is said elsewhere."""
    text = text.strip().strip(",;:")
    while len(text) > 2 and text[0] in "([" and text[-1] in ")]" and text[1:-1].count("(") == text[1:-1].count(")"):
        text = text[1:-1].strip()
    if (
        not text
        or len(text) > 32
        or text.isdigit()
        or _DOTTED_MASS.fullmatch(text)
        or text.casefold() in ("water activity", "activity", "presence")
    ):
        return None
    if len(text) <= LONGEST_MASS and _MASS_ONLY.fullmatch(text):
        return text
    first, stroke, second = text.partition(" / ")
    if stroke and first and second and (unit := unit_text(second)) is not None and unit_text(first) is not None:
        return unit  # in two languages: "KTJ/g / CFU/g"
    if ("%" in text or "ent" in text.lower()) and _WEIGHT_PERCENT.fullmatch(text):
        return "%"
    return None if find_unit(text) is None else text


_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


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
    roles = _roles()
    if (plain := without_exceptions(text)) != text:
        return _read_heading(plain, term_key(plain))
    if "." in text and _SMALL_LETTERS.fullmatch(text):
        return Heading(None, None, exact=False)  # "n.g.", "k.a.": said of a result, where "N.G." heads a column
    if (role := roles.get(key)) is not None:
        return Heading(role, None, exact=True)
    bracketed = "(" in text or "[" in text
    unit, rest = _unit_in_brackets(text) if bracketed else (None, text)
    if unit is None:
        unit, rest = _unit_at_end(rest)
    if rest != text:
        key = term_key(rest)
    if key not in roles and (role := _of_two(text, key)) is not None:
        return Heading(role, unit, exact=True)
    if key not in roles and (whole := unit_text(text) or (unit_text(_BRACKETS.sub(" ", text)) if bracketed else None)) is not None:
        return Heading(None, whole, exact=True)
    if not key or _says_share(text, key, unit):
        return Heading(Role.CLAIM_SHARE, None, exact=True) if key else Heading(None, unit, exact=unit is not None)
    if key not in roles and "/" not in key.replace("+/-", ""):
        key = _without_spread(key)
    if (role := roles.get(key)) is not None:
        return Heading(role, unit, exact=True)
    if (role := _told_twice(key) or (roles.get(_without_basis(rest)) if says_basis(rest) else None)) is not None:
        return Heading(role, unit, exact=True)
    halves = {_longest_term(part) for part in key.split("/")} - {Role.ASIDE, Role.QC, None}
    return Heading(halves.pop() if len(halves) == 1 else _longest_term(key), unit, exact=False)


def _without_spread(key: str) -> str:
    """A heading without the spread that it announces behind its numbers: "Mean ± SD", "Result ± U", the first line of "Result ± / U"."""
    spread = _WITH_SPREAD.fullmatch(key) if ("±" in key or "+" in key) and key not in _roles() else None
    return spread["what"] if spread is not None else key


def _of_two(text: str, key: str) -> Role | None:
    """The role of two columns' headings in one: "Limit / Status", "Analyte / Limit", "Parameter, unit"."""
    roles = _roles()
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
    if (_SIGNS_BETWEEN.isdisjoint(text) and " " not in text) or term_key(text) in _roles():
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
    role = _roles().get(term_key(rest))
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
    roles, parts = _roles(), [_without_spread(part) for part in map(str.strip, key.split("/")) if part]
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
    words, roles = key.split(), _roles()
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
    spread = _WITH_SPREAD.fullmatch(term_key(_BRACKETS.sub(" ", text)))
    return spread is not None and spread["spread"] in terms()["bases"]["deviation"]


@remembered(8192)
def may_begin_heading(word: str) -> bool:
    """True where some known heading may begin with `word`: it is known, a unit, or holds a bracket or mark; a quick way past prose."""
    first = term_key(word).split(" ")[0]
    return not first or first in _first_words() or not _MARKS_INSIDE.isdisjoint(word) or unit_text(word) is not None


_MARKS_INSIDE = frozenset("([%±#/.")


@cache
def _first_words() -> frozenset[str]:
    return frozenset(key.split(" ")[0] for key in _roles())


def _unit_in_brackets(text: str) -> tuple[str | None, str]:
    for match in _BRACKETS.finditer(text):
        if (unit := unit_text(match[1])) is not None:
            return unit, f"{text[: match.start()]} {text[match.end() :]}"
    return None, _BRACKETS.sub(" ", text)


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
    roles, firsts = _roles(), _first_words()
    starts = [n for n in range(len(words) - 1, -1, -1) if words[n] in firsts]
    for count in range(min(4, len(words)) if starts else 0, 0, -1):
        for start in starts:
            if start + count <= len(words) and (role := roles.get(" ".join(words[start : start + count]))) is not None:
                return role
    return None


@remembered(4096)
def is_other_label(text: str) -> bool:
    """True where a word says that a label is no analyte's: a chart's caption, a weight, a method."""
    return not frozenset(term_key(text).split()).isdisjoint(terms()["no_names"]["words"])


@remembered(4096)
def says_dry(text: str) -> bool:
    """True where a heading or a name says that it counts by the mass of the dried sample: "(DRY)", "dry weight basis"."""
    return _said("dry").search(text) is not None


def heads_dry(text: str) -> bool:
    """True where a heading says so, whose words need not be as plain as a name's: "Anhydrous", "Sample, dried", "TS"."""
    return says_dry(text) or _said("dry_heads").search(_said("received").sub(" ", text)) is not None


def without_basis(name: str) -> str:
    """A name without what it says of the mass that it is counted by: "Total THC, dry weight", "Total CBD (as received basis)"."""
    for basis in ("dry", "received"):
        name = _said(basis).sub(" ", name)
    return _BASIS_AT_END.sub("", name)


def _without_basis(text: str) -> str:
    """The key of a heading without what it says of the mass that its column counts by: "LOQ, dry basis", "U (as received)"."""
    for basis in ("dry", "received", "dry_heads"):
        text = _said(basis).sub(" ", text)
    return term_key(_BASIS.sub(" ", _BRACKETS.sub(" ", text)))


_BASIS_AT_END = re.compile(r"(?i)[\s,;:(–—-]*(?:\bbasis\b)?[\s)]*$")
_BASIS = re.compile(r"(?i)\b(?:on|basis|weight|result)\b")


@remembered(4096)
def says_basis(text: str) -> bool:
    """True where a heading says by which mass its results are counted, that of the sample as it came or of the dried one."""
    return heads_dry(text) or _said("received").search(text) is not None


@cache
def _said(basis: str) -> re.Pattern[str]:
    """Any of the words that name a basis."""
    words = (re.escape(word).replace(chr(92) + " ", "[ -]") for word in terms()["bases"][basis])
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


def names_vaguely(text: str) -> bool:
    """True for a heading with a word that may name a limit as well as a result: "Precautionary value"."""
    return not frozenset(term_key(text).split()).isdisjoint(terms()["vague"]["beside"])


LONGEST_MARK = 3
"""Characters of a mark in its brackets: "[X]"."""


@remembered(2048)
def is_mark(text: str) -> bool:
    """True for a sign that chooses the column it stands in: a cross, a tick, a filled box, in brackets or not."""
    return text.strip("[]() ").casefold() in terms()["marks"]["chosen"]


def is_unmarked(text: str) -> bool:
    """True for a sign that leaves its column unchosen: an empty box, a dash."""
    return text.casefold() in terms()["marks"]["open"]


def heading_words(role: Role) -> tuple[str, ...]:
    """All headings of one role, in every language."""
    return tuple(word for words in terms()["roles"][role.value].values() for word in words)


def bound_words() -> list[str]:
    """Words before the number of an upper limit: "not more than", "höchstens"."""
    words: list[str] = words_of("results")["limit"]["at_most"]
    return words


@remembered(4096)
def begins_bound(word: str) -> bool:
    """True for a word that makes the number behind it a limit, upper or lower: "NMT", "min."."""
    return word.casefold().rstrip(".:") in _bound_beginnings()


@cache
def _bound_beginnings() -> frozenset[str]:
    limit = words_of("results")["limit"]
    return frozenset(word.casefold().rstrip(".:") for word in (*limit["at_most"], *limit["at_least"]) if " " not in word)


def sentence_words(group: str) -> tuple[str, ...]:
    """Words by which a sentence that states a result is known (`[sentences]`), longest first."""
    return tuple(sorted(terms()["sentences"][group], key=len, reverse=True))


@remembered(4096)
def begins_note(text: str) -> bool:
    """True where a line's first words say that it tells of the work and holds no result: "Analyzed by", "Instrument"."""
    return _note().match(term_key(text)) is not None


@cache
def _note() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, terms()['notes']['begin']))})(?!\w)")
