"""Questions to the registry: search, frames, comparison, judgement, reports."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import pandas as pd

from registry.services.opening import Opening
from registry.storage.answers import SearchPage
from registry.storage.filters import Filters

Sort = Literal["-reported", "reported", "brand", "product", "laboratory"]
ReportKind = Literal["pdf", "xlsx", "csv"]


class Questions(Opening):
    def search(
        self, query: str = "", filters: Filters | None = None, *, sort: Sort = "-reported", page: int = 1, size: int = 50
    ) -> SearchPage:
        """Certificates whose brand, product, lot, laboratory or report number holds every word of `query`, with facet counts."""
        raise NotImplementedError

    def results_frame(self, filters: Filters | None = None) -> pd.DataFrame:
        """Results as columns: exactly `assessment.columns.RESULTS`, one row for each measurement, by certificate, row and column."""
        raise NotImplementedError

    def claims_frame(self, filters: Filters | None = None) -> pd.DataFrame:
        """Label claims as columns: exactly `assessment.columns.CLAIMS` (brand, product, form and specimen of the filters apply)."""
        raise NotImplementedError

    def compare(self, analyte: str, filters: Filters | None = None, *, on: date | None = None, tolerance: str | None = None) -> Any:
        """Labelled against measured for one analyte (a catalogue key) under a named tolerance rule.

        The claim compared is the one in force on `on`, or on each certificate's own date where None.
        """
        raise NotImplementedError

    def judge(
        self,
        pack: str,
        *,
        certificate: str | None = None,
        product: str | None = None,
        on: date | None = None,
        grams_per_day: float | None = None,
    ) -> Any:
        """Verdicts of one certificate, or of every published certificate of a product, under the rule pack `pack` as of `on`."""
        raise NotImplementedError

    def rule_packs(self) -> tuple[tuple[str, str], ...]:
        """The rule packs that ship: (key, title), by title."""
        raise NotImplementedError

    def report(
        self, kind: ReportKind, analyte: str, filters: Filters | None = None, *, on: date | None = None, tolerance: str | None = None
    ) -> bytes:
        """The comparison of `compare` as a file, with method, sources, date and the registry's state hash in it."""
        raise NotImplementedError
