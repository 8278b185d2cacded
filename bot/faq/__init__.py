"""The curated answers."""

from bot.faq.catalog import CatalogError, FaqCatalog
from bot.faq.entry import FaqEntry, Source, UnwrittenTopic

__all__ = ["CatalogError", "FaqCatalog", "FaqEntry", "Source", "UnwrittenTopic"]
