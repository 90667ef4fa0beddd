"""Rule packs, doses, ranks and certificates beside each other, asked of the registry."""

from __future__ import annotations

from datetime import date

import pytest

from registry.errors import AssessmentError, NotFound, RulePackError
from registry.model.certificate import Panel
from registry.services import Registry
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
    verdicts = registry.judge("US-UT", product=product, on=None)
    named = verdicts[verdicts["certificate_id"].astype("string").fillna("") != ""]
    assert len(named)
    assert set(named["verdict"].astype(str)) == {"not evaluated"}
    assert named["reason"].astype(str).str.contains("cannot be looked up again").all()
    assert named["p_low"].isna().all()
