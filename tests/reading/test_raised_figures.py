"""Figures that a font draws raised and its text layer calls plain ones, as OpenType's own superscripts are: 10⁴ is no 104."""

from __future__ import annotations

import io

import pikepdf
import pytest

from registry.reading.pdf import open_pdf
from registry.reading.pipeline import read_document

PLAIN = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−", strict=True))
Cell = tuple[float, str]


def typeset(*lines: tuple[Cell, ...], size: float = 9, rotate: int = 0) -> bytes:
    """A page whose one font draws each letter as a box: raised figures small and high, under the codes of plain ones."""
    letters = sorted({letter for line in lines for _, text in line for letter in text})
    codes = {letter: code for code, letter in enumerate(letters, start=1)}
    with pikepdf.new() as pdf:
        drawn = [_drawn(letter) for letter in letters]
        procedures = {
            f"/c{codes[letter]}": pikepdf.Stream(pdf, f"{width} 0 {box} d1 {path}".encode())
            for letter, (width, box, path) in zip(letters, drawn, strict=True)
        }
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type3,
            FontBBox=[0, -200, 1000, 800],
            FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
            CharProcs=pikepdf.Dictionary(procedures),
            Encoding=pikepdf.Dictionary(Differences=pikepdf.Array([1, *(pikepdf.Name(f"/c{code}") for code in codes.values())])),
            FirstChar=1,
            LastChar=len(letters),
            Widths=[width for width, _, _ in drawn],
            Resources=pikepdf.Dictionary(),
            ToUnicode=pikepdf.Stream(pdf, _to_unicode(codes)),
        )
        page = pdf.add_blank_page(page_size=(612, 792))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
        page.Rotate = rotate
        shown = [
            f"BT /F {size} Tf 1 0 0 1 {x} {700 - 14 * row} Tm <{''.join(f'{codes[letter]:02X}' for letter in text)}> Tj ET"
            for row, line in enumerate(lines)
            for x, text in line
        ]
        turn = "-1 0 0 -1 612 792 cm\n" if rotate == 180 else ""
        page.Contents = pikepdf.Stream(pdf, (turn + "\n".join(shown)).encode())
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def _drawn(letter: str) -> tuple[int, str, str]:
    """Width of a letter, its box, and the path that fills it."""
    raised = letter in PLAIN
    foot, top = {"⁻": (460, 520), "−": (300, 360)}.get(letter, (300 if raised else 0, 700))
    width = 330 if raised else 500
    box = f"20 {foot} {width - 20} {top}"
    return width, box, "" if letter == " " else f"20 {foot} {width - 40} {top - foot} re f"


def _to_unicode(codes: dict[str, int]) -> bytes:
    pairs = "\n".join(f"<{code:02X}> <{ord(PLAIN.get(letter, letter)):04X}>" for letter, code in codes.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Boxes def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{len(codes)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
    ).encode()


@pytest.mark.parametrize("rotate", [0, 180])
@pytest.mark.parametrize(
    "text",
    ["10⁴", "≤ 10⁴ CFU/mL", "<10²", "1.2 × 10⁵", "3·10⁻²", "10⁻¹²", "0.52¹", "m²", "Lead⁴", "104", "1,000", "B12", "10−4", "110 1011"],
)
def test_a_figure_is_raised_where_its_ink_is(text: str, rotate: int) -> None:
    read = open_pdf(typeset(((60, text),), ((60, "plain 12.5"),), rotate=rotate), "boxes.pdf").pages[0].words
    assert " ".join(word.text for word in read) == f"{text} plain 12.5"


def test_a_limit_and_a_count_in_powers_of_ten_are_read_as_such() -> None:
    columns = (60, 240, 330, 420)
    table = [
        ("Microbiology", "Result", "Limit", "Units"),
        ("Total aerobic count", "2.0 × 10³", "≤ 10⁴", "CFU/mL"),
        ("Yeast and mold", "104", "10³", "CFU/mL"),
    ]
    file = typeset(*(tuple(zip(columns, row, strict=True)) for row in table))
    aerobic, yeast = read_document(file, "boxes.pdf")[0].results
    assert [float(r.measurements[0].value or 0) for r in (aerobic, yeast)] == [2000, 104]
    assert [float(r.limit.value) for r in (aerobic, yeast) if r.limit] == [10_000, 1000]
