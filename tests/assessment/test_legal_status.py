from datetime import date

from registry.assessment.legal_status import LegalState, legal_statuses
from registry.assessment.limits import PartialDate, packs


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
    assert recalled == {"US-AL", "US-AR", "US-IN", "US-VT", "US-WI"}
    assert all(not status.changes for status in legal_statuses() if status.unverified)


def test_a_change_is_known_only_once_its_whole_span_has_passed() -> None:
    ohio = next(status for status in legal_statuses() if status.jurisdiction == "US-OH")
    assert [change.when for change in ohio.known_changes(date(2026, 5, 15))] == ["2025-12-12"]
    assert [change.when for change in ohio.known_changes(date(2026, 6, 1))] == ["2025-12-12", "2026-05"]


def test_the_states_are_those_of_the_source() -> None:
    by_state = {state: sum(status.state is state for status in legal_statuses()) for state in LegalState}
    assert by_state[LegalState.BANNED] == 8
    assert by_state[LegalState.SALE_PROHIBITED] == 1
