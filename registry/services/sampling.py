"""Which certificates name a sampling plan: what makes a verdict one about the lot (ISO/IEC 17025:2017 7.8.6.2 a)."""

from __future__ import annotations

from registry.assessment.health import names_sampling_plan
from registry.model.draft import StatementKind
from registry.storage.filters import Filters
from registry.storage.reader import Reader


def with_sampling_plan(reader: Reader, filters: Filters) -> tuple[str, ...]:
    """The ids of the certificates that `filters` ask for and that name one."""
    return tuple(one.id for one in reader.stating(StatementKind.SAMPLING, filters) if names_sampling_plan(one.current))
