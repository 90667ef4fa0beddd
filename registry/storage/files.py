"""The files: a folder addressed by content. A file is named by the SHA-256 of its bytes, so the same bytes are stored once."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from registry.errors import IntegrityBroken, NotFound, StorageError

_NAME = re.compile(r"[0-9a-f]{64}")


def sha256_of(content: bytes) -> str:
    """The name under which these bytes are stored: 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


class FileStore:
    """Bytes in, bytes out, by SHA-256. Nothing is ever changed or removed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"The folder of files cannot be made: {error}.", where=str(root), next_step="Set REGISTRY_FILES.") from error

    def put(self, content: bytes) -> str:
        """Stores the bytes and gives their SHA-256. Either the whole file is there afterwards, or nothing is."""
        sha256 = sha256_of(content)
        path = self._path(sha256)
        try:
            if path.exists() and path.stat().st_size == len(content):
                return sha256
            path.parent.mkdir(exist_ok=True)
            _write_whole(path, content)
        except OSError as error:
            raise StorageError(f"The file cannot be stored: {error}.", where=str(path), next_step="Check space and permissions.") from error
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes. Raises NotFound, or IntegrityBroken where they are no longer those that were stored."""
        content = self._read(sha256)
        if sha256_of(content) != sha256:
            raise IntegrityBroken(
                "The stored file has changed since it was added.", where=str(self._path(sha256)), next_step="Restore it from a backup."
            )
        return content

    def problem(self, sha256: str) -> str | None:
        """What is wrong with a stored file, as a sentence; None where it is as it was stored."""
        try:
            self.get(sha256)
        except NotFound:
            return f"File {sha256}: missing from the folder of files."
        except IntegrityBroken:
            return f"File {sha256}: its bytes have changed since it was added."
        return None

    def names(self) -> Iterator[str]:
        """The SHA-256 of every stored file, sorted."""
        for folder in sorted(self.root.iterdir()):
            if folder.is_dir():
                yield from sorted(folder.name + path.name for path in folder.iterdir() if _NAME.fullmatch(folder.name + path.name))

    def _read(self, sha256: str) -> bytes:
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise NotFound("The registry does not hold this file.", where=sha256, next_step="Restore it from a backup.") from error
        except OSError as error:
            raise StorageError(f"The file cannot be read: {error}.", where=sha256) from error

    def _path(self, sha256: str) -> Path:
        if not _NAME.fullmatch(sha256):
            raise NotFound(f"{sha256!r} is not the SHA-256 of a file.")
        return self.root / sha256[:2] / sha256[2:]


def _write_whole(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
