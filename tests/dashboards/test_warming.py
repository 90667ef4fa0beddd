"""What first views need is there before anybody opens a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboards import session, warming
from registry.services import Registry
from tests.dashboards.opening import opened, said_by

ASKED_OF_ALL = ("search", "product_names", "brands", "products", "count_tested_products", "measured_analytes", "claims_frame")


@pytest.fixture
def collected(monkeypatch: pytest.MonkeyPatch) -> None:
    """The collector stays as the other tests need it."""
    monkeypatch.setattr("gc.freeze", lambda: None)


@pytest.mark.usefixtures("home", "collected")
def test_a_page_that_is_opened_later_asks_nothing_of_the_whole_registry_again(monkeypatch: pytest.MonkeyPatch) -> None:
    warming.warm()

    def asked_again(*_: object, **__: object) -> object:
        raise RuntimeError("asked of the whole registry again")

    for question in ASKED_OF_ALL:
        monkeypatch.setattr(Registry, question, asked_again)
    for page in ("home", "browse", "compare", "contaminants"):
        assert "This page has a fault" not in said_by(opened(page, specimens="1"))


@pytest.mark.usefixtures("empty_home", "collected")
def test_an_empty_registry_is_warmed_without_a_fault() -> None:
    warming.warm()
    assert "This registry is empty" in said_by(opened("home"))


def test_a_registry_that_cannot_be_opened_is_told_to_whoever_opens_a_page_and_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(warming, "PATIENCE_SECONDS", 0)
    monkeypatch.setenv("REGISTRY_HOME", str(tmp_path))
    monkeypatch.setenv("REGISTRY_DATABASE_URL", "mysql://nowhere/registry")
    session.registry.clear()
    warming.begin().join(30)
    assert "not in mysql" in caplog.text
    session.registry.clear()
