"""The recommendation to take away: one document, written as Markdown, as a page and as PDF. Knows no framework."""

from bot.takeaway.blocks import Document
from bot.takeaway.document import document
from bot.takeaway.links import Links

__all__ = ["Document", "Links", "document"]
