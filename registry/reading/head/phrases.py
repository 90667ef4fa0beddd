"""Words of a page -> phrases: runs of words on one line without a wide gap, and who stands right of or below whom."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import Final

from registry.model.evidence import Evidence
from registry.reading.document import Page, Word

LINE_JITTER: Final = 0.35
"""In sizes: words of one line differ by less in their baselines."""
PHRASE_GAP: Final = 0.9
"""In sizes: a wider gap is a column's, not a space."""
SPACED_GAP: Final = 1.6
"""The same between words whose letters stand apart."""
LETTERSPACED, ADVANCE = 4, 0.95
"""The letters at least of a word that shows whether they stand apart, and how wide then each is, in sizes."""
LOGO: Final = 2.0
"""So many times as large as the print beside them the letters of a logo are."""
LINE_PITCH: Final = 2.0
"""In sizes: the next line of a paragraph is nearer."""


class Phrase:
    """Words that stand together on one line of one page; never changed once made."""

    __slots__ = ("baseline", "page", "size", "text", "words", "x0", "x1")

    def __init__(self, page: Page, words: tuple[Word, ...]) -> None:
        first = words[0]
        self.page, self.words = page, words
        self.text, self.size = first.text, first.size
        if len(words) > 1:
            self.text, self.size = " ".join([w.text for w in words]), max([w.size for w in words])
        self.x0, self.x1, self.baseline = first.x0, words[-1].x1, first.baseline

    @property
    def confidence(self) -> float:
        return min(word.confidence for word in self.words)

    def part(self, start: int, end: int | None = None) -> Phrase | None:
        """The words from `start` to before `end` as a phrase of their own, None where there are none."""
        words = self.words[start:end]
        return Phrase(self.page, words) if words else None

    def same_line(self, other: Phrase) -> bool:
        return abs(self.baseline - other.baseline) < 0.6 * min(self.size, other.size)


@dataclass(frozen=True)
class Found:
    """A text with the phrases it was read from, and how sure it is, 0..1."""

    text: str
    phrases: tuple[Phrase, ...]
    confidence: float


def evidence_of(phrases: Sequence[Phrase], text: str | None = None) -> Evidence:
    """The place that the phrases (all on one page) cover together."""
    words = [word for phrase in phrases for word in phrase.words]
    page = phrases[0].page
    said = text or " ".join(phrase.text for phrase in phrases)
    top, bottom = min([w.y0 for w in words]), max([w.y1 for w in words])
    return page.evidence(min([w.x0 for w in words]), top, max([w.x1 for w in words]), bottom, said)


@dataclass(frozen=True)
class PhrasePage:
    """All phrases of a page in reading order, top to bottom, then left to right."""

    page: Page
    phrases: tuple[Phrase, ...]

    def right_of(self, phrase: Phrase) -> Phrase | None:
        """The nearest phrase to the right on the same line."""
        return min((p for p in self.beside(phrase) if p.x0 >= phrase.x1 - 1), key=lambda p: p.x0, default=None)

    def beside(self, phrase: Phrase) -> list[Phrase]:
        """The other phrases on the same line."""
        return [p for p in self.near(phrase, 0.6 * phrase.size) if p is not phrase and p.same_line(phrase)]

    def below(self, phrase: Phrase, *, pitch: float = LINE_PITCH, aligned: bool = False) -> Phrase | None:
        """The nearest phrase under this one within `pitch` sizes that overlaps it; `aligned`: that starts where it starts."""
        under = [
            p
            for p in self.near(phrase, 6 * phrase.size)
            if 0.6 * min(p.size, phrase.size) <= p.baseline - phrase.baseline <= pitch * max(p.size, phrase.size)
            and p.x0 < phrase.x1
            and p.x1 > phrase.x0
            and (not aligned or abs(p.x0 - phrase.x0) <= 0.6 * phrase.size)
        ]
        return min(under, key=lambda p: (round(p.baseline - phrase.baseline), abs(p.x0 - phrase.x0)), default=None)

    def above(self, phrase: Phrase, *, pitch: float = LINE_PITCH) -> Phrase | None:
        """The nearest phrase over this one within `pitch` sizes that overlaps it."""
        over = [
            p
            for p in self.near(phrase, 6 * phrase.size)
            if 0.6 * min(p.size, phrase.size) <= phrase.baseline - p.baseline <= pitch * max(p.size, phrase.size)
            and p.x0 < phrase.x1
            and p.x1 > phrase.x0
        ]
        return max(over, key=lambda p: (round(p.baseline), -abs(p.x0 - phrase.x0)), default=None)

    def near(self, phrase: Phrase, reach: float) -> list[Phrase]:
        """The phrases whose baselines lie less than `reach` above or below."""
        base = phrase.baseline
        first, last = bisect_left(self._rounded, round(base - reach)), bisect_right(self._rounded, round(base + reach))
        return [p for p in self.phrases[first:last] if abs(p.baseline - base) < reach]

    @cached_property
    def usual_size(self) -> float:
        """The median size of the page's print."""
        sizes = sorted([p.size for p in self.phrases])
        return sizes[len(sizes) // 2] if sizes else 0.0

    @cached_property
    def _rounded(self) -> list[int]:
        """By which the phrases are in order."""
        return [round(p.baseline) for p in self.phrases]


def phrase_page(page: Page) -> PhrasePage:
    """The page's words as phrases, without the rules that are typed of dashes."""
    phrases: list[Phrase] = []
    for line in _lines([word for word in page.words if not word.text.startswith(_RULE)]):
        run = [line[0]]
        for last, word in pairwise(line):
            small, large = (last.size, word.size) if last.size < word.size else (word.size, last.size)
            size = small if large > LOGO * small else large
            gap = word.x0 - last.x1
            if gap > PHRASE_GAP * size and not (gap < SPACED_GAP * size and word.text.isupper() and _are_letterspaced(last, word)):
                phrases.append(Phrase(page, tuple(run)))
                run = []
            run.append(word)
        phrases.append(Phrase(page, tuple(run)))
    return PhrasePage(page, tuple(sorted(phrases, key=lambda p: (round(p.baseline), p.x0))))


_RULE: Final = ("-----", "=====", "_____", "*****")
"""How a typed rule begins; a shorter one may stand in place of a value."""


def _are_letterspaced(*words: Word) -> bool:
    """Whether words in capitals are set wider than capitals are, as "T E S T I N G" is."""
    return all(len(w.text) >= LETTERSPACED and w.text.isascii() and w.x1 - w.x0 > ADVANCE * len(w.text) * w.size for w in words)


def _lines(words: Iterable[Word]) -> list[list[Word]]:
    lines: list[list[Word]] = []
    for word in sorted(words, key=attrgetter("baseline", "x0")):
        base, size = word.baseline, word.size
        for at in range(len(lines) - 1, max(len(lines) - 9, -1), -1):
            first = lines[at][0]
            if abs(first.baseline - base) < LINE_JITTER * (size if size < first.size else first.size):
                lines[at].append(word)
                break
        else:
            lines.append([word])
    for line in lines:
        line.sort(key=attrgetter("x0"))
    return lines
