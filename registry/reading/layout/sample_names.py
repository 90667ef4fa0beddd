"""What names a sample: a number that a laboratory gave it, and labels such as "Sample", "Product" or "Lot"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from registry.reading.head.fields import label_key, load_fields
from registry.reading.heading_roles import read_heading
from registry.reading.layout.cells import Cell
from registry.reading.shapes import Shape, cell_shape
from registry.reading.vocabulary import Role

_NAMING = frozenset({"sample_id", "product_name", "lot"})
"""Fields that tell one sample from another."""
_SAMPLE_NUMBER = re.compile(r"(?=(?:\D*\d){4})[\w./-]+")
_PART = re.compile(r"\d{5,}-\d{1,3}")
"""The number of an order and of a sample in it, which looks like a range."""

_OF_ORDER = re.compile(r"0\d{1,2}")
"""The number of a sample in its order alone."""


def heads_sample(text: str) -> bool:
    """True for the number that a laboratory gave a sample: four digits or more in one word, and no value; or "01", as no value begins."""
    if _OF_ORDER.fullmatch(text):
        return True
    shape = cell_shape(text)
    return _SAMPLE_NUMBER.fullmatch(text) is not None and (
        shape is Shape.TEXT or (shape is Shape.RANGE and _PART.fullmatch(text) is not None)
    )


def names_sample(headings: Sequence[Cell]) -> bool:
    """True for headings of names and units beside a sample's number: its results are headed by nothing else."""
    return {Role.NAME, Role.UNIT} <= {read_heading(c.text).role for c in headings} and any(heads_sample(c.text) for c in headings)


def naming_field(label: str, name: str = "") -> str | None:
    """What of a sample a label names, and "Sample" over a text without a digit: its product; None for any other text."""
    named = load_fields().labels.get(label_key(label))
    if named is None or named.field not in _NAMING:
        return None
    return "product_name" if named.field == "sample_id" and name and not any(c.isdigit() for c in name) else named.field
