"""What the rows of a page say once they are read, for tests of tables and of the words around them."""

from __future__ import annotations

from registry.model.certificate import Result
from registry.reading.document import Page
from registry.reading.rows.results import read_results
from tests.reading.pages import document_of


def rows(*pages: Page) -> dict[str, Result]:
    """The rows read, by name."""
    return {result.analyte: result for result in read_results(document_of(*pages))[0]}


def printed(result: Result) -> list[tuple[str, str | None]]:
    """Each value as printed, with its unit."""
    return [(m.text, m.unit) for m in result.measurements]


def bound(result: Result, name: str) -> tuple[str, str | None] | None:
    """The row's `lod`, `loq` or `limit` with its unit."""
    quantity = getattr(result, name)
    return (str(quantity.value), quantity.unit) if quantity else None
