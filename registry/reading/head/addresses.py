"""How postal addresses are printed: by their street, their code and place, in the forms of the countries whose laboratories are read."""

from __future__ import annotations

import re
from typing import Final

from registry.reading.head.dates import find_dates
from registry.reading.shapes import Shape, cell_shape

POSTAL: Final = re.compile(
    r"\b[A-Z]{2}\.?,?\s+\d{5}(?:-\d{4})?\b"  # Nicholasville, KY 40356
    r"|\b(?:California|Florida|Colorado|Oregon|Texas|Washington|Massachusetts|Michigan|Nevada|Utah|Arizona)\s+\d{5}\b"
    r"|^\d{3}\s?\d{2}\s+\w"  # 166 28 Praha 6
    r"|\b\d{5}\s+[^\W\d]{3,}"  # 99999 Musterstadt, 28999 Madrid
    r"|\b[^\W\d]{3,},?\s+\d{5}$"  # Jakarta 10110
)
STATE: Final = re.compile(r"\d.*, [A-Z]{2}$")
"""A street with its place and state, and no postal code: "44 Example Rd, Ashlow, OH"."""
STREET: Final = re.compile(
    r"^\d+[\w/-]*\s.*\b(?:street|st|ave|avenue|road|rd|blvd|boulevard|drive|dr|lane|ln|way|court|ct|highway|hwy|parkway|pkwy|circle|place|pl)\b"
    r"|\b(?:suite|ste|unit|bldg|building|floor|apt|box)\.?\s*#?\w*\d"
    r"|\b(?:calle|rue|jl|jalan)\b.*\d"
    r"|^\d+\w?,? (?:rue|avenue|av\.|bd|boulevard|place|allée|chemin|route|quai|impasse)\b"
    r"|(?:straße|strasse|str\.|weg|platz|allee|gasse)\s*\d"
    r"|^\d{2,}[\w/-]*\s+[^\W\d]|[^\W\d] \d+(?:/\d+)?,",
    re.IGNORECASE,
)
HOUSE: Final = re.compile(r"\S.* \d{1,4}\s?[a-z]?|\d{1,5}[A-Za-z]? [A-ZÀ-Ž].*")
"""A street's number behind its name or before it: "Am Markt 4", "5 Mill Row"."""


def is_address(text: str) -> bool:
    """True for a line that holds a street with a number, or a place with its code, and no date; an amount ("12 mg") is none."""
    if find_dates(text):
        return False
    street = STREET.search(text) and any(c.isdigit() for c in text) and cell_shape(text) is not Shape.NUMBER
    return bool(street or POSTAL.search(text))


def without_street(text: str) -> str:
    """A business' name without the street that follows its form: "Laboratorium Zilte B.V. Proefweg 118"."""
    named = _THEN_STREET.match(text)
    return named[1] if named else text


_THEN_STREET: Final = re.compile(
    r"(\S+ .*?\b(?:LLC|Inc|Ltd|GmbH|AG|B\.V|N\.V|V\.O\.F|S\.r\.l|S\.p\.A|S\.A|SARL|SAS|s\. ?r\. ?o|a\. ?s|z o\. ?o|Lda)\b\.?)"
    r",?\s+(?=[^\W\d][^\d]*\d+\w?$)"
)
