"""`registry reproduce`: the same question to the same state gives the same file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from registry.errors import ReportError
from registry.reports.comparison import Comparison
from registry.reports.html import comparison_html
from registry.reports.package import comparison_package
from registry.reports.pdf import comparison_pdf
from registry.reports.reproduction import reproduce
from registry.reports.spreadsheet import comparison_xlsx
from registry.reports.table import comparison_csv
from tests.reports.building import compared, comparison

FORMATS: tuple[Callable[[Comparison], bytes], ...] = (comparison_pdf, comparison_xlsx, comparison_csv, comparison_html, comparison_package)
LATER = comparison(
    provenance=comparison().provenance.model_copy(update={"made_on": date(2027, 5, 1), "journal_head": "77" * 32, "journal_entries": 99})
)


@pytest.mark.parametrize("made", FORMATS)
def test_a_report_is_made_again_byte_for_byte_although_the_registry_has_grown(made: Callable[[Comparison], bytes]) -> None:
    found = reproduce(made(comparison()), lambda _: LATER)
    assert (found.same_bytes, found.same_data) == (True, True)
    assert "byte for byte" in found.sentence


@pytest.mark.parametrize("made", FORMATS)
def test_other_figures_for_the_same_question_show(made: Callable[[Comparison], bytes]) -> None:
    found = reproduce(made(comparison()), lambda _: comparison(compared=(compared(share_low=0.5, share_high=0.5),)))
    assert (found.same_bytes, found.same_data) == (False, False)


def test_a_changed_file_whose_statement_still_stands_has_the_data_but_not_the_bytes() -> None:
    page = comparison_html(comparison()).replace("98.8\u00a0%".encode(), "99.9\u00a0%".encode())
    found = reproduce(page, lambda _: comparison())
    assert (found.same_bytes, found.same_data) == (False, True)


def test_the_question_asked_again_is_the_one_in_the_report() -> None:
    asked = []
    reproduce(comparison_pdf(comparison()), lambda statement: asked.append(statement) or comparison())  # type: ignore[func-returns-value]
    assert asked[0].selection == comparison().selection


def test_a_file_that_is_no_report_is_refused() -> None:
    with pytest.raises(ReportError):
        reproduce(b"%PDF-1.7 nothing", lambda _: comparison())
