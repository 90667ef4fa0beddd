"""Doubtful header fields and unknown names count in the queue too: drafts that wait are counted again from their records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from registry.errors import IntegrityBroken
from registry.model.certificate import OPEN
from registry.storage import derived, schema
from registry.storage.reader import Reader

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection, table = op.get_bind(), schema.certificates.c
    reader = Reader(connection)
    for certificate_id in connection.execute(sa.select(table.id).where(table.state.in_(OPEN))).scalars().all():
        try:
            counted = derived.header(reader.certificate(certificate_id))["doubtful_count"]
        except IntegrityBroken:  # `registry verify` says which record is broken; the others still open
            continue
        connection.execute(sa.update(schema.certificates).where(table.id == certificate_id).values(doubtful_count=counted))
