"""What every use case stands on: the settings, and the one door to storage."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from registry.settings import Settings, load_settings


class Opening:
    """An open registry. Thread-safe: one instance serves all sessions of a dashboard."""

    settings: Settings

    def __init__(self, settings: Settings | None = None) -> None:
        """Opens (and on first use creates) the registry that `settings` name; `load_settings()` where None.

        Raises StorageError where the database or the folder of files cannot be reached.
        """
        self.settings = settings or load_settings()

    def close(self) -> None:
        """Gives the database connections back."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def is_reviewer(self, who: str) -> bool:
        """Whether `who` is configured as a reviewer."""
        return self.settings.is_reviewer(who)
