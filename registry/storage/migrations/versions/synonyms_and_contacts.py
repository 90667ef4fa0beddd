"""Names that reviewers mapped to analytes, and how to reach who made a statement."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "synonyms",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_synonyms")),
    )
    op.create_table(
        "contacts",
        sa.Column("statement", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["statement"], ["journal.seq"], name=op.f("fk_contacts_statement")),
        sa.PrimaryKeyConstraint("statement", name=op.f("pk_contacts")),
    )
