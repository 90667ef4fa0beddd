"""Rule packs: the dated and cited limits and requirements of a jurisdiction or standard.

They stand in `data/reference/rules`, the syntax in the header of every pack.

A rule is in force from its first day (inclusive) to its last (exclusive); where
only a year or a month is known, the rest of that year or month is unclear and decides nothing. An undated rule is shown and
never used for a dated verdict; a rule whose source cannot be looked up never supports a verdict at all.
"""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Final, Literal, Self

from pydantic import Field, ValidationError, model_validator

from registry.datafiles import data_path
from registry.errors import RulePackError, UnknownUnitError
from registry.model.analytes import load_catalogue
from registry.model.evidence import Record
from registry.model.product import Form
from registry.model.units import Basis, parse_unit


class Kind(StrEnum):
    LIMIT = "limit"
    REQUIREMENT = "requirement"
    """What must accompany a product or a certificate; no number to measure."""
    FACT = "fact"
    """Worth knowing and no rule in force: a proposal, a fee, a summary."""
    GUIDANCE = "guidance"
    VENDOR = "vendor"


class Quantity(StrEnum):
    """What a rule speaks about."""

    AMOUNT = "amount"
    ANY_AMOUNT = "any-amount"
    """Prohibited whatever the amount."""
    ABSENCE = "absence"
    SHARE_OF_ALKALOIDS = "share-of-alkaloids"
    MITRAGYNINE_TO_7OH = "mitragynine-to-7oh"
    SYNTHETIC_ALKALOIDS = "synthetic-alkaloids"
    ANOTHER_PACK = "another-pack"
    DEMANDS = "demands"
    OTHER = "other"


class InForce(StrEnum):
    """Where a rule stands on a day."""

    YES = "in force"
    NOT_YET = "not yet in force"
    ENDED = "no longer in force"
    UNCLEAR = "unclear on that day"
    """Only the year or month of its start or end is known, and the day lies in it."""
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precisely as it is known: a year, a month or a day."""

    text: str

    @property
    def first(self) -> date:
        """The earliest day it can mean."""
        year, month, day = self._parts()
        return date(year, month or 1, day or 1)

    @property
    def last(self) -> date:
        """The latest day it can mean."""
        year, month, day = self._parts()
        return date(year, month or 12, day or monthrange(year, month or 12)[1])

    def _parts(self) -> tuple[int, int | None, int | None]:
        parts = [int(part) for part in self.text.split("-")]
        return parts[0], parts[1] if len(parts) > 1 else None, parts[2] if len(parts) > 2 else None


_DATE: Final = r"^(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
_BOUNDED: Final = (Quantity.AMOUNT, Quantity.SHARE_OF_ALKALOIDS, Quantity.MITRAGYNINE_TO_7OH)
DEMANDS: Final = frozenset(
    {
        "mitragynine", "7oh", "alkaloids", "lot", "completion date", "method of each test", "product photo", "customer address",
        "laboratory address", "accreditation", "age up to 6 months", "foreign matter", "microbials", "heavy metals",
    }
)  # fmt: skip
"""What a rule may demand of a certificate; `requirements.py` checks each."""


def demand_in_words(text: str) -> str:
    """A rule's demand as people write it: ``<= 10000000 CFU/g`` is ``≤ 10 000 000 CFU/g``."""
    spelled = text.replace("<=", "≤").replace(">=", "≥")
    grouped = re.sub(r"\d{5,}", lambda digits: f"{int(digits[0]):,}".replace(",", "\u202f"), spelled)
    return re.sub(r"\b7oh\b", "7-OH", grouped)


def subject_of(rule_id: str) -> str:
    """What a rule's id says that it is about, without its basis and its number: ``lead-per-day-2`` is about ``lead``."""
    return re.sub(r"(?:-per-[a-z]+)?(?:-\d+)?$", "", rule_id).replace("-", "_")


def about(rule_id: str) -> str:
    """The same in words: an analyte's name, its share of the alkaloids, the ratio of two; any other subject with its joints opened."""
    key, catalogue = subject_of(rule_id), load_catalogue()
    of, (over, _, under) = key.removesuffix("_share"), key.partition("_to_")
    if key in catalogue:
        return catalogue.get(key).name
    if of in catalogue:
        return f"{catalogue.get(of).name}, share of alkaloids"
    if over in catalogue and under in catalogue:
        return f"{catalogue.get(over).name} to {catalogue.get(under).name}"
    return key.replace("_", " ").capitalize()


class Rule(Record):
    """One rule. Field by field the syntax in the packs' headers; `start` and `end` are their `from` and `to`."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    origin: int | Literal["status"]
    kind: Kind
    cite: str = Field(min_length=1)
    quantity: Quantity
    analyte: str = ""
    comparator: Literal["", "<=", "<", ">=", ">"] = ""
    limit: Decimal | None = None
    unit: str = ""
    basis: Basis | None = None
    portion_g: Decimal | None = Field(default=None, gt=0)
    acceptance_factor: Decimal = Field(default=Decimal(1), ge=1)
    route: Literal["oral", "inhalation"] = "oral"
    forms: tuple[Form, ...] = ()
    product_class: str = ""
    population: str = ""
    up_to_grams_per_day: Decimal | None = Field(default=None, gt=0)
    pack: str = ""
    demands: tuple[str, ...] = ()
    value: str = ""
    start: str | None = Field(default=None, alias="from", pattern=_DATE)
    end: str | None = Field(default=None, alias="to", pattern=_DATE)
    rounding: Literal["as-printed", "limit-digits"] = "as-printed"
    quote: str = Field(min_length=1)
    source: str = ""
    source_note: str = ""
    unverified: str = ""
    source_recorded: bool = True
    printed: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.source_recorded and not self.source.startswith("http"):
            raise ValueError("a rule has the address it was read at, or says source_recorded = false")
        if self.quantity in _BOUNDED and (self.limit is None or not self.comparator or self.basis is None):
            raise ValueError(f"{self.quantity.value} needs comparator, limit, unit and basis")
        if self.quantity is Quantity.DEMANDS and (not self.demands or not set(self.demands) <= DEMANDS):
            raise ValueError(f"demands are one or more of {', '.join(sorted(DEMANDS))}")
        if self.quantity is Quantity.ANOTHER_PACK and not self.pack:
            raise ValueError("another-pack names its pack")
        if self.end is not None and self.start is not None and PartialDate(self.end).last < PartialDate(self.start).first:
            raise ValueError("a rule ends after it starts")
        return self

    @model_validator(mode="after")
    def _known_words(self) -> Self:
        if self.analyte and self.analyte not in load_catalogue():
            raise ValueError(f"{self.analyte!r} is no analyte of the catalogue")
        if self.basis is not None and self.basis is not Basis.UNKNOWN:
            try:
                found = parse_unit(self.unit).basis
            except UnknownUnitError as unknown:
                raise ValueError(unknown.what) from None
            if found is not self.basis:
                raise ValueError(f"the unit {self.unit!r} has the basis {found.value}, not {self.basis.value}")
        return self

    @property
    def canonical_limit(self) -> Decimal | None:
        """The limit in the canonical unit of its basis, with its acceptance factor; None where there is none to judge by."""
        if self.limit is None or self.basis is None or self.basis is Basis.UNKNOWN:
            return None
        return self.limit * parse_unit(self.unit).factor * self.acceptance_factor

    @property
    def supports_verdicts(self) -> bool:
        """Whether the rule's figure can be looked up again."""
        return self.source_recorded and self.unverified not in ("all", "limit")

    @property
    def words(self) -> str:
        """What the rule demands, in a few words: ``< 1.2 ppm``, ``absent in 25 g``, ``prohibited in any amount``."""
        if self.quantity in _BOUNDED:
            unit = "" if self.unit == "1" else f" {self.unit}"
            factor = f" (read as {self.limit * self.acceptance_factor:f})" if self.limit is not None and self.acceptance_factor != 1 else ""
            return f"{self.comparator} {self.limit}{unit}{factor}"
        return {
            Quantity.ABSENCE: f"absent in {self.portion_g} g" if self.portion_g else "absent",
            Quantity.ANY_AMOUNT: "prohibited in any amount",
            Quantity.SYNTHETIC_ALKALOIDS: "no synthetic alkaloids",
            Quantity.ANOTHER_PACK: f"as in {self.pack}",
            Quantity.DEMANDS: ", ".join(self.demands),
        }.get(self.quantity, self.value)

    def in_force(self, on: date) -> InForce:
        """Where the rule stands on that day."""
        if self.start is None:
            return InForce.UNDATED
        start = PartialDate(self.start)
        if on < start.first:
            return InForce.NOT_YET
        if self.end is not None:
            end = PartialDate(self.end)
            if on >= end.last + timedelta(days=len(self.end) < _WHOLE_DATE):
                return InForce.ENDED
            if on >= end.first:
                return InForce.UNCLEAR
        return InForce.YES if on >= start.last else InForce.UNCLEAR


_WHOLE_DATE: Final = 10


class RulePack(Record):
    """The rules of one jurisdiction or standard."""

    code: str = Field(min_length=1)
    title: str = Field(min_length=1)
    rules: tuple[Rule, ...] = Field(alias="rule", min_length=1)

    @model_validator(mode="after")
    def _unique(self) -> Self:
        ids = [rule.id for rule in self.rules]
        if twice := {name for name in ids if ids.count(name) > 1}:
            raise ValueError(f"rule ids are unique in a pack: {', '.join(sorted(twice))}")
        return self

    def contradictions(self, on: date | None = None) -> tuple[tuple[Rule, Rule], ...]:
        """Pairs of limits on the same thing that are both in force with different figures: both are judged, and both are said."""
        live = [rule for rule in self.rules if rule.kind is Kind.LIMIT and (on is None or rule.in_force(on) is InForce.YES)]
        pairs = ((a, b) for n, a in enumerate(live) for b in live[n + 1 :])
        return tuple((a, b) for a, b in pairs if _same_subject(a, b) and a.words != b.words)


_SUBJECT: Final = ("quantity", "analyte", "basis", "route", "forms", "product_class", "population")


def _same_subject(a: Rule, b: Rule) -> bool:
    return a.quantity in (*_BOUNDED, Quantity.ABSENCE) and all(getattr(a, name) == getattr(b, name) for name in _SUBJECT)


def parse_pack(text: str, *, where: str) -> RulePack:
    """The pack that a TOML text spells. Raises RulePackError naming file and rule; numbers keep their digits."""
    try:
        raw: dict[str, Any] = tomllib.loads(text, parse_float=Decimal)
        return RulePack.model_validate(raw)
    except tomllib.TOMLDecodeError as broken:
        raise RulePackError(f"The rule pack is no TOML: {broken}.", where=where, next_step="Correct the line named.") from None
    except ValidationError as invalid:
        first = invalid.errors(include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise RulePackError(
            f"The rule pack breaks its syntax at {place or 'its top'}: {first['msg']}.",
            where=where,
            next_step="The syntax stands in the header of the file.",
        ) from None


@cache
def packs() -> dict[str, RulePack]:
    """Every pack that ships, by code, in the order of their titles."""
    found = [
        parse_pack(path.read_text(encoding="utf-8"), where=path.name) for path in sorted(data_path("reference", "rules").glob("*.toml"))
    ]
    return {pack.code: pack for pack in sorted(found, key=lambda pack: pack.title)}


def load_pack(code: str) -> RulePack:
    """The pack of that code (``US-UT``; case does not matter). Raises RulePackError naming the codes that exist."""
    by_code = {pack.code.casefold(): pack for pack in packs().values()}
    try:
        return by_code[code.casefold()]
    except KeyError:
        raise RulePackError(f"There is no rule pack {code!r}.", next_step=f"Choose one of {', '.join(packs())}.") from None
