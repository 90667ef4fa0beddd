"""What goes into the store comes out again, once, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from registry.errors import IntegrityBroken, NotFound, StorageError
from registry.model.certificate import Acquisition, AcquisitionKind, Certificate, Correction, ReadText, State
from registry.model.crossing import PackFacts
from registry.model.evidence import Source, Stamp
from registry.model.product import ClaimState, Form, LabelClaim, Product
from registry.model.units import Basis
from registry.storage.database import Database
from registry.storage.filters import Filters
from registry.storage.store import Store
from tests.builders import certificate, draft, measurement, result
from tests.storage.kept import REVIEWER, UNREADABLE, add, keep, publish, subject

CORRECTION = Correction(path="lot", before="L-1", after="L-7", stamp=Stamp(who=REVIEWER, when=datetime(2026, 3, 1, tzinfo=UTC)))


def stored(store: Store, certificate_id: str) -> Certificate:
    with store.read() as reader:
        return reader.certificate(certificate_id)


def test_a_certificate_comes_out_as_it_went_in(store: Store) -> None:
    kept = add(store, certificate())
    assert stored(store, kept.id) == certificate()


def test_a_published_certificate_knows_its_subject_and_its_acquisition(store: Store) -> None:
    about = subject(store)
    published = publish(store, certificate(acquisition=Acquisition(kind=AcquisitionKind.RETAIL_BOUGHT, note="shop")), about)
    assert published.state is State.PUBLISHED
    assert published.subject == about
    assert stored(store, published.id) == published


def test_a_correction_leaves_the_observation_alone(store: Store) -> None:
    kept = add(store, certificate())
    with store.write(REVIEWER) as writer:
        corrected = writer.correct(kept.id, CORRECTION, "correct")
    assert corrected.draft == kept.draft
    assert corrected.corrections == (CORRECTION,)


def test_an_undone_correction_is_in_the_journal_and_out_of_force(store: Store) -> None:
    kept = add(store, certificate())
    with store.write(REVIEWER) as writer:
        writer.correct(kept.id, CORRECTION, "correct")
        ((ordinal, found),) = writer.corrections(kept.id)
        undone = writer.correct(kept.id, found, "undo", undoes=ordinal)
        assert writer.corrections(kept.id) == ()
        actions = [entry.action for entry in writer.entries_about(f"certificate:{kept.id}")]
    assert undone.corrections == ()
    assert actions == ["add", "correct", "undo"]


def test_two_files_never_share_an_identifier(store: Store) -> None:
    add(store, certificate())
    with pytest.raises(IntegrityBroken, match="same identifier"):
        add(store, certificate(draft(file="other.pdf")))


def test_an_amended_report_takes_its_predecessor_out_of_the_figures(store: Store) -> None:
    first = publish(store, certificate(name="first"))
    second = publish(store, certificate(name="second"), supersedes=first.id)
    assert stored(store, first.id).state is State.SUPERSEDED
    with store.read() as reader:
        assert reader.superseding(first.id) == second.id


def test_a_dispute_stands_beside_a_record_that_stays(store: Store) -> None:
    published = publish(store, certificate())
    with store.write("a brand") as writer:
        entry = writer.note(published.id, "dispute", {"text": "Not our product."}, disputed=True)
        assert [row.disputed for row in writer.search("", Filters(), "-reported", 1, 9).rows] == [True]
    assert (entry.actor, entry.action, entry.payload["text"]) == ("a brand", "dispute", "Not our product.")
    assert stored(store, published.id) == published


def test_an_unknown_key_is_named(store: Store) -> None:
    with store.read() as reader:
        for ask, what in (
            (reader.certificate, "identifier nothing"),
            (reader.brand, "brand"),
            (reader.product, "product"),
            (reader.lot, "lot"),
        ):
            with pytest.raises(NotFound, match=what):
                ask("nothing")


def test_a_kept_file_that_nobody_could_read_is_listed_with_its_failure(store: Store) -> None:
    source = certificate().source
    with store.write("somebody") as writer:
        writer.keep_file(source.sha256 or "", "scan.pdf", "application/pdf", 9, source, specimen=False)
        assert [f.failure.code for f in writer.unread_files(specimen=False)] == ["not-read-yet"]
        writer.set_failure(source.sha256 or "", UNREADABLE)
        assert [f.failure for f in writer.unread_files(specimen=False)] == [UNREADABLE]
        assert writer.unread_files(specimen=True) == ()
        writer.set_failure(source.sha256 or "", None)
        assert writer.unread_files(specimen=False) == ()


def test_drafts_wait_with_what_a_reviewer_wants_to_know(store: Store) -> None:
    read = result("Mitragynine", measurement(confidence=0.5), measurement("1.25", "%", confidence=0.96))
    doubtful = draft(read, client=ReadText(text="Acrne", confidence=0.6))
    kept = add(store, certificate(doubtful))
    publish(store, certificate(name="published"))
    with store.read() as reader:
        (entry,) = reader.waiting(specimen=False)
    assert (entry.certificate_id, entry.file_name, entry.product_name, entry.laboratory) == (
        kept.id,
        "certificate.pdf",
        "Green Leaf",
        "Specimen Analytical Works",
    )
    assert (entry.lot, entry.results, entry.doubtful, entry.added_by) == ("L-1", 1, 2, "somebody"), "the client's name and one result"


def test_a_claim_has_a_history_and_an_undated_one_comes_first(store: Store) -> None:
    about = subject(store)
    said = {"product": about.product, "analyte": "7oh", "source": Source(url="https://shop.example")}
    claims = [
        LabelClaim(key="c3", amount=Decimal(27), unit="mg", seen_on=date(2025, 3, 1), **said),
        LabelClaim(key="c1", state=ClaimState.NO_CLAIM, **said),
        LabelClaim(key="c2", amount=Decimal(30), unit="mg", basis=Basis.PER_UNIT, seen_on=date(2025, 2, 27), **said),
    ]
    with store.write(REVIEWER) as writer:
        for claim in claims:
            writer.put_claim(claim)
        assert [claim.key for claim in writer.claims(about.product, specimen=False)] == ["c1", "c2", "c3"]
        assert writer.claims(None, specimen=True) == ()


def test_pack_facts_are_kept_exactly(store: Store) -> None:
    about = subject(store)
    with store.write(REVIEWER) as writer:
        product = writer.product(about.product)
        writer.change_product(product.model_copy(update={"pack": PackFacts(unit_mass_g=Decimal("0.5124"))}))
        assert writer.product(about.product).pack.unit_mass_g == Decimal("0.5124")


def test_a_brand_is_found_by_its_name_however_it_is_typed(store: Store) -> None:
    about = subject(store, "Bílý Slon")
    with store.read() as reader:
        found = reader.brand_named("  bily   SLON ", specimen=False)
        assert found is not None
        assert found.key == about.brand
        assert reader.brand_named("Bílý Slon", specimen=True) is None


def test_a_second_name_with_the_same_letters_gets_a_key_of_its_own(store: Store) -> None:
    about = subject(store)
    with store.write(REVIEWER) as writer:
        first = writer.free_key("product", "Gold / Leaf", within=about.brand)
        writer.put_product(Product(key=first, brand=about.brand, name="Gold / Leaf", form=Form.LEAF))
        assert (first, writer.free_key("product", "Gold Leaf!", within=about.brand)) == ("acme/gold-leaf", "acme/gold-leaf-2")


def test_a_database_of_a_newer_program_is_refused(database_url: str, store: Store) -> None:
    from sqlalchemy import create_engine, text

    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StorageError, match="schema 9999"):
        Database(database_url)


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/name", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_is_no_database_of_ours_is_refused(url: str) -> None:
    from registry.errors import ConfigurationError

    with pytest.raises(ConfigurationError):
        Database(url)


def test_several_samples_of_one_file_are_several_certificates(store: Store) -> None:
    first, second = certificate(), certificate(draft(part=2))
    second = second.model_copy(update={"id": first.id[:-1] + "2"})
    with store.write("somebody") as writer:
        keep(writer, first)
        keep(writer, second)
        assert writer.certificate_ids(sha256=first.source.sha256 or "") == (first.id, second.id)


@pytest.mark.parametrize("typed", ["HG-26O1", "hg 2601", "Lot HG_2601"])
def test_a_lot_is_found_by_what_somebody_types(store: Store, typed: str) -> None:
    about, invented = subject(store, lot="HG-2601"), subject(store, "Specimen Acme", lot="HG/2601", specimen=True)
    subject(store, lot="HG-2602")
    subject(store, lot=None)
    with store.read() as reader:
        assert [lot.key for lot in reader.lots_alike(typed, specimen=False)] == [about.lot]
        assert [lot.key for lot in reader.lots_alike(typed, specimen=True)] == [invented.lot]
        assert reader.lots_alike("Lot:", specimen=False) == ()
        assert reader.lots_alike(typed + "2" * 60_000, specimen=False) == ()


def test_a_product_known_only_from_its_label_does_not_count_as_tested(store: Store) -> None:
    publish(store, certificate(), subject(store, product="Gold Powder"))
    subject(store, product="Never Tested")
    with store.read() as reader:
        assert reader.count_tested_products(Filters()) == 1
        assert reader.count_tested_products(Filters(specimen=True)) == 0
