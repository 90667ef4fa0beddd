"""What a cell looks like before anything is read from it: a number, a word that is a result, a verdict, a unit, plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Literal

from registry.datafiles import words_of
from registry.errors import NumberFormatError
from registry.model.printed import FLAGGED, parse_limit, without_flag
from registry.model.result_words import one_meaning, with_digits
from registry.reading.heading_roles import read_heading
from registry.reading.vocabulary import Role, bound_in_words, result_words, symbols, terms, unit_text, word_key
from registry.remembered import remembered


class Shape(StrEnum):
    """What a cell looks like, whatever its heading says."""

    NUMBER = "number"
    WORD = "word"
    """A word in place of a number: ND, <LOQ, Absent, TNTC."""
    VERDICT = "verdict"
    PAIR = "pair"
    """Two numbers or findings parted by a slash: LOD/LOQ in one cell, or "ND / 0.5"."""
    RANGE = "range"
    SPREAD = "spread"
    """± and a number."""
    UNIT = "unit"
    BLANK = "blank"
    """A dash or N/A."""
    DATE = "date"
    TEXT = "text"


VALUE_SHAPES = frozenset({Shape.NUMBER, Shape.WORD, Shape.VERDICT, Shape.PAIR, Shape.RANGE, Shape.SPREAD, Shape.BLANK})


_NUM = r"\d(?:[\d,.’']*\d)?(?:(?<=\d)(?<![\d.,]\d{4})[ \u00a0\u202f]\d{3}(?!\d))*"
_NUMBER = re.compile(
    rf"(?P<sign>[<>≤≥~≈±+-]|<=|>=)?\s*(?P<number>{_NUM}(?:\s?[eE][+-]?\s?\d+|\s?[x×·*.•⋅]\s?10\s?(?:[\^eE]?\s?-?\d|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)|\^\s?-?\d+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)\s*(?P<rest>.*)"
)
_DATE = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?:\s.*)?|\d{4}-\d{2}-\d{2}(?:[T\s].*)?"
    r"|(?:[A-Za-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2}[ -]?[A-Za-z]{3,9}[ -]?\d{4}|\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{2})(?:,? \d{1,2}:\d{2}.*)?"
)
_PLAIN_NUMBER = re.compile(r"[<>]?[0-9]+(?:\.[0-9]+)?")
_PAIR = re.compile(rf"[<>≤≥]?\s*{_NUM}\s*/\s*[<>≤≥]?\s*{_NUM}\s*(?P<rest>.*)")
_RANGE = re.compile(rf"{_NUM}\s*%?\s*(?:-|–|—|to)\s*{_NUM}\s*(?P<rest>.*)")


@dataclass(frozen=True, slots=True)
class _Portions:
    """What finds a test portion, the finding before one, and the word between them at the finding's end."""

    whole: re.Pattern[str]
    before: re.Pattern[str]
    word_at_end: re.Pattern[str]


@cache
def _portions() -> _Portions:
    """These patterns with the words that stand before a portion: "in 25 g", "v 25 g", "/10 mL"."""
    words = sorted(words_of("results")["portion"]["words"], key=len, reverse=True)
    between = "|".join(rf"\b{re.escape(word)}" if word[0].isalpha() else re.escape(word) for word in words)
    amount = r"\d+(?:[.,]\d+)?\s*(?:g|mg|ml|cfu.*|kg|gram(?:s|m|mes?|os?)?|milliliters?)\.?"
    return _Portions(
        re.compile(rf"(?:{between})?\s*{amount}|/\s*\d*\s*(?:g|ml)", re.IGNORECASE),
        re.compile(rf"(\D+?)\s*(?=(?:{between})?\s*\d)", re.IGNORECASE),
        re.compile(rf"\s*(?:{between})\s*$", re.IGNORECASE),
    )


def is_portion(text: str) -> bool:
    """True for a test portion and nothing else: "in 25 g", "/10 mL"."""
    return _portions().whole.fullmatch(text) is not None


def says_not_tested(text: str) -> bool:
    """True for words that say a test was not made."""
    return _word_qualifier(text) == "not_tested"


@remembered(16384)
def cell_shape(text: str) -> Shape:
    """What `text` looks like; a value with a verdict in the same cell ("ND / Pass") looks like the value."""
    text = text.strip().rstrip(",;")
    if text.endswith(FLAGGED):
        text = without_flag(text)
    if _PLAIN_NUMBER.fullmatch(text):
        return Shape.NUMBER
    if text.isalpha():
        return _shape_of_word(text)
    text = with_digits(text)
    if (parted := _parted_verdict(text)) is not None:
        text = parted[0]
    if (bounded := with_named_bound(text)) is not None:
        text = bounded[0]
    if (qualifier := _word_qualifier(text)) is not None:
        return _QUALIFIED.get(qualifier, Shape.WORD)
    if not _DIGIT.search(text) and (text.isascii() or not any(map(str.isdigit, text))):
        if text.startswith(("<", ">", "≤", "≥")) and word_key(text.lstrip("<>≤≥= ")) in symbols():
            return Shape.WORD
        if len(value_parts(text)) > 1:
            return Shape.WORD  # "ND mg/tablet (ND mg/g)"
        return Shape.UNIT if unit_text(text) is not None else Shape.PAIR if "/" in text and _holds_two(text) else Shape.TEXT
    return _shape_of_digits(text)


_ONE = frozenset({Shape.NUMBER, Shape.WORD, Shape.BLANK})
_QUALIFIED = {"pass": Shape.VERDICT, "fail": Shape.VERDICT, "not_reported": Shape.BLANK}


def _shape_of_word(text: str) -> Shape:
    """What letters alone look like."""
    if (qualifier := _word_qualifier(text)) is not None:
        return _QUALIFIED.get(qualifier, Shape.WORD)
    return Shape.UNIT if unit_text(text) is not None else Shape.TEXT


def _shape_of_digits(text: str) -> Shape:
    """What a text with a digit in it looks like."""
    if _DATE.fullmatch(text):
        return Shape.DATE
    if (said := bound_in_words().match(text)) is not None:
        text = text[said.end() :]  # "less than 0.5", "LT 50"
    parts = value_parts(text)
    if len(parts) > 1 and all(cell_shape(part) is Shape.NUMBER for part in parts):
        return Shape.NUMBER
    if (match := _PAIR.fullmatch(text)) and _is_tail(match["rest"]):
        return Shape.PAIR
    if (match := _RANGE.fullmatch(text)) and _is_tail(match["rest"]):
        return Shape.RANGE
    match = _NUMBER.fullmatch(text)
    if match is not None and _is_tail(match["rest"]):
        return Shape.SPREAD if match["sign"] == "±" else Shape.NUMBER
    return Shape.UNIT if unit_text(text) is not None else Shape.PAIR if "/" in text and _holds_two(text) else Shape.TEXT


def _holds_two(text: str) -> bool:
    """Whether a text is two findings or numbers with a stroke between them: "ND / 0.5", "< 0.1 ppm / 0.5 ppm"."""
    first, stroke, second = text.partition(" / ") if " / " in text else text.partition("/")
    return bool(stroke) and all(cell_shape(part) in _ONE for part in (first, second))


_BETWEEN_VALUES = re.compile(r"\s*(?:[();]|,(?=\s))\s*")
_WITH_UNIT = re.compile(r"[<>≤≥]?\s*\d.*[^\d\s.,]")


def value_parts(text: str) -> list[str]:
    """The values of one cell: `245.2 mg/g (24.52 %), 858.2 mg per package` holds three, each with its unit; else the text itself."""
    text = text.rstrip(" ,;")
    if "(" not in text and ", " not in text and ";" not in text:
        return [text]
    parts = [part for part in _BETWEEN_VALUES.split(text) if part]
    return parts if all(_WITH_UNIT.match(part) or _is_word_with_unit(part) for part in parts) else [text]


def _is_word_with_unit(text: str) -> bool:
    """Whether a text is a word in a number's place with its unit: "ND mg/g"."""
    word, _, unit = text.rpartition(" ")
    return bool(word) and unit_text(unit) is not None and _below_limits(word) is not None


def _word_qualifier(text: str) -> str | None:
    """What a text without outer spaces says in place of a number; None for any other text."""
    words = result_words()
    key = word_key(text)
    if key in words:
        return words[key]
    if text.isalpha() and key != "na":
        return None  # nearly always
    if (said := one_meaning(text, lambda part: words.get(word_key(part)))) is not None:
        return said  # "Nezjištěno / Not detected"
    if text.endswith("%") and (said := words.get(word_key(_PERCENT_AT_END.sub("", text)))) in ("nd", "lt_loq", "lt_lod"):
        return said  # "ND%": a form that prints its unit behind whatever the result is
    if text[:1] in "-–—_nN" and _NO_REPORT.fullmatch(text.casefold()):
        return "not_reported"
    digit = _DIGIT.search(text)
    if digit and (stated := _WITH_BOUND.fullmatch(text)) and (said := _below_limits(stated["word"])):
        return said  # "ND (<0.5)", "<LOQ (0.05)": the limit that it lies below
    word, _, unit = text.rpartition(" ")
    if word and unit_text(unit) is not None and (said := _below_limits(word)):
        return said  # "ND ppm"
    # a finding with its test portion: "Absent in 25 g", "Negative/1g"
    head = _portions().before.match(text) if digit else None
    found = words.get(word_key(_portions().word_at_end.sub("", head[1]))) if head else None
    return found if head and found and _portions().whole.fullmatch(text[head.end() :].strip()) else None


@remembered(4096)
def with_named_bound(text: str) -> tuple[str, Role, str] | None:
    """A result, and the LOD or LOQ that its cell names behind it: "Not detected (LOD = 0.3)"; None for any other text."""
    if not text.endswith((")", "]")) or (match := _NAMED_BOUND.fullmatch(text)) is None:
        return None  # nearly always
    heading = read_heading(match["name"])
    if heading.role not in (Role.LOD, Role.LOQ) or not heading.exact or cell_shape(match["value"]) not in (Shape.NUMBER, Shape.WORD):
        return None
    return match["value"], heading.role, match["bound"]


_NAMED_BOUND = re.compile(r"(?P<value>[^()\[\]]+?),?\s*[(\[]\s*(?P<name>[^\W\d][^\d()=:<≤]*?)\s*[=:<≤]*\s*(?P<bound>\d[^()]*?)\s*[)\]]")
_DIGIT = re.compile(r"\d")
_WITH_BOUND = re.compile(r"(?P<word>[^\d()]*[^\W\d])\s*(?:\(\s*[<≤]?\s*\d[^()]*\)|<\s*\d.*)")


def _below_limits(text: str) -> str | None:
    """The qualifier of a word that means a result below a limit, by name ("ND", "BLQ") or by sign ("< LOQ"); None for any other."""
    said = result_words().get(word_key(text))
    if said is None and text.startswith("<") and word_key(text.lstrip("< ")) in symbols():
        return "lt_loq"
    return said if said in ("nd", "lt_loq", "lt_lod") else None


_PERCENT_AT_END = re.compile(r"(?<=[^\W\d])\s?%$")
_NO_REPORT = re.compile(r"[-–—_]+|n/?a|[-–—] ?%")


def _is_tail(rest: str) -> bool:
    """What may follow a number in a value cell: nothing, a unit, footnote marks, a test portion, its uncertainty."""
    rest = _BRACKETED_SPREAD.sub(r"\2\1", _ESTIMATED.sub("", rest.strip()).rstrip("*†‡^¹²³#").strip())
    if (spread := _SPREAD.fullmatch(rest)) is not None:
        behind = _NUMBER.fullmatch(spread["spread"])
        return _is_tail(spread["before"]) and behind is not None and not behind["sign"] and _is_tail(behind["rest"])
    if not rest or unit_text(rest) is not None:
        return True
    return _TAIL.fullmatch(rest) is not None and word_key(rest) not in result_words()  # "0.02 ND" is two cells that touch


_SPREAD = re.compile(r"(?P<before>[^±(]*?)\s*(?:±|\+/-)\s*(?P<spread>\d[^±]*)")
_BRACKETED_SPREAD = re.compile(r"\(\s*((?:±|\+/-)[^()]*)\)\s*([^()]*)$")
_ESTIMATED = re.compile(r"^\(est(?:imated|\.)?\)\s*(?=\S)", re.IGNORECASE)
_TAIL = re.compile(r"per \d+ ?g|\(.{1,12}\)|[A-Z]{1,2}\)?|[Ee]st(?:imated|\.)?")


def without_verdict(text: str) -> tuple[str, Literal["pass", "fail"] | None]:
    """`9.8% - Pass`, `ND / PASS`, `Pass (<LOQ)` -> the value and the verdict printed with it; None where none is."""
    text = text.strip()
    return _parted_verdict(text) or (text, None)


def _parted_verdict(text: str) -> tuple[str, Literal["pass", "fail"]] | None:
    pattern, ends, starts = _with_verdict()
    plain = text.casefold()
    if not (plain.removesuffix(")").endswith(ends) or plain.startswith(starts)) or text.isalpha() or len(text) > LONGEST_WITH_VERDICT:
        return None  # nearly always
    if (match := pattern.fullmatch(text)) is None:
        return None
    value = (match["before"] or match["behind"]).strip()
    said: Literal["pass", "fail"] = "pass" if result_words()[word_key(match["end"] or match["start"])] == "pass" else "fail"
    return (value, said) if _DIGIT.search(value) or _word_qualifier(value) not in (None, "pass", "fail") else None


LONGEST_WITH_VERDICT = 60


@cache
def _with_verdict() -> tuple[re.Pattern[str], tuple[str, ...], tuple[str, ...]]:
    """A value and a verdict's words behind it, or before it with a sign between; what such a text ends with, and what it begins with."""
    told = words_of("results")["words"]
    words = sorted((word for said in ("pass", "fail") for words in told[said].values() for word in words), key=len, reverse=True)
    verdicts = "|".join(map(re.escape, words))
    whole = re.compile(
        rf"(?P<before>.*?\S)(?:\s*[-–—/(|;,:]\s*|\s+|(?<=[\d%]))(?P<end>{verdicts})\)?"
        rf"|(?P<start>{verdicts})\s*[-–—/(|;,:]\s*(?P<behind>[^()]+)\)?",
        re.IGNORECASE,
    )
    return whole, tuple({word.split()[-1].casefold() for word in words}), tuple(word.casefold() for word in words)


@cache
def _verdicts() -> dict[str, str]:
    return {word_key(word): status for status in ("pass", "fail") for word in terms()["verdicts"][status]}


@cache
def _answers() -> frozenset[str]:
    return frozenset(map(word_key, terms()["verdicts"]["answers"]))


@remembered(1024)
def verdict(text: str) -> Literal["pass", "fail"] | None:
    """The verdict that a cell of a verdict column prints, with or without a note's mark; None for "not evaluated", a dash, or others."""
    text = _NOTE_BEHIND.sub("", text)
    said = _verdict_word(text) or one_meaning(text, _verdict_word)
    if said == "pass":
        return "pass"
    return "fail" if said == "fail" else None


def says_verdict(text: str) -> bool:
    """Whether a text is a verdict in letters enough to be one without a heading: "Pass", "Yes", and no "P"."""
    return cell_shape(text) is Shape.VERDICT or (len(text) > 1 and verdict(text) is not None)


def verdict_of_itself(text: str) -> Literal["pass", "fail"] | None:
    """The verdict that words are under any heading: "Meets", "Exceeds"; None for an answer, as "Yes" and "No" are, and for others."""
    return None if word_key(text) in _answers() else verdict(text)


def heads_verdicts(text: str) -> bool:
    """True for words that are a good verdict and, over verdicts, ask for one: "Complies", "Conforms (Yes/No)"."""
    choice = _CHOICE_BEHIND.search(text)
    asks = choice is not None and (verdict(choice[1]), verdict(choice[2])) == ("pass", "fail")
    return verdict(text[: choice.start()] if choice is not None and asks else text) == "pass"


_CHOICE_BEHIND = re.compile(r"\s*[(\[]\s*([^\W\d]+)\s*/\s*([^\W\d]+)\s*[)\]]$")
_NOTE_BEHIND = re.compile(r"(?<=\w)(?:\s?[¹²³⁴⁵⁶⁷⁸⁹⁰]+\)?|\s\d\)|\s?[*†‡]+)$")


def _verdict_word(text: str) -> str | None:
    key = word_key(text)
    said = result_words().get(key)
    return said if said in ("pass", "fail") else _verdicts().get(key)  # "NC" is "not stated" elsewhere


@remembered(4096)
def states_bound(text: str) -> bool:
    """True for a number with words or a sign that make it a limit: "NMT 10", "max. 12,0", "≤ 3"."""
    try:
        return parse_limit(text).comparator is not None
    except NumberFormatError:
        return False
