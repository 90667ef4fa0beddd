"""The words and numbers of reports: digits, shares, dates and verdicts, the same in every format."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final

from registry.reports.comparison import Compared, Comparison, Figures, Ranked
from registry.reports.document import Cell, Report

NO_BOUND: Final = "no bound"
"""A non-detect whose certificate prints no limit: nothing is known of how much there is."""


def amount(value: float, digits: int = 4) -> str:
    """A number to `digits` significant digits, without an exponent and without zeros that were not measured."""
    return f"{Decimal(f'{value:.{digits}g}'):f}"


def plural(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def share(value: float | None) -> str:
    """A share of the claim in per cent; empty where there is none."""
    return "" if value is None else f"{value * 100:.1f} %" if abs(value) < 9.995 else f"{value * 100:.0f} %"


def cell(value: Cell) -> str:
    """A cell of a table as a page shows it."""
    if isinstance(value, float):
        return amount(value)
    return day(value) if isinstance(value, date) else "" if value is None else str(value)


def unbroken(said: str) -> str:
    """Text for a page set in lines: none ends between a sign and its number, or between a number and its unit."""
    return re.sub(r"(?<=[<>≤≥]) (?=\d)|(?<=\d) (?=[^\W\d_]{1,5}\b|%)", "\u00a0", said)


def with_unit(text: str, unit: str) -> str:
    """A printed amount with its unit, once, where the text does not hold it already."""
    return text if not unit or unit in text else f"{text} {unit}".strip()


def in_words(key: str) -> str:
    """A key of the records (``heavy_metals``, ``vendor-supplied``) as people say it; what the records do not know is not stated."""
    if key == "unknown":
        return "Not stated"
    return key.replace("_", " ").replace("-", " ").strip().capitalize()


def day(value: date | None) -> str:
    """An unambiguous date (ISO 8601); empty where unknown."""
    return value.isoformat() if value else ""


def figure(value: float, digits: int) -> str:
    """A number of which `digits` significant digits are known: all of them are said, zeros too."""
    return f"{Decimal(f'{value:#.{digits}g}'):f}" if value else "0"


def bounds(low: float, high: float | None, said: Callable[[float], str] = amount) -> str:
    """A number, an interval, or a bound, each number as `said`; `high` None: nothing bounds it above."""
    if high is None:
        return f"at least {said(low)}" if low else NO_BOUND
    if low == high:
        return said(low)
    return f"below {said(high)}" if low == 0 else f"{said(low)} to {said(high)}"


def measured(row: Compared) -> str:
    """The measurement in the claim's unit."""
    return bounds(row.measured_low, row.measured_high)


def measured_share(row: Compared) -> str:
    if row.share_high is None:
        return f"at least {share(row.share_low)}" if row.share_low else NO_BOUND
    if row.share_low == row.share_high:
        return share(row.share_low)
    return f"below {share(row.share_high)}" if row.share_low == 0 else f"{share(row.share_low)} to {share(row.share_high)}"


def mean_share(figures: Figures) -> str:
    if figures.mean_low is None:
        return ""
    if figures.mean_high is None:
        return f"at least {share(figures.mean_low)}"
    return share(figures.mean_low) if figures.mean_low == figures.mean_high else f"{share(figures.mean_low)} to {share(figures.mean_high)}"


def interval(figures: Figures) -> str:
    """The 95 % interval of the mean; a dash where there is none."""
    return between(figures.interval_low, figures.interval_high)


def between(low: float | None, high: float | None) -> str:
    """Two shares as an interval in per cent; a dash where one is missing."""
    return "-" if low is None or high is None else f"{low * 100:.1f} to {high * 100:.1f} %"


def place(ranked: Ranked) -> str:
    """The interval of a brand's rank in words."""
    low, high = ranked.rank_low, ranked.rank_high
    if low is None or high is None:
        return "none"
    return str(low) if low == high else f"{low} to {high}"


def probability(row: Compared) -> str:
    """The probability behind the verdict, or both where the ends of an interval disagree; empty where the rule gives none."""
    return chance(row.p_low, row.p_high)


def chance(low: Cell, high: Cell) -> str:
    """A probability, or the two of an interval's ends; empty where there is none. None is printed as certain."""
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return ""
    ends = [_probability(p) for p in sorted((low, high))]
    if ends[0] == ends[1]:
        return f"P = {ends[0]}" if ends[0][0].isdigit() else f"P {ends[0]}"
    return f"P from {ends[0]} to {ends[1]}"


def _probability(p: float) -> str:
    rounded = f"{p:.2f}"
    return {"0.00": "below 0.01", "1.00": "above 0.99"}.get(rounded, rounded)


def basis(name: str) -> str:
    return {"mass_fraction": "by mass"}.get(name, name.replace("_", " "))


def tolerance(c: Comparison) -> str:
    """The tolerance as a range of the claim, in words."""
    low = "" if c.tolerance_lower is None else f"{c.tolerance_lower * 100:g} %"
    high = "" if c.tolerance_upper is None else f"{c.tolerance_upper * 100:g} %"
    if low and high:
        return f"{low} to {high} of the claim"
    return f"at least {low} of the claim" if low else f"at most {high} of the claim"


def asked(comparison: Comparison) -> tuple[tuple[str, str], ...]:
    """What was asked, as labelled facts in words."""
    s = comparison.selection
    claims = f"as seen by {s.on.isoformat()}" if s.on else "as seen on each certificate's own date"
    filters = tuple((name.replace("_", " ").capitalize(), value) for name, value in s.filters if name != "specimen")
    return (("Analyte", s.analyte_name), ("Label claims", claims), ("Tolerance", f"{tolerance(comparison)} (rule {s.tolerance})"), *filters)


def counted(comparison: Comparison) -> tuple[tuple[str, int], ...]:
    """How much evidence there is: measurements, lots, products, brands, and what could not be compared."""
    rows = comparison.compared
    lots = {(r.brand, r.product, r.lot or r.certificate_id) for r in rows}
    refused_measurements = sum(r.what == "measurement" for r in comparison.refused)
    return (
        ("measurements compared", len(rows)),
        ("lots", len(lots)),
        ("products", len({(r.brand, r.product) for r in rows})),
        ("brands", len({r.brand for r in rows})),
        ("measurements not comparable", refused_measurements),
        ("claims not comparable", len(comparison.refused) - refused_measurements),
    )


def verify_steps(report: Comparison | Report) -> tuple[str, ...]:
    """What a reader does to check a report against the registry it came from."""
    return (
        f"registry verify --head {report.provenance.journal_head} shows whether the journal still holds this state, unchanged.",
        "registry reproduce FILE asks the registry the same again, makes this file again and compares the two byte for byte.",
        "The same question to that state gives the same report fingerprint, whatever the format and whatever the day.",
        "Each measurement names its certificate; open it in the registry to see the value on the page it was read from.",
    )


def state(report: Comparison | Report) -> tuple[tuple[str, str], ...]:
    """What the report rests on, as labelled facts."""
    p = report.provenance
    return (
        ("Report fingerprint", report.fingerprint),
        ("Journal head", p.journal_head),
        ("Journal entries", str(p.journal_entries)),
        ("Registry state", p.state_hash),
        ("Code", p.code_version),
        ("Reader", p.reader_version),
        ("Made on", day(p.made_on)),
    )
