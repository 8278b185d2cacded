"""Free text to a partial profile: `Reader().read(text, asked)`, `choices(group)`, `read_numbers(text)`."""

from bot.reading.challenge import Challenge, read_challenge
from bot.reading.change import read_change
from bot.reading.choices import Choice, choices
from bot.reading.contact import NOT_AT_ALL, WITHOUT, read_contact, read_return, read_wish
from bot.reading.distress import is_distress
from bot.reading.numbers import read_numbers
from bot.reading.personal import is_personal
from bot.reading.quantity import Quantity
from bot.reading.reader import Reader
from bot.reading.reading import GROUPS, Ambiguity, Reading

__all__ = [
    "GROUPS",
    "NOT_AT_ALL",
    "WITHOUT",
    "Ambiguity",
    "Challenge",
    "Choice",
    "Quantity",
    "Reader",
    "Reading",
    "choices",
    "is_distress",
    "is_personal",
    "read_challenge",
    "read_change",
    "read_contact",
    "read_numbers",
    "read_return",
    "read_wish",
]
