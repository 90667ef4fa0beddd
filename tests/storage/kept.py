"""What the storage tests put into a store before they ask."""

from __future__ import annotations

from registry.model.certificate import Certificate, Subject
from registry.model.product import Brand, Form, Lot, Product
from registry.storage.kept import Failure
from registry.storage.store import Store
from registry.storage.writer import Writer

REVIEWER = "reviewer"


def keep(writer: Writer, certificate: Certificate) -> Certificate:
    """The certificate with its file's row, as an addition leaves it."""
    source = certificate.source
    if source.sha256 and not writer.has_file(source.sha256):
        writer.keep_file(source.sha256, source.file_name or "", source.media_type or "", 3, source, specimen=certificate.draft.specimen)
        writer.set_failure(source.sha256, None)
    return writer.add_certificate(certificate)


def add(store: Store, certificate: Certificate) -> Certificate:
    with store.write("somebody") as writer:
        return keep(writer, certificate)


def subject(store: Store, brand: str = "Acme", product: str = "Gold Powder", lot: str | None = "L-1", *, specimen: bool = False) -> Subject:
    """Brand, product and lot of these names, made where they are not there yet."""
    with store.write(REVIEWER) as writer:
        maker = writer.brand_named(brand, specimen=specimen) or writer.put_brand(
            Brand(key=writer.free_key("brand", brand), name=brand, specimen=specimen)
        )
        thing = writer.product_named(maker.key, product) or writer.put_product(
            Product(key=f"{maker.key}/{product.lower()}", brand=maker.key, name=product, form=Form.POWDER)
        )
        batch = writer.lot_numbered(thing.key, lot) or writer.put_lot(Lot(key=f"{thing.key}/{lot}", product=thing.key, number=lot))
    return Subject(brand=maker.key, product=thing.key, lot=batch.key)


def publish(store: Store, certificate: Certificate, about: Subject | None = None, supersedes: str | None = None) -> Certificate:
    """The certificate added and published about `about` (or a product of its set)."""
    about = about or subject(store, specimen=certificate.draft.specimen)
    add(store, certificate)
    with store.write(REVIEWER) as writer:
        return writer.publish(certificate.id, about, certificate.acquisition, supersedes)


UNREADABLE = Failure("file-truncated", "The file ends early.", 2, "Ask for it again.")
