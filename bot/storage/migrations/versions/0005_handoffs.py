"""Conversations handed to a person, on their way to the owner's destination."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "handoffs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("delivery", sa.String(36), nullable=False),
        sa.Column("thread", sa.String(36), nullable=False),
        sa.Column("conversation", sa.String(255), nullable=False),
        sa.Column("message", sa.String(255), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contact", sa.Text),
        sa.Column("profile", sa.JSON, nullable=False),
        sa.Column("assessment", sa.String(36)),
        sa.Column("after", sa.Integer, nullable=False),
        sa.Column("upto", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("due", sa.Float, nullable=False),
        sa.Column("owner", sa.String(64)),
        sa.Column("leased_until", sa.Float),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("delivered", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("delivery", name="uq_handoffs_delivery"),
        sa.UniqueConstraint("message", name="uq_handoffs_message"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_handoffs_conversation_id", "handoffs", ["conversation", "id"])
    op.create_index("ix_handoffs_state_due", "handoffs", ["state", "due"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("handoffs")
