"""The registry's keys in words for people."""

from __future__ import annotations

from typing import Final

_WORDS: Final = {
    "7oh": "7-hydroxymitragynine",
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


def words(key: str) -> str:
    """A key as people say it: from the list, else with its joints opened and a capital first."""
    known = _WORDS.get(str(key))
    if known is not None:
        return known
    opened = str(key).replace("_", " ").strip()
    return opened[:1].upper() + opened[1:]
