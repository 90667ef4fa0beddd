"""Keeping the registry sound: verification and backup."""

from __future__ import annotations

from pathlib import Path

from registry.services.answers import Verification
from registry.services.opening import Opening
from registry.storage.journal import JournalEntry


class Custody(Opening):
    def journal(self, *, after: int = 0, limit: int = 100, newest_first: bool = True) -> tuple[JournalEntry, ...]:
        """A stretch of the journal; `after` counts entries to skip from the chosen end."""
        with self._store.read() as reader:
            return reader.journal(after, limit, newest_first=newest_first)

    def verify(self, head: str | None = None) -> Verification:
        """Recomputes the chain, re-hashes every stored file and compares each record with the journal.

        With `head` (as printed on a report) a rebuilt or truncated journal shows too. Problems are named, not raised.
        """
        return self._store.verify(head)

    def backup(self, path: Path) -> None:
        """Writes one archive that holds every row and every file, for either database."""
        self._store.backup(path)

    def restore(self, path: Path) -> Verification:
        """Fills this empty registry from an archive and verifies it. Raises StorageError where it is not empty, or `path` is no archive."""
        self._store.restore(path)
        return self.verify()
