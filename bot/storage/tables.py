"""The tables. A change here needs a migration (docs/architecture.md says how)."""

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s"}
)

assessments = sa.Table(
    "assessments",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("conversation", sa.String(255), nullable=False, index=True),
    # The message whose turn stored it: storing twice for one message changes nothing.
    sa.Column("message", sa.String(255), nullable=False, unique=True),
    sa.Column("created", sa.DateTime(timezone=True), nullable=False),
    sa.Column("option", sa.String(32), nullable=False),
    sa.Column("profile", sa.JSON, nullable=False),
    sa.Column("recommendation", sa.JSON, nullable=False),
)

unanswered = sa.Table(
    "unanswered_questions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("conversation", sa.String(255), nullable=False, index=True),
    sa.Column("message", sa.String(255), nullable=False, unique=True),
    sa.Column("created", sa.DateTime(timezone=True), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("reason", sa.String(32), nullable=False),
    sa.Column("guess", sa.String(255)),
    sa.Column("score", sa.Float),
)
