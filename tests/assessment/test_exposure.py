import math
from datetime import date
from typing import Any

import pytest

from registry.assessment.exposure import DAILY_AMOUNT, EXPOSURE, SOURCE_LOST, daily_amounts, exposure
from registry.assessment.limits import Kind, load_pack
from registry.errors import AssessmentError
from tests.assessment.frames import results


def metal(key: str, ppm: float, high: float | None = None, **more: Any) -> dict[str, Any]:
    top = ppm if high is None else high
    return {"certificate_id": "c", "panel": "heavy_metals", "analyte_key": key, "low": ppm / 1000, "high": top / 1000, **more}


def test_micrograms_a_day_for_any_grams_a_day() -> None:
    table = exposure(results(metal("lead", 1.2)), [9.6, 12.0])
    assert table["low"].tolist() == pytest.approx([11.52, 14.4])
    assert table["high"].tolist() == pytest.approx([11.52, 14.4])
    assert {name: str(kind) for name, kind in table.dtypes.items()} == EXPOSURE


def test_a_non_detect_is_a_band_from_zero_to_its_limit() -> None:
    table = exposure(results(metal("lead", 0, 0.1), metal("mercury", 0, math.inf, row=1)), [10])
    assert table[["low", "high"]].to_numpy().tolist() == [[0, pytest.approx(1.0)], [0, math.inf]]


def test_a_dose_needs_the_mass_of_a_serving() -> None:
    per_serving = metal("lead", 1.0, basis="per_serving")
    assert "mass of one serving" in exposure(results(per_serving), [5]).iloc[0]["reason"]
    # 1 µg in a serving of 2 g is 0.5 µg/g
    assert exposure(results(per_serving | {"serving_mass_g": 2.0}), [5]).iloc[0]["low"] == pytest.approx(2.5)


@pytest.mark.parametrize("grams", [[], [0.0], [-1.0], [math.nan], [math.inf]])
def test_grams_that_are_no_amount_are_refused(grams: list[float]) -> None:
    with pytest.raises(AssessmentError, match="above zero"):
        exposure(results(metal("lead", 1.2)), grams)


def test_the_metal_that_limits_the_daily_amount() -> None:
    # USP <2232>: lead 5, cadmium 5, inorganic arsenic 15 µg a day
    rows = results(metal("lead", 0.5), metal("cadmium", 0, 0.1, row=1), metal("arsenic", 2.0, row=2))
    table = daily_amounts(rows, load_pack("USP-2232"), on=date(2026, 11, 1)).set_index("analyte_key")
    assert table.loc["lead", "grams_within"] == pytest.approx(10)
    assert table.loc["cadmium", "grams_within"] == pytest.approx(50)
    assert math.isinf(table.loc["cadmium", "grams_beyond"])
    assert table.loc["arsenic", "grams_within"] == pytest.approx(7.5)
    assert table.loc["arsenic", "note"] == "the total stands for the species"
    assert table["limiting"].to_dict() == {"arsenic": True, "cadmium": False, "lead": False}


def test_without_a_limit_per_day_in_force_the_table_is_empty_and_has_its_columns() -> None:
    table = daily_amounts(results(metal("lead", 0.5)), load_pack("US-UT"), on=date(2026, 11, 1))
    assert table.empty
    assert list(table) == list(DAILY_AMOUNT)


def test_undated_limits_count_only_where_no_day_is_asked_for() -> None:
    rows = results(metal("lead", 0.5))
    assert daily_amounts(rows, load_pack("USP-232"), on=date(2026, 11, 1)).empty
    assert daily_amounts(rows, load_pack("USP-232"), on=None)["grams_within"].tolist() == [pytest.approx(10)]
    assert daily_amounts(rows, load_pack("AHPA"), on=None, kinds=frozenset({Kind.GUIDANCE}))["grams_within"].tolist() == [pytest.approx(20)]


def test_a_result_whose_source_is_lost_has_no_dose_and_limits_nothing() -> None:
    rows = results(metal("lead", 1.2, source_found=False), metal("cadmium", 0.1, row=1))
    table = exposure(rows, [10]).set_index("analyte_key")
    assert table["low"].isna().to_dict() == {"lead": True, "cadmium": False}
    assert table.loc["lead", "reason"] == SOURCE_LOST
    daily = daily_amounts(rows, load_pack("USP-2232"), on=date(2026, 11, 1)).set_index("analyte_key")
    assert daily["limiting"].to_dict() == {"lead": False, "cadmium": True}
    assert daily.loc["lead", "note"] == SOURCE_LOST
