"""Numbers are looked up without their signs too: revision 0005 makes the words of search anew."""

from __future__ import annotations

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Changes no table."""
