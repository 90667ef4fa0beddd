"""The head of a certificate: laboratory, report, sample, lot, client, dates, verdict, masses.

Labelled fields by vocabulary and geometry; what carries no label (the letterhead, the product as a title) by its place.
Conventions: the client is the distributor where several businesses are printed and none is called client; `completed` is
the latest date of an analysis where no completion date is printed; `reported` is the date of issue, else of the signature;
a blank field stays None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from registry.model.certificate import Dates, ReadDate, ReadText, Status
from registry.model.findings import Finding
from registry.model.measurement import Quantity
from registry.reading.dates import Order, PrintedDate, all_days, find_dates, settle_order
from registry.reading.document import Document
from registry.reading.fields import label_key, load_fields, spaced, squeezed
from registry.reading.labels import BELOW, INLINE, Tag, TaggedPage, Value, tag_page
from registry.reading.letterhead import Found, Letterhead, is_address
from registry.reading.phrases import Phrase, evidence_of

_PLACE_PENALTY: Final = {INLINE: 0.0, "right": 0.05, BELOW: 0.3}
_LATER_PAGE_PENALTY: Final = 0.4
_CONFIDENCE: Final = {3: 0.97, 2: 0.92, 1: 0.8, 0: 0.7}
_QUANTITY: Final = re.compile(
    r"(?<![\w.])(\d+(?:[.,]\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?)\s*(milligrams?|grams?|kg|mg|g|ml|milliliters?|l|lbs?|oz|units?|each)(?![\w])",
    re.IGNORECASE,
)
# A mass or volume where it is the value itself: not the 7.5 mg of "1/2 tablet (7.5 mg 7-OH)".
_MASS: Final = r"(\d+(?:[.,]\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?)\s*(milligrams?|grams?|kg|mg|g|ml|milliliters?)"
_MASS_AT_START: Final = re.compile(rf"[~≈]?\s*{_MASS}(?![\w])", re.IGNORECASE)
_MASS_IN_BRACKETS: Final = re.compile(rf"[(\[=]\s*{_MASS}\s*(?:[)\]]|$)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)?(?![\w])")
_UNIT: Final = re.compile(r"[\[(]\s*(mg|g|kg|ml|g\s?/\s?ml|g\s?/\s?cm3)\s*[\])]", re.IGNORECASE)
_DENSITY: Final = re.compile(r"(\d+[.,]\d+)\s*(g\s?/\s?m[lL]|g\s?/\s?cm[³3]|kg\s?/\s?[lL])?")
_SHORT_UNIT: Final = {"gram": "g", "grams": "g", "milligram": "mg", "milligrams": "mg", "milliliter": "mL", "milliliters": "mL", "ml": "mL"}
_PAGE_MARK: Final = re.compile(
    r"[\s,;|]*(?:pages?|seite|strana|str\.|página|halaman)\s*\d+\s*(?:of|/|z|von|de|dari)\s*\d+.*$|\s+\d+\s+of\s+\d+$", re.IGNORECASE
)
# "CANNABINOID TEST RESULTS - 11/17/2021": the day a panel was tested, in its title.
_PANEL_TITLE: Final = re.compile(r"\b(?:results?|analysis|screen|panel|výsledky|ergebnisse)\b.{0,12}\d", re.IGNORECASE)
# A lot at the end of a free-text sample field: "Kratom Bílý slon š. L08202504", "Green Vein, Lot HG-01".
_TRAILING_LOT: Final = re.compile(
    r"[,;]?\s+(?:š\.|šarže|š\s|lot|batch|charge|lote|ch\.?-?b\.?)[\s.:#]*(?:no\.?|nr\.?|č\.?)?\s*(\S*\d\S*)$|,\s+([A-Z]{1,4}-?\d{5,}[\w-]*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class HeaderFields:
    """The head as read; names as in DraftCertificate, None where nothing is printed."""

    lab: ReadText | None = None
    accreditation: ReadText | None = None
    report_id: ReadText | None = None
    sample_id: ReadText | None = None
    product_name: ReadText | None = None
    client: ReadText | None = None
    lot: ReadText | None = None
    matrix: ReadText | None = None
    supersedes: ReadText | None = None
    revision: ReadText | None = None
    serving_mass: Quantity | None = None
    unit_mass: Quantity | None = None
    density: Quantity | None = None
    dates: Dates = field(default_factory=Dates)
    overall_status: Status | None = None
    specimen: bool = False
    findings: tuple[Finding, ...] = ()

    def for_draft(self) -> dict[str, Any]:
        """The fields as keyword arguments of DraftCertificate."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def read_header(document: Document) -> HeaderFields:
    """The head of the one certificate that `document` holds. Never raises; what is not found is None."""
    return _Head(tuple(tag_page(page) for page in document.pages if page.words)).read()


@dataclass(frozen=True)
class Candidate:
    """A value that may be the field's; the higher `score`, the likelier."""

    value: Value
    text: str
    score: float

    def confidence(self) -> float:
        """How sure the reading is: by rank of its label, never more than the engine's confidence in the words."""
        sure = _CONFIDENCE[max(0, min(3, round(self.score)))]
        return round(min(sure, *(line.confidence for line in self.value.lines)), 3)


class _Head:
    """One document's pages while its head is read."""

    def __init__(self, pages: tuple[TaggedPage, ...]) -> None:
        self.pages = pages
        self.letterhead = Letterhead(pages)
        self.vocabulary = load_fields()

    def read(self) -> HeaderFields:
        if not self.pages:
            return HeaderFields()
        texts = {name: self._text(name) for name in ("report_id", "sample_id", "lot", "matrix", "revision", "supersedes")}
        product, lot = self._product_and_lot(texts["lot"])
        client, lab = self._businesses()
        product = product or _read(self.letterhead.title(not_these=[t.text for t in (client, lab) if t]))
        dates, findings = self._dates()
        return HeaderFields(
            lab=lab,
            client=client,
            product_name=product,
            lot=lot,
            report_id=texts["report_id"],
            sample_id=texts["sample_id"],
            matrix=texts["matrix"] or self._matrix_line(product),
            revision=texts["revision"],
            supersedes=texts["supersedes"],
            accreditation=self._accreditation(),
            dates=dates,
            findings=findings,
            overall_status=self._overall_status(),
            unit_mass=self._mass("unit_mass"),
            serving_mass=self._mass("serving_mass"),
            density=self._density(),
            specimen=any(says_specimen(phrase.text) for phrase in self.pages[0].grid.phrases),
        )

    # -- labelled fields ------------------------------------------------------------------------------------------

    def _tags(self, *names: str) -> Iterator[tuple[int, TaggedPage, Tag]]:
        for number, page in enumerate(self.pages):
            for tag in page.tags:
                if tag.label.field in names and (number == 0 or tag.colon):
                    yield number, page, tag

    def _candidates(self, name: str) -> list[Candidate]:
        """Values of the field's labels that can be one, best first; in reading order where they are equal."""
        found: list[Candidate] = []
        accept = _ACCEPT[name]
        for number, page, tag in self._tags(name):
            value = page.value(tag)
            if value is None:
                continue
            if name in _WRAPS:
                value = page.continued(value)
            text = _PAGE_MARK.sub("", value.text).strip(" ,;|:")
            text = accept(text) or ""
            if squeezed(text) == "" or self._says_nothing(text):
                continue
            loose = value.place == BELOW and not tag.colon and name != "client"
            penalty = _PLACE_PENALTY[value.place] + _LATER_PAGE_PENALTY * (number > 0) + 0.5 * loose
            found.append(Candidate(value, text, tag.label.rank - penalty))
        return sorted(found, key=lambda c: -c.score)

    def _says_nothing(self, text: str) -> bool:
        return text.lower() in self.vocabulary.words["blank"] or spaced(text).strip() in self.vocabulary.words["blank"]

    def _text(self, name: str) -> ReadText | None:
        candidates = self._candidates(name)
        if not candidates or (candidates[0].score < 1.3 and self._blank(name)):
            return None
        return _read_candidate(candidates[0])

    def _blank(self, name: str) -> bool:
        """Whether page one prints a sure label of the field without a value."""
        return any(number == 0 and tag.colon and tag.label.rank >= 3 and page.value(tag) is None for number, page, tag in self._tags(name))

    def _product_and_lot(self, lot: ReadText | None) -> tuple[ReadText | None, ReadText | None]:
        candidates = self._candidates("product_name")
        if not candidates:
            return None, lot
        best = candidates[0]
        product = _read_candidate(best)
        if best.score < 1.5 and (title := self.letterhead.title()) is not None:
            return _read(title), lot  # a strain is not the product where a title names it
        line = best.value.lines[-1]
        beside = self.pages[0].grid.right_of(line) if best.value.tag.phrase.page is self.pages[0].grid.page else None
        if lot is None and beside is not None and _TRAILING_LOT.fullmatch(" " + beside.text) is not None:
            lot = ReadText(text=beside.words[-1].text, evidence=evidence_of([beside]), confidence=0.9)
        if (trailing := _TRAILING_LOT.search(product.text)) is not None:
            number = trailing[1] or trailing[2]
            lot = lot or product.model_copy(update={"text": number, "confidence": 0.9})
            product = product.model_copy(update={"text": product.text[: trailing.start()].rstrip(" ,;")})
        return product, lot

    def _businesses(self) -> tuple[ReadText | None, ReadText | None]:
        """Client and laboratory: neither may be taken for the other."""
        clients = self._clients()
        labelled = next((c for c in self._candidates("lab") if self.vocabulary.has("laboratory", c.text, start=True)), None)
        lab = _read_candidate(labelled) if labelled else _read(self.letterhead.laboratory(not_these=[c.text for c in clients]))
        strong = [c for c in clients if c.score >= 1.3]
        if strong:
            return _read_candidate(strong[0]), lab
        block = self.letterhead.client(lab.text if lab else None)
        if block is not None:
            return _read(block), lab
        return (_read_candidate(clients[0]) if clients else None), lab

    def _clients(self) -> list[Candidate]:
        named = [
            Candidate(value, value.text, heading.label.rank - 0.1)
            for _, page, tag in self._tags("other", "product_name", "client")
            if label_key("".join(w.text for w in tag.phrase.words[tag.start : tag.end])) in self.vocabulary.name_in_block
            and (heading := _heading_over(page, tag)) is not None
            and (value := page.value(tag)) is not None
            and (value := page.continued(value))
        ]
        return sorted([*self._candidates("client"), *named], key=lambda c: -c.score)

    def _matrix_line(self, product: ReadText | None) -> ReadText | None:
        """A line of matrix words right under the product's name, where no label names the matrix."""
        if product is None or product.evidence is None or product.evidence.box is None:
            return None
        page = self.pages[0]
        bottom, size = product.evidence.box.y1 * page.grid.page.height, 14.0
        for phrase in page.grid.phrases:
            near = 0 < phrase.baseline - bottom <= 2.2 * size and not page.is_label(phrase)
            if (
                near
                and len(phrase.words) <= 8
                and self.vocabulary.has("matrix", phrase.text)
                and ":" not in phrase.text
                and phrase.text != product.text
            ):
                return ReadText(text=phrase.text, evidence=evidence_of([phrase]), confidence=0.75)
        return None

    # -- accreditation, verdict -----------------------------------------------------------------------------------

    def _accreditation(self) -> ReadText | None:
        best: tuple[int, ReadText] | None = None
        for page in self.pages:
            for phrase in page.grid.phrases:
                if "17025" not in phrase.text:
                    continue
                text = _accreditation_part(phrase.text)
                rank = 2 * bool(re.search(r"\d{4,}", text.replace("17025", ""))) + (len(text) < 90)
                if best is None or rank > best[0]:
                    best = rank, ReadText(text=text, evidence=evidence_of([phrase]), confidence=0.85)
        return best[1] if best else None

    def _overall_status(self) -> Status | None:
        for candidate in self._candidates("overall_status"):
            if (verdict := self.vocabulary.verdict(candidate.text)) is not None:
                return verdict
        return self._batch_row() or self._badge()

    def _batch_row(self) -> Status | None:
        """ "Batch   Pass" as the first row of a summary."""
        grid = self.pages[0].grid
        titles = (phrase for phrase in grid.phrases if squeezed(phrase.text) in ("batch", "overall", "sample"))
        beside = (right for title in titles if (right := grid.right_of(title)) is not None and len(right.words) <= 2)
        return next((verdict for right in beside if (verdict := self.vocabulary.verdict(right.text)) is not None), None)

    def _badge(self) -> Status | None:
        """A verdict alone in the largest such print of page one, larger than every panel's."""
        page = self.pages[0]
        verdicts = [
            (p, v) for p in page.grid.phrases if len(p.words) <= 2 and (v := self.vocabulary.verdict(p.text)) and not page.is_label(p)
        ]
        verdicts.sort(key=lambda entry: -entry[0].size)
        if not verdicts or verdicts[0][0].baseline > 0.45 * page.grid.page.height:
            return None
        largest = verdicts[0][0].size
        second = verdicts[1][0].size if len(verdicts) > 1 else 0
        sizes = sorted(p.size for p in page.grid.phrases)
        return verdicts[0][1] if largest >= 1.25 * second and largest >= 1.4 * sizes[len(sizes) // 2] else None

    # -- dates ----------------------------------------------------------------------------------------------------

    def _dates(self) -> tuple[Dates, tuple[Finding, ...]]:
        printed = {name: self._printed_date(name) for name in ("collected", "received", "completed", "reported")}
        printed["reported"] = printed["reported"] or self._signed()
        tested = self._tested()
        order = self._order([p for p in printed.values() if p])
        if printed["completed"] is None and tested:
            printed["completed"] = max(tested, key=lambda p: max(all_days(p.found, order), default=date.min))
        read: dict[str, ReadDate] = {}
        findings: list[Finding] = []
        for name, entry in printed.items():
            if entry is None:
                continue
            day = _chosen_day(entry.found, name, order)
            evidence = evidence_of(entry.phrases)
            if day is None and any(p.day(order) is None for p in entry.found):
                findings.append(
                    Finding(code="date-ambiguous", details={"field": name, "text": entry.text}, page=evidence.page, evidence=evidence)
                )
            read[name] = ReadDate(text=entry.text, value=day, evidence=evidence, confidence=entry.confidence if day else 0.3)
        return Dates(**read), tuple(findings)

    @cached_property
    def _all_date_texts(self) -> list[str]:
        return [
            phrase.text
            for page in self.pages
            for phrase in page.grid.phrases
            if any(c.isdigit() for c in phrase.text) and len(phrase.text) < 120
        ]

    def _order(self, printed: list[_PrintedField]) -> Order | None:
        text = " ".join(phrase.text for page in self.pages[:1] for phrase in page.grid.phrases)
        american = bool(re.search(r"\b[A-Z]{2},?\s+\d{5}(?:-\d{4})?\b|\b(?:USA|California|Florida|Colorado|Texas)\b", text))
        return settle_order(self._all_date_texts, [entry.text for entry in printed], us_address=american)

    def _printed_date(self, name: str) -> _PrintedField | None:
        options: list[tuple[float, _PrintedField]] = []
        for number, page, tag in self._tags(name):
            for value, penalty in _date_places(page, tag):
                found = find_dates(value.text)
                if found:
                    score = tag.label.rank - penalty - _LATER_PAGE_PENALTY * (number > 0)
                    confidence = min(_CONFIDENCE[max(0, min(3, round(score)))], *(line.confidence for line in value.lines))
                    options.append((score, _PrintedField(value.text, value.lines, tuple(found), confidence)))
                    break
        if not options:
            return None
        top = max(score for score, _ in options)
        best = [entry for score, entry in options if score == top]
        if name == "reported" and top < 2:  # signature dates: the latest
            return max(best, key=_latest)
        return best[0]

    def _tested(self) -> list[_PrintedField]:
        """Dates of single analyses: beside their labels, or in a column headed by one."""
        out: list[_PrintedField] = []
        for page in self.pages:
            for tag in (t for t in page.tags if t.label.field == "tested"):
                inline = tag.inline
                places = [inline] if inline is not None else _column_under(page, tag)
                if inline is None and (right := page.grid.right_of(tag.phrase)) is not None:
                    places.append(right)
                out += [
                    _PrintedField(p.text, (p,), tuple(found), 0.85) for p in places if (found := find_dates(p.text)) and len(p.text) < 60
                ]
            out += [
                _PrintedField(p.text, (p,), tuple(found), 0.85)
                for p in page.grid.phrases
                if len(p.words) <= 12 and _PANEL_TITLE.search(p.text) and (found := find_dates(p.text))
            ]
        return out

    def _signed(self) -> _PrintedField | None:
        """The latest date that stands alone by a signatory's title."""
        out: list[_PrintedField] = []
        for page in self.pages:
            for title in (p for p in page.grid.phrases if len(p.words) <= 6 and self.vocabulary.has("job_title", p.text)):
                near = (page.grid.below(title, pitch=2.5), page.grid.above(title, pitch=2.5), page.grid.right_of(title))
                short = [p for p in near if p is not None and len(p.words) <= 3]
                out += [_PrintedField(p.text, (p,), tuple(found), 0.8) for p in short if (found := find_dates(p.text))]
        return max(out or self._lone_dates(), key=_latest, default=None)

    def _lone_dates(self) -> list[_PrintedField]:
        """Dates without any label in the lower half of the first or last page, where certificates are signed."""
        pages = {id(page): page for page in (self.pages[0], self.pages[-1])}.values()
        low = [p for page in pages for p in page.grid.phrases if p.baseline > 0.5 * page.grid.page.height and len(p.words) == 1]
        dated = [(p, found) for p in low if (found := find_dates(p.text)) and found[0].end == len(p.text)]
        return [_PrintedField(p.text, (p,), tuple(found), 0.7) for p, found in dated]

    # -- masses ---------------------------------------------------------------------------------------------------

    def _mass(self, name: str) -> Quantity | None:
        for candidate in self._candidates(name):
            label = candidate.value.tag.phrase.text
            match = _MASS_AT_START.match(candidate.text) or _MASS_IN_BRACKETS.search(candidate.text)
            if match is not None:
                unit = match[2].lower()
                return _quantity(candidate, match[1], _SHORT_UNIT.get(unit, unit))
            if (unit_of_label := _UNIT.search(label)) is not None and (bare := _NUMBER.search(candidate.text)) is not None:
                return _quantity(candidate, bare[0], unit_of_label[1].lower())
        return None

    def _density(self) -> Quantity | None:
        for candidate in self._candidates("density"):
            if (match := _DENSITY.search(candidate.text)) is not None:
                return _quantity(candidate, match[1].replace(",", "."), (match[2] or "g/mL").replace(" ", ""))
        return None


@dataclass(frozen=True)
class _PrintedField:
    text: str
    phrases: tuple[Phrase, ...]
    found: tuple[PrintedDate, ...]
    confidence: float


def _latest(entry: _PrintedField) -> date:
    return max(all_days(entry.found, Order.MONTH_FIRST), default=date.min)


def _date_places(page: TaggedPage, tag: Tag) -> Iterator[tuple[Value, float]]:
    """Where a label's date may stand: beside it, right of it, below it, or (a signature) above it."""
    value = page.value(tag)
    if value is not None:
        yield value, _PLACE_PENALTY[value.place]
    if tag.inline is None:
        if (below := page.grid.below(tag.phrase, pitch=2.6)) is not None and not page.is_label(below):
            yield Value(tag, (below,), BELOW), 0.35
        if (above := page.grid.above(tag.phrase, pitch=4)) is not None and not page.is_label(above) and not tag.colon:
            yield Value(tag, (above,), BELOW), 0.4


def _column_under(page: TaggedPage, tag: Tag) -> list[Phrase]:
    """The dates under a column heading, down to the first wide gap."""
    out: list[Phrase] = []
    last = tag.phrase
    for phrase in page.grid.phrases:
        if phrase.baseline <= last.baseline or phrase.x0 > tag.phrase.x1 + 10 or phrase.x1 < tag.phrase.x0 - 10:
            continue
        if phrase.baseline - last.baseline > 3 * last.size:
            break
        out.append(phrase)
        last = phrase
    return out


def _chosen_day(found: tuple[PrintedDate, ...], name: str, order: Order | None) -> date | None:
    """Of a range, the end for `completed` and `reported`, the beginning for `collected` and `received`."""
    days = all_days(found, order)
    if not days:
        return None
    return days[-1] if name in ("completed", "reported") else days[0]


def _heading_over(page: TaggedPage, tag: Tag) -> Tag | None:
    """The heading that says which business the block with this label describes ("DISTRIBUTOR" over "Business Name:")."""
    over = [
        t
        for t in page.tags
        if t.label.field == "client"
        and t.inline is None
        and abs(t.phrase.x0 - tag.phrase.x0) <= 8
        and 0 < tag.phrase.baseline - t.phrase.baseline <= 5 * tag.phrase.size
    ]
    return max(over, key=lambda t: t.phrase.baseline, default=None)


def _accreditation_part(text: str) -> str:
    """The words of a line or sentence that state the accreditation."""
    piece = next(part for part in re.split(r"\s*[|•;]\s*|(?<=[a-z]{3})\.\s+(?=[A-Z])", text) if "17025" in part)
    if len(piece) <= 90:
        return piece.strip(" ,")
    match = re.search(
        r"(?:[A-ZČ]{2,5}\s)*ISO\s?/?\s?(?:IEC)?\s*17025(?::\d{4})?(?:\s*(?:Accred\w*|Cert\w*|No\.?|Number|#|PJLA|A2LA|ANAB)[\w\s.#:-]{0,30})?",
        piece,
    )
    return match[0].strip(" ,") if match else "ISO/IEC 17025"


def says_specimen(text: str) -> bool:
    return bool(re.search(r"(?:^|[(\s–-])SPECIMEN(?:\s*[-–)(:]|$)", text)) and not re.match(r"SPECIMEN\s*(?:ID|INFO|TYPE|WEIGHT|NO)", text)


# -- what can stand in a field ------------------------------------------------------------------------------------------


def _an_identifier(text: str) -> str | None:
    """The text where it can be a number or code: with a digit, not long, no date and no amount."""
    text = re.split(r"\s{2,}|\s[|•]\s|;", text)[0].strip()
    dated = find_dates(text)
    if not any(c.isdigit() for c in text) or len(text) > 60 or len(text.split()) > 8 or "@" in text or "http" in text:
        return None
    if dated and dated[0].end - dated[0].start >= len(text) - 2:
        return None
    if _QUANTITY.fullmatch(text) or re.fullmatch(r"\d+ of \d+|[\d.,]+\s*%|\(?\d{3}\)?[-\s]\d{3}-\d{4}", text):
        return None
    return text


def _a_lot(text: str) -> str | None:
    """A lot may be words alone ("Dosi Woah F1") where they are few."""
    return _an_identifier(text) or (
        text if re.fullmatch(r"[A-Z][\w-]{2,}(?: [\w.-]+){0,2}", text) and load_fields().verdict(text) is None and text.isupper() else None
    )


def _a_report(text: str) -> str | None:
    found = _an_identifier(text)
    return None if found is None or re.match(r"section|page|rev", found, re.IGNORECASE) else found


def _words(text: str) -> str | None:
    """The text where it is a name or description: with letters, neither a sentence nor an address line nor a verdict."""
    text = re.split(r"\s[|•]\s", text)[0].strip()
    if sum(c.isalnum() for c in text) < 2 or len(text) > 160 or len(text.split()) > 22:
        return None
    return None if load_fields().verdict(text) and len(text.split()) <= 2 else text


def _a_business(text: str) -> str | None:
    """A business' name: the address after it cut off."""
    if "@" in text or find_dates(text) or re.match(r"^[(+]|^\d+$", text):
        return None
    name = re.split(r",\s+(?=[^,]*\d)|\s+(?=\d{2,5}\s+[A-Z])|\s+Lic\b", text)[0].strip(" ,")
    if is_address(name) or ":" in name or len(name) > 90:
        return None
    return name if sum(c.isalpha() for c in name) >= 2 else None


def _a_revision(text: str) -> str | None:
    return text if len(text) <= 20 and any(c.isdigit() for c in text) else None


def _anything(text: str) -> str | None:
    return text if len(text) < 120 else None


_WRAPS: Final = frozenset({"product_name", "matrix", "lab"})
_ACCEPT: Final[dict[str, Any]] = {
    "report_id": _a_report,
    "sample_id": _an_identifier,
    "lot": _a_lot,
    "product_name": _words,
    "client": _a_business,
    "lab": _a_business,
    "matrix": _words,
    "revision": _a_revision,
    "supersedes": _an_identifier,
    "overall_status": _anything,
    "unit_mass": _anything,
    "serving_mass": _anything,
    "density": _anything,
}


def _read_candidate(candidate: Candidate) -> ReadText:
    return ReadText(text=candidate.text, evidence=evidence_of(candidate.value.lines), confidence=candidate.confidence())


def _read(found: Found | None) -> ReadText | None:
    return (
        ReadText(text=found.text, evidence=evidence_of(found.phrases, found.text), confidence=round(found.confidence, 3)) if found else None
    )


def _quantity(candidate: Candidate, number: str, unit: str) -> Quantity:
    digits = number.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", number) else number.replace(",", ".")
    return Quantity(
        value=Decimal(digits),
        unit=unit,
        text=candidate.text,
        evidence=evidence_of(candidate.value.lines),
        confidence=candidate.confidence(),
    )
