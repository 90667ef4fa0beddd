"""Store: the one door to database and files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registry.storage import archive
from registry.storage.database import Database, Tell
from registry.storage.files import FileStore
from registry.storage.journal import Verification
from registry.storage.reader import Reader
from registry.storage.verification import verify
from registry.storage.writer import Writer


class Store:
    """An open registry's records and files. Thread-safe; each reading or writing has a connection of its own."""

    def __init__(self, database_url: str, files: Path, tell: Tell | None = None) -> None:
        """Opens, and on first use creates, the tables and the folder; `tell` hears a sentence before and after each migration.

        Raises StorageError or ConfigurationError.
        """
        self.files = FileStore(files)
        self.database = Database(database_url, tell)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Questions that all see one state of the registry."""
        with self.database.reading() as connection:
            yield Reader(connection)

    @contextmanager
    def write(self, actor: str) -> Iterator[Writer]:
        """Changes in the name of `actor`, which all happen or none does. Writers wait for each other."""
        with self.database.writing() as connection:
            yield Writer(connection, actor)

    def verify(self, head: str | None = None) -> Verification:
        """What changed behind the registry's back: chain, files, records, derived rows."""
        with self.database.reading() as connection:
            return verify(connection, self.files, head)

    def backup(self, path: Path) -> None:
        """One archive of every row and file, as of one moment."""
        with self.database.reading() as connection:
            archive.backup(connection, self.files, path)

    def restore(self, path: Path) -> None:
        """Fills this empty store from an archive, or leaves it empty."""
        with self.database.writing() as connection:
            archive.restore(connection, self.files, path)

    def close(self) -> None:
        self.database.close()
