"""What product, brand and laboratory pages say: figures over lots, time, claims in force, and what was noticed."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from dashboards import subjects
from dashboards.components import axis, trend_plot
from dashboards.views import certificate_rows
from registry.assessment.columns import CLAIMS, LABEL_FIGURES, RESULTS
from registry.model.certificate import AcquisitionKind, State
from registry.model.evidence import Source
from registry.model.findings import Finding
from registry.model.product import Form, LabelClaim
from registry.model.units import Basis
from registry.services import SearchRow
from tests.dashboards.frames import frame, result


def _figures(**given: Any) -> pd.DataFrame:
    """Six lots at 90.5 % of the claim, 77.8 to 103, spread 12 points between lots and 1.8 within."""
    known = {"acquisition": "research", "product_key": "green", "product": "Green", "lots": 6, "mean_low": 0.905, "mean_high": 0.905}
    interval = {"interval_low": 0.778, "interval_high": 1.03, "next_low": 0.569, "next_high": 1.24, "sd_lots": 0.12, "sd_within": 0.018}
    return frame(LABEL_FIGURES, {**known, **interval, "settled": "not settled", "lots_needed": 1988, "unit": "mg/serving", **given})


def test_a_figure_stands_with_its_interval_its_spread_and_the_lots_that_would_settle_it() -> None:
    (row,) = subjects.figure_rows(_figures(), "Mitragynine")
    assert row.cells[:5] == ("Mitragynine", "6", "90.5 (77.8 – 103)", "56.9 – 124", "12 / 1.8")
    assert "about 2\u202f000 lots in all would settle it" in str(row.cells[5])


def test_a_product_known_from_one_lot_has_a_mean_and_neither_interval_nor_spread() -> None:
    none = dict.fromkeys(("interval_low", "interval_high", "next_low", "next_high", "sd_lots", "sd_within"), math.nan)
    (row,) = subjects.figure_rows(_figures(lots=1, lots_needed=pd.NA, **none), "Mitragynine")
    assert row.cells[2:5] == ("90.5", "–", "– / –")


def test_results_without_a_date_are_not_drawn_over_time() -> None:
    results = frame(RESULTS, result(), result(reported=pd.NaT), result(reported=pd.Timestamp("2025-01-01"), low=0.0, high=2.0, lot=""))
    first, second = subjects.points(results, "mg/g")
    assert (first.day, first.low, first.high) == (date(2025, 1, 1), 0.0, 2.0)
    assert "no lot printed" in first.said
    assert second.address == "certificate?id=aa-1&value=results.0"


def _claim(key: str, amount: str, seen_on: date | None, basis: Basis = Basis.MASS_FRACTION) -> LabelClaim:
    stated = {"product": "green", "analyte": "mitragynine", "amount": Decimal(amount), "unit": "mg/g", "basis": basis}
    return LabelClaim(key=key, seen_on=seen_on, source=Source(url="https://example.org/l"), **stated)


def test_a_claim_holds_from_the_day_it_was_seen_to_the_next() -> None:
    points = subjects.points(frame(RESULTS, result(reported=pd.Timestamp("2025-01-01")), result()), "mg/g")
    claims = (_claim("c1", "12", None), _claim("c2", "14", date(2025, 6, 1)), _claim("c3", "30", None, Basis.PER_SERVING))
    amounts = frame(CLAIMS, *({"claim_key": c.key, "canonical_amount": float(c.amount or 0)} for c in claims))
    lines = subjects.claim_lines(claims, amounts, "mitragynine", "mass_fraction", points)
    spans = [(line.since, line.until, line.amount) for line in lines]
    assert spans == [(date(2025, 1, 1), date(2025, 6, 1), 12.0), (date(2025, 6, 1), date(2026, 3, 17), 14.0)]
    assert subjects.claim_lines(claims, amounts, "mitragynine", "mass_fraction", ()) == ()


def test_a_date_that_is_still_to_come_is_not_drawn_over_time() -> None:
    days = (date(2026, 3, 17), None, date(2099, 6, 11), date(2025, 1, 1))
    results = frame(RESULTS, *(result(row=n, reported=day and pd.Timestamp(day)) for n, day in enumerate(days)))
    assert [point.day for point in subjects.points(results, "mg/g")] == [date(2025, 1, 1), date(2026, 3, 17)]
    assert [dot.day for dot in subjects.dots(results)] == [date(2025, 1, 1), date(2026, 3, 17)]


def test_a_plot_over_time_shows_every_kind_of_statement_on_its_day_and_what_the_label_said() -> None:
    kinds = [(5.0, 5.0, (4.0, 6.0)), (0.0, 2.0, None), (0.0, math.inf, None), (3.0, 4.0, None)]
    points = [trend_plot.Point(date(2026, 1, n + 1), low, high, f"certificate?id={n}", "said", u) for n, (low, high, u) in enumerate(kinds)]
    drawn = str(trend_plot.plot(points[::-1], [trend_plot.Claim(date(2026, 1, 1), date(2026, 1, 4), 5.0)], "mg/g", "Four results"))
    # four days with a day of room on each side; the axis ends at 1.1 times 6
    at = [("number", 20, 5.0), ("below", 40, 2.0), ("above", 60, 6.6 * 0.985), ("range", 80, 3.5)]
    parts = drawn.split("<li ")[1:]
    for part, n, (shape, x, y) in zip(parts, range(4), at, strict=True):
        assert f"kr-at-{shape}" in part
        assert f"--x:{x:.2f}%;--y:{100 * y / 6.6:.2f}%" in part
        assert f"certificate?id={n}" in part
    assert "left:20.00%;right:20.00%;bottom:75.76%" in drawn
    assert "2025-12-31" in drawn
    assert "2026-01-05" in drawn


@pytest.mark.parametrize(
    ("last", "named"),
    [
        (date(2025, 4, 20), ["Feb 2025", "Mar 2025", "Apr 2025"]),
        (date(2026, 3, 1), ["Apr 2025", "Jul 2025", "Oct 2025", "Jan 2026"]),
        (date(2034, 3, 1), ["Jan 2026", "Jan 2028", "Jan 2030", "Jan 2032", "Jan 2034"]),
    ],
)
def test_a_stretch_of_time_is_named_by_a_few_months_at_even_distances(last: date, named: list[str]) -> None:
    points = [trend_plot.Point(day, 1.0, 1.0, "certificate?id=a", "said") for day in (date(2025, 1, 20), last)]
    drawn = str(trend_plot.plot(points, [], "mg/g", "Two results"))
    assert re.findall(r"<small>(\w{3} \d{4})</small>", drawn) == named


@pytest.mark.parametrize(
    ("top", "written"),
    [
        (118.8, ["0", "20", "40", "60", "80", "100"]),
        (1.08, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (14.0, ["0.0", "2.5", "5.0", "7.5", "10.0", "12.5"]),
        (0.03, ["0.000", "0.005", "0.010", "0.015", "0.020", "0.025", "0.030"]),
        (12_345.0, ["0", "2,500", "5,000", "7,500", "10,000"]),
    ],
)
def test_an_axis_is_written_in_round_numbers_of_equal_digits(top: float, written: list[str]) -> None:
    places = axis.ticks(top)
    assert [said for _, said in places] == written
    assert all(place == pytest.approx(100 * float(said.replace(",", "")) / top) for place, said in places)


def _row(key: str) -> SearchRow:
    named = dict.fromkeys(("brand_key", "brand", "product_key", "product", "lot", "laboratory", "grade"), "")
    return SearchRow(
        certificate_id=key, state=State.PUBLISHED, specimen=False, acquisition=AcquisitionKind.RESEARCH, form=Form.POWDER, reported=None,
        report_id=f"R-{key}", overall_status=None, panels=(), results=1, has_file=False, disputed=False, **named,
    )  # fmt: skip


def test_a_kind_of_finding_is_said_once_with_the_certificates_that_carry_it() -> None:
    found = {"a": (Finding(code="customer-missing"), Finding(code="customer-missing")), "b": (Finding(code="customer-missing"),)}
    said = subjects.noticed_list(found, [_row("a"), _row("b"), _row("c")])
    assert said.count("<li") == 1
    assert "2 of 3 certificates" in said
    assert 'href="certificate?id=a"' in said


def test_certificates_of_one_report_are_told_apart_by_their_lots() -> None:
    rows = [replace(_row(key), report_id="R-1", lot=f"L-{key}") for key in ("a", "b")]
    said = subjects.noticed_list({key: (Finding(code="customer-missing"),) for key in ("a", "b")}, rows)
    assert [f">R-1, lot L-{key}</a>" in said for key in ("a", "b")] == [True, True]


def test_a_certificate_names_its_panels_in_the_order_of_certificates_and_what_is_left_over_last() -> None:
    (row,) = certificate_rows((replace(_row("a"), panels=("heavy_metals", "other", "potency")),))
    assert "Potency, Heavy metals, Other" in str(row.cells[4])


def test_where_nobody_answered_the_way_to_answer_is_told() -> None:
    assert "Nobody has disputed or answered" in subjects.answers((), 1, specimen=False)


def test_what_is_gathered_from_the_newest_certificates_alone_says_so() -> None:
    assert subjects.looked_into(40) == ""
    assert subjects.looked_into(123) == "Gathered from the 40 newest of 123 certificates."
    assert "the 40 newest of 123 certificates" in subjects.answers((), 123, specimen=False)


def test_what_is_on_other_pages_of_a_table_stands_faintly_behind_without_links_of_its_own() -> None:
    points = [trend_plot.Point(date(2026, 1, 5), 1.0, 1.0, "certificate?id=a", "said")]
    others = [trend_plot.Dot(date(2026, 1, 1), 2.0, 2.0), trend_plot.Dot(date(2026, 1, 9), 0.0, 4.0)]
    drawn = str(trend_plot.plot(points, [], "mg/g", "Three results", others))
    assert drawn.count("<a ") == 1
    assert drawn.count("kr-faint") == 1
    alone = str(trend_plot.plot(points, [], "mg/g", "One result"))
    assert "kr-faint" not in alone
    assert "--y:90.91%" in alone  # 1 of an axis that ends at 1.1
    assert "--y:22.73%" in drawn  # 1 of one that ends at 4.4: the others have their room
