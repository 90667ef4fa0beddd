"""Records for tests, with defaults: a test names only what it is about."""

from __future__ import annotations

from decimal import Decimal

from registry.model.measurement import Quantity


def quantity(value: str, unit: str | None = "mg/g") -> Quantity:
    return Quantity(value=Decimal(value), unit=unit, text=value)
