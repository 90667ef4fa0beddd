"""Documents set word by word, for tests of what reads words and not bytes."""

from __future__ import annotations

from registry.reading.document import Document, Page, Word

Placed = tuple[float, float, str] | tuple[float, float, str, float]


def words_at(x: float, y: float, text: str, size: float = 8) -> list[Word]:
    """The words of `text` from `x` on, half a size wide for each character, on the baseline `y`."""
    words, start = [], x
    for piece in text.split(" "):
        width = 0.5 * size * len(piece)
        if piece:
            words.append(Word(piece, start, y - 0.75 * size, start + width, y + 0.2 * size, size, y))
        start += width + 0.25 * size
    return words


def page(*placed: Placed, number: int = 1) -> Page:
    """A letter page with each (x, y, text[, size]) on it."""
    return Page(number, 612, 792, tuple(word for entry in placed for word in words_at(*entry)))


def document(*pages: Page) -> Document:
    return Document("certificate.pdf", "application/pdf", pages)


def block(x: float, y: float, *lines: str, pitch: float = 12, size: float = 8) -> list[Placed]:
    """Lines one under the other from (x, y)."""
    return [(x, y + n * pitch, line, size) for n, line in enumerate(lines)]
