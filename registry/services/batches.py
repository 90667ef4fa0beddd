"""Batches: many files handed in at once, kept at once, read one after another, and told about by one address."""

from __future__ import annotations

import io
import secrets
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Final

from registry.errors import NotFound, ReadingError
from registry.model.certificate import State
from registry.model.evidence import Source
from registry.services.answers import Failure
from registry.services.intake import Intake
from registry.storage.files import sha256_of
from registry.storage.kept import NOT_READ_YET, HandedIn, QueueEntry

AT_ONCE: Final = 4
"""Files whose bytes are in memory together while a batch is read."""
MOST_FILES: Final = 1000
MOST_BYTES: Final = 500_000_000
"""What a ZIP may unpack to: more is refused before it is unpacked."""


class Standing(StrEnum):
    """What became of one file of a batch."""

    READING = "reading"
    DOUBTFUL = "doubtful"
    REVIEW = "review"
    SENT_BACK = "sent-back"
    DUPLICATE = "duplicate"
    UNREADABLE = "unreadable"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class BatchFile:
    """One file of a batch: where it stands now, the certificates it gave, or why it gave none (`failure`)."""

    name: str
    sha256: str
    standing: Standing
    certificates: tuple[QueueEntry, ...] = ()
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """The files that somebody handed in together, in the order given."""

    key: str
    specimen: bool
    files: tuple[BatchFile, ...]

    @property
    def reading(self) -> int:
        """How many files are still to be read."""
        return sum(file.standing is Standing.READING for file in self.files)


class Batches(Intake):
    def start_batch(self, files: Iterable[tuple[bytes, str]], who: str, *, specimen: bool = False) -> str:
        """Keeps every (content, name) before anything is read, and answers the batch's key; `read_batch` then reads.

        A file that the registry has already given certificates for is noted as a duplicate and never read again.
        """
        handed: list[HandedIn] = []
        for content, name in files:
            known = self._keep(content, name, who, Source(sha256=sha256_of(content)), specimen=specimen)
            again = known is not None or any(h.sha256 == sha256_of(content) for h in handed)
            handed.append(HandedIn(name, sha256_of(content), duplicate=again))
        key = secrets.token_hex(8)
        with self._store.write(who) as writer:
            writer.record_batch(key, handed, specimen=specimen)
        return key

    def read_batch(self, key: str, who: str) -> None:
        """Reads what is still unread in a batch; each file's outcome is kept as soon as it is there. Raises NotFound."""
        unread = {f.sha256: f for f in self.batch(key).files if f.standing is Standing.READING}.values()
        todo = [(f.sha256, f.name) for f in unread]
        for start in range(0, len(todo), AT_ONCE):
            some = todo[start : start + AT_ONCE]
            given: list[tuple[str, bytes | Path]] = [(name, self._store.files.get(sha256)) for sha256, name in some]
            for (sha256, _), outcome in zip(some, self._read_files(given, None, None), strict=True):
                self._settle(sha256, outcome, who, None)

    def batch(self, key: str) -> Batch:
        """A batch and where each of its files stands. Raises NotFound."""
        with self._store.read() as reader:
            found = reader.batch(key)
            if found is None:
                raise NotFound(f"No upload has the address {key}.", next_step="Open the link as it was given, or upload the files again.")
            handed, specimen = found
            shas = {h.sha256 for h in handed}
            given, failures = reader.given_by(shas), reader.failures(shas)
        return Batch(key, specimen, tuple(_file(h, given.get(h.sha256, ()), failures.get(h.sha256)) for h in handed))


def _file(handed: HandedIn, given: Sequence[QueueEntry], failure: Failure | None) -> BatchFile:
    return BatchFile(handed.name, handed.sha256, _standing(handed, given, failure), tuple(given), failure)


def _standing(handed: HandedIn, given: Sequence[QueueEntry], failure: Failure | None) -> Standing:
    if failure is not None:
        return Standing.READING if failure.code == NOT_READ_YET.code else Standing.UNREADABLE
    if handed.duplicate:
        return Standing.DUPLICATE
    states = {entry.state for entry in given}
    if State.SENT_BACK in states:
        return Standing.SENT_BACK
    if State.DRAFT not in states:
        return Standing.DECIDED
    return Standing.DOUBTFUL if any(e.state is State.DRAFT and (e.doubtful or e.errors) for e in given) else Standing.REVIEW


def unpacked(content: bytes, name: str) -> Iterator[tuple[bytes, str]]:
    """The files in a ZIP, in order, without folders and hidden files; anything else as the one file it is.

    Raises ReadingError where the archive is damaged or locked, holds more than 1000 files or unpacks to more than 500 MB.
    """
    if not name.casefold().endswith(".zip"):
        yield content, name
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and not _hidden(m.filename)]
            if len(members) > MOST_FILES or sum(m.file_size for m in members) > MOST_BYTES:
                raise ReadingError("The archive holds too much at once.", where=name, next_step="Send it in parts.", code="file-too-large")
            for member in members:
                yield archive.read(member), PurePosixPath(member.filename).name
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise ReadingError(
            "The archive cannot be unpacked.", where=name, next_step="Unpack it and send the files, or pack it anew without a password."
        ) from error


def _hidden(path: str) -> bool:
    return any(part != ".." and part.startswith((".", "__MACOSX")) for part in PurePosixPath(path).parts)
