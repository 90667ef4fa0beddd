"""The reviewer's queue as a list to work through: the most doubtful first or the oldest first, narrowed by state and words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from registry.model.certificate import State
from registry.services import QueueEntry

ORDERS: Final = {"doubt": "Most doubt first", "age": "Oldest first"}
KINDS: Final = {"": "All", "doubtful": "Doubtful values", "sure": "No doubtful value", "sent-back": "Sent back"}


def kind_of(entry: QueueEntry) -> str:
    """The key of KINDS that a draft belongs to."""
    if entry.state is State.SENT_BACK:
        return "sent-back"
    return "doubtful" if entry.doubtful or entry.errors else "sure"


def ordered(entries: Sequence[QueueEntry], order: str = "doubt") -> list[QueueEntry]:
    """The drafts in the order to work through: what was sent back waits for its uploader and comes last; equals by age."""
    if order == "age":
        return sorted(entries, key=lambda e: e.added_at)
    return sorted(entries, key=lambda e: (e.state is State.SENT_BACK, -e.errors, -e.doubtful, -e.warnings, e.added_at))


def narrowed(entries: Sequence[QueueEntry], kind: str, asked: str) -> list[QueueEntry]:
    """The drafts of one kind in which every word asked for stands: in file, product, laboratory, lot or the uploader's name."""
    words = asked.casefold().split()
    return [e for e in entries if kind in ("", kind_of(e)) and all(word in _text(e) for word in words)]


def _text(entry: QueueEntry) -> str:
    return " ".join((entry.file_name, entry.product_name, entry.laboratory, entry.lot, entry.added_by)).casefold()
