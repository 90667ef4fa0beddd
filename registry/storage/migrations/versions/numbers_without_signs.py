"""Numbers are looked up without their signs too: the words of search made anew from the records there are."""

from __future__ import annotations

from alembic import op

from registry.storage import rollups

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rollups.rebuild(op.get_bind())
