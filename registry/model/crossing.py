"""From one basis to another: an amount by mass as one per serving, by what a certificate or a label states of the pack.

Crossing needs a mass, a density or a count that is stated (BasisError otherwise); none is ever assumed.
"""

from __future__ import annotations

from decimal import Decimal

from registry.errors import BasisError
from registry.model.evidence import Record
from registry.model.units import Basis


class PackFacts(Record):
    """What a certificate or a label states about mass, volume and counts; None where it states nothing.

    Masses in g, density in g/mL, moisture as a mass fraction 0..1 of the same certificate's as-received sample.
    """

    unit_mass_g: Decimal | None = None
    serving_mass_g: Decimal | None = None
    serving_volume_ml: Decimal | None = None
    unit_volume_ml: Decimal | None = None
    package_mass_g: Decimal | None = None
    density_g_per_ml: Decimal | None = None
    units_per_serving: Decimal | None = None
    units_per_package: Decimal | None = None
    servings_per_package: Decimal | None = None
    moisture: Decimal | None = None


def convert(amount: Decimal, basis: Basis, to: Basis, facts: PackFacts) -> Decimal:
    """`amount` in the canonical unit of `basis`, as an amount in the canonical unit of `to`.

    The way goes through the mass (or volume) of one serving, unit or package, or through a count of units or servings.
    Raises BasisError, naming the missing fact, where nothing stated leads across.
    """
    if basis is to:
        return amount
    route = _route(basis, to, facts)
    if route is not None:
        return amount * route[0] / route[1]
    if Basis.UNKNOWN in (basis, to):
        raise BasisError(
            "A unit that does not say what its amount is counted against (a mass, a volume, a serving) cannot be compared.",
            next_step="Enter the unit from the certificate or the pack; it is never assumed.",
        )
    raise BasisError(
        f"An amount {_words(basis)} cannot be compared with one {_words(to)}: {_missing(basis, to)} is not stated.",
        next_step="Enter it from the certificate or the pack; it is never assumed.",
    )


_Ratio = tuple[Decimal, Decimal]
"""Numerator and denominator, kept apart so that a way there and back is exact."""


def _route(basis: Basis, to: Basis, facts: PackFacts) -> _Ratio | None:
    """The ratio of the shortest way from `basis` to `to`; None where no fact leads there."""
    steps = _steps(facts)
    reached: dict[Basis, _Ratio] = {basis: (Decimal(1), Decimal(1))}
    frontier = [basis]
    while frontier and to not in reached:
        here = frontier.pop(0)
        over, under = reached[here]
        for (start, end), (up, down) in steps.items():
            if start is here and end not in reached:
                reached[end] = (over * up, under * down)
                frontier.append(end)
    return reached.get(to)


def _steps(f: PackFacts) -> dict[tuple[Basis, Basis], _Ratio]:
    """Every step that a stated fact allows, in both directions."""
    dry_share = None if f.moisture is None else 1 - f.moisture
    stated: dict[tuple[Basis, Basis], Decimal | None] = {
        (Basis.MASS_FRACTION, Basis.PER_UNIT): f.unit_mass_g,
        (Basis.MASS_FRACTION, Basis.PER_SERVING): f.serving_mass_g,
        (Basis.MASS_FRACTION, Basis.PER_PACKAGE): f.package_mass_g,
        (Basis.PER_VOLUME, Basis.PER_SERVING): f.serving_volume_ml,
        (Basis.PER_VOLUME, Basis.PER_UNIT): f.unit_volume_ml,
        (Basis.MASS_FRACTION, Basis.PER_VOLUME): f.density_g_per_ml,
        (Basis.COUNT_PER_MASS, Basis.COUNT_PER_VOLUME): f.density_g_per_ml,
        (Basis.MASS_FRACTION_DRY, Basis.MASS_FRACTION): dry_share,
        (Basis.PER_UNIT, Basis.PER_SERVING): f.units_per_serving,
        (Basis.PER_UNIT, Basis.PER_PACKAGE): f.units_per_package,
        (Basis.PER_SERVING, Basis.PER_PACKAGE): f.servings_per_package,
    }
    one = Decimal(1)
    ways: dict[tuple[Basis, Basis], _Ratio] = {}
    for (start, end), factor in stated.items():
        if factor is not None and factor > 0:
            ways[start, end], ways[end, start] = (factor, one), (one, factor)
    return ways


def _words(basis: Basis) -> str:
    return {Basis.MASS_FRACTION: "by mass", Basis.MASS_FRACTION_DRY: "by dry mass"}.get(basis, basis.value.replace("_", " "))


def _missing(basis: Basis, to: Basis) -> str:
    pair = {basis, to}
    if Basis.MASS_FRACTION_DRY in pair:
        return "the moisture" if Basis.MASS_FRACTION in pair else "the moisture, or a mass,"
    if Basis.MASS_FRACTION in pair:
        other = (pair - {Basis.MASS_FRACTION}).pop()
        return {
            Basis.PER_UNIT: "the mass of one unit",
            Basis.PER_SERVING: "the mass of one serving",
            Basis.PER_PACKAGE: "the mass of the package",
            Basis.PER_VOLUME: "the density",
            Basis.PER_DAY: "the grams taken per day",
        }.get(other, "a mass")
    if Basis.PER_VOLUME in pair:
        return "the volume of one serving or unit"
    if pair == {Basis.PER_UNIT, Basis.PER_SERVING}:
        return "how many units make a serving"
    return "how many of the one make the other"
