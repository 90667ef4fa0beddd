"""The reader's version, where everybody can ask for it without loading the reader."""

from __future__ import annotations

from typing import Final

READER_VERSION: Final = "2.6"
"""Raised whenever a reading may change: every observation carries the version that made it."""
