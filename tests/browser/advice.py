"""Recommendations as the bot gives them, in several messages."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.assessment import Profile, recommend
from bot.assessment.wording import messages
from bot.takeaway import Links

ONE = {
    "work": ["customer_support"],
    "volume": 8000,
    "unit": "calls",
    "period": "month",
    "aht": 5,
    "setup": "none",
    "priority": "scale",
    "data": ["none"],
    "hours": "24x7",
    "channels": ["voice"],
}
SEVERAL = {**ONE, "work": ["customer_support", "finance_accounting"]}


def advised(profile: dict[str, Any]) -> list[dict[str, Any]]:
    """All that the bot says to a profile: summary, advice, links."""
    recommendation = recommend(Profile.from_dict(profile))
    metadata = {"kind": "recommendation", "recommendation": recommendation.to_dict()}
    links = Links.of("token", "https://bot.example")
    return [
        {"text": "Your answers: customer support; about 8,000 calls a month.", "metadata": {"kind": "summary"}},
        *({"text": text, "metadata": metadata} for text in messages(recommendation)),
        {
            "text": links.invitation(date(2030, 1, 31)),
            "metadata": {**metadata, "links": links.to_dict()},
            "buttons": [{"title": title, "payload": title} for title in ("Compare the top two", "Change an answer")],
        },
    ]
