"""Where the data that ships with the registry lives: one function, the same for a checkout and an installed wheel."""

from __future__ import annotations

from pathlib import Path

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
