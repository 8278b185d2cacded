"""Who may do what with a conversation: its own visitor by the token, another server by an API key."""

import re

from bot.channels.problem import Problem
from bot.storage import Keys, Tokens
from bot.storage.tokens import WEB

CREDENTIAL = re.compile(r"bearer +([!-~]{1,256})", re.IGNORECASE)
CHALLENGE = {"WWW-Authenticate": "Bearer"}


def of_a_browser(conversation: str) -> bool:
    """Whether a conversation was begun by the server for a visitor, and has a token."""
    return conversation.startswith(WEB)


def credential(header: str | None) -> str:
    """The token or key of an Authorization header. Raises Problem 401 when there is none."""
    found = CREDENTIAL.fullmatch((header or "").strip())
    if found is None:
        raise Problem(401, "Not authorized", "Send `Authorization: Bearer` with the token or the key.", CHALLENGE)
    return found.group(1)


def permit(header: str | None, conversation: str, scope: str, tokens: Tokens, keys: Keys) -> None:
    """Let pass who may do this with a conversation; `scope` is what a key needs for it.

    Raises Problem: 401 without the right token or key, 403 for a key without the scope.
    """
    given = credential(header)
    if of_a_browser(conversation):
        if not tokens.fits(conversation, given):
            raise Problem(
                401, "Not authorized", "This is not the token of this conversation, or it was erased.", CHALLENGE
            )
        return
    scopes = keys.scopes(given)
    if scopes is None:
        raise Problem(401, "Not authorized", "This is no API key, or it was revoked.", CHALLENGE)
    if scope not in scopes:
        raise Problem(403, "Not permitted", f"This key has not the scope {scope}.")
