"""A registry of the test's own: on both databases, or on SQLite where the database does not matter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.services import Registry
from tests.services.stand_in import open_registry


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    with open_registry(f"sqlite:///{tmp_path / 'registry.db'}", tmp_path) as opened:
        yield opened


@pytest.fixture
def registry_on_both(database_url: str, tmp_path: Path) -> Iterator[Registry]:
    with open_registry(database_url, tmp_path) as opened:
        yield opened
