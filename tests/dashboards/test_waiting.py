"""The order in which a reviewer works, and what narrows the queue."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dashboards.uploads import ways
from dashboards.waiting import narrowed, ordered
from registry.model.certificate import State
from registry.services import QueueEntry


def _entry(name: str, day: int, *, doubtful: int = 0, errors: int = 0, state: State = State.DRAFT) -> QueueEntry:
    return QueueEntry(
        certificate_id=name,
        file_name=f"{name}.pdf",
        product_name="SPECIMEN Leaf",
        laboratory="SPECIMEN Laboratory",
        lot=f"L-{day}",
        state=state,
        added_by="a visitor",
        added_at=datetime(2026, 11, day, tzinfo=UTC),
        results=3,
        doubtful=doubtful,
        errors=errors,
        warnings=0,
    )


QUEUE = (
    _entry("back", 1, doubtful=9, state=State.SENT_BACK),
    _entry("plain-old", 2),
    _entry("some-new", 5, doubtful=2),
    _entry("some-old", 3, doubtful=2),
    _entry("error", 6, errors=1),
)


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("doubt", ["error", "some-old", "some-new", "plain-old", "back"]),
        ("age", ["back", "plain-old", "some-old", "some-new", "error"]),
    ],
)
def test_the_queue_is_worked_by_doubt_or_by_age(order: str, names: list[str]) -> None:
    assert [entry.certificate_id for entry in ordered(QUEUE, order)] == names


@pytest.mark.parametrize(
    ("kind", "asked", "names"),
    [
        ("doubtful", "", ["some-new", "some-old", "error"]),
        ("sure", "", ["plain-old"]),
        ("sent-back", "", ["back"]),
        ("", "specimen l-5", ["some-new"]),
        ("sure", "l-5", []),
    ],
)
def test_the_queue_is_narrowed_by_kind_and_words(kind: str, asked: str, names: list[str]) -> None:
    assert [entry.certificate_id for entry in narrowed(QUEUE, kind, asked)] == names


def test_the_samples_of_one_file_are_told_apart_by_their_lots() -> None:
    assert [f">Review SPECIMEN Leaf, lot L-{day}</a>" in ways((_entry("a", 1), _entry("b", 2))) for day in (1, 2)] == [True, True]
    assert ">Open SPECIMEN Leaf</a>" in ways((_entry("a", 1, state=State.PUBLISHED),))
