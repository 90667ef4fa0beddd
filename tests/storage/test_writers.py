"""Several writers at once, and a writer that dies."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from registry.storage.store import Store
from registry.storage.writer import Writer
from tests.builders import certificate, draft, read_text, result
from tests.storage.kept import add, keep

WRITERS = 8
EACH = 6


def test_eight_writers_at_once_lose_nothing_and_break_nothing(store: Store) -> None:
    def write(writer: int) -> list[str]:
        names = [f"{writer}-{n}" for n in range(EACH)]
        for name in names:
            store.files.put(name.encode())
        return [add(store, certificate(draft(lot=read_text(name)), name=name)).id for name in names]

    with ThreadPoolExecutor(WRITERS) as pool:
        written = [certificate_id for ids in pool.map(write, range(WRITERS)) for certificate_id in ids]
    with store.read() as reader:
        assert {entry.certificate_id for entry in reader.waiting(specimen=False)} == set(written)
    assert len(written) == WRITERS * EACH
    assert store.verify().problems == ()


def test_eight_writers_of_the_same_file_make_one_certificate(store: Store) -> None:
    def write(_: int) -> bool:
        with store.write("somebody") as writer:
            if writer.has_certificate(certificate().id):
                return False
            keep(writer, certificate())
            return True

    with ThreadPoolExecutor(WRITERS) as pool:
        assert sorted(pool.map(write, range(WRITERS))) == [False] * (WRITERS - 1) + [True]
    assert store.verify().entries == 2


def test_a_reader_sees_one_state_while_others_write(store: Store) -> None:
    add(store, certificate(name="first"))
    with store.read() as reader:
        before = len(reader.waiting(specimen=False))
        with store.read() as other:
            assert len(other.waiting(specimen=False)) == before
    add(store, certificate(name="second"))
    with store.read() as reader:
        assert len(reader.waiting(specimen=False)) == before + 1


def test_an_addition_that_fails_half_way_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Writer, "_enter", fail)  # the very last step
    with pytest.raises(OSError, match="disk is full"):
        add(store, certificate(draft(result(), result())))
    monkeypatch.undo()
    with store.read() as reader:
        assert reader.waiting(specimen=False) == ()
        assert reader.head()[0] == 0
    assert add(store, certificate()).id == certificate().id


DIES = """
import os, sys
from pathlib import Path
from registry.storage.store import Store
from registry.storage.writer import Writer
from tests.builders import certificate
from tests.storage.kept import add

Writer._enter = lambda *_: os._exit(9) if sys.argv.pop() == "now" else None
add(Store(sys.argv[1], Path(sys.argv[2])), certificate())
"""


def test_a_program_that_dies_while_it_adds_leaves_nothing_half(store: Store, database_url: str, tmp_path: Path) -> None:
    dead = subprocess.run([sys.executable, "-c", DIES, database_url, str(tmp_path / "files"), "now"], check=False, timeout=60)
    assert dead.returncode == 9
    with store.read() as reader:
        assert reader.head()[0] == 0
        assert reader.waiting(specimen=False) == ()
    store.files.put(b"a")
    add(store, certificate(name="a"))
    assert store.verify().problems == ()
