"""Assessments and unanswered questions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "assessments",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("conversation", sa.String(255), nullable=False),
        sa.Column("message", sa.String(255), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("option", sa.String(32), nullable=False),
        sa.Column("profile", sa.JSON, nullable=False),
        sa.Column("recommendation", sa.JSON, nullable=False),
        sa.UniqueConstraint("message", name="uq_assessments_message"),
    )
    op.create_index("ix_assessments_conversation", "assessments", ["conversation"])
    op.create_table(
        "unanswered_questions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation", sa.String(255), nullable=False),
        sa.Column("message", sa.String(255), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("guess", sa.String(255)),
        sa.Column("score", sa.Float),
        sa.UniqueConstraint("message", name="uq_unanswered_questions_message"),
    )
    op.create_index("ix_unanswered_questions_conversation", "unanswered_questions", ["conversation"])


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("unanswered_questions")
    op.drop_table("assessments")
