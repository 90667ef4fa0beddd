"""What each printed state says about the true amount. Bounds worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import NumberFormatError
from registry.model.measurement import CENSORED, Interval, Measurement, Qualifier, Quantity, parse_quantity
from registry.model.numerals import significant_digits
from registry.model.units import Basis
from tests.builders import quantity

D = Decimal
MF = Basis.MASS_FRACTION
LOD, LOQ = quantity("0.01", "%"), quantity("0.05", "%")


def measured(qualifier: Qualifier, value: str | None = None, unit: str | None = "mg/g", **more: object) -> Measurement:
    return Measurement.model_validate(
        {"text": value or qualifier.value, "qualifier": qualifier, "value": value and D(value), "unit": unit, **more}
    )


@pytest.mark.parametrize(
    ("measurement", "low", "high"),
    [
        (measured(Qualifier.EQ, "1.5"), "1.5", "1.5"),
        (measured(Qualifier.EQ, "1.5", "%"), "15", "15"),  # 1 % w/w = 10 mg/g
        (measured(Qualifier.EQ, "0"), "0", "0"),
        (measured(Qualifier.LT, "0.5"), "0", "0.5"),
        (measured(Qualifier.LT, "2", "log10 CFU/g"), "0", "100"),
        (measured(Qualifier.LT, None, loq=LOQ), "0", "0.5"),  # a "<" whose number was lost
        (measured(Qualifier.LT_LOQ, loq=LOQ), "0", "0.5"),  # 0.05 % = 0.5 mg/g
        (measured(Qualifier.LT_LOQ, lod=LOD, loq=LOQ), "0", "0.5"),
        (measured(Qualifier.LT_LOQ, "0.05", "%"), "0", "0.5"),
        (measured(Qualifier.LT_LOQ), "0", None),
        (measured(Qualifier.LT_LOD, lod=LOD, loq=LOQ), "0", "0.1"),
        (measured(Qualifier.LT_LOD, loq=LOQ), "0", "0.5"),
        (measured(Qualifier.ND, lod=LOD, loq=LOQ), "0", "0.1"),
        (measured(Qualifier.ND, loq=LOQ), "0", "0.5"),
        (measured(Qualifier.ND, "0.02"), "0", "0.02"),  # "ND (<0.02)"
        (measured(Qualifier.GT, "300", "CFU/g"), "300", None),
        (measured(Qualifier.TNTC, "300", "CFU/g"), "300", None),
        (measured(Qualifier.TNTC, unit="CFU/g"), "0", None),
        (measured(Qualifier.RANGE, "1", value_high=D(3)), "1", "3"),
    ],
)
def test_each_state_is_an_interval_in_the_canonical_unit(measurement: Measurement, low: str, high: str | None) -> None:
    found = measurement.interval()
    assert found is not None
    assert (found.low, found.high) == (D(low), high and D(high))


def test_a_non_detect_without_a_limit_is_unbounded_above() -> None:
    assert measured(Qualifier.ND).interval() == Interval(D(0), None, MF)


def test_below_loq_lies_above_the_lod_only_where_the_certificate_has_its_own_word_for_not_detected() -> None:
    below = measured(Qualifier.LT_LOQ, lod=LOD, loq=LOQ)
    assert below.interval(separate_nd=True) == Interval(D("0.1"), D("0.5"), MF)
    assert below.interval(separate_nd=False) == Interval(D(0), D("0.5"), MF)
    assert measured(Qualifier.LT_LOQ, lod=LOD).interval(separate_nd=True) == Interval(D("0.1"), None, MF)


def test_a_lod_above_the_loq_is_not_believed() -> None:
    assert measured(Qualifier.LT_LOQ, lod=LOQ, loq=LOD).interval(separate_nd=True) == Interval(D(0), D("0.1"), MF)


def test_a_limit_of_another_basis_bounds_nothing() -> None:
    assert measured(Qualifier.ND, unit="mg/unit", lod=LOD).interval() == Interval(D(0), None, Basis.PER_UNIT)


def test_a_limit_without_a_unit_has_the_unit_of_its_result() -> None:
    assert measured(Qualifier.ND, unit="%", lod=quantity("0.01", None)).interval() == Interval(D(0), D("0.1"), MF)


@pytest.mark.parametrize(
    "qualifier",
    [
        Qualifier.ABSENT,
        Qualifier.PRESENT,
        Qualifier.PASS,
        Qualifier.FAIL,
        Qualifier.NOT_TESTED,
        Qualifier.NOT_REPORTED,
        Qualifier.ILLEGIBLE,
    ],
)
def test_what_is_no_amount_has_no_interval(qualifier: str) -> None:
    assert measured(Qualifier(qualifier)).interval() is None


def test_not_detected_in_a_test_portion_is_no_amount() -> None:
    assert measured(Qualifier.ND, unit=None, test_portion="25 g").interval() is None
    assert measured(Qualifier.ND, unit="presence").interval() is None


def test_a_bare_percentage_of_a_liquid_has_an_unknown_basis() -> None:
    assert measured(Qualifier.EQ, "2", "%").interval(liquid=True) == Interval(D(2), D(2), Basis.UNKNOWN)
    assert measured(Qualifier.EQ, "2", "% w/w").interval(liquid=True) == Interval(D(20), D(20), MF)
    assert measured(Qualifier.ND, None, "%", lod=LOD).interval(liquid=True) == Interval(D(0), D("0.01"), Basis.UNKNOWN)
    in_ppm = quantity("100", "ppm")
    assert measured(Qualifier.ND, None, "%", lod=in_ppm).interval(liquid=True) == Interval(D(0), None, Basis.UNKNOWN)


@pytest.mark.parametrize("unit", [None, "mg/bonbon", "mg"])
def test_a_number_without_a_known_basis_keeps_its_printed_digits(unit: str | None) -> None:
    assert measured(Qualifier.EQ, "1.5", unit).interval() == Interval(D("1.5"), D("1.5"), Basis.UNKNOWN)


numbers = st.decimals(min_value=0, max_value=10**6, places=3, allow_nan=False).map(abs)
limits = st.none() | numbers.map(lambda n: Quantity(value=n, unit="%"))


@given(st.sampled_from(sorted(CENSORED)), st.none() | numbers, limits, limits, st.booleans())
def test_a_censored_result_is_never_a_point_above_zero(
    qualifier: Qualifier, value: Decimal | None, lod: Quantity | None, loq: Quantity | None, separate_nd: bool
) -> None:
    found = Measurement(text="", qualifier=qualifier, value=value, unit="%", lod=lod, loq=loq).interval(separate_nd=separate_nd)
    assert found is not None
    assert found.high is None or found.low <= found.high
    assert found.low == 0 or (qualifier is Qualifier.LT_LOQ and separate_nd)


printed_quantities = st.none() | st.builds(
    Quantity,
    value=st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30),
    unit=st.sampled_from([None, "%", "mg/g", "ppb", "log CFU/g", "CFU/g", "mg/unit", "nonsense"]),
)


@given(
    st.sampled_from(Qualifier),
    st.none() | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30),
    st.sampled_from([None, "%", "mg/g", "log CFU/g", "mg/unit", "% (dry weight)", "presence", "nonsense"]),
    printed_quantities,
    printed_quantities,
    st.booleans(),
)
def test_any_measurement_is_an_interval_or_no_amount(
    qualifier: Qualifier, value: Decimal | None, unit: str | None, lod: Quantity | None, loq: Quantity | None, liquid: bool
) -> None:
    found = Measurement(text="", qualifier=qualifier, value=value, unit=unit, lod=lod, loq=loq).interval(liquid=liquid, separate_nd=True)
    assert found is None or found.low.is_finite()


def test_a_logarithm_no_count_can_have_is_no_amount() -> None:
    assert measured(Qualifier.EQ, "4000", "log CFU/g").interval() is None


def test_a_quantity_takes_the_unit_behind_its_number_before_the_columns_unit() -> None:
    assert parse_quantity("2,4 g", "mg") == Quantity(value=D("2.4"), unit="g", text="2,4 g")
    assert parse_quantity("2,4", "mg") == Quantity(value=D("2.4"), unit="mg", text="2,4")


@pytest.mark.parametrize("text", ["ND", "<0.5", "NMT 15", "Pass", ""])
def test_a_bound_is_no_quantity(text: str) -> None:
    with pytest.raises(NumberFormatError):
        parse_quantity(text)


def test_a_measurement_survives_json_to_the_last_digit() -> None:
    before = measured(Qualifier.EQ, "0.10", lod=quantity("1E-7", "%"))
    after = Measurement.model_validate_json(before.model_dump_json())
    assert after == before
    assert str(after.value) == "0.10"


@pytest.mark.parametrize(
    ("printed", "digits"), [("0.050 mg/g", 2), ("22.78", 4), ("<0.5 %", 2), ("ND", 2), ("1,234.567891", 6), ("7,2·10⁴", 2)]
)
def test_a_figure_made_of_a_printed_number_has_its_digits(printed: str, digits: int) -> None:
    assert significant_digits(printed) == digits
