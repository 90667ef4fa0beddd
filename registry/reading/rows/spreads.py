"""Uncertainties that a sentence states for one analyte: "Measurement uncertainty of Total THC: ± 0.021 % (k = 2)"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from registry.model.analytes import name_key
from registry.model.measurement import Measurement, Uncertainty
from registry.reading.document import Page
from registry.reading.layout.passages import Passage
from registry.reading.rows.values import ValueReader, one_unit
from registry.reading.vocabulary import Role, heading_words, sentence_words, unit_text

SHORTEST = 9
"""Letters of the words for it: shorter ones ("U", "MU") say too little in a sentence."""
_SIGNS = ("±", "+/-")


def said_spreads(passages: Iterable[Passage], page: Page, values: ValueReader) -> Iterator[tuple[str, Uncertainty]]:
    """The uncertainties that a page's passages state with sign and unit, each with the key of the name that it is for."""
    for passage in passages:
        if any(sign in passage.text for sign in _SIGNS):  # few pages say so outside tables
            for said in _sentence().finditer(passage.text):
                if unit_text(said["unit"]) is None:
                    continue
                cell = passage.cell(said.start("spread"), said.end("unit"))
                if (spread := values.uncertainty(cell, None, page)) is not None:
                    yield name_key(said["name"]), spread


@cache
def _sentence() -> re.Pattern[str]:
    words = sorted((word for word in heading_words(Role.UNCERTAINTY) if len(word) >= SHORTEST and word.replace(" ", "").isalpha()), key=len)
    for_, articles, states = ("|".join(map(re.escape, sentence_words(group))) for group in ("for", "articles", "states"))
    return re.compile(
        rf"(?i)(?<!\w)(?:{'|'.join(reversed(words))})\s+(?:{for_})\s+(?:(?:{articles})\s+)?(?P<name>[^\W_][^:;=±\n]{{0,40}}?)\s*(?:[:=]|\b(?:{states}))?"
        r"\s*(?P<spread>(?:±|\+/-)\s*\d[\d.,]*\d|(?:±|\+/-)\s*\d)\s*(?P<unit>%(?: ?[wm]/[wm])?|[^\s\d.,;()]+)(?! ?\(?rel)"
    )


def spread_for(said: Iterable[tuple[str, Uncertainty]], name: str, measurements: Iterable[Measurement]) -> Uncertainty | None:
    """What is said for `name` in the unit of one of its results and smaller than that; a greater one is a share of it."""
    key = name_key(name)
    own = [spread for of, spread in said if of == key]
    results = [m for m in measurements if m.value is not None and m.unit is not None] if own else []
    return next((s for s in own for m in results if one_unit(m.unit, s.unit) and m.value is not None and s.value < m.value), None)
