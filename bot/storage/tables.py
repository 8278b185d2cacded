"""The tables. A change here needs a migration (docs/architecture.md says how)."""

import sqlalchemy as sa

from bot.storage.moment import Moment

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
    sa.Column("created", Moment, nullable=False),
    sa.Column("option", sa.String(32), nullable=False),
    sa.Column("profile", sa.JSON, nullable=False),
    sa.Column("recommendation", sa.JSON, nullable=False),
    # Whoever knows the token may read it until it expires; rows from before there were links have neither.
    sa.Column("token", sa.String(64), unique=True),
    sa.Column("expires", Moment),
)

unanswered = sa.Table(
    "unanswered_questions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("conversation", sa.String(255), nullable=False, index=True),
    sa.Column("message", sa.String(255), nullable=False, unique=True),
    sa.Column("created", Moment, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("reason", sa.String(32), nullable=False),
    sa.Column("guess", sa.String(255)),
    sa.Column("score", sa.Float),
)

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", sa.String(255), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),  # turns stored; a turn that began from another version is refused
    sa.Column("sequence", sa.Integer, nullable=False),  # the number of the last event
    # The events from `base` on, behind `snapshot` (events that bring back the state before them), are what is read.
    sa.Column("base", sa.Integer, nullable=False),
    sa.Column("snapshot", sa.JSON, nullable=False),
    sa.Column("updated", Moment, nullable=False, index=True),
)

events = sa.Table(
    "conversation_events",
    metadata,
    sa.Column("conversation", sa.String(255), primary_key=True),
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("data", sa.JSON, nullable=False),
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("channel", sa.String(64), nullable=False),
    sa.Column("conversation", sa.String(255), nullable=False),
    sa.Column("message", sa.String(255), nullable=False),  # the channel's id of it
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("metadata", sa.JSON, nullable=False),
    sa.Column("received", Moment, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),  # waiting, done, failed
    sa.Column("owner", sa.String(64)),
    sa.Column("leased_until", sa.Float),  # seconds of the database's clock
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("reply", sa.JSON(none_as_null=True)),
    sa.UniqueConstraint("channel", "conversation", "message", name="uq_inbox_channel_conversation_message"),
    sa.Index("ix_inbox_conversation_state_id", "conversation", "state", "id"),
    sa.Index("ix_inbox_state_leased_until", "state", "leased_until"),
    sqlite_autoincrement=True,  # an id is never used again: what a message caused carries it
)

handoffs = sa.Table(
    "handoffs",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    # Its name for the receiver, who may get it twice.
    sa.Column("delivery", sa.String(36), nullable=False, unique=True),
    sa.Column("thread", sa.String(36), nullable=False),  # the delivery that it follows; its own when it begins one
    sa.Column("conversation", sa.String(255), nullable=False),
    sa.Column("message", sa.String(255), nullable=False, unique=True),
    sa.Column("created", Moment, nullable=False),
    sa.Column("contact", sa.Text),
    sa.Column("profile", sa.JSON, nullable=False),
    sa.Column("assessment", sa.String(36)),
    # What it delivers: the conversation's events after number `after`, up to number `upto`.
    sa.Column("after", sa.Integer, nullable=False),
    sa.Column("upto", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),  # waiting, delivered, failed
    sa.Column("due", sa.Float, nullable=False),  # seconds of the database's clock: when it is tried next
    sa.Column("owner", sa.String(64)),
    sa.Column("leased_until", sa.Float),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("delivered", Moment),
    sa.Index("ix_handoffs_conversation_id", "conversation", "id"),
    sa.Index("ix_handoffs_state_due", "state", "due"),
    sqlite_autoincrement=True,
)

# What goes out on channels that do not wait for an answer, such as Slack: a call of their API each, in order.
outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("post", sa.String(36), nullable=False, unique=True),  # its name: a post that happened is known by it
    sa.Column("conversation", sa.String(255), nullable=False),
    sa.Column("created", Moment, nullable=False),
    sa.Column("data", sa.JSON, nullable=False),  # what to call, as the channel's room writes and reads it
    sa.Column("state", sa.String(16), nullable=False),  # waiting, failed; what is delivered is gone
    sa.Column("due", sa.Float, nullable=False),  # seconds of the database's clock: when it is tried next
    sa.Column("owner", sa.String(64)),
    sa.Column("leased_until", sa.Float),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("unsure", sa.Boolean, nullable=False),  # an attempt ended without saying whether it worked
    sa.Index("ix_outbox_conversation_id", "conversation", "id"),
    sa.Index("ix_outbox_state_due", "state", "due"),
    sqlite_autoincrement=True,
)

# Turns on their way to the event broker: the conversation's events after number `after`, up to number `upto`.
stream = sa.Table(
    "stream",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("conversation", sa.String(255), nullable=False),
    sa.Column("created", Moment, nullable=False),
    sa.Column("after", sa.Integer, nullable=False),
    sa.Column("upto", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),  # waiting, failed; what is delivered is gone
    sa.Column("due", sa.Float, nullable=False),  # seconds of the database's clock: when it is tried next
    sa.Column("owner", sa.String(64)),
    sa.Column("leased_until", sa.Float),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Index("ix_stream_conversation_id", "conversation", "id"),
    sa.Index("ix_stream_state_due", "state", "due"),
    sqlite_autoincrement=True,
)

slack_installations = sa.Table(
    "slack_installations",
    metadata,
    sa.Column("workspace", sa.String(64), primary_key=True),  # of a team, or of an enterprise for all of its teams
    sa.Column("sealed", sa.Text, nullable=False),  # the installation, tokens included, encrypted
    sa.Column("installed", Moment, nullable=False),
)

# In the shape of slack_sdk's SQLAlchemyOAuthStateStore, which reads and writes it.
slack_oauth_states = sa.Table(
    "slack_oauth_states",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("state", sa.String(200), nullable=False),
    sa.Column("expire_at", sa.DateTime, nullable=False),
)

tokens = sa.Table(
    "conversation_tokens",
    metadata,
    sa.Column("conversation", sa.String(255), primary_key=True),
    sa.Column("hash", sa.String(64), nullable=False),  # of the token, which only the visitor's browser has
    sa.Column("created", Moment, nullable=False),
)

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("conversation", sa.String(255), primary_key=True),
    sa.Column("message", sa.Integer, primary_key=True, autoincrement=False),  # the number of the bot's message
    sa.Column("helpful", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("faq", sa.String(255)),  # the slug of the entry that answered, if one did
    sa.Column("given", Moment, nullable=False),
)

api_keys = sa.Table(
    "api_keys",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("hash", sa.String(64), nullable=False, unique=True),
    sa.Column("scopes", sa.JSON, nullable=False),
    sa.Column("created", Moment, nullable=False),
)
