"""Free text to a partial profile: `Reader().read(text, asked)`, `choices(group)`, `read_numbers(text)`."""

from bot.reading.choices import Choice, choices
from bot.reading.numbers import read_numbers
from bot.reading.quantity import Quantity
from bot.reading.reader import Reader
from bot.reading.reading import GROUPS, Ambiguity, Reading

__all__ = ["GROUPS", "Ambiguity", "Choice", "Quantity", "Reader", "Reading", "choices", "read_numbers"]
