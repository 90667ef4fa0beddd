"""A PDF's words and boxes: the same however its page is turned or cut; refusals have codes."""

from __future__ import annotations

import io

import pikepdf
import pytest

from registry.datafiles import data_path
from registry.errors import ReadingError
from registry.model.certificate import DraftCertificate
from registry.reading.document import Page
from registry.reading.pdf import open_pdf
from registry.reading.pipeline import open_document, read_document
from tests.reading import badfiles

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


LINES = (
    "Certificate of Analysis of a Specimen sample that was received, tested and reported by the laboratory",
    "Mitragynine 1.27 % Paynantheine 0.32 % Speciogynine 0.11 % Total alkaloids 1.70 %",
)


def invisible(content: bytes) -> bytes:
    """The same text in rendering mode 3, as scanners lay it over their picture."""
    return content.replace(b"BT ", b"BT 3 Tr ", 1)


def over_a_picture(content: bytes) -> bytes:
    """The text after a picture (one grey pixel) that fills the page."""
    return b"q 612 0 0 792 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xc8 EI Q " + content


@pytest.mark.parametrize(
    ("ground", "seen"),
    [(b"", False), (b"1 1 1 rg 0 0 612 792 re f ", False), (b".1 .3 .5 rg 0 0 612 792 re f ", True), (over_a_picture(b""), True)],
    ids=["paper", "white area", "coloured area", "picture"],
)
def test_white_words_count_only_where_something_darker_lies_behind_them(ground: bytes, seen: bool) -> None:
    black, white = badfiles.words(LINES[0]), badfiles.words("Lead 0.01 ppm").replace(b"700 Td", b"400 Td", 1)
    (page,) = open_pdf(badfiles.pdf(ground + b"0 0 0 rg " + black + b" 1 1 1 rg " + white), "white.pdf").pages
    texts = [word.text for word in page.words]
    assert ("Certificate" in texts, "ppm" in texts) == (True, seen)
    assert page.unseen == (0 if seen else 3)


def test_only_pages_whose_text_cannot_be_trusted_are_read_by_the_other_engine() -> None:
    garbled = tuple("".join(chr(max(33, ord(c) - 29)) if c.isalpha() else c for c in line) for line in LINES)
    plain = badfiles.words(*LINES)
    data = badfiles.pdf(plain, badfiles.words(*garbled), over_a_picture(invisible(plain)), b"", over_a_picture(plain), invisible(plain))
    asked: list[int] = []

    def other_engine(_page: object, number: int) -> Page:
        asked.append(number)
        return Page(number, 612, 792, (), image_only=True)

    document = open_pdf(data, "mixed.pdf", other_engine=other_engine)
    assert asked == [2, 3, 4]  # garbled, a guess over a picture, no text; not: text on a picture, text whose letters are drawn as paths
    assert [page.image_only for page in document.pages] == [False, False, False, True, False, False]


def test_a_scanned_page_between_pages_of_text_is_recognised_and_the_others_keep_their_text() -> None:
    with pikepdf.open(SPECIMEN) as text, pikepdf.open(data_path("specimens", "s15_scan.pdf")) as scan:
        text.pages.append(scan.pages[0])
        data = badfiles.saved(text)
    document = open_document(data, "mixed.pdf", "application/pdf")
    assert [page.stage.value for page in document.pages] == ["text-layer", "ocr"]
    (draft, *_) = read_document(data, "mixed.pdf")
    assert {finding.page for finding in draft.findings if finding.code == "page-image-only"} <= {2}


def test_fonts_that_state_no_ascent_and_descent_give_the_same_words_in_the_same_sizes() -> None:
    out = io.BytesIO()
    with pikepdf.open(SPECIMEN) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                item.Ascent, item.Descent, item.FontBBox = 0, 0, pikepdf.Array([0, 0, 1000, 1])
        pdf.save(out)
    words, office = (open_pdf(data, "s01.pdf").pages[0].words for data in (SPECIMEN.read_bytes(), out.getvalue()))
    assert [word.text for word in office] == [word.text for word in words]
    assert [word.size for word in office] == pytest.approx([word.size for word in words], abs=0.01)
    assert [word.baseline for word in office] == pytest.approx([word.baseline for word in words], abs=0.3)
