"""Files in: read without keeping, add and keep, the queue of drafts, and the pages behind a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from registry.errors import NotFound, NotPermitted, ReadingError, RegistryError
from registry.model.analytes import Synonym
from registry.model.certificate import Acquisition, AcquisitionKind, Certificate, DraftCertificate
from registry.model.evidence import DisplayRight, Source
from registry.model.findings import Finding
from registry.reading.intake import PDF, PICTURES, sniff
from registry.reading.overlay import overlay_png
from registry.reading.sandbox import Outcome, page_png, without_password
from registry.services.answers import Added, Failure, FileBytes, Progress, ProgressReport, QueueEntry, ReadOutcome, UnreadFile
from registry.services.opening import Opening
from registry.services.synonyms import mapped
from registry.storage.files import sha256_of
from registry.storage.reader import Reader

_NO_DRAFT = Failure("not-a-certificate", "No sample was found in the file.", next_step="Check that the file is a certificate of analysis.")


class Intake(Opening):
    def read(
        self, paths: Sequence[Path], *, password: str | None = None, progress: ProgressReport | None = None, workers: int | None = None
    ) -> list[ReadOutcome]:
        """Reads files in parallel child processes and keeps nothing; one outcome for each path, in order. Never raises for a bad file."""
        files: list[tuple[str, bytes | Path]] = [(path.name, path) for path in paths]
        outcomes = self._read_files(files, workers, _counted(progress, len(files)), password=password)
        return [ReadOutcome(outcome.name, outcome.drafts, _failure(outcome.error)) for outcome in outcomes]

    def overlays(
        self, path: Path, drafts: Sequence[DraftCertificate], *, password: str | None = None, width: int = 1400
    ) -> Iterator[bytes]:
        """Each page of the file that `drafts` were read from as PNG, with a box around all that was taken from it.

        None for a table file, which has no pages to draw. Raises ReadingError where a page cannot be drawn.
        """
        media_type = drafts[0].media_type if drafts else ""
        if media_type != PDF and media_type not in PICTURES:
            return
        content = path.read_bytes()
        for page in range(1, drafts[0].pages + 1):
            yield overlay_png(page_png(content, media_type, page, width=width, password=password), drafts, page)

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
        SPECIMEN makes the certificate a specimen whether or not `specimen` says so. A password is never kept: beside the file
        as received stands a copy that opens without it, from which its pages are shown.
        """
        about = {"url": url, "obtained_on": obtained_on, "licence": licence, "display": display, "note": note}
        added = self._keep(content, name, who, Source.model_validate({"sha256": sha256_of(content), **about}), specimen=specimen)
        return _again(added, name) if added else self._read_kept(sha256_of(content), content, name, who, password)

    def add_many(
        self,
        files: Iterable[tuple[bytes, str]],
        who: str,
        *,
        progress: ProgressReport | None = None,
        password: str | None = None,
        specimen: bool = False,
    ) -> list[Added]:
        """`add` for several (content, name) pairs, read in parallel; the answers keep the order, one bad file stops nothing."""
        given = list(files)
        answers: dict[str, Added] = {}  # by SHA-256; a file given twice is read once
        new: dict[str, tuple[str, bytes | Path]] = {}
        for content, name in given:
            sha256 = sha256_of(content)
            if sha256 not in new and sha256 not in answers:
                known = self._keep(content, name, who, Source(sha256=sha256), specimen=specimen)
                if known:
                    answers[sha256] = known
                else:
                    new[sha256] = (name, content)
        outcomes = self._read_files(list(new.values()), None, _counted(progress, len(given), done=len(answers)), password=password)
        for sha256, outcome in zip(new, outcomes, strict=True):
            answers[sha256] = self._settle(sha256, outcome, who, password)
        return _in_order(given, answers)

    def read_again(self, sha256: str, who: str, *, password: str | None = None) -> Added:
        """Reads a kept file that failed before (with its password, or with a newer reader). Raises NotFound."""
        with self._store.read() as reader:
            kept, known = reader.file(sha256), _already_there(reader, sha256)
        return known or self._read_kept(sha256, self._store.files.get(sha256), kept.file_name, who, password)

    def unread_files(self, *, specimen: bool = False) -> tuple[UnreadFile, ...]:
        """Kept files without a draft, newest first."""
        with self._store.read() as reader:
            return reader.unread_files(specimen=specimen)

    def queue(self, *, specimen: bool = False) -> tuple[QueueEntry, ...]:
        """Drafts and sent-back certificates that wait for a reviewer, oldest first."""
        with self._store.read() as reader:
            return reader.waiting(specimen=specimen)

    def page_image(self, certificate_id: str, page: int, *, width: int = 1400) -> bytes:
        """One page as PNG, `width` pixels wide; boxes of evidence are fractions of it.

        Raises NotFound where the certificate has no file or no such page, NotPermitted where the file is withheld, ReadingError
        where the page cannot be drawn.
        """
        with self._store.read() as reader:
            certificate = reader.certificate(certificate_id)
        if not 1 <= page <= max(1, certificate.draft.pages):
            raise NotFound(f"The certificate has {certificate.draft.pages} pages, and no page {page}.", where=certificate_id)
        _check_shown(certificate.source, certificate_id)
        if unlocked := certificate.source.unlocked_sha256:
            return page_png(self._store.files.get(unlocked), PDF, page, width=width)
        file = self.file_bytes(certificate_id)
        return page_png(file.content, file.media_type, page, width=width)

    def file_bytes(self, certificate_id: str) -> FileBytes:
        """The original file.

        Raises NotFound where the certificate has none, NotPermitted where it is withheld, IntegrityBroken where its bytes have changed.
        """
        with self._store.read() as reader:
            source = reader.certificate(certificate_id).source
        _check_shown(source, certificate_id)
        if source.sha256 is None:
            raise NotFound(
                "The registry holds no file of this certificate, only its address.", where=certificate_id, next_step=f"Open {source.url}."
            )
        content = self._store.files.get(source.sha256)
        return FileBytes(source.file_name or certificate_id, source.media_type or "application/octet-stream", content, source.display)

    def _keep(self, content: bytes, name: str, who: str, source: Source, *, specimen: bool) -> Added | None:
        """Keeps the bytes before anything reads them, so that nothing is lost; answers where they gave certificates already."""
        sha256 = self._store.files.put(content)
        with self._store.write(who) as writer:
            known = _already_there(writer, sha256)
            if known or writer.has_file(sha256):
                return known
            source = source.model_copy(update={"file_name": name, "media_type": _media_type(content, name)})
            writer.keep_file(sha256, name, source.media_type or "", len(content), source, specimen=specimen)
        return None

    def _read_kept(self, sha256: str, content: bytes, name: str, who: str, password: str | None) -> Added:
        (outcome,) = self._read_files([(name, content)], 1, None, password=password)
        return self._settle(sha256, outcome, who, password)

    def _settle(self, sha256: str, outcome: Outcome, who: str, password: str | None) -> Added:
        """Keeps what reading gave: its drafts, or why there are none."""
        unlocked = self._unlocked(sha256, outcome, password)
        failure = _failure(outcome.error) or (None if outcome.drafts else _NO_DRAFT)
        with self._store.write(who) as writer:
            kept, known = writer.file(sha256), _already_there(writer, sha256)
            if known:
                return known
            writer.set_failure(sha256, failure)
            source = kept.source.model_copy(update={"unlocked_sha256": unlocked})
            names = writer.synonyms()
            ids = [writer.add_certificate(_drafted(draft, source, names, specimen=kept.specimen)).id for draft in outcome.drafts]
        return Added(kept.file_name, sha256, tuple(ids), findings=_findings(outcome.drafts), failure=failure)

    def _unlocked(self, sha256: str, outcome: Outcome, password: str | None) -> str | None:
        """The SHA-256 of a copy that opens without the password, where the file was read with one."""
        if not password or not any(draft.authenticity.encrypted for draft in outcome.drafts):
            return None
        try:
            return self._store.files.put(without_password(self._store.files.get(sha256), outcome.name, password))
        except ReadingError:  # the drafts are worth keeping without their pages
            return None


def _check_shown(source: Source, certificate_id: str) -> None:
    if source.display is DisplayRight.WITHHELD:
        raise NotPermitted(
            "The file is withheld.", where=certificate_id, next_step="Its page says when and why; its results stay in the registry."
        )


def _already_there(reader: Reader, sha256: str) -> Added | None:
    ids = reader.certificate_ids(sha256=sha256)
    if not ids:
        return None
    drafts = [reader.certificate(certificate_id).draft for certificate_id in ids]
    return Added(reader.file(sha256).file_name, sha256, ids, duplicate=True, findings=_findings(drafts))


def _drafted(draft: DraftCertificate, source: Source, names: tuple[Synonym, ...], *, specimen: bool) -> Certificate:
    kind = AcquisitionKind.SPECIMEN if specimen or draft.specimen else AcquisitionKind.UNKNOWN
    return Certificate(
        id=f"{(source.sha256 or '')[:12]}-{draft.part}",
        source=source,
        acquisition=Acquisition(kind=kind),
        draft=draft,
        corrections=mapped(draft, names),
    )


def _findings(drafts: Sequence[DraftCertificate]) -> tuple[Finding, ...]:
    return tuple(finding for draft in drafts for finding in draft.findings)


def _failure(error: RegistryError | None) -> Failure | None:
    if error is None:
        return None
    return Failure(code=error.code, reason=f"{error.where}: {error.what}" if error.where else error.what, next_step=error.next_step)


def _media_type(content: bytes, name: str) -> str:
    try:
        return sniff(content, name)
    except ReadingError:
        return "application/octet-stream"


def _counted(progress: ProgressReport | None, total: int, done: int = 0) -> Callable[[Outcome], None] | None:
    """`progress` as reading calls it: once for each file that is done."""
    if progress is None:
        return None
    count = done

    def report(outcome: Outcome) -> None:
        nonlocal count
        count += 1
        progress(Progress(count, total, outcome.name))

    return report


def _again(known: Added, name: str) -> Added:
    """The answer to a file whose bytes gave certificates before, now under the name `name`; a finding says so."""
    note = Finding(code="duplicate-file", details={"file": name, "certificate": ", ".join(known.certificate_ids)})
    return replace(known, file_name=name, duplicate=True, findings=(note, *known.findings))


def _in_order(given: Sequence[tuple[bytes, str]], answers: dict[str, Added]) -> list[Added]:
    """One answer for each given file; the second copy of a file in one batch is a duplicate of the first."""
    out: list[Added] = []
    seen: set[str] = set()
    for content, name in given:
        sha256 = sha256_of(content)
        answer = answers[sha256]
        known = answer.duplicate or (sha256 in seen and bool(answer.certificate_ids))
        out.append(_again(answer, name) if known else replace(answer, file_name=name))
        seen.add(sha256)
    return out
