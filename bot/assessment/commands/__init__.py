"""What the commands of `python -m bot.assessment` share."""


class CommandError(Exception):
    """A command cannot do what it was asked; the message says why, and what to write instead."""
