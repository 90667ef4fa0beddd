"""A registry of invented certificates, filled once; each test that changes it gets a copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from registry.datafiles import data_path
from registry.services import Registry, load_settings
from registry.settings import name_local_reviewer
from tests.dashboards.demonstration import fill


@pytest.fixture(scope="session")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a registry with two published specimens and one draft."""
    home = tmp_path_factory.mktemp("dashboards") / "home"
    name_local_reviewer(home)
    with Registry(load_settings(home, {})) as registry:
        fill(registry, data_path("specimens"))
    return home


@pytest.fixture
def home(filled_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the filled home, which the pages open."""
    copy = tmp_path / "home"
    shutil.copytree(filled_home, copy)
    yield from _opened(copy, monkeypatch)


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A registry without anything in it, which the pages open."""
    home = tmp_path / "empty"
    name_local_reviewer(home)
    yield from _opened(home, monkeypatch)


@pytest.fixture
def registry(home: Path) -> Iterator[Registry]:
    """The registry that the pages of this test show."""
    with Registry(load_settings(home, {})) as opened:
        yield opened


def _opened(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in ("REGISTRY_DATABASE_URL", "REGISTRY_FILES", "REGISTRY_REVIEWERS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REGISTRY_HOME", str(home))
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.ip_address", None)  # as from this machine; AppTest puts a mock there
    st.cache_resource.clear()
    st.cache_data.clear()
    yield home
    st.cache_resource.clear()
