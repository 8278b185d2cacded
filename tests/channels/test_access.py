"""A token is for its own conversation, a key for all that are no visitor's, within its scopes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.channels.access import credential, permit
from bot.channels.problem import Problem
from bot.storage import Keys, Tokens, connect


@pytest.fixture
def doors(sqlite_url: str) -> Iterator[tuple[Tokens, Keys]]:
    engine = connect(sqlite_url)
    yield Tokens(engine), Keys(engine)
    engine.dispose()


def status(header: str | None, conversation: str, scope: str, doors: tuple[Tokens, Keys]) -> int:
    """How it ends: 200 or the problem's."""
    try:
        permit(header, conversation, scope, *doors)
    except Problem as refused:
        return refused.status
    return 200


@pytest.mark.parametrize("header", ["Bearer abc", "bearer abc", "BEARER   abc", " Bearer abc "])
def test_a_credential_is_read(header: str) -> None:
    assert credential(header) == "abc"


@pytest.mark.parametrize("header", [None, "", "abc", "Bearer", "Bearer ", "Basic abc", "Bearer a b", "Bearer \udc80"])
def test_what_is_no_credential_is_refused_with_what_to_send(header: str | None) -> None:
    with pytest.raises(Problem, match="Authorization: Bearer") as refused:
        credential(header)
    assert refused.value.status == 401 and refused.value.headers == {"WWW-Authenticate": "Bearer"}


def test_a_visitors_conversation_opens_by_its_token_only(doors: tuple[Tokens, Keys]) -> None:
    tokens, keys = doors
    mine, other = tokens.issue(), tokens.issue()
    for scope in ("read", "write", "erase"):
        assert status(f"Bearer {mine.token}", mine.conversation, scope, doors) == 200
        assert status(f"Bearer {other.token}", mine.conversation, scope, doors) == 401
        assert status(f"Bearer {keys.issue(scope, [scope])}", mine.conversation, scope, doors) == 401


def test_any_other_conversation_opens_by_a_key_with_the_scope(doors: tuple[Tokens, Keys]) -> None:
    tokens, keys = doors
    key = keys.issue("crm", ["read"])
    assert status(f"Bearer {key}", "me", "read", doors) == 200
    assert status(f"Bearer {key}", "me", "erase", doors) == 403
    assert status(f"Bearer {tokens.issue().token}", "me", "read", doors) == 401
    keys.revoke("crm")
    assert status(f"Bearer {key}", "me", "read", doors) == 401
