"""What an amount is counted for, as headings and names say it: "per serving", "per chew", "por 100 g", "daily"."""

from __future__ import annotations

import re

from registry.model.units import Basis, find_unit

_SAYS = re.compile(r"(?i)\b(?:(?P<day>daily)|per\s+(?P<one>(?!per\b)[^\W\d_]+)|p(?:er|or|ro|ar|our)\s+(?P<much>100 ?(?:g|ml)))\b")
_BEHIND_NAME = re.compile(r"(?i)\s+(per\s+[^\W\d_]+)(?: of \d.*)?$")
_BARE_MASS = re.compile(r"(?:mg|g|µg|ug|mcg|ng)\.?", re.IGNORECASE)
_COUNTED = frozenset({Basis.PER_SERVING, Basis.PER_UNIT, Basis.PER_PACKAGE, Basis.PER_DAY})


def counted_per(text: str) -> str | None:
    """What a text says that its amounts are counted for: "serving" of "Per Serving", "g" of "mg per gram"; None where it says nothing."""
    for said in _SAYS.finditer(text):
        word = said["one"].lower() if said["one"] else None
        if word is None:
            return "day" if said["day"] else said["much"].lower()
        if word == "gram":
            return "g"
        unit = find_unit(f"mg/{word}")
        if unit is not None and unit.basis in _COUNTED:
            return word
    return None


def without_portion(name: str) -> str:
    """A name without the portion that its amount is counted for, at its end: "7-OH per chew", "Total CBD per serving of 4 capsules"."""
    behind = _BEHIND_NAME.search(name)
    return name[: behind.start()] if behind is not None and counted_per(behind[1]) not in (None, "g") else name


def mass_per(unit: str | None, per: str | None) -> str | None:
    """`unit`, a bare mass made one of what it is counted for: "mg" under "Per Serving" is mg/serving."""
    return f"{unit}/{per}" if unit and per and _BARE_MASS.fullmatch(unit) else unit
