"""What Slack's refusals mean: tried again later, said elsewhere, or the end of an installation."""

from __future__ import annotations

from enum import Enum


class Fault(Enum):
    """What to do about a refusal."""

    LATER = "later"  # the same call may work
    ELSEWHERE = "elsewhere"  # this place cannot be reached
    GONE = "gone"  # the app is not installed there any more, or its token is void
    NEVER = "never"  # the call itself is wrong, or there is nothing left to do


_LATER = (
    "ratelimited",
    "rate_limited",
    "message_limit_exceeded",
    "internal_error",
    "fatal_error",
    "service_unavailable",
)
_LATER += ("request_timeout", "team_added_to_org", "accesslimited")
_ELSEWHERE = ("channel_not_found", "not_in_channel", "is_archived", "restricted_action", "user_not_in_channel")
_ELSEWHERE += ("thread_not_found", "cannot_reply_to_message", "restricted_action_thread_only_channel")
_ELSEWHERE += ("restricted_action_read_only_channel", "no_permission", "messages_tab_disabled")
_ELSEWHERE += ("expired_url", "used_url", "no_service")  # of a response_url
_GONE = (
    "token_revoked",
    "token_expired",
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "team_not_found",
    "org_login_required",
)
_OF = {
    **dict.fromkeys(_LATER, Fault.LATER),
    **dict.fromkeys(_ELSEWHERE, Fault.ELSEWHERE),
    **dict.fromkeys(_GONE, Fault.GONE),
}


def fault(error: str) -> Fault:
    """The meaning of an error code of the Web API, or of a response_url."""
    return _OF.get(error, Fault.NEVER)
