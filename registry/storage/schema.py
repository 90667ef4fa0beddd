"""The tables, for SQLite and PostgreSQL alike. Migrations make them; a test compares the two.

What people and readers said stands in `observations`, `corrections`, `claims`, `brands`, `products`, `lots` and the record
columns of `certificates`. Everything else about a certificate (its other columns, `results`, `panels`, `findings`) is
derived from that in the same transaction, so that lists and figures never open a record; and so are the rollups
(`tallies`, `terms`, `evidence`), so that lists never count what is there.

Days and instants are ISO 8601 text (UTC), exact decimals are text inside records: both databases then give back what was put in.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, CheckConstraint, Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text, UniqueConstraint

VERSION: Final = "0006"
"""The newest migration."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

brands = Table(
    "brands",
    metadata,
    Column("key", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),  # for searching and for telling whether the name is there already
    Column("specimen", Boolean, nullable=False),
    Column("record", Text, nullable=False),
    UniqueConstraint("folded", "specimen"),
)

products = Table(
    "products",
    metadata,
    Column("key", Text, primary_key=True),
    Column("brand_key", ForeignKey("brands.key"), nullable=False),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("specimen", Boolean, nullable=False),
    Column("record", Text, nullable=False),
    UniqueConstraint("brand_key", "folded"),
)

lots = Table(
    "lots",
    metadata,
    Column("key", Text, primary_key=True),
    Column("product_key", ForeignKey("products.key"), nullable=False),
    Column("number", Text),
    Column("folded", Text, nullable=False),  # "" for a lot whose number nobody printed: a product may have several
    Column("record", Text, nullable=False),
    Index(None, "product_key", "folded"),
)

claims = Table(
    "claims",
    metadata,
    Column("key", Text, primary_key=True),
    Column("product_key", ForeignKey("products.key"), nullable=False),
    Column("analyte_key", Text, nullable=False),
    Column("seen_on", Text),
    Column("record", Text, nullable=False),
    Index(None, "product_key", "analyte_key", "seen_on"),
)

laboratories = Table(
    "laboratories",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False, unique=True),  # as printed
    Column("folded", Text, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("specimen", Boolean, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_at", Text, nullable=False),
    Column("source", Text, nullable=False),  # the Source its certificates will carry
    Column("unread_code", Text),  # why there is no draft yet; empty once there is one
    Column("unread_reason", Text),
    Column("unread_page", Integer),
    Column("unread_next_step", Text),
    Index(None, "unread_code"),
)

certificates = Table(
    "certificates",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    # the record, beside its observation and corrections
    Column("sha256", ForeignKey("files.sha256")),
    Column("source", Text, nullable=False),
    Column("acquisition", Text, nullable=False),
    Column("reader_version", Text, nullable=False),  # of the observation in force
    Column("brand_key", ForeignKey("brands.key")),
    Column("product_key", ForeignKey("products.key")),
    Column("lot_key", ForeignKey("lots.key")),
    Column("state", Text, nullable=False),
    Column("supersedes", ForeignKey("certificates.id", deferrable=True, initially="DEFERRED")),  # rows are restored in any order
    # how it came here
    Column("specimen", Boolean, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_at", Text, nullable=False),
    Column("disputed", Boolean, nullable=False),
    # derived
    Column("acquisition_kind", Text, nullable=False),
    Column("grade", Text, nullable=False),
    Column("granularity", Text, nullable=False),
    Column("source_url", Text, nullable=False),
    Column("laboratory", ForeignKey("laboratories.number")),
    Column("report_id", Text, nullable=False),
    Column("report_folded", Text, nullable=False),
    Column("lot_text", Text, nullable=False),
    Column("product_text", Text, nullable=False),
    Column("printed_folded", Text, nullable=False),  # product, lot and client as printed, for drafts that nobody linked yet
    Column("reported", Text),
    Column("completed", Text),
    Column("overall_status", Text),
    Column("unit_mass_g", Float(53)),
    Column("serving_mass_g", Float(53)),
    Column("serving_volume_ml", Float(53)),
    Column("unit_volume_ml", Float(53)),
    Column("density_g_per_ml", Float(53)),
    Column("moisture", Float(53)),
    Column("result_count", Integer, nullable=False),
    Column("doubtful_count", Integer, nullable=False),
    Column("error_count", Integer, nullable=False),
    Column("warning_count", Integer, nullable=False),
    CheckConstraint("state <> 'published' OR acquisition_kind <> 'specimen' OR specimen", name="specimen_is_marked"),
    Index(
        "ix_certificates_listing",  # lists are ordered, narrowed and counted without opening a row
        "specimen",
        "state",
        "reported",
        "number",
        "brand_key",
        "product_key",
        "laboratory",
        "acquisition_kind",
        "overall_status",
    ),
    Index(None, "brand_key"),
    Index(None, "product_key"),
    Index(None, "lot_key"),
    Index(None, "laboratory"),
    Index(None, "sha256"),
    Index(None, "report_folded"),
    Index(None, "supersedes"),
)

observations = Table(
    "observations",
    metadata,
    Column("certificate", ForeignKey("certificates.number"), primary_key=True),
    Column("reader_version", Text, primary_key=True),
    Column("draft", Text, nullable=False),  # never overwritten
    Column("read_at", Text, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("certificate", ForeignKey("certificates.number"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("record", Text, nullable=False),
    Column("undoes", Integer),  # the ordinal that this entry takes back
)

panels = Table(
    "panels",
    metadata,
    Column("panel", Text, primary_key=True),
    Column("certificate", ForeignKey("certificates.number"), primary_key=True),
    Index(None, "certificate"),
)

results = Table(
    "results",
    metadata,
    Column("certificate", ForeignKey("certificates.number"), primary_key=True),
    Column("row", Integer, primary_key=True),
    Column("column", Integer, primary_key=True),
    Column("panel", Text, nullable=False),
    Column("analyte_key", Text, nullable=False),
    Column("analyte", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("qualifier", Text, nullable=False),
    Column("value", Float(53)),
    Column("unit", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("low", Float(53)),
    Column("high", Float(53)),
    Column("loq", Float(53)),
    Column("u", Float(53)),
    Column("u_source", Text, nullable=False),
    Column("limit_text", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("test_portion", Text, nullable=False),
    Column("confidence", Float(53)),
    Column("page", Integer),
    Index(None, "analyte_key", "certificate"),
    sqlite_with_rowid=False,
)

findings = Table(
    "findings",
    metadata,
    Column("certificate", ForeignKey("certificates.number"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("code", Text, nullable=False),
    Column("record", Text, nullable=False),
    Index(None, "code"),
)

synonyms = Table(
    "synonyms",  # names that laboratories print, as reviewers mapped them to analytes of the catalogue
    metadata,
    Column("key", Text, primary_key=True),  # the name as names are compared
    Column("in_force", Boolean, nullable=False),
    Column("record", Text, nullable=False),
)

tallies = Table(
    "tallies",  # how many certificates have `other_value`, among those of `value`; "" where nothing is chosen
    metadata,
    Column("specimen", Boolean, primary_key=True),
    Column("state", Text, primary_key=True),
    Column("facet", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("other", Text, primary_key=True),
    Column("other_value", Text, primary_key=True),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)

terms = Table(
    "terms",  # every end of every word that a certificate is found by
    metadata,
    Column("suffix", Text().with_variant(Text(collation="C"), "postgresql"), primary_key=True),  # ordered by code point in both databases
    Column("certificate", ForeignKey("certificates.number"), primary_key=True),
    Index(None, "certificate"),
    sqlite_with_rowid=False,
)

evidence = Table(
    "evidence",  # published results of each alkaloid in each product
    metadata,
    Column("specimen", Boolean, primary_key=True),
    Column("analyte_key", Text, primary_key=True),
    Column("product_key", ForeignKey("products.key"), primary_key=True),
    Column("acquisition_kind", Text, primary_key=True),
    Column("laboratory", Integer, primary_key=True, autoincrement=False),  # 0 where none is named
    Column("grade", Text, primary_key=True),  # its letter; "" where the registry holds the report itself
    Column("n", Integer, nullable=False),
    Column("newest", Text, nullable=False),  # "" where no report has a date
    Index(None, "product_key"),
    sqlite_with_rowid=False,
)

journal = Table(
    "journal",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("prev", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
    Index(None, "subject", "seq"),
)

contacts = Table(
    "contacts",  # how to reach who made a statement: private, in no journal and no export, and deleted on request
    metadata,
    Column("statement", ForeignKey("journal.seq"), primary_key=True, autoincrement=False),
    Column("contact", Text, nullable=False),
    Column("added_at", Text, nullable=False),
)

journal_head = Table(
    "journal_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # one row; a writer holds it for its whole transaction
    Column("seq", Integer, nullable=False),
    Column("hash", Text, nullable=False),
)
