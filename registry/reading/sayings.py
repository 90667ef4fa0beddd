"""Phrases of whole words that a text may hold, looked for all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


class Sayings:
    """Some hundred phrases (words of letters and digits, one space between them), of which a page says three or four.

    Each is kept under its longest word: a phrase is looked for only where the text holds that word.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_word: dict[str, list[str]] = {}
        for phrase in dict.fromkeys(phrases):
            self._by_word.setdefault(max(phrase.split(), key=len), []).append(phrase)
        self._words = frozenset(self._by_word)

    def said_in(self, words: Sequence[str]) -> list[str]:
        """The phrases that stand in a text of these words, each once, in no order."""
        told = self._words.intersection(words)
        if not told:
            return []
        text = f" {' '.join(words)} "
        return [phrase for word in told for phrase in self._by_word[word] if f" {phrase} " in text]


def places_of(phrases: Iterable[str], text: str) -> list[tuple[int, str]]:
    """Where in `text` the phrases stand as whole words, with the phrase: in order, the longer one where two begin or lie in one place."""
    padded = f" {text} "
    found = sorted((at, -len(phrase), phrase) for phrase in phrases for at in each_place(f" {phrase} ", padded))
    out: list[tuple[int, str]] = []
    end = 0
    for at, length, phrase in found:
        if at >= end:
            out.append((at, phrase))
            end = at - length
    return out


def each_place(part: str, text: str) -> Iterator[int]:
    """Every place where `part` begins in `text`."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)
