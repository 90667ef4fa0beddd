"""Which panel a printed title or an analyte's name tells, by the stems of `data/vocabulary/tables.toml`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from operator import add

from registry.model.certificate import Panel
from registry.reading.vocabulary import plain_forms, term_key, terms
from registry.remembered import remembered


@remembered(4096)
def title_panel(text: str) -> Panel | None:
    """The panel that a title or heading names; spaces do not count (letter-spaced titles).

    A remark in brackets behind it names none where the words before do: "Pesticides (selected active ingredients)".
    """
    before = text.partition(" (")[0]
    if before and len(before) < len(text) and (panel := title_panel(before)) is not None:
        return panel
    for stem, panel in _panel_stems().inside(_spaceless(text)):
        if len(stem) > LONGEST_ABBREVIATION or stem in {word[: len(stem)] for word in _WORDS.findall(text.casefold())}:
            return panel
    if seeks_adulterants(text):
        return Panel.OTHER
    return next(filter(None, map(_title_words().get, _WORDS.findall(text.casefold()))), None)


LONGEST_ABBREVIATION = 3
"""Letters: so short a stem begins a word, as the letters of two that follow each other often make it: "tabl-et m-ass"."""
_WORDS = re.compile(r"\w+")


@remembered(4096)
def tells_trade(text: str) -> bool:
    """True for a line on what a laboratory does, which names panels and heads no table: "Laboratorio di analisi microbiologiche"."""
    return text.casefold().startswith(tuple(terms()["no_titles"]["begin"]))


@remembered(4096)
def seeks_adulterants(text: str) -> bool:
    """True where a title says that what stands below it is looked for and does not belong in the sample."""
    plain = text.casefold()
    return any(map(plain.__contains__, terms()["adulterants"]["titles"]))


@cache
def _panel_stems() -> _Stems:
    """Stems of titles."""
    return _Stems((_spaceless(form), Panel(panel)) for panel, stems in terms()["panels"].items() for stem in stems for form in _forms(stem))


@cache
def _title_words() -> dict[str, Panel]:
    """Words that name a panel where they stand whole."""
    return {form: Panel(panel) for panel, words in terms()["title_words"].items() for word in words for form in _forms(word)}


@remembered(8192)
def name_panel(text: str) -> Panel | None:
    """The panel that an analyte's name tells by itself; None for a name that could stand in any."""
    key = unicodedata.normalize("NFKC", text).translate(_GREEK).casefold()
    if len(key) > 80:
        return None
    solvent: Panel | None = None
    for stem, panel in _name_stems().inside(key):
        at = key.find(stem)
        start, end = key[at - 1 : at], key[at + len(stem) : at + len(stem) + 2]
        plural = end[:1] == "s" and not end[1:].isalpha()
        if panel in _WHOLE_WORDS and (start.isalpha() or (end[:1].isalpha() and not plural)):
            continue
        if panel in _FROM_THE_START and start.isalpha():
            continue
        if len(stem) <= 4 and (start.isalpha() or (len(end) == 2 and end.isalpha())):
            continue
        if panel is Panel.RESIDUAL_SOLVENTS and stem != key:
            solvent = panel  # unless it is what a test was made with: "Colour (in acetone)", "Extractable matter, ethanol"
        elif solvent is None or panel is Panel.OTHER:
            return panel
    return solvent


_GREEK = str.maketrans({"Δ": "delta ", "∆": "delta ", "δ": "delta ", "α": "alpha ", "β": "beta ", "γ": "gamma ", "’": "'"})
_WHOLE_WORDS = frozenset({Panel.HEAVY_METALS, Panel.OTHER})
_FROM_THE_START = frozenset({Panel.RESIDUAL_SOLVENTS, Panel.MOISTURE, Panel.WATER_ACTIVITY, Panel.FOREIGN_MATTER})
"""Panels whose names are short or common words: matched as whole words, or from the start of a word."""


@cache
def _name_stems() -> _Stems:
    """Stems of names."""
    return _Stems((form, Panel(panel)) for panel, stems in terms()["analytes"].items() for stem in stems for form in _forms(stem))


def is_nutrient(name: str, title: str) -> bool:
    """True for a metal under a title that says that it nourishes: "Iron" under "Minerals"."""
    return _nourishes(title) and not frozenset(term_key(name).split()).isdisjoint(terms()["nutrition"]["metals"])


@remembered(2048)
def _nourishes(title: str) -> bool:
    whole = _spaceless(title)
    return any(_spaceless(stem) in whole for stem in terms()["nutrition"]["titles"])


@remembered(4096)
def is_of_other_family(name: str) -> bool:
    """True for an active substance of another plant, which the catalogue leaves out on purpose: cannabinoids, kavalactones."""
    words = _LATIN_WORDS.findall(unicodedata.normalize("NFKC", name).casefold())
    return any(word.startswith(tuple(terms()["other_families"]["words"])) for word in words)


_LATIN_WORDS = re.compile(r"[a-z]+")


class _Stems:
    """Stems that name panels, the longest first, each kept under its first letters: of five hundred, a text is asked for one or two."""

    def __init__(self, pairs: Iterable[tuple[str, Panel]]) -> None:
        self._by_start: dict[str, list[tuple[int, str, Panel]]] = {}
        for place, (stem, panel) in enumerate(sorted(pairs, key=lambda pair: -len(pair[0]))):
            self._by_start.setdefault(stem[:3], []).append((place, stem, panel))
        self._starts = frozenset(start for start in self._by_start if len(start) == 3)
        self._short = [start for start in self._by_start if len(start) < 3]

    def inside(self, key: str) -> list[tuple[str, Panel]]:
        """The stems that `key` holds, longest first."""
        starts = [*self._starts.intersection(map(add, map(add, key, key[1:]), key[2:])), *[start for start in self._short if start in key]]
        held = [entry for start in starts for entry in self._by_start[start] if entry[1] in key]
        return [(stem, panel) for _, stem, panel in (sorted(held) if len(held) > 1 else held)]


def _forms(stem: str) -> tuple[str, ...]:
    return stem, *plain_forms(stem)


def _spaceless(text: str) -> str:
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return "".join(plain.split())
