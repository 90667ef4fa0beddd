"""The journal: every decision, append-only and hash-chained, so that a change behind the registry's back can be named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

GENESIS: Final = "0" * 64
"""The `prev` of the first entry, and the head of an empty journal."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One decision: who did what to which subject, with its payload, chained to the entry before by `prev`."""

    seq: int
    at: datetime
    actor: str
    action: str
    """add, re-read, correct, undo, publish, send-back, withdraw, dispute, reply, claim, create-brand, create-product, create-lot."""
    subject: str
    """``certificate:ID``, ``claim:KEY``, ``brand:KEY``, ``product:KEY``, ``lot:KEY`` or ``file:SHA256``."""
    payload: dict[str, Any]
    prev: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking the journal, the files and the published records gave. `problems` are sentences that name each change."""

    head: str
    entries: int
    files: int
    certificates: int
    problems: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        return not self.problems
