"""What printed words mean in a table: roles of headings, units, bounds, notes.

The words live in `data/vocabulary/tables.toml` and `data/vocabulary/results.toml`; this module only looks them up.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cache
from typing import Any

from registry.datafiles import words_of
from registry.model.units import BARE_COUNTS, find_unit, without_water
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
BOUNDS = frozenset({Role.LOD, Role.LOQ, Role.LIMIT, *PAIRED})
"""Roles of columns that say within what a result is measured or judged."""


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
def roles_by_term() -> dict[str, Role]:
    """Heading as a key -> role; also as capitals print it without accents, where that means nothing else."""
    own = {term_key(word): Role(role) for role, languages in terms()["roles"].items() for words in languages.values() for word in words}
    bounding = terms()["bounding"]
    bounds = {f"{before} {what}": Role.LIMIT for before in bounding["before"] for what in bounding["what"]}
    return bounds | {plain: role for word, role in own.items() for plain in plain_forms(word)} | own


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
    """`text` where it is a unit and nothing else, as printed but for a footnote's mark and "as received"; None otherwise.

    A bare mass ("mg") counts: per what is said elsewhere.
    """
    text = text.strip().strip(",;:")
    while len(text) > 2 and text[0] in "([" and text[-1] in ")]" and text[1:-1].count("(") == text[1:-1].count(")"):
        text = text[1:-1].strip()
    if text and text[-1] in _NOTES:
        text = _NOTE.sub("", text)
    if not text or len(text) > 32 or text.isdigit() or _DOTTED_MASS.fullmatch(text) or text.casefold() in _NAMES_TESTS:
        return None
    if len(text) <= LONGEST_MASS and _MASS_ONLY.fullmatch(text):
        return text
    first, stroke, second = text.partition(" / ")
    mass = _MASS_ONLY.fullmatch(first)  # "mg / g" is one unit
    if stroke and first and second and not mass and (unit := unit_text(second)) is not None and unit_text(first) is not None:
        return unit  # in two languages: "KTJ/g / CFU/g"
    if ("%" in text or "ent" in text.lower()) and _WEIGHT_PERCENT.fullmatch(text):
        return "%"
    if find_unit(text) is None:
        return None
    plain, dried = without_water(text)
    return text if dried else plain  # that of the sample as it came is meant wherever nothing is said


_NAMES_TESTS = BARE_COUNTS | {"water activity", "activity", "presence"}
"""Words that are units, but where they stand by themselves name a test or a heading."""
_NOTES = frozenset("*†‡¹²³")
_NOTE = re.compile(r"(?<=[^\W\d_]|%)\s*[*†‡¹²³]+$")
"""The mark of a footnote behind a unit: "mg/serving*"."""
BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


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


def key_without_basis(text: str) -> str:
    """The key of a heading without what it says of the mass that its column counts by: "LOQ, dry basis", "U (as received)"."""
    for basis in ("dry", "received", "dry_heads"):
        text = _said(basis).sub(" ", text)
    return term_key(_BASIS.sub(" ", BRACKETS.sub(" ", text)))


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
