"""The carrier for a destination."""

from __future__ import annotations

from bot.destination import MAIL, WEBHOOK
from bot.handoff.carrier import Carrier
from bot.handoff.mail import MailCarrier
from bot.handoff.slack import SlackCarrier
from bot.handoff.webhook import WebhookCarrier
from bot.settings import Settings


def carrier_of(settings: Settings) -> Carrier | None:
    """What carries to the owner's destination; None without one. Raises SettingsError when a setting is missing."""
    settings.check_destination()
    destination = settings.owner.destination
    if destination is None:
        return None
    if destination.kind == MAIL and settings.smtp_url:
        return MailCarrier(destination.address, settings.smtp_url)
    if destination.kind == WEBHOOK and settings.handoff_secret:
        return WebhookCarrier(destination.address, settings.handoff_secret)
    return SlackCarrier(destination.address)
