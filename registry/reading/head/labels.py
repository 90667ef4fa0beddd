"""Labels on a page and the values they name: beside them, right of them, or below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Final

from registry.reading.document import Word
from registry.reading.head.fields import Label, label_key, load_fields
from registry.reading.head.phrases import Phrase, PhrasePage
from registry.reading.heading_roles import read_heading
from registry.reading.panels import name_panel
from registry.reading.shapes import Shape, cell_shape
from registry.reading.vocabulary import Role
from registry.remembered import remembered

_HYPHEN_AT_END: Final = re.compile(r"(?<=\w)- (?=[a-z])")
_PLACEHOLDER: Final = re.compile(r"[-–—_]{3,}")
"""What stands in a column of which a line has nothing to say."""
ENDS_VALUE: Final = (";", "|", "•", "·")
NUMBER_WORDS: Final = ("no", "nr", "number", "id", "c", "n", "code")
_NUMBER_KEYS: Final = frozenset(map(label_key, NUMBER_WORDS))
COLONS: Final = (":", "：")
COLONS_MISREAD: Final = (*COLONS, ";")
INLINE, RIGHT, BELOW = "inline", "right", "below"
BEGINS, COLON, NUMBER = 1, 2, 4
"""Marks of a word, as bits: a label may begin with it; it ends in a colon; it says that a number follows."""


@dataclass(frozen=True)
class Tag:
    """A label found in a phrase: words `start` to before `end`; its value's words follow up to `stop`.

    `colon`: with a colon, or a change of weight that does the same. `whole`: the label as printed is known, not just its last words.
    """

    label: Label
    phrase: Phrase
    start: int
    end: int
    stop: int
    colon: bool
    whole: bool = True

    @cached_property
    def inline(self) -> Phrase | None:
        """The rest of the phrase up to the next label."""
        start, stop = self.end, self.stop
        words = self.phrase.words
        while start < stop and words[start].text.strip(":#.-–|=") == "":
            start += 1
        while start < stop and words[stop - 1].text in (*ENDS_VALUE, "-", "–", ","):
            stop -= 1
        return self.phrase.part(start, stop) if start < stop else None


OFF_LINE = 0.3
"""In sizes: a value further off its label's baseline is one line of several that the label stands beside."""

STACKED, MOST_STACKED = 2, 0.75
"""So many other labels of a column, and such a share of them all, stand over their values where they are a list along a page's side."""
BLOCK_LINES = 7.5
"""In sizes: how far over the sample's label the client's stands at most, with name and address between them."""
HALF_PITCH = 0.85
"""In sizes: half the way from one line to the next at most."""


@dataclass(frozen=True)
class Value:
    """What a label names: one phrase for each line, and how it stands to its label."""

    tag: Tag
    lines: tuple[Phrase, ...]
    place: str

    @property
    def text(self) -> str:
        joined = " ".join(line.text for line in self.lines)
        return _HYPHEN_AT_END.sub("", joined).strip(" ;|:,")


@dataclass(frozen=True)
class TaggedPage:
    """A page's phrases and the labels among them."""

    grid: PhrasePage
    tags: tuple[Tag, ...]
    tagged: frozenset[int]
    """`id` of the phrases that begin with a label."""

    def is_label(self, phrase: Phrase) -> bool:
        return id(phrase) in self.tagged

    def is_labelled(self, phrase: Phrase) -> bool:
        """Whether a phrase stands right behind a label on its line: "Sampled by   Customer, 28/09/2026"."""
        before = max((p for p in self.grid.beside(phrase) if p.x1 <= phrase.x0), key=lambda p: p.x1, default=None)
        return before is not None and self.is_label(before)

    def in_row_of_labels(self, tag: Tag) -> bool:
        """Whether two other labels stand on the label's line, each without a value on it: the head of a grid."""
        beside = [
            t for t in self.tags if t.phrase is not tag.phrase and t.start == 0 and t.inline is None and t.phrase.same_line(tag.phrase)
        ]
        return len(beside) >= 2

    def lists_samples(self, tag: Tag) -> bool:
        """Whether the label stands in a row of labels over several samples: under the number of one stands a number like it."""
        if not self.in_row_of_labels(tag):
            return False
        numbered = [t for t in self.tags if t.label.field in _NUMBERED and t.phrase.same_line(tag.phrase)]
        firsts = [value.lines[0] for t in numbered if (value := self.value(t)) is not None and value.place == BELOW]
        return any(
            (second := self.grid.below(first, aligned=True)) is not None and second.text != first.text and _shape(second) == _shape(first)
            for first in firsts
        )

    def in_column_of_labels(self, tag: Tag) -> bool:
        """Whether the values of two other labels in the same column begin where the one right of this label does; of one, in a grid."""
        right = self.grid.right_of(tag.phrase)
        return right is not None and self._stands_level(tag, right, 4)

    def _stands_level(self, tag: Tag, right: Phrase, jitter: float) -> bool:
        level = sum(abs(right.x0 - x0) <= jitter for x0, _ in self._neighbours(tag))
        return level >= 2 or (level == 1 and self._in_grid(tag))

    def _in_grid(self, tag: Tag) -> bool:
        """Whether another label stands on the label's line with a value beside it."""
        line = (t for t in self.tags if t is not tag and t.start == 0 and t.phrase.same_line(tag.phrase))
        return any(self._right(t) is not None for t in line if t.inline is None)

    def among_labels(self, tag: Tag) -> bool:
        """Whether two other labels stand on the label's line with a value each."""
        line = (t for t in self.tags if t is not tag and t.phrase.same_line(tag.phrase))
        return sum((value := self.value(t)) is not None and value.place != BELOW for t in line) >= 2

    def in_column_over_values(self, tag: Tag) -> bool:
        """Whether this label and two others in the same column stand each over its value: a list along the side of a page."""
        column = [t for t in self.tags if t.inline is None and t.start == 0 and abs(t.phrase.x0 - tag.phrase.x0) <= 3]
        return tag in column and sum((value := self.value(t)) is not None and value.place == BELOW for t in column) >= 3

    def names_with_client(self, tag: Tag) -> bool:
        """Whether a label and the client's, close over it or on its line, each stand right over a name that begins where they do."""
        over = [t for t in self.tags if t.label.field == "client" and abs(t.phrase.x0 - tag.phrase.x0) <= 2 and t.start == 0]
        near = [t for t in over if 0 < tag.phrase.baseline - t.phrase.baseline <= BLOCK_LINES * tag.phrase.size]
        near = near or [t for t in self.tags if t.label.field == "client" and t.whole and t.phrase.same_line(tag.phrase)]
        both = [(t, self.value(t)) for t in (tag, *near[-1:])]
        begins = [v is not None and v.place == BELOW and abs(v.lines[0].x0 - t.phrase.x0) <= 2 and len(v.text.split()) > 1 for t, v in both]
        return tag.whole and bool(near) and all(begins)

    def _stands_over(self, tag: Tag, below: Phrase) -> bool:
        """Whether a label and most of the others in its column, two at least, each stand right over a value that begins where they do:
        what is right of such a column is of something else."""
        column = [t for t in self.tags if t.start == 0 and t.inline is None and not t.colon and abs(t.phrase.x0 - tag.phrase.x0) <= 3]
        values = [self._below(t) for t in column]
        over = sum(
            value is not None and abs(value.x0 - t.phrase.x0) <= 2 and not self._labels_beside(t, value)
            for t, value in zip(column, values, strict=True)
        )
        return abs(below.x0 - tag.phrase.x0) <= 2 and over > STACKED and over >= MOST_STACKED * len(column)

    def _labels_beside(self, tag: Tag, below: Phrase) -> bool:
        """Whether a figure stands right of a label and words alone under it: the next label of a list, which nobody knows."""
        right = self._next_to(tag.phrase)
        return right is not None and any(map(str.isdigit, right.text)) and not any(map(str.isdigit, below.text))

    def _heads_a_grid(self, tag: Tag, right: Phrase) -> bool:
        """Whether labels on the line have labels or an analyte's name right of them, so that the values of the line stand below it."""
        beside = [t.phrase for t in self.tags if t.start == 0 and t.inline is None and t.phrase.same_line(tag.phrase)]
        nexts = [self.grid.right_of(p) for p in beside if p is not tag.phrase]
        headings = sum(p is not None and self.is_label(p) for p in nexts)
        return headings + (name_panel(right.text) is not None) >= 2

    def value(self, tag: Tag) -> Value | None:
        """The label's value, None where the field is blank."""
        if (inline := tag.inline) is not None:
            return Value(tag, (inline,), INLINE)
        if tag.stop < len(tag.phrase.words):  # another label follows in the phrase itself
            return None
        if (caption := self._captioned(tag)) is not None and self.is_caption(tag):
            return Value(tag, (caption,), BELOW)
        right, below = self._right(tag) or self._half_line(tag), self._below(tag)
        if right and below and not tag.colon and (self._heads_a_grid(tag, right) or self._stands_over(tag, below)):
            return Value(tag, (below,), BELOW)
        if right and below:
            near = self._stands_level(tag, right, 2) or right.x0 - tag.phrase.x1 <= 8 * tag.phrase.size
            heading = abs(below.x0 - tag.phrase.x0) <= 2 and not self._neighbours(tag)  # "Client:" over a block of address
            return self._centred(tag, right) if near or (tag.colon and not heading) else Value(tag, (below,), BELOW)
        if right:
            return self._centred(tag, right)
        found = below or self._captioned(tag)
        return Value(tag, (found,), BELOW) if found else None

    def _centred(self, tag: Tag, right: Phrase) -> Value:
        """The value right of its label, with both its lines where the label stands at half their height."""
        offset = right.baseline - tag.phrase.baseline
        if abs(offset) < OFF_LINE * right.size:
            return Value(tag, (right,), RIGHT)
        other = next((p for p in self.grid.phrases if self._mirrors(p, right, tag.phrase.baseline)), None)
        lines = (right,) if other is None else tuple(sorted((right, other), key=lambda p: p.baseline))
        return Value(tag, lines, RIGHT)

    def _half_line(self, tag: Tag) -> Phrase | None:
        """The lower line of a value right of its label, of whose two lines neither stands on the label's own."""
        label, size = tag.phrase, tag.phrase.size
        beside = [p for p in self.grid.beside(label) if p.x0 >= label.x1 - 1]
        lower = [
            p
            for p in self.grid.phrases
            if OFF_LINE * size <= p.baseline - label.baseline <= HALF_PITCH * size and p.x0 >= label.x1 - 1 and not self.is_label(p)
        ]
        lower = [p for p in lower if any(self._mirrors(other, p, label.baseline) for other in self.grid.phrases)]
        nearest = min(lower, key=lambda p: p.x0, default=None)
        return None if nearest is None or any(p.x0 < nearest.x0 for p in beside) else nearest

    def _mirrors(self, phrase: Phrase, line: Phrase, middle: float) -> bool:
        """Whether a phrase is the other line of a narrow cell, as far from its middle and beginning where the first does."""
        level = abs(phrase.baseline + line.baseline - 2 * middle) < OFF_LINE * line.size
        alike = abs(phrase.x0 - line.x0) <= 2 and 0.85 <= phrase.size / line.size <= 1.15
        if not (level and alike) or phrase is line or self.is_label(phrase):
            return False
        return not any(self.is_label(p) and p.x1 <= phrase.x0 for p in self.grid.beside(phrase) if not p.same_line(line))

    def _captioned(self, tag: Tag) -> Phrase | None:
        """The larger print above a small caption."""
        above = None if tag.colon else self.grid.above(tag.phrase, pitch=1.8)
        return above if above is not None and above.size >= 1.15 * tag.phrase.size and not self.is_label(above) else None

    def is_caption(self, tag: Tag) -> bool:
        """Whether all labels of a line stand right under larger print and closer to it than to what is below them."""
        row = [t for t in self.tags if t.start == 0 and t.inline is None and t.phrase.same_line(tag.phrase)]
        for label in row:
            above, below = self._captioned(label), self.grid.below(label.phrase, pitch=3.4)
            if above is None or abs(above.x0 - label.phrase.x0) > 2 or self._is_value_of_label_over(above):
                return False
            if below is not None and below.baseline - label.phrase.baseline <= label.phrase.baseline - above.baseline:
                return False
        return len(row) >= 2

    def _is_value_of_label_over(self, value: Phrase) -> bool:
        """Whether a label that is no caption itself stands over larger print: the first line of a list of labels over their values."""
        over = self.grid.above(value, pitch=1.8)
        named = next((t for t in self.tags if t.phrase is over and t.start == 0 and t.inline is None), None)
        return named is not None and abs(named.phrase.x0 - value.x0) <= 2 and not self.is_caption(named)

    def _right(self, tag: Tag) -> Phrase | None:
        right = self._next_to(tag.phrase)
        if right is None or (self.is_label(right) and not self._code_with_colon(tag, right)):
            return None
        gap = right.x0 - tag.phrase.x1
        judged = tag.colon and tag.label.field == "overall_status" and load_fields().verdict(right.text) is not None
        if gap <= 3 * tag.phrase.size or (judged and len(right.words) <= 2):  # the verdict at the far end of a bar
            return right
        beside = self._neighbours(tag)
        if not beside:
            return right if gap <= 0.25 * self.grid.page.width else None
        aligned = any(abs(right.x0 - x0) <= 4 for x0, _ in beside)
        return right if aligned or gap <= max(1.5 * max(wide for _, wide in beside), 0.12 * self.grid.page.width) else None

    def _code_with_colon(self, tag: Tag, phrase: Phrase) -> bool:
        """A report's number may hold a colon of its own ("ZS: 63/26")."""
        return tag.label.field == "report_id" and len(phrase.words) <= 3 and any(t.phrase is phrase and not t.whole for t in self.tags)

    def _neighbours(self, tag: Tag) -> list[tuple[float, float]]:
        """Of the labels in the same column whose values stand beside them: where the value starts, and the gap before it."""
        column = [t for t in self.tags if t is not tag and t.start == 0 and self._same_column(t, tag)]
        inline = [(value.x0, value.x0 - t.phrase.words[t.end - 1].x1) for t in column if (value := t.inline) is not None]
        right = [
            (value.x0, value.x0 - t.phrase.x1)
            for t in column
            if t.inline is None and (value := self._next_to(t.phrase)) is not None and not self.is_label(value)
        ]
        return inline + right

    def _next_to(self, phrase: Phrase) -> Phrase | None:
        """What stands right of a phrase, dashes before a value passed over: "Your Reference   ------   Green Vein"; a label is no value."""
        right = self.grid.right_of(phrase)
        after = self.grid.right_of(right) if right is not None and _PLACEHOLDER.fullmatch(right.text) else None
        return right if after is None or self.is_label(after) else after

    @staticmethod
    def _same_column(one: Tag, other: Tag) -> bool:
        if abs(one.phrase.baseline - other.phrase.baseline) > 12 * other.phrase.size:
            return False
        return abs(one.phrase.x0 - other.phrase.x0) <= 3 or abs(one.phrase.x1 - other.phrase.x1) <= 3

    def _below(self, tag: Tag) -> Phrase | None:
        beside = [p for p in self.grid.beside(tag.phrase) if self.is_label(p)]
        below = self.grid.below(tag.phrase, pitch=3.4 if beside else 2.6)
        if below is None or self.is_label(below) or below.text.rstrip().endswith(":"):
            return None
        inline = any(t.inline is not None for t in self.tags if t is not tag and self._same_column(t, tag))
        if tag.colon and inline and not self.in_row_of_labels(tag):
            return None  # its neighbours carry their values beside them: this one is blank
        left = [p for p in self.grid.beside(below) if p.x1 <= below.x0 and self.is_label(p) and not self._has_its_value(p)]
        near = bool(left) and below.x0 - max(p.x1 for p in left) < 60
        if near and min(p.x0 for p in left) >= tag.phrase.x0 - 3:
            return None  # it is the value of a label beside it
        if near and not tag.colon and any(abs(one.x0 - other.x0) <= 3 for one in left for other in beside if other.x1 <= tag.phrase.x0):
            return None  # labels stand over one another, each with its value beside it: "Sampled by   Client" over "Condition   intact"
        return _within(below, tag.phrase, beside)

    def _has_its_value(self, phrase: Phrase) -> bool:
        """Whether a phrase ends in a value of its own last label, so that what is right of it is no value of it."""
        last = max((t for t in self.tags if t.phrase is phrase), key=lambda t: t.start, default=None)
        return last is not None and last.inline is not None

    def continued(self, value: Value, *, lines: int = 2) -> Value:
        """The value with the lines it wraps onto."""
        if value.place == RIGHT and len(around := self._around(value)) > len(value.lines):
            return replace(value, lines=around)
        out = list(value.lines)
        starts = (out[0].x0, value.tag.phrase.x0)
        for _ in range(lines):
            last = out[-1]
            below = self._next_line(last, starts, tight=value.place == INLINE)
            if below is None or not 0.85 <= below.size / last.size <= 1.15 or self.is_label(below) or ":" in below.text:
                break
            if read_heading(below.text).exact and read_heading(below.text).role is Role.RESULT:
                break  # the sample's name over its column of a table
            out.append(below)
        return replace(value, lines=tuple(out))

    def _around(self, value: Value) -> tuple[Phrase, ...]:
        """The value's lines with those over and under them in its cell, where the label stands at half their height."""
        lines, middle = value.lines, value.tag.phrase.baseline
        while True:
            over = self._in_cell(lines[0], -1)
            under = self._in_cell(lines[-1], 1) if over is not None else None
            if over is None or under is None or not self._mirrors(over, under, middle) or self.is_label(under):
                break
            lines = (over, *lines, under)
        ends = (self._in_cell(lines[0], -1), self._in_cell(lines[-1], 1))
        return lines if ends == (None, None) else value.lines

    def _in_cell(self, line: Phrase, step: int) -> Phrase | None:
        """The next line up (-1) or down (1) that begins where this one does, as close as lines of one text stand."""
        near = (p for p in self.grid.near(line, 1.6 * line.size) if 0.6 * line.size <= step * (p.baseline - line.baseline))
        return next((p for p in near if abs(p.x0 - line.x0) <= 2 and 0.85 <= p.size / line.size <= 1.15), None)

    def wrapped(self, value: Value) -> Value:
        """The value with the next line of its narrow cell, wherever that line starts."""
        below = self.grid.below(value.lines[-1], pitch=1.6)
        if below is None or self.is_label(below) or ":" in below.text or self._has_label(below, value.tag.phrase.x0):
            return value
        return replace(value, lines=(*value.lines, below))

    def beside_method(self, tag: Tag) -> bool:
        """Whether a method, an instrument or an analyst is labelled on the label's own line: the bar over a table of results."""
        line = (t for t in self.tags if t is not tag and t.phrase.same_line(tag.phrase))
        keys = (label_key("".join(word.text for word in t.phrase.words[t.start : t.end])) for t in line)
        return not load_fields().of_analysis.isdisjoint(keys)

    def ends_in_verdict(self, value: Value) -> bool:
        """Whether a verdict stands on the value's line behind it, as rows of results end in one."""
        behind = (p for p in self.grid.beside(value.lines[0]) if p.x0 > value.lines[0].x1)
        return any(cell_shape(p.text) is Shape.VERDICT for p in behind)

    def fills_a_column(self, phrase: Phrase) -> bool:
        """Whether the same words stand under one another three times: "Report" for "no limit" in a table's column."""
        return sum(abs(p.x0 - phrase.x0) <= 1 and p.text == phrase.text for p in self.grid.phrases) > STACKED

    def _next_line(self, last: Phrase, starts: tuple[float, float], *, tight: bool) -> Phrase | None:
        for phrase in self.grid.phrases:
            pitch = phrase.baseline - last.baseline
            if not 0.6 * last.size <= pitch <= 1.6 * last.size:
                continue
            hanging = abs(phrase.x0 - starts[0]) <= 0.8 * last.size
            under_label = tight and abs(phrase.x0 - starts[1]) <= 3 and pitch <= 1.3 * last.size
            if not (hanging or under_label):
                continue
            if not self._has_label(phrase, starts[1]):
                return phrase
        return None

    def _has_label(self, phrase: Phrase, left: float) -> bool:
        """Whether a label of its own stands before a phrase, no further left than `left`: it begins a value and goes on with none."""
        return any(self.is_label(p) and p.x1 <= phrase.x0 and p.x0 >= left - 3 for p in self.grid.beside(phrase))


_NUMBERED: Final = frozenset({"sample_id", "report_id", "lot"})


def _shape(number: Phrase) -> str | None:
    """A number with every digit as one: those of samples that came together differ in digits alone. None for a text without."""
    shape = _DIGIT.sub("0", number.text)
    return shape if shape != number.text else None


_DIGIT: Final = re.compile(r"[1-9]")


def _within(value: Phrase, label: Phrase, beside: list[Phrase]) -> Phrase | None:
    """The part of a line under a row of labels that belongs to one of them; values whose cells touch are cut between them."""
    before = max((p for p in beside if p.x1 <= label.x0), key=lambda p: p.x1, default=None)
    after = min((p for p in beside if p.x0 >= label.x1), key=lambda p: p.x0, default=None)
    first = _cut(value, before, label) if before is not None else 0
    last = _cut(value, label, after) if after is not None else len(value.words)
    return value.part(first, last) if first < last else value


def _cut(value: Phrase, left: Phrase, right: Phrase) -> int:
    """Where the words under `right` begin: at the widest gap between the two labels' middles."""
    middle_left, middle_right = (left.x0 + left.x1) / 2, (right.x0 + right.x1) / 2
    words = value.words
    if words[0].x0 > middle_left:
        return 0
    if words[-1].x1 < middle_right:
        return len(words)
    aligned = 0.15 * right.size  # a word right under the label's start speaks for a cut, the widest gap speaks louder
    gaps = [
        (b.x0 - a.x1 + aligned * (abs(b.x0 - right.x0) <= 2), n)
        for n, (a, b) in enumerate(pairwise(words), start=1)
        if middle_left < (a.x1 + b.x0) / 2 < middle_right
    ]
    return max(gaps)[1] if gaps else len(words)


@remembered(16384)
def _mark(text: str) -> int:
    """The marks of a word, by which most words of a page are passed over."""
    key = label_key(text)
    begins = BEGINS if key and key in load_fields().beginnings else 0
    colon = COLON if text.rstrip().endswith(COLONS_MISREAD) else 0
    return begins | colon | (NUMBER if "#" in text or key in _NUMBER_KEYS else 0)


def marks_of(words: Sequence[Word]) -> int:
    """The marks of all these words together."""
    marks = 0
    for word in words:
        marks |= _mark(word.text)
    return marks
