"""State, verification, backup, and the data that ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.model.certificate import State
from registry.model.product import Form
from registry.services import Filters, Registry
from registry.services.shipped import specimens
from tests.builders import draft
from tests.services.stand_in import REVIEWER, file_of, open_registry, publish


def test_the_state_counts_and_changes_with_every_decision(registry: Registry) -> None:
    empty = registry.state()
    assert (empty.head, empty.entries, empty.last_change) == ("0" * 64, 0, None)
    publish(registry, draft())
    registry.add(file_of(draft(part=2)), "waiting.pdf", REVIEWER)
    registry.add(file_of(draft(specimen=True)), "specimen.pdf", REVIEWER)
    state = registry.state()
    assert (state.certificates, state.published, state.waiting, state.specimens, state.unread) == (2, 1, 1, 1, 0)
    assert state.head == registry.head() == registry.journal()[0].hash
    assert state.state_hash != empty.state_hash


def test_the_state_hash_is_the_same_while_nothing_changes(registry: Registry) -> None:
    publish(registry, draft())
    assert registry.state().state_hash == registry.state().state_hash


def test_a_backup_brings_everything_back(registry: Registry, tmp_path: Path) -> None:
    certificate_id = publish(registry, draft())
    registry.backup(tmp_path / "backup.zip")
    with open_registry(f"sqlite:///{tmp_path / 'other.db'}", tmp_path / "other") as other:
        verification = other.restore(tmp_path / "backup.zip")
        assert (verification.sound, verification.head) == (True, registry.head())
        assert other.certificate(certificate_id) == registry.certificate(certificate_id)
        assert other.file_bytes(certificate_id) == registry.file_bytes(certificate_id)


def test_the_published_data_that_ship_load_once_and_verify(registry_on_both: Registry) -> None:
    loaded = registry_on_both.load_published()
    assert loaded.certificates > 100
    assert loaded.claims == len(registry_on_both.claims()) > 200
    again = registry_on_both.load_published()
    assert (again.certificates, again.claims, again.already_there) == (0, 0, loaded.certificates + loaded.claims)
    assert registry_on_both.verify().problems == ()
    frame = registry_on_both.results_frame()
    assert set(frame["granularity"]) >= {"sample", "aggregate"}
    assert (frame["source_url"] != "").all()
    assert not frame["specimen"].any()


def test_three_tablets_meet_their_label_and_each_measurement_counts_once(registry: Registry) -> None:
    """Three reports of one brand's tablets, from published_results.csv: 22.78, 27.40 and 30.05 mg against a specification of 45 mg."""
    registry.load_published()
    answer = registry.compare("7oh")
    assert sorted(zip(answer.lots["product"], answer.lots["measured_low"], answer.lots["claimed"], strict=True)) == [
        ("Fruit Punch", 30.05, 45.0),
        ("Green Apple", 27.4, 45.0),
        ("Sour Apple", 22.78, 45.0),
    ]
    assert len(answer.history) == 9


def test_specimens_load_as_a_set_of_their_own(registry: Registry) -> None:
    """With a reader that fails on every file: the subjects are there, the files are kept, nothing is published unread."""
    told = []
    loaded = registry.load_specimens(progress=told.append)
    shipped = specimens()
    assert len(told) == len(loaded.failures) == len(shipped.files)
    assert {brand.key for brand in registry.brands(specimen=True)} == {brand.key for brand in shipped.brands}
    assert registry.brands() == ()
    assert len(registry.unread_files(specimen=True)) == len(shipped.files)
    assert registry.state().certificates == 0
    again = registry.load_specimens()
    assert (again.certificates, again.claims, len(again.failures)) == (0, 0, len(shipped.files))


def test_a_specimen_that_is_read_is_published_about_its_lot(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = specimens()
    written = {
        file.path.name: file_of(*(draft(part=n + 1, specimen=True, file=file.path.name) for n in range(len(file.lots))))
        for file in shipped.files
    }
    monkeypatch.setattr(Path, "read_bytes", lambda self: written[self.name] if self.name in written else self.open("rb").read())
    loaded = registry.load_specimens()
    assert loaded.certificates == sum(len(file.lots) for file in shipped.files)
    superseded = [file for file in shipped.files if file.supersedes]
    states = registry.search(filters=Filters(specimen=True, states=())).facets["state"]
    assert {count.value: count.count for count in states}[State.SUPERSEDED] == len(superseded)
    assert set(registry.results_frame(Filters(specimen=True))["acquisition"]) == {"specimen"}
    assert len(registry.results_frame()) == 0
    assert registry.load_specimens().certificates == 0


def test_an_unlinked_product_has_an_unknown_form(registry: Registry) -> None:
    registry.add(file_of(draft()), "leaf.pdf", REVIEWER)
    row = registry.search(filters=Filters(states=(State.DRAFT,))).rows[0]
    assert (row.form, row.product, row.brand_key) == (Form.UNKNOWN, "Green Leaf", "")
