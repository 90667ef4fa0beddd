"""Laboratories as known to the registry: a printed name, address or web host -> one laboratory, or none."""

from __future__ import annotations

from registry.model.evidence import Record


class Laboratory(Record):
    """A laboratory as known to the registry; `aliases` are names as printed."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    address: str | None = None
    accreditation: str | None = None
    source: str | None = None
