"""Takes a conversation to a person: a letter, and who carries it (`carrier_of`)."""

from bot.handoff.carrier import Carrier, Undelivered
from bot.handoff.carriers import carrier_of
from bot.handoff.letter import Letter, Line

__all__ = ["Carrier", "Letter", "Line", "Undelivered", "carrier_of"]
