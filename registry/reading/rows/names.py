"""Names of analytes without what is printed at them, and mended by the catalogue: accents that pictures lose, ligatures that a text
layer loses, and raised footnote numbers that it makes digits of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from registry.model.analytes import Analyte, load_catalogue, name_key
from registry.model.certificate import Panel
from registry.model.units import SHARES, find_unit
from registry.reading.heading_roles import read_heading
from registry.reading.layout.titles import BRACKETED
from registry.reading.vocabulary import Role, unit_text
from registry.remembered import remembered

FEWEST_PLAIN: Final = 3
"""Letters without accent that must be there to tell a name by."""


def clean_name(text: str) -> str:
    """An analyte's name as printed, without superscript footnote numbers and list bullets."""
    if _MAY_HOLD_MORE.search(text):
        for mark in _NO_NAME:
            text = mark.sub("", text)
    return without_mark(with_ligatures(text.strip()))


def without_unit(name: str) -> str:
    """`Lead (Pb) (*), mg/kg` -> `Lead (Pb)`: the name without the unit behind a comma, and without the mark before that.

    What share of others an analyte is, is no amount of it, so that "7-OH, % of total alkaloids" is a name of its own.
    """
    before, comma, behind = name.rpartition(", ")
    unit = find_unit(behind) if comma and before and unit_text(behind) is not None else None
    return clean_name(before) if unit is not None and unit.basis not in SHARES else name


def unit_in_name(name: str) -> str | None:
    """The unit that a name carries in brackets or behind a comma: "Total Terpenes (%)", "Water Activity (Aw)", "Yeast and Mold, CFU/g"."""
    bracketed = next((u for m in BRACKETED.finditer(name) if (u := unit_text(m[1])) is not None), None)
    _, comma, behind = name.rpartition(", ")
    return bracketed or (unit_text(behind) if comma else None)


def is_total(name: str) -> bool:
    """Whether a name is of what is added up of others, or would be after heating ("Max THC"): their limits are not its own."""
    return _TOTAL.match(name) is not None


_TOTAL: Final = re.compile(r"(?i)\s*(total|sum|celk|gesamt|summe|max(?:imum)?\.? (?=[^\W\d]))")
_NO_NAME: Final = tuple(
    re.compile(mark)
    for mark in (
        r"\s+=\s.*$",
        r"(?<=\))\d$",
        r"(?<=[^\W\d]|\))[¹²³⁴⁵⁶⁷⁸⁹⁰⁺]+(?=$|\s)",
        r"\s*:\s*$",
        r"(?<=\S)\s*\([*†‡]+\)$",
        r"^[•·▪\-–]\s+",
        r"^[a-k][.)]\s+(?=[^\W\d_a-z])",
    )
)
"""What is no part of a name: a formula, footnote numbers, a colon, a mark in brackets, a bullet, the letter of a list."""
_MAY_HOLD_MORE: Final = re.compile(r"[=:¹²³⁴⁵⁶⁷⁸⁹⁰⁺]|\)\d|\([*†‡]|^[•·▪\-–]|^[a-k][.)] ")


_COUNTED: Final = re.compile(r"(?i)\s+per\s+[^\W\d]+$")
"""What an amount is counted for, behind its name: "7-OH per tablet"."""
_LIGATURES: Final = ("fl", "fi", "ff", "ffi", " fl", " fi")


def analyte_of(name: str, panel: Panel | None = None) -> Analyte | None:
    """The catalogue's analyte of that name; of a name in two languages ("Raksa / Mercury (Hg)") the one that its parts agree on."""
    match = load_catalogue().match
    found = match(name, panel)
    if found is None and (whole := _COUNTED.sub("", name)) != name:
        return analyte_of(whole, panel)
    if found is None and (plain := _without_heading(name)) is not None:
        return match(plain, panel)
    if found is not None or _STROKES.isdisjoint(name):
        return found
    parts = name.split(" / ") if " / " in name else _STROKE.split(name)
    apart = " / " in name or all(_WORDS.fullmatch(part) and not is_total(part) for part in parts)  # no "Aflatoxins B1/B2"
    return _one_of(parts, panel) if apart else None


def analyte_of_lines(lines: Sequence[str], panel: Panel | None, *, bilingual: bool) -> Analyte | None:
    """The catalogue's analyte of a name on several lines, each of which means it; the known one's of a name in two languages."""
    if len(lines) < LANGUAGES or not (bilingual or all(load_catalogue().match(line, panel) is not None for line in lines)):
        return None
    return _one_of(lines, panel)


LANGUAGES: Final = 2
_STROKES: Final = frozenset("/|¦")
_STROKE: Final = re.compile(r"\s*[/|¦]\s*")
_WORDS: Final = re.compile(r"[^\W\d_]{3,}(?: [^\W\d_]+)*")


def _one_of(names: Sequence[str], panel: Panel | None) -> Analyte | None:
    """The one analyte that the names mean as far as the catalogue knows them."""
    known = {analyte.key: analyte for name in names if (analyte := load_catalogue().match(name, panel)) is not None}
    return next(iter(known.values())) if len(known) == 1 else None


_HEADED: Final = re.compile(r"(?P<head>[^():]+?)(?:: ?| [-–] | of | ?\()(?P<name>[^()]+)\)?")
_HEADED_BEHIND: Final = re.compile(r"(?P<name>[^():]+) (?P<head>[^\W\d]+)")


@remembered(4096)
def _without_heading(name: str) -> str | None:
    """A name without the words of a heading before or behind it: "Assay (Mitragynine)", "Mitragynine content"; None where it has none."""
    for pattern in (_HEADED, _HEADED_BEHIND):
        headed = pattern.fullmatch(name)
        heading = read_heading(headed["head"]) if headed else None
        if headed and heading and heading.exact and heading.role in (Role.NAME, Role.RESULT):
            return headed["name"]
    return None


@remembered(4096)
def with_ligatures(name: str) -> str:
    """`Cy uthrin` -> `Cyfluthrin`: a ligature that the text layer lost, put back where the catalogue then knows the name."""
    known = load_catalogue().match
    plain = name.isascii() and "(" not in name and "[" not in name
    if " " not in name or (plain and name_key(name) not in _without_ligature()) or known(name) is not None:
        return name
    parts = name.split(" ")
    wholes = (" ".join(parts[:n]) + ligature + " ".join(parts[n:]) for n in range(1, len(parts)) for ligature in _LIGATURES)
    return next((whole for whole in wholes if known(whole) is not None), name)


@cache
def _without_ligature() -> frozenset[str]:
    """The keys of the catalogue's names as they read where one ligature is lost."""
    keys = {name_key(name) for analyte in load_catalogue() for name in (analyte.name, *analyte.synonyms)}
    found = (
        (key, m.start(), ligature) for key in keys for ligature in ("fl", "fi", "ff", "ffi") for m in re.finditer(f"(?={ligature})", key)
    )
    return frozenset(key[:at] + key[at + len(ligature) :] for key, at, ligature in found)


_ROMANCE: Final = "ina"
"""How Spanish, Italian and Portuguese end what others end in -in or -ine: no letter of a footnote."""


@remembered(4096)
def accented_name(name: str) -> str:
    """`rtuf` -> `rtuť`: the one name of the catalogue that differs in its accented letters alone; `name` itself where there is none."""
    if load_catalogue().match(name) is not None:
        return name
    found = {known for pattern, known in _accented() if pattern.fullmatch(name)}
    if len(found) != 1:
        return name
    (known,) = found
    return known[0].upper() + known[1:] if name[:1].isupper() else known


@remembered(4096)
def without_mark(name: str) -> str:
    """`7-Hydroxymitragynine1`, `MGM-15b` without the mark: a digit or letter glued to a name that the catalogue knows without it."""
    by_digit = name[-1:].isdigit() and (name[-2:-1].islower() or name[-2:-1] == ")")
    by_letter = name[-1:] in tuple("abcdef") and not name.endswith(_ROMANCE)
    glued = len(name) > FEWEST_PLAIN and (by_digit or by_letter) and not name[-2].isspace()
    if not glued or load_catalogue().match(name) is not None or load_catalogue().match(name[:-1]) is None:
        return name
    return name[:-1]


@cache
def _accented() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Names that hold accented letters, each with a pattern that lets any letter, or none, stand for those."""
    names = {name for analyte in load_catalogue() for name in analyte.synonyms if not name.isascii() and name.isalpha()}
    told = [name for name in sorted(names) if sum(letter.isascii() for letter in name) >= FEWEST_PLAIN]
    return tuple((re.compile("".join(c if c.isascii() else r"\w?" for c in name), re.IGNORECASE), name.lower()) for name in told)
