"""What a letter says of its sample in a sentence: 'One bottle of "Green Malay" (lot GM-1) was received and entered as sample 26-114'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from registry.reading.control_words import titles_controls
from registry.reading.document import Word
from registry.reading.head.dates import find_dates
from registry.reading.head.fields import RANKS, load_fields, spaced
from registry.reading.head.known_labels import labels_at
from registry.reading.head.labels import TaggedPage
from registry.reading.head.phrases import Found, Phrase

SURE: Final = 0.8
LINE_WORDS: Final = 6
"""Words of a line in a paragraph, unless it is the last."""
FEWEST_WORDS: Final = 8
"""Words of a sentence; a label with its value has fewer."""
LONGEST_NAME: Final = 80
"""Characters of a product's name."""
_QUOTED: Final = re.compile(r"[“„«‟\"]\s?([^“”„«»\"]{3,80}?)[\s,.]?[”“»\"]")
_CODE: Final = re.compile(r"#?((?=[\w./-]*\d)[A-Z0-9][\w./-]{2,30})", re.IGNORECASE)
_ENDS: Final = re.compile(r"(?:[^\W\d_]{3}|\d)[)”]?[.!?]$")
"""How a sentence's last word ends; "No." and "Nr." end none."""


def said_of_sample(pages: Sequence[TaggedPage]) -> dict[str, Found]:
    """Product, material, lot and sample number by field, as the sentences of page one give them that say what was received or taken."""
    said: dict[str, Found] = {}
    for sentence in _sentences(pages[0]):
        plain = spaced(sentence.text)
        if len(sentence.words) < FEWEST_WORDS or not any(load_fields().says(group, plain) for group in ("said_received", "said_collected")):
            continue
        for name, found in _numbers(sentence):
            if name not in said and not _of_controls(pages[0], found):
                said[name] = found
        product = _quoted(sentence) or _before_lot(sentence)
        for name, of_it in (("product_name", product), ("matrix", _material(sentence))):
            if of_it is not None:
                said.setdefault(name, of_it)
    return said


def _of_controls(page: TaggedPage, number: Found) -> bool:
    """Whether a number stands in a line that titles quality control: "Quality control of batch QC-12", a batch of the laboratory's own."""
    word = number.phrases[0].words[0]
    return any(word in phrase.words and titles_controls(phrase.text) for phrase in page.grid.phrases)


def _sentences(page: TaggedPage) -> Iterator[Phrase]:
    """The words of the page's paragraphs, line after line, up to each full stop."""
    words: list[Word] = []
    last: Phrase | None = None
    for phrase in page.grid.phrases:
        goes_on = last is not None and abs(phrase.x0 - last.x0) < phrase.size and phrase.baseline - last.baseline < 2 * phrase.size
        if len(phrase.words) >= LINE_WORDS or goes_on:
            words += phrase.words
            last = phrase
    start = 0
    for at, word in enumerate(words):
        begins = at + 1 < len(words) and words[at + 1].text[:1].isupper()
        if (_ENDS.search(word.text) and begins) or at + 1 == len(words):
            yield Phrase(page.grid.page, tuple(words[start : at + 1]))
            start = at + 1


def _numbers(sentence: Phrase) -> Iterator[tuple[str, Found]]:
    """The numbers right behind the labels of lot and sample: "(lot GM-1)", "as sample NP-26-114"."""
    bare = _without_brackets(sentence)
    for at in range(len(bare) - 1):
        if not bare[at].text:
            continue
        for label, end in labels_at(bare, at, load_fields()):
            value = _number(bare[end]) if end < len(bare) and label.field in ("lot", "sample_id") and label.rank >= RANKS["good"] else None
            part = sentence.part(end, end + 1)
            if value is not None and part is not None:
                yield label.field, Found(value, (part,), SURE)
                break


def _without_brackets(sentence: Phrase) -> list[Word]:
    """The words of a sentence without the brackets that open before them."""
    return [replace(word, text=word.text.lstrip("([")) if word.text.startswith(("(", "[")) else word for word in sentence.words]


def _number(word: Word) -> str | None:
    code = _CODE.fullmatch(word.text.strip(",;:()[]").rstrip("."))
    return None if code is None or find_dates(word.text) else code[1]


def _quoted(sentence: Phrase) -> Found | None:
    """What stands in quotation marks."""
    quoted = _QUOTED.search(sentence.text)
    if quoted is None or find_dates(quoted[1]):
        return None
    first = sentence.text.count(" ", 0, quoted.start(1))
    part = sentence.part(first, first + quoted[1].count(" ") + 1)
    return Found(quoted[1].strip(), (part,), SURE) if part is not None else None


def _material(sentence: Phrase) -> Found | None:
    """The plant by its Latin name with what was made of it: "The Mitragyna speciosa leaf powder was entered as"."""
    has, words = load_fields().has, sentence.words
    for at in (n for n, word in enumerate(words) if word.text.isalpha() and has("genus", word.text)):
        end = at + 2
        while end < len(words) and words[end].text.isalpha() and words[end].text.islower() and has("matrix", words[end].text):
            end += 1
        part = sentence.part(at, end)
        if part is not None and end > at + 2 and words[at + 1].text.islower():
            return Found(part.text, (part,), SURE - 0.1)
    return None


def _before_lot(sentence: Phrase) -> Found | None:
    """The name between a word such as "of" or "labeled" and the lot: "one bag of Green Malay Powder, lot GM-1"."""
    bare = _without_brackets(sentence)
    lots = (
        at for at, word in enumerate(bare) if word.text and any(label.field == "lot" for label, _ in labels_at(bare, at, load_fields()))
    )
    end = next(lots, 0)
    start = max((at + 1 for at in range(end) if load_fields().has("said_named", sentence.words[at].text)), default=0)
    part = sentence.part(start, end) if 0 < start < end else None
    name = part.text.strip(" ,;:([") if part is not None else ""
    named = [word for word in name.split() if word[:1].isupper()]
    if part is None or len(name) > LONGEST_NAME or len(named) < 2 or 2 * len(named) < len(name.split()) or not name[:1].isupper():
        return None
    return Found(name, (part,), SURE - 0.1)
