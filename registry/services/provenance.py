"""What a figure rests on: the journal's head and the versions of code, reader and reference data."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from registry.datafiles import data_path
from registry.model.certificate import State
from registry.reading.version import READER_VERSION
from registry.services.answers import RegistryState
from registry.services.opening import Opening
from registry.storage.encoding import digest


class StateOf(Opening):
    def state(self) -> RegistryState:
        """The journal's head, counts, and the versions that figures rest on."""
        with self._store.read() as reader:
            entries, head = reader.head()
            counts = reader.count_by_state()
            unread = reader.count_unread(specimen=False)
            last = reader.journal(0, 1, newest_first=True)
        return RegistryState(
            head=head,
            entries=entries,
            certificates=sum(n for (specimen, _), n in counts.items() if not specimen),
            published=counts.get((False, State.PUBLISHED), 0),
            specimens=sum(n for (specimen, _), n in counts.items() if specimen),
            waiting=counts.get((False, State.DRAFT), 0) + counts.get((False, State.SENT_BACK), 0),
            unread=unread,
            version=code_version(),
            reader_version=READER_VERSION,
            state_hash=digest([head, code_version(), READER_VERSION, reference_digest()]),
            last_change=last[0].at if last else None,
        )

    def head(self) -> str:
        """Hash of the newest journal entry: changes with every decision, and costs one small query."""
        with self._store.read() as reader:
            return reader.head()[1]


@cache
def code_version() -> str:
    """Of the installed registry."""
    try:
        return version("kratom-registry")
    except PackageNotFoundError:
        return "not installed"


@cache
def reference_digest() -> str:
    """SHA-256 over every file of `data/reference`: analytes, laboratories, limits, legal status."""
    root = data_path("reference")
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return digest([[path.relative_to(root).as_posix(), _sha256(path)] for path in files])


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
