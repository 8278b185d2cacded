"""Takes over a newly trained model while messages go on being answered."""

import asyncio
import logging
from pathlib import Path

from bot.model.fingerprint import PREFIX, current_model
from bot.server.agent import BotAgent

logger = logging.getLogger("bot.server")

SECONDS = 5.0  # between looks into the folder of models


async def take_over(agent: BotAgent, models: Path, seconds: float = SECONDS) -> None:
    """For ever: load each model that appears for the present sources. Turns that are under way finish with the old one."""
    seen = newest(models)
    while True:
        await asyncio.sleep(seconds)
        try:
            found = newest(models)  # fails when training removes an old model at this moment
            if found == seen and agent.is_ready():
                continue
            seen = found
            path = await asyncio.to_thread(current_model, models)
            if path.exists() and path.name != agent.model_name:
                await asyncio.to_thread(agent.load_model, path)
                logger.info("Now serving %s", path)
        except (OSError, MemoryError):
            seen = None  # which may pass, unlike what is wrong with a model
            logger.exception("A new model could not be read; it is tried again")
        except Exception:
            logger.exception("A new model could not be taken over; the old one goes on serving")


def newest(models: Path) -> tuple[str, int] | None:
    """The name of the latest model, and when it was written; None without any."""
    found = [(path.stat().st_mtime_ns, path.name) for path in models.glob(f"{PREFIX}*.tar.gz")]
    return max(found)[::-1] if found else None
