"""The registry's keys in words for people."""

from __future__ import annotations

import re
from typing import Final

from registry.assessment.limits import demand_in_words
from registry.model.analytes import load_catalogue

_WORDS: Final = {
    "heavy_metals": "Heavy metals",
    "water_activity": "Water activity",
    "foreign_matter": "Foreign matter",
    "residual_solvents": "Residual solvents",
    "vendor-supplied": "Supplied by the vendor",
    "retail-bought": "Bought at retail",
    "state-sampled": "Sampled by a state",
    "research": "Research",
    "unknown": "Not stated",
    "specimen": "Invented specimen",
    "mass_fraction": "by mass",
    "per_volume": "per volume",
    "per_serving": "per serving",
    "per_unit": "per unit (tablet, capsule, shot)",
    "per_package": "per package",
    "per_day": "per day",
    "total_alkaloids": "Total alkaloids",
    "not_specified": "Alkaloid not specified",
    "sent-back": "Sent back",
    "no-claim": "No amount on the label",
}


def analyte_name(key: str) -> str:
    """An analyte's name by its catalogue key, or by a key that differs from it in its joints; other keys as `words` says them."""
    catalogue = load_catalogue()
    for known in (key, key.replace("-", "_")):
        if known in catalogue:
            return catalogue.get(known).name
    return words(key)


def spoken(key: str) -> str:
    """An analyte's name within a sentence; a symbol in it keeps its capital."""
    name = analyte_name(key)
    return name[:1].lower() + name[1:]


def demand(text: str) -> str:
    """A rule's demand as people write it; no line of a page ends after its sign, or between a number and its unit."""
    return together(re.sub(r"([<>≤≥]) ", "\\1\u00a0", demand_in_words(text)))


def together(amount: str) -> str:
    """Text whose numbers stand on one line with their units."""
    return re.sub(r"(?<=\d) (?=[^\W\d_]|%)", "\u00a0", amount)


def words(key: str) -> str:
    """A key as people say it: from the list, else with its joints opened and a capital first."""
    known = _WORDS.get(str(key))
    if known is not None:
        return known
    opened = str(key).replace("_", " ").strip()
    return opened[:1].upper() + opened[1:]
