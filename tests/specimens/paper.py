"""Typst building blocks of the specimen pages: text as string literals, tables, header fields, the SPECIMEN marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

MARK = "SPECIMEN - invented for demonstration, not a real certificate"
_SET_ON = datetime(2026, 1, 1, tzinfo=UTC)


class Raw(str):
    """Typst code that is set as it is (a superscript, a spanning cell), where plain text becomes a string literal."""

    __slots__ = ()


def literal(text: str) -> str:
    """`text` as a typst string literal: nothing in it is markup."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def cell(content: str) -> str:
    return str(content) if isinstance(content, Raw) else literal(content)


def span(text: str, columns: int = 1, rows: int = 1) -> Raw:
    return Raw(f"table.cell(colspan: {columns}, rowspan: {rows}, {cell(text)})")


def power(mantissa: str, exponent: int, sign: str = "·") -> Raw:
    """A number in scientific notation with a true superscript, e.g. 7,2·10⁴."""
    return Raw(f"[{mantissa}{sign}10#super[{exponent}]]")


@dataclass(frozen=True)
class Look:
    """How a page is set. `rules` is none, rows or grid."""

    font: str = "Liberation Sans"
    size: float = 8.5
    paper: str = "us-letter"
    margin: str = "18mm"
    accent: str = "#1f4e5f"
    rules: str = "rows"
    inset: str = "(x: 4pt, y: 2.6pt)"
    watermark: bool = True
    fallback: tuple[str, ...] = field(default=("DejaVu Sans", "Libertinus Serif"))


def preamble(look: Look, footer: str, lang: str = "en") -> str:
    """Page, fonts, running footer and the SPECIMEN line on top of every page."""
    fonts = ", ".join(literal(f) for f in (look.font, *look.fallback))
    strokes = {"none": "none", "rows": "(x: none, y: 0.4pt + luma(170))", "grid": "0.5pt + luma(120)"}[look.rules]
    ghost = 'rotate(-55deg, text(size: 90pt, fill: rgb("#f3eeee"), weight: "bold", "SPECIMEN"))' if look.watermark else "none"
    number = literal("Page " if lang == "en" else "") + '#counter(page).display("1 / 1", both: true)'
    return f"""
#set page(paper: {literal(look.paper)}, margin: (x: {look.margin}, top: 20mm, bottom: 18mm), background: {ghost},
  header: align(center, text(size: 7pt, fill: rgb("#a33"), {literal(MARK)})),
  footer: context text(size: 7pt, fill: luma(90))[#{literal(footer)} #h(1fr) #{number}])
#set text(font: ({fonts}), size: {look.size}pt, lang: {literal(lang)}, hyphenate: false)
#set table(stroke: {strokes}, inset: {look.inset})
#set par(leading: 0.5em)
"""


def table(
    rows: Iterable[Sequence[str]],
    head: Iterable[Sequence[str]] = (),
    widths: Sequence[str] = (),
    align: str = "",
    repeat: bool = True,
    fill: str = "#e8eef0",
) -> str:
    """A table as typst code. `align` has one letter for each column: l, c, r. `fill` colours the header, empty for none."""
    rows, head = list(rows), list(head)
    columns = ", ".join(widths) if widths else ", ".join(["auto"] * len(rows[0]))
    letters = align or "l" + "r" * (len(widths or rows[0]) - 1)
    sides = ", ".join({"l": "left", "c": "center", "r": "right"}[x] for x in letters)
    header = ""
    if head:
        cells = ", ".join(f"strong({cell(c)})" if not isinstance(c, Raw) else str(c) for line in head for c in line)
        header = f"table.header(repeat: {str(repeat).lower()}, {cells}),"
    shade = f'fill: (_, y) => if y < {len(head)} {{ rgb("{fill}") }},' if head and fill else ""
    body = ", ".join(cell(c) for row in rows for c in row)
    return f"table(columns: ({columns},), align: ({sides},), {shade} {header} {body})"


def fields(pairs: Iterable[tuple[str, str]], columns: int = 2, gap: str = "5pt") -> str:
    """Labelled header fields in `columns` pairs of label and value, without rulings."""
    cells = ", ".join(f"strong({literal(label)}), {literal(value)}" for label, value in pairs)
    return f"grid(columns: ({', '.join(['auto', '1fr'] * columns)},), column-gutter: 6pt, row-gutter: {gap}, {cells})"


def title(text: str, look: Look, size: float = 11) -> str:
    return f'#block(above: 10pt, below: 5pt, text(size: {size}pt, weight: "bold", fill: rgb("{look.accent}"), {literal(text)}))\n'


def line(text: str, size: float | None = None) -> str:
    body = literal(text)
    return f"#block(above: 4pt, below: 4pt, {f'text(size: {size}pt, {body})' if size else body})\n"


def put(code: str) -> str:
    """A piece of typst code as a block of its own."""
    return f"#block(above: 5pt, below: 5pt, width: 100%, {code})\n"


def side_by_side(*codes: str, widths: str = "1fr, 1fr") -> str:
    return put(f"grid(columns: ({widths}), column-gutter: 14pt, {', '.join(codes)})")


def masthead(laboratory: str, address: str, right: str, look: Look) -> str:
    """Laboratory on the left, the document's title on the right."""
    return put(
        f'grid(columns: (1fr, auto), row-gutter: 6pt, text(size: 15pt, weight: "bold", fill: rgb("{look.accent}"), {literal(laboratory)}), '
        f'align(right, text(size: 12pt, weight: "bold", {literal(right)})), text(size: 7.5pt, {literal(address)}), [])'
    )


PAGE_BREAK = "#pagebreak()\n"


def compile_pdf(source: str) -> bytes:
    """The page as a PDF; the same source gives the same bytes on a machine with the same fonts."""
    return _compile(source, "pdf")[0]


def compile_png(source: str, dpi: int) -> list[bytes]:
    """Each page as a PNG."""
    return _compile(source, "png", dpi)


def _compile(source: str, kind: str, dpi: int = 144) -> list[bytes]:
    with TemporaryDirectory() as folder:
        main = Path(folder) / "main.typ"
        main.write_text(source, encoding="utf-8")
        out = typst.compile(main, format=kind, ppi=dpi, timestamp=int(_SET_ON.timestamp()), package_path=folder, package_cache_path=folder)
    return out if isinstance(out, list) else [out]
