"""Units as printed, exact conversion, and the refusal to cross a basis without a fact. Factors are definitions."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import BasisError, UnknownUnitError
from registry.model.crossing import PackFacts, convert
from registry.model.units import CANONICAL, Basis, parse_unit, says_per_portion, without_water

D = Decimal
B = Basis

UNITS = [
    ("mg/g", B.MASS_FRACTION, "1"),
    ("MG/G", B.MASS_FRACTION, "1"),
    ("mg/kg", B.MASS_FRACTION, "0.001"),
    ("g/kg", B.MASS_FRACTION, "1"),
    ("µg/g", B.MASS_FRACTION, "0.001"),  # micro sign
    ("μg/g", B.MASS_FRACTION, "0.001"),  # Greek mu
    ("ug/g", B.MASS_FRACTION, "0.001"),
    ("mcg/g", B.MASS_FRACTION, "0.001"),
    ("µg/kg", B.MASS_FRACTION, "0.000001"),
    ("ng/g", B.MASS_FRACTION, "0.000001"),
    ("mg/100 g", B.MASS_FRACTION, "0.01"),
    ("mg·g⁻¹", B.MASS_FRACTION, "1"),
    ("mg g-1", B.MASS_FRACTION, "1"),
    ("ppm", B.MASS_FRACTION, "0.001"),
    ("PPB", B.MASS_FRACTION, "0.000001"),
    ("%", B.MASS_FRACTION, "10"),
    ("% w/w", B.MASS_FRACTION, "10"),
    ("% (w/w)", B.MASS_FRACTION, "10"),
    ("(%)", B.MASS_FRACTION, "10"),
    ("wt%", B.MASS_FRACTION, "10"),
    ("% hm.", B.MASS_FRACTION, "10"),  # Czech: per cent by mass
    ("% v/v", B.UNKNOWN, "1"),  # no mass without the substance's own density
    ("Vol.-%", B.UNKNOWN, "1"),
    ("% ABV", B.UNKNOWN, "1"),
    ("mg/g (as received)", B.MASS_FRACTION, "1"),
    ("mg/g dry weight", B.MASS_FRACTION_DRY, "1"),
    ("ppm (dry weight)", B.MASS_FRACTION_DRY, "0.001"),
    ("mg/kg DW", B.MASS_FRACTION_DRY, "0.001"),
    ("% dry basis", B.MASS_FRACTION_DRY, "10"),
    ("mg/mL", B.PER_VOLUME, "1"),
    ("mg/L", B.PER_VOLUME, "0.001"),
    ("µg/mL", B.PER_VOLUME, "0.001"),
    ("mg/100 mL", B.PER_VOLUME, "0.01"),
    ("% w/v", B.PER_VOLUME, "10"),  # 1 g in 100 mL
    ("mg/serving", B.PER_SERVING, "1"),
    ("mg/serv", B.PER_SERVING, "1"),
    ("mg/Serving Size", B.PER_SERVING, "1"),
    ("mcg per serving", B.PER_SERVING, "0.001"),
    ("mg/unit", B.PER_UNIT, "1"),
    ("mg/tablet", B.PER_UNIT, "1"),
    ("mg per capsule", B.PER_UNIT, "1"),
    ("mg/pill", B.PER_UNIT, "1"),
    ("mg/package", B.PER_PACKAGE, "1"),
    ("mg per package", B.PER_PACKAGE, "1"),
    ("µg/day", B.PER_DAY, "0.001"),
    ("CFU/g", B.COUNT_PER_MASS, "1"),
    ("cfu / g", B.COUNT_PER_MASS, "1"),
    ("KTJ/g", B.COUNT_PER_MASS, "1"),  # Czech
    ("jtk/g", B.COUNT_PER_MASS, "1"),  # Polish
    ("koloni/g", B.COUNT_PER_MASS, "1"),  # Indonesian
    ("CFU/25g", B.COUNT_PER_MASS, "0.04"),
    ("CFU/mg", B.COUNT_PER_MASS, "1000"),
    ("CFU/mL", B.COUNT_PER_VOLUME, "1"),
    ("log10 CFU/g", B.COUNT_PER_MASS, "1"),
    ("log CFU/g", B.COUNT_PER_MASS, "1"),
    ("MPN/g", B.MPN_PER_MASS, "1"),
    ("MPN/100 mL", B.MPN_PER_VOLUME, "0.01"),
    ("Aw", B.PURE_NUMBER, "1"),
    ("pH", B.PURE_NUMBER, "1"),
    ("S.U.", B.PURE_NUMBER, "1"),  # standard units of pH
    ("pH units", B.PURE_NUMBER, "1"),
    ("unità di pH", B.PURE_NUMBER, "1"),
    ("% of label claim", B.SHARE_OF_CLAIM, "1"),
    ("% LC", B.SHARE_OF_CLAIM, "1"),
    ("% of total alkaloids", B.SHARE_OF_ALKALOIDS, "1"),
    ("g/mL", B.DENSITY, "1"),
    ("mg", B.UNKNOWN, "1"),  # of what, nobody says
    ("/25 g", B.UNKNOWN, "1"),  # insect fragments
    ("per 10 g", B.UNKNOWN, "1"),
    ("min", B.UNKNOWN, "1"),  # until a tablet falls apart
    ("CFU", B.UNKNOWN, "1"),
    ("NMP/g", B.MPN_PER_MASS, "1"),  # Spanish
    ("CFU per gram", B.COUNT_PER_MASS, "1"),
    ("mg/5 mL", B.PER_VOLUME, "0.2"),
    ("mg per 2 capsules", B.PER_UNIT, "0.5"),
    ("mg/Kapsel", B.PER_UNIT, "1"),
    ("ng/mg", B.MASS_FRACTION, "0.001"),
    ("% (dry)", B.MASS_FRACTION_DRY, "10"),
    ("mg/kg TS", B.MASS_FRACTION_DRY, "0.001"),  # German: Trockensubstanz
    ("mg/envase", B.PER_PACKAGE, "1"),
    ("mg / Flasche", B.PER_UNIT, "1"),
    ("mg/kapsułka", B.PER_UNIT, "1"),
    ("mg/bonbon", B.UNKNOWN, "1"),  # of whatever a bonbon is
    ("µg per lozenge", B.PER_UNIT, "0.001"),
    ("µg per thimble", B.UNKNOWN, "1"),
    ("mg/bon-bons", B.UNKNOWN, "1"),
    ("mg/pre-roll", B.PER_UNIT, "1"),
    ("mg / tea bag", B.PER_UNIT, "1"),
    ("mg/scoop", B.PER_SERVING, "1"),
    ("% p/p", B.MASS_FRACTION, "10"),  # peso/peso, poids/poids
    ("% (b/b)", B.MASS_FRACTION, "10"),  # bobot/bobot
    ("kcal/100 g", B.UNKNOWN, "1"),  # energy
    ("mL/100 g", B.UNKNOWN, "1"),  # essential oil
    ("pro 100 g", B.UNKNOWN, "1"),
    ("por 100 ml", B.UNKNOWN, "1"),
]


@pytest.mark.parametrize(("text", "basis", "factor"), UNITS)
def test_a_printed_unit_has_its_basis_and_factor(text: str, basis: Basis, factor: str) -> None:
    unit = parse_unit(text)
    assert (unit.basis, unit.factor) == (basis, D(factor))
    assert unit.canonical == CANONICAL[basis]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kJ/mol",
        "mg/",
        "/",
        "mg/bonbon of ours",
        "mg/kg-bonbon",
        "banana",
        "mg/g/day",
        "mg/mg/g",
        "% of nothing",
        "months",
        "°C",
        "mg/mL dry weight",
        "mg/2.5 mL",
        "mg/0 mL",
    ],
)
def test_an_unknown_unit_is_refused(text: str) -> None:
    with pytest.raises(UnknownUnitError):
        parse_unit(text)


@pytest.mark.parametrize(
    ("text", "alone"), [("per 100 g", True), ("/25 g", True), ("par 100 g", True), ("mg/100 g", False), ("CFU/g", False)]
)
def test_a_portion_of_the_sample_alone_says_nothing_of_what_was_found_in_it(text: str, alone: bool) -> None:
    assert says_per_portion(text) is alone


@given(st.text(max_size=40))
def test_any_text_is_a_unit_or_our_error(text: str) -> None:
    with suppress(UnknownUnitError):
        assert parse_unit(text).factor > 0


@pytest.mark.parametrize("text", ["%", "ppm", "ppb"])
def test_a_bare_share_of_a_liquid_has_no_basis(text: str) -> None:
    assert parse_unit(text).for_liquid().basis is B.UNKNOWN


@pytest.mark.parametrize(
    ("text", "plain", "dried"),
    [
        ("% w/w (dry basis)", "% w/w", True),
        ("mg/g dry weight basis", "mg/g", True),
        ("mg/g (as received)", "mg/g", False),
        ("mg/kg, as received basis", "mg/kg", False),
        ("% w/w as is", "% w/w", False),
        ("mg/g wet basis", "mg/g", False),
        ("ppm w/w", "ppm w/w", False),  # says of what both masses are, not of which state
        ("% w/w", "% w/w", False),
        ("mg/serving", "mg/serving", False),
        ("no unit (as received)", "no unit (as received)", False),
    ],
)
def test_a_unit_is_told_from_the_mass_that_it_counts_by(text: str, plain: str, dried: bool) -> None:
    assert without_water(text) == (plain, dried)


@pytest.mark.parametrize("text", ["% w/w", "mg/g", "mg/mL", "mg/serving", "ppm (dry weight)"])
def test_a_unit_that_states_its_basis_keeps_it_in_a_liquid(text: str) -> None:
    assert parse_unit(text).for_liquid() == parse_unit(text)


def test_equal_amounts_in_different_units_are_one_amount() -> None:
    writings = [("1", "%"), ("10", "mg/g"), ("10000", "ppm"), ("10000", "mg/kg"), ("10000000", "ppb"), ("1", "g/100 g")]
    assert {parse_unit(unit).amount(D(value)) for value, unit in writings} == {D(10)}


def test_a_logarithm_of_a_count_is_a_count() -> None:
    assert parse_unit("log10 CFU/g").amount(D(4)) == D(10_000)


@pytest.mark.parametrize(
    ("basis", "to", "facts", "factor"),
    [
        (B.MASS_FRACTION, B.PER_UNIT, {"unit_mass_g": "0.5"}, "0.5"),
        (B.MASS_FRACTION, B.PER_SERVING, {"serving_mass_g": "2.4"}, "2.4"),
        (B.MASS_FRACTION, B.PER_VOLUME, {"density_g_per_ml": "1.017"}, "1.017"),
        (B.MASS_FRACTION, B.MASS_FRACTION_DRY, {"moisture": "0.2"}, "1.25"),  # dry = as received / (1 - w)
        (B.COUNT_PER_MASS, B.COUNT_PER_VOLUME, {"density_g_per_ml": "1.017"}, "1.017"),
        (B.PER_VOLUME, B.PER_SERVING, {"serving_volume_ml": "30"}, "30"),
        (B.PER_UNIT, B.PER_SERVING, {"units_per_serving": "2"}, "2"),
        (B.PER_UNIT, B.PER_PACKAGE, {"units_per_package": "10"}, "10"),
        (B.PER_SERVING, B.PER_PACKAGE, {"servings_per_package": "5"}, "5"),
        (B.MASS_FRACTION, B.PER_SERVING, {"unit_mass_g": "0.5", "units_per_serving": "2"}, "1"),
        (B.MASS_FRACTION, B.PER_PACKAGE, {"unit_mass_g": "0.5", "units_per_package": "10"}, "5"),
        (B.MASS_FRACTION, B.PER_SERVING, {"density_g_per_ml": "2", "serving_volume_ml": "30"}, "60"),
        (B.MASS_FRACTION_DRY, B.PER_UNIT, {"moisture": "0.2", "unit_mass_g": "0.5"}, "0.4"),
    ],
)
def test_a_stated_fact_leads_across_and_back(basis: Basis, to: Basis, facts: dict[str, str], factor: str) -> None:
    stated = PackFacts.model_validate(facts)
    assert convert(D(1), basis, to, stated) == D(factor)
    assert convert(D(factor), to, basis, stated) == 1


@pytest.mark.parametrize("basis", list(Basis))
@pytest.mark.parametrize("to", list(Basis))
def test_nothing_crosses_a_basis_without_a_fact(basis: Basis, to: Basis) -> None:
    if basis is to:
        assert convert(D(3), basis, to, PackFacts()) == 3
        return
    with pytest.raises(BasisError) as caught:
        convert(D(3), basis, to, PackFacts())
    assert caught.value.next_step


@pytest.mark.parametrize(
    ("basis", "to", "named"),
    [
        (B.MASS_FRACTION, B.PER_UNIT, "the mass of one unit"),
        (B.MASS_FRACTION, B.PER_SERVING, "the mass of one serving"),
        (B.MASS_FRACTION, B.PER_VOLUME, "the density"),
        (B.MASS_FRACTION, B.MASS_FRACTION_DRY, "the moisture"),
        (B.UNKNOWN, B.PER_UNIT, "what its amount is counted against"),
    ],
)
def test_the_refusal_names_the_missing_fact(basis: Basis, to: Basis, named: str) -> None:
    with pytest.raises(BasisError, match=named):
        convert(D(1), basis, to, PackFacts())


def test_an_unknown_basis_never_crosses_whatever_is_stated() -> None:
    everything = PackFacts.model_validate(dict.fromkeys(PackFacts.model_fields, "0.5"))
    for basis in Basis:
        if basis is not B.UNKNOWN:
            with pytest.raises(BasisError):
                convert(D(1), B.UNKNOWN, basis, everything)


@pytest.mark.parametrize("moisture", ["1", "1.2"])
def test_a_sample_of_water_alone_has_no_dry_weight(moisture: str) -> None:
    with pytest.raises(BasisError):
        convert(D(1), B.MASS_FRACTION, B.MASS_FRACTION_DRY, PackFacts(moisture=D(moisture)))


positive = st.decimals(min_value=D("0.001"), max_value=1000, places=3)


@given(positive, positive, positive, st.decimals(min_value=0, max_value=D("0.99"), places=2))
def test_there_and_back_is_the_same_amount(amount: Decimal, unit_mass: Decimal, units: Decimal, moisture: Decimal) -> None:
    facts = PackFacts(unit_mass_g=unit_mass, units_per_serving=units, moisture=moisture)
    bases = (B.MASS_FRACTION, B.MASS_FRACTION_DRY, B.PER_UNIT, B.PER_SERVING)
    for basis in bases:
        for to in bases:
            back = convert(convert(amount, basis, to, facts), to, basis, facts)
            assert abs(back - amount) <= amount * D("1e-24")
