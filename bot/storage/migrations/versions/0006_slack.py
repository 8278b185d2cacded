"""What goes out by itself (the outbox), and where the Slack app is installed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("post", sa.String(36), nullable=False),
        sa.Column("conversation", sa.String(255), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("due", sa.Float, nullable=False),
        sa.Column("owner", sa.String(64)),
        sa.Column("leased_until", sa.Float),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("unsure", sa.Boolean, nullable=False),
        sa.UniqueConstraint("post", name="uq_outbox_post"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_conversation_id", "outbox", ["conversation", "id"])
    op.create_index("ix_outbox_state_due", "outbox", ["state", "due"])
    op.create_table(
        "slack_installations",
        sa.Column("workspace", sa.String(64), primary_key=True),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("installed", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "slack_oauth_states",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("state", sa.String(200), nullable=False),
        sa.Column("expire_at", sa.DateTime, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("slack_oauth_states")
    op.drop_table("slack_installations")
    op.drop_table("outbox")
