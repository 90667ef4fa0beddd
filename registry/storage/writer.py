"""Everything that can be written: each change and its journal entry happen together, or neither does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from registry.errors import IntegrityBroken
from registry.model.analytes import Synonym, name_key
from registry.model.certificate import Acquisition, Certificate, Correction, DraftCertificate, State, Subject
from registry.model.evidence import DisplayRight, Record, Source
from registry.model.product import Brand, Form, LabelClaim, Lot, Product
from registry.storage import derived, fingerprint, journal, rollups, schema
from registry.storage.encoding import columns_of, fold, now, slug, to_text
from registry.storage.kept import NOT_READ_YET, Failure, HandedIn
from registry.storage.reader import Reader, handed_in

R = TypeVar("R", bound=Record)


class Writer(Reader):
    """A reader that also writes, in the name of `actor`."""

    def __init__(self, connection: Connection, actor: str) -> None:
        super().__init__(connection)
        self.actor = actor
        self._uncounted: set[str] = set()
        """Certificates that left the lists' counts, until they are settled."""

    # files

    def keep_file(self, sha256: str, name: str, media_type: str, size: int, source: Source, *, specimen: bool) -> None:
        """Records a stored file that has no draft yet."""
        row = {"sha256": sha256, "name": name, "media_type": media_type, "size": size, "specimen": specimen, "source": to_text(source)}
        self._insert(schema.files, {**row, "added_by": self.actor, "added_at": now(), **_failure_columns(NOT_READ_YET)})
        self._record_subject("keep-file", "file", sha256, {"name": name})

    def set_failure(self, sha256: str, failure: Failure | None) -> None:
        """Why the file gave no draft; None once it gave one."""
        self._connection.execute(update(schema.files).where(schema.files.c.sha256 == sha256).values(_failure_columns(failure)))

    def record_batch(self, key: str, files: Sequence[HandedIn], *, specimen: bool) -> None:
        """Records in the journal which files were handed in together; the key, which opens the batch, only as its hash."""
        self._enter(handed_in(key), "upload", {"files": [asdict(file) for file in files], "specimen": specimen})

    # certificates

    def add_certificate(self, certificate: Certificate) -> Certificate:
        """Keeps a new certificate with its observation, in the state it has.

        Raises IntegrityBroken where another file already has its identifier.
        """
        if self.has_certificate(certificate.id):
            raise IntegrityBroken(
                "Two files would have the same identifier.", where=certificate.id, next_step="Report this; nothing was changed."
            )
        number = self._next(schema.certificates)
        self._uncounted.add(certificate.id)
        kept = {"number": number, "added_by": self.actor, "added_at": now(), "disputed": False}
        self._insert(schema.certificates, {**kept, **_record_columns(certificate), **derived.header(certificate)})
        self._add_observation(number, certificate.draft)
        for correction in certificate.corrections:
            self._add_correction(number, correction, None)
        action = "publish" if certificate.state is State.PUBLISHED else "add"
        known = {"corrected": [correction.path for correction in certificate.corrections]} if certificate.corrections else {}
        return self._settle(certificate.id, action, {"file": certificate.draft.file, "part": certificate.draft.part, **known})

    def _add_observation(self, number: int, draft: DraftCertificate) -> None:
        """Keeps what one version of the reader saw, beside what earlier versions saw."""
        row = {"certificate": number, "reader_version": draft.reader_version, "draft": to_text(draft), "read_at": now()}
        self._connection.execute(insert(schema.observations).values(row))

    def correct(self, certificate_id: str, correction: Correction, action: str, undoes: int | None = None) -> Certificate:
        """Puts a correction beside the observation; `undoes` is the ordinal of an earlier one that it takes back."""
        self._add_correction(self._certificate_row(certificate_id)["number"], correction, undoes)
        payload = {"path": correction.path, "before": correction.before, "after": correction.after, "why": correction.why}
        return self._settle(certificate_id, action, payload)

    def publish(self, certificate_id: str, subject: Subject | None, acquisition: Acquisition, supersedes: str | None) -> Certificate:
        """Links the certificate and makes it part of the registry; what it supersedes leaves the figures."""
        self._change(
            certificate_id,
            brand_key=subject.brand if subject else None,
            product_key=subject.product if subject else None,
            lot_key=subject.lot if subject else None,
            acquisition=to_text(acquisition),
            state=State.PUBLISHED.value,
            supersedes=supersedes,
        )
        if supersedes:
            self._change(supersedes, state=State.SUPERSEDED.value)
            self._settle(supersedes, "supersede", {"by": certificate_id})
        linked = subject.model_dump() if subject else {}
        return self._settle(certificate_id, "publish", {**linked, "acquisition": acquisition.kind.value, "supersedes": supersedes})

    def set_state(self, certificate_id: str, state: State, action: str, why: str) -> Certificate:
        """Sends back or withdraws."""
        self._change(certificate_id, state=state.value)
        return self._settle(certificate_id, action, {"why": why})

    def set_display(self, certificate_id: str, display: DisplayRight, action: str, why: str) -> Certificate:
        """What may be shown of the certificate's file from now on."""
        source = self.certificate(certificate_id).source
        self._change(certificate_id, source=to_text(source.model_copy(update={"display": display})))
        return self._settle(certificate_id, action, {"why": why, "display": display.value, "before": source.display.value})

    def note(self, certificate_id: str, action: str, payload: dict[str, Any], *, disputed: bool) -> journal.JournalEntry:
        """Records what is decided about a dispute or a reply; the record stays as it is."""
        self._change(certificate_id, disputed=disputed)
        return self.remark(certificate_id, action, payload)

    def remark(self, certificate_id: str, action: str, payload: dict[str, Any]) -> journal.JournalEntry:
        """Records something said or kept about the certificate that changes nothing of it, e.g. a photograph of its pack."""
        self._settle(certificate_id, action, payload)
        return self.entries_about(f"certificate:{certificate_id}")[-1]

    # brands, products, lots, claims

    def put_brand(self, brand: Brand) -> Brand:
        row = {"key": brand.key, "name": brand.name, "folded": fold(brand.name), "specimen": brand.specimen}
        return self._put(schema.brands, "brand", brand, row)

    def put_product(self, product: Product) -> Product:
        specimen = self.brand(product.brand).specimen
        row = {
            "key": product.key,
            "brand_key": product.brand,
            "name": product.name,
            "folded": fold(product.name),
            "form": product.form.value,
        }
        return self._put(schema.products, "product", product, {**row, "specimen": specimen})

    def put_lot(self, lot: Lot) -> Lot:
        row = {"key": lot.key, "product_key": lot.product, "number": lot.number, "folded": fold(lot.number or "")}
        return self._put(schema.lots, "lot", lot, row)

    def put_claim(self, claim: LabelClaim) -> LabelClaim:
        seen_on = claim.seen_on.isoformat() if claim.seen_on else None
        row = {"key": claim.key, "product_key": claim.product, "analyte_key": claim.analyte, "seen_on": seen_on}
        return self._put(schema.claims, "claim", claim, row, action="claim")

    def change_product(self, product: Product) -> Product:
        """Writes new pack facts beside the same key."""
        self._connection.execute(update(schema.products).where(schema.products.c.key == product.key).values(record=to_text(product)))
        self._record_subject("pack", "product", product.key, {"pack": product.pack.model_dump(mode="json", exclude_none=True)})
        return product

    def put_synonym(self, synonym: Synonym, *, in_force: bool) -> Synonym:
        """Keeps a name that is mapped, or (`in_force` False) no longer is: what it meant and who said so stays."""
        table, key = schema.synonyms, name_key(synonym.name)
        row = {"in_force": in_force, "record": to_text(synonym)}
        if self._has(table, key):
            self._connection.execute(update(table).where(table.c.key == key).values(columns_of(row)))
        else:
            self._insert(table, {"key": key, **row})
        action = "map-name" if in_force else "unmap-name"
        self._record_subject(action, "synonym", key, {"name": synonym.name, "analyte": synonym.analyte})
        return synonym

    def keep_contact(self, statement: int, contact: str) -> None:
        """Keeps how to reach who made a statement; the journal does not hear of it."""
        self._connection.execute(
            insert(schema.contacts).values(columns_of({"statement": statement, "contact": contact, "added_at": now()}))
        )

    def forget_contact(self, statement: int) -> bool:
        """Deletes it for good; whether there was one."""
        return self._connection.execute(delete(schema.contacts).where(schema.contacts.c.statement == statement)).rowcount > 0

    def free_key(self, kind: str, name: str, within: str = "") -> str:
        """A key made of the name that no brand, product or lot has yet, e.g. ``acme/gold-powder`` and then ``acme/gold-powder-2``."""
        table = fingerprint.SUBJECTS[kind]
        base = key = f"{within}/{slug(name)}" if within else slug(name)
        n = 1
        while self._connection.execute(select(table.c.key).where(table.c.key == key)).first():
            n += 1
            key = f"{base}-{n}"
        return key

    # parts

    def _put(self, table: Table, kind: str, record: R, row: dict[str, Any], action: str = "create") -> R:
        self._insert(table, {**row, "record": to_text(record)})
        self._record_subject(action, kind, row["key"], {})
        return record

    def _insert(self, table: Table, row: dict[str, Any]) -> None:
        self._connection.execute(insert(table).values(columns_of(row)))

    def _next(self, table: Table) -> int:
        """The next free number: writers take turns, so nobody else can take it."""
        return (self._connection.execute(select(func.max(table.c.number))).scalar() or 0) + 1

    def _change(self, certificate_id: str, **columns: Any) -> None:
        if certificate_id not in self._uncounted:
            rollups.leave(self._connection, self._certificate_row(certificate_id)["number"])
            self._uncounted.add(certificate_id)
        table = schema.certificates
        self._connection.execute(update(table).where(table.c.id == certificate_id).values(columns_of(columns)))

    def _add_correction(self, number: int, correction: Correction, undoes: int | None) -> None:
        table = schema.corrections
        last = self._connection.execute(select(func.max(table.c.ordinal)).where(table.c.certificate == number)).scalar()
        row = {"certificate": number, "ordinal": (last or 0) + 1, "record": to_text(correction), "undoes": undoes}
        self._connection.execute(insert(table).values(row))

    def _settle(self, certificate_id: str, action: str, payload: dict[str, Any]) -> Certificate:
        """Derives the rows of lists and figures anew, and writes the journal entry with the digests of both."""
        certificate = self.certificate(certificate_id)
        form = self.product(certificate.subject.product).form if certificate.subject else Form.UNKNOWN
        number = self._certificate_row(certificate_id)["number"]
        self._change(certificate_id, **derived.header(certificate), laboratory=self._laboratory(derived.laboratory_name(certificate)))
        self._replace(schema.panels, number, [{"panel": panel} for panel in derived.panels(certificate)])
        self._replace(schema.results, number, derived.result_rows(certificate, form))
        self._replace(schema.findings, number, derived.finding_rows(certificate))
        rollups.enter(self._connection, number)
        self._uncounted.discard(certificate_id)
        self._enter(f"certificate:{certificate_id}", action, {**payload, **self._digests(certificate_id)})
        return certificate

    def _digests(self, certificate_id: str) -> dict[str, str | None]:
        record, rows = (read(self._connection, certificate_id) for read in (fingerprint.record_digest, fingerprint.derived_digest))
        return {"record": record, "derived": rows}

    def _replace(self, table: Table, number: int, rows: list[dict[str, Any]]) -> None:
        self._connection.execute(delete(table).where(table.c.certificate == number))
        if rows:
            self._connection.execute(insert(table), [columns_of({"certificate": number, **row}) for row in rows])

    def _laboratory(self, name: str) -> int | None:
        if not name:
            return None
        table = schema.laboratories
        number: int | None = self._connection.execute(select(table.c.number).where(table.c.name == name)).scalar()
        if number is None:
            number = self._next(table)
            self._insert(table, {"number": number, "name": name, "folded": fold(name)})
        return number

    def _record_subject(self, action: str, kind: str, key: str, payload: dict[str, Any]) -> None:
        self._enter(f"{kind}:{key}", action, {**payload, "record": fingerprint.row_digest(self._connection, kind, key)})

    def _enter(self, subject: str, action: str, payload: dict[str, Any]) -> None:
        journal.append(self._connection, self.actor, action, subject, payload)


def _record_columns(certificate: Certificate) -> dict[str, Any]:
    subject = certificate.subject
    return {
        "id": certificate.id,
        "sha256": certificate.source.sha256,
        "source": to_text(certificate.source),
        "acquisition": to_text(certificate.acquisition),
        "reader_version": certificate.draft.reader_version,
        "brand_key": subject.brand if subject else None,
        "product_key": subject.product if subject else None,
        "lot_key": subject.lot if subject else None,
        "state": certificate.state.value,
        "supersedes": certificate.supersedes,
    }


def _failure_columns(failure: Failure | None) -> dict[str, Any]:
    fields = ("code", "reason", "page", "next_step")
    return {f"unread_{field}": getattr(failure, field) if failure else None for field in fields}
