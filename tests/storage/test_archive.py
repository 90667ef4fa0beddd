"""Backup and restore: the same rows and files, in either database."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from registry.errors import StorageError
from registry.model.measurement import Qualifier
from registry.storage.filters import Filters
from registry.storage.store import Store
from tests.builders import certificate, draft, measurement, result
from tests.storage.kept import publish


@pytest.fixture
def archive(store: Store, tmp_path: Path) -> Path:
    """A backup of a store with two published certificates (one supersedes the other), an unbounded result and two files."""
    for name in ("a", "b"):
        store.files.put(name.encode())
    first = publish(store, certificate(draft(result("Lead", measurement("ND", qualifier=Qualifier.ND))), name="a"))
    publish(store, certificate(name="b"), supersedes=first.id)
    store.backup(tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


def empty(folder: Path, database_url: str) -> Store:
    return Store(database_url, folder / "restored files")


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_a_backup_restores_into_either_database(
    archive: Path, store: Store, target: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    head = store.verify().head
    asked = Filters(states=())
    with store.read() as reader:
        before = reader.results_frame(asked)
    store.close()
    url = f"sqlite:///{tmp_path / 'restored.db'}" if target == "sqlite" else request.getfixturevalue("emptied_postgres")()
    restored = empty(tmp_path, url)
    restored.restore(archive)
    with restored.read() as reader:
        assert reader.results_frame(asked).equals(before)
    verification = restored.verify(head)
    assert (verification.problems, verification.head, verification.files) == ((), head, 2)
    publish(restored, certificate(name="new"))  # numbering goes on
    restored.close()


def test_only_an_empty_store_is_filled(archive: Path, store: Store) -> None:
    with pytest.raises(StorageError, match="Only an empty"):
        store.restore(archive)


def damaged(archive: Path, name: str, content: bytes) -> Path:
    """The archive with one member changed."""
    other = archive.with_name("damaged.zip")
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(other, "w") as target:
        for member in source.namelist():
            target.writestr(member, content if member == name else source.read(member))
    return other


def test_a_damaged_archive_leaves_the_store_empty(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as source:
        (file, *_) = [name for name in source.namelist() if name.startswith("files/")]
    cases = [
        damaged(archive, file, b"other bytes"),
        damaged(archive, "manifest.json", b"{}"),
        damaged(archive, "manifest.json", json.dumps({"format": "kratom-registry backup 1", "schema": "9999"}).encode()),
    ]
    (tmp_path / "no.zip").write_bytes(b"no archive")
    store = empty(tmp_path, f"sqlite:///{tmp_path / 'empty.db'}")
    for path in (
        *cases[1:],
        tmp_path / "no.zip",
        tmp_path / "nothing.zip",
        damaged(archive, file, b"other bytes"),
        damaged(archive, "rows/results.jsonl", b"[1]\n"),
    ):
        with pytest.raises(StorageError):
            store.restore(path)
        with store.read() as reader:
            assert reader.head()[0] == 0
    store.close()


def test_a_backup_that_cannot_be_written_is_named(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be written"):
        store.backup(tmp_path / "file" / "backup.zip")
