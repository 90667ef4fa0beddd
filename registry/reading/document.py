"""Document: the one shape that a PDF, a scan, a photograph and a table file take before layout is read.

Coordinates are points (1/72 inch) from the top left of the page as shown (rotation applied); y grows downwards.
A picture without a resolution counts 1 pixel as 72/200 point.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from registry.model.evidence import Box, Stage


@dataclass(frozen=True, slots=True)
class Char:
    """One printed character with its tight box, font size and baseline (both in points)."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    baseline: float
    index: int
    """Position in the content stream: neighbours in the stream usually belong to one cell."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a gap. `confidence` is the engine's (1.0 for a sound text layer)."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    baseline: float
    index: int = 0
    confidence: float = 1.0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """A drawn line or a thin or filled rectangle's edge, horizontal or vertical."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def horizontal(self) -> bool:
        return abs(self.x1 - self.x0) >= abs(self.y1 - self.y0)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its words, rulings and filled areas, and which engine saw them."""

    number: int
    """1-based."""
    width: float
    height: float
    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...] = ()
    stage: Stage = Stage.TEXT_LAYER
    image_only: bool = False

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The same rectangle as fractions of this page, clipped to it."""

        def fraction(value: float, size: float) -> float:
            return min(1.0, max(0.0, value / size)) if size else 0.0

        a, b = sorted((fraction(x0, self.width), fraction(x1, self.width)))
        c, d = sorted((fraction(y0, self.height), fraction(y1, self.height)))
        return Box(x0=round(a, 5), y0=round(c, 5), x1=round(b, 5), y1=round(d, 5))


@dataclass(frozen=True, slots=True)
class Document:
    """A whole file, ready for layout."""

    name: str
    media_type: str
    pages: tuple[Page, ...]
    notes: tuple[str, ...] = field(default=())
    """Finding codes raised while the file was opened."""
