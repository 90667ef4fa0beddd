"""The standard uncertainty of a result: printed, assumed (and then labelled as assumed), or none.

The order is: the expanded uncertainty printed on the certificate (U / k); an assumption the reader chose; none. An
assumption is relative, so it needs the size of the result: Horwitz-Thompson needs it as a mass fraction, which an
amount per serving or per unit only has where the mass of the serving or unit is stated. It covers the laboratory's
work on the sample received; sampling is never in it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from registry.assessment.coded import Coded
from registry.model.units import Basis

Floats = npt.NDArray[np.float64]

COUNT_LOG10_SD: Final = 0.25
"""Assumed standard deviation of a plate count on the log10 scale (design note *check*: no source read yet)."""
COUNT_BASES: Final = frozenset({Basis.COUNT_PER_MASS, Basis.COUNT_PER_VOLUME, Basis.MPN_PER_MASS})


class UncertaintyModel(StrEnum):
    """What stands in where the certificate prints no uncertainty. A printed one always comes first, except under NONE."""

    PRINTED = "printed"
    """Nothing stands in: without a printed uncertainty the verdict is simple acceptance."""
    HORWITZ = "horwitz"
    """The Horwitz-Thompson function of the mass fraction; counts get a fixed standard deviation on the log10 scale."""
    FIXED = "fixed"
    """One relative standard deviation, chosen by the reader; counts as under HORWITZ."""
    NONE = "none"
    """No uncertainty at all, not even a printed one: simple acceptance."""


def horwitz_rsd(mass_fraction: float) -> float:
    """The relative between-laboratory standard deviation that Horwitz-Thompson predicts, as a fraction (0.04 is 4 %).

    `mass_fraction` in g/g. RSD % is 22 below 1.2e-7, 2·C^-0.1505 up to 0.138, C^-0.5 above (Thompson, Analyst 2000, 125, 385).
    NaN for a mass fraction that is not above zero.
    """
    if not mass_fraction > 0:
        return math.nan
    if mass_fraction < 1.2e-7:
        return 0.22
    if mass_fraction <= 0.138:
        return 0.02 * float(mass_fraction**-0.1505)
    return 0.01 * float(mass_fraction**-0.5)


def horwitz_rsd_columns(mass_fraction: Floats) -> Floats:
    """`horwitz_rsd` of every element."""
    out = np.full(mass_fraction.shape, np.nan)
    known = mass_fraction > 0
    c = mass_fraction[known]
    middle = np.exp(-0.1505 * np.log(c)) * 0.02
    out[known] = np.where(c < 1.2e-7, 0.22, np.where(c <= 0.138, middle, 0.01 / np.sqrt(c)))
    return out


_MASS_COLUMN: Final = {
    Basis.PER_SERVING: "serving_mass_g",
    Basis.PER_UNIT: "unit_mass_g",
    Basis.PER_PACKAGE: "package_mass_g",
    Basis.PER_VOLUME: "density_g_per_ml",
}


def mass_fraction_factor(basis: Coded, facts: Mapping[str, Floats]) -> Floats:
    """For each row: what its canonical amount times this factor gives, the mass fraction in g/g. `facts` as `crossing.facts_of` gives them.

    NaN where the mass (of serving, unit, package) or the density is not stated, and for every other basis.
    """
    factor = np.full(len(basis.codes), np.nan)
    factor[basis.among((Basis.MASS_FRACTION, Basis.MASS_FRACTION_DRY))] = 1e-3
    for name, column in _MASS_COLUMN.items():
        if name in basis.words and column in facts:
            rows = np.flatnonzero(basis.among((name,)))
            mass = facts[column][rows]
            factor[rows] = np.where(mass > 0, 1e-3 / np.where(mass > 0, mass, 1.0), np.nan)
    return factor
