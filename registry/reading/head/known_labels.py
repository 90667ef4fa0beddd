"""The labels of the vocabulary that begin at a word, in one language or in two."""

from __future__ import annotations

from collections.abc import Sequence

from registry.reading.document import Word
from registry.reading.head.fields import Label, Vocabulary, label_key


def labels_at(words: Sequence[Word], start: int, vocabulary: Vocabulary) -> list[tuple[Label, int]]:
    """The labels that begin at word `start` and where each ends, the longest first: one in two languages with both of them."""
    found: list[tuple[Label, int]] = []
    key, inside = "", False
    if (first := label_key(words[start].text)) and first not in vocabulary.beginnings and words[start].text[0] not in "([":
        return found  # nearly always
    for end in range(start, len(words)):
        text = words[end].text
        if (number := text.rstrip(".,")).isdigit() and number not in vocabulary.numbers:
            break  # "March 10" is no "Marchio", though a picture may show that so
        inside = inside or text.startswith(("(", "["))
        if not inside:  # what stands in brackets is no part of a label: "Unit Mass (g):", "Batch # (if any):"
            key += label_key(text)
        inside = inside and not text.rstrip(":.").endswith((")", "]"))
        if not key or inside:
            continue
        if key not in vocabulary.beginnings:
            break
        if (label := vocabulary.labels.get(key)) is not None:
            found.append((label, end + 1))
    found.reverse()
    if found and (stroke := _stroke_behind(words, found[0][1])):
        found[:0] = _in_two_languages(words, found[0][0], stroke, vocabulary)
    return found


def _stroke_behind(words: Sequence[Word], end: int) -> int:
    """Where words go on behind a stroke at or right after word `end`; 0 where none is."""
    behind = end if words[end - 1].text.endswith("/") else end + 1
    return behind if behind < len(words) and words[behind - 1].text.endswith("/") else 0


def _in_two_languages(words: Sequence[Word], label: Label, start: int, vocabulary: Vocabulary) -> list[tuple[Label, int]]:
    """A label with the other one for its field behind a stroke, and where that ends: "Nazwa próbki / Sample name"."""
    others = [(other, end) for other, end in labels_at(words, start, vocabulary) if other.field == label.field]
    return [(max(label, other, key=lambda said: said.rank), end) for other, end in others[:1]]
