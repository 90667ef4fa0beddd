"""Making a report again from the question and the state it carries, and comparing the two byte for byte."""

from __future__ import annotations

from collections.abc import Callable

from registry.model.evidence import Record
from registry.reports.comparison import Comparison
from registry.reports.document import Report
from registry.reports.making import kind_of, made
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


def reproduce(content: bytes, ask: Callable[[Statement], Comparison | Report]) -> Reproduction:
    """Makes the report in `content` again from what `ask` answers to its statement, under the state that the report names.

    Raises ReportError where the file carries no statement.
    """
    statement = statement_in(content)
    again = ask(statement).model_copy(update={"provenance": statement.provenance, "selection": statement.selection})
    return Reproduction(
        statement=statement,
        same_data=again.fingerprint == statement.fingerprint,
        same_bytes=made(kind_of(content), again) == content,
        fingerprint_now=again.fingerprint,
    )
