"""The database connection: one way for SQLite and PostgreSQL, with the two places where they differ."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, func, inspect, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from registry.errors import ConfigurationError, StorageError
from registry.storage import schema

_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_SECONDS: Final = 30
_CACHE: Final = "cache_size=-16000"  # 16 MB a connection
_MIGRATION_LOCK: Final = 7_264_815_501  # any number that no other program on the server uses for its advisory lock
Tell = Callable[[str], None]
"""What takes a sentence to the person who waits."""


class Database:
    """Transactions on one engine. Writers take turns: each holds the journal's head from its first to its last statement."""

    def __init__(self, url: str, tell: Tell | None = None) -> None:
        """Opens the database and brings its tables up to date; `tell` hears of each migration of a registry that holds something."""
        self._engine = _engine(url)
        self.url = self._engine.url.render_as_string(hide_password=True)
        try:
            with _storage_errors(self.url):
                self._migrate(tell or (lambda _: None))
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the registry for as long as it is held."""
        with _storage_errors(self.url), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes all happen, or none does."""
        with _storage_errors(self.url), self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            # PostgreSQL: this row lock makes writers take turns, as BEGIN IMMEDIATE does in SQLite
            connection.execute(select(schema.journal_head.c.seq).with_for_update())
            yield connection

    def close(self) -> None:
        self._engine.dispose()

    def _migrate(self, tell: Tell) -> None:
        with self._engine.connect() as connection, connection.begin():
            if _schema_version(connection) == schema.VERSION:
                return
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
            current = _schema_version(connection)
            if current == schema.VERSION:
                return
            if current is not None and current > schema.VERSION:
                raise StorageError(
                    f"The database has schema {current}; this program knows schemas up to {schema.VERSION}.",
                    where=self.url,
                    next_step="Install the version of kratom-registry that wrote it, or a newer one.",
                )
            _upgrade(connection, tell)
            if not connection.execute(select(schema.journal_head.c.seq)).first():
                raise StorageError("The migrations did not finish.", where=self.url)


def _schema_version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version


def _upgrade(connection: Connection, tell: Tell) -> None:
    """Runs the migrations that are missing one by one, with a sentence before each (what it does, over how many rows) and after it."""
    from alembic import command  # half a second to import, and only a new or an old database needs it
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    current = _schema_version(connection)
    if current is None:  # nothing is there yet that anybody would wait for
        command.upgrade(config, "head")
        return
    missing = list(ScriptDirectory.from_config(config).iterate_revisions("head", current))[::-1]
    for number, step in enumerate(missing, 1):
        tell(f"Bringing the registry up to date, step {number} of {len(missing)}: {step.doc} {_size(connection)}")
        start = time.monotonic()
        command.upgrade(config, step.revision)
        tell(f"Step {number} of {len(missing)} is done after {time.monotonic() - start:.0f} s.")


def _size(connection: Connection) -> str:
    """How much a migration works through, as a sentence."""
    certificates, results = (
        connection.execute(select(func.count()).select_from(table)).scalar_one() for table in (schema.certificates, schema.results)
    )
    return f"Certificates: {certificates:,}; results: {results:,}. Please leave it running."


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigurationError(
            f"{url!r} is no database address.",
            next_step="Set REGISTRY_DATABASE_URL to sqlite:///path/registry.db or postgresql://user@host/name.",
        ) from error
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(url, parsed.database)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True)
    raise ConfigurationError(
        f"The registry keeps its records in SQLite or PostgreSQL, not in {parsed.get_backend_name()}.",
        next_step="Set REGISTRY_DATABASE_URL to sqlite:///path/registry.db or postgresql://user@host/name.",
    )


def _sqlite_engine(url: str, file: str | None) -> Engine:
    if not file or file == ":memory:":
        raise ConfigurationError("A registry needs a file for its SQLite database.", next_step="Write sqlite:///path/registry.db.")
    try:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"The folder cannot be made: {error}.", where=file, next_step="Choose another --home.") from error
    engine = create_engine(url, pool_size=10, max_overflow=20, connect_args={"timeout": _BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver would begin transactions by itself, and too late
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_BUSY_SECONDS * 1000}", _CACHE):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        # a transaction that reads first and writes later could not wait for its turn: it would fail at once
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")

    return engine


@contextmanager
def _storage_errors(url: str) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise StorageError(
            f"The database did not do it: {reason}.",
            where=url,
            next_step="Check that the database can be reached and written, then try again.",
        ) from error


def move_head(connection: Connection, seq: int, digest: str) -> None:
    """Points the head at the journal's newest entry."""
    connection.execute(update(schema.journal_head).values(seq=seq, hash=digest))
