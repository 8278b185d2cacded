"""Alembic's entry: runs migrations on the connection that `bot.storage.schema.migrate` hands over."""

from alembic import context

from bot.storage.schema import VERSION_TABLE
from bot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,
    transactional_ddl=True,  # on SQLite as well: `schema_transaction` begins the transaction
)
with context.begin_transaction():
    context.run_migrations()
