"""A PDF's words and boxes: the same however its page is turned or cut; refusals have codes."""

from __future__ import annotations

import io

import pikepdf
import pytest

from registry.datafiles import data_path
from registry.errors import ReadingError
from registry.model.certificate import DraftCertificate
from registry.reading.pdf import open_pdf
from registry.reading.pipeline import read_document

SPECIMEN = data_path("specimens", "s01_summary_boxes.pdf")


def rows(draft: DraftCertificate) -> list[tuple[object, ...]]:
    return [(r.analyte, *((m.text, m.unit, m.evidence.box if m.evidence else None) for m in r.measurements)) for r in draft.results]


def turned(rotate: int, matrix: str, box: list[int]) -> bytes:
    """The specimen with its content turned by `matrix`, and the page shown upright again by /Rotate or another origin."""
    out = io.BytesIO()
    with pikepdf.open(SPECIMEN) as pdf:
        for page in pdf.pages:
            page.contents_add(pikepdf.Stream(pdf, f"q {matrix} cm ".encode()), prepend=True)
            page.contents_add(pikepdf.Stream(pdf, b" Q"))
            page.MediaBox, page.Rotate = pikepdf.Array(box), rotate
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("rotate", "matrix", "box"),
    [
        (90, "0 1 -1 0 792 0", [0, 0, 792, 612]),
        (180, "-1 0 0 -1 612 792", [0, 0, 612, 792]),
        (270, "0 -1 1 0 0 612", [0, 0, 792, 612]),
        (0, "1 0 0 1 100 50", [100, 50, 712, 842]),
    ],
)
def test_a_turned_or_shifted_page_gives_the_same_rows_in_the_same_places(rotate: int, matrix: str, box: list[int]) -> None:
    upright = read_document(SPECIMEN.read_bytes(), "s01.pdf")[0]
    assert rows(read_document(turned(rotate, matrix, box), "turned.pdf")[0]) == rows(upright)


def test_drawn_lines_are_found() -> None:
    page = open_pdf(SPECIMEN.read_bytes(), "s01.pdf").pages[0]
    assert any(ruling.horizontal for ruling in page.rulings)


def test_a_file_that_is_no_pdf_is_refused_with_a_code() -> None:
    with pytest.raises(ReadingError) as refusal:
        open_pdf(b"%PDF-1.7 and nothing more", "cut.pdf")
    assert refusal.value.code == "file-unreadable"


def test_a_locked_pdf_asks_for_its_password() -> None:
    out = io.BytesIO()
    with pikepdf.open(SPECIMEN) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(ReadingError) as refusal:
        open_pdf(out.getvalue(), "locked.pdf")
    assert refusal.value.code == "file-encrypted"
    assert open_pdf(out.getvalue(), "locked.pdf", password="u").pages[0].words


def test_a_file_with_two_samples_gives_two_drafts() -> None:
    drafts = read_document(data_path("specimens", "s23_two_samples.pdf").read_bytes(), "two.pdf")
    assert [(d.part, d.sample_id.text if d.sample_id else None, len(d.results)) for d in drafts] == [
        (1, "119250-01", 4),
        (2, "119250-02", 4),
    ]
    assert all("several-samples" in [f.code for f in d.findings] for d in drafts)


def test_every_draft_carries_hash_type_and_reader_version() -> None:
    draft = read_document(SPECIMEN.read_bytes(), "s01.pdf")[0]
    assert draft.sha256 is not None
    assert len(draft.sha256) == 64
    assert (draft.media_type, draft.pages) == ("application/pdf", 1)
    assert draft.reader_version
