"""Amounts printed as a salt: which analyte is a salt of which free base, and what share of its mass the base is.

Labels and limits speak of the free base. The share is the ratio of the two molar masses of the catalogue, each with its source there;
without a cited molar mass of the salt nothing is crossed.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache

from pydantic import Field

from registry.datafiles import data_path
from registry.model.analytes import load_catalogue
from registry.model.evidence import Record


class Salt(Record):
    """`salt` and `free_base` are catalogue keys; `name` is the acid's part, `moles_of_base` what one mole of the salt holds."""

    salt: str
    free_base: str
    name: str
    moles_of_base: int = Field(default=1, ge=1)

    @property
    def base_share(self) -> Decimal | None:
        """Grams of free base in a gram of the salt; None where a molar mass has no source."""
        base, whole = (load_catalogue().get(key) for key in (self.free_base, self.salt))
        if base.molar_mass is None or whole.molar_mass is None or not (base.molar_mass_source and whole.molar_mass_source):
            return None
        return self.moles_of_base * base.molar_mass / whole.molar_mass

    @property
    def sentence(self) -> str:
        """How an amount of the salt is crossed to its free base, or why it is not."""
        base, whole = (load_catalogue().get(key) for key in (self.free_base, self.salt))
        if (share := self.base_share) is None:
            return f"It is printed as {whole.name}; no molar mass of this salt is on file, so its free base cannot be told."
        masses = f"{base.molar_mass} / {whole.molar_mass} g/mol"
        return f"printed as {whole.name}: free base is {share:.4f} of it ({masses})"


@cache
def salts() -> dict[str, Salt]:
    """Every salt by its catalogue key, from `data/reference/salts.csv`."""
    with data_path("reference", "salts.csv").open(encoding="utf-8", newline="") as file:
        return {row["salt"]: Salt.model_validate(row) for row in csv.DictReader(file)}


def with_salts(analyte: str) -> tuple[str, ...]:
    """The analyte's key and the keys of its salts: what has to be fetched to know all of it."""
    return (analyte, *(key for key, salt in salts().items() if salt.free_base == analyte))
