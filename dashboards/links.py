"""The address of every view, so that a link opens the same view for somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode


def address(place: str, /, *, specimen: bool = False, **query: str | int | Sequence[str] | None) -> str:
    """The relative address of a page with `query`; empty values are left out. `specimen` opens it in the set of invented data."""
    asked = {key: value for key, value in query.items() if value not in (None, "", [], ())}
    if specimen:
        asked["specimens"] = "1"
    return f"{place}?{urlencode(asked, doseq=True)}" if asked else place


def certificate(certificate_id: str, *, row: int | None = None, specimen: bool = False) -> str:
    """A certificate, with one of its results lit where `row` names it."""
    return address("certificate", id=certificate_id, value=None if row is None else f"results.{row}", specimen=specimen)


def product(key: str, *, specimen: bool = False) -> str:
    return address("product", key=key, specimen=specimen)


def brand(key: str, *, specimen: bool = False) -> str:
    return address("brand", key=key, specimen=specimen)


def laboratory(name: str, *, specimen: bool = False) -> str:
    return address("laboratory", name=name, specimen=specimen)


def review(certificate_id: str) -> str:
    return address("review", id=certificate_id)
