"""Rollups that lists and searches look up, and one index that holds all that lists need; revision 0005 fills them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tallies",
        sa.Column("specimen", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("facet", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("other_value", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("specimen", "state", "facet", "value", "other", "other_value", name=op.f("pk_tallies")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "terms",
        sa.Column("suffix", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("certificate", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["certificate"], ["certificates.number"], name=op.f("fk_terms_certificate")),
        sa.PrimaryKeyConstraint("suffix", "certificate", name=op.f("pk_terms")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_terms_certificate"), "terms", ["certificate"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("specimen", sa.Boolean(), nullable=False),
        sa.Column("analyte_key", sa.Text(), nullable=False),
        sa.Column("product_key", sa.Text(), nullable=False),
        sa.Column("acquisition_kind", sa.Text(), nullable=False),
        sa.Column("laboratory", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("newest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["product_key"], ["products.key"], name=op.f("fk_evidence_product_key")),
        sa.PrimaryKeyConstraint("specimen", "analyte_key", "product_key", "acquisition_kind", "laboratory", name=op.f("pk_evidence")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_evidence_product_key"), "evidence", ["product_key"], unique=False)
    op.drop_index(op.f("ix_certificates_specimen_state_reported"), table_name="certificates")
    listing = ["specimen", "state", "reported", "number", "brand_key", "product_key", "laboratory", "acquisition_kind", "overall_status"]
    op.create_index("ix_certificates_listing", "certificates", listing, unique=False)
