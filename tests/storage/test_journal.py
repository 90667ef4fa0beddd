"""The journal: whatever changes behind the registry's back is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from registry.model.evidence import Source
from registry.model.product import LabelClaim
from registry.storage import journal
from registry.storage.database import Database
from registry.storage.encoding import digest
from registry.storage.journal import GENESIS
from registry.storage.store import Store
from tests.builders import certificate
from tests.storage.kept import REVIEWER, publish, subject


@pytest.fixture
def published(store: Store) -> str:
    """The id of a published certificate whose file is really stored; a claim stands beside it."""
    content = b"a"
    store.files.put(content)
    certificate_id = publish(store, certificate()).id
    with store.write(REVIEWER) as writer:
        product = writer.products(None, specimen=False)[0]
        writer.put_claim(LabelClaim(key="claim-1", product=product.key, analyte="7oh", source=Source(url="https://shop.example")))
    return certificate_id


def change(database_url: str, statement: str) -> None:
    """What somebody does who has the database's password and not the registry's manners."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_an_untouched_registry_verifies(store: Store, published: str) -> None:
    verification = store.verify()
    assert verification.problems == ()
    assert (verification.sound, verification.files, verification.certificates, verification.entries) == (True, 1, 1, 7)
    assert store.verify(verification.head).sound


def test_an_empty_registry_verifies(store: Store) -> None:
    assert store.verify().head == GENESIS
    assert store.verify(GENESIS).sound


RECORD = "what was read or decided changed"
ROWS = "its rows for lists and figures changed"
TAMPERED = [
    ("UPDATE journal SET actor = 'nobody' WHERE seq = 3", "Journal entry 3 (create lot:acme/gold powder/L-1): its content has changed"),
    ("UPDATE journal SET payload = replace(payload, 'vendor', 'wendor') WHERE action = 'publish'", "Journal entry 6 (publish"),
    ("UPDATE journal SET at = '2020-01-01T00:00:00+00:00' WHERE seq = 1", "Journal entry 1"),
    ("UPDATE journal SET payload = 'no JSON' WHERE seq = 2", "Journal entry 2"),
    ("DELETE FROM journal WHERE seq = 2", "Journal entry 2: missing"),
    ("DELETE FROM journal WHERE seq = 7", "its head names entry 7, the last entry there is 6"),
    ("UPDATE observations SET draft = replace(draft, '12.5', '12.6')", RECORD),
    ("UPDATE certificates SET state = 'withdrawn'", RECORD),
    ("UPDATE certificates SET acquisition = replace(acquisition, 'vendor-supplied', 'retail-bought')", RECORD),
    ("UPDATE results SET low = 99", ROWS),
    ("UPDATE results SET text = '99'", ROWS),
    ("DELETE FROM results", ROWS),
    ("UPDATE certificates SET reported = '2026-09-09'", ROWS),
    ("UPDATE laboratories SET name = 'Another'", ROWS),
    ("UPDATE brands SET name = 'Other'", "Brand acme: its record changed"),
    ("UPDATE products SET record = replace(record, 'powder', 'liquid')", "Product acme/gold powder: its record changed"),
    ("UPDATE claims SET seen_on = '2020-01-01'", "Claim claim-1: its record changed"),
    ("DELETE FROM claims", "Claim claim-1: recorded in the journal, and no longer there"),
    ("UPDATE files SET name = 'another.pdf'", "its record changed"),
    ("INSERT INTO brands VALUES ('new', 'New', 'new', false, '{}')", "Brand new: there, and never recorded"),
]


@pytest.mark.parametrize(("statement", "named"), TAMPERED)
def test_a_change_behind_the_journal_is_named(store: Store, published: str, database_url: str, statement: str, named: str) -> None:
    change(database_url, statement)
    problems = store.verify().problems
    assert any(named in problem for problem in problems), problems


def test_a_changed_byte_in_a_stored_file_is_named(store: Store, published: str) -> None:
    (name,) = store.files.names()
    (store.files.root / name[:2] / name[2:]).write_bytes(b"b")
    assert store.verify().problems == (f"File {name}: its bytes have changed since it was added.",)


def test_a_missing_file_is_named(store: Store, published: str) -> None:
    (name,) = store.files.names()
    (store.files.root / name[:2] / name[2:]).unlink()
    assert store.verify().problems == (f"File {name}: missing from the folder of files.",)


def rebuild(database: Database) -> None:
    """Writes the whole chain anew with another actor: each entry is sound, and the head is another one."""
    with database.writing() as connection:
        entries = connection.execute(text("SELECT * FROM journal ORDER BY seq")).mappings().all()
        prev = GENESIS
        for entry in entries:
            row = {**entry, "actor": "nobody", "prev": prev}
            prev = digest([row[name] for name in ("seq", "at", "actor", "action", "subject", "payload", "prev")])
            connection.execute(
                text("UPDATE journal SET actor = 'nobody', prev = :prev, hash = :hash WHERE seq = :seq"), {**row, "hash": prev}
            )
        connection.execute(text("UPDATE journal_head SET hash = :hash"), {"hash": prev})


def cut_off(database: Database) -> None:
    """Takes the last entry away, and mends the head."""
    with database.writing() as connection:
        connection.execute(text("DELETE FROM claims"))
        connection.execute(text("DELETE FROM journal WHERE seq = 7"))
        connection.execute(text("UPDATE journal_head SET seq = 6, hash = (SELECT hash FROM journal WHERE seq = 6)"))


@pytest.mark.parametrize("forge", [rebuild, cut_off])
def test_a_rebuilt_or_shortened_journal_shows_against_a_head_that_was_printed(
    store: Store, published: str, forge: Callable[[Database], None]
) -> None:
    printed = store.verify().head
    forge(store.database)
    assert store.verify().sound  # nothing inside the registry can tell
    (problem,) = store.verify(printed).problems
    assert problem == f"Journal: no entry has the hash {printed}: the journal was rebuilt, or cut off before that entry."


def test_an_earlier_head_stays_part_of_the_chain(store: Store) -> None:
    subject(store)
    printed = store.verify().head
    subject(store, "Another")
    assert store.verify(printed).sound


def test_entries_come_from_either_end(store: Store, published: str) -> None:
    with store.read() as reader:
        assert [entry.seq for entry in reader.journal(0, 2, newest_first=True)] == [7, 6]
        assert [entry.seq for entry in reader.journal(1, 2, newest_first=False)] == [2, 3]


def test_an_entry_follows_the_one_before(store: Store, published: str) -> None:
    with store.read() as reader:
        entries = reader.journal(0, 10, newest_first=False)
    assert [entry.prev for entry in entries] == [GENESIS, *(entry.hash for entry in entries[:-1])]


def test_a_file_that_nobody_recorded_is_left_alone(store: Store, published: str, tmp_path: Path) -> None:
    store.files.put(b"kept by a program that died before it could say so")
    assert store.verify().sound


def test_the_journal_stands_in_the_callers_transaction(store: Store) -> None:
    def record_and_fail() -> None:
        with store.write("somebody") as writer:
            journal.append(writer._connection, "somebody", "add", "certificate:x", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        record_and_fail()
    assert store.verify().entries == 0
