"""Every exception this project raises on purpose, as one tree, with the exit code of the command line per branch.

::

    RegistryError                    1   anything below; never raised itself
    ├── ConfigurationError           2   a setting, an option or a missing optional part
    ├── ReadingError                 3   a file cannot become a draft (`code` is a finding code, e.g. "file-empty")
    │   └── NotACertificate          3   the file was read, and is something else
    ├── RecordError                  4   a record contradicts itself
    │   ├── NumberFormatError        4   printed text that the number grammar does not know
    │   ├── UnknownUnitError         4   a printed unit that the unit table does not know
    │   └── BasisError               4   a conversion that needs a mass, density, count or moisture nobody stated
    ├── StorageError                 5   the database or the files
    │   ├── NotFound                 5   no record under that identifier
    │   └── IntegrityBroken          5   journal or files differ from what was recorded
    ├── NotPermitted                 6   the person may not do that (only the reviewer publishes)
    ├── AssessmentError              7   a question that the rules or the statistics cannot answer
    │   └── RulePackError            7   a rule pack breaks its own syntax
    └── ReportError                  8   a report could not be made or reproduced

Each carries three things, printed as one sentence each: what happened, where (file and page), and what to do next.
"""

from __future__ import annotations


class RegistryError(Exception):
    """What happened, where, and what to do next."""

    exit_code = 1
    code = "registry-error"

    def __init__(self, what: str, *, where: str | None = None, next_step: str | None = None, code: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.next_step = next_step
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.next_step:
            parts.append(self.next_step)
        return " ".join(parts)

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross a process boundary (the reading child), and keyword arguments do not survive the default pickling.
        return (_rebuild, (type(self), self.what, self.where, self.next_step, self.code))


def _rebuild(kind: type[RegistryError], what: str, where: str | None, next_step: str | None, code: str) -> RegistryError:
    return kind(what, where=where, next_step=next_step, code=code)


class ConfigurationError(RegistryError):
    exit_code = 2
    code = "configuration"


class ReadingError(RegistryError):
    exit_code = 3
    code = "file-unreadable"


class NotACertificate(ReadingError):
    code = "not-a-certificate"


class RecordError(RegistryError):
    exit_code = 4
    code = "record"


class NumberFormatError(RecordError):
    code = "number-unreadable"


class UnknownUnitError(RecordError):
    code = "unit-unknown"


class BasisError(RecordError):
    code = "basis-refused"


class StorageError(RegistryError):
    exit_code = 5
    code = "storage"


class NotFound(StorageError):
    code = "not-found"


class IntegrityBroken(StorageError):
    code = "integrity-broken"


class NotPermitted(RegistryError):
    exit_code = 6
    code = "not-permitted"


class AssessmentError(RegistryError):
    exit_code = 7
    code = "assessment"


class RulePackError(AssessmentError):
    code = "rule-pack"


class ReportError(RegistryError):
    exit_code = 8
    code = "report"
