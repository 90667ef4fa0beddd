"""Which text layers are trusted, and which pages have their picture read instead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.datafiles import data_path
from registry.reading import pdf
from registry.reading.document import Page, Word
from registry.reading.quality import text_is_usable, text_problem

CERTIFICATE = """Certificate of Analysis Sample Green Vein Powder Lot HG-2603 Received 04/21/2026 Potency by HPLC Analyte LOD LOQ Result
Mitragynine 0.0012 0.0036 1.270 12.70 Speciociliatine ND Paynantheine <LOQ Total Alkaloids 1.63 Heavy Metals Arsenic Lead PASS"""
CZECH = "Protokol o zkouškách Označení vzorků zákazníkem Výsledek Rozšířená nejistota Jednotky Zkušební metoda Hodnocení Limitní hodnota"
METHODS = " ".join(
    f"{name} LCMS ND mg/kg" for name in ("Acephate", "Carbaryl", "Diazinon", "Fipronil", "Malathion", "Metalaxyl", "Permethrin")
)
THAI = "ใบรับรองผลการวิเคราะห์ ตัวอย่าง ผลการทดสอบ วันที่ได้รับ ปริมาณสาร ห้องปฏิบัติการ"


def page(text: str, *, x0: float = 50.0) -> Page:
    """One word to a line, down the page."""
    words = [Word(word, x0, 20.0 + n, x0 + 30, 30.0 + n, 9.0, 28.0 + n) for n, word in enumerate(text.split())]
    return Page(1, 612, 792, tuple(words))


def shifted(text: str, by: int) -> str:
    """A subset font whose codes count from another start: every glyph reads as another character."""
    return " ".join("".join(chr(ord(c) - by) if c.isascii() else c for c in word) for word in text.split())


@pytest.mark.parametrize(
    "text",
    [CERTIFICATE, CZECH, THAI, "THC CBD CBN ND LOQ ppm", METHODS],
    ids=["English", "Czech", "Thai", "few letters", "one method in every row"],
)
def test_a_page_of_plain_words_is_usable(text: str) -> None:
    assert text_problem(page(text)) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no-text"),
        (shifted(CERTIFICATE, 29), "garbled"),
        (shifted(CERTIFICATE, -3), "garbled"),
        (" ".join(chr(0xE000 + ord(c)) * 4 for c in CERTIFICATE if not c.isspace()), "garbled"),
        (" ".join(c for c in CERTIFICATE if not c.isspace()), "letter-spaced"),
    ],
    ids=["no words", "codes shifted down", "codes shifted up", "private codes", "single letters"],
)
def test_what_is_wrong_is_named(text: str, problem: str) -> None:
    assert text_problem(page(text)) == problem


def test_words_that_lie_off_the_page_are_misplaced() -> None:
    assert text_problem(page(CERTIFICATE, x0=9000.0)) == "misplaced"


@pytest.mark.parametrize("path", sorted(data_path("specimens").glob("*.pdf")), ids=lambda path: path.stem)
def test_the_specimens_are_usable_except_the_scan(path) -> None:
    document = pdf.open_pdf(path.read_bytes(), path.name)
    assert all(text_is_usable(page) for page in document.pages) is ("scan" not in path.stem)


@given(st.text(max_size=300))
def test_any_text_is_judged_without_failing(text: str) -> None:
    assert isinstance(text_is_usable(page(text)), bool)
