"""Alembic's way in: the registry hands over the connection whose transaction the migrations run in."""

from __future__ import annotations

from alembic import context

from registry.storage.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
