"""A person's decisions about a certificate. Each is a new journal entry; the observation is never overwritten."""

from __future__ import annotations

from registry.model.certificate import Acquisition, Certificate, Subject
from registry.services.opening import Opening
from registry.storage.journal import JournalEntry


class Review(Opening):
    def certificate(self, certificate_id: str) -> Certificate:
        """The certificate: draft as read, corrections, subject, state. Raises NotFound."""
        raise NotImplementedError

    def history(self, certificate_id: str) -> tuple[JournalEntry, ...]:
        """Everything decided about the certificate, oldest first (disputes and replies among it)."""
        raise NotImplementedError

    def versions(self, certificate_id: str) -> tuple[Certificate, ...]:
        """The chain of amended reports this certificate stands in, oldest first; itself alone where nothing supersedes it."""
        raise NotImplementedError

    def correct(self, certificate_id: str, path: str, after: str | None, who: str, why: str = "") -> Certificate:
        """Puts `after` (text as printed; None: "not printed") beside what was read at `path`, and answers the certificate.

        Paths are those of Correction: ``lot``, ``dates.received``, ``results.3.analyte``, ``results.3.measurements.0``.
        Raises NotPermitted, NotFound, or RecordError where the path or the text makes no record.
        """
        raise NotImplementedError

    def accept_value(self, certificate_id: str, path: str, who: str) -> Certificate:
        """A reviewer has looked at the value and it stands as read: a correction whose `after` equals its `before`."""
        raise NotImplementedError

    def undo(self, certificate_id: str, who: str) -> Certificate:
        """Takes back the latest correction that is not taken back yet, by a new entry. Raises NotFound where there is none."""
        raise NotImplementedError

    def send_back(self, certificate_id: str, who: str, why: str) -> Certificate:
        """Returns a draft to whoever added it, with the reason."""
        raise NotImplementedError

    def publish(
        self, certificate_id: str, subject: Subject, acquisition: Acquisition, who: str, *, supersedes: str | None = None
    ) -> Certificate:
        """Makes a draft part of the registry, linked to brand, product and lot.

        `supersedes` names the certificate that this one amends; it then stands as superseded. Raises NotPermitted (not a
        reviewer), NotFound (certificate, brand, product or lot), RecordError (real certificate under a specimen brand or
        the reverse; lot of another product).
        """
        raise NotImplementedError

    def withdraw(self, certificate_id: str, who: str, why: str) -> Certificate:
        """Takes a published certificate out of every figure; file hash, date and reason stay."""
        raise NotImplementedError

    def dispute(self, certificate_id: str, who: str, text: str) -> JournalEntry:
        """Records that somebody disputes the certificate; the figure stays and the dispute stands beside it. Anybody may."""
        raise NotImplementedError

    def reply(self, certificate_id: str, who: str, text: str) -> JournalEntry:
        """Records the brand's or the laboratory's reply, shown beside the figure. Anybody may."""
        raise NotImplementedError
