"""What people say about a certificate: anybody may, a reviewer reads it first, and nothing that was said is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from registry.errors import NotFound, NotPermitted, RecordError
from registry.model.certificate import State
from registry.services import Proposal, Registry
from tests.builders import draft, read_text
from tests.services.stand_in import REVIEWER, UPLOADER, VENDOR, file_of, publish, subject


@pytest.fixture
def published(registry: Registry) -> str:
    return publish(registry, draft())


@pytest.fixture
def waiting(registry: Registry) -> str:
    """The id of a draft in the queue."""
    return registry.add(file_of(draft()), "leaf.pdf", UPLOADER).certificate_ids[0]


def _shown(registry: Registry, certificate_id: str) -> list[str]:
    return [s.text for s in registry.statements(certificate_id) if s.shown]


def test_a_statement_stands_beside_the_figure_once_a_reviewer_shows_it(registry: Registry, published: str) -> None:
    said = registry.dispute(published, "Acme", "Not our lot.")
    assert (_shown(registry, published), registry.search().rows[0].disputed) == ([], False)
    registry.show_statement(published, said.seq, REVIEWER)
    assert (_shown(registry, published), registry.search().rows[0].disputed) == (["Not our lot."], True)
    assert len(registry.results_frame()) == 1, "the figure stays"
    registry.hide_statement(published, said.seq, REVIEWER, "names a private person")
    assert (_shown(registry, published), registry.search().rows[0].disputed) == ([], False)
    assert [s.text for s in registry.statements(published)] == ["Not our lot."], "nothing that was said is lost"
    assert [e.action for e in registry.history(published)][-3:] == ["dispute", "show", "hide"]
    assert registry.verify().sound


def test_what_a_reviewer_records_for_a_brand_stands_at_once(registry: Registry, published: str) -> None:
    entry = registry.reply(published, "Acme", "The next lot was retested.", sender=REVIEWER)
    assert (entry.actor, entry.payload["by"]) == ("Acme", REVIEWER)
    assert _shown(registry, published) == ["The next lot was retested."]


def test_nobody_becomes_a_reviewer_by_writing_the_name_of_one(registry: Registry, published: str) -> None:
    registry.reply(published, REVIEWER, "All is well.", sender=UPLOADER)
    assert _shown(registry, published) == []


def test_a_statement_may_be_about_one_figure(registry: Registry, published: str) -> None:
    registry.dispute(published, "Acme", "Read as 12.5, the page prints 1.25.", path="results.0.measurements.0")
    assert registry.statements(published)[0].path == "results.0.measurements.0"
    with pytest.raises(RecordError, match="no value"):
        registry.dispute(published, "Acme", "Which one?", path="results.nothing")


@pytest.mark.parametrize("text", ["", "  ", "x" * 4001])
def test_a_statement_has_a_text_of_bounded_length(registry: Registry, published: str, text: str) -> None:
    with pytest.raises(RecordError):
        registry.reply(published, "Acme", text)


JUDGING: list[Callable[[Registry, str, int, str], None]] = [
    lambda registry, certificate, number, who: registry.show_statement(certificate, number, who),
    lambda registry, certificate, number, who: registry.hide_statement(certificate, number, who, "rude"),
]


@pytest.mark.parametrize("judge", JUDGING)
def test_only_a_reviewer_shows_and_hides(registry: Registry, published: str, judge: Callable[[Registry, str, int, str], None]) -> None:
    said = registry.reply(published, "Acme", "We retested it.")
    with pytest.raises(NotPermitted):
        judge(registry, published, said.seq, UPLOADER)
    with pytest.raises(NotFound):
        judge(registry, published, said.seq + 100, REVIEWER)


def test_what_an_uploader_proposes_waits_for_the_reviewer_and_links_nothing(registry_on_both: Registry) -> None:
    (waiting,) = registry_on_both.add(file_of(draft()), "leaf.pdf", UPLOADER).certificate_ids
    assert registry_on_both.proposal(waiting) is None
    registry_on_both.propose(waiting, Proposal(brand="Acme", product="Golden"), UPLOADER)
    registry_on_both.propose(waiting, Proposal(brand="Acme", product="Gold", amount="25"), UPLOADER)
    made = registry_on_both.proposal(waiting)
    assert made is not None
    assert (made.who, made.proposal) == (UPLOADER, Proposal(brand="Acme", product="Gold", amount="25"))
    assert registry_on_both.brands() == ()
    assert registry_on_both.certificate(waiting).subject is None
    assert registry_on_both.verify().sound


def test_a_proposal_says_something_and_is_about_a_draft(registry: Registry, waiting: str) -> None:
    with pytest.raises(RecordError, match="Nothing"):
        registry.propose(waiting, Proposal(), UPLOADER)
    registry.publish(waiting, subject(registry), VENDOR, REVIEWER)
    with pytest.raises(RecordError, match="published"):
        registry.propose(waiting, Proposal(brand="Acme"), UPLOADER)


def test_an_answer_brings_a_draft_back_into_the_queue(registry: Registry, waiting: str) -> None:
    with pytest.raises(RecordError, match="sent back"):
        registry.answer(waiting, UPLOADER, "Here it is.")
    registry.send_back(waiting, REVIEWER, "Which lot is it?")
    assert registry.answer(waiting, UPLOADER, "L-7, as on the pack.").state is State.DRAFT
    assert [(e.action, e.payload["why"]) for e in registry.history(waiting)[-2:]] == [
        ("send-back", "Which lot is it?"),
        ("answer", "L-7, as on the pack."),
    ]


def test_how_to_reach_a_party_is_for_reviewers_alone_and_stands_in_no_journal(registry: Registry, published: str) -> None:
    said = registry.reply(published, "Acme", "The lot was retested.", contact=" quality@acme.example ")
    assert registry.contact(published, said.seq, REVIEWER) == "quality@acme.example"
    with pytest.raises(NotPermitted):
        registry.contact(published, said.seq, UPLOADER)
    assert "acme.example" not in repr(registry.journal(limit=1000))
    registry.show_statement(published, said.seq, REVIEWER)
    assert "acme.example" not in registry.bulk_file("journal", "json").read_text()
    assert registry.verify().sound


def test_a_contact_is_deleted_for_good_and_what_was_said_stays(registry: Registry, published: str) -> None:
    said = registry.dispute(published, "Acme", "Not our lot.", contact="quality@acme.example")
    with pytest.raises(NotPermitted):
        registry.forget_contact(published, said.seq, UPLOADER)
    assert registry.forget_contact(published, said.seq, REVIEWER)
    assert registry.contact(published, said.seq, REVIEWER) is None
    assert not registry.forget_contact(published, said.seq, REVIEWER)
    assert [s.text for s in registry.statements(published)] == ["Not our lot."]
    assert registry.verify().sound


def test_a_contact_of_another_statement_is_not_reached_through_this_certificate(registry: Registry, published: str) -> None:
    other = publish(registry, draft(report_id=read_text("R-2")))
    said = registry.reply(published, "Acme", "The lot was retested.", contact="quality@acme.example")
    with pytest.raises(NotFound):
        registry.contact(other, said.seq, REVIEWER)
    with pytest.raises(RecordError, match="longer than 200"):
        registry.reply(published, "Acme", "Once more.", contact="x" * 201)
    assert len(registry.statements(published)) == 1, "nothing is half kept"


def test_what_waits_for_a_reviewer_is_listed_until_it_is_shown_or_refused(registry: Registry, published: str) -> None:
    one, two = (registry.reply(published, name, "We retested it.").seq for name in ("Acme", "Laboratory"))
    registry.reply(published, "Acme", "For the brand.", sender=REVIEWER)
    assert [said.number for said in registry.waiting_statements()] == [one, two]
    registry.show_statement(published, one, REVIEWER)
    registry.hide_statement(published, two, REVIEWER, "no facts")
    assert registry.waiting_statements() == ()
