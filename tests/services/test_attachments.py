"""Photographs of the pack, and files that law keeps from being shown."""

from __future__ import annotations

import io
from datetime import date

import pytest
from PIL import Image

from registry.errors import NotFound, NotPermitted, RecordError
from registry.model.evidence import DisplayRight
from registry.services import Registry
from tests.builders import draft
from tests.services.stand_in import REVIEWER, UPLOADER, file_of, publish


def _photograph(colour: str = "green") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def waiting(registry: Registry) -> str:
    return registry.add(file_of(draft()), "leaf.pdf", UPLOADER).certificate_ids[0]


def test_a_photograph_is_kept_by_its_hash_and_drawn(registry: Registry, waiting: str) -> None:
    added = registry.attach(waiting, _photograph(), "pack.png", UPLOADER, taken_on=date(2026, 4, 2))
    assert registry.attachments(waiting) == (added,)
    assert (added.file_name, added.taken_on, added.added_by) == ("pack.png", date(2026, 4, 2), UPLOADER)
    assert registry.attachment_image(waiting, added.sha256).startswith(b"\x89PNG")
    assert registry.unread_files() == ()
    assert registry.verify().sound


def test_the_same_photograph_may_stand_beside_two_certificates(registry: Registry, waiting: str) -> None:
    other = registry.add(file_of(draft(part=2)), "other.pdf", UPLOADER).certificate_ids[0]
    first, second = (registry.attach(one, _photograph(), "pack.png", UPLOADER) for one in (waiting, other))
    assert first.sha256 == second.sha256
    assert registry.verify().sound


def test_what_is_no_picture_is_refused(registry: Registry, waiting: str) -> None:
    with pytest.raises(RecordError, match="is no picture"):
        registry.attach(waiting, b"lot,7\n", "pack.csv", UPLOADER)


def test_only_a_reviewer_adds_to_or_takes_from_what_is_published(registry: Registry) -> None:
    published = publish(registry, draft())
    with pytest.raises(NotPermitted):
        registry.attach(published, _photograph(), "pack.png", UPLOADER)
    added = registry.attach(published, _photograph(), "pack.png", REVIEWER)
    with pytest.raises(NotPermitted):
        registry.detach(published, added.sha256, UPLOADER, "not mine")
    registry.detach(published, added.sha256, REVIEWER, "shows a person")
    assert registry.attachments(published) == ()
    with pytest.raises(NotFound):
        registry.attachment_image(published, added.sha256)
    assert [entry.action for entry in registry.history(published)][-2:] == ["attach", "detach"]


def test_a_withheld_file_is_shown_nowhere_and_its_results_stay(registry_on_both: Registry) -> None:
    published = publish(registry_on_both, draft())
    before = len(registry_on_both.results_frame())
    registry_on_both.withhold(published, REVIEWER, "order of a court")
    for look in (lambda: registry_on_both.file_bytes(published), lambda: registry_on_both.page_image(published, 1)):
        with pytest.raises(NotPermitted, match="withheld"):
            look()
    assert len(registry_on_both.results_frame()) == before > 0
    last = registry_on_both.history(published)[-1]
    assert (last.action, last.payload["why"], last.payload["before"]) == ("withhold", "order of a court", "own")
    assert registry_on_both.verify().sound
    registry_on_both.release(published, REVIEWER, "lifted")
    assert registry_on_both.file_bytes(published).content


def test_a_file_of_several_samples_is_withheld_from_all_their_certificates_and_given_back_as_it_was(registry: Registry) -> None:
    given = registry.add(file_of(draft(), draft(part=2)), "both.pdf", UPLOADER, display=DisplayRight.LINK_ONLY)
    one, other = given.certificate_ids
    assert registry.withhold(one, REVIEWER, "order of a court").source.display is DisplayRight.WITHHELD
    with pytest.raises(NotPermitted, match="withheld"):
        registry.file_bytes(other)
    registry.release(other, REVIEWER, "lifted")
    assert [registry.certificate(each).source.display for each in (one, other)] == [DisplayRight.LINK_ONLY] * 2


def test_a_file_is_withheld_only_by_a_reviewer_and_for_a_reason(registry: Registry) -> None:
    published = publish(registry, draft())
    with pytest.raises(NotPermitted):
        registry.withhold(published, UPLOADER, "I would like that")
    with pytest.raises(RecordError, match="for a reason"):
        registry.withhold(published, REVIEWER, " ")
    with pytest.raises(RecordError, match="not withheld"):
        registry.release(published, REVIEWER)
