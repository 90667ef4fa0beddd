"""What a file is, by its first bytes, and whether it may be opened at all: the checks before any reading.

Order: size, header, then (PDF) structure under qpdf's limits, page count, page sizes; (pictures) number of pixels.
Every refusal is a ReadingError with a code of its own.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

import pikepdf

from registry.errors import ReadingError
from registry.model.findings import Finding
from registry.reading import render
from registry.reading.limits import MEGABYTE, Limits

PDF: Final = "application/pdf"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv"
JSON: Final = "application/json"
PICTURES: Final = ("image/jpeg", "image/png", "image/tiff", "image/webp", "image/heic")

_SUFFIXES: Final = {
    PDF: (".pdf",),
    XLSX: (".xlsx", ".xlsm"),
    CSV: (".csv", ".tsv", ".txt", ".tab"),
    JSON: (".json",),
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/png": (".png",),
    "image/tiff": (".tif", ".tiff"),
    "image/webp": (".webp",),
    "image/heic": (".heic", ".heif"),
}
_WORDS: Final = {
    PDF: "a PDF",
    XLSX: "a workbook",
    CSV: "a text table",
    JSON: "JSON",
    **{kind: f"a {kind.removeprefix('image/').upper()} picture" for kind in PICTURES},
}
# Files people do send, and what to do with them instead.
_ELSE: Final = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls) or an encrypted one", "Save it as .xlsx or print it to PDF."),
    (b"GIF8", "a GIF picture", "Save it as PNG."),
    (b"BM", "a bitmap picture", "Save it as PNG."),
    (b"{\\rtf", "a rich text document", "Print it to PDF."),
    (b"%!PS", "a PostScript file", "Print it to PDF."),
    (b"\x7fELF", "a program", "Send the certificate itself."),
    (b"MZ", "a program", "Send the certificate itself."),
    (b"Rar!", "an archive", "Unpack it and send its files one by one."),
    (b"7z\xbc\xaf", "an archive", "Unpack it and send its files one by one."),
    (b"\x1f\x8b", "an archive", "Unpack it and send its files one by one."),
)
_HEADER: Final = 1024
_XLSX_BYTES: Final = 256 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Admitted:
    """A file that may be read: its type by content, its pages (1 for a table file), what was noticed about it.

    `data` are the bytes to read: those given, or a repaired copy.
    """

    media_type: str
    pages: int
    data: bytes
    findings: tuple[Finding, ...] = ()


def admit(data: bytes, name: str, limits: Limits, password: str | None = None) -> Admitted:
    """The file's type and page count, after every check that needs no reading. Raises ReadingError."""
    media_type = sniff(data, name, limits)
    findings: tuple[Finding, ...] = () if _suffix_fits(name, media_type) else (_misnamed(name, media_type),)
    if media_type == PDF:
        pages = _check_pdf(data, name, limits, password)
        if not _opens(data, password):
            data = without_password(data, password)
            findings += (Finding(code="file-repaired", details={"file": name, "detail": "its table of contents was rebuilt"}),)
        return Admitted(media_type, pages, data, findings)
    if media_type in PICTURES:
        return Admitted(media_type, _check_picture(data, name, media_type, limits), data, findings)
    return Admitted(media_type, 1, data, findings)


def _opens(data: bytes, password: str | None) -> bool:
    try:
        with render.open_pdf(data, password):
            return True
    except ReadingError:
        return False


def without_password(data: bytes, password: str | None) -> bytes:
    """The PDF written anew by qpdf, which follows damage that PDFium refuses; its pages the same, without its password."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data), password=password or "") as pdf:
        pdf.save(out)
    return out.getvalue()


def sniff(data: bytes, name: str, limits: Limits | None = None) -> str:
    """The media type by content, whatever the name says.

    Raises ReadingError: `file-empty`, `file-too-large`, `file-type-unknown`.
    """
    limits = limits or Limits()
    if not data.strip(b"\x00\t\r\n "):
        raise ReadingError("The file is empty.", where=name, next_step="Download or scan it again.", code="file-empty")
    if len(data) > limits.file_bytes:
        raise ReadingError(
            f"The file has {len(data) / MEGABYTE:.0f} MB; at most {limits.file_bytes // MEGABYTE} MB are read.",
            where=name,
            next_step="Send the certificate without photographs, or in parts.",
            code="file-too-large",
        )
    if found := _binary_type(data, name):
        return found
    return _text_type(data, name)


def _binary_type(data: bytes, name: str) -> str | None:
    head = data[:_HEADER]
    if b"%PDF-" in head:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _zip_type(data, name)
    for start, media_type in (
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"II*\x00", "image/tiff"),
        (b"MM\x00*", "image/tiff"),
    ):
        if head.startswith(start):
            return media_type
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"):
        return "image/heic"
    for start, what, next_step in _ELSE:
        if head.startswith(start):
            raise _unknown(name, what, next_step)
    return None


def _zip_type(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.namelist()
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise ReadingError(
            "The file is damaged: it starts as a workbook or an archive and breaks off.",
            where=name,
            next_step="Download it again.",
            code="file-unreadable",
        ) from problem
    if "xl/workbook.xml" not in members:
        what = "a Word document" if "word/document.xml" in members else "an archive"
        raise _unknown(name, what, "Print it to PDF, or send the files inside one by one.")
    if unpacked > _XLSX_BYTES:
        raise ReadingError(
            f"The workbook unpacks to {unpacked / MEGABYTE:.0f} MB, far more than a certificate needs.",
            where=name,
            next_step="Send only the sheet with the results.",
            code="file-expands-too-much",
        )
    return XLSX


def _text_type(data: bytes, name: str) -> str:
    text = decode(data[: 64 * 1024])
    if text is None:
        raise _unknown(name, "no kind of file this registry reads", "Send a PDF, a picture, CSV, XLSX or JSON.")
    start = text.lstrip().lower()
    if start.startswith(("<!doctype html", "<html", "<?xml", "<svg")):
        raise _unknown(name, "a web page", "Send the certificate that the page links to.")
    if start.startswith(("{", "[")):
        try:
            json.loads(decode(data) or "")
        except (ValueError, RecursionError):
            if PurePath(name).suffix.lower() == ".json":
                return JSON  # so that the error names the broken place
        else:
            return JSON
    return CSV


def decode(data: bytes) -> str | None:
    """The text of a table file (UTF-8 or UTF-16 with its mark, UTF-8, else Windows Central or Western European); None for binary data."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[: len(data) // 2 * 2].decode("utf-16", errors="replace")
    if b"\x00" in data:
        return None
    text = _utf_8(data) or data.decode("cp1252", errors="replace")
    return text if _printable(text) else None


def _utf_8(data: bytes) -> str | None:
    """The text where all of it is UTF-8, but for a character cut off at the end."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        cut_off = problem.reason == "unexpected end of data" and len(data) - problem.start < 4
        return data[: problem.start].decode("utf-8-sig") if cut_off else None


def _printable(text: str) -> bool:
    odd = sum(not (c.isprintable() or c in "\t\r\n\f") or c == "\ufffd" for c in text[:20_000])
    return odd * 100 <= len(text[:20_000])


def _check_pdf(data: bytes, name: str, limits: Limits, password: str | None) -> int:
    pikepdf.settings.set_qpdf_limits(flate_max_memory=64 * MEGABYTE)
    try:
        with pikepdf.open(io.BytesIO(data), password=password or "") as pdf:
            pages = len(pdf.pages)
            if pages <= limits.pages:
                sides = [max(_sides(page)) for page in pdf.pages]
    except pikepdf.PasswordError as problem:
        raise _locked(name, password) from problem
    except (
        pikepdf.PdfError,
        pikepdf.DataDecodingError,
        RuntimeError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        OverflowError,
    ) as problem:
        raise _broken(data, name) from problem
    if pages == 0:
        raise _broken(data, name)
    if pages > limits.pages:
        raise ReadingError(
            f"The PDF has {pages} pages; at most {limits.pages} are read.",
            where=name,
            next_step="Send the pages of the certificate alone.",
            code="too-many-pages",
        )
    for number, side in enumerate(sides, start=1):
        if side > limits.page_points:
            raise _too_large(f"{name}, page {number}", f"The page is {side / 72:.0f} inches long")
    return pages


def _broken(data: bytes, name: str) -> ReadingError:
    if b"%%EOF" not in data[-2048:]:
        return ReadingError("The PDF breaks off before its end.", where=name, next_step="Get the whole file again.", code="file-truncated")
    what = "The PDF is damaged: its structure cannot be followed."
    return ReadingError(what, where=name, next_step="Get it again from its source.", code="file-unreadable")


def _sides(page: pikepdf.Page) -> tuple[float, float]:
    x0, y0, x1, y1 = (float(v) for v in page.mediabox)
    unit = float(page.obj.get("/UserUnit", 1))
    return abs(x1 - x0) * unit, abs(y1 - y0) * unit


def _check_picture(data: bytes, name: str, media_type: str, limits: Limits) -> int:
    frames, width, height = render.picture_size(data, media_type, name)
    if width * height > limits.picture_pixels:
        raise _too_large(name, f"The picture has {width} × {height} pixels")
    if frames > limits.pages:
        raise ReadingError(
            f"The picture file has {frames} pages; at most {limits.pages} are read.",
            where=name,
            next_step="Send the pages of the certificate alone.",
            code="too-many-pages",
        )
    return frames


def _misnamed(name: str, media_type: str) -> Finding:
    named = PurePath(name).suffix.lower().lstrip(".")
    return Finding(code="file-type-mismatch", details={"file": name, "named": named, "actual": _WORDS.get(media_type, media_type)})


def _suffix_fits(name: str, media_type: str) -> bool:
    suffix = PurePath(name).suffix.lower()
    return not suffix or suffix in _SUFFIXES[media_type]


def _unknown(name: str, what: str, next_step: str) -> ReadingError:
    return ReadingError(f"The file is {what}.", where=name, next_step=next_step, code="file-type-unknown")


def _locked(name: str, password: str | None) -> ReadingError:
    if password:
        return ReadingError(
            "The password does not open the file.", where=name, next_step="Give the right one (--password).", code="file-encrypted"
        )
    return ReadingError("The file is locked with a password.", where=name, next_step="Give it (--password).", code="file-encrypted")


def _too_large(where: str, what: str) -> ReadingError:
    return ReadingError(
        f"{what}, more than any certificate.", where=where, next_step="Send the page in its real size.", code="page-too-large"
    )
