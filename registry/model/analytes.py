"""Analyte catalogue: a printed name -> one analyte, or none."""

from __future__ import annotations

from decimal import Decimal

from registry.model.certificate import Panel
from registry.model.evidence import Record


class Analyte(Record):
    """One substance, organism or property. `canonical_unit` is how figures show it; `synonyms` are names as printed."""

    key: str
    name: str
    panel: Panel
    cas: str | None = None
    formula: str | None = None
    molar_mass: Decimal | None = None
    synonyms: tuple[str, ...] = ()
    canonical_unit: str
    source: str
    note: str | None = None


class Catalogue:
    """All analytes, looked up by printed name. `load_catalogue()` gives the one that ships."""

    def match(self, printed: str, panel: Panel | None = None) -> Analyte | None:
        """The analyte that `printed` names, or None. Synonyms of three letters or fewer match in exact case only."""
        raise NotImplementedError


def load_catalogue() -> Catalogue:
    """The catalogue of `data/reference/analytes.csv`, read once."""
    raise NotImplementedError
