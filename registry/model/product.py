"""What a certificate is about: Brand, Product, Lot, and what the pack claims (LabelClaim with its history)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum

from registry.model.crossing import PackFacts
from registry.model.evidence import Record, Source
from registry.model.units import Basis


class Form(StrEnum):
    POWDER = "powder"
    CAPSULE = "capsule"
    TABLET = "tablet"
    GUMMY = "gummy"
    LIQUID = "liquid"
    EXTRACT = "extract"
    LEAF = "leaf"
    OTHER = "other"
    UNKNOWN = "unknown"


class Brand(Record):
    key: str
    name: str
    manufacturer: str | None = None
    specimen: bool = False
    """Invented: shown only in the specimen set."""


class Product(Record):
    key: str
    brand: str
    """The brand's key."""
    name: str
    form: Form = Form.UNKNOWN
    pack: PackFacts = PackFacts()


class Lot(Record):
    key: str
    product: str
    """The product's key."""
    number: str | None
    """As on the pack; None is a lot whose number nobody printed."""


_ANNOUNCED = re.compile(r"^\s*(?:lot|batch)\b[\s:.#]*(?:no|nr|number)?\b[\s:.#]*", re.IGNORECASE)
MISTAKABLE = {"o": "0", "i": "1", "l": "1"}
"""Letters that a pack's print, or a thumb, gives for a digit."""


def unannounced(number: str) -> str:
    """A number without the word that announces it on a pack: ``Lot no. HG-2601`` is ``HG-2601``."""
    return _ANNOUNCED.sub("", number)


def plain_lot(number: str) -> str:
    """A lot number as it is compared: without case, spaces, signs or the word "lot" before it, O as 0 and I and L as 1."""
    bare = "".join(c for c in unannounced(number).casefold() if c.isalnum())
    return "".join(MISTAKABLE.get(c, c) for c in bare)


class ClaimState(StrEnum):
    CLAIMED = "claimed"
    NO_CLAIM = "no-claim"
    """The label was seen and states no amount: different from a label nobody has seen."""


class LabelClaim(Record):
    """What a label says of one analyte, from the day it was seen.

    `analyte` is a catalogue key, ``total_alkaloids``, or ``not_specified``. `amount` and `unit` are None for "no claim".
    `basis` UNKNOWN is stored and never compared. Later claims of the same product and analyte follow by `seen_on`;
    the claim in force on a day is the latest one seen on or before it.
    """

    key: str
    product: str
    analyte: str
    state: ClaimState = ClaimState.CLAIMED
    amount: Decimal | None = None
    unit: str | None = None
    basis: Basis = Basis.UNKNOWN
    serving_text: str | None = None
    seen_on: date | None = None
    source: Source
    note: str | None = None


def claim_in_force(claims: tuple[LabelClaim, ...], on: date | None) -> LabelClaim | None:
    """The latest claim seen on or before `on` (the latest of all where `on` is None); an undated claim counts as earliest."""
    seen = [c for c in claims if on is None or c.seen_on is None or c.seen_on <= on]
    return max(seen, key=lambda c: c.seen_on or date.min, default=None)
