"""Letters by mail."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from bot.destination import SmtpServer
from bot.handoff.carrier import SECONDS, Undelivered
from bot.handoff.letter import Letter


class MailCarrier:
    """Sends plain text to one mailbox, from the server's user where that is an address, else from the mailbox itself."""

    def __init__(self, mailbox: str, server: SmtpServer) -> None:
        self._mailbox, self._server = mailbox, server
        self._sender = server.user if server.user and "@" in server.user else mailbox

    async def deliver(self, letter: Letter) -> None:
        """Hand a letter to the SMTP server. Raises Undelivered."""
        message = message_of(letter, self._sender, self._mailbox)
        try:
            await asyncio.to_thread(self._send, message)
        except smtplib.SMTPResponseException as error:
            raise Undelivered(f"SMTP answered {error.smtp_code}") from None
        except (smtplib.SMTPException, OSError) as error:  # some of them repeat addresses
            raise Undelivered(type(error).__name__) from None

    def _send(self, message: EmailMessage) -> None:
        server = self._server
        with self._connected() as smtp:
            if not server.encrypted:
                smtp.ehlo()
                if smtp.has_extn("starttls"):
                    smtp.starttls(context=ssl.create_default_context())
                elif server.user and not server.local:
                    raise Undelivered("the server offers no STARTTLS, and the password would be readable")
            if server.user:
                smtp.login(server.user, server.password)
            smtp.send_message(message)

    def _connected(self) -> smtplib.SMTP:
        host, port = self._server.host, self._server.port
        if self._server.encrypted:
            return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(host, port, timeout=SECONDS)


def message_of(letter: Letter, sender: str, mailbox: str) -> EmailMessage:
    """The letter as a message that is answered to the visitor, where they left an address."""
    message = EmailMessage(SMTP)
    message["From"], message["To"] = sender, mailbox
    message["Subject"] = f"Re: {letter.subject}" if letter.follows else letter.subject
    message["Date"] = format_datetime(letter.written)
    message["Message-ID"] = _message_id(letter.id, sender)
    message["Auto-Submitted"] = "auto-generated"
    if letter.follows:
        message["In-Reply-To"] = message["References"] = _message_id(letter.thread, sender)
    if letter.contact and "@" in letter.contact:
        message["Reply-To"] = letter.contact
    text = "\n".join([*letter.facts(), "", "What was said (times in UTC)", "", *letter.transcript()])
    message.set_content(text, cte="quoted-printable")  # lines of any length and letter, whatever the server can take
    return message


def _message_id(id: str, sender: str) -> str:
    return f"<{id}@{sender.rpartition('@')[2]}>"
