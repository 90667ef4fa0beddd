"""A comparison as marks, rows and sentences, from frames written by hand."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from dashboards import comparison, judgement, links, passport, words
from dashboards.components import interval_plot
from registry.assessment import verdict_parts
from registry.assessment.columns import CLAIMS, LABEL_LOTS, RESULTS
from registry.assessment.conformity import Decision
from registry.assessment.judging import judge
from registry.assessment.label import REFUSALS, compare_labels
from registry.assessment.limits import load_pack
from registry.assessment.tolerance import tolerance_named
from registry.assessment.verdict_frame import LOT
from tests.dashboards.frames import DAY, frame, result


def _claim(**given: Any) -> dict[str, Any]:
    """30 mg of mitragynine per serving."""
    return {
        "claim_key": "c1", "brand_key": "heron", "brand": "Heron", "product_key": "green", "product": "Green Powder",
        "analyte_key": "mitragynine", "state": "claimed", "amount": 30.0, "unit": "mg", "basis": "per_serving", "canonical_amount": 30.0,
        "source_url": "https://example.org/l", **given,
    }  # fmt: skip


def _compared(results: pd.DataFrame, claims: pd.DataFrame) -> Any:
    return compare_labels(results, claims, analyte="mitragynine", tolerance=tolerance_named("90-110"), decision=Decision())


def test_a_mark_stands_at_its_share_of_the_claim_and_leads_to_its_value() -> None:
    results, claims = frame(RESULTS, result()), frame(CLAIMS, _claim())
    (mark,) = comparison.label_marks(_compared(results, claims).lots)
    assert mark.low == pytest.approx(98.8)  # 2 g × 14.82 mg/g of 30 mg
    assert mark.exact
    assert mark.address == links.certificate("aa-1", row=0)
    assert "29.6" in mark.said


def test_a_printed_uncertainty_is_a_whisker_of_twice_its_standard_uncertainty() -> None:
    results, claims = frame(RESULTS, result(u=1.482, u_source="printed U, k = 2")), frame(CLAIMS, _claim())
    (mark,) = comparison.label_marks(_compared(results, claims).lots)
    assert mark.whisker == pytest.approx((98.8 * 0.8, 98.8 * 1.2))


def test_a_non_detect_is_drawn_as_a_bound_and_said_as_one() -> None:
    results, claims = frame(RESULTS, result(text="ND", qualifier="nd", value=math.nan, low=0.0, high=1.5)), frame(CLAIMS, _claim())
    lots = _compared(results, claims).lots
    (mark,) = comparison.label_marks(lots)
    assert (mark.low, mark.high) == pytest.approx((0, 10))
    assert not mark.exact
    assert "below 10" in str(comparison.label_rows(lots)[0].cells[3])


def test_every_claim_is_counted_once_with_the_reason_why_it_is_not_compared() -> None:
    claims = frame(
        CLAIMS,
        _claim(),
        _claim(claim_key="c2", product_key="red", basis="unknown", canonical_amount=math.nan),
        _claim(claim_key="c3", product_key="white"),
        _claim(claim_key="c4", product_key="gold", state="no-claim", amount=math.nan, canonical_amount=math.nan),
        _claim(claim_key="c5", product_key="gold", analyte_key="not_specified"),
    )
    met, reasons = comparison.claims_refused(claims, {"mitragynine": _compared(frame(RESULTS, result()), claims)})
    assert met == 1
    assert reasons == {REFUSALS[code]: 1 for code in ("claim-basis", "no-measurement", "no-claim", "claim-analyte")}


def test_means_and_unnamed_samples_are_not_drawn_as_products() -> None:
    results = frame(RESULTS, result(), result(granularity="brand range"), result(product_key=""), result(low=math.nan, high=math.nan))
    assert len(comparison.singles(results)) == 1
    assert comparison.bases(comparison.singles(results)) == ["mass_fraction"]


def test_singles_of_one_analyte_are_those_of_no_other() -> None:
    results = frame(RESULTS, result(), result(row=1, analyte_key="7-hydroxymitragynine"))
    assert list(comparison.singles(results, "7-hydroxymitragynine")["row"]) == [1]


def test_what_is_printed_stands_beside_what_was_crossed() -> None:
    row = comparison.label_rows(_compared(frame(RESULTS, result()), frame(CLAIMS, _claim())).lots)[0]
    assert "14.82 mg/g" in str(row.cells[2])
    assert "29.64" in str(row.cells[2])


def test_the_frames_of_the_comparison_are_those_the_views_read() -> None:
    lots = _compared(frame(RESULTS), frame(CLAIMS)).lots
    assert list(lots.columns) == list(LABEL_LOTS)
    assert comparison.label_rows(lots) == ()


def _plotted(*marks: interval_plot.Mark, band: tuple[float, float] | None = None) -> str:
    return str(interval_plot.plot(marks, "% of the claim", "Four results", band))


@pytest.mark.parametrize(
    ("mark", "shape", "places"),
    [
        # the axis ends at 1.08 times the largest number of the plot, which is the claim of 100
        (interval_plot.Mark("", 54, 54, "a", "", 100), "number", "--x:50.00%"),
        (interval_plot.Mark("", 54, 54, "a", "", 100, (27, 81)), "number", "--x:50.00%;--from:25.00%;--to:calc(100% - 75.00%)"),
        (interval_plot.Mark("", 0, 27, "a", "", 100), "below", "--x:25.00%;--from:0.00%;--to:calc(100% - 25.00%)"),
        (interval_plot.Mark("", 27, math.inf, "a", "", 100), "above", "--x:98.50%;--from:25.00%;--to:calc(100% - 98.50%)"),
        (interval_plot.Mark("", 27, 81, "a", "", 100), "range", "--x:50.00%;--from:25.00%;--to:calc(100% - 75.00%)"),
    ],
)
def test_each_kind_of_statement_has_a_shape_of_its_own_at_its_place(mark: interval_plot.Mark, shape: str, places: str) -> None:
    drawn = _plotted(mark)
    assert f"kr-at-{shape}" in drawn
    assert f'style="{places};--claim:92.59%"' in drawn


def test_every_mark_of_a_plot_is_a_link_to_its_evidence_that_says_what_it_shows() -> None:
    drawn = _plotted(
        interval_plot.Mark("Otter <Red>", 0, 12, "certificate?id=2&row=1", "Otter <Red>: below 12 %", 100), band=(90, math.inf)
    )
    assert 'href="certificate?id=2&amp;row=1"' in drawn
    assert 'aria-label="Otter &lt;Red&gt;: below 12 %"' in drawn
    assert 'role="group" aria-label="Four results"' in drawn
    assert "<Red>" not in drawn


def test_a_band_without_an_upper_end_runs_to_the_edge() -> None:
    assert 'style="left:83.33%;right:calc(100% - 100.00%)"' in _plotted(interval_plot.Mark("", 0, 100, "a", "", 100), band=(90, math.inf))


def test_a_plot_of_nothing_and_of_zeros_has_an_axis() -> None:
    for marks in ((), (interval_plot.Mark("zero", 0, 0, "certificate?id=1", "0"),)):
        assert "<small>1.0</small>" in _plotted(*marks)


# --- under a rule pack -------------------------------------------------------------------------------


def _judged(*rows: dict[str, Any]) -> pd.DataFrame:
    return judge(frame(RESULTS, *rows), load_pack("US-UT"), on=DAY.date())


def _lead(**given: Any) -> dict[str, Any]:
    """0.61 µg/g of lead; Utah allows less than 1.2 ppm."""
    metal = {
        "panel": "heavy_metals",
        "analyte_key": "lead",
        "analyte": "Lead",
        "text": "0.61",
        "unit": "µg/g",
        "low": 6.1e-4,
        "high": 6.1e-4,
    }
    return result(**{**metal, **given})


def test_a_verdict_stands_with_its_rule_its_source_and_its_value() -> None:
    (row,) = judgement.rows(verdict_parts.judged(_judged(_lead())), frame(RESULTS, _lead()))
    said = " ".join(str(cell) for cell in row.cells)
    limit = "&lt;\u00a01.2\u00a0ppm"
    for part in ("Utah Admin Code", "https://", "0.61", "mg/kg", "0.61 µg/g", limit, "Conforms", "Horwitz", "certificate?id=aa-1"):
        assert part in said


def test_a_verdict_names_its_analyte_in_one_language() -> None:
    (row,) = judgement.rows(verdict_parts.judged(_judged(_lead(analyte="olovo"))), frame(RESULTS, _lead(analyte="olovo")))
    assert "Lead" in str(row.cells[0])
    assert "olovo" not in str(row.cells[0])


def test_a_limit_per_day_names_the_species_it_is_for_and_compares_a_dose_with_the_digits_printed() -> None:
    arsenic = _lead(analyte="Arsenic", analyte_key="arsenic", text="0.22", low=2.2e-4, high=2.2e-4)
    met = verdict_parts.judged(judge(frame(RESULTS, arsenic), load_pack("USP-2232"), on=DAY.date(), grams_per_day=9.6))
    (row,) = judgement.rows(met, frame(RESULTS, arsenic))
    assert "2.1 µg/day" in str(row.cells[1])
    assert "for inorganic arsenic<" in str(row.cells[2])
    assert "at 9.6 g a day" in str(row.cells[2])


def test_a_value_of_a_lot_has_its_known_name_and_the_printed_one_under_it() -> None:
    known, strange = passport.rows(frame(RESULTS, _lead(analyte="olovo"), _lead(analyte="Unheard-of", analyte_key="", row=1)))
    assert "Lead" in str(known.cells[0])
    assert "printed olovo" in str(known.cells[0])
    assert "Unheard-of" in str(strange.cells[0])
    assert "printed" not in str(strange.cells[0])


@pytest.mark.parametrize(
    ("limit", "said"), [("2,5", "2,5 µg/g"), ("≤ 3", "≤ 3 µg/g"), ("NMT 0.5 ppm", "NMT 0.5 ppm"), ("Absent", "Absent"), ("", "–")]
)
def test_a_bare_limit_of_a_lot_is_told_in_the_unit_of_its_row(limit: str, said: str) -> None:
    (row,) = passport.rows(frame(RESULTS, _lead(limit_text=limit)))
    assert row.cells[2] == said


def test_the_gravest_verdict_comes_first() -> None:
    met = verdict_parts.judged(_judged(_lead(), _lead(analyte_key="cadmium", analyte="Cadmium", text="9", low=9e-3, high=9e-3)))
    assert str(met["verdict"].iloc[0]) == "does not conform"
    assert judgement.headline(met) == "Does not conform"


def test_what_one_of_two_certificates_tested_is_not_called_untested() -> None:
    frame = _judged(_lead(), _lead(certificate_id="bb-1", analyte_key="mercury", analyte="Mercury"))
    names = " ".join(judgement.untested_names(verdict_parts.untested(frame)))
    assert "Lead" not in names
    assert "Salmonella" in names


def test_a_rule_that_judges_nothing_says_why() -> None:
    shown = judgement.silent_rows(verdict_parts.silent(_judged(_lead())))
    assert any("A requirement that no measured value shows" in str(row.cells[2]) for row in shown)
    assert all(row.cells[2] for row in shown)


def test_the_map_tells_tested_from_never_tested() -> None:
    results = frame(RESULTS, _lead(), result())
    met = verdict_parts.judged(judge(results, load_pack("US-UT"), on=DAY.date(), list_missing=False))
    columns, rows = judgement.coverage(
        {"red": "A Red Powder", "green": "Green Powder"}, results, judgement.gravest(met), "US-UT", specimen=False
    )
    tested, never = ([str(cell) for cell in row.cells] for row in rows)
    cells = dict(zip([c.title for c in columns], tested, strict=True))
    assert "Conforms" in cells["Heavy metals"]
    assert "1 lot" in cells["Heavy metals"]
    assert "Tested, no limit" in cells["Potency"]
    assert "Not tested" in cells["Pesticides"]
    assert "A Red Powder" in never[0], "a product nobody tested has its row, after those that were tested"
    assert all("Not tested" in cell for cell in never[1:])


def test_the_map_holds_the_gravest_verdict_of_each_panel_of_a_product() -> None:
    met = verdict_parts.judged(_judged(_lead(), _lead(row=1, text="9", low=9e-3, high=9e-3)))
    assert judgement.gravest(met)["green", "heavy_metals"] == "does not conform"


@pytest.mark.parametrize(
    ("key", "said"), [("tamc", "Total aerobic microbial count"), ("e-coli", "Escherichia coli"), ("total_alkaloids", "Total alkaloids")]
)
def test_analytes_are_called_by_their_names(key: str, said: str) -> None:
    assert words.analyte_name(key).startswith(said)


def test_a_demand_reads_as_people_write_it() -> None:
    assert words.demand("mitragynine, 7oh, lot") == "mitragynine, 7-OH, lot"
    assert words.demand("<= 10000000 CFU/g") == "≤\u00a010\u202f000\u202f000\u00a0CFU/g"


def test_a_table_of_verdicts_says_which_are_about_the_lot_too() -> None:
    met = verdict_parts.judged(_judged(_lead()))
    assert judgement.scope(met) == ""
    of_lot = met.assign(scope=LOT)
    assert judgement.scope(of_lot) == "The certificate names a sampling plan: each verdict is about the lot too."
    both = pd.concat([met.assign(lot="L-1"), of_lot.assign(lot="L-2")])
    assert judgement.scope(both).endswith("its verdicts are about the lot too: lot L-2.")
