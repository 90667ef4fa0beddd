"""What the words of a business' name tell: a laboratory's, of what trade it is, its form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from registry.reading.head.dates import find_dates
from registry.reading.head.fields import load_fields, spaced, squeezed
from registry.remembered import remembered

_ENDS_AS_LABORATORY: Final = re.compile(
    r"\w(?:labs?|lytics?|lysis|lytix|assay|analytik|chemistry)\b(?<!catalysis)(?<!hydrolysis)(?<!\banalysis)", re.IGNORECASE
)
_FORMS: Final = (
    r"LLC|Inc|Ltd|Limited|Corp|Corporation|GmbH|B\.V|N\.V|S\.A|S\.L|SARL|SAS|S\.p\.A|SpA|S\.r\.l|Srl|Ltda|Lda"
    r"|s\.\s?r\.\s?o|z o\.\s?o|d\.o\.o"
)
"""Forms of business that a name ends in, wherever it stands."""
COMPANY: Final = re.compile(
    rf"\b(?:{_FORMS}|AG|ApS|Kft|Zrt|a\.\s?s|A\.\s?Ş|d\.\s?o\.\s?o|Oyj?|Sdn\.? Bhd|ЕООД|ООД|Pte|Pty|Group|Services)(?!\w)|^PT "
)
"""Forms of business: a laboratory's name may hold nothing else that tells."""
BUSINESS: Final = re.compile(
    rf"(?:[A-ZÀ-Ž0-9][\w&.'’-]*,? (?:(?:of|and|&) )?){{1,6}}?(?:[Ss]p\. )?(?:{_FORMS}|Co|V\.O\.F)\b\.?(?=,| *$| +\d| *[·•|])"
)
"""A business' name up to its form, at the start of a line."""


@remembered(16384)
def may_say_laboratory(word: str) -> bool:
    """Whether a text with this word in it may hold a laboratory's word."""
    return _laboratorys_words().search(spaced(word)) is not None or _ENDS_AS_LABORATORY.search(word) is not None


@cache
def _laboratorys_words() -> re.Pattern[str]:
    """What the first words of the vocabulary's phrases for laboratories begin with."""
    first = {words.split()[0] for words in load_fields().words["laboratory"]}
    return re.compile(f" (?:{'|'.join(map(re.escape, first))})")


def says_laboratory(text: str) -> bool:
    """Whether a name holds a laboratory's word: whole, at a word's start, or (of one word) at its end ("Pharmlabs")."""
    return load_fields().has("laboratory", text, start=True) or _ENDS_AS_LABORATORY.search(text) is not None


def before_register(text: str) -> str | None:
    """What a line says before the register or the capital of a company: the name in "Ridge Labs SAS au capital de 40 000 EUR".

    None for a line that tells of neither.
    """
    if not load_fields().has("register", text):
        return None
    words, tells = text.split(), load_fields().has
    end = next(n for n in range(1, len(words) + 1) if tells("register", " ".join(words[:n])))
    start = next(n for n in range(end - 1, -1, -1) if tells("register", " ".join(words[n:end])))
    return " ".join(words[:start]).strip(" ,;:·|-–")


_NO_PART: Final = re.compile(r"https?:|www\.|\d{3}[-.\s]\d{4}|:\s|=")
"""What a name does not hold."""
_SENTENCE: Final = re.compile(r" (?:is|are|was|were|has|have|accredited) ")
_LETTERS_AND_DIGITS: Final = re.compile(r"\w+")


def like_a_name(text: str, *, lower: bool = False) -> bool:
    """Whether a text is written as a business' name is: capitals (`lower`: or not), mostly letters, no title, sentence or date."""
    words = text.split()
    fields = load_fields()
    if not 1 <= len(words) <= 10 or len(text) > 90 or len(squeezed(text)) < 3:
        return False
    if text.endswith(":") or "@" in text or _NO_PART.search(text):
        return False
    if fields.is_title(text) or fields.has("job_title", text) or _SENTENCE.search(text):
        return False
    capital = sum(not word[0].islower() for word in words)
    sentence = len(words) > 7 or (text.endswith(".") and not ends_in_form(text))
    if (text[0].islower() and not lower) or (capital < 0.5 * len(words) and sentence):
        return False
    parts = _LETTERS_AND_DIGITS.findall(text)
    if not any((len(word) > 2 or word.isupper()) and not fields.has("laboratory", word, start=True) for word in parts) and len(words) < 3:
        return False  # "Laboratory" alone names none
    if _says_only_accreditation(parts) or _is_number_of_laboratory(words):
        return False
    letters = sum(c.isalpha() for c in text)
    return letters >= 0.6 * len(text.replace(" ", "")) and not find_dates(text) and "17025" not in text


def ends_in_form(text: str) -> bool:
    """Whether a text ends in a form of business, whose full stop ends no sentence: "a. s."."""
    return any(form.end() >= len(text) - 1 for form in COMPANY.finditer(text))


_LONG: Final = 6
"""Letters of a word that says of a laboratory to be accredited; a body's initials may be a laboratory's own."""


def _says_only_accreditation(words: Sequence[str]) -> bool:
    """Whether words say of a laboratory that it is accredited, and not its name: "Laboratorium akredytowane PCA"."""
    fields = load_fields()
    accredited = [word for word in words if fields.has("accreditation", word, start=True)]
    told = any(len(word) >= _LONG for word in accredited)
    return told and all(word in accredited or fields.has("laboratory", word, start=True) for word in words)


_NUMBERED: Final = re.compile(r"(?=(?:\D*\d){4}|(?=\S*-)(?:\D*\d){3})\S+")
"""What numbers an accredited laboratory, and is no part of a name such as "Labs 21" or "Kestrel-7"."""
_INITIALS: Final = re.compile(r"[A-ZÀ-Ž]{2,4}|(?:[Nn][or]|[čČ]|[nN][º°])\.?")


def _is_number_of_laboratory(words: Sequence[str]) -> bool:
    """Whether words say under which number a laboratory is accredited, and not its name: "Testing laboratory LP-1877-IDX (SNI"."""
    numbers = [word for word in words if _NUMBERED.fullmatch(word.strip("(),;"))]
    others = [word.strip("(),;") for word in words if word not in numbers]
    if not numbers or not any(map(says_laboratory, others)):
        return False
    fields = load_fields()
    return all(says_kind(word) or _INITIALS.fullmatch(word) or fields.has("accreditation", word, start=True) for word in others)


def says_kind(word: str) -> bool:
    """Whether a word under a name says of what kind or trade the business is: "SERVICES", "&"."""
    return says_laboratory(word) or not squeezed(word) or load_fields().has("trade", word) or COMPANY.search(word) is not None


def is_department(text: str) -> bool:
    """Whether a line of an address names a department and nothing else: "Qualitätssicherung" under a company's name."""
    return spaced(text).strip() in load_fields().words["department"]


_PARTED: Final = re.compile(r"\s*(?:,|[|·•]|\s[-–]\s|\b(?:of|at|de|der)\b)\s*")


@remembered(4096)
def business_of_department(text: str) -> str | None:
    """The business of some form whose own department a line names: "Quality Control Laboratory, Specimen Herbs, Inc."."""
    for parting in _PARTED.finditer(text):
        before, behind = text[: parting.start()], text[parting.end() :]
        for department, name in ((before, behind), (behind, before)):
            if _is_own_laboratory(department) and COMPANY.search(name) is not None and like_a_name(name):
                return name
    return None


def _is_own_laboratory(text: str) -> bool:
    """Whether a text names a department or its laboratory: "QC Laboratory"."""
    first, _, last = text.rpartition(" ")
    return is_department(text) or (says_laboratory(last) and is_department(first))


def without_department(text: str) -> str:
    """A business' name without the department that is its trade: "Specimen Vale Quality Control" names no person's office."""
    endings = (f" {word}" for word in load_fields().words["department"])
    ending = next((end for end in endings if text.casefold().endswith(end)), "")
    return text[: len(text) - len(ending)]


def without_logo(text: str) -> str:
    """A name without the letters of a logo before it: its own first letters, or its initials ("AX Axis Point Labs")."""
    logo, _, name = text.partition(" ")
    words = name.split()
    if len(words) < 2 or says_laboratory(words[0]) or not (logo.isalpha() and logo.isupper() and 1 <= len(logo) <= 4):
        return text
    initials = "".join(word[0] for word in words).upper()
    return name if squeezed(name).startswith(logo.lower()) or (len(logo) > 1 and initials.startswith(logo)) else text
