"""The one number grammar: text as a laboratory prints it -> what it states, with its digits exact.

The words (`ND`, `negativní`, `TNTC`) come from `data/vocabulary/results.toml`. Text that is no result raises NumberFormatError;
nothing is guessed: a number that can be read in two ways is marked `ambiguous` and left to the certificate's other numbers
(`guess_decimal_comma`) or to a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

from registry.errors import NumberFormatError
from registry.model.numerals import LEADING_NUMBER, MANTISSA, decimal_readings, read_lost_power, read_plain, read_power
from registry.model.result_words import Qualifier, load_words, meaning_of, with_digits, word_key
from registry.model.units import COUNTS, find_unit


@dataclass(frozen=True, slots=True)
class Printed:
    """What one printed result states.

    `value` is the number printed (0.5 for ``<0,5``), None where none is. `unit_text` is the unit that follows the number,
    `uncertainty` the number after ``±`` in the same unit unless `uncertainty_unit` names another (``1.5 mg/g ± 10 %``).
    `ambiguous` is set where the number can be read in two ways (``1,234`` alone, ``7,2.104`` for 7,2·10⁴); `value` is then
    the likelier of the two and must be looked at. `approximate` is set where the laboratory prints the number as about so much
    (``~0.5``, ``ca. 12``).
    """

    qualifier: Qualifier
    value: Decimal | None = None
    unit_text: str | None = None
    test_portion: str | None = None
    uncertainty: Decimal | None = None
    uncertainty_unit: str | None = None
    coverage: Decimal | None = None
    ambiguous: bool = False
    approximate: bool = False


Comparator = Literal["<=", "<", ">=", ">"]


@dataclass(frozen=True, slots=True)
class ParsedLimit:
    """A printed limit: a number with its comparator (None where only a number stands), a range, or words.

    For a range (``90.0 - 110.0 %``) `minimum` is its lower end and `value` its upper one. `qualifier` is set for a limit in words
    (``Absent in 25 g``, ``Pass``); all of them None is a column that sets no limit (``Report Results``).
    """

    text: str
    comparator: Comparator | None = None
    value: Decimal | None = None
    unit_text: str | None = None
    minimum: Decimal | None = None
    qualifier: Qualifier | None = None
    test_portion: str | None = None
    ambiguous: bool = False


LONGEST_RESULT: Final = 80
"""Characters in the longest text that can be one result; a longer one is prose."""
_MOST_WORDS_BEHIND: Final = 3
"""Words behind the number of an amount: its unit and a remark."""
_PREVIEW: Final = 40

_MINUS: Final = dict.fromkeys(map(ord, "−–—‒―﹣－‐‑﹘"), "-")
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"), None)
_GLYPHS: Final = {
    **dict.fromkeys(map(ord, "✕✖⨯╳"), "×"),
    **dict.fromkeys(map(ord, "⋅∙•・‧"), "·"),
    **dict.fromkeys(map(ord, "’‘ʼ´`′"), "'"),
    **dict.fromkeys(map(ord, "≦⩽⪕"), "≤"),
    **dict.fromkeys(map(ord, "≧⩾"), "≥"),
    **dict.fromkeys(map(ord, "≈≅∼～"), "~"),
    **dict.fromkeys(map(ord, "‹〈⟨"), "<"),
    **dict.fromkeys(map(ord, "›〉⟩"), ">"),
    ord("٫"): ".",
    ord("٬"): ",",
    ord("⁄"): "\ufffd",
}
_SUPERSCRIPT: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED: Final = str.maketrans(_SUPERSCRIPT + "⁺⁻", "0123456789+-")
_FOOTNOTE: Final = "*†‡§¶#※"
# A count outside the countable range is marked as an estimate, and is still the result: "40 est.", "2500 (est.) CFU/g".
_ESTIMATED: Final = re.compile(r"(?<=\d)\s*(?:\best(?:imated|\.)?(?= |$)|\((?:est(?:imated|\.)?)\))", re.IGNORECASE)
_WORD_BEHIND: Final = re.compile(r"(?<=\d) ?\(([A-Za-z]{2,5})\)$")
_SYMBOLS: Final = ("<=", ">=", "=<", "=>", "<", ">", "≤", "≥")
_PLUS_MINUS: Final = re.compile(r"±|\+ ?/ ?-|\+-")
_SPREAD_IN_BRACKETS: Final = re.compile(r"(?P<number>[^()]*\d[^()]*?) ?\((?P<spread>(?:±|\+ ?/ ?-)[^()]*)\) ?(?P<unit>[^()]*)")
_COVERAGE: Final = re.compile(r"[(,; ]+k ?= ?(?P<k>\d+(?:[.,]\d+)?)\)?$", re.IGNORECASE)
_NO_UNIT: Final = re.compile(r"/(?! ?(?:k?g|m?l)\b)", re.IGNORECASE)
_UNKNOWN_UNIT: Final = re.compile(r"(?=.*[/%])[^\W\d_%]*[%/]?[^\d,;:<>≤≥]*(?:/ ?\d{1,3} ?[a-zA-Z]{1,3})?")


def parse_printed(text: str, *, decimal_comma: bool | None = None) -> Printed:
    """What the printed result `text` states.

    `decimal_comma` tells whether the certificate's other numbers use a decimal comma (None: unknown); it decides ``1,234`` only,
    and ``1.234`` where it is True. Raises NumberFormatError on text that is no result, limits such as ``NMT 15.0`` included.
    """
    if len(text) > LONGEST_RESULT:
        raise _unreadable(text)
    return _parse(text, decimal_comma)


@lru_cache(maxsize=8192)
def _parse(text: str, decimal_comma: bool | None) -> Printed:
    body = with_digits(_without_footnotes(_clean(text)))
    if not body:
        raise _unreadable(text)
    if body[0] in _DIGITS:  # no word of the vocabulary begins with one
        found = _number(body, decimal_comma)
    else:
        spaced = _PERCENT_BEHIND_WORD.sub(" %", body)  # "ND%"
        found = (
            _word(spaced, decimal_comma) or _compared(body, decimal_comma) or _about(body, decimal_comma) or _number(body, decimal_comma)
        )
    if found is None:
        raise _unreadable(text)
    return found


_DIGITS: Final = "0123456789"
_PERCENT_BEHIND_WORD: Final = re.compile(r"(?<=[^\W\d_])%$")


def _about(body: str, comma: bool | None) -> Printed | None:
    """``~0.5``, ``ca. 12 mg/g``: a number that is said to be about right."""
    said = load_words().about.match(body)
    number = _number(body[said.end() :], comma, signed=False) if said else None
    return replace(number, approximate=True) if number else None


def parse_limit(text: str, *, decimal_comma: bool | None = None) -> ParsedLimit:
    """The limit that `text` prints: ``NMT 15.0``, ``5.0 % max``, ``≤ 0,5 mg/kg``, ``< 10^4 CFU/g``, ``90-110 %``, ``Absent in 25 g``.

    Raises NumberFormatError on text that is no limit.
    """
    if len(text) > LONGEST_RESULT:
        raise _unreadable(text)
    return _parse_limit(text, decimal_comma)


@lru_cache(maxsize=4096)
def _parse_limit(text: str, decimal_comma: bool | None) -> ParsedLimit:
    body, words = _without_footnotes(_clean(text)), load_words()
    if word_key(body) in words.no_limit:
        return ParsedLimit(text)
    if said := _bounded_in_words(text, body, decimal_comma):
        return said
    if span := _span(text, body, decimal_comma):
        return span
    for symbol in _SYMBOLS:
        if body.startswith(symbol) and (limit := _bounded(text, _comparator(symbol), body[len(symbol) :], decimal_comma)):
            return limit
    for comparator, pattern in (("<", words.below), (">", words.above)):
        if (m := pattern.match(body)) and (limit := _bounded(text, comparator, body[m.end() :], decimal_comma)):
            return limit
    printed = _parse(text, decimal_comma)
    if printed.qualifier is Qualifier.EQ:
        if printed.uncertainty is not None:
            return _tolerance(text, printed)
        return ParsedLimit(text, None, printed.value, printed.unit_text, ambiguous=printed.ambiguous)
    if printed.qualifier is Qualifier.NOT_REPORTED:
        return ParsedLimit(text)
    return ParsedLimit(text, qualifier=printed.qualifier, test_portion=printed.test_portion)


_CLEAR_MAJORITY: Final = 3


def guess_decimal_comma(texts: Iterable[str], *, misread: bool = False) -> bool | None:
    """Whether a certificate's numbers use a decimal comma, from those that can be read in one way only; None where they do not tell.

    A certificate that uses both tells nothing; where some marks may be `misread` (pictures), three times as many of one do.
    """
    commas = points = 0
    for text in texts:
        # a number inside words (a method "SOP 70.75", a paragraph, "0.5 g was weighed in") follows its own rules
        cleaned = _clean(text) if len(text) <= LONGEST_RESULT else ""
        m = LEADING_NUMBER.match(cleaned)
        if m is not None and len(cleaned[m.end() :].split()) <= _MOST_WORDS_BEHIND:
            marks = {mark for mark, _ in decimal_readings(m["mantissa"])}
            commas += marks == {","}
            points += marks == {"."}
    if commas and points and not (misread and max(commas, points) >= _CLEAR_MAJORITY * min(commas, points)):
        return None
    return None if commas == points else commas > points


def _unreadable(text: str) -> NumberFormatError:
    shown = text if len(text) <= _PREVIEW else f"{text[:_PREVIEW]}…"
    return NumberFormatError(
        f"The text {shown!r} is not a result that the number grammar knows.",
        next_step="Enter the result as printed, or add the word to data/vocabulary/results.toml.",
    )


def _clean(text: str) -> str:
    """One spelling for every glyph of a digit, sign, space and power."""
    if text.isascii():
        return " ".join(text.translate(_GLYPHS).split())
    text = text.translate(_INVISIBLE)
    text = _POWER_RAISED.sub(lambda m: f"10^{m[1].translate(_RAISED)}", text)
    text = _NOTE_RAISED.sub("", text)
    text = "".join([c if c.isascii() else _plain_character(c) for c in text])
    text = unicodedata.normalize("NFKC", text).translate(_MINUS).translate(_GLYPHS)
    return " ".join(text.replace("μ", "µ").split())


_POWER_RAISED: Final = re.compile(rf"(?<!\d)(?<!(?<![\d,.])0\.)10 ?([⁺⁻]?[{_SUPERSCRIPT}]+)")
_NOTE_RAISED: Final = re.compile(rf"(?<=[\w)%*])(?<!m)[{_SUPERSCRIPT}ᵃᵇᶜᵈᵉ]+(?=[\s*†‡]|$)")


def _plain_character(c: str) -> str:
    category = unicodedata.category(c)
    if category == "Nd":
        return str(unicodedata.digit(c))
    if category == "No" and c not in _SUPERSCRIPT:
        # a circled digit is a footnote mark; a fraction is a number that must not lose its tail
        return "※" if unicodedata.decomposition(c).startswith("<circle>") else "\ufffd"
    return c


def _without_footnotes(text: str) -> str:
    while True:
        shorter = text.strip(_FOOTNOTE + " ").removeprefix("=").strip()
        if shorter.endswith((")", "]")):
            mark = _MARK_IN_BRACKETS.search(shorter)
            shorter = shorter if mark is None or meaning_of(mark[0].strip(" ()[]")) else shorter[: mark.start()]
            shorter = _NOTE_NUMBER.sub(r"\1", shorter)
        shorter = shorter.rstrip("^")
        if shorter.endswith(FLAGGED):
            shorter = without_flag(shorter)
        if "est" in shorter.lower():
            shorter = _ESTIMATED.sub("", shorter)
        if (
            shorter.endswith(")")
            and shorter.startswith(("<", ">", "≤", "≥"))  # "25 (ND)" says two things
            and (said := _WORD_BEHIND.search(shorter))
            and (meaning_of(said[1]) or meaning_of("<" + said[1]) or meaning_of(">" + said[1]))
        ):
            shorter = shorter[: said.start()]  # "<0.05 (LOQ)", ">300 (TNTC)"
        if shorter == text:
            return text
        text = shorter


def without_flag(text: str) -> str:
    """The text without the sign of exclamation that a laboratory sets behind a result to be seen: "1.34 !", "0.9 mg/kg (!)".

    One that touches its number is left alone: it may be a 1 that was not recognised.
    """
    return _FLAG.sub("", text)


FLAGGED: Final = ("!", "!)")
"""How a text with such a sign ends."""
_FLAG: Final = re.compile(r"(?<=[\w%)])\s+(?:!{1,3}|\(!{1,3}\))$")
_WORD_ENDS: Final = re.compile(r" ?[(\[ :]<? ?(?=[^\s<)(\[])")
_MARK_IN_BRACKETS: Final = re.compile(r"(?<=.) ?(?:\[\w{1,2}\]|\([a-z]\))$")

# The number of a note behind a number and its unit: "3,0 (1)", "≤ 10 mg/kg 2)"; behind words ("ND (5)") it may be what was not reached.
_NOTE_NUMBER: Final = re.compile(r"(\d[^()]*) \(?[1-9]\)$")


def _word(body: str, comma: bool | None) -> Printed | None:
    """A result in words, perhaps with a test portion, a unit or the limit's number: ``ND (<0.01)``, ``negativní v 25 g``."""
    words = load_words()
    if qualifier := meaning_of(body):
        return Printed(qualifier)
    if (m := words.portion.fullmatch(body)) and meaning_of(m["word"]) in (Qualifier.ND, Qualifier.ABSENT, Qualifier.PRESENT):
        number = m["n"] or m["n2"] or "1"
        printed = m["unit"].lower()
        unit = {"ml": "mL", "l": "L"}.get(printed) or (
            "g" if printed.startswith("gram") else "mL" if printed.startswith("milli") else printed
        )
        return Printed(meaning_of(m["word"]) or Qualifier.ABSENT, test_portion=f"{number.replace(',', '.')} {unit}")
    for m in _WORD_ENDS.finditer(body):
        qualifier, tail = meaning_of(body[: m.start()]), body[m.end() :].rstrip(" )]")
        if qualifier in (Qualifier.ND, Qualifier.LT_LOQ, Qualifier.LT_LOD):
            if _is_unit(tail):
                return Printed(qualifier, unit_text=tail)
            if tail[0] in "0123456789.," and (number_ := _number(tail, comma)):
                return Printed(qualifier, number_.value, number_.unit_text, ambiguous=number_.ambiguous)
    return None


def _compared(body: str, comma: bool | None) -> Printed | None:
    """``<0,5``, ``> 300``, ``less than 10 CFU/g``."""
    words = load_words()
    for qualifier, pattern in ((Qualifier.LT, words.below), (Qualifier.GT, words.above)):
        if m := pattern.match(body):
            return _qualified(qualifier, body[m.end() :], comma)
    for symbol in _SYMBOLS:
        if body.startswith(symbol):
            qualifier = Qualifier.LT if _comparator(symbol).startswith("<") else Qualifier.GT
            return _qualified(qualifier, body[len(symbol) :], comma)
    return None


def _comparator(symbol: str) -> Comparator:
    spelled: dict[str, Comparator] = {"<": "<", ">": ">", "≤": "<=", "<=": "<=", "=<": "<=", "≥": ">=", ">=": ">=", "=>": ">="}
    return spelled[symbol]


def _qualified(qualifier: Qualifier, rest: str, comma: bool | None) -> Printed | None:
    number = _number(rest.strip(), comma, signed=False)
    if number is None or number.uncertainty is not None:
        return None
    return Printed(qualifier, number.value, number.unit_text, ambiguous=number.ambiguous)


def _bounded(text: str, comparator: str, rest: str, comma: bool | None) -> ParsedLimit | None:
    strict = rest.strip().lstrip("<≤= ")  # "NMT <10,000 cfu/g" is printed on real rules
    number = _number(strict, comma, signed=False)
    if number is None:
        return None
    inside: Comparator = "<" if rest.strip().startswith("<") and not rest.strip().startswith("<=") else _comparator(comparator)
    return ParsedLimit(text, inside, number.value, number.unit_text, ambiguous=number.ambiguous)


def _bounded_in_words(text: str, body: str, comma: bool | None) -> ParsedLimit | None:
    """``NMT 15.0``, ``min. 45 %``, ``5.0 % max``: a limit whose words stand before or behind the number."""
    words = load_words()
    for comparator, pattern in (("<=", words.at_most), (">=", words.at_least)):
        if (m := pattern.match(body)) and (limit := _bounded(text, comparator, body[m.end() :], comma)):
            return limit
    if not words.may_end_limit(body):
        return None  # nearly always
    for comparator, pattern in (("<=", words.at_most_behind), (">=", words.at_least_behind)):
        limit = _bounded(text, comparator, m["number"], comma) if (m := pattern.fullmatch(body)) else None
        if limit is not None and (limit.unit_text or comparator == "<="):  # without a unit, "30 min" is a time
            return limit
    return None


def _span(text: str, body: str, comma: bool | None) -> ParsedLimit | None:
    m = _SPAN.fullmatch(body)
    low = _number(m["low"], comma, signed=False) if m else None
    high = _number(m["high"], comma, signed=False) if m else None
    if low is None or high is None or low.value is None or high.value is None or low.value > high.value:
        return None
    return ParsedLimit(text, None, high.value, high.unit_text, low.value, ambiguous=low.ambiguous or high.ambiguous)


def _tolerance(text: str, printed: Printed) -> ParsedLimit:
    """A target with what it may be missed by, as the range it allows: ``600 mg ± 5 %`` is 570 to 630 mg."""
    value, missed, unit = printed.value or Decimal(0), printed.uncertainty or Decimal(0), printed.unit_text
    without_unit = printed.uncertainty_unit is None and unit == "%" and value > _WHOLE  # "600 ± 5 %": in the unit of the result
    unit = None if without_unit else unit
    if without_unit or (printed.uncertainty_unit == "%" and unit != "%"):
        missed = value * missed / _WHOLE
    return ParsedLimit(text, None, value + missed, unit, value - missed, ambiguous=printed.ambiguous)


_WHOLE: Final = Decimal(100)
_SPAN: Final = re.compile(rf"(?P<low>{MANTISSA})(?P<unit>[^\d-]*?) ?(?:-|to|až|bis) ?(?P<high>{MANTISSA}.*)")
_WHOLE_IN_BRACKETS: Final = re.compile(r"\((?P<inside>.*)\) ?(?P<unit>[^)]*)")


def _number(body: str, comma: bool | None, *, signed: bool = True) -> Printed | None:
    """A number with what follows it: a unit, an uncertainty, a coverage factor. None where `body` is none."""
    coverage = _COVERAGE.search(body) if "=" in body else None
    if coverage:
        body = body[: coverage.start()].rstrip()
    if "(" in body and (bracketed := _SPREAD_IN_BRACKETS.fullmatch(body)) is not None:
        body = f"{bracketed['number']} {bracketed['unit']} {bracketed['spread']}"
    head, *tail = _PLUS_MINUS.split(body)
    if len(tail) > 1 or (coverage and not tail):
        return None
    shared = _WHOLE_IN_BRACKETS.fullmatch(body) if tail else None
    if shared:
        inner = _number(shared["inside"], comma, signed=signed)
        if inner is None or inner.unit_text:
            return None
        unit = shared["unit"] or None
        return _with_unit(inner, unit, coverage) if unit is None or _is_unit(unit) else None
    main = _value_and_unit(head.strip(), comma, signed=signed)
    if main is None or not tail:
        return main
    spread = _value_and_unit(tail[0].strip(), comma, signed=False)
    if spread is None:
        return None
    return _joined(main, spread, coverage)


def _with_unit(inner: Printed, unit: str | None, coverage: re.Match[str] | None) -> Printed:
    k = Decimal(coverage["k"].replace(",", ".")) if coverage else inner.coverage
    return Printed(inner.qualifier, inner.value, unit, None, inner.uncertainty, inner.uncertainty_unit, k, inner.ambiguous)


def _joined(main: Printed, spread: Printed, coverage: re.Match[str] | None) -> Printed:
    unit = main.unit_text or spread.unit_text
    other = spread.unit_text if main.unit_text and spread.unit_text and spread.unit_text != main.unit_text else None
    k = Decimal(coverage["k"].replace(",", ".")) if coverage else None
    return Printed(Qualifier.EQ, main.value, unit, None, spread.value, other, k, main.ambiguous or spread.ambiguous)


def _value_and_unit(body: str, comma: bool | None, *, signed: bool) -> Printed | None:
    sign = "-" if signed and body.startswith("-") else ""
    body = body[len(sign) :]
    for read in (read_power, read_lost_power, read_plain) if "10" in body else (read_plain,):
        found = read(body, comma)
        if found is not None:
            digits, ambiguous, end = found
            rest = body[end:].strip()
            if rest and not _is_unit(rest):
                return None
            # nobody prints a colony count to a thousandth: 10,000 CFU/g is ten thousand
            ambiguous = ambiguous and not (comma is None and _counts(rest))
            return Printed(Qualifier.EQ, Decimal(sign + digits), rest or None, ambiguous=ambiguous)
    return None


def _is_unit(text: str) -> bool:
    """Whether `text` is a unit, or has the shape of one that the unit table does not know yet."""
    if find_unit(text) is not None and not (text.startswith("/") and any(c.isdigit() for c in text)):  # "0/25 g" is no number
        return True
    if _NO_UNIT.match(text) or meaning_of(text) or any(meaning_of(word) for word in text.split()[1:]):
        return False  # "/ Pass", "N/A", "CFU/g Pass"
    return len(text) <= 24 and text.count(" ") <= 2 and _UNKNOWN_UNIT.fullmatch(text) is not None


def _counts(unit: str) -> bool:
    found = find_unit(unit)
    return found is not None and found.basis in COUNTS
