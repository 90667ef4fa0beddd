"""Settings: where a registry lives and who may publish in it, as one frozen record.

Order of authority: an option on the command line, then the environment, then `registry.toml` in the home, then the default.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from registry.errors import ConfigurationError

SETTINGS_FILE = "registry.toml"
LOCAL_REVIEWER = "local reviewer"
"""Who reviews in a registry that one person runs on their own machine; named in the home's settings file, never implied."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`database_url` is an SQLAlchemy address; `files` holds the certificates' bytes; only `reviewers` may publish."""

    home: Path
    database_url: str
    files: Path
    reviewers: tuple[str, ...] = ()

    def is_reviewer(self, who: str) -> bool:
        """Whether `who` may publish, correct, send back and withdraw."""
        return who in self.reviewers


def load_settings(home: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of the registry at `home` (else REGISTRY_HOME, else the user's data folder).

    REGISTRY_DATABASE_URL, REGISTRY_FILES and REGISTRY_REVIEWERS (names separated by commas) come before the home's file.
    Raises ConfigurationError where that file is not readable as TOML or says something else than expected.
    """
    env = os.environ if environ is None else environ
    place = (home or Path(env.get("REGISTRY_HOME") or _user_data_folder(env))).expanduser().absolute()
    stated = _stated(place / SETTINGS_FILE)
    reviewers = env["REGISTRY_REVIEWERS"].split(",") if env.get("REGISTRY_REVIEWERS") else stated.get("reviewers", [])
    if not isinstance(reviewers, list) or not all(isinstance(name, str) for name in reviewers):
        raise ConfigurationError(
            "`reviewers` must be a list of names.", where=str(place / SETTINGS_FILE), next_step='Write reviewers = ["name"].'
        )
    return Settings(
        home=place,
        database_url=_database_url(
            env.get("REGISTRY_DATABASE_URL") or str(stated.get("database_url", "")) or f"sqlite:///{place / 'registry.db'}"
        ),
        files=Path(env.get("REGISTRY_FILES") or str(stated.get("files", place / "files"))).expanduser().absolute(),
        reviewers=tuple(name.strip() for name in reviewers if name.strip()),
    )


def name_local_reviewer(home: Path) -> None:
    """Write a settings file into a new `home` that names the local reviewer; an existing file is left as it is."""
    path = home / SETTINGS_FILE
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        path.write_text(f'# Who may publish, correct and send back in this registry.\nreviewers = ["{LOCAL_REVIEWER}"]\n', encoding="utf-8")


def _database_url(url: str) -> str:
    """PostgreSQL addresses as people write them, for psycopg 3; an SQLite file wherever the program later runs."""
    file = url.removeprefix("sqlite:///")
    if file != url and file and not file.startswith(":"):
        return f"sqlite:///{Path(file).expanduser().absolute()}"
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _user_data_folder(env: Mapping[str, str]) -> Path:
    base = env.get("XDG_DATA_HOME") or env.get("LOCALAPPDATA")
    return Path(base or "~/.local/share") / "kratom-registry"


def _stated(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"The settings file is not valid TOML: {error}.", where=str(path), next_step="Mend the file or remove it."
        ) from error
