"""Rule packs, doses, ranks and certificates beside each other, asked of the registry."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from registry.assessment.verdict_frame import LOT, SAMPLE
from registry.assessment.verdict_parts import NO_RESULT
from registry.errors import AssessmentError, NotFound, RulePackError
from registry.model.certificate import Dates, Panel, ReadDate
from registry.model.draft import Statement, StatementKind
from registry.services import Filters, Registry
from tests.builders import draft, measurement, read_text, result
from tests.services.stand_in import REVIEWER, file_of, publish, subject


def test_a_certificate_is_judged_by_a_rule_pack_in_whatever_state_it_is(registry: Registry) -> None:
    lead = result("Lead", measurement("20", "ppm"), panel=Panel.HEAVY_METALS)
    (waiting,) = registry.add(file_of(draft(lead)), "leaf.pdf", REVIEWER).certificate_ids
    verdicts = registry.judge("US-UT", certificate=waiting, on=None)
    judged = verdicts[verdicts["analyte_key"].astype(str) == "lead"]
    assert set(judged["certificate_id"].dropna()) == {waiting}
    assert set(judged["verdict"].astype(str)) == {"does not conform"}


def test_a_product_is_judged_by_what_is_published_about_it(registry: Registry) -> None:
    about = subject(registry)
    lead = result("Lead", measurement("0.01", "ppm"), panel=Panel.HEAVY_METALS)
    published = publish(registry, draft(lead), about)
    registry.add(file_of(draft(lead, part=2)), "waiting.pdf", REVIEWER)
    verdicts = registry.judge("us-ut", product=about.product, on=None, grams_per_day=5)
    assert set(verdicts["certificate_id"].dropna().astype(str)) - {""} == {published}


def test_a_question_about_nothing_is_refused(registry: Registry) -> None:
    with pytest.raises(RulePackError):
        registry.judge("nowhere", product="x")
    with pytest.raises(NotFound):
        registry.judge("US-UT", product="x")
    with pytest.raises(AssessmentError):
        registry.judge("US-UT")
    assert ("US-UT", "Utah") in registry.rule_packs()


def test_a_dose_has_two_bounds_for_any_number_of_grams(registry: Registry) -> None:
    lead = result("Lead", measurement("1.2", "ppm"), panel=Panel.HEAVY_METALS)
    certificate_id = publish(registry, draft(lead))
    dose = registry.dose([9.6, 12], certificate=certificate_id)
    assert dose[["grams_per_day", "low", "high"]].to_numpy().round(9).tolist() == [[9.6, 11.52, 11.52], [12.0, 14.4, 14.4]]


def test_the_metal_that_limits_the_daily_amount_is_named(registry: Registry) -> None:
    lead = result("Lead", measurement("0.5", "ppm"), panel=Panel.HEAVY_METALS)
    cadmium = result("Cadmium", measurement("0.1", "ppm"), panel=Panel.HEAVY_METALS)
    certificate_id = publish(registry, draft(lead, cadmium))
    table = registry.daily_amounts("USP-2232", certificate=certificate_id, on=date(2026, 11, 1)).set_index("analyte_key")
    # USP <2232>: 5 µg of either a day, so 10 g by the lead and 50 g by the cadmium
    assert table["grams_within"].round(6).to_dict() == {"lead": 10.0, "cadmium": 50.0}
    assert table["limiting"].to_dict() == {"lead": True, "cadmium": False}


def test_a_verdict_extends_to_the_lot_only_where_the_certificate_names_a_sampling_plan(registry: Registry) -> None:
    lead = result("Lead", measurement("0.5", "ppm"), panel=Panel.HEAVY_METALS)

    def scopes(words: str, part: int) -> set[str]:
        planned = draft(lead, part=part, statements=(Statement(kind=StatementKind.SAMPLING, text=words),))
        (waiting,) = registry.add(file_of(planned), "leaf.pdf", REVIEWER).certificate_ids
        verdicts = registry.judge("US-UT", certificate=waiting, on=date(2026, 11, 1))
        return set(verdicts.loc[verdicts["certificate_id"] == waiting, "scope"].astype(str))

    assert scopes("sampled by", 1) == {SAMPLE}
    assert scopes("sampling plan", 2) == {LOT}


def test_the_certificates_that_name_a_sampling_plan_are_found_among_many(registry: Registry) -> None:
    lead = result("Lead", measurement("0.5", "ppm"), panel=Panel.HEAVY_METALS)
    said = {"R-1": (), "R-2": (Statement(kind=StatementKind.SAMPLING, text="sampled by"),),
            "R-3": (Statement(kind=StatementKind.SAMPLING, text="sampling plan AQL 1"),)}  # fmt: skip
    ids = {number: publish(registry, draft(lead, report_id=read_text(number), statements=what)) for number, what in said.items()}
    assert registry.sampling_plans(Filters()) == (ids["R-3"],)
    assert registry.sampling_plans(Filters(certificates=(ids["R-1"],))) == ()
    report = registry.contaminant_report("US-UT", "csv", on=date(2026, 11, 1)).decode()
    assert report.count(LOT) == 1


def test_the_alkaloids_of_a_certificate_have_a_sum_a_share_and_a_ratio(registry: Registry) -> None:
    seven = result("7-Hydroxymitragynine", measurement("0.2", "mg/g"), analyte_key="7oh")
    certificate_id = publish(registry, draft(result("Mitragynine", measurement("15.8", "mg/g")), seven))
    row = registry.composition(certificate=certificate_id).iloc[0]
    # 15.8 + 0.2 = 16; 0.2 / 16 = 1.25 %; 15.8 : 0.2 = 79
    assert [row[name] for name in ("sum_low", "share_high", "ratio_low")] == pytest.approx([16.0, 1.25, 79.0])


def test_results_of_one_analyte_are_summarised_with_their_method(registry: Registry) -> None:
    about = subject(registry)
    for n in range(8):
        publish(registry, draft(result("Mitragynine", measurement(str(10 + n), "mg/g")), report_id=read_text(f"R-{n}"), part=n + 1), about)
    ((acquisition, basis, summary),) = registry.summary("mitragynine")
    assert (acquisition, basis, summary.results) == ("vendor-supplied", "mass_fraction", 8)
    assert summary.mean_low == pytest.approx(13.5)
    assert "Kaplan-Meier" in summary.sentence


def test_the_health_of_a_certificate_holds_what_was_read_and_what_it_lacks(registry: Registry) -> None:
    certificate_id = publish(registry, draft(client=None))
    codes = [finding.code for finding in registry.health(certificate_id, date(2026, 11, 1))]
    assert {"customer-missing", "panel-missing"} <= set(codes)
    assert len(codes) == len(set(codes)) or codes.count("panel-missing") > 1


def test_lots_that_drift_are_told_from_twenty_on(registry: Registry) -> None:
    about = subject(registry)
    for n in range(20):
        day = date(2025, 1, 1) + timedelta(days=n)
        lot = {"report_id": read_text(f"R-{n}"), "lot": read_text(f"L-{n}"), "part": n + 1}
        dated = Dates(reported=ReadDate(text=day.isoformat(), value=day))
        publish(registry, draft(result("Mitragynine", measurement(str(30 - n), "mg/g")), dates=dated, **lot), about)
        told = [finding.code for finding in registry.patterns(about.brand, pack="US-UT")] if n >= 18 else []
        assert told == (["lots-drift"] if n == 19 else [])


def test_what_a_jurisdiction_demands_of_a_certificate_is_checked_on_a_day(registry: Registry) -> None:
    certificate_id = publish(registry, draft())
    demands = registry.demands("US-UT", certificate_id, date(2026, 11, 1))
    assert {check.pack for check in demands} == {"US-UT"}
    assert all(check.reason for check in demands)


def test_a_report_number_used_again_for_another_lot_is_seen(registry: Registry) -> None:
    first = publish(registry, draft(lot=read_text("A")))
    second = publish(registry, draft(result("Mitragynine", measurement("9.1")), lot=read_text("B")))
    publish(registry, draft(report_id=read_text("R-2"), lot=read_text("C")))
    found = [cross for cross in registry.cross_findings() if cross.finding.code == "report-number-reused"]
    assert [(cross.certificate, cross.other) for cross in found] == [(second, first)]
    assert registry.cross_findings(specimen=True) == ()
    assert [cross.finding.code for cross in registry.cross_findings(certificate=first)] == ["report-number-reused"]
    registry.withdraw(second, REVIEWER, "a mistake")
    assert registry.cross_findings(certificate=first) == ()


def test_a_ranking_needs_lots_and_says_so(registry: Registry) -> None:
    registry.load_published()
    ranking = registry.rank(registry.compare("7oh"))
    assert ranking.brands["rank"].isna().all()  # one brand, one lot each
    assert ranking.method


def test_a_published_result_whose_source_cannot_be_looked_up_again_supports_no_verdict(registry: Registry) -> None:
    registry.load_published()
    frame = registry.results_frame()
    assert (~frame["source_found"]).sum() == 7  # rows of data/published/results.csv with source_found "no"
    product = frame.loc[~frame["source_found"] & (frame["product_key"] != ""), "product_key"].iloc[0]
    verdicts = registry.judge("US-GA", product=product, on=None)
    named = verdicts[verdicts["certificate_id"].astype("string").fillna("") != ""]
    tested = named[named["reason"].astype(str) != NO_RESULT]  # what was never tested stays so: no source is missing for it
    assert len(tested)
    assert set(named["verdict"].astype(str)) == {"not evaluated"}
    assert tested["reason"].astype(str).str.contains("cannot be looked up again").all()
    assert named["p_low"].isna().all()
