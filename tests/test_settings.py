"""Settings: option, environment, file, default, in this order."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.errors import ConfigurationError
from registry.settings import LOCAL_REVIEWER, SETTINGS_FILE, load_settings, name_local_reviewer


def test_a_home_holds_its_database_and_files(tmp_path: Path) -> None:
    settings = load_settings(tmp_path, {})
    assert settings.database_url == f"sqlite:///{tmp_path / 'registry.db'}"
    assert settings.files == tmp_path / "files"
    assert settings.reviewers == ()


def test_the_option_comes_before_the_environment_and_that_before_the_default(tmp_path: Path) -> None:
    env = {"REGISTRY_HOME": str(tmp_path / "env"), "XDG_DATA_HOME": str(tmp_path / "data")}
    assert load_settings(tmp_path / "option", env).home == tmp_path / "option"
    assert load_settings(None, env).home == tmp_path / "env"
    assert load_settings(None, {"XDG_DATA_HOME": str(tmp_path / "data")}).home == tmp_path / "data" / "kratom-registry"


def test_the_environment_names_database_files_and_reviewers(tmp_path: Path) -> None:
    name_local_reviewer(tmp_path)
    env = {"REGISTRY_DATABASE_URL": "postgresql://host/name", "REGISTRY_FILES": str(tmp_path / "kept"), "REGISTRY_REVIEWERS": "Ann, Ben ,"}
    settings = load_settings(tmp_path, env)
    assert settings.database_url == "postgresql+psycopg://host/name"
    assert settings.files == tmp_path / "kept"
    assert settings.reviewers == ("Ann", "Ben")
    assert settings.is_reviewer("Ann")
    assert not settings.is_reviewer(LOCAL_REVIEWER)


def test_relative_places_are_fixed_where_the_command_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings(Path("home"), {"REGISTRY_DATABASE_URL": "sqlite:///here.db", "REGISTRY_FILES": "kept"})
    assert settings.home == tmp_path / "home"
    assert settings.files == tmp_path / "kept"
    assert settings.database_url == f"sqlite:///{tmp_path / 'here.db'}"


def test_a_local_reviewer_is_named_in_the_file_and_an_existing_file_stays(tmp_path: Path) -> None:
    name_local_reviewer(tmp_path / "new")
    assert load_settings(tmp_path / "new", {}).reviewers == (LOCAL_REVIEWER,)
    (tmp_path / SETTINGS_FILE).write_text("reviewers = []\n")
    name_local_reviewer(tmp_path)
    assert load_settings(tmp_path, {}).reviewers == ()


@pytest.mark.parametrize("text", ["reviewers = 'Ann'", "reviewers = [1]", "not toml", "reviewers = {a = 1}"])
def test_a_settings_file_that_says_something_else_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / SETTINGS_FILE).write_text(text)
    with pytest.raises(ConfigurationError):
        load_settings(tmp_path, {})
