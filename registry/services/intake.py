"""Files in: read without keeping, add and keep, the queue of drafts, and the pages behind a draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from registry.model.evidence import DisplayRight
from registry.services.answers import Added, FileBytes, ProgressReport, QueueEntry, ReadOutcome, UnreadFile
from registry.services.opening import Opening


class Intake(Opening):
    def read(
        self, paths: Sequence[Path], *, password: str | None = None, progress: ProgressReport | None = None, workers: int | None = None
    ) -> list[ReadOutcome]:
        """Reads files in parallel child processes and keeps nothing; one outcome for each path, in order. Never raises for a bad file."""
        raise NotImplementedError

    def add(
        self,
        content: bytes,
        name: str,
        who: str,
        *,
        url: str | None = None,
        obtained_on: date | None = None,
        licence: str | None = None,
        display: DisplayRight = DisplayRight.OWN,
        note: str | None = None,
        password: str | None = None,
        specimen: bool = False,
    ) -> Added:
        """Keeps a file and its drafts. The same bytes twice are one certificate, and the answer says so (`duplicate`).

        A file that cannot be read is kept too and answered with its failure; `read_again` tries it anew. A page that says
        SPECIMEN makes the certificate a specimen whether or not `specimen` says so.
        """
        raise NotImplementedError

    def add_many(
        self, files: Iterable[tuple[bytes, str]], who: str, *, progress: ProgressReport | None = None, specimen: bool = False
    ) -> list[Added]:
        """`add` for several (content, name) pairs, read in parallel; the answers keep the order, one bad file stops nothing."""
        raise NotImplementedError

    def read_again(self, sha256: str, who: str, *, password: str | None = None) -> Added:
        """Reads a kept file that failed before (with its password, or with a newer reader). Raises NotFound."""
        raise NotImplementedError

    def unread_files(self, *, specimen: bool = False) -> tuple[UnreadFile, ...]:
        """Kept files without a draft, newest first."""
        raise NotImplementedError

    def queue(self, *, specimen: bool = False) -> tuple[QueueEntry, ...]:
        """Drafts and sent-back certificates that wait for a reviewer, oldest first."""
        raise NotImplementedError

    def page_image(self, certificate_id: str, page: int, *, width: int = 1400) -> bytes:
        """One page as PNG, `width` pixels wide; boxes of evidence are fractions of it.

        Raises NotFound where the certificate has no file or no such page, ReadingError where the page cannot be drawn.
        """
        raise NotImplementedError

    def file_bytes(self, certificate_id: str) -> FileBytes:
        """The original file. Raises NotFound where the certificate has none, IntegrityBroken where its bytes have changed."""
        raise NotImplementedError
