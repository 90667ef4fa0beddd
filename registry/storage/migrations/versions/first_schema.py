"""The first schema: brands to lots, claims, files, certificates with what was read and decided, derived rows, journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "brands",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("specimen", sa.Boolean(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_brands")),
        sa.UniqueConstraint("folded", "specimen", name=op.f("uq_brands_folded_specimen")),
    )
    op.create_table(
        "files",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("specimen", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("unread_code", sa.Text(), nullable=True),
        sa.Column("unread_reason", sa.Text(), nullable=True),
        sa.Column("unread_page", sa.Integer(), nullable=True),
        sa.Column("unread_next_step", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_files")),
    )
    op.create_index(op.f("ix_files_unread_code"), "files", ["unread_code"], unique=False)
    op.create_table(
        "journal",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
        sa.UniqueConstraint("hash", name=op.f("uq_journal_hash")),
    )
    op.create_index(op.f("ix_journal_subject_seq"), "journal", ["subject", "seq"], unique=False)
    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "laboratories",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_laboratories")),
        sa.UniqueConstraint("name", name=op.f("uq_laboratories_name")),
    )
    op.create_table(
        "products",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("brand_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("specimen", sa.Boolean(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["brand_key"], ["brands.key"], name=op.f("fk_products_brand_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_products")),
        sa.UniqueConstraint("brand_key", "folded", name=op.f("uq_products_brand_key_folded")),
    )
    op.create_table(
        "claims",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("product_key", sa.Text(), nullable=False),
        sa.Column("analyte_key", sa.Text(), nullable=False),
        sa.Column("seen_on", sa.Text(), nullable=True),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["product_key"], ["products.key"], name=op.f("fk_claims_product_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_claims")),
    )
    op.create_index(op.f("ix_claims_product_key_analyte_key_seen_on"), "claims", ["product_key", "analyte_key", "seen_on"], unique=False)
    op.create_table(
        "lots",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("product_key", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["product_key"], ["products.key"], name=op.f("fk_lots_product_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_lots")),
    )
    op.create_index(op.f("ix_lots_product_key_folded"), "lots", ["product_key", "folded"], unique=False)
    op.create_table(
        "certificates",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("acquisition", sa.Text(), nullable=False),
        sa.Column("reader_version", sa.Text(), nullable=False),
        sa.Column("brand_key", sa.Text(), nullable=True),
        sa.Column("product_key", sa.Text(), nullable=True),
        sa.Column("lot_key", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.Text(), nullable=True),
        sa.Column("specimen", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("acquisition_kind", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("granularity", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("laboratory", sa.Integer(), nullable=True),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("report_folded", sa.Text(), nullable=False),
        sa.Column("lot_text", sa.Text(), nullable=False),
        sa.Column("product_text", sa.Text(), nullable=False),
        sa.Column("printed_folded", sa.Text(), nullable=False),
        sa.Column("reported", sa.Text(), nullable=True),
        sa.Column("completed", sa.Text(), nullable=True),
        sa.Column("overall_status", sa.Text(), nullable=True),
        sa.Column("unit_mass_g", sa.Float(precision=53), nullable=True),
        sa.Column("serving_mass_g", sa.Float(precision=53), nullable=True),
        sa.Column("serving_volume_ml", sa.Float(precision=53), nullable=True),
        sa.Column("unit_volume_ml", sa.Float(precision=53), nullable=True),
        sa.Column("density_g_per_ml", sa.Float(precision=53), nullable=True),
        sa.Column("moisture", sa.Float(precision=53), nullable=True),
        sa.Column("result_count", sa.Integer(), nullable=False),
        sa.Column("doubtful_count", sa.Integer(), nullable=False),
        sa.Column("error_count", sa.Integer(), nullable=False),
        sa.Column("warning_count", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'published' OR acquisition_kind <> 'specimen' OR specimen", name=op.f("ck_certificates_specimen_is_marked")
        ),
        sa.ForeignKeyConstraint(["brand_key"], ["brands.key"], name=op.f("fk_certificates_brand_key")),
        sa.ForeignKeyConstraint(["laboratory"], ["laboratories.number"], name=op.f("fk_certificates_laboratory")),
        sa.ForeignKeyConstraint(["lot_key"], ["lots.key"], name=op.f("fk_certificates_lot_key")),
        sa.ForeignKeyConstraint(["product_key"], ["products.key"], name=op.f("fk_certificates_product_key")),
        sa.ForeignKeyConstraint(["sha256"], ["files.sha256"], name=op.f("fk_certificates_sha256")),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["certificates.id"], name=op.f("fk_certificates_supersedes"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_certificates")),
        sa.UniqueConstraint("id", name=op.f("uq_certificates_id")),
    )
    op.create_index(op.f("ix_certificates_brand_key"), "certificates", ["brand_key"], unique=False)
    op.create_index(op.f("ix_certificates_laboratory"), "certificates", ["laboratory"], unique=False)
    op.create_index(op.f("ix_certificates_lot_key"), "certificates", ["lot_key"], unique=False)
    op.create_index(op.f("ix_certificates_product_key"), "certificates", ["product_key"], unique=False)
    op.create_index(op.f("ix_certificates_report_folded"), "certificates", ["report_folded"], unique=False)
    op.create_index(op.f("ix_certificates_sha256"), "certificates", ["sha256"], unique=False)
    op.create_index(op.f("ix_certificates_specimen_state_reported"), "certificates", ["specimen", "state", "reported"], unique=False)
    op.create_index(op.f("ix_certificates_supersedes"), "certificates", ["supersedes"], unique=False)
    op.create_table(
        "corrections",
        sa.Column("certificate", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["certificate"], ["certificates.number"], name=op.f("fk_corrections_certificate")),
        sa.PrimaryKeyConstraint("certificate", "ordinal", name=op.f("pk_corrections")),
    )
    op.create_table(
        "findings",
        sa.Column("certificate", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["certificate"], ["certificates.number"], name=op.f("fk_findings_certificate")),
        sa.PrimaryKeyConstraint("certificate", "ordinal", name=op.f("pk_findings")),
    )
    op.create_index(op.f("ix_findings_code"), "findings", ["code"], unique=False)
    op.create_table(
        "observations",
        sa.Column("certificate", sa.Integer(), nullable=False),
        sa.Column("reader_version", sa.Text(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("read_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["certificate"], ["certificates.number"], name=op.f("fk_observations_certificate")),
        sa.PrimaryKeyConstraint("certificate", "reader_version", name=op.f("pk_observations")),
    )
    op.create_table(
        "panels",
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("certificate", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["certificate"], ["certificates.number"], name=op.f("fk_panels_certificate")),
        sa.PrimaryKeyConstraint("panel", "certificate", name=op.f("pk_panels")),
    )
    op.create_index(op.f("ix_panels_certificate"), "panels", ["certificate"], unique=False)
    op.create_table(
        "results",
        sa.Column("certificate", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Integer(), nullable=False),
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("analyte_key", sa.Text(), nullable=False),
        sa.Column("analyte", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("qualifier", sa.Text(), nullable=False),
        sa.Column("value", sa.Float(precision=53), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("low", sa.Float(precision=53), nullable=True),
        sa.Column("high", sa.Float(precision=53), nullable=True),
        sa.Column("loq", sa.Float(precision=53), nullable=True),
        sa.Column("u", sa.Float(precision=53), nullable=True),
        sa.Column("u_source", sa.Text(), nullable=False),
        sa.Column("limit_text", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("test_portion", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(precision=53), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["certificate"], ["certificates.number"], name=op.f("fk_results_certificate")),
        sa.PrimaryKeyConstraint("certificate", "row", "column", name=op.f("pk_results")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_results_analyte_key_certificate"), "results", ["analyte_key", "certificate"], unique=False)

    op.execute("INSERT INTO journal_head (id, seq, hash) VALUES (1, 0, '" + "0" * 64 + "')")
