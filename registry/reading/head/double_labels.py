"""Labels with a stroke: of two things that share a value ("Product / Matrix: Green Vein / Leaf powder"), or in two languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from registry.reading.document import Word
from registry.reading.head.fields import Label, Vocabulary, label_key, load_fields, spaced
from registry.reading.head.labels import COLONS
from registry.reading.head.phrases import Phrase, PhrasePage

_MARKS: Final = ("/", "|")
_MOST_WORDS: Final = 9
"""Words of the longest label that names several things."""

Words = Sequence[Word]


def with_labels_parted(grid: PhrasePage, vocabulary: Vocabulary) -> list[Phrase]:
    """The phrases of a page, a label for several fields and its value made one phrase for each of them where both part alike.

    A label that says one field in two languages stays whole, and so does one whose value does not part.
    """
    parted: dict[int, list[Phrase]] = {}
    for phrase in grid.phrases:
        mark = next(filter(phrase.text.__contains__, _MARKS), None)
        labels = _labels(phrase, mark, vocabulary) if mark is not None else []
        if mark is None or not labels:
            continue
        end = _label_end(phrase.words)
        right = grid.right_of(phrase) if end == len(phrase.words) else None
        behind = phrase.words[end:] if right is None else right.words
        values = next((parts for parts in _partings(behind, mark) if len(parts) == len(labels)), None)
        if values is not None:
            pairs = zip(labels, values, strict=True)
            parted[id(phrase)] = [Phrase(phrase.page, (*label[:-1], _with_colon(label[-1]), *value)) for label, value in pairs]
            parted |= {id(right): []} if right is not None else {}
    return [part for phrase in grid.phrases for part in parted.get(id(phrase), (phrase,))]


def in_known_languages(grid: PhrasePage, vocabulary: Vocabulary) -> list[Phrase]:
    """The phrases of a page, labels in two languages of which nobody knows the one without that one's words.

    Only in a column of texts with values right of them: elsewhere the words behind the stroke may be the value.
    """
    if STROKE not in [word.text for word in grid.page.words]:
        return list(grid.phrases)  # most pages
    told = {id(phrase): known for phrase in grid.phrases if (known := _known_side(phrase, vocabulary)) is not None}
    if not told:
        return list(grid.phrases)  # nearly always
    rows = [(phrase, value) for phrase in grid.phrases if (value := grid.right_of(phrase)) is not None]
    listed = {
        id(phrase)
        for phrase, value in rows
        if id(phrase) in told
        and sum(abs(p.x0 - phrase.x0) < _SAME_START and abs(v.x0 - value.x0) < _SAME_START for p, v in rows) >= _LEAST_ROWS
    }
    return [told[id(phrase)] if id(phrase) in listed else phrase for phrase in grid.phrases]


STROKE: Final = "/"
_SAME_START: Final = 3.0
"""In points: texts of one column begin so near to each other."""
_LEAST_ROWS: Final = 3
_MOST_STRANGE: Final = 3
"""Words of a label in a language that nobody knows."""


def _known_side(phrase: Phrase, vocabulary: Vocabulary) -> Phrase | None:
    """The known label of several that strokes part, where another is a few words that are none; it covers the place of all.

    Several known ones are of one field: "Lot / Bag Mark / Nomor Lot".
    """
    words = phrase.words
    marks = [n for n, word in enumerate(words) if word.text == STROKE]
    if not marks or len(words) > _MOST_WORDS or label_key(phrase.text) in vocabulary.labels:
        return None  # "Analysis start / end" is one label
    sides = [words[start + 1 : end] for start, end in pairwise([-1, *marks, len(words)])]
    known = [side for side in sides if side and _label(side, vocabulary) is not None]
    strange = [side for side in sides if 0 < len(side) <= _MOST_STRANGE and all(word.text.isalpha() for word in side)]
    fields = {said.field for side in known if (said := _label(side, vocabulary)) is not None}
    if len(fields) != 1 or not any(side not in known for side in strange):
        return None
    label = list(known[0])
    label[0] = replace(label[0], x0=phrase.x0)
    label[-1] = replace(label[-1], x1=phrase.x1)
    return Phrase(phrase.page, tuple(label))


def _labels(phrase: Phrase, mark: str, vocabulary: Vocabulary) -> list[Words]:
    """The labels that a phrase begins with, where they name several fields; none otherwise."""
    if label_key(phrase.words[0].text.split(mark)[0]) not in vocabulary.beginnings:
        return []  # nearly always
    for parts in _partings(phrase.words[: _label_end(phrase.words)], mark):
        named = [_label(part, vocabulary) for part in parts]
        fields = {label.field for label in named if label is not None}
        if None not in named and len(fields) == len(parts) > 1:
            return parts
    return []


def _label(words: Words, vocabulary: Vocabulary) -> Label | None:
    """The label that words are, all of them together."""
    return vocabulary.labels.get(label_key("".join(word.text for word in words)))


def _label_end(words: Words) -> int:
    """Behind which word a phrase's label ends: that with the first colon, else the last."""
    return next((n for n, word in enumerate(words[:_MOST_WORDS], start=1) if word.text.endswith(COLONS)), len(words))


def _partings(words: Words, mark: str) -> Iterator[list[Words]]:
    """The words parted where the mark stands alone, then where it stands anywhere; only with words on each side of it."""
    for pieces in (words, [piece for word in words for piece in _pieces(word, mark)]):
        marks = [n for n, word in enumerate(pieces) if word.text == mark]
        parts = [pieces[start + 1 : end] for start, end in zip([-1, *marks], [*marks, len(pieces)], strict=True)]
        if all(parts):
            yield parts


def _pieces(word: Word, mark: str) -> Iterator[Word]:
    """A word cut before and behind the mark: "Product/Matrix:" in three."""
    if mark not in word.text or spaced(word.text).strip() in load_fields().words["said_until"]:
        yield word  # "9 March 2026 s/d 12 March 2026"
        return
    width, at = (word.x1 - word.x0) / len(word.text), 0
    for n, text in enumerate(word.text.split(mark)):
        for piece in (mark, text) if n else (text,):
            if piece:
                yield replace(word, text=piece, x0=word.x0 + at * width, x1=word.x0 + (at + len(piece)) * width)
            at += len(piece)


def _with_colon(word: Word) -> Word:
    return word if word.text.endswith(COLONS) else replace(word, text=f"{word.text}:")
