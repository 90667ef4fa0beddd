"""What a file is, and what is refused before it is read."""

from __future__ import annotations

import contextlib
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from registry.errors import ReadingError
from registry.reading import intake
from registry.reading.limits import Limits
from tests.reading import badfiles


def workbook() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (badfiles.pdf(b""), intake.PDF),
        (b"\r\n\x00junk before it " + badfiles.pdf(b""), intake.PDF),
        (workbook(), intake.XLSX),
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("TIFF"), "image/tiff"),
        (picture("WEBP"), "image/webp"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "image/heic"),
        (b'{"results": []}', intake.JSON),
        (b'\xef\xbb\xbf[{"analyte": "Mitragynine"}]', intake.JSON),
        (b"analyte;result\nMitragynine;1,5", intake.CSV),
        ("látka;výsledek\nolovo;0,64".encode("cp1250"), intake.CSV),
        ("analyte\tresult\nLead\t0.1".encode("utf-16"), intake.CSV),
    ],
)
def test_the_type_follows_from_the_content(data: bytes, media_type: str) -> None:
    assert intake.sniff(data, "a file") == media_type


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b" \r\n\x00\x00", "file-empty"),
        (b"x" * 2001, "file-too-large"),
        (b"<!DOCTYPE html><html><body>Our kratom is tested</body></html>", "file-type-unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "file-type-unknown"),
        (b"\x7fELF" + bytes(range(200)), "file-type-unknown"),
        (bytes(range(256)), "file-type-unknown"),
        (archive(word__document=b"")[:-4], "file-unreadable"),
        (archive(readme=b"text"), "file-type-unknown"),
    ],
)
def test_what_is_no_certificate_file_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(ReadingError) as refusal:
        intake.sniff(data, "a file", Limits(file_bytes=2000))
    assert refusal.value.code == code
    assert refusal.value.next_step


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (badfiles.pdf(b"")[:200], "file-truncated"),
        (badfiles.page_tree_loop(), "file-unreadable"),
        (badfiles.locked("secret"), "file-encrypted"),
        (badfiles.many_pages(300), "too-many-pages"),
        (badfiles.pdf(b"", width=200_000), "page-too-large"),
        (badfiles.png()[:30], "file-unreadable"),
        (badfiles.png(2000, 2000), "page-too-large"),
    ],
)
def test_structure_is_checked_before_reading(data: bytes, code: str) -> None:
    with pytest.raises(ReadingError) as refusal:
        intake.admit(data, "a file", Limits(picture_pixels=1_000_000))
    assert refusal.value.code == code


def test_the_right_password_opens_and_a_wrong_one_is_told_apart() -> None:
    assert intake.admit(badfiles.locked("secret"), "a.pdf", Limits(), "secret").pages == 1
    with pytest.raises(ReadingError, match="does not open"):
        intake.admit(badfiles.locked("secret"), "a.pdf", Limits(), "guess")


def test_a_file_locked_by_its_owner_only_is_read_without_a_password() -> None:
    assert intake.admit(badfiles.locked(""), "a.pdf", Limits()).pages == 1


def test_a_renamed_file_is_read_as_what_it_is_and_noted() -> None:
    admitted = intake.admit(badfiles.pdf(b""), "certificate.xlsx", Limits())
    assert (admitted.media_type, [finding.code for finding in admitted.findings]) == (intake.PDF, ["file-type-mismatch"])
    assert admitted.findings[0].message == "certificate.xlsx is named like xlsx, but its content is a PDF; it was read as a PDF."


def test_a_truncated_pdf_that_qpdf_can_follow_is_admitted() -> None:
    whole = badfiles.pdf(badfiles.words("Certificate of Analysis"))
    assert intake.admit(whole[: whole.rindex(b"startxref")], "a.pdf", Limits()).pages == 1


@given(st.binary(max_size=300))
def test_any_bytes_are_admitted_or_refused_by_our_own_error(data: bytes) -> None:
    with contextlib.suppress(ReadingError):
        intake.admit(data, "a file", Limits())
