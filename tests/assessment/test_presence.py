import pytest

from registry.assessment.conformity import Verdict
from registry.assessment.presence import AbsenceRule, judge_absence, portion_in_grams


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("25 g", 25.0),
        ("absent in 10 g", 10.0),
        ("per 25g", 25.0),
        ("0,5 g", 0.5),
        ("1 kg", 1000.0),
        ("25 mL", None),
        ("", None),
        (None, None),
    ],
)
def test_a_test_portion_is_read_in_grams(text: str | None, grams: float | None) -> None:
    assert portion_in_grams(text) == grams


@pytest.mark.parametrize(
    ("qualifier", "tested", "count", "asked", "verdict"),
    [
        ("absent", 25.0, None, 10.0, Verdict.WITHIN),
        ("absent", 25.0, None, 25.0, Verdict.WITHIN),
        ("absent", 10.0, None, 25.0, Verdict.CANNOT_DECIDE),
        ("absent", None, None, 25.0, Verdict.CANNOT_DECIDE),
        ("absent", None, None, None, Verdict.WITHIN),
        ("nd", 25.0, None, 25.0, Verdict.WITHIN),
        ("present", 25.0, None, 10.0, Verdict.OUTSIDE),
        ("lt", None, (0.0, 10.0), 10.0, Verdict.CANNOT_DECIDE),
        ("eq", None, (20.0, 20.0), 10.0, Verdict.OUTSIDE),
        ("not_tested", None, None, 10.0, Verdict.NOT_EVALUATED),
        ("eq", None, None, 10.0, Verdict.NOT_EVALUATED),
    ],
)
def test_absence_needs_its_portion(
    qualifier: str, tested: float | None, count: tuple[float, float] | None, asked: float | None, verdict: Verdict
) -> None:
    assert judge_absence(qualifier, tested, count, AbsenceRule(asked)).verdict is verdict
