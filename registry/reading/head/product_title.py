"""The product where no label names it: as a title of page one, over the sample's labels, in the document's own title or in large print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from registry.reading.head.businesses import like_a_name, says_laboratory
from registry.reading.head.document_titles import ABOUT, title_end
from registry.reading.head.fields import load_fields, squeezed
from registry.reading.head.labels import TaggedPage
from registry.reading.head.letterhead import Letterhead, is_plain
from registry.reading.head.numbers import says_number
from registry.reading.head.phrases import Found, Phrase
from registry.reading.panels import title_panel
from registry.reading.shapes import Shape, cell_shape
from registry.reading.vocabulary import is_other_label

# After a title's dash: what kind of certificate it is, not what it is about.
_NOT_ABOUT: Final = re.compile(
    r"\b(?:compliance|purposes?|regulatory|testing|tests?|use|informational|research|preliminary|final|amended|revised|draft|copy|original"
    r"|page|results?|analysis|potency|profile|panel|screen|summary|r&d)\b|^\S*\d\S*$",
    re.IGNORECASE,
)

_NUMBERED: Final = re.compile(r"[^\W\d]+\. \d{5,}|(?:[^\W\d]+ ){1,3}\d{1,2}/(?:20)?\d{2}")
"""The number of something, behind what it is called in short: "Lic. 31887004" under its holder; a month: "Best by 08/2027"."""


@dataclass(frozen=True)
class ProductTitle:
    """What page one prints in a product's place; a laboratory's name, which `letterhead` knows, is none."""

    letterhead: Letterhead

    def found(self, *, not_these: Sequence[str] = ()) -> Found | None:
        """The product where it stands as a title of page one: over the sample's labels, or in the largest print."""
        page = self.letterhead.pages[0]
        if (said := self._in_document_title(page)) is not None:
            return said
        taken = {squeezed(text) for text in not_these if text}
        candidates = [p for p in page.grid.phrases if p.baseline < 0.4 * page.grid.page.height and self._may_be_title(page, p, taken)]
        over_labels = [(p, 1.0 + 0.1 * p.size) for p in candidates if self._over_sample_labels(page, p)]
        large = [(p, 0.1 * p.size) for p in candidates if _is_large(page, p) and not _names_panel(p.text)]
        ranked = over_labels + large
        if not ranked:
            return self._before_label(page)
        best = max(ranked, key=lambda entry: (round(entry[1], 1), -entry[0].baseline))[0]
        lines = _on_two_lines(page, best)
        return Found(" ".join(line.text for line in lines), lines, 0.85 if _is_large(page, best) else 0.75)

    @staticmethod
    def _before_label(page: TaggedPage) -> Found | None:
        """The product in large print before its number on one line: "Green Malay 250 g (Leaf, Dried) // Sample ID: S-1"."""
        for tag in page.tags:
            signs = [n for n, word in enumerate(tag.phrase.words[: tag.end]) if n and word.text in ("//", "|", "·", "•")]
            named = tag.label.field in ("sample_id", "lot") and _is_large(page, tag.phrase)
            line = tag.phrase.part(0, signs[0]) if named and signs else None
            name = line.text.split(" (")[0] if line is not None else ""
            if line is not None and is_plain(name) and not says_laboratory(name):
                return Found(name, (line,), 0.75)
        return None

    def _in_document_title(self, page: TaggedPage) -> Found | None:
        """What a title says it is about: "Certificate of Analysis - Green Malay", "Report of Analysis for Green Malay"."""
        for phrase in page.grid.phrases:
            end = title_end(phrase)
            if not 0 < end < len(phrase.words):
                continue
            led = phrase.words[end - 1].text.endswith(":")  # the subject of a letter
            if not led and (page.is_label(phrase) or phrase.words[end].text not in ABOUT):
                continue
            about = phrase.part(end if led else end + 1)
            plain = about is not None and is_plain(about.text) and not says_laboratory(about.text)
            if about is not None and plain and not _NOT_ABOUT.search(about.text) and not (led and says_number(about.text)):
                return Found(about.text, (about,), 0.8)
        return None

    def business_under(self, product: Sequence[Phrase], *, not_these: Sequence[str] = ()) -> Found | None:
        """The business on the first or second line under the product as a title, where nothing is called client."""
        page, taken = self.letterhead.pages[0], {squeezed(text) for text in not_these}
        title = next((p for p in page.grid.phrases if product and p.words == product[0].words), None)
        line = title
        for _ in range(2):
            line = page.grid.below(line, pitch=1.8) if line is not None else None
            if line is None or title is None or abs(line.x0 - title.x0) > 2 or page.is_label(line):
                return None
            words, text = load_fields(), line.text
            plain = len(line.words) > 1 and not any(c.isdigit() for c in text) and not words.has("matrix", text) and ":" not in text
            if plain and squeezed(text) not in taken and not words.verdict(text) and title_panel(text) is None and like_a_name(text):
                return Found(text, (line,), 0.5)
        return None

    def _may_be_title(self, page: TaggedPage, phrase: Phrase, taken: set[str]) -> bool:
        text, key, vocabulary = phrase.text, squeezed(phrase.text), load_fields()
        numbered = says_number(text) or _NUMBERED.fullmatch(text) is not None
        if page.is_label(phrase) or not is_plain(text) or numbered or _is_numbered_title(phrase):
            return False
        if key in taken or key in self.letterhead.sites or any(key in other or other in key for other in taken if len(other) > 4):
            return False
        if len(phrase.words) == 1 and any(c.isdigit() for c in text) and (over := page.grid.above(phrase)) and page.is_label(over):
            return False  # a number under its label: "BC-0226" under "Lot"
        lines = (phrase, page.grid.below(phrase, pitch=2))  # a logo stands over the rest of the laboratory's name
        if any(vocabulary.has("laboratory", p.text, start=True) for p in lines if p is not None) or self.letterhead.fits_domain(text):
            return False
        return not vocabulary.has("institution", text) and not vocabulary.has("job_title", text)

    @staticmethod
    def _over_sample_labels(page: TaggedPage, phrase: Phrase) -> bool:
        """Whether the labels of a sample begin right under this phrase, or under one more line."""
        line: Phrase | None = _under_material(page, phrase)
        for _ in range(3):
            line = page.grid.below(line, pitch=2.4) if line is not None else None
            if line is not None and page.is_label(line):
                beside = [p for p in page.grid.phrases if p is not phrase and p.same_line(phrase)]
                alone = all(load_fields().verdict(p.text) for p in beside)  # else it heads one of several blocks
                if any(tag.phrase is line and page.is_caption(tag) for tag in page.tags):
                    return False  # the phrase is what the caption names
                row = [tag for tag in page.tags if tag.phrase is line or (alone and line.size < phrase.size and tag.phrase.same_line(line))]
                if any(tag.label.field in ("matrix", "sample_id", "lot", "product_name") for tag in row):
                    return True
                if not alone or line.size >= phrase.size:
                    return False  # else the sample's labels may follow those of report and client
        return False


def _under_material(page: TaggedPage, title: Phrase) -> Phrase:
    """The line of smaller print right under a title that says of what material the product is; the title itself where none does."""
    under = page.grid.below(title, pitch=1.5)
    smaller = under is not None and under.size < title.size and not page.is_label(under)
    return under if under is not None and smaller and load_fields().has("matrix", under.text) else title


def _is_numbered_title(phrase: Phrase) -> bool:
    """Whether a line is the document's own title and its number: "TEST REPORT NM-26-0098"."""
    end = title_end(phrase)
    return end == len(phrase.words) - 1 > 0 and any(map(str.isdigit, phrase.words[end].text))


def _names_panel(text: str) -> bool:
    """Whether a line in large print is a section's title; a product named after what is in it is none ("7-OH Extract Shot, Peach")."""
    return title_panel(text) is not None and not (load_fields().has("matrix", text) and not is_other_label(text))


_LARGE: Final = 1.2
"""Of a title's print: its size in usual ones."""


def _is_large(page: TaggedPage, phrase: Phrase) -> bool:
    return phrase.size >= _LARGE * page.grid.usual_size


_GOES_ON: Final = ("–", "—", " -", ",", "&", "/")
"""How a line of a title ends that the next one completes."""


def _on_two_lines(page: TaggedPage, line: Phrase) -> tuple[Phrase, ...]:
    """A title with the line over it that asks for more, or the one under it that gives it: "Night Gummies –" over "Blackberry".

    So is an amount in the same print: "Specimen Mango Chews" over "12 mg".
    """
    over, under = page.grid.above(line, pitch=1.5), page.grid.below(line, pitch=1.5)
    if over is not None and over.text.endswith(_GOES_ON) and _set_alike(over, line):
        return over, line
    asked = line.text.endswith(_GOES_ON) or (under is not None and cell_shape(under.text) is Shape.NUMBER)
    return (line, under) if under is not None and asked and _set_alike(line, under) else (line,)


def _set_alike(one: Phrase, other: Phrase) -> bool:
    return abs(one.x0 - other.x0) <= 2 and abs(one.size - other.size) < 0.05 * one.size
