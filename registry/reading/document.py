"""Document: the one shape that a PDF, a scan, a photograph and a table file take before layout is read.

Coordinates are points (1/72 inch) from the top left of the page as shown (rotation applied); y grows downwards.
A picture without a resolution counts 1 pixel as 72/200 point.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from registry.model.evidence import Box, Evidence, Stage
from registry.reading.warp import Warp


@dataclass(slots=True)
class Word:
    """A run of characters without a gap, never changed once made. `confidence` is the engine's (1.0 for a sound text layer)."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    baseline: float
    index: int = 0
    confidence: float = 1.0


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
class Moved:
    """A part of a page whose words do not stand where they were printed: where they stand now, and how far right and down that was."""

    x0: float
    y0: float
    x1: float
    y1: float
    right: float
    down: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a place of the page, in points, lies in this part."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1


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
    bold: frozenset[int] = frozenset()
    """`index` of the words set in a bold font; known of a first page's text layer, where labels are told from values by it."""
    unseen: int = 0
    """How many words of the text layer were left out, because nobody sees them on the page."""
    warp: Warp | None = None
    """Where the page was photographed askew: its coordinates are those of the page laid straight, and this leads back."""
    moved: tuple[Moved, ...] = ()
    """The parts of it whose words do not stand where they were printed; places are those of the print."""

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The same rectangle as fractions of the page as shown, clipped to it."""
        return Box(**self._sides(x0, y0, x1, y1))

    def evidence(self, x0: float, y0: float, x1: float, y1: float, text: str) -> Evidence:
        """What stands in a rectangle of the page, and where; place and text are checked in one go, a hundred times a page."""
        return Evidence.model_validate({"page": self.number, "box": self._sides(x0, y0, x1, y1), "text": text, "stage": self.stage})

    def _sides(self, x0: float, y0: float, x1: float, y1: float) -> dict[str, float]:
        width, height = self.width, self.height
        for part in self.moved:
            if part.holds((x0 + x1) / 2, (y0 + y1) / 2):
                x0, y0, x1, y1 = x0 + part.right, y0 + part.down, x1 + part.right, y1 + part.down
                break
        if self.warp is None and 0 <= x0 <= x1 <= width != 0 and 0 <= y0 <= y1 <= height != 0:
            return {"x0": round(x0 / width, 5), "y0": round(y0 / height, 5), "x1": round(x1 / width, 5), "y1": round(y1 / height, 5)}
        corners = [self._shown(x, y) for x in (x0, x1) for y in (y0, y1)]
        across = sorted(round(min(1.0, max(0.0, x)), 5) for x, _ in corners)
        down = sorted(round(min(1.0, max(0.0, y)), 5) for _, y in corners)
        return {"x0": across[0], "y0": down[0], "x1": across[-1], "y1": down[-1]}

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        if self.warp:
            return self.warp.shown(x, y)
        return (x / self.width if self.width else 0.0), (y / self.height if self.height else 0.0)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole file, ready for layout."""

    name: str
    media_type: str
    pages: tuple[Page, ...]
    notes: tuple[str, ...] = field(default=())
    """Finding codes raised while the file was opened."""
