"""One measurement, written the same everywhere: the right digits, its unit, and a non-detect as the bound it is."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from dashboards.components.markup import Html, join, tag
from registry.model.measurement import Qualifier
from registry.model.numerals import significant_digits
from registry.model.units import CANONICAL, Basis

_NARROW: Final = "\u202f"  # a narrow no-break space groups thousands: a comma or a full stop would be a decimal sign to somebody
_DASH: Final = "–"
NO_BREAK: Final = "\u00a0"


_FULL: Final = 4
"""Digits within which a bound is said in full where a certificate prints words instead of its number."""


def digits_of(printed: str, *values: float) -> int:
    """How many digits a value deserves that was led into its unit: the printed ones where they say it in full (0.9 ppm is 0.9 mg/kg), those
    of the bound where no number is printed (ND), else at least two."""
    own = significant_digits(printed, 0)
    told = (own,) if own else range(1, _FULL + 1)
    finite = [value for value in values if math.isfinite(value)]
    full = (digits for digits in told if all(math.isclose(float(f"{v:.{digits}g}"), v, rel_tol=1e-9) for v in finite))
    return next(full, significant_digits(printed))


def number(value: float, digits: int = 3) -> str:
    """`value` with `digits` significant digits, thousands grouped, no exponent a reader has to decode between 1e-6 and 1e9."""
    if value == 0:
        return "0"
    if not math.isfinite(value):
        return "unbounded"
    size = math.floor(math.log10(abs(value)))
    if size < -6 or size > 9:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        return f"{mantissa} × 10^{int(exponent)}"
    decimals = max(0, digits - 1 - size)
    return f"{value:,.{decimals}f}".replace(",", _NARROW)


def stated(value: float) -> str:
    """A number that a person or a label stated, with no digit it did not have: 30 stays 30."""
    return number(value, min(12, max(1, len(f"{value:.12g}".replace(".", "").replace("-", "").lstrip("0"))))) if value else "0"


def amount(low: float, high: float, digits: int = 3) -> str:
    """An interval in words: one number, "below x", "x – y", "above x", or that nothing bounds it."""
    if math.isnan(low) and math.isnan(high):
        return "no amount"
    if math.isinf(high):
        return f"above {number(low, digits)}" if low > 0 else "below a limit not printed"
    if low == high:
        return number(low, digits)
    return f"below {number(high, digits)}" if low == 0 else f"{number(low, digits)} {_DASH} {number(high, digits)}"


_PER_CENT: Final = 10.0
"""Milligrams per gram in one per cent by mass."""
_FINE: Final = 0.01
"""Below this many milligrams a figure reads better in micrograms."""


def readable(low: float, high: float, unit: str, *, traces: bool = False) -> tuple[float, float, str]:
    """The same amount in the unit people read it in: few milligrams become micrograms.

    `traces` (metals, toxins, residues) turns mg/g into mg/kg, or µg/kg below a hundredth of that, as laboratories and rules print them;
    what makes up a hundredth of the sample or more, such as its moisture, into per cent. A pure number has no unit: "".
    """
    if unit == CANONICAL[Basis.PURE_NUMBER]:
        return low, high, ""
    finite = [v for v in (low, high) if math.isfinite(v)]
    if traces and unit == "mg/g" and finite and max(finite) >= _PER_CENT:
        return low / _PER_CENT, high / _PER_CENT, "%"
    if traces and unit == "mg/g":
        low, high, unit, finite = low * 1000, high * 1000, "mg/kg", [v * 1000 for v in finite]
    if not (unit.startswith("mg/") and finite and max(finite) < _FINE):
        return low, high, unit
    return low * 1000, high * 1000, "µ" + unit[1:]


_UNMEASURED: Final = {Qualifier.NOT_TESTED: "not tested", Qualifier.PASS: "pass", Qualifier.FAIL: "fail", Qualifier.ILLEGIBLE: "illegible"}


def outcome(qualifier: str, low: float, high: float, basis: str, printed: str, portion: str = "", *, traces: bool = True) -> Html:
    """One result of any kind, in words and canonical units, with what the certificate prints under it in small.

    A presence test says what was found in which portion; an amount comes in the unit that metals and residues are
    read in, or (without `traces`) in that of its basis.
    """
    where = f" in {portion.replace(' ', NO_BREAK)}" if portion not in ("", "nan") else ""
    amounts = not math.isnan(low) and not (low == 0 and math.isinf(high))
    if qualifier in (Qualifier.ABSENT, Qualifier.PRESENT) or (qualifier == Qualifier.ND and not amounts):
        said = "detected" if qualifier == Qualifier.PRESENT else "not detected"
        return _said(said + where, printed)
    if qualifier in _UNMEASURED or not amounts:
        return _said(_UNMEASURED.get(Qualifier(qualifier), "no amount") if qualifier else "no amount", printed)
    if basis in ("", Basis.UNKNOWN):
        return join([tag("span", printed, class_="kr-amount"), tag("span", "its unit is not known here", class_="kr-printed")])
    return shown(*readable(low, high, CANONICAL[Basis(basis)], traces=traces), printed)


def _said(words: str, printed: str) -> Html:
    beside = tag("span", f"printed {printed}", class_="kr-printed") if printed and printed.casefold() != words else None
    return join([tag("span", words, class_="kr-amount"), *([beside] if beside else [])])


def shown(low: float, high: float, unit: str, printed: str = "") -> Html:
    """The amount in the canonical unit, and under it in small what the certificate prints, where that reads differently."""
    words = amount(low, high, digits_of(printed, low, high) if printed else 3)
    parts = [tag("span", words, class_="kr-amount kr-num")]
    if unit and words != "no amount" and "not printed" not in words:
        parts += [Html("\u202f"), tag("span", unit, class_="kr-unit")]
    if printed and _plain(printed) not in (_plain(words + unit), _plain(words)):
        parts.append(tag("span", "printed ", tag("span", printed, class_="kr-num"), class_="kr-printed"))
    return join(parts)


_DECIMAL_COMMA: Final = re.compile(r"(?<![\d.,])(?:0,(?=\d)|(\d+),(?!\d{3}(?!\d))(?=\d))")
"""A comma that no reader can take for one between thousands."""


def _plain(said: str) -> str:
    """An amount without what only looks different: spaces, capitals, the sign for decimals, and "<" where words say "below"."""
    with_point = _DECIMAL_COMMA.sub(lambda found: f"{found[1] or 0}.", said)
    return re.sub(r"\s", "", with_point).lower().replace("<", "below").replace("μ", "µ")


def day(value: date | datetime | None, missing: str = "no date printed") -> str:
    """A date nobody can misread, e.g. ``25 Feb 2025``."""
    if value is None or value != value:
        return missing
    return f"{value.day} {value:%b %Y}"


def issued(value: date | datetime | None, missing: str = "no date printed", *, today: date | None = None) -> str:
    """The day that a report bears, as `day` writes it; of one that is still to come it says so."""
    said = day(value, missing)
    if said == missing or value is None:
        return said
    dated = value.date() if isinstance(value, datetime) else value
    return f"{said} (in\u00a0the\u00a0future)" if dated > (today or datetime.now(UTC).date()) else said


def span(dated: Sequence[date]) -> str:
    """The days of the first and of the last report."""
    if not dated:
        return "no date printed"
    return issued(dated[0]) if len(set(dated)) == 1 else f"{issued(min(dated))} to {issued(max(dated))}"


_ISO: Final = re.compile(r"\b(\d{4})-(\d{2})(?:-(\d{2}))?(?![\d-])")


def in_days(said: str) -> str:
    """A sentence of the records with its dates as `day` writes them; what is no day or month of the calendar stays."""

    def written(found: re.Match[str]) -> str:
        try:
            first = date(int(found[1]), int(found[2]), int(found[3] or 1))
        except ValueError:
            return found[0]
        return day(first) if found[3] else f"{first:%b %Y}"

    return _ISO.sub(written, said)


def moment(value: datetime) -> str:
    """A moment in UTC, e.g. ``25 Feb 2025, 14:05 UTC``."""
    return f"{value.day} {value:%b %Y, %H:%M} UTC"


def age(value: date, today: date) -> str:
    """How old something is, in the largest unit that is still honest: days below two months, months below two years, then years."""
    days = (today - value).days
    if days < 0:
        return "dated in the future"
    months = (today.year - value.year) * 12 + today.month - value.month - (today.day < value.day)
    if months < 2:
        return f"{days} {'day' if days == 1 else 'days'} old"
    return f"{months} months old" if months < 24 else f"{months // 12} years old"
