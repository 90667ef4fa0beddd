"""The words of a certificate's head, from `data/vocabulary/fields.toml`: labels, name stems, verdicts, months."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, Literal

from registry.datafiles import words_of
from registry.model.certificate import Status
from registry.remembered import remembered

RANKS: Final = {"best": 3.0, "good": 2.0, "weak": 1.0}
OTHER: Final = "other"
_NOT_PLAIN: Final = re.compile(r"[^0-9a-z\u0430-\u044f\u0e00-\u0e7f]+")
"""All but digits, Latin letters, the Cyrillic and the Thai ones."""
_SPELT_OUT: Final = str.maketrans({"ß": "ss", "ł": "l", "đ": "d", "ı": "i", "ø": "o", "æ": "ae"})
"""Letters whose mark is no accent that could be taken off."""
_CONFUSED: Final = str.maketrans("i10", "llo")


@remembered(16384)
def squeezed(text: str) -> str:
    """Letters and digits alone, lower case, without accents: what is left equal where printers space and punctuate at will."""
    return _squeezed(text)


def _squeezed(text: str) -> str:
    plain = text.lower()
    if plain.isascii():
        return plain if plain.isalnum() else _NOT_PLAIN.sub("", plain)
    plain = unicodedata.normalize("NFKD", plain.translate(_SPELT_OUT))
    return _NOT_PLAIN.sub("", plain)


@remembered(16384)
def label_key(text: str) -> str:
    """`squeezed`, with the letters and digits that recognition of pictures confuses made one: "Sample lD" is "Sample ID"."""
    return _squeezed(text).translate(_CONFUSED)


@remembered(8192)
def spaced(text: str) -> str:
    """Lower case, without accents, every run of other characters one space, a space at both ends (for finding whole words)."""
    plain = text.lower()
    if plain.isalnum() and plain.isascii():
        return f" {plain} "
    if not plain.isascii():
        plain = "".join([c for c in unicodedata.normalize("NFKD", plain.translate(_SPELT_OUT)) if not unicodedata.combining(c)])
    return f" {_NOT_PLAIN.sub(' ', plain).strip()} "


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label of a field; `rank` is the higher the surer it names that field."""

    field: str
    rank: float


@dataclass(frozen=True)
class Vocabulary:
    labels: dict[str, Label]
    """By `label_key`."""
    beginnings: frozenset[str]
    """What these keys begin with: text that is none of them can be given up."""
    numbers: frozenset[str]
    """The numbers that stand in labels as words of their own: "ISO 17025 certificate"."""
    name_in_block: frozenset[str]
    of_laboratory: frozenset[str]
    """Keys of labels under which a laboratory numbers the whole, where nothing else numbers its report."""
    code_of_client: frozenset[str]
    """Keys of labels under which a client's own code for a sample may stand, or the client's number."""
    of_analysis: frozenset[str]
    """Keys of labels that stand over a table of results and in no head."""
    words: dict[str, tuple[str, ...]]
    """Stems and phrases by group, as `spaced` writes them, without the outer spaces."""
    whole_words: dict[str, re.Pattern[str]]
    """What finds any of a group's words in a text that `spaced` wrote; made with the vocabulary, so that no reading has to."""
    status: dict[str, list[tuple[str, Status]]]
    """Verdicts as `spaced` writes them by their first word, longest first."""
    negations: tuple[str, ...]
    """Words that turn a verdict round."""
    titles: frozenset[str]
    """Squeezed titles of documents and sections."""
    months: dict[str, int]
    """Month number by squeezed name."""

    def has(self, group: str, text: str, *, start: bool = False) -> bool:
        """Whether `text` holds a word of the group: as whole words, or (`start`) at the start of a word where it is long enough."""
        return _teller(group, start)(text)

    def says(self, group: str, plain: str) -> bool:
        """`has` for a text that `spaced` wrote: a page, which nobody asks about twice."""
        return self.whole_words[group].search(plain) is not None

    def is_title(self, text: str) -> bool:
        """Whether `text` names a kind of document or section, ligatures lost in the text layer allowed for."""
        return _is_title(squeezed(text))

    def may_begin_title(self, text: str) -> bool:
        """Whether words that begin with `text` may name a kind of document or section."""
        key = squeezed(text)
        return key in _titles_begin() or _is_title(key)

    def verdict(self, text: str) -> Status | None:
        """The verdict that `text` begins with (marks before it left out), None where it says something else."""
        said = spaced(text)
        begun = self.status.get(said.split(" ", 2)[1])
        return next((status for words, status in begun if said.startswith(words)), None) if begun else None

    def verdict_said(self, sentence: str) -> Status | None:
        """The verdict that a sentence gives anywhere ("the sample complies with all limits"); "not" elsewhere leaves it open."""
        said = spaced(sentence)
        found = [(words, status) for entries in self.status.values() for words, status in entries if words in said]
        words, status = max(found, key=lambda entry: len(entry[0]), default=("", None))
        if status != "pass" or not any(f" {no} " in said.replace(words, " ") for no in self.negations):
            return status
        # "no cumple con la especificación": the longest words say the contrary of what the sentence says
        return "fail" if any(status == "fail" for _, status in found) else None


@lru_cache(maxsize=1)
def load_fields() -> Vocabulary:
    """The vocabulary that ships, read once."""
    raw = words_of("fields")
    labels = {label_key(text): label for text, label in entries(raw)}
    words = {group: tuple(spaced(word).strip() or word for word in words) for group, words in raw["words"].items()}
    return Vocabulary(
        labels=labels,
        numbers=frozenset(word for text, _ in entries(raw) for word in text.split() if word.isdigit()),
        beginnings=frozenset(label[:end] for label in labels for end in range(1, len(label) + 1)),
        name_in_block=frozenset(label_key(text) for text in raw["other"]["name_in_block"]),
        of_laboratory=frozenset(label_key(text) for text in raw["other"]["of_laboratory"]),
        code_of_client=frozenset(label_key(text) for text in raw["other"]["code_of_client"]),
        of_analysis=frozenset(label_key(text) for text in raw["other"]["of_analysis"]),
        words=words,
        whole_words={group: _any_of(f"{word} " for word in words[group]) for group in words},
        status=_verdicts(raw["status"]),
        negations=tuple(spaced(word).strip() for word in raw["status"]["negations"]),
        titles=frozenset(squeezed(title) for title in raw["words"]["document_title"]),
        months={squeezed(name): number for names in raw["months"].values() for number, name in enumerate(names, start=1)},
    )


@cache
def _teller(group: str, start: bool) -> Callable[[str], bool]:
    """What tells whether a text holds a word of the group."""
    wanted = _beginnings(group) if start else load_fields().whole_words[group]
    return remembered(4096)(lambda text: wanted.search(spaced(text)) is not None)


def _beginnings(group: str) -> re.Pattern[str]:
    """The group's words as what words begin with, where they are long enough."""
    return _any_of(word if len(word) > 4 else f"{word} " for word in load_fields().words[group])


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """What finds one of the words where a word begins."""
    return re.compile(f" (?:{'|'.join(map(re.escape, words))})")


def _is_title(key: str) -> bool:
    names, beginnings = _title_names()
    return key in names or key.startswith(beginnings)


@cache
def _title_names() -> tuple[frozenset[str], tuple[str, ...]]:
    """Every title, also as it reads where a ligature is lost, and those long enough to name what begins with them."""
    names = frozenset(name for title in load_fields().titles for name in (title, title.replace("fi", "")))
    return names, tuple(name for name in names if len(name) > 12)


@cache
def _titles_begin() -> frozenset[str]:
    """What the names of titles begin with."""
    return frozenset(name[:end] for name in _title_names()[0] for end in range(len(name) + 1))


def entries(raw: dict[str, Any]) -> Iterator[tuple[str, Label]]:
    """Every label of the file with what it names; labels of other things first, so that a field's own label wins."""
    for text in raw["other"]["labels"]:
        yield text, Label(OTHER, 0)
    for field, ranks in raw["fields"].items():
        for rank, languages in ranks.items():
            for text in _flat(languages.values()):
                yield text, Label(field, RANKS[rank])


def _verdicts(raw: dict[str, list[str]]) -> dict[str, list[tuple[str, Status]]]:
    by_first: dict[str, list[tuple[str, Status]]] = {}
    status: Literal["pass", "fail"]
    for status in ("pass", "fail"):
        for words in map(spaced, raw[status]):
            by_first.setdefault(words.split()[0], []).append((words, status))
    for entries in by_first.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return by_first


def _flat(lists: Iterable[list[str]]) -> Iterator[str]:
    for items in lists:
        yield from items
