import re
from datetime import date

import pytest

from registry.assessment.legal_status import GATHERED, LegalState, Standing, legal_statuses, named_place, statuses_of
from registry.assessment.limits import PartialDate, packs
from registry.errors import NotFound


def test_fifty_four_rows_with_a_source_each() -> None:
    assert len(legal_statuses()) == 54
    assert all(status.source.startswith("http") for status in legal_statuses())


def test_a_row_names_the_rule_pack_of_its_jurisdiction() -> None:
    for status in legal_statuses():
        assert status.pack in ("", status.jurisdiction)
        assert not status.pack or status.pack in packs()
    assert all(
        code in {status.jurisdiction for status in legal_statuses()} for code in packs() if code.startswith("US-") and len(code) == 5
    )


def test_dates_keep_their_precision_and_what_was_recalled_is_marked() -> None:
    changes = [change for status in legal_statuses() for change in status.changes]
    assert {len(change.when) for change in changes} == {4, 7, 10}
    assert all(PartialDate(change.when).first <= PartialDate(change.when).last for change in changes)
    recalled = {status.jurisdiction for status in legal_statuses() if status.unverified}
    assert recalled == {"US-AL", "US-AR", "US-IN", "US-VT", "US-WI", "US-federal"}
    assert all(not status.changes for status in legal_statuses() if status.unverified == "start date")


def test_what_nobody_verified_is_said_in_words_and_never_by_a_mark() -> None:
    federal = statuses_of("US-federal")[0]
    assert "Not verified by us: these notices, against federalregister.gov." in federal.told(date(2026, 11, 1))
    shown = [text for status in legal_statuses() for text in (status.note, status.law, status.kratom_status, *status.told(GATHERED))]
    assert not [text for text in shown if re.search(r"\b(CHECK|TODO|TBD|FIXME)\b", text)]


def test_a_change_is_known_only_once_its_whole_span_has_passed() -> None:
    ohio = next(status for status in legal_statuses() if status.jurisdiction == "US-OH")
    assert [change.when for change in ohio.known_changes(date(2026, 5, 15))] == ["2025-12-12"]
    assert [change.when for change in ohio.known_changes(date(2026, 6, 1))] == ["2025-12-12", "2026-05"]


def test_the_states_are_those_of_the_source() -> None:
    by_state = {state: sum(status.state is state for status in legal_statuses()) for state in LegalState}
    assert by_state[LegalState.BANNED] == 8
    assert by_state[LegalState.SALE_PROHIBITED] == 1


@pytest.mark.parametrize(
    ("place", "on", "standing", "said"),
    [
        ("US-TN", date(2026, 7, 1), Standing.HOLDS, "Recorded from 2026-07-01 on."),
        ("US-TN", date(2026, 6, 30), Standing.EARLIER, "what held on 2026-06-30 is not known here"),
        ("US-CA", date(2026, 1, 15), Standing.UNCLEAR, "on which day is not recorded"),
        ("US-CA", date(2026, 1, 31), Standing.HOLDS, "Recorded from 2026-01 on."),
        ("US-AL", date(2026, 11, 1), Standing.START_UNKNOWN, "Not verified by us: start date."),
        ("US-KY", date(2026, 12, 31), Standing.HOLDS, "After 2026-12-31: 2027-01-01 (sales ban, HB 757, challenged)."),
        ("US-KY", date(2027, 1, 1), Standing.CHANGED, "Changed since it was gathered: 2027-01-01 (sales ban, HB 757, challenged)."),
        ("US-GA", date(2025, 6, 1), Standing.HOLDS, "Changed again by 2025-06-01: 2025-01-01 (HB 181)."),
    ],
)
def test_a_status_is_told_for_a_day_and_says_where_the_record_does_not_reach(place: str, on: date, standing: Standing, said: str) -> None:
    (status,) = statuses_of(place)
    assert status.standing(on) is standing
    assert said in " ".join(status.told(on))


def test_an_order_for_a_time_has_ended_on_its_last_day() -> None:
    order = next(status for status in statuses_of("US-federal") if status.until)
    assert order.about.startswith("Mitragynine pseudoindoxyl, MGM-15 (")
    assert order.standing(date(2028, 8, 25)) is Standing.HOLDS
    assert order.standing(date(2028, 8, 26)) is Standing.ENDED


def test_a_place_is_named_by_its_code_or_its_name_and_any_other_name_is_refused() -> None:
    assert statuses_of("utah") == statuses_of("US-UT") != ()
    assert statuses_of("USP-2232") == ()
    with pytest.raises(NotFound, match="No place on record is called 'Atlantis'"):
        named_place("Atlantis")


def test_every_place_has_a_name_and_a_pack_of_the_same_name() -> None:
    assert all(status.place for status in legal_statuses())
    titles = {status.place: packs()[status.pack].title for status in legal_statuses() if status.pack}
    assert {place for place, title in titles.items() if place != title} == {"California"}  # its pack says whose notices it holds
