"""Finding: something a reader, a reviewer or an assessment noticed, with a stable code from the one catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from pydantic import Field, field_validator

from registry.datafiles import words_of
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

    @field_validator("code")
    @classmethod
    def _in_the_catalogue(cls, code: str) -> str:
        if code not in CATALOGUE:
            raise ValueError(f"{code!r} is no code of data/vocabulary/findings.toml")
        return code

    @property
    def severity(self) -> Severity:
        return CATALOGUE[self.code].severity

    @property
    def title(self) -> str:
        return CATALOGUE[self.code].title

    @property
    def message(self) -> str:
        """The sentence for people: what was seen, with its details."""
        page = {} if self.page is None else {"page": str(self.page)}
        return CATALOGUE[self.code].template.format_map(_Details(page | self.details))

    @property
    def next_step(self) -> str:
        return CATALOGUE[self.code].next_step


def told_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without those that say of the same page what an earlier one says: two who looked may notice one thing."""
    first: dict[tuple[str, int | None], Finding] = {}
    for finding in findings:
        first.setdefault((f"{finding.code}: {finding.message}", _seen_on(finding)), finding)
    return tuple(first.values())


def _seen_on(finding: Finding) -> int | None:
    return finding.page if finding.evidence is None else finding.evidence.page


def told_together(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of `told_once` with those of one kind and page that differ in one detail as one, which names each in turn."""
    together: dict[tuple[str, int | None], list[Finding]] = {}
    for finding in told_once(findings):
        together.setdefault((finding.code, _seen_on(finding)), []).append(finding)
    return tuple(one for alike in together.values() for one in _merged(alike))


def _merged(alike: list[Finding]) -> list[Finding]:
    names = {name for finding in alike for name in finding.details}
    apart = [name for name in names if len({finding.details.get(name) for finding in alike}) > 1]
    if len(apart) != 1 or any(apart[0] not in finding.details for finding in alike):
        return alike
    each = ", ".join(dict.fromkeys(finding.details[apart[0]] for finding in alike))
    return [alike[0].model_copy(update={"details": alike[0].details | {apart[0]: each}})]


class _Details(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "(not stated)"


def _catalogue() -> dict[str, Code]:
    table = words_of("findings")
    return {code: Code(code=code, **entry) for code, entry in table.items()}


CATALOGUE: Final[Mapping[str, Code]] = MappingProxyType(_catalogue())
"""Every code, from `data/vocabulary/findings.toml`."""
