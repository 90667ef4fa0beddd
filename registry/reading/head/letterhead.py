"""The businesses that stand on a certificate without a label: the laboratory's letterhead, the client's address block."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from registry.reading.head.addresses import HOUSE, POSTAL, STATE, STREET, is_address, without_street
from registry.reading.head.businesses import (
    BUSINESS,
    COMPANY,
    before_register,
    business_of_department,
    ends_in_form,
    is_department,
    like_a_name,
    may_say_laboratory,
    says_kind,
    says_laboratory,
    without_department,
    without_logo,
)
from registry.reading.head.dates import find_dates
from registry.reading.head.document_titles import without_title
from registry.reading.head.fields import OTHER, load_fields, spaced, squeezed
from registry.reading.head.labels import TaggedPage
from registry.reading.head.phrases import Found, Phrase
from registry.reading.head.said import names_said
from registry.reading.head.tagging import DATES
from registry.reading.head.trade_lines import business_over, heads_address
from registry.reading.panels import title_panel
from registry.reading.shapes import VALUE_SHAPES, cell_shape

_DOMAIN: Final = re.compile(
    r"(?:https?://|www\.|@)(?:[\w-]+\.)*?([\w-]{3,})\.(?:co\.\w\w|com\.\w\w|[a-z]{2,12})\b"
    r"|\b([\w-]{3,})\.(?:com|net|org|us|eu|co|cz|de|lab)\b",
    re.IGNORECASE,
)
# Percentages, bare numbers, licence numbers, page marks, standards.
_NO_NAME: Final = re.compile(r"^[\d.,\s]+%|^[\d\s.,/()+-]+$|#|\d+ of \d+|17025")
# "LABORATORY BEYOND COMPLIANCE": an English name does not begin so.
_SLOGAN: Final = re.compile(r"(?:laboratory|labs?|testing|analytical|scientific)\b(?! of\b)", re.IGNORECASE)
# "Residual Solvent Testing" is a panel's title, "Alkaloid Research Labs" a name.
_LABORATORY: Final = re.compile(r"\blaborator\w+", re.IGNORECASE)
_STRONG: Final = re.compile(r"labs?\b|laborato|labor\b|\b(?:analysis|testing|research) cent(?:er|re)\b", re.IGNORECASE)
# Where the name ends in a line that goes on: a bar or dot, an address, a standard, a telephone.
_PERMITTED: Final = re.compile(r"(?:(?:[A-Z]{2,6}|State) ){0,3}Lab(?:oratory)? (?:Licen[sc]e|Registration|Permit|Lic|Reg)\b.*\d")
"""By what a state permits a laboratory: "NJ CRC Lab License T-0412"."""
_AFTER_NAME: Final = re.compile(
    r"\s+\|\s*|\|\s+|\s*[•·]\s*|\s{3,}|,? (?=\d{2,} )|,?\s+(?=\d+[\w-]* [A-ZÀ-Ž])|\s+(?=www\.|https?:)"
    r"|,?\s+(?=\(\d{3}\))|,?\s+(?=(?:ISO|Accredited|Licen[sc]e|Lic|Tel|Phone|Ph|CLIA|DEA)\b)"
)
_YEAR: Final = re.compile(r"^(?:19|20)\d\d\s+")
_TELEPHONE: Final = re.compile(r"\(?\d{3}\)?[-.\s]\d{3}[-.\s]\d{4}|\b(?:tel|phone|ph)\b|\+\d", re.IGNORECASE)
_LICENSED: Final = re.compile(r"17025|\b(?:accredited|accreditation|licen[sc]ed?|lic|CLIA|ORELAP|NELAP|DEA)\b", re.IGNORECASE)
"""What a laboratory prints under its name."""
_HEAD: Final = 0.16
"""Share of page one's height in which its letterhead stands."""
_ADDRESSEE: Final = 0.45
"""Share of page one's height above which the address ends that a report goes to."""
_KIND_WORDS: Final = 6
"""Words of the longest line that says of what kind a laboratory is."""
_LARGE: Final = 1.3
"""Of large print: its size in usual ones."""
_ENOUGH: Final = 1.7
"""One line with a laboratory's word in it (1.5) is not enough; a place, a domain or a second mention is."""
_SITE: Final = re.compile("lab|anal|test|scien", re.IGNORECASE)
"""What a laboratory's web address holds."""
_COMMON_HOSTS: Final = frozenset({"gmail", "yahoo", "outlook", "hotmail", "icloud", "aol", "protonmail", "confidentcannabis", "seznam"})


@dataclass(frozen=True)
class Letterhead:
    """What the unlabelled parts of a document's pages say. `pages` are all of them, the first one counts most."""

    pages: tuple[TaggedPage, ...]

    @cached_property
    def sites(self) -> frozenset[str]:
        """Names of the Internet domains printed, without their endings."""
        words = {word.text for page in self.pages for phrase in page.grid.phrases for word in phrase.words if "." in word.text}
        names = {squeezed(match[1] or match[2]) for word in words for match in _DOMAIN.finditer(word)}
        return frozenset(name for name in names if name not in _COMMON_HOSTS)

    @cached_property
    def domains(self) -> frozenset[str]:
        """Those of the domains that may be the laboratory's: none where they are those of a brand whose own sheet it is."""
        return self.sites if not self.sites or self._are_laboratorys(self.sites) else frozenset()

    def _are_laboratorys(self, domains: frozenset[str]) -> bool:
        """Whether domains may be the laboratory's: not where the head says outright which one tested, and none is like its name."""
        if any(map(_SITE.search, domains)):
            return True
        page = self.pages[0]
        lines = [p.text for p in page.grid.phrases if p.baseline < _ADDRESSEE * page.grid.page.height and " by " in p.text]
        told = [squeezed(name) for line in lines for name, surely in names_said(line) if surely and says_laboratory(name)]
        return not told or any(_alike(domain, name) for domain in domains for name in told)

    def laboratory(self, *, not_these: Sequence[str] = ()) -> Found | None:
        """The laboratory's name, from letterhead, footer or a sentence that says who tested; None where nothing names one."""
        others = {squeezed(name) for name in not_these}
        best: dict[str, Found] = {}
        scores: dict[str, float] = {}
        mentions: Counter[str] = Counter()
        own: set[str] = set()
        for text, phrases, score in self._names():
            key = squeezed(text)
            if any(key == other or (len(other) > 5 and other in key) for other in others):
                continue
            if score > scores.get(key, 0):
                best[key] = Found(text, phrases, 0)
            scores[key] = max(scores.get(key, 0), score)
            mentions[key] += 1
            if key not in own and before_register(phrases[0].text) is None:
                own.add(key)
        for key, count in mentions.items():
            scores[key] += min(1.2, 0.3 * (count - 1))
        if not best:
            return self._over_its_address(others) or self._web_address() or self._said_alone(others)
        # A short form of a longer name ("SC Labs") speaks for the longer one too.
        kin = {key: [k for k in scores if k != key and (key.startswith(k) or k.startswith(key))] for key in scores}
        total = {key: score + 0.5 * max((scores[k] for k in kin[key]), default=0) for key, score in scores.items()}
        key = max(total, key=lambda k: (round(total[k], 2), len(k)))
        if key not in own and not kin[key]:  # at the foot, with its register: the company that owns who tested, or who printed
            upper = [k for k in own if total[k] >= _ENOUGH and self._in_letterhead(best[k].phrases[0])]
            if not upper and (over := self._over_its_address(others)) is not None:
                return over
            key = max(upper, key=lambda k: total[k], default=key)
        if total[key] < _ENOUGH:
            return self._over_its_address(others) or self._web_address() or self._said_alone(others)
        return Found(best[key].text, best[key].phrases, min(0.97, 0.6 + 0.07 * total[key]))

    def _in_letterhead(self, phrase: Phrase) -> bool:
        first = self.pages[0].grid.page
        return phrase.page is first and phrase.baseline < _HEAD * first.height

    def _said_alone(self, others: set[str]) -> Found | None:
        """The laboratory that a sentence names ("written approval of Specimen Laboratories"), where nothing else on the pages does."""
        for page in self.pages:
            for phrase in filter(self._may_name, page.grid.phrases):
                for text, phrases, _ in self._names_in_sentence(page, phrase):
                    own = [word for word in text.split() if not says_laboratory(word)]
                    if own and says_laboratory(text) and squeezed(text) not in others:
                        return Found(text, phrases, 0.6)
        return None

    def _over_its_address(self, others: set[str]) -> Found | None:
        """The first line of page one, where it names a business: over its address, in large print, or by its form."""
        page = self.pages[0]
        for phrase in page.grid.phrases:
            if phrase.baseline > 0.14 * page.grid.page.height:
                break
            text = _AFTER_NAME.split(phrase.text)[0].strip(" ,;-–")
            below = page.grid.below(phrase, pitch=2.6)
            own = any(is_department(p.text) for p in self._beside(page, phrase))  # of the business itself
            under = below.text if below is not None else ""
            reached = bool(others) and _TELEPHONE.search(under) is not None
            address = is_address(under) or _LICENSED.search(under) is not None or reached or heads_address(page, phrase)
            address = address or (text != phrase.text and is_address(phrase.text))
            again = self._stands_before_address(text)
            likely = address + again + own + bool(COMPANY.search(text)) + (_is_large(page, phrase))
            taken = page.is_label(phrase) or squeezed(text) in others or is_address(text)
            taken = taken or (title_panel(text) is not None and not COMPANY.search(text))
            named = without_department(text) if address else text
            if likely >= 2 and not taken and like_a_name(named) and (others or own or again or self._reachable(page, phrase)):
                return Found(text, (phrase,), 0.65)
        return None

    def _stands_before_address(self, name: str) -> bool:
        """Whether some line, as at a page's foot, prints the name with an address behind it."""
        lines = (phrase.text for page in self.pages for phrase in page.grid.phrases if phrase.text.startswith(name))
        return any(len(text) > len(name) and _AFTER_NAME.split(text)[0].strip(" ,;-–") == name and is_address(text) for text in lines)

    @staticmethod
    def _beside(page: TaggedPage, name: Phrase) -> list[Phrase]:
        """What stands beside a letterhead's name: at about its height, in a column of its own."""
        return [p for p in page.grid.phrases if abs(p.baseline - name.baseline) < 2 * name.size and (p.x0 > name.x1 or p.x1 < name.x0)]

    @staticmethod
    def _reachable(page: TaggedPage, name: Phrase) -> bool:
        """Whether a telephone, a web address or an accreditation stands under a name: a letterhead, not an addressee."""
        near = [p for p in page.grid.phrases if 0 <= p.baseline - name.baseline <= 6 * name.size]
        return any(_DOMAIN.search(p.text) or _TELEPHONE.search(p.text) or "17025" in p.text for p in near)

    def _web_address(self) -> Found | None:
        """The name in the web address printed, where nothing else names the laboratory (its name is a drawing)."""
        told = [
            (match[1] or match[2], phrase) for page in self.pages for phrase in page.grid.phrases for match in _DOMAIN.finditer(phrase.text)
        ]
        sites = [(name, phrase) for name, phrase in told if squeezed(name) in self.domains and _SITE.search(name)]
        return Found(sites[0][0], (sites[0][1],), 0.55) if sites else None

    def _names(self) -> Iterator[tuple[str, tuple[Phrase, ...], float]]:
        for number, page in enumerate(self.pages):
            for phrase in filter(self._may_name, page.grid.phrases):
                if number > 0 or not self._stands_over_its_kind(page, phrase):
                    yield from self._names_in_line(page, phrase, first=number == 0)
                yield from self._names_in_sentence(page, phrase)

    def _may_name(self, phrase: Phrase) -> bool:
        """Whether some part of a line may be a laboratory's name: it holds a laboratory's word, or what a printed domain begins with."""
        if any(map(may_say_laboratory, phrase.text.split())) and says_laboratory(phrase.text):
            return True
        return bool(self._domains_begin) and any(map(squeezed(phrase.text).__contains__, self._domains_begin))

    @cached_property
    def _domains_begin(self) -> frozenset[str]:
        return frozenset(domain[:4] for domain in self.domains)

    def _names_in_line(self, page: TaggedPage, phrase: Phrase, *, first: bool) -> Iterator[tuple[str, tuple[Phrase, ...], float]]:
        lines = self._over_its_kind(page, phrase)
        if page.is_label(phrase) and (":" in phrase.text or _labels_value(page, phrase, ends_name=lines is not None)):
            return
        height = page.grid.page.height
        if lines is not None:
            name = " ".join(line.text for line in lines[:-1])
            yield f"{name} {phrase.text}", lines, 4.0 if lines[0].size == phrase.size or self.fits_domain(name) else 2.5
            if all(says_kind(word.text) for word in phrase.words):
                return  # "Analytical, LLC" alone is nobody's name
        if first and (over := business_over(page, phrase)) is not None:
            yield over.text, (over,), 4.0
            return  # "Laboratory of food analysis" under a business' name is its trade
        pieces = _AFTER_NAME.split(before_register(phrase.text) or without_title(phrase))
        for piece in [piece for piece in pieces if not _PERMITTED.match(piece.strip())]:
            line = without_street(without_logo(_YEAR.sub("", piece.strip(" ,;-–"))))
            text = business_of_department(line) or _before_sentence(line)
            own = text != _before_sentence(line)
            if text != line and not own and (self._goes_on(page, phrase) or not _CAPITALISED.fullmatch(text)):
                continue
            stem, domain = own or says_laboratory(text), self.fits_domain(text)
            large = first and phrase.baseline < _HEAD * height and _is_large(page, phrase)
            if not (stem or domain) or not like_a_name(text, lower=domain or large) or _DOMAIN.search(text) or STREET.match(text):
                continue
            if not domain and title_panel(text) is not None and not _STRONG.search(text):
                continue
            if any(text != name and text.endswith(name) for name, _ in names_said(text)):
                continue  # "Tested by Specimen Labs" is a sentence
            score = 1.5 * stem + 2.5 * domain - 1.5 * bool(_SLOGAN.match(text))
            below = page.grid.below(phrase)
            score += 1.5 * (heads_address(page, phrase) or (text != phrase.text and is_address(phrase.text)))
            if first:
                score += 1.0 * (phrase.baseline < _HEAD * height) + 0.5 * (phrase.size >= 11)
            score += 0.3 * (phrase.baseline > 0.92 * height)
            whole = text == phrase.text.strip(" ,;-–")
            name, phrases = self._with_institution(page, phrase, text) if whole else (text, (phrase,))
            if below is not None and whole and (rest := _rest_of_name(phrase, below)) is not None:
                name, phrases, score = f"{name} {rest}", (*phrases, below), score + 0.5
            yield name, phrases, score

    @staticmethod
    def _over_its_kind(page: TaggedPage, kind: Phrase) -> tuple[Phrase, ...] | None:
        """The lines of a name in print larger than the kind under it, and that: "QUILLHILL" over "LABORATORIES".

        The name itself may be broken, as in a bar along the page's side: "QUILL" over "HILL" over "LABS".
        """
        top = kind.baseline < _HEAD * page.grid.page.height
        if not top or len(kind.words) > _KIND_WORDS or not says_laboratory(kind.text):
            return None
        name = page.grid.above(kind, pitch=2.4)
        if name is None or name.size < kind.size or len(name.words) > 3 or any(c.isdigit() for c in name.text):
            return None
        wrapped = name.size == kind.size and _is_large(page, kind) and abs(name.x0 - kind.x0) < 2
        if not wrapped and not all(says_kind(word.text) for word in kind.words):
            return None
        if page.is_label(name) or not is_plain(name.text) or says_laboratory(name.text):
            return None
        first = page.grid.above(name, pitch=1.6) if name.size > kind.size and len(name.words) == 1 else None
        begun = first is not None and abs(first.x0 - name.x0) < 2 and first.size == name.size and len(first.words) == 1
        return (first, name, kind) if first and begun and first.text.isalpha() and is_plain(first.text) else (name, kind)

    def _stands_over_its_kind(self, page: TaggedPage, name: Phrase) -> bool:
        """Whether a line is only the first of a name in two: "Specimen Ridge" over "Food & Botanical Laboratories"."""
        kind = page.grid.below(name, pitch=2.4) if name.baseline < _HEAD * page.grid.page.height else None
        lines = self._over_its_kind(page, kind) if kind is not None else None
        return lines is not None and name in lines[:-1]

    def _with_institution(self, page: TaggedPage, phrase: Phrase, text: str) -> tuple[str, tuple[Phrase, ...]]:
        above = page.grid.above(phrase, pitch=1.8)
        said = above is not None and squeezed(above.text) in squeezed(text)
        if above is not None and not said and load_fields().has("institution", above.text) and like_a_name(above.text):
            return f"{above.text}, {text}", (above, phrase)
        return text, (phrase,)

    @staticmethod
    def _goes_on(page: TaggedPage, phrase: Phrase) -> bool:
        """Whether a line goes on with the sentence of the line above it."""
        above = page.grid.above(phrase, pitch=1.8)
        return above is not None and not above.text.endswith((".", ":")) and len(above.text) >= 0.8 * len(phrase.text)

    def _names_in_sentence(self, page: TaggedPage, phrase: Phrase) -> Iterator[tuple[str, tuple[Phrase, ...], float]]:
        above = page.grid.above(phrase, pitch=1.8) if self._goes_on(page, phrase) else None
        whole = f"{above.text} {phrase.text}" if above is not None else phrase.text
        for said, surely in names_said(whole):
            text = _before_sentence(said)
            stem, domain = says_laboratory(text), self.fits_domain(text)
            if like_a_name(text) and (stem or domain):
                yield (
                    text,
                    (phrase,) if text in phrase.text or above is None else (above, phrase),
                    1.0 + 0.5 * stem + 2.5 * domain + 0.5 * surely,
                )

    def fits_domain(self, text: str) -> bool:
        """Whether a printed domain is this name run together ("sclabs" and "SC Laboratories California LLC.")."""
        names = (squeezed(text), squeezed(_LABORATORY.sub("labs", text)))
        return any(_alike(domain, name) for domain in self.domains for name in names)

    def client(self, laboratory: str | None) -> Found | None:
        """The name over an address on page one that is not the laboratory's."""
        page = self.pages[0]
        lab = squeezed(laboratory or "")
        for phrase in page.grid.phrases:
            if phrase.baseline > _ADDRESSEE * page.grid.page.height or "|" in phrase.text or not self._may_end_address(page, phrase):
                continue
            block = _block_above(page, phrase)
            lines = [line for n, line in enumerate(block) if not is_address(line.text) and (n == 0 or not _is_house(line.text))]
            lines = [line for line in lines if not _names_person(line.text) and not is_department(line.text)] or lines
            name_line = lines[-1] if lines else None
            if name_line is None:
                continue
            name = next((part.strip() for part in name_line.text.split("|") if not find_dates(part)), name_line.text)
            key = squeezed(name)
            over = squeezed(block[block.index(name_line) - 1].text) if name_line is not block[0] else key  # a slogan stands under the name
            own = bool(lab) and (key in lab or lab in key or lab == over)
            if (
                own
                or load_fields().has("laboratory", name, start=True)
                or self._letterhead_block(page, [*block[block.index(name_line) :], phrase], name)
            ):
                continue
            if like_a_name(name):
                return Found(name, (name_line,), 0.7)
        return (self._at_its_address(lab) or self._over_a_person(lab) or self._over_the_sheet(lab)) if lab else None

    def _over_a_person(self, lab: str) -> Found | None:
        """A business of some form right over the person that a report goes to, whose address has no postal code: "Attn. Ms Reed"."""
        page = self.pages[0]
        for phrase in page.grid.phrases:
            below = page.grid.below(phrase, pitch=1.8) if _is_other_business(page, phrase, lab) else None
            if below is not None and phrase.baseline < _ADDRESSEE * page.grid.page.height and _names_person(below.text):
                return Found(phrase.text, (phrase,), 0.6)
        return None

    def _at_its_address(self, lab: str) -> Found | None:
        """A business before its address on one line of page one: whose sheet it is, where the laboratory is another.

        It is known by its form, or by its name in large print at the head of the page.
        """
        page = self.pages[0]
        heads = [p.text for p in _head(page) if _is_large(page, p)]
        for phrase in page.grid.phrases:
            formed = BUSINESS.match(phrase.text)
            named = formed[0] if formed else next((head for head in heads if _begins_with(head, phrase.text)), None)
            if named is None or page.is_label(phrase):
                continue
            right = page.grid.right_of(phrase) if len(named) == len(phrase.text) else None
            rest = right.text if right is not None else phrase.text[len(named) :].strip(" ,|•·")
            name = named.strip(" ,")
            known = squeezed(name) in lab or lab in squeezed(name) or says_laboratory(name)
            if not known and POSTAL.search(rest) and STREET.search(rest) and like_a_name(name):
                return Found(name, (phrase,), 0.6)
        return None

    def _over_the_sheet(self, lab: str) -> Found | None:
        """A business of some form in large print at the head of page one, where the laboratory stands elsewhere: whose sheet it is."""
        page = self.pages[0]
        head = _head(page)
        if any(lab in squeezed(phrase.text) for phrase in head):
            return None
        for phrase in head:
            if _is_large(page, phrase) and _is_other_business(page, phrase, lab) and like_a_name(phrase.text):
                return Found(phrase.text, (phrase,), 0.55)
        return None

    @staticmethod
    def _may_end_address(page: TaggedPage, phrase: Phrase) -> bool:
        """Whether an address ends in this line: with a postal code or a state, or with a street right under a business of some form."""
        if POSTAL.search(phrase.text) or (STATE.search(phrase.text) and STREET.search(phrase.text)):
            return True
        above = page.grid.above(phrase, pitch=1.8)
        return above is not None and is_address(phrase.text) and COMPANY.search(above.text.title()) is not None and not page.is_label(above)

    def _letterhead_block(self, page: TaggedPage, block: list[Phrase], name: str) -> bool:
        """Whether an address is the laboratory's own: under a line that says so, or with its web address under it."""
        under: list[Phrase] = []
        line: Phrase | None = block[-1]
        while line is not None and len(under) < 4:
            line = page.grid.below(line, pitch=2.2)
            under += [line] if line is not None else []
        text = "\n".join(p.text for p in (*block, *under))
        sites = {squeezed(match[1] or match[2]) for match in _DOMAIN.finditer(text)} & self.domains
        said = any(load_fields().has("laboratory", p.text, start=True) for p in block)
        return said or self.fits_domain(name) or any(not _alike(site, squeezed(name)) for site in sites)


def _head(page: TaggedPage) -> list[Phrase]:
    """What stands where the page has its letterhead."""
    return [phrase for phrase in page.grid.phrases if phrase.baseline < _HEAD * page.grid.page.height]


def _labels_value(page: TaggedPage, phrase: Phrase, *, ends_name: bool) -> bool:
    """Whether a line is a label of what stands beside or below it; the rest of a name is none of a day that does not follow ("TESTING")."""
    tags = [tag for tag in page.tags if tag.phrase is phrase and tag.inline is None]
    return any(not ends_name or tag.label.field not in DATES or ((on := page.value(tag)) and find_dates(on.text)) for tag in tags)


def _is_large(page: TaggedPage, phrase: Phrase) -> bool:
    return phrase.size >= _LARGE * page.grid.usual_size


def _is_other_business(page: TaggedPage, phrase: Phrase, lab: str) -> bool:
    """Whether a line is a business' name up to its form, and neither a label nor a laboratory's; `lab` is the laboratory, squeezed."""
    formed = BUSINESS.fullmatch(phrase.text) is not None
    return formed and not page.is_label(phrase) and not says_laboratory(phrase.text) and squeezed(phrase.text) not in lab


def _is_house(text: str) -> bool:
    """Whether a line within an address may be a street and its house, and no business such as "7 Acres LLC"."""
    return HOUSE.fullmatch(text) is not None and BUSINESS.fullmatch(text) is None


def _rest_of_name(name: Phrase, below: Phrase) -> str | None:
    """What the line right under a name adds to it: the form of business ("SPECIMEN Sp." over "z o.o."), or, in whatever print, words
    up to it ("Institut Specimen" over "für Phytoanalytik GmbH · Am Platz 9"); None where it begins something else."""
    if abs(below.x0 - name.x0) >= 2:
        return None
    if below.size == name.size and COMPANY.fullmatch(below.text.strip(" ,.")):
        return below.text
    rest = _AFTER_NAME.split(below.text)[0].strip(" ,;-–")
    return rest if rest[:1].islower() and ends_in_form(rest) else None


def _begins_with(words: str, text: str) -> bool:
    """Whether a text begins with these words as whole ones."""
    behind = text[len(words) : len(words) + 1]
    return text.startswith(words) and not (behind.isalnum() or behind == "_")


def _names_person(text: str) -> bool:
    """Whether a line of an address begins as one to a person does: "Frau Petersen", "Attn. Ms. Whitcombe"."""
    return f" {spaced(text).strip()}".startswith(tuple(f" {word} " for word in load_fields().words["person"]))


def _alike(domain: str, name: str) -> bool:
    if len(domain) < 4 or len(name) < 5:
        return False
    return name.startswith(domain) or domain.startswith(name) or (len(domain) > 6 and name[:6] == domain[:6])


def is_plain(text: str) -> bool:
    """Whether a text may name a product: no label, date, verdict, address, accreditation or title of a document."""
    vocabulary = load_fields()
    if ":" in text or text.endswith(".") or not 3 <= len(squeezed(text)) <= 80 or find_dates(text) or is_address(text):
        return False
    if text.isalpha() and find_dates(f"1 {text} 2000"):
        return False  # a month, of a stamp's date
    if (
        cell_shape(text) in VALUE_SHAPES
        or vocabulary.has("accreditation", text, start=True)
        or any(vocabulary.verdict(word) for word in text.split())
        or squeezed(text) in {squeezed(word) for word in vocabulary.words["state_of_test"]}
    ):
        return False
    return not (_DOMAIN.search(text) or _NO_NAME.search(text) or vocabulary.is_title(text))


_WORD_OF_NAME: Final = r"(?:[^\W_a-zà-ž]\S*|of|and|&|für|de|di|et|y|pro)"
_CAPITALISED: Final = re.compile(rf"{_WORD_OF_NAME}(?: {_WORD_OF_NAME})*")
_SENTENCE_END: Final = re.compile(r"(?<=[^\W\d_]{3})\.\s+(?=[A-ZÀ-Ž])")


def _before_sentence(text: str) -> str:
    """A name that ends its sentence, without the next one: "Specimen Laboratories" of "Specimen Laboratories. The results relate"."""
    ends = (end for end in _SENTENCE_END.finditer(text) if COMPANY.match(text[end.end() :].title()) is None)  # "PVT. LTD."
    return text[: next((end.start() for end in ends if says_laboratory(text[: end.start()])), len(text))]


def _block_above(page: TaggedPage, phrase: Phrase) -> list[Phrase]:
    """The lines of the paragraph that ends in `phrase`, from its first; without labelled lines."""
    block: list[Phrase] = [phrase]
    while len(block) < 6:
        above = page.grid.above(block[0], pitch=2.2)
        while above is not None and _names_no_business(page, above):  # "Attn: Quality", "License # 12" between name and street
            above = page.grid.above(above, pitch=2.2)
        if above is None or page.is_label(above) or abs(above.x0 - phrase.x0) > 1.5 * phrase.size:
            break
        block.insert(0, above)
    return block[:-1]


def _names_no_business(page: TaggedPage, phrase: Phrase) -> bool:
    """Whether a line of an address is a label of something else with its value."""
    tags = [tag for tag in page.tags if tag.phrase is phrase]
    return bool(tags) and tags[0].start == 0 and all(tag.label.field == OTHER and tag.inline is not None for tag in tags)
