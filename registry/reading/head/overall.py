"""The verdict that a certificate prints for the whole sample: at its label, as a badge, in a summary's first row, in a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from registry.model.certificate import Status
from registry.reading.head.candidates import Candidate, tags_of
from registry.reading.head.fields import RANKS, Vocabulary, load_fields, squeezed
from registry.reading.head.labels import BELOW, Tag, TaggedPage
from registry.reading.head.phrases import Phrase
from registry.reading.heading_roles import read_heading
from registry.reading.panels import title_panel
from registry.reading.vocabulary import BOUNDS, Role

_OF_RESULTS: Final = BOUNDS | {Role.NAME, Role.RESULT, Role.UNIT, Role.METHOD}
_SAID_STATUS: Final = re.compile(
    r"\b(?:sample|batch|lot|product|material|goods)\s+(?:(?:has|have)\s+)?"
    r"(?:(passed|conforms?|complies|meets|met)|(failed|does not (?:conform|comply|meet)))\b",
    re.IGNORECASE,
)
_MOST_WORDS: Final = 20
"""Of a line that says so in a sentence: "Insofar as the parameters asked for are concerned, the sample meets the specification"."""
_CONDITION: Final = re.compile(r"\b(?:if|when|whether|unless|where|not responsible|guarantee)\b", re.IGNORECASE)


def overall_status(pages: tuple[TaggedPage, ...], candidates: Sequence[Candidate]) -> Status | None:
    """The verdict that is printed for the whole; `candidates` are what stands at its labels."""
    return _Verdicts(pages).read(candidates) if pages else None


@dataclass(frozen=True)
class _Verdicts:
    pages: tuple[TaggedPage, ...]

    @property
    def vocabulary(self) -> Vocabulary:
        return load_fields()

    def read(self, candidates: Sequence[Candidate]) -> Status | None:
        for candidate in candidates:
            if candidate.value.place == BELOW and self._heads_column(candidate.value.tag):
                continue
            if (verdict := self.vocabulary.verdict(candidate.text) or self.vocabulary.verdict_said(candidate.text)) is not None:
                return verdict
        return self._before_label() or self._batch_row() or self._badge() or self._said()

    def _before_label(self) -> Status | None:
        """A verdict with its label behind it or, in smaller print, under it: a box "FAILED" and "Overall batch result"."""
        for _, page, tag in tags_of(self.pages, "overall_status"):
            label = tag.phrase
            if tag.inline is not None or tag.start > 0 or tag.label.rank < RANKS["best"]:
                continue
            left = max((p for p in page.grid.beside(label) if p.x1 <= label.x0 + 1), key=lambda p: p.x1, default=None)
            above = page.grid.above(label, pitch=2.5)
            near = [left] if left is not None and label.x0 - left.x1 < 3 * left.size else []
            near += [above] if above is not None and above.size > 1.1 * label.size else []
            said = [verdict for p in near if len(p.words) <= 2 and (verdict := self.vocabulary.verdict(p.text)) is not None]
            if said and not self._heads_column(tag):
                return said[0]
        return None

    def _heads_column(self, tag: Tag) -> bool:
        """Whether a label such as "Conclusion" heads a column of results, so that what stands under it is the verdict of one row."""
        page = next(page for page in self.pages if page.grid.page is tag.phrase.page)
        beside = (p for p in page.grid.phrases if p is not tag.phrase and p.same_line(tag.phrase))
        headings = (read_heading(p.text) for p in beside)
        return len({h.role for h in headings if h.exact and h.role in _OF_RESULTS}) >= 2  # "Alkaloids", "Metals" may be panels

    def _batch_row(self) -> Status | None:
        """ "Batch   Pass" as the first row of a summary, or "BATCH: PASS" beside its title."""
        grid = self.pages[0].grid
        titles = [phrase for phrase in grid.phrases if squeezed(phrase.words[0].text) in ("batch", "overall", "sample")]
        named = (grid.right_of(title) if len(title.words) == 1 else title.part(1) for title in titles if _is_title_of_verdict(title))
        beside = (right for right in named if right is not None and len(right.words) <= 2)
        return next((verdict for right in beside if (verdict := self.vocabulary.verdict(right.text)) is not None), None)

    def _said(self) -> Status | None:
        """A line of few words that says it: "This batch has passed"."""
        lines = [p.text for page in self.pages for p in page.grid.phrases if len(p.words) <= _MOST_WORDS and not _CONDITION.search(p.text)]
        said = next((match for line in lines if (match := _SAID_STATUS.search(line)) is not None), None)
        return None if said is None else "pass" if said[1] else "fail"

    def _badge(self) -> Status | None:
        """A verdict alone in the largest such print of page one, larger than every panel's."""
        page = self.pages[0]
        verdict = self.vocabulary.verdict
        verdicts = [(p, v) for p in page.grid.phrases if len(p.words) <= 2 and (v := verdict(p.text)) and not page.is_label(p)]
        verdicts.sort(key=lambda entry: -entry[0].size)
        if verdicts and (apart := self._stands_over_all(page, verdicts)) is not None:
            return apart
        if not verdicts or verdicts[0][0].baseline > 0.45 * page.grid.page.height:
            return None
        largest = verdicts[0][0].size
        second = verdicts[1][0].size if len(verdicts) > 1 else 0
        titled = self._stands_at_title(page, verdicts[0][0])
        over_others, over_usual = (1.1, 1.2) if titled else (1.25, 1.4)
        return verdicts[0][1] if largest >= over_others * second and largest >= over_usual * page.grid.usual_size else None

    def _stands_at_title(self, page: TaggedPage, badge: Phrase) -> bool:
        """Whether a verdict stands at the page's head under the document's title, or beside it."""
        above = page.grid.above(badge, pitch=4)
        beside = (p for p in page.grid.phrases if p is not badge and abs(p.baseline - badge.baseline) < p.size)
        near = [*([above] if above is not None else []), *beside]
        return badge.baseline < 0.2 * page.grid.page.height and any(self.vocabulary.is_title(p.text) for p in near)

    @staticmethod
    def _stands_over_all(page: TaggedPage, verdicts: list[tuple[Phrase, Status]]) -> Status | None:
        """A large verdict at the page's head, far over those of the panels, which are as large."""
        large = sorted((entry for entry in verdicts if entry[0].size >= 0.95 * verdicts[0][0].size), key=lambda entry: entry[0].baseline)
        first, height = large[0][0], page.grid.page.height
        if len(large) < 2 or first.baseline > 0.2 * height:
            return None
        alone = min(p.baseline for p, _ in verdicts if p is not first) - first.baseline > 0.2 * height
        named = any(title_panel(p.text) is not None for p in (first, *page.grid.beside(first)))
        return large[0][1] if alone and not named and first.size >= 1.4 * page.grid.usual_size else None


def _is_title_of_verdict(phrase: Phrase) -> bool:
    """Whether a phrase is a word alone, or a word with a colon before what it says."""
    return len(phrase.words) == 1 or phrase.words[0].text.endswith(":")
