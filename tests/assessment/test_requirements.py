from datetime import date

import pytest

from registry.assessment.limits import DEMANDS, InForce, load_pack, packs
from registry.assessment.requirements import Answer, check_demands
from registry.model.certificate import AuthenticityFacts, Dates, DraftCertificate, Panel, ReadDate
from tests.builders import draft, read_text, result

DAY = date(2026, 11, 1)


def utah(certificate: DraftCertificate, on: date = DAY) -> dict[str, Answer]:
    return {check.demand: check.answer for check in check_demands(certificate, load_pack("US-UT"), on)}


def completed_on(year: int, month: int, day: int) -> Dates:
    return Dates(completed=ReadDate(text=f"{year}-{month}-{day}", value=date(year, month, day)))


WHOLE = draft(
    result("Mitragynine", analyte_key="mitragynine", method="HPLC"),
    result("7-OH", analyte_key="7oh", method="HPLC"),
    result("Lead", analyte_key="lead", panel=Panel.HEAVY_METALS, method="ICP-MS"),
    result("TAMC", analyte_key="tamc", panel=Panel.MICROBIALS, method="USP <2021>"),
    result("Foreign matter", analyte_key=None, panel=Panel.FOREIGN_MATTER, method="visual"),
    client=read_text("A processor, Salt Lake City"),
    accreditation=read_text("ISO/IEC 17025:2017, PJLA 1"),
    dates=completed_on(2026, 9, 1),
    authenticity=AuthenticityFacts(page_hashes=("00",), image_hashes=("11",)),
)


def test_a_whole_certificate_meets_what_can_be_read_and_leaves_the_rest_to_a_person() -> None:
    answers = utah(WHOLE)
    seen = {"product photo", "customer address", "laboratory address", "accreditation"}
    assert {demand for demand, answer in answers.items() if answer is Answer.CANNOT_TELL} == seen
    assert Answer.NOT_MET not in answers.values()


def test_a_bare_certificate_meets_little() -> None:
    bare = draft(result(), lot=None, client=None, authenticity=AuthenticityFacts(page_hashes=("00",)))
    answers = utah(bare)
    for demand in (
        "7oh",
        "lot",
        "completion date",
        "method of each test",
        "product photo",
        "customer address",
        "accreditation",
        "heavy metals",
    ):
        assert answers[demand] is Answer.NOT_MET, demand
    assert answers["mitragynine"] is Answer.MET


@pytest.mark.parametrize(
    ("dates", "answer"),
    [
        (completed_on(2026, 5, 1), Answer.MET),
        (completed_on(2026, 4, 30), Answer.NOT_MET),
        (completed_on(2026, 11, 2), Answer.CANNOT_TELL),
        (Dates(), Answer.CANNOT_TELL),
    ],
)
def test_six_months_from_the_completion_of_the_tests(dates: Dates, answer: Answer) -> None:
    assert utah(draft(result(), dates=dates))["age up to 6 months"] is answer


def test_an_undated_demand_is_shown_and_decides_nothing() -> None:
    checks = check_demands(WHOLE, load_pack("US-UT"), DAY)
    by_state = {check.demand: (check.state, check.decides) for check in checks}
    assert by_state["age up to 6 months"] == (InForce.UNDATED, False)
    assert by_state["lot"] == (InForce.YES, True)
    assert not any(check.decides for check in check_demands(WHOLE, load_pack("US-UT"), date(2020, 1, 1)))


def test_every_demand_of_every_pack_has_a_check() -> None:
    checks = [check for pack in packs().values() for check in check_demands(WHOLE, pack, DAY)]
    assert {check.demand for check in checks} <= DEMANDS
    assert len(checks) >= 17
    assert all(check.reason and check.cite for check in checks)
