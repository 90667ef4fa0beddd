"""Keeping the registry sound: state, verification, backup, and the data that ships with it."""

from __future__ import annotations

from pathlib import Path

from registry.services.answers import Loaded, ProgressReport, RegistryState, Verification
from registry.services.opening import Opening
from registry.storage.journal import JournalEntry


class Custody(Opening):
    def state(self) -> RegistryState:
        """The journal's head, counts, and the versions that figures rest on."""
        raise NotImplementedError

    def journal(self, *, after: int = 0, limit: int = 100, newest_first: bool = True) -> tuple[JournalEntry, ...]:
        """A stretch of the journal; `after` counts entries to skip from the chosen end."""
        raise NotImplementedError

    def verify(self, head: str | None = None) -> Verification:
        """Recomputes the chain, re-hashes every stored file and compares each published record with the journal.

        With `head` (as printed on a report) a rebuilt or truncated journal shows too. Problems are named, not raised.
        """
        raise NotImplementedError

    def backup(self, path: Path) -> None:
        """Writes one archive that holds every row and every file, for either database."""
        raise NotImplementedError

    def restore(self, path: Path) -> Verification:
        """Fills this empty registry from an archive and verifies it. Raises StorageError where it is not empty, or `path` is no archive."""
        raise NotImplementedError

    def load_published(self, *, progress: ProgressReport | None = None) -> Loaded:
        """Loads the published results and label claims that ship; what is there already stays as it is."""
        raise NotImplementedError

    def load_specimens(self, *, progress: ProgressReport | None = None) -> Loaded:
        """Loads the invented specimen certificates through the real reader, as their own set; what is there already stays as it is."""
        raise NotImplementedError
