"""Where a value comes from: the file (Source) and the place on its page (Evidence)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Record(BaseModel):
    """Base of every record: frozen, and a name it does not know is an error rather than lost."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Box(Record):
    """A rectangle on a page as fractions of its width and height, origin at the top left, so that it fits any rendering."""

    x0: float = Field(ge=0, le=1)
    y0: float = Field(ge=0, le=1)
    x1: float = Field(ge=0, le=1)
    y1: float = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.x1 < self.x0 or self.y1 < self.y0:
            raise ValueError("a box runs from its top left to its bottom right")
        return self


class Stage(StrEnum):
    """Which engine saw the text."""

    TEXT_LAYER = "text-layer"
    OCR = "ocr"
    CELL = "cell"
    """A cell of a table file, or a row of a published data set."""
    REVIEWER = "reviewer"


class Evidence(Record):
    """The place a value was read from.

    `page` counts from 1 (a sheet of a workbook counts as a page); `box` is None only where the source has no geometry
    (a table file, whose `cell` then says where, e.g. ``Results!C7``, or a page of a web site).
    `text` is what stands there, untouched. The reader's version stands once, on the draft.
    """

    page: int = Field(ge=1)
    box: Box | None = None
    cell: str | None = None
    text: str = ""
    stage: Stage = Stage.TEXT_LAYER


class DisplayRight(StrEnum):
    """What may be shown of a file. A link-only file shows its address and cropped evidence, and stays out of bulk download."""

    OWN = "own"
    LICENSED = "licensed"
    LINK_ONLY = "link-only"
    WITHHELD = "withheld"
    """Where law demands it: neither the file nor its pages are shown; its hash, the day and the reason stay in the journal."""


class Source(Record):
    """The document or publication a certificate came from.

    A file is named by the SHA-256 of its bytes; a published result whose file is not held has an address instead.
    `grade` is the evidence grade of a published result: A read in the report itself, B a notice or abstract, C second hand.
    """

    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    file_name: str | None = None
    media_type: str | None = None
    url: str | None = None
    obtained_on: date | None = None
    licence: str | None = None
    display: DisplayRight = DisplayRight.OWN
    grade: str | None = None
    granularity: str | None = None
    """What a published figure stands for (lot, sample, product, replicate, sample mean, aggregate, ...); None for a certificate on file."""
    note: str | None = None
    unlocked_sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    """A copy of a locked file without its password, kept so that its pages can be shown; the original stays as it was received."""

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if self.sha256 is None and not self.url:
            raise ValueError("a source is a file (sha256) or an address (url)")
        return self


class Stamp(Record):
    """Who did something, and when (UTC)."""

    who: str
    when: datetime
