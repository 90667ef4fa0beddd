"""A registry to try the use cases on: the reader is stood in for, everything else is real."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from registry.errors import ReadingError
from registry.model.certificate import Acquisition, AcquisitionKind, DraftCertificate, Subject
from registry.reading.sandbox import Outcome
from registry.services import Registry
from registry.settings import Settings

REVIEWER = "reviewer"
UPLOADER = "uploader"
VENDOR = Acquisition(kind=AcquisitionKind.VENDOR_SUPPLIED)
UNREADABLE = b"%PDF-1.4 nothing more"


def read_written_drafts(
    files: Sequence[tuple[str, bytes | Path]],
    workers: int | None = None,
    on_done: Callable[[Outcome], None] | None = None,
    *,
    password: str | None = None,
) -> Iterator[Outcome]:
    """Reads what `file_of` writes; anything else cannot be read, except with the password "open"."""
    for name, content in files:
        data = content.read_bytes() if isinstance(content, Path) else content
        outcome = _read(name, b"[]" if data == UNREADABLE and password == "open" else data)
        if on_done:
            on_done(outcome)
        yield outcome


def _read(name: str, data: bytes) -> Outcome:
    try:
        return Outcome(name, tuple(DraftCertificate.model_validate(each) for each in json.loads(data)))
    except ValueError:
        return Outcome(name, error=ReadingError("The file ends early.", where=name, next_step="Ask for it again.", code="file-truncated"))


def file_of(*drafts: DraftCertificate) -> bytes:
    """A file whose reading gives these drafts."""
    return json.dumps([draft.model_dump(mode="json") for draft in drafts]).encode()


def open_registry(database_url: str, home: Path, reviewers: tuple[str, ...] = (REVIEWER,)) -> Registry:
    settings = Settings(home=home, database_url=database_url, files=home / "files", reviewers=reviewers)
    return Registry(settings, read_files=read_written_drafts)


def subject(
    registry: Registry, brand: str = "Acme", product: str = "Gold Powder", lot: str | None = "L-1", *, specimen: bool = False
) -> Subject:
    maker = registry.create_brand(brand, REVIEWER, specimen=specimen)
    thing = registry.create_product(maker.key, product, REVIEWER)
    return Subject(brand=maker.key, product=thing.key, lot=registry.create_lot(thing.key, lot, REVIEWER).key)


def publish(registry: Registry, draft: DraftCertificate, about: Subject | None = None, acquisition: Acquisition = VENDOR) -> str:
    """The id of a certificate that was added and published."""
    (certificate_id,) = registry.add(file_of(draft), draft.file, UPLOADER).certificate_ids
    registry.publish(certificate_id, about or subject(registry), acquisition, REVIEWER)
    return certificate_id
