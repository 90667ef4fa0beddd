import pytest

from registry.assessment.tolerance import TOLERANCES, Tolerance, lots_until_settled, supported_label, tolerance_named
from registry.errors import AssessmentError


def test_fdas_broccoli_example_supports_4_310() -> None:
    # Guide for Developing and Using Data Bases for Nutrition Labeling: protein, 12 composites of 12 units
    assert supported_label(4.6003, 0.6165770, 12, units_per_composite=12) == pytest.approx(4.310, abs=0.0005)


def test_a_supported_label_never_exceeds_the_mean() -> None:
    assert supported_label(100.0, 0.1, 6) == 100.0


def test_a_supported_label_is_not_named_below_four_lots() -> None:
    assert supported_label(100.0, 1.0, 3) is None


@pytest.mark.parametrize(
    ("mean", "sd", "lots", "needed"),
    [
        # distance 0.1, s 0.1: t(0.975, 5) · 0.1/sqrt(6) = 0.1049 is too wide, t(0.975, 6) · 0.1/sqrt(7) = 0.0925 is not
        (1.0, 0.1, 3, 7),
        # distance 0.05, s 0.02: t(0.975, 2) · 0.02/sqrt(3) = 0.0497
        (0.95, 0.02, 5, 3),
        (0.9, 0.05, 5, None),
        (1.0, float("nan"), 5, None),
        (1.0, 0.1, 1, None),
    ],
)
def test_lots_until_the_interval_leaves_the_tolerance_limit(mean: float, sd: float, lots: int, needed: int | None) -> None:
    assert lots_until_settled(mean, sd, lots, tolerance_named("90-110")) == needed


def test_every_tolerance_names_its_source_and_its_limits() -> None:
    assert set(TOLERANCES) == {"90-110", "fda-class-1", "fda-class-2"}
    assert all(tolerance.source and tolerance.caveat for tolerance in TOLERANCES.values())


def test_an_unknown_or_boundless_tolerance_is_refused() -> None:
    with pytest.raises(AssessmentError, match="no tolerance rule"):
        tolerance_named("kratom")
    with pytest.raises(AssessmentError, match="no bound"):
        Tolerance("none", "None", None, None, "nowhere")
