"""A report carries the question and the state it rests on, so that it can be made again and compared."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.errors import ReportError
from registry.reports.comparison import Comparison, Selection
from registry.reports.html import comparison_html
from registry.reports.package import comparison_package
from registry.reports.pdf import comparison_pdf
from registry.reports.spreadsheet import comparison_xlsx
from registry.reports.statement import statement_in, token_of
from registry.reports.table import comparison_csv
from tests.reports.building import comparison

FORMATS: tuple[Callable[[Comparison], bytes], ...] = (comparison_pdf, comparison_xlsx, comparison_csv, comparison_html, comparison_package)


@pytest.mark.parametrize("made", FORMATS)
def test_the_statement_in_a_report_makes_the_same_report_again(made: Callable[[Comparison], bytes]) -> None:
    asked = Selection(analyte="7oh", analyte_name="7-OH (ätherisch, <b>)", filters=(("brands", "Ö, & Co"),), question='{"brands": ["o"]}')
    first = comparison(selection=asked)
    stated = statement_in(made(first))
    assert (stated.selection, stated.provenance, stated.fingerprint) == (first.selection, first.provenance, first.fingerprint)
    assert made(comparison(selection=stated.selection, provenance=stated.provenance)) == made(first)


def test_a_csv_without_lines_carries_no_statement() -> None:
    with pytest.raises(ReportError, match="carries no statement"):
        statement_in(comparison_csv(comparison(compared=())))


def test_a_damaged_statement_is_named() -> None:
    token = token_of(comparison())
    with pytest.raises(ReportError, match="damaged"):
        statement_in(token[:-9].encode())


@settings(max_examples=100)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.binary(max_size=100).map(lambda b: b"PK\x03\x04" + b),
        st.text().map(lambda t: f"kratom-registry-report-{t}".encode()),
    )
)
def test_any_bytes_give_a_statement_or_a_report_error(content: bytes) -> None:
    with pytest.raises(ReportError):
        statement_in(content)
