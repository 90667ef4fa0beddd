"""Many files at once: kept before anything is read, told about by one key, and one bad file stops nothing."""

from __future__ import annotations

import io
import zipfile

import pytest

from registry.errors import NotFound, ReadingError
from registry.services import Registry, Standing, unpacked
from tests.builders import draft, measurement, read_text, result
from tests.services.stand_in import REVIEWER, UNREADABLE, UPLOADER, VENDOR, file_of, subject

SURE, OTHER, UNSURE = (
    draft(lot=read_text("L-1")),
    draft(lot=read_text("L-2")),
    draft(result("Mitragynine", measurement("12.5", confidence=0.4))),
)


def _standings(registry: Registry, key: str) -> list[Standing]:
    return [file.standing for file in registry.batch(key).files]


def test_files_are_kept_before_they_are_read(registry_on_both: Registry) -> None:
    key = registry_on_both.start_batch([(file_of(SURE), "a.pdf"), (UNREADABLE, "b.pdf")], UPLOADER)
    assert _standings(registry_on_both, key) == [Standing.READING, Standing.READING]
    assert {unread.file_name for unread in registry_on_both.unread_files()} == {"a.pdf", "b.pdf"}


def test_each_file_of_a_batch_ends_where_it_belongs(registry_on_both: Registry) -> None:
    registry_on_both.add(file_of(OTHER), "known.pdf", UPLOADER)
    files = [(file_of(SURE), "sure.pdf"), (file_of(UNSURE), "unsure.pdf"), (file_of(OTHER), "again.pdf"), (UNREADABLE, "broken.pdf")]
    key = registry_on_both.start_batch(files, UPLOADER)
    registry_on_both.read_batch(key, UPLOADER)
    assert _standings(registry_on_both, key) == [Standing.REVIEW, Standing.DOUBTFUL, Standing.DUPLICATE, Standing.UNREADABLE]
    broken = registry_on_both.batch(key).files[-1]
    assert broken.failure is not None
    assert (broken.failure.code, broken.failure.next_step) == ("file-truncated", "Ask for it again.")
    assert registry_on_both.verify().sound


def test_a_batch_whose_reading_stopped_is_read_on_by_anybody_who_asks_again(registry: Registry) -> None:
    key = registry.start_batch([(file_of(SURE), "a.pdf"), (file_of(OTHER), "b.pdf")], UPLOADER)
    first = registry.batch(key).files[0]
    registry.read_again(first.sha256, UPLOADER)
    assert _standings(registry, key) == [Standing.REVIEW, Standing.READING]
    registry.read_batch(key, UPLOADER)
    registry.read_batch(key, UPLOADER)
    assert _standings(registry, key) == [Standing.REVIEW, Standing.REVIEW]
    assert len(registry.queue()) == 2


def test_a_file_given_twice_in_a_batch_is_read_once(registry: Registry) -> None:
    key = registry.start_batch([(file_of(SURE), "a.pdf"), (file_of(SURE), "copy of a.pdf")], UPLOADER)
    registry.read_batch(key, UPLOADER)
    assert _standings(registry, key) == [Standing.REVIEW, Standing.DUPLICATE]
    assert len(registry.queue()) == 1


def test_a_batch_shows_what_a_reviewer_decided(registry: Registry) -> None:
    key = registry.start_batch([(file_of(SURE), "a.pdf"), (file_of(OTHER), "b.pdf")], UPLOADER)
    registry.read_batch(key, UPLOADER)
    first, second = (file.certificates[0].certificate_id for file in registry.batch(key).files)
    registry.publish(first, subject(registry), VENDOR, REVIEWER)
    registry.send_back(second, REVIEWER, "The second page is missing.")
    assert _standings(registry, key) == [Standing.DECIDED, Standing.SENT_BACK]


def test_a_key_that_nobody_gave_names_no_batch(registry: Registry) -> None:
    with pytest.raises(NotFound, match="No upload"):
        registry.batch("none")


def test_one_report_that_came_as_two_files_is_recognised(registry: Registry) -> None:
    one, two = (draft(file=name, report_id=read_text("R-77"), lab=read_text("SPECIMEN Laboratory")) for name in ("a.pdf", "b.pdf"))
    (first,) = registry.add(file_of(one), "a.pdf", UPLOADER).certificate_ids
    (second,) = registry.add(file_of(two) + b" ", "b.pdf", UPLOADER).certificate_ids
    (third,) = registry.add(file_of(SURE), "c.pdf", UPLOADER).certificate_ids
    assert registry.same_report(second) == (first,)
    assert first not in registry.same_report(third)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("R: 77/26", True),
        ("R 77/26 (print 3/26)", True),
        ("R 77/26 (copy)", True),
        ("R 77/261", False),
        ("77/26", False),
        ("(copy)", False),
    ],
)
def test_a_report_of_one_day_is_the_same_however_its_number_is_written(registry: Registry, written: str, same: bool) -> None:
    one, two = (draft(file=number, report_id=read_text(number), lab=read_text("SPECIMEN Laboratory")) for number in ("R 77/26", written))
    (first,) = registry.add(file_of(one), "a.pdf", UPLOADER).certificate_ids
    (second,) = registry.add(file_of(two) + b" ", "b.pdf", UPLOADER).certificate_ids
    assert registry.same_report(second) == ((first,) if same else ())


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_zip_is_its_files_without_folders_and_hidden_ones() -> None:
    packed = _zip({"lots/a.pdf": b"A", "../b.pdf": b"B", ".hidden": b"-", "__MACOSX/a.pdf": b"-"})
    assert list(unpacked(packed, "lots.ZIP")) == [(b"A", "a.pdf"), (b"B", "b.pdf")]
    assert list(unpacked(b"%PDF", "a.pdf")) == [(b"%PDF", "a.pdf")]


@pytest.mark.parametrize(
    "content", [b"no archive", _zip({"a.pdf": b"A"})[:-30], _zip({f"{n}.pdf": b"" for n in range(1001)})], ids=["text", "cut", "many"]
)
def test_a_zip_that_is_damaged_or_too_large_is_refused(content: bytes) -> None:
    with pytest.raises(ReadingError) as refused:
        list(unpacked(content, "lots.zip"))
    assert refused.value.next_step
