"""Finding: something a reader, a reviewer or an assessment noticed, with a stable code from the one catalogue."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from registry.model.evidence import Evidence, Record


class Severity(StrEnum):
    """How much a finding matters to somebody who relies on the certificate."""

    ERROR = "error"
    """The value or the file cannot be used as it stands."""
    WARNING = "warning"
    """A person should look before relying on it."""
    NOTE = "note"
    """Worth knowing; changes nothing."""


class Code(Record):
    """One entry of the catalogue. `template` is filled with the finding's details; `next_step` says what to do."""

    code: str
    severity: Severity
    title: str
    template: str
    next_step: str = ""


class Finding(Record):
    """One observation. `details` fill the code's template; `evidence` is where it can be seen."""

    code: str
    details: dict[str, str] = Field(default_factory=dict)
    page: int | None = None
    evidence: Evidence | None = None

    @property
    def severity(self) -> Severity:
        return CATALOGUE[self.code].severity

    @property
    def title(self) -> str:
        return CATALOGUE[self.code].title

    @property
    def message(self) -> str:
        """The sentence for people: what was seen, with its details."""
        return CATALOGUE[self.code].template.format_map(_Details(self.details))


class _Details(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "(not stated)"


CATALOGUE: dict[str, Code] = {}
