"""What lists look up agrees with the records after every change, and says so when it does not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from registry.model.certificate import Acquisition, AcquisitionKind, Dates, Panel, ReadDate, State
from registry.model.product import Form
from registry.storage import search as searching
from registry.storage import words
from registry.storage.answers import SearchPage
from registry.storage.filters import Filters
from registry.storage.rollups import suffixes
from registry.storage.store import Store
from tests.builders import certificate, draft, measurement, read_text, result
from tests.storage.kept import REVIEWER, add, publish, subject

METALS = result("Lead", measurement("0.2", "ppm"), panel=Panel.HEAVY_METALS)
ASKED = (
    Filters(),
    Filters(states=()),
    Filters(states=(State.PUBLISHED, State.SUPERSEDED)),
    Filters(brands=("acme",)),
    Filters(brands=("acme", "bell")),
    Filters(laboratories=("Second Laboratory",)),
    Filters(laboratories=("nobody",)),
    Filters(forms=(Form.POWDER,)),
    Filters(panels=(Panel.HEAVY_METALS,)),
    Filters(acquisitions=(AcquisitionKind.RETAIL_BOUGHT,)),
    Filters(statuses=("pass",)),
    Filters(specimen=True),
)


@pytest.fixture
def shelf(store: Store) -> Store:
    """Two brands, several states, a certificate superseded by its amendment, a draft that nobody linked, a specimen."""
    retail = Acquisition(kind=AcquisitionKind.RETAIL_BOUGHT)
    first = publish(store, certificate(name="1"), subject(store, "Acme"))
    amended = draft(result(), METALS, overall_status="pass", report_id=read_text("AB-2"))
    publish(store, certificate(amended, name="2"), subject(store, "Acme"), supersedes=first.id)
    second = draft(lab=read_text("Second Laboratory"), dates=Dates(reported=ReadDate(text="2026", value=date(2026, 1, 1))))
    publish(store, certificate(second, name="3", acquisition=retail), subject(store, "Bell", "Red", "B-7"))
    withdrawn = publish(store, certificate(draft(METALS), name="4"), subject(store, "Bell", "Red", "B-8"))
    with store.write(REVIEWER) as writer:
        writer.set_state(withdrawn.id, State.WITHDRAWN, "withdraw", "wrong file")
        writer.note(first.id, "dispute", {"text": "Not ours."}, disputed=True)
    add(store, certificate(draft(product_name=read_text("Loose Leaf")), name="5"))
    invented = draft(specimen=True)
    kind = Acquisition(kind=AcquisitionKind.SPECIMEN)
    publish(store, certificate(invented, name="6", acquisition=kind), subject(store, "Acme", specimen=True))
    return store


def found(store: Store, filters: Filters, query: str = "") -> SearchPage:
    with store.read() as reader:
        return reader.search(query, filters, "-reported", 1, 50)


def test_every_change_leaves_them_in_agreement_with_the_records(shelf: Store) -> None:
    assert [said for said in shelf.verify().problems if "agree" in said] == []


@pytest.mark.parametrize("filters", ASKED)
def test_counts_that_are_kept_are_the_counts_of_what_is_there(shelf: Store, monkeypatch: pytest.MonkeyPatch, filters: Filters) -> None:
    kept = found(shelf, filters)
    monkeypatch.setattr(searching, "_is_tallied", lambda *_: False)
    counted = found(shelf, filters)
    assert kept == counted
    assert kept.total == len(kept.rows)


SEVERAL = Filters(brands=("acme",), laboratories=("Second Laboratory",), forms=(Form.POWDER,), panels=(Panel.POTENCY,))
FIELDS = {
    "brand": "brands", "laboratory": "laboratories", "form": "forms", "acquisition": "acquisitions", "panel": "panels",
    "state": "states", "status": "statuses",
}  # fmt: skip


@pytest.mark.parametrize("typed", ["", "e", "red"])
@pytest.mark.parametrize("filters", [*ASKED, SEVERAL])
def test_the_count_beside_a_choice_is_what_choosing_it_gives(shelf: Store, filters: Filters, typed: str) -> None:
    answer = found(shelf, filters, typed)
    with shelf.read() as reader:
        assert answer.total == reader.count(typed, filters)
        assert answer.rows == reader.listed(typed, filters, "-reported", 1, 50)
        for facet, choices in answer.facets.items():
            for choice in choices:
                chosen = Filters.model_validate(filters.model_dump() | {FIELDS[facet]: (choice.value,)})
                assert (facet, choice.value, choice.count) == (facet, choice.value, reader.count(typed, chosen))


@pytest.mark.parametrize(("typed", "reports"), [("b-7", 1), ("7", 1), ("ab-", 1), ("-2", 1), ("oose", 0), ("bell red", 1), ("r-1", 1)])
def test_any_part_of_a_word_finds_what_is_published(shelf: Store, typed: str, reports: int) -> None:
    assert found(shelf, Filters(), typed).total == reports


def test_common_words_find_together_what_rare_ones_find(shelf: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    searches = ("bell red", "acme ab-", "red bell b-7", "acme bell")
    rare = [found(shelf, Filters(), typed) for typed in searches]
    monkeypatch.setattr(words, "_FEW", 0)
    assert [found(shelf, Filters(), typed) for typed in searches] == rare
    with shelf.read() as reader:
        for typed, answer in zip(searches, rare, strict=True):
            assert reader.listed(typed, Filters(), "brand", 1, 50) == answer.rows


@pytest.mark.parametrize(
    "typed", ["hg-2601", "HG2601", "hg 2601", "HG/2601", "HG-26O1", "hg_26", "Lot: HG-2601", "batch no. hg2601", "SBI 2026/0719"]
)
def test_a_number_is_found_however_its_signs_are_typed(store: Store, typed: str) -> None:
    publish(store, certificate(draft(report_id=read_text("SBI-2026-0719")), name="1"), subject(store, "Acme", "Green", "HG-2601"))
    publish(store, certificate(draft(report_id=read_text("SBI-2025-0001")), name="2"), subject(store, "Acme", "Green", "HG-1602"))
    assert [row.lot for row in found(store, Filters(), typed).rows] == ["HG-2601"]


@pytest.mark.parametrize("typed", ["-99", "hg-9", "lot"])
def test_a_few_signs_or_the_word_before_a_number_find_no_number(store: Store, typed: str) -> None:
    publish(store, certificate(name="1"), subject(store, "Acme", "Green", "HG-2699"))
    assert found(store, Filters(), typed).total == 0


def test_a_draft_is_found_by_what_it_prints(shelf: Store) -> None:
    assert found(shelf, Filters(states=(State.DRAFT,)), "oose").total == 1


def test_every_end_of_a_word_is_a_beginning_to_look_for() -> None:
    assert suffixes("ab-1 c") == {"ab-1", "b-1", "-1", "1", "c"}
    assert suffixes("") == set()


@pytest.mark.parametrize(
    ("behind_its_back", "said"),
    [
        ("UPDATE tallies SET n = n + 1 WHERE facet = 'brand'", "counts that lists show"),
        ("DELETE FROM terms WHERE suffix = '7'", "words that search looks up"),
        ("UPDATE evidence SET n = 9", "counts of results by product"),
    ],
)
def test_verification_names_what_was_changed(shelf: Store, database_url: str, behind_its_back: str, said: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text(behind_its_back))
    engine.dispose()
    problems = [one for one in shelf.verify().problems if "agree" in one]
    assert len(problems) == 1
    assert said in problems[0]


def test_an_older_registry_gets_them_when_it_is_opened(shelf: Store, database_url: str, tmp_path: Path) -> None:
    before = [found(shelf, filters) for filters in ASKED]
    shelf.close()
    engine = create_engine(database_url)
    with engine.begin() as connection:
        for table in ("tallies", "terms", "evidence", "synonyms", "contacts"):
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("DROP INDEX ix_certificates_listing"))
        connection.execute(text("CREATE INDEX ix_certificates_specimen_state_reported ON certificates (specimen, state, reported)"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    engine.dispose()
    opened = Store(database_url, tmp_path / "files")
    assert [found(opened, filters) for filters in ASKED] == before
    assert [said for said in opened.verify().problems if "agree" in said] == []
    opened.close()
