"""Everything that can be asked of storage, over one connection that sees one state of the registry."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import pandas as pd
from sqlalchemy import ColumnElement, Connection, RowMapping, Table, func, literal, or_, select

from registry.errors import NotFound
from registry.model.analytes import Synonym
from registry.model.certificate import OPEN, Acquisition, Certificate, Correction, DraftCertificate, State, Subject
from registry.model.draft import StatementKind
from registry.model.evidence import Source
from registry.model.product import MISTAKABLE, Brand, LabelClaim, Lot, Product, plain_lot
from registry.storage import frames, journal, schema
from registry.storage.answers import MeasuredProducts, SearchPage, SearchRow
from registry.storage.encoding import canonical, fold, from_text
from registry.storage.filters import Filters
from registry.storage.kept import Failure, HandedIn, KeptFile, QueueEntry, UnreadFile
from registry.storage.measured import measured_analytes, measured_products, product_names
from registry.storage.search import Sort, count, listed, search
from registry.storage.selection import chosen

_COMPARED: Final = 20
"""Signs of a lot number that are asked for before it is respelled: nobody can make the database try an endless pattern."""


class Reader:
    """Answers in records; raises NotFound where a key names nothing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # certificates

    def certificate(self, certificate_id: str) -> Certificate:
        """The certificate with the observation in force and the corrections that were not taken back."""
        row = self._certificate_row(certificate_id)
        return Certificate(
            id=row["id"],
            source=from_text(Source, row["source"], certificate_id),
            acquisition=from_text(Acquisition, row["acquisition"], certificate_id),
            draft=self._draft(row),
            corrections=tuple(correction for _, correction in self.corrections(certificate_id)),
            subject=Subject(brand=row["brand_key"], product=row["product_key"], lot=row["lot_key"]) if row["product_key"] else None,
            state=State(row["state"]),
            supersedes=row["supersedes"],
        )

    def certificates(self, filters: Filters) -> Iterator[Certificate]:
        """The whole records that `filters` ask for, in the order they were added."""
        table = schema.certificates.c
        for certificate_id in self._connection.execute(select(table.id).where(chosen(filters)).order_by(table.number)).scalars().all():
            yield self.certificate(certificate_id)

    def stating(self, kind: StatementKind, filters: Filters) -> Iterator[Certificate]:
        """The records that `filters` ask for in which a statement of that kind was read; the observations' texts are searched first."""
        c, observed = schema.certificates.c, schema.observations.c
        written = canonical({"kind": kind.value})[1:-1]
        same = (observed.certificate == c.number, observed.reader_version == c.reader_version, observed.draft.contains(written))
        for certificate_id in self._connection.execute(select(c.id).where(chosen(filters), *same).order_by(c.number)).scalars().all():
            yield self.certificate(certificate_id)

    def certificate_ids(self, *, sha256: str) -> tuple[str, ...]:
        """The certificates that a file gave, in the order of its samples."""
        table = schema.certificates.c
        return tuple(self._connection.execute(select(table.id).where(table.sha256 == sha256).order_by(table.number)).scalars())

    def has_certificate(self, certificate_id: str) -> bool:
        return (
            self._connection.execute(select(schema.certificates.c.id).where(schema.certificates.c.id == certificate_id)).first() is not None
        )

    def superseding(self, certificate_id: str) -> str | None:
        """The certificate that amends this one, None where none does."""
        table = schema.certificates.c
        return self._connection.execute(select(table.id).where(table.supersedes == certificate_id).order_by(table.number)).scalar()

    def corrections(self, certificate_id: str) -> tuple[tuple[int, Correction], ...]:
        """Ordinal and record of the corrections in force, in their order."""
        number = self._certificate_row(certificate_id)["number"]
        table = schema.corrections.c
        query = select(table.ordinal, table.record).where(table.certificate == number, table.ordinal.in_(self._ordinals_in_force(number)))
        found = self._connection.execute(query.order_by(table.ordinal)).all()
        return tuple((ordinal, from_text(Correction, text, certificate_id)) for ordinal, text in found)

    def waiting(self, *, specimen: bool) -> tuple[QueueEntry, ...]:
        """Drafts and sent-back certificates, oldest first."""
        c = schema.certificates.c
        return tuple(entry for _, entry in self._entries(c.state.in_(OPEN), c.specimen.is_(specimen)))

    def given_by(self, files: Collection[str]) -> dict[str, tuple[QueueEntry, ...]]:
        """By SHA-256, the certificates that files gave, in any state, in the order of their samples."""
        given: dict[str, tuple[QueueEntry, ...]] = {}
        for sha256, entry in self._entries(schema.certificates.c.sha256.in_(files)):
            given[sha256] = (*given.get(sha256, ()), entry)
        return given

    def _entries(self, *wanted: ColumnElement[bool]) -> Iterator[tuple[str, QueueEntry]]:
        """SHA-256 and entry of certificates, oldest first."""
        files, laboratories = schema.files.c, schema.laboratories.c
        query = (
            select(schema.certificates, files.name.label("file_name"), laboratories.name.label("laboratory_name"))
            .select_from(schema.certificates.outerjoin(schema.files).outerjoin(schema.laboratories))
            .where(*wanted)
            .order_by(schema.certificates.c.number)
        )
        for row in self._connection.execute(query).mappings():
            yield row["sha256"] or "", _waiting(row)

    def same_report(self, certificate_id: str) -> tuple[str, ...]:
        """Other certificates of the set with the same laboratory and report number, oldest first: one report that came twice.

        Of one laboratory's reports of one day, numbers are the same that differ in their signs, or in what stands in brackets behind them.
        """
        c, row = schema.certificates.c, self._certificate_row(certificate_id)
        if not row["report_folded"] or row["laboratory"] is None:
            return ()
        alike = (c.laboratory == row["laboratory"], c.specimen.is_(row["specimen"]), c.report_folded != "")
        number = or_(c.report_folded == row["report_folded"], c.reported == row["reported"])
        other_file = c.sha256.is_distinct_from(row["sha256"])  # one file may report several samples
        found = self._connection.execute(select(c.id, c.report_folded).where(*alike, number, other_file).order_by(c.number))
        return tuple(key for key, folded in found if _bare(folded) == _bare(row["report_folded"]))

    # files

    def file(self, sha256: str) -> KeptFile:
        row = self._connection.execute(select(schema.files).where(schema.files.c.sha256 == sha256)).mappings().first()
        if row is None:
            raise NotFound("The registry does not hold this file.", where=sha256, next_step="Add it with `registry add FILE`.")
        return KeptFile(row["name"], row["specimen"], from_text(Source, row["source"], sha256))

    def has_file(self, sha256: str) -> bool:
        return self._connection.execute(select(schema.files.c.sha256).where(schema.files.c.sha256 == sha256)).first() is not None

    def unread_files(self, *, specimen: bool) -> tuple[UnreadFile, ...]:
        """Files without a draft, newest first."""
        table = schema.files.c
        query = select(schema.files).where(table.unread_code.is_not(None), table.specimen.is_(specimen)).order_by(table.added_at.desc())
        return tuple(_unread(row) for row in self._connection.execute(query).mappings())

    def failures(self, files: Collection[str]) -> dict[str, Failure]:
        """By SHA-256, why files have no draft."""
        table = schema.files.c
        query = select(schema.files).where(table.sha256.in_(files), table.unread_code.is_not(None))
        return {row["sha256"]: _failure_of(row) for row in self._connection.execute(query).mappings()}

    def batch(self, key: str) -> tuple[tuple[HandedIn, ...], bool] | None:
        """The files that were handed in together and whether they are specimens; None where there is no such batch."""
        entries = self.entries_about(handed_in(key)) or self.entries_about(f"batch:{key}")  # as earlier versions wrote it
        if not entries:
            return None
        payload = entries[0].payload
        return tuple(HandedIn(**handed) for handed in payload["files"]), bool(payload["specimen"])

    def count_unread(self, *, specimen: bool) -> int:
        table = schema.files.c
        query = select(func.count()).where(table.unread_code.is_not(None), table.specimen.is_(specimen))
        return self._connection.execute(query).scalar_one()

    # brands, products, lots, claims

    def brands(self, *, specimen: bool) -> tuple[Brand, ...]:
        table = schema.brands.c
        query = select(table.key, table.record).where(table.specimen.is_(specimen)).order_by(table.folded)
        return tuple(from_text(Brand, text, key) for key, text in self._connection.execute(query))

    def brand(self, key: str) -> Brand:
        return from_text(Brand, self._record(schema.brands, key, "brand"), key)

    def brand_named(self, name: str, *, specimen: bool) -> Brand | None:
        table = schema.brands.c
        key = self._connection.execute(select(table.key).where(table.folded == fold(name), table.specimen.is_(specimen))).scalar()
        return self.brand(key) if key else None

    def products(self, brand: str | None, *, specimen: bool) -> tuple[Product, ...]:
        table = schema.products.c
        query = select(table.key, table.record).where(table.specimen.is_(specimen)).order_by(table.folded, table.key)
        query = query if brand is None else query.where(table.brand_key == brand)
        return tuple(from_text(Product, text, key) for key, text in self._connection.execute(query))

    def count_tested_products(self, filters: Filters) -> int:
        """How many products the certificates are about that `filters` ask for."""
        product = schema.certificates.c.product_key
        return int(self._connection.execute(select(func.count(product.distinct())).where(chosen(filters))).scalar_one())

    def product(self, key: str) -> Product:
        return from_text(Product, self._record(schema.products, key, "product"), key)

    def product_named(self, brand: str, name: str) -> Product | None:
        table = schema.products.c
        key = self._connection.execute(select(table.key).where(table.brand_key == brand, table.folded == fold(name))).scalar()
        return self.product(key) if key else None

    def lots(self, product: str) -> tuple[Lot, ...]:
        table = schema.lots.c
        query = select(table.key, table.record).where(table.product_key == product).order_by(table.folded == "", table.folded)
        return tuple(from_text(Lot, text, key) for key, text in self._connection.execute(query))

    def lots_alike(self, number: str, *, specimen: bool) -> tuple[Lot, ...]:
        """The lots of the real (or the specimen) set whose number is the same as `number` but for what plain_lot leaves out."""
        if not (plain := plain_lot(number)):
            return ()
        table, products = schema.lots.c, schema.products.c
        spelled: ColumnElement[str] = table.folded
        for sign, digit in (*((sign, "") for sign in " -_./#:()+*,"), *MISTAKABLE.items()):
            spelled = func.replace(spelled, sign, digit)
        query = (
            select(table.key, table.record)
            .join(schema.products, products.key == table.product_key)
            # the pattern asks for the same signs in the same order, and spares nearly every lot the respelling
            .where(table.folded.like(_in_order(plain)), spelled == plain, products.specimen.is_(specimen))
        )
        # ordered here: asked for it, SQLite walks all lots by their keys
        return tuple(from_text(Lot, text, key) for key, text in sorted(self._connection.execute(query).all()))

    def lot(self, key: str) -> Lot:
        return from_text(Lot, self._record(schema.lots, key, "lot"), key)

    def lot_numbered(self, product: str, number: str | None) -> Lot | None:
        table = schema.lots.c
        query = select(table.key).where(table.product_key == product, table.folded == fold(number or "")).order_by(table.key)
        key = self._connection.execute(query).scalar()
        return self.lot(key) if key else None

    def claims(self, product: str | None, *, specimen: bool) -> tuple[LabelClaim, ...]:
        """Oldest first, undated ones before all."""
        table = schema.claims.c
        query = select(table.key, table.record).join(schema.products).where(schema.products.c.specimen.is_(specimen))
        query = query if product is None else query.where(table.product_key == product)
        query = query.order_by(table.seen_on.is_not(None), table.seen_on, table.key)
        return tuple(from_text(LabelClaim, text, key) for key, text in self._connection.execute(query))

    def has_brand(self, key: str) -> bool:
        return self._has(schema.brands, key)

    def has_product(self, key: str) -> bool:
        return self._has(schema.products, key)

    def has_lot(self, key: str) -> bool:
        return self._has(schema.lots, key)

    def has_claim(self, key: str) -> bool:
        return self._has(schema.claims, key)

    def contact(self, statement: int) -> str | None:
        """How to reach who made a statement (the number of its journal entry); None where nobody said, or it was deleted."""
        table = schema.contacts.c
        return self._connection.execute(select(table.contact).where(table.statement == statement)).scalar()

    def synonyms(self) -> tuple[Synonym, ...]:
        """The names that reviewers mapped and did not take back, by name."""
        table = schema.synonyms.c
        query = select(table.key, table.record).where(table.in_force.is_(True)).order_by(table.key)
        return tuple(from_text(Synonym, text, key) for key, text in self._connection.execute(query))

    # questions

    def search(self, query: str, filters: Filters, sort: Sort, page: int, size: int) -> SearchPage:
        return search(self._connection, query, filters, sort, page, size)

    def listed(self, query: str, filters: Filters, sort: Sort, page: int, size: int) -> tuple[SearchRow, ...]:
        return listed(self._connection, query, filters, sort, page, size)

    def count(self, query: str, filters: Filters) -> int:
        return count(self._connection, query, filters)

    def results_frame(self, filters: Filters) -> pd.DataFrame:
        return frames.results_frame(self._connection, filters)

    def claims_frame(self, filters: Filters) -> pd.DataFrame:
        return frames.claims_frame(self._connection, filters)

    def measured_analytes(self, *, specimen: bool) -> dict[str, int]:
        return measured_analytes(self._connection, specimen=specimen)

    def measured_products(self, analyte: str | None, filters: Filters, skip: int, size: int | None) -> MeasuredProducts:
        return measured_products(self._connection, analyte, filters, skip, size)

    def product_names(self, *, specimen: bool) -> tuple[tuple[str, str, str, str], ...]:
        return product_names(self._connection, specimen=specimen)

    # journal and counts

    def head(self) -> tuple[int, str]:
        """Number and hash of the journal's newest entry."""
        return journal.head(self._connection)

    def entries_about(self, subject: str) -> tuple[journal.JournalEntry, ...]:
        return journal.entries_about(self._connection, subject)

    def decisions(self, actions: Collection[str], subjects: Collection[str] | None = None) -> tuple[journal.JournalEntry, ...]:
        """The entries of those actions, about those subjects or about any, oldest first."""
        return journal.decisions(self._connection, actions, subjects)

    def publications(self, limit: int, *, specimen: bool) -> tuple[tuple[str, journal.JournalEntry], ...]:
        """The certificates that are published, each with the journal entry that last published it, newest first."""
        c = schema.certificates.c
        subject = literal("certificate:") + c.id
        query = select(c.id, schema.journal).join(schema.journal, schema.journal.c.subject == subject)
        query = query.where(schema.journal.c.action == "publish", c.state == State.PUBLISHED, c.specimen.is_(specimen))
        return journal.with_keys(self._connection, query.order_by(schema.journal.c.seq.desc()).limit(limit))

    def journal(self, skip: int, limit: int, *, newest_first: bool) -> tuple[journal.JournalEntry, ...]:
        return journal.stretch(self._connection, skip, limit, newest_first=newest_first)

    def count_by_state(self) -> dict[tuple[bool, State], int]:
        """Certificates by (specimen, state)."""
        table = schema.certificates.c
        query = select(table.specimen, table.state, func.count()).group_by(table.specimen, table.state)
        return {(bool(specimen), State(state)): count for specimen, state, count in self._connection.execute(query)}

    # parts

    def _certificate_row(self, certificate_id: str) -> RowMapping:
        row = self._connection.execute(select(schema.certificates).where(schema.certificates.c.id == certificate_id)).mappings().first()
        if row is None:
            raise NotFound(f"No certificate has the identifier {certificate_id}.", next_step="Search for it by product, lot or laboratory.")
        return row

    def _draft(self, row: Mapping[Any, Any]) -> DraftCertificate:
        table = schema.observations.c
        where = (table.certificate == row["number"], table.reader_version == row["reader_version"])
        text = self._connection.execute(select(table.draft).where(*where)).scalar()
        return from_text(DraftCertificate, text or "", row["id"])

    def _ordinals_in_force(self, number: int) -> list[int]:
        table = schema.corrections.c
        taken_back = select(table.undoes).where(table.certificate == number, table.undoes.is_not(None))
        query = select(table.ordinal).where(table.certificate == number, table.undoes.is_(None), table.ordinal.not_in(taken_back))
        return list(self._connection.execute(query.order_by(table.ordinal)).scalars())

    def _has(self, table: Table, key: str) -> bool:
        return self._connection.execute(select(table.c.key).where(table.c.key == key)).first() is not None

    def _record(self, table: Table, key: str, what: str) -> str:
        text: str | None = self._connection.execute(select(table.c.record).where(table.c.key == key)).scalar()
        if text is None:
            raise NotFound(f"No {what} has the key {key!r}.", next_step=f"Choose a {what} from the list, or create it.")
        return text


def handed_in(key: str) -> str:
    """The journal's subject for the files that were handed in under a key: who reads the journal cannot open them by it."""
    return f"upload:{hashlib.sha256(key.encode()).hexdigest()}"


def _unread(row: RowMapping) -> UnreadFile:
    return UnreadFile(
        sha256=row["sha256"],
        file_name=row["name"],
        media_type=row["media_type"],
        size=row["size"],
        added_by=row["added_by"],
        added_at=datetime.fromisoformat(row["added_at"]),
        failure=_failure_of(row),
        specimen=row["specimen"],
    )


def _failure_of(row: RowMapping) -> Failure:
    return Failure(row["unread_code"], row["unread_reason"], row["unread_page"], row["unread_next_step"])


def _waiting(row: RowMapping) -> QueueEntry:
    return QueueEntry(
        certificate_id=row["id"],
        file_name=row["file_name"] or "",
        product_name=row["product_text"],
        laboratory=row["laboratory_name"] or "",
        lot=row["lot_text"],
        state=State(row["state"]),
        added_by=row["added_by"],
        added_at=datetime.fromisoformat(row["added_at"]),
        results=row["result_count"],
        doubtful=row["doubtful_count"],
        errors=row["error_count"],
        warnings=row["warning_count"],
        specimen=bool(row["specimen"]),
    )


def _in_order(plain: str) -> str:
    """A pattern that every spelling of a plain lot number meets: its first signs in their order, save those that a letter may stand for."""
    return "%" + "%".join(c for c in plain[:_COMPARED] if c not in MISTAKABLE.values()) + "%"


def _bare(number: str) -> str:
    """A report's number without its signs and what is added in brackets; as it is where nothing else is left."""
    return re.sub(r"\(.*?\)|\W", "", number) or number
