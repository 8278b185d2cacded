"""Whether the bot can serve: model loaded, store answering, actions answering."""

import asyncio

import aiohttp

from bot.server.agent import BotAgent
from bot.server.local_actions import LocalActions
from bot.settings import Settings

SECONDS = 3.0  # a check that takes longer has failed


async def missing(agent: BotAgent, settings: Settings) -> dict[str, str]:
    """What is missing, by name, with a word about it; empty when the bot is ready."""
    checks = {"model": _model(agent), "store": _store(agent), "actions": _actions(agent, settings)}
    found = {}
    for name, check in checks.items():
        try:
            await asyncio.wait_for(check, SECONDS)
        except Exception as error:  # noqa: BLE001  whatever a check meets is what is missing
            said = getattr(error, "orig", error)  # the database's own words, without the statement
            found[name] = f"{name}: {str(said).strip() or type(error).__name__}"
    return found


async def _model(agent: BotAgent) -> None:
    if not agent.is_ready():
        raise RuntimeError("no model is loaded; run `make train`")


async def _store(agent: BotAgent) -> None:
    # A database on a full disk, or that only lets itself be read, would answer a query.
    await asyncio.to_thread(agent.inbox.check)


async def _actions(agent: BotAgent, settings: Settings) -> None:
    endpoint = agent.action_endpoint
    if isinstance(endpoint, LocalActions):
        known = {name for name in (agent.domain.user_actions if agent.domain else []) if name.startswith("action_")}
        lacking = sorted(known - endpoint.names)
        if lacking:
            raise RuntimeError(f"not implemented: {', '.join(lacking)}")
        return
    health = str(settings.actions_url).rsplit("/", 1)[0] + "/health"
    async with aiohttp.ClientSession() as session, session.get(health, timeout=SECONDS) as response:
        response.raise_for_status()
