"""Pages set word by word, so that a test shows the table it reads."""

from __future__ import annotations

from registry.reading.document import Document, Page, Ruling, Word

SIZE = 8.0
LETTER = 0.5
"""Width of a letter, in sizes."""


def words_at(x: float, y: float, text: str, *, size: float = SIZE, index: int = 0) -> list[Word]:
    """The words of `text` from `x` on, a plain space apart, on the baseline `y`."""
    out = []
    for word in text.split(" "):
        width = LETTER * size * len(word)
        out.append(Word(word, x, y - 0.74 * size, x + width, y + 0.22 * size, size, y, index))
        x += width + 0.25 * size
        index += len(word) + 1
    return out


def page_of(*lines: tuple[float, dict[float, str]], number: int = 1, size: float = SIZE, rulings: tuple[Ruling, ...] = ()) -> Page:
    """A letter page; each line is a baseline and its cells by their left edge."""
    words = [
        word for i, (y, cells) in enumerate(lines) for x, text in cells.items() for word in words_at(x, y, text, size=size, index=1000 * i)
    ]
    return Page(number, 612.0, 792.0, tuple(words), rulings)


def document_of(*pages: Page) -> Document:
    return Document("certificate.pdf", "application/pdf", pages)


def grid(top: float, columns: tuple[float, ...], *rows: tuple[str, ...], pitch: float = 12.0) -> list[tuple[float, dict[float, str]]]:
    """Lines of a table: one tuple of texts for each row, "" where a cell is empty."""
    return [(top + i * pitch, {x: text for x, text in zip(columns, row, strict=True) if text}) for i, row in enumerate(rows)]
