"""`<` and `>` told by their shape: two straight arms that meet halfway up, which the recogniser takes for a `c` where they stand alone."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from registry.reading.ocr.words import Ink

FEWEST: Final = 7
"""Rows of pixels: a smaller one has no shape."""
STROKE: Final = 0.65
"""Of the width: a row of one arm is no wider (the ends of a `c` are)."""
ONE_RUN: Final = 0.85
"""Of the rows so many hold ink in one place only."""
WIDE: Final = (0.55, 1.8)
"""Its width in heights: a bracket is narrower."""
STRAIGHT: Final = 0.96
"""How closely the middle of the ink follows the distance from the tip (correlation). Of the other signs of 23 faces none came so close."""
TIP: Final = (0.35, 0.65)
"""Where between top and foot the arms meet."""


def chevron(ink: Ink) -> str | None:
    """The sign that a mark's ink draws, if it is one of the two."""
    rows: Any = np.flatnonzero(ink.any(1))
    columns: Any = np.flatnonzero(ink.any(0))
    if len(rows) < FEWEST:
        return None
    drawn = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    high, wide = drawn.shape
    if not WIDE[0] * high < wide < WIDE[1] * high or not drawn.any(1).all():
        return None
    edges = np.diff(np.pad(drawn, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    if ((edges > 0).sum(1) == 1).mean() < ONE_RUN or np.quantile(drawn.sum(1), ONE_RUN) > STROKE * wide:
        return None
    middles = (drawn * np.arange(wide)).sum(1) / drawn.sum(1)
    if np.ptp(middles) < wide / 4:
        return None
    for sign, along in (("<", middles), (">", wide - 1 - middles)):
        tips = np.arange(TIP[0] * high, TIP[1] * high, 0.5)
        straight = max(float(np.corrcoef(np.abs(np.arange(high) - tip), along)[0, 1]) for tip in tips)
        if straight > STRAIGHT and along[[0, -1]].min() > along.mean():
            return sign
    return None
