"""How a laboratory says that it is accredited: by the standard or by who accredits it, and under which number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from registry.model.certificate import ReadText
from registry.reading.head.addresses import is_address
from registry.reading.head.businesses import says_laboratory
from registry.reading.head.fields import load_fields
from registry.reading.head.labels import Tag, TaggedPage
from registry.reading.head.phrases import Phrase, evidence_of

_LONG_NUMBER: Final = re.compile(r"\d{4,}")
_STANDARD_IN_BRACKETS: Final = re.compile(r"\(([^()]*17025[^()]*)\)")
_PIECES: Final = re.compile(
    r"\s*[|•;]\s*|\s+[·—–]\s+|(?<=[a-z]{3})(?<!\b[Cc]ert)(?<!\b[Rr]eg)(?<!\b[Ll]ic)(?<!ccred)\.\s+(?=[A-Z])|(?<=[\d)])\.\s+(?=[A-Z])"
)
_STANDARD: Final = re.compile(
    r"(?:(?<![\w-])[A-ZČ]{2,5}\s)*ISO\s?/?\s?(?:IEC)?\s*17025(?::\d{4})?(?:\s*(?:Accred\w*|Cert\w*|No\.?|Number|#|PJLA|A2LA|ANAB)[\w\s.#:-]{0,30})?"
)
_STANDARD_ALONE: Final = re.compile(r"(?:[A-ZČ]{2,5}\s)*ISO\s?/?\s?(?:IEC)?\s*17025(?:[:-]\d{4})?(?:\s+accredited)?[,.]?", re.IGNORECASE)
_CERTIFICATE: Final = re.compile(
    r"(?:accreditation |testing )?(?:cert(?:ificate|ification)?|accred(?:itation)?)\b\.?[\s:]*(?:no|nr|number|id|#)?\b[.:#\s]*\S*\d\S*",
    re.IGNORECASE,
)
_UNDER: Final = 2.4
"""In sizes: how far below the standard the number stands under which the laboratory is accredited."""
_LONGEST: Final = 90
_FEW: Final = 8
"""Words of what says who accredits and under which number."""
_SHORT: Final = 5
"""Words of the longest line that says who accredits and nothing else."""


def read_accreditation(pages: Sequence[TaggedPage]) -> ReadText | None:
    """The fullest words on the accreditation, with the number that stands on the line below the standard alone."""
    best: tuple[int, ReadText] | None = None
    for page in pages:
        for phrase in page.grid.phrases:
            if "17025" not in phrase.text:
                continue
            text = _stated_part(phrase.text)
            number = _number_under(page, phrase) if _STANDARD_ALONE.fullmatch(text) else None
            text = f"{text} {number.text}" if number is not None else text
            phrases = (phrase, number) if number is not None else (phrase,)
            rank = 2 * bool(_LONG_NUMBER.search(text.replace("17025", ""))) + (len(text) < _LONGEST)
            if best is None or rank > best[0]:
                best = rank, ReadText(text=text, evidence=evidence_of(phrases), confidence=0.85)
    return best[1] if best else _of_body(pages[0]) if pages else None


def _of_body(page: TaggedPage) -> ReadText | None:
    """Who accredits and under which number, on a page that does not name the standard: "A2LA Cert. 4418.01"."""
    for phrase in page.grid.phrases:
        for piece in _PIECES.split(phrase.text) if _LONG_NUMBER.search(phrase.text) else ():
            said = load_fields().has("accreditation", piece, start=True) and _LONG_NUMBER.search(piece) is not None
            if said and len(piece.split()) <= _FEW and not is_address(piece):
                return ReadText(text=piece.strip(" ,."), evidence=evidence_of([phrase]), confidence=0.7)
    return None


def numbers_accreditation(page: TaggedPage, tag: Tag) -> bool:
    """Whether a label is of the laboratory's accreditation, and numbers neither report nor sample.

    "ISO/IEC 17025 accredited, cert. no. 3391" is one, and "Cert. No. 3391" right under the standard alone.
    """
    if tag.start > 0:
        return load_fields().has("accreditation", tag.phrase.text, start=True)
    above = page.grid.above(tag.phrase, pitch=_UNDER) if _CERTIFICATE.fullmatch(tag.phrase.text) else None
    return above is not None and _STANDARD_ALONE.fullmatch(above.text) is not None


def may_number_accreditation(page: TaggedPage, tag: Tag) -> bool:
    """Whether a certificate's number stands right under or over a line that says who accredits: "NABL accredited"; it may be either's."""
    if _CERTIFICATE.fullmatch(tag.phrase.text) is None:
        return False
    near = (page.grid.above(tag.phrase, pitch=_UNDER), page.grid.below(tag.phrase, pitch=_UNDER))
    return any(p is not None and len(p.words) <= _SHORT and load_fields().has("accreditation", p.text, start=True) for p in near)


def _number_under(page: TaggedPage, standard: Phrase) -> Phrase | None:
    below = page.grid.below(standard, pitch=_UNDER)
    return below if below is not None and _CERTIFICATE.fullmatch(below.text) else None


def _stated_part(text: str) -> str:
    """The words of a line or sentence that state the accreditation."""
    bracketed = _STANDARD_IN_BRACKETS.search(text)
    if bracketed is not None and not _LONG_NUMBER.search(text.replace(bracketed[1], "")):
        return bracketed[1].strip(" ,")
    piece = next(part for part in _PIECES.split(text) if "17025" in part)
    if (standard := _STANDARD.search(piece)) is not None and _is_of_something_else(piece[: standard.start()]):
        piece = piece[standard.start() :]
    if len(piece) <= _LONGEST:
        return piece.strip(" ,")
    return standard[0].strip(" ,") if standard else "ISO/IEC 17025"


def _is_of_something_else(before: str) -> bool:
    """Whether an address or another registration stands before the standard: "DEA reg. RB719"."""
    if not any(c.isdigit() for c in before) or before.count("(") > before.count(")") or _CERTIFICATE.search(before):
        return False
    return not says_laboratory(before) and not load_fields().has("accreditation", before, start=True)
