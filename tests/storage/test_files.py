"""The folder of files: addressed by content, whole or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import IntegrityBroken, NotFound, StorageError
from registry.storage.files import FileStore


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def test_bytes_come_back_under_their_sha256(files: FileStore) -> None:
    name = files.put(b"certificate")
    assert name == hashlib.sha256(b"certificate").hexdigest()
    assert files.get(name) == b"certificate"
    assert files.put(b"certificate") == name
    assert list(files.names()) == [name]


@given(st.binary())
def test_any_bytes_come_back(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    files = FileStore(tmp_path_factory.getbasetemp() / "any files")
    assert files.get(files.put(content)) == content


def test_a_file_that_was_cut_short_is_stored_again(files: FileStore) -> None:
    name = files.put(b"certificate")
    (files.root / name[:2] / name[2:]).write_bytes(b"certi")
    with pytest.raises(IntegrityBroken):
        files.get(name)
    files.put(b"certificate")
    assert files.get(name) == b"certificate"


def test_a_write_that_fails_leaves_nothing(files: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(StorageError, match="no space left"):
        files.put(b"certificate")
    assert list(files.names()) == []
    assert [path for path in files.root.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63, "A" * 64, "/" * 64, "0" * 64])
def test_only_names_of_stored_files_open_the_door(files: FileStore, name: str) -> None:
    with pytest.raises(NotFound):
        files.get(name)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be made"):
        FileStore(tmp_path / "file" / "files")
