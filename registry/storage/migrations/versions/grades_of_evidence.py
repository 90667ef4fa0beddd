"""Results are counted by evidence grade too; everything that lists and searches look up is made anew from the records there are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from registry.storage import rollups

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("evidence")
    op.create_table(
        "evidence",
        sa.Column("specimen", sa.Boolean(), nullable=False),
        sa.Column("analyte_key", sa.Text(), nullable=False),
        sa.Column("product_key", sa.Text(), nullable=False),
        sa.Column("acquisition_kind", sa.Text(), nullable=False),
        sa.Column("laboratory", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("newest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["product_key"], ["products.key"], name=op.f("fk_evidence_product_key")),
        sa.PrimaryKeyConstraint(
            "specimen", "analyte_key", "product_key", "acquisition_kind", "laboratory", "grade", name=op.f("pk_evidence")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_evidence_product_key"), "evidence", ["product_key"], unique=False)
    rollups.rebuild(op.get_bind())
