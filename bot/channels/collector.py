"""Collects a turn's replies in the shape of the REST contract."""

from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel


class ReplyCollector(CollectingOutputChannel):
    """Rasa's collecting channel, which drops metadata and cuts texts at blank lines; this one keeps both whole."""

    @classmethod
    def name(cls) -> str:
        """The channel for which responses may have variants of their own."""
        return "rest"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one reply."""
        kept = {"recipient_id": recipient_id, "text": message.get("text"), "buttons": message.get("buttons")}
        kept |= {name: message.get(name) for name in ("image", "custom", "attachment")}
        kept = {name: value for name, value in kept.items() if value}
        self.messages.append({**kept, "metadata": message.get("metadata") or {"kind": "notice"}})
