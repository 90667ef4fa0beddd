"""What every use case stands on: the settings, the one door to storage, and who may decide."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from registry.errors import NotPermitted
from registry.reading.sandbox import Outcome, read_many
from registry.settings import Settings, load_settings
from registry.storage.store import Store


class ReadFiles(Protocol):
    """How files are read: `registry.reading.sandbox.read_many`, or a test's stand-in."""

    def __call__(
        self,
        files: Sequence[tuple[str, bytes | Path]],
        workers: int | None = None,
        on_done: Callable[[Outcome], None] | None = None,
        *,
        password: str | None = None,
    ) -> Iterator[Outcome]: ...


class Opening:
    """An open registry. Thread-safe: one instance serves all sessions of a dashboard."""

    settings: Settings

    def __init__(
        self, settings: Settings | None = None, *, read_files: ReadFiles = read_many, tell: Callable[[str], None] | None = None
    ) -> None:
        """The registry that `settings` name; `load_settings()` where None.

        Database and folder are opened (and created) when the first use case needs them, which then raises StorageError
        where they cannot be reached; `read` needs neither. `tell` hears a sentence before and after each migration of tables
        that an earlier version wrote: over a large registry it takes a minute or more.
        """
        self.settings = settings or load_settings()
        self._read_files = read_files
        self._tell = tell
        self._opened: Store | None = None
        self._opening = threading.Lock()

    @property
    def _store(self) -> Store:
        with self._opening:
            if self._opened is None:
                self._opened = Store(self.settings.database_url, self.settings.files, self._tell)
            return self._opened

    def close(self) -> None:
        """Gives the database connections back."""
        if self._opened is not None:
            self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def is_reviewer(self, who: str) -> bool:
        """Whether `who` is configured as a reviewer."""
        return self.settings.is_reviewer(who)

    def _require_reviewer(self, who: str) -> None:
        if not self.is_reviewer(who):
            raise NotPermitted(
                f"{who or 'Somebody without a name'} is not a reviewer of this registry.",
                next_step="Ask a reviewer, or name one in REGISTRY_REVIEWERS or in registry.toml of the registry's home.",
            )
