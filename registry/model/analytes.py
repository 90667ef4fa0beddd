"""Analyte catalogue: a printed name -> one analyte, or none.

Only whole names match. A name that merely resembles one in the catalogue stays unknown and becomes a finding: a wrong analyte
is worse than none.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from functools import cache

from registry.datafiles import data_path, words_of
from registry.errors import NotFound
from registry.model.draft import Panel
from registry.model.evidence import Record, Stamp
from registry.model.units import SHARES, find_unit
from registry.remembered import remembered


class Outcome(StrEnum):
    """What a test for the analyte ends in."""

    AMOUNT = "amount"
    COUNT = "count"
    """Colonies; some reports print absence in a test portion instead."""
    PRESENCE = "presence"
    """Absent or present in a test portion, or pass or fail: no amount."""


class Analyte(Record):
    """One substance, organism or property. `canonical_unit` is how figures show it; `synonyms` are names as printed.

    `seen_as` tells under which names real kratom reports print it; `source` is where the row comes from, in words and addresses
    ("unverified recall" and "path not recorded" are marks of a source that cannot be looked up again).
    """

    key: str
    name: str
    panel: Panel
    outcome: Outcome = Outcome.AMOUNT
    cas: str | None = None
    formula: str | None = None
    molar_mass: Decimal | None = None
    """In g/mol."""
    molar_mass_source: str | None = None
    synonyms: tuple[str, ...] = ()
    canonical_unit: str
    usual_test_portion: str | None = None
    seen_as: str | None = None
    source: str
    note: str | None = None


_GREEK = str.maketrans({"α": "alpha", "β": "beta", "γ": "gamma", "Δ": "delta", "δ": "delta", "∆": "delta", "ω": "omega", "ε": "epsilon"})
_FOOTNOTES = re.compile(r"^[\s•*†‡§^#:]+|[\s*†‡§^#:⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜ]+$")
_RATIO = re.compile(r"\s*[/:]\s*")
_BRACKET = re.compile(r"(?P<outer>.+?)\s*[(\[](?P<inner>[^()\[\]]+)[)\]]")
_TEST_PORTION = re.compile(r"(?:(?:in|v|per|/)\s*)?\d+\s*(?:g|ml)", re.IGNORECASE)
_TEMPERATURE = re.compile(r"(?:(?:at|a|à|bei|při|przy)\s*)?\d{1,2}\s*°\s*C", re.IGNORECASE)
_NOT_ALPHANUMERIC = re.compile(r"[^0-9a-z]+")
_SHORT = 3


def name_key(text: str) -> str:
    """A name without what printers vary: case, accents, spaces, hyphens, commas, brackets, `&`, Greek letters."""
    if text.isascii():
        return text.lower() if text.isalnum() else _NOT_ALPHANUMERIC.sub("", text.lower().replace("&", "and"))
    text = unicodedata.normalize("NFKC", text.translate(_GREEK)).casefold().replace("&", "and")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if c.isalnum() or "\u0e00" <= c <= "\u0e7f")


def is_short(text: str) -> bool:
    """Whether a name is so short (MG, V, As, B1) that it counts in exact case only. ``7-OH`` says enough to be taken in any."""
    return _key_is_short(name_key(text))


def _key_is_short(key: str) -> bool:
    return len(key) < _SHORT or (len(key) == _SHORT and key.isalpha())


def _without_footnotes(text: str) -> str:
    return text if text.isascii() and text[:1].isalnum() and text[-1:].isalnum() else _FOOTNOTES.sub("", text)


class Synonym(Record):
    """A name that a laboratory prints and the catalogue lacks, as a reviewer mapped it to one of its analytes; who and when."""

    name: str
    analyte: str
    stamp: Stamp


class Catalogue:
    """All analytes, looked up by key or by printed name. `load_catalogue()` gives the one that ships."""

    def __init__(self, analytes: Iterable[Analyte], remarks: Iterable[str] = ()) -> None:
        self._by_key = {analyte.key: analyte for analyte in analytes}
        self._remarks = frozenset(map(name_key, remarks))
        self._by_name: dict[str, Analyte] = {}
        self._by_short: dict[str, Analyte] = {}
        self._in_any_panel = remembered(4096)(self._find)  # one name is asked for by several stages of a reading
        for analyte in self._by_key.values():
            for name in (analyte.name, *analyte.synonyms):
                if is_short(name):
                    self._by_short[_exact(name)] = analyte
                else:
                    self._by_name[name_key(name)] = analyte

    def __iter__(self) -> Iterator[Analyte]:
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def get(self, key: str) -> Analyte:
        """The analyte under the catalogue's own key. Raises NotFound."""
        if key not in self._by_key:
            raise NotFound(f"No analyte has the key {key!r}.", next_step="Choose a key of data/reference/analytes.csv.")
        return self._by_key[key]

    def match(self, printed: str, panel: Panel | None = None) -> Analyte | None:
        """The analyte that `printed` names, or None.

        Footnote marks, Greek letters, hyphens and a second name in brackets do not matter ("Lead (Pb)", "β-…", "mitraciliatine*").
        Names of three letters or fewer match in exact case, and only in the analyte's own panel where `panel` is given; so do all
        names in a panel of terpenes or foreign matter, whose "Mold" is no mould count.
        """
        found = self._in_any_panel(printed)
        if found is None or panel is None or panel is found.panel:
            return found
        strict = is_short(_without_footnotes(printed)) or panel in (Panel.TERPENES, Panel.FOREIGN_MATTER)
        return None if strict else found

    def _find(self, printed: str) -> Analyte | None:
        text = _without_footnotes(printed)
        found = self._lookup(text)
        if found is not None and self._is_ratio(text, found):
            return None
        if found is None and text.endswith((")", "]")) and (m := _BRACKET.fullmatch(text)):
            outer, inner = self._lookup(m["outer"]), self._lookup(m["inner"])
            found = outer if outer is not None and (inner is outer or self._is_remark(m["inner"])) else None
        return found

    def _is_ratio(self, text: str, found: Analyte) -> bool:
        """Whether a stroke or a colon stands between two alkaloids: "7-OH/Mitragynine" is none of them; a ratio with a name is that."""
        parts = _RATIO.split(text)
        of = [self._lookup(part) for part in parts] if len(parts) == 2 else [None]
        return found in of and all(one is not None and one.panel is Panel.POTENCY for one in of) and of[0] is not of[1]

    def _lookup(self, text: str) -> Analyte | None:
        key = name_key(text)
        return self._by_short.get(_exact(text)) if _key_is_short(key) else self._by_name.get(key)

    def _is_remark(self, text: str) -> bool:
        unit = find_unit(text)
        if unit is not None:
            return unit.basis not in SHARES  # "7-OH (% of total alkaloids)" is no amount of 7-OH
        plain = text.strip()
        return name_key(text) in self._remarks or any(said.fullmatch(plain) is not None for said in (_TEST_PORTION, _TEMPERATURE))


def _exact(text: str) -> str:
    if text.isalnum() and text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


@cache
def load_catalogue() -> Catalogue:
    """The catalogue of `data/reference/analytes.csv`, read once."""
    with data_path("reference", "analytes.csv").open(encoding="utf-8", newline="") as file:
        analytes = tuple(map(_analyte, csv.DictReader(file)))
    remarks = words_of("analytes")["remarks"]
    return Catalogue(analytes, remarks)


def _analyte(row: dict[str, str]) -> Analyte:
    filled: dict[str, object] = {name: text for name, text in row.items() if text and name != "synonyms"}
    return Analyte.model_validate({**filled, "synonyms": tuple(filter(None, row["synonyms"].split("|")))})
