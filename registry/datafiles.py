"""The data that ships with the registry, the same for a checkout and an installed wheel: where it lives, and what its vocabulary says."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from registry.errors import ConfigurationError

_PACKAGE = Path(__file__).resolve().parent


def data_path(*parts: str) -> Path:
    """The path of a file or folder under `data/`, e.g. ``data_path("reference", "analytes.csv")``.

    An installed wheel carries the folder as ``registry/_data``; a checkout has it beside the package.
    Raises ConfigurationError where neither holds it.
    """
    for root in (_PACKAGE / "_data", _PACKAGE.parent / "data"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise ConfigurationError(
        f"The data file {'/'.join(parts) or 'data'} is missing from this installation.",
        next_step="Install kratom-registry again; its data ships inside the package.",
    )


@cache
def words_of(name: str) -> dict[str, Any]:
    """What `data/vocabulary/NAME.toml` says, read once for everybody who asks; nobody changes it.

    Raises ConfigurationError where the file is missing.
    """
    return tomllib.loads(data_path("vocabulary", f"{name}.toml").read_text(encoding="utf-8"))
