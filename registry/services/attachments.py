"""Photographs of the pack beside a certificate: what the label says can then be checked by eye."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from registry.errors import NotFound, RecordError
from registry.model.certificate import OPEN
from registry.model.evidence import DisplayRight, Source
from registry.reading.intake import PICTURES, sniff
from registry.reading.sandbox import page_png
from registry.services.opening import Opening
from registry.storage.journal import JournalEntry

_ATTACH: Final = "attach"
_DETACH: Final = "detach"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photograph kept beside a certificate, by the SHA-256 of its bytes; `taken_on` is the day it shows, where somebody said so."""

    sha256: str
    file_name: str
    media_type: str
    taken_on: date | None
    added_by: str
    added_at: datetime


class Attachments(Opening):
    def attach(self, certificate_id: str, content: bytes, name: str, who: str, *, taken_on: date | None = None) -> Attachment:
        """Keeps a photograph of the pack. Anybody may while the certificate is a draft, a reviewer at any time.

        The picture is drawn once, in the reader's child process, before it is kept. Raises NotFound, NotPermitted,
        RecordError (no picture), or ReadingError (a picture that cannot be drawn).
        """
        media_type = sniff(content, name)
        if media_type not in PICTURES:
            raise RecordError(
                f"{name} is no picture.", where=certificate_id, next_step="Add a photograph as JPEG, PNG, WebP, TIFF or HEIC."
            )
        page_png(content, media_type, 1, width=64)
        sha256 = self._store.files.put(content)
        with self._store.write(who) as writer:
            certificate = writer.certificate(certificate_id)
            if certificate.state not in OPEN:
                self._require_reviewer(who)
            if not writer.has_file(sha256):
                source = Source(sha256=sha256, file_name=name, media_type=media_type, display=DisplayRight.OWN)
                writer.keep_file(sha256, name, media_type, len(content), source, specimen=certificate.invented)
                writer.set_failure(sha256, None)  # it is no certificate, and nothing waits to be read
            payload = {"file": sha256, "name": name, "media_type": media_type, "taken_on": taken_on.isoformat() if taken_on else None}
            entry = writer.remark(certificate_id, _ATTACH, payload)
        return _attachment(entry)

    def detach(self, certificate_id: str, sha256: str, who: str, why: str) -> None:
        """Shows a photograph no longer; the file and the entry that added it stay. Raises NotPermitted, NotFound."""
        self._require_reviewer(who)
        if sha256 not in {a.sha256 for a in self.attachments(certificate_id)}:
            raise NotFound("The certificate has no such photograph.", where=certificate_id)
        with self._store.write(who) as writer:
            writer.remark(certificate_id, _DETACH, {"file": sha256, "why": why})

    def attachments(self, certificate_id: str) -> tuple[Attachment, ...]:
        """The photographs on show, oldest first. Raises NotFound."""
        with self._store.read() as reader:
            reader.certificate(certificate_id)
            entries = reader.entries_about(f"certificate:{certificate_id}")
        shown: dict[str, Attachment] = {}
        for entry in entries:
            if entry.action == _ATTACH:
                shown[entry.payload["file"]] = _attachment(entry)
            elif entry.action == _DETACH:
                shown.pop(entry.payload["file"], None)
        return tuple(shown.values())

    def attachment_image(self, certificate_id: str, sha256: str, *, width: int = 900) -> bytes:
        """The photograph as PNG, `width` pixels wide at most. Raises NotFound where it is not on show, ReadingError."""
        found = next((a for a in self.attachments(certificate_id) if a.sha256 == sha256), None)
        if found is None:
            raise NotFound("The certificate has no such photograph.", where=certificate_id)
        return page_png(self._store.files.get(sha256), found.media_type, 1, width=width)


def _attachment(entry: JournalEntry) -> Attachment:
    said, taken = entry.payload, entry.payload.get("taken_on")
    return Attachment(said["file"], said["name"], said["media_type"], date.fromisoformat(taken) if taken else None, entry.actor, entry.at)
