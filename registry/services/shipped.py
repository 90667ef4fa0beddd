"""The data that ships: published results with their label claims, and the invented specimens as a set of their own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from registry.datafiles import data_path
from registry.model.certificate import Acquisition, AcquisitionKind, State, Subject
from registry.model.evidence import Source
from registry.model.product import Brand, LabelClaim, Lot, Product
from registry.model.published import Published, load_published
from registry.services.answers import Added, Loaded, Progress, ProgressReport
from registry.services.intake import Intake
from registry.storage.files import sha256_of
from registry.storage.kept import NOT_READ_YET
from registry.storage.naming import claim_kept
from registry.storage.writer import Writer

SHIPPED: Final = "shipped data"
"""Who the journal names for what comes with the program."""
_TOLD_EVERY: Final = 25
_PASSING: Final = (NOT_READ_YET.code, "reading-timeout", "reading-memory", "reading-crashed")
"""Failures that a machine with less to do may not have."""
_SPECIMEN: Final = Acquisition(kind=AcquisitionKind.SPECIMEN)


@dataclass(frozen=True, slots=True)
class SpecimenFile:
    """One specimen file: the lots of its samples in order, and the file whose certificates it amends."""

    path: Path
    lots: tuple[str, ...]
    supersedes: str | None = None


@dataclass(frozen=True, slots=True)
class Specimens:
    """What `data/specimens/subjects.toml` says."""

    brands: tuple[Brand, ...]
    products: tuple[Product, ...]
    lots: tuple[Lot, ...]
    claims: tuple[LabelClaim, ...]
    files: tuple[SpecimenFile, ...]


class Shipped(Intake):
    def load_published(self, *, progress: ProgressReport | None = None) -> Loaded:
        """Loads the published results and label claims that ship; what is there already stays as it is.

        They are certificates without a file: their evidence is the row, their source the address that the row names.
        """
        shipped = load_published()
        with self._store.write(SHIPPED) as writer:
            _keep_named(writer, shipped)
            new = [certificate for certificate in shipped.certificates if not writer.has_certificate(certificate.id)]
            for done, certificate in enumerate(new, start=1):
                writer.add_certificate(certificate)
                if progress and (done % _TOLD_EVERY == 0 or done == len(new)):
                    progress(Progress(done, len(new), certificate.source.url or certificate.id))
            claims = [writer.put_claim(claim) for claim in shipped.claims if not writer.has_claim(claim.key)]
        there = len(shipped.certificates) + len(shipped.claims) - len(new) - len(claims)
        return Loaded(certificates=len(new), claims=len(claims), already_there=there)

    def load_specimens(self, *, progress: ProgressReport | None = None) -> Loaded:
        """Loads the invented specimen certificates through the real reader, as their own set; what is there already stays as it is.

        A specimen that cannot be read is kept as an unread file and named among the failures; a second
        time it is tried only where the machine had no room.
        """
        shipped = specimens()
        contents = {file.path.name: file.path.read_bytes() for file in shipped.files}
        with self._store.write(SHIPPED) as writer:
            claims = _keep_subjects(writer, shipped)
            answers = _tried_before(writer, contents)
        new = [(content, name) for name, content in contents.items() if name not in answers]
        answers |= {answer.file_name: answer for answer in self.add_many(new, SHIPPED, progress=progress, specimen=True)}
        with self._store.write(SHIPPED) as writer:
            published = sum(_publish(writer, file, answers) for file in shipped.files)
        there = sum(len(answer.certificate_ids) for answer in answers.values()) - published
        failures = tuple((name, answer.failure) for name, answer in answers.items() if answer.failure)
        return Loaded(certificates=published, claims=claims, already_there=there, failures=failures)


def specimens(path: Path | None = None) -> Specimens:
    """The specimens that ship (or those that `path` describes)."""
    source = path or data_path("specimens", "subjects.toml")
    said = tomllib.loads(source.read_text(encoding="utf-8"), parse_float=Decimal)
    return Specimens(
        brands=tuple(Brand(key=key, specimen=True, **fields) for key, fields in said["brands"].items()),
        products=tuple(_product(key, fields) for key, fields in said["products"].items()),
        lots=tuple(Lot(key=key, product=lot["product"], number=lot["number"] or None) for key, lot in said["lots"].items()),
        claims=tuple(_claims(said["products"], source.name)),
        files=tuple(SpecimenFile(source.parent / file["file"], tuple(file["lots"]), file.get("supersedes")) for file in said["files"]),
    )


def _product(key: str, fields: dict[str, Any]) -> Product:
    return Product.model_validate({"key": key, **{name: fields[name] for name in ("brand", "name", "form", "pack")}})


def _claims(products: dict[str, Any], source: str) -> Iterator[LabelClaim]:
    for key, fields in products.items():
        for claim in fields["claims"]:
            yield LabelClaim.model_validate({"key": "", "product": key, "source": Source(url=f"specimen:{source}"), **claim})


def _keep_named(writer: Writer, shipped: Specimens | Published) -> None:
    """Brands, products and lots that are not there yet."""
    for brand in shipped.brands:
        if not writer.has_brand(brand.key):
            writer.put_brand(brand)
    for product in shipped.products:
        if not writer.has_product(product.key):
            writer.put_product(product)
    for lot in shipped.lots:
        if not writer.has_lot(lot.key):
            writer.put_lot(lot)


def _keep_subjects(writer: Writer, shipped: Specimens) -> int:
    """Keeps what is not there yet, and answers how many claims were new."""
    _keep_named(writer, shipped)
    return sum(claim_kept(writer, claim)[1] for claim in shipped.claims)


def _tried_before(writer: Writer, contents: dict[str, bytes]) -> dict[str, Added]:
    """The files that were tried and could not be read, by name."""
    failed = {file.sha256: file.failure for file in writer.unread_files(specimen=True) if file.failure.code not in _PASSING}
    names = {name: sha256_of(content) for name, content in contents.items()}
    return {name: Added(name, sha256, failure=failed[sha256]) for name, sha256 in names.items() if sha256 in failed}


def _publish(writer: Writer, file: SpecimenFile, answers: dict[str, Added]) -> int:
    """Links and publishes the drafts of one file, and answers how many were not published before."""
    earlier = answers[file.supersedes].certificate_ids if file.supersedes else ()
    published = 0
    for place, certificate_id in enumerate(answers[file.path.name].certificate_ids[: len(file.lots)]):
        if writer.certificate(certificate_id).state is State.DRAFT:
            lot = writer.lot(file.lots[place])
            subject = Subject(brand=writer.product(lot.product).brand, product=lot.product, lot=lot.key)
            writer.publish(certificate_id, subject, _SPECIMEN, earlier[place] if place < len(earlier) else None)
            published += 1
    return published
