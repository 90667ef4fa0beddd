"""What a certificate says its own abbreviations mean: "RW = guide value", which makes the column headed "RW" one of limits.

Where it says nothing, its language tells of some what they stand for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from registry.datafiles import words_of
from registry.model.certificate import Status
from registry.model.result_words import Qualifier
from registry.reading.heading_roles import read_heading
from registry.reading.layout.passages import Passage
from registry.reading.layout.tables import Table
from registry.reading.rows.roles import ColumnRole
from registry.reading.shapes import verdict, verdict_of_itself
from registry.reading.vocabulary import Role, result_words, sentence_words, term_key, terms, unit_text, word_key

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


def read_meanings(passages: Iterable[Passage], texts: Collection[str]) -> Mapping[str, Qualifier]:
    """What those of the `texts` of cells that stand in place of numbers mean by what `passages` say: "n.a. = niet aantoonbaar".

    By their keys. Of signs that stand for no report elsewhere only what was not detected is said so.
    """
    meanings: dict[str, Qualifier] = {}
    printed = _bare(texts)
    for one in [one for passage in passages for one in _short_for().finditer(passage.text)] if printed else ():
        if not printed.isdisjoint(_bare([one["short"]])):
            words, known = one["long"].casefold().replace("-", "").split()[:_MOST_OF_MEANING], result_words()
            meant = ("nd",) if known.get(word_key(one["short"])) == "not_reported" else _MEANT
            said = [q for n in range(len(words), 0, -1) if (q := known.get("".join(words[:n]), "")) in meant]
            if said:
                meanings.setdefault(word_key(one["short"]), Qualifier(said[0]))
    return {short: meaning for short, meaning in meanings.items() if meaning != result_words().get(short)}


def _bare(texts: Iterable[str]) -> set[str]:
    """Those of the texts that may be abbreviations, in one spelling."""
    return {text.casefold().replace(".", "").replace(" ", "") for text in texts if len(text) <= _LONGEST and not text[:1].isdigit()}


_LONGEST: Final = 8
_MEANT: Final = ("nd", "lt_loq", "lt_lod", "not_tested")
_MOST_OF_MEANING: Final = 6
"""Words of the meaning of an abbreviation in which one in a number's place is looked for: "not detected at or above the LOD"."""


@cache
def _short_for() -> re.Pattern[str]:
    """An abbreviation and what a sign or a word such as "means" says that it stands for."""
    verbs = "|".join(map(re.escape, sentence_words("explains")))
    return re.compile(
        r"(?<![\w.])(?P<short>(?:[^\W\d_]\. ?){1,4}|(?:[^\W\d_]\. ?){1,3}[^\W\d_]|[^\W\d_]{1,4}|[nN]/[aA]|[-–—]+)"
        rf"\s*(?:[=:]|(?<=\s)[-–—](?=\s)|(?<=[\s.])(?:{verbs})\s)\s*(?P<long>[^\W\d_][^=:;,.()]*)"
    )


def meant_in_language(texts: Iterable[str], headings: Iterable[str]) -> Mapping[str, Qualifier]:
    """What abbreviations mean among the `texts` of cells in the language that most of the `headings` are in: the Italian "n.r."."""
    told = _abbreviations()
    if _bare(texts).isdisjoint(told):
        return {}  # nearly always
    keys = [term_key(heading) for heading in headings]
    spoken = Counter(language for language, terms_of in _terms_by_language().items() for key in keys if key in terms_of)
    (first, times), (_, next_times) = [*spoken.most_common(2), ("", 0), ("", 0)][:2]
    return {word: said[first] for word, said in told.items() if first in said and times > next_times}


@cache
def _abbreviations() -> dict[str, dict[str, Qualifier]]:
    """What each abbreviation means by language."""
    out: dict[str, dict[str, Qualifier]] = {}
    for language, own in words_of("results")["abbreviations"].items():
        for qualifier, words in own.items():
            for word in words:
                out.setdefault(word_key(word), {})[language] = Qualifier(qualifier)
    return out


@cache
def _terms_by_language() -> dict[str, frozenset[str]]:
    """The keys of all headings by the language they are listed under."""
    languages = {language for words in terms()["roles"].values() for language in words}
    return {code: frozenset(term_key(word) for words in terms()["roles"].values() for word in words.get(code, ())) for code in languages}


def read_verdicts(passages: Collection[Passage]) -> Mapping[str, Status | None]:
    """What letters and signs of a verdict column mean where `passages` explain them, as they are written: "e = eingehalten".

    None for a plus that is no verdict: "+ = positive".
    """
    said = (said for passage in passages for said in _VERDICT.finditer(passage.text))
    told = {one["short"]: status for one in said if (status := verdict(one["long"])) is not None}
    signs = [said for passage in passages for said in _SIGN.finditer(passage.text)]
    meant = {one["quoted"] or one["plain"]: _begun_verdict(one["long"].split()) for one in signs}
    return told | {sign: status for sign, status in meant.items() if status is not None or sign == "+"}


def _begun_verdict(words: Sequence[str]) -> Status | None:
    """The verdict that words begin with: "complies with the maximum level", "does not comply"; none in "no limit set"."""
    whole = verdict(" ".join(words)) if len(words) <= MOST_WORDS else None
    begun = (verdict_of_itself(" ".join(words[:n])) for n in range(min(len(words), MOST_WORDS), 0, -1))
    return whole or next((status for status in begun if status is not None), None)


_QUOTES: Final = "[\"'“”„«»‘’‚]"
_SIGN: Final = re.compile(
    rf"(?:{_QUOTES}\s*(?P<quoted>[+–—-])\s*{_QUOTES}\s*[=:]?|(?<!\S)(?P<plain>[+–—-])\s*[=:])\s*(?P<long>[^\W\d_][^=:;,.()]*)"
)


_STANDS_FOR: Final = r"\s*(?:=|:|\s[-–—]\s)\s*(?P<long>[^\W\d_][^=:;,.()]{2,40}?)\s*(?=[;,.()]|$)"
_VERDICT: Final = re.compile(rf"(?<![\w=])(?P<short>[^\W\d_]{{1,3}}){_STANDS_FOR}")


def explained(roles: list[ColumnRole], table: Table, legend: Legend, verdicts: Mapping[str, Status | None]) -> list[ColumnRole]:
    """The roles, those of columns under abbreviations that nobody knows as the legend explains them.

    A column without any heading is one of verdicts where most of its signs are explained as such, and no other is.
    """
    if verdicts and not any(role.role is Role.STATUS for role in roles):
        for n, (role, column) in enumerate(zip(roles, table.columns, strict=True)):
            signs = [row.cells[n].text.strip() for row in table.rows if n in row.cells]
            if role.sure == 0 and column.heading is None and 2 * sum(verdicts.get(sign) is not None for sign in signs) > len(signs):
                role.role, role.sure = Role.STATUS, SURE
                break
    for role, column in zip(roles, table.columns, strict=True):
        heading = column.heading.heading if column.heading else None
        if legend and heading is not None and heading.role is None and (told := _explained(column.text, legend)) is not None:
            role.role, role.unit, role.sure = told, role.unit or heading.unit, SURE
    return roles


def _explained(heading: str, legend: Legend) -> Role | None:
    """The role of a heading that is an abbreviation of the legend's, with or without its unit behind it."""
    short, _, unit = heading.replace("(", " ").replace(")", " ").strip().partition(" ")
    return legend.get(term_key(short)) if not unit or unit_text(unit.strip()) is not None else None
