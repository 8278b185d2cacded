"""The one place where actions get their collaborators; tests pass their own."""

from functools import lru_cache

from bot.faq import FaqCatalog
from bot.settings import Owner, Settings
from bot.storage import Repository, connect


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process."""
    return Settings.from_environment()


@lru_cache(maxsize=1)
def repository() -> Repository:
    """The database of this process."""
    return Repository(connect(settings().database_url))


@lru_cache(maxsize=1)
def catalog() -> FaqCatalog:
    """The curated answers."""
    return FaqCatalog.load()


def owner() -> Owner:
    """Who runs the bot."""
    return settings().owner
