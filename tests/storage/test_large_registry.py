"""The invented registry that the pages are measured on is a registry like any other."""

from __future__ import annotations

from pathlib import Path

from registry.services import Filters, Registry, load_settings
from tests.benchmarks import _large_registry


def test_rows_put_in_by_the_thousand_are_sound(tmp_path: Path) -> None:
    _large_registry.make(tmp_path, 30, lambda _said: None)
    with Registry(load_settings(tmp_path, {})) as registry:
        assert registry.verify().problems == ()
        answer = registry.search("", Filters(specimen=True), size=100)
        assert len(registry.results_frame(Filters(specimen=True))) == 30 * 40
        assert answer.total == 30
        assert all(row.brand.startswith("Specimen ") and row.laboratory.startswith("Specimen ") for row in answer.rows)
        stored = registry.certificate(answer.rows[0].certificate_id)
    assert len(stored.current.results) == 40
