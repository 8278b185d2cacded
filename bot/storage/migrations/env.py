"""Alembic's entry: runs migrations on the connection that `bot.storage.engine.migrate` hands over."""

from alembic import context

from bot.storage.tables import metadata

VERSION_TABLE = "bpo_bot_schema"  # Rasa's own tables live in the same database

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,
    transactional_ddl=True,  # on SQLite as well: `schema_transaction` begins the transaction
)
with context.begin_transaction():
    context.run_migrations()
