"""The head of a certificate: laboratory, report, sample, lot, client, dates, verdict, masses.

Labelled fields by vocabulary and geometry; what carries no label (the letterhead, the product as a title) by its place.
The client is the distributor where several businesses are printed and none is called client; a blank field stays None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any, Final

from registry.model.certificate import Dates, ReadText, Status
from registry.model.findings import Finding
from registry.model.measurement import Quantity
from registry.model.numerals import read_plain
from registry.reading.document import Document
from registry.reading.head.accreditation import may_number_accreditation, numbers_accreditation, read_accreditation
from registry.reading.head.businesses import COMPANY, says_laboratory
from registry.reading.head.candidates import ACCEPT, PLACE_PENALTY, WRAPS, Candidate, later_penalty, tags_of
from registry.reading.head.document_titles import says_report
from registry.reading.head.fields import RANKS, label_key, load_fields, spaced, squeezed
from registry.reading.head.head_dates import read_dates
from registry.reading.head.labels import BELOW, NUMBER_WORDS, RIGHT, Tag, TaggedPage, Value
from registry.reading.head.letterhead import Letterhead
from registry.reading.head.letters import said_of_sample
from registry.reading.head.numbers import OF, PAGE, number_behind_label, report_number, said_number
from registry.reading.head.overall import overall_status
from registry.reading.head.phrases import Found, evidence_of
from registry.reading.head.product_title import ProductTitle
from registry.reading.head.tagging import tag_page

# A mass or volume where it is the value itself: not the 7.5 mg of "1/2 tablet (7.5 mg 7-OH)".
_MASS: Final = r"(\d+(?:[.,]\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?)\s*(milligrams?|grams?|kg|mg|g|ml|milliliters?)"
_MASS_AT_START: Final = re.compile(rf"[~≈]?\s*{_MASS}(?![\w])", re.IGNORECASE)
_MASS_IN_BRACKETS: Final = re.compile(rf"[(\[=]\s*{_MASS}\s*(?:[)\]]|$)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)?(?![\w])")
_UNIT: Final = re.compile(r"[\[(]\s*(mg|g|kg|ml|g\s?/\s?ml|g\s?/\s?cm3)\s*[\])]", re.IGNORECASE)
_DENSITY: Final = re.compile(r"(\d+[.,]\d+)\s*(g\s?/\s?m[lL]|g\s?/\s?cm[³3]|kg\s?/\s?[lL])?")
_SHORT_UNIT: Final = {"gram": "g", "grams": "g", "milligram": "mg", "milligrams": "mg", "milliliter": "mL", "milliliters": "mL", "ml": "mL"}
_PAGE_MARK: Final = re.compile(rf"[\s,;|·•–—-]*\b{PAGE}\s*\d+\s*(?:{OF}|/)\s*\d+.*$|\s+\d+\s+of\s+\d+$", re.IGNORECASE)
_CODES: Final = ("report_id", "sample_id", "lot")
_CODE: Final = r"((?=[\w./-]*\d)[A-Z0-9][\w./-]{3,})"
# A lot at the end of a free-text sample field: "Kratom Bílý slon š. L08202504", "Green Vein, Lot HG-01".
_TRAILING_LOT: Final = re.compile(
    r"[,;]?\s+\(?(?:š\.|šarže|š\s|lot|batch|charge|lote|ch\.?-?b\.?)[\s.:#]*(?:no\.?|nr\.?|č\.?)?\s*(\S*\d[^\s)]*)\)?$|,\s+([A-Z]{1,4}-?\d{5,}[\w-]*)$",
    re.IGNORECASE,
)


MOST_MATRIX_WORDS: Final = 5
_LOT_ALONE: Final = re.compile(r"(?:lot|batch|charge|lote|šarže)\b[\s.:#]*(?:no\.?|nr\.?)?\s*(\S*\d\S*)", re.IGNORECASE)
"""A client's own code for a sample that is its lot: "LOT GMD-0126"."""


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

    def with_names(self, named: Mapping[str, ReadText]) -> HeaderFields:
        """The head of a sample that other places of the document name, by field."""
        changes: dict[str, Any] = dict(named)
        return replace(self, **changes)


def read_header(document: Document) -> HeaderFields:
    """The head of the one certificate that `document` holds. Never raises; what is not found is None."""
    return _Head(tuple(tag_page(page) for page in document.pages if page.words)).read()


class _Head:
    """One document's pages while its head is read."""

    def __init__(self, pages: tuple[TaggedPage, ...]) -> None:
        self.pages = pages
        self.letterhead = Letterhead(pages)
        self.title = ProductTitle(self.letterhead)
        self.vocabulary = load_fields()
        self.letter = said_of_sample(pages) if pages else {}

    def read(self) -> HeaderFields:
        if not self.pages:
            return HeaderFields()
        texts = {name: self._text(name) for name in ("report_id", "sample_id", "lot", "matrix", "revision", "supersedes")}
        texts |= {name: texts[name] or _read(self.letter.get(name)) for name in ("sample_id", "lot")}
        product, lot = self._product_and_lot(texts["lot"])
        client, lab = self._businesses()
        if product is None and (title := self.title.found(not_these=[t.text for t in (client, lab) if t])) is not None:
            product = _read(title)
            client = client or _read(self.title.business_under(title.phrases, not_these=[lab.text] if lab else []))
        known = [t.text for t in (texts["sample_id"], lot) if t]
        report_id = self._report_number(texts["report_id"], known)
        sample_id = texts["sample_id"] or (self._sample_of(report_id.text) if report_id else None)
        dates, findings = read_dates(self.pages)
        return HeaderFields(
            lab=lab,
            client=client,
            product_name=product,
            lot=lot,
            report_id=report_id,
            sample_id=sample_id,
            matrix=texts["matrix"] or self._matrix_line(product) or self._described(product) or _read(self.letter.get("matrix")),
            revision=texts["revision"],
            supersedes=texts["supersedes"] or self._supersedes(),
            accreditation=read_accreditation(self.pages),
            dates=dates,
            findings=findings,
            overall_status=overall_status(self.pages, self._candidates("overall_status")),
            unit_mass=self._mass("unit_mass"),
            serving_mass=self._mass("serving_mass"),
            density=self._density(),
            specimen=any(says_specimen(phrase.text) for phrase in self.pages[0].grid.phrases),
        )

    # -- labelled fields ------------------------------------------------------------------------------------------

    def _candidates(self, name: str) -> list[Candidate]:
        """Values of the field's labels that can be one, best first; in reading order where they are equal."""
        found: list[Candidate] = []
        accept = ACCEPT[name]
        for number, page, tag in self._tags(name):
            value = page.value(tag)
            if value is None:
                continue
            listed = value.place == BELOW and page.lists_samples(tag)
            if name in WRAPS and not listed:
                value = _without_matrix(page.continued(value, lines=3)) if name == "product_name" else page.continued(value)
            elif name == "client" and not listed:
                value = _with_form(page, value)
            elif name in _CODES and value.text.endswith("-"):  # "QH-S22-" over "10010" in a narrow cell
                value = page.wrapped(value)
            if name == "lot" and page.beside_method(tag) and not page.in_column_of_labels(tag):
                continue  # "Method: J AOAC 2015  Batch: 2201840": the batch of the analysis
            doubtful = value.place == RIGHT and not tag.colon and tag.label.rank < RANKS["best"]
            if doubtful and (page.ends_in_verdict(value) or page.fills_a_column(tag.phrase)):
                continue  # "Identification (HPTLC)   Matches the standard   Conforms": a row of a table
            text = value.text.replace("- ", "-") if name in _CODES else value.text
            text = _PAGE_MARK.sub("", text).strip(" ,;|:")
            text = accept(text) or ""
            if squeezed(text) == "" or self._says_nothing(text):
                continue
            loose = value.place == BELOW and not tag.colon and name != "client"
            loose = loose and not page.in_row_of_labels(tag) and not page.in_column_over_values(tag)
            doubted = loose or (name == "report_id" and may_number_accreditation(page, tag))
            mentioned = tag.start > 0 and not tag.colon  # "J AOAC 2015 · batch 2604102" beside "Batch: JF-41"
            penalty = PLACE_PENALTY[value.place] + later_penalty(number, tag) + 0.5 * doubted + 0.1 * mentioned + listed
            found.append(Candidate(value, text, tag.label.rank - penalty))
        return sorted(found, key=lambda c: -c.score)

    def _tags(self, name: str) -> Iterator[tuple[int, TaggedPage, Tag]]:
        """The field's labels; a product is also what "Sample:" names where that is no number."""
        for number, page, tag in tags_of(self.pages, name):
            if name not in ("report_id", "sample_id") or not numbers_accreditation(page, tag):
                yield number, page, tag
        if name == "product_name":
            for number, page, tag in tags_of(self.pages[:1], "sample_id"):
                value = page.value(tag)
                named = value is not None and ACCEPT["sample_id"](value.text) is None
                led = tag.colon or page.in_column_of_labels(tag) or page.among_labels(tag)
                beside = value is not None and value.place != BELOW and led
                if tag.label.rank == RANKS["good"] and named and (beside or page.in_column_over_values(tag) or page.names_with_client(tag)):
                    yield number, page, tag

    def _says_nothing(self, text: str) -> bool:
        return text.lower() in self.vocabulary.words["blank"] or spaced(text).strip() in self.vocabulary.words["blank"]

    def _text(self, name: str) -> ReadText | None:
        candidates = self._candidates(name)
        if name == "sample_id":  # of a sample's number and a laboratory's, equally sure, the sample's
            candidates.sort(key=lambda c: (-c.score, _numbers_laboratory(c)))
        if not candidates or (candidates[0].score < 1.3 and self._blank(name)):
            return None
        return _read_candidate(candidates[0])

    def _report_number(self, labelled: ReadText | None, known: list[str]) -> ReadText | None:
        """The labelled number; one that stands at the title, or says "No." under it, goes before that of an order or a job."""
        tag = self._candidates("report_id")[0].value.tag if labelled is not None else None
        sure = tag is not None and tag.label.rank >= RANKS["best"]
        said = None if sure else _read(said_number(self.pages, not_these=known))
        if tag is not None and not sure and not says_report(" ".join(w.text for w in tag.phrase.words[tag.start : tag.end])):
            said = said or _read(report_number(self.pages, not_these=known))  # "Order No." numbers no report where the title has one
        return said or labelled or _read(report_number(self.pages, not_these=known)) or self._laboratory_number()

    def _sample_of(self, report: str) -> ReadText | None:
        """The report's number with one more behind it, as laboratories number the samples of one order: "402117-001".

        A letter too, where nothing else stands in its place: "402117-A".
        """
        written = re.compile(rf"\W*({re.escape(report)}[-/.]\d{{1,3}})\W*", re.IGNORECASE)
        lettered = re.compile(rf"({re.escape(report)}-[A-Z])")
        phrases = (phrase for page in self.pages for phrase in page.grid.phrases if report in phrase.text)
        words = (
            (p, m[1])
            for phrase in phrases
            for n in range(len(phrase.words))
            if (p := phrase.part(n, n + 1)) and (m := written.fullmatch(p.text) or (len(phrase.words) == 1 and lettered.fullmatch(p.text)))
        )
        place, number = next(words, (None, ""))
        return ReadText(text=number, evidence=evidence_of([place]), confidence=0.8) if place is not None else None

    def _laboratory_number(self) -> ReadText | None:
        """The number under which the laboratory keeps the whole ("Lab No."), or made the test, where the report has no other."""
        for candidate in self._candidates("sample_id"):
            if _numbers_laboratory(candidate):
                return _read_candidate(candidate).model_copy(update={"confidence": 0.6})
        return None

    def _blank(self, name: str) -> bool:
        """Whether page one prints a sure label of the field without a value."""
        return any(
            number == 0 and tag.colon and tag.label.rank >= 3 and page.value(tag) is None for number, page, tag in tags_of(self.pages, name)
        )

    def _supersedes(self) -> ReadText | None:
        """The number in a sentence such as "This report supersedes report SAW26-00810."."""
        words = self.vocabulary.words["supersedes"]
        said = re.compile(rf"\b(?:{'|'.join(words)})\b(?:\W+[^\W\d]+\.?){{0,4}}?\W+{_CODE}", re.IGNORECASE)
        for page in self.pages:
            whole = "\n".join([phrase.text for phrase in page.grid.phrases]).casefold()
            for phrase in page.grid.phrases if any(word in whole for word in words) else ():
                if (match := said.search(phrase.text)) is not None:
                    return ReadText(text=match[1].rstrip("."), evidence=evidence_of([phrase]), confidence=0.9)
        return None

    def _product_and_lot(self, lot: ReadText | None) -> tuple[ReadText | None, ReadText | None]:
        candidates = self._candidates("product_name")
        if lot is None:
            named = ((c, match) for c in candidates if (match := _LOT_ALONE.fullmatch(c.text)) is not None)
            lot = next((_read_candidate(c).model_copy(update={"text": match[1]}) for c, match in named), None)
        candidates = [c for c in candidates if _LOT_ALONE.fullmatch(c.text) is None and not (c.score < 1.5 and _about_report(c))]
        if not candidates:
            return _read(self.letter.get("product_name")) or self._coded_by_client(), lot
        best = self._named_beside_material(candidates)
        product = _read_candidate(best)
        if best.score < 1.5 and (title := self.letter.get("product_name") or self.title.found()) is not None:
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

    def _coded_by_client(self) -> ReadText | None:
        """The material that stands where a client's own code for the sample does: "Client ID: Red Bali Powder" below "Client: Acme"."""
        client = next((squeezed(c.text) for c in self._candidates("client")), "")
        for _, page, tag in tags_of(self.pages[:1], "other") if client else ():
            value = page.value(tag) if tag.colon and _label(tag) in self.vocabulary.code_of_client else None
            text = ACCEPT["product_name"](value.text) if value is not None and value.place != BELOW else None
            if value is None or text is None or client in squeezed(text) or COMPANY.search(text) or says_laboratory(text):
                continue
            if len(text.split()) > 1 and self.vocabulary.has("matrix", text):
                return _read_candidate(Candidate(value, text, RANKS["weak"]))
        return None

    def _named_beside_material(self, candidates: list[Candidate]) -> Candidate:
        """The best of the product's names; where that only says of what material it is ("Leaf powder"), what "Sample" names instead,
        or the client's own code for the sample where that is a name."""
        best = candidates[0]
        if best.value.tag.label.field == "sample_id" or not self._says_material(best.text):
            return best
        others = [c for c in candidates if squeezed(c.text) != squeezed(best.text)]
        named = [c for c in others if c.value.tag.label.field == "sample_id" and c.score >= best.score]
        coded = [c for c in others if _is_code_in_words(c) and not self._says_material(c.text)]
        return next(iter(named + coded), best)

    def _says_material(self, text: str) -> bool:
        """Whether a text says of what material something is, and does not name it: "Dried Mitragyna speciosa leaf powder"."""
        has = self.vocabulary.has
        words = text.split()
        plain = not any(word[:1].isupper() and not has("genus", word) for word in words[1:]) or all(has("matrix", word) for word in words)
        return plain and text[-1:].isalpha() and has("matrix", text)

    def _businesses(self) -> tuple[ReadText | None, ReadText | None]:
        """Client and laboratory: neither may be taken for the other."""
        clients = self._clients()
        labelled = next((c for c in self._candidates("lab") if says_laboratory(c.text)), None)
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
            Candidate(value, value.text, heading.label.rank - 0.1 if heading else 0.9)
            for _, page, tag in tags_of(self.pages, "other", "product_name", "client")
            if _label(tag) in self.vocabulary.name_in_block
            and ((heading := _heading_over(page, tag)) is not None or tag.label.field == "other")
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

    def _described(self, product: ReadText | None) -> ReadText | None:
        """What a description says the material is, where another label names the product: "dried leaf powder, about 200 g in a pouch"."""
        for candidate in self._candidates("product_name"):
            text = candidate.text.split(",")[0].strip()
            other = product is not None and candidate.text != product.text
            described = other and (candidate.value.tag.label.rank == RANKS["good"] or self._says_material(text))
            if described and len(text.split()) <= MOST_MATRIX_WORDS and self.vocabulary.has("matrix", text):
                return _read_candidate(candidate).model_copy(update={"text": text, "confidence": 0.75})
        return None

    # -- accreditation --------------------------------------------------------------------------------------------

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


def _is_code_in_words(candidate: Candidate) -> bool:
    """Whether a label asks for a code ("Client Sample Code:") and a name stands there: two words at least with capitals."""
    tag = candidate.value.tag
    asked = tag.colon and squeezed(tag.phrase.words[tag.end - 1].text) in NUMBER_WORDS
    return asked and sum(len(word) > 2 and word.isalpha() and word[0].isupper() for word in candidate.text.split()) > 1


def _numbers_laboratory(candidate: Candidate) -> bool:
    """Whether a label says that the number is the laboratory's: "Lab No."."""
    return _label(candidate.value.tag) in load_fields().of_laboratory


def _label(tag: Tag) -> str:
    """The key of the words that a label consists of."""
    return label_key("".join(word.text for word in tag.phrase.words[tag.start : tag.end]))


def _about_report(candidate: Candidate) -> bool:
    """Whether the subject of a letter is the report's number and what it is about, and no product."""
    return number_behind_label(candidate.value.lines[0]) is not None


MATRIX_LINE: Final = 4
"""Words of a line that says of what kind of material a product is."""


def _without_matrix(value: Value) -> Value:
    """A product's name without the line under it that says what material it is, where its own words say that already.

    "Green Vein Powder" over "Plant material"; "Green Vein" over "Powder" is one name.
    """
    says = load_fields().has
    for n, line in enumerate(value.lines[1:], start=1):
        plain = len(line.words) <= MATRIX_LINE and line.text.replace(" ", "").replace(",", "").isalpha()
        if plain and says("matrix", line.words[0].text) and says("matrix", " ".join(above.text for above in value.lines[:n])):
            return replace(value, lines=value.lines[:n])
    return value


def _with_form(page: TaggedPage, value: Value) -> Value:
    """A business' name with its form, which a narrow column sets on a line of its own: "Specimen Orchard Growers" over "Inc."."""
    whole = page.continued(value, lines=1)
    return whole if COMPANY.fullmatch(whole.lines[-1].text.strip(" ,.")) else value


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
    nearest = max(over, key=lambda t: t.phrase.baseline, default=None)
    own = page.value(nearest) if nearest is not None else None
    return None if own is not None and own.lines[0].baseline < tag.phrase.baseline else nearest  # "Client" over a name of its own


_SPECIMEN: Final = re.compile(r"(?:^|[(\s–-])SPECIMEN(?:\s*[-–)(:]|$)")
_SPECIMENS_FIELD: Final = re.compile(r"SPECIMEN\s*(?:ID|INFO|TYPE|WEIGHT|NO)")


def says_specimen(text: str) -> bool:
    said = "SPECIMEN" in text and _SPECIMEN.search(text)
    return bool(said) and not _SPECIMENS_FIELD.match(text)


def _read_candidate(candidate: Candidate) -> ReadText:
    return ReadText(text=candidate.text, evidence=evidence_of(candidate.value.lines), confidence=candidate.confidence())


def _read(found: Found | None) -> ReadText | None:
    return (
        ReadText(text=found.text, evidence=evidence_of(found.phrases, found.text), confidence=round(found.confidence, 3)) if found else None
    )


def _quantity(candidate: Candidate, number: str, unit: str) -> Quantity | None:
    """The amount that a candidate states; of two ways to read its number the likelier ("0,250" is below one, "1,250" above a thousand)."""
    read = read_plain(number, None)
    if read is None:
        return None
    return Quantity(
        value=Decimal(read[0]),
        unit=unit,
        text=candidate.text,
        evidence=evidence_of(candidate.value.lines),
        confidence=candidate.confidence(),
    )
