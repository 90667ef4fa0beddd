"""Numbers as laboratories print them: decimal commas, thousands separators, powers of ten, E-notation.

Each `read_...` takes a text that begins with the number and gives its digits, whether they could be read otherwise, and where the
number ends; None where no such number stands there. A number of more than 30 digits or beyond 10^30 is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_LARGEST_EXPONENT: Final = 30
_MOST_DIGITS: Final = 30
MANTISSA: Final = r"(?:\d+(?: \d{3}(?!\d)|[.,']\d+)*|[.,]\d+)"
_PLAIN: Final = re.compile(rf"(?P<mantissa>{MANTISSA})(?:[eE](?P<exponent>[+-]?\d{{1,6}})(?!\d))?")
_POWER: Final = re.compile(rf"(?P<mantissa>{MANTISSA}) ?[×xX*·.] ?10 ?(?:\^|\*\*|[eE]) ?\(?(?P<exponent>[+-]?\d{{1,6}})(?!\d)\)?")
_BARE_POWER: Final = re.compile(r"10 ?(?:\^|\*\*) ?\(?(?P<exponent>[+-]?\d{1,6})(?!\d)\)?")
# The superscript of a power of ten is often lost in a text layer: 7,2.10⁴ arrives as 7,2.104 and 7.2 × 10⁴ as 7.2 x 104.
_LOST_POWER: Final = re.compile(
    r"(?P<mantissa>\d{1,2},\d+)\.10(?P<exponent>\d)(?![\d.,])|(?P<m2>\d{1,2}(?:[.,]\d+)?) ?[×xX] ?10(?P<e2>\d)(?![\d.,])"
)
LEADING_NUMBER: Final = re.compile(rf"[<>≤≥=± ]*(?P<mantissa>{MANTISSA})")
_ANY_POWER: Final = re.compile(r"\s*[.·x×*]\s*10\s*(?:\^|\*\*)?\s*[\d⁰¹²³⁴⁵⁶⁷⁸⁹]+|\s*[.·x×*]\s*10\b")
"""The power of ten that a count is printed with: its digits are none of the number's."""
_UNGROUPED: Final = re.compile(r"0|[1-9]\d*")
_GROUPED: Final = {group: re.compile(rf"[1-9]\d{{0,2}}(?:{re.escape(group)}\d{{3}})+") for group in (".", ",", "'", " ")}


_Read = tuple[str, bool, int] | None
"""Digits with a decimal point, whether another reading exists, and where the number ends."""


def read_power(body: str, _comma: bool | None) -> _Read:
    """A power of ten: "7,2·10^4", "10^3", "1.5 x 10E5"."""
    if m := _BARE_POWER.match(body):
        return _scaled("1", m["exponent"], m.end())
    m = _POWER.match(body)
    mantissa = _decimal_reading(m["mantissa"]) if m else None
    if m is None or mantissa is None:
        return None
    scaled = _scaled(mantissa, m["exponent"], m.end())
    # 2.10³ is 2 · 10³, or 2.10 with a footnote mark
    doubtful = m["mantissa"].isdecimal() and body[len(m["mantissa"])] == "."
    return (scaled[0], doubtful, scaled[2]) if scaled else None


def read_lost_power(body: str, _comma: bool | None) -> _Read:
    """A power of ten whose superscript the text layer lost; always in doubt."""
    m = _LOST_POWER.match(body)
    mantissa = _decimal_reading(m["mantissa"] or m["m2"]) if m else None
    if m is None or mantissa is None:
        return None
    scaled = _scaled(mantissa, m["exponent"] or m["e2"], m.end())
    return (scaled[0], True, scaled[2]) if scaled else None


def read_plain(body: str, comma: bool | None) -> _Read:
    """Digits with marks, E-notation included; `comma` says whether the certificate's decimal mark is a comma, None where unknown."""
    m = _PLAIN.match(body)
    if m is None or (len(m["mantissa"]) > _MOST_DIGITS and sum(c.isdigit() for c in m["mantissa"]) > _MOST_DIGITS):
        return None
    if m["exponent"]:
        mantissa = _decimal_reading(m["mantissa"])
        return _scaled(mantissa, m["exponent"], m.end()) if mantissa else None
    readings = decimal_readings(m["mantissa"])
    if len(readings) == 1:
        return readings[0][1], False, m.end()
    if not readings:
        return None
    # two readings: one mark, three digits behind it
    as_decimal = next(digits for mark, digits in readings if mark)
    as_groups = next(digits for mark, digits in readings if not mark)
    if "," in m["mantissa"]:
        return (as_decimal if comma else as_groups), comma is None, m.end()
    return (as_groups if comma else as_decimal), bool(comma), m.end()


def _scaled(mantissa: str, exponent: str, end: int) -> _Read:
    return (f"{mantissa}E{int(exponent)}", False, end) if abs(int(exponent)) <= _LARGEST_EXPONENT else None


def _decimal_reading(mantissa: str) -> str | None:
    """The mantissa before a power of ten: nobody groups its digits, so a single mark is the decimal one."""
    readings = sorted(decimal_readings(mantissa), key=lambda r: r[0] is None)
    return readings[0][1] if readings and sum(c.isdigit() for c in mantissa) <= _MOST_DIGITS else None


def decimal_readings(mantissa: str) -> list[tuple[str | None, str]]:
    """Every way to read the digits: (decimal mark or None, digits with a decimal point)."""
    return list(_each_reading(mantissa))


def _each_reading(mantissa: str) -> Iterator[tuple[str | None, str]]:
    for mark in (None, ".", ","):
        whole, point, fraction = mantissa.rpartition(mark) if mark else (mantissa, "", "")
        if mark and (not point or not fraction.isdecimal()):
            continue
        if not whole:
            yield mark, f"0.{fraction}"
            continue
        if _UNGROUPED.fullmatch(whole):
            yield mark, f"{whole}.{fraction}" if fraction else whole
        for group, shape in _GROUPED.items():
            if group in whole and group != mark and shape.fullmatch(whole):
                digits = whole.replace(group, "")
                yield mark, f"{digits}.{fraction}" if fraction else digits


def significant_digits(printed: str, least: int = 2, most: int = 6) -> int:
    """How many digits a figure made of a printed number deserves: those of the number (`0.050` has two), within `least` and `most`."""
    number = re.search(r"\d[\d.,]*", _ANY_POWER.sub(" ", printed))
    digits = re.sub(r"\D", "", number[0]).lstrip("0") if number else ""
    return min(most, max(least, len(digits)))
