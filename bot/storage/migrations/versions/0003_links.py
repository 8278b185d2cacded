"""The link of an assessment: its token, and when it expires."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns; what is stored already has no link."""
    with op.batch_alter_table("assessments") as table:
        table.add_column(sa.Column("token", sa.String(64)))
        table.add_column(sa.Column("expires", sa.DateTime(timezone=True)))
        table.create_unique_constraint("uq_assessments_token", ["token"])


def downgrade() -> None:
    """Drop the columns."""
    with op.batch_alter_table("assessments") as table:
        table.drop_constraint("uq_assessments_token", type_="unique")
        table.drop_column("expires")
        table.drop_column("token")
