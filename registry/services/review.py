"""A person's decisions about a certificate. Each is a new journal entry; the observation is never overwritten."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from pydantic import BaseModel

from registry.errors import NotFound, RecordError
from registry.model.certificate import (
    OPEN,
    Acquisition,
    AcquisitionKind,
    Certificate,
    Correction,
    DraftCertificate,
    ReadText,
    Result,
    State,
    Subject,
)
from registry.model.evidence import DisplayRight, Stamp
from registry.model.measurement import Measurement, Quantity
from registry.services.opening import Opening
from registry.storage.journal import JournalEntry
from registry.storage.reader import Reader

_CORRECTABLE: Final = (*OPEN, State.PUBLISHED)


class Review(Opening):
    def certificate(self, certificate_id: str) -> Certificate:
        """The certificate: draft as read, corrections in force, subject, state. Raises NotFound."""
        with self._store.read() as reader:
            return reader.certificate(certificate_id)

    def history(self, certificate_id: str) -> tuple[JournalEntry, ...]:
        """Everything decided about the certificate, oldest first (disputes and replies among it)."""
        with self._store.read() as reader:
            reader.certificate(certificate_id)
            return reader.entries_about(f"certificate:{certificate_id}")

    def versions(self, certificate_id: str) -> tuple[Certificate, ...]:
        """The chain of amended reports this certificate stands in, oldest first; itself alone where nothing supersedes it."""
        with self._store.read() as reader:
            chain = [reader.certificate(certificate_id)]
            while (earlier := chain[0].supersedes) and earlier not in {c.id for c in chain}:
                chain.insert(0, reader.certificate(earlier))
            while (later := reader.superseding(chain[-1].id)) and later not in {c.id for c in chain}:
                chain.append(reader.certificate(later))
        return tuple(chain)

    def same_report(self, certificate_id: str) -> tuple[str, ...]:
        """Other certificates with the same laboratory and report number from another file: the report came twice. Raises NotFound."""
        with self._store.read() as reader:
            return reader.same_report(certificate_id)

    def correct(self, certificate_id: str, path: str, after: str | None, who: str, why: str = "") -> Certificate:
        """Puts `after` (text as printed; None: "not printed") beside what was read at `path`, and answers the certificate.

        Paths are those of Correction: ``lot``, ``dates.received``, ``results.3.analyte``, ``results.3.measurements.0``.
        What is published is amended so too, with a reason: what stood there before stays in the journal and on the certificate's page.
        Raises NotPermitted, NotFound, or RecordError where the path or the text makes no record, or no reason is given.
        """
        self._require_reviewer(who)
        with self._store.write(who) as writer:
            certificate = _in_state(writer.certificate(certificate_id), _CORRECTABLE, "corrected")
            _reasoned(certificate, why)
            correction = _correction(certificate.current, path, after, who, why)
            _ = certificate.model_copy(
                update={"corrections": (*certificate.corrections, correction)}
            ).current  # refuses what makes no record
            return writer.correct(certificate_id, correction, "correct")

    def accept_value(self, certificate_id: str, path: str, who: str) -> Certificate:
        """A reviewer has looked at the value and it stands as read: a correction whose `after` equals its `before`."""
        self._require_reviewer(who)
        with self._store.write(who) as writer:
            certificate = _in_state(writer.certificate(certificate_id), _CORRECTABLE, "corrected")
            return writer.correct(
                certificate_id, _correction(certificate.current, path, text_at(certificate.current, path), who, ""), "accept"
            )

    def corrections(self, certificate_id: str) -> tuple[tuple[int, Correction], ...]:
        """The corrections that were not taken back, in their order, each with the number by which `undo` takes it. Raises NotFound."""
        with self._store.read() as reader:
            return reader.corrections(certificate_id)

    def undo(self, certificate_id: str, who: str, number: int | None = None, why: str = "") -> Certificate:
        """Takes back one correction (`number` as `corrections` gives it, None: the latest) by a new entry; what came after it stays.

        Raises NotPermitted, NotFound where there is no such correction, or RecordError where a later one stands on it, or where a
        published certificate would change without a reason.
        """
        self._require_reviewer(who)
        with self._store.write(who) as writer:
            certificate = _in_state(writer.certificate(certificate_id), _CORRECTABLE, "corrected")
            _reasoned(certificate, why)
            standing = dict(writer.corrections(certificate_id))
            ordinal = number if number is not None else max(standing, default=0)
            if ordinal not in standing:
                asked = "" if number is None else f" of the number {number}"
                raise NotFound(f"There is no correction{asked} to take back.", where=certificate_id)
            done = standing.pop(ordinal)
            _stands(certificate, tuple(standing.values()))
            said = f"takes back correction {ordinal}" + (f": {why.strip()}" if why.strip() else "")
            undone = Correction(path=done.path, before=done.after, after=done.before, stamp=_stamp(who), why=said)
            return writer.correct(certificate_id, undone, "undo", undoes=ordinal)

    def send_back(self, certificate_id: str, who: str, why: str) -> Certificate:
        """Returns a draft to whoever added it, with the reason. Raises NotPermitted, NotFound, RecordError (it is no draft)."""
        self._require_reviewer(who)
        with self._store.write(who) as writer:
            _in_state(writer.certificate(certificate_id), OPEN, "sent back")
            return writer.set_state(certificate_id, State.SENT_BACK, "send-back", why)

    def publish(
        self, certificate_id: str, subject: Subject, acquisition: Acquisition, who: str, *, supersedes: str | None = None
    ) -> Certificate:
        """Makes a draft part of the registry, linked to brand, product and lot; a published certificate is linked anew.

        `supersedes` names the certificate that this one amends; it then stands as superseded. Raises NotPermitted (not a
        reviewer), NotFound (certificate, brand, product or lot), RecordError (real certificate under a specimen brand or
        the reverse; lot of another product).
        """
        self._require_reviewer(who)
        with self._store.write(who) as writer:
            certificate = _in_state(writer.certificate(certificate_id), _CORRECTABLE, "published")
            _check_subject(writer, subject)
            _check_set(certificate, acquisition, specimen=writer.brand(subject.brand).specimen)
            if supersedes is not None:
                _check_superseded(certificate_id, writer.certificate(supersedes), acquisition)
            return writer.publish(certificate_id, subject, acquisition, supersedes or certificate.supersedes)

    def withdraw(self, certificate_id: str, who: str, why: str) -> Certificate:
        """Takes a published certificate out of every figure; file hash, date and reason stay."""
        self._require_reviewer(who)
        with self._store.write(who) as writer:
            _in_state(writer.certificate(certificate_id), (State.PUBLISHED, State.SUPERSEDED), "withdrawn")
            return writer.set_state(certificate_id, State.WITHDRAWN, "withdraw", why)

    def withhold(self, certificate_id: str, who: str, why: str) -> Certificate:
        """Shows neither the file nor its pages any more, where law demands it; results, hash, day and reason stay.

        One file may report several samples: it is shown by none of their certificates. Raises NotPermitted, NotFound, or RecordError
        where no reason is given.
        """
        self._require_reviewer(who)
        if not why.strip():
            raise RecordError("A file is withheld for a reason.", where=certificate_id, next_step="Say which law or order asks for it.")
        with self._store.write(who) as writer:
            for each in _of_its_file(writer, certificate_id):
                if each.source.display is not DisplayRight.WITHHELD:
                    writer.set_display(each.id, DisplayRight.WITHHELD, "withhold", why.strip())
            return writer.certificate(certificate_id)

    def release(self, certificate_id: str, who: str, why: str = "") -> Certificate:
        """Takes a withholding back: the file may be shown as it might before. Raises NotPermitted, NotFound, RecordError."""
        self._require_reviewer(who)
        with self._store.write(who) as writer:
            if writer.certificate(certificate_id).source.display is not DisplayRight.WITHHELD:
                raise RecordError("The file is not withheld.", where=certificate_id)
            for each in _of_its_file(writer, certificate_id):
                if each.source.display is DisplayRight.WITHHELD:
                    writer.set_display(each.id, _shown_before(writer, each.id), "release", why.strip())
            return writer.certificate(certificate_id)


def _of_its_file(reader: Reader, certificate_id: str) -> tuple[Certificate, ...]:
    """The certificates that one file became, the given one among them."""
    certificate = reader.certificate(certificate_id)
    if certificate.source.sha256 is None:
        return (certificate,)
    return tuple(reader.certificate(each) for each in reader.certificate_ids(sha256=certificate.source.sha256))


def _shown_before(reader: Reader, certificate_id: str) -> DisplayRight:
    """What might be shown of a certificate's file before it was withheld."""
    entries = reader.entries_about(f"certificate:{certificate_id}")
    before = (entry.payload["before"] for entry in reversed(entries) if entry.action == "withhold")
    return DisplayRight(next(each for each in before if each != DisplayRight.WITHHELD))


def text_at(draft: DraftCertificate, path: str) -> str | None:
    """The printed text that stands at `path` of a draft; None where nothing is printed there, or the place is still to be added.

    Raises RecordError where a draft has no such place.
    """
    place: object = draft
    for part in path.split("."):
        place = _step(place, part, path)
        if place is None:
            return None
    match place:
        case Result():
            return place.analyte
        case ReadText() | Measurement():
            return place.text
        case Quantity():
            return place.text or " ".join(filter(None, (str(place.value), place.unit)))
        case str():
            return str(place)
        case _:
            raise _no_place(path)


def _step(place: object, part: str, path: str) -> object:
    if isinstance(place, tuple) and part.isdecimal() and int(part) <= len(place):
        return place[int(part)] if int(part) < len(place) else None
    if isinstance(place, BaseModel) and part in type(place).model_fields:
        return getattr(place, part)
    raise _no_place(path)


def _no_place(path: str) -> RecordError:
    return RecordError(
        f"A certificate has no value at {path!r}.", next_step="Name a field such as lot, dates.received or results.0.measurements.0."
    )


def _correction(draft: DraftCertificate, path: str, after: str | None, who: str, why: str) -> Correction:
    return Correction(path=path, before=text_at(draft, path), after=after, stamp=_stamp(who), why=why)


def _stamp(who: str) -> Stamp:
    return Stamp(who=who, when=datetime.now(UTC))


def _reasoned(certificate: Certificate, why: str) -> None:
    """What is published changes for a reason alone, which then stands beside it."""
    if certificate.state is State.PUBLISHED and not why.strip():
        raise RecordError(
            "What is published is corrected for a reason.", where=certificate.id, next_step="Say what shows it, e.g. the page."
        )


def _stands(certificate: Certificate, corrections: tuple[Correction, ...]) -> None:
    """Refuses to take back what a later correction needs, such as the row that it is about."""
    try:
        _ = certificate.model_copy(update={"corrections": corrections}).current
    except RecordError as error:
        raise RecordError(
            "A later correction stands on this one.", where=certificate.id, next_step="Take the later one back first."
        ) from error


def _in_state(certificate: Certificate, allowed: tuple[State, ...], what: str) -> Certificate:
    if certificate.state not in allowed:
        raise RecordError(f"A certificate that is {certificate.state.value} cannot be {what}.", where=certificate.id)
    return certificate


def _check_subject(reader: Reader, subject: Subject) -> None:
    if reader.product(subject.product).brand != reader.brand(subject.brand).key:
        raise RecordError(
            f"The product {subject.product} is not one of {subject.brand}.", next_step="Choose brand and product that belong together."
        )
    if subject.lot is not None and reader.lot(subject.lot).product != subject.product:
        raise RecordError(f"The lot {subject.lot} is of another product.", next_step=f"Choose or create a lot of {subject.product}.")


def _check_set(certificate: Certificate, acquisition: Acquisition, *, specimen: bool) -> None:
    """Invented and real data never meet: certificate, acquisition and brand are all of one set."""
    invented = certificate.draft.specimen or acquisition.kind is AcquisitionKind.SPECIMEN
    if certificate.draft.specimen and acquisition.kind is not AcquisitionKind.SPECIMEN:
        raise RecordError(
            "The page says SPECIMEN: it is no evidence about a real product.",
            where=certificate.id,
            next_step="Choose the acquisition “specimen”.",
        )
    if invented != specimen:
        raise RecordError(
            "A specimen belongs under a specimen brand, and a real certificate under a real one.",
            where=certificate.id,
            next_step="Choose a brand of the same set.",
        )


def _check_superseded(certificate_id: str, earlier: Certificate, acquisition: Acquisition) -> None:
    if earlier.id == certificate_id or earlier.state not in (State.PUBLISHED, State.SUPERSEDED):
        raise RecordError("Only another published certificate can be superseded.", where=earlier.id)
    if (earlier.acquisition.kind is AcquisitionKind.SPECIMEN) != (acquisition.kind is AcquisitionKind.SPECIMEN):
        raise RecordError("A specimen supersedes only a specimen.", where=certificate_id)
