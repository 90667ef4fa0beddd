"""Bad files, made by code: each ends within its limits with a named code or a draft, and the next file is read as if nothing was."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace

import pikepdf
import pytest

from registry.datafiles import data_path
from registry.errors import ReadingError
from registry.model.certificate import DraftCertificate
from registry.reading import sandbox
from registry.reading.limits import MEGABYTE
from tests.reading import badfiles

SPECIMEN = data_path("specimens", "s03_half_tables.pdf").read_bytes()
EXPORT = data_path("specimens", "s18_export.xlsx").read_bytes()
OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LIMITS = replace(sandbox.DEFAULT_LIMITS, seconds=20, memory=700 * MEGABYTE, ocr_memory=2048 * MEGABYTE, ocr_seconds_per_page=20)
NOTHING_IN_IT = ("no-results", "not-a-certificate")
STOPPED = ("reading-timeout", "reading-memory", "reading-crashed")


@dataclass(frozen=True)
class Bad:
    """A bad file and the codes it may end with; no codes: it is read, with findings of `findings`."""

    make: Callable[[], bytes]
    codes: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    name: str = "certificate.pdf"
    password: str | None = None


def carrying() -> bytes:
    with pikepdf.open(io.BytesIO(SPECIMEN)) as pdf:
        pdf.attachments["payload.exe"] = b"MZ"
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.launchURL('http://example.com')"))
        return badfiles.saved(pdf)


def locked(password: str) -> bytes:
    with pikepdf.open(io.BytesIO(SPECIMEN)) as pdf:
        return badfiles.saved(pdf, encryption=pikepdf.Encryption(user=password, owner="owner"))


def unpacking_workbook() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", b"<workbook/>")
        book.writestr("xl/worksheets/sheet1.xml", bytes(300 * MEGABYTE))
    return out.getvalue()


def one_large_cell() -> bytes:
    return b'Analyte,Result\n"' + b"x" * (20 * MEGABYTE) + b'"'


CORPUS = {
    "empty": Bad(lambda: b"", ("file-empty",)),
    "only a header": Bad(lambda: b"%PDF-1.7\n", ("file-truncated",)),
    "cut at a third": Bad(lambda: SPECIMEN[: len(SPECIMEN) // 3], ("file-truncated", *NOTHING_IN_IT)),
    "without its table of contents": Bad(lambda: SPECIMEN[: SPECIMEN.rindex(b"startxref")]),
    "named like a picture": Bad(lambda: SPECIMEN, (), ("file-type-mismatch",), name="certificate.png"),
    "a picture named like a PDF": Bad(badfiles.png, ("not-a-certificate",), name="certificate.pdf"),
    "locked, no password": Bad(lambda: locked("secret"), ("file-encrypted",)),
    "locked, wrong password": Bad(lambda: locked("secret"), ("file-encrypted",), password="guess"),
    "locked, right password": Bad(lambda: locked("secret"), password="secret"),
    "300 pages": Bad(lambda: badfiles.many_pages(300), ("too-many-pages",)),
    "50,000 pages": Bad(lambda: badfiles.many_pages(50_000), ("too-many-pages", *STOPPED)),
    "a page of 200,000 points": Bad(lambda: badfiles.pdf(b"", width=200_000, height=200_000), ("page-too-large",)),
    "text that unpacks to 300 MB": Bad(lambda: badfiles.bomb(300), (*STOPPED, *NOTHING_IN_IT)),
    "text packed twice, 1 GB": Bad(lambda: badfiles.nested_bomb(1), (*STOPPED, *NOTHING_IN_IT)),
    "a picture of 20,000 pixels squared": Bad(lambda: badfiles.image_bomb(20_000), (*STOPPED, *NOTHING_IN_IT, "page-unreadable")),
    "a page tree that is its own parent": Bad(badfiles.page_tree_loop, ("file-unreadable", "file-truncated")),
    "a font that shows itself": Bad(badfiles.font_loop, (*STOPPED, *NOTHING_IN_IT)),
    "a font that descends from itself": Bad(badfiles.descendant_loop, (*STOPPED, *NOTHING_IN_IT)),
    "a page under 5,000 nodes": Bad(
        lambda: badfiles.deep_page_tree(5_000), ("file-unreadable", "file-truncated", *STOPPED, *NOTHING_IN_IT)
    ),
    "arrays 100,000 deep": Bad(lambda: badfiles.nested_arrays(100_000), ("file-unreadable", "file-truncated", *STOPPED, *NOTHING_IN_IT)),
    "a TIFF whose pages go round": Bad(badfiles.directory_loop, ("file-unreadable", "too-many-pages", *NOTHING_IN_IT), name="fax.tiff"),
    "a JPEG of 65,000 pixels squared": Bad(badfiles.vast_jpeg, ("page-too-large",), name="photo.jpg"),
    "a locked workbook": Bad(lambda: badfiles.locked_member(EXPORT), ("file-unreadable",), name="results.xlsx"),
    "an old or locked office file": Bad(lambda: OFFICE + bytes(4096), ("file-type-unknown",), name="results.xlsx"),
    "a web page named like a PDF": Bad(lambda: b"<!DOCTYPE html><html><body>Certificate</body></html>", ("file-type-unknown",)),
    "a letter with attachments": Bad(
        lambda: b"From: lab@example.com\r\nSubject: COA\r\nMIME-Version: 1.0\r\n\r\nHello", ("file-type-unknown", *NOTHING_IN_IT)
    ),
    "drawings that draw each other": Bad(badfiles.form_loop, (*STOPPED, *NOTHING_IN_IT)),
    "an attached program and a script": Bad(carrying, (), ("embedded-file-ignored", "script-ignored")),
    "a blank page": Bad(lambda: badfiles.pdf(b""), ("not-a-certificate",)),
    "a table of contents that points to itself": Bad(badfiles.table_loop, ("file-unreadable", *NOTHING_IN_IT)),
    "a picture of 60,000 pixels squared": Bad(lambda: badfiles.packed_png(60_000), ("page-too-large",), name="photo.png"),
    "a strip 18,500 pixels long": Bad(lambda: badfiles.png(1080, 18_500), ("page-too-large",), name="screen.png"),
    "300 pages of fax": Bad(lambda: badfiles.frames(300), ("too-many-pages",), name="fax.tiff"),
    "half a photograph": Bad(badfiles.cut_jpeg, ("file-unreadable",), name="photo.jpg"),
    "a program": Bad(lambda: b"\x7fELF" + bytes(range(256)) * 9, ("file-type-unknown",)),
    "an unpacking workbook": Bad(unpacking_workbook, ("file-expands-too-much",), name="results.xlsx"),
    "brackets without end": Bad(lambda: b"[" * 200_000, ("file-unreadable",), name="results.json"),
    "one cell of 20 MB": Bad(one_large_cell, ("file-unreadable", "not-a-certificate"), name="results.csv"),
}


def ending(bad: Bad) -> tuple[str | None, tuple[DraftCertificate, ...]]:
    """The code a file ends with, or its drafts."""
    (outcome,) = sandbox.read_many([(bad.name, bad.make())], limits=LIMITS, password=bad.password)
    assert isinstance(outcome.error, ReadingError | None)
    assert outcome.error is None or outcome.error.next_step
    return (outcome.error.code if outcome.error else None), outcome.drafts


@pytest.mark.parametrize("title", CORPUS)
def test_a_bad_file_ends_with_a_name_within_its_limits(title: str) -> None:
    bad = CORPUS[title]
    start = time.monotonic()
    code, drafts = ending(bad)
    assert time.monotonic() - start < 3 * LIMITS.seconds
    assert code in (bad.codes or (None,))
    for draft in drafts:
        assert draft.results
        assert set(bad.findings) <= {finding.code for finding in draft.findings}


def test_mutants_of_a_specimen_end_in_drafts_or_our_errors() -> None:
    files = [(f"mutant {number}.pdf", data) for number, data in enumerate(badfiles.mutants(SPECIMEN, 100, seed=7))]
    outcomes = list(sandbox.read_many(files, limits=replace(LIMITS, seconds=5, ocr_seconds_per_page=5)))
    assert len(outcomes) == 100
    assert {outcome.error.code for outcome in outcomes if outcome.error} <= {
        "file-unreadable",
        "file-truncated",
        "file-encrypted",
        "file-type-unknown",
        "page-too-large",
        "too-many-pages",
        "no-results",
        "not-a-certificate",
        *STOPPED,
    }
    assert sandbox.read_safely(SPECIMEN, "whole.pdf")
