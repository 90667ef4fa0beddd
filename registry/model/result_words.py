"""What the words of a result mean, from `data/vocabulary/results.toml`: `ND`, `negativní v 25 g`, `less than`, `max.`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache
from typing import Final, NamedTuple

from registry.datafiles import words_of
from registry.model.units import find_unit


class Qualifier(StrEnum):
    """What kind of statement a printed result is."""

    EQ = "eq"
    LT = "lt"
    """Below the number printed with it."""
    LT_LOQ = "lt_loq"
    LT_LOD = "lt_lod"
    ND = "nd"
    GT = "gt"
    TNTC = "tntc"
    """Too numerous to count, or above the range."""
    RANGE = "range"
    """Between two numbers: only in published data, where a source gives no single one."""
    ABSENT = "absent"
    PRESENT = "present"
    PASS = "pass"  # noqa: S105 - a verdict, no password
    FAIL = "fail"
    NOT_TESTED = "not_tested"
    NOT_REPORTED = "not_reported"
    ILLEGIBLE = "illegible"


class ResultWords(NamedTuple):
    """The words by what they say; the patterns find those that stand before or behind a number."""

    results: dict[str, Qualifier]
    symbols: dict[str, Qualifier]
    below: re.Pattern[str]
    above: re.Pattern[str]
    about: re.Pattern[str]
    portion: re.Pattern[str]
    at_most: re.Pattern[str]
    at_least: re.Pattern[str]
    at_most_behind: re.Pattern[str]
    at_least_behind: re.Pattern[str]
    bounds_end: tuple[str, ...]
    """What a limit ends in whose words stand behind its number, without full stop and bracket."""
    no_limit: frozenset[str]

    def may_end_limit(self, text: str) -> bool:
        """Whether `text` ends as a limit does whose words stand behind its number; a quick way past the others."""
        return _end_of(text).endswith(self.bounds_end)


@cache
def load_words() -> ResultWords:
    """The vocabulary of `data/vocabulary/results.toml`."""
    table = words_of("results")
    return ResultWords(
        results={word_key(w): Qualifier(q) for q, languages in table["words"].items() for ws in languages.values() for w in ws},
        symbols={word_key(w): Qualifier(q) for q, ws in table["symbols"].items() for w in ws},
        below=_leading(table["prefix"]["lt"]),
        above=_leading(table["prefix"]["gt"]),
        about=_leading(table["prefix"]["about"]),
        portion=_portion_pattern(table["portion"]["words"]),
        at_most=_leading(table["limit"]["at_most"]),
        at_least=_leading(table["limit"]["at_least"]),
        at_most_behind=_behind([*table["limit"]["at_most"], *table["limit"]["at_most_behind"]]),
        at_least_behind=_behind([*table["limit"]["at_least"], *table["limit"]["at_least_behind"]]),
        bounds_end=tuple({_end_of(w) for key in ("at_most", "at_most_behind", "at_least", "at_least_behind") for w in table["limit"][key]}),
        no_limit=frozenset(map(word_key, table["limit"]["words"]["no_number"])),
    )


def _any_of(words: list[str]) -> str:
    """What matches one of the words, the longest first."""
    return "|".join(re.escape(unicodedata.normalize("NFKC", w)) for w in sorted(words, key=len, reverse=True))


def _leading(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{_any_of(words)})\.?[: ]*(?=[\d.,<≤])", re.IGNORECASE)


def _behind(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?P<number>.*\d\S*.*?)[ ,]*(?<![^\W\d_])\(?(?:{_any_of(words)})\.?\)?", re.IGNORECASE)


def _end_of(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().rstrip(".) ")


def _portion_pattern(words: list[str]) -> re.Pattern[str]:
    choices = "|".join(rf"\b{re.escape(w)}" if w[0].isalpha() else re.escape(w) for w in words)
    number, unit = r"\d+(?:[.,]\d+)?", r"(?P<unit>kg|g|mg|ml|l|grams|gramů|gramos|gramo|gramme?s?|gramm|gram|milliliters?|millilitres?)"
    return re.compile(rf"(?P<word>.+?)[ (,;]*(?:(?:{choices}) ?(?P<n>{number})? ?|\((?P<n2>{number}) ?){unit}\)?", re.IGNORECASE)


def word_key(text: str) -> str:
    """The text of a result word without what printers vary: case, accents, spaces, full stops, commas and hyphens."""
    if text.isascii():
        plain = text.lower()
        return plain if plain.isalnum() else _BETWEEN_LETTERS.sub("", plain) or plain.strip()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_BARRED))
    without_accents = "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")
    return _BETWEEN_LETTERS.sub("", without_accents) or without_accents.strip()


_BARRED: Final = str.maketrans({"đ": "d", "ı": "i", "ł": "l", "ø": "o"})
"""Letters whose stroke or missing dot is no accent that could be taken off."""
_BETWEEN_LETTERS: Final = re.compile(r"[\s.,_-]+")


def meaning_of(text: str) -> Qualifier | None:
    """What a result in words states, in one language or in two; None for other text."""
    words, bare = load_words(), text.strip()
    if found := words.results.get(word_key(bare)):
        return found
    if bare[:1] in "<≤>" and len(bare) > 1:
        found = words.symbols.get(word_key(bare.lstrip("<≤>= ")))
        return found if found is None or (found is Qualifier.TNTC) == bare.startswith(">") else None
    said = one_meaning(bare, lambda part: words.results.get(word_key(part)))
    return Qualifier(said) if said is not None else None


def one_meaning(text: str, meaning: Callable[[str], str | None]) -> str | None:
    """What all parts of a text that strokes part mean alike ("negativní / negative"); None where they do not.

    So do two runs of words with no stroke between them, one language under the other in its cell: "zgodny compliant".
    What one language calls absent another says not to detect: "nieobecne / not detected". Of two parts one may be of a language that
    nobody knows, where the other says that nothing was found: "Nezistené / Not detected".
    """
    if "/" not in text:
        return _of_two_runs(text.split(), meaning)
    parts = [part.strip() for part in text.split("/")]
    said = {meaning(part) for part in parts}
    if said == {"absent", "nd"}:
        return "absent"
    if len(parts) == 2 and " / " in text and said in ({"absent", None}, {"nd", None}):
        strange = next(part for part in parts if meaning(part) is None)
        return next(filter(None, said)) if _OTHER_LANGUAGE.fullmatch(strange) and find_unit(strange) is None else None
    return said.pop() if len(said) == 1 else None


def _of_two_runs(words: Sequence[str], meaning: Callable[[str], str | None]) -> str | None:
    """What the first words and the others, which are not the same, both mean: "nie wykryto not detected"."""
    if not 1 < len(words) <= _MOST_WORDS:
        return None
    for n in range(1, len(words)):
        first, second = " ".join(words[:n]), " ".join(words[n:])
        if first != second and (said := meaning(first)) not in (None, "not_reported") and said == meaning(second):
            return said
    return None


_MOST_WORDS: Final = 8
_OTHER_LANGUAGE: Final = re.compile(r"[^\W\d_]{3,}(?: [^\W\d_]{3,}){0,2}")


def with_digits(text: str) -> str:
    """The text with a test portion's number in digits: "Not Detected in One Gram" -> "Not Detected in 1 Gram"."""
    if text.isalpha() or not text.strip().endswith(_PORTION_ENDS):
        return text  # nearly always
    pattern, numbers = _number_words()
    return pattern.sub(lambda m: f"{m[1]}{numbers[m[2].casefold().replace('-', ' ')]} ", text)


_PORTION_ENDS: Final = ("m", "M", "s", "S", "g", "G", "l", "L", "o", "O", "e", "E", "r", "R")
"""How the words for gram and millilitre end."""


@cache
def _number_words() -> tuple[re.Pattern[str], dict[str, str]]:
    table = words_of("results")["portion"]
    numbers = {word: str(number) for word, number in table["numbers"].items()}
    choices = "|".join(re.escape(word).replace("\\ ", "[ -]") for word in sorted(numbers, key=len, reverse=True))
    joins = "|".join(rf"\b{re.escape(w)} " if w[0].isalpha() else rf"{re.escape(w)} ?" for w in table["words"])
    return re.compile(
        rf"({joins})({choices}) ?(?=(?:k?g|m?l|gram|grams|gramo|gramos|gramm|gramme|grammes|milliliters?)\b)", re.IGNORECASE
    ), numbers
