"""The journal as anybody may read it: every entry and its hashes, nothing that no reviewer has accepted, no key to anything."""

from __future__ import annotations

import csv
import json

import pytest

from registry.services import JournalEntry, Proposal, Registry
from tests.builders import draft
from tests.services.stand_in import REVIEWER, UPLOADER, file_of, publish

LIBEL = "Everybody there is a crook."


@pytest.fixture
def published(registry: Registry) -> str:
    return publish(registry, draft())


def _public(registry: Registry) -> tuple[JournalEntry, ...]:
    return registry.public_journal(limit=1000, newest_first=False)


def _exported(registry: Registry) -> list[dict[str, str]]:
    return list(csv.DictReader(registry.bulk_file("journal", "csv").read_text().splitlines()))


def test_every_entry_is_there_and_follows_the_one_before(registry: Registry, published: str) -> None:
    registry.dispute(published, "Rival", LIBEL)
    rows = _exported(registry)
    assert [row["hash"] for row in rows] == [entry.hash for entry in registry.journal(limit=1000, newest_first=False)]
    assert [row["prev"] for row in rows[1:]] == [row["hash"] for row in rows[:-1]]


def test_a_statement_is_for_nobody_until_a_reviewer_accepts_it_and_again_when_it_is_hidden(registry: Registry, published: str) -> None:
    said = registry.dispute(published, "Rival Incorporated", LIBEL)
    text = registry.bulk_file("journal", "json").read_text()
    assert LIBEL not in text
    assert "Rival" not in text
    assert _exported(registry)[said.seq - 1]["withheld"] == "True"
    registry.show_statement(published, said.seq, REVIEWER)
    heard = _exported(registry)[said.seq - 1]
    assert (heard["actor"], json.loads(heard["payload"])["text"]) == ("Rival Incorporated", LIBEL)
    registry.hide_statement(published, said.seq, REVIEWER, "no facts")
    assert LIBEL not in registry.bulk_file("journal", "json").read_text()


def test_what_was_proposed_and_how_a_file_was_called_is_not_for_everybody(registry: Registry) -> None:
    (waiting,) = registry.add(file_of(draft()), "Jane Doe, private.pdf", UPLOADER).certificate_ids
    registry.propose(waiting, Proposal(brand="Jane's Brand"), UPLOADER)
    registry.correct(waiting, "lot", "JANE-1", REVIEWER)
    text = registry.bulk_file("journal", "json").read_text()
    assert "Jane" not in text
    assert "JANE-1" not in text, "a draft is not published"


def test_a_correction_of_what_is_published_is_for_everybody(registry: Registry, published: str) -> None:
    registry.correct(published, "lot", "L-7", REVIEWER, "as printed below")
    entry = _public(registry)[-1]
    assert (entry.payload["before"], entry.payload["after"], entry.payload["why"]) == ("L-1", "L-7", "as printed below")


def test_nothing_in_the_journal_opens_a_batch(registry: Registry) -> None:
    key = registry.start_batch([(file_of(draft()), "a.pdf")], UPLOADER)
    assert key not in "".join(f"{entry.subject} {entry.payload}" for entry in registry.journal(limit=1000))
    entry = next(entry for entry in _public(registry) if entry.action == "upload")
    assert entry.payload == {}
    for stolen in (entry.subject, entry.subject.partition(":")[2]):
        with pytest.raises(Exception, match="No upload has the address"):
            registry.batch(stolen)


def test_a_batch_of_an_earlier_version_opens_by_its_address_and_its_key_is_shown_to_nobody(registry: Registry) -> None:
    with registry._store.write(UPLOADER) as writer:
        writer._enter("batch:0123456789abcdef", "upload", {"files": [], "specimen": False})
    assert registry.batch("0123456789abcdef").files == ()
    assert "0123456789abcdef" not in registry.bulk_file("journal", "json").read_text()
