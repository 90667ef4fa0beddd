"""Backup: one archive that holds every row and every file, the same for either database."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from sqlalchemy import Connection, Table, delete, insert, select

from registry.errors import StorageError
from registry.storage import schema
from registry.storage.encoding import canonical
from registry.storage.files import FileStore
from registry.storage.journal import head

_FORMAT: Final = "kratom-registry backup 1"
_ROWS_AT_A_TIME: Final = 1000


def backup(connection: Connection, files: FileStore, path: Path) -> None:
    """Writes the archive; an older one of that name is replaced only by a whole new one. Raises StorageError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as temporary:
            _write(connection, files, temporary)
        Path(temporary.name).replace(path)
    except OSError as error:
        raise StorageError(f"The backup cannot be written: {error}.", where=str(path), next_step="Choose another place.") from error


def restore(connection: Connection, files: FileStore, path: Path) -> None:
    """Fills the empty registry from the archive. Raises StorageError where it is not empty, or `path` is no archive of ours."""
    if head(connection)[0] or connection.execute(select(schema.files.c.sha256)).first():
        raise StorageError(
            "Only an empty registry can be restored.", where=str(path), next_step="Choose a new --home, or another database."
        )
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive, path)
            for table in schema.metadata.sorted_tables:
                _restore_rows(connection, table, archive)
            _restore_files(archive, files)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise StorageError(f"This is no backup that can be read: {error}.", where=str(path), next_step="Try an earlier backup.") from error


def _write(connection: Connection, files: FileStore, target: IO[bytes]) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        manifest = {"format": _FORMAT, "schema": schema.VERSION, "head": head(connection)[1]}
        archive.writestr("manifest.json", canonical(manifest))
        for table in schema.metadata.sorted_tables:
            with archive.open(f"rows/{table.name}.jsonl", "w", force_zip64=True) as rows:
                for row in connection.execution_options(yield_per=_ROWS_AT_A_TIME).execute(
                    select(table).order_by(*table.primary_key.columns)
                ):
                    rows.write(json.dumps(list(row), ensure_ascii=False).encode() + b"\n")
        for sha256 in files.names():
            archive.writestr(f"files/{sha256}", files.get(sha256))


def _check(archive: zipfile.ZipFile, path: Path) -> None:
    manifest = json.loads(archive.read("manifest.json"))
    if manifest.get("format") != _FORMAT:
        raise StorageError("This is no backup of a registry.", where=str(path), next_step="Choose a file that `registry backup` wrote.")
    if manifest.get("schema") != schema.VERSION:
        raise StorageError(
            f"The backup has schema {manifest.get('schema')}; this program writes schema {schema.VERSION}.",
            where=str(path),
            next_step="Restore it with the version of kratom-registry that wrote it, then upgrade.",
        )


def _restore_rows(connection: Connection, table: Table, archive: zipfile.ZipFile) -> None:
    names = [column.name for column in table.c]
    connection.execute(delete(table))  # the head of an empty journal
    with archive.open(f"rows/{table.name}.jsonl") as lines:
        rows: Iterator[dict[str, Any]] = (dict(zip(names, json.loads(line), strict=True)) for line in lines)
        while chunk := list(islice(rows, _ROWS_AT_A_TIME)):
            connection.execute(insert(table), chunk)


def _restore_files(archive: zipfile.ZipFile, files: FileStore) -> None:
    for name in archive.namelist():
        if name.startswith("files/") and files.put(archive.read(name)) != name.removeprefix("files/"):
            raise StorageError("A file in the backup has changed since it was written.", where=name, next_step="Try an earlier backup.")
