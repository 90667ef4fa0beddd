"""The migrations that ship give exactly the tables that the code works on."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

import registry.storage
from registry.storage import schema
from registry.storage.filters import Filters
from registry.storage.store import Store
from tests.builders import certificate, draft, read_text, result
from tests.storage.kept import add, publish, subject


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(registry.storage.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.VERSION]


def test_migrated_tables_are_those_of_the_schema(store: Store, database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
        checks = inspect(connection).get_check_constraints("certificates")
    engine.dispose()
    assert [check["name"] for check in checks] == ["ck_certificates_specimen_is_marked"]


def test_opening_again_changes_nothing(database_url: str, tmp_path: Path) -> None:
    for _ in range(2):
        store = Store(database_url, tmp_path / "files")
        with store.read() as reader:
            assert reader.head()[0] == 0
        store.close()


def test_a_registry_from_before_names_could_be_mapped_opens_and_finds_numbers_without_their_signs(
    store: Store, database_url: str, tmp_path: Path
) -> None:
    publish(store, certificate(), subject(store, "Acme", "Green", "HG-2601"))
    store.close()
    engine = create_engine(database_url)
    with engine.begin() as connection:
        for change in ("DROP TABLE synonyms", "DROP TABLE contacts", "DELETE FROM terms WHERE suffix = 'hg2601'"):
            connection.execute(text(change))
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    engine.dispose()
    told: list[str] = []
    opened = Store(database_url, tmp_path / "files", told.append)
    assert [said.split(":")[0] for said in told[::2]] == [f"Bringing the registry up to date, step {n} of 4" for n in (1, 2, 3, 4)]
    assert all("Certificates: 1; results: 1." in said for said in told[::2])
    assert [said.split(" after")[0] for said in told[1::2]] == [f"Step {n} of 4 is done" for n in (1, 2, 3, 4)]
    with opened.read() as reader:
        assert reader.search("hg2601", Filters(), "-reported", 1, 9).total == 1
        assert reader.synonyms() == ()
    assert [said for said in opened.verify().problems if "agree" in said or "journal" in said] == []  # the file itself was never kept
    opened.close()


def test_drafts_from_before_are_counted_again_by_what_a_person_has_to_look_at(store: Store, database_url: str, tmp_path: Path) -> None:
    unsure = draft(result("Unheard-of", analyte_key=None), lot=read_text("L-1").model_copy(update={"confidence": 0.5}))
    waiting, broken = add(store, certificate(unsure, name="waiting")), add(store, certificate(name="broken"))
    store.close()
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE certificates SET doubtful_count = 0"))
        connection.execute(text("UPDATE certificates SET source = '{' WHERE id = :id"), {"id": broken.id})
        connection.execute(text("UPDATE alembic_version SET version_num = '0005'"))
    engine.dispose()
    opened = Store(database_url, tmp_path / "files")
    with opened.read() as reader:
        assert {entry.certificate_id: entry.doubtful for entry in reader.waiting(specimen=False)} == {waiting.id: 2, broken.id: 0}
    opened.close()
