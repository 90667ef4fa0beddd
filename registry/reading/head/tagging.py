"""Finds the labels of a page ("Batch:", "Date received"): a new one begins where words, colons, gaps and weight say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import pairwise
from typing import Final

from registry.model.evidence import Stage
from registry.reading.document import Page, Word
from registry.reading.head.dates import find_dates
from registry.reading.head.double_labels import in_known_languages, with_labels_parted
from registry.reading.head.fields import OTHER, Label, Vocabulary, label_key, load_fields, squeezed
from registry.reading.head.known_labels import labels_at
from registry.reading.head.labels import (
    BEGINS,
    COLON,
    COLONS,
    COLONS_MISREAD,
    ENDS_VALUE,
    NUMBER,
    NUMBER_WORDS,
    STACKED,
    Tag,
    TaggedPage,
    marks_of,
)
from registry.reading.head.phrases import Phrase, PhrasePage, phrase_page

# "Sample:DA303" and "č.50P/2026" are a label and a value without a space.
_GLUED: Final = re.compile(r"^([^\W\d][^\W\d_]+#?:|(?:č|no|nr|n)\.º?)(?=[^/:\s])(.*\d.*|[^\W\d_]{2,}.*)$", re.IGNORECASE)
_RATIO: Final = re.compile(r"[A-Z]{2,4}(?::[A-Z]{2,4})+")
"""What a product's name tells of its analytes, and no label: "CBD:CBN:THC Gummies"."""
_PARTS: Final = (",", "–", "—")
"""What stands between two things that a line tells."""
_LEAD: Final = re.compile(r"^(\[\w\]|[+*•▪·✔■-]|\(?\w\)|\d\.)$")
DATES: Final = ("collected", "received", "completed", "tested", "reported")
_NAMED: Final = ("product_name", "client", "matrix")
_NUMBERED: Final = {"lab": Label("sample_id", 2.0), "client": Label(OTHER, 0), "product_name": Label(OTHER, 0)}
"""What a name's label means with the number sign behind it: "Lab #", "Client #", "Product #"."""


def tag_page(page: Page) -> TaggedPage:
    """The page's phrases with every label found."""
    vocabulary = load_fields()
    whole = phrase_page(replace(page, words=tuple(_unglued(page.words))))
    joined = replace(whole, phrases=tuple(_colons_joined(whole)))
    joined = replace(whole, phrases=tuple(with_labels_parted(joined, vocabulary)))
    phrases: list[Phrase] = []
    for phrase in in_known_languages(joined, vocabulary):
        marks = marks_of(phrase.words) if len(phrase.words) > 1 else 0
        phrases += _separate_labels(phrase, vocabulary, marks) if marks & BEGINS else (phrase,)
    phrases = _wrapped_labels(phrases, vocabulary)
    grid = replace(whole, phrases=tuple(phrases))
    tags: list[Tag] = []
    tagged: set[int] = set()
    for phrase in grid.phrases:
        marks = marks_of(phrase.words)
        found = list(_tags(phrase, vocabulary, marks)) if marks & (BEGINS | COLON) else []
        tags += found
        if found and _led(phrase, found[0].start):
            tagged.add(id(phrase))
    for tag in _in_columns([p for p in grid.phrases if id(p) not in tagged], tags, vocabulary):
        tags.append(tag)
        tagged.add(id(tag.phrase))
    values = _in_columns_of_values(grid, tags)
    return TaggedPage(grid, tuple(tag for tag in tags if id(tag.phrase) not in values), frozenset(tagged - values))


def _in_columns_of_values(grid: PhrasePage, tags: Sequence[Tag]) -> set[int]:
    """Phrases that read like labels and are the values of labels with a colon, in a column with others: "Type:   Finished Product"."""
    bare = {id(tag.phrase) for tag in tags if tag.start == 0 and not tag.colon and tag.inline is None}
    if not bare:
        return set()
    values = [right for tag in tags if tag.colon and tag.inline is None and (right := grid.right_of(tag.phrase)) is not None]
    return {id(p) for p in values if id(p) in bare and sum(abs(p.x0 - other.x0) <= SAME_START for other in values) > OTHERS}


SAME_START, OTHERS = 2.0, 2
"""In points: values that begin so near to each other stand in one column; so many others beside one make it a column."""


def _colons_joined(grid: PhrasePage) -> Iterator[Phrase]:
    """The phrases with a colon that stands before a value, in a column of its own, given to the label left of it."""
    ends = {id(left): p for p in grid.phrases if p.words[0].text.startswith(COLONS) and (left := _left_of(grid, p)) is not None}
    colons = {id(p) for p in ends.values()}
    for phrase in grid.phrases:
        words = phrase.words
        if id(phrase) in colons:
            rest = words[0].text.lstrip(":： ")
            words = (replace(words[0], text=rest), *words[1:]) if rest else words[1:]
        if id(phrase) in ends and words:
            words = (*words[:-1], replace(words[-1], text=words[-1].text + ":"))
        if words:
            yield phrase if words is phrase.words else Phrase(phrase.page, words)


LABEL_PITCH: Final = 1.5
"""In sizes: two lines of one label in a narrow cell stand closer."""
LABEL_WORDS: Final = 6


def _wrapped_labels(phrases: Sequence[Phrase], vocabulary: Vocabulary) -> list[Phrase]:
    """The phrases, those joined that are a label in two lines ("Fecha de" over "recepción"), level with the value beside them."""
    joined: dict[int, Phrase] = {}
    lower: set[int] = set()
    starts: dict[int, list[Phrase]] = {}
    for phrase in phrases:
        if len(phrase.words) <= LABEL_WORDS:
            starts.setdefault(round(phrase.x0), []).append(phrase)
    for column in starts.values():
        for above, below in pairwise(column):
            near = 0.6 * above.size < below.baseline - above.baseline < LABEL_PITCH * above.size
            if not near or id(above) in lower:
                continue
            if ":" in above.text:
                if (whole := _ends_below_its_colon(above, below, vocabulary)) is not None:
                    joined[id(above)] = whole
                    lower.add(id(below))
                continue
            first, second = label_key(above.text), label_key(below.text)
            if _say_more(first, second, vocabulary):
                said = (*above.words, *below.words)
            else:
                said = _said_twice(above, below, vocabulary.labels.get(first), vocabulary.labels.get(second), phrases)
                if said and second not in vocabulary.labels and _stand_over_values(above, below, column):
                    continue
            if said:
                level = (above.baseline + below.baseline) / 2
                joined[id(above)] = Phrase(above.page, tuple(replace(word, baseline=level) for word in said))
                lower.add(id(below))
    return [joined.get(id(p), p) for p in phrases if id(p) not in lower]


def _ends_below_its_colon(above: Phrase, below: Phrase, vocabulary: Vocabulary) -> Phrase | None:
    """A label that goes on in the line below its colon, level with its value: "Nama    : Acme" over "Pelanggan"; None for others."""
    begun = above.text[:-1].rstrip()
    if not above.text.endswith(":") or ":" in begun + below.text or not _say_more(label_key(begun), label_key(below.text), vocabulary):
        return None
    words = (*above.words[:-1], replace(above.words[-1], text=above.words[-1].text.rstrip(":")), *below.words)
    words = (*words[:-1], replace(words[-1], text=f"{words[-1].text}:"))
    return Phrase(above.page, tuple(replace(word, baseline=above.baseline) for word in words))


def _said_twice(above: Phrase, below: Phrase, first: Label | None, second: Label | None, phrases: Sequence[Phrase]) -> tuple[Word, ...]:
    """The words of one of two lines that are a label in two languages, with its value level with the middle of both; none for others.

    `first` and `second` are what the lines are labels of. Where one is not known, it is the other language's by its size of print.
    """
    if first is None and second is None:
        return ()  # nearly always
    known, other = (above, below) if first is not None else (below, above)
    if first is not None and second is not None:
        known = below if first.field == OTHER else above
        alike = first.field == second.field or OTHER in (first.field, second.field)
    else:
        alike = min(above.size, below.size) < SMALLER * max(above.size, below.size) and other.text.replace(" ", "").isalpha()
    if not alike:
        return ()
    level, off = (above.baseline + below.baseline) / 2, 0.3 * (below.baseline - above.baseline)
    beside = [p for p in phrases if p.x0 >= min(above.x1, below.x1) and above.baseline - 1 < p.baseline < below.baseline + 1]
    right = min(beside, key=lambda p: p.x0, default=None)
    return known.words if right is not None and abs(right.baseline - level) < off else ()


def _stand_over_values(above: Phrase, below: Phrase, column: Sequence[Phrase]) -> bool:
    """Whether lines that are set as these two hold figures in the lower one: labels of a list over their values, in no second language."""
    pairs = ((a, b) for a, b in pairwise(column) if abs(a.size - above.size) < SAME_SIZE and abs(b.size - below.size) < SAME_SIZE)
    return sum(b.baseline - a.baseline < LABEL_PITCH * a.size and any(map(str.isdigit, b.text)) for a, b in pairs) >= STACKED


SAME_SIZE: Final = 0.1
"""In points: print of one size differs by less."""


SMALLER: Final = 0.9
"""What nobody knows over or under a label, one of them in so much smaller print, says it in another language."""


def _say_more(first: str, second: str, vocabulary: Vocabulary) -> bool:
    """Whether two lines, by their keys, are together a surer label than either alone."""
    labels = vocabulary.labels
    whole = labels.get(first + second) if first in vocabulary.beginnings else None
    if whole is None:
        return False  # nearly always
    alone = max(labels[key].rank if key in labels else 0.0 for key in (first, second))
    return whole.rank > alone or first not in labels


def _left_of(grid: PhrasePage, phrase: Phrase) -> Phrase | None:
    """The words on the line left of this phrase that a colon can end: few, and without one."""
    before = [p for p in grid.beside(phrase) if p.x1 <= phrase.x0 + 1]
    left = max(before, key=lambda p: p.x1, default=None)
    if left is None or sum(word.text not in "/|" for word in left.words) > 6 or phrase.x0 - left.x1 > 0.3 * grid.page.width:
        return None
    return left if left.text[-1].isalnum() or left.text.endswith((".", ")", "#")) else None


def _separate_labels(phrase: Phrase, vocabulary: Vocabulary, marks: int) -> Iterator[Phrase]:
    """A phrase of several labels and nothing else ("Date Received Date Reported", the head of a grid) as one phrase for each."""
    if marks & COLON and (start := _label_after_gap(phrase, vocabulary)) is not None:
        yield Phrase(phrase.page, phrase.words[:start])
        yield from _separate_labels(Phrase(phrase.page, phrase.words[start:]), vocabulary, marks)
        return
    if squeezed(phrase.text) in vocabulary.titles:
        yield phrase  # "Laboratory report" is one title and no two labels
        return
    cuts, words, fields = [0], phrase.words, set[str]()
    while cuts[-1] < len(words) and (known := labels_at(words, cuts[-1], vocabulary)):
        fields.add(known[0][0].field)
        cuts.append(known[0][1])
    in_two_languages = len(fields) == 1 and any(words[cut - 1].text.endswith("/") for cut in cuts[1:-1])  # "Cliente / Client:"
    if cuts[-1] != len(words) or len(cuts) < 3 or in_two_languages:
        yield phrase
        return
    yield from (Phrase(phrase.page, words[start:end]) for start, end in pairwise(cuts))


def _label_after_gap(phrase: Phrase, vocabulary: Vocabulary) -> int | None:
    """Where a label with its colon begins behind a gap wider than the others ("Ironbridge LLC  Work Order:"), None where none does.

    Behind a number it may be the only gap: "26-0387  Reported:".
    """
    words = phrase.words
    gaps = [b.x0 - a.x1 for a, b in pairwise(words)]
    for start in range(1, len(words)):
        apart = _set_apart(phrase, start) and _code(words[0].text) if start == 1 else gaps[start - 1] >= 1.3 * min(gaps)
        if apart and gaps[start - 1] >= 0.4 * phrase.size:
            known = labels_at(words, start, vocabulary)
            if any(words[end - 1].text.endswith(COLONS) for _, end in known) and not words[start - 1].text.endswith(COLONS):
                return start
    return None


def _in_columns(phrases: Sequence[Phrase], tags: Sequence[Tag], vocabulary: Vocabulary) -> list[Tag]:
    """Labels without a colon whose values start where those of at least two others do: "Client Acme" over "Matrix Leaf"."""
    likely: list[tuple[float, Tag]] = []
    for phrase in phrases:
        for label, end in labels_at(phrase.words, 0, vocabulary)[:1]:
            if end < len(phrase.words) <= 12 and (label.rank >= 3 or (label.rank >= 2 and end >= 2)):
                likely.append((phrase.words[end].x0, Tag(label, phrase, 0, end, len(phrase.words), colon=False)))
    listed = [tag for _, tag in likely if tag.label.field in _NAMED and tag.label.rank >= 3 and _is_listed(tag, tags)]
    starts = [x0 for x0, _ in likely] + [value.x0 for tag in tags if tag.start == 0 and (value := tag.inline) is not None]
    return [tag for x0, tag in likely if sum(abs(x0 - other) <= 2 for other in starts) >= 3 or tag in listed]


def _is_listed(tag: Tag, tags: Sequence[Tag]) -> bool:
    """Whether a name behind its label stands next to two more labels with values, all without colons: "Client Acme" under "Lot A-7"."""
    phrase, value = tag.phrase, tag.inline
    if value is None or not _begins_a_name(value.text):
        return False
    near = [t.phrase for t in tags if t.start == 0 and not t.colon and t.inline is not None and t.label.field != OTHER]
    return sum(abs(p.x0 - phrase.x0) <= 1 and 0 < abs(p.baseline - phrase.baseline) <= LISTED * phrase.size for p in near) >= OTHERS


LISTED: Final = 3.2
"""In sizes: so near stand the two next lines of a list."""


def _led(phrase: Phrase, start: int) -> bool:
    return all(_LEAD.match(word.text) for word in phrase.words[:start])


def _unglued(words: Sequence[Word]) -> list[Word]:
    out: list[Word] = []
    for word in words:
        if "/" in word.text[1:-1] and (sides := _sides_of_label(word)) is not None:
            out += sides
            continue
        match = _GLUED.match(word.text) if ":" in word.text or "." in word.text else None
        if not match or word.text.lower().startswith(("http", "www")) or (_RATIO.fullmatch(word.text) and not _is_label(match[1])):
            out.append(word)
            continue
        cut = word.x0 + (word.x1 - word.x0) * match.end(1) / len(word.text)
        out += [replace(word, text=match[1], x1=cut), replace(word, text=word.text[match.end(1) :], x0=cut)]
    return out


def _is_label(text: str) -> bool:
    return label_key(text) in load_fields().labels


def _sides_of_label(word: Word) -> list[Word] | None:
    """A word that is a label said twice, parted behind its stroke: "Producer/Client:"; None for any other."""
    first, _, second = word.text.partition("/")
    labels = load_fields().labels
    one, other = labels.get(label_key(first)), labels.get(label_key(second))
    if one is None or other is None or one.field != other.field or label_key(word.text) in labels:
        return None
    cut = word.x0 + (word.x1 - word.x0) * (len(first) + 1) / len(word.text)
    return [replace(word, text=f"{first}/", x1=cut), replace(word, text=second, x0=cut)]


def _tags(phrase: Phrase, vocabulary: Vocabulary, marks: int) -> Iterator[Tag]:
    """The labels of a phrase; inside a sentence only a colon or a number's sign makes one."""
    anywhere = marks & (COLON | NUMBER)
    open_tag: Tag | None = None
    place, boundary = 0, True
    words = phrase.words
    while place < len(words):
        if _LEAD.match(words[place].text) and boundary and place + 1 < len(words):
            place += 1
            continue
        tag = _tag_at(phrase, place, vocabulary, boundary=boundary) if boundary or anywhere else None
        if tag is None and place and words[place - 1].text.endswith(_PARTS):
            tag = _after_mark(phrase, place, vocabulary)
        if tag is None and open_tag is not None and place > open_tag.end and _set_apart(phrase, place):
            tag = _behind_a_value(phrase, place, vocabulary)
        if tag is None:
            boundary = words[place].text.endswith(ENDS_VALUE)
            place += 1
            continue
        if open_tag is not None:
            yield replace(open_tag, stop=tag.start)
        open_tag, place, boundary = tag, tag.end, False
    if open_tag is not None:
        yield open_tag


def _behind_a_value(phrase: Phrase, start: int, vocabulary: Vocabulary) -> Tag | None:
    """A label that stands off from the value of another one on its line: "Received 04/02/2026   Completed 04/09/2026"."""
    words = phrase.words
    for label, end in labels_at(words, start, vocabulary):
        if label.rank < 3 or not words[start].text[0].isupper():
            continue
        if end == len(words):
            if label.field in DATES and find_dates(words[start - 1].text):
                return Tag(label, phrase, start, end, end, colon=False)  # its own date stands further off
            continue
        rest = " ".join(word.text for word in words[end:])
        dated = bool((dates := find_dates(rest)) and dates[0].start == 0)
        if dated if label.field in DATES else (label.field != OTHER and not dated and _begins_a_name(words[end].text)):
            return Tag(label, phrase, start, end, len(words), colon=False)
    return None


def _after_mark(phrase: Phrase, start: int, vocabulary: Vocabulary) -> Tag | None:
    """A further number or day on a line that tells several: "Report No. 26-0387, our sample 26-0387-1", "customer – sampled 24/03/2026"."""
    words = phrase.words
    for label, end in labels_at(words, start, vocabulary):
        last = end + 1 == len(words) or (end < len(words) and words[end].text.endswith(","))
        if label.field in ("report_id", "sample_id", "lot") and label.rank >= 2 and last and _code(words[end].text):
            return Tag(label, phrase, start, end, end + 1, colon=False)
        if (
            label.field in DATES
            and label.rank >= 3
            and (dates := find_dates(" ".join([w.text for w in words[end:]])))
            and not dates[0].start
        ):
            return Tag(label, phrase, start, end, len(words), colon=False)
    return None


def _tag_at(phrase: Phrase, start: int, vocabulary: Vocabulary, *, boundary: bool) -> Tag | None:
    words = phrase.words
    for named, last in labels_at(words, start, vocabulary):
        end, label = last, named
        while end < len(words) and words[end].text in (":", "#", "#:", ".:", "."):
            end += 1
        if label.field in _NUMBERED and "#" in words[last - 1].text + words[end - 1].text:
            label = _NUMBERED[label.field]
        ends = COLONS_MISREAD if boundary and phrase.page.stage is Stage.OCR and label.rank >= 3 else COLONS
        colon = words[end - 1].text.rstrip().endswith(ends) or (boundary and label.rank >= 2 and _weight_changes(phrase, start, end))
        if colon or _names_what_follows(phrase, start, end, label, vocabulary, boundary=boundary):
            return Tag(label, phrase, start, end, len(words), colon)
    return _unknown_tag(phrase, start, vocabulary) if boundary else None


def _names_what_follows(phrase: Phrase, start: int, end: int, label: Label, vocabulary: Vocabulary, *, boundary: bool) -> bool:
    """Whether words without a colon are a label: alone in their phrase, or before a number, a date or a verdict of their kind."""
    words = phrase.words
    if boundary and end == len(words):
        return True
    rest = " ".join([word.text for word in words[end:]])
    last = words[end - 1].text
    numbered = last.endswith("#") or squeezed(last) in NUMBER_WORDS or words[start].text.endswith("#")
    if numbered and end < len(words) and any(c.isdigit() for c in words[end].text):
        return boundary or label.field != OTHER
    if boundary and label.rank >= 3 and _set_apart(phrase, end):
        return True
    if (
        boundary
        and label.rank >= (2 if label.field in ("matrix", "client") else 3)
        and label.field in _NAMED
        and end - start >= 2
        and len(words) - end <= (MOST_OF_ADDRESS if label.field == "client" else MOST_OF_NAME)
        and _begins_a_name(words[end].text)
    ):
        return True  # "Sample Name Green Vein Powder", "Made for Heron Botanicals, 41 Quay Street"
    alone = len(words) - end == 1 or (len(words) - end > 1 and words[end + 1].text in ENDS_VALUE)
    if label.field in ("report_id", "sample_id", "lot") and boundary and label.rank >= 2 and alone and _code(words[end].text):
        return True  # "Lot HG-2601", "Sample 26-0114 | Lot HG-2601"
    if label.field == "lot" and boundary and len(words) - end == 2 and words[end].text.isupper() and _code(words[-1].text):
        return True  # "Lot HGX-M 0226B"
    if label.field == "report_id" and boundary and len(words) - end <= 3 and any(c.isdigit() for c in rest):
        return True  # "Protokol o zkouškách ML: 63/26"
    if not boundary:
        return False
    if label.field in DATES:
        return bool((dates := find_dates(rest)) and dates[0].start <= 1)
    return label.field == "overall_status" and vocabulary.verdict(rest) is not None


MOST_OF_NAME, MOST_OF_ADDRESS = 8, 12
"""Words of a name behind a label without a colon, and of a business with its address."""


def _weight_changes(phrase: Phrase, start: int, end: int) -> bool:
    """Whether all of a label is set in one weight and all that follows in another, which parts them as a colon does."""
    bold = [word.index in phrase.page.bold for word in phrase.words[start:]]
    label, value = set(bold[: end - start]), set(bold[end - start :])
    return len(label) == len(value) == 1 and label != value


def _set_apart(phrase: Phrase, end: int) -> bool:
    """Whether what follows the label stands off from it by more than a space."""
    words = phrase.words
    return words[end].x0 - words[end - 1].x1 > 0.55 * phrase.size


def _begins_a_name(text: str) -> bool:
    return text[0].isupper() or text[0].isdigit()


def _code(text: str) -> bool:
    return len(text) >= 4 and sum(c.isdigit() for c in text) >= 2 and not find_dates(text)


def _unknown_tag(phrase: Phrase, start: int, vocabulary: Vocabulary) -> Tag | None:
    """Words up to a colon that the vocabulary does not know; their last words may still name a field ("SHMA Report ID:")."""
    words = phrase.words
    for end in range(start + 1, min(len(words), start + 6) + 1):
        if words[end - 1].text.endswith(";"):
            return None
        if not words[end - 1].text.endswith((":", "：")):
            continue
        if not any(c.isalpha() for word in words[start:end] for c in word.text):
            return None
        for first in range(start + 1, end):
            known = next((label for label, last in labels_at(words[:end], first, vocabulary) if last == end), None)
            if known and known.field != OTHER and end - first > 1:
                return Tag(Label(known.field, known.rank - 0.6), phrase, start, end, len(words), colon=True, whole=False)
        label = (
            _with_more_words(words[start:end], vocabulary)
            or _misread(phrase, start, end, vocabulary)
            or _laboratorys_own_number(words[start:end], vocabulary)
            or Label(OTHER, 0)
        )
        return Tag(label, phrase, start, end, len(words), colon=True, whole=False)
    return None


def _with_more_words(words: Sequence[Word], vocabulary: Vocabulary) -> Label | None:
    """A sure label that goes on for a word or three: "Sample Name / Strain:", "Received by Lab:"."""
    for label, end in labels_at(words, 0, vocabulary):
        more = words[end:]
        if label.field != OTHER and label.rank >= 3 and 0 < len(more) <= 3 and not any(vocabulary.has("attribute", w.text) for w in more):
            return Label(label.field, label.rank - 0.7)
    return None


def _misread(phrase: Phrase, start: int, end: int, vocabulary: Vocabulary) -> Label | None:
    """On a recognised page, the label that differs from the printed one by a letter or two."""
    if phrase.page.stage is not Stage.OCR:
        return None
    key = label_key("".join(word.text for word in phrase.words[start:end]))
    near = get_close_matches(key, vocabulary.labels, n=1, cutoff=0.84) if len(key) >= 6 else []
    return vocabulary.labels[near[0]] if near else None


def _laboratorys_own_number(words: Sequence[Word], vocabulary: Vocabulary) -> Label | None:
    """A label that is an acronym's number ("CTLA ID:"): laboratories so call the number they give a sample."""
    if len(words) == 3 and squeezed(words[0].text) == "sample":  # "Sample ABC #:"
        words = words[1:]
    elif 3 <= len(words) <= 5 and vocabulary.has("laboratory", words[-2].text):  # "Kemist Labs #:"
        return Label("sample_id", 1.5) if squeezed(words[-1].text) in NUMBER_WORDS or words[-1].text.startswith("#") else None
    if len(words) != 2 or (squeezed(words[1].text) not in NUMBER_WORDS and not words[1].text.startswith("#")):
        return None
    acronym = words[0].text
    plain = acronym.isalpha() and acronym.isupper() and 3 <= len(acronym) <= 6
    return Label("sample_id", 0.9) if plain and not vocabulary.has("no_laboratory", acronym) else None
