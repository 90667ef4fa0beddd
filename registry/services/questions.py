"""Questions to the registry: search, frames, comparison."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from registry.assessment.conformity import Decision
from registry.assessment.label import LabelComparison, Meetings, meetings
from registry.assessment.tolerance import tolerance_named
from registry.model.analytes import load_catalogue
from registry.model.salts import with_salts
from registry.services.opening import Opening
from registry.storage.answers import MeasuredProducts, SearchPage, SearchRow
from registry.storage.filters import Filters
from registry.storage.search import Sort

DEFAULT_TOLERANCE: Final = "90-110"


@dataclass(frozen=True)
class Comparable:
    """What a comparison rests on: the results (assessment.columns.RESULTS), and how they meet the claims."""

    results: pd.DataFrame
    meetings: Meetings


class Questions(Opening):
    def search(
        self, query: str = "", filters: Filters | None = None, *, sort: Sort = "-reported", page: int = 1, size: int = 50
    ) -> SearchPage:
        """Certificates whose brand, product, lot, laboratory or report number holds every word of `query`, with facet counts."""
        with self._store.read() as reader:
            return reader.search(query, filters or Filters(), sort, max(1, page), max(1, size))

    def listed(
        self, query: str = "", filters: Filters | None = None, *, sort: Sort = "-reported", page: int = 1, size: int = 50
    ) -> tuple[SearchRow, ...]:
        """The rows of `search` alone: much quicker where nobody asks how many there are."""
        with self._store.read() as reader:
            return reader.listed(query, filters or Filters(), sort, max(1, page), max(1, size))

    def count(self, query: str = "", filters: Filters | None = None) -> int:
        """The total of `search` alone."""
        with self._store.read() as reader:
            return reader.count(query, filters or Filters())

    def measured_analytes(self, *, specimen: bool = False) -> dict[str, int]:
        """Published results of each alkaloid by catalogue key, most frequent first."""
        with self._store.read() as reader:
            return reader.measured_analytes(specimen=specimen)

    def measured_products(
        self, analyte: str | None = None, filters: Filters | None = None, *, skip: int = 0, size: int | None = None
    ) -> MeasuredProducts:
        """The products with published results of an alkaloid (of any where None), most results first; `size` of them after `skip`.

        Brands, products, laboratories, forms, kinds of acquisition and evidence grades of the filters apply, and its first day, to the
        newest report.
        """
        with self._store.read() as reader:
            return reader.measured_products(analyte, filters or Filters(), skip, size)

    def product_names(self, *, specimen: bool = False) -> tuple[tuple[str, str, str, str], ...]:
        """Key and name of every product with key and name of its brand, by the product's name: for fields to choose from."""
        with self._store.read() as reader:
            return reader.product_names(specimen=specimen)

    def results_frame(self, filters: Filters | None = None) -> pd.DataFrame:
        """Results as columns: exactly `assessment.columns.RESULTS`, one row for each measurement, by certificate, row and column."""
        with self._store.read() as reader:
            return reader.results_frame(filters or Filters())

    def claims_frame(self, filters: Filters | None = None) -> pd.DataFrame:
        """Label claims as columns: exactly `assessment.columns.CLAIMS` (brand, product, form and specimen of the filters apply)."""
        with self._store.read() as reader:
            return reader.claims_frame(filters or Filters())

    def comparable(self, analyte: str, filters: Filters | None = None, *, on: date | None = None) -> Comparable:
        """What a comparison of one alkaloid rests on, its salts included: to be kept where one question is asked under several
        tolerances. Raises NotFound (unknown analyte).
        """
        load_catalogue().get(analyte)
        asked = (filters or Filters()).model_copy(update={"analytes": with_salts(analyte)})
        with self._store.read() as reader:
            results, claims = reader.results_frame(asked), reader.claims_frame(asked)
        return Comparable(results, meetings(results, claims, analyte=analyte, on=on))

    def compare(
        self,
        analyte: str,
        filters: Filters | None = None,
        *,
        on: date | None = None,
        tolerance: str | None = None,
        decision: Decision | None = None,
        among: Comparable | None = None,
    ) -> LabelComparison:
        """Labelled against measured for one analyte (a catalogue key) under a named tolerance rule.

        The claim compared is the one in force on `on`, or on each certificate's own date where None. `among` is what `comparable`
        gave for the same analyte, filters and day, where it is at hand. Raises NotFound (unknown analyte), AssessmentError (unknown
        tolerance).
        """
        rule = tolerance_named(tolerance or DEFAULT_TOLERANCE)
        return (among or self.comparable(analyte, filters, on=on)).meetings.under(rule, decision or Decision())
