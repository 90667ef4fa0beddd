"""Questions to the registry: search, frames, comparison, reports."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final, Literal

import pandas as pd

from registry.assessment.conformity import Decision
from registry.assessment.label import LabelComparison, compare_labels
from registry.assessment.tolerance import tolerance_named
from registry.model.analytes import load_catalogue
from registry.reports.certificate import certificate_pdf
from registry.reports.comparison import Comparison, Provenance, Selection, comparison_of
from registry.reports.html import comparison_html
from registry.reports.package import comparison_package
from registry.reports.pdf import comparison_pdf
from registry.reports.reproduction import Reproduction, reproduce
from registry.reports.spreadsheet import comparison_xlsx
from registry.reports.statement import Statement
from registry.reports.table import comparison_csv
from registry.services.provenance import StateOf
from registry.storage.answers import SearchPage
from registry.storage.filters import Filters
from registry.storage.search import Sort

ReportKind = Literal["pdf", "xlsx", "csv", "html", "zip"]
DEFAULT_TOLERANCE: Final = "90-110"
_MAKERS: Final = {
    "pdf": comparison_pdf,
    "xlsx": comparison_xlsx,
    "csv": comparison_csv,
    "html": comparison_html,
    "zip": comparison_package,
}


class Questions(StateOf):
    def search(
        self, query: str = "", filters: Filters | None = None, *, sort: Sort = "-reported", page: int = 1, size: int = 50
    ) -> SearchPage:
        """Certificates whose brand, product, lot, laboratory or report number holds every word of `query`, with facet counts."""
        with self._store.read() as reader:
            return reader.search(query, filters or Filters(), sort, max(1, page), max(1, size))

    def results_frame(self, filters: Filters | None = None) -> pd.DataFrame:
        """Results as columns: exactly `assessment.columns.RESULTS`, one row for each measurement, by certificate, row and column."""
        with self._store.read() as reader:
            return reader.results_frame(filters or Filters())

    def claims_frame(self, filters: Filters | None = None) -> pd.DataFrame:
        """Label claims as columns: exactly `assessment.columns.CLAIMS` (brand, product, form and specimen of the filters apply)."""
        with self._store.read() as reader:
            return reader.claims_frame(filters or Filters())

    def compare(
        self,
        analyte: str,
        filters: Filters | None = None,
        *,
        on: date | None = None,
        tolerance: str | None = None,
        decision: Decision | None = None,
    ) -> LabelComparison:
        """Labelled against measured for one analyte (a catalogue key) under a named tolerance rule.

        The claim compared is the one in force on `on`, or on each certificate's own date where None. Raises NotFound
        (unknown analyte), AssessmentError (unknown tolerance).
        """
        load_catalogue().get(analyte)
        asked = (filters or Filters()).model_copy(update={"analytes": (analyte,)})
        with self._store.read() as reader:
            results, claims = reader.results_frame(asked), reader.claims_frame(asked)
        rule = tolerance_named(tolerance or DEFAULT_TOLERANCE)
        return compare_labels(results, claims, analyte=analyte, tolerance=rule, decision=decision or Decision(), on=on)

    def comparison(
        self, analyte: str, filters: Filters | None = None, *, on: date | None = None, tolerance: str | None = None
    ) -> Comparison:
        """What a comparison report says: the answer of `compare` with its question and the state of the registry that answered."""
        asked = filters or Filters()
        rule = tolerance_named(tolerance or DEFAULT_TOLERANCE)
        selection = Selection(
            analyte=analyte,
            analyte_name=load_catalogue().get(analyte).name,
            on=on,
            tolerance=rule.key,
            filters=_narrowing(asked),
            question=asked.model_dump_json(exclude_defaults=True),
        )
        answer = self.compare(analyte, asked, on=on, tolerance=rule.key)
        return comparison_of(answer, rule, selection, self._provenance(), specimen=asked.specimen)

    def report(
        self, kind: ReportKind, analyte: str, filters: Filters | None = None, *, on: date | None = None, tolerance: str | None = None
    ) -> bytes:
        """The comparison of `compare` as a file, with method, sources, date and the registry's state hash in it."""
        return _MAKERS[kind](self.comparison(analyte, filters, on=on, tolerance=tolerance))

    def reproduce(self, content: bytes) -> Reproduction:
        """Asks again what the report in `content` asked, makes it again and compares the two.

        Raises ReportError where the file carries no statement of a report (a CSV does not).
        """

        def asked_again(statement: Statement) -> Comparison:
            question = statement.selection
            filters = Filters.model_validate_json(question.question or "{}")
            return self.comparison(question.analyte, filters, on=question.on, tolerance=question.tolerance)

        return reproduce(content, asked_again)

    def certificate_report(self, certificate_id: str) -> bytes:
        """One certificate as a PDF: as printed, with what was noticed and corrected and where it comes from. Raises NotFound."""
        with self._store.read() as reader:
            certificate = reader.certificate(certificate_id)
            names: tuple[str, ...] = ()
            if subject := certificate.subject:
                lot = reader.lot(subject.lot).number if subject.lot else None
                names = (reader.brand(subject.brand).name, reader.product(subject.product).name, f"lot {lot}" if lot else "")
        return certificate_pdf(certificate, names, self._provenance())

    def _provenance(self) -> Provenance:
        state = self.state()
        return Provenance(
            journal_head=state.head,
            journal_entries=state.entries,
            state_hash=state.state_hash,
            code_version=state.version,
            reader_version=state.reader_version,
            made_on=datetime.now(UTC).date(),
        )


def _narrowing(filters: Filters) -> tuple[tuple[str, str], ...]:
    """The filters that narrow, as names and values in text."""
    stated = filters.model_dump(mode="json", exclude_defaults=True)
    return tuple((name, ", ".join(map(str, value)) if isinstance(value, list) else str(value)) for name, value in sorted(stated.items()))
