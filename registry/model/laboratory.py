"""Laboratories as known to the registry: a printed name, web address or e-mail domain -> one laboratory, or none."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from registry.datafiles import data_path
from registry.model.evidence import Record


class Laboratory(Record):
    """A laboratory as known to the registry; `aliases` are names as printed, `hosts` its web and e-mail domains.

    `accreditation` is as printed or published, never checked here: an accreditation holds for methods, not for a laboratory.
    """

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    address: str | None = None
    accreditation: str | None = None
    hosts: tuple[str, ...] = ()
    source: str | None = None
    note: str | None = None


_SHORTEST_WITHIN = 8
"""Letters of the shortest name that is looked for inside a longer text; an acronym counts only when it stands alone."""
_HOST = re.compile(r"(?:https?://|www\.|@)(?P<host>[\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)


class Laboratories:
    """All known laboratories, looked up by key or by what a certificate prints. `load_laboratories()` gives those that ship."""

    def __init__(self, laboratories: Iterable[Laboratory]) -> None:
        self._all = tuple(laboratories)
        self._names = {_words(name): lab for lab in self._all for name in (lab.name, *lab.aliases)}
        self._hosts = {host.lower(): lab for lab in self._all for host in lab.hosts}

    def __iter__(self) -> Iterator[Laboratory]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def match(self, printed: str) -> Laboratory | None:
        """The laboratory that the printed name, address line, web address or e-mail names; None where it names none or two.

        Case, accents and punctuation do not matter. A full name is found inside a longer line; the longest name counts.
        """
        words = _words(printed)
        if words in self._names:
            return self._names[words]
        inside = [name for name in self._names if len(name) >= _SHORTEST_WITHIN and f" {name} " in f" {words} "]
        widest = [name for name in inside if not any(name != other and f" {name} " in f" {other} " for other in inside)]
        found = {self._names[name].key: self._names[name] for name in widest} or self._by_host(printed)
        return next(iter(found.values())) if len(found) == 1 else None

    def _by_host(self, printed: str) -> dict[str, Laboratory]:
        found = {}
        for m in _HOST.finditer(printed):
            parts = m["host"].lower().split(".")
            for start in range(len(parts) - 1):
                if lab := self._hosts.get(".".join(parts[start:])):
                    found[lab.key] = lab
        return found


def _words(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))


@cache
def load_laboratories() -> Laboratories:
    """The laboratories of `data/reference/laboratories.csv`, read once."""
    with data_path("reference", "laboratories.csv").open(encoding="utf-8", newline="") as file:
        return Laboratories(map(_laboratory, csv.DictReader(file)))


def _laboratory(row: dict[str, str]) -> Laboratory:
    several = {name: tuple(filter(None, row[name].split("|"))) for name in ("aliases", "hosts")}
    return Laboratory.model_validate({name: text for name, text in row.items() if text} | several)
