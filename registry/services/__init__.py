"""The use cases: the one door for the command line and the dashboards.

`with Registry(load_settings()) as registry: registry.search("leaf")`. Each subject has a module; `Registry` is all of them.
"""

from __future__ import annotations

from registry.reports.bulk import BulkKind
from registry.reports.bulk import Subject as BulkSubject
from registry.reports.making import ReportKind
from registry.reports.qr import qr_svg
from registry.services.answers import (
    Added,
    Failure,
    FileBytes,
    ImportedClaims,
    Loaded,
    Progress,
    ProgressReport,
    QueueEntry,
    ReadOutcome,
    RegistryState,
    RowError,
    UnreadFile,
)
from registry.services.attachments import Attachment, Attachments
from registry.services.batches import Batch, Batches, BatchFile, Standing, unpacked
from registry.services.custody import Custody
from registry.services.judgement import Judgement
from registry.services.provenance import code_version
from registry.services.publication import Publishing
from registry.services.questions import Comparable
from registry.services.reporting import DEFAULT_RULES, Reporting
from registry.services.review import Review
from registry.services.shipped import Shipped
from registry.services.statements import Proposal, Proposed, Statement, Statements
from registry.services.subjects import Subjects
from registry.services.synonyms import Synonyms
from registry.settings import LOCAL_REVIEWER, Settings, load_settings
from registry.storage.answers import FacetCount, MeasuredProduct, MeasuredProducts, SearchPage, SearchRow
from registry.storage.filters import Filters, Grade
from registry.storage.journal import JournalEntry, Verification
from registry.storage.search import Sort

__all__ = [
    "DEFAULT_RULES",
    "LOCAL_REVIEWER",
    "Added",
    "Attachment",
    "Batch",
    "BatchFile",
    "BulkKind",
    "BulkSubject",
    "Comparable",
    "FacetCount",
    "Failure",
    "FileBytes",
    "Filters",
    "Grade",
    "ImportedClaims",
    "JournalEntry",
    "Loaded",
    "MeasuredProduct",
    "MeasuredProducts",
    "Progress",
    "ProgressReport",
    "Proposal",
    "Proposed",
    "QueueEntry",
    "ReadOutcome",
    "Registry",
    "RegistryState",
    "ReportKind",
    "RowError",
    "SearchPage",
    "SearchRow",
    "Settings",
    "Sort",
    "Standing",
    "Statement",
    "UnreadFile",
    "Verification",
    "code_version",
    "load_settings",
    "qr_svg",
    "unpacked",
]


class Registry(Shipped, Batches, Review, Statements, Attachments, Subjects, Synonyms, Reporting, Publishing, Judgement, Custody):
    """A registry, open: read, add, review, publish, ask, verify."""
