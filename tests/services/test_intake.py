"""Files in: kept before they are read, known when they come again, never lost."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from registry.datafiles import data_path
from registry.errors import IntegrityBroken, NotFound
from registry.model.certificate import AcquisitionKind, State
from registry.model.evidence import DisplayRight
from registry.services import Progress, Registry
from registry.settings import load_settings
from tests.builders import draft, read_text
from tests.services.stand_in import REVIEWER, UNREADABLE, UPLOADER, file_of, publish


def test_an_added_file_waits_as_a_draft(registry_on_both: Registry) -> None:
    added = registry_on_both.add(file_of(draft()), "leaf.pdf", UPLOADER, url="https://lab.example/leaf.pdf", display=DisplayRight.LINK_ONLY)
    (entry,) = registry_on_both.queue()
    assert added.certificate_ids == (entry.certificate_id,) == (f"{added.sha256[:12]}-1",)
    assert not added.duplicate
    certificate = registry_on_both.certificate(entry.certificate_id)
    assert (certificate.state, certificate.source.url, certificate.source.display) == (
        State.DRAFT,
        "https://lab.example/leaf.pdf",
        DisplayRight.LINK_ONLY,
    )
    assert certificate.acquisition.kind is AcquisitionKind.UNKNOWN


def test_the_same_bytes_are_one_certificate_and_the_answer_says_so(registry_on_both: Registry) -> None:
    first = registry_on_both.add(file_of(draft()), "leaf.pdf", UPLOADER)
    second = registry_on_both.add(file_of(draft()), "leaf (1).pdf", "somebody else")
    assert second.duplicate
    assert [finding.code for finding in second.findings] == ["duplicate-file"]
    assert second.findings[0].message == f"leaf (1).pdf is byte for byte the file of certificate {first.certificate_ids[0]}."
    assert second.certificate_ids == first.certificate_ids
    assert len(registry_on_both.queue()) == 1
    assert [entry.action for entry in registry_on_both.journal(newest_first=False)] == ["keep-file", "add"]


def test_a_file_that_cannot_be_read_is_kept_with_the_reason(registry: Registry) -> None:
    added = registry.add(UNREADABLE, "scan.pdf", UPLOADER)
    assert added.failure is not None
    assert (added.failure.code, added.failure.next_step) == ("file-truncated", "Ask for it again.")
    (unread,) = registry.unread_files()
    assert (unread.sha256, unread.file_name, unread.media_type, unread.failure.code) == (
        added.sha256,
        "scan.pdf",
        "application/pdf",
        "file-truncated",
    )
    assert registry.state().unread == 1


def test_a_kept_file_can_be_read_again(registry: Registry) -> None:
    added = registry.add(UNREADABLE, "scan.pdf", UPLOADER)
    again = registry.read_again(added.sha256, UPLOADER)
    assert again.failure == added.failure
    later = registry.read_again(added.sha256, UPLOADER, password="open")
    assert later.failure is not None
    assert later.failure.code == "not-a-certificate"


def test_a_second_attempt_that_succeeds_leaves_the_list_of_unread_files(registry: Registry) -> None:
    real = registry._read_files
    registry._read_files = lambda files, workers=None, on_done=None, *, password=None: iter(())  # type: ignore[assignment]
    with pytest.raises(ValueError, match="not enough values"):
        registry.add(file_of(draft()), "leaf.pdf", UPLOADER)  # the program dies while it reads
    assert [unread.failure.code for unread in registry.unread_files()] == ["not-read-yet"]
    registry._read_files = real
    again = registry.add(file_of(draft()), "leaf.pdf", UPLOADER)
    assert not again.duplicate
    assert len(again.certificate_ids) == 1
    assert registry.unread_files() == ()


def test_several_files_are_answered_in_order_and_a_bad_one_stops_nothing(registry: Registry) -> None:
    told: list[Progress] = []
    one, two = file_of(draft(lot=read_text("A"))), file_of(draft(lot=read_text("B")), draft(part=2))
    added = registry.add_many(
        [(one, "a.pdf"), (UNREADABLE, "bad.pdf"), (two, "b.pdf"), (one, "copy of a.pdf")], UPLOADER, progress=told.append
    )
    assert [len(each.certificate_ids) for each in added] == [1, 0, 2, 1]
    assert [each.duplicate for each in added] == [False, False, False, True]
    assert [each.file_name for each in added] == ["a.pdf", "bad.pdf", "b.pdf", "copy of a.pdf"]
    assert len(registry.queue()) == 3
    assert [each.name for each in told] == ["a.pdf", "bad.pdf", "b.pdf"]


def test_a_page_that_says_specimen_goes_to_the_specimens(registry: Registry) -> None:
    registry.add(file_of(draft(specimen=True)), "specimen.pdf", UPLOADER)
    assert registry.queue() == ()
    (entry,) = registry.queue(specimen=True)
    assert registry.certificate(entry.certificate_id).acquisition.kind is AcquisitionKind.SPECIMEN


def test_reading_keeps_nothing(registry: Registry, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(file_of(draft()))
    bad.write_bytes(UNREADABLE)
    read, failed = registry.read([good, bad])
    assert len(read.drafts) == 1
    assert failed.failure is not None
    assert failed.drafts == ()
    assert not (tmp_path / "registry.db").exists()


def test_the_original_file_comes_back_byte_for_byte(registry: Registry) -> None:
    content = file_of(draft())
    (certificate_id,) = registry.add(content, "leaf.pdf", UPLOADER).certificate_ids
    file = registry.file_bytes(certificate_id)
    assert (file.name, file.content) == ("leaf.pdf", content)


def test_a_changed_file_is_not_handed_out(registry: Registry) -> None:
    added = registry.add(file_of(draft()), "leaf.pdf", UPLOADER)
    path = registry.settings.files / added.sha256[:2] / added.sha256[2:]
    path.write_bytes(path.read_bytes().replace(b"12.5", b"15.2"))
    with pytest.raises(IntegrityBroken, match="changed"):
        registry.file_bytes(added.certificate_ids[0])


def test_a_page_that_is_not_there_is_named(registry: Registry) -> None:
    certificate_id = publish(registry, draft())
    with pytest.raises(NotFound, match="no page 2"):
        registry.page_image(certificate_id, 2)
    with pytest.raises(NotFound, match="identifier"):
        registry.page_image("nothing", 1)


def test_only_reviewers_of_the_settings_are_reviewers(registry: Registry) -> None:
    assert registry.is_reviewer(REVIEWER)
    assert not registry.is_reviewer(UPLOADER)
    assert not registry.is_reviewer("")


def test_the_pages_of_a_locked_file_are_shown_without_its_password_which_is_not_kept(tmp_path: Path) -> None:
    specimen = data_path("specimens", "s01_summary_boxes.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(specimen)) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(user="correct horse", owner="owner"))
    locked = out.getvalue()
    with Registry(load_settings(tmp_path, {})) as registry:
        refused = registry.add(locked, "locked.pdf", UPLOADER)
        assert refused.failure is not None
        assert refused.failure.code == "file-encrypted"
        (certificate_id,) = registry.read_again(refused.sha256, UPLOADER, password="correct horse").certificate_ids
        assert registry.page_image(certificate_id, 1).startswith(b"\x89PNG")
        assert registry.file_bytes(certificate_id).content == locked
        assert registry.verify().sound
    assert not any(b"correct horse" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
