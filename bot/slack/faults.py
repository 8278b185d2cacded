"""What Slack's refusals mean: tried again later, said elsewhere, or the end of an installation."""

from __future__ import annotations

from enum import Enum


class Fault(Enum):
    """What to do about a refusal."""

    LATER = "later"  # the same call may work
    PERHAPS = "perhaps"  # the same, and this one may have worked already
    ELSEWHERE = "elsewhere"  # this place cannot be reached
    GONE = "gone"  # the app is not installed there any more, or its token is void
    PLAINER = "plainer"  # its blocks are refused; the text may be taken
    NEVER = "never"  # the call itself is wrong, or there is nothing left to do


_CODES = {
    Fault.LATER: "ratelimited rate_limited message_limit_exceeded team_added_to_org accesslimited",
    Fault.PERHAPS: "internal_error fatal_error service_unavailable request_timeout",
    Fault.ELSEWHERE: """channel_not_found not_in_channel is_archived restricted_action user_not_in_channel
        thread_not_found cannot_reply_to_message restricted_action_thread_only_channel restricted_action_read_only_channel
        no_permission expired_url used_url no_service""",
    Fault.GONE: """token_revoked token_expired invalid_auth not_authed account_inactive team_not_found
        org_login_required""",
    Fault.PLAINER: "invalid_blocks invalid_blocks_format msg_blocks_too_long invalid_arguments",
}
_OF = {code: meaning for meaning, codes in _CODES.items() for code in codes.split()}


def fault(error: str) -> Fault:
    """The meaning of an error code of the Web API, or of a response_url."""
    return _OF.get(error, Fault.NEVER)
