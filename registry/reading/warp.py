"""Warp: the way back from a straightened page to the page as shown, so that evidence lights up where the eye sees it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Warp:
    """A plane projection from points of the straightened page to fractions (0 to 1) of the page as shown.

    `terms` are the nine terms of its matrix, row by row.
    """

    terms: tuple[float, ...]

    def shown(self, x: float, y: float) -> tuple[float, float]:
        """Where the point stands on the page as shown, as fractions of its width and height."""
        a, b, c, d, e, f, g, h, i = self.terms
        depth = g * x + h * y + i
        return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth
