"""Making a report again from the question and the state it carries, and comparing the two byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from registry.model.evidence import Record
from registry.reports.comparison import Comparison
from registry.reports.html import comparison_html
from registry.reports.package import comparison_package
from registry.reports.pdf import comparison_pdf
from registry.reports.spreadsheet import comparison_xlsx
from registry.reports.statement import Statement, statement_in


class Reproduction(Record):
    """What came of making a report again.

    `same_data`: the same figures, question and method, whatever else has been added to the registry since. `same_bytes`:
    the very same file; that needs the same day in it, the same code and the same compiler.
    """

    statement: Statement
    same_data: bool
    same_bytes: bool
    fingerprint_now: str

    @property
    def sentence(self) -> str:
        if self.same_bytes:
            return "The report was made again and is the same, byte for byte."
        if self.same_data:
            return "The registry gives the same data; the file differs, because it was changed or another version of the program set it."
        return "The registry gives other data for the same question today, or the report was changed."


def reproduce(content: bytes, ask: Callable[[Statement], Comparison]) -> Reproduction:
    """Makes the report in `content` again from what `ask` answers to its statement, under the state that the report names.

    Raises ReportError where the file carries no statement.
    """
    statement = statement_in(content)
    again = ask(statement).model_copy(update={"provenance": statement.provenance, "selection": statement.selection})
    made = _maker(content)(again)
    return Reproduction(
        statement=statement,
        same_data=again.fingerprint == statement.fingerprint,
        same_bytes=made == content,
        fingerprint_now=again.fingerprint,
    )


_MAKERS: Final[tuple[tuple[bytes, Callable[[Comparison], bytes]], ...]] = (
    (b"%PDF-", comparison_pdf),
    (b"<!doctype html>", comparison_html),
)


def _maker(content: bytes) -> Callable[[Comparison], bytes]:
    for start, maker in _MAKERS:
        if content.startswith(start):
            return maker
    return comparison_package if b"datapackage.json" in content[:200] else comparison_xlsx
